"""What a tree is worth at one point: numbers of mpmath, arrays of NumPy that hold them.

Names that stand for nothing yet are drawn: numbers, arrays with two sizes that differ,
functions that are smooth and bend. Derivatives are differences so fine, at so many digits,
that they are right to twenty; what cannot be worked out raises Unread, what has no value
(a division by 0, the root of a negative number) NoValue.
"""

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from zlib import crc32

import numpy as np
from mpmath import mp, mpc, mpf

from downhill.equations import names as known
from downhill.equations.names import Declared, Scope, site
from downhill.equations.tree import FUNCTIONS, Tree, Unread, names

Value = Any  # mpf, mpc, Unit or an array of two dimensions
DIGITS, MORE = 40, 30  # digits to begin with, and more for each derivative
ROUNDS = ({"N": 5, "n": 3}, {"N": 4, "n": 2})  # sizes that tell the dimensions apart
OTHERS = ((2, 4, 6, 7), (3, 5, 6, 7))
CONSTANTS = {"e", "\\pi", "i"}
NODES = 40


class NoValue(Exception):
    """There is no such number here."""


class Skip(Exception):
    """Nothing can be said at this point."""


class ShapeError(Exception):
    """Arrays that do not fit."""


@dataclass(frozen=True)
class Unit:
    """A multiple of the identity, or zeros, in whatever size is asked for."""

    factor: Any


@dataclass
class Sample:
    """One point: the values that were drawn for it."""

    number: int
    scope: Scope
    whole: frozenset[str] = frozenset()
    inverted: bool = False  # functions have inverses
    complex: bool = False
    floats: bool = False  # code takes part, in 16 digits
    loose: bool = False  # a limit or a quadrature took part, right to ten digits
    bounds: dict[str, list[tuple[str, float]]] = field(default_factory=dict)
    drawn: dict[str, Value] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    total: frozenset[str] = frozenset()  # what a straight d is taken of
    shown: dict[str, Value] = field(default_factory=dict)
    work: list[int] = field(default_factory=lambda: [0])  # how often functions were asked
    made: dict[Any, Any] = field(default_factory=dict)
    keys: frozenset[str] = frozenset()  # all that takes part
    sized: frozenset[str] = frozenset()  # those that are the size of something

    def random(self, key: str) -> random.Random:
        return random.Random(f"{self.number} {key}")

    def size(self, name: str) -> int:
        if name.isdigit():
            return int(name)
        if name not in self.sizes:
            preset = ROUNDS[self.number % 2]
            pool = OTHERS[self.number % 2]
            used = set(self.sizes.values()) | set(preset.values())
            free = [one for one in pool if one not in used] or [8 + len(self.sizes)]
            self.sizes[name] = preset.get(name) or free[0]
        return self.sizes[name]

    def shape(self, declared: Declared) -> tuple[int, int]:
        sizes = [self.size(name) for name in declared.shape]
        return (sizes[0], sizes[1]) if len(sizes) == 2 else (sizes[0], 1)

    def draw(self, key: str, declared: Declared | None) -> Value:
        """Return the value of a free name at this point."""
        if key not in self.drawn:
            self.drawn[key] = self._draw(key, declared)
            self.shown[key] = self.drawn[key]
        return self.drawn[key]

    def _draw(self, key: str, declared: Declared | None) -> Value:
        if declared and declared.kind == "array":
            return self.array(key, declared)
        if key in self.sized or (key in self.whole and key in ROUNDS[0]):
            return mpf(self.size(key))
        chance = self.random(key)
        if key in self.whole or (declared and declared.kind == "whole"):
            low = max([1, *(int(b) + (s == ">") for s, b in self.bounds.get(key, ()) if s[0] == ">")])
            return mpf(chance.choice([low, low, low + 1, low + 1, low + 2, low + 3, low + 4]))
        name = crc32(key.encode())
        turn = (self.number * (5, 7, 11, 13)[name // 24 % 4] + name) % 24
        bounds = self.bounds.get(key) or self.bounds.get(key.rpartition("_")[0], ())
        return number(random.Random(key), chance, turn, bounds)

    def array(self, key: str, declared: Declared) -> Value:
        rows, columns = self.shape(declared)
        chance = self.random(key)
        made = np.empty((rows, columns), dtype=object)
        for cell in np.ndindex(rows, columns):
            made[cell] = mpf(chance.uniform(-2, 2)) + mpf(chance.random()) / 10**9
        if "symmetric" in declared.tags:
            made = (made + made.T) / 2
        if "unit" in declared.tags:
            made = made / mp.sqrt(sum(one**2 for one in made.flat))
        return made

    def function(self, key: str, inputs: list[Value], size: int) -> Value:
        """Return the value of a function that nothing else is known of."""
        flat = [one for value in inputs for one in cells(value)]
        self.work[0] += 1
        found = []
        for part in range(size):
            c, *waves = self.coefficients(f"{key}({part})", len(flat))
            if self.inverted:
                found.append(c + waves[0][0] * (waves[0][1] * flat[0] + mp.sin(flat[0])))
                continue
            total = c
            for height, phase, paces, slopes, bends in waves:
                inner = sum((p * x for p, x in zip(paces, flat, strict=True)), phase)
                total = total + height * mp.sin(inner)
                total = total + sum((s + q * x) * x for s, q, x in zip(slopes, bends, flat, strict=True))
            found.append(total)
        return found[0] if size == 1 else column(found)

    def coefficients(self, key: str, count: int) -> Any:
        if (key, count) not in self.made:
            chance = self.random(key)

            def some(low: float, high: float, sign: bool = False) -> Value:
                return mpf(chance.uniform(low, high)) * (chance.choice((1, -1)) if sign else 1)

            waves = [(some(0.3, 1), some(-2, 2), *([some(*ends, True) for _ in range(count)] for ends in
                      ((0.4, 1.3), (0.1, 1), (0.1, 0.4)))) for _ in range(2)]  # fmt: skip
            if self.inverted:
                waves = [(some(0.3, 1, True), some(1.3, 3))]
            self.made[key, count] = (some(-1, 1), *waves)
        return self.made[key, count]


SPECIAL = ("0", "1", "-1", "2", "0.5", "-0.5", "-2", "3", "10", "-4")
EDGES = ("0", "1", "0.5", "0.000001", "0.999999")


def number(own: random.Random, chance: random.Random, turn: int, bounds: Any) -> Value:
    """Return a real number within bounds: most are plain, each in turn an edge, tiny, large."""
    special = own.sample(SPECIAL, len(SPECIAL))  # two names are seldom the same
    low = max((b for s, b in bounds if s[0] == ">"), default=None)
    high = min((b for s, b in bounds if s[0] == "<"), default=None)
    size = mpf(chance.uniform(0.1, 3)) if turn > 14 else mpf(10) ** mpf(chance.uniform(-3, 2))
    if low is not None and high is not None:
        inner = mpf(EDGES[turn]) if turn < len(EDGES) else mpf(chance.random())
        return low + (high - low) * inner
    if low is not None or high is not None:
        size = abs(mpf(special[turn])) if turn < 5 else size
        return low + size if low is not None else high - size
    return mpf(special[turn]) if turn < len(SPECIAL) else size * chance.choice((1, -1))


def column(values: list[Value]) -> Value:
    made = np.empty((len(values), 1), dtype=object)
    made[:, 0] = values
    return made


def cells(value: Value) -> list[Value]:
    return list(value.flat) if isinstance(value, np.ndarray) else [value]


def is_array(value: Value) -> bool:
    return isinstance(value, np.ndarray)


def described(value: Value) -> str:
    if isinstance(value, Unit):
        return "an identity"
    return "an array of {} × {}".format(*value.shape) if is_array(value) else "a number"


def each(f: Callable[[Value], Value], value: Value) -> Value:
    if not is_array(value):
        return f(value)
    made = np.empty(value.shape, dtype=object)
    for cell in np.ndindex(value.shape):
        made[cell] = f(value[cell])
    return made


def single(value: Value) -> Value:
    return value[0, 0] if is_array(value) and value.shape == (1, 1) else value


def plus(a: Value, b: Value) -> Value:
    if isinstance(a, Unit) or isinstance(b, Unit):
        if isinstance(a, Unit) and isinstance(b, Unit):
            return Unit(a.factor + b.factor)
        unit, other = (a, b) if isinstance(a, Unit) else (b, a)
        if unit.factor == 0:
            return other
        if is_array(other) and other.shape[0] == other.shape[1]:
            return other + unit.factor * eye(len(other))
        raise ShapeError(f"a sum of {described(a)} and {described(b)}")
    if (a.shape if is_array(a) else ()) != (b.shape if is_array(b) else ()):
        raise ShapeError(f"a sum of {described(a)} and {described(b)}")
    return a + b


def eye(size: int) -> Value:
    made = np.full((size, size), mpf(0), dtype=object)
    for k in range(size):
        made[k, k] = mpf(1)
    return made


def times(a: Value, b: Value, sign: str = "") -> Value:
    if isinstance(a, Unit) or isinstance(b, Unit):
        unit, other = (a, b) if isinstance(a, Unit) else (b, a)
        if isinstance(other, Unit):
            return Unit(unit.factor * other.factor)
        if unit.factor == 0 and is_array(other):
            return mpf(0) if sign == "cdot" and other.shape[1] == 1 else Unit(mpf(0))
        return unit.factor * other if is_array(other) else Unit(unit.factor * other)
    if sign == "odot":
        if not is_array(a) or not is_array(b) or a.shape != b.shape:
            raise ShapeError(f"an entrywise product of {described(a)} and {described(b)}")
        return a * b
    if not is_array(a) or not is_array(b):
        return a * b
    if sign == "times":
        raise Unread("× between arrays")
    if sign == "cdot" and a.shape == b.shape and a.shape[1] == 1:
        return sum(x * y for x, y in zip(a.flat, b.flat, strict=True))
    if a.shape[1] != b.shape[0]:
        raise ShapeError(f"a product of {described(a)} and {described(b)}")
    return single(a @ b)


def real(value: Value, allowed: bool) -> Value:
    """Return a number that is real, or may be complex. NoValue for another."""
    if isinstance(value, mpc):
        if value.imag == 0:
            return value.real
        if not allowed:
            raise NoValue
    return value


@cache
def rule(kind: str, count: int) -> list[tuple[Any, Any]]:
    """Return the points and weights of a quadrature."""
    if kind == "normal":
        x, w = np.polynomial.hermite_e.hermegauss(count)
        w = w / w.sum()
    else:
        x, w = np.polynomial.legendre.leggauss(count)
    return [(mpf(float(a)), mpf(float(b))) for a, b in zip(x, w, strict=True)]


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

    def within(self, local: dict[str, Value]) -> "Env":
        if self.depth > 60:
            raise Unread("definitions that go round in a circle")
        return replace(self, local=local, depth=self.depth + 1)

    def binding(self, key: str, value: Value) -> "Env":
        if key in self.local:
            return replace(self, local={**self.local, key: value})
        return replace(self, over={**self.over, key: value})

    def of(self, tree: Tree) -> Value:
        found = getattr(self, f"_{tree[0]}", None)
        if found is None:
            raise Unread(f"`{tree[0]}` in a place that is not known")
        try:
            return found(*tree[1:])
        except ZeroDivisionError:
            raise NoValue from None

    # Arithmetic

    def _num(self, text: str) -> Value:
        return mpf(text)

    def _inf(self) -> Value:
        return mpf("inf")

    def _paren(self, tree: Tree) -> Value:
        return self.of(tree)

    def _neg(self, tree: Tree) -> Value:
        return times(mpf(-1), self.of(tree))

    def _add(self, *parts: Tree) -> Value:
        total = self.of(parts[0])
        for part in parts[1:]:
            total = plus(total, self.of(part))
        return total

    def _mul(self, sign: str, one: Tree, other: Tree) -> Value:
        return times(self.of(one), self.of(other), sign)

    def _div(self, above: Tree, below: Tree) -> Value:
        a, b = self.of(above), self.of(below)
        if is_array(b) or isinstance(b, Unit):
            raise Unread("a division by an array")
        if b == 0:
            raise NoValue
        return times(a, 1 / b) if isinstance(a, Unit) else a / b

    def _pow(self, base: Tree, power: Tree) -> Value:
        b, p = self.of(base), self.of(power)
        if is_array(p) or isinstance(p, Unit):
            if is_array(b) or not is_array(p) or p.shape[1] != 1:
                raise Unread("an array as a power")
            return each(lambda one: self.power(b, one), p)
        if is_array(b):
            if b.shape[0] != b.shape[1] or p != int(p):
                raise Unread("a power of what is no square matrix")
            if p < 0:
                try:
                    inverse = mp.inverse(mp.matrix(b.tolist()))
                except ZeroDivisionError:
                    raise NoValue from None
                b = np.array(inverse.tolist(), dtype=object)
            made = eye(len(b))
            for _ in range(abs(int(p))):
                made = made @ b
            return made
        if isinstance(b, Unit):
            return Unit(b.factor**p)
        return self.power(b, p)

    def power(self, b: Value, p: Value) -> Value:
        if b == 0 and (not isinstance(p, mpf) or p < 0):
            raise NoValue
        return real(b**p, self.sample.complex)

    def _root(self, tree: Tree, index: Tree) -> Value:
        value, k = self.of(tree), self.of(index)
        if is_array(value):
            raise Unread("the root of an array")
        if isinstance(value, mpf) and value < 0 and k == int(k) and int(k) % 2:
            return -mp.root(-value, int(k))
        return real(mp.sqrt(value) if k == 2 else value ** (1 / k), self.sample.complex)

    def _T(self, tree: Tree) -> Value:
        value = self.of(tree)
        return value.T if is_array(value) else value

    def _abs(self, tree: Tree) -> Value:
        value = self.of(tree)
        if is_array(value):
            raise Unread("bars around an array: write a norm or a determinant")
        return abs(value)

    def _norm(self, tree: Tree, kind: str) -> Value:
        value = self.of(tree)
        if isinstance(value, Unit):
            raise Unread("the norm of an identity")
        if is_array(value) and value.shape[1] > 1 and kind != "F":
            raise Unread("a norm of a matrix that is not said to be Frobenius'")
        sizes = [abs(one) for one in cells(value)]
        if kind in ("1", "\\infty"):
            return sum(sizes) if kind == "1" else max(sizes)
        if kind not in ("2", "F"):
            raise Unread(f"the norm of kind {kind}")
        return mp.sqrt(sum(one**2 for one in sizes))

    def _matrix(self, *rows: tuple[Tree, ...]) -> Value:
        if len({len(row) for row in rows}) != 1:
            raise Unread("a matrix whose rows differ in length")
        blocks = [[self.of(one) for one in row] for row in rows]
        if any(is_array(one) or isinstance(one, Unit) for row in blocks for one in row):
            raise Unread("a matrix of blocks")
        return single(np.array(blocks, dtype=object))

    def _tuple(self, *parts: Tree) -> Value:
        values = [self.of(one) for one in parts]
        if any(is_array(one) for one in values):
            raise Unread("a list of arrays")
        return column(values)

    def _log(self, base: Tree, tree: Tree) -> Value:
        below = self.called("ln", self.of(base))
        if below == 0:
            raise NoValue
        return self.called("ln", self.of(tree)) / below

    def _call(self, name: str, tree: Tree) -> Value:
        return self.called(name, self.of(tree))

    def called(self, name: str, value: Value) -> Value:
        if name == "tr" and is_array(value) and value.shape[0] == value.shape[1]:
            return sum(value[k, k] for k in range(len(value)))
        if name == "det" and is_array(value) and value.shape[0] == value.shape[1]:
            return mp.det(mp.matrix(value.tolist()))
        if name in ("tr", "det"):
            raise ShapeError(f"`{name}` of {described(value)}")
        if name == "diag" and is_array(value):
            if value.shape[1] == 1:
                return eye(len(value)) * value
            return column([value[k, k] for k in range(min(value.shape))])
        if name == "softmax" and is_array(value) and value.shape[1] == 1:
            raised = each(mp.exp, value)
            return raised / sum(raised.flat)
        if isinstance(value, Unit) or name in ("diag", "softmax"):
            raise Unread(f"`{name}` of {described(value)}")
        if is_array(value) and value.shape[1] > 1 and name not in ("ReLU", "relu", "sign"):
            raise Unread(f"`{name}` of a matrix")
        return each(lambda one: self.elementary(name, one), value)

    def elementary(self, name: str, x: Value) -> Value:
        if name == "ln":
            if x == 0:
                raise NoValue
            return real(mp.log(x), self.sample.complex)
        if name == "factorial":
            if x < 0 or x != int(x):
                raise NoValue
            return mp.factorial(x)
        if name in ("sign", "sgn"):
            return mp.sign(x)
        if name in ("ReLU", "relu"):
            return max(x, mpf(0))
        names = {"arcsin": "asin", "arccos": "acos", "arctan": "atan"}
        if name not in FUNCTIONS or not hasattr(mp, names.get(name, name)):
            raise Unread(f"`{name}` is not known")
        return real(getattr(mp, names.get(name, name))(x), self.sample.complex)

    # Names

    def _name(self, key: str) -> Value:
        if key in self.local:
            return self.local[key]
        if key in self.over:
            return self.over[key]
        declared = self.scope.declared.get(key)
        if key in self.scope.defined:
            definition = self.scope.defined[key][-1]
            if self.scope.is_function(key):
                params = definition.params or self.inputs(definition.tree)
                return self.apply(("name", key), [self._name(one) for one in params])
            if definition.indices:
                raise Unread(f"`{key}` without its index")
            return self.within(self.local).of(definition.tree)
        if key in self.sample.whole and (declared is None or key == "i"):
            return self.sample.draw(key, Declared("whole"))
        if declared is None and key in ("\\mathbf{0}", "\\mathbf{1}", "I"):
            if key == "\\mathbf{1}":
                return column([mpf(1)] * self.sample.size("n"))
            return Unit(mpf(key == "I"))
        if key in CONSTANTS and (declared is None or declared.tags):
            if key == "i":
                if not self.sample.complex:
                    raise Unread("i as an index, and as a number")
                return mpc(0, 1)
            return +mp.e if key == "e" else +mp.pi
        if declared and declared.kind == "function":
            return self.apply(("name", key), [self._name(one) for one in self.params(key)])
        if key == "\\mathbf{1}" and declared:
            return column([mpf(1)] * self.sample.shape(declared)[0])
        return self.sample.draw(key, declared or self.assumed(key))

    def assumed(self, key: str) -> Declared:
        """Return what an undeclared name is: bold a vector, a small letter a number."""
        if "\\mathbf" in key:
            return self.scope.declared.get("\\mathbf{x}") or Declared("array", ("n",))
        stem = key.rpartition("\\Delta ")[2]
        if not stem or stem[0].isupper() or stem.startswith(("\\hat{\\mathbf", "\\mathcal")):
            raise Unread(f"`{key}` is not declared: give it a row in the table of symbols")
        return Declared("number")

    def params(self, key: str) -> tuple[str, ...]:
        """Return the inputs of a function that is written without them."""
        declared = self.scope.declared.get(key)
        if key in self.scope.defined and self.scope.defined[key][0].params:
            return self.scope.defined[key][0].params
        return declared.params if declared and declared.params else ("x",)

    def inputs(self, tree: Tree) -> tuple[str, ...]:
        """Return what a prime is taken by: the inputs of the functions in a tree, its names."""
        keys: set[str] = set()
        self.collect(tree, keys)
        if not keys:
            free = set(names(tree)) - CONSTANTS
            keys = {key for key in free if not self.scope.is_function(key)
                    and key not in self.scope.defined}  # fmt: skip
        if len(keys) != 1:
            raise Unread(f"a prime by one of {', '.join(sorted(keys)) or 'no name'}: write d/dx")
        return tuple(keys)

    def collect(self, tree: Any, keys: set[str]) -> None:
        if not isinstance(tree, tuple):
            return
        if tree[:1] == ("apply",):
            for one in tree[2:]:
                keys.update(key for key in names(one) if not self.scope.is_function(key)
                            and key not in CONSTANTS)  # fmt: skip
                self.collect(one, keys)
        elif tree[:1] == ("name",):
            if self.scope.is_function(tree[1]):
                keys.update(self.params(tree[1]))
        elif tree[:1] == ("prime",) and tree[1][0] == "name":
            keys.update(self.params(tree[1][1]))
        else:
            for one in tree:
                self.collect(one, keys)

    def _index(self, key: str, *indices: Tree) -> Value:
        if all(one[0] == "num" for one in indices) and f"{key}_{''.join(one[1] for one in indices)}" in self.named:
            return self._name(f"{key}_{''.join(one[1] for one in indices)}")
        found = [self.of(one) for one in indices]
        if any(is_array(one) or one != int(one) for one in found):
            raise Unread(f"an index of `{key}` that is no whole number")
        return self.entry(key, tuple(int(one) for one in found))

    @property
    def named(self) -> set[str]:
        return {*self.local, *self.over, *self.scope.defined, *self.scope.declared}

    def entry(self, key: str, at: tuple[int, ...]) -> Value:
        flat = f"{key}_{''.join(map(str, at))}"
        if flat in self.named:
            return self._name(flat)
        for definition in self.scope.defined.get(key, ()):
            if definition.indices and len(definition.indices) == len(at):
                bound = {name: mpf(k - move) for (name, move), k in zip(definition.indices, at, strict=True) if name}
                fixed = all(name or move == k for (name, move), k in zip(definition.indices, at, strict=True))
                if fixed and all(value >= (0 if move > 0 else 1) for value, (_, move) in zip(bound.values(), [i for i in definition.indices if i[0]], strict=True)):
                    return self.within(bound).of(definition.tree)
        whole = self.whole(key, len(at))
        if whole is not None:
            if len(at) > 1 and whole.shape[1] == 1:
                at = (int("".join(map(str, at))),)
            place = (at[0] - 1, at[1] - 1 if len(at) > 1 else 0)
            if min(place) < 0 or place[0] >= whole.shape[0] or place[1] >= whole.shape[1]:
                raise NoValue
            return whole[place]
        if key == "\\delta" and len(at) == 2:
            return mpf(at[0] == at[1])
        family = self.scope.declared.get(f"{key}_i")
        if key == "\\mathbf{e}" and not (family and family.code):
            rows = self.sample.shape(family or self.scope.declared.get(key) or Declared("array", ("n",)))[0]
            if at[0] > rows:
                raise NoValue
            return column([mpf(k + 1 == at[0]) for k in range(rows)])
        if family and family.code:
            owner = next((k for k in self.scope.declared if k == family.code), None)
            if owner is None or not is_array(self._name(owner)):
                raise Unread(f"`{family.code}` is no declared array")
            return self._name(owner)[at[0] - 1 : at[0]].T
        if "\\mathbf" in key:
            return self.sample.draw(flat, family or self.scope.declared.get(key) or Declared("array", ("n",)))
        declared = self.scope.declared.get(key)
        if declared and declared.kind == "function":
            if declared is not site().declared.get(key):
                raise Unread(f"the function `{key}` with an index")
            declared = Declared("number")
        return self.sample.draw(flat, declared or self.assumed(key))

    def whole(self, key: str, count: int) -> Value:
        """Return the array of which a name with indices is an entry, or None."""
        accent, _, inner = key.rpartition("{")
        letter = inner.rstrip("}")
        bold = f"{accent}{{\\mathbf{{{letter}}}}}" if accent else f"\\mathbf{{{key}}}"
        options = [key, bold] if count == 1 or len(key) > 1 else [key, key.upper(), bold]
        for one in options:
            if "\\mathbf" in key or one in CONSTANTS:
                break
            declared = self.scope.declared.get(one)
            if declared is site().declared.get(one) and one not in self.sample.keys:
                continue
            definition = self.scope.defined.get(one)
            array = declared and declared.kind == "array"
            if one in self.local or one in self.over or array or (definition and not definition[-1].indices and not self.scope.is_function(one)):
                value = self._name(one)
                if is_array(value):
                    return value
        return None

    # Functions

    def _apply(self, of: Tree, *inputs: Tree) -> Value:
        return self.apply(of, [self.of(one) for one in inputs])

    def apply(self, of: Tree, inputs: list[Value]) -> Value:
        kind = of[0]
        if kind == "name":
            return self.function(of[1], inputs)
        if kind == "index":
            at = [self.of(one) for one in of[2:]]
            key = f"{of[1]}_{''.join(str(int(one)) for one in at)}"
            if key not in self.scope.defined and f"\\mathbf{{{of[1]}}}" in self.named:
                return self.apply(("name", f"\\mathbf{{{of[1]}}}"), inputs)[int(at[0]) - 1, 0]
            return self.function(key, inputs)
        if kind == "paren":
            return self.apply(of[1], inputs)
        if kind == "compose":
            return self.apply(of[1], [self.apply(of[2], inputs)])
        if kind == "prime":
            order = of[2] if isinstance(of[2], int) else int(self.of(of[2]))
            if len(inputs) != 1:
                raise Unread("a prime for several inputs")
            if is_array(inputs[0]):
                return each(lambda one: self.slope(lambda x: self.apply(of[1], [x]), one, order), inputs[0])
            return self.slope(lambda x: self.apply(of[1], [x]), inputs[0], order)
        if kind == "inverse":
            return self.solve(of[1], inputs)
        if kind == "add":
            parts = [self.apply(one, inputs) for one in of[1:]]
            total = parts[0]
            for part in parts[1:]:
                total = plus(total, part)
            return total
        if kind == "neg":
            return -self.apply(of[1], inputs)
        if kind in ("mul", "div"):
            one, other = (self.apply(part, inputs) for part in of[-2:])
            if kind == "div" and other == 0:
                raise NoValue
            return times(one, other) if kind == "mul" else one / other
        raise Unread(f"`{kind}` with inputs")

    def function(self, key: str, inputs: list[Value]) -> Value:
        declared = self.scope.declared.get(key)
        if key in self.scope.defined:
            definition = self.scope.defined[key][-1]
            if not definition.params:
                return self.within({}).apply(definition.tree, inputs)
            params = definition.params
            if len(params) == 1 == len(inputs) and is_array(inputs[0]) and "\\mathbf" not in params[0] and self.kind(params[0]) != "array":
                return each(lambda one: self.within({params[0]: one}).of(definition.tree), inputs[0])
            return self.within(self.given(key, params, inputs)).of(definition.tree)
        if declared and declared.kind != "function" and not (declared.kind == "array" and inputs):
            raise Unread(f"`{key}` is declared as a number, and given inputs")
        if declared and declared.code:
            return self.coded(declared.code, inputs)
        size = 1
        if declared and declared.shape:
            size = self.sample.shape(declared)[0]
        elif "\\mathbf" in key:
            size = self.sample.size("m")
        return self.sample.function(key, inputs, size)

    def given(self, key: str, params: tuple[str, ...], inputs: list[Value]) -> dict[str, Value]:
        """Return the inputs by name; a vector may be given for all entries, and they for it."""
        if len(params) == len(inputs):
            return dict(zip(params, inputs, strict=True))
        if len(params) == 1 and "\\mathbf" in params[0] and not any(map(is_array, inputs)):
            return {params[0]: column(inputs)}
        if len(inputs) == 1 and is_array(inputs[0]) and inputs[0].shape == (len(params), 1):
            return dict(zip(params, inputs[0].flat, strict=True))
        raise Unread(f"`{key}` has {len(params)} inputs, and is given {len(inputs)}")

    def kind(self, key: str) -> str:
        declared = self.scope.declared.get(key)
        return declared.kind if declared else ""

    def coded(self, name: str, inputs: list[Value]) -> Value:
        """Return what the page's own code says."""
        code = known.functions(self.scope.code).get(name)
        if not callable(code):
            raise Unread(f"the page has no function `{name}` in its code")
        given = []
        for one in inputs:
            if is_array(one):
                plain = np.array(one.tolist(), dtype=float)
                given.append(plain[:, 0] if plain.shape[1] == 1 else plain)
            else:
                given.append(float(one))
        try:
            with np.errstate(all="ignore"):
                found = np.asarray(code(*given), dtype=float)
        except Exception as error:
            raise Unread(f"`{name}` raises {type(error).__name__}") from None
        if not np.isfinite(found).all():
            raise NoValue
        if found.ndim == 0:
            return mpf(float(found))
        found = found[:, None] if found.ndim == 1 else found
        return each(lambda one: mpf(float(one)), found.astype(object))

    def solve(self, of: Tree, inputs: list[Value]) -> Value:
        """Return the input for which a function has this value, by Newton's method."""
        (y,) = inputs
        found: list[Value] = []
        with mp.workdps(mp.dps + 20):
            for start in (y,) if self.sample.inverted and set(names(of)) - set(self.scope.defined) else (mpf("0.7"), mpf("-1.3"), mpf(4), y):
                x = start
                for _ in range(80):
                    try:
                        f = self.apply(of, [x]) - y
                        step = f / self.slope(lambda t: self.apply(of, [t]), x, 1)
                    except (NoValue, ZeroDivisionError):
                        break
                    x = x - step
                    if abs(step) <= abs(x) * mpf(10) ** (10 - mp.dps) + mpf(10) ** (-mp.dps):
                        if not any(abs(x - one) <= abs(x) * mpf("1e-20") + mpf("1e-30") for one in found):
                            found.append(x)
                        break
        if not found:
            raise NoValue
        if len(found) > 1:
            raise Unread("an inverse of what takes a value twice")
        return found[0]

    # Derivatives

    def slope(self, f: Callable[[Value], Value], x: Value, order: int = 1) -> Value:
        if order == 0:
            return f(x)
        if order > 1:
            return self.slope(lambda t: self.slope(f, t, order - 1), x)
        if self.sample.floats:
            h = mpf("0.002")
            far, near = f(x + 2 * h), f(x + h)
            back, behind = f(x - h), f(x - 2 * h)
            return (8 * (near - back) - (far - behind)) / (12 * h)
        with mp.workdps(mp.dps + MORE):
            h = mpf(10) ** -(mp.dps // 3) * max(mpf(1), abs(x))
            here, after, before = f(x), f(x + h), f(x - h)
            if isinstance(here, Unit):
                return Unit(mpf(0))
            up, down = (after - here) / h, (here - before) / h
            for a, b in zip(cells(up), cells(down), strict=True):
                if abs(a - b) > mpf("1e-9") * (abs(a) + abs(b)) + mpf("1e-15"):
                    raise NoValue  # a corner
            return (after - before) / (2 * h)

    def moved(self, by: Tree) -> tuple[list[Value], Callable[[int, Value], "Env"], tuple[int, int] | None]:
        """Return the entries of what is moved, how to move one, and the shape they have."""
        if by[0] == "index":
            at = tuple(int(self.of(one)) for one in by[2:])
            for key, name in ((by[1], "entry"), (f"{by[1]}_{''.join(map(str, at))}", "flat")):
                if name == "flat":
                    value = self.entry(by[1], at)
                    if is_array(value):
                        return self.spread(key, value)
                    return [value], lambda _, to: self.binding(key, to), None
                array = self.whole(by[1], len(at))
                if array is not None:
                    owner = self.owner(by[1], array)
                    place = (at[0] - 1, at[1] - 1 if len(at) > 1 else 0)
                    if place[0] >= array.shape[0] or place[1] >= array.shape[1]:
                        raise NoValue
                    return [array[place]], lambda _, to: self.binding(owner, put(array, place, to)), None
        key = known.flat_key(by)
        if self.scope.is_function(key) and key not in self.local:
            raise Unread(f"a derivative by the function `{key}`")
        value = self._name(key)
        if is_array(value):
            return self.spread(key, value)
        if isinstance(value, Unit):
            raise Unread("a derivative by zeros")
        return [value], lambda _, to: self.binding(key, to), None

    def spread(self, key: str, value: Value) -> Any:
        places = list(np.ndindex(value.shape))
        return [value[p] for p in places], lambda k, to: self.binding(key, put(value, places[k], to)), value.shape

    def owner(self, key: str, array: Value) -> str:
        accent, _, inner = key.rpartition("{")
        bold = f"{accent}{{\\mathbf{{{inner.rstrip('}')}}}}}" if accent else f"\\mathbf{{{key}}}"
        for one in (key, bold, key.upper()):
            if one in self.named and np.array_equal(self._name(one), array):
                return one
        raise Unread(f"an entry of what `{key}` is")

    def differ(self, f: Callable[["Env"], Value], by: Tree) -> Value:
        """Return the derivative in the site's layout: a column or the shape of a matrix for
        a number, one row an output for a vector."""
        flat = by[0] == "T"
        entries, move, shape = self.moved(by[1] if flat else by)
        parts = [self.slope(lambda t, k=k: f(move(k, t)), one) for k, one in enumerate(entries)]
        if shape is None:
            return parts[0]
        if any(isinstance(one, Unit) for one in parts):
            raise Unread("a derivative of an identity")
        if not is_array(parts[0]):
            made = np.empty(shape, dtype=object)
            for place, one in zip(np.ndindex(shape), parts, strict=True):
                made[place] = one
            return single(made.T if flat else made)
        if shape[1] > 1 or parts[0].shape[1] > 1:
            raise Unread("a derivative with more than two dimensions")
        return np.hstack(parts)

    def _d(self, sign: str, of: Tree, *by: Tree) -> Value:
        self.check_inputs(of, by)
        if sign == "\\partial" and of[0] == "name" and len(by) == 1:
            held = self.beside(of[1], by[0])
            if held:
                return replace(self, over={**self.over, **held}).differ(lambda env: env.of(of), by[0])
        def nested(env: Env, rest: tuple[Tree, ...]) -> Value:
            if not rest:
                return env.of(of)
            return env.differ(lambda moved: nested(moved, rest[1:]), rest[0])
        return nested(self, by)

    def beside(self, key: str, by: Tree) -> dict[str, Value]:
        """Return what a curly derivative holds still where a straight one is taken as well."""
        if key not in self.sample.total or by[0] != "name" or key not in self.scope.defined:
            return {}
        tree = self.scope.defined[key][-1].tree
        direct = [one for one in names(tree) if not self.scope.is_function(one)]
        if by[1] not in direct:
            return {}
        return {one: self._name(one) for one in direct if one != by[1] and one in self.scope.defined}

    def check_inputs(self, of: Tree, by: tuple[Tree, ...]) -> None:
        """Refuse the derivative of a name of which nothing says what it is made of."""
        if of[0] != "name" or by[0] == of or of[1] in self.local:
            return
        key, first = of[1], by[0][1] if by[0][0] == "T" else by[0]
        if key not in self.scope.defined and not self.scope.is_function(key):
            raise Unread(f"`{key}` is differentiated, and nothing says what it is")
        if self.scope.is_function(key) and key not in self.scope.defined:
            declared = self.scope.declared[key]
            if not declared.params and first != ("name", "x"):
                raise Unread(f"the inputs of `{key}` are not said: write `{key}(...)` in its row")

    def _dat(self, sign: str, of: Tree, by: tuple[Tree, ...], *inputs: Tree) -> Value:
        """df/dx(a): the derivative of a function by one of its inputs, at these."""
        key = known.flat_key(of)
        values = [self.of(one) for one in inputs]
        bold = f"\\mathbf{{{of[1]}}}"
        if of[0] == "index" and key not in self.named and bold in self.named:
            place = ("entry", ("dat", sign, ("name", bold), by, *inputs), *of[2:])
            return self.of(place)
        if not self.scope.is_function(key):
            if key in self.scope.defined and all(one[0] == "name" for one in inputs):
                return self._d(sign, of, *by)
            raise Unread(f"`{key}` has no inputs")
        declared = self.scope.declared.get(key, Declared("function"))
        params = self.scope.defined[key][0].params if key in self.scope.defined else declared.params
        def nested(rest: tuple[Tree, ...], values: list[Value]) -> Value:
            if not rest:
                return self.apply(of, values)
            slot, place = self.slot(rest[0], params, values)
            def moved(t: Value) -> Value:
                new = put(values[slot], place, t) if place else t
                return nested(rest[1:], [*values[:slot], new, *values[slot + 1 :]])
            return self.slope(moved, values[slot][place] if place else values[slot])
        return nested(by, values)

    def slot(self, by: Tree, params: tuple[str, ...], values: list[Value]) -> tuple[int, Any]:
        """Return which input a derivative is by, and which of its entries."""
        if by[0] == "index" and len(values) == 1 and is_array(values[0]):
            k = int(self.of(by[2])) - 1
            if k >= len(values[0]):
                raise NoValue
            return 0, (k, 0)
        if by[0] == "name" and len(set(params)) == len(values) and by[1] in params:
            return params.index(by[1]), None
        axes = ("x", "y", "z") if len(values) > 1 else ("x", "t", "z")
        if by[0] == "name" and not params and by[1] in axes[: len(values)] and not is_array(values[0]):
            return axes.index(by[1]), None
        raise Unread("a derivative by what is no input")

    def _prime(self, of: Tree, order: Any) -> Value:
        """f' without inputs, or (...)'."""
        if of[0] == "name" and self.scope.is_function(of[1]) is not False:
            params = self.params(of[1])
            if len(params) != 1:
                raise Unread("a prime for several inputs")
            return self.apply(("prime", of, order), [self._name(params[0])])
        if of[0] == "name":
            raise Unread(f"a prime of `{of[1]}`, which is no function")
        if of[0] == "index":
            raise Unread("a prime of an index without inputs")
        count = order if isinstance(order, int) else int(self.of(order))
        (key,) = self.inputs(of)
        return self.slope(lambda t: self.binding(key, t).of(of), self._name(key), count)

    def _grad(self, order: int, by: Tree | None, of: Tree) -> Value:
        if by is not None:
            if order != 1:
                raise Unread("a Hessian by one name")
            if of[0] == "apply" and self.scope.is_function(known.flat_key(of[1])) is False:
                of = of[1]
            self.check_inputs(of, (by,)) if of[0] == "name" and self.scope.is_function(of[1]) is False else None
            return self.differ(lambda env: env.of(of), by)
        if of[0] == "apply" and self.scope.is_function(known.flat_key(of[1])) is not False:
            return self.gradient(of[1], [self.of(one) for one in of[2:]], order)
        if of[0] == "name" and self.scope.is_function(of[1]):
            params = self.params(of[1])
            if params == ("x",) and of[1] not in self.scope.defined:
                params = ("\\mathbf{x}",)
            return self.gradient(of, [self._name(one) for one in params], order)
        if of[0] == "paren":
            keys = sorted(set(names(of)) - CONSTANTS)
            if not (len(keys) == 1 or set(keys) <= {"x", "y", "z"}) or order != 1:
                raise Unread("a gradient that does not say of what inputs")
            found = [self.differ(lambda env: env.of(of), ("name", key)) for key in keys]
            return found[0] if len(found) == 1 else column(found)
        if of[0] == "apply" and order == 1:
            found = [self.differ(lambda env: env.of(of[1]), one) for one in of[2:]]
            return found[0] if len(found) == 1 else column(found)
        raise Unread("a gradient that does not say of what inputs")

    def gradient(self, of: Tree, inputs: list[Value], order: int) -> Value:
        places = [(k, p) for k, one in enumerate(inputs) for p in
                  (np.ndindex(one.shape) if is_array(one) else [None])]  # fmt: skip

        def part(moves: tuple[Any, ...], values: list[Value]) -> Value:
            if not moves:
                value = self.apply(of, values)
                if is_array(value):
                    raise Unread("a gradient of what has several outputs")
                return value
            k, p = moves[0]
            def moved(t: Value) -> Value:
                new = t if p is None else put(values[k], p, t)
                return part(moves[1:], [*values[:k], new, *values[k + 1 :]])
            return self.slope(moved, values[k] if p is None else values[k][p])

        if order == 1:
            shape = inputs[0].shape if len(inputs) == 1 and is_array(inputs[0]) else (len(places), 1)
            return np.array([part((one,), inputs) for one in places], dtype=object).reshape(shape)
        if order == 2:
            rows = [[part((one, other), inputs) for other in places] for one in places]
            return np.array(rows, dtype=object)
        raise Unread("a nabla of this order")

    def _along(self, by: Tree, of: Tree) -> Value:
        u = self.of(by)
        if of[0] == "name":
            inputs = [self._name("\\mathbf{x}")] if of[1] not in self.scope.defined else [
                self._name(one) for one in self.params(of[1])]  # fmt: skip
        elif of[0] == "apply":
            of, inputs = of[1], [self.of(one) for one in of[2:]]
        else:
            raise Unread("a directional derivative of what is no function")
        x = inputs[0] if len(inputs) == 1 and is_array(inputs[0]) else column(inputs)
        if not is_array(u) or u.shape != x.shape:
            raise ShapeError("a direction of another size")
        spread = len(inputs) > 1
        return self.slope(lambda t: self.apply(of, list((x + t * u).flat) if spread else [x + t * u]), mpf(0))

    # Limits, sums, integrals

    def _lim(self, var: Tree, to: Tree, side: str, body: Tree) -> Value:
        if var[0] != "name" or "\\mathbf" in var[1]:
            raise Unread("a limit of what is no number")
        goal, key = self.of(to), var[1]
        found = [self.settle(key, goal, sign, body) for sign in ((1,) if mp.isinf(goal) else (1, -1) if not side else (int(side + "1"),))]
        found = [one for one in found if one is not None]
        if not found:
            raise NoValue
        if len(found) == 2 and not all(near(a, b, mpf("1e-9")) for a, b in zip(cells(found[0]), cells(found[1]), strict=True)):
            raise NoLimit("another value from each side")
        return found[0]

    def settle(self, key: str, goal: Value, sign: int, body: Tree) -> Value:
        """Return what values settle on along steps that are no powers of ten; None where there
        are none."""
        rows = []
        with mp.workdps(mp.dps + 3 * MORE):
            scales = (10, 14, 18) if not self.sample.floats else (3, 4, 5)
            for scale in scales:
                row = []
                for factor in (mp.sqrt(2), mp.pi / 4, mp.e**2, mpf("0.61803")):
                    step = factor * mpf(10) ** -scale
                    at = mp.sign(goal) / step if mp.isinf(goal) else goal + sign * step
                    if key in self.sample.whole:
                        at = mp.floor(at)
                    try:
                        row.append(self.binding(key, at).of(body))
                    except NoValue:
                        return None
                rows.append(row)
        last = rows[-1]
        if any(isinstance(one, Unit) for one in last):
            raise Unread("a limit of an identity")
        if not is_array(last[0]):
            signs = {mp.sign(mp.re(one)) for one in last}
            growing = all(abs(a) > 50 * abs(b) for a, b in zip(last, rows[-2], strict=True))
            if growing and len(signs) == 1 and abs(last[0]) > 1e6:
                return signs.pop() * mpf("inf")
        tolerance = mpf("1e-3") if self.sample.floats else mpf("1e-11")
        spans = [max(abs(a - b) for one in row for a, b in zip(cells(one), cells(row[0]), strict=True)) for row in rows]
        size = max(abs(one) for one in cells(last[0]))
        if spans[-1] > tolerance * max(1, size):
            if spans[-1] > spans[0] / 3:
                raise NoLimit("the values do not settle")
            raise Skip("a limit that is too slow to be seen")
        drift = max(abs(a - b) for a, b in zip(cells(last[0]), cells(rows[-2][0]), strict=True))
        if drift > tolerance * 100 * max(1, size):
            raise Skip("a limit that is too slow to be seen")
        self.sample.loose = True
        return last[0]

    def reach(self, tree: Any, name: str) -> int:
        """Return how far an index goes whose sum does not say it."""
        found: set[int] = set()

        def walk(one: Any) -> None:
            if not isinstance(one, tuple):
                return
            if one[:1] == ("index",):
                for axis, index in enumerate(one[2:]):
                    if index == ("name", name):
                        whole = self.whole(one[1], len(one) - 2)
                        found.add(whole.shape[axis] if whole is not None else self.sample.size("N"))
            for part in one:
                walk(part)

        walk(tree)
        if len(found) != 1:
            raise Unread(f"a sum whose `{name}` has no ends")
        return found.pop()

    def terms(self, name: str, low: Any, high: Any, body: Tree) -> list[Value]:
        first = self.of(low) if low is not None else mpf(1)
        last = self.of(high) if high is not None else mpf(self.reach(body, name))
        if mp.isinf(last):
            return self.endless(name, int(first), body)
        if first != int(first) or last != int(last) or last - first > 400:
            raise Unread("a sum whose ends are no whole numbers")
        local = {**self.local}
        return [replace(self, local={**local, name: mpf(k)}).of(body) for k in range(int(first), int(last) + 1)]

    def endless(self, name: str, first: int, body: Tree) -> list[Value]:
        found: list[Value] = []
        for k in range(first, first + 700):
            found.append(replace(self, local={**self.local, name: mpf(k)}).of(body))
            if is_array(found[-1]):
                raise Unread("an endless sum of arrays")
            if len(found) > 12 and all(abs(one) < mpf(10) ** -(mp.dps - 15) for one in found[-4:]):
                return found
        if abs(found[-1]) >= abs(found[-300]) * mpf("0.999"):
            raise NoValue
        raise Skip("an endless sum that is too slow")

    def _sum(self, name: str, low: Any, high: Any, body: Tree) -> Value:
        found = self.terms(name, low, high, body)
        total = found[0] if found else mpf(0)
        for one in found[1:]:
            total = plus(total, one)
        return total

    def _prod(self, name: str, low: Any, high: Any, body: Tree) -> Value:
        found = self.terms(name, low, high, body)
        total = found[0] if found else mpf(1)
        for one in found[1:]:
            total = times(total, one)
        return total

    def _max(self, name: str, low: Any, high: Any, body: Tree) -> Value:
        return max(self.terms(name, low, high, body))

    def _min(self, name: str, low: Any, high: Any, body: Tree) -> Value:
        return min(self.terms(name, low, high, body))

    def _maxof(self, *parts: Tree, pick: Any = max) -> Value:
        values = [self.of(one) for one in parts]
        if len(values) == 1 and is_array(values[0]):
            return pick(values[0].flat)
        arrays = [one for one in values if is_array(one)]
        if arrays:  # of an array and a number: entry by entry
            if len(values) != 2 or len(arrays) != 1:
                raise Unread("a maximum of arrays")
            other = next(one for one in values if not is_array(one))
            return each(lambda one: pick(one, other), arrays[0])
        if any(isinstance(one, mpc) for one in values):
            raise NoValue
        return pick(values)

    def _minof(self, *parts: Tree) -> Value:
        return self._maxof(*parts, pick=min)

    def _maxon(self, name: str, low: Tree, high: Tree, body: Tree, pick: Any = max) -> Value:
        """The largest value between two ends, on a grid that is drawn closer twice."""
        a, b = sorted((self.of(low), self.of(high)))
        for _ in range(2):
            grid = [a + (b - a) * k / 8 for k in range(9)]
            values = [replace(self, local={**self.local, name: x}).of(body) for x in grid]
            best = values.index(pick(values))
            a, b = grid[max(best - 1, 0)], grid[min(best + 1, 8)]
        return pick(values)

    def _minon(self, name: str, low: Tree, high: Tree, body: Tree) -> Value:
        return self._maxon(name, low, high, body, pick=min)

    def _int(self, name: str, low: Tree, high: Tree, body: Tree) -> Value:
        a, b = self.of(low), self.of(high)

        def at(x: Value) -> Value:
            return replace(self, local={**self.local, name: x}).of(body)

        steps = [mpf(k) / 16 for k in range(-72, 73)]
        if mp.isinf(a) and mp.isinf(b):
            points = [(mp.sinh(u), mp.cosh(u) / 16) for u in steps]
            rules = [points, [(x, 2 * w) for x, w in points[::2]]]
        elif mp.isinf(b):
            points = [(a + mp.exp(u - mp.exp(-u)), mp.exp(u - mp.exp(-u)) * (1 + mp.exp(-u)) / 16) for u in steps]
            rules = [points, [(x, 2 * w) for x, w in points[::2]]]
        elif mp.isinf(a):
            raise Unread("an integral from -\\infty to a number")
        else:
            half, middle = (b - a) / 2, (a + b) / 2
            rules = [[(middle + half * x, half * w) for x, w in rule("flat", count)] for count in (32, 22)]
        total, check = (sum(w * at(x) for x, w in points) for points in rules)
        if abs(total - check) > mpf("1e-8") * max(1, abs(total)):
            raise Skip("an integral that is not settled by so few points")
        self.sample.loose = True
        return total

    def _E(self, by: tuple[Any, ...], *body: Tree) -> Value:
        if len(body) != 1:
            raise Unread("an expectation of several things")
        spread = dict(self.random(body[0]))
        if by:
            given = known.Parser(by[1], lambda key: True).all() if by[1] else None
            spread = {by[0]: given} if given else {k: v for k, v in spread.items() if k == by[0]}
        if not spread:
            raise Unread("an expectation of what is not declared as random: Let $X \\sim ...$")
        keys = sorted(spread)
        total: Value = mpf(0)
        for point in itertools.product(*(self.outcomes(spread[key]) for key in keys)):
            weight, inner = mpf(1), self
            for key, (value, w) in zip(keys, point, strict=True):
                weight, inner = weight * w, inner.binding(key, value)
            one = inner.of(body[0])
            total = times(weight, one) if not is_array(total) and total == 0 else plus(total, times(weight, one))
        self.sample.loose = True
        return total

    def random(self, tree: Any) -> list[tuple[str, Tree]]:
        found, todo, seen = [], list(names(tree)), set()
        while todo:
            key = todo.pop()
            if key in seen:
                continue
            seen.add(key)
            declared = self.scope.declared.get(key)
            if declared and declared.spread:
                found.append((key, declared.spread))
            for one in self.scope.defined.get(key, ()):
                todo += names(one.tree)
        return found

    def outcomes(self, spread: Tree) -> list[tuple[Value, Value]]:
        if spread[0] != "apply" or spread[1][0] != "name":
            raise Unread("a distribution that is not known")
        kind, inputs = spread[1][1], [self.of(one) for one in spread[2:]]
        if kind in ("\\mathcal{N}", "N") and len(inputs) == 2:
            wide = mp.sqrt(inputs[1])
            return [(inputs[0] + wide * x, w) for x, w in rule("normal", NODES)]
        if kind in ("\\mathcal{U}", "U") and len(inputs) == 2:
            low, high = inputs
            return [(low + (high - low) * (1 + x) / 2, w / 2) for x, w in rule("flat", NODES)]
        if kind in ("Bernoulli", "Ber") and len(inputs) == 1:
            return [(mpf(1), inputs[0]), (mpf(0), 1 - inputs[0])]
        raise Unread("a distribution that is not known")

    def _Var(self, by: tuple[Any, ...], *body: Tree) -> Value:
        mean = self._E(by, *body)
        return self._E(by, ("pow", body[0], ("num", "2"))) - mean**2

    def _Cov(self, by: tuple[Any, ...], *body: Tree) -> Value:
        if len(body) != 2:
            raise Unread("a covariance of other than two")
        return self._E(by, ("mul", "", *body)) - self._E(by, body[0]) * self._E(by, body[1])

    # The rest

    def _cases(self, *cases: tuple[Tree, Any]) -> Value:
        for value, when in cases:
            if when is None or all(holds(self.of(a), sign, self.of(b)) for a, sign, b in when):
                return self.of(value)
        raise NoValue

    def _at(self, tree: Tree, equations: tuple[tuple[Tree, Tree], ...]) -> Value:
        env = self
        for one, other in equations:
            env = env.binding(known.flat_key(one), self.of(other))
        return env.of(tree)

    def _entry(self, tree: Tree, *indices: Tree) -> Value:
        value, at = self.of(tree), [int(self.of(one)) - 1 for one in indices]
        if not is_array(value):
            raise Unread("an entry of a number")
        place = (at[0], at[1] if len(at) > 1 else 0)
        if place[0] >= value.shape[0] or place[1] >= value.shape[1]:
            raise NoValue
        return value[place]

    def _compose(self, one: Tree, other: Tree) -> Value:
        (key,) = self.inputs(other)
        return self.apply(one, [self.of(other)]) if key else None


class NoLimit(Exception):
    """Values that do not settle."""


def near(a: Value, b: Value, tolerance: Any) -> bool:
    if mp.isinf(a) or mp.isinf(b):
        return bool(a == b)
    return bool(abs(a - b) <= tolerance * max(abs(a), abs(b), mpf("1e-3")))


def put(array: Value, place: Any, value: Value) -> Value:
    made = array.copy()
    made[place] = value
    return made


def holds(a: Value, sign: str, b: Value) -> bool:
    """Whether a condition holds, to the last digit but for rounding."""
    if is_array(a) or is_array(b):
        raise Unread("a condition on an array")
    same = a == b or abs(a - b) <= mpf("1e-30") * max(abs(a), abs(b))
    if sign in ("=", "!="):
        return bool(same == (sign == "="))
    if same:
        return sign in ("<=", ">=")
    if isinstance(a, mpc) or isinstance(b, mpc):
        raise NoValue
    return bool(a < b if sign[0] == "<" else a > b)
