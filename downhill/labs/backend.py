"""What a lab's kernel is given by the build: figures as SVG in the house style, and a guard.

Matplotlib takes it by MPLBACKEND=module://downhill.labs.backend, IPython as an extension. A
reader's own Jupyter has neither, so the lab itself says nothing of style.
"""

import os
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import matplotlib
from IPython.display import SVG, display
from matplotlib._pylab_helpers import Gcf
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.font_manager import fontManager

from downhill import packages
from downhill.figures import svg
from downhill.guard import guarded
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
        display(SVG(svg.render(figure)))  # type: ignore[no-untyped-call]
    Gcf.destroy_all()


def load_ipython_extension(shell: Any) -> None:
    """Guard each cell; as in a reader's Jupyter, one that ends shows what it has drawn."""
    folders = str(Path.cwd()), os.environ["MPLCONFIGDIR"]
    guard = ExitStack()
    shell.events.register("pre_execute", lambda: guard.enter_context(guarded(*folders)))
    shell.events.register("post_execute", show)
    shell.events.register("post_execute", guard.close)
