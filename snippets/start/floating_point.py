"""Floating point: a ruler whose marks double in distance, and what is lost between them."""

# --8<-- [start:imports]
import numpy as np

# --8<-- [end:imports]
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, LogLocator, NullLocator

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


# --8<-- [start:add_repeatedly]
def add_repeatedly(start, step, n: int, dtype):
    """Add a step again and again."""
    x, step = dtype(start), dtype(step)
    for _ in range(n):
        x = x + step
    return x


# --8<-- [end:add_repeatedly]


def toy_floats(p: int, low: int, high: int) -> np.ndarray:
    """List the floats of p bits, exponents low to high."""
    count = 2 ** (p - 1)  # marks from one power of two to the next
    m = 1 + np.arange(count) / count
    return np.concatenate([m * 2.0**e for e in range(low, high + 1)])


# --8<-- [start:spacing]
def spacing(x: float, p: int = 53) -> float:
    """Compute the gap to the next float."""
    if x == 0 or not np.isfinite(x):
        raise ValueError("x has to be finite, and not 0")
    _, e = np.frexp(x)
    e = e - 1  # frexp has m from 1/2 to 1
    return float(2.0 ** (e - p + 1))


# --8<-- [end:spacing]


# --8<-- [start:round_to]
def round_to(x: float, p: int = 53) -> float:
    """Round to p digits, ties to even."""
    gap = spacing(x, p)
    return float(np.round(x / gap) * gap)


# --8<-- [end:round_to]


# --8<-- [start:nudge]
def nudge(goal, share, dtype) -> np.ndarray:
    """Go from 0 until nothing moves."""
    w, goal = dtype(0), dtype(goal)
    share = dtype(share)
    path = [w]
    moved = w + share * (goal - w)
    while moved != w:
        w = moved
        path.append(w)
        moved = w + share * (goal - w)
    return np.array(path)


# --8<-- [end:nudge]


# --8<-- [start:harmonic]
def harmonic(n: int, dtype) -> np.ndarray:
    """Add 1, 1/2, ..., 1/n, one by one."""
    counts = np.arange(1, n + 1).astype(dtype)
    terms = dtype(1) / counts
    return np.cumsum(terms, dtype=dtype)


# --8<-- [end:harmonic]


# --8<-- [start:expanded]
def expanded(x: np.ndarray) -> np.ndarray:
    """Add the eight terms of (x - 1)**7."""
    total = np.zeros_like(x)
    power = np.ones_like(x)
    for c in (-1, 7, -21, 35, -35, 21, -7, 1):
        total = total + c * power
        power = power * x
    return total


# --8<-- [end:expanded]


def ruler() -> Figure:
    """All floats of 3 bits up to 7: their distance doubles at 1, 2 and 4."""
    fig, ax = canvas(height=2.4)
    margins(fig, left=0.14)
    ax.vlines(toy_floats(3, -1, 2), 0, 0.5, color=INK, linewidth=1.4, gid="marks")
    thin = {"color": QUIET, "linewidth": 0.9}
    for e in range(-1, 3):
        low, high, gap = 2.0**e, 2.0 ** (e + 1), spacing(2.0**e, 3)
        ax.plot([low, low, high, high], [0.62, 0.7, 0.7, 0.62], **thin)
        label = "1" if gap == 1 else f"1/{1 / gap:.0f}"
        ax.text((low + high) / 2, 0.78, label, ha="center", gid=f"gap from {low:g}")
    ax.text(0.45, 1.12, "distance from mark to mark", color=QUIET)
    arrow = {"arrowstyle": "-|>", "color": FOURTH, "linewidth": 2, "shrinkA": 0}
    for start, said in ((1.0, "moves to 1.5"), (4.0, "stays at 4")):
        to = round_to(start + 0.4, 3)
        head = (start + 0.4, -0.62)
        ax.annotate("", head, (start, -0.62), arrowprops={**arrow, "shrinkB": 0})
        ax.plot(start, -0.62, "o", color=FOURTH, gid=f"from {start:g}")
        ax.plot([to, to], [-0.9, -0.34], ":", color=FOURTH, gid=f"to {to:g}")
        ax.text(to - 0.05, -0.95, said, color=FOURTH, va="top")
    ax.text(4.75, -0.62, "the same push, 0.4", color=FOURTH, va="center")
    ax.set(xlim=(0.4, 8.1), ylim=(-1.15, 1.3), xticks=range(1, 9), yticks=[])
    ax.spines["left"].set_visible(False)
    ax.spines["bottom"].set(position=("data", 0), color=INK, linewidth=1.4)
    ax.tick_params(length=0)
    ax.grid(visible=False)
    fig.subplots_adjust(bottom=0.02)
    return fig


def spacings() -> Figure:
    """On two log axes the spacings climb as straight stairs, which pass 2 one by one."""
    fig, ax = canvas(height=3.9)
    margins(fig, left=0.62)
    ax.axhline(2, color=SECOND, linewidth=0.9)
    ax.text(1e13, 4, "spacing 2", color=SECOND, ha="center")
    above = {"ha": "right", "va": "bottom"}
    below = {"ha": "left", "va": "top"}
    for name, p, high, color, place in (
        ("float16", 11, 15, FOURTH, above),
        ("float32", 24, 57, FIRST, below),
        ("float64", 53, 57, INK, below),
    ):
        x = 2.0 ** np.arange(-14, high + 2)
        y = [spacing(each, p) for each in x]
        ax.step(x[:-1], y[:-1], where="post", color=color, lw=1.5, gid=name)
        ax.plot(2.0**p, 2.0, "o", color=color, gid=f"{name} 2")
        away = 8 if place is above else 1 / 8
        ax.text(8.0, spacing(8.0, p) * away, name, color=color, **place)
    ax.set(xscale="log", yscale="log", xlim=(5e-5, 2e17), ylim=(1e-20, 1e5))
    ax.set(xlabel="number", ylabel="spacing")
    ax.xaxis.set_major_locator(FixedLocator([1e-4, 1, 1e4, 1e8, 1e12, 1e16]))
    ax.yaxis.set_major_locator(FixedLocator([1e-20, 1e-16, 1e-12, 1e-8, 1e-4, 1, 1e4]))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_minor_locator(NullLocator())
    return fig


@frames("Share r of each nudge", share=(0.2, 0.02, 0.006, 0.002, 0.0006, 0.0002))
def early_stops(share: float = 0.002) -> Figure:
    """Nudged toward 3 in float16, a number stops the earlier, the gentler the nudge."""
    fig, ax = canvas(height=3.5)
    steps = np.unique(np.geomspace(1, 100000, 300).round())
    ax.plot(steps, 3 - 3 * (1 - share) ** steps, color=INK, lw=1.2, gid="float64")
    path = nudge(3.0, share, np.float16).astype(float)
    last = len(path) - 1
    taken = np.minimum(steps, last).astype(int)
    ax.plot(steps, path[taken], color=FOURTH, lw=2.4, gid="float16")
    ax.plot(last, path[-1], "o", color=FOURTH, markersize=7, gid="stop")
    ax.axhline(3, color=QUIET, linewidth=0.9, linestyle="--")
    ax.text(1.2, 3.08, "goal: 3", color=QUIET)
    right = {"x": 90000, "ha": "right"}
    ax.text(y=3.08, s="float64", color=INK, **right)
    said = f"float16: {path[-1]:.4g}"
    ax.text(y=path[-1] - 0.1, s=said, color=FOURTH, va="top", **right)
    ax.set(xscale="log", xlim=(1, 100000), ylim=(0, 3.4), xlabel="number of nudges")
    ax.xaxis.set_minor_locator(NullLocator())
    fig.set_label(f"r = {share:g}: stops at {path[-1]:.4g} after {last} nudges")
    return fig


def stopping_sums() -> Figure:
    """1 + 1/2 + 1/3 + ... grows for ever, but not in float16 and float32."""
    fig, ax = canvas(height=3.6)
    farthest = 1e9
    n = np.unique(np.geomspace(1, 4_000_000, 160).round()).astype(int)
    far = np.append(n, farthest)
    true = harmonic(n[-1], np.float64)
    # beyond 4 million terms it grows as the logarithm does
    truth = np.append(true[n - 1], true[-1] + np.log(farthest / n[-1]))
    ax.plot(far, truth, color=INK, lw=1.4, gid="truth")
    single = harmonic(n[-1], np.float32).astype(float)
    ax.plot(far, np.append(single[n - 1], single[-1]), color=FIRST, gid="float32")
    half = harmonic(2000, np.float16).astype(float)
    kept = half[np.minimum(n, 2000) - 1]
    ax.plot(far, np.append(kept, half[-1]), color=FOURTH, gid="float16")
    for name, sums, color in (("float16", half, FOURTH), ("float32", single, FIRST)):
        last = 1 + int(np.argmax(sums == sums[-1]))
        ax.plot(last, sums[-1], "o", color=color, gid=f"{name} stop")
        said = name if narrow() else f"{name}: {sums[-1]:.3f}"
        ax.text(farthest, sums[-1] - 0.4, said, color=color, ha="right", va="top")
    ax.text(2e7, 19.2, "the sum itself", color=INK, ha="right", va="center")
    ax.set(xscale="log", xlim=(1, farthest * 1.3), ylim=(0, 22.5))
    ax.set(xlabel="number of terms", ylabel="sum")
    ax.xaxis.set_major_locator(LogLocator(numticks=6))
    ax.xaxis.set_minor_locator(NullLocator())
    return fig


def noise() -> Figure:
    """Near 1 the expanded form of (x - 1)**7 is noise around the true curve."""
    fig, ax = canvas(height=3.5)
    x = np.linspace(0.988, 1.012, 241)
    ax.plot(x, expanded(x) * 1e14, "o", color=FOURTH, markersize=2.4, gid="expanded")
    ax.plot(x, (x - 1) ** 7 * 1e14, color=INK, gid="factored")
    ax.text(0.989, -3.4, "$(x-1)^7$", color=INK)
    ax.text(0.9885, 2.4, "its eight terms, added", color=FOURTH)
    ax.set(xlim=(0.9876, 1.0124), ylim=(-4.7, 4.7), xlabel="$x$")
    ax.set_ylabel(r"value, in units of $10^{-14}$")
    return fig
