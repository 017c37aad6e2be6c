"""Read a formula: KaTeX's parse tree to a tree of ours, a tuple `(kind, *parts)`.

What is not understood raises Unread; nothing is guessed. Only what depends on the page is
asked of `is_function`: whether parentheses after a name hold its inputs.
"""

from collections.abc import Callable, Iterator
from typing import Any

from downhill.maths.katex import renderer

Token = tuple[Any, ...]
Tree = tuple[Any, ...]

RELATIONS = {
    "=": "=", "\\equiv": "=", ":=": ":=", "≔": ":=", "≠": "!=", "\\ne": "!=",
    "<": "<", "\\lt": "<", ">": ">", "\\gt": ">", "\\le": "<=", "\\leq": "<=",
    "\\leqslant": "<=", "\\ge": ">=", "\\geq": ">=", "\\geqslant": ">=",
    "\\approx": "~", "\\to": "to", "\\rightarrow": "to", "\\in": "in", "\\sim": "dist",
}  # fmt: skip
TRANSPARENT = {"html", "color", "sizing", "styling", "ordgroup", "mclass", "lap", "smash"}
BLANK = {"kern", "spacing", "internal", "vphantom", "phantom", "cr"}
OPEN, CLOSE = {"(": ")", "[": "]", "\\{": "\\}", "\\lbrace": "\\}"}, {")", "]", "\\}"}
BARS = {"|": "|", "\\vert": "|", "\\lvert": "|", "\\rvert": "|", "\\|": "‖",
        "\\Vert": "‖", "\\lVert": "‖", "\\rVert": "‖"}  # fmt: skip
BOLD = {"mathbf", "boldsymbol", "bm", "textbf"}
TIMES = {"\\cdot": "cdot", "\\times": "times", "*": "times", "\\odot": "odot", "⋅": "cdot"}
DOTS = {"\\ldots", "\\@cdots", "\\cdots", "\\dots", "\\varvdots", "\\vdots", "\\ddots"}
FUNCTIONS = {"exp", "ln", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arctan", "arcsin",
             "arccos", "det", "tr", "diag", "sign", "sgn", "softmax", "ReLU", "relu", "erf",
             "sqrt", "log"}  # fmt: skip
NAMED = {"\\lim": "lim", "\\sum": "sum", "\\prod": "prod", "\\max": "max", "\\min": "min",
         "\\int": "int"}  # fmt: skip
MEANS = {"E": "E", "Var": "Var", "Cov": "Cov"}
PRIME = "\\prime"


class Unread(Exception):
    """A formula that is not understood: what, and what to do."""


def tokens(latex: str) -> list[Token]:
    """Return the tokens of a formula as its reader sees them."""
    found = renderer().parse(latex)
    if found is None:
        raise Unread("KaTeX refuses it")
    return list(_flat(found))


def _flat(nodes: Any) -> list[Token]:
    """Return a list of KaTeX's nodes as tokens, without what only changes its looks."""
    found: list[Token] = []
    for node in nodes if isinstance(nodes, list) else [nodes]:
        found += _node(node)
    done: list[Token] = []
    for one in found:  # `:` and `=` are one sign, and `\Delta y` is one name
        if done and one == ("rel", "=") and done[-1] == ("rel", ":"):
            done[-1] = ("rel", ":=")
        elif done and done[-1] == ("ord", "\\Delta") and one[0] in ("ord", "accent"):
            done[-1] = ("ord", f"\\Delta {one[1]}")
        elif one[0] == "rel" and done and done[-1] == ("rel", "not"):
            done[-1] = ("rel", "≠" if one[1] == "=" else f"not {one[1]}")
        else:
            done.append(one)
    return done


def _node(node: dict[str, Any]) -> Iterator[Token]:
    kind, text = node["type"], node.get("text", "")
    if kind in BLANK or (kind == "rule" and not node["width"]["number"]):
        return
    if kind == "mclass" and _raised(node):
        yield from _raised(node)
    elif kind in TRANSPARENT:
        yield from _flat(node["body"])
    elif kind == "htmlmathml":
        said = "".join(one[1] for one in _flat(node["mathml"]) if len(one) == 2)
        yield ("rel", {"≠": "≠", "≔": "≔", "\u0338": "not"}.get(said, said))
    elif kind == "enclose" and node["label"] in ("\\fbox", "\\colorbox", "\\fcolorbox"):
        yield from _flat(node["body"])
    elif kind in ("mathord", "textord"):
        if text in BARS:
            yield ("bar", BARS[text])
        elif text == "." or text.isdigit():
            yield ("digit", text)
        else:
            yield ("dots", text) if text in DOTS else ("ord", text)
    elif kind == "atom":
        family = node["family"]
        if text in BARS:
            yield ("bar", BARS[text], family)
        elif text == "!":
            yield ("factorial",)
        else:
            yield ("dots", text) if family == "inner" else (family, text)
    elif kind == "delimsizing":
        sign, family = node["delim"], node["mclass"].removeprefix("m")
        yield ("bar", BARS[sign], family) if sign in BARS else (family, sign)
    elif kind == "leftright":
        inner = _flat(node["body"])
        yield ("fenced", node["left"], node["right"], inner)
    elif kind == "genfrac":
        if node["leftDelim"] or not node["hasBarLine"]:
            raise Unread("a binomial")
        yield ("frac", _flat(node["numer"]), _flat(node["denom"]))
    elif kind == "sqrt":
        index = node.get("index")
        yield ("sqrt", _flat(node["body"]), _flat(index) if index else None)
    elif kind == "supsub":
        yield from _scripted(node)
    elif kind == "font":
        inner = _flat(node["body"])
        yield from _font(node["font"], inner)
    elif kind == "accent":
        inner = _flat(node["base"])
        yield ("accent", f"{node['label']}{{{_key(inner)}}}")
    elif kind == "text":
        inner = "".join(one.get("text", "") for one in _leaves(node["body"]))
        yield ("text", inner.replace("~", " ").strip())
    elif kind in ("op", "operatorname"):
        name = node.get("name") or ""
        if not name:
            inner = _flat(node["body"])
            name = "\\" + "".join(str(one[1]) for one in inner if len(one) == 2)
        yield ("op", name)
    elif kind == "array":
        cells = [[_flat(cell) for cell in row] for row in node["body"]]
        yield ("array", [row for row in cells if any(row)])
    else:
        raise Unread(f"`{node.get('label') or node.get('name') or kind}` is not known")


def _raised(node: dict[str, Any]) -> list[Token]:
    r"""Return the relation below a sign: `\overset{(1)}{=}`; [] if it is something else."""
    body = node["body"]
    if node["mclass"] != "mrel" or not body or body[0]["type"] != "supsub":
        return []
    inner = _flat(body[0]["base"]["body"])
    said = "".join(str(t[1]) for t in _flat(body[0]["sup"]) if len(t) > 1)
    if len(inner) != 1 or "?" in said or inner[0][0] != "rel":
        raise Unread("a relation with a sign above it")
    return [("rel", ":=")] if said == "def" else inner


def _leaves(nodes: Any) -> Iterator[dict[str, Any]]:
    for node in nodes if isinstance(nodes, list) else [nodes]:
        yield from _leaves(node["body"]) if "body" in node else [node]


def _scripted(node: dict[str, Any]) -> Iterator[Token]:
    base = node["base"]
    if base and base["type"] == "horizBrace":
        label = _flat(node.get("sub") or node.get("sup"))
        if any(one[0] == "rel" for one in label):
            raise Unread("a relation below a brace")
        yield from _flat(base["base"])
        return
    yield from _flat(base) if base else ()
    sub, sup = node.get("sub"), node.get("sup")
    yield ("script", _flat(sub) if sub else None, _flat(sup) if sup else None)


def _font(font: str, inner: list[Token]) -> Iterator[Token]:
    said = "".join(str(one[1]) for one in inner if one[0] in ("ord", "digit"))
    if font in BOLD and len(inner) == 1:
        yield ("ord", f"\\mathbf{{{_key(inner)}}}")
    elif font == "mathbb":
        yield ("op", "\\E") if said == "E" else ("set", said)
    elif font in ("mathcal", "mathscr"):
        yield ("ord", f"\\mathcal{{{said}}}")
    elif font in ("mathrm", "mathit", "mathnormal", "mathsf", "text"):
        plain = len(inner) == 1 or font == "mathnormal"
        yield from inner if plain else [("text", said)]
    else:
        raise Unread(f"`\\{font}` is not known")


def _key(inner: list[Token]) -> str:
    """Return the key of one name below an accent or in bold."""
    if len(inner) == 1 and inner[0][0] in ("ord", "accent", "digit", "text"):
        return str(inner[0][1])
    raise Unread("an accent over more than one name")


# ---------------------------------------------------------------- a formula's statements


def rows(found: list[Token]) -> Iterator[tuple[list[Token], int, int]]:
    """Return the lines of a formula, each with the first and the last row that it is made of;
    a row that begins with a sign continues the one before."""
    if len(found) == 1 and found[0][0] == "array":
        held: list[Any] = []  # tokens, first row
        for number, row in enumerate(found[0][1]):
            line = [one for cell in row for one in cell]
            if held and line and line[0][0] == "rel":
                held[0] += line
            else:
                if held:
                    yield from ((part, held[1], number - 1) for part in _apart(held[0]))
                held = [line, number]
        if held:
            yield from ((part, held[1], len(found[0][1]) - 1) for part in _apart(held[0]))
    else:
        yield from ((part, 0, 0) for part in _apart(found))


def _apart(found: list[Token]) -> Iterator[list[Token]]:
    """Split at commas and words between statements that each have a relation."""
    while found and found[-1] in (("punct", ","), ("punct", ";"), ("digit", ".")):
        found = found[:-1]
    parts, depth = [[]], 0  # type: list[list[Token]], int
    for place, one in enumerate(found):
        depth += (one[0] == "open") - (one[0] == "close")
        word = one[0] == "text" and one[1] in ("and", "so", "or", "hence", "thus", "then")
        if depth == 0 and (word or (one[0] == "punct" and _has_relation(parts[-1])
                                    and _has_relation(found[place:]))):  # fmt: skip
            if word and one[1] == "or":
                raise Unread("one statement or another")
            parts.append([])
        else:
            parts[-1].append(one)
    yield from (part for part in parts if part)


def _has_relation(found: list[Token]) -> bool:
    return any(one[0] == "rel" for one in found)


Side = list[Token]


def chain(found: list[Token]) -> tuple[list[tuple[str, Side]], list[Token]]:
    """Return the sides of a line, each with the sign before it, and what follows "for"."""
    when: list[Token] = []
    for place, one in enumerate(found):
        if one[0] == "text" and place:
            if one[1].strip(" ,(") not in ("for", "if", "when", "where", "as", "for all"):
                break
            found, when = found[:place], found[place + 1 :]
            while found and found[-1][0] == "punct":
                found = found[:-1]
            break
    sides: list[tuple[str, Side]] = [("", [])]
    for one in found:
        if one[0] == "rel":
            sides.append((RELATIONS.get(one[1], one[1]), []))
        else:
            sides[-1][1].append(one)
    return sides, when


# --------------------------------------------------------------------------- expressions


class Parser:
    """Reads tokens by descent; `is_function` says what parentheses after a name mean."""

    def __init__(self, found: list[Token], is_function: Callable[[str], bool | None]) -> None:
        self.left, self.is_function = list(found), is_function

    def sub(self, found: list[Token]) -> Tree:
        return Parser(found, self.is_function).all()

    def all(self) -> Tree:
        if not self.left:
            raise Unread("an empty side")
        tree = self.sum()
        if self.left:
            raise Unread(f"`{self.left[0][-1]}` in a place that is not known")
        return tree

    def peek(self, ahead: int = 0) -> Token:
        return self.left[ahead] if len(self.left) > ahead else ("",)

    def take(self) -> Token:
        return self.left.pop(0)

    def sum(self) -> Tree:
        parts = []
        while True:
            sign = self.take()[1] if self.peek() in (("bin", "+"), ("bin", "-")) else "+"
            term = self.term()
            parts.append(("neg", term) if sign == "-" else term)
            if self.peek() not in (("bin", "+"), ("bin", "-")):
                break
        return parts[0] if len(parts) == 1 else ("add", *parts)

    def term(self) -> Tree:
        tree, over = self.factor(), False
        while True:
            following = self.peek()
            if following[0] == "bin" and following[1] in TIMES:
                self.take()
                sign = self.take()[1] if self.peek() == ("bin", "-") else ""
                other, over = self.factor(), False
                tree = ("mul", TIMES[following[1]], tree, ("neg", other) if sign else other)
            elif following == ("bin", "\\circ"):
                self.take()
                tree = ("compose", tree, self.factor())
            elif following == ("ord", "/"):
                self.take()
                below, over = self.factor(), True
                tree = ("div", tree, below)
            elif self.starts():
                if over:
                    raise Unread("a product after a slash: write a fraction")
                tree = ("mul", "", tree, self.factor())
            else:
                return tree

    def starts(self) -> bool:
        """Whether a factor begins here."""
        kind = self.peek()[0]
        if kind == "ord":
            return bool(self.peek()[1] != "/")
        if kind == "bar":
            return len(self.peek()) > 2 and self.peek()[2] == "open"
        return kind in ("digit", "op", "frac", "sqrt", "fenced", "accent", "open", "text", "array")

    def factor(self) -> Tree:
        if self.peek() == ("bin", "-"):  # x^{-1}, a \cdot -b
            self.take()
            return ("neg", self.factor())
        tree = self.primary()
        while self.peek()[0] in ("script", "factorial"):
            if self.take()[0] == "factorial":
                tree = ("call", "factorial", tree)
                continue
            raise Unread("a power of a power")
        return tree

    def script(self) -> tuple[list[Token] | None, list[Token] | None]:
        if self.peek()[0] == "script":
            _, sub, sup = self.take()
            return sub, sup
        return None, None

    def primary(self) -> Tree:
        if not self.left:
            raise Unread("a side that ends in a sign")
        kind, *rest = self.take()
        if kind == "digit":
            text = rest[0]
            while self.peek()[0] == "digit":
                text += self.take()[1]
            if text.count(".") > 1 or text == ".":
                raise Unread(f"the number {text}")
            return self.raised(("num", text), *self.script())
        if kind == "op":
            return self.operator(rest[0])
        if kind == "frac":
            return self.fraction(*rest)
        if kind == "sqrt":
            index = self.sub(rest[1]) if rest[1] else ("num", "2")
            return self.raised(("root", self.sub(rest[0]), index), *self.script())
        if kind in ("open", "fenced", "bar", "array"):
            return self.group(kind, *rest)
        if kind == "ord" and rest[0] in ("\\nabla", "\\partial"):
            return self.nabla(rest[0])
        if kind in ("ord", "accent", "text"):
            return self.name(rest[0])
        if kind == "dots":
            raise Unread("dots")
        raise Unread(f"`{rest[0] if rest else kind}` in a place that is not known")

    # Groups

    def inside(self, kind: str, *rest: Any) -> tuple[str, str, list[Token]]:
        """Return the signs around a group and the tokens inside."""
        if kind == "fenced":
            return rest[0], rest[1], rest[2]
        if kind == "array":
            return "", "", [("array", rest[0])]
        found, depth, first = [], 0, rest[0]
        while self.left:
            one = self.take()
            if kind == "bar":
                if one[0] == "bar" and one[1] == first and not depth and one[2:] != ("open",):
                    return first, first, found
            elif one[0] == "close" and not depth:
                if OPEN.get(first) != one[1].replace("rbrace", "}"):
                    raise Unread(f"an interval, or `{first}` closed by `{one[1]}`")
                return first, one[1], found
            depth += (one[0] == "open") - (one[0] == "close")
            found.append(one)
        raise Unread(f"`{first}` is not closed")

    def group(self, kind: str, *rest: Any) -> Tree:
        left, right, found = self.inside(kind, *rest)
        sub, sup = self.script()
        left, right = BARS.get(left, left), BARS.get(right, right)
        if left == "." and right == "|":
            return self.raised(("at", self.sub(found), self.equations(sub or [])), None, sup)
        if left == "\\{" and right == "." and found and found[0][0] == "array":
            return ("cases", *(self.case(row) for row in found[0][1]))
        if found and found[0][0] == "array" and len(found) == 1 and left in ("(", "[", "|"):
            matrix = ("matrix", *(tuple(self.sub(cell) for cell in row) for row in found[0][1]))
            tree = ("call", "det", matrix) if left == "|" else matrix
        elif left == "|" == right:
            tree = ("abs", self.sub(found))
        elif left == right == "‖":
            tree, sub = ("norm", self.sub(found), self.label(sub)), None
        elif (left, right) in (("(", ")"), ("[", "]")) and found:
            parts = self.separated(found)
            tree = ("paren", parts[0]) if len(parts) == 1 else ("tuple", *parts)
        else:
            raise Unread(f"`{left} {right}` is not known")
        return self.after(tree, sub, sup)

    def label(self, sub: list[Token] | None) -> str:
        return "".join(str(one[1]) for one in sub) if sub else "2"

    def after(self, tree: Tree, sub: Any, sup: Any) -> Tree:
        """Return a group with what stands at its upper right, and the inputs it is given."""
        count, sup = self.primes(sup)
        if sub is not None:
            if tree[0] == "paren" and sup is None and not count:
                return ("entry", tree[1], *self.indices(sub))
            raise Unread("an index of a parenthesis")
        inverse = sup == [("bin", "-"), ("digit", "1")] and self.functional(tree)
        if inverse:
            tree, sup = ("inverse", tree), None
        if count:
            tree = ("prime", tree, count)
        if sup is None and (count or inverse or self.functional(tree)) and self.opens():
            return ("apply", tree, *self.arguments())
        return self.raised(tree, None, sup)

    def functional(self, tree: Tree) -> bool:
        """Whether a group is made of functions alone, so that it can be given inputs."""
        if tree[0] == "name":
            return self.is_function(tree[1]) is True
        if tree[0] in ("paren", "compose", "add", "neg", "inverse", "prime"):
            return all(self.functional(one) for one in tree[1:] if isinstance(one, tuple))
        if tree[0] == "mul":
            return self.functional(tree[2]) and self.functional(tree[3])
        return tree[0] == "div" and self.functional(tree[1]) and self.functional(tree[2])

    def separated(self, found: list[Token]) -> list[Tree]:
        parts: list[list[Token]] = [[]]
        depth = 0
        for one in found:
            depth += (one[0] == "open") - (one[0] == "close")
            if one in (("punct", ","), ("punct", ";")) and not depth:
                parts.append([])
            else:
                parts[-1].append(one)
        return [self.sub(part) for part in parts]

    def opens(self) -> bool:
        kind = self.peek()
        return kind in (("open", "("), ("open", "[")) or kind[:2] in (
            ("fenced", "("), ("fenced", "["))  # fmt: skip

    def arguments(self) -> list[Tree]:
        return self.separated(self.inside(*self.take())[2])

    def case(self, row: list[list[Token]]) -> tuple[Tree, Any]:
        value = [one for one in row[0] if one[0] != "punct"]
        rest = [one for cell in row[1:] for one in cell]
        if not rest:
            raise Unread("a case without its condition")
        if rest[0][0] == "text":
            word = rest.pop(0)[1].strip(" ,")
            if word in ("otherwise", "else") and not rest:
                return self.sub(value), None
            if word not in ("if", "for", "when"):
                raise Unread(f"a case for `{word}`")
        return self.sub(value), self.condition(rest)

    def condition(self, found: list[Token]) -> list[tuple[Tree, str, Tree]]:
        """Return what must hold, as links; at points a list of it is asked."""
        links = []
        for part in _apart(found):
            sides, when = chain(part)
            if len(sides) < 2 or when:
                raise Unread("a condition that is no relation")
            for (_, one), (sign, other) in zip(sides, sides[1:], strict=False):
                if sign not in ("=", "!=", "<", ">", "<=", ">="):
                    raise Unread(f"a condition with `{sign}`")
                links.append((self.sub(one), sign, self.sub(other)))
        return links

    def equations(self, found: list[Token]) -> tuple[tuple[Tree, Tree], ...]:
        links = self.condition(found)
        if any(sign != "=" for _, sign, _ in links) or not links:
            raise Unread("what stands at the foot of a bar")
        return tuple((one, other) for one, _, other in links)

    # Powers

    def primes(self, sup: list[Token] | None) -> tuple[int, list[Token] | None]:
        count = 0
        while sup and sup[0] == ("ord", PRIME):
            count, sup = count + 1, sup[1:]
        return count, sup or None

    def raised(self, tree: Tree, sub: list[Token] | None, sup: list[Token] | None) -> Tree:
        if sub is not None:
            raise Unread("an index of what is no name")
        if sup is None:
            return tree
        if sup in ([("ord", "\\top")], [("ord", "T")], [("op", "\\T")], [("text", "T")]):
            return ("T", tree)
        if sup == [("bin", "-"), ("ord", "\\top")]:
            return ("T", ("pow", tree, ("neg", ("num", "1"))))
        return ("pow", tree, self.sub(sup))

    # Names

    def name(self, key: str) -> Tree:
        """Return a name with all that belongs to it: index, primes, inputs, power."""
        if key in ("\\infty",):
            return ("inf",)
        if key == "d" and self.peek()[0] in ("ord", "accent"):
            raise Unread("a d before a name that is no derivative")
        if key in FUNCTIONS and self.is_function(key) is None:
            return self.operator("\\" + key)
        if key == "O" and self.is_function(key) is None and self.opens():
            return ("O", *self.arguments())
        if key == "D" and self.is_function(key) is None and self.peek()[0] == "script":
            sub, sup = self.script()
            if sup is None and sub:
                return ("along", self.sub(sub), self.function_of())
        sub, sup = self.script()
        if sup in ([("bin", "*")], [("bin", "\\star")], [("bin", "\\ast")]):
            key, sup = f"{key}^*", None
        tree: Tree = ("name", key)
        if sub is not None:
            if sub[0][0] == "text" and len(sub) == 1:
                tree = ("name", f"{key}_{sub[0][1]}")
            elif sub == [("bin", "*")]:
                tree = ("name", f"{key}^*")
            else:
                tree = ("index", key, *self.indices(sub))
        count, sup = self.primes(sup)
        function = self.function(key, tree)
        if function is None and count:  # a prime makes a function of a name
            function = True
        if sup and sup[0] == ("open", "(") and sup[-1] == ("close", ")"):
            inner = self.sub(sup[1:-1])
            if function:
                tree, sup = ("prime", tree, inner), None
            elif tree[0] == "name":
                tree, sup = ("index", f"{key}^()", inner), None
            else:
                raise Unread("two kinds of index")
        if function and sup == [("bin", "-"), ("digit", "1")]:
            tree, sup = ("inverse", tree), None
        if count:
            tree = ("prime", tree, count)
        if self.opens():
            if function and not (sup and tree[0] == "inverse"):
                applied = ("apply", tree, *self.arguments())
                if sup is None:  # f(x)^2
                    return self.raised(applied, *self.script())
                return self.raised(applied, None, sup)  # f^2(x)
            if sup is None and function is not True:
                self.product(key, function)
        return self.raised(tree, None, sup)

    def function(self, key: str, tree: Tree) -> bool | None:
        """Whether a name, maybe with an index, is a function."""
        if tree[0] == "index" and all(one[0] in ("num", "name") for one in tree[2:]):
            flat = f"{key}_{''.join(one[1] for one in tree[2:])}"
            for one in (flat, key, f"\\mathbf{{{key}}}"):
                if self.is_function(one) is not None:
                    return self.is_function(one)
        return self.is_function(key if tree[0] == "index" else tree[1])

    def product(self, key: str, function: bool | None) -> None:
        """Refuse parentheses after a name that may hold its inputs."""
        if function is None:
            what = f"`{key}` before a parenthesis: a factor or a function?"
            raise Unread(f"{what} Declare it in the table of symbols")
        here = list(self.left)
        inner = self.inside(*self.take())[2]
        self.left = here
        if len([one for one in inner if one[0] != "script"]) == 1 or ("punct", ",") in inner:
            raise Unread(f"`{key}` is declared as a number, and stands before its inputs")

    def indices(self, sub: list[Token]) -> list[Tree]:
        """Return the indices of a name: `ij`, `i,j`, `t+1`."""
        if all(one[0] in ("ord", "digit") for one in sub):
            kinds = {"digit": "num", "ord": "name"}
            return [(kinds[one[0]], one[1]) for one in sub]
        if any(one[0] == "text" for one in sub):
            raise Unread("an index of words and signs")
        return self.separated(sub)

    # Operators

    def operator(self, name: str) -> Tree:
        key = name.lstrip("\\").replace(" ", "")
        if key in MEANS:
            return self.mean(MEANS[key])
        if name in NAMED:
            return getattr(self, f"_{NAMED[name]}")(NAMED[name])
        known = self.is_function(key)
        if known is None and key not in FUNCTIONS:
            raise Unread(f"`{key}` is not known: declare it in the table of symbols")
        if known:
            return self.name(key)
        sub, sup = self.script()
        count, sup = self.primes(sup)
        if key == "log":
            if sub is None:
                raise Unread("a logarithm without its base: write \\ln")
            tree = ("log", self.sub(sub), self.operand())
        elif sub is not None or count:
            raise Unread(f"an index of `{key}`")
        elif sup == [("bin", "-"), ("digit", "1")]:
            if key not in ("sin", "cos", "tan"):
                raise Unread(f"`{key}` to the power of -1")
            tree, sup = ("call", f"arc{key}", self.operand()), None
        else:
            tree = ("call", key, self.operand())
        return self.raised(tree, None, sup)

    def operand(self) -> Tree:
        """Return what a function is of: a parenthesis, or numbers and one thing."""
        if self.opens():
            inner = self.arguments()
            if len(inner) != 1 or self.peek()[0] == "script":
                raise Unread("a power after the parenthesis of a function: put it before")
            return inner[0]
        tree: Tree | None = ("neg",) if self.peek() == ("bin", "-") else None
        if tree:
            raise Unread("a sign after a function: write the parentheses")
        numbers = True
        while self.starts() and self.peek()[0] != "op":
            one = self.factor()
            if not numbers:
                raise Unread("a function of a product: write the parentheses")
            numbers = one[0] == "num" or one == ("name", "\\pi")
            tree = ("mul", "", tree, one) if tree else one
        if tree is None and self.peek()[0] == "op" and self.peek()[1] in ("\\prod", "\\sum"):
            tree = self.factor()
        if tree is None:
            raise Unread("a function of nothing")
        if self.peek() == ("ord", "/"):
            raise Unread("a slash after a function: write a fraction")
        return tree

    def fraction(self, above: list[Token], below: list[Token]) -> Tree:
        d = self.differential(above)
        if d and below and below[0][:2] == above[0][:2]:
            return self.derivative(above, below)
        tree = ("div", self.sub(above), self.sub(below))
        sub, sup = self.script()
        if self.primes(sup)[0]:
            raise Unread("a prime of a fraction: write the parentheses")
        return self.raised(tree, sub, sup)

    def differential(self, found: list[Token]) -> str:
        return found[0][1] if found and found[0] in (("ord", "d"), ("ord", "\\partial")) else ""

    def derivative(self, above: list[Token], below: list[Token]) -> Tree:
        d, rest, order = above[0], above[1:], 1
        if rest and rest[0][0] == "script":
            order = self.whole(rest[0][2])
            rest = rest[1:]
        by: list[Tree] = []
        while below:
            if below[0] != d:
                raise Unread("a derivative by what is not known")
            part = below[1:]
            end = next((k for k, one in enumerate(part) if one == d), len(part))
            reader, below = Parser(part[:end], self.is_function), part[end:]
            var = reader.all()
            count = 1
            if var[0] == "pow" and var[2][0] == "num":
                var, count = var[1], int(var[2][1])
            if var[0] not in ("name", "index", "T"):
                raise Unread("a derivative by what is no name")
            by += [var] * count
        if len(by) != order:
            raise Unread("a derivative of one order by another")
        sub, sup = self.script()
        if rest:
            reader = Parser(rest, self.is_function)
            of = reader.all()
            tree = ("d", d[1], of, *by)
            if self.opens() and of[0] == "name" and self.is_function(of[1]) is not False:
                tree = ("dat", d[1], of, tuple(by), *self.arguments())
            return self.raised(tree, sub, sup)
        if sub or sup:
            raise Unread("a power of a sign of a derivative")
        return ("d", d[1], self.scope_of(), *by)

    def scope_of(self) -> Tree:
        """Return what d/dx, the gradient of a parenthesis, a limit is taken of."""
        if self.opens() or self.peek()[0] == "open":
            tree = self.factor()
            if self.starts():
                raise Unread("a factor after the parenthesis of a derivative")
            return tree
        tree = self.factor()
        while self.starts():
            tree = ("mul", "", tree, self.factor())
        if self.peek()[0] == "bin" and self.peek()[1] in TIMES and tree[0] in ("mul", "name"):
            raise Unread("a derivative of a product: write the parentheses")
        return tree

    def whole(self, found: list[Token] | None) -> int:
        if not found or found[0][0] != "digit" or len(found) > 1:
            raise Unread("a derivative whose order is no number")
        return int(found[0][1])

    def nabla(self, sign: str) -> Tree:
        sub, sup = self.script()
        order = self.whole(sup) if sup else 1
        if sign == "\\partial":
            if not sub:
                raise Unread("a ∂ that stands alone")
            return ("d", sign, self.scope_of(), *[self.sub(sub)] * order)
        by = self.sub(sub) if sub else None
        plain = self.peek()[0] in ("ord", "accent", "text", "op") or self.opens()
        return ("grad", order, by, self.function_of() if plain or not by else self.scope_of())

    def function_of(self) -> Tree:
        """Return the function behind a nabla: `f`, `f(x)`, or an expression in parentheses."""
        if self.opens():
            return self.factor()
        kind, *rest = self.take() if self.left else ("",)
        if kind not in ("ord", "accent", "text", "op"):
            raise Unread("a gradient of what is no function")
        key = rest[0].lstrip("\\") if kind == "op" else rest[0]
        tree: Tree = ("name", key)
        if self.peek()[0] == "script" and self.peek()[2] is None:
            sub, _ = self.script()
            label = sub and sub[0][0] == "text"
            tree = ("name", f"{key}_{sub[0][1]}") if sub and label else (
                "index", key, *self.indices(sub or []))  # fmt: skip
        if self.opens():
            return ("apply", tree, *self.arguments())
        return tree

    def _lim(self, _: str) -> Tree:
        sub, _sup = self.script()
        place = next((k for k, one in enumerate(sub or []) if one == ("rel", "\\to")), 0)
        if not sub or not place:
            raise Unread("a limit that does not say of what")
        to, side = sub[place + 1 :], ""
        if to and to[-1][0] == "script" and to[-1][2] in ([("bin", "+")], [("bin", "-")]):
            to, side = to[:-1], to[-1][2][0][1]
        return ("lim", self.sub(sub[:place]), self.sub(to), side, self.term())

    def _sum(self, kind: str) -> Tree:
        sub, sup = self.script()
        if not sub:
            raise Unread("a sum that does not say over what")
        sides, _ = chain(sub)
        if len(sides) == 1:
            if not all(one[0] == "ord" for one in sub) or sup:
                raise Unread("a sum over what is not known")
            names = [one[1] for one in sub]
            low: Tree | None = None
        elif len(sides) == 2 and sides[1][0] == "=" and len(sides[0][1]) == 1 and sup:
            names, low = [sides[0][1][0][1]], self.sub(sides[1][1])
        else:
            raise Unread("a sum over what is not known")
        tree = self.term()
        for name in reversed(names):
            tree = (kind, name, low, self.sub(sup) if sup else None, tree)
        return tree

    _prod = _sum

    def _max(self, kind: str) -> Tree:
        sub, sup = self.script()
        if sup:
            raise Unread(f"a power of {kind}")
        if sub and ("rel", "\\in") in sub:  # \max_{c \in [a, b]}
            if len(sub) < 4 or sub[1] != ("rel", "\\in"):
                raise Unread(f"a {kind} over what is not known")
            ends = self.separated(sub[3:-1])
            if sub[2] != ("open", "[") or sub[-1] != ("close", "]") or len(ends) != 2:
                raise Unread(f"a {kind} over what is no interval [a, b]")
            return (f"{kind}on", sub[0][1], *ends, self.term())
        if sub:
            if len(sub) != 1 or sub[0][0] != "ord":
                raise Unread(f"a {kind} over what is not known")
            return (kind, sub[0][1], None, None, self.factor())
        if self.peek()[:2] in (("open", "("), ("open", "\\{"), ("fenced", "("), ("fenced", "\\{")):
            return self.raised((f"{kind}of", *self.arguments()), *self.script())
        raise Unread(f"a {kind} without parentheses")

    _min = _max

    def _int(self, _: str) -> Tree:
        sub, sup = self.script()
        depth = 0
        for place, one in enumerate(self.left):
            depth += (one[0] == "open") - (one[0] == "close")
            follows = self.left[place + 1][0] if len(self.left) > place + 1 else ""
            if one == ("ord", "d") and not depth and follows in ("ord", "accent"):
                body, self.left = self.left[:place], self.left[place + 1 :]
                by = self.take()[1]
                if not (sub and sup) or not body:
                    raise Unread("an integral without its ends")
                return ("int", by, self.sub(sub), self.sub(sup), self.sub(body))
        raise Unread("an integral without its dx")

    def mean(self, kind: str) -> Tree:
        sub, sup = self.script()
        if not self.opens() or sup:
            raise Unread("an expectation without brackets")
        by: list[Any] = []
        if sub:
            sides, _ = chain(sub)
            by = [sides[0][1][0][1], sides[1][1]] if len(sides) == 2 else [sub[0][1], None]
        inner = self.arguments()
        return self.raised((kind, tuple(by), *inner), *self.script())


def names(tree: Any) -> Iterator[str]:
    """Return the keys of all names in a tree."""
    if isinstance(tree, tuple | list):
        if len(tree) > 1 and tree[0] in ("name", "index") and isinstance(tree[1], str):
            yield tree[1]
        for one in tree:
            yield from names(one)


def walk(tree: Any) -> Any:
    """Return all parts of a tree that are trees."""
    if isinstance(tree, tuple | list):
        if isinstance(tree, tuple) and tree and isinstance(tree[0], str):
            yield tree
        for one in tree:
            yield from walk(one)
