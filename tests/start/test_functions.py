"""Functions, exponents and logarithms: literal values, and the claim of each figure."""

import math
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure

from downhill.style import every_frame, find, on_phones
from snippets.start import functions as chapter
from snippets.start.functions import (
    archive,
    doubling_time,
    fitted,
    growth_kind,
    last_meeting,
    log_likelihood,
    miss,
    on_axes,
    run_time,
)

NEAR = np.linspace(2, 4, 50)
WIDTHS = pytest.mark.parametrize("narrow", [False, True], ids=["wide", "phone"])


def test_the_story() -> None:
    assert [run_time(x) for x in (2, 3, 4, 20)] == [4, 9, 16, 400]
    assert archive(0) == 20
    assert archive(1) == pytest.approx(21.4)
    assert archive(-1) == pytest.approx(18.691589)


@pytest.mark.parametrize(
    ("rate", "steps"),
    [(1.0, 1.0), (0.07, 10.244768), (0.01, 69.660717), (0.5, 1.709511), (-0.5, -1.0)],
)
def test_doubling_time(rate: float, steps: float) -> None:
    assert doubling_time(rate) == pytest.approx(steps)
    assert (1 + rate) ** steps == pytest.approx(2, 1e-5)


@pytest.mark.parametrize("rate", [0.0, -1.0, -2.0])
def test_what_does_not_grow_has_no_doubling_time(rate: float) -> None:
    with pytest.raises(ValueError, match=f"^nothing doubles at rate {rate}$"):
        doubling_time(rate)


def test_on_axes_takes_the_logarithms_of_the_kind() -> None:
    x, y = np.array([1.0, math.e]), np.array([math.e**2, math.e**3])
    for kind, u, v in (
        ("line", x, y),
        ("exponential", x, [2.0, 3.0]),
        ("power", [0.0, 1.0], [2.0, 3.0]),
    ):
        found = on_axes(kind, x, y)
        np.testing.assert_allclose(found[0], u, atol=1e-15)
        np.testing.assert_allclose(found[1], v)


@pytest.mark.parametrize(
    ("kind", "f"),
    [
        ("line", lambda x: 100 + 150 * x),
        ("exponential", lambda x: 3 * 2.0**x),
        ("power", lambda x: 3 * x**2.5),
    ],
)
def test_each_kind_fits_its_own_table_and_no_other(kind: str, f: Any) -> None:
    x = np.linspace(1.0, 12.0, 30)
    for other in ("line", "exponential", "power"):
        if other == kind:
            assert miss(other, x, f(x)) < 1e-12
            assert fitted(other, x, f(x), 20.0) == pytest.approx(f(20.0))
        else:
            assert miss(other, x, f(x)) > 0.05
    assert growth_kind(x, f(x)) == kind


def test_the_slopes_on_the_axes_are_the_exponent_and_the_log_of_the_base() -> None:
    x = np.linspace(1.0, 12.0, 30)
    for kind, y, expected in (
        ("power", 3 * x**2.5, 2.5),
        ("exponential", 3 * 2.0**x, math.log(2)),
    ):
        u, v = on_axes(kind, x, y)
        slope, start = np.polyfit(u, v, 1)
        assert (slope, start) == pytest.approx((expected, math.log(3)))


def test_bens_curve() -> None:
    ben = fitted("exponential", NEAR, NEAR**2, 20.0)
    assert miss("exponential", NEAR, NEAR**2) == pytest.approx(0.0920668, abs=1e-6)
    assert ben == pytest.approx(952128, rel=1e-6)
    assert ben / 86400 == pytest.approx(11.02, abs=0.01)


def test_the_line_misses_more_inside_and_less_outside() -> None:
    y = NEAR**2
    assert miss("line", NEAR, y) > 1.7 * miss("exponential", NEAR, y)
    assert fitted("line", NEAR, y, 20.0) == pytest.approx(111, abs=0.5)


def test_miss_is_a_share_of_the_true_value() -> None:
    # the best line through 1, 3, 2 on plain axes is 1.5, 2, 2.5
    x, y = np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 2.0])
    assert miss("line", x, y) == pytest.approx(0.5)


def test_growth_kind_takes_the_least_miss_of_a_rough_table() -> None:
    x = np.arange(1.0, 6.0)
    rough = 1 + 0.01 * np.array([1.0, -1.0, 1.0, -1.0, 1.0])
    assert growth_kind(x, (100 + 10 * x) * rough) == "line"
    assert growth_kind(x, 2.0**x * rough) == "exponential"
    assert growth_kind(x, x**2 * rough) == "power"


def test_growth_kind_settles_ties_and_inputs_below_zero() -> None:
    for factor in (0.1, 1.0, 3.0, 5.0, 7.0):
        assert growth_kind(NEAR, factor * NEAR) == "line"
    assert growth_kind(NEAR, np.full(50, 7.0)) == "line"
    x = np.arange(-3.0, 4.0)
    assert growth_kind(x, 2.0**x) == "exponential"
    assert growth_kind(np.array([0.0, 1.0, 2.0]), np.array([1.0, 2.0, 4.0])) == (
        "exponential"
    )
    assert growth_kind(NEAR[:3], NEAR[:3] ** 2) == "power"


@pytest.mark.parametrize("y", [[1.0, 2.0], [1.0, 0.0, 2.0], [1.0, -1.0, 2.0]])
def test_growth_kind_refuses_what_shows_no_kind(y: list[float]) -> None:
    x = np.arange(1.0, len(y) + 1)
    with pytest.raises(ValueError, match=r"^needs three values above 0$"):
        growth_kind(x, np.array(y))


def test_log_likelihood() -> None:
    assert log_likelihood(np.full(2000, 0.5)) == pytest.approx(-1386.29436)
    assert log_likelihood(np.array([1.0])) == 0.0
    assert log_likelihood(np.array([0.5, 0.25])) == pytest.approx(-math.log(8))


@pytest.mark.parametrize("p", [0.0, -0.1, 1.1])
def test_log_likelihood_takes_probabilities_only(p: float) -> None:
    with pytest.raises(ValueError, match=r"^not above 0 and at most 1$"):
        log_likelihood(np.array([0.5, p]))


@pytest.mark.parametrize(
    ("b", "k", "x"),
    [
        (2, 2, 4.0),
        (2, 3, 9.9395),
        (2, 10, 58.770),
        (1.1, 10, 685.08),
        (1.01, 10, 9169.1),
        (1.001, 10, 116734.9),
    ],
)
def test_last_meeting(b: float, k: float, x: float) -> None:
    found = last_meeting(b, k)
    assert found == pytest.approx(x, rel=1e-5)
    assert found is not None
    for beyond in (1.001, 2.0, 100.0):
        assert found * beyond * math.log(b) > k * math.log(found * beyond)


def test_a_line_never_meets_the_exponential() -> None:
    assert last_meeting(2, 1) is None
    assert min(2.0**x - x for x in np.linspace(0, 9, 901)) > 0.9


# The figures


def straightness(x: Any, y: Any, x_scale: str, y_scale: str) -> float:
    """How far a curve strays from the line through its ends, as a share of its height."""
    u = np.log(x) if x_scale == "log" else np.asarray(x)
    v = np.log(y) if y_scale == "log" else np.asarray(y)
    line = v[0] + (v[-1] - v[0]) * (u - u[0]) / (u[-1] - u[0])
    return float(np.max(np.abs(v - line)) / np.ptp(v))


def drawn(fig: Figure, gid: str) -> float:
    line = find(fig, gid)
    ax = line.axes
    x, y = line.get_data()
    return straightness(x, y, ax.get_xscale(), ax.get_yscale())


@WIDTHS
def test_both_curves_pass_the_points_and_part_at_20(narrow: bool) -> None:
    with on_phones(narrow):
        fig = chapter.two_futures()
    x, y = find(fig, "measured").get_data()
    assert (len(x), x[0], x[-1]) == (50, 2.0, 4.0)
    ends = {}
    for kind in ("exponential", "power"):
        t, curve = find(fig, kind).get_data()
        assert np.max(np.abs(np.interp(x, t, curve) / y - 1)) < 0.1
        (at,), (ends[kind],) = find(fig, f"{kind}-end").get_data()
        assert at == 20
    assert ends["power"] == pytest.approx(400)
    assert ends["power"] < 7 * 60
    assert round(ends["exponential"] / 86400) == 11
    assert drawn(fig, "exponential") < 1e-9
    assert drawn(fig, "power") > 0.2
    (ax,) = fig.axes
    assert [tick.get_text() for tick in ax.get_yticklabels()] == [
        "1 s",
        "1 min",
        "1 h",
        "1 day",
    ]
    assert list(ax.get_yticks()) == [1, 60, 60 * 60, 24 * 60 * 60]


@WIDTHS
def test_the_points_bend_through_bens_line(narrow: bool) -> None:
    with on_phones(narrow):
        fig = chapter.the_bend()
    assert drawn(fig, "line") < 1e-9
    assert drawn(fig, "points") > 0.05
    x, points = find(fig, "points").get_data()
    _, line = find(fig, "line").get_data()
    above = points > line
    assert not above[0]
    assert not above[-1]
    assert above[10:38].all()
    _, (low, high) = find(fig, "gap").get_data()
    assert (x[0], low, len(x)) == (2, 4, 50)
    assert high / low - 1 == pytest.approx(miss("exponential", NEAR, NEAR**2))
    assert "9.2%" in [text.get_text() for text in fig.axes[0].texts]


@WIDTHS
def test_the_logarithm_is_the_exponential_in_the_mirror(narrow: bool) -> None:
    with on_phones(narrow):
        fig = chapter.mirror()
    x, y = find(fig, "exp").get_data()
    np.testing.assert_allclose(y, np.exp(x))
    x, y = find(fig, "ln").get_data()
    np.testing.assert_allclose(np.exp(y), x)
    a, b = (find(fig, f"{name}-point").get_data() for name in ("exp", "ln"))
    assert (*a[0], *a[1]) == (*b[1], *b[0]) == (1, math.e)
    (x0, x1), (y0, y1) = find(fig, "swap").get_data()
    assert (x1 - x0) + (y1 - y0) == 0  # across the mirror, at a right angle
    assert fig.axes[0].get_aspect() == 1
    np.testing.assert_array_equal(*find(fig, "mirror").get_data())


@WIDTHS
def test_each_curve_is_straight_on_its_own_axes_only(narrow: bool) -> None:
    with on_phones(narrow):
        fig = chapter.straight()
    scales = [(ax.get_xscale(), ax.get_yscale()) for ax in fig.axes]
    assert scales == [("linear", "linear"), ("linear", "log"), ("log", "log")]
    for ax, kind in zip(fig.axes, chapter.CURVES, strict=True):
        for name in chapter.CURVES:
            curve = find(fig, f"{kind}-{name}")
            assert curve.axes is ax
            label = find(fig, f"{kind} {name}")
            assert label.get_text() == chapter.CURVES[name][2]
            assert label.get_color() == curve.get_color()
            if name == kind:
                assert drawn(fig, f"{kind}-{name}") < 1e-9
                assert curve.get_linewidth() > 2
            else:
                assert drawn(fig, f"{kind}-{name}") > 0.05
                assert curve.get_linewidth() < 1


@WIDTHS
def test_the_exponential_overtakes_every_power(narrow: bool) -> None:
    with on_phones(narrow):
        for k, fig in every_frame(chapter.overtaking):
            x, power = find(fig, "power").get_data()
            assert drawn(fig, "power") < 1e-9
            slope = np.log10(power[-1] / power[0]) / np.log10(x[-1] / x[0])
            assert slope == pytest.approx(k)
            exponential = find(fig, "exponential").get_ydata()
            behind = x[exponential < power * (1 - 1e-9)]
            if k == 1:
                assert not len(behind)
                assert fig.get_label() == "k = 1: the exponential is always ahead"
                continue
            (at,), (height,) = find(fig, "meeting").get_data()
            assert height == pytest.approx(2.0**at)
            assert height == pytest.approx(at**k)
            assert behind[-1] < at < 100
            assert fig.get_label() == f"k = {k}: ahead for good from x = {at:.4g}"
