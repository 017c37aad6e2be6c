"""Every equation has a witness: what a page claims is verified, or listed with a reason."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from downhill.equations import cache, listed
from downhill.equations.claims import Claim, items
from downhill.equations.verdicts import DEFINITION, FALSE, NUMERIC, SYMBOLIC, UNREAD
from downhill.pages import Page
from downhill.problem import ROOT, Problem, named

LISTED = ROOT / "tests" / "equations.yml"
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


def check(
    page: Page, path: Path = LISTED, entries: list[listed.Entry] | None = None
) -> Report:
    """Verify what a page claims.

    `entries` are those of this page in the file `path`; they are read there if None. A
    Problem for the first equation that is false, or cannot be read and is not listed, and
    for an entry that is not needed.
    """
    if entries is None:
        entries = listed.read(path).get(page.address, [])
    found = items(page)
    verdicts = cache.verdicts(found)
    reasons = {entry.equation: entry.reason for entry in entries}
    otherwise = f"or list it with its reason in {named(path)}, under {page.address}"
    said_of: dict[str, set[str]] = {}
    report = Report(page.address)
    for item, said in zip(found, verdicts, strict=True):
        said_of.setdefault(item.text, set()).add(said)
        kind = item.kind if isinstance(item, Claim) else "display"
        if said.startswith((FALSE, UNREAD)) and item.text in reasons:
            report.listed.append((item.text, reasons[item.text]))
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
    for entry in entries:
        _needed(entry, said_of.get(entry.equation, set()), page, path)
    return report


def _needed(entry: listed.Entry, said: set[str], page: Page, path: Path) -> None:
    """A Problem for an entry whose equation is verified, or stands nowhere."""
    if any(one.startswith((FALSE, UNREAD)) for one in said):
        return
    how = f"is not needed: it is {said.pop()}" if said else "is not on the page"
    what = f"`{entry.equation}` is listed for {page.address} and {how}"
    raise Problem(
        path, entry.line, what, "delete it, or copy the equation as it stands"
    )


def check_listed(path: Path, addresses: set[str]) -> int:
    """A Problem for a listed page that is not there; returns how many entries there are."""
    entries = listed.read(path)
    for address, found in entries.items():
        if address not in addresses:
            what = f"lists equations of `{address}`, which is no page"
            raise Problem(path, found[0].line, what, "correct the address or delete it")
    return sum(len(found) for found in entries.values())
