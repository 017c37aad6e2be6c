"""Hold two sides against each other: at random points, then symbolically where that is quick."""

import random
from dataclasses import dataclass
from functools import partial
from typing import Any

import mpmath
import sympy

from downhill.equations.arrays import free, shape
from downhill.equations.scope import Condition
from downhill.equations.values import Lim

POINTS, TRIES = 6, 200
NEAR = 1e-9
DIGITS = 50
DEEP = 110  # digits, while a limit is approached
SMALL = 40  # a difference of more operations is not simplified
RELATIONS = {
    "<": lambda a, b: a < b + NEAR,
    "<=": lambda a, b: a <= b + NEAR,
    ">": lambda a, b: a > b - NEAR,
    ">=": lambda a, b: a >= b - NEAR,
    "!=": lambda a, b: abs(a - b) > NEAR,
}


@dataclass(frozen=True)
class Counterexample:
    """A point, as text, and the two sides there."""

    point: str
    left: str
    right: str


class NoPointError(Exception):
    """Nowhere that was tried do both sides have a value."""


@dataclass(frozen=True)
class Sides:
    """What is compared: two values of one shape, by `relation`, up to `unit` if it is not 0."""

    left: Any
    right: Any
    relation: str
    limits: list[Lim]
    conditions: list[Condition]
    unit: float = 0.0


def refute(sides: Sides, seed: str) -> Counterexample | None:
    """A point where it does not hold, if one of the random ones is such a point.

    The points are the same at each run. NoPointError if the sides have no values anywhere.
    """
    if any(
        one.has(sympy.zoo, sympy.nan)
        for one in (*_flat(sides.left), *_flat(sides.right))
    ):
        raise NoPointError
    unknown = _unknown(sides)
    chance = random.Random(seed)
    real, complex_, tries = 0, [], 0
    compute = Compute(sides, unknown)
    points = POINTS if unknown else 1
    while real < points and tries < (TRIES if unknown else 1):
        tries += 1
        point = [_number(*one, chance, tries) for one in enumerate(unknown)]
        if not _allowed(unknown, point, sides.conditions):
            continue
        try:
            with mpmath.workdps(DIGITS):
                left, right = compute.at(point)
        except (ZeroDivisionError, OverflowError, ValueError):
            continue
        pairs = list(zip(left, right, strict=True))
        if any(isinstance(v, str) for pair in pairs for v in pair):
            real += 1
        elif not all(mpmath.isfinite(v) for pair in pairs for v in pair):
            infinite = all(not mpmath.isnan(v) for pair in pairs for v in pair)
            if not (infinite and sides.limits):
                continue
            real += 1
        elif not sides_real(pairs) and not compute.imaginary:
            complex_.append((point, pairs))
            continue
        else:
            real += 1
        for a, b in pairs:
            if not _holds(a, b, sides):
                return Counterexample(_text(unknown, point), _show(a), _show(b))
    if real:
        return None
    if not complex_:
        raise NoPointError
    for point, pairs in complex_[:POINTS]:
        for a, b in pairs:
            if not _holds(a, b, sides):
                return Counterexample(_text(unknown, point), _show(a), _show(b))
    return None


def proven(sides: Sides) -> bool:
    """True if SymPy shows, quickly, that both sides are the same."""
    if sides.limits or sides.relation != "=":
        return False
    differences = [
        a - b for a, b in zip(_flat(sides.left), _flat(sides.right), strict=True)
    ]
    return all(_zero(difference) for difference in differences)


def _zero(difference: Any) -> bool:
    if difference == 0 or sympy.expand(difference) == 0:
        return True
    if sympy.count_ops(difference) > SMALL:
        return False
    return bool(sympy.cancel(sympy.together(difference)) == 0)


class Compute:
    """The two sides, and their limits, as functions of a point."""

    def __init__(self, sides: Sides, unknown: list[Any]) -> None:
        left, right = _flat(sides.left), _flat(sides.right)
        self.count = len(left)
        held = [lim.value for lim in sides.limits]
        self.sides = sympy.lambdify([*unknown, *held], [*left, *right], "mpmath")
        self.limits = []
        for number, lim in enumerate(sides.limits):
            inputs = [*unknown, *held[:number], lim.by]
            value = sympy.lambdify(inputs, lim.of, "mpmath")
            to = sympy.lambdify([*unknown, *held[:number]], lim.to, "mpmath")
            self.limits.append((lim, value, to))
        every = [*left, *right, *(lim.of for lim in sides.limits)]
        self.imaginary = any(one.has(sympy.I) for one in every)

    def at(self, point: list[Any]) -> tuple[list[Any], list[Any]]:
        held: list[Any] = []
        for lim, value, to in self.limits:
            with mpmath.workdps(DEEP):
                moving = partial(value, *point, *held)
                held.append(_approach(moving, to(*point, *held), lim.side))
            if isinstance(held[-1], str):
                return held[-1:], ["not compared"]
        both = [mpmath.mpmathify(one) for one in self.sides(*point, *held)]
        return both[: self.count], both[self.count :]


def _approach(value: Any, to: Any, side: str) -> Any:
    """What the values settle on from each side, or a word that says that they do not."""
    found = []
    if mpmath.isinf(to):
        sign = mpmath.sign(to)
        steps = [[sign * mpmath.mpf(10) ** k for k in (20, 25)]]
    else:
        signs = [s for s, mark in ((1, "+"), (-1, "-")) if mark in side]
        steps = [[to + s * mpmath.mpf(10) ** -k for k in (20, 25)] for s in signs]
    for near, nearer in steps:
        one, other = value(near), value(nearer)
        if abs(other) > 1e12 and abs(other) > abs(one):
            found.append(mpmath.sign(other) * mpmath.inf)
        elif abs(one - other) > 1e-12 * max(1, abs(other)):
            return "no limit: it does not settle"
        else:
            found.append(other)
    if len(found) == 2 and not _near(found[0], found[1]):
        shown = f"{_show(found[0])} from above, {_show(found[1])} from below"
        return f"no limit: {shown}"
    return found[-1]


def _near(a: Any, b: Any) -> bool:
    if mpmath.isinf(a) or mpmath.isinf(b):
        return bool(a == b)
    return bool(abs(a - b) <= NEAR * max(1, abs(a), abs(b)))


def _holds(a: Any, b: Any, sides: Sides) -> bool:
    if isinstance(a, str) or isinstance(b, str):
        return False
    if sides.relation == "=":
        return _near(a, b)
    if sides.relation == "~":
        return bool(abs(a - b) <= sides.unit * (0.5 + 1e-9))
    return bool(RELATIONS[sides.relation](mpmath.re(a), mpmath.re(b)))


def sides_real(pairs: Any) -> bool:
    return all(abs(mpmath.im(v)) < 1e-20 for pair in pairs for v in pair)


def _flat(value: Any) -> list[Any]:
    return list(value) if shape(value) else [sympy.sympify(value)]


def _unknown(sides: Sides) -> list[Any]:
    found: set[Any] = set()
    for one in [*_flat(sides.left), *_flat(sides.right)]:
        found |= one.free_symbols
    for lim in sides.limits:
        found |= sympy.sympify(lim.of).free_symbols | sympy.sympify(lim.to).free_symbols
    held = {lim.value for lim in sides.limits} | {lim.by for lim in sides.limits}
    return sorted(found - held, key=lambda one: str(one.name))


def _number(place: int, one: Any, chance: random.Random, tries: int) -> Any:
    """A number for a name; the first three take turns with their signs."""
    if one.is_integer:
        return mpmath.mpf(chance.randint(1, 5))
    size = mpmath.mpf(chance.randint(20, 250)) / 100
    negative = tries - 1 >> place & 1 if place < 3 else chance.random() < 0.4
    return -size if negative and tries < TRIES / 2 else size


def _allowed(unknown: list[Any], point: list[Any], demands: list[Condition]) -> bool:
    where = dict(zip(unknown, point, strict=True))
    for name, sign, bound in demands:
        value = where.get(free(name))
        if value is not None and not RELATIONS[sign](value, bound):
            return False
    return True


def _text(unknown: list[Any], point: list[Any]) -> str:
    return ", ".join(
        f"{one.name} = {mpmath.nstr(value, 6)}"
        for one, value in zip(unknown, point, strict=True)
    )


def _show(value: Any) -> str:
    return value if isinstance(value, str) else str(mpmath.nstr(mpmath.chop(value), 10))
