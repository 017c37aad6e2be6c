"""Functions, exponents and logarithms: which curve is straight on which axes.

The story: a run over x thousand documents takes x^2 seconds, and the archive, of 20
thousand documents today, grows by 7 % a month.
"""

# --8<-- [start:imports]
import numpy as np

# --8<-- [end:imports]
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from downhill.style import (
    FIFTH,
    FIRST,
    FOURTH,
    INK,
    QUIET,
    SMALLEST,
    canvas,
    frames,
    narrow,
)


# --8<-- [start:story]
def archive(months: float) -> float:
    """Return thousands of documents."""
    return 20 * 1.07**months


def run_time(x: float) -> float:
    """Return seconds for x thousand."""
    return x**2


# --8<-- [end:story]


# --8<-- [start:doubling_time]
def doubling_time(rate: float) -> float:
    """Return the steps until it has doubled."""
    if rate <= -1 or rate == 0:
        raise ValueError(f"nothing doubles at rate {rate}")
    return float(np.log(2) / np.log(1 + rate))


# --8<-- [end:doubling_time]


# --8<-- [start:fitted]
def on_axes(kind: str, x, y):
    """Return what the axes show."""
    if kind == "line":
        return x, y
    if kind == "exponential":
        return x, np.log(y)
    return np.log(x), np.log(y)


def fitted(kind: str, x, y, t):
    """Read the best line there at t."""
    u, v = on_axes(kind, x, y)
    slope, start = np.polyfit(u, v, 1)
    if kind == "line":
        return start + slope * t
    if kind == "exponential":
        return np.exp(start + slope * t)
    return np.exp(start + slope * np.log(t))


# --8<-- [end:fitted]


# --8<-- [start:miss]
def miss(kind: str, x, y) -> float:
    """Return the worst miss as a share."""
    share = fitted(kind, x, y, x) / y - 1
    return float(np.max(np.abs(share)))


# --8<-- [end:miss]


# --8<-- [start:growth_kind]
def growth_kind(x, y) -> str:
    """Name the kind that misses a table least."""
    if len(x) < 3 or np.min(y) <= 0:
        raise ValueError("needs three values above 0")
    kinds = ["line", "exponential"]
    if np.min(x) > 0:
        kinds.append("power")
    misses = [miss(kind, x, y) for kind in kinds]
    near = [one <= min(misses) + 1e-9 for one in misses]
    return kinds[near.index(True)]  # on a tie, the first


# --8<-- [end:growth_kind]


# --8<-- [start:log_likelihood]
def log_likelihood(p: np.ndarray) -> float:
    """Return the log of their product."""
    if np.min(p) <= 0 or np.max(p) > 1:
        raise ValueError("not above 0 and at most 1")
    return float(np.sum(np.log(p)))


# --8<-- [end:log_likelihood]


def last_meeting(b: float, k: float) -> float | None:
    """Return the last x where b^x is x^k, for b above 1; None if they never meet."""
    low = k / np.log(b)  # there x^k is furthest ahead
    if low <= np.e:
        return None
    high = 2 * low
    while high * np.log(b) < k * np.log(high):
        high = 2 * high
    for _ in range(100):
        x = (low + high) / 2
        if x * np.log(b) < k * np.log(x):
            low = x
        else:
            high = x
    return float(high)


def two_futures() -> Figure:
    """The same timings continue as seven minutes or as eleven days."""
    fig, ax = canvas(height=2.1 if narrow() else 3.5)
    x = np.linspace(2, 4, 50)
    y = x**2
    t = np.linspace(2, 20, 200)
    ax.axvspan(2, 4, color=QUIET, alpha=0.16, linewidth=0)
    for kind, color in (("exponential", FIFTH), ("power", INK)):
        ax.semilogy(t, fitted(kind, x, y, t), color=color, gid=kind)
        end = fitted(kind, x, y, 20.0)
        ax.semilogy(20, end, "o", color=color, gid=f"{kind}-end")
    ax.semilogy(x, y, "o", color=FIRST, markersize=3, gid="measured")
    ax.text(19, 1.3e6, "exponential: 11 days", color=FIFTH, ha="right", size=13)
    low = 60 if narrow() else 130
    ax.text(20.2, low, "power: 7 minutes", color=INK, ha="right", va="top", size=13)
    ax.text(4.3, 5, "measured", color=FIRST, va="center")
    ax.set_xticks([2, 4, 10, 20])
    ax.yaxis.set_minor_locator(NullLocator())
    ax.set_yticks([1, 60, 3600, 86400], ["1 s", "1 min", "1 h", "1 day"])
    ax.set(xlim=(1.6, 20.6), ylim=(1, 1e7), xlabel="thousand documents")
    return fig


def the_bend() -> Figure:
    """Between 2 and 4 the points leave Ben's line: above it inside, below it at the ends."""
    fig, ax = canvas(height=3.9, phone=3.4)
    x = np.linspace(2, 4, 50)
    y = x**2
    line = fitted("exponential", x, y, x)
    ax.set_yscale("log")
    ax.fill_between(x, y, line, color=FIFTH, alpha=0.22, lw=0)
    ax.plot(x, line, color=FIFTH, gid="line")
    ax.plot(x, y, "o", color=FIRST, markersize=2.6, gid="points")
    gap = line[0] / y[0] - 1
    ax.plot((2, 2), (y[0], line[0]), color=INK, lw=2.4, gid="gap")
    ax.text(1.96, (y[0] * line[0]) ** 0.5, f"{gap:.1%}", ha="right", va="center")
    ax.text(2.42, 4.7, "the fifty points", color=FIRST, va="top", size=13)
    ax.text(3.28, 13.3, "Ben's line", color=FIFTH, ha="right", va="bottom", size=13)
    ax.yaxis.set_minor_locator(NullLocator())
    ax.set_xticks([2, 3, 4])
    ax.set_yticks([4, 9, 16], ["4 s", "9 s", "16 s"])
    ax.set(
        xlim=(1.5 if narrow() else 1.72, 4.1),
        ylim=(3.7, 18.4),
        xlabel="thousand documents",
    )
    return fig


def mirror() -> Figure:
    """The logarithm is the exponential, seen in the mirror y = x."""
    fig, ax = canvas(height=2.95 if narrow() else 3.75)
    fig.subplots_adjust(bottom=0.28 / fig.get_figheight())
    low, high = (-2.4, 3.4) if narrow() else (-4.0, 5.4)
    bottom, top = (-2.4, 3.0) if narrow() else (-2.6, 3.0)
    x = np.linspace(low, np.log(top + 0.2), 120)
    ax.axhline(0, color=QUIET, linewidth=0.7)
    ax.axvline(0, color=QUIET, linewidth=0.7)
    ax.plot((bottom, top), (bottom, top), "--", color=QUIET, gid="mirror")
    ax.plot(x, np.exp(x), color=FIFTH, gid="exp")
    y = np.geomspace(np.exp(bottom - 0.2), high, 160)
    ax.plot(y, np.log(y), color=INK, gid="ln")
    ax.plot((1, np.e), (np.e, 1), ":", color=QUIET, gid="swap")
    ax.plot(1, np.e, "o", color=FIFTH, gid="exp-point")
    ax.plot(np.e, 1, "o", color=INK, gid="ln-point")
    ax.text(0.85, np.e, "$(1, e)$", color=FIFTH, ha="right", va="center")
    ax.text(np.e, 0.8, "$(e, 1)$", color=INK, ha="center", va="top")
    ax.text(-1.2, 0.55, "$y = e^x$", color=FIFTH, ha="right", size=13)
    ax.text(1.1, -1.2, r"$y = \ln x$", color=INK, size=13)
    ax.text(-1.6, -1.8, "$y = x$", color=QUIET, va="top", size=13)
    ax.set(xlim=(low, high), ylim=(bottom, top), aspect="equal")
    return fig


CURVES = {
    "line": (lambda x: 100 + 150 * x, FOURTH, "$100 + 150x$"),
    "exponential": (lambda x: 2**x, FIFTH, "$2^x$"),
    "power": (lambda x: x**3, INK, "$x^3$"),
}
NAMES = {  # where each curve's name stands, on each kind of axes
    "line": {"line": (1.6, 1400), "exponential": (9.0, 2900), "power": (8.5, 110)},
    "exponential": {"line": (1.3, 1350), "exponential": (7.6, 60), "power": (1.9, 40)},
    "power": {"line": (1.15, 650), "exponential": (1.3, 6), "power": (2.4, 60)},
}


def straight() -> Figure:
    """Each kind of curve is straight on its own axes, and on no others."""
    fig, panels = canvas(height=2.2 if narrow() else 2.7, columns=3)
    fig.subplots_adjust(bottom=0.28 / fig.get_figheight())
    x = np.linspace(1, 12, 111)
    for ax, kind, title in zip(
        panels,
        CURVES,
        ("plain axes", "$y$ logarithmic", "both logarithmic"),
        strict=True,
    ):
        _one_paper(ax, kind, x)
        ax.text(0.04, 0.97, title, color=QUIET, transform=ax.transAxes, va="top")
    return fig


def _one_paper(ax: Axes, kind: str, x: np.ndarray) -> None:
    if kind != "line":
        ax.set_yscale("log")
    if kind == "power":
        ax.set_xscale("log")
        ax.set_xticks([1, 2, 5, 10], ["1", "2", "5", "10"])
        ax.xaxis.set_minor_locator(NullLocator())
    else:
        ax.set_xticks([1, 4, 8, 12])
    for name, (f, color, label) in CURVES.items():
        own = name == kind
        width = 2.6 if own else 0.9
        ax.plot(x, f(x), color=color, linewidth=width, gid=f"{kind}-{name}")
        size = 13 if own else SMALLEST[narrow()]
        ax.text(*NAMES[kind][name], label, color=color, size=size, gid=f"{kind} {name}")
    if kind != "line":
        ax.set_yticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
        ax.yaxis.set_minor_locator(NullLocator())
    ax.set(xlim=(1, 12), ylim=(0, 4200) if kind == "line" else (1, 20000))


@frames("Exponent k", k=(1, 2, 3, 4, 5, 6, 7, 8, 9, 10))
def overtaking(k: float = 3) -> Figure:
    """However steep the line of a power, the exponential bends up and passes it."""
    fig, ax = canvas(height=3.0 if narrow() else 3.4)
    x = np.geomspace(1, 100, 201)
    ax.loglog(x, 2.0**x, color=FIFTH, gid="exponential")
    ax.loglog(x, x**k, color=INK, gid="power")
    meeting = last_meeting(2, k)
    if meeting:
        ax.loglog(meeting, 2.0**meeting, "o", color=FIRST, gid="meeting")
    ax.text(60, 1e21, "$2^x$", color=FIFTH, ha="right", size=13)
    at = 95 if k <= 2 else 11  # where the label is clear of the exponential
    ax.text(at, 8.0 * at**k, f"$x^{{{k:g}}}$", ha="right", va="bottom", size=13)
    ax.xaxis.set_minor_locator(NullLocator())
    ax.yaxis.set_minor_locator(NullLocator())
    ax.set_xticks([1, 2, 5, 10, 20, 50, 100], ["1", "2", "5", "10", "20", "50", "100"])
    heights = {10.0**n: f"$10^{{{n}}}$" for n in (6, 12, 18, 24)}
    ax.set_yticks([1, *heights], ["1", *heights.values()])
    ax.set(xlim=(1, 100), ylim=(1, 1e24), xlabel="$x$")
    if meeting is None:
        fig.set_label(f"k = {k:g}: the exponential is always ahead")
    else:
        fig.set_label(f"k = {k:g}: ahead for good from x = {meeting:.4g}")
    return fig
