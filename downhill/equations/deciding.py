"""Whether a claim holds: both sides at many points, to the digits that there are."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mpmath import mp, mpc, mpf

from downhill.equations.claims import Claim, claims
from downhill.equations.names import Scope
from downhill.equations.tree import Tree, Unread, names, walk
from downhill.equations.values import (
    CONSTANTS, DIGITS, ROUNDS, Env, NoLimit, NoValue, Sample, Skip, ShapeError, Unit,
    cells, described, is_array, plus, times,
)  # fmt: skip

POINTS, TRIES, WORK = 24, 260, 5000
BUILTIN = ("I", "\\mathbf{0}", "\\mathbf{1}")
LITERAL = re.compile(r"^-?(\d+)(?:\.(\d+))?$")


@dataclass(frozen=True)
class Verdict:
    """What became of a claim: `word` is verified, false, unread or definition."""

    word: str
    how: str


def closure(trees: list[Any], scope: Scope) -> dict[str, None]:
    """Return all names that take part, those of definitions as well."""
    found: dict[str, None] = {}
    todo = [key for tree in trees for key in names(tree)]
    while todo:
        key = todo.pop()
        if key not in found:
            found[key] = None
            for one in scope.defined.get(key, ()):
                todo += names(one.tree)
            if "\\mathbf" not in key:
                todo += [one for one in (f"\\mathbf{{{key}}}",) if one in scope.defined]
    return found


def decide(left: Tree, sign: str, right: Tree, scope: Scope) -> Verdict:
    """Return the verdict on `left sign right`."""
    if sign not in ("=", "!=", "<", ">", "<=", ">=", "~"):
        raise Unread(f"a statement with `{sign}`")
    keys = closure([left, right], scope)
    conditions: list[Any] = []
    for _ in range(3):  # those that speak of what takes part, and of what they bring in
        conditions = [one for one in scope.conditions if set(names(one)) & set(keys)]
        keys = closure([left, right, *conditions], scope)
    some = scope.some & set(keys)
    if some:
        raise Unread(f"it holds for some {', '.join(sorted(some))}, and which is not said")
    trees = [left, right, *(one.tree for key in keys for one in scope.defined.get(key, ()))]
    parts = [one for tree in trees for one in walk(tree)]
    unit = digits(right) if sign == "~" else None
    order = landau(right) if sign == "=" else None
    settings = settings_of(parts, keys, scope)
    good, other, faults, tries = 0, 0, [], 0
    closed, said = False, ""
    work = [0]
    while good < POINTS and tries < TRIES and not closed and (good < 8 or work[0] < WORK):
        sample = Sample(tries, scope, work=work, **settings)
        tries += 1
        env = Env(sample)
        with mp.workdps(DIGITS):
            try:
                if not all(_holds(env, link) for link in conditions):
                    continue
                if order:
                    fault = remainder(env, left, *order)
                else:
                    fault = compare(env, left, sign, right, unit)
            except NoValue:
                if tries > 40 and not good and tries - other > 200:
                    break
                continue
            except ShapeError as error:
                if sizes_said(keys, scope):
                    return Verdict("false", str(error))
                raise Unread(f"{error}: give the shapes in the table of symbols") from None
            except NoLimit as error:
                return Verdict("false", f"{where(sample)}there is no limit: {error}")
            except (OverflowError, Skip) as error:
                said = str(error)
                continue
            if fault == "one side":
                other += 1
                faults.append(where(sample))
                if other > 8 and other > good:
                    break
                continue
            if fault:
                return Verdict("false", where(sample) + fault)
            good += 1
            closed = not sample.drawn and not sample.made and not sample.sizes
    if other > 3 and other * 8 > good:
        return Verdict("false", f"{faults[0]}only the left side has a value: say where it holds")
    if closed and good:
        return Verdict("verified", "as it stands")
    if good < 8:
        raise Unread(said or f"only {good} points were found where both sides have a value")
    return Verdict("verified", f"at {good} points")


def _holds(env: Env, link: Any) -> bool:
    from downhill.equations.values import holds

    one, sign, other = link
    return holds(env.of(one), sign, env.of(other))


def settings_of(parts: list[Tree], keys: Any, scope: Scope) -> dict[str, Any]:
    """Return what the drawing of points has to know of a claim."""
    whole: set[str] = set()
    bound: set[str] = set()
    for one in parts:
        if one[0] in ("sum", "prod", "max", "min") and len(one) == 5:
            bound.add(one[1])
            for end in one[2:4]:
                whole |= set(names(end)) if end else set()
        elif one[0] == "index":
            whole |= {key for index in one[2:] for key in names(index)}
        elif one[:2] == ("call", "factorial"):
            whole |= set(names(one[2]))
        elif one[0] == "prime" and isinstance(one[2], tuple):
            whole |= set(names(one[2]))
    sizes = {name for key in keys for name in shape_of(key, scope) if not name.isdigit()}
    sized = any(one[0] in ("sum", "prod") and one[3] for one in parts)
    whole |= sizes | {key for key in keys if key in ROUNDS[0] and sized and key in whole}
    plain_i = ("name", "i") in parts and "i" not in whole | bound
    bounds: dict[str, list[tuple[str, float]]] = {}
    for one, sign, other in scope.conditions:
        for a, s, b in ((one, sign, other), (other, _turned(sign), one)):
            if a[0] in ("name", "index") and s != "!=" and s != "=":
                try:
                    with mp.workdps(20):
                        value = float(mpf(_literal(b)))
                except (ValueError, TypeError):
                    continue
                bounds.setdefault(a[1], []).append((s, value))
    total = {one[2][1] for one in parts if one[0] == "d" and one[1] == "d" and one[2][0] == "name"}
    return {
        "whole": frozenset(whole),
        "sized": frozenset(sizes),
        "inverted": any(one[0] == "inverse" for one in parts),
        "complex": plain_i,
        "floats": any(scope.declared[key].code and scope.declared[key].kind == "function"
                      and key not in scope.defined for key in keys if key in scope.declared),
        "bounds": bounds,
        "total": frozenset(total),
        "keys": frozenset(keys),
    }  # fmt: skip


def _turned(sign: str) -> str:
    return sign.translate(str.maketrans("<>", "><"))


def _literal(tree: Tree) -> str:
    if tree[0] == "num":
        return str(tree[1])
    return f"-{tree[1][1]}" if tree[0] == "neg" and tree[1][0] == "num" else "no number"


def shape_of(key: str, scope: Scope) -> tuple[str, ...]:
    for one in (key, f"{key}_i", f"\\mathbf{{{key}}}"):
        declared = scope.declared.get(one)
        if declared and declared.shape:
            return declared.shape
    return ("n",) if "\\mathbf" in key and key not in scope.defined else ()


def sizes_said(keys: Any, scope: Scope) -> bool:
    """Whether the shape of every array that takes part is said."""
    arrays = [key for key in keys if "\\mathbf" in key]
    return all(key in scope.defined or key in scope.declared or key in BUILTIN for key in arrays)


def compare(env: Env, left: Tree, sign: str, right: Tree, unit: Any) -> str:
    """Return "" where the statement holds at a point, or both sides; "one side" has a value."""
    a = env.of(left)
    try:
        b = env.of(right)
    except NoValue:
        return "one side"
    entries = alike(a, b, left, right)
    for k, (x, y) in enumerate(entries):
        if not relation(x, y, sign, unit, env.sample):
            if sign in ("=", "<=", ">=") and not mp.isinf(x) and not mp.isinf(y) and rounding(env, left, right, k, x, y):
                continue
            entry = f"in entry {k + 1} " if len(entries) > 1 else ""
            digits = ", to the digits shown" if sign == "~" else ""
            return f"{entry}the left side is {show(x)}, the right side {show(y)}{digits}"
    return ""


def alike(a: Any, b: Any, left: Tree, right: Tree) -> list[tuple[Any, Any]]:
    """Return the entries of both sides: a 0 stands for zeros, an identity has any size."""
    if is_array(a) and not is_array(b):
        b = widened(b, a, right)
    elif is_array(b) and not is_array(a):
        a = widened(a, b, left)
    a, b = (one.factor if isinstance(one, Unit) else one for one in (a, b))
    if is_array(a) != is_array(b) or (is_array(a) and a.shape != b.shape):
        raise ShapeError(f"{described(a)} on the left, {described(b)} on the right")
    return list(zip(cells(a), cells(b), strict=True))


def widened(one: Any, like: Any, tree: Tree) -> Any:
    if tree == ("num", "0"):
        return times(mpf(0), like)
    if isinstance(one, Unit):
        zeros = times(mpf(0), like)
        return zeros if one.factor == 0 else plus(zeros, one)
    return one


def relation(x: Any, y: Any, sign: str, unit: Any, sample: Sample) -> bool:
    if unit is not None:
        return bool(abs(x - y) <= unit * (mpf("0.5") + mpf("1e-9")))
    if mp.isnan(x) or mp.isnan(y):
        raise NoValue
    if mp.isinf(x) or mp.isinf(y):
        same = x == y
    else:
        tolerance = mpf("1e-6") if sample.floats else mpf("1e-9") if sample.loose else mpf("1e-25")
        size = max(abs(x), abs(y))
        if sample.floats or sample.loose:  # sums that cancel are right to so many digits only
            size = max(size, mpf("1e-2"))
        same = abs(x - y) <= tolerance * size
    if sign in ("=", "!="):
        return bool(same == (sign == "="))
    if isinstance(x, mpc) or isinstance(y, mpc):
        raise NoValue
    if same:
        return sign in ("<=", ">=")
    return bool(x < y if sign[0] == "<" else x > y)


def rounding(env: Env, left: Tree, right: Tree, k: int, x: Any, y: Any) -> bool:
    """Whether a difference is one of rounding: with more digits it goes away."""
    before = abs(x - y)
    if before > mpf("1e-12") * (1 + max(abs(one) for one in [mpf(1), *_sizes(env)])):
        return False
    with mp.workdps(mp.dps + 30):
        sample = Sample(**{**env.sample.__dict__, "loose": False})
        again = Env(sample)
        x, y = alike(again.of(left), again.of(right), left, right)[k]
        after = abs(x - y)
    return bool(after <= before * mpf("1e-15"))


def _sizes(env: Env) -> list[Any]:
    return [abs(one) for value in env.sample.drawn.values() for one in cells(value)]


def digits(right: Tree) -> Any:
    """Return the worth of the last digit that is written. Unread if it is no number."""
    scale = mpf(1)
    tree = right[1] if right[0] == "neg" else right
    if tree[0] == "mul" and tree[3][0] == "pow":  # 1.5 \cdot 10^{-7}
        if tree[3][1] != ("num", "10") or not _literal(tree[3][2]).lstrip("-").isdigit():
            raise Unread("≈ between formulas: say how near, by a bound or by O(...)")
        scale, tree = mpf(10) ** int(_literal(tree[3][2])), tree[2]
    found = LITERAL.match(_literal(tree))
    if not found:
        raise Unread("≈ between formulas: say how near, by a bound or by O(...)")
    if found[2]:
        return scale * mpf(10) ** -len(found[2])
    zeros = len(found[1]) - len(found[1].rstrip("0"))
    return scale * mpf(10) ** (zeros if zeros < len(found[1]) else 0)


def landau(right: Tree) -> tuple[Tree | None, Tree] | None:
    """Return the rest of a sum and what is inside its O(...)."""
    parts = list(right[1:]) if right[0] == "add" else [right]
    found = [one for one in parts if one[0] == "O"]
    if not found:
        return None
    rest = [one for one in parts if one[0] != "O"]
    if len(found) > 1 or len(found[0]) != 2:
        raise Unread("O(...) of several things")
    return (("add", *rest) if len(rest) > 1 else rest[0] if rest else None), found[0][1]


def remainder(env: Env, left: Tree, rest: Tree | None, size: Tree) -> str:
    """Return "" if what is left is not larger than O(...) says as its one name goes to 0."""
    keys = {key for key in names(size) if key not in CONSTANTS}
    if len(keys) != 1:
        raise Unread("O(...) of other than one name")
    (key,) = keys
    ratios = []
    with mp.workdps(mp.dps + 60):
        for sign in (1, -1):
            found = []
            for power in (4, 7, 10):
                moved = env.binding(key, sign * mp.sqrt(3) * mpf(10) ** -power)
                gap = moved.of(left) - (moved.of(rest) if rest else 0)
                bound = moved.of(size)
                if is_array(gap) or is_array(bound):
                    raise Unread("O(...) of arrays")
                found.append(abs(gap / bound))
            ratios.append(found)
    for found in ratios:
        if found[2] > 30 * found[0] + mpf("1e-30") and found[2] > 20 * found[1]:
            return f"what is left, over O, is {show(found[0])}, then {show(found[2])} as {key} goes to 0: too large"
    return ""


def where(sample: Sample) -> str:
    """Return the point, as far as it is worth saying."""
    said = [f"{key} = {show(value)}" for key, value in sorted(sample.shown.items()) if not is_array(value)]
    said += [f"{key} = {size}" for key, size in sorted(sample.sizes.items()) if key not in sample.shown]
    return f"at {', '.join(said)} " if said else ""


def show(value: Any) -> str:
    return str(mp.nstr(mp.chop(value), 10))


def judged(path: Path) -> list[tuple[int, str, str, str, str, str]]:
    """Return what becomes of each claim of a page, as facts for the cache."""
    found = []
    for claim in claims(path):
        verdict = verdict_on(claim)
        if verdict:
            found.append((claim.line, claim.kind, claim.text, claim.link, verdict.word, verdict.how))
    return found


def verdict_on(claim: Claim) -> Verdict | None:
    """Return the verdict on a claim; None for what an inline formula does not claim."""
    prose = claim.kind == "prose"
    if claim.unread or claim.scope is None:
        return Verdict("unread", claim.unread)
    if claim.sign == ":=" or (prose and said(claim)):
        return Verdict("definition", "from here on")
    try:
        found = decide(claim.left, claim.sign, claim.right, claim.scope)
    except Unread as error:
        return Verdict("unread", str(error))
    if found.word == "false" and (free(claim) or (prose and not asserted(claim))):
        what = "it does not hold for all: is it a condition, or a definition? Write := or Let"
        return Verdict("unread", what)
    return found


def said(claim: Claim) -> bool:
    """Whether an inline formula is the very one that defines its left side."""
    scope, left = claim.scope, claim.left
    head = left[1] if left[0] == "apply" else left
    known = scope.defined.get(head[1], ()) if scope and head[0] in ("name", "index") else ()
    return any(one.tree == claim.right for one in known)


def free(claim: Claim) -> bool:
    """Whether one side is a name that stands for nothing yet, and not in the other side; or
    a function that may be any is on one side alone."""
    scope = claim.scope
    assert scope
    open_ = [{key for key in closure([side], scope) if scope.is_function(key) and key not in scope.defined
              and not scope.declared[key].code} for side in (claim.left, claim.right)]  # fmt: skip
    if open_[0] != open_[1]:
        return True
    for one, other in ((claim.left, claim.right),):
        if claim.sign == "=" and one[0] in ("name", "index") and scope:
            key = one[1]
            if key not in scope.defined and key not in names(other) and key not in (*CONSTANTS, *BUILTIN):
                return True
    return False


def asserted(claim: Claim) -> bool:
    """Whether an inline formula claims, and does not ask for what makes it so.

    It does where it has no free name, and where it says a derivative in terms of a name.
    """
    scope = claim.scope
    assert scope
    if claim.asked or claim.left[0] in ("name", "index"):
        return False
    loose = [key for key in closure([claim.left, claim.right], scope)
             if key not in scope.defined and key not in CONSTANTS]  # fmt: skip
    if any(scope.is_function(key) for key in loose):
        return False
    applied = any(one[0] in ("prime", "d", "dat", "grad") for one in walk(claim.left))
    return not loose or (applied and any(True for _ in names(claim.right)))
