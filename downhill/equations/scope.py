"""What the names on a page stand for, as far down as it has been read."""

import re
from dataclasses import dataclass, field, replace

from downhill.equations.links import SIGNS
from downhill.equations.notation import Name, UnreadableError, symbol
from downhill.equations.reader import Reader

GENERIC = "fgFGh"  # where nothing is said, these are functions when applied
RESETS = re.compile(
    r"\b(?:Let|let|For|for) (?:a function )?\$([^$=]+?)\$ (?:be|turn|is)\b"
)
UNIT = re.compile(r"\$([^$=]+)\$[^$]*?\b(?:length 1|unit (?:vector|length))")
BOUND = re.compile(
    r"^(-?[\d.]+)?\s*(<|\\leq?\b)?\s*(\S+?)\s*(<|>|\\[lgn]eq?\b)\s*(-?[\d.]+)$"
)


@dataclass(frozen=True)
class Definition:
    """`name` is `body`, an encoded formula; of `inputs`, if it is a function.

    Or it is what makes both `sides` of an equation the same, in which it occurs once.
    """

    name: Name
    body: str
    inputs: tuple[Name, ...] = ()
    sides: tuple[str, str] | None = None


@dataclass(frozen=True)
class Scope:
    """The definitions in force, by name; the rest says how to read what is not defined."""

    definitions: dict[Name, Definition] = field(default_factory=dict)
    functions: frozenset[Name] = frozenset()
    units: frozenset[Name] = frozenset()  # vectors of length 1
    matrices: frozenset[str] = frozenset()
    sizes: frozenset[str] = frozenset()  # names that sums run up to
    bold: frozenset[str] = frozenset()  # bases of the page's vectors

    def is_function(self, name: Name, of_a_vector: bool) -> bool:
        """Whether parentheses after this name hold its inputs."""
        if name.kind == "composed" or name.primes:
            return True
        if name.kind in ("derivative", "gradient", "hessian", "directional"):
            return self.is_function(name.parts[0], of_a_vector)
        defined = self.definitions.get(name)
        if defined:
            return bool(defined.inputs)
        return (
            name in self.functions
            or (name.base in GENERIC and not name.bold)
            or (of_a_vector and not name.bold)
        )

    def function(self, name: Name) -> "Scope":
        """Where parentheses after this name hold its inputs."""
        return replace(self, functions=self.functions | {name})

    def define(self, definition: Definition) -> "Scope":
        known = {**self.definitions, definition.name: definition}
        return replace(self, definitions=known)

    def free(self, name: Name) -> "Scope":
        known = {k: v for k, v in self.definitions.items() if k != name}
        return replace(self, definitions=known)

    def read(self, latex: str) -> str:
        return Reader(latex, self.is_function).all()


def of_page(latex: str) -> Scope:
    """What all formulas of a page, joined, say of its vectors, matrices and sums."""
    matrices = re.findall(
        r"(?<![A-Za-z\\{])([A-Z])\s*(?:\^\{?\\top|(?:\\,)?\s*\\(?:mathbf|hat\{\\mathbf))",
        latex,
    )
    sizes = re.findall(r"\\sum_\{[^}]*\}\^\{?([A-Za-z])", latex)
    composed = re.findall(r"([A-Za-z]|\\[a-z]+) \\circ", latex)
    vectors = re.findall(
        r"\\(?:hat\{\\mathbf\{\w\}\}|(?:mathbf|boldsymbol)\{[^{}]*\})", latex
    )
    names = [Reader(one, Scope().is_function).name() for one in vectors]
    return Scope(
        functions=frozenset(symbol(one.lstrip("\\")) for one in composed),
        matrices=frozenset(matrices),
        sizes=frozenset(sizes),
        bold=frozenset(name.base for name in names if name),
    )


def head(latex: str) -> tuple[Name, tuple[Name, ...]] | None:
    """`name` or `name(inputs)`, if that is all there is: the left side of a definition."""
    reader = Reader(latex, Scope().is_function)
    try:
        name = reader.name()
        if name is None or name.primes or name.kind != "symbol":
            return None
        if not reader.next:
            return name, ()
        if reader.take() != "(":
            return None
        inputs = []
        while reader.next:
            inputs.append(reader.name())
            if reader.take() not in (",", ")"):
                return None
    except UnreadableError:
        return None
    plain = tuple(name for name in inputs if name and name.kind == "symbol")
    return (name, plain) if len(plain) == len(inputs) == len(set(plain)) else None


Condition = tuple[Name, str, float]


def conditions(latex: str) -> list[Condition]:
    """`x > 0`, `-1 < x < 1`, `x \\neq 0`: what it demands of a name; [] if it does not."""
    found = BOUND.match(latex.strip())
    named = head(found[3]) if found else None
    if not found or named is None or named[1] or bool(found[1]) != bool(found[2]):
        return []
    name = named[0]
    demands = [(name, SIGNS[found[4]], float(found[5]))]
    if found[1]:
        demands.append((name, ">" if found[2] == "<" else ">=", float(found[1])))
    return demands
