"""What a formula says, as a SymPy expression or matrix in the free names of its page.

A function that the page leaves open is given one: a smooth function that belongs to its
name and to the round, so that a general statement is tried on one case after the other.
"""

from dataclasses import dataclass, field, replace
from typing import Any

import sympy
from sympy.core.function import AppliedUndef

from downhill.equations import functions, notation
from downhill.equations.arrays import (
    TRANSPOSED,
    ShapeError,
    described,
    each,
    free,
    multiply,
    shape,
)
from downhill.equations.notation import Name, UnreadableError, decode, symbol
from downhill.equations.scope import Scope

ROWS, COLUMNS = 4, 3  # of a matrix; a vector has 3 entries unless that does not fit


@dataclass(frozen=True)
class Lim:
    """`value` stands for the limit of `of` as `by` goes to `to` (from `side`)."""

    value: Any
    of: Any
    by: Any
    to: Any
    side: str


@dataclass
class Values:
    """Computes formulas in a scope; `lengths` are those of vectors, by base."""

    scope: Scope
    round: int = 0
    lengths: dict[str, int] = field(default_factory=dict)
    bound: dict[Name, Any] = field(default_factory=dict)
    opaque: frozenset[Name] = frozenset()
    limits: list[Lim] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)  # the bases of vectors that were met
    open: list[bool] = field(default_factory=lambda: [False])  # met an open function
    depth: int = 0

    def of(self, encoded: str) -> Any:
        return self.tree(notation.parse(encoded))

    def within(self, bound: dict[Name, Any], *opaque: Name) -> "Values":
        """The same, with names bound to values and others left as they are."""
        if self.depth > 20:
            raise UnreadableError("the definitions go round in a circle")
        hidden = {**{k: v for k, v in self.bound.items() if k not in opaque}, **bound}
        return replace(
            self,
            bound=hidden,
            opaque=(self.opaque | set(opaque)) - set(bound),
            depth=self.depth + 1,
        )

    # Trees

    def tree(self, node: Any) -> Any:
        if isinstance(node, sympy.Symbol):
            name = decode(node.name)
            return self.name(name) if name else sympy.Symbol(node.name, real=True)
        if isinstance(node, sympy.Float):
            return sympy.Rational(str(node))
        if isinstance(node, AppliedUndef):
            name = decode(node.func.__name__)
            if name is None:
                raise UnreadableError(f"`{node.func.__name__}` is not read")
            return functions.apply(self, name, node.args)
        if isinstance(node, sympy.Derivative):
            by = [(decode(v.name), count) for v, count in node.variable_count]
            names = tuple(name for name, count in by for _ in range(int(count)) if name)
            return functions.derivative(
                self, lambda values: values.tree(node.expr), names
            )
        if isinstance(node, sympy.Limit):
            return self.limit(node)
        if isinstance(node, sympy.Sum | sympy.Product):
            return self.sum(node)
        if not node.args:
            return node
        return self.combine(node, [self.tree(arg) for arg in node.args])

    def combine(self, node: Any, values: list[Any]) -> Any:
        if isinstance(node, sympy.Add):
            total = values[0]
            for value in values[1:]:
                if shape(total) != shape(value):
                    raise ShapeError(
                        f"a sum of {described(total)} and {described(value)}"
                    )
                total = total + value
            return total
        if isinstance(node, sympy.Mul):
            product = values[0]
            for value in values[1:]:
                product = multiply(product, value)
            return product
        if any(shape(value) for value in values):
            base, power = values[0], values[-1]
            if isinstance(node, sympy.Pow) and power == TRANSPOSED:
                return base.T
            square = shape(base) and shape(base)[0] == shape(base)[1]
            if isinstance(node, sympy.Pow) and power == -1 and square:
                return base.inv()
            raise ShapeError("a function of a vector, or a division by one")
        return node.func(*values)

    def limit(self, node: Any) -> Any:
        of, by, to, side = node.args
        name = decode(by.name)
        if name is None:
            raise UnreadableError("the limit's variable")
        variable = sympy.Dummy(name.text, real=True)
        moving: Any = variable
        if name.bold:  # along a straight line, in any direction
            moving = variable * self.vector(symbol(name.base, "along", bold=True))
            to = sympy.Integer(0)
        inner = self.within({name: moving}).tree(of)
        return each(
            inner, lambda one: self.limited(one, variable, self.tree(to), str(side))
        )

    def limited(self, of: Any, by: Any, to: Any, side: str) -> Any:
        value = sympy.Dummy(f"limit{len(self.limits)}")
        self.limits.append(Lim(value, of, by, to, side))
        return value

    def sum(self, node: Any) -> Any:
        body, (index, low, high) = node.args
        name = decode(index.name)
        first, last = self.tree(low), self.tree(high)
        if name is None or not (first.is_Integer and last.is_Integer):
            raise UnreadableError("a sum without bounds that are whole numbers")
        terms = [
            self.within({name: sympy.Integer(i)}).tree(body)
            for i in range(int(first), int(last) + 1)
        ]
        total = terms[0]
        for term in terms[1:]:
            total = (
                total + term if isinstance(node, sympy.Sum) else multiply(total, term)
            )
        return total

    # Names

    def name(self, name: Name) -> Any:
        if name in self.bound:
            return self.bound[name]
        if name.kind != "symbol" or name.primes:
            return self.compound(name)
        if name in self.opaque:
            return free(name)
        if name == notation.TOP:
            return TRANSPOSED
        if name.base == "e" and name.sub == "Euler":
            return sympy.E
        defined = self.scope.definitions.get(name)
        if defined:
            unknown = {
                i: free(i) for i in defined.inputs if i not in self.bound and not i.bold
            }
            return self.within(unknown, name).of(defined.body)
        constant = {"e": sympy.E, "pi": sympy.pi, "i": sympy.I}.get(name.text)
        if constant is not None:
            return constant
        if name.text in self.scope.sizes:
            return sympy.Integer(ROWS if name.text.isupper() else COLUMNS)
        if name.sub == "new":
            return self.renewed(name)
        if name.base in self.scope.matrices and not name.sub:
            cells = [
                [free(symbol(name.base, f"{r}{c}")) for c in range(COLUMNS)]
                for r in range(ROWS)
            ]
            return sympy.Matrix(cells)
        if name.bold:
            return self.vector(name)
        if name.base in self.scope.bold and name.sub:
            entry = self.entry(name)
            if entry is not None:
                return entry
        return free(name)

    def vector(self, name: Name) -> Any:
        if name.base == "e" and name.sub:
            size, index = self.length("e"), self.index(name.sub)
            if index is None:
                raise UnreadableError(f"entry {name.sub} of a unit vector")
            return sympy.Matrix([int(k == index) for k in range(1, size + 1)])
        if name.base == "0":
            return sympy.zeros(self.length("0"), 1)
        size = self.length(name.text)
        stem = name.base + name.sub
        value = sympy.Matrix([free(symbol(stem, str(k))) for k in range(1, size + 1)])
        if name in self.scope.units:
            return value / sympy.sqrt(sum(entry**2 for entry in value))
        return value

    def length(self, base: str) -> int:
        self.seen.add(base)
        return self.lengths.get(base, COLUMNS)

    def index(self, sub: str) -> int | None:
        """A subscript as a number: itself, what it is bound to, or any one for a letter."""
        if sub.isdigit():
            return int(sub)
        value = self.bound.get(symbol(sub))
        if value is not None:
            return int(value) if value.is_Integer else None
        return 2 if sub in ("i", "j", "k") else None

    def entry(self, name: Name) -> Any:
        index = self.index(name.sub)
        if index is None:
            return None
        whole = symbol(name.base, bold=True)
        value = self.name(whole)
        if index > value.rows:
            raise ShapeError(f"entry {index} of {whole.text} is missing")
        return value[index - 1]

    def renewed(self, name: Name) -> Any:
        """`y_new`, where y is made of w: the same of `w_new`."""
        defined = self.scope.definitions.get(symbol(name.base, bold=name.bold))
        if not defined:
            return free(name)
        new = {
            known.name.base: known.name
            for known in self.scope.definitions.values()
            if known.name.sub == "new"
        }
        bound = {symbol(base): self.name(known) for base, known in new.items()}
        return self.within(bound).of(defined.body)

    def compound(self, name: Name) -> Any:
        if name.kind == "array":
            return sympy.Matrix([[self.of(cell) for cell in row] for row in name.rows])
        if name.kind == "derivative":
            of, *by = name.parts
            return functions.derivative(self, lambda v: v.known(of), tuple(by))
        slope = name.kind in ("gradient", "hessian", "directional")
        if slope or name.primes:
            inputs = self.inputs(name.parts[0] if slope else name.plain)
            return functions.call(self, name, [self.name(one) for one in inputs])
        raise UnreadableError(f"`{name.text}` stands alone")

    def known(self, of: Name) -> Any:
        """The value of what is differentiated; it must have been defined."""
        if of not in self.scope.definitions and of not in self.bound:
            raise UnreadableError(
                f"`{of.text}` is differentiated, and nothing above says what it is"
            )
        return self.name(of)

    def inputs(self, of: Name) -> tuple[Name, ...]:
        """The inputs of a function that is named without them."""
        defined = self.scope.definitions.get(of)
        if defined is None:
            raise UnreadableError(f"nothing above says what `{of.text}` is")
        return defined.inputs or self.letters(self.name(of), of.text)

    def letters(self, value: Any, what: str) -> tuple[Name, ...]:
        """The free names of a value, where their order is beyond doubt."""
        names = sorted(one.name for one in value.free_symbols)
        if len(names) > 1 and not all(name in functions.AXES for name in names):
            raise UnreadableError(
                f"the inputs of `{what}` are not named: {', '.join(names)}"
            )
        if not names:
            raise UnreadableError(f"`{what}` has no input")
        return tuple(symbol(name) for name in names)
