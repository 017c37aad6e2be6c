"""The mutants of a module: its shown functions, each with one thing changed.

The changes are those of mutmut's operators (a sign, a constant, a comparison, an argument
left out, ...) and four more, made for formulas: a term dropped, operands or arguments
swapped, the larger taken for the smaller.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import libcst as cst
import libcst.matchers as m
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

from downhill.pages.sections import MARKER

Operator = Callable[[Any], Iterable[cst.CSTNode]]
NOT_CODE = (cst.Annotation, cst.ImportFrom, cst.Import)


@dataclass(frozen=True)
class Mutant:
    """A module with one change: in which function, on which line, from what to what."""

    path: Path
    function: str
    line: int
    was: str
    now: str
    source: str


def mutants(path: Path) -> list[Mutant]:
    """Every change to a function that stands in a section of the module."""
    source = path.read_text(encoding="utf-8")
    wrapper = MetadataWrapper(cst.parse_module(source))
    visitor = _Changes(_shown_lines(source))
    wrapper.visit(visitor)
    found: dict[str, Mutant] = {}
    code = wrapper.module.code_for_node
    for function, node, changed in visitor.changes:
        mutated = function.deep_replace(node, changed)
        text = source.replace(code(function), code(mutated))
        if text != source and text not in found:
            name, difference = function.name.value, _difference(source, text)
            found[text] = Mutant(path, name, *difference, text)
    return sorted(found.values(), key=lambda mutant: mutant.line)


def drop_a_term(node: cst.BinaryOperation) -> Iterator[cst.CSTNode]:
    """a + b becomes a, and b; a - b, a / b and a ** b become a."""
    if isinstance(node.operator, cst.Add | cst.Multiply):
        yield _in_parentheses_of(node, node.right)
    yield _in_parentheses_of(node, node.left)


def swap_operands(node: cst.BinaryOperation) -> Iterator[cst.CSTNode]:
    """a - b becomes b - a; a / b and a ** b likewise."""
    if isinstance(node.operator, cst.Subtract | cst.Divide | cst.Power):
        yield node.with_changes(left=node.right, right=node.left)


def swap_arguments(node: cst.Call) -> Iterator[cst.CSTNode]:
    """f(a, b) becomes f(b, a); of more arguments, each two neighbours."""
    if isinstance(node.func, cst.Name) and node.func.value in ("max", "min"):
        return  # in any order the same
    for i in range(len(node.args) - 1):
        one, two = node.args[i : i + 2]
        if not (one.star or two.star or one.keyword or two.keyword):
            pair = [
                one.with_changes(value=two.value),
                two.with_changes(value=one.value),
            ]
            yield node.with_changes(args=[*node.args[:i], *pair, *node.args[i + 2 :]])


def other_end(node: cst.Name) -> Iterator[cst.CSTNode]:
    """max becomes min, and min max."""
    if node.value in ("max", "min"):
        yield node.with_changes(value="min" if node.value == "max" else "max")


OPERATORS: list[tuple[type, Operator]] = [
    *mutation_operators,
    (cst.BinaryOperation, drop_a_term),
    (cst.BinaryOperation, swap_operands),
    (cst.Call, swap_arguments),
    (cst.Name, other_end),
]


class _Changes(cst.CSTVisitor):
    """Collects the changes to what stands inside functions, on the lines given."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, lines: set[int]) -> None:
        super().__init__()
        self.lines = lines
        self.inside: list[cst.FunctionDef] = []
        self.signless: list[cst.CSTNode] = []
        self.changes: list[tuple[cst.FunctionDef, cst.CSTNode, cst.CSTNode]] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, NOT_CODE):
            return False
        if isinstance(node, cst.FunctionDef):
            self.inside.append(node)
        elif self.inside and self._shown(node):
            self.signless += _signless(node)
            for kind, operator in OPERATORS:
                if operator is swap_operands and node in self.signless:
                    continue
                if isinstance(node, kind):
                    for changed in operator(node):
                        self.changes.append((self.inside[0], node, changed))
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, cst.FunctionDef):
            self.inside.pop()

    def _shown(self, node: cst.CSTNode) -> bool:
        position = self.get_metadata(PositionProvider, node, None)
        return position is not None and position.start.line in self.lines


def _signless(node: cst.CSTNode) -> list[cst.CSTNode]:
    """The difference below it whose sign is lost: in (a - b)**2 and in abs(a - b)."""
    if m.matches(node, m.BinaryOperation(m.DoNotCare(), m.Power(), m.Integer("2"))):
        inner = node.left  # type: ignore[attr-defined]
    elif m.matches(node, m.Call(m.Name("abs"), [m.Arg()])):
        inner = node.args[0].value  # type: ignore[attr-defined]
    else:
        return []
    return [inner] if m.matches(inner, m.BinaryOperation(operator=m.Subtract())) else []


def _in_parentheses_of(
    node: cst.BinaryOperation, part: cst.BaseExpression
) -> cst.CSTNode:
    return part.with_changes(
        lpar=[*node.lpar, *part.lpar], rpar=[*part.rpar, *node.rpar]
    )


def _shown_lines(source: str) -> set[int]:
    shown, inside = set(), 0
    for number, line in enumerate(source.splitlines(), 1):
        if marker := MARKER.match(line):
            inside += 1 if marker[1] == "start" else -1
        elif inside:
            shown.add(number)
    return shown


def _difference(source: str, text: str) -> tuple[int, str, str]:
    """Line of the first change; what stood there, what stands there now."""
    old, new = source.splitlines(), text.splitlines()
    first = next(
        i for i in range(max(len(old), len(new))) if old[i : i + 1] != new[i : i + 1]
    )
    last = 0
    while old[-1 - last] == new[-1 - last] and last < min(len(old), len(new)) - first:
        last += 1
    was, now = (
        " ".join(line.strip() for line in lines[first : len(lines) - last])
        for lines in (old, new)
    )
    return first + 1, was, now
