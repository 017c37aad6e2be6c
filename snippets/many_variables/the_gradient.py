"""The gradient: all the partial derivatives in one arrow, and what it tells."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from downhill.style import (
    FIRST,
    FOURTH,
    INK,
    QUIET,
    SECOND,
    THIRD,
    arrows,
    bare,
    canvas,
    frames,
    narrow,
    on_paper,
)
from snippets.many_variables.partial_derivatives import partial
from snippets.many_variables.vectors_and_matrices import angle_between


# --8<-- [start:grad]
def grad(
    f,
    p: np.ndarray,
    h: float | None = None,
) -> np.ndarray:
    """Return all partials of f at p, shape (n,)."""
    slopes = [partial(f, i, p, h) for i in range(len(p))]
    return np.array(slopes)


# --8<-- [end:grad]


# --8<-- [start:lake]
def lake(p: np.ndarray) -> float:
    """Return how high the floor is, in m; p is in 100 m."""
    x, y = p
    return x**2 + 2 * y**2


# --8<-- [end:lake]


# --8<-- [start:row_level]
def row_level(
    f,
    p: np.ndarray,
    length: float,
    legs: int,
) -> np.ndarray:
    """Return a course across the arrow, (legs + 1, 2)."""
    course = [p]
    for _ in range(legs):
        x, y = grad(f, course[-1])
        level = np.array([y, -x])  # a quarter turn
        step = length * level / np.linalg.norm(level)
        course.append(course[-1] + step)
    return np.array(course)


# --8<-- [end:row_level]


HERE = np.array([1.0, 1.0])  # the boat of the story
ON_PAPER = on_paper(1.5)
LAKES = {"round": 1, "long": 2}  # x^2 + k y^2 by name
SCALE = 0.16  # of the arrows in the figure of the lakes


def levels_of(ax: Axes, k: float, levels: list[float]) -> None:
    """Draw level lines of x^2 + k y^2 over the whole of ax, scaled evenly."""
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    x, y = np.meshgrid(np.linspace(left, right, 101), np.linspace(bottom, top, 101))
    z = x**2 + k * y**2
    ax.contour(x, y, z, levels=levels, colors=QUIET, linewidths=0.8, alpha=0.7)
    ax.set_aspect("equal")
    ax.grid(visible=False)


def uphill_arrows() -> Figure:
    """The gradient points uphill, across the level lines, the longer the steeper."""
    fig, axes = canvas(height=3.0, columns=2, phone=0.95)
    for ax, left in zip(axes, (0.01, 0.51), strict=True):
        ax.set_position((left, 0.01, 0.48, 0.88))  # side by side on a phone too
    turn = np.radians(np.arange(0.0, 360.0, 45.0))
    for ax, (name, k) in zip(axes, LAKES.items(), strict=True):
        bare(ax, xlim=(-2.75, 2.75), ylim=(-2.75, 2.75))
        levels_of(ax, k, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
        ring = np.stack([np.cos(turn), np.sin(turn) / np.sqrt(k)], axis=-1)
        tails = np.concatenate([ring, 2.0 * ring])
        up = SCALE * 2.0 * tails * np.array([1.0, k])
        arrows(ax, tails, up, THIRD, name, width=0.015 if narrow() else 0.022)
        ax.plot(0, 0, "o", color=INK, ms=4 if narrow() else 5.5, gid=f"{name} deepest")
        ax.set_title(f"a {name} lake", fontsize=10.5 if narrow() else 12, pad=3)
    return fig


def combined_at_one_one() -> Figure:
    """At (1, 1) the slopes to the east and to the north make the gradient.

    It leaves the level line at a right angle.
    """
    fig, ax = canvas(height=3.6, phone=2.7)
    g = grad(lake, HERE)
    ax.set(xlim=(-0.6, 4.0), ylim=(-0.2, 2.95), xlabel="east, in 100 m")
    ax.set(xticks=[0, 1, 2, 3, 4], yticks=[0, 1, 2], ylabel="north, in 100 m")
    depths = [19, 14, 10, 5, 0]
    levels_of(ax, 2.0, [20.0 - depth for depth in depths])
    radius, turn = np.sqrt(lake(HERE)), np.linspace(-0.2, 2.0, 111)
    ax.plot(
        radius * np.cos(turn),
        radius * np.sin(turn) / np.sqrt(2.0),
        color=INK,
        lw=1.4,
        gid="level line",
    )
    both = 0.4 * g
    east, north = np.diag(both)
    for part in (east, north):
        ax.plot(*np.array([HERE + part, HERE + both]).T, "--", color=QUIET, lw=1)
    arrows(ax, HERE, east, SECOND, "east")
    arrows(ax, HERE, north, SECOND, "north")
    arrows(ax, HERE, both, THIRD, "combined")
    ax.plot(*HERE, "o", color=INK, ms=6, zorder=4, gid="boat")
    label = {"va": "center", "bbox": ON_PAPER}
    ax.text(1.88, 0.98, f"east only: {g[0]:.0f}", color=SECOND, **label)
    word = f"north\nonly: {g[1]:.0f}" if narrow() else f"north only: {g[1]:.0f}"
    ax.text(0.86, 2.3, word, color=SECOND, ha="right", **label)
    word = f"combined:{chr(10) if narrow() else ' '}({g[0]:.0f}, {g[1]:.0f})"
    ax.text(1.9, 2.6, word, color=THIRD, **label)
    for depth in depths[1:4]:
        x = np.sqrt(20.0 - depth)
        ax.text(x, 0.0, f"{depth} m", color=QUIET, ha="center", **label)
    ax.text(1.66, 0.5, "17 m deep", color=INK, **label)
    return fig


@frames("Length of a leg, m", meters=(60, 45, 30, 20, 15, 10, 5))
def off_course(meters: int = 45) -> Figure:
    """A course that is level on every leg spirals out of the level line."""
    fig, ax = canvas(height=3.6, phone=2.55)
    bare(ax, xlim=(-3.3, 3.3), ylim=(-2.0, 2.0))
    fig.subplots_adjust(left=0.01, right=0.99, bottom=0.01, top=0.99)
    levels_of(ax, 2.0, [1.0, 2.0, 4.0, 5.0, 6.0, 7.0, 8.0])
    turn, radius = np.linspace(0.0, 2 * np.pi, 145), np.sqrt(lake(HERE))
    line = radius * np.array([np.cos(turn), np.sin(turn) / np.sqrt(2.0)])
    ax.plot(*line, color=INK, lw=1.6, gid="level line")
    course = row_level(lake, HERE, meters / 100, 900 // meters)
    ax.plot(*course.T, color=FOURTH, lw=1.6, gid="course")
    ax.plot(*course[1:].T, "o", color=FOURTH, ms=3)
    ax.plot(*HERE, "o", color=FIRST, ms=8, zorder=4, gid="start")
    ax.text(0.93, 0.86, "start", color=FIRST, ha="right", va="top")
    label = {"ha": "center", "va": "center", "bbox": ON_PAPER}
    ax.text(0.0, -0.8 if narrow() else -0.92, "17 m deep", color=INK, **label)
    depth = 20.0 - lake(course[-1])
    fig.set_label(f"Legs of {meters} m: after 900 m it is {depth:.2f} m deep")
    return fig


NARROWER = {"round": (1, [1.0, 3.0]), "narrow": (10, [2.0, 6.0, 10.0])}


def past_the_deepest() -> Figure:
    """At (2, 1) minus the gradient points at the middle only if the lake is round."""
    fig, axes = canvas(height=2.3, columns=2, phone=2.1)
    here, turn = np.array([2.0, 1.0]), np.linspace(0.0, 2 * np.pi, 145)
    for ax, (name, (k, levels)) in zip(axes, NARROWER.items(), strict=True):
        bare(ax, xlim=(-3.9, 3.9), ylim=(-2.35, 2.35))
        levels_of(ax, k, levels)
        radius = np.sqrt(here[0] ** 2 + k * here[1] ** 2)
        bank = radius * np.array([np.cos(turn), np.sin(turn) / np.sqrt(k)])
        ax.plot(*bank, color=INK, lw=1.6, gid=f"{name} bank")
        ax.plot(*np.array([[0.0, 0.0], here]).T, ":", color=INK, lw=1.6)
        g = grad(lambda p, k=k: p[0] ** 2 + k * p[1] ** 2, here)
        down = -2.0 * g / np.linalg.norm(g)
        arrows(ax, here, down, THIRD, name)
        ax.plot(*here, "o", color=INK, ms=6, zorder=4, gid=f"{name} here")
        ax.plot(0, 0, "o", color=INK, ms=6, gid=f"{name} deepest")
        ax.text(2.2, 1.2, "(2, 1)", color=INK, va="bottom", bbox=ON_PAPER)
        off = angle_between(down, -here)
        word = f"{off:.1f}° off" if off > 0.1 else "straight at it"
        ax.set_title(f"{name}, $k$ = {k}: {word}", fontsize=11, pad=3)
    fig.subplots_adjust(left=0.01, right=0.99, bottom=0.01, top=0.9)
    return fig
