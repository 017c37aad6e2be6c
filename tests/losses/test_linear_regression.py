"""Linear regression: literal values of its functions, and the claim of each figure."""

import re

import numpy as np
import pytest

from downhill.style import every_frame, find, on_phones
from snippets.losses.linear_regression import (
    LEVELS,
    RATES,
    X,
    both_ways,
    design,
    hundred_orders,
    line_and_point,
    many_weeks,
    mse,
    mse_gradient,
    normal_equations,
    residuals,
    right_angle,
    turning_line,
    twenty_points,
    two_hundred_steps,
    x,
    y,
)
from tests.derivatives import Pair, vector

PAIRS = (
    Pair(
        mse_gradient,
        lambda t, b, m: mse(X, vector(2.0, 1.0, 3.0, t), vector(b, m)),
        by="b m",
        slopes=lambda t, b, m: mse_gradient(X, vector(2.0, 1.0, 3.0, t), vector(b, m)),
    ),
)
UNVERIFIED = {
    r"X^{\top}X\,\mathbf{w}_* = X^{\top}\mathbf{y}": "definition of the best weights by equations, solved in a test",
}

ZERO, BEST = np.zeros(2), np.array([1.0, 2.0])


def test_a_column_of_ones_stands_beside_the_distances() -> None:
    assert design(x).tolist() == [[1, 0], [1, 1], [1, 1], [1, 2]]
    with pytest.raises(ValueError, match=r"x has shape \(4, 1\)"):
        design(x[:, None])


def test_the_errors_are_prediction_minus_truth() -> None:
    assert residuals(X, y, ZERO).tolist() == [-2.0, -1.0, -3.0, -6.0]
    assert residuals(X, y, BEST).tolist() == [-1.0, 2.0, 0.0, -1.0]


def test_the_loss_and_its_gradient() -> None:
    assert mse(X, y, ZERO) == 12.5
    assert mse_gradient(X, y, ZERO).tolist() == [-6.0, -8.0]
    assert mse(X, y, BEST) == 1.5
    assert mse_gradient(X, y, BEST).tolist() == [0.0, 0.0]


def test_the_normal_equations_find_the_best_line() -> None:
    assert normal_equations(X, y) == pytest.approx(BEST)
    assert normal_equations(design(y), x) == pytest.approx([1 / 7, 2 / 7])
    with pytest.raises(np.linalg.LinAlgError):
        normal_equations(design(np.ones(2)), np.array([1.0, 3.0]))


def test_the_notebooks_data() -> None:
    A, times = hundred_orders()
    assert A.shape == (100, 2)
    assert normal_equations(A, times) == pytest.approx([2.430192, 2.908045], abs=1e-6)
    A, times = twenty_points()
    assert A.shape == (20, 2)
    assert mse_gradient(A, times, ZERO) == pytest.approx([-2.91901361, -4.72563395])


def test_the_fit_beats_the_truth_in_every_week() -> None:
    fit, truth = many_weeks(5, np.random.default_rng(0), 50)
    assert fit.shape == truth.shape == (50,)
    assert np.all(fit < truth)
    rng = np.random.default_rng(0)
    at, luck = 10 * rng.random((50, 5)), 2 * rng.normal(size=(50, 5))
    A, times = design(at[7]), 2 + 3 * at[7] + luck[7]
    assert fit[7] == pytest.approx(mse(A, times, normal_equations(A, times)))
    assert truth[7] == pytest.approx(mse(A, times, np.array([2.0, 3.0])))


@pytest.mark.parametrize("phone", [False, True])
def test_the_best_line_is_the_lowest_point_and_the_path_ends_there(phone: bool) -> None:
    with on_phones(phone):
        fig = line_and_point()
    at, height = find(fig, "line").get_data()
    (bias,), (slope,) = find(fig, "best").get_data()
    assert height == pytest.approx(bias + slope * at)
    for level in LEVELS:
        line = np.array(find(fig, f"level {level:g}").get_data())
        for point in line[:, ::12].T:
            assert mse(X, y, point) == pytest.approx(level)
    assert mse(X, y, np.array([bias, slope])) < min(LEVELS)
    path = np.array(find(fig, "path").get_data()).T
    assert np.all(np.diff([mse(X, y, w) for w in path]) < 0)
    assert path[-1] == pytest.approx([bias, slope], abs=0.05)
    for i, (bias, slope) in enumerate(np.transpose(find(fig, "shown").get_data())):
        at, height = find(fig, f"shown {i}").get_data()
        assert height == pytest.approx(bias + slope * at)


@pytest.mark.parametrize("phone", [False, True])
def test_every_line_through_the_mean_cancels_and_one_balances_the_turn(
    phone: bool,
) -> None:
    turned = {}
    with on_phones(phone):
        drawn = list(every_frame(turning_line))
    for slope, fig in drawn:
        bars = [np.array(find(fig, f"error {i}").get_data()) for i in range(4)]
        errors = np.array([foot - time for _, (time, foot) in bars])
        at = np.array([where[0] for where, _ in bars])
        assert errors.sum() == pytest.approx(0.0)
        turned[slope] = errors @ at
        (here,), (loss,) = find(fig, "here").get_data()
        assert here == slope
        assert loss == pytest.approx(np.mean(errors**2))
        told = str(fig.get_label()).replace("\N{MINUS SIGN}", "-")
        numbers = [float(n) for n in re.findall(r"-?\d+\.?\d*", told)]
        assert numbers == pytest.approx([slope, 0.0, turned[slope]])
        curve = find(fig, "loss").get_data()
        assert curve[0][np.argmin(curve[1])] == pytest.approx(2.0)
    assert [s for s, turn in turned.items() if abs(turn) < 1e-9] == [2.0]


@pytest.mark.parametrize("phone", [False, True])
def test_the_errors_are_at_a_right_angle_to_the_predictions(phone: bool) -> None:
    with on_phones(phone):
        fig = right_angle()
    drawn = {
        name: np.array([find(fig, name).U[0], find(fig, name).V[0]])
        for name in ("y", "y_hat", "e")
    }
    assert drawn["y"] + drawn["e"] == pytest.approx(drawn["y_hat"])
    assert drawn["e"] @ drawn["y_hat"] == pytest.approx(0.0)
    squares = [v @ v for v in drawn.values()]
    assert squares == pytest.approx([50.0, 44.0, 6.0])
    assert squares == pytest.approx([y @ y, (X @ BEST) @ (X @ BEST), 6.0])
    said = " ".join(text.get_text() for text in fig.axes[0].texts)
    assert re.findall(r"\d+", said) == ["50", "44", "6"]


def test_after_two_hundred_steps_the_loss_is_flat_and_the_line_is_off() -> None:
    fig = two_hundred_steps()
    ends = {lr: find(fig, f"rate {lr:g}").get_ydata() for lr in RATES}
    floor = find(fig, "floor").get_ydata()[0]
    assert ends[0.00001][-1] > 260 > ends[0.001][-1] > ends[0.01][-1] > floor
    assert ends[0.001][[0, 199]] == pytest.approx([336.6350, 4.0808], abs=5e-5)
    late = ends[0.001]
    assert late[100] - late[200] < 0.5  # flat to the eye, where it fell by 330
    best = find(fig, "best line").get_ydata()
    reached = find(fig, "reached line").get_ydata()
    assert best[0] - reached[0] > 1.7
    assert best[1] < reached[1]


@pytest.mark.parametrize("phone", [False, True])
def test_the_two_lines_lie_best_by_their_own_errors(phone: bool) -> None:
    with on_phones(phone):
        fig = both_ways()
    for name, along in (("up", 1), ("sideways", 0)):
        bars = [np.array(find(fig, f"{name} {i}").get_data()) for i in range(4)]
        errors = np.array([bar[along, 1] - bar[along, 0] for bar in bars])
        input_of = np.array([bar[1 - along, 0] for bar in bars])
        assert errors.sum() == pytest.approx(0.0)
        assert errors @ input_of == pytest.approx(0.0)
    steep = {}
    for name in ("up", "sideways"):
        at, height = find(fig, f"{name} line").get_data()
        steep[name] = (height[1] - height[0]) / (at[1] - at[0])
    assert steep == pytest.approx({"up": 2.0, "sideways": 3.5})
