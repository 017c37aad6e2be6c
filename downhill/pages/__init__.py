"""Read a page: its address, its front matter, its text."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from downhill.configuration import twice
from downhill.problem import DOCS, Faults, Problem, raise_all

KEYS = {
    "title",
    "description",
    "needs",
    "goal",  # what a reader wants who comes for this chapter; the map says the way
    "numbers",
    "numbers_from",
    "template",
    "hide",
    "was",  # addresses that the page had before
}
# Byte order marks, zero width, reordering, and the marks that blocks.py puts.
HIDDEN = re.compile(
    r"[\x00\x02\x03\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ue000-\ue001\ufeff]"
)
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # C where PyYAML has it


@dataclass(frozen=True)
class Page:
    """One Markdown file below docs/.

    `address` is its path without the ending ("one-variable/the-derivative"), `text` the
    whole file, `body` the text with the front matter blanked out, so that its line numbers
    are the file's.
    """

    path: Path
    address: str
    meta: dict[str, Any]
    text: str
    body: str

    @property
    def title(self) -> str:
        """Return the page's title: from the front matter, else its first level-one heading."""
        for line in self.body.splitlines():
            if line.startswith("# "):
                return str(self.meta.get("title", line[2:].strip()))
        raise Problem(self.path, 1, "has no title", "start the text with `# Title`")

    @property
    def is_chapter(self) -> bool:
        """Tell a page that other chapters can build on: it says what it needs itself."""
        return "needs" in self.meta

    def line_of(self, fragment: str) -> int:
        """Return the first line that holds this fragment, counted from 1; 1 if none does."""
        position = self.text.find(fragment)
        return self.text.count("\n", 0, position) + 1 if position >= 0 else 1


def read_text(path: Path) -> str:
    """Return a file that is shown on a page; a Problem if it is not UTF-8 that can be seen.

    Line ends may be those of any system. What hides or reorders text is refused: a
    reader would not see what is run.
    """
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, what = data.count(b"\n", 0, error.start) + 1, f"is not UTF-8: {error}"
        raise Problem(path, line, what, "save it as UTF-8") from None
    if found := HIDDEN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        what = f"holds the character U+{ord(found[0]):04X}, which nobody sees"
        remedy = "delete it; save the file as UTF-8 without a byte order mark"
        raise Problem(path, line, what, remedy)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read(path: Path, docs: Path = DOCS) -> Page:
    """Read a page or a lab; a Problem if it is not clean UTF-8 or its head is wrong."""
    if path.suffix == ".ipynb":
        return _read_lab(path, docs)
    text = read_text(path)
    if "\t" in text:  # Markdown makes spaces of it, in code as well
        line = text.count("\n", 0, text.index("\t")) + 1
        remedy = "write spaces; in a string, `\\t`"
        raise Problem(path, line, "holds a tab, of which the site makes spaces", remedy)
    remedy = "start the page with `---`, `description: ...`, `---`"
    head, fence, _ = text[4:].partition("\n---\n")
    if not text.startswith("---\n") or not fence:
        raise Problem(path, 1, "has no front matter", remedy)
    try:
        meta = yaml.load(head, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        what = f"front matter is not YAML: {getattr(error, 'problem', error)}"
        raise Problem(path, line, what, "mend the line, or quote its value") from None
    if not isinstance(meta, dict) or not meta.get("description"):
        raise Problem(path, 1, "front matter has no `description`", remedy)
    for number, key in twice(head):
        what = f"front matter has `{key}` twice"
        raise Problem(path, number + 1, what, "make one of the two")
    for key in meta.keys() - KEYS:
        what = f"front matter has an unknown key `{key}`"
        line = f"\n{head}".partition(f"\n{key}:")[0].count("\n") + 2
        raise Problem(path, line, what, f"use one of {', '.join(sorted(KEYS))}")
    blank = "\n" * (head.count("\n") + 3)
    body = blank + text[4 + len(head) + len(fence) :]
    address = path.relative_to(docs).with_suffix("").as_posix()
    return Page(path, address, meta, text, body)


def read_all(docs: Path = DOCS, ending: str = "md") -> list[Page]:
    """Return every page below docs/, sorted by address, or every lab ("ipynb").

    One Problem for all that cannot be read.
    """
    pages, faults = [], Faults()
    for path in sorted(docs.rglob(f"*.{ending}")):
        with faults.noted():
            pages.append(read(path, docs))
    raise_all(faults)
    return pages


def _read_lab(path: Path, docs: Path) -> Page:
    """Read a lab as a page: each cell on its own lines of the file, code in fences."""
    notebook, lines = read_notebook(path), list[str]()
    for cell in notebook["cells"]:
        source = cell["source"].strip("\n").split("\n")
        mark = "`" * 8 if cell["cell_type"] == "code" else ""
        if cell["cell_type"] == "raw" or not any(source):
            continue
        above = line_of(path, cell) - 2 - len(lines)
        lines += [*[""] * max(1, above), mark and f"{mark}python", *source, mark]
    text, body = path.read_text(encoding="utf-8"), "\n".join(lines)
    address = path.relative_to(docs).with_suffix("").as_posix()
    return Page(path, address, notebook["metadata"], text, body)


def read_notebook(path: Path) -> dict[str, Any]:
    """Return the notebook as it is saved, each cell's source as one text."""
    remedy = "save it anew, in Jupyter's format 4.5"
    try:
        text = path.read_text(encoding="utf-8")
        notebook: dict[str, Any] = json.loads(text, object_pairs_hook=_once)
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"])
            (
                cell["metadata"].keys(),
                cell["id"],
            )  # without ids a download is not the same
        notebook["metadata"].keys()
    except ValueError as error:
        line = getattr(error, "lineno", None)
        raise Problem(path, line, f"is no notebook: {error}", remedy) from None
    except (AttributeError, KeyError, TypeError) as error:
        raise Problem(path, None, f"is no notebook: {error}", remedy) from None
    return notebook


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    for number, (key, _) in enumerate(pairs):
        if any(key == other for other, _ in pairs[:number]):
            raise ValueError(f"`{key}` stands twice in one place")
    return dict(pairs)


def line_of(path: Path, cell: dict[str, Any]) -> int:
    """Return the line of the notebook's file on which the source of a cell begins."""
    text = path.read_text(encoding="utf-8")
    start = rf'"id":\s*{re.escape(json.dumps(cell["id"]))}.*?"source":\s*\[?\s*'
    found = re.search(start, text, re.DOTALL)
    return text.count("\n", 0, found.end()) + 1 if found else 1
