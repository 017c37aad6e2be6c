"""The look of every figure: one palette of named roles, one typeface, one canvas.

A colour is used by its role, never by its value. In a drawn figure each role is a CSS
variable with a light and a dark value, so one SVG serves both colour schemes; the page
takes the same variables from `palette_css`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from downhill.files import write_whole
from downhill.problem import ROOT, Problem

if TYPE_CHECKING:  # the build needs the palette without matplotlib's 0.4 s of import
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Draw = TypeVar("Draw", bound="Callable[..., Figure]")

# role: (light, dark). tests/downhill/test_style.py computes that each has a contrast of
# 4.5:1 on its paper (but for the grid, which only guides the eye), and that any two of
# ink and first to fifth stay apart for colour-blind readers.
PALETTE: dict[str, tuple[str, str]] = {
    "paper": ("#fdfcf9", "#16181d"),
    "ink": ("#1f2430", "#e8e6e1"),
    "quiet": ("#5f6672", "#a0a5af"),
    "grid": ("#e7e4dd", "#30343c"),
    "first": ("#1f57b0", "#83aaf2"),  # blue
    "second": ("#aa2c1e", "#ef7750"),  # vermilion
    "third": ("#14776f", "#2fc6a4"),  # teal
    "fourth": ("#956800", "#e6cb62"),  # ochre
    "fifth": ("#744289", "#bd83bb"),  # purple
}

PAPER, INK, QUIET, GRID, FIRST, SECOND, THIRD, FOURTH, FIFTH = (
    light for light, _ in PALETTE.values()
)

WIDTH, NARROW_WIDTH = 6.2, 3.4  # inches, each shown as 100 px: the text column, a phone
SMALLEST = {
    False: 9.5,
    True: 10.0,
}  # points of a text, wide and on a phone: 13 px there
FAMILY = "Source Serif 4"  # the site's text font; the page's style sheet names it too
FACES = ("latin-400-normal", "latin-400-italic")

# What matplotlib draws with, instead of its own defaults.
RC: dict[str, Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": QUIET,
    "axes.facecolor": "none",
    "axes.grid": True,
    "axes.labelcolor": INK,
    "axes.labelpad": 2.0,
    "axes.linewidth": 0.7,
    "axes.prop_cycle": f"cycler(color={[FIRST, SECOND, THIRD, FOURTH, FIFTH]})",
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": 10.5,
    "contour.negative_linestyle": "solid",
    "figure.edgecolor": "none",
    "figure.facecolor": "none",
    "font.family": [FAMILY],
    "font.size": 10.5,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "hatch.color": INK,
    "legend.frameon": False,
    "lines.linewidth": 1.9,
    "lines.markeredgewidth": 1.2,
    "lines.markersize": 5.5,
    "lines.solid_capstyle": "round",
    "mathtext.fontset": "cm",  # the letters of the page's formulas
    "patch.edgecolor": INK,
    "path.simplify_threshold": 0.05,
    "text.color": INK,
    "xtick.color": QUIET,
    "xtick.labelsize": 9.5,
    "xtick.major.size": 3.0,
    "xtick.major.width": 0.7,
    "xtick.minor.size": 0.0,
    "ytick.color": QUIET,
    "ytick.labelsize": 9.5,
    "ytick.major.size": 3.0,
    "ytick.major.width": 0.7,
    "ytick.minor.size": 0.0,
}


_narrow: ContextVar[bool] = ContextVar("narrow", default=False)


def narrow() -> bool:
    """Tell whether a figure is drawn for phones: labels may then need other places."""
    return _narrow.get()


@contextmanager
def on_phones(narrow: bool = True) -> Iterator[None]:
    """Draw for phones in this block, or for wide screens."""
    token = _narrow.set(narrow)
    try:
        yield
    finally:
        _narrow.reset(token)


def canvas(
    height: float = 3.6, columns: int = 1, phone: float | None = None
) -> tuple[Figure, Any]:
    """Return an empty figure in the house style, and its axes (an array if columns > 1).

    The height, in inches, is that of a row: side by side on a wide screen, panels stand
    below each other on a phone. There the height may be another, `phone`. Margins are fixed: nothing is measured at drawing time.
    The style holds from here on, so that what is added to the axes has it too.
    """
    import matplotlib
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    ticks = {f"{axis}tick.labelsize": SMALLEST[narrow()] for axis in "xy"}
    matplotlib.rcParams.update(RC | ticks)  # type: ignore[arg-type]
    if narrow():
        fig = Figure(figsize=(NARROW_WIDTH, (phone or height) * columns))
        axes = fig.subplots(columns, 1)
    else:
        fig = Figure(figsize=(WIDTH, height))
        axes = fig.subplots(1, columns)
    for ax in fig.axes:
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10]))
    margins(fig)
    return fig, axes


def margins(fig: Figure, left: float = 0.5) -> None:
    """Set fixed margins, in inches: room for the labels below and on the left."""
    width, height = fig.get_size_inches()
    fig.subplots_adjust(
        left=left / width,
        right=1 - 0.14 / width,
        bottom=0.52 / height,
        top=1 - 0.14 / height,
        wspace=0.3,
        hspace=0.35,
    )


def bare(ax: Axes, **limits: tuple[float, float]) -> None:
    """Leave a window of the plane, scaled evenly, without a scale."""
    ax.set(xticks=[], yticks=[], aspect="equal", **limits)
    ax.spines[:].set_visible(False)
    ax.grid(visible=False)


def arrows(
    ax: Axes, tails: np.ndarray, ways: np.ndarray, color: str, gid: str, **look: Any
) -> None:
    """Draw one or more arrows, tails and ways (2,) or (m, 2), in the units of the axes."""
    units: dict[str, Any] = {
        "angles": "xy",
        "scale_units": "xy",
        "scale": 1.0,
        "units": "inches",
    }
    head = {"headwidth": 3.8, "headlength": 4.4, "headaxislength": 4.0}
    look = {"width": 0.04, "zorder": 3, **units, **head, **look}
    ax.quiver(*tails.T, *ways.T, color=color, gid=gid, **look)


def on_paper(pad: float = 1.2) -> dict[str, Any]:
    """Return the `bbox` of a text that hides the lines behind it."""
    return {"facecolor": PAPER, "edgecolor": "none", "pad": pad}


def find(fig: Figure, gid: str) -> Any:
    """Return the one artist of a figure that carries this gid; a LookupError if none or several do."""
    found = [artist for artist in fig.findobj() if artist.get_gid() == gid]
    if len(found) != 1:
        raise LookupError(f"{len(found)} artists have the gid {gid!r}, expected one")
    return found[0]


def find_arrows(fig: Figure, gid: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the tails and the ways of the arrows with this gid, (m, 2) each."""
    import numpy as np

    found = find(fig, gid)
    return np.asarray(found.XY), np.stack([found.U, found.V], axis=-1)


def frames(label: str, **values: Sequence[float | str]) -> Callable[[Draw], Draw]:
    """Make a slider of a figure function: `@frames("Step h", h=(2.0, 1.0, 0.5))`.

    `label` names it; the parameter takes each of the values, which the build reads from
    the source, and its default is what is shown first.
    """

    def mark(function: Draw) -> Draw:
        function.__dict__["frames"] = values
        return function

    return mark


def every_frame(function: Callable[..., Figure]) -> Iterator[tuple[Any, Figure]]:
    """Yield the values of a figure's slider, in its order, each with its frame.

    Raises Problem for a frame in which axes are not where they were in the first.
    """
    first = None
    for name, values in function.__dict__["frames"].items():
        for value in values:
            fig = function(**{name: value})
            first = first or _view(fig)
            if _view(fig) != first:
                code, shown = function.__code__, f"`{function.__name__}({value!r})`"
                what = f"{shown}: its axes are not those of the first frame"
                remedy = "set them for all: ax.set(xlim=..., ylim=...), one size"
                path = Path(code.co_filename)
                raise Problem(path, code.co_firstlineno, what, remedy)
            yield value, fig


def _view(fig: Figure) -> list[Any]:
    """Return the size of a figure; the place and the limits of each of its axes."""
    return [
        tuple(fig.get_size_inches()),
        *(
            (ax.get_position().bounds, ax.get_xlim(), ax.get_ylim(), ax.get_aspect())
            for ax in fig.axes
        ),
    ]


def palette_css() -> str:
    """Return the roles as CSS variables for a page, in its scheme; on paper, light.

    Until Material's script takes over, or without it, a page follows the reader's system.
    """
    roles = "".join(
        f"  --{role}: light-dark({light}, {dark});\n"
        for role, (light, dark) in PALETTE.items()
    )
    return (
        f":root {{\n{roles}}}\n"
        "body:not([data-md-color-media]) { color-scheme: light dark; }\n"
        "@media print { :root, [data-md-color-scheme] { color-scheme: light; } }\n"
    )


def typeface(modules: Path, cache: Path) -> list[Path]:
    """Return the site's text font as TrueType files in `cache`, each named by its content.

    `modules` is the folder of npm packages, which hold it compressed for browsers.
    Raises Problem when a face is not there.
    """
    made = []
    for face in FACES:
        name = f"{FAMILY.lower().replace(' ', '-')}-{face}.woff2"
        source = modules / "@fontsource" / name.split("-latin")[0] / "files" / name
        if not source.is_file():
            what, remedy = f"the font {source} is not there", "npm ci"
            raise Problem(ROOT / "package.json", None, what, remedy)
        key = sha256(source.read_bytes()).hexdigest()[:16]
        target = cache / "fonts" / f"{key}.ttf"
        if not target.is_file():
            _decompress(source, target)
        made.append(target)
    return made


def _decompress(source: Path, target: Path) -> None:
    """Write a WOFF2 font as TrueType; whole or not at all."""
    from fontTools.ttLib import TTFont

    font = TTFont(source, recalcTimestamp=False)
    font.flavor = None
    whole = BytesIO()
    font.save(whole)
    write_whole(target, whole.getvalue())
