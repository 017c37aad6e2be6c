"""Minimizing: steps against the slope, and what decides how long they may be."""

from itertools import pairwise

# --8<-- [start:imports]
import numpy as np

# --8<-- [end:imports]
from matplotlib.figure import Figure

from downhill.style import (
    FIRST,
    FOURTH,
    INK,
    QUIET,
    SECOND,
    THIRD,
    canvas,
    frames,
    narrow,
)


# --8<-- [start:house]
def loss(w: float) -> float:
    """Return the squared error at the weight w."""
    return (2 * w - 100) ** 2


def loss_slope(w: float) -> float:
    return 2 * (2 * w - 100) * 2


# --8<-- [end:house]


# --8<-- [start:descend]
def descend(slope, x, lr: float, steps: int) -> list[float]:
    """Return x and the point after each step."""
    path = [x]
    for _ in range(steps):
        x = x - lr * slope(x)
        path.append(x)
    return path


# --8<-- [end:descend]


# --8<-- [start:steps_until]
def steps_until(close: float, lr: float) -> int | None:
    """Count the steps from 1 to that close to 50."""
    path = descend(loss_slope, 1.0, lr, 1000)
    for step, w in enumerate(path):
        if abs(w - 50) < close:
            return step
    return None


# --8<-- [end:steps_until]


# --8<-- [start:newton]
def newton(slope, bend, x, steps: int) -> list[float]:
    """Return x and the point after each step."""
    path = [x]
    for _ in range(steps):
        if bend(x) == 0:
            raise ValueError(f"no curvature at {x:g}")
        x = x - slope(x) / bend(x)
        path.append(x)
    return path


# --8<-- [end:newton]


# --8<-- [start:two_valleys]
def valleys(x: float) -> float:
    return x**4 - 3 * x**2 + x


def valleys_slope(x: float) -> float:
    return 4 * x**3 - 6 * x + 1


def valleys_bend(x: float) -> float:
    return 12 * x**2 - 6


# --8<-- [end:two_valleys]


@frames(
    "Learning rate",
    lr=(0.01, 0.03, 0.05, 0.1, 0.125, 0.15, 0.2, 0.22, 0.24, 0.25, 0.252),
)
def bowl(lr: float = 0.05) -> Figure:
    """Steps that are too short creep, steps that are too long climb out."""
    fig, ax = canvas(height=3.45, phone=1.92)
    w = np.linspace(-8.0, 108.0, 160)
    ax.plot(w, np.vectorize(loss)(w) / 1000, color=INK, gid="loss")
    steps = steps_until(0.5, lr)
    path = np.array(descend(loss_slope, 1.0, lr, steps or 10))
    heights = np.vectorize(loss)(path) / 1000
    ax.plot(path, heights, "-", color=FOURTH, lw=1.1, alpha=0.8, gid="path")
    ax.plot(path, heights, "o", color=FOURTH, ms=5)
    ax.plot(path[0], heights[0], "o", color=FIRST, ms=8)
    ax.text(-3, 8.9, "start", color=FIRST, ha="right", va="center")
    ax.set(
        xlim=(-24 if narrow() else -15, 110),
        ylim=(-0.6, 12.4),
        xticks=(0, 25, 50, 75, 100),
        yticks=(),
    )
    ax.set(xlabel="weight $w$, dollars per square foot", ylabel="loss")
    counted = "1 step" if steps == 1 else f"{steps} steps"
    end = f"{counted} to within 0.5" if steps else "never within 0.5"
    fig.set_label(f"Rate {lr:g}: {end}")
    return fig


def cobweb() -> Figure:
    """The distance to 50 is multiplied by the slope of the line at each step."""
    rates = (0.05, 0.2) if narrow() else (0.05, 0.2, 0.25)  # a phone's screen holds two
    fig, axes = canvas(height=2.6, columns=len(rates))
    for ax, lr in zip(axes, rates, strict=True):
        factor = 1 - 8 * lr
        ends = np.array([-6.0, 106.0])
        ax.plot(ends, ends, color=QUIET, lw=1.0, ls=(0, (5, 3)), gid=f"same-{lr:g}")
        ax.plot(ends, 50 + factor * (ends - 50), color=INK, lw=1.8, gid=f"next-{lr:g}")
        path = descend(loss_slope, 1.0, lr, 12)
        xs, ys = [path[0]], [-6.0]
        for here, there in pairwise(path):
            xs += [here, there]
            ys += [there, there]
        ax.plot(xs, ys, color=FOURTH, lw=1.3, gid=f"web-{lr:g}")
        ax.plot(50, 50, "o", color=SECOND, ms=6)
        ax.set_title(f"rate {lr:g}: × {factor:g}".replace("-", "\N{MINUS SIGN}"))
        ax.set(xlim=(-6, 106), ylim=(-6, 106), xticks=(0, 50, 100), yticks=(0, 50, 100))
        ax.set_xlabel("weight")
    axes[0].set_ylabel("next weight")
    if narrow():
        fig.subplots_adjust(top=0.95, bottom=0.11, hspace=0.55)
        for ax in axes:
            ax.set_ylabel("next weight")
    else:
        fig.subplots_adjust(left=0.085, right=0.985, top=0.89, bottom=0.2, wspace=0.2)
    return fig


def loss_line() -> Figure:
    """The same losses twice: they seem to stop, and on a log axis fall on a line."""
    path = np.array(descend(loss_slope, 1.0, 0.01, 199))
    losses, epochs = np.vectorize(loss)(path), np.arange(1.0, 201.0)
    fig, (linear, log) = canvas(height=3.2, columns=2)
    linear.plot(epochs, losses, color=INK, gid="linear")
    log.semilogy(epochs, losses, color=INK, gid="log")
    for ax, words in ((linear, "linear axis"), (log, "log axis")):
        ax.plot(112, losses[111], "o", color=FOURTH, ms=7)
        ax.set(xlim=(0, 206), xlabel="epoch", xticks=(1, 50, 100, 150, 200))
        ax.set_title(words, color=QUIET)
    linear.set(ylabel="loss", yticks=(0, 5000, 10000))
    linear.text(112, 900, "epoch 112", color=FOURTH, ha="center")
    log.set(yticks=(1e4, 1, 1e-4, 1e-8, 1e-12))
    log.text(118, losses[111] * 6, "epoch 112", color=FOURTH)
    ratio = losses[1] / losses[0]
    log.text(12, 1e-9, f"every epoch\n× {ratio:.4f}", color=INK, va="center")
    if narrow():
        fig.subplots_adjust(left=0.2, top=0.95, hspace=0.45)
    else:
        fig.subplots_adjust(left=0.115, right=0.98, top=0.9, wspace=0.28)
    return fig


def heading_for_a_peak() -> Figure:
    """Newton jumps to where the parabola is level, be it a valley or a peak."""
    fig, ax = canvas(height=3.7)
    x = np.linspace(-1.95, 1.8, 240)
    ax.plot(x, np.vectorize(valleys)(x), color=INK, gid="valleys")
    for start, color, reach in ((1.0, THIRD, 0.55), (-0.15, SECOND, 0.65)):
        target = newton(valleys_slope, valleys_bend, start, 1)[1]
        t = np.linspace(start - reach, start + reach, 80)
        step = t - start
        parabola = (
            valleys(start)
            + valleys_slope(start) * step
            + valleys_bend(start) * step**2 / 2
        )
        name = "peak" if start < 0.5 else "valley"
        ax.plot(
            t, parabola, color=color, lw=1.8, ls=(0, (4, 2)), gid=f"{name}-parabola"
        )
        ax.plot(start, valleys(start), "o", color=color, ms=7)
        top = valleys(start) + valleys_slope(start) * (target - start) / 2
        ax.plot(target, top, "x", color=color, ms=9, mew=2.4, gid=f"{name}-target")
    ax.text(0.12, 0.75, "from −0.15: to the peak", color=SECOND, ha="center")
    ax.text(1.02, -2.0, "from 1: to the valley", color=THIRD, ha="center")
    ax.text(-0.98, -3.5, "the deepest point", color=QUIET, va="center")
    ax.set(xlim=(-2.0, 1.9), ylim=(-4.3, 1.6), xlabel="$x$", xticks=(-2, -1, 0, 1))
    return fig
