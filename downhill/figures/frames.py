"""What is to be drawn: a picture of a figure, or the frames of one that moves.

Under `@frames("Step h", h=(2.0, 1.0, 0.5))` a figure is drawn once for each value. The
default is the image; all of them are one JSON file beside it, which a browser asks for when
the slider is touched. The frames share their axes and letters, so each piece of SVG stands in
the file once, and a frame is the numbers of its pieces.
"""

import ast
import gzip
import json
import re
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from downhill.files import write_whole
from downhill.problem import Problem

HEAVIEST = 150_000  # bytes, gzipped: a second on a slow phone
LONGEST = 44  # characters: one line on a phone
PIECE = re.compile(r"<[^<]*")
TITLE = re.compile(r"<title>(.*?)</title>")

Value = float | str


@dataclass(frozen=True)
class Frames:
    """What is declared: the slider's label, the parameter, its values, the default's place."""

    label: str
    parameter: str
    values: tuple[Value, ...]
    shown: int


@dataclass(frozen=True)
class Job:
    """A figure function to draw, where it is defined, and the file to write.

    `arguments` are its parameter and the value of one frame, if it has frames; `narrow`
    asks for the layout of phones.
    """

    module: str
    function: str
    path: Path
    line: int
    target: Path
    arguments: tuple[tuple[str, Value], ...] = ()
    narrow: bool = False

    @property
    def name(self) -> str:
        """Return the function, and the value that is given to it."""
        given = ", ".join(f"{name}={value!r}" for name, value in self.arguments)
        name = f"{self.function}({given})" if given else self.function
        return f"{name} on a phone" if self.narrow else name


def declared(function: ast.FunctionDef, path: Path) -> Frames | None:
    """Return the frames of a function, from its source alone; None if it has one picture."""
    call = next(filter(None, map(_call, function.decorator_list)), None)
    if call is None:
        return None
    try:
        (label,), (keyword,) = map(ast.literal_eval, call.args), call.keywords
        values = tuple(ast.literal_eval(keyword.value))
        name = str(keyword.arg)
        if len(set(values)) < max(2, len(values)):
            raise ValueError
    except (ValueError, TypeError):
        what = f"`{function.name}` does not say its frames"
        remedy = '`@frames("Step h", h=(2.0, 1.0, 0.5))`: a label, then two different values or more, written out'
        raise Problem(path, call.lineno, what, remedy) from None
    arguments = function.args
    if [one.arg for one in arguments.args] != [name] or not arguments.defaults:
        what = f"`{function.name}` has frames for `{name}`"
        remedy = f"give it this one parameter: `{function.name}({name}: float = {values[0]!r})`"
        raise Problem(path, function.lineno, what, remedy)
    shown = ast.unparse(arguments.defaults[0])
    if shown not in map(repr, values):
        what = f"`{function.name}`: the default {name}={shown} is not among its frames"
        remedy = f"take one of {', '.join(map(repr, values))}"
        raise Problem(path, function.lineno, what, remedy)
    return Frames(str(label), name, values, [repr(v) for v in values].index(shown))


def _call(decorator: ast.expr) -> ast.Call | None:
    """Return the call of `frames`, under whatever name its module has."""
    if not isinstance(decorator, ast.Call):
        return None
    return decorator if ast.unparse(decorator.func).endswith("frames") else None


def text_of(svg: Path) -> str:
    """Return what a drawn frame says of itself."""
    with svg.open(encoding="utf-8") as file:
        found = TITLE.search(file.read(2000))
    return unescape(found[1]) if found else ""


@dataclass(frozen=True)
class Strip:
    """The file of all frames of a figure; `svgs` are the frames, drawn by when it is written."""

    function: str
    path: Path
    line: int
    frames: Frames
    target: Path
    svgs: list[Path] = field(hash=False)

    @property
    def texts(self) -> list[str]:
        """Return what each frame says."""
        return [text_of(svg) for svg in self.svgs]

    def write(self) -> Problem | None:
        """Write the file if it is not there yet; the Problem if it may not be published."""
        if self.target.is_file():
            return None
        texts, name = self.texts, f"`{self.function}`"
        for text in texts:
            if texts.count(text) > 1:
                what = f"{name}: {texts.count(text)} frames say {text!r}"
                remedy = "let each say its value: fig.set_label(f'h = {h:.2f}, ...')"
                return Problem(self.path, self.line, what, remedy)
        data = packed(texts, [svg.read_text(encoding="utf-8") for svg in self.svgs])
        weight = len(gzip.compress(data, mtime=0))
        if weight > HEAVIEST:
            what = f"{name}: {len(texts)} frames take {weight / 1000:.0f} KB gzipped, at most {HEAVIEST / 1000:.0f}"
            remedy = "fewer frames, fewer level lines, or fewer points on what moves"
            return Problem(self.path, self.line, what, remedy)
        write_whole(self.target, data)
        return None


def packed(texts: list[str], svgs: list[str]) -> bytes:
    """Return frames as one file."""
    pieces: dict[str, int] = {}
    frames = [
        [pieces.setdefault(piece, len(pieces)) for piece in PIECE.findall(svg)]
        for svg in svgs
    ]
    content = {"texts": texts, "pieces": list(pieces), "frames": frames}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
