"""Minimizing: literal values of its functions, and the claim of each figure."""

import numpy as np
import pytest

from downhill.style import every_frame, find, on_phones
from snippets.one_variable.minimizing import (
    bowl,
    cobweb,
    descend,
    heading_for_a_peak,
    loss,
    loss_line,
    loss_slope,
    newton,
    steps_until,
    valleys,
    valleys_bend,
    valleys_slope,
)
from tests.derivatives import Pair

PAIRS = (
    Pair(loss_slope, loss, by="w"),
    Pair(valleys_slope, valleys, by="x", largest=10.0),
    Pair(valleys_bend, valleys_slope, by="x", largest=10.0),
)
NEITHER = {descend: "returns the path"}
UNVERIFIED = {
    r"x_{\text{new}} - x^* \approx \bigl(1 - \eta f''(x^*)\bigr)(x - x^*)": "near a minimum x* alone",
}


def test_the_house() -> None:
    assert loss(1.0) == 9604.0
    assert loss_slope(1.0) == -392.0
    assert loss(50.0) == loss_slope(50.0) == 0.0


def test_descend_steps_against_the_slope() -> None:
    assert descend(loss_slope, 1.0, 0.01, 0) == [1.0]
    assert descend(loss_slope, 1.0, 0.01, 2) == pytest.approx([1.0, 4.92, 8.5264])
    assert descend(loss_slope, 1.0, 0.125, 2) == [1.0, 50.0, 50.0]


@pytest.mark.parametrize(
    ("lr", "steps"),
    [(0.01, 55), (0.05, 9), (0.1, 3), (0.125, 1), (0.2, 9), (0.249, 571), (0.25, None)],
)
def test_steps_until_counts_to_the_first_that_is_close(
    lr: float, steps: int | None
) -> None:
    assert steps_until(0.5, lr) == steps


def test_newton_finds_the_root_of_two_in_fractions() -> None:
    path = newton(lambda x: x * x - 2, lambda x: 2 * x, 1.0, 3)
    assert path == pytest.approx([1.0, 3 / 2, 17 / 12, 577 / 408], rel=1e-15)


def test_newton_needs_curvature() -> None:
    with pytest.raises(ValueError, match=r"^no curvature at 0$"):
        newton(valleys_slope, lambda x: 12 * x, 0.0, 1)


@pytest.mark.parametrize("narrow", [False, True])
def test_the_bowl_shows_the_path_and_counts_its_steps(narrow: bool) -> None:
    with on_phones(narrow):
        frames = list(every_frame(bowl))
    widest = {}
    for lr, fig in frames:
        w, height = find(fig, "path").get_data()
        steps = steps_until(0.5, lr)
        assert w == pytest.approx(descend(loss_slope, 1.0, lr, steps or 10))
        assert height == pytest.approx(loss(w) / 1000)
        said = "never" if steps is None else f"{steps} steps to"
        said = f"{said} within 0.5".replace("1 steps", "1 step")
        assert fig.get_label() == f"Rate {lr:g}: {said}"
        widest[lr] = max(abs(w - 50))
    assert widest[0.252] > 49 + 1
    assert all(widest[lr] == pytest.approx(49.0) for lr in widest if lr <= 0.25)


@pytest.mark.parametrize("narrow", [False, True])
def test_the_cobweb_goes_from_the_line_to_the_diagonal_and_back(narrow: bool) -> None:
    with on_phones(narrow):
        fig = cobweb()
    factors = {0.05: 0.6, 0.2: -0.6} | ({} if narrow else {0.25: -1.0})
    assert len(fig.axes) == len(factors)
    for lr, factor in factors.items():
        x, y = find(fig, f"next-{lr:g}").get_data()
        assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(factor)
        xs, ys = map(np.array, find(fig, f"web-{lr:g}").get_data())
        on_line = np.isclose(ys, 50 + factor * (xs - 50))
        on_diagonal = np.isclose(xs, ys)
        assert np.all(on_line[1::2])
        assert np.all(on_diagonal[2::2])
        assert abs(xs[-1] - 50) == pytest.approx(49 * abs(factor) ** 12)


def test_the_losses_are_a_straight_line_on_a_logarithmic_axis() -> None:
    fig = loss_line()
    epochs, losses = find(fig, "log").get_data()
    assert find(fig, "linear").get_ydata() == pytest.approx(losses)
    assert losses[1:] / losses[:-1] == pytest.approx(0.92**2)
    assert losses[60] < losses[0] / 10000  # flat, on the linear axis
    assert fig.axes[1].get_yscale() == "log"
    assert epochs[111] == 112


@pytest.mark.parametrize("narrow", [False, True])
def test_newton_goes_to_where_its_parabola_is_level(narrow: bool) -> None:
    with on_phones(narrow):
        figures = heading_for_a_peak(), loss_line(), cobweb()
    fig = figures[0]
    for name, start, bends_up in (("peak", -0.15, False), ("valley", 1.0, True)):
        t, y = find(fig, f"{name}-parabola").get_data()
        assert np.interp(start, t, y) == pytest.approx(valleys(start), abs=1e-3)
        a, b, c = np.polyfit(t, y, 2)
        assert (a > 0) == bends_up
        (x,), (top,) = find(fig, f"{name}-target").get_data()
        assert x == pytest.approx(-b / (2 * a))
        assert top == pytest.approx(np.polyval([a, b, c], x))
