"""The derivative: rates, limits, tangents, and how to measure a slope in float64."""

# --8<-- [start:imports]
from collections.abc import Callable

import numpy as np

# --8<-- [end:imports]
from matplotlib.figure import Figure

from downhill.style import FIRST, INK, QUIET, SECOND, THIRD, canvas, frames, narrow


# --8<-- [start:average_rate]
def average_rate(
    f: Callable[[float], float],
    a: float,
    b: float,
) -> float:
    """The slope of the secant of f between a and b."""
    if a == b:
        raise ValueError("an average rate needs two different points")
    return (f(b) - f(a)) / (b - a)


# --8<-- [end:average_rate]


# --8<-- [start:trip]
def trip(t: float) -> float:
    """Miles after t hours: 30 in half an hour, from rest to rest."""
    return 360 * t * t - 480 * t * t * t


# --8<-- [end:trip]


# --8<-- [start:functions]
def square(x: float) -> float:
    return x * x


def cube(x: float) -> float:
    return x * x * x


# --8<-- [end:functions]


# --8<-- [start:cubic]
def cubic(x: float) -> float:
    return -x * x * x + 3 * x


def cubic_slope(x: float) -> float:
    return -3 * x * x + 3


# --8<-- [end:cubic]


# --8<-- [start:gap_to_line]
def gap_to_line(
    f: Callable[[float], float],
    x: float,
    slope: float,
    r: float,
) -> float:
    """How far f strays from a line, within r of x, over r."""
    steps = np.linspace(-r, r, 101)
    gaps = [abs(f(x + t) - f(x) - slope * t) for t in steps]
    return float(max(gaps) / r)


# --8<-- [end:gap_to_line]


# --8<-- [start:forward_difference]
def forward_difference(
    f: Callable[[float], float],
    x: float,
    h: float | None = None,
) -> float:
    """About f'(x): the secant from x to x + h."""
    if h is None:
        eps = float(np.finfo(float).eps)
        h = eps ** (1 / 2) * max(1.0, abs(x))
    return (f(x + h) - f(x)) / h


# --8<-- [end:forward_difference]


# --8<-- [start:central_difference]
def central_difference(
    f: Callable[[float], float],
    x: float,
    h: float | None = None,
) -> float:
    """About f'(x): the secant from x - h to x + h."""
    if h is None:
        eps = float(np.finfo(float).eps)
        h = eps ** (1 / 3) * max(1.0, abs(x))
    return (f(x + h) - f(x - h)) / (2 * h)


# --8<-- [end:central_difference]


# --8<-- [start:complex_step]
def complex_step(
    f: Callable[[complex], complex],
    x: float,
    h: float = 1e-20,
) -> float:
    """f'(x) of an analytic f, from one imaginary step."""
    return f(complex(x, h)).imag / h


# --8<-- [end:complex_step]


# --8<-- [start:relative_error]
def relative_error(a: float, b: float) -> float:
    """|a - b| over the larger of |a| and |b|; 0 if both are 0."""
    largest = max(abs(a), abs(b))
    return abs(a - b) / largest if largest else 0.0


# --8<-- [end:relative_error]


# --8<-- [start:worst_error]
def worst_error(
    rule: Callable[..., float],
    h: float | None = None,
) -> float:
    """Largest relative error of a rule on x cubed, from 1 to 2."""
    errors = []
    for x in np.linspace(1.0, 2.0, 101):
        slope = 3 * x * x
        errors.append(relative_error(rule(cube, x, h), slope))
    return max(errors)


# --8<-- [end:worst_error]


def secants() -> Figure:
    """The secants of x squared from x = 1 turn into the tangent as h shrinks."""
    fig, ax = canvas(height=3.4)
    x = np.linspace(-0.9, 3.25, 200)
    ax.plot(x, x**2, color=INK, gid="curve")
    reach = np.array([-0.4, 3.45])
    for h, alpha in ((2.0, 0.4), (1.0, 0.65), (0.5, 0.9)):
        slope = average_rate(square, 1.0, 1.0 + h)
        line = 1.0 + slope * (reach - 1.0)
        ax.plot(reach, line, color=FIRST, alpha=alpha, gid=f"secant-{h:g}")
        ax.plot([1.0 + h], [square(1.0 + h)], "o", color=FIRST, markersize=5)
        label = f"$h = {h:g}$: slope ${slope:g}$"
        ax.text(3.55, line[1], label, color=FIRST, va="center")
    line = 1.0 + 2.0 * (reach - 1.0)
    ax.plot(reach, line, color=SECOND, gid="tangent")
    ax.text(3.55, line[1], "tangent: slope $2$", color=SECOND, va="center")
    ax.plot([1.0], [1.0], "o", color=SECOND, markersize=6, gid="point")
    ax.text(-0.95, 1.4, "$x^2$", color=INK, ha="right", va="center")
    ax.set(
        xlim=(-1.5, 6.8 if narrow() else 5.4),
        ylim=(-2.2, 11.4),
        xticks=range(-1, 4),
        xlabel="$x$",
    )
    return fig


@frames(
    "Step h",
    h=(
        -2.0, -1.75, -1.5, -1.25, -1.0, -0.75, -0.5, -0.25, -0.1,
        0.1, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0,
    ),
)  # fmt: skip
def secant_to_tangent(h: float = 2.0) -> Figure:
    """From both sides of x = 1 the secant of x squared turns into the tangent."""
    fig, ax = canvas(height=3.2)
    x, reach = np.linspace(-1.6, 3.3, 200), np.array([-1.6, 3.5])
    slope = average_rate(square, 1.0, 1.0 + h) + 0.0  # no minus before a 0
    ax.plot(x, x**2, color=INK, gid="curve")
    ax.plot(reach, 1 + 2 * (reach - 1), color=SECOND, lw=1.2, ls="--", gid="tangent")
    ax.plot(reach, 1 + slope * (reach - 1), color=FIRST, gid="secant")
    corner = ([1, 1 + h, 1 + h], [1, 1, square(1 + h)])
    ax.plot(*corner, color=FIRST, lw=1, ls=":", gid="run and rise")
    ax.plot(1 + h, square(1 + h), "o", color=FIRST, gid="second point")
    ax.plot(1, 1, "o", color=SECOND, ms=6)
    ax.text(-1.5, 9.4, f"$h={h:.2f}$: slope ${slope:.2f}$", color=FIRST, va="center")
    ax.text(-1.5, 8.3, "tangent: slope $2$", color=SECOND, va="center")
    ax.text(2.45, 8.6, "$x^2$", color=INK, ha="right", va="center")
    ax.set(xlim=(-1.7, 3.6), ylim=(-2.6, 10.6), xticks=range(-1, 4), xlabel="$x$")
    minus = "\N{MINUS SIGN}" if h < 0 else ""
    fig.set_label(f"h = {minus}{abs(h):.2f}, slope of the secant {slope:.2f}")
    return fig


def zoom() -> Figure:
    """Zooming in makes a smooth curve straight and leaves a kink as it is."""
    fig, (smooth, kink) = canvas(height=3.0, columns=2)
    t = np.linspace(-1.0, 1.0, 201)
    for r, alpha in ((1.0, 0.35), (0.5, 0.6), (0.1, 1.0)):
        for ax, f, x in ((smooth, square, 1.0), (kink, abs, 0.0)):
            view = np.array([(f(x + r * step) - f(x)) / r for step in t])
            ax.plot(t, view, color=FIRST, alpha=alpha, gid=f"{f.__name__}-{r:g}")
        smooth.text(1.1, 2.0 + r, f"$r = {r:g}$", color=FIRST, va="center")
    smooth.plot(t, 2 * t, color=SECOND, linewidth=1.4, linestyle="--", gid="tangent")
    smooth.text(-0.95, -2.2, "tangent", color=SECOND, ha="left", va="center")
    kink.text(0.0, -0.5, "every $r$", color=FIRST, ha="center", va="center")
    smooth.text(-1.1, 3.0, "$x^2$ near 1", color=INK, va="center")
    kink.text(-1.1, 3.0, r"$|x|$ near 0", color=INK, va="center")
    smooth.set(xlim=(-1.2, 2.2))
    kink.set(xlim=(-1.2, 1.2))
    for ax in (smooth, kink):
        ax.set(ylim=(-2.5, 3.4), xticks=(-1, 0, 1), xlabel="$t$")
    return fig


def slopes_of_a_cubic() -> Figure:
    """The curve climbs only where the slope is positive, from -1 to 1."""
    fig, ax = canvas(height=3.4)
    x = np.linspace(-2.15, 2.15, 300)
    ax.axvspan(-1.0, 1.0, color=THIRD, alpha=0.12, linewidth=0, gid="band")
    ax.text(0.0, 2.85, "the slope is positive", color=THIRD, ha="center", va="center")
    ax.plot(x, -(x**3) + 3 * x, color=INK, linewidth=1.6, gid="curve")
    for at, words, color, half, left, height in (
        (-1.2, "downhill", SECOND, 0.42, -2.2, -2.8),
        (0.0, "uphill", THIRD, 0.55, 0.2, -0.35),
        (1.0, "level", FIRST, 0.6, 1.15, 2.3),
    ):
        slope = cubic_slope(at)
        ends = np.array([at - half, at + half])
        line = cubic(at) + slope * (ends - at)
        ax.plot(ends, line, color=color, linewidth=2.4, gid=f"{words}-tangent")
        ax.plot([at], [cubic(at)], "o", color=color, markersize=6)
        label = f"{words}: slope ${slope:.3g}$"
        ax.text(left, height, label, color=color, va="center")
    ax.text(-1.85, 1.6, "$-x^3 + 3x$", color=INK, va="center")
    ax.set(xlim=(-2.3, 2.5), ylim=(-3.2, 3.2), xlabel="$x$")
    return fig


def step_sizes() -> Figure:
    """Each difference has a best h; smaller is worse again."""
    fig, ax = canvas(height=3.4)
    h = 10.0 ** np.arange(-15, -0.9, 0.25)
    for rule, power, color, label_at in (
        (forward_difference, 1 / 2, SECOND, (3e-6, 1.5e-5)),
        (central_difference, 1 / 3, FIRST, (6e-4, 1e-8)),
    ):
        name = rule.__name__.split("_")[0]
        error = np.array([worst_error(rule, step) for step in h])
        ax.loglog(h, error, color=color, gid=name)
        ha = "right" if name == "forward" else "left"
        ax.text(*label_at, name, color=color, ha=ha, va="center")
        best = float(np.finfo(float).eps) ** power
        ax.axvline(best, color=color, linewidth=1.0, linestyle="--", gid=f"best-{name}")
        root = r"$\sqrt{\varepsilon}$" if power == 1 / 2 else r"$\sqrt[3]{\varepsilon}$"
        ax.text(best, 2.5, root, color=color, ha="center", va="bottom")
    ax.text(1e-12, 2e-1, "roundoff", color=QUIET, ha="left", va="center")
    ax.text(1.2e-5, 2e-1, "truncation", color=QUIET, ha="left", va="center")
    ax.set(xlabel="$h$", ylim=(5e-12, 2.0), xlim=(5e-16, 0.5))
    ax.text(
        7e-16,
        8e-12 if narrow() else 2.5,
        "largest relative error",
        color=QUIET,
        va="bottom",
    )
    fig.subplots_adjust(top=0.9)
    return fig
