"""A pytest plugin that turns the data of figures upside down: a test of a claim has to see it.

`pytest -p tests.bent tests/part/test_chapter.py` lists the figures for which none fails.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle, Wedge
from matplotlib.quiver import Quiver

from downhill import figures

OTHER = 2.0, -1.0  # wide and high: no rotation, which a right angle would not see
UNSEEN = "no test sees the data of "
called: set[str] = set()  # by what runs now
seen: set[str] = set()
bent: set[str] = set()


def bend(fig: Figure) -> Figure:
    """Return it with heights negative and widths doubled; texts that tests look for, too."""
    parts = [
        part for ax in fig.axes for part in (*ax.lines, *ax.collections, *ax.patches)
    ]
    for part in (*parts, *(image for ax in fig.axes for image in ax.images)):
        turn(part)
    for text in [text for ax in fig.axes for text in ax.texts]:
        if text.get_gid():
            text.set_text(text.get_text()[::-1])
    return fig


def turn(part: Any) -> None:
    if hasattr(part, "set_ydata"):
        part.set_xdata(2 * np.asarray(part.get_xdata(), dtype=float) + 1e-3)
        part.set_ydata(-np.asarray(part.get_ydata(), dtype=float) - 1e-3)
    elif isinstance(part, Quiver):
        part.set_UVC(np.multiply(2, part.U), np.negative(part.V))
    elif isinstance(part, Rectangle):
        part.set_y(-part.get_y() - 1e-3)
        part.set_height(-part.get_height())
    elif isinstance(part, Wedge):
        part.set_theta2(part.theta2 + 7)
    elif isinstance(part, Polygon):
        part.set_xy(np.asarray(part.get_xy(), dtype=float) * OTHER - 1e-3)
    elif hasattr(part, "set_data"):
        part.set_data(-np.asarray(part.get_array(), dtype=float))
    elif hasattr(part, "set_offsets"):
        part.set_offsets(np.asarray(part.get_offsets(), dtype=float) * OTHER - 1e-3)
        for path in part.get_paths():
            path._vertices = path.vertices * OTHER - 1e-3
        if part.get_array() is not None:
            part.set_array(-part.get_array())


def bending(name: str, draw: Callable[..., Figure]) -> Callable[..., Figure]:
    @wraps(draw)
    def drawn(*given: Any, **named: Any) -> Figure:
        called.add(name)
        return bend(draw(*given, **named))

    return drawn


def pytest_collection_finish(session: pytest.Session) -> None:
    tests = {item.module for item in session.items if isinstance(item, pytest.Function)}
    for figure in figures.declared():
        module = __import__(figure.module, fromlist=["figures"])
        draw = getattr(module, figure.function)
        for test in tests:
            if any(it is module or it is draw for it in vars(test).values()):
                bent.add(f"{figure.module}.{figure.function}")
                drawn = bending(f"{figure.module}.{figure.function}", draw)
                for place in (module, test):
                    for known, value in list(vars(place).items()):
                        if value is draw:
                            setattr(place, known, drawn)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Any:
    standing = set(called)  # drawn for it before, by a fixture
    try:
        return (yield)
    except Exception:
        seen.update(called)
        raise
    finally:
        called.intersection_update(standing)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for name in sorted(bent - seen):
        terminalreporter.line(UNSEEN + name)
