"""Activations: the bends between neurons, and the slopes that they let through."""

from collections.abc import Callable
from functools import cache

# --8<-- [start:erf]
from math import erf

# --8<-- [end:erf]
# --8<-- [start:imports]
import numpy as np

# --8<-- [end:imports]
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from downhill.style import (
    FIRST,
    FOURTH,
    INK,
    QUIET,
    SECOND,
    canvas,
    frames,
    margins,
    narrow,
)

# --8<-- [start:array]
Array = np.ndarray  # of any shape


# --8<-- [end:array]
# --8<-- [start:plain_sigmoid]
def plain_sigmoid(z: Array) -> Array:
    """Squeeze z into 0 to 1."""
    return 1 / (1 + np.exp(-z))


# --8<-- [end:plain_sigmoid]


# --8<-- [start:sigmoid]
def sigmoid(z: Array) -> Array:
    """Squeeze z, with no power above 1."""
    small = np.exp(-np.abs(z))
    top = np.where(z >= 0, 1, small)
    return top / (1 + small)


def sigmoid_slope(z: Array) -> Array:
    """Multiply the share by the rest."""
    return sigmoid(z) * sigmoid(-z)


# --8<-- [end:sigmoid]


# --8<-- [start:tanh_slope]
def tanh_slope(z: Array) -> Array:
    """Differentiate 2 sigmoid(2z) - 1."""
    return 4 * sigmoid_slope(2 * z)


# --8<-- [end:tanh_slope]


# --8<-- [start:ramps]
def ramp(z: Array, a: float) -> Array:
    """Keep z above 0, a share below."""
    return np.where(z > 0, z, a * z)


def ramp_slope(z: Array, a: float) -> Array:
    """Return 1 above 0, and a elsewhere."""
    return np.where(z > 0, 1.0, a)


# --8<-- [end:ramps]


# --8<-- [start:softplus]
def softplus(z: Array) -> Array:
    """Compute ln(1 + e^z), without overflow."""
    tiny = np.exp(-np.abs(z))
    return np.maximum(z, 0) + np.log1p(tiny)


# --8<-- [end:softplus]


# --8<-- [start:swish]
def swish(z: Array) -> Array:
    """Multiply z by its share."""
    return z * sigmoid(z)


def swish_slope(z: Array) -> Array:
    """Let each factor move in turn."""
    return sigmoid(z) + z * sigmoid_slope(z)


# --8<-- [end:swish]


# --8<-- [start:bell]
@np.vectorize
def area(z: float) -> float:
    """Measure the bell left of z."""
    return (1 + erf(z / 2**0.5)) / 2


def bell(z: Array) -> Array:
    """Return the height of the bell."""
    height = np.exp(-z * z / 2)
    return height / (2 * np.pi) ** 0.5


# --8<-- [end:bell]


# --8<-- [start:gelu]
def gelu(z: Array) -> Array:
    """Multiply z by the area left of it."""
    return z * area(z)


def gelu_slope(z: Array) -> Array:
    """Let each factor move in turn."""
    return area(z) + z * bell(z)


# --8<-- [end:gelu]


# --8<-- [start:neurons]
rng = np.random.default_rng
x = rng(0).uniform(0, 1, (64, 1))
y = 2 * x + 1
w0 = rng(0).normal(0, 1, 1000)
b0 = np.zeros(1000)


def below(z: Array) -> Array:
    """Ask whose z is never above 0."""
    return np.all(z <= 0, axis=0)


# --8<-- [end:neurons]


# --8<-- [start:train]
def train(
    lr: float,
    a: float,
    steps: int = 200,
) -> Array:
    """Move all w and b; return every z."""
    w, b = w0, b0
    for _ in range(steps):
        z = w * x + b
        outer = 2 * (ramp(z, a) - y)
        slope = outer * ramp_slope(z, a)
        w = w - lr * (slope * x).mean(axis=0)
        b = b - lr * slope.mean(axis=0)
    return w * x + b


# --8<-- [end:train]


# --8<-- [start:fits]
def fits(z: Array, a: float) -> Array:
    """Ask whose squared error is small."""
    error = ramp(z, a) - y
    return (error**2).mean(axis=0) < 0.01


# --8<-- [end:fits]


Bend = Callable[[Array], Array]
LEAK = 0.1  # as drawn: the hundredth of the text could not be seen
KIN: dict[str, tuple[Bend, Bend]] = {
    "sigmoid": (sigmoid, sigmoid_slope),
    "tanh": (np.tanh, tanh_slope),
    "ReLU": (lambda z: ramp(z, 0), lambda z: ramp_slope(z, 0)),
    "leaky ReLU": (lambda z: ramp(z, LEAK), lambda z: ramp_slope(z, LEAK)),
    "softplus": (softplus, sigmoid),
    "swish": (swish, swish_slope),
    "GELU": (gelu, gelu_slope),
}


@frames(
    "Activation",
    name=("sigmoid", "tanh", "ReLU", "leaky ReLU", "softplus", "swish", "GELU"),
)
def gallery(name: str = "sigmoid") -> Figure:
    """Each bend beside its slope: at most a quarter, at most 1, or beyond."""
    f, slope = KIN[name]
    z = np.linspace(-5, 5, 401)
    fig, ax = canvas(height=1.95 if narrow() else 3.2)
    ax.axhline(0, color=QUIET, linewidth=0.8)
    ax.axvline(0, color=QUIET, linewidth=0.8)
    rate = slope(z)
    jump = 1 + np.flatnonzero(np.abs(np.diff(rate)) > 0.5)  # no line across it
    for i, piece in enumerate(np.split(np.array([z, rate]), jump, axis=1)):
        ax.plot(*piece, color=SECOND, gid=f"slope {i}")
        ax.fill_between(*piece, color=SECOND, alpha=0.12, lw=0)
    ax.plot(z, f(z), color=INK, gid="value")
    ax.text(-4.8, 1.5, name, color=INK, size=13)
    if name == "leaky ReLU":
        ax.text(-2.2, -0.75, f"leak {LEAK}", color=INK, size=12, gid="leak")
    ax.text(-4.8, 1.1 if narrow() else 1.22, "its slope", color=SECOND, size=13)
    ax.set(xlim=(-5, 5), xticks=(-4, -2, 0, 2, 4), xlabel="$z$", ylim=(-1.1, 1.9))
    ax.set_yticks((-1, 0, 0.25, 1), ("\N{MINUS SIGN}1", "0", "¼", "1"))
    ends = slope(np.linspace(-40, 40, 8001))
    said = f"{name}: slopes from {ends.min():.2f} to {ends.max():.2f}"
    fig.set_label(said.replace("-", "\N{MINUS SIGN}"))
    return fig


def lost_slope() -> Figure:
    """On a log axis the slope falls along a line; s(1 - s) breaks into steps and ends."""
    fig, ax = canvas(height=3.3)
    margins(fig, left=0.62)
    z = np.linspace(32, 40, 1601)
    s = plain_sigmoid(z)
    short = s * (1 - s)
    kept = short > 0
    ax.plot(z, sigmoid_slope(z), color=SECOND, gid="slope")
    ax.plot(z[kept], short[kept], color=FOURTH, lw=1.5, gid="short")
    end = z[kept][-1]
    ax.plot(end, short[kept][-1], "o", color=FOURTH, gid="end")
    ax.text(end + 0.15, short[kept][-1] * 1.3, f"0 from {end:.1f} on", color=FOURTH)
    ax.text(34.6, 3e-15, r"$\sigma(1 - \sigma)$", color=FOURTH, size=13)
    ax.text(38, 1.2e-17, r"$\sigma(z)\,\sigma(-z)$", color=SECOND, size=13, ha="right")
    ax.set(yscale="log", xlim=(32, 40), ylim=(3e-18, 2e-14), xlabel="$z$")
    ax.set_ylabel("slope")
    ax.yaxis.set_minor_locator(NullLocator())
    return fig


def dips() -> Figure:
    """Swish and GELU fall before they rise; ReLU does not."""
    fig, ax = canvas(height=3.0)
    margins(fig, left=0.62)
    z = np.linspace(-5, 1, 60001)
    ax.axhline(0, color=QUIET, linewidth=0.8)
    ax.plot(z[::50], ramp(z[::50], 0), color=QUIET, lw=1.2, ls=(0, (4, 3)), gid="ReLU")
    for name, f, color in (("swish", swish, INK), ("GELU", gelu, FIRST)):
        y = f(z)
        low = int(np.argmin(y))
        ax.plot(z[::50], y[::50], color=color, gid=name)
        ax.plot(z[low], y[low], "o", color=color, gid=f"{name} lowest")
        said = f"{name} ({z[low]:.2f}, {y[low]:.2f})".replace("-", "\N{MINUS SIGN}")
        at = (-0.1, 0.03) if name == "GELU" else (z[low] + 0.2, y[low] - 0.06)
        ax.text(*at, said, color=color, ha="right", gid=f"{name} label")
    ax.text(0.24, 0.29, "ReLU", color=QUIET, ha="right")
    ax.set(xlim=(-5, 1), ylim=(-0.4, 0.36), xlabel="$z$", ylabel="output")
    return fig


@cache
def fates() -> tuple[Array, Array, Array]:
    """Learning rates; how many of the neurons are dead in the end; how many fit."""
    lrs = np.arange(600, 1225, 25) / 1000
    ends = [train(lr, a=0) for lr in lrs]
    died = [below(z).sum() for z in ends]
    return lrs, np.array(died), np.array([fits(z, a=0).sum() for z in ends])


def deaths() -> Figure:
    """Half are dead from the start; from 0.8 on none fits, and soon all are dead."""
    lrs, died, fit = fates()
    fig, ax = canvas(height=3.5)
    margins(fig, left=0.6)
    ax.fill_between(lrs, 0, died, color=INK, alpha=0.16, lw=0)
    ax.fill_between(lrs, died, 1000 - fit, color=SECOND, alpha=0.3, lw=0)
    ax.fill_between(lrs, 1000 - fit, 1000, color=FOURTH, alpha=0.3, lw=0)
    ax.plot(lrs, died, color=INK, gid="dead")
    ax.plot(lrs, 1000 - fit, color=FOURTH, gid="rest")
    ax.text(0.69, 750, "learn", color=FOURTH, ha="center", size=13)
    ax.text(0.9, 250, "dead", color=INK, ha="center", size=13)
    said = "never\nsettle" if narrow() else "never settle"
    ax.text(0.804, 995, said, color=SECOND, va="top", size=10 if narrow() else 12)
    ax.set(xlim=(0.6, 1.2), ylim=(0, 1040), xlabel="learning rate")
    ax.set(yticks=(0, 250, 500, 750, 1000), ylabel="neurons")
    return fig
