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

from downhill.equations.page import FORMULA, Piece, bare, pieces
from downhill.equations.tree import Parser, Token, Tree, Unread, chain, names, rows, tokens
from downhill.problem import DOCS, SNIPPETS

SHAPE = re.compile(r"\(?\s*(\w+)\s*(?:,|×|\\times)\s*(\w*)\s*\)?")
BOUNDS = re.compile(r"\b(above|below|at least|at most) (-?[\d.]+)")
BOUND = {"above": ">", "below": "<", "at least": ">=", "at most": "<="}
CALL = re.compile(r"`([A-Za-z_]\w*)\([^`]*\)`")
ROW = re.compile(r"`([A-Za-z_]\w*)\[[ijkn]\]`")
LIST = r"(?:[,\s]+(?:and |all |every |each |some |here )*\$[^$]+\$)+"
WORDS = r"[^.,;:?$]*"
FORMS = re.compile(
    rf"\b(?P<let>[Ll]et)(?P<named>{LIST}(?:{WORDS}\band \$[^$]+\$)*{WORDS})"
    rf"|\b(?:where|Where|[Ff]or)(?: (?:all|every|any|each))?(?P<holds>{LIST})"
)
SOME = re.compile(rf"\b(?:for|For|at|with) (?:at least one|some|a certain)({LIST})")
DERIVED = ("=", ":=")
Link = tuple[Tree, str, Tree]


@dataclass(frozen=True)
class Declared:
    """What a symbol stands for: "number", "whole", "function" or "array"."""

    kind: str
    shape: tuple[str, ...] = ()
    tags: frozenset[str] = frozenset()
    params: tuple[str, ...] = ()
    code: str = ""
    spread: Tree | None = None  # the distribution of a random number


@dataclass(frozen=True)
class Definition:
    """`key(params)` or `key` with these indices is `tree`; an index is (name, offset)."""

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
    code: str = ""  # the functions of the page

    def is_function(self, key: str) -> bool | None:
        """Whether parentheses after a name hold its inputs; None if nobody says."""
        if key in self.defined:
            one = self.defined[key][0]
            return bool(one.params) or functional(one.tree, self)
        known = self.declared.get(key)
        if known is None or known.kind == "function":
            return known and True
        return False

    def read(self, found: list[Token]) -> Tree:
        return Parser(found, self.is_function).all()

    def declare(self, key: str, what: Declared) -> "Scope":
        defined = {k: v for k, v in self.defined.items() if k != key}
        return replace(self, declared={**self.declared, key: what}, defined=defined)

    def define(self, left: list[Token], right: list[Token]) -> "Scope":
        """Return the scope in which the left side is the right one. Unread if it cannot be."""
        head = head_of(left)
        if head[0] == "matrix" and all(len(row) == 1 for row in head[1:]):
            tree, scope = self.read(right), self
            for place, (one,) in enumerate(head[1:], 1):
                if one[0] != "name":
                    raise Unread("a list on the left that is not of names")
                entry = ("entry", tree, ("num", str(place)))
                scope = scope._with(one[1], Definition(entry))
            return scope
        if head[0] == "apply" and all(one[0] in ("name", "index") for one in head[2:]):
            of, params = head[1], tuple(flat_key(one) for one in head[2:])
            if of[0] in ("name", "index"):
                inner = replace(self, declared={**self.declared})
                for one in params:
                    old = self.declared.get(one)
                    plain = old if old and old.kind in ("array", "whole") else Declared(
                        "array" if "\\mathbf" in one else "number")  # fmt: skip
                    inner.declared[one] = plain
                    inner = replace(inner, defined={k: v for k, v in inner.defined.items() if k != one})
                tree = inner.read(right)
                key = flat_key(of)
                if key in names(tree):
                    raise Unread(f"`{key}` is defined by itself")
                return self._with(key, Definition(tree, params))
        if head[0] == "index":
            pattern = tuple(offset(one) for one in head[2:])
            return self._with(head[1], Definition(self.read(right), (), pattern))
        if head[0] != "name":
            raise Unread("a definition of what is no name")
        tree = self.read(right)
        if head[1] in names(tree):
            raise Unread(f"`{head[1]}` is defined by itself")
        return self._with(head[1], Definition(tree))

    def new(self, left: list[Token]) -> bool:
        """Whether a left side is a name, maybe with inputs, that is not yet defined."""
        head = head_of(left)
        heads = [row[0] for row in head[1:]] if head[0] == "matrix" else [head]
        named = [one[1] if one[0] == "apply" else one for one in heads]
        return all(one[0] in ("name", "index") and (one[0] == "index" or one[1] not in self.defined)
                   for one in named)  # fmt: skip

    def _with(self, key: str, what: Definition) -> "Scope":
        old = self.defined.get(key, ()) if what.indices else ()
        kept = tuple(one for one in old if one.indices and one.indices != what.indices)
        return replace(self, defined={**self.defined, key: (*kept, what)})

    def allow(self, links: list[Link]) -> "Scope":
        return replace(self, conditions=(*self.conditions, *links))


def functional(tree: Tree, scope: Scope) -> bool:
    """Whether a tree is made of functions alone, such as f ∘ g."""
    return tree[0] in ("compose", "inverse") and Parser([], scope.is_function).functional(tree)


def flat_key(tree: Tree) -> str:
    """Return `x_1` for a name with a number below; the key of a plain name."""
    if tree[0] == "name":
        return str(tree[1])
    if tree[0] == "index" and all(one[0] in ("num", "name") for one in tree[2:]):
        return "_".join((tree[1], "".join(one[1] for one in tree[2:])))
    raise Unread("a name of a kind that is not known")


def offset(tree: Tree) -> tuple[str, int]:
    """Return `t + 1` as ("t", 1), and 3 as ("", 3)."""
    if tree[0] == "num":
        return "", int(tree[1])
    if tree[0] == "name":
        return tree[1], 0
    if tree[0] == "add" and len(tree) == 3 and tree[1][0] == "name":
        sign, one = (-1, tree[2][1]) if tree[2][0] == "neg" else (1, tree[2])
        if one[0] == "num":
            return tree[1][1], sign * int(one[1])
    raise Unread("an index of a kind that is not known")


# ------------------------------------------------------------------------------ sentences


def sentences(text: str, scope: Scope, own: Scope) -> tuple[Scope, Scope]:
    """Return the page's scope with what `Let` declares, and that of this paragraph.

    What `where` and `For` say holds in the paragraph and the displays at it.
    """
    given: set[str] = set()  # what this paragraph has defined; again, it is a value at a point
    for match in FORMS.finditer(text):
        said, let = match["named"] or match["holds"], bool(match["let"])
        rest = text[match.end() :].split(".")[0]
        if "?" in rest and not let:
            continue  # a question
        for latex in FORMULA.findall(said):
            key = bare(latex).split("(")[0]
            if let and "(" in latex and key in given:
                continue
            given.add(key)
            own = declare(bare(latex), own, let, said)
            if let:
                scope = declare(bare(latex), scope, let, said)
    for match in SOME.finditer(text):
        for latex in FORMULA.findall(match[1]):
            key = bare(latex).split(" ")[0]
            own = replace(own, some=own.some | {key})
    return scope, own


def declare(latex: str, scope: Scope, let: bool, said: str = "") -> Scope:
    """Return the scope with what one formula of a sentence declares, if it does."""
    try:
        for line, _, _ in rows(tokens(latex)):
            scope = _declare(chain(line)[0], scope, let, said.lower())
    except Unread:
        pass
    return scope


def _declare(sides: Any, scope: Scope, let: bool, said: str) -> Scope:
    (_, left), (sign, right) = (*sides, ("", []))[:2]
    if not sign:
        return _be(head_of(left), said, scope) if let else scope
    if sign == "in":
        return _member(left, right, scope)
    if sign == "dist":
        return scope.declare(flat_key(head_of(left)), Declared("number", spread=head_of(right)))
    if sign in DERIVED:
        return _defined(left, right, scope)
    shown = [one for sign, side in sides for one in ([("rel", sign)] if sign else []) + side]
    return scope.allow(Parser([], scope.is_function).condition(shown))


def head_of(found: list[Token]) -> Tree:
    """Return the tree in which parentheses after any name hold its inputs."""
    return Parser(found, lambda key: True).all()


def _defined(left: list[Token], right: list[Token], scope: Scope) -> Scope:
    """Define; $A^\\top = A$ says that a matrix is symmetric."""
    try:
        one, other = scope.read(left), scope.read(right)
        pair = one if one[0] == "T" else other
        if pair[0] == "T" and pair[1] in (one, other) and pair[1][0] == "name":
            old = scope.declared.get(pair[1][1])
            if old:
                tags = old.tags | {"symmetric"}
                return scope.declare(pair[1][1], replace(old, tags=tags))
        if one[0] == "norm" and one[1][0] == "name" and other == ("num", "1"):
            old = scope.declared.get(one[1][1], Declared("array", ("n",)))
            return scope.declare(one[1][1], replace(old, tags=old.tags | {"unit"}))
    except Unread:
        pass
    return scope.define(left, right)


def _member(left: list[Token], right: list[Token], scope: Scope) -> Scope:
    r"""Return the scope with $A \in \mathbb{R}^{m \times n}$."""
    if not right or right[0][0] != "set":
        return scope
    keys = [one[1] for one in left if one[0] in ("ord", "accent")]
    kind, script = right[0][1], right[1] if len(right) > 1 else None
    for key in keys:
        if kind in ("N", "Z"):
            scope = scope.declare(key, Declared("whole"))
        elif kind == "R" and script is None:
            scope = scope.declare(key, Declared("number"))
        elif kind == "R" and script and script[2]:
            shape = tuple(str(one[1]) for one in script[2] if one[0] in ("ord", "digit"))
            scope = scope.declare(key, Declared("array", shape))
    return scope


def _be(head: Tree, be: str, scope: Scope) -> Scope:
    """Return the scope after "Let $f$ be a function": a few words are known."""
    if head[0] == "apply":
        params = tuple(flat_key(one) for one in head[2:])
        key = flat_key(head[1])
        return scope if key in scope.defined and scope.defined[key][0].params else scope.declare(
            key, Declared("function", params=params))  # fmt: skip
    key = flat_key(head)
    old = scope.declared.get(key)
    if "function" in be or "differentiable" in be:
        return scope.declare(key, replace(old, kind="function") if old and old.kind == "array"
                             else Declared("function"))  # fmt: skip
    if "whole" in be or "integer" in be:
        return scope.declare(key, Declared("whole"))
    if "symmetric" in be or "unit vector" in be:
        tag = "symmetric" if "symmetric" in be else "unit"
        old = old or Declared("array", ("n", "n") if tag == "symmetric" else ("n",))
        return scope.declare(key, replace(old, tags=old.tags | {tag}))
    if re.search(r"\bnumbers?\b", be):
        return scope.declare(key, Declared("number"))
    return scope


# --------------------------------------------------------------------------------- tables


def declares(head: Piece) -> bool:
    """Whether a table is one of symbols."""
    titles = [cell.text for cell in head.cells]
    return titles[0] == "Symbol" and bool({"In code", "Shape", "Unit", "Domain"} & {*titles})


def row(head: Piece, piece: Piece, scope: Scope) -> Scope:
    """Return the scope with what a row of a table of symbols declares."""
    cells = {cell.text.lower(): piece.cells[k].text for k, cell in enumerate(head.cells)
             if k < len(piece.cells)}  # fmt: skip
    rest = " ".join(text for name, text in cells.items() if name not in ("symbol", "in code"))
    for latex in FORMULA.findall(piece.cells[0].text):
        for name in _commas(bare(latex)):
            try:
                scope = _symbol(name, cells, rest, scope)
            except Unread:
                continue
    for cell in piece.cells[1:]:
        for latex in FORMULA.findall(cell.text):
            scope = condition(bare(latex), scope)
    return scope


def condition(latex: str, scope: Scope) -> Scope:
    """Return the scope with what a formula demands; an equation demands nothing."""
    try:
        equal = any(one in (("rel", "="), ("rel", ":=")) for one in tokens(latex))
    except Unread:
        return scope
    return scope if equal else declare(latex, scope, False)


def _commas(latex: str) -> list[str]:
    """Return the symbols of `w, b`, but `f(x, y)` is one."""
    return [latex] if "(" in latex or "=" in latex else [one.strip() for one in latex.split(",")]


def _symbol(latex: str, cells: dict[str, str], rest: str, scope: Scope) -> Scope:
    sides, _ = chain(tokens(latex))
    if len(sides) > 1:
        return declare(latex, scope, True)
    head = head_of(sides[0][1])
    if head[0] == "index":
        return _indexed(head, cells, rest, scope)
    if head[0] == "apply" and head[1][0] in ("name", "index"):
        key, params = flat_key(head[1]), tuple(flat_key(one) for one in head[2:])
    elif head[0] == "name":
        key, params = str(head[1]), ()
    else:
        return scope
    if key in scope.defined and scope.defined[key][0].params:
        return scope
    said, shape = cells.get("shape", ""), _shape(cells.get("shape", ""))
    call = CALL.fullmatch(cells.get("in code", "").strip())
    old = scope.declared.get(key)
    told = bool(re.search(r"\bfunctions?\b", rest.lower()))
    tags = frozenset(tag for tag, sign in (("symmetric", "symmetric"), ("unit", "length 1"),
                                           ("unit", "unit vector")) if sign in rest)  # fmt: skip
    if params or told or call or (old and old.kind == "function" and not shape):
        new = Declared("function", shape, tags, params, call[1] if call else "")
    elif shape or ("\\mathbf" in key and "number" not in said):
        new = Declared("array", shape or ("n",), tags)
    elif old and old.kind == "array" and not said:
        new = replace(old, tags=old.tags | tags)
    else:
        new = Declared("whole" if re.search(r"\bwhole\b", rest) else "number")
    scope = scope if key in scope.defined else scope.declare(key, new)
    for word, bound in BOUNDS.findall(rest):
        scope = scope.allow([(("name", key), BOUND[word], ("num", bound))])
    return scope


def _indexed(head: Tree, cells: dict[str, str], rest: str, scope: Scope) -> Scope:
    """Declare a family, such as the examples $\\mathbf{x}_i$; `X[i]` makes it rows of X."""
    shape = _shape(cells.get("shape", ""))
    found = ROW.fullmatch(cells.get("in code", "").strip())
    key = head[1] if "\\mathbf" not in head[1] else f"{head[1]}_i"
    if shape:
        return scope.declare(key, Declared("array", shape, code=found[1] if found else ""))
    return scope if head[1] in scope.declared else scope.declare(head[1], Declared("number"))


def _shape(text: str) -> tuple[str, ...]:
    found = SHAPE.search(re.sub(r"[`${}]|\\mathbb\{?R\}?\^?", "", text))
    return tuple(one for one in found.groups() if one) if found else ()


@cache
def site(docs: Path = DOCS) -> Scope:
    """Return what the tables of the page on notation declare for every page."""
    scope, head = Scope(), None
    for piece in pieces(docs / "start" / "notation.md"):
        if piece.kind == "head":
            head = piece
        elif piece.kind == "row" and head and declares(head):
            scope = row(head, piece, scope)
    builtin = ("I", "\\delta")  # they fit whatever stands beside them
    return replace(scope, declared={k: v for k, v in scope.declared.items() if k not in builtin})


# ----------------------------------------------------------------------------------- code


@cache
def functions(sources: str) -> dict[str, Any]:
    """Return the functions that Python source defines, run with its plain imports."""
    space: dict[str, Any] = {}
    for node in ast.parse(sources).body:
        plain = isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.Assign)
        if not plain or (isinstance(node, ast.FunctionDef) and node.decorator_list):
            continue
        named = getattr(node, "module", "") or ""
        if named.startswith(("downhill", "matplotlib")):
            continue
        try:
            exec(compile(ast.Module([node], []), "<page>", "exec"), space)
        except Exception:  # what a shown function needs of it is missing later, and told
            continue
    return space


def source(path: Path, code: str) -> str:
    """Return the code of a page: that of its module, then that of its blocks."""
    module = SNIPPETS / path.parent.name.replace("-", "_") / f"{path.stem.replace('-', '_')}.py"
    shown = module.read_text(encoding="utf-8") if module.is_file() and DOCS in path.parents else ""
    parts = [shown]
    for block in code.split("\0"):
        try:
            ast.parse(block)
            parts.append(block)
        except SyntaxError:
            continue
    return "\n".join(parts)
