"""Every equation has a witness: what a page claims is verified, or listed with a reason.

`UNVERIFIED` in the test file of a page lists what is not verified, as it stands on the page,
with the reason. "definition" says what its left side is, "statement" what a theorem says
exists or what holds under assumptions in words, "schematic" leaves out terms by dots.
"""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from downhill.chapters import listed, test_of
from downhill.equations import cache
from downhill.equations.claims import Claim, items
from downhill.equations.links import flat
from downhill.equations.verdicts import DEFINITION, FALSE, NUMERIC, SYMBOLIC, UNREAD
from downhill.maths.roles import plain
from downhill.pages import Page
from downhill.problem import ROOT, Problem

LIST = "UNVERIFIED"
MEND = "correct it, say above it what its names stand for and where it holds"


@dataclass
class Report:
    """How many equations a page displays, and what became of them."""

    address: str
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)  # (kind, verdict)
    listed: list[tuple[str, str]] = field(default_factory=list)  # (equation, reason)

    def verified(self, kind: str = "display") -> int:
        """How many hold: displayed, or those of kind "table" or "inline"."""
        return self.counts[kind, SYMBOLIC] + self.counts[kind, NUMERIC]

    @property
    def definitions(self) -> int:
        return self.counts["display", DEFINITION]

    @property
    def displayed(self) -> int:
        return self.verified() + self.definitions + len(self.listed)

    @property
    def claims(self) -> int:
        """Displayed equations that claim something: all but definitions."""
        defining = sum(why.startswith("definition") for _, why in self.listed)
        return self.verified() + len(self.listed) - defining

    def __str__(self) -> str:
        return (
            f"{self.address}: {self.displayed} display equations, of which {self.verified()}"
            f" verified ({self.counts['display', SYMBOLIC]} symbolically),"
            f" {self.definitions} definitions, {len(self.listed)} listed; also verified:"
            f" {self.verified('table')} table cells, {self.verified('inline')} in prose"
        )


def check(page: Page, root: Path = ROOT) -> Report:
    """Verify what a page claims.

    A Problem for the first equation that is false, or cannot be read and is not listed,
    and for an entry that is not needed.
    """
    test = root / test_of(page.address)
    entries = {flat(plain(text)): entry for text, entry in listed(test, LIST).items()}
    found = items(page)
    verdicts = cache.verdicts(found)
    otherwise = f"or list it with its reason under {LIST} in {test_of(page.address)}"
    said_of: dict[str, set[str]] = {}
    report = Report(page.address)
    for item, said in zip(found, verdicts, strict=True):
        said_of.setdefault(item.text, set()).add(said)
        kind = item.kind if isinstance(item, Claim) else "display"
        if said.startswith((FALSE, UNREAD)) and item.text in entries:
            report.listed.append((item.text, entries[item.text].reason))
        elif said.startswith(FALSE):
            what = f"`{item.text}` is false: {said.removeprefix(FALSE)}"
            raise Problem(page.path, item.line, what, f"{MEND}, {otherwise}")
        elif said.startswith(UNREAD):
            if kind == "inline":
                continue  # prose may be loose
            what = f"`{item.text}` is not verified: {said.removeprefix(UNREAD)}"
            remedy = f"write it more plainly, {otherwise}"
            raise Problem(page.path, item.line, what, remedy)
        else:
            report.counts[kind, said] += 1
    for equation, entry in entries.items():
        _needed(equation, said_of.get(equation, set()), test, entry.line)
    return report


def _needed(equation: str, said: set[str], test: Path, line: int) -> None:
    """A Problem for an entry whose equation is verified, or stands nowhere."""
    if any(one.startswith((FALSE, UNREAD)) for one in said):
        return
    how = f"is not needed: it is {said.pop()}" if said else "is not on the page"
    what = f"`{equation}` is listed and {how}"
    raise Problem(test, line, what, "delete it, or copy the equation as it stands")
