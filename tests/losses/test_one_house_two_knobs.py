"""One house, two knobs: literal values of its functions, and the claim of each figure."""

import math

import numpy as np
import pytest

from downhill.style import every_frame, find, on_phones
from snippets.losses.one_house_two_knobs import (
    HOUSE,
    SECOND_HOUSE,
    STARTS,
    broken_path,
    calculate_loss,
    disconnected,
    epochs_to_print_zero,
    first_epoch_below,
    forward_pass,
    second_house,
    slope_b,
    slope_w,
    train,
    train_houses,
    two_knobs,
    valley,
)
from snippets.many_variables.partial_derivatives import partial
from tests.derivatives import Pair

PAIRS = (
    Pair(
        slope_w,
        lambda x, y, w, b: calculate_loss(y, forward_pass(x, w, b)),
        by="w",
        slopes=lambda x, y, w, b: slope_w(x, y, forward_pass(x, w, b)),
    ),
    Pair(
        slope_b,
        lambda x, y, w, b: calculate_loss(y, forward_pass(x, w, b)),
        by="b",
        slopes=lambda x, y, w, b: slope_b(y, forward_pass(x, w, b)),
    ),
)


def test_forward_pass() -> None:
    assert forward_pass(2.0, 1.0, 1.0) == 3.0
    assert forward_pass(2.0, 60.0, 30.0) == 150.0
    assert forward_pass(0.0, 60.0, 30.0) == 30.0


def test_loss_is_the_squared_error() -> None:
    assert calculate_loss(150.0, 3.0) == 21609.0
    assert calculate_loss(3.0, 150.0) == 21609.0
    assert calculate_loss(150.0, 150.0) == 0.0


def test_a_diverging_loss_becomes_infinite_and_does_not_raise() -> None:
    assert calculate_loss(0.0, 1e200) == math.inf


def test_partials_are_outer_times_inner() -> None:
    assert slope_w(2.0, 150.0, 3.0) == -588.0
    assert slope_b(150.0, 3.0) == -294.0
    assert slope_w(2000.0, 150.0, 3.0) == -588000.0
    assert slope_w(2.0, 150.0, 150.0) == slope_b(150.0, 150.0) == 0.0


@pytest.mark.parametrize(("w", "b"), [(1.0, 1.0), (30.4, 15.7), (90.0, -5.0)])
def test_partials_agree_with_central_differences(w: float, b: float) -> None:
    def loss(p: np.ndarray) -> float:
        return calculate_loss(150.0, forward_pass(2.0, p[0], p[1]))

    y_hat, p = forward_pass(2.0, w, b), np.array([w, b])
    assert slope_w(2.0, 150.0, y_hat) == pytest.approx(partial(loss, 0, p))
    assert slope_b(150.0, y_hat) == pytest.approx(partial(loss, 1, p))


def test_each_row_of_the_history_holds_the_loss_of_its_own_knobs() -> None:
    history = train(2.0, 150.0, 1.0, 1.0, 0.05, 2)
    assert history == [
        (1.0, 1.0, 21609.0),
        pytest.approx((30.4, 15.7, 5402.25)),
        pytest.approx((45.1, 23.05, 1350.5625)),
    ]
    assert train(2.0, 200.0, 1.0, 1.0, 0.05, 1)[1] == pytest.approx(
        (40.4, 20.7, 9702.25)
    )


def test_a_price_of_200_ends_at_other_knobs() -> None:
    end = train(2.0, 200.0, 1.0, 1.0, 0.05, 200)[-1]
    assert end == pytest.approx((79.8, 40.4, 0.0), abs=1e-9)


def test_a_thousandth_beyond_the_limit_the_loss_grows() -> None:
    losses = [loss for *_, loss in train(2.0, 150.0, 1.0, 1.0, 0.201, 500)]
    assert losses[100] == pytest.approx(21609.0 * 1.01**200)
    assert losses[500] == pytest.approx(21609.0 * 1.01**1000)


def test_no_epochs_leave_the_start() -> None:
    assert train(2.0, 150.0, 1.0, 1.0, 0.05, 0) == [(1.0, 1.0, 21609.0)]
    assert train(2.0, 150.0, 3.0, 1.0, 0.05, 0) == [(3.0, 1.0, 20449.0)]


def test_two_houses_of_one_size_end_halfway_and_depend_on_the_start() -> None:
    twins = [(2.0, 150.0), (2.0, 170.0)]
    assert train_houses(twins, 1.0, 1.0) == pytest.approx((63.8, 32.4))
    assert train_houses(twins, 100.0, 0.0) == pytest.approx((84.0, -8.0))


def test_two_thousand_steps_are_taken_on_the_mean_of_the_houses() -> None:
    curvature = (7.0 - math.sqrt(45.0)) / 2.0  # the smaller one of [[5, 3], [3, 2]]
    way = np.array([3.0, curvature - 5.0]) * 1e13
    w, b = way + np.array([60.0, 30.0])
    end = train_houses([HOUSE, SECOND_HOUSE], w, b)
    left = way * (1.0 - 0.1 * curvature) ** 2000
    assert end - left == pytest.approx([60.0, 30.0], abs=0.02)


def test_the_error_shrinks_by_one_fixed_factor() -> None:
    for size, lr in [(2.0, 0.05), (3.0, 0.02), (1.0, 0.4)]:
        rows = train(size, 150.0, 1.0, 1.0, lr, 5)
        errors = [forward_pass(size, w, b) - 150.0 for w, b, _ in rows]
        r = 1.0 - 2.0 * lr * (size * size + 1.0)
        assert errors[1:] == pytest.approx([r * error for error in errors[:-1]])


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ((1.0, 1.0), (59.8, 30.4)),
        ((0.0, 0.0), (60.0, 30.0)),
        ((100.0, 0.0), (80.0, -10.0)),
        ((0.0, 150.0), (0.0, 150.0)),
        ((80.0, 60.0), (52.0, 46.0)),
        ((-30.0, 60.0), (30.0, 90.0)),
        ((20.0, 110.0), (20.0, 110.0)),
    ],
)
def test_with_one_house_the_end_depends_on_the_start(
    start: tuple[float, float], end: tuple[float, float]
) -> None:
    w, b, loss = train(2.0, 150.0, *start, 0.05, 200)[-1]
    assert (w, b) == pytest.approx(end)
    assert loss == pytest.approx(0.0, abs=1e-20)
    assert train_houses([HOUSE, SECOND_HOUSE], *start) == pytest.approx((60.0, 30.0))


def test_first_epoch_below() -> None:
    history = [(0.0, 0.0, 4.0), (0.0, 0.0, 1.0), (0.0, 0.0, 0.25)]
    assert first_epoch_below(history, 5.0) == 1
    assert first_epoch_below(history, 1.0) == 3
    assert first_epoch_below(history, 0.25) is None


@pytest.mark.parametrize(
    ("lr", "epochs"),
    [
        (0.001, 1449), (0.01, 140), (0.05, 22), (0.08, 11), (0.09, 8), (0.10, 2),
        (0.11, 8), (0.15, 22), (0.19, 140), (0.199, 1449), (0.20, None),
        (0.201, None), (5.0, None),
    ],
)  # fmt: skip
def test_epochs_against_the_learning_rate(lr: float, epochs: int | None) -> None:
    assert epochs_to_print_zero(2.0, 150.0, lr) == epochs


def test_epochs_against_the_price() -> None:
    assert epochs_to_print_zero(2.0, 200.0, 0.01) == 142
    assert epochs_to_print_zero(2.0, 200.0, 0.05) == 23


@pytest.mark.parametrize(
    ("size", "epochs"),
    [(1.0, 67), (1.5, 39), (2.5, 13), (3.0, 2), (3.5, 14), (4.0, 42), (4.3, 279),
     (4.359, None), (math.sqrt(14.0), 22)],
)  # fmt: skip
def test_epochs_against_the_size(size: float, epochs: int | None) -> None:
    assert epochs_to_print_zero(size, 150.0, 0.05) == epochs


def test_the_rule_is_that_the_loss_prints_as_zero() -> None:
    for lr in (0.01, 0.05):
        printed = [f"{loss:.8f}" for *_, loss in train(2.0, 150.0, 1.0, 1.0, lr, 200)]
        assert epochs_to_print_zero(2.0, 150.0, lr) == 1 + printed.index("0.00000000")


def test_epochs_stop_at_the_limit() -> None:
    assert epochs_to_print_zero(2.0, 150.0, 0.05, limit=21) == 22
    assert epochs_to_print_zero(2.0, 150.0, 0.05, limit=20) is None


def test_epochs_stop_at_2000_unless_told() -> None:
    last, beyond = 0.0007249, 0.00072455
    assert epochs_to_print_zero(2.0, 150.0, last) == 2001
    assert epochs_to_print_zero(2.0, 150.0, beyond) is None
    assert epochs_to_print_zero(2.0, 150.0, beyond, limit=2001) == 2002


def test_epochs_from_another_start() -> None:
    assert epochs_to_print_zero(2.0, 150.0, 0.01, w=30.0, b=1.0) == 135
    assert epochs_to_print_zero(2.0, 150.0, 0.01, w=1.0, b=30.0) == 137


@pytest.mark.parametrize("narrow", [False, True])
def test_valley_starts_go_straight_across_to_different_ends(narrow: bool) -> None:
    with on_phones(narrow):
        fig = valley()
    x, y = HOUSE
    w, b = find(fig, "floor").get_data()
    assert x * w + b == pytest.approx(np.full(2, y))
    along = np.array([1.0, -x])
    ends = set()
    for number, start in enumerate(STARTS, start=1):
        path = np.array(find(fig, f"path {number}").get_data()).T
        assert path[0] == pytest.approx(start)
        steps = np.diff(path, axis=0)
        assert steps @ along == pytest.approx(np.zeros(len(steps)), abs=1e-9)
        misses = np.abs(path @ [x, 1.0] - y)
        assert np.all(np.diff(misses) <= 0)
        assert misses[-1] == pytest.approx(0.0, abs=1e-8)
        ends.add(tuple(path[-1].round(6)))
    assert len(ends) == len(STARTS) == 5
    assert fig.axes[0].get_aspect() == 1.0


@pytest.mark.parametrize("narrow", [False, True])
def test_a_turn_of_w_moves_the_prediction_twice_as_far(narrow: bool) -> None:
    with on_phones(narrow):
        fig = two_knobs()
    x, y = HOUSE
    rise_w = np.diff(find(fig, "rise by w").get_ydata()).item()
    rise_b = np.diff(find(fig, "rise by b").get_ydata()).item()
    assert rise_w == x * rise_b == 60.0
    start = np.array(find(fig, "start").get_ydata())
    tilted = np.array(find(fig, "tilted").get_ydata())
    lifted = np.array(find(fig, "lifted").get_ydata())
    assert tilted[0] == start[0]
    assert lifted - start == pytest.approx(np.full(2, rise_b))
    sizes = find(fig, "tilted").get_xdata()
    assert np.interp(x, sizes, start) == pytest.approx(3.0)
    assert find(fig, "house").get_xydata().tolist() == [[x, y]]


@pytest.mark.parametrize("narrow", [False, True])
def test_the_line_turns_about_its_house_and_meets_the_second_at_60(
    narrow: bool,
) -> None:
    with on_phones(narrow):
        frames = list(every_frame(second_house))
    for weight, fig in frames:
        w, b = find(fig, "knobs").get_xydata()[0]
        assert w == weight
        for name, (size, price) in (("first", HOUSE), ("second", SECOND_HOUSE)):
            on_w, on_b = find(fig, f"{name} floor").get_data()
            assert size * on_w + on_b == pytest.approx(price)
            assert find(fig, f"{name} house").get_xydata().tolist() == [[size, price]]
        sizes, prices = find(fig, "line").get_data()
        assert np.interp(HOUSE[0], sizes, prices) == pytest.approx(HOUSE[1])
        off = np.interp(SECOND_HOUSE[0], sizes, prices) - SECOND_HOUSE[1]
        assert find(fig, "miss").get_ydata() == pytest.approx([90.0, 90.0 + off])
        assert (off == 0) == (w == 60.0)
        said = f"w = {w:.0f}, b = {b:.0f}: second house off by {off:.0f}"
        assert fig.get_label() == said.replace("-", "\N{MINUS SIGN}")


@pytest.mark.parametrize("narrow", [False, True])
def test_without_its_bias_training_crosses_the_floor_of_the_house(narrow: bool) -> None:
    with on_phones(narrow):
        fig = disconnected()
    x, y = HOUSE
    path = np.array(find(fig, "path").get_data()).T
    assert path[0] == pytest.approx([1.0, 1.0])
    assert path[-1] == pytest.approx([75.0, 38.0])
    misses = path @ [x, 1.0] - y
    assert misses[0] < 0 < misses[-1]
    w, b = find(fig, "floor").get_data()
    assert x * w + b == pytest.approx(y)
    assert x * find(fig, "own floor").get_xdata() == pytest.approx(y)


def test_the_weight_alone_shrinks_the_error_by_six_tenths() -> None:
    path = broken_path(3)
    errors = 2 * path[:, 0] - 150
    assert errors[1:] == pytest.approx(0.6 * errors[:-1])
    assert path[1] == pytest.approx([30.6, 15.8])
