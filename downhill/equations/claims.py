"""Go down a page: what it declares, and what it claims in the scope of what stands above."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from downhill.equations.names import Declared, Scope, condition, declares, row, sentences, site, source
from downhill.equations.page import Piece, bare, pieces
from downhill.equations.tree import (
    Parser, Side, Token, Tree, Unread, chain, names, rows, tokens, walk,
)  # fmt: skip

LET = re.compile(r"(?:\b[Ll]et\b(?:[^.?!]|\.\S)*|\bwhere)$")
WHERE = re.compile(r"^\s*(?:where|for)\b")
SIGNS = {"=", "!=", "<", ">", "<=", ">=", "~"}
SHOWN = {"!=": "\\neq", "<=": "\\leq", ">=": "\\geq", "~": "\\approx"}


@dataclass(frozen=True)
class Claim:
    """A link that has to hold, or a definition; `unread` says why it is not understood."""

    line: int
    text: str  # the formula as it is listed
    kind: str  # "display", "table" or "prose"
    link: str  # the link of the formula that is meant
    scope: Scope | None = None
    left: Tree = ()
    sign: str = ""
    right: Tree = ()
    unread: str = ""
    asked: bool = False  # in a question


def claims(path: Path) -> list[Claim]:
    """Return all that a page claims and defines, from its top."""
    read = list(pieces(path))
    code = "\0".join(one.text for one in read if one.kind == "code" and "def " in one.text)
    scope = replace(site(), code=source(path, code))
    return list(Walk(scope, read).all())


class Walk:
    """The scope while a page is read: of the page, and of the paragraph at hand."""

    def __init__(self, scope: Scope, read: list[Piece]) -> None:
        self.scope, self.own, self.read = scope, scope, read
        self.head: Piece | None = None

    def all(self) -> Iterator[Claim]:
        above: Piece | None = None
        for number, piece in enumerate(self.read):
            if piece.kind == "heading":
                self.own = self.scope
            elif piece.kind == "prose" and not piece.asked:
                self.scope, self.own = sentences(piece.text, self.scope, self.scope)
                yield from self.prose(piece)
            elif piece.kind == "display":
                below = self.read[number + 1] if number + 1 < len(self.read) else None
                let = bool(above and above.kind == "prose" and LET.search(above.text.rstrip(" :,\n")))
                yield from self.display(piece, let, below)
            elif piece.kind == "head":
                self.head = piece
            elif piece.kind == "row" and self.head:
                if declares(self.head):
                    self.scope = self.own = row(self.head, piece, self.scope)
                elif not piece.asked:
                    yield from self.row(self.head, piece)
            above = piece if piece.kind not in ("code",) else above

    # Displays

    def display(self, piece: Piece, let: bool, below: Piece | None) -> Iterator[Claim]:
        scope = self.own
        if below and below.kind == "prose" and WHERE.match(below.text):
            _, scope = sentences(below.text, scope, scope)
        text = bare(piece.text)
        try:
            lines = list(rows(tokens(piece.text)))
        except Unread as error:
            if any(sign in text for sign in ("=", "<", ">", "\\le", "\\ge", "\\approx")):
                yield Claim(piece.line + 1, text, "display", text, unread=str(error))
            return
        parts = [one for one in re.split(r"\\\\(?:\[[^\]]*\])?|\\(?:begin|end)\{\w+\*?\}", piece.text)]
        parts = [one for one in parts if one.strip(" \n&,.")] if len(lines) > 1 or lines[0][2] else [piece.text]
        for line, first, last in lines:
            said, start = text, 1 if piece.text.startswith("\n") else 0
            if last < len(parts) and len(parts) > 1:
                said = bare(" ".join(parts[first : last + 1]).replace("&", ""))
                start = piece.text[: piece.text.find(parts[first].strip())].count("\n")
            for claim in self.line(line, said, piece.line + start, scope, let):
                yield claim
                scope = claim.scope or scope

    def line(self, line: list[Token], said: str, at: int, scope: Scope, let: bool, kind: str = "display") -> Iterator[Claim]:
        """Return the links of one line; a definition changes the scope from here on."""
        sides, when = chain(line)
        if len(sides) < 2:
            return
        try:
            if when:
                scope = scope.allow(Parser([], scope.is_function).condition(when))
        except Unread as error:
            yield Claim(at, said, kind, said, unread=str(error))
            return
        for number, ((_, one), (sign, other)) in enumerate(pairwise(sides)):
            link = said if len(sides) == 2 else f"{said} (link {number + 1})"
            try:
                if sign == ":=" or (let and number == 0 and sign == "=" and scope.new(one)):
                    self.scope, self.own = self.scope.define(one, other), self.own.define(one, other)
                    scope = scope.define(one, other)
                    yield Claim(at, said, kind, link, scope, sign=":=")
                    continue
                left, right, scope = both(scope, one, other)
                if sign not in SIGNS:
                    raise Unread(f"a statement with `{sign}`")
                yield Claim(at, said, kind, link, scope, left, sign, right)
            except Unread as error:
                yield Claim(at, said, kind, link, unread=str(error))

    # Prose and tables

    def prose(self, piece: Piece) -> Iterator[Claim]:
        """Return the links of inline formulas; a question claims nothing."""
        for line, latex in piece.formulas:
            place = piece.text.find(latex)
            rest = re.split(r"[.!](?:\s|$)|\n\n", piece.text[max(place, 0) + len(latex) :])[0]
            for claim in self.inline(line, latex, self.own):
                yield replace(claim, asked="?" in rest)

    def inline(self, line: int, latex: str, scope: Scope) -> Iterator[Claim]:
        try:
            for found, _, _ in rows(tokens(latex)):
                yield from self.line(found, latex, line, scope, False, "prose")
        except Unread:
            return

    def row(self, head: Piece, piece: Piece) -> Iterator[Claim]:
        """Return what a row says of its first formula, by the formulas that head its columns."""
        titles = [self.only(cell) for cell in head.cells]
        found = [self.only(cell) for cell in piece.cells]
        scope = self.scope
        for _, latex in (one for cell in piece.cells for one in cell.formulas):
            scope = condition(latex, scope)
        first = next((k for k, title in enumerate(titles) if title and k < len(found) and found[k]), None)
        for k, cell in enumerate(piece.cells):
            if k < len(titles) and titles[k] and found[k] and first is not None and k > first:
                yield from self.cell(piece.line, titles[first], found[first], titles[k], found[k], scope)
            else:
                for line, latex in cell.formulas:
                    yield from self.inline(line, latex, scope)

    def only(self, cell: Piece) -> str:
        """Return the formula of a cell that holds one; of a heading its words may stand by."""
        found = cell.formulas
        words = re.sub(r"\$[^$]*\$", "", cell.text).strip()
        heading = bool(self.head and cell in self.head.cells)
        return found[0][1] if len(found) == 1 and (heading or not words) else ""

    def cell(self, line: int, head: str, first: str, title: str, latex: str, scope: Scope) -> Iterator[Claim]:
        text = f"{head} = {first} : {title} = {latex}"
        try:
            of = Parser(tokens(head), lambda key: True).all()
            if of[0] != "apply" or of[1][0] != "name" or of[1][1] not in set(names(scope.read(tokens(title)))):
                return
            scope = scope.define(tokens(head), tokens(first))
            sides: list[tuple[str, Side]] = [("", tokens(title)), *[("=", side) for _, side in chain(tokens(latex))[0]]]
            for (_, one), (sign, other) in pairwise(sides):
                yield Claim(line, text, "table", text, scope, scope.read(one), sign, scope.read(other))
        except Unread as error:
            yield Claim(line, text, "table", text, unread=str(error))


def both(scope: Scope, one: Side, other: Side) -> tuple[Tree, Tree, Scope]:
    """Return both sides, and the scope in which names with a prime are functions."""
    left, right = scope.read(one), scope.read(other)
    primed = {part[1][1] for part in walk([left, right]) if part[0] == "prime" and part[1][0] == "name"}
    new = [key for key in primed if scope.is_function(key) is None]
    for key in new:
        scope = scope.declare(key, Declared("function"))
    return (scope.read(one), scope.read(other), scope) if new else (left, right, scope)
