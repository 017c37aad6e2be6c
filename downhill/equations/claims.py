"""Go down a page: what it declares, and what it claims in the scope of what stands above."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from downhill.document import Document, Text
from downhill.equations.names import (
    Declared,
    Scope,
    condition,
    declares,
    row,
    sentences,
    site,
    source,
)
from downhill.equations.page import Piece, formulas, pieces
from downhill.equations.tree import (
    Parser,
    Side,
    Tree,
    Unread,
    chain,
    head_of,
    hides_relation,
    names,
    need,
    rows,
    tokens,
    walk,
)  # fmt: skip
from downhill.maths.roles import bare

LET = re.compile(r"(?:\b[Ll]et\b(?:[^.?!]|\.\S)*|\bwhere)$")
BELOW = re.compile(r"\s*(?:where|for)\b")
BREAK = re.compile(r"\\\\(?:\[[^\]]*\])?|\\(?:begin|end)\{\w+\*?\}")
SIGNS = {"=", "!=", "<", ">", "<=", ">=", "~"}


@dataclass(frozen=True)
class Claim:
    """A link that has to hold, or a definition; `unread` says why it is not understood."""

    line: int
    text: str  # the line of the formula, as it is listed
    kind: str  # "display", "table" or "prose"
    link: str  # the same, and which of its links is meant
    scope: Scope | None = None
    left: Tree = ()
    sign: str = ""
    right: Tree = ()
    unread: str = ""
    asked: bool = False  # in a question


def claims(page: Document) -> Iterator[Claim]:
    """Return all that a page claims and defines, from its top."""
    read = list(pieces(page))
    scope = own = replace(site(), code=source(page))  # of the page, of the paragraph
    head, above = None, ""
    for piece in read:  # what its tables say of arrays and functions holds everywhere
        head = piece if piece.kind == "head" else head
        if piece.kind == "row" and head and declares(head):
            told = row(head, piece, scope).declared
            arrays = {k: v for k, v in told.items() if v.kind in ("array", "function")}
            scope = own = replace(scope, declared={**scope.declared, **arrays})
    for number, piece in enumerate(read):
        found: Iterator[Claim] | tuple[()] = ()
        if piece.kind == "heading":
            own = scope
        elif piece.kind == "prose" and not piece.asked:
            scope, own = sentences(piece.text, scope)
            found = prose(piece, own)
        elif piece.kind == "display":
            below = read[number + 1] if number + 1 < len(read) else piece
            beside = sentences(below.text, own)[1] if BELOW.match(below.text) else own
            found = display(piece, beside, bool(LET.search(above.rstrip(" :,\n"))))
        elif piece.kind == "head":
            head = piece
        elif piece.kind == "row" and head and declares(head):
            scope = own = row(head, piece, scope)
        elif piece.kind == "row" and head and not piece.asked:
            found = cells(head, piece, scope)
        for claim in found:
            yield claim
            if claim.sign == ":=" and claim.scope:
                if not above.rstrip(" :,\n").endswith("where"):
                    scope = scope.naming(claim.scope)
                own = own.naming(claim.scope)
        above = piece.text if piece.kind == "prose" else ""


def display(piece: Piece, scope: Scope, let: bool) -> Iterator[Claim]:
    text = bare(piece.text)
    try:
        lines = list(rows(tokens(piece.text)))
    except Unread as error:
        if re.search(r"[=<>]|\\(?:[lgn]eq?|approx)\b", text):
            yield Claim(piece.line, text, "display", text, unread=str(error))
        return
    parts = [one for one in BREAK.split(piece.text) if one.strip(" \n&,.")]
    for line, first, last in lines:
        said, place = text, 0
        if len({one[1:] for one in lines}) > 1 and last < len(parts):
            said = bare(" ".join(parts[first : last + 1]).replace("&", ""))
            place = piece.text[: piece.text.find(parts[first].strip())].count("\n")
        for claim in links(
            line, Claim(piece.line + place, said, "display", said, scope), let
        ):
            yield claim
            scope = claim.scope or scope


def links(line: Side, about: Claim, let: bool = False) -> Iterator[Claim]:
    """Return the links of one line; a definition changes the scope from here on."""
    (sides, when), scope = chain(line), about.scope or Scope()
    if len(sides) == 1 and about.kind == "display" and hides_relation(line):
        yield replace(about, unread="a relation inside of something")
    try:
        demands = Parser([], scope.is_function).condition(when) if when else []
        scope = replace(scope, conditions=(*scope.conditions, *demands))
    except Unread as error:
        sides = sides[:2]
        yield replace(about, unread=str(error))
        return
    for number, ((_, one), (sign, other)) in enumerate(pairwise(sides), 1):
        link = about.text if len(sides) == 2 else f"{about.text} (link {number})"
        try:
            if sign == ":=" or (let and number == 1 and sign == "=" and scope.new(one)):
                scope = scope.define(one, other)
                yield replace(about, link=link, scope=scope, sign=":=")
                continue
            need(sign in SIGNS, f"a statement with `{sign}`")
            left, right, scope = both(scope, one, other)
            yield replace(
                about, link=link, scope=scope, left=left, sign=sign, right=right
            )
        except Unread as error:
            if sign == ":=" or (let and number == 1 and sign == "="):
                scope = scope.spoil(one, f"a definition that is not read: {error}")
                about = replace(about, scope=scope)
            yield replace(
                about,
                link=link,
                sign=":=" if about.scope is scope else "",
                unread=str(error),
            )


def both(scope: Scope, one: Side, other: Side) -> tuple[Tree, Tree, Scope]:
    """Return both sides, and the scope in which undeclared names with a prime are functions."""
    for part in walk([scope.read(one), scope.read(other)]):
        if (
            part[0] == "prime"
            and part[1][0] == "name"
            and scope.is_function(part[1][1]) is None
        ):
            scope = scope.declare(part[1][1], Declared("function"))
    return scope.read(one), scope.read(other), scope


def prose(piece: Piece | Text, scope: Scope) -> Iterator[Claim]:
    """Return the links of inline formulas."""
    for line, latex in formulas(piece.text, piece.line):
        after = piece.text[max(piece.text.find(latex), 0) + len(latex) :]
        asked = (
            piece.text.startswith("**") or "?" in re.split(r"[.!](?:\s|$)", after)[0]
        )
        try:
            for found, _, _ in rows(tokens(latex)):
                yield from links(
                    found, Claim(line, latex, "prose", latex, scope, asked=asked)
                )
        except Unread:
            continue


def cells(head: Piece, piece: Piece, scope: Scope) -> Iterator[Claim]:
    """Return what a row says of its first formula, by the formulas that head its columns."""
    titles = [only(cell, True) for cell in head.cells]
    found = [only(cell) for cell in piece.cells]
    for _, latex in (one for cell in piece.cells for one in formulas(cell.text)):
        scope = condition(latex, scope)
    both_ = [
        k
        for k, (title, one) in enumerate(zip(titles, found, strict=False))
        if title and one
    ]
    for k, cell in enumerate(piece.cells):
        if k in both_[1:]:
            first = both_[0]
            text = f"{titles[first]} = {found[first]} : {titles[k]} = {found[k]}"
            about = Claim(piece.line, text, "table", text, scope)
            yield from _cell(about, titles[first], found[first], titles[k], found[k])
        else:
            yield from prose(cell, scope)


def only(cell: Text, heading: bool = False) -> str:
    """Return the formula of a cell that holds nothing else; a heading may have words."""
    words, found = re.sub(r"\$[^$]*\$", "", cell.text).strip(), formulas(cell.text)
    return found[0][1] if len(found) == 1 and (heading or not words) else ""


def _cell(
    about: Claim, head: str, first: str, title: str, latex: str
) -> Iterator[Claim]:
    try:
        scope, of = about.scope or Scope(), head_of(tokens(head))
        if (
            of[0] == "apply"
            and of[1][0] == "name"
            and of[1][1] in names(scope.read(tokens(title)))
        ):
            scope = scope.define(tokens(head), tokens(first))
            line = [*tokens(title), ("rel", "="), *tokens(latex)]
            yield from links(line, replace(about, scope=scope))
    except Unread as error:
        yield replace(about, unread=str(error))
