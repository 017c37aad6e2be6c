import math

import numpy as np
import pytest
from matplotlib.lines import Line2D

from downhill.style import every_frame, find
from snippets.losses.one_house_two_knobs import (
    HOUSE,
    SECOND_HOUSE,
    STARTS,
    calculate_loss,
    epochs_by_learning_rate,
    epochs_to_print_zero,
    first_epoch_below,
    forward_pass,
    get_gradient_b,
    get_gradient_w,
    lines_through_houses,
    train,
    train_houses,
    two_knobs,
    valley,
    walk,
)
from snippets.many_variables.partial_derivatives import partial
from tests.derivatives import Pair

PAIRS = (
    Pair(
        get_gradient_w,
        lambda x, y, w, b: calculate_loss(y, forward_pass(x, w, b)),
        by="w",
        slopes=lambda x, y, w, b: get_gradient_w(x, y, forward_pass(x, w, b)),
    ),
    Pair(
        get_gradient_b,
        lambda x, y, w, b: calculate_loss(y, forward_pass(x, w, b)),
        by="b",
        slopes=lambda x, y, w, b: get_gradient_b(y, forward_pass(x, w, b)),
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
    assert get_gradient_w(2.0, 150.0, 3.0) == -588.0
    assert get_gradient_b(150.0, 3.0) == -294.0
    assert get_gradient_w(2000.0, 150.0, 3.0) == -588000.0
    assert get_gradient_w(2.0, 150.0, 150.0) == get_gradient_b(150.0, 150.0) == 0.0


@pytest.mark.parametrize(("w", "b"), [(1.0, 1.0), (30.4, 15.7), (90.0, -5.0)])
def test_partials_agree_with_central_differences(w: float, b: float) -> None:
    def loss(p: np.ndarray) -> float:
        return calculate_loss(150.0, forward_pass(2.0, p[0], p[1]))

    y_hat, p = forward_pass(2.0, w, b), np.array([w, b])
    assert get_gradient_w(2.0, 150.0, y_hat) == pytest.approx(partial(loss, 0, p))
    assert get_gradient_b(150.0, y_hat) == pytest.approx(partial(loss, 1, p))


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


def test_one_step_with_two_houses_takes_the_mean_of_their_gradients() -> None:
    houses = [(2.0, 150.0), (1.0, 90.0)]
    assert train_houses(houses, 1.0, 1.0, 0.1, 1) == pytest.approx((39.2, 24.5))


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
    houses = [(2.0, 150.0), (1.0, 90.0)]
    assert train_houses(houses, *start, 0.1, 2000) == pytest.approx((60.0, 30.0))


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


def test_valley_starts_slide_straight_across_to_different_ends() -> None:
    fig = valley()
    x, y = HOUSE
    w, b = find(fig, "minimizers").get_data()
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


def test_a_turn_of_w_moves_the_prediction_x_times_as_far_as_one_of_b() -> None:
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
    assert np.interp(x, sizes, tilted) == pytest.approx(y)
    assert find(fig, "house").get_xydata().tolist() == [[x, y]]


def test_many_lines_pass_through_one_house_and_one_through_both() -> None:
    fig = lines_through_houses()
    lines = [a for a in fig.axes[0].lines if str(a.get_gid()).startswith("line ")]
    both = find(fig, "both")
    assert len(lines) == 7

    def price(line: Line2D, size: float) -> float:
        return float(np.interp(size, *np.array(line.get_data(), dtype=float)))

    for line in [*lines, both]:
        assert price(line, HOUSE[0]) == pytest.approx(HOUSE[1])
    size, paid = SECOND_HOUSE
    assert price(both, size) == pytest.approx(paid)
    assert min(abs(price(line, size) - paid) for line in lines) > 10.0


def test_epochs_form_a_u_with_two_arms_of_equal_height() -> None:
    fig = epochs_by_learning_rate()
    assert find(fig, "pair").get_xydata().tolist() == [[0.01, 140], [0.19, 140]]
    assert find(fig, "best").get_xydata().tolist() == [[0.1, 2]]
    slow, fast = find(fig, "slow arm"), find(fig, "bouncing arm")
    assert np.all(np.diff(slow.get_ydata()) <= 0)
    assert np.all(np.diff(fast.get_ydata()) >= 0)
    assert fast.get_ydata().tolist() == slow.get_ydata()[::-1].tolist()
    assert find(fig, "threshold").get_xdata() == pytest.approx([0.2, 0.2])
    assert fig.axes[0].get_yscale() == "log"


def test_the_walk_creeps_arrives_bounces_and_diverges() -> None:
    x, y = HOUSE
    seen = []
    for lr, fig in every_frame(walk):
        w, b = find(fig, "path").get_data()
        errors = find(fig, "errors").get_ydata()
        assert (w[0], b[0]) == (1.0, 1.0)
        assert errors == pytest.approx(x * w + b - y)
        assert np.diff(w) == pytest.approx(x * np.diff(b))  # straight across
        r = 1 - 10 * lr
        assert errors[1:] == pytest.approx(r * errors[:-1], abs=1e-9)
        size, signs = np.abs(errors), np.sign(errors.round(9))
        if lr < 0.1:
            assert np.all(np.diff(size) < 0)
            assert np.all(signs == -1)
        elif lr == 0.1:
            assert size[1:] == pytest.approx(0.0, abs=1e-9)
        else:
            assert np.all(signs[1:] == -signs[:-1])
            assert np.diff(size) / size[:-1] == pytest.approx(-r - 1)
        top, bottom = fig.axes
        for values, (low, high) in (
            (w, top.get_xlim()),
            (b, top.get_ylim()),
            (errors, bottom.get_ylim()),
        ):
            assert low < np.min(values)
            assert np.max(values) < high
        w, b = find(fig, "minimizers").get_data()
        assert x * w + b == pytest.approx(y)
        said = f"{r + 0.0:.2f}".replace("-0.00", "0.00").replace("-", "−")
        assert fig.get_label() == f"rate {lr:g}, error × {said} at each update"
        seen.append(lr)
    assert seen == sorted(seen)
    assert {0.1, 0.2} < set(seen)
    assert min(seen) < 0.01
    assert max(seen) > 0.2
