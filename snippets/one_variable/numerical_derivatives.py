"""Numerical derivatives: a secant is wrong in two ways, and a step balances them."""

from typing import Any

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
from snippets.one_variable.the_derivative import central_difference, cube


# --8<-- [start:reading]
def reading(x, mark: float):
    """Read x off a tape, at the nearest mark."""
    return np.round(x / mark) * mark


# --8<-- [end:reading]


# --8<-- [start:forward_difference]
def forward_difference(f, x: float, h: float) -> float:
    """Estimate f'(x) by the secant from x to x + h."""
    return (f(x + h) - f(x)) / h


# --8<-- [end:forward_difference]


# --8<-- [start:best_step]
def best_step(u: float, m: float) -> float:
    """Find where the two errors balance."""
    return (3 * u / m) ** (1 / 3)


def error_bound(h: float, u: float, m: float) -> float:
    """Bound the error of a central difference."""
    return h * h * m / 6 + u / h


# --8<-- [end:best_step]


# --8<-- [start:relative_error]
def relative_error(a: float, b: float) -> float:
    """Return |a - b| over the larger size, or 0."""
    largest = max(abs(a), abs(b))
    return abs(a - b) / largest if largest else 0.0


# --8<-- [end:relative_error]


# --8<-- [start:worst_error]
def worst_error(rule, h: float) -> float:
    """Find the worst relative error on a cube."""
    errors = []
    for x in np.linspace(1.0, 2.0, 101):
        measured = rule(cube, x, h)
        errors.append(relative_error(measured, 3 * x * x))
    return max(errors)


# --8<-- [end:worst_error]


# --8<-- [start:complex_step]
def complex_step(f, x: float, h: float = 1e-20) -> float:
    """f'(x) of an analytic f, from one imaginary step."""
    return f(complex(x, h)).imag / h


# --8<-- [end:complex_step]


# --8<-- [start:extrapolated]
def extrapolated(f, x: float, h: float) -> float:
    """Cancel the h squared of two central differences."""
    once = central_difference(f, x, h)
    half = central_difference(f, x, h / 2)
    return (4 * half - once) / 3


# --8<-- [end:extrapolated]


def speed_errors(mark: float, steps: np.ndarray) -> np.ndarray:
    """Find the worst error of the racer's measured speed, in m/s, for each step.

    A mark of 0 is a tape with the marks of float64. Shape (n,) to (n,).
    """
    at_an_edge = np.cbrt(11 + mark / 2)  # there the two readings round apart
    moments: Any = np.append(np.linspace(2.1, 2.3, 401), at_an_edge)

    def film(t: Any) -> Any:
        return reading(cube(t), mark) if mark else cube(t)

    measured = [central_difference(film, moments, h) for h in steps]
    return np.array([np.max(np.abs(speed - 3 * moments**2)) for speed in measured])


TAPES = {
    1e-2: "1 cm",
    1e-3: "1 mm",
    1e-6: "1 µm",
    1e-9: "1 nm",
    0.0: "float64",
}


@frames("Marks of the tape", mark=(1e-2, 1e-3, 1e-6, 1e-9, 0.0))
def two_arms(mark: float = 1e-3) -> Figure:
    """For every tape there is a best step; finer marks move it down the same right arm."""
    fig, ax = canvas(height=3.22, phone=1.87)
    margins(fig, left=0.66)
    steps = 10.0 ** np.arange(-7.0, 0.01, 0.1)
    errors = speed_errors(mark, steps)
    ax.plot(steps, steps**2, color=QUIET, lw=1.2, ls=(0, (5, 3)), gid="bend")
    ax.plot(steps, errors, color=FIRST, gid="errors")
    best = int(np.argmin(errors))
    h, error = steps[best], errors[best]
    ax.plot(h, error, "o", color=SECOND, ms=7, gid="best")
    above = 100 if narrow() else 20
    ax.text(h, above * error, "best", color=SECOND, ha="center", va="center")
    middle = int(np.argmin(np.abs(steps - np.sqrt(steps[0] * h))))
    high, least = (1e3, 1e-4) if narrow() else (12, 0)  # above "best", in each frame
    height = max(high * errors[middle], least)
    ax.text(steps[middle], height, "too short", color=FIRST, va="center")
    low = 2e-5 if narrow() else 2e-3
    ax.text(1.6, low, "too long", color=FIRST, ha="right", va="center")
    below = (1e-4, 1e-10) if narrow() else (1e-4, 6e-10)
    ax.text(*below, "perfect tape", color=QUIET, va="center")
    ax.set(
        xscale="log",
        yscale="log",
        xlim=(7e-8, 2.0),
        ylim=(3e-13, 3e6),
        xlabel="step $h$, in seconds",
        ylabel="error, in m/s",
    )
    _decades(ax, range(-7, 1, 2 if narrow() else 1), range(-10, 7, 4))
    words = f"{TAPES[mark]}: best step {h:.2g} s, error {error:.1g} m/s"
    fig.set_label(words.replace("e-0", "e-").replace("e-", "e\N{MINUS SIGN}"))
    return fig


def _decades(ax: Axes, x: range, y: range) -> None:
    """Put ticks at powers of ten, and none between."""
    for axis, powers in ((ax.xaxis, x), (ax.yaxis, y)):
        axis.set_major_locator(FixedLocator([10.0**power for power in powers]))
        axis.set_minor_locator(NullLocator())


def two_photos() -> Figure:
    """Places 8.7 mm apart are read as 8 mm apart, and those 0.87 mm apart as one."""
    fig, ax = canvas(height=2.7)
    ax.vlines(np.arange(-5, 6), -0.18, 0.18, color=INK, lw=1.4, gid="marks")
    ax.axhline(0, color=INK, lw=1.4)
    for h, side, color in ((3e-4, 1, FIRST), (3e-5, -1, SECOND)):
        places = np.array([cube(2.2 - h), cube(2.2 + h)])
        true = 1000 * (places - cube(2.2))
        read = 1000 * (reading(places, 0.001) - cube(2.2))
        ax.plot(true, [0.62 * side] * 2, "o", color=color, ms=6.5, gid=f"true {h:g}")
        tip = "v" if side > 0 else "^"
        ax.plot(read, [0.3 * side] * 2, tip, color=color, ms=6, gid=f"read {h:g}")
        for start, end in np.transpose([true, read]):
            ax.plot([start, end], [0.62 * side, 0.3 * side], color=color, lw=1)
        said = f"{1000 * h:.2g} ms before and after:\n{np.ptp(true):.2g} mm apart"
        said += f", read as {np.ptp(read):.0f}"
        ax.text(0, 1.2 * side, said, color=color, ha="center", va="center")
    ax.set(xlim=(-5.4, 5.4), ylim=(-1.6, 1.55), yticks=[], xticks=(-4, -2, 0, 2, 4))
    ax.set_xlabel("millimeters from the mark at 2.2 seconds")
    ax.spines["left"].set_visible(False)
    ax.grid(visible=False)
    fig.subplots_adjust(left=0.03, right=0.97)
    return fig


def four_rules() -> Figure:
    """Each rule falls with its own slope; only the complex step never rises again."""
    fig, ax = canvas(height=4.0)
    margins(fig, left=0.66)
    steps, points = 10.0 ** np.arange(-15.0, 0.01, 0.25), np.linspace(1.0, 2.0, 101)
    rules: Any = {
        "forward": (forward_difference, SECOND, (1e-5, 3e-3)),
        "central": (central_difference, FIRST, (2e-8, 1e-11)),
        "extrapolated": (extrapolated, FOURTH, (1e-3, 6e-15)),
        "complex step": (
            lambda f, x, h: f(x + 1j * h).imag / h,
            THIRD,
            (1e-11, 8e-18),
        ),
    }
    for name, (rule, color, at) in rules.items():
        measured = [rule(np.exp, points, h) for h in steps]
        errors = [np.max(np.abs(slopes / np.exp(points) - 1)) for slopes in measured]
        shines = {"lw": 6, "alpha": 0.4} if name == "complex step" else {}
        ax.plot(steps, errors, color=color, gid=name, **shines)
        ax.text(*at, name, color=color, ha="center", va="center")
    ax.set(
        xscale="log",
        yscale="log",
        xlim=(5e-16, 3.0),
        ylim=(1e-18, 30),
        xlabel="step $h$",
        ylabel="worst relative error",
    )
    _decades(ax, range(-15, 1, 5 if narrow() else 3), range(-16, 2, 4))
    return fig


# name: function, its slope, the point; what the lab offers to choose from
CHOICES: dict[str, Any] = {
    "x cubed at 2": (cube, lambda x: 3 * x * x, 2.0),
    "a million + x cubed at 2": (lambda x: 1e6 + x**3, lambda x: 3 * x * x, 2.0),
    "sin 100x at 0.5": (
        lambda x: np.sin(100 * x),
        lambda x: 100 * np.cos(100 * x),
        0.5,
    ),
    "exp(x/100) at 0": (
        lambda x: np.exp(x / 100),
        lambda x: np.exp(x / 100) / 100,
        0.0,
    ),
    "1/x at a millionth": (lambda x: 1 / x, lambda x: -1 / x**2, 1e-6),
}


@frames(
    "Function",
    name=(
        "x cubed at 2",
        "a million + x cubed at 2",
        "sin 100x at 0.5",
        "exp(x/100) at 0",
        "1/x at a millionth",
    ),
)
def your_function(name: str = "x cubed at 2") -> Figure:
    """The default step is near the best one for some functions, and far for others."""
    fig, ax = canvas(height=3.7)
    margins(fig, left=0.66)
    f, slope, x = CHOICES[name]
    steps = 10.0 ** np.arange(-13.0, 0.01, 0.1)
    near = x + 1e-3 * (x or 1.0) * np.linspace(-1.0, 1.0, 41)
    default = float(np.finfo(float).eps) ** (1 / 3) * max(1.0, abs(x))

    def worst(h: float) -> float:
        off = central_difference(f, near, h) / slope(near) - 1
        return float(np.max(np.abs(off)))

    errors = np.array([worst(h) for h in steps])
    best = int(np.argmin(errors))
    low = errors < 10  # the pole of 1/x is off the chart
    ax.plot(steps[low], errors[low], color=FIRST, gid="errors")
    ax.plot(default, worst(default), "s", color=SECOND, ms=6, gid="default")
    ax.plot(steps[best], errors[best], "o", color=THIRD, ms=7, gid="best")
    ax.text(1, 3e3, "square: default step", color=SECOND, ha="right", va="center")
    ax.text(1, 4e1, "dot: best step", color=THIRD, ha="right", va="center")
    ax.set(
        xscale="log",
        yscale="log",
        xlim=(6e-14, 2.0),
        ylim=(3e-13, 3e4),
        xlabel="step $h$",
        ylabel="worst relative error",
    )
    _decades(ax, range(-13, 1, 4 if narrow() else 2), range(-12, 3, 2))
    words = f"{name}: best step {steps[best]:.0e}"
    fig.set_label(words.replace("e-0", "e-").replace("e-", "e\N{MINUS SIGN}"))
    return fig
