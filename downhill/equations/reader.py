"""Go through the tokens of a formula and write it in our commands, for SymPy's parser."""

import re
from collections.abc import Callable

from downhill.equations.notation import (
    ABS,
    MAX,
    MIN,
    NABLA,
    NORM,
    OPERATORS,
    PRIME,
    TOP,
    Name,
    UnreadableError,
    clean,
    code,
    symbol,
)
from downhill.equations.tokens import Tokens, split

GREEK = set(
    """alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda
    mu nu xi pi rho sigma tau phi varphi chi psi omega Gamma Theta Lambda Xi Phi Psi Omega
    ell""".split()  # noqa: SIM905
)
ACCENTS = ("hat", "bar", "tilde", "vec", "widehat", "overline", "dot")
FONTS = ("mathbf", "boldsymbol", "mathrm", "text", "textbf", "operatorname", "mathit")
FUNCTIONS = (
    "sin cos tan sec csc cot arcsin arccos arctan sinh cosh tanh ln log exp".split()  # noqa: SIM905
)
DOTS = ("dots", "cdots", "ldots", "vdots", "ddots")
OPENING = {"(": ")", "[": "]"}


class Reader(Tokens):
    """Goes through the tokens once, left to right, and writes what they say.

    `is_function(name, of_a_vector)` tells whether parentheses after a name hold its inputs.
    """

    def __init__(self, latex: str, is_function: Callable[[Name, bool], bool]) -> None:
        super().__init__(clean(latex))
        self.is_function = is_function

    def all(self) -> str:
        """The whole formula, without relations; UnreadableError if it cannot be read."""
        if not self.tokens:
            raise UnreadableError("nothing stands on one side")
        return self.until(None)

    def sub(self, latex: str) -> str:
        return Reader(latex, self.is_function).all()

    def until(self, end: str | None) -> str:
        done: list[str] = []
        while self.next != (end or ""):
            if not self.next:
                raise UnreadableError(f"`{end}` is missing")
            done.append(self.one())
        self.take()
        return " ".join(done)

    def one(self) -> str:
        token = self.next
        if name := self.name():
            return self.applied(name)
        self.take()
        word = token[1:] if token.startswith("\\") else ""
        if word in DOTS:
            raise UnreadableError("it has dots")
        if token in OPENING:
            return self.group(token)
        if token == "{":
            return "{" + self.until("}") + "}"
        if word == "begin":
            return self.array()
        if word in ("lvert", "lVert", "|"):
            end = {"lvert": "\\rvert", "lVert": "\\rVert", "|": "\\|"}[word]
            operator = ABS if word == "lvert" else NORM
            return f"\\{code(operator)}({self.until(end)})"
        if token == "|":
            return f"\\{code(ABS)}({self.until('|')})"
        if word in ("max", "min"):
            return self.applied(MAX if word == "max" else MIN)
        if word == "frac":
            return self.fraction()
        if word in (*FUNCTIONS, "sqrt", "lim", "sum", "prod", "cdot", "to", "infty"):
            return token
        if token == "⊤":
            return f"\\{code(TOP)}"
        if not word and (token[0].isdigit() or token in "+-*/^_=[]!"):
            return token
        raise UnreadableError(f"`{token}` is not read")

    # Names

    def name(self) -> Name | None:
        """A name, if one comes next; it is taken."""
        start = self.at
        token = self.take()
        word = token[1:] if token.startswith("\\") else ""
        base, bold = "", False
        if word == "nabla":
            return self.nabla()
        if word == "Delta":
            base = "Δ" + (self.name() or symbol("")).text
        elif word in ACCENTS or word in FONTS:
            base, bold = self.dressed(word)
        elif word in GREEK or (len(token) == 1 and token.isascii() and token.isalpha()):
            base = word or token
        if not base:
            self.at = start
            return None
        return self.suffixed(base, bold)

    def dressed(self, word: str) -> tuple[str, bool]:
        inner = self.argument()
        while inner[:1] == ["{"] and inner[-1:] == ["}"]:
            inner = inner[1:-1]
        text, bold = "".join(inner), word in ("mathbf", "boldsymbol")
        if inner and inner[0].startswith("\\") and inner[0][1:] not in GREEK:
            text, deeper = Reader(" ".join(inner), self.is_function).accented()
            bold = bold or deeper
        text = text.lstrip("\\")
        return (f"{text}-{word}" if word in ACCENTS else text), bold

    def accented(self) -> tuple[str, bool]:
        word = self.take()[1:]
        if word not in ACCENTS and word not in FONTS:
            raise UnreadableError(f"`\\{word}` is not read as part of a name")
        return self.dressed(word)

    def suffixed(self, base: str, bold: bool) -> Name:
        sub, primes, direction = "", 0, None
        while self.next in ("_", "'", "★"):
            mark = self.take()
            if mark == "_":
                inner = self.argument()
                if base == "D" and inner[0] in ("\\mathbf", "\\boldsymbol"):
                    direction = Reader(" ".join(inner), self.is_function).name()
                sub += "".join(
                    t for t in inner if t not in ("\\text", "\\mathrm", "{", "}")
                )
            elif mark == "★":
                base += "*"
            else:
                primes += 1
        if direction:
            of = self.name()
            if of is None:
                raise UnreadableError("a directional derivative of what?")
            text = f"D_{direction.text} {of.text}"
            return Name(text, kind="directional", parts=(of, direction))
        return symbol(base, sub, bold, primes)

    def nabla(self) -> Name:
        kind = "gradient"
        if self.next == "^" and self.tokens[self.at + 1 : self.at + 2] == ["2"]:
            self.at, kind = self.at + 2, "hessian"
        if self.next == "_":
            self.take()
            self.argument()
        if self.next == "(" and kind == "gradient":
            return NABLA
        of = self.name()
        if of is None:
            raise UnreadableError("`\\nabla` of what?")
        return Name(f"{kind} of {of.text}", kind=kind, parts=(of,))

    # Parentheses

    def applied(self, name: Name) -> str:
        if name.kind == "array" or self.next not in OPENING:
            return self.bare_name(name)
        inside = self.peek_group()
        vector = len(inside) > 1 and inside[0] in ("\\mathbf", "\\boldsymbol")
        if name in OPERATORS or self.is_function(name, vector):
            opening = self.take()
            parts = split(self.raw(opening, OPENING[opening]), ",")
            read_parts = ", ".join(self.sub(" ".join(part)) for part in parts)
            return f"\\{code(name)}({read_parts})"
        return self.bare_name(name) + " \\cdot"

    def bare_name(self, name: Name) -> str:
        if name == symbol("e") and self.next == "^":
            return f"\\{code(symbol('e', 'Euler'))}"
        return f"\\{code(name)}"

    def peek_group(self) -> list[str]:
        start = self.at
        opening = self.take()
        inside = self.raw(opening, OPENING[opening])
        self.at = start
        return inside

    def group(self, opening: str) -> str:
        inside = self.raw(opening, OPENING[opening])
        entries = split(inside, ",")
        if len(entries) > 1:
            return self.applied_array(
                [[self.sub(" ".join(entry))] for entry in entries]
            )
        primes = 0
        while self.next == "'":
            self.take()
            primes += 1
        links = split(inside, "\\circ")
        if len(links) > 1:
            names = [Reader(" ".join(link), self.is_function).name() for link in links]
            if None in names:
                raise UnreadableError("`\\circ` joins what is no name")
            parts = tuple(name for name in names if name)
            text = "∘".join(part.text for part in parts)
            name = Name(text, kind="composed", parts=parts, primes=primes)
            return self.applied(name)
        text = self.sub(" ".join(inside))
        for _ in range(primes):
            text = f"\\{code(PRIME)}({text})"
        return text if primes else f"({text})"

    def array(self) -> str:
        kind = "".join(self.argument())
        if not kind.rstrip("*").endswith("matrix"):
            raise UnreadableError(f"`{kind}` is not read")
        tokens: list[str] = []
        while not (self.next == "\\end" or not self.next):
            tokens.append(self.take())
        self.take()
        self.argument()
        rows = [row for row in split(tokens, "\\\\") if row]
        rows = [row[row.index("]") + 1 :] if row[0] == "[" else row for row in rows]
        cells = [[self.sub(" ".join(c)) for c in split(row, "&")] for row in rows]
        return self.applied_array(cells)

    def applied_array(self, cells: list[list[str]]) -> str:
        rows = tuple(tuple(row) for row in cells)
        return f"\\{code(Name('array', kind='array', rows=rows))}"

    # Fractions that are derivatives

    def fraction(self) -> str:
        top, bottom = self.argument(), self.argument()
        d = bottom[0] if bottom else ""
        if d not in ("d", "\\partial") or not top or top[0] != d or len(bottom) < 2:
            return (
                f"\\frac{{{self.sub(' '.join(top))}}}{{{self.sub(' '.join(bottom))}}}"
            )
        by: list[Name] = []
        for part in split(bottom, d)[1:]:
            reader = Reader(" ".join(part), self.is_function)
            name, rest = reader.name(), reader.tokens[reader.at :]
            power = re.fullmatch(r"(?:\^(\d))?", "".join(rest))
            if name is None or name.bold or power is None:
                raise UnreadableError(f"a derivative by `{''.join(part)}`")
            by += [name] * int(power[1] or 1)
        top = top[1:]
        if top[:1] == ["^"]:
            top = top[2:]
        if not top:
            return " ".join(f"\\frac{{d}}{{d\\{code(name)}}}" for name in by)
        reader = Reader(" ".join(top), self.is_function)
        of = reader.name()
        if of is None or reader.next:
            inner = self.sub(" ".join(top))
            operator = " ".join(f"\\frac{{d}}{{d\\{code(name)}}}" for name in by)
            return f"({operator} ({inner}))"
        text = f"d {of.text}/d {' '.join(name.text for name in by)}"
        return self.applied(Name(text, kind="derivative", parts=(of, *by)))
