"""Cut a displayed formula into its links: each row, each equation of a row, each `=`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

SIGNS = {
    "=": "=", "\\equiv": "=", "\\approx": "~", "<": "<", ">": ">", "\\le": "<=", "\\leq": "<=",
    "\\ge": ">=", "\\geq": ">=", "\\ne": "!=", "\\neq": "!=", "\\to": "->",
    "\\rightarrow": "->", "\\longrightarrow": "->", "\\leftarrow": "<-",
}  # fmt: skip
RELATIONS = {*SIGNS, "\\in", "\\Rightarrow", "\\implies", "\\iff", "\\propto", "\\sim"}
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
    for offset, _, row in _cut(latex, {"\\\\"}):
        begins = re.match(r"\s*\[[\d.]+(?:em|pt|ex)\]", row)
        row = " " * begins.end() + row[begins.end() :] if begins else row
        number = line + latex.count("\n", 0, offset + len(row) - len(row.lstrip()))
        row = " ".join(part for *_, part in _cut(row, {"&"}))
        equations: list[list[tuple[str, str]]] = []
        said = []
        for *_, part in _cut(row, {"\\quad", "\\qquad"}):
            expressions, remark = chain(part), part.strip().startswith("\\text")
            if not remark and (len(expressions) > 1 or not equations):
                equations.append(expressions)
            else:
                said.append(part.strip())
        for (_, left), *others in equations:
            begun = not left.strip(" ,")
            left = last if begun else left
            for written, right in others:
                sign = SIGNS.get(written, written)
                yield Link(
                    number, left, sign, right, " ".join(said), written, not begun
                )
                left, begun = right, True
            last = left


def chain(text: str) -> list[tuple[str, str]]:
    """The expressions between relations, each after the relation before it."""
    return [(before, part.strip()) for _, before, part in _cut(text, RELATIONS)]


def _cut(text: str, at: set[str]) -> list[tuple[int, str, str]]:
    """The parts between separators that stand in no braces and no environment.

    Each with its place and the separator before it.
    """
    parts: list[tuple[int, str, str]] = []
    depth, start, before = 0, 0, ""
    for match in PARTS.finditer(text):
        piece = match[0]
        if piece in at and depth == 0:
            parts.append((start, before, text[start : match.start()]))
            start, before = match.end(), piece
        else:  # `\\begin{` opens two, of which its `}` closes one; that of `\\end{` the other
            depth += {"{": 1, "}": -1, "\\begin{": 2}.get(piece, 0)
    return [*parts, (start, before, text[start:])]
