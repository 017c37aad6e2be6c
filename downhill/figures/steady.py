"""What a slider needs beyond good pictures: its axes stay put, and no two texts ever touch."""

from importlib import import_module
from itertools import combinations
from typing import Any

import matplotlib
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager

from downhill import packages
from downhill.figures import Declared
from downhill.figures.svg import Renderer
from downhill.problem import CACHE, Problem
from downhill.style import every_frame, typeface

TOUCH = 1.0  # points that two texts may share


class Texts(Renderer):
    """Notes where the texts of a figure stand, as (text, left, top, right, bottom)."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__(width, height)
        self.boxes: list[tuple[str, float, float, float, float]] = []

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: Any,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        corners = self.corners(x, y, s, prop, angle, ismath)
        self.boxes.append((s, *corners.min(axis=0), *corners.max(axis=0)))


def check(figure: Declared) -> None:
    """Raise Problem for the first frame that jumps, or in which two texts overlap."""
    for font in typeface(packages.ensure(), CACHE):
        fontManager.addfont(font)
    function = getattr(import_module(figure.module), figure.function)
    first = None
    with matplotlib.rc_context():
        for value, fig in every_frame(function):
            name = f"`{figure.function}({value!r})`"
            first = first or view(fig)
            if view(fig) != first:
                what = f"{name}: its axes are not those of the first frame"
                remedy = "set them for all: ax.set(xlim=..., ylim=...), one size"
                raise Problem(figure.path, figure.line, what, remedy)
            for one, other in overlaps(fig):
                what = f"{name}: the texts {one!r} and {other!r} overlap"
                raise Problem(figure.path, figure.line, what, "move one of them")


def view(fig: Figure) -> list[Any]:
    """The size of a figure; the place and the limits of each of its axes."""
    return [
        tuple(fig.get_size_inches()),
        *(
            (ax.get_position().bounds, ax.get_xlim(), ax.get_ylim(), ax.get_aspect())
            for ax in fig.axes
        ),
    ]


def overlaps(fig: Figure) -> list[tuple[str, str]]:
    """The pairs of texts that share more than a hair."""
    fig.dpi = 72
    texts = Texts(*(72 * fig.get_size_inches()))
    fig.draw(texts)
    return [
        (one[0], other[0])
        for one, other in combinations(texts.boxes, 2)
        if min(one[3], other[3]) - max(one[1], other[1]) > TOUCH
        and min(one[4], other[4]) - max(one[2], other[2]) > TOUCH
    ]
