"""The derivative: literal values of each function, and the claim of each figure."""

import math

import numpy as np
import pytest

from downhill.style import every_frame, find
from snippets.one_variable import the_derivative as page
from snippets.one_variable.the_derivative import (
    average_rate,
    central_difference,
    complex_step,
    cube,
    cubic,
    cubic_slope,
    forward_difference,
    gap_to_line,
    relative_error,
    square,
    trip,
    worst_error,
)
from tests.derivatives import Pair, Rule, along

PAIRS = (Pair(cubic_slope, cubic, by="x"),)
RULES = (
    Rule(
        forward_difference,
        lambda f, p, u: forward_difference(along(f, p, u), 0.0),
        error=1e-6,
    ),
    Rule(
        central_difference,
        lambda f, p, u: central_difference(along(f, p, u), 0.0),
        error=1e-9,
    ),
    Rule(
        complex_step,
        lambda f, p, u: complex_step(along(f, p, u), 0.0),
        error=1e-14,
    ),
)
NEITHER = {average_rate: "the slope of a secant"}
UNVERIFIED = {
    r"f'(c) = \frac{f(b) - f(a)}{b - a}": "statement of the mean value theorem, true for at least one c",
}


def test_average_rate_is_change_over_change() -> None:
    assert average_rate(trip, 0.0, 0.5) == 60.0
    assert average_rate(square, 3.0, 4.0) == 7.0
    assert average_rate(square, 4.0, 3.0) == 7.0


def test_average_rate_needs_two_points() -> None:
    with pytest.raises(
        ValueError, match=r"^an average rate needs two different points$"
    ):
        average_rate(square, 3.0, 3.0)


@pytest.mark.parametrize(("t", "miles"), [(0.0, 0.0), (0.25, 15.0), (0.5, 30.0)])
def test_trip(t: float, miles: float) -> None:
    assert trip(t) == miles


@pytest.mark.parametrize(("t", "mph"), [(0.0, 0.0), (0.25, 90.0), (0.5, 0.0)])
def test_trip_goes_from_rest_to_rest(t: float, mph: float) -> None:
    assert central_difference(trip, t) == pytest.approx(mph, abs=1e-7)


def test_example_functions() -> None:
    assert square(-3.0) == 9.0
    assert cube(-2.0) == -8.0
    assert cubic(2.0) == -2.0
    assert cubic(-1.2) == pytest.approx(-1.872)


@pytest.mark.parametrize(
    ("x", "slope"),
    [(-1.2, -1.32), (-1.0, 0.0), (-0.4, 2.52), (0.0, 3.0), (1.0, 0.0), (2.0, -9.0)],
)
def test_cubic_slope(x: float, slope: float) -> None:
    assert cubic_slope(x) == pytest.approx(slope)
    assert central_difference(cubic, x) == pytest.approx(slope, abs=1e-9)


def test_gap_to_line_vanishes_where_there_is_a_tangent() -> None:
    assert gap_to_line(square, 3.0, 6.0, 1.0) == pytest.approx(1.0)
    assert gap_to_line(square, 3.0, 6.0, 0.01) == pytest.approx(0.01)


def test_gap_to_line_counts_below_the_line_as_above() -> None:
    assert gap_to_line(lambda x: -x * x, 3.0, -6.0, 1.0) == pytest.approx(1.0)


@pytest.mark.parametrize("slope", [-1.0, -0.5, 0.0, 0.5, 1.0])
@pytest.mark.parametrize("r", [1.0, 0.1, 0.01])
def test_gap_to_line_stays_at_a_kink_whatever_the_line(slope: float, r: float) -> None:
    assert gap_to_line(abs, 0.0, slope, r) == pytest.approx(1.0 + abs(slope))


def test_gap_to_line_looks_from_one_end_to_the_other() -> None:
    seen: list[float] = []

    def f(x: float) -> float:
        seen.append(x)
        return 0.0

    gap_to_line(f, 3.0, 0.0, 2.0)
    assert seen[::2] == pytest.approx(np.linspace(1.0, 5.0, 101))


def test_forward_difference_errs_by_its_step() -> None:
    assert forward_difference(square, 3.0, 1.0) == 7.0
    assert forward_difference(cube, 2.0, 1.0) == 19.0
    assert forward_difference(square, 3.0) == pytest.approx(6.0, rel=1e-7)


def test_central_difference_errs_by_its_step_squared() -> None:
    assert central_difference(square, 3.0, 1.0) == 6.0
    assert central_difference(cube, 2.0, 1.0) == 13.0
    assert central_difference(cube, 2.0) == pytest.approx(12.0, rel=1e-10)


def test_default_steps_grow_with_x() -> None:
    assert central_difference(square, 1e10) == pytest.approx(2e10, rel=1e-9)
    assert forward_difference(square, 1e10) == pytest.approx(2e10, rel=1e-7)
    assert central_difference(square, 1e10, 1e-7) == 0.0


def test_default_steps_grow_with_the_size_of_a_negative_x() -> None:
    assert central_difference(square, -1e10) == pytest.approx(-2e10, rel=1e-9)
    assert forward_difference(square, -1e10) == pytest.approx(-2e10, rel=1e-7)


@pytest.mark.parametrize("x", [0.0, 0.5, -1.0])
def test_default_steps_are_no_smaller_near_zero(x: float) -> None:
    seen: list[float] = []

    def f(t: float) -> float:
        seen.append(t)
        return t

    forward_difference(f, x)
    central_difference(f, x)
    ahead, _, right, left = seen
    assert ahead - x == pytest.approx(2.0**-26)
    assert [right - x, x - left] == pytest.approx([2.0 ** (-52 / 3)] * 2)


def test_differences_answer_at_a_kink() -> None:
    assert central_difference(abs, 0.0) == 0.0
    assert forward_difference(abs, 0.0) == 1.0
    assert central_difference(lambda x: max(0.0, x), 0.0) == 0.5


def test_complex_step_is_exact_to_the_last_digits() -> None:
    assert complex_step(lambda z: z * z, 3.0) == 6.0
    assert complex_step(np.exp, 1.0) == pytest.approx(math.e, rel=1e-15)
    assert complex_step(lambda z: 1 / z, 2.0) == pytest.approx(-0.25, rel=1e-15)


def test_complex_step_is_so_small_that_its_square_vanishes() -> None:
    seen: list[complex] = []

    def f(z: complex) -> complex:
        seen.append(z)
        return z

    assert complex_step(f, 3.0) == 1.0
    assert seen == [complex(3.0, 1e-20)]


def test_complex_step_is_wrong_where_f_is_not_analytic() -> None:
    assert complex_step(abs, 2.0) == 0.0


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [(0.0, 0.0, 0.0), (1.0, 0.0, 1.0), (3.0, 4.0, 0.25), (-4.0, 4.0, 2.0)],
)
def test_relative_error(a: float, b: float, expected: float) -> None:
    assert relative_error(a, b) == relative_error(b, a) == expected


def test_worst_error() -> None:
    assert worst_error(central_difference, 0.1) == pytest.approx(0.01 / 3.01)
    assert worst_error(forward_difference, 0.1) == pytest.approx(0.31 / 3.31)
    assert worst_error(lambda f, x, h: 0.0) == 1.0
    assert worst_error(central_difference) < 1e-10
    assert worst_error(forward_difference) < 1e-7


def test_worst_error_looks_from_1_to_2() -> None:
    seen: list[float] = []

    def exact(f: object, x: float, h: float | None) -> float:
        seen.append(x)
        return 3.0 * x * x

    assert worst_error(exact) == 0.0
    assert seen == pytest.approx(np.linspace(1.0, 2.0, 101))


def test_secants_meet_the_curve_twice_and_turn_into_the_tangent() -> None:
    fig = page.secants()
    x, y = find(fig, "curve").get_data()
    slopes = []
    for h in (2.0, 1.0, 0.5):
        at, line = find(fig, f"secant-{h:g}").get_data()
        slope = (line[1] - line[0]) / (at[1] - at[0])
        for meeting in (1.0, 1.0 + h):
            height = line[0] + slope * (meeting - at[0])
            assert height == pytest.approx(meeting**2)
        slopes.append(slope)
    assert slopes == pytest.approx([4.0, 3.0, 2.5])
    at, line = find(fig, "tangent").get_data()
    assert (line[1] - line[0]) / (at[1] - at[0]) == pytest.approx(2.0)
    tangent = np.interp(x, at, line)
    inside = (x > at[0]) & (x < at[1])
    assert np.all(y[inside] >= tangent[inside] - 1e-12)  # touches, never crosses
    assert find(fig, "point").get_data()[1] == [1.0]


def test_the_moving_secant_turns_into_the_tangent_from_both_sides() -> None:
    slopes = {}
    for h, fig in every_frame(page.secant_to_tangent):
        at, line = find(fig, "secant").get_data()
        slope = (line[1] - line[0]) / (at[1] - at[0])
        for meeting in (1.0, 1.0 + h):
            height = line[0] + slope * (meeting - at[0])
            assert height == pytest.approx(meeting**2)
        assert slope - 2.0 == pytest.approx(h)
        run, rise = find(fig, "run and rise").get_data()
        assert (rise[2] - rise[1]) / (run[1] - run[0]) == pytest.approx(slope)
        at, line = find(fig, "tangent").get_data()
        assert (line[1] - line[0]) / (at[1] - at[0]) == pytest.approx(2.0)
        x, y = find(fig, "curve").get_data()
        assert np.all(y >= np.interp(x, at, line) - 1e-12)
        sign = "−" if h < 0 else ""
        said = f"h = {sign}{abs(h):.2f}, slope of the secant {slope:.2f}"
        assert fig.get_label() == said.replace("-0.00", "0.00")
        slopes[h] = slope
    assert sorted(slopes) == list(slopes)
    assert min(map(abs, slopes)) == 0.1  # there is no secant at 0
    assert sum(h < 0 for h in slopes) == sum(h > 0 for h in slopes)


def test_zoom_straightens_the_square_and_leaves_the_kink() -> None:
    fig = page.zoom()
    tangent = find(fig, "tangent").get_ydata()
    whole = find(fig, "abs-1").get_ydata()
    for r in (1.0, 0.5, 0.1):
        smooth = find(fig, f"square-{r:g}").get_ydata()
        assert np.max(np.abs(smooth - tangent)) == pytest.approx(r)
        assert find(fig, f"abs-{r:g}").get_ydata() == pytest.approx(whole)


def test_cubic_rises_exactly_in_the_shaded_band() -> None:
    fig = page.slopes_of_a_cubic()
    x, y = find(fig, "curve").get_data()
    band = find(fig, "band")
    left, right = band.get_x(), band.get_x() + band.get_width()
    assert (left, right) == (-1.0, 1.0)
    rises = np.diff(y) > 0
    inside = (x[:-1] > left) & (x[1:] < right)
    outside = (x[1:] < left) | (x[:-1] > right)
    assert np.all(rises[inside])
    assert not np.any(rises[outside])


@pytest.mark.parametrize(
    ("words", "at", "slope", "label"),
    [
        ("downhill", -1.2, -1.32, "downhill: slope $-1.32$"),
        ("uphill", 0.0, 3.0, "uphill: slope $3$"),
        ("level", 1.0, 0.0, "level: slope $0$"),
    ],
)
def test_tangents_of_the_cubic_touch_it(
    words: str, at: float, slope: float, label: str
) -> None:
    fig = page.slopes_of_a_cubic()
    x, y = find(fig, f"{words}-tangent").get_data()
    assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(slope)
    assert np.interp(at, x, y) == pytest.approx(-(at**3) + 3 * at)
    assert label in [text.get_text() for text in fig.axes[0].texts]


@pytest.mark.parametrize(("name", "order"), [("forward", 1), ("central", 2)])
def test_each_difference_has_one_best_step(name: str, order: int) -> None:
    fig = page.step_sizes()
    h, error = find(fig, name).get_data()
    marked = find(fig, f"best-{name}").get_xdata()[0]
    best = h[np.argmin(error)]
    assert marked / 4 < best < marked * 4
    right = h > 30 * marked
    slope = np.polyfit(np.log(h[right]), np.log(error[right]), 1)[0]
    assert slope == pytest.approx(order, abs=0.1)
    left = h < marked / 30
    slope = np.polyfit(np.log(h[left]), np.log(error[left]), 1)[0]
    assert slope == pytest.approx(-1.0, abs=0.1)


def test_the_best_central_difference_beats_the_best_forward_one() -> None:
    fig = page.step_sizes()
    central, forward = (find(fig, name).get_ydata() for name in ("central", "forward"))
    assert np.min(central) < np.min(forward) / 100
