from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.text import Text

from downhill.style import every_frame, find
from snippets.many_variables.partial_derivatives import (
    cost,
    f,
    fan,
    frozen_slices,
    g,
    level_rays,
    loss,
    loss_partials,
    moving_slice,
    oblique,
    one_knob_at_a_time,
    partial,
    partials,
    slice_through,
    temperature,
)
from tests.derivatives import Pair, Rule, along, vector

PAIRS = (
    Pair(partials, lambda x, y: g(vector(x, y)), by="x y"),
    Pair(loss_partials, lambda w, b, x, y: loss(vector(w, b), x, y), by="w b"),
)
RULES = (
    Rule(
        partial,
        lambda f, p, u: partial(lambda t: along(f, p, u)(t[1]), 1, np.zeros(2)),
        error=1e-9,
    ),
)


@pytest.mark.parametrize(
    ("function", "p", "expected"),
    [
        (f, [2.0, 3.0], [12.0, 22.0]),
        (g, [2.0, 3.0], [12.0, 7.0]),
        (lambda q: loss(q, 2.0, 7.0), [1.0, 1.0], [-16.0, -8.0]),
        (temperature, [2.0, 10.0], [5.0, -0.5]),
        (cost, [10.0, 50.0], [55.0, 16.0]),
        (fan, [0.0, 0.0], [0.0, 0.0]),
        (lambda q: q[0] * q[1] * q[2], [2.0, 3.0, 5.0], [15.0, 10.0, 6.0]),
    ],
)
def test_partial(
    function: Callable[[np.ndarray], float], p: list[float], expected: list[float]
) -> None:
    found = [partial(function, i, np.array(p)) for i in range(len(p))]
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_partial_with_a_step_of_your_own() -> None:
    assert partial(f, 1, np.array([2.0, 3.0]), h=1.0) == 22.0
    assert partial(lambda q: q[0] ** 3, 0, np.array([2.0]), h=1.0) == 13.0


@pytest.mark.parametrize("x", [1e9, -1e9])
def test_partial_scales_its_step(x: float) -> None:
    slope = partial(lambda q: q[0] ** 2, 0, np.array([x, 0.0]))
    assert slope == pytest.approx(2 * x, rel=1e-9)


@pytest.mark.parametrize("x", [0.0, 0.5, -1.0])
def test_its_step_is_no_smaller_near_zero(x: float) -> None:
    seen: list[float] = []

    def first(q: np.ndarray) -> float:
        seen.append(q[0])
        return seen[-1]

    partial(first, 0, np.array([x, 7.0]))
    assert [seen[0] - x, x - seen[1]] == pytest.approx([2.0 ** (-52 / 3)] * 2)


def test_partial_leaves_the_point_alone() -> None:
    p = np.array([2.0, 3.0])
    partial(f, 0, p)
    assert p.tolist() == [2.0, 3.0]


def test_partial_takes_whole_numbers() -> None:
    assert partial(f, 0, np.array([2, 3])) == pytest.approx(12.0, rel=1e-9)


@pytest.mark.parametrize("i", [2, -3])
def test_partial_refuses_a_coordinate_that_is_not_there(i: int) -> None:
    with pytest.raises(IndexError):
        partial(f, i, np.array([2.0, 3.0]))
    with pytest.raises(IndexError):
        partial(f, i, np.array([2.0, 3.0]), h=1e-5)


def test_slice_moves_one_coordinate() -> None:
    p = np.array([2.0, 3.0])
    east, north = slice_through(f, 0, p), slice_through(f, 1, p)
    assert [east(0.0), east(2.0), east(4.0)] == [27.0, 39.0, 75.0]
    assert [north(0.0), north(3.0), north(5.0)] == [0.0, 39.0, 95.0]
    assert p.tolist() == [2.0, 3.0]


def test_slice_takes_what_is_not_real_or_not_whole() -> None:
    beside = 2 + 1j
    assert slice_through(f, 0, np.array([2.0, 3.0]))(beside) == 36 + 12j  # type: ignore[arg-type]
    assert slice_through(f, 0, np.array([2, 3]))(0.5) == 27.75
    assert slice_through(f, 0, np.array([2, 3j]))(1.0) == -27 + 3j


def test_slice_refuses_a_coordinate_that_is_not_there() -> None:
    with pytest.raises(IndexError):
        slice_through(f, 2, np.array([2.0, 3.0]))(1.0)


def test_values() -> None:
    assert f(np.array([2.0, 3.0])) == 39.0
    assert g(np.array([2.0, 3.0])) == 21.0
    assert partials(2.0, 3.0) == (12.0, 7.0)
    assert partials(3.0, 5.0) == (30.0, 12.0)
    assert loss(np.array([1.0, 1.0]), 2.0, 7.0) == 16.0
    assert loss_partials(1.0, 1.0, 2.0, 7.0) == (-16.0, -8.0)
    assert loss_partials(4.0, 1.0, 2.0, 7.0) == (8.0, 4.0)
    assert temperature(np.array([2.0, 10.0])) == pytest.approx(15.0)
    assert cost(np.array([10.0, 50.0])) == 1450.0
    assert cost(np.array([11.0, 50.0])) == 1505.5
    assert fan(np.array([0.0, 0.0])) == 0.0
    assert fan(np.array([1e-4, 1e-4])) == 0.5
    assert fan(np.array([1.0, 3.0])) == 0.3


def test_oblique() -> None:
    assert oblique(2.0, 4.0, 26.0).tolist() == pytest.approx([4.0, 2.0])
    assert oblique(np.zeros(3), 1.0, np.arange(3.0)).shape == (2, 3)


def test_each_tangent_touches_its_slice_with_the_partial_as_slope() -> None:
    fig = frozen_slices()
    for name, at, slope, second in (("x", 2.0, 12.0, 3.0), ("y", 3.0, 22.0, 3.0)):
        t, height = find(fig, f"tangent {name}").get_data()
        assert (height[1] - height[0]) / (t[1] - t[0]) == pytest.approx(slope)
        assert height.mean() == pytest.approx(39.0)
        assert t.mean() == pytest.approx(at)
        walk, curve = find(fig, f"slice {name}").get_data()
        gap = curve - (39.0 + slope * (walk - at))
        assert gap == pytest.approx(second * (walk - at) ** 2, abs=1e-7)


def test_the_cuts_lie_on_the_surface_and_meet_at_the_point() -> None:
    fig = frozen_slices()
    x, y = np.linspace(-3.0, 4.0, 71), np.linspace(0.0, 5.0, 51)
    cut_x, cut_y = (np.array(find(fig, f"cut {n}").get_data()) for n in "xy")
    assert cut_x == pytest.approx(oblique(x, 3.0, 3 * x**2 + 27))
    assert cut_y == pytest.approx(oblique(2.0, y, 4 * y + 3 * y**2))
    point = np.ravel(find(fig, "point").get_data())
    assert point == pytest.approx(cut_x[:, 50])
    assert point == pytest.approx(cut_y[:, 30])


def test_the_surface_hides_none_of_itself() -> None:
    """Seen from here no point of the surface covers another: the map never folds."""
    x, y = np.meshgrid(np.linspace(-3.0, 4.0, 71), np.linspace(0.0, 5.0, 51))
    up_x, up_y = -0.1 + 2 * x * y / 26, 0.3 + (x**2 + 6 * y) / 26
    assert (up_y - 0.5 * up_x).min() > 0


def test_one_knob_lifts_the_prediction_by_x_the_other_by_one() -> None:
    fig = one_knob_at_a_time()
    x, line = find(fig, "line").get_data()
    for gid, rise_at_0, rise_at_2 in (("w moved", 0.0, 2.0), ("b moved", 1.0, 1.0)):
        rise = find(fig, gid).get_ydata() - line
        assert np.interp([0.0, 2.0], x, rise).tolist() == [rise_at_0, rise_at_2]
    assert np.ravel(find(fig, "example").get_data()).tolist() == [2.0, 7.0]
    texts = {a.get_text() for a in fig.findobj(Text) if isinstance(a, Text)}
    assert {"+2", "+1"} <= texts


def test_every_ray_is_a_level_line() -> None:
    fig = level_rays()
    for degrees in range(0, 360, 15):
        ends = find(fig, f"ray {degrees}").get_xydata()
        heights = [fan(end) for end in ends]
        expected = np.sin(2 * np.radians(degrees)) / 2
        assert heights == pytest.approx([expected, expected], abs=1e-9)
        assert np.hypot(*ends[0]) < 0.03


def test_where_y_is_frozen_decides_the_slice_and_its_slope() -> None:
    slopes = []
    for y, fig in every_frame(moving_slice):
        x, height = find(fig, "slice").get_data()
        assert height == pytest.approx(x**2 * y + 3 * y**2)
        assert find(fig, "cut").get_data() == pytest.approx(oblique(x, y, height))
        at, line = find(fig, "tangent").get_data()
        slope = (line[1] - line[0]) / (at[1] - at[0])
        assert slope == pytest.approx(4 * y)
        inside = (x >= at[0]) & (x <= at[1])
        assert np.all(height[inside] >= np.interp(x[inside], at, line) - 1e-6)
        assert np.interp(2.0, at, line) == pytest.approx(4 * y + 3 * y**2)
        low, high = fig.axes[1].get_ylim()
        assert np.all((height > low) & (height < high))
        assert fig.get_label() == f"y = {y:.2f}, slope in x at x = 2: {4 * y:.0f}"
        slopes.append(slope)
    assert slopes == sorted(slopes)
