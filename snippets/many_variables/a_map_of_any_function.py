"""A map of any function: a trail over a pass, read by map, slices, gradient, Hessian."""

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
    canvas,
    frames,
    narrow,
    on_paper,
)
from snippets.many_variables.surfaces import grid
from snippets.many_variables.the_gradient import grad
from snippets.many_variables.the_hessian import hessian


# --8<-- [start:f]
def f(p: np.ndarray) -> np.ndarray:
    """Return the height at p, shape (2,) or (2, n, n)."""
    x, y = p
    return x**4 - 4 * x * y + 2 * y**2


# --8<-- [end:f]


def trail(x: np.ndarray) -> np.ndarray:
    """Return the points of the trail, (n, 2), at each x, (n,)."""
    return np.stack([x, np.sin(np.pi * x / 2)], axis=-1)


STOPS = trail(np.linspace(-1.0, 1.0, 9))
REACH = 1.45  # how far the map goes, to each side
LEVELS = np.arange(-0.5, 17.1, 0.5)  # equal steps, over the whole map
ON_PAPER = on_paper()


def _place(map_: Axes, east: Axes, north: Axes) -> None:
    """Put the map beside the two slices, on a phone above them."""
    if narrow():
        map_.set_position((0.08, 0.385, 0.91, 0.605))
        east.set_position((0.08, 0.05, 0.4, 0.22))
        north.set_position((0.58, 0.05, 0.4, 0.22))
    else:
        map_.set_position((0.05, 0.07, 0.55, 0.92))
        east.set_position((0.67, 0.6, 0.32, 0.33))
        north.set_position((0.67, 0.07, 0.32, 0.33))


@frames("Stop", stop=(1, 2, 3, 4, 5, 6, 7, 8, 9))
def over_the_pass(stop: int = 7) -> Figure:
    """At three stops both slices are lowest; at the middle one only the map shows a pass."""
    fig, axes = canvas(height=3.6, columns=3, phone=1.62)
    map_, *sides = axes
    _place(*axes)
    p = STOPS[stop - 1]
    x, y, z = grid(f, -REACH, REACH, 101)
    map_.contour(x, y, z, levels=LEVELS, colors=QUIET, linewidths=0.7, alpha=0.7)
    map_.contour(x, y, z, levels=[0.0], colors=INK, linewidths=1.3)
    map_.plot(*trail(np.linspace(-1.0, 1.0, 61)).T, color=FOURTH, lw=1.8, gid="trail")
    way = np.linspace(-REACH, REACH, 97)
    for i, (ax, color) in enumerate(zip(sides, (FIRST, SECOND), strict=True)):
        line = np.tile(p, (len(way), 1))
        line[:, i] = way
        map_.plot(*line.T, color=color, lw=1.1, zorder=1.5, gid=f"line {i}")
        ax.plot(way, f(line.T), color=color, gid=f"slice {i}")
        ax.plot(p[i], f(p), "o", color=INK, ms=6, zorder=4, gid=f"here {i}")
        ax.set(xlim=(-REACH, REACH), ylim=(-1.4, 2.6))
        ax.set(xticks=(-1, 0, 1), yticks=(-1, 0, 1, 2))
        word = ("west to east", "south to north")[i]
        ax.set_title(word, color=color, pad=3)
    for level, at in ((0, (1.1, 0.34)), (2, (0.6, -0.55)), (4, (-0.6, 0.93))):
        spot = {"ha": "center", "va": "center", "bbox": ON_PAPER}
        map_.text(*at, f"{level}", color=QUIET if level else INK, **spot)
    g = grad(f, p)
    if np.linalg.norm(g) > 1e-6:
        arrows(map_, p, 0.25 * g, THIRD, "gradient")
    map_.plot(*p, "o", color=INK, ms=7, zorder=4, gid="here")
    map_.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH))
    map_.set(xticks=(-1, 0, 1), yticks=(-1, 0, 1))
    map_.grid(visible=False)
    least, most = np.linalg.eigvalsh(hessian(f, p))
    words = f"Stop {stop}: eigenvalues {least:.1f} and {most:.1f}"
    fig.set_label(words.replace("-", "\N{MINUS SIGN}"))
    return fig
