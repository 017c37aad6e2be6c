"""Draw one figure: what the processes of workers.py do."""

import contextlib
import importlib
import io
import logging
import os
import random
import sys
import traceback
import warnings
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib import font_manager
from matplotlib.collections import Collection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.quiver import Quiver
from matplotlib.text import Text

from downhill.figures import svg
from downhill.figures.frames import LONGEST, Job, Value
from downhill.files import write_whole
from downhill.guard import guarded
from downhill.style import RC, on_phones


class Strict(logging.Handler):
    """Makes an error of what matplotlib only logs: a missing font, a text at NaN."""

    def emit(self, record: logging.LogRecord) -> None:
        raise RuntimeError(record.getMessage())


def check_finite(fig: Figure) -> None:
    """Raise ValueError if data of the figure is NaN or infinite and not masked.

    Here is what matplotlib leaves out in silence; svg.py refuses the rest.
    """
    for artist in fig.findobj():
        data: list[Any] = []
        if isinstance(artist, Line2D):
            for values in (artist.get_xdata(orig=True), artist.get_ydata(orig=True)):
                data.append(np.ma.asarray(values).compressed())
        elif isinstance(artist, Collection):
            data = [np.ma.getdata(artist.get_offsets())]  # scatter masks NaN itself
            if isinstance(artist, Quiver):
                data.append(np.where(artist.Umask, np.nan, 0.0))
        elif isinstance(artist, Text) and artist.get_text():
            data = [artist.get_unitless_position(), getattr(artist, "xy", 0.0)]
        for values in map(np.asarray, data):
            if values.dtype.kind in "fc" and not np.isfinite(values).all():
                name = artist.get_gid() or type(artist).__name__
                raise ValueError(f"{name!r} holds NaN or infinity")


def check_text(fig: Figure) -> None:
    """Raise ValueError if a frame says nothing, or more than a slider shows."""
    text = str(fig.get_label())
    if not text.strip():
        raise ValueError("no text: fig.set_label(f'h = {h:.2f}, ...') with its value")
    if len(text) > LONGEST:
        raise ValueError(f"{text!r} has {len(text)} characters, at most {LONGEST}")


def draw(module: str, function: str, arguments: dict[str, Value]) -> str:
    """Return one figure as SVG text, its module imported anew; raise what it raises.

    `arguments` are the value of a frame, which must say what it shows; {} for one picture.
    """
    for name in [name for name in sys.modules if name.split(".")[0] == "snippets"]:
        del sys.modules[name]
    random.seed()  # no figure may lend another its seed
    np.random.seed()
    with matplotlib.rc_context(), warnings.catch_warnings():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(RC)  # type: ignore[arg-type]
        warnings.simplefilter("error")
        try:
            fig = getattr(importlib.import_module(module), function)(**arguments)
            if not isinstance(fig, Figure):
                raise TypeError(f"returns {type(fig).__name__}, not a Figure")
            check_finite(fig)
            if arguments:
                check_text(fig)
            return svg.render(fig)
        finally:
            if "matplotlib.pyplot" in sys.modules:
                sys.modules["matplotlib.pyplot"].close("all")


def prepare(fonts: list[Path]) -> None:
    """Make ready to draw with these fonts, and strictly."""
    os.dup2(2, 1)  # what is printed past Python is no part of what a build says
    logging.getLogger("matplotlib").addHandler(Strict(logging.WARNING))
    for path in fonts:
        font_manager.fontManager.addfont(path)


def answer(job: Job, root: Path) -> str:
    """Do one job: write the file, or say what went wrong and in which line of ours."""
    printed = io.StringIO()
    try:
        kept = matplotlib.get_cachedir()
        out = contextlib.redirect_stdout(printed)
        with out, guarded(kept), on_phones(job.narrow):
            text = draw(job.module, job.function, dict(job.arguments))
        if printed.getvalue():
            return f"it prints {printed.getvalue().strip()[:80]!r}"
        write_whole(job.target, text)
        return ""
    except BaseException as error:  # SystemExit too: the next job is waiting
        what = " ".join("".join(traceback.format_exception_only(error)).split())
        own = root / "snippets"
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            if Path(frame.filename).is_relative_to(own):
                place = Path(frame.filename).relative_to(root).as_posix()
                return f"{what} ({place}:{frame.lineno})"
        return what
