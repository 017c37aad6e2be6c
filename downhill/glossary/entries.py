"""The terms and symbols of the site, read from the page that lists them."""

import posixpath
import re
from dataclasses import dataclass
from functools import cached_property

from downhill.pages import Page
from downhill.problem import Problem

PAGE = "reference/glossary.md"
ROW = re.compile(
    r"^\| (?P<term>[^|]+?) \| (?P<means>[^|]+?) \| \[.+?\]\((?P<at>.+?)\) \|$"
)


@dataclass(frozen=True)
class Entry:
    """A term or a symbol (its TeX), what it means, and the address and id that define it."""

    term: str
    means: str
    address: str
    anchor: str
    line: int

    @property
    def is_symbol(self) -> bool:
        """True for TeX."""
        return self.term.startswith("$")

    @property
    def slug(self) -> str:
        """The id of its row on the glossary's page."""
        name = self.means.partition(":")[0] if self.is_symbol else self.term
        kind = "symbol" if self.is_symbol else "term"
        return f"{kind}-" + re.sub(r"\W+", "-", name.lower())

    @cached_property
    def pattern(self) -> str:
        """What a text is searched for: the term, or its plural."""
        words = r"\s+".join(re.escape(word) for word in self.term.split())
        return re.escape(self.term) if self.is_symbol else rf"\b{words}s?\b"


def read(page: Page) -> list[Entry]:
    """The entries of the glossary; a Problem for a row that is none, or stands twice."""
    entries: dict[str, Entry] = {}
    folder = posixpath.dirname(page.address)
    for number, line in enumerate(page.body.splitlines(), 1):
        if not line.startswith("| ") or line.startswith(("| Term |", "| Symbol |")):
            continue
        row = ROW.match(line)
        path, _, anchor = row["at"].partition("#") if row else ("", "", "")
        if row is None or not anchor:
            remedy = "| term | its meaning | [Chapter](../part/chapter.md#heading) |"
            raise Problem(page.path, number, "is no row of the glossary", remedy)
        if row["term"] in entries:
            what = f"`{row['term']}` stands here twice"
            raise Problem(page.path, number, what, "delete one row")
        address = posixpath.normpath(f"{folder}/{path}").removesuffix(".md")
        entry = Entry(row["term"], row["means"], address, anchor, number)
        entries[entry.term] = entry
    return [*entries.values()]
