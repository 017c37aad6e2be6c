"""Cut a displayed formula into its links: each row, each equation of a row, each `=`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

RELATION = re.compile(
    r"\\(?:approx|leq?|geq?|neq?|to|leftarrow|equiv|in|subset|Rightarrow|implies|iff"
    r"|Leftrightarrow|propto|sim|ll|gg|mapsto|rightarrow|longrightarrow|quad|qquad)"
    r"(?![A-Za-z])|[=<>]"
)
SIGNS = {
    "=": "=", "\\equiv": "=", "\\approx": "~", "<": "<", ">": ">", "\\le": "<=", "\\leq": "<=",
    "\\ge": ">=", "\\geq": ">=", "\\ne": "!=", "\\neq": "!=", "\\to": "->",
    "\\rightarrow": "->", "\\longrightarrow": "->", "\\leftarrow": "<-",
}  # fmt: skip
ENVIRONMENT = re.compile(
    r"\\(begin|end)\{(aligned|align\*?|gathered|split|equation\*?)\}"
)
PARTS = re.compile(r"\\(?:begin|end)\{|\\\\|\\[A-Za-z]+|\\.|[{}&=<>]|[^\\{}&=<>]+")


@dataclass(frozen=True)
class Link:
    """`left` stands in a relation to `right`; `said` is what the row says beside it."""

    line: int
    left: str
    sign: str
    right: str
    said: str = ""
    written: str = "="
    first: bool = True  # of its chain

    @property
    def text(self) -> str:
        """As it is listed: the formula in one line."""
        return flat(f"{self.left} {self.written} {self.right}")


def flat(latex: str) -> str:
    return re.sub(r"\s+", " ", latex).strip().rstrip(".,;").strip()


def links(latex: str, line: int) -> Iterator[Link]:
    """The links of a displayed formula whose text starts on this line."""
    last = ""
    latex = ENVIRONMENT.sub(lambda m: " " * len(m[0]), latex)
    for offset, row in _cut(latex, {"\\\\"}):
        begins = re.match(r"\s*\[[\d.]+(?:em|pt|ex)\]", row)
        row = " " * begins.end() + row[begins.end() :] if begins else row
        number = line + latex.count("\n", 0, offset + len(row) - len(row.lstrip()))
        row = " ".join(part for _, part in _cut(row, {"&"}))
        equations: list[list[tuple[str, str]]] = []
        said = []
        for _, part in _cut(row, {"\\quad", "\\qquad"}):
            chain = list(_chain(part))
            if part.strip().startswith("\\text"):
                said.append(part.strip())
            elif len(chain) > 1 or not equations:
                equations.append(chain)
            else:
                said.append(part.strip())
        for chain in equations:
            left, begun = chain[0][1], False
            if not left.strip(" ,"):
                left, begun = last, True
            for written, right in chain[1:]:
                sign = SIGNS.get(written, written)
                yield Link(
                    number, left, sign, right, " ".join(said), written, not begun
                )
                left, begun = right, True
            last = left


def _chain(text: str) -> Iterator[tuple[str, str]]:
    """The expressions between relations, each with the relation before it."""
    relation = ""
    for _, part in _cut(
        text,
        set(SIGNS)
        | {"\\in", "\\Rightarrow", "\\implies", "\\iff", "\\propto", "\\sim"},
        keep=True,
    ):
        if RELATION.fullmatch(part):
            relation = part
        else:
            yield relation, part.strip()
            relation = ""


def chain(text: str) -> list[tuple[str, str]]:
    return list(_chain(text))


def _cut(text: str, at: set[str], keep: bool = False) -> list[tuple[int, str]]:
    """The parts between separators that stand in no braces and no environment."""
    parts: list[tuple[int, str]] = []
    depth, start = 0, 0
    for match in PARTS.finditer(text):
        piece = match[0]
        if piece in at and depth == 0:
            parts.append((start, text[start : match.start()]))
            if keep:
                parts.append((match.start(), piece))
            start = match.end()
        else:  # `\\begin{` opens two, of which its `}` closes one; that of `\\end{` the other
            depth += {"{": 1, "}": -1, "\\begin{": 2}.get(piece, 0)
    parts.append((start, text[start:]))
    return parts
