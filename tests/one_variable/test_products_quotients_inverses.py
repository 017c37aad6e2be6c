"""Products, quotients, inverses: literal values, and the claim of each figure."""

from itertools import pairwise

import numpy as np
import pytest

from downhill.style import every_frame, find, on_phones
from snippets.one_variable import products_quotients_inverses as page
from snippets.one_variable.the_derivative import central_difference
from tests.derivatives import Pair, vector

CUBE = (lambda x: x * x * x, lambda x: 3 * x * x)
HILL = (lambda x: 1 + x * x, lambda x: 2 * x)
LINE = (lambda x: 5 - 2 * x, lambda x: -2)
PAIRS = (
    Pair(
        page.product_slope,
        lambda x: CUBE[0](x) * LINE[0](x),
        by="x",
        slopes=lambda x: page.product_slope(*CUBE, *LINE, x),
    ),
    Pair(
        page.quotient_slope,
        lambda x: LINE[0](x) / HILL[0](x),
        by="x",
        slopes=lambda x: page.quotient_slope(*LINE, *HILL, x),
        not_formula="it asks whether the denominator is 0",
    ),
    Pair(  # the exponential is the inverse of the logarithm
        page.inverse_slope,
        lambda y: np.exp(y),
        by="y",
        slopes=lambda y: page.inverse_slope(lambda x: 1 / x, np.exp(y)),
        largest=10.0,
        not_formula="it asks whether the slope is 0",
    ),
    Pair(page.marginal_cost, page.cost, by="q"),
    Pair(
        page.all_the_others,
        lambda a, b, c: np.prod(vector(a, b, c)),
        by="a b c",
        slopes=lambda a, b, c: page.all_the_others(vector(a, b, c)),
    ),
)
UNVERIFIED: dict[str, str] = {}


def test_the_cafe() -> None:
    assert (page.price(0), page.cups(0), page.revenue(0)) == (4, 300, 1200)
    assert page.revenue(1) == pytest.approx(4.10 * 295) == pytest.approx(1209.50)
    assert page.revenue(10) == pytest.approx(1250)
    assert page.revenue(11) < page.revenue(10) > page.revenue(9)


def test_product_slope_lets_each_factor_move_in_turn() -> None:
    cafe = (page.price, page.price_rate, page.cups, page.cups_rate)
    assert page.product_slope(*cafe, 0.0) == pytest.approx(10)
    assert page.product_slope(*cafe, 8.0) == pytest.approx(2)
    assert page.product_slope(*cafe, 10.0) == pytest.approx(0)
    source = (lambda x: x * x, lambda x: 2 * x, np.exp, np.exp)
    assert page.product_slope(*source, 1.0) == pytest.approx(8.154845, abs=5e-7)


def test_quotient_slope() -> None:
    coffee = (lambda t: t, lambda t: 1.0, lambda t: 1 + t * t, lambda t: 2 * t)
    assert page.quotient_slope(*coffee, 2.0) == pytest.approx(-0.12)
    assert page.quotient_slope(*coffee, 1.0) == 0
    assert page.quotient_slope(*coffee, 0.0) == 1
    with pytest.raises(ValueError, match=r"is 0$"):
        page.quotient_slope(*coffee[2:], *coffee[:2], 0.0)


def test_inverse_slope_turns_the_slope_over() -> None:
    def slope(x: float) -> float:
        return 3 * x * x + 1

    assert page.inverse_slope(slope, 1.0) == 0.25
    assert page.inverse_slope(slope, 2.0) == pytest.approx(1 / 13)
    with pytest.raises(ValueError, match="vertical inverse"):
        page.inverse_slope(lambda x: 3 * x * x, 0.0)


def test_the_cost_of_cakes() -> None:
    assert page.cost(0) == 100
    assert page.cost(10) == 130
    assert page.marginal_cost(10) == 4
    assert page.marginal_cost(25) == pytest.approx(central_difference(page.cost, 25.0))


@pytest.mark.parametrize(
    ("v", "gradient"),
    [
        ([5.0, 2.0, 3.0], [6.0, 15.0, 10.0]),
        ([0.0, 2.0, 3.0], [6.0, 0.0, 0.0]),
        ([2.0, 0.0, 3.0, 4.0], [0.0, 24.0, 0.0, 0.0]),
        ([0.0, 2.0, 0.0], [0.0, 0.0, 0.0]),
        ([7.0], [1.0]),
        ([], []),
    ],
)
def test_all_the_others_multiplies_all_the_others(
    v: list[float], gradient: list[float]
) -> None:
    assert page.all_the_others(np.array(v)).tolist() == gradient


def cents(dollars: float) -> str:
    return f"{dollars:.2f}".removesuffix(".00")


@pytest.mark.parametrize("phone", [False, True])
def test_the_corner_quarters_where_the_strips_halve(phone: bool) -> None:
    strips, corners = {}, {}
    with on_phones(phone):
        for h, fig in every_frame(page.growing_rectangle):
            top, side, corner = (
                box.get_width() * box.get_height()
                for box in (find(fig, gid) for gid in ("top", "side", "corner"))
            )
            before = find(fig, "before")
            whole = before.get_width() + find(fig, "side").get_width()
            whole *= before.get_height() + find(fig, "top").get_height()
            assert 1200 + top + side + corner == pytest.approx(whole)
            assert (
                fig.get_label()
                == f"h = {h:g}: strips {cents(top + side)}, corner {cents(corner)}"
            )
            said = find(fig, "corner-label").get_text()
            assert said == f"corner:\n+\\${cents(corner)}"
            strips[h], corners[h] = top + side, corner
    assert list(strips) == sorted(strips)  # to the right the step grows
    for h in list(strips)[:-1]:
        assert strips[h] == pytest.approx(strips[2 * h] / 2)
        assert corners[h] == pytest.approx(corners[2 * h] / 4)
    shares = [corners[h] / strips[h] for h in strips]
    assert all(small < large for small, large in pairwise(shares))
    assert shares[0] < 0.012


@pytest.mark.parametrize("phone", [False, True])
def test_the_coffee_peaks_where_its_slope_is_0(phone: bool) -> None:
    with on_phones(phone):
        fig = page.a_cup_of_coffee()
    t, value = find(fig, "value").get_data()
    slope = find(fig, "slope").get_ydata()
    assert t[np.argmax(value)] == 1
    assert slope[t == 1] == 0
    assert slope[t == 2] == pytest.approx(-0.12)
    assert ((slope > 0) == (t < 1)).all()
    measured = [central_difference(lambda s: s / (1 + s * s), at) for at in t]
    np.testing.assert_allclose(slope, measured, atol=1e-8)
    for name, rate in (("level", 0.0), ("falling", -0.12)):
        x, y = find(fig, name).get_data()
        assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(rate)
        assert find(fig, f"{name}-slope").get_ydata()[0] == rate


@pytest.mark.parametrize("phone", [False, True])
def test_the_mirror_swaps_run_and_rise(phone: bool) -> None:
    with on_phones(phone):
        fig = page.mirror()
    curve, inverse = find(fig, "curve"), find(fig, "inverse")
    np.testing.assert_array_equal(curve.get_xdata(), inverse.get_ydata())
    np.testing.assert_array_equal(curve.get_ydata(), inverse.get_xdata())
    assert curve.axes.get_aspect() == 1
    for gid, middle, rate in (
        ("tangent", (1, 2), 4.0),
        ("inverse-tangent", (2, 1), 0.25),
    ):
        x, y = find(fig, gid).get_data()
        assert (np.mean(x), np.mean(y)) == pytest.approx(middle)
        assert np.diff(y)[0] / np.diff(x)[0] == pytest.approx(rate)
    assert central_difference(lambda x: x**3 + x, 1.0) == pytest.approx(4)


@pytest.mark.parametrize("phone", [False, True])
def test_the_costs_cross_where_the_average_is_lowest(phone: bool) -> None:
    with on_phones(phone):
        fig = page.cheapest_cake()
    q, average = find(fig, "average").get_data()
    marginal = find(fig, "marginal").get_ydata()
    (at,), (height,) = find(fig, "crossing").get_data()
    assert at == pytest.approx(31.6228, abs=5e-5)
    assert height == pytest.approx(8.32456, abs=5e-6)
    assert page.marginal_cost(at) == pytest.approx(height)
    assert min(average) == pytest.approx(height, rel=1e-4)
    assert ((np.array(marginal) < average) == (q < at)).all()
    assert all(
        (b < a) == (m < at) for (a, b), m in zip(pairwise(average), q[1:], strict=True)
    )
