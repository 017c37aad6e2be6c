"""What matplotlib draws on in the reader's browser: each figure becomes an SVG of the site.

Pyodide takes it by MPLBACKEND=module://downhill.runtime.backend; no page is needed for it.
"""

from io import StringIO
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib._pylab_helpers import Gcf
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import get_named_colors_mapping
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager

from downhill import runner
from downhill.figures import svg
from downhill.style import FAMILY, PALETTE, PAPER, RC, margins

FONTS = Path("/site/fonts")

for font in sorted(FONTS.iterdir()) if FONTS.is_dir() else []:
    fontManager.addfont(font)
matplotlib.rcParams.update(RC)  # type: ignore[arg-type]
matplotlib.rcParams["font.family"] = [FAMILY, "DejaVu Sans"]  # which has ∇ and more

# What a reader calls a color is that of the palette: it is read on light and dark paper.
NAMES = {
    "first": "b blue tab:blue",
    "second": "r red tab:red",
    "third": "g green tab:green c cyan tab:cyan",
    "fourth": "y yellow orange tab:orange",
    "fifth": "m magenta purple tab:purple",
    "ink": "k black",
    "quiet": "gray grey tab:gray tab:grey",
    "paper": "w white",
}
for role, names in NAMES.items():
    for name in names.split():
        get_named_colors_mapping()[name] = PALETTE[role][0]

FigureCanvas = FigureCanvasAgg
FigureManager = FigureManagerBase


def show(*_: Any, **__: Any) -> None:
    """Tell each open figure and close it."""
    for manager in Gcf.get_all_fig_managers():
        runner.tell("figure", drawn(manager.canvas.figure))
    Gcf.destroy_all()


def drawn(figure: Figure) -> str:
    """Return a figure as SVG: in the site's style, else on light paper by matplotlib's own hand.

    The site's own figures keep to its palette. A reader's may have any color, an image,
    a layout of its own, or texts that overlap.
    """
    try:
        if not figure.get_layout_engine():
            margins(figure, left=0.6)  # the y-axis has a label too
            if any(axes.get_title() for axes in figure.axes):
                figure.subplots_adjust(top=1 - 0.4 / figure.get_figheight())
        return svg.render(figure, apart=False)
    except ValueError:
        text = StringIO()
        figure.savefig(
            text,
            format="svg",
            facecolor=PAPER,
            bbox_inches="tight",
            metadata={"Date": None},
        )
        return text.getvalue()
