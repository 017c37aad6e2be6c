"""Matrix calculus: gradients of layers by differentials, and a bias that grew."""

from itertools import pairwise
from typing import Any

# --8<-- [start:imports]
import numpy as np

# --8<-- [end:imports]
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from downhill.style import (
    FIRST,
    FOURTH,
    INK,
    QUIET,
    SECOND,
    THIRD,
    arrows,
    bare,
    canvas,
    frames,
    margins,
    narrow,
    on_paper,
)
from snippets.many_variables.the_gradient import grad


# --8<-- [start:noise]
def noise(N: int = 64, n: int = 3, k: int = 2):
    """Return inputs (N, n) and targets (N, k)."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(N, n))
    Y = rng.normal(size=(N, k))
    return X, Y


# --8<-- [end:noise]


# --8<-- [start:train]
def train(
    X: np.ndarray,
    Y: np.ndarray,
    steps: int,
    bias,
    lr: float = 0.1,
):
    """Return W (n, k), b and the losses of a layer.

    `bias` says, from G (N, k), how b is lowered.
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    b = np.zeros(Y.shape[1])
    losses = [np.mean(Y**2)]
    for _ in range(steps):
        G = 2 * (X @ W + b - Y) / Y.size
        W = W - lr * X.T @ G
        b = b - lr * bias(G)
        losses.append(np.mean((X @ W + b - Y) ** 2))
    return W, b, losses


# --8<-- [end:train]


# --8<-- [start:linear_backward]
def linear_backward(
    X: np.ndarray,
    W: np.ndarray,
    G: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the gradients in X, W and b of X W + b.

    X is (N, n), W (n, k), G (N, k); else ValueError.
    """
    (N, n), (rows, k) = X.shape, W.shape
    if rows != n or G.shape != (N, k):
        raise ValueError(f"{X.shape} {W.shape} {G.shape}")
    return G @ W.T, X.T @ G, G.sum(axis=0)


# --8<-- [end:linear_backward]


# --8<-- [start:numeric_gradient]
def numeric_gradient(f, X: np.ndarray) -> np.ndarray:
    """Measure the gradient of f at X, any shape."""
    flat = grad(lambda v: f(v.reshape(X.shape)), X.ravel())
    return flat.reshape(X.shape)


def mismatch(a: np.ndarray, b: np.ndarray) -> float:
    """Return the largest error, over the largest entry.

    ValueError if the shapes differ.
    """
    if a.shape != b.shape:
        raise ValueError(f"{a.shape} and {b.shape}")
    size = max(np.abs(a).max(), np.abs(b).max())
    return float(np.abs(a - b).max() / size)


# --8<-- [end:numeric_gradient]


# --8<-- [start:ten_rules]
def six_rules(N: int, n: int, k: int):
    """Return rules: a function, a point, the claim."""
    rng = np.random.default_rng(0)
    a, x, w = rng.normal(size=(3, n))
    c, y = rng.normal(size=k), rng.normal(size=N)
    A, X = rng.normal(size=(n, n)), rng.normal(size=(N, n))
    W = rng.normal(size=(n, k))
    error = X @ w - y
    return {
        "a'x": (lambda x: a @ x, x, a),
        "x'Ax": (lambda x: x @ A @ x, x, (A + A.T) @ x),
        "|Xw - y|^2": (
            lambda w: np.sum((X @ w - y) ** 2),
            w,
            2 * X.T @ error,
        ),
        "a'Wc": (lambda W: a @ W @ c, W, np.outer(a, c)),
        "|W|^2": (lambda W: np.sum(W**2), W, 2 * W),
        "tr(AA)": (lambda A: np.trace(A @ A), A, 2 * A.T),
    }


def four_rules(N: int, n: int, k: int):
    """Return the rules of a layer and of a bend."""
    rng = np.random.default_rng(0)
    X, W = rng.normal(size=(N, n)), rng.normal(size=(n, k))
    b, Z = rng.normal(size=k), rng.normal(size=(N, k))

    def loss(X, W, b):
        return np.sum(np.sin(X @ W + b))

    G = np.cos(X @ W + b)  # of this loss
    in_X, in_W, in_b = linear_backward(X, W, G)
    bend = 1 - np.tanh(Z) ** 2
    return {
        "layer in W": (lambda W: loss(X, W, b), W, in_W),
        "layer in b": (lambda b: loss(X, W, b), b, in_b),
        "layer in X": (lambda X: loss(X, W, b), X, in_X),
        "tanh(Z)": (
            lambda Z: np.sum(G * np.tanh(Z)),
            Z,
            G * bend,
        ),
    }


# --8<-- [end:ten_rules]


# --8<-- [start:column]
def column(steps: int):
    """Train (50, 1) on (50,); return w, b, x, y, loss."""
    rng = np.random.default_rng(0)
    x = rng.uniform(0, 1, 50)
    y = 3 * x + 1 + rng.normal(0, 0.1, 50)
    w, b = 0.0, 0.0
    for _ in range(steps):
        error = (w * x + b)[:, None] - y  # (50, 50)
        G = 2 * error.mean(axis=1) / 50
        w, b = w - 0.3 * (G @ x), b - 0.3 * G.sum()
    error = (w * x + b)[:, None] - y
    return w, b, x, y, np.mean(error**2)


# --8<-- [end:column]


# --8<-- [start:operations]
def from_left(sizes: list[int]) -> int:
    """Count the multiplications of ((AB)C)v."""
    pairs = pairwise(sizes[1:])
    return sum(sizes[0] * i * j for i, j in pairs)


def from_right(sizes: list[int]) -> int:
    """Count the multiplications of A(B(Cv))."""
    pairs = pairwise(sizes[:-1])
    return sum(i * j * sizes[-1] for i, j in pairs)


# --8<-- [end:operations]

SIZES = {"64": 6.0, "3": 3.0, "2": 2.0, "1": 1.0}  # sides as they are drawn
PRODUCTS = {  # gradient: its sides, then those of both factors; each with its color
    "W": (("3", "2"), (r"$X^{\!\top}$", "3", "64", FIRST), ("$G$", "64", "2", THIRD)),
    "X": (("64", "3"), ("$G$", "64", "2", THIRD), (r"$W^{\!\top}$", "2", "3", FOURTH)),
    "b": (
        ("2", "1"),
        (r"$G^{\!\top}$", "2", "64", THIRD),
        (r"$\mathbf{1}$", "64", "1", QUIET),
    ),
}


def box(
    ax: Axes, x: float, y: float, sides: tuple[str, str], color: str, gid: str
) -> float:
    """Draw a matrix around the height y from x on, its sides labeled; return its right."""
    high, wide = (SIZES[side] for side in sides)
    low = y - high / 2
    ax.add_patch(
        Rectangle((x, low), wide, high, fc=color, alpha=0.22, lw=0, gid=f"{gid} fill")
    )
    ax.add_patch(Rectangle((x, low), wide, high, fill=False, ec=color, lw=1.4, gid=gid))
    return x + wide


def product_of_boxes(ax: Axes, name: str, x: float, y: float) -> None:
    """Draw one backward product, its gradient first; the inner sides are red."""
    shape, *factors = PRODUCTS[name]
    size = 10.0 if narrow() else 10.5
    small: dict[str, Any] = {"fontsize": 10.0 if narrow() else 9.5, "color": QUIET}
    right = box(ax, x, y, shape, THIRD, f"gradient {name}")
    top = y + SIZES[shape[0]] / 2
    ax.text(
        (x + right) / 2,
        top + 0.35,
        rf"$\partial L / \partial {name if name != 'b' else chr(92) + 'mathbf{b}'}$",
        color=THIRD,
        ha="center",
        va="bottom",
        fontsize=size,
    )
    ax.text(x - 0.25, y, shape[0], ha="right", va="center", **small)
    ax.text((x + right) / 2, y - SIZES[shape[0]] / 2 - 0.25, shape[1], ha="center", va="top", **small)  # fmt: skip
    ax.text(right + 1.0, y, "=", ha="center", va="center", fontsize=size)
    at = right + (3.6 if len(factors[0][1]) > 1 else 2.6)
    for place, (label, rows, columns, color) in enumerate(factors):
        high = SIZES[rows] / 2
        end = box(ax, at, y, (rows, columns), color, f"{name}, factor {place}")
        middle = (at + end) / 2
        if place == 0:
            ax.plot([at, end], [y - high, y - high], color=SECOND, lw=3.2, gid=f"{name}, inner 0")  # fmt: skip
            ax.text(middle, y - high - 0.3, columns, ha="center", va="top", fontsize=small["fontsize"], color=SECOND)  # fmt: skip
            ax.text(at - 0.25, y, rows, ha="right", va="center", **small)
        else:
            ax.plot([at, at], [y - high, y + high], color=SECOND, lw=3.2, gid=f"{name}, inner 1")  # fmt: skip
            ax.text(at - 0.3, y, rows, ha="right", va="center", fontsize=small["fontsize"], color=SECOND)  # fmt: skip
            ax.text(middle, y - high - 0.25, columns, ha="center", va="top", **small)
        ax.text(middle, y + high + 0.35, label, color=color if color != QUIET else INK, ha="center", va="bottom", fontsize=size)  # fmt: skip
        at = end + (1.9 if len(factors[1][1]) > 1 else 1.5)


def three_products() -> Figure:
    """The inner sides are equally long; what is left has the shape of the letter."""
    fig, ax = canvas(height=1.8, phone=2.4)
    if narrow():
        ax.set_position((0.0, 0.0, 1.0, 1.0))
        bare(ax, xlim=(0.0, 32.4), ylim=(0.0, 22.87))
        places = {"W": (1.5, 17.0), "b": (18.9, 17.0), "X": (9.5, 5.6)}
    else:
        ax.set_position((0.0, 0.0, 1.0, 1.0))
        bare(ax, xlim=(0.0, 50.0), ylim=(0.0, 14.52))
        places = {"W": (1.4, 7.1), "b": (19.4, 7.1), "X": (36.4, 7.1)}
    for name, (x, y) in places.items():
        product_of_boxes(ax, name, x, y)
    return fig


def sum_rows(G: np.ndarray) -> np.ndarray:
    """Return the sums of the columns of G (N, k), shape (k,)."""
    return G.sum(axis=0)


def as_it_is(G: np.ndarray) -> np.ndarray:
    """Return G, as the colleague did."""
    return G


def memorized() -> Figure:
    """With the unsummed bias the loss falls for ever; the honest one stops at once."""
    fig, ax = canvas(height=3.2, phone=2.5)
    margins(fig, left=0.66)
    steps = 20000
    X, Y = noise()
    kept = np.arange(0, steps + 1, 100)
    for gid, bias, color in (("bug", as_it_is, SECOND), ("right", sum_rows, FIRST)):
        losses = np.array(train(X, Y, steps, bias)[2])
        ax.plot(kept, losses[kept], color=color, gid=gid)
    ax.text(
        19800, 3e-4, "summed: 1.22, then 1.12", color=FIRST, ha="right", va="bottom"
    )
    ax.text(700, 1e-20, "not summed:\n3e-27 in the end", color=SECOND, va="center")
    ax.set(yscale="log", xlim=(0, 20900), ylim=(1e-28, 1e3), xlabel="step")
    ax.set(ylabel="loss", xticks=(0, 5000, 10000, 15000, 20000))
    ax.set_yticks([1.0, 1e-9, 1e-18, 1e-27])
    return fig


WIDE = np.array([[1.0, 2.0, 0.0], [3.0, 1.0, 2.0]])
TALL = np.array([[2.0, 1.0], [0.0, 3.0], [1.0, 2.0]])


def grid_of(ax: Axes, M: np.ndarray, x: float, y: float, gid: str, marked: bool):
    """Write the entries of a matrix from (x, y) to the right and down; mark the diagonal."""
    rows, columns = M.shape
    ax.add_patch(Rectangle((x, y - rows), columns, rows, fill=False, ec=INK, lw=1.2))
    for i, j in np.ndindex(M.shape):
        diagonal = marked and i == j
        if diagonal:
            ax.add_patch(
                Rectangle((x + j, y - i - 1), 1, 1, fc=FOURTH, alpha=0.28, lw=0)
            )
        ax.text(
            x + j + 0.5,
            y - i - 0.52,
            f"{M[i, j]:.0f}",
            ha="center",
            va="center",
            color=FOURTH if diagonal else INK,
            gid=f"{gid} {i} {j}",
        )


def one_trace() -> Figure:
    """BC is 2 by 2 and CB is 3 by 3, and their diagonals have the same sum."""
    fig, ax = canvas(height=1.9, phone=3.3)
    ax.set_position((0.0, 0.0, 1.0, 1.0))
    if narrow():
        bare(ax, xlim=(0.0, 10.2), ylim=(0.0, 9.9))
        rows = ((WIDE, TALL, 0.4, 7.6), (TALL, WIDE, 0.4, 2.6))
    else:
        bare(ax, xlim=(0.0, 20.6), ylim=(0.0, 6.31))
        rows = ((WIDE, TALL, 0.3, 3.3), (TALL, WIDE, 10.4, 3.3))
    names = {id(WIDE): "$B$", id(TALL): "$C$"}
    for one, other, x, y in rows:
        name = f"{names[id(one)]}{names[id(other)]}".replace("$$", "")
        for M, sign, label in (
            (one, "", names[id(one)]),
            (other, "", names[id(other)]),
            (one @ other, "=", name),
        ):
            if sign:
                ax.text(x + 0.35, y, sign, ha="center", va="center")
                x += 0.75
            top = y + len(M) / 2
            grid_of(ax, M, x, top, label, bool(sign))
            ax.text(x + M.shape[1] / 2, top + 0.18, label, ha="center", va="bottom")
            x += M.shape[1] + (0.0 if sign else 0.25)
        M = one @ other
        said = " + ".join(f"{entry:.0f}" for entry in np.diag(M))
        ax.text(
            x,
            y - len(M) / 2 - 0.15,
            f"{said} = {np.trace(M):.0f}",
            color=FOURTH,
            ha="right",
            va="top",
            gid=f"trace {name}",
        )
    return fig


EVEN = np.array([[0.4, 0.15], [0.15, 1.0]])
TWIST = np.array([[0.0, -1.0], [1.0, 0.0]])


def on_a_line(level: float, m: int) -> np.ndarray:
    """Return m points with x'Ax at this level, (m, 2)."""
    turn = 2 * np.pi * (np.arange(m) + 0.5) / m
    ways = np.array([np.cos(turn), np.sin(turn)]).T
    return ways * np.sqrt(level / np.sum(ways @ EVEN * ways, axis=1))[:, None]


@frames("Asymmetry s", s=(0.0, 0.1, 0.25, 0.5, 1.0))
def lopsided(s: float = 0.0) -> Figure:
    """The lines stay, so the gradient stays; 2Ax turns away."""
    fig, ax = canvas(height=3.6, phone=3.0)
    ax.set_position((0.0, 0.0, 1.0, 1.0))
    A = EVEN + s * TWIST
    width, height = fig.get_size_inches()
    half = 2.75
    ax.set(xlim=(-half * width / height, half * width / height), ylim=(-half, half))
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    ax.grid(visible=False)
    x, y = np.meshgrid(np.linspace(-6, 6, 121), np.linspace(-3, 3, 61))
    z = A[0, 0] * x**2 + (A[0, 1] + A[1, 0]) * x * y + A[1, 1] * y**2
    ax.contour(
        x, y, z, levels=[0.6, 1.5, 3.0, 5.0, 8.0, 12.0], colors=QUIET, linewidths=0.8, alpha=0.7
    )  # fmt: skip
    p = on_a_line(1.5, 8)
    wide = 0.03 if narrow() else 0.04
    wrong, right = 2 * p @ A.T, p @ (A + A.T)
    arrows(ax, p, wrong, SECOND, "wrong", width=wide, scale=2.6)
    arrows(ax, p, right, THIRD, "right", width=wide, scale=2.6)
    ax.plot(*p.T, "o", color=INK, ms=3.5, zorder=4)
    paper = on_paper(1.5)
    edge = half * width / height - 0.2
    ax.text(-edge, 2.6, r"$(A + A^{\!\top})\,\mathbf{x}$", color=THIRD, va="top", bbox=paper)  # fmt: skip
    ax.text(edge, 2.6, r"$2A\,\mathbf{x}$", color=SECOND, ha="right", va="top", bbox=paper)  # fmt: skip
    lengths = np.linalg.norm(wrong, axis=1) * np.linalg.norm(right, axis=1)
    cosines = np.sum(wrong * right, axis=1) / lengths
    off = np.degrees(np.arccos(np.clip(cosines, -1, 1))).max() + 0.0
    fig.set_label(f"s = {s:g}: red is off by up to {off:.0f} degrees")
    return fig
