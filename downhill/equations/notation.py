r"""Rewrite what authors write into the LaTeX that SymPy's parser reads without guessing.

Every name becomes a command of our own, such as `\vzaa...` for `\hat y_{\text{new}}`: so a
name is never split, and only what is a function is applied to what follows in parentheses.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from typing import Any

SIZES = re.compile(r"\\(?:left|right|[Bb]igg?[lr]?)(?![A-Za-z])\.?")
SPACES = re.compile(
    r"(?<!\\)\\[,;:! ]|~|\\(?:quad|qquad|displaystyle|textstyle|limits)\b"
)


class UnreadableError(Exception):
    """A formula that is outside of what is read; its text says what and why."""


@dataclass(frozen=True)
class Name:
    """A name in a formula, or a compound that is handled like one.

    `kind` is "symbol", "derivative" (of `parts[0]` by the others), "gradient", "hessian",
    "directional" (`parts`: function, direction), "composed" or "array" (of `rows`).
    """

    text: str
    base: str = ""
    sub: str = ""
    bold: bool = False
    primes: int = 0
    kind: str = "symbol"
    parts: tuple["Name", ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def plain(self) -> "Name":
        """Without its primes."""
        if self.kind == "composed":
            return replace(self, primes=0)
        return symbol(self.base, self.sub, self.bold) if self.primes else self


def symbol(base: str, sub: str = "", bold: bool = False, primes: int = 0) -> Name:
    text = base + (f"_{sub}" if sub else "") + "'" * primes
    return Name(f"**{text}**" if bold else text, base, sub, bold, primes)


_codes: dict[Name, str] = {}
_names: dict[str, Name] = {}


def code(name: Name) -> str:
    """The command that stands for a name, without its backslash; the same at every run."""
    if name not in _codes:
        digest = sha256(repr(name).encode()).hexdigest()[:12]
        letters = "vz" + "".join(chr(97 + int(digit, 16)) for digit in digest)
        _codes[name] = letters
        _names[letters] = name
    return _codes[name]


def decode(text: str) -> Name | None:
    return _names.get(text)


TOP = symbol("⊤")  # as an exponent: transposed
PRIME, NABLA, NORM, ABS = (
    symbol(f"({word})") for word in ("prime", "∇", "norm", "abs")
)
MAX, MIN = symbol("max"), symbol("min")
OPERATORS = {PRIME, NABLA, NORM, ABS, MAX, MIN}


def clean(latex: str) -> str:
    """Spacing, sizes and punctuation away; one way to write what has several."""
    latex = SPACES.sub(" ", latex)
    latex = SIZES.sub(" ", latex)
    latex = re.sub(r"\\[dt]frac\b", r"\\frac", latex).replace("{,}", "")
    latex = re.sub(r"\\text\{\s*(\w+)/(\w+)\s*\}", r"\\text{\1}/\\text{\2}", latex)
    latex = re.sub(r"\^\s*(?:\\top|\{\s*(?:\\top|T|\\mathsf\{T\})\s*\})", "^{⊤}", latex)
    latex = re.sub(r"\^\s*(?:\*|\\ast|\{\s*(?:\*|\\ast)\s*\})", "★", latex)
    latex = re.sub(r"\^\s*\{\s*\\prime\s*\}", "'", latex)
    latex = latex.replace(r"\times", r"\cdot").replace(r"\colon", " ")
    latex = re.sub(r"\^\s*\{\s*(\d)\s*\}", r"^\1 ", latex)
    return re.sub(r"[.,;]\s*$|\\blacksquare", "", latex.strip()).strip()


@lru_cache(maxsize=4096)
def parse(encoded: str) -> Any:
    """SymPy's tree of a formula in our commands; nothing of it is computed yet."""
    from sympy.parsing.latex import LaTeXParsingError, parse_latex

    try:
        return parse_latex(encoded, strict=True, backend="antlr")
    except LaTeXParsingError as error:
        said = str(error).splitlines()[0].rstrip(":")
        raise UnreadableError(f"SymPy's parser says: {said}") from None
