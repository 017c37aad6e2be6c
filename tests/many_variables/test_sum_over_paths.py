"""The chain rule in many variables: literal values, and the claim of each figure."""

import re
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.text import Annotation

from downhill.style import every_frame, find, on_phones
from snippets.many_variables.sum_over_paths import (
    accumulate,
    diamonds,
    four_paths,
    hasty,
    hillside,
    network,
    numbers,
    on_the_hill,
    path_sum,
    the_wall,
    total_slope,
    two_ways,
    walk,
)
from tests.derivatives import Pair, Rule


def q(a: float, b: float) -> float:
    """What the graph of letters computes."""
    c, d = a + b, a * b
    return (c + d) + c * d


PAIRS = (
    Pair(
        path_sum,
        q,
        by="a b",
        slopes=lambda a, b: [path_sum(numbers(a, b), s, "q")[0] for s in "ab"],
    ),
    Pair(
        accumulate,
        q,
        by="a b",
        slopes=lambda a, b: [accumulate(numbers(a, b), "q")[s] for s in "ab"],
    ),
)
RULES = (
    Rule(
        total_slope,
        lambda f, p, u: total_slope(lambda x: f(*x), lambda t: p + t * u, 0.0),
        error=1e-9,
    ),
)
NEITHER = {network: "makes a graph"}
UNVERIFIED = {
    r"0 = 2xy \cdot 1 + x^2 \cdot \frac{dy}{dx}": "along a level line alone, for the y that it makes of x",
    r"s_u = \sum_{v} \frac{\partial v}{\partial u}\,s_v": "a sum over the nodes of a graph",
    r"\frac{dz}{dt} = \frac{\partial z}{\partial x} \cdot \frac{dx}{dt} + \frac{\partial z}{\partial y} \cdot \frac{dy}{dt}": "the rule said again; it is verified above, for the walk",
    r"\frac{dy}{dx} = -\frac{\partial z}{\partial x} \Big/ \frac{\partial z}{\partial y}": "along a level line of z alone; above it is verified for the hill",
}


def test_the_walk_on_the_hillside() -> None:
    assert walk(0.0).tolist() == [1.0, 0.0]
    assert walk(1.0).tolist() == [3.0, 3.0]
    assert [hillside(walk(t)) for t in (0.0, 1.0, 2.0)] == [0.0, 27.0, 150.0]
    assert hillside(walk(1.1)) == pytest.approx(33.792)


@pytest.mark.parametrize(("t", "climb"), [(0.0, 3.0), (1.0, 63.0), (2.0, 195.0)])
def test_she_climbs_by_the_sum_over_both_inputs(t: float, climb: float) -> None:
    x, y = walk(t)
    assert 2 * x * y * 2 + x**2 * 3 == climb
    assert total_slope(hillside, walk, t) == pytest.approx(climb, rel=1e-8)


def test_a_total_slope_takes_its_step() -> None:
    assert total_slope(hillside, walk, 1.0, 0.1) == pytest.approx(63.12)


def test_the_letters_by_path_and_by_sum() -> None:
    graph = numbers(2.0, 3.0)
    assert path_sum(graph, "a", "q") == (25.0, 4, 14)
    assert path_sum(graph, "b", "q") == (19.0, 4, 14)
    assert path_sum(graph, "q", "q") == (1.0, 1, 0)
    assert path_sum(graph, "q", "a") == (0.0, 0, 0)
    assert list(accumulate(graph, "q").values()) == [25, 19, 7, 6, 1, 1, 1]
    assert list(accumulate(graph, "e").values()) == [4, 3, 1, 1, 1, 0, 0]


def test_what_is_no_graph_in_order_is_refused() -> None:
    graph = numbers(2.0, 3.0)
    late = {"d": graph.pop("d")}
    with pytest.raises(ValueError, match=r"^d comes too late$"):
        accumulate(graph | late, "q")
    with pytest.raises(ValueError, match=r"^a comes too late$"):
        accumulate({"a": {"a": 1.0}}, "a")  # a cycle
    with pytest.raises(KeyError, match="b"):
        accumulate({"a": {"b": 1.0}}, "a")


def test_sums_handed_on_too_early_are_wrong_only_where_a_sum_is_used_twice() -> None:
    def early(graph: dict[str, dict[str, float]], end: str) -> dict[str, float]:
        total = dict.fromkeys(graph, 0.0)
        total[end] = 1.0
        hasty(graph, end, total)
        return total

    assert list(early(numbers(2.0, 3.0), "q").values()) == [29, 22, 7, 6, 1, 1, 1]
    chain = {"a": {}, "b": {"a": 3.0}, "c": {"b": 2.0}}
    assert early(chain, "c") == accumulate(chain, "c") == {"a": 6, "b": 2, "c": 1}


@pytest.mark.parametrize("k", [0, 1, 2, 5, 10])
def test_diamonds_double_the_paths_and_their_work(k: int) -> None:
    graph, end = diamonds(k), f"v{k}"
    assert path_sum(graph, "v0", end) == (1.5**k, 2**k, 4 * 2**k - 4)
    assert accumulate(graph, end)["v0"] == 1.5**k
    assert sum(len(row) for row in graph.values()) == 4 * k


def test_the_paths_of_a_network() -> None:
    small = network(3, 2)
    assert path_sum(small, "0.1", "2.0") == (3.0, 3, 12)
    net = network(64, 20)
    total = accumulate(net, "20.0")
    assert [total[f"0.{i}"] for i in range(64)] == [64.0**19] * 64
    assert sum(len(row) for row in net.values()) == 77888


def ends(arrow: Annotation) -> list[tuple[float, float]]:
    """Where an arrow starts and where it ends."""
    return [(float(x), float(y)) for x, y in (arrow.xyann, arrow.xy)]


@pytest.mark.parametrize("phone", [False, True])
def test_two_ways_lead_from_hours_to_height(phone: bool) -> None:
    with on_phones(phone):
        fig = two_ways()
    at = {n: tuple(np.ravel(find(fig, n).get_data())) for n in "txyz"}
    for first, last in ("tx", "xz", "ty", "yz"):
        assert ends(find(fig, first + last)) == [at[first], at[last]]
    said = [text.get_text() for text in fig.axes[0].texts]
    rates = [
        int(one[0]) for word in said if (one := re.findall(r"^\d+(?= k?m/)", word))
    ]
    assert rates == [2, 18, 3, 9]
    assert [word for word in said if "·" in word] == ["2 · 18", "3 · 9"]
    assert find(fig, "total").get_text() == "? m/h"
    assert total_slope(hillside, walk, 1.0) == pytest.approx(63.0)


@pytest.mark.parametrize("phone", [False, True])
def test_the_tangent_rises_by_what_comes_through_x_and_through_y(phone: bool) -> None:
    with on_phones(phone):
        fig = on_the_hill()
    path = np.array(find(fig, "path").get_data()).T
    assert path.tolist() == [[1.0, 0.0], [3.0, 3.0]]
    east = np.ptp(find(fig, "east").get_xdata())
    north = np.ptp(find(fig, "north").get_ydata())
    assert (east, north) == (2.0, 3.0)
    assert np.array(find(fig, "next hour").get_data()).T.tolist() == [[3, 3], [5, 6]]
    t, height = find(fig, "height").get_data()
    assert height == pytest.approx((2 * t + 1) ** 2 * 3 * t)
    (start, end), (low, high) = find(fig, "tangent").get_data()
    assert (high - low) / (end - start) == pytest.approx(63.0)
    (now,), (here,) = find(fig, "now").get_data()
    assert low + 63 * (now - start) == pytest.approx(here) == 27.0
    (_, bottom), (_, middle) = ends(find(fig, "through x"))
    (_, same), (_, top) = ends(find(fig, "through y"))
    assert [bottom, middle, same, top] == [27.0, 63.0, 63.0, 90.0]
    assert middle - bottom == 18 * east
    assert top - middle == 9 * north
    assert (end, high) == (2.0, top)
    assert find(fig, "slope").get_text() == "slope 63"


@pytest.mark.parametrize("phone", [False, True])
def test_the_highlighted_arrows_are_those_of_the_four_paths(phone: bool) -> None:
    with on_phones(phone):
        fig = four_paths()
    graph = numbers(2.0, 3.0)
    local = {}
    for end, row in graph.items():
        for start, slope in row.items():
            shown = find(fig, f"on {start}{end}")
            assert float(shown.get_text()) == slope
            local[start + end] = float(shown.get_text())
            at = [tuple(np.ravel(find(fig, n).get_data())) for n in (start, end)]
            assert ends(find(fig, start + end)) == at
    paths = ["aceq", "acgq", "adeq", "adgq"]
    on_them = {x + y for path in paths for x, y in pairwise(path)}
    assert on_them == {name for name in local if not name.startswith("b")}
    colors = {name: find(fig, name).arrow_patch.get_edgecolor() for name in local}
    assert {name for name in local if colors[name] == colors["ac"]} == on_them
    products = [np.prod([local[x + y] for x, y in pairwise(path)]) for path in paths]
    assert products == [1.0, 6.0, 3.0, 15.0]


@pytest.mark.parametrize("phone", [False, True])
def test_path_by_path_the_work_doubles_sum_by_sum_it_grows_by_four(phone: bool) -> None:
    with on_phones(phone):
        for k, fig in every_frame(the_wall):
            count, by_path = find(fig, "paths").get_data()
            _, by_sum = find(fig, "sums").get_data()
            assert count.tolist() == list(range(1, k + 1))
            assert len(find(fig, "nodes").get_xdata()) == k + 1
            for i, many, few in zip(count[:10], by_path, by_sum, strict=False):
                graph = diamonds(i)
                assert many == path_sum(graph, "v0", f"v{i}")[2]
                assert few == sum(len(row) for row in graph.values())
            assert by_path == pytest.approx(4 * 2.0**count - 4)
            assert by_sum == pytest.approx(4 * count)
            said = [find(fig, f"by {name}").get_text() for name in ("path", "sum")]
            assert said == [
                f"path by path: {by_path[-1]:.0f}",
                f"sum by sum: {by_sum[-1]:.0f}",
            ]
            label = f"{2**k} paths: {by_path[-1]:.0f} multiplications or {4 * k}"
            assert fig.get_label() == label
            assert by_path[-1] < fig.axes[0].get_ylim()[1]
