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

from downhill.cache import digest, recalled
from downhill.chapters import listed, test_of
from downhill.equations.page import bare
from downhill.maths.roles import plain
from downhill.pages import Page
from downhill.problem import DOCS, ROOT, Problem

LIST = "UNVERIFIED"
HERE = Path(__file__).parent
VERIFIED, FALSE, UNREAD, DEFINITION, LISTED = (
    "verified",
    "false",
    "unread",
    "definition",
    "listed",
)


@dataclass
class Report:
    """What became of the equations of a page; each fact is (line, kind, text, verdict, how)."""

    address: str
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    listed: list[tuple[str, str]] = field(default_factory=list)

    def verified(self, kind: str = "display") -> int:
        """Return how many hold of those of a kind: "display", "table" or "prose"."""
        return self.counts[kind, VERIFIED]

    @property
    def claims(self) -> int:
        """Return how many displays claim something."""
        return self.verified() + len(self.listed)

    def __str__(self) -> str:
        return (
            f"{self.address}: {self.verified()} displays verified, {len(self.listed)} listed,"
            f" {self.counts['display', DEFINITION]} definitions; also verified:"
            f" {self.verified('table')} cells of tables, {self.verified('prose')} in prose"
        )


Fact = tuple[int, str, str, str, str, str]  # line, kind, formula, link, verdict, how


def facts(path: Path) -> list[Fact]:
    """Return what becomes of each claim of a page or a lab, from the cache or new."""

    def judge() -> list[Any]:
        from downhill.equations.deciding import judged  # mpmath and NumPy take a while

        return judged(path)

    inputs = [path.read_text(encoding="utf-8"), DOCS / "start" / "notation.md"]
    module = (
        ROOT
        / "snippets"
        / path.relative_to(DOCS).with_suffix(".py").as_posix().replace("-", "_")
        if DOCS in path.parents
        else None
    )
    key = digest(_judges(), *inputs, *([module] if module and module.is_file() else []))
    return [tuple(fact) for fact in recalled(f"equations/{key}.json", judge)]


@cache
def _judges() -> str:
    """Return the hash of all that a verdict depends on beside the page."""
    katex = [
        HERE.parent / "maths" / name for name in ("katex.js", "katex.py", "roles.py")
    ]
    return digest(version("mpmath"), *sorted(HERE.glob("*.py")), *katex)


def check(page: Page, root: Path = ROOT) -> Report:
    """Verify what a page claims.

    A Problem for the first equation that is false, or is not read and not listed, and for
    an entry that is not needed.
    """
    test = root / test_of(page.address)
    entries = {bare(plain(text)): entry for text, entry in listed(test, LIST).items()}
    seen: dict[str, str] = {}
    report = Report(page.address)
    for line, kind, text, link, verdict, how in facts(page.path):
        if kind == "display" or verdict == FALSE:
            seen[text] = verdict if seen.get(text) != UNREAD else UNREAD
        if verdict == FALSE:
            what = f"`{link}` is false: {how}"
            remedy = (
                "correct it, say above it what its names stand for and where it holds"
            )
            raise Problem(page.path, line, what, remedy)
        if verdict == UNREAD and kind == "display":
            if text not in entries:
                what = f"`{link}` is not verified: {how}"
                remedy = f"write it more plainly, declare its names, or list it with its reason under {LIST} in {test_of(page.address)}"
                raise Problem(page.path, line, what, remedy)
            report.listed.append((text, entries[text].reason))
        else:
            report.counts[kind, verdict] += 1
    for text, entry in entries.items():
        if seen.get(text) != UNREAD:
            how = (
                f"is not needed: it is {seen[text]}"
                if text in seen
                else "is not on the page"
            )
            what = f"`{text}` is listed and {how}"
            raise Problem(
                test, entry.line, what, "delete it, or copy the equation as it stands"
            )
    return report


def tell(paths: list[Path]) -> int:
    """Print the verdict on each claim of these pages; return how many are false."""
    false = 0
    for path in paths:
        for line, _kind, _text, link, verdict, how in facts(path.resolve()):
            print(f"{verdict:10} {path}:{line}: {link}\n           {how}")
            false += verdict == FALSE
    return false
