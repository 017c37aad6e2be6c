"""A lab's figures are SVG in the house style: MPLBACKEND=module://downhill.labs.backend.

A reader's own Jupyter does not have it, so the lab itself says nothing of style. It comes
with the first figure: a lab without one waits for none of it.
"""

from typing import Any

import matplotlib
from IPython.core.getipython import get_ipython
from IPython.display import SVG, display
from matplotlib._pylab_helpers import Gcf
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.font_manager import fontManager

from downhill import packages
from downhill.figures import svg
from downhill.problem import CACHE
from downhill.style import RC, margins, typeface

for font in typeface(packages.ensure(), CACHE):
    fontManager.addfont(font)
matplotlib.rcParams.update(RC)  # type: ignore[arg-type]

FigureCanvas = FigureCanvasAgg
FigureManager = FigureManagerBase


def show(*_: Any, **__: Any) -> None:
    """Show each open figure with the margins of `canvas`, and close it."""
    for manager in Gcf.get_all_fig_managers():
        figure = manager.canvas.figure
        margins(figure, left=0.6)  # the y-axis has a label too
        display(SVG(svg.render(figure)))
    Gcf.destroy_all()


if shell := get_ipython():  # as in a reader's Jupyter, a cell shows what it has drawn
    shell.events.register("post_execute", show)
