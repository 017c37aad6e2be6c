"""The function that is tried for one which a page leaves open: smooth, and its name's own."""

from typing import Any
from zlib import crc32

import sympy

from downhill.equations.arrays import shape
from downhill.equations.notation import Name, symbol

OUTPUTS = 3  # of a function that returns a vector


def each_vector(name: Name, values: list[Any], number: int) -> Any:
    """A function that the page leaves open; a bold one has three outputs."""
    if name.bold:
        parts = [symbol(name.base, str(k)) for k in range(1, OUTPUTS + 1)]
        return sympy.Matrix([witness(part, values, number) for part in parts])
    return witness(name, values, number)


def witness(name: Name, values: list[Any], number: int) -> Any:
    """A smooth function of the numbers in `values`, another for each name and round."""
    entries = [
        entry
        for value in values
        for entry in (list(value) if shape(value) else [value])
    ]
    seed = crc32(f"{name.text} {number}".encode())
    some = [sympy.Rational(3 + (seed >> (3 * k)) % 8, 7) for k in range(8)]
    inner = sum((some[k % 8] * one for k, one in enumerate(entries)), some[7])
    squares = sum(
        (some[(k + 3) % 8] * one**2 for k, one in enumerate(entries)), sympy.Integer(0)
    )
    mixed = sympy.Mul(*entries) if len(entries) > 1 else some[5] * entries[0]
    return sympy.sin(inner) + squares + some[6] * mixed
