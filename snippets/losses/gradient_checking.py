"""Gradient checking: two evaluations of the loss against one formula, and what their gap names."""

# --8<-- [start:imports]
import numpy as np

# --8<-- [end:imports]
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullLocator

from downhill.style import (
    FIRST,
    FOURTH,
    INK,
    QUIET,
    SECOND,
    THIRD,
    canvas,
    frames,
    margins,
    narrow,
)
from snippets.many_variables.partial_derivatives import partial
from snippets.many_variables.the_gradient import grad
from snippets.one_variable.minimizing import descend
from snippets.one_variable.numerical_derivatives import relative_error

# --8<-- [start:loaves]
rng = np.random.default_rng(0)
X = rng.normal(size=(20, 3))  # readings
y = rng.normal(size=20)  # grades
start = rng.normal(size=26)  # weights


# --8<-- [end:loaves]


# --8<-- [start:network]
def unpack(p: np.ndarray):
    """Split (26,) into W (3, 5), b (5,), v (5,), c."""
    if p.shape != (26,):
        raise ValueError(f"p is {p.shape}, not (26,)")
    W = p[:15].reshape(5, 3).T  # neuron by neuron
    return W, p[15:20], p[20:25], p[25]


def forward(p: np.ndarray):
    """Return activations (20, 5) and errors (20,)."""
    W, b, v, c = unpack(p)
    a = np.tanh(X @ W + b)
    return a, a @ v + c - y


def loss(p: np.ndarray) -> float:
    """Return the mean of the squared errors."""
    e = forward(p)[1]
    return e @ e / len(e)


# --8<-- [end:network]


# --8<-- [start:gradient]
def gradient(p: np.ndarray, bug: str = "") -> np.ndarray:
    """Return the slopes of the loss at p, (26,)."""
    v = unpack(p)[2]
    a, e = forward(p)
    de = 2 * e if bug == "no mean" else 2 * e / len(e)
    bends = {"1 - a": 1 - a, "no bend": np.ones_like(a)}
    dz = np.outer(de, v) * bends.get(bug, 1 - a**2)
    db = dz.sum(axis=0)
    planted = {"no bias": 0 * db, "bias mean": db / len(e)}
    db = planted.get(bug, db)
    dW = (dz.T @ X).ravel()  # neuron by neuron
    return np.concatenate([dW, db, a.T @ de, [de.sum()]])


# --8<-- [end:gradient]


# --8<-- [start:gradcheck]
def gradcheck(
    f,
    g,
    p: np.ndarray,
    h: float = 1e-5,
    rtol: float = 1e-6,
    atol: float = 1e-9,
) -> float:
    """Return the share used of what is allowed."""
    if p.dtype != np.float64:
        raise TypeError(f"{p.dtype}: check in float64")
    worst = 0.0
    for i, claimed in enumerate(g(p)):
        measured = partial(f, i, p, h)
        gap = abs(claimed - measured)
        share = gap / (atol + rtol * abs(measured))
        if not share <= 1:  # a nan too is refused
            error = relative_error(claimed, measured)
            raise ValueError(
                f"entry {i}: claimed {claimed:.6g}, "
                f"measured {measured:.6g}, "
                f"error {error:.2g}"
            )
        worst = max(worst, share)
    return worst


# --8<-- [end:gradcheck]


# --8<-- [start:list_error]
def list_error(g: np.ndarray, n: np.ndarray) -> float:
    """Compare two lists, (n,), by their lengths."""
    larger = max(np.linalg.norm(g), np.linalg.norm(n))
    return float(np.linalg.norm(g - n) / larger)


# --8<-- [end:list_error]

BUGS = {
    "no mean": "the mean is missing",
    "1 - a": "1 − a for 1 − a²",
    "no bend": "no slope of tanh",
    "no bias": "biases left at 0",
    "bias mean": "mean over biases",
}
BANDS = (1e-7, 1e-4, 1e-2)  # good, good at corners only, suspicious; above them wrong


def decades(ax: Axes, x: range, y: range) -> None:
    """Put ticks at powers of ten, and none between."""
    for axis, powers in ((ax.xaxis, x), (ax.yaxis, y)):
        axis.set_major_locator(FixedLocator([10.0**power for power in powers]))
        axis.set_minor_locator(NullLocator())


def shade(ax: Axes) -> None:
    """Tint what is good, and what is wrong."""
    bottom, top = ax.get_ylim()
    ax.axhspan(bottom, BANDS[0], color=THIRD, alpha=0.13, lw=0, gid="good")
    ax.axhspan(BANDS[1], BANDS[2], color=FOURTH, alpha=0.13, lw=0, gid="suspicious")
    ax.axhspan(BANDS[2], top, color=SECOND, alpha=0.13, lw=0, gid="wrong")


def no_step_helps() -> Figure:
    """No step brings a bug's error down; the right formula's falls into the good band."""
    fig, ax = canvas(height=3.8, phone=2.9)
    margins(fig, left=0.66)
    steps = 10.0 ** np.arange(-13.0, -0.9, 0.5)
    measured = [grad(loss, start, h) for h in steps]
    for bug in ("", *BUGS):
        formula = gradient(start, bug)
        errors = [list_error(formula, n) for n in measured]
        color = SECOND if bug else FIRST
        ax.plot(steps, errors, color=color, lw=1.2 if bug else 2, gid=bug or "right")
    ax.set(xscale="log", yscale="log", xlim=(8e-14, 1.3e-1), ylim=(1e-12, 1e3))
    ax.set(xlabel="step $h$", ylabel="relative error")
    decades(ax, range(-13, 0, 4 if narrow() else 2), range(-12, 1, 4))
    shade(ax)
    ax.grid(visible=False)
    ax.text(1e-7, 30, "five bugs", color=SECOND, ha="center", va="center")
    word, at = "the right formula", (3e-13, 1e-6)
    if narrow():
        word, at = "right formula", (1.5e-13, 2e-9)
    ax.text(*at, word, color=FIRST, va="center")
    ax.text(1.1e-13, 1.2e-11, "good", color=THIRD, va="center")
    ax.text(1e-7, 8e-4, "suspicious", color=FOURTH, ha="center", va="center")
    return fig


RATE, STEPS = 0.05, 5000


def trained(bug: str) -> np.ndarray:
    """Return the loss after 0 to 5000 steps along a formula, shape (5001,)."""
    path = descend(lambda p: gradient(p, bug), start, RATE, STEPS)
    return np.array([loss(p) for p in path])  # type: ignore[arg-type]


def ahead_at_first() -> Figure:
    """The wrong formula is ahead for the first steps, and later it gets stuck."""
    fig, ax = canvas(height=3.0, phone=2.3)
    steps = np.arange(STEPS + 1)
    for bug, color, at, word in (
        ("", FIRST, (260, 0.33), "yours"),
        ("1 - a", SECOND, (1000, 1.25), "your brother's"),
    ):
        ax.plot(steps[1:], trained(bug)[1:], color=color, gid=bug or "right")
        ax.text(*at, word, color=color, ha="center", va="center")
    ax.axvline(10, color=QUIET, lw=1, ls=(0, (4, 3)), gid="ten")
    ax.text(11.5, 4.6, "ten steps", color=QUIET, va="center")
    ax.set(xscale="log", yscale="log", xlim=(1, STEPS), ylim=(0.07, 6))
    ax.set(xlabel="steps", ylabel="loss")
    ax.xaxis.set_major_locator(FixedLocator([1, 10, 100, 1000]))
    ax.yaxis.set_major_locator(FixedLocator([0.1, 1.0]))
    for axis, words in ((ax.xaxis, "1 10 100 1000"), (ax.yaxis, "0.1 1")):
        axis.set_minor_locator(NullLocator())
        axis.set_ticklabels(words.split())
    return fig


PARTS = {"W": (0, 15), "b": (15, 20), "v": (20, 25), "c": (25, 26)}


@frames(
    "Formula",
    bug=("right", "no mean", "no bias", "bias mean", "1 - a", "no bend"),
)
def fingerprints(bug: str = "no mean") -> Figure:
    """Each bug leaves a print of its own on the errors of the 26 entries."""
    fig, ax = canvas(height=3.1, phone=2.5)
    margins(fig, left=0.66)
    formula = gradient(start, "" if bug == "right" else bug)
    measured = grad(loss, start, 1e-5)
    errors = [relative_error(a, n) for a, n in zip(formula, measured, strict=True)]
    ax.set(xlim=(-0.7, 25.7), ylim=(1e-13, 1e3), yscale="log", xticks=[])
    shade(ax)
    ax.grid(visible=False)
    color = FIRST if bug == "right" else SECOND
    ax.vlines(range(26), 1e-13, errors, color=color, lw=1.2, alpha=0.6)
    ax.plot(
        range(26), errors, "o", color=color, ms=3.5 if narrow() else 5, gid="errors"
    )
    for name, (first, end) in PARTS.items():
        middle = (first + end - 1) / 2
        ax.text(middle, 40, f"${name}$", color=INK, ha="center", va="center")
        if first:
            ax.axvline(first - 0.5, color=QUIET, lw=0.8)
    ax.set(ylabel="relative error", xlabel="the 26 entries of the gradient")
    ax.yaxis.set_major_locator(FixedLocator([1e-12, 1e-8, 1e-4, 1]))
    ax.yaxis.set_minor_locator(NullLocator())
    said = BUGS.get(bug, "the right formula")
    fig.set_label(f"{said}: worst entry {max(errors):.2g}".replace("e-09", "e\u22129"))
    return fig


def hides_at_small_weights() -> Figure:
    """The smaller the weights, the better a wrong formula looks."""
    fig, ax = canvas(height=3.0, phone=2.3)
    margins(fig, left=0.66)
    scales = 10.0 ** np.arange(-5.0, 0.01, 0.25)
    measured = [grad(loss, s * start, 1e-5) for s in scales]
    for bug, color in (("", FIRST), ("1 - a", SECOND)):
        formulas = [gradient(s * start, bug) for s in scales]
        errors = [list_error(*both) for both in zip(formulas, measured, strict=True)]
        ax.plot(scales, errors, color=color, gid=bug or "right")
    ax.set(xscale="log", yscale="log", xlim=(1e-5, 1.3), ylim=(1e-13, 10))
    ax.set(xlabel="size of the weights, as a share", ylabel="relative error")
    decades(ax, range(-5, 1), range(-12, 1, 4))
    shade(ax)
    ax.grid(visible=False)
    ax.text(4e-4, 1.5e-5, "$1 - a$", color=SECOND, ha="right", va="center")
    ax.text(1e-2, 6e-12, "the right formula", color=FIRST, ha="center", va="center")
    ax.text(1.3e-5, 1e-12, "good", color=THIRD, va="center")
    return fig
