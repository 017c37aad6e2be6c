"""The look of every figure: one palette of named roles, one canvas.

A colour is used by its role, never by its value. When a figure is saved, each role becomes a CSS
variable with a light and a dark value, so one SVG serves both colour schemes.
"""

from typing import Any

import matplotlib
from matplotlib.figure import Figure

# role: (light, dark). Distinct in luminance as well as hue, so that they survive colour blindness;
# each has a contrast of at least 4.5:1 on its paper, but for the grid, which only guides the eye.
PALETTE: dict[str, tuple[str, str]] = {
    "paper": ("#fdfdfb", "#15181e"),
    "ink": ("#1d2430", "#e7e9ee"),
    "quiet": ("#5a6372", "#9da6b4"),
    "grid": ("#dfe2e6", "#323945"),
    "first": ("#1f5fa8", "#7db4f0"),
    "second": ("#c2410c", "#ff9a5a"),
    "third": ("#0b7a6b", "#4fd0b6"),
    "fourth": ("#8f5f00", "#e6bb55"),
    "fifth": ("#7b3a9c", "#cf9fee"),
}

PAPER, INK, QUIET, GRID, FIRST, SECOND, THIRD, FOURTH, FIFTH = (
    light for light, _ in PALETTE.values()
)

WIDTH = 5.0  # inches: with 10 pt text this reads at 15 px on a desk and 9 px on a phone

# Settings of matplotlib for drawing and saving; applied by `canvas` and by the drawing process.
RC: dict[str, object] = {
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "font.size": 10,
    "mathtext.fontset": "cm",
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": QUIET,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "lines.linewidth": 2.0,
    "lines.solid_capstyle": "round",
}


def canvas(
    height: float = 3.2, columns: int = 1, width: float = WIDTH
) -> tuple[Figure, Any]:
    """An empty figure in the house style, and its axes (an array of them if columns > 1).

    Width and height are inches. Margins are fixed: nothing is measured at drawing time.
    """
    with matplotlib.rc_context(RC):
        fig = Figure(figsize=(width, height))
        axes = fig.subplots(1, columns)
    left, right, bottom, top = 0.55, 0.12, 0.48, 0.12
    fig.subplots_adjust(
        left=left / width,
        right=1 - right / width,
        bottom=bottom / height,
        top=1 - top / height,
        wspace=0.35,
    )
    return fig, axes


def find(fig: Figure, gid: str) -> Any:
    """The one artist of a figure that carries this gid; a LookupError if none or several do."""
    found = [artist for artist in fig.findobj() if artist.get_gid() == gid]
    if len(found) != 1:
        raise LookupError(f"{len(found)} artists have the gid {gid!r}, expected one")
    return found[0]
