"""Go down a page: what it defines, and what it claims in the scope of what stands above."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from downhill.equations import scope as scopes
from downhill.equations import tables
from downhill.equations.defining import (
    NUMERIC,
    column,
    mentions,
    solved,
    units,
    with_inline,
)
from downhill.equations.links import SIGNS, Link, chain, flat, links
from downhill.equations.notation import Name, UnreadableError
from downhill.equations.scope import Condition, Definition, Scope
from downhill.equations.source import Piece, formulas, pieces
from downhill.pages import Page

CLAIMS = {*SIGNS.values()} - {"<-"}  # the signs of what is so, and is not set
ANEW = re.compile(r"\b(?:let|take|define|consider|suppose|now|instead|another)\b", re.I)
PRIMED = re.compile(r"^(?P<f>[A-Za-z]|\\[a-z]+)'+\([a-z]\)$")  # f'(x)
LEIBNIZ = re.compile(  # df/dx and ∂f/∂x, at a point or not
    r"^\\frac\{(d|\\partial)\s*(?P<f>[A-Za-z]|\\[a-z]+)\}\{\1\s*[A-Za-z](?:_\w)?\}(?:\([^()]*\))?$"
)
EXPLICIT = re.compile(  # d/dx ..., but not of a name, (...)' and ∇(...)
    r"^\\frac\{(?:d|\\partial)(?:\^\d)?\}\{[^}]*\}\s*(?![A-Za-z](?:\(|\s*$))\S"
    r"|^(?:\\left)?\(.*\)'\s*$"
    r"|^\\nabla\s*(?:\\left)?\("
)


@dataclass(frozen=True)
class Claim:
    """A link that has to hold; `left` and `right` are encoded, or `unread` says why not."""

    line: int
    text: str
    kind: str  # "display", "table" or "inline"
    scope: Scope
    left: str = ""
    sign: str = "="
    right: str = ""
    raw: str = ""  # the right side as it is written
    conditions: tuple[Condition, ...] = ()
    at: tuple[tuple[Name, str], ...] = ()  # the point at which it is claimed
    unread: str = ""


@dataclass(frozen=True)
class Defined:
    """A displayed equation that says what its left side stands for."""

    line: int
    text: str


Item = Claim | Defined


def items(page: Page) -> list[Item]:
    """All that a page claims and defines in displays and tables, and what is plain inline."""
    read = list(pieces(page))
    said = [
        p.text if p.kind == "display" else " ".join(f.latex for f in p.formulas)
        for p in read
    ]
    walk = Walk(scopes.of_page(" ".join(said)))
    found: list[Item] = []
    for number, piece in enumerate(read):
        after = read[number + 1] if number + 1 < len(read) else None
        found += walk.go(piece, after)
    return found


class Walk:
    """The scope, and the text just above, while a page is read from its top."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.above = Piece("prose", 1, "")
        self.header: Piece | None = None
        self.here: set[Name] = set()  # what this display has defined
        self.wrong = False  # in an answer to choose from, which may be wrong

    def go(self, piece: Piece, after: Piece | None) -> Iterator[Item]:
        if piece.kind == "display":
            yield from self.display(piece, after)
            return
        if piece.kind == "head":
            self.header = piece
        elif piece.kind == "row":
            yield from self.row(piece)
        elif piece.kind == "prose":
            for line in piece.text.splitlines():
                if not line.startswith(" "):
                    self.wrong = line.startswith("??? option")
            if not self.wrong:
                yield from self.prose(piece)
        self.above = piece

    # Prose

    def prose(self, piece: Piece) -> Iterator[Item]:
        for match in scopes.RESETS.finditer(piece.text):
            if named := scopes.head(match[1]):
                self.scope = self.scope.free(named[0])
        self.scope = units(self.scope, piece.text)
        for sentence in re.split(r"(?<=[.:])\s", piece.text):
            if "for example" not in sentence.lower():
                for formula in formulas(sentence, piece.line):
                    self.scope = with_inline(self.scope, formula.latex)
        yield from self.inline(piece)

    def inline(self, piece: Piece) -> Iterator[Item]:
        """Sums of plain numbers, derivatives of what stands there, or is defined."""
        for formula in piece.formulas:
            for (_, left), (written, right) in itertools.pairwise(chain(formula.latex)):
                if written not in ("=", "\\approx"):
                    continue
                numbers = not NUMERIC.sub("", left + right).strip()
                if numbers or EXPLICIT.search(left) or self.derived(left, right):
                    sign = SIGNS[written]
                    link = Link(formula.line, left, sign, right, written=written)
                    claim = self.claim(link, "inline", ())
                    if not claim.unread:
                        yield claim

    def derived(self, left: str, right: str) -> bool:
        """Whether this says the derivative of a function that the page has defined.

        `f'(x) = 0` says where, as one that is to be solved, and not what it is; so does
        any right side without one of the inputs.
        """
        match = PRIMED.match(left.strip()) or LEIBNIZ.match(left.strip())
        named = scopes.head(match["f"]) if match else None
        known = self.scope.definitions.get(named[0]) if named else None
        plain = re.sub(r"\\[A-Za-z]+", "", right)
        inputs = known.inputs if known else ()
        return any(one.base in plain for one in inputs)

    # Tables

    def row(self, piece: Piece) -> Iterator[Item]:
        self.scope = units(self.scope, piece.text)
        derived = tables.claims(self.header, piece) if self.header else []
        if not any(found.define for found in derived):
            for formula in piece.formulas:
                self.scope = with_inline(self.scope, formula.latex)
        for found in derived:
            scope = self.scope
            if found.define:
                named = scopes.head(found.define[0])
                if named is None:
                    continue
                try:
                    body = scope.free(named[0]).read(found.define[1])
                except UnreadableError as error:
                    text, unread = found.text, str(error)
                    yield Claim(piece.line, text, "table", scope, unread=unread)
                    continue
                scope = scope.define(Definition(named[0], body, named[1]))
            link = Link(piece.line, found.left, "=", found.right)
            yield self.claim(
                link, "table", found.conditions, scope, found.at, found.text
            )
        yield from self.inline(piece)

    # Displays

    def display(self, piece: Piece, after: Piece | None) -> Iterator[Item]:
        found = list(links(piece.text, piece.line))
        demands: list[Condition] = []
        for near in (self.above, after):
            if near is not None and near.kind == "prose":
                for formula in near.formulas:
                    demands += scopes.conditions(formula.latex)
        made: set[int] = set()
        self.here = set()
        for number, link in enumerate(found):
            if self.display_defines(link):
                made.add(number)
        for number, link in enumerate(found):
            said = [
                c
                for f in re.findall(r"([^{}]+)", link.said)
                for c in scopes.conditions(f)
            ]
            if number in made:
                yield Defined(link.line, link.text)
            elif link.sign not in CLAIMS:
                unread = f"`{link.written}` is not read"
                scope = self.scope
                yield Claim(link.line, link.text, "display", scope, unread=unread)
            else:
                yield self.claim(link, "display", (*demands, *said))

    def display_defines(self, link: Link) -> bool:
        """Take the link as a definition; False if it claims something (too)."""
        if link.sign not in ("=", "<-") or not link.first:
            return False
        named = scopes.head(link.left)
        if named is None:
            if column(self.scope, link.left):
                return True
            wider = solved(self.scope, link)
            self.scope = wider or self.scope
            return wider is not None
        name, inputs = named
        known = self.scope.definitions.get(name)
        anew = self.above.kind == "prose" and bool(ANEW.search(self.above.text))
        anew = anew and name not in self.here
        if mentions(link.right, name) or (name.bold and name in self.scope.units):
            return False
        try:
            body = self.scope.read(link.right)
        except UnreadableError:
            return False
        if known and not anew:
            if inputs and not known.inputs:
                self.scope = self.scope.define(Definition(name, known.body, inputs))
            return False
        self.scope = self.scope.define(Definition(name, body, inputs))
        self.here.add(name)
        return True

    def claim(
        self,
        link: Link,
        kind: str,
        demands: tuple[Condition, ...],
        scope: Scope | None = None,
        at: tuple[tuple[Name, str], ...] = (),
        text: str = "",
    ) -> Claim:
        scope = scope or self.scope
        text = text or link.text
        try:
            left, right = scope.read(link.left), scope.read(link.right)
            if link.sign == "->":
                left = f"\\lim_{{{self.approach(link, scope)}}} ({left})"
        except UnreadableError as error:
            return Claim(link.line, text, kind, scope, unread=str(error))
        sign = "=" if link.sign == "->" else link.sign
        raw = flat(link.right)
        return Claim(link.line, text, kind, scope, left, sign, right, raw, demands, at)

    def approach(self, link: Link, scope: Scope) -> str:
        """`h → 0`, from the row or from the text above."""
        near = [link.said.replace("\\text", " ").replace("as }", " ")]
        near += [formula.latex for formula in reversed(self.above.formulas)]
        for latex in near:
            match = re.search(
                r"(\\mathbf\{\w\}|\\?[a-z]+)\s*\\to\s*(\\mathbf\{0\}|\\?[a-z0-9]+)",
                latex,
            )
            if match:
                return f"{scope.read(match[1])} \\to {scope.read(match[2])}"
        raise UnreadableError("an arrow, and nothing near says what goes where")
