"""The changes: each operator takes a node and yields what may stand in its place."""

from collections.abc import Callable, Iterator
from typing import Any

import libcst as cst

SIGNS: dict[type[cst.CSTNode], tuple[type[cst.CSTNode], ...]] = {
    cst.Add: (cst.Subtract,),
    cst.Subtract: (cst.Add,),
    cst.Multiply: (cst.Divide,),
    cst.Divide: (cst.Multiply,),
    cst.MatrixMultiply: (cst.Multiply,),
    cst.FloorDivide: (cst.Divide,),
    cst.Modulo: (cst.FloorDivide,),
    cst.Power: (cst.Multiply,),
    cst.AddAssign: (cst.SubtractAssign,),
    cst.SubtractAssign: (cst.AddAssign,),
    cst.MultiplyAssign: (cst.DivideAssign,),
    cst.DivideAssign: (cst.MultiplyAssign,),
    cst.And: (cst.Or,),
    cst.Or: (cst.And,),
    cst.Equal: (cst.NotEqual,),  # comparisons: the opposite, and the other boundary
    cst.NotEqual: (cst.Equal,),
    cst.LessThan: (cst.GreaterThanEqual, cst.LessThanEqual),
    cst.LessThanEqual: (cst.GreaterThan, cst.LessThan),
    cst.GreaterThan: (cst.LessThanEqual, cst.GreaterThanEqual),
    cst.GreaterThanEqual: (cst.LessThan, cst.GreaterThan),
    cst.Is: (cst.IsNot,),
    cst.IsNot: (cst.Is,),
    cst.In: (cst.NotIn,),
    cst.NotIn: (cst.In,),
}
PAIRS = ("max min", "argmax argmin", "any all", "sin cos", "sum mean", "True False")
OTHER = {a: b for pair in map(str.split, PAIRS) for a, b in (pair, pair[::-1])}


def another_sign(node: Any) -> Iterator[cst.CSTNode]:
    """+ for -, * for /, >= for <, and so on."""
    for sign in SIGNS.get(type(node.operator), ()):
        yield node.with_changes(operator=sign())


def no_sign(node: cst.UnaryOperation) -> Iterator[cst.CSTNode]:
    """-a and `not a` become a."""
    yield node.expression


def one_term(node: cst.BinaryOperation) -> Iterator[cst.CSTNode]:
    """a + b becomes a, and b; a - b becomes a, and -b; of others the left stays."""
    yield node.left
    if isinstance(node.operator, cst.Add | cst.Multiply):
        yield node.right
    elif isinstance(node.operator, cst.Subtract):
        yield cst.UnaryOperation(cst.Minus(), node.right)


def swapped_operands(node: cst.BinaryOperation) -> Iterator[cst.CSTNode]:
    """a - b becomes b - a; a / b, a ** b and a @ b likewise."""
    ordered = cst.Subtract | cst.Divide | cst.Power | cst.MatrixMultiply
    if isinstance(node.operator, ordered):
        yield node.with_changes(left=_closed(node.right), right=_closed(node.left))


def another_constant(node: cst.Integer | cst.Float) -> Iterator[cst.CSTNode]:
    """One more, and one less; of a float, twice as much too."""
    value = node.evaluated_value
    for other in (value + 1, value - 1, *([2 * value] * isinstance(value, float))):
        yield cst.parse_expression(repr(other))


def another_text(node: Any) -> Iterator[cst.CSTNode]:
    """XX in front of what a string says."""
    start = len(node.prefix + node.quote) if isinstance(node, cst.SimpleString) else 0
    yield node.with_changes(value=f"{node.value[:start]}XX{node.value[start:]}")


def another_name(node: cst.Name) -> Iterator[cst.CSTNode]:
    """min for max, sum for mean, True for False."""
    if node.value in OTHER:
        yield node.with_changes(value=OTHER[node.value])


def swapped_arguments(node: cst.Call) -> Iterator[cst.CSTNode]:
    """f(a, b) becomes f(b, a); of more arguments, each two neighbours."""
    if _named(node) in ("max", "min"):
        return  # in any order the same
    for i, (one, two) in enumerate(zip(node.args, node.args[1:], strict=False)):
        if not (one.star or two.star or one.keyword or two.keyword):
            pair = (
                one.with_changes(value=two.value),
                two.with_changes(value=one.value),
            )
            yield node.with_changes(args=[*node.args[:i], *pair, *node.args[i + 2 :]])


def one_argument_less(node: cst.Call) -> Iterator[cst.CSTNode]:
    """f(a, b) becomes f(a); each that has a name is left out too."""
    last = len(node.args) - 1
    for i, argument in enumerate(node.args):
        if argument.keyword or i == last > 0:
            kept = [*node.args[:i], *node.args[i + 1 :]]
            kept[-1:] = [a.with_changes(comma=node.args[-1].comma) for a in kept[-1:]]
            yield node.with_changes(args=kept)


def no_function(node: cst.Call) -> Iterator[cst.CSTNode]:
    """abs(a) becomes a; float(a), which changes no value, stays."""
    match node.args:
        case [cst.Arg(keyword=None, star="", value=value)] if _named(node) != "float":
            yield _closed(value)


def one_round_more(node: cst.Call) -> Iterator[cst.CSTNode]:
    """range(n) becomes range(n + 1)."""
    if _named(node) == "range" and node.args:
        i = min(1, len(node.args) - 1)
        end = cst.BinaryOperation(node.args[i].value, cst.Add(), cst.Integer("1"))
        yield node.with_deep_changes(node.args[i], value=end)


def other_arm(node: cst.IfExp) -> Iterator[cst.CSTNode]:
    """`a if c else b` becomes `b if c else a`."""
    yield node.with_changes(body=node.orelse, orelse=node.body)


def no_statement(node: cst.BaseSmallStatement) -> Iterator[cst.CSTNode]:
    """What is only done is left out: a call, a raise, +=, break."""
    yield cst.Pass()


def _named(call: cst.Call) -> str:
    """The function that is called, if it is a bare name."""
    return call.func.value if isinstance(call.func, cst.Name) else ""


def _closed(node: cst.BaseExpression) -> cst.BaseExpression:
    if isinstance(node, cst.BinaryOperation | cst.UnaryOperation) and not node.lpar:
        return node.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    return node


OPERATORS: tuple[tuple[Any, Callable[[Any], Iterator[cst.CSTNode]]], ...] = (
    (cst.BinaryOperation, another_sign),
    (cst.BooleanOperation, another_sign),
    (cst.ComparisonTarget, another_sign),
    (cst.AugAssign, another_sign),
    (cst.UnaryOperation, no_sign),
    (cst.BinaryOperation, one_term),
    (cst.BinaryOperation, swapped_operands),
    (cst.Integer | cst.Float, another_constant),
    (cst.SimpleString | cst.FormattedStringText, another_text),
    (cst.Name, another_name),
    (cst.Call, swapped_arguments),
    (cst.Call, one_argument_less),
    (cst.Call, no_function),
    (cst.Call, one_round_more),
    (cst.IfExp, other_arm),
    (cst.Expr | cst.AugAssign | cst.Raise | cst.Break | cst.Continue, no_statement),
)
