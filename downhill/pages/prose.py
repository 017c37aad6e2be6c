"""Every number in prose comes from code: find those that do not."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from downhill.document import Block, Document, read
from downhill.pages import Page
from downhill.problem import DOCS, Problem

POWER = r"10\^(?:\{[-+\u2212]?\d+\}|[-+\u2212]?\d+(?!\w))"
NUMBER = re.compile(
    r"(?<![\w.])(?P<sign>(?<![\w)}\]])[-\u2212])?"
    rf"(?:(?P<bare>{POWER})|(?P<digits>\d+(?:\.\d+)?)(?![\w]*\.\d)"
    r"(?:[eE](?P<exponent>[-+]?\d+)"
    rf"|\s*(?:\\times|\\cdot|×|·)\s*(?P<times>{POWER}))?)"
)
RAISED = re.compile("(?<=10)[⁰¹²³⁴-⁹⁻]+")
LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
# What is not prose: link targets, {attributes}, raw tags, block markers.
NOT_PROSE = re.compile(
    r"\]\([^)\s]*\)|\{[#.:][^}]*\}|<[^>]*>|^\s*/// .*$|^\s*-+8<-+ .*$"
)


class Number(NamedTuple):
    """A number as it is written: its value and the unit of its last digit."""

    text: str
    value: float
    unit: float
    signed: bool
    digits: int  # significant
    needs_source: bool  # a small number is a word, a power of ten is not

    def agrees(self, other: "Number") -> bool:
        """Tell whether this is the other, up to its own rounding (and its sign, if it has one)."""
        near = self.unit * (0.5 + 1e-6)
        if self.signed:
            return abs(self.value - other.value) <= near
        return abs(abs(self.value) - abs(other.value)) <= near


@dataclass(frozen=True)
class Place:
    """A number of the page and the line that it stands on."""

    line: int
    number: Number


def numbers(text: str) -> Iterator[Number]:
    """Yield the numbers of a text, left to right."""
    text = RAISED.sub(lambda match: f"^{{{match[0].translate(LOWERED)}}}", text)
    for match in NUMBER.finditer(text):
        digits = match["digits"] or "1"
        raised = match["exponent"] or match["bare"] or match["times"] or ""
        power = raised.removeprefix("10^").strip("{}").replace("\u2212", "-") or "0"
        unit = 10.0 ** (int(power) - len(digits.partition(".")[2]))
        value = float(f"{digits}e{power}")
        significant = digits.replace(".", "").lstrip("0")
        if "." not in digits:
            significant = significant.rstrip("0")
        signed = bool(match["sign"])
        value = -value if signed else value
        count = len(significant)
        needs_source = bool(raised) or count >= 3
        yield Number(match[0], value, unit, signed, count, needs_source)


def prose(document: Document) -> Iterator[tuple[int, str]]:
    """Yield the lines of a page that are read as text, with their line numbers."""
    for number, line in document.prose():
        yield number, NOT_PROSE.sub(" ", line.replace("{,}", ""))


def sources(blocks: Iterable[Block]) -> list[Number]:
    """Return the numbers in the code and the outputs of these blocks."""
    found: list[Number] = []
    for block in blocks:
        found += numbers(block.code)
        found += numbers(block.output.code if block.output else "")
    return found


def borrowed(page: Page, docs: Path = DOCS) -> dict[str, list[Number]]:
    """Return the numbers of the pages that `numbers_from:` names, by address.

    A Problem if it is not a list, or names what is no other page.
    """
    addresses = page.meta.get("numbers_from") or []
    if not isinstance(addresses, list):
        what, remedy = "`numbers_from:` is not a list", "write one address a line"
        raise Problem(page.path, page.line_of("numbers_from"), what, remedy)
    found = {}
    for address in map(str, addresses):
        path = docs / f"{address}.md"
        if not path.is_file() or address == page.address:
            what = f"`numbers_from:` names `{address}`, which is no other page"
            remedy = "write its path below docs/, without the ending"
            raise Problem(page.path, page.line_of(address), what, remedy)
        found[address] = sources(read(path, docs).blocks)
    return found


def check(
    document: Document, docs: Path = DOCS, blocks: Iterable[Block] | None = None
) -> int:
    """Hold the numbers of a page's prose against its code and outputs; returns how many.

    `blocks` stand for those of a lab, which have no outputs until it is run.

    They are those of three significant digits or more, or with a power of ten.

    The code of the pages under `numbers_from:` counts too. A Problem that lists every
    number of three or more significant digits without a source, and one for an exception
    or an address in the front matter that is not needed.
    """
    page = document.page
    own = sources(document.blocks if blocks is None else blocks)
    others = borrowed(page, docs)
    reasons = page.meta.get("numbers") or {}
    for key, reason in reasons.items():
        if not reason:
            what = f"`numbers:` excepts {key} without a reason"
            raise Problem(page.path, page.line_of(str(key)), what, "write the reason")
    excepted = {str(key): 0 for key in reasons}
    lent = dict.fromkeys(others, 0)
    homeless: list[Place] = []
    count = 0
    for line, text in prose(document):
        for number in numbers(text):
            if not number.needs_source:
                continue
            count += 1
            if any(map(number.agrees, own)):
                continue
            lenders = [a for a, have in others.items() if any(map(number.agrees, have))]
            for address in lenders:
                lent[address] += 1
            if lenders:
                continue
            if number.text.lstrip("-\u2212") in excepted:
                excepted[number.text.lstrip("-\u2212")] += 1
                continue
            homeless.append(Place(line, number))
    if homeless:
        listed = ", ".join(f"{p.number.text} (line {p.line})" for p in homeless)
        where = ", nor on ".join(["on this page", *others])
        what = f"numbers that no code {where} produces: {listed}"
        remedy = "print them in a block, or give the reason under `numbers:` at the top"
        raise Problem(page.path, homeless[0].line, what, remedy)
    for text, uses in excepted.items():
        if not uses:
            what = f"`numbers:` excepts {text}, which needs no exception"
            raise Problem(page.path, page.line_of(text), what, "delete that line")
    for address, uses in lent.items():
        if not uses:
            what = f"`numbers_from:` names `{address}`, from which no number comes"
            raise Problem(page.path, page.line_of(address), what, "delete that line")
    return count
