"""How the test file of a chapter says what its derivatives are the derivatives of.

A function in snippets/ whose name or docstring speaks of a slope, a gradient, a derivative
or a partial stands in the test file of its module: in `PAIRS`, in `RULES` if it measures the
slope of a function that it is given, or in `NEITHER = {function: reason}`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Pair:
    """A derivative, the function `of` whose derivative it is, and the variables `by` which.

    `of` takes numbers, each by its name, and returns one. `slopes` takes the same and
    returns a slope for each name in `by`; without it, `derivative` does. Inputs are drawn
    of every size up to `largest`. Where the code takes no complex numbers, or is no
    formula, the reason stands in `not_complex` or `not_formula`; never in both.
    """

    derivative: Callable[..., Any]
    of: Callable[..., Any]
    by: str
    slopes: Callable[..., Any] | None = None
    largest: float = 1e3
    not_complex: str = ""
    not_formula: str = ""


@dataclass(frozen=True)
class Rule:
    """A function that measures slopes, how to ask it, and the relative error it may make.

    `ask(f, p, u)` is the slope of f(x, y) at p along u, a direction of length 1.
    """

    rule: Callable[..., Any]
    ask: Callable[..., Any]
    error: float


def vector(*entries: Any) -> Any:
    """An array of numbers, or of symbols."""
    return np.array(entries)


def along(f: Any, p: Any, u: Any) -> Callable[[Any], Any]:
    """f on the line through p along u; at p it is at 0."""
    return lambda t: f(p[0] + t * u[0], p[1] + t * u[1])
