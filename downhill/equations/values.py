"""What a tree is worth at one point: numbers of mpmath, arrays of NumPy that hold them.

Names that stand for nothing yet are drawn: numbers, arrays with two sizes that differ,
functions that are smooth and bend. Derivatives are differences so fine, at so many digits,
that they are right to twenty.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache, partial, reduce
from itertools import product
from math import comb
from typing import Any
from zlib import crc32

import numpy as np
from mpmath import mp, mpc, mpf

from downhill.equations.names import Declared, Definition, Scope, functions, site
from downhill.equations.tree import (
    FUNCTIONS,
    Tree,
    Unread,
    bold,
    flat,
    names,
    need,
    unwrapped,
    walk,
)

Value = Any  # mpf, mpc, Unit or an array of two dimensions
DIGITS, MORE = 40, 30  # digits to begin with, and more for each derivative
ROUNDS = ({"N": 5, "n": 3}, {"N": 4, "n": 2})  # sizes that tell the dimensions apart
OTHERS = ((2, 4, 6, 7), (3, 5, 6, 7))
CONSTANTS = {"e", "\\pi", "i"}
BINDING = {"maxon", "minon", "int", "lim", "E", "Var", "Cov", "at"}
BUILTIN = {"I", "\\mathbf{0}", "\\mathbf{1}"}
SPECIAL = ("0", "1", "-1", "2", "0.5", "-0.5", "-2", "3", "10", "-4")
EDGES = ("0", "1", "0.5", "0.000001", "0.999999")
INVERSES = {"arcsin": "asin", "arccos": "acos", "arctan": "atan"}
VECTOR, SCALAR = Declared("array", ("n",)), Declared("number")


class NoValue(Exception):
    """There is no such number here: a division by 0, the root of a negative number."""


class NoLimit(Exception):
    """Values that do not settle."""


class Skip(Exception):
    """Nothing can be said at this point."""


class ShapeError(Exception):
    """Arrays that do not fit; `sure` where no other sizes would."""

    def __init__(self, what: str, sure: bool) -> None:
        super().__init__(what)
        self.sure = sure


@dataclass(frozen=True)
class Unit:
    """A multiple of the identity, or zeros, in whatever size is asked for."""

    factor: Any


@dataclass
class Sample:
    """One point: what was drawn for it, and what has to be known of the claim."""

    number: int
    scope: Scope
    keys: frozenset[str] = frozenset()  # all that takes part
    whole: frozenset[str] = frozenset()  # whole numbers
    sized: frozenset[str] = frozenset()  # those that are the size of something
    total: frozenset[str] = frozenset()  # what a straight d is taken of
    changed: frozenset[Tree] = frozenset()  # what a small change is of
    inverted: bool = False  # functions have inverses
    places: frozenset[str] = frozenset()  # those that are an index and nothing else
    complex: bool = False
    floats: bool = False  # code takes part, in 16 digits
    loose: bool = False  # a limit or a quadrature took part, right to ten digits
    bounds: dict[str, list[tuple[str, float]]] = field(default_factory=dict)
    drawn: dict[str, Value] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    made: dict[Any, Any] = field(default_factory=dict)  # of functions, their numbers
    work: list[int] = field(default_factory=lambda: [0])  # how often they were asked

    def random(self, key: str) -> random.Random:
        return random.Random(f"{self.number} {key}")

    def size(self, name: str) -> int:
        preset, pool = ROUNDS[self.number % 2], OTHERS[self.number % 2]
        if name.isdigit() or name in preset:
            return preset.get(name) or int(name)
        used = {*self.sizes.values(), *preset.values()}
        return self.sizes.setdefault(name, next((k for k in pool if k not in used), 8))

    def shape(self, declared: Declared) -> tuple[int, int]:
        sizes = [*map(self.size, declared.shape), 1]
        return sizes[0], sizes[1]

    def draw(self, key: str, declared: Declared) -> Value:
        """Return the value of a free name at this point."""
        if key not in self.drawn:
            self.drawn[key] = self._draw(key, declared)
        return self.drawn[key]

    def _draw(self, key: str, declared: Declared) -> Value:
        if declared.kind == "array":
            return self._array(key, declared)
        if key in self.sized or (key in self.whole and key in ROUNDS[0]):
            return mpf(self.size(key))
        chance = self.random(key)
        bounds = self.bounds.get(key) or self.bounds.get(key.rpartition("_")[0], [])
        if key in self.places:
            return mpf(chance.choice([1, 2]))  # as far as every array goes
        if key in self.whole or declared.kind == "whole":
            lows = [int(b) + (s == ">") for s, b in bounds if s[0] == ">"]
            return mpf(max([1, *lows]) + chance.choice([0, 0, 1, 1, 2, 3, 4]))
        name = crc32(key.encode())
        turn = (self.number * (5, 7, 11, 13)[name // 24 % 4] + name) % 24
        return _number(random.Random(key), chance, turn, bounds)

    def _array(self, key: str, declared: Declared) -> Value:
        chance = self.random(key)
        made = filled(self.shape(declared), lambda _: mpf(chance.uniform(-2, 2)))
        if "symmetric" in declared.tags:
            made = (made + made.T) / 2
        return made / mp.sqrt((made**2).sum()) if "unit" in declared.tags else made

    def function(self, key: str, inputs: list[Value], size: int) -> Value:
        """Return the value of a function that nothing else is known of."""
        given = [one for value in inputs for one in cells(value)]
        self.work[0] += 1
        found = []
        for part in range(size):
            constant, *waves = self._numbers(f"{key}({part})", len(given))
            total = constant
            for height, phase, *rows in waves:
                inner, lines, bends = (
                    [(r * x) for r, x in zip(row, given, strict=True)] for row in rows
                )
                if self.inverted:
                    total = total + height * (3 * given[0] + 2 * mp.sin(given[0]))
                    continue
                total = total + height * mp.sin(sum(inner, phase))
                total = total + sum(
                    a + b * x for a, b, x in zip(lines, bends, given, strict=True)
                )
            found.append(total)
        return found[0] if size == 1 else column(found)

    def _numbers(self, key: str, count: int) -> Any:
        if (key, count) not in self.made:
            chance = self.random(key)

            def some(low: float, high: float) -> Value:
                return mpf(chance.uniform(low, high)) * chance.choice((1, -1))

            ends = ((0.4, 1.3), (0.1, 1), (0.1, 0.4))
            waves = [
                (
                    some(0.3, 1),
                    some(0, 2),
                    *([some(*e) for _ in range(count)] for e in ends),
                )
                for _ in range(1 if self.inverted else 2)
            ]
            self.made[key, count] = (some(0, 1), *waves)
        return self.made[key, count]


def _number(own: random.Random, chance: random.Random, turn: int, bounds: Any) -> Value:
    """Return a number within bounds: most are plain, each in turn an edge, tiny, large."""
    special = own.sample(SPECIAL, len(SPECIAL))  # two names are seldom the same
    low = max((b for s, b in bounds if s[0] == ">"), default=None)
    high = min((b for s, b in bounds if s[0] == "<"), default=None)
    power = mpf(10) ** mpf(
        chance.uniform(3, 5) if turn == 14 else chance.uniform(-3, 2)
    )
    size = mpf(chance.uniform(0.1, 3)) if turn > 14 else power
    if low is not None and high is not None:
        return low + (high - low) * mpf(EDGES[turn] if turn < 5 else chance.random())
    if low is not None or high is not None:
        size = abs(mpf(special[turn])) if turn < 5 else size
        return low + size if low is not None else high - size
    return mpf(special[turn]) if turn < 10 else size * chance.choice((1, -1))


# --------------------------------------------------------------------------------- arrays


def filled(shape: Any, make: Callable[[Any], Value]) -> Value:
    made = np.empty(shape, dtype=object)
    for place in np.ndindex(shape):
        made[place] = make(place)
    return made


def column(values: list[Value]) -> Value:
    return filled((len(values), 1), lambda place: values[place[0]])


def eye(size: int) -> Value:
    return filled((size, size), lambda place: mpf(place[0] == place[1]))


def put(array: Value, place: Any, value: Value) -> Value:
    made = array.copy()
    made[place] = value
    return made


def is_array(value: Value) -> bool:
    return isinstance(value, np.ndarray)


def cells(value: Value) -> list[Value]:
    return list(value.flat) if is_array(value) else [value]


def each(f: Callable[[Value], Value], value: Value) -> Value:
    return (
        filled(value.shape, lambda place: f(value[place]))
        if is_array(value)
        else f(value)
    )


def single(value: Value) -> Value:
    return value[0, 0] if is_array(value) and value.shape == (1, 1) else value


def described(value: Value) -> str:
    if is_array(value):
        return "an array of {} × {}".format(*value.shape)
    return "an identity" if isinstance(value, Unit) else "a number"


def fit(holds: bool, what: str, *values: Value) -> None:
    """Raise ShapeError unless arrays fit."""
    if not holds:
        kinds = {tuple(size > 1 for size in np.shape(one)) for one in values}
        sure = len(kinds) > 1 and not what.startswith("a product")
        raise ShapeError(what.format(*map(described, values)), sure)


def value_if(holds: Any) -> None:
    """Raise NoValue unless there is a value."""
    if not holds:
        raise NoValue


def plus(a: Value, b: Value) -> Value:
    if isinstance(a, Unit) and isinstance(b, Unit):
        return Unit(a.factor + b.factor)
    if isinstance(a, Unit) or isinstance(b, Unit):
        unit, other = (a, b) if isinstance(a, Unit) else (b, a)
        if unit.factor == 0:
            return other
        square = is_array(other) and len(set(other.shape)) == 1
        fit(square, "a sum of {} and {}", a, b)
        return other + unit.factor * eye(len(other))
    fit(np.shape(a) == np.shape(b), "a sum of {} and {}", a, b)
    return a + b


def times(a: Value, b: Value, sign: str = "") -> Value:
    if isinstance(a, Unit) or isinstance(b, Unit):
        unit, other = (a, b) if isinstance(a, Unit) else (b, a)
        if is_array(other):
            if unit.factor == 0:
                return (
                    mpf(0) if sign == "cdot" and other.shape[1] == 1 else Unit(mpf(0))
                )
            return unit.factor * other
        return Unit(unit.factor * (other.factor if isinstance(other, Unit) else other))
    if sign == "odot":
        same = is_array(a) and is_array(b) and a.shape == b.shape
        fit(same, "an entrywise product of {} and {}", a, b)
        return a * b
    if not is_array(a) or not is_array(b):
        return a * b
    need(sign != "times", "× between arrays")
    if sign == "cdot" and a.shape == b.shape and a.shape[1] == 1:
        return (a * b).sum()
    fit(a.shape[1] == b.shape[0], "a product of {} and {}", a, b)
    return single(a @ b)


def total(values: list[Value], start: Value) -> Value:
    return reduce(plus, values) if values else start


def holds(a: Value, sign: str, b: Value) -> bool:
    """Whether a condition holds, to the last digit but for rounding."""
    need(not is_array(a) and not is_array(b), "a condition on an array")
    same = a == b or abs(a - b) <= mpf("1e-33") * max(abs(a), abs(b))
    if same or sign in ("=", "!="):
        return sign in ("=", "<=", ">=") if same else sign == "!="
    value_if(not isinstance(a, mpc) and not isinstance(b, mpc))
    return bool(a < b if sign[0] == "<" else a > b)


@cache
def rule(kind: str, count: int) -> list[tuple[Any, Any]]:
    """Return the points and weights of a Gauss quadrature, to 60 digits."""
    normal, found = kind == "normal", []
    rough = (
        np.polynomial.hermite_e.hermegauss
        if normal
        else np.polynomial.legendre.leggauss
    )
    with mp.workdps(60):
        for x in (mpf(float(one)) for one in rough(count)[0]):
            for _ in range(4):  # Newton's steps to the root of the polynomial
                below, here = mpf(1), x
                for k in range(1, count):
                    after = (
                        x * here - k * below
                        if normal
                        else ((2 * k + 1) * x * here - k * below) / (k + 1)
                    )
                    below, here = here, after
                slope = count * (below if normal else (x * here - below) / (x * x - 1))
                x = x - here / slope
            found.append(
                (
                    x,
                    mp.factorial(count) / slope**2
                    if normal
                    else 2 / ((1 - x * x) * slope**2),
                )
            )
    return found


# ------------------------------------------------------------------------------ evaluation


@dataclass
class Env:
    """Evaluates trees at a sample; `local` are inputs and indices, `over` what was moved."""

    sample: Sample
    local: dict[str, Value] = field(default_factory=dict)
    over: dict[str, Value] = field(default_factory=dict)
    depth: int = 0

    @property
    def scope(self) -> Scope:
        return self.sample.scope

    @property
    def named(self) -> set[str]:
        return {*self.local, *self.over, *self.scope.defined, *self.scope.declared}

    def within(self, local: dict[str, Value]) -> "Env":
        need(self.depth < 60, "definitions that go round in a circle")
        return replace(self, local=local, depth=self.depth + 1)

    def inner(self, key: str, value: Value) -> "Env":
        return replace(self, local={**self.local, key: value})

    def binding(self, key: str, value: Value) -> "Env":
        if key in self.local:
            return self.inner(key, value)
        return replace(self, over={**self.over, key: value})

    def real(self, value: Value) -> Value:
        """Return a number that is real, or may be complex. NoValue for another."""
        if isinstance(value, mpc) and value.imag == 0:
            return value.real
        value_if(self.sample.complex or not isinstance(value, mpc))
        return value

    def of(self, tree: Tree) -> Value:
        found = getattr(self, f"_{tree[0]}", None)
        if found is None:
            raise Unread(f"`{tree[0]}` in a place that is not known")
        try:
            return found(*tree[1:])
        except ZeroDivisionError:
            raise NoValue from None

    # Arithmetic

    def _unread(self, what: str) -> Value:
        raise Unread(what)

    def _num(self, text: str) -> Value:
        return mpf(text)

    def _inf(self) -> Value:
        return mpf("inf")

    def _paren(self, tree: Tree) -> Value:
        return self.of(tree)

    def _neg(self, tree: Tree) -> Value:
        return times(mpf(-1), self.of(tree))

    def _add(self, *parts: Tree) -> Value:
        return reduce(plus, map(self.of, parts))

    def _mul(self, sign: str, one: Tree, other: Tree) -> Value:
        return times(self.of(one), self.of(other), sign)

    def _div(self, above: Tree, below: Tree) -> Value:
        a, b = self.of(above), self.of(below)
        need(not is_array(b) and not isinstance(b, Unit), "a division by an array")
        value_if(b != 0)
        return times(a, 1 / b) if isinstance(a, Unit) else a / b

    def _pow(self, base: Tree, power: Tree) -> Value:
        b, p = self.of(base), self.of(power)
        if is_array(p):
            need(not is_array(b) and p.shape[1] == 1, "an array as a power")
            return each(lambda one: self._power(b, one), p)
        need(
            not isinstance(b, Unit) and not isinstance(p, Unit),
            "a power of an identity",
        )
        if not is_array(b):
            return self._power(b, p)
        need(
            len(set(b.shape)) == 1 and p == int(p),
            "a power of what is no square matrix",
        )
        if p < 0:
            b = np.array(mp.inverse(mp.matrix(b.tolist())).tolist(), dtype=object)
        return reduce(np.matmul, [b] * abs(int(p)), eye(len(b)))

    def _power(self, b: Value, p: Value) -> Value:
        value_if(b != 0 or (isinstance(p, mpf) and p >= 0))
        return self.real(b**p)

    def _root(self, tree: Tree, index: Tree) -> Value:
        value, k = self.of(tree), self.of(index)
        need(not is_array(value), "the root of an array")
        if isinstance(value, mpf) and value < 0 and k == int(k) and int(k) % 2:
            return -mp.root(-value, int(k))
        return self.real(mp.sqrt(value) if k == 2 else value ** (1 / k))

    def _T(self, tree: Tree) -> Value:
        value = self.of(tree)
        return value.T if is_array(value) else value

    def _abs(self, tree: Tree) -> Value:
        value = self.of(tree)
        need(not is_array(value), "bars around an array: write a norm or a determinant")
        return abs(value)

    def _norm(self, tree: Tree, kind: str) -> Value:
        value = self.of(tree)
        plain = not is_array(value) or value.shape[1] == 1
        need(
            not isinstance(value, Unit) and (plain or kind == "F"),
            f"the norm {kind} of a matrix",
        )
        sizes = [abs(one) for one in cells(value)]
        need(kind in ("1", "2", "F", "\\infty"), f"the norm {kind}")
        if kind in ("1", "\\infty"):
            return sum(sizes) if kind == "1" else max(sizes)
        return mp.sqrt(sum(one**2 for one in sizes))

    def _matrix(self, *rows: tuple[Tree, ...]) -> Value:
        need(
            len({len(row) for row in rows}) == 1, "a matrix whose rows differ in length"
        )
        found = [[self.of(one) for one in row] for row in rows]
        plain = all(isinstance(one, mpf | mpc) for row in found for one in row)
        need(plain, "a matrix of blocks")
        return single(np.array(found, dtype=object))

    def _tuple(self, *parts: Tree) -> Value:
        return self._matrix(*((one,) for one in parts))

    def _binom(self, n: Tree, k: Tree) -> Value:
        return mp.binomial(self.of(n), self.of(k))

    def _log(self, base: Tree, tree: Tree) -> Value:
        return self.called("ln", self.of(tree)) / self.called("ln", self.of(base))

    def _call(self, name: str, tree: Tree) -> Value:
        return self.called(name, self.of(tree))

    def called(self, name: str, value: Value) -> Value:
        """Return a known function of a value, entry by entry where it is one of numbers."""
        if name == "tr" and isinstance(value, mpf | mpc):
            return value  # a product of one row and one column
        if name in ("tr", "det"):
            fit(
                is_array(value) and len(set(value.shape)) == 1,
                f"`{name}` of {{}}",
                value,
            )
            return (
                sum(value.diagonal())
                if name == "tr"
                else mp.det(mp.matrix(value.tolist()))
            )
        vector = is_array(value) and value.shape[1] == 1
        if name == "diag" and is_array(value):
            return eye(len(value)) * value if vector else column(list(value.diagonal()))
        if name == "softmax" and vector:
            raised = each(mp.exp, value)
            return raised / sum(raised.flat)
        known = not isinstance(value, Unit) and name not in ("diag", "softmax")
        entries = not is_array(value) or vector or name in ("ReLU", "relu", "sign")
        need(known and entries, f"`{name}` of {described(value)}")
        return each(partial(self.elementary, name), value)

    def elementary(self, name: str, x: Value) -> Value:
        if name == "ln":
            value_if(x != 0)
        if name == "factorial":
            value_if(x >= 0 and x == int(x))
        if name in ("ReLU", "relu"):
            return max(x, mpf(0))
        name = {"ln": "log", "sgn": "sign", **INVERSES}.get(name, name)
        need(name in FUNCTIONS or hasattr(mp, name), f"`{name}` is not known")
        return self.real(getattr(mp, name)(x))

    # Names

    def _name(self, key: str) -> Value:
        for known in (self.local, self.over):
            if key in known:
                return known[key]
        declared = self.scope.declared.get(key)
        if self.scope.is_function(key):
            return self.apply(
                ("name", key), [self._name(one) for one in self.params(key)]
            )
        if key in self.scope.defined:
            definition = self.scope.defined[key][-1]
            need(not definition.indices, f"`{key}` without its index")
            return self.within(self.local).of(definition.tree)
        if key in self.sample.whole and (declared is None or key == "i"):
            return self.sample.draw(key, Declared("whole"))
        if key == "\\mathbf{1}":
            return column([mpf(1)] * self.sample.shape(declared or VECTOR)[0])
        if declared is None and key in BUILTIN:
            return Unit(mpf(key == "I"))
        if declared is None and key in CONSTANTS:
            need(key != "i" or self.sample.complex, "i as an index, and as a number")
            return mpc(0, 1) if key == "i" else +mp.e if key == "e" else +mp.pi
        return self.sample.draw(key, declared or self.assumed(key))

    def assumed(self, key: str) -> Declared:
        """Return what an undeclared name is: bold a vector, a small letter a number."""
        if key.startswith("\\mathbf"):
            return VECTOR
        stem = key.rpartition("\\Delta ")[2]
        shown = stem and not stem[0].isupper() and "\\math" not in stem
        need(shown, f"`{key}` is not declared: give it a row in the table of symbols")
        return SCALAR

    def params(self, key: str) -> tuple[str, ...]:
        """Return the inputs of a function that is written without them."""
        if key in self.scope.defined:
            definition = self.scope.defined[key][0]
            return definition.params or self.moving(definition.tree)
        declared = self.scope.declared.get(key, SCALAR)
        return declared.params or ("x",)

    def moving(self, tree: Tree) -> tuple[str, ...]:
        """Return what a prime is taken by: the inputs of the functions in a tree, its names."""
        keys: set[str] = set()
        free: set[str] = set()
        given = [part for one in walk(tree) if one[0] == "apply" for part in one[2:]]
        for one in (*given, tree):
            for key in names(one):
                if not self.scope.is_function(key) and key not in CONSTANTS:
                    (free if one is tree else keys).add(key)
        applied = {id(one[1]) for one in walk(tree) if one[0] == "apply"}
        for one in walk(tree):
            if (
                one[0] == "name"
                and self.scope.is_function(one[1])
                and id(one) not in applied
            ):
                inside = any(
                    one is part
                    for a in walk(tree)
                    if a[0] == "apply"
                    for part in walk(a[1])
                )
                keys |= set() if inside else set(self.params(one[1]))
        keys = keys or {key for key in free if key not in self.scope.defined}
        need(
            len(keys) == 1,
            f"a prime by one of {', '.join(sorted(keys)) or 'no name'}: write d/dx",
        )
        return tuple(keys)

    def _index(self, key: str, *indices: Tree) -> Value:
        if self.scope.is_function(key) and {*names(indices)} & {
            *self.params(key),
            *"xyz",
        }:
            return self.of(("d", "\\partial", ("name", key), *indices))  # f_{xy}
        written = (
            flat(("index", key, *indices))
            if all(i[0] == "num" for i in indices)
            else ""
        )
        if written in self.named:
            return self._name(written)
        found = [self.of(one) for one in indices]
        whole = all(not is_array(one) and one == int(one) for one in found)
        need(whole, f"an index of `{key}` that is no whole number")
        return self.entry(key, tuple(map(int, found)))

    def entry(self, key: str, at: tuple[int, ...]) -> Value:
        """Return what a name with these indices stands for."""
        written = f"{key}_{''.join(map(str, at))}"
        if written in self.named:
            return self._name(written)
        for definition in self.scope.defined.get(key, ()):
            if (bound := matched(definition, at)) is not None:
                return self.within(bound).of(definition.tree)
        owner = self.owner(key, len(at))
        if owner:
            array = self._name(owner)
            if len(at) > 1 and array.shape[1] == 1:
                at = (int("".join(map(str, at))),)
            return array[inside(array, at)]
        if key == "\\delta" and len(at) == 2:
            return mpf(at[0] == at[1])
        family = self.scope.declared.get(f"{key}_i")
        declared = family or self.scope.declared.get(key)
        if family and family.code:
            need(
                family.code in self.scope.declared,
                f"`{family.code}` is no declared array",
            )
            return self._name(family.code)[at[0] - 1 : at[0]].T
        if key == "\\mathbf{e}":
            array = eye(self.sample.shape(declared or VECTOR)[0])
            return array[:, inside(array, at)[0]][:, None]
        if declared and declared.kind == "function":
            need(
                declared is site().declared.get(key),
                f"the function `{key}` with an index",
            )
            declared = SCALAR
        return self.sample.draw(written, declared or self.assumed(key))

    def owner(self, key: str, count: int) -> str:
        """Return the name of the array of which a name with indices is an entry, or ""."""
        upper = [key.upper()] if count > 1 and len(key) == 1 else []
        for one in (key, bold(key), *upper):
            if "\\mathbf" in key or one in CONSTANTS or self.scope.is_function(one):
                continue
            declared, own = self.scope.declared.get(one), one in self.sample.keys
            common = declared is site().declared.get(one) and not own
            array = (declared and declared.kind == "array" and not common) or (
                own and one == bold(key)
            )
            defined = (
                one in self.scope.defined and not self.scope.defined[one][-1].indices
            )
            if (one in self.local or one in self.over or array or defined) and is_array(
                self._name(one)
            ):
                return one
        return ""

    # Functions

    def _apply(self, of: Tree, *inputs: Tree) -> Value:
        return self.apply(of, [self.of(one) for one in inputs])

    def apply(self, of: Tree, inputs: list[Value]) -> Value:
        """Return a function at its inputs; `of` is a name, or made of functions."""
        kind, *parts = of
        if kind == "name":
            return self.function(of[1], inputs)
        if kind == "index":
            at = [int(self.of(one)) for one in of[2:]]
            key, whole = f"{of[1]}_{''.join(map(str, at))}", bold(of[1])
            if key not in self.scope.defined and whole in self.named:
                return self.function(whole, inputs)[at[0] - 1, 0]
            return self.function(key, inputs)
        if kind == "paren":
            return self.apply(of[1], inputs)
        if kind == "compose":
            return self.apply(of[1], [self.apply(of[2], inputs)])
        if kind == "prime":
            order = of[2] if isinstance(of[2], int) else int(self.of(of[2]))
            need(len(inputs) == 1, "a prime for several inputs")
            f = partial(self.slope, lambda x: self.apply(of[1], [x]), order=order)
            return each(f, inputs[0])
        if kind == "inverse":
            return self.solve(of[1], inputs[0])
        need(kind in ("add", "neg", "mul", "div"), f"`{kind}` with inputs")
        keys = [f"#{k}" for k in range(len(parts))]
        values = [self.apply(one, inputs) for one in parts if isinstance(one, tuple)]
        bound = dict(zip(keys, values, strict=False))
        signs = [one for one in parts if not isinstance(one, tuple)]
        return self.within(bound).of((kind, *signs, *(("name", key) for key in bound)))

    def function(self, key: str, inputs: list[Value]) -> Value:
        if key in self.scope.defined:
            definition = self.scope.defined[key][-1]
            if not definition.params:
                return self.within({}).apply(definition.tree, inputs)
            bound = self.given(key, definition.params, inputs)
            (first, value), *rest = bound.items()
            if is_array(value) and not rest and not self.takes_array(first):
                return each(
                    lambda one: self.within({first: one}).of(definition.tree), value
                )
            return self.within(bound).of(definition.tree)
        declared = self.scope.declared.get(key, Declared("function"))
        need(
            declared.kind == "function",
            f"`{key}` is declared as a {declared.kind}, and given inputs",
        )
        if declared.code:
            return self.coded(declared.code, inputs)
        if "each" in declared.tags and any(map(is_array, inputs)):
            return each(lambda one: self.sample.function(key, [one], 1), inputs[0])
        size = "m" if "\\mathbf" in key else "1"
        sizes = (
            self.sample.shape(declared) if declared.shape else (self.sample.size(size),)
        )
        return self.sample.function(key, inputs, sizes[0])

    def takes_array(self, key: str) -> bool:
        return "\\mathbf" in key or self.scope.declared.get(key, SCALAR).kind == "array"

    def given(
        self, key: str, params: tuple[str, ...], inputs: list[Value]
    ) -> dict[str, Value]:
        """Return the inputs by name; a vector may be given for all entries, and they for it."""
        if len(params) == 1 < len(inputs) and self.takes_array(params[0]):
            inputs = [column(inputs)]
        if len(inputs) == 1 < len(params) and np.shape(inputs[0]) == (len(params), 1):
            inputs = cells(inputs[0])
        need(
            len(params) == len(inputs),
            f"`{key}` has {len(params)} inputs, and is given {len(inputs)}",
        )
        return dict(zip(params, inputs, strict=True))

    def coded(self, name: str, inputs: list[Value]) -> Value:
        """Return what the page's own code says."""
        code = functions(self.scope.code).get(name)
        given: list[Any] = [np.array(one, dtype=float) for one in inputs]
        given = [one[:, 0] if one.shape[1:] == (1,) else one[()] for one in given]
        try:
            with np.errstate(all="ignore"):
                found: Any = np.array(code(*given), dtype=float)  # type: ignore[misc]
        except Exception as error:
            raise Unread(f"the page's code `{name}` fails: {error}") from None
        value_if(np.isfinite(found).all())
        if found.ndim == 0:
            return mpf(float(found))
        found = found[:, None] if found.ndim == 1 else found
        return filled(found.shape, lambda place: mpf(float(found[place])))

    def solve(self, of: Tree, y: Value) -> Value:
        """Return the input for which a function has this value, by Newton's method."""
        found: list[Value] = []
        known = not self.sample.inverted or set(names(of)) <= {*self.scope.defined}
        tiny = mpf(10) ** (8 - mp.dps)
        for x in (y, mpf("0.7"), mpf("-1.3"), mpf(4)) if known else (y,):
            for _ in range(60):
                try:
                    step = (self.apply(of, [x]) - y) / self.slope(
                        lambda t: self.apply(of, [t]), x
                    )
                except (NoValue, ZeroDivisionError):
                    break
                x = x - step
                if abs(step) <= tiny * (1 + abs(x)):
                    found += (
                        [x] if all(abs(x - one) > mpf("1e-12") for one in found) else []
                    )
                    break
        if not found:
            raise Skip("an inverse that is not found")
        need(len(found) == 1, "an inverse of what takes a value twice")
        self.sample.loose = True
        return found[0]

    # Derivatives

    def slope(self, f: Callable[[Value], Value], x: Value, order: int = 1) -> Value:
        """Return a derivative, by central differences. NoValue at a corner."""
        if order == 0:
            return f(x)
        if self.sample.floats:
            h, inner = mpf("0.002"), partial(self.slope, f, order=order - 1)
            far, near, back, behind = (inner(x + k * h) for k in (2, 1, -1, -2))
            return (8 * (near - back) - (far - behind)) / (12 * h)
        with mp.workdps(mp.dps + MORE * order):
            h = mpf(10) ** -(mp.dps // (order + 2)) * max(mpf(1), abs(x))
            if order == 1:
                here, after, before = f(x), f(x + h), f(x - h)
                if isinstance(here, Unit):
                    return Unit(mpf(0))
                found, sides = (
                    (after - before) / (2 * h),
                    ((after - here) / h, (here - before) / h),
                )
            else:
                signs = [mpf((-1) ** k * comb(order, k)) for k in range(order + 1)]
                sides = tuple(
                    sum(
                        s * f(x + (mpf(order) / 2 - k) * step)
                        for k, s in enumerate(signs)
                    )
                    / step**order
                    for step in (h, h * 7 / 10)
                )
                found = sides[1]
            for a, b in zip(*map(cells, sides), strict=True):
                value_if(abs(a - b) <= mpf("1e-9") * (abs(a) + abs(b)) + mpf("1e-15"))
            return found

    def moved(self, by: Tree) -> tuple[str, Any]:
        """Return the name whose value a derivative moves, and which of its entries."""
        key = flat(by)
        if by[0] == "index":
            at = tuple(int(self.of(one)) for one in by[2:])
            owner = self.owner(by[1], len(at))
            if owner:
                return owner, inside(self._name(owner), at)
            key = f"{by[1]}_{''.join(map(str, at))}"
            self.sample.draw(
                key, self.scope.declared.get(by[1], SCALAR)
            ) if key not in self.named else None
        free = key in self.local or not self.scope.is_function(key)
        need(free, f"a derivative by the function `{key}`")
        return key, None

    def differ(self, f: Callable[["Env"], Value], by: Tree) -> Value:
        """Return the derivative in the site's layout: a column or the shape of a matrix for
        a number, one row an output for a vector."""
        (key, place), turned = self.moved(by[1] if by[0] == "T" else by), by[0] == "T"
        free = key not in self.named and key in self.sample.drawn
        value = self.sample.drawn[key] if free else self._name(key)
        need(not isinstance(value, Unit), "a derivative by zeros")
        if place is not None or not is_array(value):
            at = value if place is None else value[place]

            def new(t: Value) -> Value:
                return f(
                    self.binding(key, t if place is None else put(value, place, t))
                )

            return self.slope(new, at)

        def part(p: Any) -> Value:
            return self.slope(
                lambda t: f(self.binding(key, put(value, p, t))), value[p]
            )

        parts = filled(value.shape, part)
        first = parts.flat[0]
        need(not isinstance(first, Unit), "a derivative of an identity")
        if not is_array(first):
            return single(parts.T if turned else parts)
        need(
            value.shape[1] == first.shape[1] == 1,
            "a derivative of more than two dimensions",
        )
        return np.hstack(list(parts.flat))

    def nested(self, of: Tree, by: tuple[Tree, ...]) -> Value:
        if not by:
            return self.of(of)
        return self.differ(lambda env: env.nested(of, by[1:]), by[0])

    def _d(self, sign: str, of: Tree, *by: Tree) -> Value:
        self.check_known(of, by[0])
        if sign == "\\partial" and of[0] == "name" and by[0][0] == "name":
            held = self.beside(of[1], by[0][1])
            return replace(self, over={**self.over, **held}).nested(of, by)
        return self.nested(of, by)

    def beside(self, key: str, by: str) -> dict[str, Value]:
        """Return what a curly derivative holds still where a straight one is taken as well."""
        if key not in self.sample.total or key not in self.scope.defined:
            return {}
        direct = [one for one in names(self.scope.defined[key][-1].tree)
                  if not self.scope.is_function(one)]  # fmt: skip
        held = [one for one in direct if one != by and one in self.scope.defined]
        return {one: self._name(one) for one in held} if by in direct else {}

    def check_known(self, of: Tree, by: Tree) -> None:
        """Refuse the derivative of a name of which nothing says what it is made of."""
        if of[0] == "index" and by[0] in ("name", "index") and by[1] != of[1]:
            known = of[1] in self.scope.defined or bold(of[1]) in self.scope.defined
            need(
                known or flat(of) in self.scope.defined,
                f"nothing says what `{flat(of)}` is",
            )
        need(
            of[0] != "name" or by == of or of[1] not in self.local,
            "a derivative of an index",
        )
        if of[0] != "name" or by == of or of[1] in self.scope.defined:
            return
        key, declared = of[1], self.scope.declared.get(of[1], SCALAR)
        need(
            declared.kind == "function",
            f"`{key}` is differentiated, and nothing says what it is",
        )
        said = declared.params or by == ("name", "x")
        need(said, f"the inputs of `{key}` are not said: write `{key}(...)` in its row")

    def at(self, of: Tree, inputs: list[Value]) -> tuple["Env", Tree]:
        """Return the tree of a function at inputs that can be moved, and where to read it."""
        bound = {f"#{k}": one for k, one in enumerate(inputs)}
        return replace(self, local={**self.local, **bound}), (
            "apply",
            of,
            *(("name", key) for key in bound),
        )

    def _dat(self, sign: str, of: Tree, by: tuple[Tree, ...], *inputs: Tree) -> Value:
        """df/dx(a): the derivative of a function by one of its inputs, at these."""
        values = [self.of(one) for one in inputs]
        if (
            of[0] == "index"
            and flat(of) not in self.named
            and bold(of[1]) in self.named
        ):
            return self.of(
                ("entry", ("dat", sign, ("name", bold(of[1])), by, *inputs), *of[2:])
            )
        key = flat(of)
        if not self.scope.is_function(key):
            known = key in self.scope.defined and all(
                one[0] == "name" for one in inputs
            )
            need(known, f"`{key}` has no inputs")
            return self._d(sign, of, *by)
        defined, declared = (
            self.scope.defined.get(key),
            self.scope.declared.get(key, SCALAR),
        )
        params = defined[0].params if defined else declared.params
        if not params and not any(map(is_array, values)):
            params = ("x", "y", "z")[: len(values)]
        env, tree = self.at(of, values)
        moves: list[Tree] = []
        for one in by:
            if one[0] == "index" and len(values) == 1 and is_array(values[0]):
                at = inside(values[0], (int(self.of(one[2])),))
                moves.append(("index", "#0", ("num", str(at[0] + 1))))
            else:
                need(
                    one[0] == "name" and one[1] in params,
                    "a derivative by what is no input",
                )
                moves.append(("name", f"#{params.index(one[1])}"))
        return env.nested(tree, tuple(moves))

    def _prime(self, of: Tree, order: Any) -> Value:
        """f' without inputs, or (...)'."""
        if of[0] == "name" and self.scope.is_function(of[1]) is not False:
            params = self.params(of[1])
            need(len(params) == 1, "a prime for several inputs")
            return self.apply(("prime", of, order), [self._name(params[0])])
        need(
            of[0] not in ("name", "index"),
            f"a prime of `{of[1]}`, which is no function",
        )
        count = order if isinstance(order, int) else int(self.of(order))
        return self.nested(of, (("name", *self.moving(of)),) * count)

    def _grad(self, order: int, by: Tree | None, of: Tree) -> Value:
        applied = of[0] == "apply"
        function = (
            self.scope.is_function(flat(of[1]) if applied else of[1])
            if of[0] in ("apply", "name")
            else False
        )
        if by is not None or (not function and applied):
            need(order == 1, "a Hessian by a name")
            inputs = [by] if by else list(of[2:])
            of = of[1] if applied and not function else of
            self.check_known(of, inputs[0])
            found = [self.differ(lambda env: env.of(of), one) for one in inputs]
        elif function:
            params = self.params(of[1]) if not applied else ()
            if params == ("x",) and of[1] not in self.scope.defined:
                params = ("\\mathbf{x}",)
            inputs = (
                [self.of(one) for one in of[2:]]
                if applied
                else [self._name(one) for one in params]
            )
            return self.gradient(of[1] if applied else of, inputs, order)
        else:
            keys = sorted(set(names(of)) - CONSTANTS)
            clear = (
                of[0] == "paren"
                and order == 1
                and (len(keys) == 1 or set(keys) <= {*"xyz"})
            )
            need(clear, "a gradient that does not say of what inputs")
            found = [self.differ(lambda env: env.of(of), ("name", key)) for key in keys]
        return found[0] if len(found) == 1 else column(found)

    def gradient(self, of: Tree, inputs: list[Value], order: int) -> Value:
        """Return the column of all partial derivatives, or the matrix of the second ones."""
        need(order in (1, 2), "a nabla of this order")
        env, tree = self.at(of, inputs)
        value = env.of(tree)
        need(not is_array(value), "a gradient of what has several outputs")
        places = [("name", key) if not is_array(x) else ("index", key, *(("num", str(i + 1)) for i in p))
                  for key, x in ((f"#{k}", x) for k, x in enumerate(inputs))
                  for p in np.ndindex(np.shape(x))]  # fmt: skip
        if order == 2:
            return np.array(
                [[env.nested(tree, (a, b)) for b in places] for a in places],
                dtype=object,
            )
        shape = (
            inputs[0].shape
            if len(inputs) == 1 and is_array(inputs[0])
            else (len(places), 1)
        )
        return np.array(
            [env.nested(tree, (one,)) for one in places], dtype=object
        ).reshape(shape)

    def _along(self, by: Tree, of: Tree) -> Value:
        need(
            of[0] in ("name", "apply"),
            "a directional derivative of what is no function",
        )
        f, u = of if of[0] == "name" else of[1], self.of(by)
        bare = self.params(f[1]) if f[1] in self.scope.defined else ("\\mathbf{x}",)
        given = list(of[2:]) if of[0] == "apply" else [("name", one) for one in bare]
        inputs = [self.of(one) for one in given]
        x = inputs[0] if is_array(inputs[0]) else column(inputs)
        fit(np.shape(u) == x.shape, "a direction that is {}", u)

        def along(t: Value) -> Value:
            moved = x + t * u
            return self.apply(f, [moved] if is_array(inputs[0]) else cells(moved))

        return self.slope(along, mpf(0))

    # Small changes

    def _diff(self, of: Tree) -> Value:
        """Return a small change: that of a letter that moves, or what follows from those."""
        of = unwrapped(of)
        nested = any(one[0] == "diff" for one in walk(of))
        need(not nested, "a small change of a small change")
        (moving, written), key = self.movers(), self.letter(of)
        if key in moving:
            change = self.change(key)
            indexed = of[0] == "index" and is_array(change)
            return self.inner("#d", change)._index("#d", *of[2:]) if indexed else change
        need(written & below(of, self.scope), "a small change of what nothing moves")
        loose = ", ".join(sorted(self.made_of(of) - moving))
        need(not loose, f"whether {loose} moves: say `fixed $...$` of what does not")
        here = [(one, self._name(one), self.change(one)) for one in sorted(moving)]

        def along(t: Value) -> Value:
            moved = {one: value + t * by for one, value, by in here}
            return replace(self, over={**self.over, **moved}).of(of)

        return self.slope(along, mpf(0))

    def letter(self, of: Tree) -> str:
        """Return the name whose small change this is, or ""."""
        if of[0] not in ("name", "index") or self.scope.is_function(of[1]):
            return ""
        if of[0] == "name":
            return str(of[1])
        owner = self.owner(of[1], len(of) - 2)
        if owner or of[1] in self.scope.defined:
            return owner
        drawn = all(one[0] == "num" for one in of[2:]) and self.of(of)
        known = drawn is not False and drawn is self._name(flat(of))
        need(known, f"a small change of `{of[1]}`, which is no declared array")
        return flat(of)

    def movers(self) -> tuple[set[str], set[str]]:
        """Return what moves, and by which names it is written: the letters whose small change
        is written. One that is defined by none of the others stands for all in it."""
        if "d" not in self.sample.made:
            keys = {self.letter(one) for one in self.sample.changed} - {""}
            written = {key for key in keys if key not in self.scope.defined
                       or not keys & (below(("name", key), self.scope) - {key})}  # fmt: skip
            found = written - set(self.scope.defined)
            made = [self.made_of(("name", key)) for key in sorted(written - found)]
            same = all(one and one == made[0] for one in made)
            need(same, "small changes of names that are not made of the same letters")
            need(written, "small changes of which nothing says what moves")
            self.sample.made["d"] = found.union(*made), written
        return self.sample.made["d"]  # type: ignore[no-any-return]

    def made_of(self, tree: Tree) -> set[str]:
        """Return the letters that a tree and its definitions are made of, and that can move."""
        keys = closure([tree], self.scope, inputs=False)
        used = [one for key in keys for one in self.scope.defined.get(key, ())]
        found: set[str] = set()
        for one in (Definition(tree), *used):
            parts = list(walk(one.tree))
            known = not any(part[0] in BINDING for part in parts)
            need(known, "a small change of what binds a name")
            bound = {*one.params, *dict(one.indices)}
            bound |= {p[1] for p in parts if p[0] in ("sum", "prod", "max", "min")}
            free = [p for p in parts if p[0] in ("name", "index") and p[1] not in bound]
            found |= {*map(self.letter, free)} | inputs_of(one.tree, self.scope) - bound
        return {key for key in found - self.scope.fixed if key and not self.held(key)}

    def held(self, key: str) -> bool:
        """Whether a name has a value that never moves, or one that its definition moves."""
        declared = self.scope.declared.get(key)
        constant = (
            key in CONSTANTS | BUILTIN if declared is None else declared.kind == "whole"
        )
        never = constant or key in self.sample.whole or key == "\\mathbf{1}"
        return never or key in self.scope.defined

    def change(self, key: str) -> Value:
        """Return the small change of a letter, of the same shape."""
        tags = self.scope.declared.get(key, SCALAR).tags & {"symmetric", "unit"}
        free = not tags and not self.held(key) and key not in self.local
        need(free, f"a small change of `{key}`, which is not free")
        if f"d{key}" not in self.sample.drawn:
            chance, value = self.sample.random(f"d{key}"), self._name(key)
            change = each(lambda _: mpf(chance.uniform(-2, 2)), value)
            self.sample.drawn[f"d{key}"] = change
        return self.sample.drawn[f"d{key}"]

    # Limits, sums, integrals, expectations

    def _lim(self, var: Tree, to: Tree, side: str, body: Tree) -> Value:
        need(
            var[0] == "name" and "\\mathbf" not in var[1],
            "a limit of what is no number",
        )
        goal, self.sample.loose = self.of(to), True
        signs = (1,) if mp.isinf(goal) else (int(f"{side}1"),) if side else (1, -1)
        found = [
            one
            for one in (self.settled(var[1], goal, sign, body) for sign in signs)
            if one is not None
        ]
        value_if(found)
        for a, b in zip(cells(found[0]), cells(found[-1]), strict=True):
            same = a == b or abs(a - b) <= mpf("1e-9") * max(
                abs(a), abs(b), mpf("1e-3")
            )
            if not same:
                raise NoLimit("another value from each side")
        return found[0]

    def settled(self, key: str, goal: Value, sign: int, body: Tree) -> Value:
        """Return what values settle on along steps that are no powers of ten; None where there
        are none."""
        found = []
        with mp.workdps(mp.dps + 4 * MORE):
            for scale in (10, 14, 18) if not self.sample.floats else (3, 4, 5):
                for factor in (mp.sqrt(2), mp.pi / 4, mp.e**2, mpf("0.61803")):
                    step = factor * mpf(10) ** -scale
                    at = mp.sign(goal) / step if mp.isinf(goal) else goal + sign * step
                    try:
                        found.append(
                            self.binding(
                                key, mp.floor(at) if key in self.sample.whole else at
                            ).of(body)
                        )
                    except NoValue:
                        return None
        need(not any(isinstance(one, Unit) for one in found), "a limit of an identity")
        first, before, last = found[:4], found[4:8], found[8:]
        if not is_array(last[0]):
            signs = {mp.sign(mp.re(one)) for one in last}
            growing = all(
                abs(a) > 50 * abs(b) for a, b in zip(last, before, strict=True)
            )
            if growing and len(signs) == 1 and abs(last[0]) > 1e6:
                return signs.pop() * mpf("inf")
        near = (mpf("1e-3") if self.sample.floats else mpf("1e-11")) * max(
            1, *map(abs, cells(last[0]))
        )

        def span(row: list[Value]) -> Value:
            return max(abs(one - row[0]) for one in row) if not is_array(row[0]) else max(
                abs(a - b) for one in row for a, b in zip(one.flat, row[0].flat, strict=True))  # fmt: skip

        if span(last) > near and span(last) > span(first) / 3:
            raise NoLimit("the values do not settle")
        if span(last) > near or span([last[0], before[0]]) > 100 * near:
            raise Skip("a limit that is too slow to be seen")
        return last[0]

    def reach(self, body: Tree, name: str) -> int:
        """Return how far an index goes whose sum does not say it."""
        found = set()
        for one in walk(body):
            if one[0] == "index" and ("name", name) in one[2:]:
                owner = self.owner(one[1], len(one) - 2)
                need(
                    owner or one[1] in self.scope.declared,
                    f"a sum whose `{name}` has no ends",
                )
                shape = (
                    self._name(owner).shape if owner else (self.sample.size("N"),) * 2
                )
                found.add(shape[one[2:].index(("name", name))])
        need(len(found) == 1, f"a sum whose `{name}` has no ends")
        return int(found.pop())

    def terms(self, name: str, low: Any, high: Any, body: Tree) -> list[Value]:
        first = self.of(low) if low else mpf(1)
        last = self.of(high) if high else mpf(self.reach(body, name))
        if not mp.isinf(last):
            whole = first == int(first) and last == int(last) and last - first < 400
            need(whole, "a sum whose ends are no whole numbers")
            return [
                self.inner(name, mpf(k)).of(body)
                for k in range(int(first), int(last) + 1)
            ]
        found: list[Value] = []
        for k in range(int(first), int(first) + 700):
            found.append(self.inner(name, mpf(k)).of(body))
            need(not is_array(found[-1]), "an endless sum of arrays")
            if len(found) > 12 and all(
                abs(one) < mpf(10) ** (15 - mp.dps) for one in found[-4:]
            ):
                self.sample.loose = True
                return found
        early, late = abs(found[-300]), abs(found[-1])
        falling = abs(found[-1] / found[-2]) < abs(found[-300] / found[-301]) * mpf(
            "0.9"
        )
        value_if(late < early * mpf("0.999") or falling)
        raise Skip("an endless sum that is too slow")

    def _sum(self, *parts: Any) -> Value:
        return total(self.terms(*parts), mpf(0))

    def _prod(self, *parts: Any) -> Value:
        return reduce(times, self.terms(*parts), mpf(1))

    def _max(self, *parts: Any) -> Value:
        return max(self.terms(*parts))

    def _min(self, *parts: Any) -> Value:
        return min(self.terms(*parts))

    def _maxof(self, *parts: Tree, pick: Any = max) -> Value:
        values = [self.of(one) for one in parts]
        if len(values) == 1 and is_array(values[0]):
            return pick(values[0].flat)
        value_if(not any(isinstance(one, mpc) for one in values))
        arrays = [one for one in values if is_array(one)]
        if not arrays:
            return pick(values)
        need(len(values) == 2 and len(arrays) == 1, "a maximum of arrays")
        (other,) = [one for one in values if not is_array(one)]
        return each(lambda one: pick(one, other), arrays[0])

    def _minof(self, *parts: Tree) -> Value:
        return self._maxof(*parts, pick=min)

    def _maxon(
        self, name: str, low: Tree, high: Tree, body: Tree, pick: Any = max
    ) -> Value:
        """The largest value between two ends, on a grid that is then drawn closer."""
        a, b = sorted((self.of(low), self.of(high)))
        for _ in range(2):
            grid = [a + (b - a) * k / 8 for k in range(9)]
            values = [self.inner(name, x).of(body) for x in grid]
            best = values.index(pick(values))
            a, b = grid[max(best - 1, 0)], grid[min(best + 1, 8)]
        return pick(values)

    def _minon(self, name: str, low: Tree, high: Tree, body: Tree) -> Value:
        return self._maxon(name, low, high, body, min)

    def _int(self, name: str, low: Tree, high: Tree, body: Tree) -> Value:
        a, b = self.of(low), self.of(high)
        steps = [mpf(k) / 16 for k in range(-72, 73)]
        need(not mp.isinf(a) or mp.isinf(b), "an integral from infinity to a number")
        if mp.isinf(a):
            fine = [(mp.sinh(u), mp.cosh(u) / 16) for u in steps]
        elif mp.isinf(b):
            far = [(u, mp.exp(u - mp.exp(-u))) for u in steps]
            fine = [(a + x, x * (1 + mp.exp(-u)) / 16) for u, x in far]
        else:
            half, middle = (b - a) / 2, (a + b) / 2
            fine, coarse = (
                [(middle + half * x, half * w) for x, w in rule("plain", k)]
                for k in (32, 22)
            )
        if mp.isinf(b):
            coarse = [(x, 2 * w) for x, w in fine[::2]]
        found, check = (
            sum(w * self.inner(name, x).of(body) for x, w in points)
            for points in (fine, coarse)
        )
        if abs(found - check) > mpf("1e-8") * max(1, abs(found)):
            raise Skip("an integral that so few points do not settle")
        self.sample.loose = True
        return found

    def _E(self, by: tuple[Any, ...], *body: Tree) -> Value:
        need(len(body) == 1, "an expectation of several things")
        keys = closure(body, self.scope)
        spread = {key: self.scope.declared[key].spread for key in sorted(keys)
                  if key in self.scope.declared and self.scope.declared[key].spread}  # fmt: skip
        if by:
            spread = {by[0]: by[1] or spread.get(by[0])}
        need(
            spread and all(spread.values()),
            "an expectation of what is not said to be random",
        )
        parts = []
        for point in product(*(self.outcomes(one) for one in spread.values())):
            weight, env = mpf(1), self
            for key, (value, w) in zip(spread, point, strict=True):
                weight, env = weight * w, env.binding(key, value)
            parts.append(times(weight, env.of(body[0])))
        self.sample.loose = True
        return total(parts, mpf(0))

    def outcomes(self, spread: Any) -> list[tuple[Value, Value]]:
        """Return the values of a random number with their weights."""
        need(
            spread[0] == "apply" and spread[1][0] == "name",
            "a distribution that is not known",
        )
        kind, inputs = spread[1][1], [self.of(one) for one in spread[2:]]
        if kind in ("\\mathcal{N}", "N") and len(inputs) == 2:
            return [
                (inputs[0] + mp.sqrt(inputs[1]) * x, w) for x, w in rule("normal", 40)
            ]
        if kind in ("\\mathcal{U}", "U") and len(inputs) == 2:
            low, high = inputs
            return [
                (low + (high - low) * (1 + x) / 2, w / 2) for x, w in rule("plain", 40)
            ]
        need(
            kind in ("Bernoulli", "Ber") and len(inputs) == 1,
            "a distribution that is not known",
        )
        return [(mpf(1), inputs[0]), (mpf(0), 1 - inputs[0])]

    def _Var(self, by: tuple[Any, ...], *body: Tree) -> Value:
        return self._Cov(by, *body, *body)

    def _Cov(self, by: tuple[Any, ...], *body: Tree) -> Value:
        need(len(body) == 2, "a covariance of other than two")
        mean = partial(self._E, by)
        return mean(("mul", "", *body)) - mean(body[0]) * mean(body[1])

    # The rest

    def _cases(self, *cases: tuple[Tree, Any]) -> Value:
        for value, when in cases:
            if when is None or all(
                holds(self.of(a), sign, self.of(b)) for a, sign, b in when
            ):
                return self.of(value)
        raise NoValue

    def _at(self, tree: Tree, links: tuple[Any, ...]) -> Value:
        env = self
        for one, _, other in links:
            env = env.binding(flat(one), self.of(other))
        return env.of(tree)

    def _entry(self, tree: Tree, *indices: Tree) -> Value:
        value = self.of(tree)
        need(is_array(value), "an entry of a number")
        return value[inside(value, tuple(int(self.of(one)) for one in indices))]

    def _compose(self, one: Tree, other: Tree) -> Value:
        return self.apply(one, [self.of(other)])


def inside(array: Value, at: tuple[int, ...]) -> tuple[int, int]:
    """Return the place of an entry, from 0. NoValue if there is none."""
    place = at[0] - 1, at[1] - 1 if len(at) > 1 else 0
    value_if(
        min(place) >= 0 and place[0] < array.shape[0] and place[1] < array.shape[1]
    )
    return place


def matched(definition: Definition, at: tuple[int, ...]) -> dict[str, Value] | None:
    """Return what the indices of a definition are for these, if it says anything of them."""
    bound: dict[str, Value] = {}
    if not definition.indices or len(definition.indices) != len(at):
        return None
    for (name, move), k in zip(definition.indices, at, strict=True):
        if (not name and move != k) or (name and k - move < (0 if move > 0 else 1)):
            return None
        bound |= {name: mpf(k - move)} if name else {}
    return bound


def below(tree: Tree, scope: Scope) -> set[str]:
    """Return all that a value depends on: arrays by their entries, bare functions by inputs."""
    found = set(closure([tree], scope, inputs=False))
    used = [one for key in found for one in scope.defined.get(key, ())]
    for one in (Definition(tree), *used):
        for part in walk(one.tree):
            if part[0] == "index":
                arrays = {bold(part[1]), *([part[1].upper()] if len(part) > 3 else [])}
                found |= arrays - {*one.params}
                found |= {flat(part)} if all(k[0] == "num" for k in part[2:]) else set()
        found |= inputs_of(one.tree, scope)
    return found


def inputs_of(tree: Tree, scope: Scope) -> set[str]:
    """Return the inputs of the functions that are written without theirs."""
    parts, found = list(walk(tree)), set()
    given = {id(p) for part in parts if part[0] == "apply" for p in walk(part[1])}
    for part in parts:
        if part[0] == "name" and scope.is_function(part[1]) and id(part) not in given:
            defined, declared = scope.defined.get(part[1]), scope.declared.get(part[1])
            known = defined[0].params if defined else declared and declared.params
            found |= {*(known or ("x",))}
    return found


def closure(trees: Any, scope: Scope, inputs: bool = True) -> dict[str, None]:
    """Return all names that take part, those of definitions as well, maybe their inputs."""
    found: dict[str, None] = {}
    todo = names(trees)
    while todo:
        key = todo.pop()
        if key not in found:
            found[key] = None
            for one in scope.defined.get(key, ()):
                bound = () if inputs else one.params
                todo += [name for name in names(one.tree) if name not in bound]
            todo += [one for one in (bold(key),) if one in scope.defined]
    return found
