"""Directional derivatives: literal values, and the claim of each figure."""

import re
from itertools import pairwise

import numpy as np
import pytest

from downhill.style import every_frame, find, on_phones
from snippets.many_variables.directional_derivatives import (
    COUNTS,
    HIGH,
    MANY,
    almost_level,
    by_heading,
    cosines,
    counting_north,
    crossing,
    heading,
    hill,
    lowest_landing,
    no_cosine,
    recounted,
    slope_along,
    steepest,
    three_reaches,
    valley,
)
from snippets.many_variables.the_gradient import grad
from tests.derivatives import Rule

RULES = (
    Rule(slope_along, lambda f, p, u: slope_along(lambda q: f(*q), p, u), error=1e-9),
)
NEITHER = {
    cosines: "random slopes as shares of the steepest; tested by their spread",
}

CORNER = np.zeros(2)
G = np.array([3.0, 4.0])


def test_the_hill_the_valley_and_the_crossing() -> None:
    assert hill(np.array([0.6, 0.8])) == pytest.approx(5.0)
    assert valley(np.array([10.0, 1.0])) == 200.0
    assert crossing(CORNER) == 0.0
    assert crossing(np.array([0.0, 3.0])) == crossing(np.array([3.0, 0.0])) == 0.0
    assert crossing(np.array([1.0, 1.0])) == 0.5


def test_a_slope_grows_with_the_step_that_it_is_counted_by() -> None:
    bowl, p = (lambda q: q[0] ** 2 + q[1] ** 2), np.array([1.0, 2.0])
    assert slope_along(bowl, p, np.array([3.0, 4.0]) / 5) == pytest.approx(4.4)
    assert slope_along(bowl, p, np.array([3.0, 4.0])) == pytest.approx(22.0)
    assert slope_along(bowl, p, np.array([-3.0, -4.0])) == pytest.approx(-22.0)


@pytest.mark.parametrize(
    ("order", "step", "slope"),
    [(2, [0.6, 0.8], 5.0), (1, [0.0, 1.0], 4.0), (np.inf, [1.0, 1.0], 7.0)],
)
def test_the_steepest_step_by_three_counts(
    order: float, step: list[float], slope: float
) -> None:
    d = steepest(G, order)
    assert d == pytest.approx(step)
    assert np.linalg.norm(d, order) == pytest.approx(1.0)
    assert G @ d == pytest.approx(slope)


@pytest.mark.parametrize("order", [1, 2, np.inf])
def test_no_step_of_length_one_is_steeper(order: float) -> None:
    rng = np.random.default_rng(0)
    for n in (1, 2, 3, 7):
        g = rng.normal(size=n)
        best = g @ steepest(g, order)
        others = rng.normal(size=(500, n))
        lengths = np.array([np.linalg.norm(d, order) for d in others])
        assert np.all(others @ g / lengths <= best * (1 + 1e-12))


def test_the_sign_of_a_slope_is_the_sign_of_the_step() -> None:
    g = np.array([2.0, -1.0, 2.0])
    assert steepest(g, 1).tolist() == [1.0, 0.0, 0.0]
    assert steepest(-g, 1).tolist() == [-1.0, 0.0, 0.0]
    assert steepest(g, np.inf).tolist() == [1.0, -1.0, 1.0]


def test_what_has_no_steepest_step() -> None:
    with pytest.raises(ValueError, match=r"^the ground is level$"):
        steepest(CORNER, 2)
    with pytest.raises(ValueError, match=r"^no count is named 3$"):
        steepest(G, 3)


def test_recounting_stretches_an_axis_and_keeps_the_length() -> None:
    for c in (np.array([1.0, 1 / 0.3048]), np.array([1.0, 10.0]), np.array([2.0, 0.5])):
        d = recounted(G, c)
        assert np.linalg.norm(c * d) == pytest.approx(1.0)
        rng = np.random.default_rng(0)
        others = rng.normal(size=(500, 2))
        lengths = np.linalg.norm(c * others, axis=1)
        assert np.all(others @ G / lengths <= G @ d * (1 + 1e-12))
    assert recounted(G, np.ones(2)) == pytest.approx([0.6, 0.8])


@pytest.mark.parametrize(
    ("length", "degrees", "height"),
    [(0.001, 264, 199.799104), (2.0, 209, 68.167349), (5.0, 191, 26.138266)],
)
def test_where_a_step_of_this_length_lands_lowest(
    length: float, degrees: int, height: float
) -> None:
    assert lowest_landing(valley, HIGH, length) == degrees
    landed = valley(HIGH + length * heading(degrees))
    assert landed == pytest.approx(height, abs=1e-6)


def test_headings_have_length_one_and_begin_in_the_east() -> None:
    assert heading(0.0) == pytest.approx([1.0, 0.0])
    assert heading(90.0) == pytest.approx([0.0, 1.0])
    assert np.linalg.norm(heading(217.0)) == pytest.approx(1.0)


def test_random_slopes_spread_like_one_over_the_root_of_the_inputs() -> None:
    rng = np.random.default_rng(0)
    for n in (2, 10, 100):
        c = cosines(n, 4000, rng)
        assert c.shape == (4000,)
        assert np.all(np.abs(c) <= 1 + 1e-12)
        assert c.std() == pytest.approx(1 / np.sqrt(n), rel=0.05)
        assert np.mean(c < 0) == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize("phone", [False, True])
def test_each_reach_touches_its_own_level_line(phone: bool) -> None:
    with on_phones(phone):
        fig = three_reaches()
    for name, climb in (("Ada", 5.0), ("Ben", 4.0), ("Cleo", 7.0)):
        reach = np.array(find(fig, f"{name} reach").get_data()).T
        lengths = [np.linalg.norm(p, COUNTS[name]) for p in reach]
        assert lengths == pytest.approx(np.ones(len(reach)))
        end = np.array(find(fig, f"{name} end").get_data()).ravel()
        assert G @ end == pytest.approx(climb)
        assert np.max(reach @ G) <= climb + 1e-9
        line = np.array(find(fig, f"{name} level").get_data()).T
        assert line @ G == pytest.approx([climb, climb])
        way = find(fig, f"{name} way")
        assert [way.U[0], way.V[0]] == pytest.approx(end)
        assert f"{climb:.0f} m: {name}" in " ".join(
            text.get_text() for text in fig.axes[0].texts
        )


@pytest.mark.parametrize("phone", [False, True])
def test_the_three_agree_on_level_and_on_up(phone: bool) -> None:
    with on_phones(phone):
        fig = by_heading()
    curves = {name: np.array(find(fig, name).get_data()) for name in COUNTS}
    signs = [np.sign(np.round(climbs, 9)) for _, climbs in curves.values()]
    assert np.array_equal(signs[0], signs[1])
    assert np.array_equal(signs[0], signs[2])
    tops = {}
    for name, (degrees, climbs) in curves.items():
        x, y = (float(v[0]) for v in find(fig, f"{name} best").get_data())
        assert y == climbs.max()
        tops[name] = (degrees[climbs.argmax()], round(y, 2))
        assert tops[name][0] == x
    assert tops == {"Ada": (53, 5.0), "Ben": (90, 4.0), "Cleo": (45, 7.0)}
    level, zeros = find(fig, "level").get_data()
    assert level == pytest.approx([143.1301, 323.1301], abs=1e-4)
    assert list(zeros) == [0, 0]
    said = " ".join(text.get_text() for text in fig.axes[0].texts)
    assert re.findall(r"\d+°", said) == ["45°", "53°", "90°", "143°", "323°"]


def test_only_when_a_kilometer_north_counts_as_ten_the_way_leads_to_the_deepest() -> (
    None
):
    turned, misses = [], {}
    for counts, fig in every_frame(counting_north):
        here = np.array(find(fig, "here").get_data()).ravel()
        deepest = np.array(find(fig, "deepest").get_data()).ravel()
        assert here.tolist() == [10.0, 1.0]
        assert deepest.tolist() == [0.0, 0.0]
        way = find(fig, "down")
        down = np.array([way.U[0], way.V[0]])
        c = np.array([1.0, counts])
        assert np.linalg.norm(c * down) == pytest.approx(3.0)
        reach = np.array(find(fig, "reach").get_data()).T
        falls = (reach - here) @ grad(valley, here)
        assert down @ grad(valley, here) <= falls.min() + 1e-6
        beyond = np.array(find(fig, "beyond").get_data()).T
        assert beyond[1] - beyond[0] == pytest.approx(5.0 * down)
        turned.append(np.degrees(np.arctan2(down[1], down[0])) % 360)
        misses[counts] = abs(down[0] * here[1] - down[1] * here[0])
        assert str(fig.get_label()).endswith(f"{turned[-1]:.1f}°")
    assert all(a > b for a, b in pairwise(turned))
    assert turned[0] == pytest.approx(264.2894, abs=1e-4)
    assert [counts for counts, miss in misses.items() if miss < 1e-6] == [10]


@pytest.mark.parametrize("phone", [False, True])
def test_the_more_inputs_the_narrower_the_heap(phone: bool) -> None:
    with on_phones(phone):
        fig = almost_level()
    spreads = []
    for n in MANY:
        heights, edges, _ = find(fig, f"{n} inputs").get_data()
        middles = (edges[1:] + edges[:-1]) / 2
        shares = heights / heights.sum()
        spreads.append(float(np.sqrt(shares @ middles**2)))
        assert np.max(heights) < fig.axes[0].get_ylim()[1]
    expected = [1 / np.sqrt(n) for n in MANY]
    assert spreads == pytest.approx(expected, rel=0.05)


@pytest.mark.parametrize("phone", [False, True])
def test_both_streets_are_level_and_the_ways_between_are_not(phone: bool) -> None:
    with on_phones(phone):
        fig = no_cosine()
    degrees, slopes = (np.array(v) for v in find(fig, "slopes").get_data())
    t = np.radians(degrees)
    assert slopes == pytest.approx(np.cos(t) ** 2 * np.sin(t), abs=1e-8)
    assert degrees[np.argmax(slopes)] == 35
    streets, zeros = find(fig, "streets").get_data()
    assert slopes[np.asarray(streets)] == pytest.approx(zeros, abs=1e-8)
    assert set(find(fig, "foretold").get_ydata()) == {0.0}
    between = np.delete(slopes, [0, 90, 180, 270, 360])
    assert np.all(between != 0.0)
