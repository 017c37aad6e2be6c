"""The chain rule: literal values of its functions, and the claim of each figure."""

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.figure import Figure

from downhill.style import every_frame, find
from snippets.one_variable.the_chain_rule import (
    TEETH,
    Link,
    backward_pass,
    calculate_loss,
    chain,
    forward_backward,
    forward_pass,
    gear_outline,
    gear_train,
    get_gradient,
    linked_lines,
    linked_rates,
    linked_steps,
    loss_line,
    meshed_phase,
    train,
)
from snippets.one_variable.the_derivative import central_difference, complex_step
from tests.derivatives import Pair

LINKS: tuple[Link, ...] = (
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
    Pair(
        forward_backward,
        lambda x, y, w, b: forward_backward(x, y, w, b)[0][2],
        by="w b",
        slopes=lambda x, y, w, b: forward_backward(x, y, w, b)[1][2:],
    ),
    Pair(  # with w = 0 the prediction is b; with y = 0, too, the error is b
        forward_backward,
        lambda y, y_hat: forward_backward(0, y, 0, y_hat)[0][2],
        by="y_hat y_hat",
        slopes=lambda y, y_hat: forward_backward(0, y, 0, y_hat)[1][:2],
    ),
    Pair(
        get_gradient,
        lambda x, y, w: calculate_loss(y, forward_pass(x, w)),
        by="w",
        slopes=lambda x, y, w: get_gradient(x, y, forward_pass(x, w)),
    ),
)
UNVERIFIED = {
    r"\frac{dv_n}{dx} = f_n'(v_{n-1}) \cdots f_3'(v_2) \cdot f_2'(v_1) \cdot f_1'(x)": "schematic, for any number of links",
}

AFFINE: Link = (lambda x: 3 * x + 2, lambda x: 3.0)
SQUARE: Link = (lambda u: u * u, lambda u: 2 * u)
CUBE: Link = (lambda x: x**3, lambda x: 3 * x**2)


@pytest.mark.parametrize(
    ("x", "links", "value", "slope"),
    [
        (7.0, (), 7.0, 1.0),
        (1.0, (AFFINE,), 5.0, 3.0),
        (1.0, (AFFINE, SQUARE), 25.0, 30.0),
        (0.0, (AFFINE, SQUARE), 4.0, 12.0),
        (1.0, (SQUARE, AFFINE), 5.0, 6.0),
        (1.0, (CUBE, SQUARE), 1.0, 6.0),
        (2.0, (CUBE, SQUARE), 64.0, 192.0),
        (1.0, (SQUARE, SQUARE, SQUARE), 1.0, 8.0),
    ],
)
def test_chain_multiplies_the_slopes_of_its_links(
    x: float, links: tuple[Link, ...], value: float, slope: float
) -> None:
    assert chain(x, *links) == (value, slope)


def test_chain_agrees_with_a_central_difference_and_a_complex_step() -> None:
    def f(t: complex) -> complex:
        return (3 * t + 2) ** 2

    slope = chain(1.0, AFFINE, SQUARE)[1]
    assert central_difference(lambda t: f(t).real, 1.0) == pytest.approx(slope, 1e-9)
    assert complex_step(f, 1.0) == pytest.approx(slope, 1e-15)


def test_linked_steps_tend_to_3_2_and_6() -> None:
    assert linked_steps(0.1) == pytest.approx((0.331, 0.771561))
    du, dy = linked_steps(1e-6)
    assert (du / 1e-6, dy / du, dy / 1e-6) == pytest.approx((3, 2, 6), rel=1e-5)


def test_forward_backward_of_the_example() -> None:
    values, slopes = forward_backward(x=2.0, y=7.0, w=1.0, b=1.0)
    assert values == [3.0, -4.0, 16.0]
    assert slopes == [-8.0, -8.0, -16.0, -8.0]


def test_forward_backward_agrees_with_central_differences() -> None:
    _, slopes = forward_backward(x=3.0, y=-1.0, w=0.5, b=2.0)
    in_w = central_difference(lambda w: forward_backward(3.0, -1.0, w, 2.0)[0][2], 0.5)
    in_b = central_difference(lambda b: forward_backward(3.0, -1.0, 0.5, b)[0][2], 2.0)
    assert slopes[2:] == pytest.approx([27.0, 9.0])
    assert [in_w, in_b] == pytest.approx([27.0, 9.0], 1e-8)


def test_the_neuron() -> None:
    assert forward_pass(x=2.0, w=1.5) == 3.0
    assert calculate_loss(y=100.0, y_hat=2.0) == 9604.0
    assert calculate_loss(y=2.0, y_hat=100.0) == 9604.0
    assert get_gradient(x=2.0, y=100.0, y_hat=2.0) == -392.0
    assert get_gradient(x=2.0, y=100.0, y_hat=101.0) == 4.0


def test_train_records_each_weight_with_its_own_loss() -> None:
    history = train(x=2.0, y=100.0, w=1.0, lr=0.01, epochs=125)
    assert len(history) == 125
    assert history[0] == (1.0, 9604.0)
    assert history[1] == pytest.approx((4.92, 8128.8256))
    for epoch, loss in (
        (20, 404.00765),
        (50, 2.7143087),
        (100, 6.4929486e-4),
        (112, 8.7770753e-5),
        (125, 1.0042303e-5),
    ):
        assert history[epoch - 1][1] == pytest.approx(loss, rel=1e-7)
    for w, loss in history:
        assert loss == calculate_loss(100.0, forward_pass(2.0, w))
    assert train(2.0, 100.0, 1.0, 0.01, 0) == []


def test_each_epoch_takes_the_same_share_off_the_loss() -> None:
    history = train(x=2.0, y=100.0, w=1.0, lr=0.01, epochs=450)
    losses = np.array([loss for _, loss in history])
    ratios = losses[1:150] / losses[:149]
    np.testing.assert_allclose(ratios, 0.8464, rtol=1e-9)
    assert f"{losses[169]:.8f}" == "0.00000001"
    assert f"{losses[170]:.8f}" == "0.00000000"
    assert history[413][0] != history[414][0] == history[415][0]


@pytest.mark.parametrize(
    ("lr", "ratio"),
    [(0.02, 0.7056), (0.125, 0.0), (0.2, 0.36), (0.25, 1.0), (0.3, 1.96)],
)
def test_the_ratio_of_losses_follows_from_the_learning_rate(
    lr: float, ratio: float
) -> None:
    (_, first), (_, second) = train(2.0, 100.0, 1.0, lr, 2)
    assert second / first == pytest.approx(ratio)


def number(fig: Figure, gid: str) -> float:
    """The number that a text of a figure shows."""
    return float("".join(c for c in find(fig, gid).get_text() if c in "-.0123456789"))


def test_gear_outline_has_a_tooth_at_its_phase() -> None:
    corners = np.array(gear_outline(8, (10.0, 20.0), 0.5)) - (10.0, 20.0)
    radii = np.hypot(*corners.T)
    assert corners.shape == (32, 2)
    assert radii.min() == pytest.approx(3.0)
    assert radii.max() == pytest.approx(4.75)
    top = corners[1] + corners[2]
    assert np.arctan2(top[1], top[0]) == pytest.approx(0.5)


@pytest.mark.parametrize("phase", [0.0, 0.01, 0.1])
def test_a_meshed_wheel_has_its_gap_where_the_other_has_a_tooth(phase: float) -> None:
    other = meshed_phase(48, phase, 16)
    tooth = phase * 24  # arc above the contact
    gap = (np.pi - other) * 8 - tooth  # from that tooth to a tooth of the other wheel
    assert (gap / np.pi) % 1 == pytest.approx(0.5)


def test_gear_train_turns_multiply() -> None:
    fig = gear_train()
    turns, arcs = [], []
    for name, teeth in zip("xuy", TEETH, strict=True):
        wedge = find(fig, f"{name}-turn")
        turns.append(wedge.theta2 - wedge.theta1)
        arcs.append(turns[-1] / 360 * teeth)
        assert len(find(fig, name).get_xy()) == 4 * teeth + 1
        assert number(fig, f"{name}-label") == turns[-1]
    assert turns == [15.0, 45.0, 90.0]
    assert arcs == [2.0, 2.0, 2.0]  # as many teeth pass on each wheel
    assert find(fig, "product").get_text().endswith(r"$3\times2=6$")


def test_gear_train_wheels_touch() -> None:
    wheels = [find(gear_train(), name).get_xy() for name in "xuy"]
    centres = [(wheel[:, 0].min() + wheel[:, 0].max()) / 2 for wheel in wheels]
    distances = np.diff(centres)
    assert distances == pytest.approx([32.0, 12.0], abs=0.3)
    for left, right in pairwise(wheels):
        assert 0 < left[:, 0].max() - right[:, 0].min() < 2  # teeth reach into gaps


def test_linked_lines_widen_by_about_3_and_about_2() -> None:
    fig = linked_lines()
    dx, du, dy = (np.ptp(find(fig, f"d{name}").get_xdata()) for name in "xuy")
    assert dx == pytest.approx(0.1)
    assert (du, dy) == pytest.approx((1.1**3 - 1, 1.1**6 - 1))
    gears = find(fig, "linear").get_xdata()
    assert list(gears) == pytest.approx([1.1, 1.3, 1.6])
    assert abs(du - (gears[1] - 1)) < 0.1 * du
    assert abs(dy - (gears[2] - 1)) < 0.25 * dy


def test_backward_pass_multiplies_by_the_factor_on_each_arrow() -> None:
    fig = backward_pass()
    assert [number(fig, f"{n}-value") for n in ("w", "b", "y_hat", "e", "L")] == [
        1.0,
        1.0,
        3.0,
        -4.0,
        16.0,
    ]
    assert number(fig, "L-slope") == 1.0
    for start, end in (("e", "L"), ("y_hat", "e"), ("w", "y_hat"), ("b", "y_hat")):
        product = number(fig, f"{end}-slope") * number(fig, f"{start}-{end}")
        assert number(fig, f"{start}-slope") == product
    assert number(fig, "w-slope") == -16.0
    assert number(fig, "b-slope") == -8.0


def test_loss_line_is_straight_on_a_logarithmic_axis() -> None:
    fig = loss_line()
    linear, log = find(fig, "linear"), find(fig, "log")
    assert linear.axes.get_yscale() == "linear"
    assert log.axes.get_yscale() == "log"
    np.testing.assert_array_equal(linear.get_ydata(), log.get_ydata())
    slopes = np.diff(np.log(log.get_ydata())) / np.diff(log.get_xdata())
    np.testing.assert_allclose(slopes, np.log(0.8464), rtol=1e-6)
    top = linear.axes.get_ylim()[1]
    assert linear.get_ydata()[111] / top < 1e-7  # looks like zero


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
        assert fig.get_label() == f"x = {x:.2f}, rates {inner} × {outer} = {product}"
        assert round(float(inner) * float(outer), 2) == float(product)
        assert inner in find(fig, "inner").get_text()
        assert outer in find(fig, "outer").get_text()
        assert product in find(fig, "product").get_text()
