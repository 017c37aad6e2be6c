"""The verdict on a claim: it holds, it is false, or it cannot be read."""

import re
from itertools import product

from downhill.equations.arrays import ShapeError, described, shape
from downhill.equations.claims import Claim
from downhill.equations.notation import UnreadableError
from downhill.equations.values import Values
from downhill.equations.verdicts import FALSE, NUMERIC, SYMBOLIC, UNREAD
from downhill.equations.witnesses import NoPointError, Sides, proven, refute
from downhill.pages import prose

ROUNDS = 2  # functions that are tried for one that the page leaves open
LENGTHS = (3, 4, 2)  # of vectors


def verdict(claim: Claim) -> str:
    """What became of a claim: "symbolic" or "numeric", by how it was verified.

    Else "false: " with both sides at a point where they differ, or "unread: " with what
    could not be read.
    """
    try:
        return _verdict(claim)
    except ShapeError as error:
        return f"{FALSE}{error}"
    except UnreadableError as error:
        return f"{UNREAD}{error}"


def _verdict(claim: Claim) -> str:
    if claim.unread:
        raise UnreadableError(claim.unread)
    how = SYMBOLIC
    for number in range(ROUNDS):
        sides, opened = _sides(claim, number)
        try:
            counter = refute(sides, claim.text)
        except NoPointError:
            nowhere = "no point was found where both sides have a value"
            raise UnreadableError(nowhere) from None
        if counter:
            where = f"at {counter.point} " if counter.point else ""
            digits = ", to the digits shown" if claim.sign == "~" else ""
            said = f"{where}the left side is {counter.left}, the right side {counter.right}"
            return f"{FALSE}{said}{digits}"
        if opened or not proven(sides):
            how = NUMERIC
        if not opened:
            break
    return how


def _sides(claim: Claim, number: int) -> tuple[Sides, bool]:
    """Both sides, with the first lengths of vectors that fit together."""
    fault = "entry"
    tried = 0
    lengths: dict[str, int] = {}
    queue = [lengths]
    while queue and tried < 60:
        lengths = queue.pop(0)
        tried += 1
        values = Values(claim.scope, number, lengths)
        bound = {name: values.of(claim.scope.read(value)) for name, value in claim.at}
        values = values.within(bound)
        try:
            left, right = values.of(claim.left), values.of(claim.right)
            if shape(left) != shape(right):
                raise ShapeError(
                    f"{described(left)} on the left, {described(right)} on the right"
                )
        except ShapeError as error:
            if fault.startswith("entry"):
                fault = str(
                    error
                )  # it is rather the last word than a length that was tried
            if tried == 1:
                names = sorted(values.seen)
                queue = [
                    dict(zip(names, sizes, strict=True))
                    for sizes in product(LENGTHS, repeat=len(names))
                ][1:]
            continue
        unit = _unit(claim.raw) if claim.sign == "~" else 0.0
        limits = values.limits
        return Sides(
            left, right, claim.sign, limits, list(claim.conditions), unit
        ), values.open[0]
    raise ShapeError(fault)


def _unit(latex: str) -> float:
    found = list(prose.numbers(re.sub(r"[{}]", "", latex)))
    if len(found) != 1:
        raise UnreadableError("an approximation whose right side is not one number")
    return found[0].unit
