"""The formulas of a page in the order that it is read: displayed, in prose, in tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from downhill.document import of
from downhill.maths.roles import plain
from downhill.pages import Page

FORMULA = re.compile(r"(?<![\\$])\$(?!\$)((?:\\.|[^$\\])+?)\$(?!\$)", re.S)
CELL = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Formula:
    """LaTeX between dollars, and the line of the page that it starts on."""

    line: int
    latex: str


@dataclass(frozen=True)
class Cell:
    text: str
    formulas: list[Formula]


@dataclass(frozen=True)
class Piece:
    """A heading, paragraph, display or table row: what is read at one go.

    `kind` is "heading", "prose", "display", "head" (a table's first row) or "row".
    """

    kind: str
    line: int
    text: str
    formulas: list[Formula] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)


def formulas(text: str, line: int) -> list[Formula]:
    """The inline formulas of a text that starts on this line."""
    return [
        Formula(line + text.count("\n", 0, match.start()), bare(match[1]))
        for match in FORMULA.finditer(text)
    ]


def bare(latex: str) -> str:
    """Without the braces around the whole that keep a formula from breaking."""
    latex = latex.strip()
    if latex.startswith("{") and latex.endswith("}"):
        depth = 0
        for place, character in enumerate(latex):
            depth += {"{": 1, "}": -1}.get(character, 0)
            if depth == 0 and place < len(latex) - 1:
                return latex
        return latex[1:-1].strip()
    return latex


def pieces(page: Page) -> Iterator[Piece]:
    """What a page says, without its code and its front matter."""
    held: list[str] = []
    start, rows = 0, 0
    said = plain("\n".join(line for _, line in of(page).prose(asked=False)))
    for number, line in [*enumerate(said.split("\n"), 1), (-1, "")]:
        stripped = line.strip()
        display = held and held[0].strip().startswith("$$")
        if display:
            held.append(line)
            if stripped.endswith("$$"):
                latex = "\n".join(held).strip().strip("$")
                yield Piece("display", start, latex)
                held = []
            continue
        special = stripped.startswith(("|", "#", "$$"))
        if held and (not stripped or special):
            yield _prose(held, start)
            held = []
        if stripped.startswith("$$") and stripped.endswith("$$") and len(stripped) > 4:
            yield Piece("display", number, stripped.strip("$"))
        elif stripped.startswith("|"):
            if not set(stripped) <= set("|-: "):
                yield _row("row" if rows else "head", stripped, number)
            rows += 1
            continue
        elif stripped.startswith("#"):
            yield Piece("heading", number, stripped)
        elif stripped:
            start = start if held else number
            held.append(line)
        rows = 0


def _prose(lines: list[str], start: int) -> Piece:
    text = "\n".join(lines)
    return Piece("prose", start, text, formulas(text, start))


def _row(kind: str, line: str, number: int) -> Piece:
    texts = [text.strip() for text in CELL.split(line.strip("|"))]
    cells = [Cell(text, formulas(text, number)) for text in texts]
    found = [formula for cell in cells for formula in cell.formulas]
    return Piece(kind, number, line, found, cells)
