"""Three witnesses of a derivative, and the search for derivatives that have none."""

import ast
import inspect
import math
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import sympy
from numpy.lib.mixins import NDArrayOperatorsMixin

from downhill.chapters import address_of, test_of
from downhill.problem import Problem
from tests.derivatives import Pair

EPS = sys.float_info.epsilon
SPEAKS = re.compile(
    r"grad|slope|deriv|partial(?!ly)|jacobian|hessian|tangent|prime|backprop|backward_|_backward|backward pass"
    r"|\bd\w*/d\w|f'|\brates? of change",
    re.IGNORECASE,
)
FUNCTIONS = ("sin", "cos", "tan", "exp", "log", "sqrt", "sinh", "cosh", "tanh")


def names(pair: Pair) -> list[str]:
    """The inputs of a pair."""
    return list(inspect.signature(pair.of).parameters)


def slopes(pair: Pair, point: dict[str, Any]) -> list[Any]:
    """What the derivative says at a point, one slope for each name in `by`."""
    found = np.atleast_1d((pair.slopes or pair.derivative)(**point))
    assert found.shape == (len(pair.by.split()),)
    return list(found)


def relative_error(slope: float, witness: float, scale: float) -> float:
    """Their distance over the size of the slope at the point and about it."""
    distance = abs(slope - witness)
    largest = max(abs(slope), abs(witness), scale)
    return distance / largest if largest else distance


def band(error: float) -> str:
    """What a relative error says, as gradient checks are read."""
    return "wrong" if not error < 1e-2 else "doubtful" if error > 1e-6 else "right"


def central_difference(pair: Pair, point: dict[str, float]) -> None:
    """First witness: two values of the function. A Problem if it disagrees."""
    for i, name in enumerate(pair.by.split()):
        h = EPS ** (1 / 3) * max(1.0, abs(point[name]))
        right, left = point[name] + h, point[name] - h
        above, below = (float(pair.of(**{**point, name: t})) for t in (right, left))
        witness = (above - below) / (right - left)
        noise = 8 * EPS * max(abs(above), abs(below)) / h
        _compare(pair, point, i, witness, 1e-6, noise, "a central difference")


def complex_step(pair: Pair, point: dict[str, float]) -> None:
    """Second witness: one imaginary step, exact to rounding. A Problem if it disagrees."""
    for i, name in enumerate(pair.by.split()):
        stepped = {k: complex(v) for k, v in point.items()}
        stepped[name] += 1e-30j
        witness = complex(_given(pair, stepped, "not_complex")).imag / 1e-30
        _compare(pair, point, i, witness, 1e-10, 0.0, "a complex step")


def formula(pair: Pair) -> None:
    """Third witness: SymPy differentiates what the code computes. A Problem if it disagrees."""
    symbols = {name: sympy.Symbol(name, real=True) for name in names(pair)}
    asked = {name: Symbolic(symbol) for name, symbol in symbols.items()}
    value = expression(_given(pair, asked, "not_formula"))
    for name, slope in zip(pair.by.split(), slopes(pair, asked), strict=True):
        expected = sympy.diff(value, symbols[name])
        if sympy.simplify(expression(slope) - expected) != 0:
            what = f"by {name}: {expression(slope)}, but by SymPy {expected}"
            raise disagreement(pair.derivative, what)


def _given(pair: Pair, inputs: dict[str, Any], excuse: str) -> Any:
    """The function of what is no plain number; a Problem if it cannot take that."""
    try:
        return pair.of(**inputs)
    except TypeError as error:
        what = f"cannot be given {type(next(iter(inputs.values()))).__name__}: {error}"
        remedy = f"say why in `{excuse}` of its pair, in {_listing(pair.derivative)}"
        raise disagreement(pair.of, what, remedy) from None


class Symbolic(NDArrayOperatorsMixin):
    """A formula that numpy's functions take, alone or in an array."""

    def __init__(self, formula: Any) -> None:
        self.formula = formula

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **_: Any) -> Any:
        if any(isinstance(x, np.ndarray) and x.ndim for x in inputs):
            boxed = [_boxed(x) if isinstance(x, Symbolic) else x for x in inputs]
            return getattr(ufunc, method)(*boxed)
        a, *b = map(expression, inputs)
        if ufunc.__name__ in OPERATORS:
            return Symbolic(OPERATORS[ufunc.__name__](a, *b))
        if ufunc.__name__ in FUNCTIONS:
            return getattr(self, ufunc.__name__)()
        return NotImplemented

    def __getattr__(self, name: str) -> Callable[[], "Symbolic"]:
        """In an array of objects numpy calls a method of each: x.sin()."""
        if name not in FUNCTIONS:
            raise AttributeError(name)
        return lambda: Symbolic(getattr(sympy, name)(self.formula))


OPERATORS: dict[str, Callable[..., Any]] = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "power": lambda a, b: a**b,
    "square": lambda a: a**2,
    "negative": lambda a: -a,
    "positive": lambda a: a,
    "absolute": sympy.Abs,
}


def expression(x: Any) -> Any:
    """What SymPy computes with: exact, so 2.2 is 11/5."""
    if isinstance(x, np.ndarray):
        x = x.item()
    x = x.formula if isinstance(x, Symbolic) else x
    return sympy.nsimplify(x, rational=True)


def unwitnessed(
    snippets: Path, declared: Iterable[Callable[..., Any]]
) -> Iterator[Problem]:
    """A Problem for each function that speaks of a derivative and is not declared."""
    known = {
        (inspect.getsourcefile(function), function.__name__) for function in declared
    }
    for path in sorted(snippets.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
        primed = {f"{d}{f.name}" for f in functions for d in ("d", "d_")}
        for function in functions:
            if function.returns and ast.unparse(function.returns) in ("Figure", "None"):
                continue
            said = f"{function.name}: {ast.get_docstring(function) or ''}"
            if not SPEAKS.search(said) and function.name not in primed:
                continue
            if (str(path), function.name) not in known:
                what = f"`{function.name}` speaks of a derivative and has no witness"
                test = test_of(path.relative_to(snippets).with_suffix("").as_posix())
                remedy = f"in {test}, pair it with its function in PAIRS, "
                remedy += "or list it in RULES or, with a reason, in NEITHER"
                yield Problem(path, function.lineno, what, remedy)


def _listing(function: Callable[..., Any]) -> str:
    return test_of(address_of(function.__module__))


def _boxed(x: Symbolic) -> Any:
    box = np.empty((), dtype=object)
    box[()] = x
    return box


def _compare(
    pair: Pair,
    point: dict[str, float],
    i: int,
    witness: float,
    allowed: float,
    noise: float,
    who: str,
) -> None:
    name, slope = pair.by.split()[i], float(slopes(pair, point)[i])
    about = [point[name] / 2, point[name] * 2 or 1.0]
    scale = max(abs(float(slopes(pair, {**point, name: t})[i])) for t in about)
    error = relative_error(slope, witness, scale)
    if math.isnan(error) or (error > allowed and abs(slope - witness) > noise):
        at = ", ".join(f"{k} = {v:g}" for k, v in point.items())
        what = f"at {at} the slope by {name} is {slope:.9g}, by {who} {witness:.9g}"
        what += f": relative error {error:.1g}, {band(error)}"
        remedy = f"mend the derivative, or its pair in {_listing(pair.derivative)}"
        if band(error) == "doubtful" and abs(slope) < 1e-3 * _size(pair, point):
            what += ": the slope is near 0 there, and rounding shows"
            remedy += f": another `largest` than {pair.largest:g}"
        raise disagreement(pair.derivative, what, remedy)


def _size(pair: Pair, point: dict[str, float]) -> float:
    """Return the size of the slope that a function of these values has over its inputs."""
    return abs(float(pair.of(**point))) / max(map(abs, point.values()), default=1.0)


def disagreement(
    function: Callable[..., Any],
    what: str,
    remedy: str = "",
) -> Problem:
    """The Problem to raise, at the line of the function."""
    remedy = remedy or f"mend the derivative, or its pair in {_listing(function)}"
    path, line = inspect.getsourcefile(function), inspect.getsourcelines(function)[1]
    return Problem(path or "", line, f"`{function.__name__}`: {what}", remedy)
