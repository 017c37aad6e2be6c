"""Matrix calculus: literal values of its functions, and the claim of each figure."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from downhill.style import every_frame, find, find_arrows, on_phones
from snippets.many_variables.matrix_calculus import (
    EVEN,
    PRODUCTS,
    TALL,
    TWIST,
    WIDE,
    as_it_is,
    column,
    four_rules,
    from_left,
    from_right,
    linear_backward,
    lopsided,
    memorized,
    mismatch,
    noise,
    numeric_gradient,
    one_trace,
    six_rules,
    sum_rows,
    three_products,
    train,
)
from tests.derivatives import Pair, Rule, vector


def layer(u: float, v: float, w: float, b: float) -> float:
    """Two predictions of one layer, the second counted twice."""
    return (u * v + w * 2 + b) + 2 * (3 * v + u * w + b)


def layer_slopes(u: float, v: float, w: float, b: float) -> Any:
    """The slopes of layer in v, w and b, shape (3,)."""
    X, W = vector([u, 2.0], [3.0, u]), vector([v], [w])
    _, in_W, in_b = linear_backward(X, W, vector([1.0], [2.0]))
    return vector(*in_W.ravel(), *in_b)


RULES = (
    Rule(
        numeric_gradient,
        lambda f, p, u: float(
            np.sum(numeric_gradient(lambda Q: f(*Q[0]), np.array([p])) * u)
        ),
        error=1e-9,
    ),
)

PAIRS = (
    Pair(
        linear_backward,
        layer,
        by="v w b",
        slopes=layer_slopes,
    ),
)


@pytest.mark.parametrize("rules", [six_rules, four_rules])
@pytest.mark.parametrize("sizes", [(4, 3, 2), (6, 5, 7), (1, 2, 3)])
def test_each_rule_has_the_shape_of_its_letter_and_is_right(
    rules: Callable[..., Any], sizes: tuple[int, int, int]
) -> None:
    assert len(six_rules(*sizes) | four_rules(*sizes)) == 10
    for f, point, gradient in rules(*sizes).values():
        assert gradient.shape == point.shape
        assert mismatch(numeric_gradient(f, point), gradient) < 1e-8


def test_the_mismatch_of_two_arrays() -> None:
    assert mismatch(np.array([1.0, 4.0]), np.array([1.0, 3.0])) == 0.25
    assert mismatch(np.array([3.0]), np.array([-3.0])) == 2.0
    with pytest.raises(ValueError, match=r"^\(2,\) and \(1, 2\)$"):
        mismatch(np.ones(2), np.ones((1, 2)))


def test_a_gradient_is_measured_in_any_shape() -> None:
    C = np.arange(24.0).reshape(2, 3, 4)
    seen = numeric_gradient(lambda X: np.sum(C * X**2), np.ones((2, 3, 4)))
    assert seen == pytest.approx(2 * C, abs=1e-7)


def test_back_through_a_layer() -> None:
    X = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    W, G = np.array([[1.0], [0.0]]), np.array([[2.0], [4.0], [2.0]])
    in_X, in_W, in_b = linear_backward(X, W, G)
    assert in_X.tolist() == [[2.0, 0.0], [4.0, 0.0], [2.0, 0.0]]
    assert in_W.tolist() == [[24.0], [32.0]]
    assert in_b.tolist() == [8.0]
    with pytest.raises(ValueError, match=r"^\(3, 2\) \(2, 1\) \(2, 1\)$"):
        linear_backward(X, W, G[:2])
    with pytest.raises(ValueError, match=r"^\(3, 2\) \(1, 1\) \(3, 1\)$"):
        linear_backward(X, W[:1], G)


def test_the_unsummed_bias_learns_noise_and_the_summed_one_does_not() -> None:
    X, Y = noise()
    assert (X.shape, Y.shape) == ((64, 3), (64, 2))
    ones = np.column_stack([X, np.ones(64)])
    best = np.mean((ones @ np.linalg.lstsq(ones, Y, rcond=None)[0] - Y) ** 2)
    _, b, losses = train(X, Y, 2000, sum_rows)
    assert b.shape == (2,)
    assert losses[0] == pytest.approx(1.2193, abs=1e-4)
    assert losses[-1] == pytest.approx(best) == pytest.approx(1.1191, abs=1e-4)
    W, b, losses = train(X, Y, 2000, as_it_is)
    assert b.shape == (64, 2)
    assert losses[100] == pytest.approx(0.8405, abs=1e-4)
    assert losses[2000] == pytest.approx(0.0022, abs=1e-4)
    assert losses[-1] == pytest.approx(np.mean((X @ W + b - Y) ** 2))


def test_columns_minus_a_list_learn_the_mean() -> None:
    w, b, x, y, seen = column(5000)
    assert x.shape == y.shape == (50,)
    assert abs(w) < 1e-12
    assert b == pytest.approx(y.mean()) == pytest.approx(2.58383, abs=1e-5)
    assert seen == pytest.approx(y.var()) == pytest.approx(0.80135, abs=1e-5)


def test_multiplications_are_counted() -> None:
    assert from_left([2, 3, 4]) == from_right([2, 3, 4]) == 24
    assert from_left([2, 3, 4, 5]) == 24 + 40
    assert from_right([2, 3, 4, 5]) == 60 + 30
    assert from_left([1500] * 5 + [1]) == 3 * 1500**3 + 1500**2
    assert from_right([1500] * 5 + [1]) == 4 * 1500**2


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize("name", PRODUCTS)
def test_inner_sides_are_equal_and_the_outer_ones_are_the_letters(
    name: str, phone: bool
) -> None:
    with on_phones(phone):
        fig = three_products()

    def sides(gid: str) -> tuple[float, float]:
        found: Rectangle = find(fig, gid)
        return found.get_height(), found.get_width()

    (m, inner), (also, k) = (sides(f"{name}, factor {i}") for i in (0, 1))
    assert inner == also
    assert sides(f"gradient {name}") == (m, k)
    for i in (0, 1):
        x, y = (np.ptp(side) for side in find(fig, f"{name}, inner {i}").get_data())
        assert x + y == inner
    drawn = {"N": 6.0, "n": 3.0, "k": 2.0}
    letter = {"W": ("n", "k"), "X": ("N", "n")}.get(name)
    assert (m, k) == (tuple(drawn[side] for side in letter) if letter else (2.0, 1.0))


@pytest.mark.parametrize("phone", [False, True])
def test_one_loss_stops_and_the_other_never_does(phone: bool) -> None:
    with on_phones(phone):
        fig = memorized()
    steps, right = find(fig, "right").get_data()
    _, bug = find(fig, "bug").get_data()
    assert (steps[0], steps[-1]) == (0, 20000)
    assert right[1:] == pytest.approx([1.1191] * 200, abs=1e-4)
    assert np.all(np.diff(bug[:190]) < 0)
    assert 1e-27 < bug[-1] < 9e-27
    assert fig.axes[0].get_yscale() == "log"


@pytest.mark.parametrize("phone", [False, True])
def test_both_products_have_one_trace(phone: bool) -> None:
    with on_phones(phone):
        fig = one_trace()
    for name, M in (("BC", WIDE @ TALL), ("CB", TALL @ WIDE)):
        written = [
            float(find(fig, f"${name}$ {i} {i}").get_text()) for i in range(len(M))
        ]
        assert written == np.diag(M).tolist()
        said = find(fig, f"trace ${name}$").get_text()
        assert said == " + ".join(f"{one:.0f}" for one in written) + " = 12"
        assert sum(written) == 12


@pytest.mark.parametrize("phone", [False, True])
def test_the_lines_and_the_gradient_stay_while_the_wrong_rule_turns(
    phone: bool,
) -> None:
    offs = []
    first = None
    with on_phones(phone):
        for s, fig in every_frame(lopsided):
            p, up = find_arrows(fig, "right")
            _, off = find_arrows(fig, "wrong")
            assert np.sum(p @ EVEN * p, axis=1) == pytest.approx([1.5] * 8)
            assert up == pytest.approx(2 * p @ EVEN)
            assert off == pytest.approx(2 * p @ (EVEN + s * TWIST).T)
            first = up if first is None else first
            assert up == pytest.approx(first)
            cosine = np.sum(up * off, axis=1) / np.hypot(*up.T) / np.hypot(*off.T)
            worst = np.degrees(np.arccos(np.clip(cosine, -1, 1))).max()
            said = f"s = {s:g}: red is off by up to {worst:.0f} degrees"
            assert fig.get_label() == said
            offs.append(worst)
            ax = fig.axes[0]
            for ends in (p + up / 2.6, p + off / 2.6):
                assert np.all(np.abs(ends) < [ax.get_xlim()[1], ax.get_ylim()[1]])
    assert offs[0] == pytest.approx(0.0, abs=1e-5)
    assert offs == sorted(offs)
    assert offs[-1] > 45
