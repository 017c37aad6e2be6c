"""Sums, powers, exponentials: literal values of its functions, and the claim of each figure."""

import math
from typing import Any

import numpy as np
import pytest

from downhill.style import every_frame, find, on_phones
from snippets.one_variable import sums_powers_exponentials as page
from snippets.one_variable.numerical_derivatives import complex_step
from snippets.one_variable.sums_powers_exponentials import (
    TABLE,
    growth_constant,
    weight,
)
from snippets.one_variable.the_derivative import central_difference

ROWS: dict[str, Any] = TABLE


def test_the_culture_doubles_every_hour() -> None:
    assert [weight(t) for t in (0.0, 1.0, 3.0, 4.0)] == [1.0, 2.0, 8.0, 16.0]
    assert central_difference(weight, 3.0) == pytest.approx(5.545177444, rel=1e-9)


@pytest.mark.parametrize(
    ("a", "expected"),
    [(1.0, 0.0), (2.0, 0.693147181), (10.0, 2.302585093), (0.5, -0.693147181)],
)
def test_growth_constant_is_the_logarithm(a: float, expected: float) -> None:
    assert growth_constant(a) == pytest.approx(expected, abs=1e-8)


def test_growth_constant_takes_its_step_to_both_sides() -> None:
    assert growth_constant(2.0, 1.0) == 0.75
    assert growth_constant(2.0) == growth_constant(2.0, 1e-6)


@pytest.mark.parametrize("a", [0.0, -2.0])
def test_growth_constant_needs_a_positive_base(a: float) -> None:
    with pytest.raises(ValueError, match="a must be above 0"):
        growth_constant(a)


@pytest.mark.parametrize(
    ("name", "value", "slope"),
    [
        ("x^0.7", 1.624504793, 0.568576677),
        ("2^x", 4.0, 2.772588722),
        ("ln x", 0.693147181, 0.5),
        ("sin x", 0.909297427, -0.416146837),
    ],
)
def test_a_row_of_the_table(name: str, value: float, slope: float) -> None:
    f, derivative = ROWS[name]
    assert f(2.0) == pytest.approx(value, rel=1e-8)
    assert derivative(2.0) == pytest.approx(slope, rel=1e-8)


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("x", [0.3, 1.0, 7.5])
def test_two_measurements_agree_with_the_table(name: str, x: float) -> None:
    f, derivative = ROWS[name]
    assert derivative(x) == pytest.approx(complex_step(f, x), rel=1e-13)
    assert derivative(x) == pytest.approx(central_difference(f, x), rel=1e-7)


def slope_of(line: object) -> float:
    x, y = line.get_data()  # type: ignore[attr-defined]
    return float((y[-1] - y[0]) / (x[-1] - x[0]))


@pytest.mark.parametrize("phone", [False, True])
def test_growth_is_a_multiple_of_the_weight_and_equals_it_for_e(phone: bool) -> None:
    ratios = {}
    with on_phones(phone):
        for a, fig in every_frame(page.one_shape):
            t, grams = find(fig, "weight").get_data()
            growth = find(fig, "growth").get_ydata()
            measured = [central_difference(lambda t, a=a: a**t, at) for at in t]
            assert growth == pytest.approx(measured, rel=1e-8)
            ratios[a] = growth[0] / grams[0]
            assert growth == pytest.approx(ratios[a] * grams)
            assert max(grams[-1], growth[-1]) < 9.01  # within the frame
            said = f"{ratios[a]:.2f}"
            assert said in find(fig, "times").get_text()
            assert fig.get_label() == f"a = {a:g}: growth is {said} times the weight"
    assert [a for a in ratios if f"{ratios[a]:.2f}" == "1.00"] == [2.71828]
    assert list(ratios.values()) == sorted(ratios.values())


@pytest.mark.parametrize("phone", [False, True])
def test_tangents_leave_the_ground_the_same_time_before(phone: bool) -> None:
    with on_phones(phone):
        fig = page.same_foot()
    t, grams = find(fig, "curve").get_data()
    assert grams == pytest.approx(2.0**t)
    texts = [text.get_text() for text in fig.axes[0].texts]
    for at in (1.0, 3.0):
        tangent, foot = find(fig, f"tangent-{at:g}"), find(fig, f"foot-{at:g}")
        x, y = tangent.get_data()
        assert y[0] == pytest.approx(0.0)
        assert at - x[0] == pytest.approx(1.442695041)
        assert np.ptp(foot.get_xdata()) == pytest.approx(at - x[0], abs=0.07)
        assert np.interp(at, x, y) == pytest.approx(2.0**at)
        assert slope_of(tangent) == pytest.approx(central_difference(weight, at))
        assert f"{2.0**at:.0f} g" in texts
        seen = np.abs(t - x[0]) < 0.2  # at the foot the tangent is far below the curve
        assert np.min(grams[seen] - np.interp(t[seen], x, y)) > 0.4
    assert texts.count("1.44 h") == 2


@pytest.mark.parametrize("phone", [False, True])
def test_a_factor_inside_the_logarithm_leaves_the_slopes(phone: bool) -> None:
    with on_phones(phone):
        fig = page.parallel_logs()
    for factor in (5.0, 1.0, 0.5):
        tangent = find(fig, f"tangent-{factor:g}")
        assert slope_of(tangent) == pytest.approx(0.5)
        x, y = find(fig, f"log-{factor:g}").get_data()
        assert y == pytest.approx(np.log(factor * x))
        at, height = tangent.get_data()
        assert np.interp(2.0, at, height) == pytest.approx(math.log(2 * factor))
        assert np.all(
            np.interp(x, at, height)[np.abs(x - 2) < 1] >= y[np.abs(x - 2) < 1]
        )


@pytest.mark.parametrize("phone", [False, True])
def test_the_small_triangle_is_nearly_the_large_one_turned(phone: bool) -> None:
    with on_phones(phone):
        fig = page.short_arc()
    across, up = find(fig, "triangle").get_data()
    cosine, sine = across[1], up[1]
    assert cosine**2 + sine**2 == pytest.approx(1.0)
    arcs = {}
    for name in ("angle", "arc"):
        x, y = find(fig, name).get_data()
        arcs[name] = float(np.hypot(np.diff(x), np.diff(y)).sum())
    assert [cosine, sine] == pytest.approx(
        [math.cos(arcs["angle"]), math.sin(arcs["angle"])], abs=1e-4
    )
    rise, run = find(fig, "rise").get_ydata(), find(fig, "run").get_xdata()
    assert (rise[1] - rise[0]) / arcs["arc"] == pytest.approx(cosine, abs=0.11)
    assert (run[1] - run[0]) / arcs["arc"] == pytest.approx(-sine, abs=0.11)
    radius, tangent = -np.array([cosine, sine]), np.array([-sine, cosine])
    start, _, end = np.transpose(find(fig, "right-angle").get_data())
    tip = np.array([cosine, sine])
    assert (
        np.dot(start - tip, tangent) == pytest.approx(0.0) == np.dot(end - tip, radius)
    )
    for name, corner in (("x", np.zeros(2)), ("y", tip)):
        bow = np.transpose(find(fig, f"same-{name}-0.13").get_data()) - corner
        turn = np.arctan2(bow[:, 1], bow[:, 0])
        assert turn[-1] - turn[0] == pytest.approx(arcs["angle"], abs=1e-3)
