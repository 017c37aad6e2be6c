"""Sums, powers, exponentials: the slopes that are worth knowing by heart."""

# --8<-- [start:imports]
import numpy as np

# --8<-- [end:imports]
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from downhill.style import FIRST, INK, QUIET, SECOND, canvas, frames, margins, narrow


# --8<-- [start:weight]
def weight(t: float) -> float:
    """Return the grams of bacteria after t hours."""
    return 2.0**t


# --8<-- [end:weight]


# --8<-- [start:growth_constant]
def growth_constant(a: float, h: float = 1e-6) -> float:
    """Measure how fast a**x grows at x = 0."""
    if a <= 0:
        raise ValueError("the base has to be above 0")
    return (a**h - a**-h) / (2 * h)


# --8<-- [end:growth_constant]


# --8<-- [start:table]
TABLE = {
    "x^3": (lambda x: x**3, lambda x: 3 * x**2),
    "1/x": (lambda x: 1 / x, lambda x: -1 / x**2),
    "x^0.7": (lambda x: x**0.7, lambda x: 0.7 * x**-0.3),
    "e^x": (lambda x: np.exp(x), lambda x: np.exp(x)),
    "2^x": (lambda x: 2**x, lambda x: 2**x * np.log(2)),
    "ln x": (lambda x: np.log(x), lambda x: 1 / x),
    "sin x": (lambda x: np.sin(x), lambda x: np.cos(x)),
    "cos x": (lambda x: np.cos(x), lambda x: -np.sin(x)),
}
# --8<-- [end:table]


@frames(
    "Factor a",
    a=(1.5, 1.75, 2.0, 2.25, 2.5, 2.6, 2.71828, 2.8, 3.0, 3.25, 3.5, 4.0),
)
def one_shape(a: float = 2.0) -> Figure:
    """The growth of an exponential is ln a times its weight, at every moment."""
    fig, ax = canvas(height=2.5 if narrow() else 3.6)
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
    fig, ax = canvas(height=3.7)
    t = np.linspace(-1.6, 4.3, 200)
    ax.plot(t, 2.0**t, color=INK, lw=2.4, gid="curve")
    foot = 1 / np.log(2)
    for at in (0.0, 2.0, 4.0):
        grams = weight(at)
        ends = np.array([at - foot, at + min(0.35, 0.9 / at if at else 0.9)])
        line = grams + grams / foot * (ends - at)
        ax.plot(ends, line, color=SECOND, lw=2.0, gid=f"tangent-{at:g}")
        ax.plot([at, at], [0, grams], color=INK, lw=1.0, ls=":")
        ground = [at - foot + 0.03, at - 0.03]
        ax.plot(
            ground, [0, 0], color=FIRST, lw=5, solid_capstyle="butt", gid=f"foot-{at:g}"
        )
        ax.text(
            at - foot / 2, -1.15, f"{foot:.2f} h", color=FIRST, ha="center", va="center"
        )
        ax.plot(at, grams, "o", color=SECOND, ms=7)
        left = (at - 0.16, grams + 1.0) if at < 4 else (at - 0.2, grams + 0.2)
        ax.text(*left, f"{grams:.0f} g", color=INK, ha="right", va="center")
    ax.set(
        xlim=(-1.7, 4.55),
        ylim=(-2, 19),
        xticks=range(-1, 5),
        yticks=(0, 4, 8, 12, 16),
        xlabel="hours",
        ylabel="grams",
    )
    return fig


def curves_and_slopes() -> Figure:
    """Each curve climbs where the curve of its slopes is above 0."""
    phone = narrow()
    fig, _ = canvas(height=6.4 if phone else 3.6)
    fig.clear()
    axes = fig.subplots(4, 2) if phone else fig.subplots(2, 4)
    powers = np.geomspace(1e-4, 4.0, 200)
    turn = np.linspace(0.0, 2 * np.pi, 120)
    cube = np.linspace(-2.0, 2.0, 120)
    for number, (name, x, y, slope, views, ticks) in enumerate(
        (
            ("x^3", cube, cube**3, 3 * cube**2, ((-9, 9), (-2, 13)), (-2, 0, 2)),
            (r"\sqrt{x}", powers, powers**0.5, 0.5 * powers**-0.5, ((-0.3, 2.2),) * 2, (0, 2, 4)),
            (r"\ln x", powers, np.log(powers), 1 / powers, ((-2.2, 2.2), (-0.3, 2.2)), (0, 2, 4)),
            (r"\sin x", turn, np.sin(turn), np.cos(turn), ((-1.2, 1.2),) * 2, (0, 2, 4, 6)),
        )
    ):  # fmt: skip
        row, column = (2 * (number // 2), number % 2) if phone else (0, number)
        pair = axes[row, column], axes[row + 1, column]
        for ax, values, view, color, kind in zip(
            pair, (y, slope), views, (INK, SECOND), ("curve", "slope"), strict=True
        ):
            seen = (values >= view[0]) & (values <= view[1])
            ax.axhline(0, color=QUIET, lw=0.8)
            ax.plot(x[seen], values[seen], color=color, gid=f"{kind}-{number}")
            ax.set(xlim=(ticks[0], x[-1]), ylim=view, xticks=ticks)
            ax.yaxis.set_major_locator(MaxNLocator(nbins=3, integer=True))
            if column == 0:
                ax.set_ylabel(kind, color=color)
        pair[1].fill_between(x[seen], 0, slope[seen], color=SECOND, alpha=0.12, lw=0)
        pair[0].set_title(f"${name}$", color=INK, pad=4)
    margins(fig, left=0.5)
    top, bottom, gap = (0.96, 0.045, 0.5) if phone else (0.92, 0.08, 0.25)
    fig.subplots_adjust(top=top, bottom=bottom, hspace=gap, wspace=0.3)
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
