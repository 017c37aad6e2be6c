"""One formula to HTML and MathML, by KaTeX inside Python, and never twice.

A formula is kept in .cache/maths.sqlite under its text, its kind, KaTeX's version and
the code that renders it, so a stale row cannot be found, and no longer than a month after
the last use of that code. KaTeX itself is loaded only for a formula that is not there.
Several processes may share the file.
"""

import json
import re
import sqlite3
import threading
import time
import weakref
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from downhill.files import DAY, KEEP
from downhill.maths.glyphs import Sheet
from downhill.packages import alone, ensure
from downhill.problem import CACHE, ROOT, Problem

HERE = Path(__file__).parent
FILE = CACHE / "maths.sqlite"
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

    def __init__(self, root: Path = ROOT, file: Path = FILE) -> None:
        """Raises Problem if KaTeX cannot be installed or the cache cannot be opened."""
        self.katex = ensure(root) / "katex"
        self.version = json.loads((self.katex / "package.json").read_bytes())["version"]
        self.salt = sha256(self.version.encode())
        for name in ("katex.py", "katex.js", "glyphs.py"):
            self.salt.update((HERE / name).read_bytes())
        self.table = f"made_by_{self.salt.hexdigest()[:24]}"
        self.run: Any = None
        self.sheet = Sheet({}, [])
        self.file = file
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            self.cache = sqlite3.connect(
                file, timeout=60, isolation_level=None, check_same_thread=False
            )
            weakref.finalize(self, self.cache.close)
            self.cache.execute("PRAGMA synchronous=OFF")  # lost rows are rendered again
            with alone(file.with_suffix(".lock")):  # two cannot make a new file WAL
                self.cache.execute("PRAGMA journal_mode=WAL")
                self._prune()
                columns = "(name TEXT PRIMARY KEY, html TEXT, glyphs TEXT)"
                self.cache.execute(f"CREATE TABLE IF NOT EXISTS {self.table} {columns}")
            # all at once: a query for each formula would cost more than all the rest
            rows = self.cache.execute(f"SELECT name, html, glyphs FROM {self.table}")
            self.known = {row[0]: Formula(*row) for row in rows}
        except sqlite3.Error as error:
            raise self._broken(error) from error

    def _prune(self) -> None:
        """Drop the tables of other versions that nothing has opened in a while.

        Once a day: it writes, and for that each process waits for all others.
        """
        run, now = self.cache.execute, time.time()
        run("CREATE TABLE IF NOT EXISTS used (made_by TEXT PRIMARY KEY, at REAL)")
        used = dict(run("SELECT made_by, at FROM used"))
        if now - used.get(self.table, 0) < DAY:
            return
        with self.cache:
            run("BEGIN IMMEDIATE")
            run(
                "INSERT OR IGNORE INTO used SELECT name, ? FROM sqlite_master"
                " WHERE type = 'table' AND name <> 'used'",
                [now],
            )
            run("INSERT OR REPLACE INTO used VALUES (?, ?)", [self.table, now])
            old = run("SELECT made_by FROM used WHERE at < ?", [now - KEEP])
            for (table,) in old.fetchall():
                run(f"DROP TABLE IF EXISTS {table}")
                run("DELETE FROM used WHERE made_by = ?", [table])

    def render(self, tex: str, display: bool = False) -> Formula:
        """The formula, from the cache or new. Raises Refused if it is not right."""
        key = self.salt.copy()
        key.update((f"display:{tex}" if display else f"inline:{tex}").encode())
        name = key.hexdigest()[:24]
        return self.known.get(name) or self._render_new(name, tex, display)

    def _render_new(self, name: str, tex: str, display: bool) -> Formula:
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
        formula = Formula(name, html, self.sheet.glyphs(html))
        try:
            row = f"INSERT OR REPLACE INTO {self.table} VALUES (?, ?, ?)"
            self.cache.execute(row, formula)
        except sqlite3.Error as error:
            raise self._broken(error) from error
        self.known[name] = formula
        return formula

    def _load(self) -> Any:
        import quickjs

        css = self.katex / "dist" / "katex.min.css"
        self.sheet = Sheet.read(css.read_text(encoding="utf-8"))
        context = quickjs.Context()
        code = self.katex / "dist" / "katex.min.js"
        for script in (code, HERE / "katex.js"):
            context.eval(script.read_text(encoding="utf-8"))
        return context.get("render")

    def _broken(self, error: sqlite3.Error) -> Problem:
        what = f"the cache of formulas cannot be used ({error})"
        return Problem(self.file, None, what, "delete it; it is made anew")


_OWN = threading.local()  # neither SQLite's connection nor KaTeX may change threads


def renderer() -> Renderer:
    """The renderer of this thread. Raises Problem as Renderer does."""
    if not hasattr(_OWN, "renderer"):
        _OWN.renderer = Renderer()
    found: Renderer = _OWN.renderer
    return found
