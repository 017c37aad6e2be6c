"""What the names of a page stand for: what its tables and sentences declare, and no more.

Three sentence forms declare: `Let $...$`, `where $...$`, `For $...$`. A row of a table whose
first column is headed Symbol declares its symbol, by its columns In code, Shape, Unit.
"""

import ast
import re
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from downhill.chapters import module_of
from downhill.document import Document
from downhill.equations.page import Piece, formulas, pieces, read
from downhill.equations.tree import (
    Parser,
    Side,
    Tree,
    Unread,
    chain,
    flat,
    head_of,
    names,
    need,
    rows,
    tokens,
)  # fmt: skip
from downhill.problem import DOCS

Link = tuple[Tree, str, Tree]
SHAPE = re.compile(r"\(?\s*(\w+)\s*(?:,|×|\\times)\s*(\w*)\s*\)?")
BOUNDS = re.compile(
    r"(?:^|, )(above|below|at least|at most) (-?[\d.]+)(?=$|[,;|])", re.M
)
BOUND = {"above": ">", "below": "<", "at least": ">=", "at most": "<="}
CALL = re.compile(r"`([A-Za-z_]\w*)\([^`]*\)`")
ROW = re.compile(r"`([A-Za-z_]\w*)\[[ijkn]\]`")
LIST = r"(?:[,\s]+(?:and |all |every |each |here )*\$[^$]+\$)+"
WORDS = r"(?:(?!\b[Ll]et\b)[^.,;:?$])*"
FORMS = re.compile(
    rf"\b(?P<let>[Ll]et)(?P<named>{LIST}(?:{WORDS}\band \$[^$]+\$)*{WORDS})"
    rf"|\b(?:[Ww]here|[Ff]or)(?: (?:all|every|any|each))?(?P<holds>{LIST})"
)
SOME = re.compile(rf"\b(?:[Ff]or|at|with) (?:at least one|some|a certain)({LIST})")
FIXED = re.compile(rf"(?<!not )(?<!no )\bfixed(?= \$)({LIST})")
DENIED = re.compile(r"\b(?:not|never|no)\b|n't\b")


@dataclass(frozen=True)
class Declared:
    """What a symbol stands for: a "number", a "whole" one, a "function" or an "array"."""

    kind: str
    shape: tuple[str, ...] = ()
    tags: frozenset[str] = frozenset()
    params: tuple[str, ...] = ()
    code: str = ""
    spread: Tree | None = None  # the distribution of a random number


@dataclass(frozen=True)
class Definition:
    """`key(params)`, or `key` with these indices, is `tree`; an index is (name, offset)."""

    tree: Tree
    params: tuple[str, ...] = ()
    indices: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Scope:
    """What is declared and defined where a formula stands."""

    declared: dict[str, Declared] = field(default_factory=dict)
    defined: dict[str, tuple[Definition, ...]] = field(default_factory=dict)
    conditions: tuple[Link, ...] = ()
    some: frozenset[str] = frozenset()  # names that are said to exist
    fixed: frozenset[str] = frozenset()  # those that no small change moves
    code: str = ""  # the functions of the page

    def is_function(self, key: str) -> bool | None:
        """Whether parentheses after a name hold its inputs; None if nobody says."""
        if key in self.defined:
            one, parser = self.defined[key][0], Parser([], self.is_function)
            return bool(one.params) or (
                one.tree[0] == "compose" and parser.functional(one.tree)
            )
        known = self.declared.get(key)
        capital = (
            key[:1].isupper() and key != "N"
        )  # a loss, a count: a factor or a function?
        if known is None or (capital and known.kind == "number"):
            return None
        return known.kind == "function"

    def read(self, found: Side) -> Tree:
        return Parser(found, self.is_function).all()

    def naming(self, other: "Scope") -> "Scope":
        """Return the scope with the names that another knows."""
        return replace(self, defined=other.defined, declared=other.declared)

    def declare(self, key: str, what: Declared) -> "Scope":
        defined = {k: v for k, v in self.defined.items() if k != key}
        return replace(self, declared={**self.declared, key: what}, defined=defined)

    def define(self, left: Side, right: Side) -> "Scope":
        """Return the scope in which the left side is the right one. Unread if it cannot be."""
        head = head_of(left)
        if head[0] == "matrix":
            tree, scope = self.read(right), self
            for place, row in enumerate(head[1:], 1):
                need(
                    len(row) == 1 and row[0][0] == "name", "a list that is not of names"
                )
                scope = scope._with(
                    row[0][1], Definition(("entry", tree, ("num", str(place))))
                )
            return scope
        if head[0] == "apply":
            key, params, inner = flat(head[1]), tuple(map(flat, head[2:])), self
            for one in params:
                old = self.declared.get(one)
                array = old if old and old.kind in ("array", "whole") else None
                plain = (
                    Declared("array", ("n",))
                    if "\\mathbf" in one
                    else Declared("number")
                )
                inner = inner.declare(one, array or plain)
            definition = Definition(inner.read(right), params)
        elif head[0] == "index":
            key, definition = (
                head[1],
                Definition(self.read(right), (), tuple(map(offset, head[2:]))),
            )
        else:
            need(head[0] == "name", "a definition of what is no name")
            key, definition = head[1], Definition(self.read(right))
        circle = key in names(definition.tree) and not definition.indices
        need(not circle, f"`{key}` is defined by itself")
        return self._with(key, definition)

    def spoil(self, left: Side, why: str) -> "Scope":
        """Return the scope in which nothing can be said of a name, as its definition is not
        read."""
        try:
            head = head_of(left)
            key, params = (
                (flat(head[1]), ("x",)) if head[0] == "apply" else (flat(head), ())
            )
        except Unread:
            return self
        return self._with(key, Definition(("unread", why), params))

    def new(self, left: Side) -> bool:
        """Whether a left side is a name, maybe with inputs, that is not yet defined."""
        head = head_of(left)
        heads = [row[0] for row in head[1:]] if head[0] == "matrix" else [head]
        named = [one[1] if one[0] == "apply" else one for one in heads]
        return all(one[0] == "index" or (one[0] == "name" and one[1] not in self.defined)
                   for one in named)  # fmt: skip

    def _with(self, key: str, what: Definition) -> "Scope":
        old = self.defined.get(key, ()) if what.indices else ()
        kept = [one for one in old if one.indices and one.indices != what.indices]
        return replace(self, defined={**self.defined, key: (*kept, what)})


def offset(tree: Tree) -> tuple[str, int]:
    """Return `t + 1` as ("t", 1), and 3 as ("", 3)."""
    if tree[0] in ("num", "name"):
        return (tree[1], 0) if tree[0] == "name" else ("", int(tree[1]))
    need(
        tree[0] == "add" and len(tree) == 3 and tree[1][0] == "name",
        "an index that is not known",
    )
    one = tree[2][1] if tree[2][0] == "neg" else tree[2]
    need(one[0] == "num", "an index that is not known")
    return tree[1][1], -int(one[1]) if tree[2][0] == "neg" else int(one[1])


# ------------------------------------------------------------------------------ sentences


def sentences(text: str, scope: Scope) -> tuple[Scope, Scope]:
    """Return the page's scope with what `Let` declares, and that of this paragraph, in which
    holds what `where` and `For` say as well."""
    own, given = (
        scope,
        set(),
    )  # what is defined twice in a paragraph is a value at a point
    for match in FORMS.finditer(text):
        said, let = match["named"] or match["holds"], bool(match["let"])
        if "?" in text[match.end() :].split(".")[0] and not let:
            continue
        for _, latex in formulas(said):
            key = latex.split("(")[0]
            if not (let and "(" in latex and key in given):
                own = declare(latex, own, let, said)
                scope = declare(latex, scope, let, said) if let else scope
            given.add(key)
    some, fixed = named(SOME, text), named(FIXED, text)
    return scope, replace(own, some=own.some | some, fixed=own.fixed | fixed)


def named(form: re.Pattern[str], text: str) -> set[str]:
    """Return the names that stand in a form of words."""
    found = set()
    for _, latex in (
        one for match in form.finditer(text) for one in formulas(match[1])
    ):
        try:
            found.add(flat(head_of(tokens(latex))))
        except Unread:
            continue
    return found


def declare(latex: str, scope: Scope, let: bool, said: str = "") -> Scope:
    """Return the scope with what one formula of a sentence declares, if it does."""
    try:
        lines = list(rows(tokens(latex)))
    except Unread:
        return scope
    for line, _, _ in lines:
        sides, _ = chain(line)
        try:
            scope = _declare(sides, scope, let, said.lower())
        except Unread as error:
            equal = len(sides) > 1 and sides[1][0] in ("=", ":=")
            if equal and (let or len(sides[0][1]) == 1):
                scope = scope.spoil(
                    sides[0][1], f"a definition that is not read: {error}"
                )
    return scope


def condition(latex: str, scope: Scope) -> Scope:
    """Return the scope with what a formula demands, if it bounds something."""
    bounds = re.search(r"[<>]|\\[lgn]eq?\b", latex)
    equal = re.search(r"(?<![<>:\\])=", latex)
    return declare(latex, scope, False) if bounds and not equal else scope


def _declare(sides: Any, scope: Scope, let: bool, said: str) -> Scope:
    (_, left), (sign, right) = (*sides, ("", []))[:2]
    if not sign:
        return _be(head_of(left), said, scope) if let else scope
    if sign == "in":
        return _member(left, right, scope)
    if sign == "dist":
        return scope.declare(
            flat(head_of(left)), Declared("number", spread=head_of(right))
        )
    if sign not in ("=", ":="):
        shown = [
            one
            for sign, side in sides
            for one in ([("rel", sign)] if sign else []) + side
        ]
        links = Parser([], scope.is_function).condition(shown)
        return replace(scope, conditions=(*scope.conditions, *links))
    try:
        pair = scope.read(left), scope.read(right)
    except Unread:  # an input that is not declared outside
        return scope.define(left, right)
    for one, twin in (pair, pair[::-1]):  # $A^\top = A$, $\lVert u \rVert = 1$
        if one == ("T", twin):
            return _tagged(twin, "symmetric", ("n", "n"), scope)
        if one[0] == "norm" and twin == ("num", "1"):
            return _tagged(one[1], "unit", ("n",), scope)
    return scope.define(left, right)


def _tagged(tree: Tree, tag: str, shape: tuple[str, ...], scope: Scope) -> Scope:
    old = scope.declared.get(flat(tree), Declared("array", shape))
    return scope.declare(flat(tree), replace(old, tags=old.tags | {tag}))


def _member(left: Side, right: Side, scope: Scope) -> Scope:
    r"""Return the scope with $A \in \mathbb{R}^{m \times n}$."""
    need(right and right[0][0] == "set", "a set that is not known")
    kind, power = right[0][1], right[1][2] if len(right) > 1 else []
    shape = tuple(str(one[1]) for one in power if one[0] in ("ord", "digit"))
    what = (
        Declared("whole")
        if kind in "NZ"
        else Declared("array" if shape else "number", shape)
    )
    for key in (one[1] for one in left if one[0] in ("ord", "accent")):
        scope = scope.declare(key, what)
    return scope


def _be(head: Tree, said: str, scope: Scope) -> Scope:
    """Return the scope after "Let $f$ be a function": a few words are known."""
    if head[0] == "apply":
        key = flat(head[1])
        defined = key in scope.defined and scope.defined[key][0].params
        what = Declared("function", params=tuple(map(flat, head[2:])))
        return scope if defined else scope.declare(key, what)
    key, sure = flat(head), not DENIED.search(said)
    if "function" in said or "differentiable" in said:
        old = scope.declared.get(key)
        return scope.declare(key, Declared("function", old.shape if old else ()))
    if sure and re.search(r"\bsymmetric\b", said):
        return _tagged(head, "symmetric", ("n", "n"), scope)
    if sure and "unit vector" in said:
        return _tagged(head, "unit", ("n",), scope)
    if re.search(r"\bnumbers?\b", said):
        return scope.declare(key, Declared("whole" if "whole" in said else "number"))
    return scope


# --------------------------------------------------------------------------------- tables


def declares(head: Piece) -> bool:
    """Whether a table is one of symbols."""
    titles = {cell.text for cell in head.cells}
    return head.cells[0].text == "Symbol" and bool(
        {"In code", "Shape", "Unit", "Domain"} & titles
    )


def row(head: Piece, piece: Piece, scope: Scope) -> Scope:
    """Return the scope with what a row of a table of symbols declares."""
    titles = [cell.text.lower() for cell in head.cells]
    cells = dict(zip(titles, (cell.text for cell in piece.cells), strict=False))
    told = re.findall(r"\([^()]*\)|\bnumber\b", cells.get("shape", "").replace("$", ""))
    symbols = [one.strip() for _, latex in formulas(piece.cells[0].text)
               for one in ([latex] if "(" in latex or "=" in latex else latex.split(","))]  # fmt: skip
    for place, name in enumerate(symbols):
        own = dict(cells)
        if len(told) == len(symbols) > 1:
            own["shape"] = told[place]
        elif "number" in told and "\\mathbf" not in name:
            own["shape"] = "number"
        try:
            scope = _symbol(name, own, scope)
        except Unread:
            continue
    for _, latex in (one for cell in piece.cells[1:] for one in formulas(cell.text)):
        if re.search(r"Vert *= *1$", latex):
            scope = declare(latex, scope, True)
        else:
            scope = condition(latex, scope)
    return scope


def _symbol(latex: str, cells: dict[str, str], scope: Scope) -> Scope:
    sides, _ = chain(tokens(latex))
    if len(sides) > 1:
        return declare(latex, scope, True)
    head = head_of(sides[0][1])
    code, said = cells.get("in code", "").strip(), cells.get("shape", "")
    found = SHAPE.search(re.sub(r"[`${}]|\\mathbb\{?R\}?\^?", "", said))
    shape = tuple(filter(None, found.groups())) if found else ()
    if head[0] == "index":  # a family, such as the examples; `X[i]` makes it rows of X
        entry = ROW.fullmatch(code)
        if shape and "\\mathbf" in head[1]:
            own = Declared("array", shape, code=entry[1] if entry else "")
            return scope.declare(f"{head[1]}_i", own)
        return (
            scope
            if head[1] in scope.declared
            else scope.declare(head[1], Declared("number"))
        )
    of, params = (
        (head[1], tuple(map(flat, head[2:]))) if head[0] == "apply" else (head, ())
    )
    need(of[0] in ("name", "index"), "a symbol that is no name")
    key, old, call = flat(of), scope.declared.get(flat(of)), CALL.fullmatch(code)
    if key in scope.defined and scope.defined[key][0].params:
        return scope
    rest = "\n".join(
        text for title, text in cells.items() if title not in ("symbol", "in code")
    )
    sure = not DENIED.search(rest)
    signs = (
        ("each", r"\beach entry\b"),
        ("symmetric", r"\bsymmetric\b"),
        ("unit", r"\blength 1\b|\bunit vector\b"),
    )
    tags = frozenset(tag for tag, sign in signs if sure and re.search(sign, rest))
    plain = params and not any("\\mathbf" in one for one in params)
    call = (
        call if plain or "same as" in said else None
    )  # else it is the code of a value
    told = re.search(r"\bfunctions?\b", rest.lower()) or call or params
    if told or (old and old.kind == "function" and not shape):
        new = Declared("function", shape, tags, params, call[1] if call else "")
    elif shape or ("\\mathbf" in key and "number" not in said):
        new = Declared("array", shape or ("n",), tags)
    elif old and old.kind == "array" and not said:
        new = replace(old, tags=old.tags | tags)
    else:
        new = Declared("whole" if "whole number" in rest else "number")
    scope = scope if key in scope.defined else scope.declare(key, new)
    links = [
        (("name", key), BOUND[word], ("num", bound))
        for word, bound in BOUNDS.findall(rest)
    ]
    return replace(scope, conditions=(*scope.conditions, *links))


@cache
def site(docs: Path = DOCS) -> Scope:
    """Return what the tables of the page on notation declare for every page."""
    scope, head = Scope(), None
    for piece in pieces(read(docs / "start" / "notation.md")):
        head = piece if piece.kind == "head" else head
        if piece.kind == "row" and head and declares(head):
            scope = row(head, piece, scope)
    builtin = ("I", "\\delta", "L")  # they fit what stands beside them; L is defined
    return replace(
        scope, declared={k: v for k, v in scope.declared.items() if k not in builtin}
    )


# ----------------------------------------------------------------------------------- code


@cache
def functions(source: str) -> dict[str, Any]:
    """Return the functions that Python source defines, run with its plain imports."""
    space: dict[str, Any] = {}
    for node in ast.parse(source).body:
        drawn = getattr(node, "module", "") or ""
        plain = isinstance(
            node, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.Assign
        )
        if plain and not drawn.startswith(("downhill", "matplotlib")):
            try:
                exec(compile(ast.Module([node], []), "<page>", "exec"), space)
            except Exception:  # what a function lacks is told when it is asked for
                continue
    return space


def source(page: Document) -> str:
    """Return the code of a page: that of its module, then that of its blocks."""
    shown = [one.read_text(encoding="utf-8") for one in module_of(page.page.path)]
    for code in ("\n".join(block.source) for block in page.python):
        try:
            ast.parse(code)
            shown += [code] if "def " in code else []
        except SyntaxError:  # it shows a section of a module
            continue
    return "\n".join(shown)
