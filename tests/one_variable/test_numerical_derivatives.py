"""Numerical derivatives: literal values of each function, and the claim of each figure."""

import math

import numpy as np
import pytest

from downhill.style import every_frame, find, on_phones
from snippets.one_variable import numerical_derivatives as page
from snippets.one_variable.numerical_derivatives import (
    best_step,
    complex_step,
    error_bound,
    extrapolated,
    forward_difference,
    reading,
    relative_error,
    speed_errors,
    worst_error,
)
from snippets.one_variable.the_derivative import central_difference, cube
from tests.derivatives import Rule, along

EPS = 2.0**-52
RULES = (
    Rule(
        forward_difference,
        lambda f, p, u: forward_difference(along(f, p, u), 0.0, 1e-8),
        error=1e-6,
    ),
    Rule(
        complex_step,
        lambda f, p, u: complex_step(along(f, p, u), 0.0),
        error=1e-14,
    ),
    Rule(
        extrapolated,
        lambda f, p, u: extrapolated(along(f, p, u), 0.0, 1e-3),
        error=1e-9,
    ),
)
UNVERIFIED = {
    r"f(x + ih) \approx f(x) + f'(x)\,h\,i": "for a tiny h alone; the text takes it on trust",
    r"\lvert \text{error} \rvert \le \frac{M h^2}{6} + \frac{u}{h}": "a bound whose M and u the text defines",
}


@pytest.mark.parametrize(
    ("x", "mark", "read"), [(7.9964, 0.001, 7.996), (8.0036, 0.001, 8.004), (2.3, 1, 2)]
)
def test_reading_takes_the_nearest_mark(x: float, mark: float, read: float) -> None:
    assert reading(x, mark) == pytest.approx(read, abs=1e-12)


def test_forward_difference_errs_by_its_step() -> None:
    assert forward_difference(lambda t: t * t, 3.0, 1.0) == 7.0
    assert forward_difference(cube, 2.0, 1.0) == 19.0


def test_best_step_is_where_the_bound_is_lowest() -> None:
    assert best_step(0.002, 6.0) == pytest.approx(0.1)
    assert error_bound(0.1, 0.002, 6.0) == pytest.approx(0.03)
    for u, m in ((0.002, 6.0), (1e-16, 0.5)):
        h = best_step(u, m)
        around = [error_bound(h * factor, u, m) for factor in (0.9, 1.0, 1.1)]
        assert min(around) == around[1]
        assert u / h == pytest.approx(2 * h * h * m / 6)  # readings cost twice the bend


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [(0.0, 0.0, 0.0), (1.0, 0.0, 1.0), (3.0, 4.0, 0.25), (-4.0, 4.0, 2.0)],
)
def test_relative_error(a: float, b: float, expected: float) -> None:
    assert relative_error(a, b) == relative_error(b, a) == expected


def test_worst_error() -> None:
    assert worst_error(central_difference, 0.1) == pytest.approx(0.01 / 3.01)
    assert worst_error(forward_difference, 0.1) == pytest.approx(0.31 / 3.31)
    assert worst_error(lambda f, x, h: 0.0, 0.1) == 1.0
    steps = 10.0 ** np.arange(-10, -5, 0.05)
    least = min(worst_error(forward_difference, h) for h in steps)
    assert least == pytest.approx(1.2e-8, rel=0.02)  # nearly eight digits


def test_worst_error_looks_from_1_to_2() -> None:
    seen: list[float] = []

    def exact(f: object, x: float, h: float) -> float:
        seen.append(x)
        return 3.0 * x * x

    assert worst_error(exact, 0.1) == 0.0
    assert seen == pytest.approx(np.linspace(1.0, 2.0, 101))


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


def test_extrapolated_cancels_the_square_of_the_step() -> None:
    assert central_difference(cube, 2.0, 2.0) == 16.0
    assert extrapolated(cube, 2.0, 2.0) == pytest.approx(12.0)
    off = [extrapolated(lambda t: t**5, 1.0, h) - 5 for h in (0.2, 0.1)]
    assert off[0] / off[1] == pytest.approx(16.0)  # fourth order


def test_speed_errors_of_a_tape_and_of_float64() -> None:
    tape, exact = (speed_errors(mark, np.array([1.0, 1e-7])) for mark in (1e-3, 0.0))
    assert exact[0] == pytest.approx(1.0)
    assert tape == pytest.approx([1.0, 5000.0], rel=0.01)
    assert exact[1] < 1e-7


def test_every_tape_has_a_best_step_where_the_formula_puts_it() -> None:
    lowest = []
    for mark, fig in every_frame(page.two_arms):
        h, error = find(fig, "errors").get_data()
        u = mark / 2 or 8 * EPS / 2
        (best,), (least,) = find(fig, "best").get_data()
        assert least == min(error)
        assert best == pytest.approx(best_step(u, 6.0), rel=0.7)
        assert least == pytest.approx(error_bound(best_step(u, 6.0), u, 6.0), rel=0.2)
        right, left = h > 4 * best, h < best / 30
        bend = find(fig, "bend").get_ydata()
        assert error[right] == pytest.approx(bend[right], rel=0.2)
        slope = np.polyfit(np.log(h[left]), np.log(error[left]), 1)[0]
        assert slope == pytest.approx(-1.0, abs=0.15)
        said = str(fig.get_label()).replace("\N{MINUS SIGN}", "-0").replace("010", "10")
        assert f"best step {best:.2g} s, error {least:.1g} m/s" in said
        lowest.append((best, least))
    assert lowest == sorted(lowest, reverse=True)  # finer marks, shorter and better


def test_the_photos_are_read_as_8_mm_apart_and_as_one() -> None:
    fig = page.two_photos()
    marks = find(fig, "marks").get_segments()
    assert [segment[0][0] for segment in marks] == list(range(-5, 6))
    for h, apart, seen in ((3e-4, 8.7, 8.0), (3e-5, 0.87, 0.0)):
        true, read = (find(fig, f"{kind} {h:g}").get_xdata() for kind in ("true", "read"))  # fmt: skip
        assert np.ptp(true) == pytest.approx(apart, rel=2e-3)
        assert np.ptp(read) == pytest.approx(seen, abs=1e-9)
        assert np.max(np.abs(true - read)) < 0.5
        said = f"{1000 * h:.2g} ms before and after:\n{apart:g} mm apart, read as {seen:.0f}"  # fmt: skip
        assert said in [text.get_text() for text in fig.axes[0].texts]


@pytest.mark.parametrize("narrow", [False, True])
def test_each_rule_has_its_order_and_only_one_has_no_left_arm(narrow: bool) -> None:
    with on_phones(narrow):
        fig = page.four_rules()
    bottoms = []
    for name, order, low, high in (
        ("forward", 1, 1e-5, 1e-2),
        ("central", 2, 1e-4, 1e-1),
        ("extrapolated", 4, 3e-2, 1.0),
        ("complex step", 2, 1e-6, 1e-1),
    ):
        h, error = find(fig, name).get_data()
        arm = (h > low) & (h < high)
        slope = np.polyfit(np.log(h[arm]), np.log(error[arm]), 1)[0]
        assert slope == pytest.approx(order, abs=0.05)
        bottoms.append(min(error))
        left = error[h < 1e-14]
        assert np.all(left < 1e-15) if name == "complex step" else np.all(left > 1e-4)
    assert bottoms == sorted(bottoms, reverse=True)


def test_the_default_step_suits_some_functions_and_not_others() -> None:
    ratio = {}
    for name, fig in every_frame(page.your_function):
        f, slope, x = page.CHOICES[name]
        assert complex_step(f, x) == pytest.approx(slope(x), rel=1e-14)
        best, default = find(fig, "best"), find(fig, "default")
        assert best.get_ydata()[0] == np.min(find(fig, "errors").get_ydata())
        assert str(fig.get_label()).startswith(f"{name}: best step")
        ratio[name] = default.get_xdata()[0] / best.get_xdata()[0]
    assert 1 / 4 < ratio["x cubed at 2"] < 4
    assert ratio["a million + x cubed at 2"] < 1 / 10
    assert ratio["exp(x/100) at 0"] < 1 / 10
    assert ratio["sin 100x at 0.5"] > 10
    assert ratio["1/x at a millionth"] > 1e5
