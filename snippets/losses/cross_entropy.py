"""Cross-entropy and softmax: the charge whose slope is prediction minus truth."""

from functools import cache

# --8<-- [start:imports]
import numpy as np

# --8<-- [end:imports]
from matplotlib.figure import Figure

from downhill.style import (
    FIRST,
    INK,
    QUIET,
    SECOND,
    THIRD,
    canvas,
    frames,
    margins,
    narrow,
)
from snippets.many_variables.the_jacobian import softmax
from snippets.one_variable.activations import Array, sigmoid


# --8<-- [start:square]
def square_slope(z, y: int) -> Array:
    """Differentiate (p - y)^2 in z."""
    p = sigmoid(z)
    return 2 * (p - y) * p * (1 - p)


# --8<-- [end:square]


# --8<-- [start:clicks]
def clicks(slope, z) -> list[Array]:
    """Step until p is above 0.9; return every p."""
    shares = [sigmoid(z)]
    while shares[-1] <= 0.9:
        z = z - 1.0 * slope(z, 1)  # lr, y
        shares.append(sigmoid(z))
    return shares


# --8<-- [end:clicks]


# --8<-- [start:cross]
def cross_slope(z, y: int) -> Array:
    """Return prediction minus truth."""
    return sigmoid(z) - y


# --8<-- [end:cross]


# --8<-- [start:cross_entropy]
def log_sum_exp(z: np.ndarray) -> float:
    """Return ln of the sum of e^z, for z (K,)."""
    m = z.max()
    return m + np.log(np.exp(z - m).sum())


def cross_entropy(z: np.ndarray, c: int) -> float:
    """Charge the scores z, (K,), if c is true.

    IndexError unless c is 0 to K - 1.
    ValueError unless z is finite.
    """
    if not 0 <= c < len(z):
        raise IndexError(f"no folder {c}")
    if not np.isfinite(z).all():
        raise ValueError("a score is not finite")
    return log_sum_exp(z) - z[c]


# --8<-- [end:cross_entropy]


# --8<-- [start:gradient]
def cross_entropy_gradient(z, c: int) -> np.ndarray:
    """Return shares minus truth, (K,)."""
    return softmax(z) - np.eye(len(z))[c]


# --8<-- [end:gradient]


# --8<-- [start:logistic]
def logistic_loss(X, y, w) -> float:
    """Charge X (N, d), y (N,) for w (d,)."""
    z = X @ w
    return np.mean(np.logaddexp(0, z) - y * z)


def logistic_gradient(X, y, w) -> np.ndarray:
    """Return the slopes of the loss, (d,).

    ValueError unless each y is 0 or 1.
    """
    if not np.isin(y, (0, 1)).all():
        raise ValueError("a label is not 0 or 1")
    return X.T @ (sigmoid(X @ w) - y) / len(y)


# --8<-- [end:logistic]


# --8<-- [start:minima]
def minima(losses: np.ndarray) -> np.ndarray:
    """Find what is lower than both neighbors."""
    inner = losses[1:-1]
    low = (inner < losses[:-2]) & (inner < losses[2:])
    return 1 + np.flatnonzero(low)


# --8<-- [end:minima]


# --8<-- [start:bce_with_logits]
def bce_with_logits(z, y) -> Array:
    """Charge the score z, of any shape."""
    tiny = np.exp(-np.abs(z))
    ramp = np.maximum(z, 0)
    return ramp + np.log1p(tiny) - y * z


# --8<-- [end:bce_with_logits]


MINUS = "\N{MINUS SIGN}"
FOLDERS = ("inbox", "offers", "spam")
BANK = np.array(-10.0)  # the score of the bank's warning


def ramp_and_plateau() -> Figure:
    """Far on the wrong side cross-entropy is a ramp, and the squared error a plateau."""
    fig, ax = canvas(height=3.2, phone=2.1)
    z = np.linspace(-12, 6, 181)
    p = sigmoid(z)
    ax.plot(z, bce_with_logits(z, 1), color=FIRST, lw=2.4, gid="cross-entropy")
    ax.plot(z, (p - 1) ** 2, color=SECOND, lw=2.4, gid="square")
    ax.plot(BANK, bce_with_logits(BANK, 1), "o", color=FIRST, ms=8, gid="on the ramp")
    ax.plot(
        BANK, (sigmoid(BANK) - 1) ** 2, "o", color=SECOND, ms=8, gid="on the plateau"
    )
    ax.text(BANK + 0.6, 10.2, "the bank's warning", color=INK)
    ax.text(-5.4, 6.1, "cross-entropy", color=FIRST, size=13)
    at = -11.6 if narrow() else -8.9
    ax.text(at, 2.0 if narrow() else 1.5, "squared error", color=SECOND, size=13)
    ax.set(xlim=(-12, 6), ylim=(-0.25, 12.25), yticks=(0, 1, 5, 10), ylabel="loss")
    ax.set_xticks((-10, -5, 0, 5), (f"{MINUS}10", f"{MINUS}5", "0", "5"))
    ax.set_xlabel("score of a genuine message")
    return fig


@cache
def traces(start: float) -> tuple[np.ndarray, np.ndarray]:
    """The shares after each click, with cross-entropy and with the square."""
    return tuple(np.array(clicks(f, start)) for f in (cross_slope, square_slope))  # type: ignore[return-value]


@frames("Score at the start", start=(-12, -11, -10, -9, -8, -7, -6, -5, -4, -3, -2, 0))
def two_charges(start: int = -10) -> Figure:
    """The surer the filter is of its mistake, the longer the square leaves it there."""
    fig, ax = canvas(height=3.3, phone=2.5)
    ax.axhline(0.9, color=QUIET, lw=0.9, ls=(0, (4, 3)))
    names = {"cross-entropy": FIRST, "squared error": SECOND}
    ends = []
    for (name, color), p in zip(names.items(), traces(float(start)), strict=True):
        last = len(p) - 1
        from_end = last + 1 - np.geomspace(1, last, 50)
        both = np.concatenate([np.geomspace(1, last, 50), from_end])
        at = np.unique(np.rint(both).astype(int))
        ax.plot(at, p[at], color=color, lw=2.2, gid=name)
        ax.plot(last, p[last], "o", color=color, ms=7, gid=f"{name}, end")
        ends.append(last)
    ax.text(1.15, 1.0, "cross-entropy", color=FIRST)
    middle = np.clip(ends[1], 800, 20_000)
    ax.text(middle, 1.0, "squared error", color=SECOND, ha="center")
    ax.set(xscale="log", xlim=(1, 2e5), ylim=(-0.03, 1.15))
    ax.set(yticks=(0, 0.5, 0.9), xlabel="clicks", ylabel="share for genuine")
    ax.set_xticks((1, 10, 100, 1000, 10000, 100000), minor=False)
    ax.set_xticklabels(("1", "10", "100", "1000", "10000", "100000"))
    ax.minorticks_off()
    said = f"From {start}: {ends[0]} clicks, {ends[1]} by the square"
    fig.set_label(said.replace("-", MINUS))
    return fig


def pushes() -> Figure:
    """Each folder's step, minus its slope, leads from its share to the truth."""
    fig, ax = canvas(height=3.0, phone=2.4)
    margins(fig)
    p = softmax(np.log([1.0, 2.0, 5.0]))
    slopes = cross_entropy_gradient(np.log([1.0, 2.0, 5.0]), 0)
    for k, (share, slope) in enumerate(zip(p, slopes, strict=True)):
        truth = share - slope
        ax.bar(k, share, width=0.5, color=FIRST, alpha=0.28, lw=0, gid=f"share {k}")
        ax.plot(
            [k - 0.32, k + 0.32], [truth, truth], color=INK, lw=2.4, gid=f"truth {k}"
        )
        arrow = {"arrowstyle": "-|>", "color": THIRD, "lw": 2.4, "mutation_scale": 14}
        ax.annotate(
            "",
            (k, truth),
            (k, share),
            arrowprops=arrow | {"shrinkA": 0, "shrinkB": 0},
            gid=f"step {k}",
        )
        sign = "+" if slope < 0 else MINUS
        ax.text(
            k + 0.1,
            (share + truth) / 2,
            f"{sign}{abs(slope):.3f}",
            color=THIRD,
            va="center",
        )
    ax.text(0.36, 1.0, "truth" if narrow() else "truth: 1", color=INK, va="center")
    ax.text(1.75, 0.66, f"share {p[2]:.3f}", color=FIRST, ha="left", va="bottom")
    ax.set(xlim=(-0.5, 2.6), ylim=(-0.03, 1.08), yticks=(0, 0.5, 1))
    ax.set_xticks((0, 1, 2), FOLDERS)
    ax.tick_params(axis="x", labelsize=11, length=0)
    ax.spines["bottom"].set_visible(False)
    return fig


@cache
def walk(labels: tuple[int, ...], steps: int) -> np.ndarray:
    """The weight after each step at rate 1, from 0, for messages at -2, -1, 1 and 2."""
    X, y = np.array([[-2.0], [-1.0], [1.0], [2.0]]), np.array(labels)
    w, path = np.zeros(1), [0.0]
    for _ in range(steps):
        w = w - X.T @ (sigmoid(X @ w) - y) / 4
        path.append(float(w[0]))
    return np.array(path)


def no_bottom() -> Figure:
    """If a weight sorts all messages, it grows by ln 10 with each tenfold of steps."""
    fig, ax = canvas(height=3.2, phone=2.5)
    at = np.unique(np.rint(np.geomspace(1, 100_000, 120)).astype(int))
    sorted_, mixed = walk((0, 0, 1, 1), 100_000)[at], walk((0, 1, 0, 1), 1000)
    ax.plot(at, sorted_, color=FIRST, lw=2.4, gid="sorted")
    ax.plot(at, mixed[np.minimum(at, 1000)], color=QUIET, lw=2.0, gid="mixed")
    ax.text(300, 8.6, "all sorted right", color=FIRST, ha="right", size=13)
    ax.text(100, 0.75, "two labels exchanged", color=QUIET, va="bottom")
    ax.set(xscale="log", xlim=(1, 200_000), ylim=(0, 12), xlabel="steps")
    ax.set(yticks=(0, 5, 10), ylabel="weight")
    ax.set_xticks((1, 10, 100, 1000, 10000, 100000), minor=False)
    ax.set_xticklabels(("1", "10", "100", "1000", "10000", "100000"))
    ax.minorticks_off()
    return fig
