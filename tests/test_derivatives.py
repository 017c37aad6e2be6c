"""Each derivative has three witnesses, at points of every size; none is left without."""

import math
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir

from downhill import chapters
from downhill.problem import CACHE, ROOT, SNIPPETS, Problem
from tests import witnesses
from tests.derivatives import Pair, Rule, vector

set_hypothesis_home_dir(CACHE / "hypothesis")
few = settings(max_examples=25, derandomize=True, database=None, deadline=None)
as_drawn = settings(few, phases=[Phase.generate])  # the first that fails will do

TESTS = [
    import_module(".".join(test.relative_to(ROOT).with_suffix("").parts))
    for test in map(chapters.test_of_module, sorted(SNIPPETS.rglob("*.py")))
    if test.is_file()  # or its own test says more
]
PAIRS: list[Pair] = [pair for test in TESTS for pair in getattr(test, "PAIRS", ())]
RULES: list[Rule] = [rule for test in TESTS for rule in getattr(test, "RULES", ())]
NEITHER: list[tuple[Callable[..., Any], str]] = [
    entry for test in TESTS for entry in getattr(test, "NEITHER", {}).items()
]


def numbers(largest: float) -> st.SearchStrategy[float]:
    """Of both signs and of every size: 0, and from a millionth of the largest up to it."""
    size = st.floats(math.log(largest / 1e6), math.log(largest)).map(math.exp)
    return st.just(0.0) | st.builds(math.copysign, size, st.sampled_from([1.0, -1.0]))


def points(pair: Pair) -> st.SearchStrategy[dict[str, float]]:
    one = numbers(pair.largest)
    return st.fixed_dictionaries(dict.fromkeys(witnesses.names(pair), one))


def hear(witness: Callable[..., None], pair: Pair, how: settings = few) -> None:
    """Hear a witness at each of a few points."""

    @how
    @given(points(pair))
    def at(point: dict[str, float]) -> None:
        witness(pair, point)

    at()


def label(pair: Pair) -> str:
    return f"{pair.derivative.__name__} by {pair.by}"


@pytest.mark.parametrize("pair", PAIRS, ids=label)
def test_a_central_difference_agrees(pair: Pair) -> None:
    hear(witnesses.central_difference, pair)


@pytest.mark.parametrize("pair", [p for p in PAIRS if not p.not_complex], ids=label)
def test_a_complex_step_agrees(pair: Pair) -> None:
    hear(witnesses.complex_step, pair)


@pytest.mark.parametrize("pair", [p for p in PAIRS if not p.not_formula], ids=label)
def test_sympy_agrees(pair: Pair) -> None:
    witnesses.formula(pair)


def test_each_pair_has_a_witness_that_is_exact() -> None:
    for pair in PAIRS:
        assert not (pair.not_complex and pair.not_formula), label(pair)


X, Y = sympy.symbols("x y")
KNOWN = (X**2 * Y + 3 * Y**2, sympy.sin(X) * sympy.exp(-Y / 3), 1 / (1 + X**2 + Y**2))


@pytest.mark.parametrize("formula", KNOWN, ids=str)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule.__name__)
def test_a_rule_finds_the_slopes_that_are_known(rule: Rule, formula: Any) -> None:
    f = sympy.lambdify((X, Y), formula, "numpy")
    slopes = [sympy.lambdify((X, Y), sympy.diff(formula, by)) for by in (X, Y)]

    @few
    @given(numbers(3.0), numbers(3.0), st.floats(0.0, 6.3))
    def at(x: float, y: float, angle: float) -> None:
        p, u = np.array([x, y]), np.array([math.cos(angle), math.sin(angle)])
        known = np.array([slope(x, y) for slope in slopes])
        scale = max(1.0, abs(f(x, y)), float(np.abs(known).max()))
        slope, known_slope = float(rule.ask(f, p, u)), float(known @ u)
        if not abs(slope - known_slope) <= rule.error * scale:
            what = f"of {formula} at ({x:g}, {y:g}) along {angle:g} rad the slope is "
            what += f"{slope:.9g}, and is known to be {known_slope:.9g}"
            raise witnesses.disagreement(rule.rule, what)

    at()


DECLARED = (
    *(p.derivative for p in PAIRS),
    *(r.rule for r in RULES),
    *(f for f, _ in NEITHER),
)


def test_no_derivative_is_without_its_pair() -> None:
    for problem in witnesses.unwitnessed(SNIPPETS, DECLARED):
        raise problem


def test_each_exception_has_a_reason_and_is_one() -> None:
    speaking = {
        problem.what.split("`")[1] for problem in witnesses.unwitnessed(SNIPPETS, ())
    }
    for function, reason in NEITHER:
        assert reason.strip(), function.__name__
        assert function.__name__ in speaking, f"{function.__name__}: needs no exception"


@pytest.mark.parametrize(
    "source",
    [
        "def sigmoid_slope(z: float) -> float:\n    return z",
        "def loss_GRADIENT(w):\n    return w",
        "def f_prime(x: float) -> float:\n    return x",
        "def dsigmoid(z: float) -> float:\n    return z",
        "def d_sigmoid(z: float) -> float:\n    return z",
        'def s(z: float) -> float:\n    """Derivative of the logistic function."""',
        'def s(z: float) -> float:\n    """dL/dw at z."""',
        'def s(z: float) -> float:\n    """The Jacobian, shape (m, n)."""',
    ],
)
def test_a_derivative_without_its_pair_is_found(tmp_path: Path, source: str) -> None:
    module = tmp_path / "sigmoids.py"
    function = "def sigmoid(z: float) -> float:\n    return z\n\n\n"
    figure = 'def steep() -> Figure:\n    """The slope of a figure is no derivative."""'
    module.write_text(f"{function}{source}\n\n\n{figure}\n")
    (problem,) = witnesses.unwitnessed(tmp_path, DECLARED)
    assert problem.place == f"{module}:5"
    assert "has no witness" in problem.what
    assert "PAIRS" in problem.remedy


def wrong() -> Iterator[tuple[str, Pair]]:
    """What people get wrong, each by itself."""

    def line(x: float, y: float, w: float, b: float) -> float:
        return (w * x + b - y) ** 2

    def mistaken(of: Any, by: str, slopes: Any, largest: float = 1e3) -> Pair:
        return Pair(slopes, of, by, largest=largest)

    yield (
        "a factor of 2 left out",
        mistaken(line, "b", lambda x, y, w, b: w * x + b - y),
    )
    yield "a sign", mistaken(line, "b", lambda x, y, w, b: 2 * (y - w * x - b))
    yield (
        "the partials in the wrong order",
        mistaken(
            lambda x, y: x**2 * y + 3 * y, "x y", lambda x, y: (x**2 + 3, 2 * x * y)
        ),
    )
    yield (
        "one part in a thousand",
        mistaken(lambda x, y: x * y, "x", lambda x, y: 1.001 * y),
    )
    yield (
        "in an array of symbols: the square root's half",
        mistaken(
            lambda x: np.sqrt(vector(1 + x * x, x * x))[0],
            "x",
            lambda x: x / np.sqrt(vector(1 + x * x, x * x))[:1] * 2,
        ),
    )


def ask(witness: str, pair: Pair) -> None:
    if witness == "formula":
        witnesses.formula(pair)
    else:
        hear(getattr(witnesses, witness), pair, as_drawn)


@pytest.mark.parametrize("pair", [pytest.param(p, id=name) for name, p in wrong()])
@pytest.mark.parametrize("witness", ["central_difference", "complex_step", "formula"])
def test_every_witness_sees_what_is_wrong(witness: str, pair: Pair) -> None:
    with pytest.raises(Problem) as caught:
        ask(witness, pair)
    assert caught.value.place.startswith("tests/test_derivatives.py:")
    says = "but by SymPy" if witness == "formula" else "relative error"
    assert says in caught.value.what


@pytest.mark.parametrize(
    ("witness", "excuse"),
    [("complex_step", "not_complex"), ("formula", "not_formula")],
)
def test_a_function_with_branches_has_to_excuse_itself(
    witness: str, excuse: str
) -> None:
    def capped(x: float) -> float:
        return x if x < 1 else 1.0

    with pytest.raises(Problem, match="cannot be given") as caught:
        ask(witness, Pair(lambda x: float(x < 1), capped, "x", largest=1.0))
    assert caught.value.place.startswith("tests/test_derivatives.py:")
    assert f"`{excuse}`" in caught.value.remedy
