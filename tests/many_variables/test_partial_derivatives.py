"""Partial derivatives: literal values of its functions, and the claim of each figure."""

from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.text import Text

from downhill.style import FOURTH, every_frame, find, on_phones
from snippets.many_variables.partial_derivatives import (
    WAYS,
    cut_open,
    dial_for,
    f,
    fan,
    g,
    look_alikes,
    loss,
    loss_partials,
    oblique,
    partial,
    partials,
    slice_through,
    temperature,
    the_evening,
    ways_in,
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
UNVERIFIED = {
    r"\frac{\partial f}{\partial x_i}(\mathbf{x}) = \lim_{h \to 0} \frac{f(\mathbf{x} + h\,\mathbf{e}_i) - f(\mathbf{x})}{h}": "the definition, said again; by then f has two inputs",
}


@pytest.mark.parametrize(
    ("function", "p", "expected"),
    [
        (f, [2.0, 3.0], [12.0, 22.0]),
        (g, [2.0, 3.0], [12.0, 7.0]),
        (lambda q: loss(q, 2.0, 7.0), [1.0, 1.0], [-16.0, -8.0]),
        (temperature, [10.0, 4.0], [1.7, 1.5]),
        (temperature, [10.0, 2.0], [1.6, 1.5]),
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
def test_partial_refuses_a_entry_that_is_not_there(i: int) -> None:
    with pytest.raises(IndexError):
        partial(f, i, np.array([2.0, 3.0]))
    with pytest.raises(IndexError):
        partial(f, i, np.array([2.0, 3.0]), h=1e-5)


def test_slice_moves_one_entry() -> None:
    p = np.array([2.0, 3.0])
    east, north = slice_through(f, 0, p), slice_through(f, 1, p)
    assert [east(0.0), east(2.0), east(4.0)] == [27.0, 39.0, 75.0]
    assert [north(0.0), north(3.0), north(5.0)] == [0.0, 39.0, 95.0]
    assert p.tolist() == [2.0, 3.0]


def test_slice_takes_what_is_not_real_or_not_whole() -> None:
    beside = 2 + 1j
    assert slice_through(f, 0, np.array([2.0, 3.0]))(beside) == 36 + 12j
    assert slice_through(f, 0, np.array([2, 3]))(0.5) == 27.75
    assert slice_through(f, 0, np.array([2, 3j]))(1.0) == -27 + 3j


def test_slice_refuses_a_entry_that_is_not_there() -> None:
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
    assert fan(np.array([0.0, 0.0])) == 0.0
    assert fan(np.array([1e-4, 1e-4])) == 0.5
    assert fan(np.array([1.0, 3.0])) == 0.3


@pytest.mark.parametrize(
    ("notches", "outside", "room"),
    [(10, 4, 21.0), (11, 4, 22.7), (10, 2, 18.0), (11, 2, 19.6), (0, -3, -3.0)],
)
def test_the_room(notches: float, outside: float, room: float) -> None:
    assert temperature(np.array([notches, outside])) == pytest.approx(room)


def test_the_thermostat_keeps_the_room_whatever_the_weather() -> None:
    outside = np.array([-10.0, 0.0, 4.0, 21.0])
    notches = dial_for(21.0, outside)
    assert notches == pytest.approx([31.0, 14.0, 10.0, 0.0])
    assert temperature(np.array([notches, outside])) == pytest.approx([21.0] * 4)
    assert dial_for(18.0, np.array([2.0])) == pytest.approx([10.0])


def test_oblique() -> None:
    assert oblique(2.0, 4.0, 60.0).tolist() == pytest.approx([3.8, 3.12])
    assert oblique(np.zeros(3), 1.0, np.arange(3.0)).shape == (2, 3)


def test_the_surface_hides_none_of_itself() -> None:
    """Seen from here no point of the surface covers another: the map never folds."""
    x, y = np.meshgrid(np.linspace(-3.0, 3.0, 61), np.linspace(0.0, 4.0, 41))
    up_x, up_y = 2 * x * y / 30, 0.28 + (x**2 + 6 * y) / 30
    assert (up_y - 0.45 * up_x).min() > 0


@pytest.mark.parametrize("phone", [False, True])
def test_where_the_surface_is_cut_decides_the_slope(phone: bool) -> None:
    with on_phones(phone):
        frames = list(every_frame(cut_open))
    slopes = []
    for y, fig in frames:
        x = np.linspace(-3.0, 3.0, 61)
        face = np.array(find(fig, "face").get_data())
        assert face == pytest.approx(oblique(x, y, x**2 * y + 3 * y**2))
        (left, right), (low, high) = find(fig, "tangent").get_data()
        slopes.append((high - low) * 30 / (right - left))
        assert slopes[-1] == pytest.approx(4 * y)
        touch = np.ravel(find(fig, "point").get_data())
        assert touch == pytest.approx(face[:, 50])
        assert touch == pytest.approx([(left + right) / 2, (low + high) / 2])
        height = 4 * y + 3 * y**2
        said = f"y = {y:.2f}: height {height:.2f}, slope {4 * y:.0f}"
        assert fig.get_label() == said
        texts = [a.get_text() for a in fig.findobj(Text) if isinstance(a, Text)]
        assert f"slope {4 * y:.0f}" in texts
    assert slopes == sorted(slopes)


@pytest.mark.parametrize("phone", [False, True])
def test_the_evening_is_two_steps_along_the_axes(phone: bool) -> None:
    with on_phones(phone):
        fig = the_evening()
    here = np.ravel(find(fig, "afternoon").get_data())
    assert temperature(here) == 21.0
    ways = [find(fig, gid) for gid in ("way 1", "way 0", f"way {FOURTH}")]
    steps = np.array([[way.U[0], way.V[0]] for way in ways])
    assert steps[0] + steps[1] == pytest.approx(steps[2])
    assert all(np.ravel(way.XY) == pytest.approx(here) for way in ways)
    effects = [temperature(here + step) - 21.0 for step in steps]
    assert effects == pytest.approx([1.7, -3.0, -1.4])
    texts = " ".join(a.get_text() for a in fig.findobj(Text) if isinstance(a, Text))
    for number in ("+1.7°", "\N{MINUS SIGN}3.0°", "\N{MINUS SIGN}1.4°", "21°"):
        assert number in texts


@pytest.mark.parametrize("phone", [False, True])
def test_the_look_alikes_are_parallel_in_x_and_part_in_y(phone: bool) -> None:
    with on_phones(phone):
        fig = look_alikes()
    cuts = {gid: find(fig, gid) for gid in ("f-0", "g-0", "f-1", "g-1")}
    gap = cuts["f-0"].get_ydata() - np.array(cuts["g-0"].get_ydata())
    assert gap == pytest.approx(np.full(81, 18.0))
    found = {}
    for gid, cut in cuts.items():
        t, height = find(fig, f"{gid}-tangent").get_data()
        found[gid] = (height[1] - height[0]) / (t[1] - t[0])
        assert np.interp(t.mean(), *cut.get_data()) == pytest.approx(
            height.mean(), abs=0.01
        )
    assert found == pytest.approx({"f-0": 12.0, "g-0": 12.0, "f-1": 22.0, "g-1": 7.0})


@pytest.mark.parametrize("phone", [False, True])
def test_lines_of_many_heights_run_into_the_origin_and_only_the_axes_have_its_own(
    phone: bool,
) -> None:
    with on_phones(phone):
        fig = ways_in()
    origin = np.ravel(find(fig, "origin").get_data())
    assert origin.tolist() == [0.0, 0.0]
    heights = {}
    for way in WAYS:
        ends = np.array(find(fig, f"way {way}").get_data()).T
        assert ends.mean(axis=0) == pytest.approx(origin)
        heights[way] = fan(ends[0])
        assert fan(ends[1]) == pytest.approx(heights[way])
    assert list(heights.values()) == pytest.approx(
        [0.0, 0.3, 0.5, 0.3, 0.0, -0.3, -0.5, -0.3]
    )
    said = sorted(text.get_text() for text in fig.axes[0].texts)
    minus = "\N{MINUS SIGN}"
    shown = ["0"] * 4 + ["0.3"] * 4 + ["0.5"] * 2
    assert said == shown + [f"{minus}0.3"] * 4 + [f"{minus}0.5"] * 2
