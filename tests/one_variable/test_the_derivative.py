"""The derivative: literal values of each function, and the claim of each figure."""

import numpy as np
import pytest

from downhill.style import every_frame, find, on_phones
from snippets.one_variable import the_derivative as page
from snippets.one_variable.the_derivative import (
    central_difference,
    cube,
    cubic,
    cubic_slope,
    distance,
)
from tests.derivatives import Pair, Rule, along

PAIRS = (Pair(cubic_slope, cubic, by="x"),)
RULES = (
    Rule(
        central_difference,
        lambda f, p, u: central_difference(along(f, p, u), 0.0),
        error=1e-9,
    ),
)
UNVERIFIED = {
    r"f'(c) = \frac{f(b) - f(a)}{b - a}": "statement of the mean value theorem, true for at least one c",
}


def test_the_examples() -> None:
    assert distance(3.0) == 9.0
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


def test_central_difference_errs_by_its_step_squared() -> None:
    assert central_difference(distance, 3.0, 1.0) == 6.0
    assert central_difference(cube, 2.0, 1.0) == 13.0
    assert central_difference(cube, 2.0) == pytest.approx(12.0, rel=1e-10)


@pytest.mark.parametrize("x", [1e10, -1e10])
def test_the_default_step_grows_with_the_size_of_x(x: float) -> None:
    assert central_difference(distance, x) == pytest.approx(2 * x, rel=1e-9)
    assert central_difference(distance, x, 1e-7) == 0.0


@pytest.mark.parametrize("x", [0.0, 0.5, -1.0])
def test_the_default_step_is_no_smaller_near_zero(x: float) -> None:
    seen: list[float] = []

    def f(t: float) -> float:
        seen.append(t)
        return t

    central_difference(f, x)
    right, left = seen
    assert [right - x, x - left] == pytest.approx([2.0 ** (-52 / 3)] * 2)


def slope_of(line: object) -> float:
    x, y = line.get_data()  # type: ignore[attr-defined]
    return float((y[-1] - y[0]) / (x[-1] - x[0]))


def test_the_moving_secant_turns_into_the_tangent_from_both_sides() -> None:
    slopes = {}
    for h, fig in every_frame(page.closing_in):
        secant, tangent = find(fig, "secant"), find(fig, "tangent")
        slopes[h] = slope_of(secant)
        assert slopes[h] == pytest.approx(6.0 + h)
        for meeting in (3.0, 3.0 + h):
            height = secant.get_ydata()[0] + slopes[h] * meeting
            assert height == pytest.approx(meeting**2)
        run, rise = find(fig, "run and rise").get_data()
        assert (rise[2] - rise[1]) / (run[1] - run[0]) == pytest.approx(slopes[h])
        assert slope_of(tangent) == pytest.approx(6.0)
        x, y = find(fig, "curve").get_data()
        assert np.all(y >= np.interp(x, *tangent.get_data()) - 1e-9)  # it touches
        text = str(fig.get_label()).replace("−", "-")
        assert text == f"h = {h:.1f} s: average speed {6 + h:.1f} m/s"
    assert sorted(slopes) == list(slopes)
    assert min(map(abs, slopes)) == 0.1  # there is no secant at 0
    assert sum(h < 0 for h in slopes) == sum(h > 0 for h in slopes)


def test_a_trip_that_averages_60_is_never_driven_at_60() -> None:
    fig = page.half_an_hour()
    minutes, km = find(fig, "trip").get_data()
    speeds = 60 * np.diff(km) / np.diff(minutes)
    assert speeds == pytest.approx([30.0, 0.0, 90.0])
    assert 60 * slope_of(find(fig, "average")) == pytest.approx(60.0)
    assert 60 * slope_of(find(fig, "trip")) == pytest.approx(60.0)


def test_the_microscope_straightens_the_car_and_leaves_the_corner() -> None:
    fig = page.microscope()
    for r in (2.0, 0.5, 0.05):
        t = np.linspace(-1.0, 1.0, 161)
        car = find(fig, f"distance-{r:g}").get_ydata() / r
        assert np.max(np.abs(car - 6 * t)) == pytest.approx(r)
        corner = find(fig, f"abs-{r:g}").get_ydata() / r
        assert corner == pytest.approx(np.abs(t))


def test_the_cubic_climbs_exactly_in_the_band() -> None:
    fig = page.where_it_climbs()
    x, y = find(fig, "curve").get_data()
    band = find(fig, "band")
    left, right = band.get_x(), band.get_x() + band.get_width()
    assert (left, right) == (-1.0, 1.0)
    rises = np.diff(y) > 0
    inside = (x[:-1] > left) & (x[1:] < right)
    outside = (x[1:] < left) | (x[:-1] > right)
    assert np.all(rises[inside])
    assert not np.any(rises[outside])


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize(
    ("words", "at", "slope"),
    [("falls", -1.2, "−1.32"), ("climbs", 0.0, "3"), ("level", 1.0, "0")],
)
def test_tangents_of_the_cubic_touch_it(
    words: str, at: float, slope: str, narrow: bool
) -> None:
    with on_phones(narrow):
        fig = page.where_it_climbs()
    line = find(fig, f"{words}-tangent")
    assert slope_of(line) == pytest.approx(float(slope.replace("−", "-")))
    assert np.interp(at, *line.get_data()) == pytest.approx(-(at**3) + 3 * at)
    texts = [text.get_text().replace("\n", " ") for text in fig.axes[0].texts]
    assert f"{words}: slope {slope}" in texts


@pytest.mark.parametrize("narrow", [False, True])
def test_labels_say_what_is_drawn(narrow: bool) -> None:
    with on_phones(narrow):
        trip, moving = page.half_an_hour(), page.closing_in(3.0)
    texts = [text.get_text() for text in trip.axes[0].texts]
    assert "average: 60 km/h" in texts
    assert "average: 9.0 m/s" in [text.get_text() for text in moving.axes[0].texts]
