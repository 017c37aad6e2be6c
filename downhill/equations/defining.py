"""Whether an equation says what a name stands for, and the scope from there on."""

import re
from dataclasses import replace

from downhill.equations import scope as scopes
from downhill.equations.links import Link, chain
from downhill.equations.notation import Name, UnreadableError, clean, code, symbol
from downhill.equations.scope import Definition, Scope

COLUMN = re.compile(r"\\begin\{[bp]matrix\}(.*)\\end\{[bp]matrix\}$", re.S)
UNKNOWN = re.compile(r"(\\[a-z]+|[A-Za-z])\s*\(((?:\\mathbf\{)?\\?[a-z]+\}?)\)")
NUMERIC = re.compile(
    r"[\d\s.+\-*/()^{}]|\\(?:frac|cdot|times|sqrt|ln|,|left|right|dfrac)(?![A-Za-z])"
)


def defines(scope: Scope, name: Name, inputs: tuple[Name, ...], right: str) -> bool:
    """Whether `name = right` says what the name stands for, and is no value of it."""
    known = scope.definitions.get(name)
    if known and known.inputs and known.inputs != inputs:
        return False  # the value at some point
    if any(one in scope.definitions for one in inputs):
        return False
    if not re.search(r"[A-Za-z]", NUMERIC.sub("", right)):
        return bool(inputs)  # a value of a variable, not what it stands for
    other = scopes.head(right)
    if other and not other[1] and not inputs and other[0].kind == "symbol":
        return False  # a condition such as y = x
    return not mentions(right, name)


def column(scope: Scope, latex: str) -> bool:
    """Whether a side is a column of names that nothing is known of."""
    match = COLUMN.match(latex.strip())
    heads = [scopes.head(cell) for cell in match[1].split("\\\\")] if match else []
    known = scope.definitions
    return bool(heads) and all(
        h and not h[1] and h[0].sub and h[0] not in known for h in heads
    )


def solved(scope: Scope, link: Link) -> Scope | None:
    """With the new function that an equation such as `f(u) - f(b) = φ(u)(u - b)` defines."""
    latex = clean(f"{link.left} = {link.right}")
    for match in UNKNOWN.finditer(latex):
        named, of = scopes.head(match[1]), scopes.head(match[2])
        if named is None or of is None or latex.count(match[0]) > 1:
            continue
        (name, _), (one, _) = named, of
        introduced = name in scope.functions or one.bold
        known = name.base in scopes.GENERIC or name in scope.definitions
        if known or not introduced or not scope.is_function(name, one.bold):
            continue
        wider = scope.function(name)
        try:
            sides = wider.read(link.left), wider.read(link.right)
        except UnreadableError:
            return None
        return wider.define(Definition(name, "", (one,), sides))
    return None


def with_inline(scope: Scope, latex: str) -> Scope:
    """With what an inline formula defines, if there is no doubt that it defines."""
    parts = chain(latex)
    named = scopes.head(parts[0][1])
    if named is None:
        return scope
    name, inputs = named
    if len(parts) == 1:
        return scope.function(name) if inputs else scope
    sign, right = parts[1]
    if sign not in ("=", "\\leftarrow"):
        return scope
    if inputs:
        scope = scope.function(name)
    if sign == "\\leftarrow":
        name = symbol(name.base, "new", name.bold)
    elif not defines(scope, name, inputs, right):
        return scope
    try:
        body = scope.read(right)
    except UnreadableError:
        return scope
    return scope.define(Definition(name, body, inputs))


def units(scope: Scope, text: str) -> Scope:
    """With the vectors that a text says are of length 1."""
    heads = [scopes.head(match[1]) for match in scopes.UNIT.finditer(text)]
    found = {named[0] for named in heads if named and named[0].bold}
    return replace(scope, units=scope.units | found)


def mentions(latex: str, name: Name) -> bool:
    """Whether a formula holds this name."""
    base = name.base.split("-")[0].rstrip("*")
    if not re.search(rf"(?<![A-Za-z]){re.escape(base)}(?![A-Za-z])", latex):
        return False
    try:
        encoded = Scope().read(latex)
    except UnreadableError:
        return True
    return bool(re.search(rf"\\{code(name)}(?![a-z])", encoded))
