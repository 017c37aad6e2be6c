"""Numbers, vectors and matrices of SymPy, and how they are multiplied."""

from typing import Any

import sympy

from downhill.equations.notation import Name


class ShapeError(Exception):
    """Vectors or matrices that do not fit together."""


TRANSPOSED = sympy.Symbol("transposed")


def free(name: Name) -> Any:
    """The symbol of a name that nothing is known of."""
    whole = name.text in ("n", "k", "m")
    return sympy.Symbol(name.text, real=True, integer=True if whole else None)


def shape(value: Any) -> Any:
    return value.shape if isinstance(value, sympy.MatrixBase) else None


def described(value: Any) -> str:
    size = shape(value)
    return f"a {size[0]} × {size[1]} array" if size else "a number"


def each(value: Any, function: Any) -> Any:
    return value.applyfunc(function) if shape(value) else function(value)


def multiply(a: Any, b: Any) -> Any:
    one, other = shape(a), shape(b)
    if one is None or other is None:
        return a * b
    if one == other and one[1] == 1:
        return sum((x * y for x, y in zip(a, b, strict=True)), sympy.Integer(0))
    if one[1] != other[0]:
        raise ShapeError(f"a product of {described(a)} and {described(b)}")
    product = a * b
    return product[0] if product.shape == (1, 1) else product
