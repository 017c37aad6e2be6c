"""Matrix calculus: literal values of its functions, and the claim of each figure."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from matplotlib.patches import Rectangle
from matplotlib.quiver import Quiver

from downhill.style import every_frame, find, on_phones
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
UNVERIFIED = {
    r"d(\mathbf{x}^{\top} A \mathbf{x}) = (d\mathbf{x})^{\top} A \mathbf{x} + \mathbf{x}^{\top} A\,d\mathbf{x} = \left((A + A^{\top})\,\mathbf{x}\right)^{\top} d\mathbf{x}": "a differential; the gradient below it is verified",
    r"d \operatorname{tr}(AA) = \operatorname{tr}(dA\,A) + \operatorname{tr}(A\,dA) = \operatorname{tr}\left((2A^{\top})^{\top} dA\right)": "a differential; the gradient below it is verified",
    r"d(\mathbf{r}^{\top} \mathbf{r}) = (d\mathbf{r})^{\top} \mathbf{r} + \mathbf{r}^{\top} d\mathbf{r} = (2X^{\top} \mathbf{r})^{\top} d\mathbf{w}": "a differential; the gradient below it is verified",
    r"d(\mathbf{a}^{\top} W \mathbf{c}) = \operatorname{tr}(\mathbf{a}^{\top} dW\,\mathbf{c}) = \operatorname{tr}\left((\mathbf{a}\mathbf{c}^{\top})^{\top} dW\right)": "a differential; the gradient below it is verified",
    r"d \operatorname{tr}(W^{\top} W) = \operatorname{tr}((dW)^{\top} W) + \operatorname{tr}(W^{\top} dW) = \operatorname{tr}\left((2W)^{\top} dW\right)": "a differential; the gradient below it is verified",
    r"X = \begin{bmatrix} 1 & 2 \\ 3 & 4 \\ 5 & 6 \end{bmatrix}, \qquad W = \begin{bmatrix} 1 \\ 0 \end{bmatrix}, \qquad Y = \begin{bmatrix} 0 \\ 1 \\ 4 \end{bmatrix}": "definition of its left side, or a condition for it",
    r"df = \sum_i \sum_j \frac{\partial f}{\partial X_{ij}}\,dX_{ij}": "matrices; the tests below check it at two sizes",
    r"d(XW) = dX\,W + X\,dW": "matrices; the tests below check it at two sizes",
    r"\operatorname{tr}(S^{\top} dX) = \sum_i \sum_j S_{ij}\,dX_{ij}": "matrices; the tests below check it at two sizes",
    r"d\hat Y = dX\,W + X\,dW + \mathbf{1}\,d\mathbf{b}^{\top}": "matrices; the tests below check it at two sizes",
    r"\operatorname{tr}(G^{\top} dX\,W) = \operatorname{tr}\left((G W^{\top})^{\top} dX\right)": "matrices; the tests below check it at two sizes",
    r"\operatorname{tr}(G^{\top} X\,dW) = \operatorname{tr}\left((X^{\top} G)^{\top} dW\right)": "matrices; the tests below check it at two sizes",
    r"\operatorname{tr}(G^{\top} \mathbf{1}\,d\mathbf{b}^{\top}) = (G^{\top} \mathbf{1})^{\top} d\mathbf{b}": "matrices; the tests below check it at two sizes",
    r"\operatorname{tr}\left(G^{\top} (\varphi'(Z) \odot dZ)\right) = \operatorname{tr}\left((G \odot \varphi'(Z))^{\top} dZ\right)": "matrices; the tests below check it at two sizes",
    r"d(\mathbf{a}^{\top} \mathbf{x}) = \mathbf{a}^{\top} d\mathbf{x}": "matrices; the tests below check it at two sizes",
    r"dL = \operatorname{tr}(G^{\top} d\hat Y)": "matrices; the tests below check it at two sizes",
}

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


@pytest.mark.parametrize(("N", "n", "k"), [(4, 3, 2), (6, 5, 7)])
def test_the_lines_of_each_derivation_are_equal(N: int, n: int, k: int) -> None:
    rng = np.random.default_rng(0)
    X, dX, Y, G, Z, dZ = (
        rng.normal(size=s) for s in ((N, n), (N, n), (N, k), (N, k), (N, k), (N, k))
    )
    W, dW, C, A, dA = (
        rng.normal(size=s) for s in ((n, k), (n, k), (k, n), (n, n), (n, n))
    )
    a, x, dx, w, dw = rng.normal(size=(5, n))
    (b, db, c), y, ones = rng.normal(size=(3, k)), rng.normal(size=N), np.ones(N)
    r, dr, tr, i = X @ w - y, X @ dw, np.trace, 1e-20j
    sides: list[tuple[Any, ...]] = [
        (((X + i * dX) @ (W + i * dW)).imag * 1e20, dX @ W + X @ dW),
        (tr(G.T @ dZ), np.sum(G * dZ)),
        (tr(A.T), tr(A)),
        (tr(W @ C), tr(C @ W)),
        (tr(W.T @ W), np.linalg.norm(W) ** 2),
        (
            ((x + i * dx) @ A @ (x + i * dx)).imag * 1e20,
            dx @ A @ x + x @ A @ dx,
            (A + A.T) @ x @ dx,
        ),
        (
            tr((A + i * dA) @ (A + i * dA)).imag * 1e20,
            tr(dA @ A) + tr(A @ dA),
            tr((2 * A.T).T @ dA),
        ),
        (
            ((X + i * dX) @ (W + i * dW) + np.outer(ones, b + i * db)).imag * 1e20,
            dX @ W + X @ dW + np.outer(ones, db),
        ),
        (tr(G.T @ dX @ W), tr((G @ W.T).T @ dX)),
        (tr(G.T @ X @ dW), tr((X.T @ G).T @ dW)),
        (tr(G.T @ np.outer(ones, db)), (G.T @ ones) @ db),
        (
            tr(G.T @ np.tanh(Z + i * dZ)).imag * 1e20,
            tr(G.T @ ((1 - np.tanh(Z) ** 2) * dZ)),
            tr((G * (1 - np.tanh(Z) ** 2)).T @ dZ),
        ),
        ((a @ (x + i * dx)).imag * 1e20, a @ dx),
        (
            ((r + i * dr) @ (r + i * dr)).imag * 1e20,
            dr @ r + r @ dr,
            (2 * X.T @ r) @ dw,
        ),
        (
            (a @ (W + i * dW) @ c).imag * 1e20,
            tr(np.outer(a, c).T @ dW),
        ),
        (
            tr((W + i * dW).T @ (W + i * dW)).imag * 1e20,
            tr(dW.T @ W) + tr(W.T @ dW),
            tr((2 * W).T @ dW),
        ),
        (
            np.mean((X @ W - Y + i * dZ) ** 2).imag * 1e20,
            tr((2 / (N * k) * (X @ W - Y)).T @ dZ),
        ),
    ]
    for first, *others in sides:
        for other in others:
            assert other == pytest.approx(first)


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
            right, wrong = (find(fig, gid) for gid in ("right", "wrong"))
            assert isinstance(right, Quiver)
            p = np.asarray(right.XY)
            assert np.sum(p @ EVEN * p, axis=1) == pytest.approx([1.5] * 8)
            up = np.stack([right.U, right.V], axis=-1)
            off = np.stack([wrong.U, wrong.V], axis=-1)
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
