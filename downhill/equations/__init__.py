"""Every equation has a witness: what a page claims is verified, or it is false, or not read.

Only what is not read can be listed, with its reason, under UNVERIFIED in the test file of
the page.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from downhill import configuration
from downhill.cache import digest, recalled
from downhill.chapters import Entry, listed, module_of, test_of
from downhill.maths.roles import bare, plain
from downhill.pages import Page
from downhill.problem import DOCS, ROOT, Problem, raise_all

LIST = "UNVERIFIED"
HERE = Path(__file__).parent
VERIFIED, FALSE, UNREAD = "verified", "false", "unread"
DEFINITION, LISTED = "definition", "listed"
MEND = "correct it, say above it what its names stand for and where it holds"
PLAIN = "write it more plainly, declare its names, or list it with its reason under"
Fact = tuple[int, str, str, str, str, str]  # line, kind, formula, link, verdict, how


@dataclass
class Report:
    """How many equations a page displays, has in tables and in prose, by their verdict."""

    address: str
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    listed: list[tuple[str, str]] = field(default_factory=list)  # equation, reason

    def verified(self, kind: str = "display") -> int:
        """Return how many hold of those of a kind: "display", "table" or "prose"."""
        return self.counts[kind, VERIFIED]

    @property
    def claims(self) -> int:
        """Return how many displays claim something: all but those listed as definitions."""
        claiming = [why for _, why in self.listed if not why.startswith("definition")]
        return self.verified() + len(claiming)

    def __str__(self) -> str:
        return (
            f"{self.address}: {self.verified()} displays verified, {len(self.listed)} listed,"
            f" {self.counts['display', DEFINITION]} definitions; also verified:"
            f" {self.verified('table')} cells of tables, {self.verified('prose')} in prose"
        )


def facts(path: Path) -> list[Fact]:
    """Return what becomes of each claim of a page or a lab, from the cache or new."""

    def judge() -> list[Any]:
        from downhill.equations.deciding import judged  # mpmath and NumPy take a while

        return judged(path)

    key = digest(_judges(), DOCS / "start" / "notation.md", path, *module_of(path))
    return [tuple(fact) for fact in recalled(f"equations/{key}.json", judge)]


@cache
def _judges() -> str:
    """Return the hash of all that a verdict depends on beside the page."""
    maths = [f"maths/{name}" for name in ("katex.js", "katex.py", "roles.py")]
    read_by = [HERE.parent / name for name in ("document.py", "exercises/__init__.py")]
    read_by += [configuration.FILE, *(HERE.parent / name for name in maths)]
    versions = map(version, ("mpmath", "markdown", "pymdown-extensions"))
    return digest(*versions, *sorted(HERE.glob("*.py")), *read_by)


def exceptions(test: Path) -> dict[str, Entry]:
    """Return what a test file lists, by the formula without its roles."""
    return {bare(plain(text)): entry for text, entry in listed(test, LIST).items()}


def check(page: Page, root: Path = ROOT) -> Report:
    """Verify what a page claims.

    One Problem for all equations that are false, or are not read and not listed, and for
    the entries that are not needed.
    """
    test, report, faults = root / test_of(page.address), Report(page.address), []
    entries, seen = exceptions(test), dict[str, set[str]]()
    for line, kind, text, link, verdict, how in facts(page.path):
        seen.setdefault(text, set()).add(verdict)
        if verdict == FALSE:
            faults.append(Problem(page.path, line, f"`{link}` is false: {how}", MEND))
        elif (kind, verdict) != ("display", UNREAD):
            report.counts[kind, verdict] += 1
        elif text in entries:
            fact = text, entries[text].reason
            report.listed += [fact] if fact not in report.listed else []
        else:
            what = f"`{link}` is not verified: {how}"
            remedy = f"{PLAIN} {LIST} in {test_of(page.address)}"
            faults.append(Problem(page.path, line, what, remedy))
    for text, entry in entries.items():
        if UNREAD not in seen.get(text, ()):
            said = (
                f"it is {seen[text].pop()}" if text in seen else "it is not on the page"
            )
            what = f"`{text}` is listed and is not needed: {said}"
            remedy = "delete it, or copy the equation as it stands"
            faults.append(Problem(test, entry.line, what, remedy))
    raise_all(faults)
    return report


def tell(paths: list[Path]) -> int:
    """Print the verdict on each claim of these pages; return how many are false."""
    false = 0
    for path in map(Path.resolve, paths):
        inside = DOCS in path.parents
        address = path.relative_to(DOCS).with_suffix("").as_posix() if inside else ""
        entries = exceptions(ROOT / test_of(address)) if inside else {}
        for line, _, text, link, verdict, how in facts(path):
            word = LISTED if verdict == UNREAD and text in entries else verdict
            print(f"{word:10} {path}:{line}: {link}\n           {how}")
            false += verdict == FALSE
    return false
