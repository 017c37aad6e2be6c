"""One formula to HTML and MathML, by KaTeX inside Python, and never twice.

A formula is kept under its text, its kind, KaTeX's version and the code that renders it.
KaTeX itself is loaded only for a formula that is not there.
"""

import json
import re
import threading
from pathlib import Path
from typing import Any, NamedTuple

from downhill.cache import Rows, digest
from downhill.maths.glyphs import Sheet
from downhill.packages import ensure
from downhill.problem import CACHE, ROOT

HERE = Path(__file__).parent
# Of KaTeX's HTML: what no browser or screen reader uses, an eighth of it when compressed.
SPARED = re.compile(
    r' xmlns="[^"]*"(?=[ >])|</?semantics>|<annotation.*?</annotation>', re.DOTALL
)
MACRO = re.compile(
    r"\\(?:re)?newcommand|\\providecommand|\\[gex]?def\b|\\(?:g|future)?let\b"
)


class Formula(NamedTuple):
    """What is kept of a formula: its name, its HTML, and the glyphs that it needs.

    Glyphs are lines `font characters`, as `KaTeX_Math-Italic fx`.
    """

    name: str
    html: str
    glyphs: str


class Refused(Exception):
    """A formula that is not right: what is wrong, and at which character (from 0)."""

    def __init__(self, what: str, position: int | None) -> None:
        super().__init__(what)
        self.what, self.position = what, position


class Renderer:
    """Renders formulas; loads KaTeX at the first that is not in the cache."""

    def __init__(self, root: Path = ROOT, cache: Path = CACHE) -> None:
        """Raise Problem if KaTeX cannot be installed."""
        self.katex = ensure(root) / "katex"
        made_by = [HERE / name for name in ("katex.py", "katex.js", "glyphs.py")]
        salt = digest(*made_by, self.katex / "package.json")
        self.known = Rows(cache / "maths" / f"{salt}.jsonl")
        self.run: Any = None
        self.tree: Any = None
        self.sheet = Sheet({}, [])

    def render(self, tex: str, display: bool = False) -> Formula:
        """Return the formula, from the cache or new. Raises Refused if it is not right."""
        name = digest(tex, display)
        if name not in self.known:
            self.known.keep(name, self._made(tex, display))
        return Formula(name, *self.known[name])

    def parse(self, tex: str) -> Any:
        """Return KaTeX's parse tree of a formula, as lists and dicts; None if it refuses."""
        if self.run is None:
            self.run = self._load()
        return json.loads(self.tree(tex))

    def _made(self, tex: str, display: bool) -> tuple[str, str]:
        for index, character in enumerate(tex):
            if not character.isascii():
                code = f"{character!r} (U+{ord(character):04X})"
                raise Refused(f"{code} in a formula; write it as a command", index)
        if macro := MACRO.search(tex):
            raise Refused(f"a macro is defined by {macro[0]}", macro.start())
        if self.run is None:
            self.run = self._load()
        done = json.loads(self.run(tex, display))
        if "html" not in done:
            raise Refused(done["message"], done["position"])
        html = SPARED.sub("", done["html"])
        return html, self.sheet.glyphs(html)

    def _load(self) -> Any:
        import quickjs

        css = self.katex / "dist" / "katex.min.css"
        self.sheet = Sheet.read(css.read_text(encoding="utf-8"))
        context = quickjs.Context()
        code = self.katex / "dist" / "katex.min.js"
        for script in (code, HERE / "katex.js"):
            context.eval(script.read_text(encoding="utf-8"))
        self.tree = context.get("parse")
        return context.get("render")


_OWN = threading.local()  # KaTeX may not change threads


def renderer() -> Renderer:
    """Return the renderer of this thread. Raises Problem as Renderer does."""
    if not hasattr(_OWN, "renderer"):
        _OWN.renderer = Renderer()
    found: Renderer = _OWN.renderer
    return found
