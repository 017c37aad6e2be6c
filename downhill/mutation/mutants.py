"""The mutants of a module: its shown functions, each with one thing changed."""

from dataclasses import dataclass
from pathlib import Path

import libcst as cst
from libcst.metadata import CodePosition, CodeRange, MetadataWrapper, PositionProvider

from downhill.mutation.operators import OPERATORS, swapped_operands
from downhill.pages.sections import MARKER


@dataclass(frozen=True)
class Mutant:
    """A module with one change: in which function, from which line, from what to what."""

    path: Path
    function: str
    line: int
    was: str
    now: str
    source: str


def mutants(path: Path) -> list[Mutant]:
    """Every change to a function that stands in a section of the module."""
    source = path.read_text(encoding="utf-8")
    wrapper = MetadataWrapper(cst.parse_module(source), unsafe_skip_copy=True)
    visitor = _Changes(_shown_lines(source))
    wrapper.visit(visitor)
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def offset(position: CodePosition) -> int:
        return starts[position.line - 1] + position.column

    found: dict[str, Mutant] = {}
    for function, where, node in visitor.changes:
        code = wrapper.module.code_for_node(node)
        text = source[: offset(where.start)] + code + source[offset(where.end) :]
        if text != source and text not in found:
            found[text] = Mutant(path, function, *_difference(source, text), text)
    return sorted(found.values(), key=lambda mutant: mutant.line)


class _Changes(cst.CSTVisitor):
    """Collects the changes to what stands inside functions, on the lines given."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, lines: set[int]) -> None:
        super().__init__()
        self.lines = lines
        self.inside: list[str] = []
        self.signless: list[cst.CSTNode] = []
        self.changes: list[tuple[str, CodeRange, cst.CSTNode]] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        match node:
            case cst.Annotation() | cst.Import() | cst.ImportFrom():
                return False
            case cst.Expr(value=cst.SimpleString()):
                return False
        if isinstance(node, cst.FunctionDef):
            self.inside.append(node.name.value)
        elif self.inside:
            where = self.get_metadata(PositionProvider, node, None)
            if isinstance(where, CodeRange) and where.start.line in self.lines:
                self._change(node, where)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, cst.FunctionDef):
            self.inside.pop()

    def _change(self, node: cst.CSTNode, where: CodeRange) -> None:
        if difference := _signless(node):
            self.signless.append(difference)
        bare = node  # its parentheses stand outside of `where`, and stay
        if (
            isinstance(node, cst.BaseExpression) and node.lpar
        ):  # a pattern keeps its own
            bare = node.with_changes(lpar=(), rpar=())
        for kind, operator in OPERATORS:
            if isinstance(node, kind):
                if operator is swapped_operands and node in self.signless:
                    continue
                for changed in operator(bare):
                    self.changes.append((self.inside[0], where, changed))


def _signless(node: cst.CSTNode) -> cst.BinaryOperation | None:
    """A difference that is squared or given to abs: to swap its operands changes nothing."""
    match node:
        case cst.BinaryOperation(operator=cst.Power(), right=cst.Integer(value="2")):
            inner = node.left
        case cst.Call(func=cst.Name(value="abs"), args=[cst.Arg(value=inner)]):
            pass
        case _:
            return None
    match inner:
        case cst.BinaryOperation(operator=cst.Subtract()):
            return inner
    return None


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
    first = next(i for i, line in enumerate(old) if new[i : i + 1] != [line])
    last = 0
    while old[-1 - last] == new[-1 - last] and last < min(len(old), len(new)) - first:
        last += 1
    was, now = (
        " ".join(line.strip() for line in lines[first : len(lines) - last])
        for lines in (old, new)
    )
    return first + 1, was, now
