"""The derivative: from average rates to the slope at one point."""

# --8<-- [start:imports]
import numpy as np

# --8<-- [end:imports]
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from downhill.style import FIRST, INK, QUIET, SECOND, THIRD, canvas, frames, narrow
from snippets.one_variable.rates_of_change import average_rate


# --8<-- [start:distance]
def distance(t: float) -> float:
    """Return the meters gone, t seconds after green."""
    return t * t


# --8<-- [end:distance]


# --8<-- [start:central_difference]
def central_difference(f, x: float, h=None) -> float:
    """Estimate f'(x) by the secant from x - h to x + h."""
    if h is None:
        eps = float(np.finfo(float).eps)
        h = eps ** (1 / 3) * max(1.0, abs(x))
    return (f(x + h) - f(x - h)) / (2 * h)


# --8<-- [end:central_difference]


# --8<-- [start:cube]
def cube(x: float) -> float:
    return x * x * x


# --8<-- [end:cube]


# --8<-- [start:cubic]
def cubic(x: float) -> float:
    return -x * x * x + 3 * x


def cubic_slope(x: float) -> float:
    return -3 * x * x + 3


# --8<-- [end:cubic]


def _spread(text: str) -> str:
    """Write a minus sign where Python writes a hyphen."""
    return text.replace("-", "\N{MINUS SIGN}")


@frames(
    "Step h",
    h=(-3.0, -2.5, -2.0, -1.5, -1.0, -0.5, -0.1, 0.1, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0),
)
def closing_in(h: float = 3.0) -> Figure:
    """As the second point closes in on the first, the secant turns into the tangent."""
    fig, ax = canvas(height=3.45, phone=2.1)
    t = np.linspace(0.0, 6.35, 200)
    ax.plot(t, t**2, color=INK, gid="curve")
    reach = np.array([0.0, 6.6])
    ax.plot(
        reach, 9 + 6 * (reach - 3), color=SECOND, lw=1.4, ls=(0, (5, 3)), gid="tangent"
    )
    slope = average_rate(distance, 3.0, 3.0 + h)
    ax.plot(reach, 9 + slope * (reach - 3), color=FIRST, lw=2.3, gid="secant")
    corner = ([3, 3 + h, 3 + h], [9, 9, distance(3 + h)])
    ax.plot(*corner, color=FIRST, lw=1.1, ls=":", gid="run and rise")
    ax.plot(3 + h, distance(3 + h), "o", color=FIRST, ms=7, gid="second point")
    ax.plot(3, 9, "o", color=SECOND, ms=7, gid="point")
    size = 10.5 if narrow() else 12.0
    ax.text(
        0.15, 36.5, f"average: {slope:.1f} m/s", color=FIRST, va="center", size=size
    )
    ax.text(
        0.15,
        30.5 if narrow() else 32.5,
        "speed at 3 s",
        color=SECOND,
        va="center",
        size=size,
    )
    if h >= 1:
        ax.text(3 + h / 2, 7.6, "$h$", color=FIRST, ha="center", va="center")
        ax.text(3.1 + h, (9 + distance(3 + h)) / 2, "rise", color=FIRST, va="center")
    ax.set(
        xlim=(0, 6.9),
        ylim=(-4, 40),
        xticks=range(7),
        yticks=(0, 9, 18, 27, 36),
        xlabel="seconds after green",
        ylabel="meters from the line",
    )
    fig.set_label(_spread(f"h = {h:.1f} s: average speed {slope:.1f} m/s"))
    return fig


def half_an_hour() -> Figure:
    """A trip that averages 60 km/h is never driven at 60."""
    fig, ax = canvas(height=3.4)
    minutes, km = np.array([0.0, 12.0, 14.0, 30.0]), np.array([0.0, 6.0, 6.0, 30.0])
    ax.plot([0, 30], [0, 30], color=QUIET, lw=1.2, ls=(0, (5, 3)), gid="average")
    ax.plot(minutes, km, color=FIRST, lw=2.6, gid="trip")
    at = (1.2, 23.0) if narrow() else (2.2, 15.6)
    ax.text(*at, "average: 60 km/h", color=QUIET, va="center")
    ax.text(7.4, 2.1, "town: 30 km/h", color=FIRST, va="center")
    ax.text(14.2, 4.6, "red light: 0", color=FIRST, va="center")
    highway = "highway:\n90 km/h" if narrow() else "highway: 90 km/h"
    ax.text(22.8, 16.4, highway, color=FIRST, va="center")
    ax.set(
        xlim=(0, 31),
        ylim=(0, 31),
        xticks=(0, 6, 12, 18, 24, 30),
        yticks=(0, 10, 20, 30),
        xlabel="minutes",
        ylabel="kilometers",
    )
    return fig


def microscope() -> Figure:
    """Ever smaller windows straighten the square and leave the corner as it is."""
    fig, _ = canvas(height=4.1)
    fig.clear()
    rows = fig.subplots(2, 3)
    for row, f, x, slope in ((0, distance, 3.0, 6.0), (1, abs, 0.0, 0.0)):
        for column, r in enumerate((2.0, 0.5, 0.05)):
            ax: Axes = rows[row, column]
            t = np.linspace(-r, r, 161)
            view = np.array([f(x + step) - f(x) for step in t])
            half = 1.15 * (slope * r + r if row == 0 else r)
            ax.plot(t, view, color=INK, lw=2.2, gid=f"{f.__name__}-{r:g}")
            if row == 0:
                ax.plot(t, slope * t, color=SECOND, lw=1.2, ls=(0, (5, 3)))
            ax.plot(0, 0, "o", color=SECOND, ms=5)
            low = -half if row == 0 else -0.35 * r
            ax.set(xlim=(-1.15 * r, 1.15 * r), ylim=(low, half), xticks=[], yticks=[])
            ax.spines[:].set_visible(True)
            if column < 2:
                inner = (0.5, 0.05)[column]
                tall = 1.15 * (slope * inner + inner if row == 0 else inner)
                x_box = np.array([-1.15, 1.15, 1.15, -1.15, -1.15]) * inner
                bottom = -1.0 if row == 0 else -0.35 / 1.15
                y_box = np.array([bottom, bottom, 1, 1, bottom]) * tall
                ax.plot(x_box, y_box, color=FIRST, lw=1.2)
            width = f"{2 * r:g} s" if row == 0 else f"{2 * r:g}"
            ax.set_title(f"{width} wide", color=FIRST, size=10, pad=3)
    rows[0, 0].set_ylabel(r"$t^2$ at 3")
    rows[1, 0].set_ylabel(r"$|x|$ at 0")
    fig.subplots_adjust(
        left=0.09 if narrow() else 0.06,
        right=0.99,
        top=0.93,
        bottom=0.03,
        wspace=0.12,
        hspace=0.25,
    )
    return fig


def where_it_climbs() -> Figure:
    """The curve climbs only where its slope is positive, from -1 to 1."""
    fig, ax = canvas(height=3.7)
    x = np.linspace(-2.1, 2.1, 300)
    ax.axvspan(-1.0, 1.0, color=THIRD, alpha=0.12, linewidth=0, gid="band")
    ax.plot(x, -(x**3) + 3 * x, color=INK, gid="curve")
    for at, words, color, half, left, height in (
        (-1.2, "falls", SECOND, 0.42, -2.2, -2.75),
        (0.0, "climbs", THIRD, 0.55, 0.2, -0.45),
        (1.0, "level", FIRST, 0.6, 1.2, 2.65 if narrow() else 2.45),
    ):
        slope = cubic_slope(at)
        ends = np.array([at - half, at + half])
        line = cubic(at) + slope * (ends - at)
        ax.plot(ends, line, color=color, linewidth=2.6, gid=f"{words}-tangent")
        ax.plot([at], [cubic(at)], "o", color=color, markersize=7)
        number = _spread(f"{slope:.3g}")
        label = f"{words}:\nslope {number}" if narrow() else f"{words}: slope {number}"
        if narrow() and at < 0:
            height = -2.5
        ax.text(left, height, label, color=color, va="center")
    ax.text(0.0, 2.85, "climbs here", color=THIRD, ha="center", va="center")
    place = (0.3, -2.0) if narrow() else (-1.85, 1.6)
    ax.text(*place, "$-x^3 + 3x$", color=INK, va="center")
    ax.set(xlim=(-2.3, 2.5), ylim=(-3.3, 3.2), xlabel="$x$")
    return fig
