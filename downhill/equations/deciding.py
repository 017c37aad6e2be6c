"""Whether a claim holds: both sides at many points, to the digits that there are."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mpmath import mp, mpc, mpf

from downhill.equations.claims import Claim, claims
from downhill.equations.names import Scope, site
from downhill.equations.page import read
from downhill.equations.tree import Tree, Unread, bold, names, need, unwrapped, walk
from downhill.equations.values import (
    BUILTIN,
    CONSTANTS,
    DIGITS,
    Env,
    NoLimit,
    NoValue,
    Sample,
    ShapeError,
    Skip,
    Unit,
    cells,
    closure,
    described,
    fit,
    holds,
    is_array,
    plus,
    times,
)  # fmt: skip

POINTS, TRIES, WORK = 24, 260, 5000
NO_DIGITS = "≈ between formulas: say how near, by a bound or by O(...)"
NOT_FOR_ALL = (
    "it does not hold for all: is it a condition, or a definition? Write := or Let"
)


@dataclass(frozen=True)
class Verdict:
    """What became of a claim: `word` is verified, false, unread or definition."""

    word: str
    how: str


def judged(path: Path) -> list[tuple[int, str, str, str, str, str]]:
    """Return what becomes of each claim of a page: line, kind, formula, link, verdict, how."""
    found = []
    for claim in claims(read(path)):
        verdict = verdict_on(claim)
        found.append(
            (claim.line, claim.kind, claim.text, claim.link, verdict.word, verdict.how)
        )
    return found


def verdict_on(claim: Claim) -> Verdict:
    """Return the verdict on a claim."""
    scope, prose = claim.scope, claim.kind == "prose"
    if claim.unread or scope is None:
        return Verdict("unread", claim.unread)
    if claim.sign == ":=" or (prose and _said(claim, scope)):
        return Verdict("definition", "from here on")
    try:
        found = decide(claim.left, claim.sign, claim.right, scope)
    except Unread as error:
        return Verdict("unread", str(error))
    open_ = _open(claim, scope) or (prose and not _asserted(claim, scope))
    return Verdict("unread", NOT_FOR_ALL) if found.word == "false" and open_ else found


def _said(claim: Claim, scope: Scope) -> bool:
    """Whether an inline formula is the very one that defines its left side."""
    head = claim.left[1] if claim.left[0] == "apply" else claim.left
    known = scope.defined.get(head[1], ()) if head[0] in ("name", "index") else ()
    return any(one.tree == claim.right for one in known)


def _open(claim: Claim, scope: Scope) -> bool:
    """Whether the left side is a name that stands for nothing yet, and not in the right; or
    a function that may be any, or a small change, is on one side alone."""
    left, right = (
        {key for key in closure([side], scope) if _any(key, scope)}
        for side in (claim.left, claim.right)
    )
    small = [
        any(one[0] == "diff" for one in walk(side))
        for side in (claim.left, claim.right)
    ]
    if left != right or small[0] != small[1]:
        return True
    named = claim.left[1] if claim.left[0] == "diff" else claim.left
    kind, key = (*unwrapped(named), "")[:2]
    known = (
        kind not in ("name", "index")
        or {key, bold(key)} & {"\\delta", *scope.defined}
        or key
        in (
            *scope.defined,
            *CONSTANTS,
            *BUILTIN,
        )
    )
    return claim.sign == "=" and not known and key not in names(claim.right)


def _any(key: str, scope: Scope) -> bool:
    """Whether a name is that of a function that may be any."""
    declared = scope.declared.get(key)
    defined = key in scope.defined or bold(key) in scope.defined
    return (
        bool(scope.is_function(key))
        and not defined
        and not (declared and declared.code)
    )


def _asserted(claim: Claim, scope: Scope) -> bool:
    """Whether an inline formula claims, and does not ask for what makes it so: it has no free
    name, or says a derivative in terms of a name."""
    keys = closure([claim.left, claim.right], scope, inputs=False)
    if (
        claim.asked
        or claim.left[0] in ("name", "index")
        or any(_any(key, scope) for key in keys)
    ):
        return False
    loose = [key for key in keys if key not in scope.defined and key not in CONSTANTS]
    derived = any(
        one[0] in ("prime", "d", "dat", "grad")
        or (one[0] == "diff" and one[1][0] not in ("name", "index"))
        for one in walk(claim.left)
    )
    return not loose or (derived and bool(names(claim.right)))


# ------------------------------------------------------------------------------- deciding


def decide(left: Tree, sign: str, right: Tree, scope: Scope) -> Verdict:
    """Return the verdict on `left sign right`."""
    keys = closure([left, right], scope)
    conditions: list[Any] = []
    for _ in range(3):  # those that speak of what takes part, and of what they bring in
        conditions = [one for one in scope.conditions if set(names(one)) & set(keys)]
        keys = closure([left, right, *conditions], scope)
    some = ", ".join(sorted(scope.some & set(keys)))
    need(not some, f"it holds for some {some}, and which is not said")
    trees = [
        left,
        right,
        *(one.tree for key in keys for one in scope.defined.get(key, ())),
    ]
    blank = settings([part for tree in trees for part in walk(tree)], keys, scope)
    unit = digits(right) if sign == "~" else None
    order = landau(right) if sign == "=" else None
    good, alone, tries, said, alone_at = 0, 0, 0, "", ""
    while good < POINTS and tries < TRIES and (good < 8 or blank.work[0] < WORK):
        sample = replace(blank, number=tries, drawn={}, sizes={}, made={}, loose=False)
        env, tries = Env(sample), tries + 1
        with mp.workdps(DIGITS):
            try:
                if not all(holds(env.of(a), s, env.of(b)) for a, s, b in conditions):
                    continue
                fault = (
                    remainder(env, left, *order)
                    if order
                    else compare(env, left, sign, right, unit)
                )
            except NoValue:
                continue
            except (Skip, OverflowError) as error:
                said = str(error)
                continue
            except ShapeError as error:
                what = f"{error}: give the shapes in the table of symbols"
                need(error.sure or all(_shown(key, scope) for key in keys), what)
                return Verdict("false", str(error))
            except NoLimit as error:
                return Verdict("false", f"{where(sample)}there is no limit: {error}")
        if fault is None:
            alone, alone_at = alone + 1, alone_at or where(sample)
            if alone > 8 and alone > good:
                break
        elif fault:
            return Verdict("false", where(sample) + fault)
        else:
            good += 1
            if not sample.drawn and not sample.made and not sample.sizes:
                return Verdict("verified", "as it stands")
    if alone > 3 and alone * 8 > good:
        return Verdict(
            "false", f"{alone_at}only the left side has a value: say where it holds"
        )
    need(
        good >= 8,
        said or f"only {good} points were found where both sides have a value",
    )
    moved = ", ".join(sorted(sample.made["d"][0])) if "d" in sample.made else ""
    return Verdict("verified", f"at {good} points" + f", moving {moved}" * bool(moved))


def _shown(key: str, scope: Scope) -> bool:
    """Whether the page itself says the shape of an array."""
    declared, common = scope.declared.get(key), site().declared.get(key)
    array = "\\mathbf" in key or (declared and declared.kind == "array")
    own = declared and declared is not common
    return not array or bool(own) or key in (*scope.defined, *BUILTIN)


def settings(parts: list[Tree], keys: Any, scope: Scope) -> Sample:
    """Return a sample with what the drawing of points has to know of a claim."""
    whole, places = set(), set()
    for one in parts:
        if one[0] in ("sum", "prod", "max", "min") and len(one) == 5:
            whole |= set(names(one[2:4]))
        elif one[0] == "index":
            places |= set(names(one[2:]))
        elif one[:2] == ("call", "factorial") or (
            one[0] == "prime" and isinstance(one[2], tuple)
        ):
            whole |= set(names(one[2]))
    declared = scope.declared
    arrays = [
        declared.get(name) for key in keys for name in (key, f"{key}_i", bold(key))
    ]
    sized = {name for one in arrays if one for name in one.shape if not name.isdigit()}
    sized |= (
        {"n"}
        if any("\\mathbf" in key and key not in declared for key in keys)
        else set()
    )
    bounds: dict[str, list[tuple[str, float]]] = {}
    turned = str.maketrans("<>", "><")
    for one, sign, other in scope.conditions:
        for a, s, b in ((one, sign, other), (other, sign.translate(turned), one)):
            if a[0] in ("name", "index") and s[0] in "<>" and literal(b):
                bounds.setdefault(a[1], []).append((s, float(literal(b))))
    coded = any(key in declared and declared[key].kind == "function" and declared[key].code
                and key not in scope.defined for key in keys)  # fmt: skip
    return Sample(
        number=0,
        scope=scope,
        keys=frozenset(keys),
        whole=frozenset(whole | places | sized),
        places=frozenset(places - whole - sized),
        sized=frozenset(sized),
        changed=frozenset(
            part
            for part in (unwrapped(one[1]) for one in parts if one[0] == "diff")
            if part[0] in ("name", "index")
        ),
        total=frozenset(
            one[2][1] for one in parts if one[:2] == ("d", "d") and one[2][0] == "name"
        ),
        inverted=any(one[0] == "inverse" for one in parts),
        complex=("name", "i") in parts and "i" not in whole | places,
        floats=coded,
        bounds=bounds,
    )


def literal(tree: Tree) -> str:
    """Return a number as it is written, or ""."""
    if tree[0] == "num":
        return str(tree[1])
    return f"-{tree[1][1]}" if tree[0] == "neg" and tree[1][0] == "num" else ""


def compare(env: Env, left: Tree, sign: str, right: Tree, unit: Any) -> str | None:
    """Return "" where a statement holds, both sides where it does not; None if only the left
    side has a value."""
    a = env.of(left)
    try:
        b = env.of(right)
    except NoValue:
        return None
    entries = alike(a, b, left, right)
    for k, (x, y) in enumerate(entries):
        if not relation(x, y, sign, unit, env.sample):
            if (
                "=" in sign
                and sign != "!="
                and rounding(env, left, right, k, abs(x - y))
            ):
                continue
            entry = f"in entry {k + 1} " if len(entries) > 1 else ""
            shown = ", to the digits shown" if sign == "~" else ""
            return f"{entry}the left side is {show(x)}, the right side {show(y)}{shown}"
    return ""


def alike(a: Any, b: Any, left: Tree, right: Tree) -> list[tuple[Any, Any]]:
    """Return the entries of both sides: a 0 stands for zeros, an identity has any size."""
    if is_array(a) != is_array(b):
        a, b = (a, _widened(b, a, right)) if is_array(a) else (_widened(a, b, left), b)
    a, b = (one.factor if isinstance(one, Unit) else one for one in (a, b))
    same = (
        a.shape == b.shape
        if is_array(a) and is_array(b)
        else not is_array(a) and not is_array(b)
    )
    fit(same, "{} on the left, {} on the right", a, b)
    return list(zip(cells(a), cells(b), strict=True))


def _widened(one: Any, like: Any, tree: Tree) -> Any:
    zeros = times(mpf(0), like)
    if tree == ("num", "0"):
        return zeros
    return (plus(zeros, one) if one.factor else zeros) if isinstance(one, Unit) else one


def relation(x: Any, y: Any, sign: str, unit: Any, sample: Sample) -> bool:
    if unit is not None:
        return bool(abs(x - y) <= unit * (mpf("0.5") + mpf("1e-9")))
    if mp.isnan(x) or mp.isnan(y):
        raise NoValue
    near = (
        mpf("1e-6") if sample.floats else mpf("1e-9") if sample.loose else mpf("1e-33")
    )
    size = max(abs(x), abs(y), mpf("1e-2") if sample.floats or sample.loose else mpf(0))
    same = (
        bool(x == y) if mp.isinf(x) or mp.isinf(y) else bool(abs(x - y) <= near * size)
    )
    if not same and sample.drawn and abs(x - y) < mpf("1e-60"):  # below all digits
        if sign in ("<", ">", "!="):
            raise Skip("too near to be told apart")
        same = True
    if same or sign in ("=", "!="):
        return sign in ("=", "<=", ">=") if same else sign == "!="
    if isinstance(x, mpc) or isinstance(y, mpc):
        raise NoValue
    return bool(x < y if sign[0] == "<" else x > y)


def rounding(env: Env, left: Tree, right: Tree, k: int, before: Any) -> bool:
    """Whether a difference is one of rounding: with more digits it goes away."""
    drawn = [abs(one) for value in env.sample.drawn.values() for one in cells(value)]
    if not before <= mpf("1e-12") * (1 + max(drawn, default=mpf(1))):
        return False
    with mp.workdps(mp.dps + 30):
        x, y = alike(env.of(left), env.of(right), left, right)[k]
        return bool(abs(x - y) <= before * mpf("1e-6"))


def digits(right: Tree) -> Any:
    """Return the worth of the last digit that is written. Unread if it is no number."""
    scale, tree = mpf(1), right[1] if right[0] == "neg" else right
    if tree[0] == "mul" and tree[3][0] == "pow":  # 1.5 \cdot 10^{-7}
        power = literal(tree[3][2])
        need(tree[3][1] == ("num", "10") and power.lstrip("-").isdigit(), NO_DIGITS)
        scale, tree = mpf(10) ** int(power), tree[2]
    need(tree[0] == "num", NO_DIGITS)
    whole, _, part = tree[1].partition(".")
    zeros = 0 if part else len(whole) - len(whole.rstrip("0"))
    return scale * mpf(10) ** (
        -len(part) if part else zeros if zeros < len(whole) else 0
    )


def landau(right: Tree) -> tuple[list[Tree], Tree] | None:
    """Return the rest of a sum and what is inside its O(...), if it has one."""
    parts = list(right[1:]) if right[0] == "add" else [right]
    found = [one for one in parts if one[0] == "O"]
    need(
        len(found) < 2 and all(len(one) == 2 for one in found),
        "O(...) of several things",
    )
    return ([one for one in parts if one[0] != "O"], found[0][1]) if found else None


def remainder(env: Env, left: Tree, rest: list[Tree], size: Tree) -> str:
    """Return "" if what is left is not larger than O(...) says as its one name goes to 0."""
    keys = {key for key in names(size) if key not in CONSTANTS}
    need(len(keys) == 1, "O(...) of other than one name")
    (key,) = keys
    for sign in (1, -1):
        found = []
        with mp.workdps(mp.dps + 60):
            for power in (4, 7, 10):
                moved = env.binding(key, sign * mp.sqrt(3) * mpf(10) ** -power)
                gap, bound = (
                    moved.of(("add", left, *(("neg", one) for one in rest))),
                    moved.of(size),
                )
                need(not is_array(gap) and not is_array(bound), "O(...) of arrays")
                found.append(abs(gap / bound))
        if found[2] > 30 * found[0] + mpf("1e-30") and found[2] > 20 * found[1]:
            return f"what is left over O is {show(found[0])}, then {show(found[2])}, as {key} goes to 0"
    return ""


def where(sample: Sample) -> str:
    """Return the point, as far as it is worth saying."""
    said = [
        f"{key} = {show(value)}"
        for key, value in sorted(sample.drawn.items())
        if not is_array(value)
    ]
    said += [
        f"{described(value)} {key}"
        for key, value in sorted(sample.drawn.items())
        if is_array(value)
    ]
    return f"at {', '.join(said)} " if said else ""


def show(value: Any) -> str:
    return str(mp.nstr(mp.chop(value), 10))
