"""An answer block in full: what is expected, how closely, which wrong answers have a hint.

/// answer | The slope of $x^2$ at $x = 3$
expected: central_difference(square, 3.0)
tolerance: 0.01
wrong:
  square(3.0): This is the height, not the slope.
///
"""

import ast
import builtins
import re
from dataclasses import dataclass
from pathlib import Path

from downhill.document import Asked, said
from downhill.problem import Problem

NUMBER, FORMULA = "expected", "formula"
GO_WITH = {
    NUMBER: ("tolerance", "variants", "wrong"),
    FORMULA: ("variables", "domain", "wrong"),
}
KEYS = [NUMBER, FORMULA, "tolerance", "variants", "variables", "domain", "wrong"]
FIGURES = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
EXAMPLE = "write `/// answer | The question`, below it `expected: ...` and `///`"
NEAR = 1e-6  # relative: how closely a formula is met at each point
DOMAIN = (0.5, 2.0)


@dataclass(frozen=True)
class Wrong:
    """A value, or a formula, that people arrive at, and the hint that answers it."""

    line: int
    expression: str
    hint: str


@dataclass(frozen=True)
class Answer:
    """What is asked: a formula if it has `variables`, else a number.

    `expected`, on line `of`, and the wrong ones are expressions in the names that the page
    has after its first `after` blocks. Each of `variants` gives values to names in them,
    and to their `{name}` in the label; there is at least one, which may be empty.
    """

    line: int
    exercise: str
    label: str
    after: int
    of: int
    expected: str
    wrong: tuple[Wrong, ...] = ()
    tolerance: float = NEAR
    variants: tuple[dict[str, str], ...] = ({},)
    variables: tuple[str, ...] = ()
    domain: tuple[float, float] = DOMAIN

    def question(self, variant: dict[str, str]) -> str:
        """Return the label with the numbers of a variant."""
        text = self.label
        for name, value in variant.items():
            text = text.replace(f"{{{name}}}", value)
        return text


def read(asked: Asked, page: Path | str) -> Answer:
    """Read one block; a Problem, with its line, for all that it does not say rightly."""
    return _Reader(asked, page).answer()


class _Reader:
    def __init__(self, asked: Asked, page: Path | str) -> None:
        self.asked, self.page = asked, page
        self.lines: dict[str, tuple[int, str]] = {}  # by key
        self.wrong: list[Wrong] = []

    def answer(self) -> Answer:
        asked = self.asked
        if not asked.closed:
            what, remedy = "this answer block is not closed", "end it with `///`"
            raise self.fault("", what, f"{remedy}; no empty line stands in it")
        if not asked.label:
            raise self.fault("", "an answer block without a question", EXAMPLE)
        if not asked.exercise:
            what = "an answer that belongs to no exercise"
            raise self.fault("", what, "put it below a heading with {#exercise-1}")
        kind = self.keys()
        line, expected = self.lines[kind]
        as_formula = kind == FORMULA
        answer = Answer(
            line=asked.line,
            exercise=asked.exercise,
            label=asked.label,
            after=asked.after,
            of=line,
            expected=expected,
            wrong=tuple(self.wrong),
            tolerance=NEAR if as_formula else self.tolerance(),
            variants=({},) if as_formula else self.variants(),
            variables=self.variables() if as_formula else (),
            domain=self.domain() if as_formula else DOMAIN,
        )
        own = {*answer.variables, *answer.variants[0]}
        self.check_computed(line, expected, own)
        for each in self.wrong:
            self.check_computed(each.line, each.expression, set(), typed=True)
        for name in sorted(own - _names(expected)):
            key = "variables" if as_formula else "variants"
            what = f"`{name}` does not occur in `{expected}`"
            raise self.fault(key, what, "use it there, or delete it here")
        return answer

    def fault(self, key: str, what: str, remedy: str) -> Problem:
        line = self.lines.get(key, (self.asked.line, ""))[0]
        return Problem(self.page, line, what, remedy)

    def keys(self) -> str:
        """Take the lines apart; which of the two kinds it is."""
        for number, line in self.asked.body:
            if not line.strip():
                continue
            if line.startswith(" "):
                self.take_wrong(number, line)
                continue
            key, _, value = line.partition(":")
            if key not in KEYS:
                what = f"`{key}` is nothing that an answer block says"
                raise Problem(self.page, number, what, f"use one of {', '.join(KEYS)}")
            if key in self.lines:
                what = f"`{key}` stands here twice"
                raise Problem(self.page, number, what, "make one of the two")
            self.lines[key] = number, value.strip()
        kinds = [kind for kind in (NUMBER, FORMULA) if kind in self.lines]
        if len(kinds) != 1 or not self.lines[kinds[0]][1]:
            what = "an answer block needs `expected` or `formula`, and one of them"
            remedy = "write the expression that computes the answer after it"
            raise self.fault(kinds[0] if kinds else "", what, remedy)
        for key in self.lines:
            if key != kinds[0] and key not in GO_WITH[kinds[0]]:
                what = f"`{key}` does not go with `{kinds[0]}`"
                raise self.fault(key, what, "delete that line")
        return kinds[0]

    def take_wrong(self, number: int, line: str) -> None:
        expression, hint = said(line)
        if "wrong" not in self.lines or not expression or not hint:
            what = f"`{line.strip()}` is no wrong answer"
            remedy = "below `wrong:`, write `  expression: The hint that answers it.`"
            raise Problem(self.page, number, what, remedy)
        if any(hint == other.hint for other in self.wrong):
            what = "two wrong answers have the same hint"
            raise Problem(self.page, number, what, "say to each what went wrong in it")
        self.wrong.append(Wrong(number, expression, hint))

    def tolerance(self) -> float:
        if "tolerance" not in self.lines:
            what = "a number without a tolerance"
            remedy = "say how close is right: `tolerance: 0.01`, or 0 for exactly"
            raise self.fault(NUMBER, what, remedy)
        (value,) = self.figures("tolerance", self.lines["tolerance"][1], [1])
        if float(value) < 0:
            raise self.fault("tolerance", "it is negative", "write 0 or more")
        return float(value)

    def variants(self) -> tuple[dict[str, str], ...]:
        if "variants" not in self.lines:
            return ({},)
        columns: dict[str, list[str]] = {}
        for part in self.lines["variants"][1].split(";"):
            name, _, values = (text.strip() for text in part.partition("="))
            many = [len(column) for column in columns.values()][:1]
            if name in columns:
                what, remedy = f"`{name}` varies twice", "make one of the two"
                raise self.fault("variants", what, remedy)
            columns[name] = self.figures("variants", values, many)
            if f"{{{name}}}" not in self.asked.label:
                what = f"the question does not say `{{{name}}}`, which varies"
                remedy = f"write `{{{name}}}` for the number in the question"
                raise self.fault("variants", what, remedy)
        rows = zip(*columns.values(), strict=True)
        return tuple(dict(zip(columns, row, strict=True)) for row in rows)

    def variables(self) -> tuple[str, ...]:
        named = self.lines.get("variables", (0, ""))[1]
        names = [name.strip() for name in named.split(",")]
        if not all(name.isidentifier() for name in names) or len({*names}) < len(names):
            what = "a formula without its `variables`"
            remedy = "name once each letter that a reader writes: `variables: x, y`"
            raise self.fault("variables", what, remedy)
        return tuple(names)

    def domain(self) -> tuple[float, float]:
        if "domain" not in self.lines:
            return DOMAIN
        text = self.lines["domain"][1].replace(" to ", ",")
        low, high = map(float, self.figures("domain", text, [2]))
        if low >= high:
            raise self.fault("domain", "it is empty", "write it as `-2 to 2`")
        return low, high

    def figures(self, key: str, text: str, many: list[int]) -> list[str]:
        found = [part.strip() for part in text.split(",")]
        if all(map(FIGURES.fullmatch, found)) and many in ([], [len(found)]):
            return found
        what = f"`{text}` is not what stands under `{key}`"
        remedy = {
            "tolerance": "write one number: `tolerance: 0.01`",
            "variants": "write numbers, equally many of each: `a = 2, 3; b = 5, 7`",
            "domain": "write two numbers: `-2 to 2`",
        }[key]
        raise self.fault(key, what, remedy)

    def check_computed(
        self, line: int, expression: str, own: set[str], *, typed: bool = False
    ) -> None:
        """Raise a Problem for a number unless it may be typed, and if all names are its own."""
        try:
            used = _names(expression)
        except SyntaxError as error:
            what = f"`{expression}` is no expression: {error.msg}"
            raise Problem(self.page, line, what, "write it in Python") from None
        number = typed and FIGURES.fullmatch(expression)
        if not number and not used - own - set(dir(builtins)):
            what = f"an answer typed instead of computed: `{expression}`"
            remedy = "compute it with a function or a name of this page's blocks"
            raise Problem(self.page, line, what, remedy)


def _names(expression: str) -> set[str]:
    """Return the names that an expression takes from outside of itself."""
    tree = ast.parse(expression, mode="eval")
    bound = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return found - bound
