"""The claims of tables: a function in one column, its derivatives in others."""

import itertools
import re
from dataclasses import dataclass

from downhill.equations import scope as scopes
from downhill.equations.links import chain
from downhill.equations.notation import Name, symbol
from downhill.equations.scope import Condition
from downhill.equations.source import Cell, Piece

OPERATOR = re.compile(
    r"^\\frac\{(?:d|\\partial)(?:\^2)?\}\{(?:d|\\partial)\s*\\?[A-Za-z]+(?:\^2)?\}$"
)
POINT = re.compile(r"at\s+\$\(([^)$]*)\)\$", re.I)
WORDS = re.compile(r"\b(?:slope|derivative)\b", re.I)
LETTER = re.compile(r"(?<![\\A-Za-z])[a-df-z](?:_\w|_\{\w+\})?(?![A-Za-z])")


@dataclass(frozen=True)
class Row:
    """`left` = `right`, where `define` (left, right) holds for this row alone."""

    left: str
    right: str
    text: str
    define: tuple[str, str] | None = None
    conditions: tuple[Condition, ...] = ()
    at: tuple[tuple[Name, str], ...] = ()


def claims(header: Piece, row: Piece) -> list[Row]:
    """What a row claims under this header; [] if the table is not about derivatives."""
    if len(header.cells) != len(row.cells):
        return []
    demands = tuple(
        c
        for cell in row.cells
        for f in cell.formulas
        for c in scopes.conditions(f.latex)
    )
    if not row.cells[0].formulas:
        return by_words(header, row, demands)
    found: list[Row] = []
    first, head = row.cells[0].formulas[0].latex, header.cells[0]
    title = head.formulas[0].latex if head.formulas else ""
    of = re.match(r"^(\\?[A-Za-z]+)\s*(\([^()]*\))?$", title)
    for column, cell in zip(header.cells[1:], row.cells[1:], strict=True):
        operator = column.formulas[0].latex if column.formulas else ""
        if not cell.formulas or (operator and column.formulas[0].latex == title):
            continue
        if of and is_derivative(operator, of[1]):
            found += chained(operator, cell, (title, first), demands, ())
        elif OPERATOR.match(operator):
            parts = chain(first)
            expression = parts[-1][1]
            found += chained(
                f"{operator}\\left({expression}\\right)",
                cell,
                None,
                demands,
                point(head, operator),
            )
    if not found and len(row.cells) > 1:
        found = by_words(header, row, demands)
    return found


def is_derivative(latex: str, of: str) -> bool:
    name = re.escape(of)
    return bool(
        re.match(rf"^{name}'+(\(|$)", latex)
        or re.match(rf"^\\frac\{{(?:d|\\partial)(?:\^2)?\s*{name}\}}", latex)
        or re.match(rf"^\\nabla\s*{name}", latex)
    )


def chained(
    left: str,
    cell: Cell,
    define: tuple[str, str] | None,
    demands: tuple[Condition, ...],
    at: tuple[tuple[Name, str], ...],
) -> list[Row]:
    """`2xy = 12` under the derivative: the first holds everywhere, the second at the point."""
    parts = [part for _, part in chain(cell.formulas[0].latex)]
    what = f"{define[1]} : {left}" if define else left
    rows = [Row(left, parts[0], f"{what} = {parts[0]}", define, demands)]
    for one, other in itertools.pairwise(parts):
        rows.append(Row(one, other, f"{one} = {other}", None, demands, at))
    return rows


def point(head: Cell, operator: str) -> tuple[tuple[Name, str], ...]:
    match = POINT.search(head.text)
    if not match:
        return ()
    values = [value.strip() for value in match[1].split(",")]
    return tuple(zip((symbol(axis) for axis in "xyz"), values, strict=False))


def by_words(header: Piece, row: Piece, demands: tuple[Condition, ...]) -> list[Row]:
    """A column that is headed "slope" or "derivative", or a derivative that is asked for."""
    first = row.cells[0].formulas[0].latex if row.cells[0].formulas else ""
    asked = re.match(r"^\\frac\{(?:d|\\partial)\}\{[^}]*\}\s*\(|^\\nabla\s*\(", first)
    if asked and len(row.cells) == 2:
        cell = row.cells[1]
        answer = cell.formulas[0].latex if cell.formulas else cell.text
        return [Row(first, answer, f"{first} = {answer}", None, demands)]
    for number, column in enumerate(header.cells):
        if number and WORDS.search(column.text) and not column.formulas:
            cell, before = row.cells[number], row.cells[number - 1]
            if cell.formulas and before.formulas:
                of = chain(before.formulas[0].latex)[-1][1]
                letters = set(LETTER.findall(of))
                if len(letters) == 1:
                    left = f"\\frac{{d}}{{d{letters.pop()}}}\\left({of}\\right)"
                    right = cell.formulas[0].latex
                    return [Row(left, right, f"{left} = {right}", None, demands)]
    return []
