"""What a page says, in the order that it is read, as the equations ask for it."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from downhill import document
from downhill.document import HEADING, Document, Text
from downhill.maths.roles import bare, plain
from downhill.problem import DOCS

CELLS = {"th": "head", "td": "row"}
ASKED = ("option", "wrong")  # boxes in which what is said may be wrong


class Piece(NamedTuple):
    """A text without its roles; `kind` is "heading", "prose", "display", "head" or "row"."""

    kind: str
    line: int
    text: str
    asked: bool = False
    cells: tuple[Text, ...] = ()  # of a row; "head" is the first of a table


def read(path: Path) -> Document:
    """Return what a page or a lab holds, also one that is not of the site."""
    return document.read(path, DOCS if DOCS in path.parents else path.parent)


def pieces(page: Document) -> Iterator[Piece]:
    """Yield what a page says, a row of a table as one."""
    labels = {answer.line for answer in page.answers}  # the reasons below them claim
    texts = (one._replace(text=plain(one.text)) for one in page.texts)
    for (kind, line), group in groupby(texts, _piece):
        for cells in [tuple(group)] if kind in CELLS.values() else zip(group):
            text = " | ".join(cell.text for cell in cells)
            asked = cells[0].box in ASKED or line in labels
            yield Piece(kind, line, text, asked, cells)


def _piece(text: Text) -> tuple[str, int]:
    other = "heading" if HEADING.fullmatch(text.kind) else "prose"
    kind = "display" if text.kind == "display" else CELLS.get(text.kind, other)
    return kind, text.line


def formulas(text: str, line: int = 1) -> list[tuple[int, str]]:
    """Return the inline formulas of a text, each with its line."""
    return [(at, bare(tex)) for at, tex, _ in document.formulas(text, line)]
