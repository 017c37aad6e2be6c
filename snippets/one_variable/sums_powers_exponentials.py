"""Sums, powers, exponentials: the slopes that are worth knowing by heart."""

# --8<-- [start:imports]
import numpy as np

# --8<-- [end:imports]
from matplotlib.figure import Figure

from downhill.style import FIRST, FOURTH, INK, QUIET, SECOND, canvas, frames, narrow


# --8<-- [start:weight]
def weight(t: float) -> float:
    """Return the grams after t hours."""
    return 2.0**t


# --8<-- [end:weight]


# --8<-- [start:growth_constant]
def growth_constant(
    a: float,
    h: float = 1e-6,
) -> float:
    """Measure how fast a**x grows at 0."""
    if a <= 0:
        raise ValueError("a must be above 0")
    return (a**h - a**-h) / (2 * h)


# --8<-- [end:growth_constant]


# --8<-- [start:table]
TABLE = {
    "x^0.7": (
        lambda x: x**0.7,
        lambda x: 0.7 * x**-0.3,
    ),
    "2^x": (
        lambda x: 2**x,
        lambda x: 2**x * np.log(2),
    ),
    "ln x": (np.log, lambda x: 1 / x),
    "sin x": (np.sin, np.cos),
}
# --8<-- [end:table]


@frames(
    "Factor a",
    a=(1.5, 1.75, 2.0, 2.25, 2.5, 2.6, 2.71828, 2.8, 3.0, 3.25, 3.5, 4.0),
)
def one_shape(a: float = 2.0) -> Figure:
    """The growth of an exponential is ln a times its weight, at every moment."""
    fig, ax = canvas(height=2.4 if narrow() else 3.45)
    top = 9.0
    end = np.log(top / max(1.0, np.log(a))) / np.log(a)  # where a curve meets the top
    t = np.linspace(-1.0, min(3.0, end), 160)
    ax.plot(t, a**t, color=INK, lw=4.6, gid="weight")
    ax.plot(t, np.log(a) * a**t, color=SECOND, lw=2.2, gid="growth")
    size = 10.5 if narrow() else 12.0
    times = rf"$=$ {np.log(a):.2f} $\times$ weight"
    words = {"size": size, "va": "center", "x": -0.93}
    line = 1.3 if narrow() else 1.0
    ax.text(y=8.4, s="weight, in g", color=INK, **words)
    ax.text(y=8.4 - line, s="growth, in g/h", color=SECOND, **words)
    ax.text(y=8.4 - 2 * line, s=times, color=SECOND, gid="times", **words)
    ax.set(xlim=(-1, 3.04), ylim=(0, 9.3), xticks=range(-1, 4), yticks=(0, 2, 4, 6, 8))
    ax.set_xlabel("hours")
    fig.set_label(f"a = {a:g}: growth is {np.log(a):.2f} times the weight")
    return fig


def same_foot() -> Figure:
    """Every tangent of the culture leaves the ground the same time before it touches."""
    fig, ax = canvas(height=3.5)
    t = np.linspace(-1.0, 3.35, 200)
    ax.plot(t, 2.0**t, color=INK, lw=2.4, gid="curve")
    foot = 1 / np.log(2)
    for at, beyond in ((1.0, 0.7), (3.0, 0.2)):
        grams = weight(at)
        ends = np.array([at - foot, at + beyond])
        line = grams + grams / foot * (ends - at)
        ax.plot(ends, line, color=SECOND, lw=2.0, gid=f"tangent-{at:g}")
        ax.plot([at, at], [0, grams], color=INK, lw=1.0, ls=":")
        ground = [at - foot + 0.02, at - 0.02]
        bar = {"lw": 5, "solid_capstyle": "butt", "gid": f"foot-{at:g}"}
        ax.plot(ground, [0, 0], color=FIRST, **bar)
        words = {"ha": "center", "va": "center"}
        ax.text(at - foot / 2, -0.65, f"{foot:.2f} h", color=FIRST, **words)
        ax.plot(at, grams, "o", color=SECOND, ms=7)
        ax.text(at - 0.12, grams + 0.45, f"{grams:.0f} g", ha="right", va="center")
    ax.set(xlim=(-1.05, 3.5), ylim=(-1.2, 10.2), xticks=range(-1, 4))
    ax.set(yticks=(0, 2, 4, 6, 8, 10), xlabel="hours", ylabel="grams")
    return fig


def parallel_logs() -> Figure:
    """A factor inside a logarithm lifts the curve, and leaves its slopes alone."""
    fig, ax = canvas(height=3.4)
    at, half = 2.0, 1.1
    for name, factor in ((r"\ln 5x", 5.0), (r"\ln x", 1.0), (r"\ln(x/2)", 0.5)):
        x = np.geomspace(np.exp(-2.2) / factor, 5.0, 200)
        ax.plot(x, np.log(factor * x), color=INK, lw=2.0, gid=f"log-{factor:g}")
        ends, height = np.array([at - half, at + half]), np.log(factor * at)
        line = height + (ends - at) / at
        ax.plot(ends, line, color=SECOND, lw=2.0, gid=f"tangent-{factor:g}")
        ax.plot(at, height, "o", color=SECOND, ms=6)
        ax.text(5.1, np.log(factor * 5), f"${name}$", color=INK, va="center")
    ax.text(2.3, -0.75, "all three: slope 0.5", color=SECOND, va="center")
    ax.set(xlim=(0, 6.4 if narrow() else 5.8), ylim=(-2.3, 3.6), xlabel="$x$")
    ax.set(xticks=range(6), yticks=range(-2, 4))
    return fig


def short_arc() -> Figure:
    """A short arc is nearly straight, and leans by the angle itself."""
    phone = narrow()
    fig, ax = canvas(height=3.1 if phone else 3.9)
    ax.set_position((0, 0, 1, 1))
    ax.set_axis_off()
    ax.set_aspect("equal")
    x, h = 0.7, 0.28
    quarter = np.linspace(0.0, np.pi / 2, 120)
    ax.plot(np.cos(quarter), np.sin(quarter), color=QUIET, lw=1.0)
    for start, end, name in ((0.0, x, "angle"), (x, x + h, "arc")):
        turn = np.linspace(start, end, 60)
        color = INK if name == "angle" else FIRST
        ax.plot(np.cos(turn), np.sin(turn), color=color, lw=3.2, gid=name)
    (across, up), (left, top) = ((np.cos(a), np.sin(a)) for a in (x, x + h))
    ax.plot([0, across, across, 0], [0, up, 0, 0], color=INK, lw=1.3, gid="triangle")
    ax.plot([across, across], [up, top], color=SECOND, lw=2.2, gid="rise")
    ax.plot(
        [across, left], [top, top], color=SECOND, lw=2.2, ls=(0, (2, 1.5)), gid="run"
    )
    for corner, name in ((np.array([0.0, 0.0]), "x"), (np.array([across, up]), "y")):
        first = 0.0 if name == "x" else np.pi / 2
        turn = np.linspace(first, first + x, 40)
        for radius in (0.13, 0.15):
            bow = corner[:, None] + radius * np.array([np.cos(turn), np.sin(turn)])
            ax.plot(*bow, color=FOURTH, lw=1.4, gid=f"same-{name}-{radius:g}")
    tip, side = np.array([across, up]), 0.055
    back, along = -tip, np.array([-up, across])
    square = np.array(
        [tip + side * back, tip + side * (back + along), tip + side * along]
    )
    ax.plot(*square.T, color=INK, lw=1.1, gid="right-angle")
    ax.plot(across, up, "o", color=FIRST, ms=7)
    words = {"va": "center"}
    ax.text(0.99, 0.36, "arc $x$", color=INK, **words)
    ax.text(across / 2, -0.07, r"$\cos x$", color=INK, ha="center", **words)
    ax.text(across - 0.03, up / 2, r"$\sin x$", color=INK, ha="right", **words)
    ax.text(across / 2 - 0.04, up / 2 + 0.05, "1", color=INK, ha="center", **words)
    ax.text(0.62, 0.68, "arc $h$", color=FIRST, ha="right", **words)
    ax.text(across + 0.03, (up + top) / 2, r"rise $h\,\cos x$", color=SECOND, **words)
    ax.text((across + left) / 2, top + 0.06, r"run $-h\,\sin x$", color=SECOND, **words)
    ax.set(xlim=(-0.05, 1.27) if phone else (-0.4, 1.6), ylim=(-0.14, 1.06))
    return fig
