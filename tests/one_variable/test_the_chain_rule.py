"""The chain rule: literal values of its functions, and the claim of each figure."""

import numpy as np
import pytest

from downhill.style import every_frame, find, on_phones
from snippets.one_variable.numerical_derivatives import complex_step
from snippets.one_variable.the_chain_rule import (
    area,
    bicycle,
    chain,
    linked_rates,
    side,
    two_curves,
)
from snippets.one_variable.the_derivative import central_difference
from tests.derivatives import Pair

LINKS = (
    (lambda x: 3 * x + 2, lambda x: 3),
    (lambda u: u * u * u, lambda u: 3 * u * u),
    (lambda v: 5 - v * v, lambda v: -2 * v),
)
PAIRS = (
    Pair(
        chain,
        lambda x: chain(x, *LINKS)[0],
        by="x",
        slopes=lambda x: chain(x, *LINKS)[1],
        largest=10.0,
    ),
)
UNVERIFIED: dict[str, str] = {}


def test_the_photo() -> None:
    assert [side(0.0), side(1.0)] == [2.0, 5.0]
    assert area(5.0) == 25.0


@pytest.mark.parametrize(
    ("x", "links", "expected"),
    [
        (1.0, (), (1.0, 1.0)),
        (1.0, LINKS[:1], (5.0, 3.0)),
        (1.0, LINKS[:2], (125.0, 225.0)),
        (1.0, LINKS, (5.0 - 125.0**2, -250.0 * 225.0)),
        (2.0, LINKS[1:2], (8.0, 12.0)),
    ],
)
def test_chain_multiplies_the_slopes_of_its_links(
    x: float, links: tuple[object, ...], expected: tuple[float, float]
) -> None:
    assert chain(x, *links) == expected


def test_chain_agrees_with_a_central_difference_and_a_complex_step() -> None:
    for x in (-2.0, 0.3, 1.5):
        slope = chain(x, *LINKS)[1]
        f = lambda t: chain(t, *LINKS)[0]  # noqa: E731
        assert central_difference(f, x) == pytest.approx(slope, rel=1e-8)
        assert complex_step(f, x) == pytest.approx(slope, rel=1e-14)


@pytest.mark.parametrize("narrow", [False, True])
def test_the_turns_of_the_bicycle_multiply(narrow: bool) -> None:
    with on_phones(narrow):
        fig = bicycle()
    pedal, wheel = (find(fig, f"{name}-turn") for name in ("pedal", "wheel"))
    turns = [wedge.theta2 - wedge.theta1 for wedge in (pedal, wheel)]
    assert turns == pytest.approx([30.0, 90.0])
    millimeters = float(np.ptp(find(fig, "ground").get_xdata()))
    assert millimeters / 1000 / (turns[1] / 360) == pytest.approx(2.0)
    assert millimeters / 1000 / (turns[0] / 360) == pytest.approx(6.0)
    assert find(fig, "product").get_text() == "×3 turns, then ×2 meters a turn: ×6"


@pytest.mark.parametrize("phones", [False, True])
def test_the_second_curve_is_read_where_the_first_one_ends(phones: bool) -> None:
    with on_phones(phones):
        fig = two_curves()
    x, u = find(fig, "side").get_data()
    assert (u[1] - u[0]) / (x[1] - x[0]) == pytest.approx(3.0)
    at, height = find(fig, "tangent").get_data()
    slope = (height[1] - height[0]) / (at[1] - at[0])
    assert slope == pytest.approx(10.0)
    (read,), (value,) = find(fig, "read here").get_data()
    assert (read, value) == (np.interp(1.0, x, u), 25.0)
    assert height[0] + slope * (read - at[0]) == pytest.approx(value)
    (wrong,), _ = find(fig, "not here").get_data()
    assert wrong == 1.0
    sides, areas = find(fig, "area").get_data()
    assert areas == pytest.approx(sides**2)


def test_the_linked_rates_multiply_at_every_x() -> None:
    for x, fig in every_frame(linked_rates):
        bars = [find(fig, f"d{name}").get_xdata() for name in "xuy"]
        dx, du, dy = (float(np.ptp(bar)) for bar in bars)
        assert [bar[0] for bar in bars] == pytest.approx([x, x**3, x**6])
        assert du / dx == pytest.approx(central_difference(lambda t: t**3, x))
        assert dy / du == pytest.approx(central_difference(lambda t: t**2, x**3))
        assert dy / dx == pytest.approx(central_difference(lambda t: t**6, x))
        assert max(bar[1] for bar in bars) < 3.0, "it leaves its line"
        assert (dy / du < 1) == (x < 0.79)  # the second link shrinks what it gets
        rates = (du / dx, 4), (dy / du, 3), (dy / dx, 2)
        inner, outer, product = (f"{round(*rate):g}" for rate in rates)
        sign = "=≈"[abs(float(inner) * float(outer) - float(product)) > 1e-9]
        label = f"x = {x:.2f}, rates {inner} × {outer} {sign} {product}"
        assert fig.get_label() == label
        assert round(float(inner) * float(outer), 2) == float(product)
        assert inner in find(fig, "inner").get_text()
        assert outer in find(fig, "outer").get_text()
        assert product in find(fig, "product").get_text()
