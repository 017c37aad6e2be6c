"""Every number in prose comes from code: find those that do not."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from downhill.pages import Page
from downhill.pages.blocks import FENCE, Block
from downhill.problem import Problem

NUMBER = re.compile(
    r"(?<![\w.])(?P<sign>(?<![\w)}\]])[-\u2212])?"
    r"(?P<digits>\d+(?:\.\d+)?)(?![\w]*\.\d)"
    r"(?:[eE](?P<exponent>[-+]?\d+)"
    r"|\s*(?:\\times|\\cdot|×|·)\s*10\^\{?(?P<power>[-+\u2212]?\d+)\}?)?"
)
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

    def agrees(self, other: "Number") -> bool:
        """True if this is the other, up to its own rounding (and its sign, if it has one)."""
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
    """The numbers of a text, left to right."""
    for match in NUMBER.finditer(text):
        digits = match["digits"]
        power = (match["exponent"] or match["power"] or "0").replace("\u2212", "-")
        unit = 10.0 ** (int(power) - len(digits.partition(".")[2]))
        value = float(f"{digits}e{power}")
        significant = digits.replace(".", "").lstrip("0")
        if "." not in digits:
            significant = significant.rstrip("0")
        signed = bool(match["sign"])
        value = -value if signed else value
        yield Number(match[0], value, unit, signed, len(significant))


def prose(page: Page) -> Iterator[tuple[int, str]]:
    """The lines of a page that are read as text, with their line numbers."""
    opening = ""
    for number, line in enumerate(page.body.splitlines(), 1):
        fence = FENCE.match(line)
        if fence and not opening:
            opening = fence["fence"]
        elif fence and fence["fence"].startswith(opening) and not fence["info"].strip():
            opening = ""
        elif not opening:
            yield number, NOT_PROSE.sub(" ", line.replace("{,}", ""))


def check(page: Page, blocks: Iterable[Block]) -> int:
    """Hold the numbers of a page's prose against its code and outputs; returns how many.

    A Problem that lists every number of three or more significant digits without a source,
    and one for an exception in the front matter that is not needed.
    """
    sources: list[Number] = []
    for block in blocks:
        sources += numbers(block.code)
        sources += numbers(block.output.code if block.output else "")
    reasons = page.meta.get("numbers") or {}
    for key, reason in reasons.items():
        if not reason:
            what = f"`numbers:` excepts {key} without a reason"
            raise Problem(page.path, page.line_of(str(key)), what, "write the reason")
    excepted = {str(key): 0 for key in reasons}
    homeless: list[Place] = []
    count = 0
    for line, text in prose(page):
        for number in numbers(text):
            if number.digits < 3:
                continue
            count += 1
            if any(number.agrees(source) for source in sources):
                continue
            if number.text.lstrip("-\u2212") in excepted:
                excepted[number.text.lstrip("-\u2212")] += 1
                continue
            homeless.append(Place(line, number))
    if homeless:
        listed = ", ".join(f"{p.number.text} (line {p.line})" for p in homeless)
        what = f"numbers that no code on this page produces: {listed}"
        remedy = "print them in a block, or give the reason under `numbers:` at the top"
        raise Problem(page.path, homeless[0].line, what, remedy)
    for text, uses in excepted.items():
        if not uses:
            what = f"`numbers:` excepts {text}, which needs no exception"
            raise Problem(page.path, page.line_of(text), what, "delete that line")
    return count
