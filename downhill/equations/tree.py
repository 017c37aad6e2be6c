"""Read a formula: KaTeX's parse tree to a tree of ours, a tuple `(kind, *parts)`.

What is not understood raises Unread; nothing is guessed. Only one thing is asked of the
page, by `is_function`: whether parentheses after a name hold its inputs.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from downhill.maths.katex import renderer

Token = tuple[Any, ...]
Side = list[Token]
Tree = tuple[Any, ...]


def _table(text: str) -> dict[str, str]:
    return {one: other for one, other in map(str.split, text.split(", "))}


RELATIONS = _table(
    r"= =, \equiv =, := :=, ≔ :=, ≠ !=, < <, \lt <, > >, \gt >, \le <=, \leq <=, \leqslant <=,"
    r" \ge >=, \geq >=, \geqslant >=, \approx ~, \to to, \rightarrow to, \in in, \sim dist"
)
TIMES = _table(r"\cdot cdot, \times times, * times, \odot odot, ⋅ cdot")
BARS = _table(r"| |, \vert |, \lvert |, \rvert |, \| ‖, \Vert ‖, \lVert ‖, \rVert ‖")
CLOSED = _table(r"( ), [ ], \{ \}, \lbrace \rbrace")
DOTS = {
    *[r"\ldots", r"\@cdots", r"\cdots", r"\dots", r"\varvdots", r"\vdots", r"\ddots"]
}
BLANK = {"kern", "spacing", "internal", "vphantom", "phantom", "cr"}
TRANSPARENT = {
    *["html", "color", "sizing", "styling", "ordgroup", "mclass", "lap", "smash"]
}
FUNCTIONS = {
    *[
        "exp",
        "ln",
        "sin",
        "cos",
        "tan",
        "sinh",
        "cosh",
        "tanh",
        "arctan",
        "arcsin",
        "arccos",
        "det",
        "tr",
        "diag",
        "sign",
        "sgn",
    ],
    *["softmax", "ReLU", "relu", "erf", "log"],
}
BIG = {*["lim", "sum", "prod", "max", "min", "int", "E", "Var", "Cov"]}
MINUS, PLUS, COMMA = ("bin", "-"), ("bin", "+"), ("punct", ",")
STARS = ([("bin", "*")], [("bin", "\\star")], [("bin", "\\ast")])
TOPS = ([("ord", "\\top")], [("ord", "T")], [("text", "T")])
INVERSE = [MINUS, ("digit", "1")]
NAMES = ("ord", "accent", "text")


class Unread(Exception):
    """A formula that is not understood: what, and what to do."""


def need(holds: Any, what: str) -> None:
    """Raise Unread unless something holds."""
    if not holds:
        raise Unread(what)


# --------------------------------------------------------------------------------- tokens


def tokens(latex: str) -> Side:
    """Return the tokens of a formula as its reader sees them."""
    found = renderer().parse(latex)
    need(found is not None, "KaTeX refuses it")
    return _flat(found)


def _flat(nodes: Any) -> Side:
    """Return KaTeX's nodes as tokens, without what only changes their looks."""
    done: Side = []
    for node in nodes if isinstance(nodes, list) else [nodes]:
        for one in _node(node):
            last = done[-1] if done else ("",)
            if one == ("rel", "=") and last == ("rel", ":"):
                done[-1] = ("rel", ":=")
            elif one[0] in ("ord", "accent") and last == ("ord", "\\Delta"):
                done[-1] = ("ord", f"\\Delta {one[1]}")  # one name
            elif one[0] == "rel" and last == ("rel", "not"):
                done[-1] = ("rel", "≠" if one[1] == "=" else f"not {one[1]}")
            else:
                done.append(one)
    return done


def _node(node: dict[str, Any]) -> Side:
    kind, text = node["type"], str(node.get("text", ""))
    if kind in BLANK or (kind == "rule" and not node["width"]["number"]):
        return []
    if kind == "mclass" and (below := _below(node)):
        return below
    if (
        kind in TRANSPARENT
        or kind == "tag"
        or (kind == "enclose" and "box" in node["label"])
    ):
        return _flat(node["body"])
    if kind == "htmlmathml":
        said = "".join(one[1] for one in _flat(node["mathml"]) if len(one) == 2)
        return [("rel", "not" if said == "\u0338" else said)]
    if kind in ("mathord", "textord", "atom", "delimsizing"):
        text = node.get("delim", text)
        family = node.get("family") or node.get("mclass", "ord").removeprefix("m")
        if text in BARS:
            return [("bar", BARS[text], family)]
        if text in DOTS or family == "inner":
            return [("dots", text)]
        if text == "!":
            return [("factorial",)]
        return [("digit" if text == "." or text.isdigit() else family, text)]
    if kind == "leftright":
        return [("fenced", node["left"], node["right"], _flat(node["body"]))]
    if kind == "genfrac":
        kind = "frac" if node["hasBarLine"] and not node["leftDelim"] else "binom"
        return [(kind, _flat(node["numer"]), _flat(node["denom"]))]
    if kind == "sqrt":
        return [("sqrt", _flat(node["body"]), _flat(node.get("index") or []))]
    if kind == "supsub":
        return _scripted(node)
    if kind == "font":
        return _font(node["font"], _flat(node["body"]))
    if kind == "accent":
        return [("accent", f"{node['label']}{{{_key(_flat(node['base']))}}}")]
    if kind == "text":
        return [("text", "".join(_letters(node["body"])).replace("~", " ").strip())]
    if kind in ("op", "operatorname"):
        inner = "".join(
            str(one[1]) for one in _flat(node.get("body") or []) if len(one) == 2
        )
        return [("op", (node.get("name") or inner).lstrip("\\").replace(" ", ""))]
    if kind == "array":
        cells = [[_flat(cell) for cell in row] for row in node["body"]]
        return [("array", [row for row in cells if any(row)])]
    raise Unread(f"`{node.get('label') or node.get('name') or kind}` is not known")


def _below(node: dict[str, Any]) -> Side:
    r"""Return the relation below a sign, `\overset{(1)}{=}`; [] if it is something else."""
    body = node["body"]
    if node["mclass"] != "mrel" or not body or body[0]["type"] != "supsub":
        return []
    inner, above = _flat(body[0]["base"]["body"]), "".join(_letters(body[0]["sup"]))
    need(
        len(inner) == 1 and inner[0][0] == "rel" and "?" not in above,
        "a sign above another",
    )
    return [("rel", ":=")] if above == "def" else inner


def _letters(nodes: Any) -> Iterator[str]:
    for node in nodes if isinstance(nodes, list) else [nodes]:
        yield from _letters(node["body"]) if "body" in node else [node.get("text", "")]


def _scripted(node: dict[str, Any]) -> Side:
    base, sub, sup = node["base"], node.get("sub"), node.get("sup")
    if base and base["type"] == "horizBrace":
        label = _flat(sub or sup)
        need(not any(one[0] == "rel" for one in label), "a relation at a brace")
        return _flat(base["base"])
    scripts = [_flat(one) if one else None for one in (sub, sup)]
    return [*(_flat(base) if base else []), ("script", *scripts)]


def _font(font: str, inner: Side) -> Side:
    said = "".join(str(one[1]) for one in inner if one[0] in ("ord", "digit"))
    if font in ("mathbf", "boldsymbol", "bm", "textbf") and len(inner) == 1:
        return [("ord", f"\\mathbf{{{_key(inner)}}}")]
    if font == "mathbb":
        return [("op", "E") if said == "E" else ("set", said)]
    if font in ("mathcal", "mathscr"):
        return [("ord", f"\\mathcal{{{said}}}")]
    need(
        font in ("mathrm", "mathit", "mathnormal", "mathsf"), f"`\\{font}` is not known"
    )
    return inner if len(inner) == 1 or font == "mathnormal" else [("text", said)]


def _key(inner: Side) -> str:
    need(
        len(inner) == 1 and inner[0][0] in (*NAMES, "digit"),
        "a mark on more than one name",
    )
    return str(inner[0][1])


# ----------------------------------------------------------------------------- statements


def rows(found: Side) -> Iterator[tuple[Side, int, int]]:
    """Return the lines of a formula, each with the first and the last row that it is made
    of: a row that begins with a sign continues the one before."""
    lines: list[tuple[Side, int, int]] = [(found, 0, 0)]
    if len(found) == 1 and found[0][0] == "array":
        lines = []
        for number, row in enumerate(found[0][1]):
            line = [one for cell in row for one in cell]
            plus = lines and line[0] in (PLUS, *(("bin", one) for one in TIMES))
            minus = lines and line[0] == MINUS and not has_relation(line)
            if lines and (line[0][0] == "rel" or plus or minus):
                before, first, _ = lines.pop()
                lines.append((before + line, first, number))
            else:
                lines.append((line, number, number))
    for line, first, last in lines:
        yield from ((part, first, last) for part in _apart(line))


def _apart(found: Side) -> list[Side]:
    """Split at commas and words between statements that each have a relation."""
    while found and found[-1] in (COMMA, ("punct", ";"), ("digit", ".")):
        found = found[:-1]
    parts: list[Side] = [[]]
    for one, place, depth in _levels(found):
        word = one[0] == "text" and one[1] in (
            "and",
            "so",
            "or",
            "hence",
            "thus",
            "then",
        )
        need(one != ("text", "or"), "one statement or another")
        both = has_relation(parts[-1]) and has_relation(found[place:])
        if not depth and (word or (one[0] == "punct" and both)):
            parts.append([])
        else:
            parts[-1].append(one)
    return [part for part in parts if part]


def _levels(found: Side) -> Iterator[tuple[Token, int, int]]:
    """Return each token with its place and how many parentheses are open there."""
    depth = 0
    for place, one in enumerate(found):
        depth += (one[0] == "open") - (one[0] == "close")
        yield one, place, depth


def has_relation(found: Side) -> bool:
    return any(one[0] == "rel" for one in found)


def hides_relation(found: Any) -> bool:
    """Whether a relation stands deeper inside, and not in an index."""
    if isinstance(found, tuple) and found[:1] in (("script",), ("rel",)):
        return bool(found[0] == "rel")
    return isinstance(found, tuple | list) and any(map(hides_relation, found))


def chain(found: Side) -> tuple[list[tuple[str, Side]], Side]:
    """Return the sides of a line, each with the sign before it, and what follows "for"."""
    sides: list[tuple[str, Side]] = [("", [])]
    for place, one in enumerate(found):
        if (
            one[0] == "text"
            and place
            and one[1].strip(" ,(") in ("for", "if", "when", "where")
        ):
            while sides[-1][1] and sides[-1][1][-1][0] == "punct":
                sides[-1][1].pop()
            return sides, found[place + 1 :]
        if one[0] == "rel":
            sides.append((str(RELATIONS.get(one[1], one[1])), []))
        else:
            sides[-1][1].append(one)
    return sides, []


# ---------------------------------------------------------------------------- expressions


class Parser:
    """Reads tokens by descent."""

    def __init__(self, found: Side, is_function: Callable[[str], bool | None]) -> None:
        self.left, self.is_function = list(found), is_function

    def sub(self, found: Side) -> Tree:
        return Parser(found, self.is_function).all()

    def all(self) -> Tree:
        need(self.left, "an empty side")
        tree = self.sum()
        need(not self.left, f"`{self.peek()[-1]}` in a place that is not known")
        return tree

    def peek(self) -> Token:
        return self.left[0] if self.left else ("",)

    def take(self) -> Token:
        need(self.left, "a side that ends in a sign")
        return self.left.pop(0)

    def sum(self) -> Tree:
        parts: list[Tree] = []
        while not parts or self.peek() in (PLUS, MINUS):
            minus = self.peek() in (PLUS, MINUS) and self.take() == MINUS
            term = self.term()
            parts.append(("neg", term) if minus else term)
        return parts[0] if len(parts) == 1 else ("add", *parts)

    def term(self) -> Tree:
        tree = self.product_of()
        while True:
            kind, *rest = self.peek()
            if kind == "bin" and rest[0] in TIMES:
                self.take()
                tree = ("mul", TIMES[rest[0]], tree, self.product_of())
            elif kind == "bin" and rest[0] == "\\circ":
                self.take()
                tree = ("compose", tree, self.factor())
            elif (kind, *rest) == ("ord", "/"):
                self.take()
                tree = ("div", tree, self.factor())
                need(not self.starts(), "a product after a slash: write a fraction")
            else:
                return tree

    def product_of(self) -> Tree:
        """Return factors side by side, which bind more tightly than a dot."""
        tree = self.factor()
        while self.starts():
            tree = ("mul", "", tree, self.factor())
        return tree

    def starts(self) -> bool:
        """Whether a factor begins here."""
        kind, *rest = self.peek()
        if kind == "bar":
            return bool(rest[1] == "open")
        factors = (
            *NAMES,
            "digit",
            "op",
            "frac",
            "binom",
            "sqrt",
            "fenced",
            "open",
            "array",
        )
        return kind in factors and rest[0] != "/"

    def opens(self) -> bool:
        """Whether parentheses begin here."""
        kind, *rest = self.peek()
        matrix = kind == "fenced" and rest[2] and rest[2][0][0] == "array"
        return kind in ("open", "fenced") and rest[0] in ("(", "[") and not matrix

    def script(self) -> tuple[Side | None, Side | None]:
        return self.take()[1:] if self.peek()[0] == "script" else (None, None)

    def factor(self) -> Tree:
        if self.peek() == MINUS:  # x^{-1}, a \cdot -b
            self.take()
            return ("neg", self.factor())
        tree = self.primary()
        while self.peek() == ("factorial",):
            self.take()
            tree = ("call", "factorial", tree)
        need(self.peek()[0] != "script", "a power of a power")
        return tree

    def primary(self) -> Tree:
        kind, *rest = self.take()
        if kind == "digit":
            text = str(rest[0])
            while self.peek()[0] == "digit":
                text += self.take()[1]
            need(text.count(".") < 2 and text != ".", f"the number {text}")
            return self.raised(("num", text), *self.script())
        if kind == "op":
            return self.operator(rest[0])
        if kind == "frac":
            return self.fraction(*rest)
        if kind == "binom":
            return self.raised(("binom", *map(self.sub, rest)), *self.script())
        if kind == "sqrt":
            index = self.sub(rest[1]) if rest[1] else ("num", "2")
            return self.raised(("root", self.sub(rest[0]), index), *self.script())
        if kind in ("open", "fenced", "bar", "array"):
            return self.group(kind, *rest)
        if kind == "ord" and rest[0] in ("\\nabla", "\\partial"):
            return self.nabla(rest[0])
        need(kind != "dots", "dots")
        need(
            kind in NAMES, f"`{rest[0] if rest else kind}` in a place that is not known"
        )
        return self.name(rest[0])

    # Groups

    def inside(self, kind: str, *rest: Any) -> tuple[str, str, Side]:
        """Return the signs around a group and the tokens inside."""
        if kind != "bar" and kind != "open":
            return rest if kind == "fenced" else ("", "", [("array", rest[0])])
        first, depth = rest[0], 0
        for place, one in enumerate(self.left):
            closing = (
                one[:2] == ("bar", first) and one[2] != "open"
                if kind == "bar"
                else one[0] == "close"
            )
            if closing and not depth:
                fits = kind == "bar" or CLOSED.get(first) == one[1]
                need(fits, f"an interval, or `{first}` closed by `{one[1]}`")
                found, self.left = self.left[:place], self.left[place + 1 :]
                return first, one[1], found
            depth += (one[0] == "open") - (one[0] == "close")
        raise Unread(f"`{first}` is not closed")

    def group(self, kind: str, *rest: Any) -> Tree:
        left, right, found = self.inside(kind, *rest)
        left, right = BARS.get(left, left), BARS.get(right, right)
        sub, sup = self.script()
        lines = found[0][1] if found and found[0][0] == "array" else None
        if (left, right) == (".", "|"):
            pairs = self.condition(sub or [])
            need(
                pairs and all(sign == "=" for _, sign, _ in pairs), "the foot of a bar"
            )
            return self.raised(("at", self.sub(found), tuple(pairs)), None, sup)
        if lines and (left, right) == ("\\{", "."):
            return ("cases", *map(self.case, lines))
        if lines and len(found) == 1 and left in ("(", "[", "|"):
            matrix: Tree = ("matrix", *(tuple(map(self.sub, row)) for row in lines))
            tree: Tree = ("call", "det", matrix) if left == "|" else matrix
        elif left == right == "|":
            tree = ("abs", self.sub(found))
        elif left == right == "‖":
            kind = "".join(str(one[1]) for one in sub) if sub else "2"
            tree, sub = ("norm", self.sub(found), kind), None
        else:
            need(
                CLOSED.get(left) == right and left in ("(", "["),
                f"`{left} {right}` is not known",
            )
            parts = self.separated(found)
            tree = ("paren", parts[0]) if len(parts) == 1 else ("tuple", *parts)
        count, sup = self.primes(sup)
        if sub is not None:
            need(
                tree[0] == "paren" and not sup and not count,
                "an index of a parenthesis",
            )
            return ("entry", tree[1], *self.indices(sub))
        functional = self.functional(tree)
        if sup == INVERSE and functional:
            tree, sup = ("inverse", tree), None
        tree = ("prime", tree, count) if count else tree
        if not sup and (count or functional) and self.opens():
            return ("apply", tree, *self.arguments())
        return self.raised(tree, None, sup)

    def functional(self, tree: Tree) -> bool:
        """Whether a tree is made of functions alone, so that it can be given inputs."""
        if tree[0] == "name":
            return self.is_function(tree[1]) is True
        parts = [one for one in tree[1:] if isinstance(one, tuple)]
        kinds = ("paren", "compose", "add", "neg", "inverse", "prime", "mul", "div")
        return tree[0] in kinds and all(map(self.functional, parts))

    def separated(self, found: Side) -> list[Tree]:
        """Return what commas separate."""
        parts: list[Side] = [[]]
        for one, _, depth in _levels(found):
            if one in (COMMA, ("punct", ";")) and not depth:
                parts.append([])
            else:
                parts[-1].append(one)
        return [self.sub(part) for part in parts]

    def arguments(self) -> list[Tree]:
        return self.separated(self.inside(*self.take())[2])

    def case(self, row: list[Side]) -> tuple[Tree, Any]:
        value = self.sub([one for one in row[0] if one[0] != "punct"])
        rest = [one for cell in row[1:] for one in cell]
        need(rest, "a case without its condition")
        word = rest.pop(0)[1].strip(" ,") if rest[0][0] == "text" else "if"
        if word in ("otherwise", "else") and not rest:
            return value, None
        need(word in ("if", "for", "when"), f"a case for `{word}`")
        return value, self.condition(rest)

    def condition(self, found: Side) -> list[tuple[Tree, str, Tree]]:
        """Return what must hold, link by link."""
        links = []
        for part in _apart(found):
            sides, when = chain(part)
            need(len(sides) > 1 and not when, "a condition that is no relation")
            for (_, one), (sign, other) in pairwise(sides):
                need(
                    sign in ("=", "!=", "<", ">", "<=", ">="),
                    f"a condition with `{sign}`",
                )
                links.append((self.sub(one), sign, self.sub(other)))
        return links

    # Scripts

    def primes(self, sup: Side | None) -> tuple[int, Side | None]:
        rest = [one for one in sup or [] if one != ("ord", "\\prime")]
        return len(sup or []) - len(rest), rest or None

    def raised(self, tree: Tree, sub: Side | None, sup: Side | None) -> Tree:
        """Return a tree to its power, or transposed."""
        need(
            sub is None and not self.primes(sup)[0],
            "an index or a prime of what is no name",
        )
        if sup in TOPS:
            return ("T", tree)
        if sup == [MINUS, *TOPS[0]]:
            return ("T", ("pow", tree, ("neg", ("num", "1"))))
        return ("pow", tree, self.sub(sup)) if sup else tree

    def indices(self, sub: Side) -> list[Tree]:
        """Return the indices of a name: `ij`, `i,j`, `t+1`."""
        if all(one[0] in ("ord", "digit") for one in sub):
            return [("num" if one[0] == "digit" else "name", one[1]) for one in sub]
        need(not any(one[0] == "text" for one in sub), "an index of words and signs")
        return self.separated(sub)

    def name(self, key: str) -> Tree:
        """Return a name with all that belongs to it: index, primes, inputs, power."""
        if key == "\\infty":
            return ("inf",)
        if key == "d" and self.is_function(key) is None and self.starts():
            return self.differential()
        need(key != "d" or self.peek()[0] not in NAMES, "a d that is no derivative")
        if self.is_function(key) is None:
            if key in FUNCTIONS:
                return self.operator(key)
            if key == "O" and self.opens():
                return ("O", *self.arguments())
            if key == "D" and self.peek()[0] == "script" and not self.peek()[2]:
                return ("along", self.sub(self.take()[1]), self.function_of())
        sub, sup = self.script()
        if sup in STARS or sub in STARS:
            key, sub, sup = (
                f"{key}^*",
                sub if sup in STARS else None,
                None if sup in STARS else sup,
            )
        tree = self.indexed(key, sub)
        count, sup = self.primes(sup)
        function = self.function(tree)
        function = (
            True if function is None and count else function
        )  # a prime makes it one
        if sup and sup[0] == ("open", "(") and sup[-1] == ("close", ")"):
            inner, sup = self.sub(sup[1:-1]), None
            need(function or tree[0] == "name", "two kinds of index")
            tree = ("prime", tree, inner) if function else ("index", f"{key}^()", inner)
        if function and sup == INVERSE:
            tree, sup = ("inverse", tree), None
        tree = ("prime", tree, count) if count else tree
        if self.opens() and function:
            tree = ("apply", tree, *self.arguments())
            sup = self.script()[1] if sup is None else sup  # f(x)^2, f^2(x)
        elif self.opens() and sup is None:
            self.product(key, function)
        return self.raised(tree, None, sup)

    def differential(self) -> Tree:
        """Return the small change of what stands behind a d, maybe transposed."""
        kind, *rest = self.take()
        sup = None
        if kind in NAMES:
            sub, sup = self.script()
            tree = self.indexed(rest[0], sub)
            function = self.function(tree)
            if self.opens() and function and not sup:
                tree, sup = ("apply", tree, *self.arguments()), self.script()[1]
            elif self.opens() and sup is None:
                self.product(rest[0], function)
        elif kind == "op":
            need(rest[0] not in BIG, f"a small change of `{rest[0]}`")
            tree = self.operator(rest[0])
        else:
            left, right, found = (
                self.inside(kind, *rest) if kind in ("open", "fenced") else ("", "", [])
            )
            plain = (left, right) in (("(", ")"), ("[", "]"))
            need(plain, "a d before what is no name: write the parentheses")
            tree, (sub, sup) = self.sub(found), self.script()
            clear = tree[0] not in ("name", "index") and sub is None
            need(clear, "a d before a parenthesis: a small change, or a function?")
        need(not sup or sup in TOPS, "a power of a small change: write the parentheses")
        return self.raised(("diff", tree), None, sup)

    def indexed(self, key: str, sub: Side | None) -> Tree:
        if sub and len(sub) == 1 and sub[0][0] == "text":
            return ("name", f"{key}_{sub[0][1]}")
        return ("index", key, *self.indices(sub)) if sub else ("name", key)

    def function(self, tree: Tree) -> bool | None:
        """Whether a name, maybe with an index, is a function."""
        if tree[0] == "index":
            for key in (flat(tree), tree[1], bold(tree[1])):
                if self.is_function(key) is not None:
                    return self.is_function(key)
        return self.is_function(tree[1])

    def product(self, key: str, function: bool | None) -> None:
        """Refuse parentheses after a name that may hold its inputs."""
        what = f"`{key}` before a parenthesis: a factor or a function?"
        need(function is not None, f"{what} Declare it in the table of symbols")
        here = list(self.left)
        inner, self.left = self.inside(*self.take())[2], here
        lone = len([one for one in inner if one[0] != "script"]) == 1 or COMMA in inner
        need(not lone, f"`{key}` is declared as a number, and stands before its inputs")

    # Operators

    def operator(self, key: str) -> Tree:
        known = self.is_function(key)
        if key in BIG:
            return getattr(self, f"_{key}")(key)  # type: ignore[no-any-return]
        if known:
            return self.name(key)
        remedy = "declare it in the table of symbols"
        need(key in FUNCTIONS and known is None, f"`{key}` is not known: {remedy}")
        sub, sup = self.script()
        need(key != "log" or sub, "a logarithm without its base: write \\ln")
        need(key == "log" or sub is None, f"an index of `{key}`")
        if sup == INVERSE:
            need(key in ("sin", "cos", "tan"), f"`{key}` to the power of -1")
            key, sup = f"arc{key}", None
        of = self.operand()
        return self.raised(
            ("log", self.sub(sub), of) if sub else ("call", key, of), None, sup
        )

    def operand(self) -> Tree:
        """Return what a function is of: a parenthesis, or numbers and one thing."""
        if self.opens():
            inner = self.arguments()
            after = len(inner) == 1 and self.peek()[0] != "script"
            need(after, "a power after the parenthesis of a function: put it before")
            return inner[0]
        if self.peek()[0] == "op" and self.peek()[1] in ("prod", "sum"):
            return self.factor()
        tree: Tree | None = None
        numbers = True
        while self.starts() and self.peek()[0] != "op":
            need(numbers, "a function of a product: write the parentheses")
            one = self.factor()
            numbers = one[0] == "num" or one == ("name", "\\pi")
            tree = ("mul", "", tree, one) if tree else one
        need(tree, "a function of nothing, or of what begins with a sign")
        need(self.peek() != ("ord", "/"), "a slash after a function: write a fraction")
        return tree or ()

    def fraction(self, above: Side, below: Side) -> Tree:
        if (
            above
            and above[0] in (("ord", "d"), ("ord", "\\partial"))
            and below[:1] == above[:1]
        ):
            return self.derivative(above, below)
        return self.raised(("div", self.sub(above), self.sub(below)), *self.script())

    def derivative(self, above: Side, below: Side) -> Tree:
        d, rest, order = above[0], above[1:], 1
        if rest and rest[0][0] == "script":
            order, rest = self.whole(rest[0][2]), rest[1:]
        by: list[Tree] = []
        while below:
            need(below[0] == d, "a derivative by what is not known")
            end = next((k for k, one in enumerate(below) if one == d and k), len(below))
            var, below, count = self.sub(below[1:end]), below[end:], 1
            if var[0] == "pow" and var[2][0] == "num":
                var, count = var[1], int(var[2][1])
            need(var[0] in ("name", "index", "T"), "a derivative by what is no name")
            by += [var] * count
        need(len(by) == order, "a derivative of one order by another")
        if not rest:
            need(self.peek()[0] != "script", "a power of a sign of a derivative")
            return ("d", d[1], self.scope_of(), *by)
        of = self.sub(rest)
        if (
            self.opens()
            and of[0] in ("name", "index")
            and self.function(of) is not False
        ):
            return self.raised(
                ("dat", d[1], of, tuple(by), *self.arguments()), *self.script()
            )
        return self.raised(("d", d[1], of, *by), *self.script())

    def scope_of(self) -> Tree:
        """Return what a sign of a derivative is taken of: a parenthesis, or a product."""
        if self.opens():
            tree = self.factor()
            need(not self.starts(), "a factor after the parenthesis of a derivative")
            return tree
        tree = self.factor()
        while self.starts():
            tree = ("mul", "", tree, self.factor())
        more = (
            self.peek()[0] == "bin"
            and self.peek()[1] in TIMES
            and tree[0] in ("mul", "name")
        )
        need(not more, "a derivative of a product: write the parentheses")
        return tree

    def whole(self, found: Side | None) -> int:
        need(
            found and found[0][0] == "digit" and len(found) == 1,
            "an order that is no number",
        )
        return int(found[0][1]) if found else 1

    def nabla(self, sign: str) -> Tree:
        sub, sup = self.script()
        order, by = self.whole(sup) if sup else 1, self.sub(sub) if sub else None
        if sign == "\\partial":
            need(by, "a ∂ that stands alone")
            return ("d", sign, self.scope_of(), *[by] * order)
        plain = self.peek()[0] in (*NAMES, "op") or self.opens() or not by
        return ("grad", order, by, self.function_of() if plain else self.scope_of())

    def function_of(self) -> Tree:
        """Return the function behind a nabla: `f`, `f(x)`, or an expression in parentheses."""
        if self.opens():
            return self.factor()
        kind, *rest = self.take()
        need(kind in (*NAMES, "op"), "a gradient of what is no function")
        sub = (
            self.script()[0]
            if self.peek()[0] == "script" and not self.peek()[2]
            else None
        )
        tree = self.indexed(rest[0], sub)
        return ("apply", tree, *self.arguments()) if self.opens() else tree

    def _lim(self, _: str) -> Tree:
        sub = self.script()[0] or []
        need(("rel", "\\to") in sub, "a limit that does not say of what")
        place, side = sub.index(("rel", "\\to")), ""
        to = sub[place + 1 :]
        if to and to[-1][0] == "script" and to[-1][2] in ([PLUS], [MINUS]):
            to, side = to[:-1], to[-1][2][0][1]
        return ("lim", self.sub(sub[:place]), self.sub(to), side, self.term())

    def _sum(self, kind: str) -> Tree:
        sub, sup = self.script()
        sides, _ = chain(sub or [])
        keys = [one[1] for one in sides[0][1] if one[0] == "ord"]
        known = bool(keys) and len(keys) == len(sides[0][1])
        ends = len(sides) == 2 and sides[1][0] == "=" and len(keys) == 1 and sup
        need(
            known and (ends or (len(sides) == 1 and not sup)),
            f"a {kind} over what is not known",
        )
        low = self.sub(sides[1][1]) if ends else None
        tree = self.term() if kind in ("sum", "prod") else self.factor()
        for key in reversed(keys):
            tree = (kind, key, low, self.sub(sup) if sup else None, tree)
        return tree

    _prod = _sum

    def _max(self, kind: str) -> Tree:
        sub = self.peek()[1] if self.peek()[0] == "script" else None
        if sub and ("rel", "\\in") in sub:  # \max_{c \in [a, b]}
            self.take()
            ends = self.separated(sub[3:-1])
            interval = (
                sub[2] == ("open", "[") and sub[-1] == ("close", "]") and len(ends) == 2
            )
            need(interval, f"a {kind} over what is no interval [a, b]")
            return (f"{kind}on", sub[0][1], *ends, self.term())
        if sub:
            return self._sum(kind)
        need(
            self.opens() or self.peek()[1:2] == ("\\{",),
            f"a {kind} without parentheses",
        )
        return self.raised((f"{kind}of", *self.arguments()), *self.script())

    _min = _max

    def _int(self, _: str) -> Tree:
        sub, sup = self.script()
        for one, place, depth in _levels(self.left):
            if (
                one == ("ord", "d")
                and not depth
                and self.left[place + 1 :][0][0] in NAMES
            ):
                body, (_, by), self.left = (
                    self.left[:place],
                    self.left[place + 1],
                    self.left[place + 2 :],
                )
                need(sub and sup and body, "an integral without its ends")
                return (
                    "int",
                    by,
                    self.sub(sub or []),
                    self.sub(sup or []),
                    self.sub(body),
                )
        raise Unread("an integral without its dx")

    def _E(self, kind: str) -> Tree:
        sub, sup = self.script()
        need(self.opens() and not sup, "an expectation without brackets")
        sides, _ = chain(sub or [])
        by = (
            (sides[0][1][0][1], head_of(sides[1][1]) if len(sides) > 1 else None)
            if sub
            else ()
        )
        return self.raised((kind, by, *self.arguments()), *self.script())

    _Var = _Cov = _E


def head_of(found: Side) -> Tree:
    """Return the tree in which parentheses after any name hold its inputs; after a d only
    if they are names, as in a definition: d(x, y)."""
    inner = [one[0] for one in found[2:-1] if one[0] != "script"]
    inputs = set(inner[::2]) == {"ord"} and set(inner[1::2]) <= {"punct"}
    given = inputs and found[1] == ("open", "(")
    small = found[:1] == [("ord", "d")] and not given
    return Parser(found, lambda key: None if small and key == "d" else True).all()


def flat(tree: Tree) -> str:
    """Return `x_1` for a name with such an index; the key of a plain name."""
    if tree[0] == "index" and all(one[0] in ("num", "name") for one in tree[2:]):
        return f"{tree[1]}_{''.join(one[1] for one in tree[2:])}"
    need(tree[0] in ("name", "index"), "a name of a kind that is not known")
    return str(tree[1])


def unwrapped(tree: Tree) -> Tree:
    """Return what stands in parentheses, without these."""
    return unwrapped(tree[1]) if tree[0] == "paren" else tree


def bold(key: str) -> str:
    r"""Return the name of the vector whose entries have this one: \hat{\mathbf{y}} for ŷ."""
    mark, _, letter = key.rpartition("{")
    plain = letter.rstrip("}")
    return f"{mark}{{\\mathbf{{{plain}}}}}" if mark else f"\\mathbf{{{key}}}"


def walk(tree: Any) -> Iterator[Tree]:
    """Return all parts of a tree that are trees."""
    if isinstance(tree, tuple | list):
        if isinstance(tree, tuple) and tree and isinstance(tree[0], str):
            yield tree
        for one in tree:
            yield from walk(one)


def names(tree: Any) -> list[str]:
    """Return the keys of all names in a tree."""
    return [one[1] for one in walk(tree) if one[0] in ("name", "index")]
