"""Functions, their derivatives and gradients, at the inputs that a formula gives them."""

from typing import TYPE_CHECKING, Any

import sympy

from downhill.equations import notation
from downhill.equations.arrays import ShapeError, free, multiply, shape
from downhill.equations.notation import Name, UnreadableError, decode, symbol
from downhill.equations.opened import each_vector
from downhill.equations.scope import Definition

if TYPE_CHECKING:
    from downhill.equations.values import Values

AXES = "xyz"


class ByArgument(Exception):
    """A partial derivative is named by a letter of its arguments: `df/da (a, b)`."""


def open_inputs(values: list[Any]) -> tuple[list[Any], list[Any], dict[Any, Any]]:
    """Dummies for all numbers in the values, the values with these, and what they were."""
    dummies: list[Any] = []
    stand_ins: list[Any] = []
    at: dict[Any, Any] = {}
    for value in values:
        entries = list(value) if shape(value) else [value]
        new = [
            sympy.Dummy(f"t{len(dummies) + k}", real=True) for k in range(len(entries))
        ]
        dummies += new
        at.update(zip(new, entries, strict=True))
        stand_ins.append(sympy.Matrix(new) if shape(value) else new[0])
    return dummies, stand_ins, at


def apply(v: "Values", name: Name, args: Any) -> Any:
    if name in notation.OPERATORS:
        return operate(v, name, args)
    values = [v.tree(arg) for arg in args]
    try:
        return call(v, name, values)
    except ByArgument:
        letters = [
            decode(a.name) if isinstance(a, sympy.Symbol) else None for a in args
        ]
        places = [letters.index(by) for by in name.parts[1:] if by in letters]
        if len(places) != len(name.parts) - 1:
            raise UnreadableError(f"`{name.text}`: by which input?") from None
        return partial(v, name.parts[0], values, places)


def operate(v: "Values", name: Name, args: Any) -> Any:
    if name in (notation.PRIME, notation.NABLA):
        value = v.tree(args[0])
        if name == notation.PRIME and not value.free_symbols:
            return sympy.Integer(0)
        letters = v.letters(value, "the parenthesis")
        if name == notation.PRIME and len(letters) > 1:
            raise UnreadableError("a prime, and more than one variable")
        result = [sympy.diff(value, free(one)) for one in letters]
        return result[0] if name == notation.PRIME else sympy.Matrix(result)
    values = [v.tree(arg) for arg in args]
    if name == notation.NORM:
        return sympy.sqrt(sum(entry**2 for entry in values[0]))
    function = {notation.ABS: sympy.Abs, notation.MAX: sympy.Max}.get(name, sympy.Min)
    return function(*values)


def call(v: "Values", name: Name, values: list[Any]) -> Any:
    """A function, or what is made of one, at these inputs."""
    if name.kind == "derivative":
        return partial(v, name.parts[0], values, places(v, name, values))
    if name.kind in ("gradient", "hessian", "directional"):
        return slopes(v, name, values)
    if name.primes:
        if len(values) != 1:
            raise UnreadableError("a prime, and more than one input")
        return partial(v, name.plain, values, [0] * name.primes)
    if name.kind == "composed":
        for part in reversed(name.parts):
            values = [call(v, part, values)]
        return values[0]
    defined = v.scope.definitions.get(name)
    if name in v.bound:
        return v.bound[name]
    if defined is None:
        v.open[0] = True
        return each_vector(name, values, v.round)
    inputs = defined.inputs or v.inputs(name)
    if len(inputs) != len(values):
        flat = [
            entry for value in values for entry in (value if shape(value) else [value])
        ]
        if len(flat) != len(inputs):
            raise ShapeError(f"`{name.text}` has {len(inputs)} inputs")
        values = flat
    for one, value in zip(inputs, values, strict=True):
        if one.bold != bool(shape(value)):
            raise ShapeError(f"`{name.text}` of a vector, or of none")
    bound = dict(zip(inputs, values, strict=True))
    if defined.sides:
        return solved(v, defined, bound)
    return v.within(bound, name).of(defined.body)


def solved(v: "Values", defined: Definition, bound: dict[Name, Any]) -> Any:
    """The value that a function must have for both sides of its equation to agree."""
    gaps = []
    for value in (0, 1):
        inner = v.within({**bound, defined.name: sympy.Integer(value)})
        left, right = (inner.of(side) for side in defined.sides or ())
        gaps.append(left - right)
    return gaps[0] / (gaps[0] - gaps[1])


def places(v: "Values", name: Name, values: list[Any]) -> list[int]:
    of, *by = name.parts
    defined = v.scope.definitions.get(of)
    inputs = list(defined.inputs or v.inputs(of)) if defined else []
    found: list[int] = []
    for one in by:
        index = v.index(one.sub) if one.sub else None
        if one in inputs:
            found.append(inputs.index(one))
        elif index is not None and any(shape(value) for value in values):
            found.append(index - 1)
        elif (
            one.text in AXES
            and not defined
            and not any(v.free_symbols & {free(one)} for v in values if not shape(v))
        ):
            found.append(AXES.index(one.text))
        else:
            raise ByArgument
    return found


def partial(v: "Values", of: Name, values: list[Any], places: list[int]) -> Any:
    """The derivative of a function by its inputs in these places, at the values."""
    dummies, stand_ins, at = open_inputs(values)
    if any(place >= len(dummies) for place in places):
        raise ShapeError(f"`{of.text}` has {len(dummies)} inputs")
    result = call(v, of, stand_ins)
    for place in places:
        result = sympy.diff(result, dummies[place])
    return result.subs(at)


def slopes(v: "Values", name: Name, values: list[Any]) -> Any:
    dummies, stand_ins, at = open_inputs(values)
    of = name.parts[0]
    value = call(v, of, stand_ins)
    if name.kind == "hessian":
        return sympy.hessian(value, dummies).subs(at)
    gradient = sympy.Matrix([sympy.diff(value, one) for one in dummies])
    if name.kind == "gradient":
        return gradient.subs(at)
    return multiply(gradient.subs(at), v.name(name.parts[1]))


def derivative(v: "Values", value: Any, by: tuple[Name, ...]) -> Any:
    """The derivative of a value by names that are held open, which then get theirs."""
    opened: dict[Any, Any] = {}
    bound: dict[Name, Any] = {}
    for one in by:
        base = symbol(one.base, bold=True)
        if one.base in v.scope.bold and one.sub and one not in v.scope.definitions:
            v.name(base)
            continue
        if one in bound:
            continue
        stand_in = sympy.Dummy(one.text, real=True)
        bound[one] = stand_in
        opened[stand_in] = v.name(one)
    result = value(v.within(bound))
    for one in by:
        result = sympy.diff(result, bound[one] if one in bound else v.name(one))
    return result.subs(opened)
