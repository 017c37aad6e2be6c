"""The terms and symbols of the site, read from the page that lists them."""

import posixpath
import re
from dataclasses import dataclass
from functools import cached_property

from downhill.document import Document
from downhill.problem import Problem

PAGE = "reference/glossary.md"
LINK = re.compile(r"\[.+?\]\((?P<at>.+?)\)")


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


def read(document: Document) -> list[Entry]:
    """Return the entries of the glossary; a Problem for a row that is none, or stands twice."""
    entries: dict[str, Entry] = {}
    page = document.page
    folder = posixpath.dirname(page.address)
    for number, cells in document.rows():
        if cells[0].kind == "th":
            continue
        term, means, link = [*(cell.text for cell in cells), "", ""][:3]
        at = LINK.fullmatch(link)
        path, _, anchor = at["at"].partition("#") if at else ("", "", "")
        if not anchor or len(cells) != 3:
            remedy = "| term | its meaning | [Chapter](../part/chapter.md#heading) |"
            raise Problem(page.path, number, "is no row of the glossary", remedy)
        if term in entries:
            what = f"`{term}` stands here twice"
            raise Problem(page.path, number, what, "delete one row")
        address = posixpath.normpath(f"{folder}/{path}").removesuffix(".md")
        entries[term] = Entry(term, means, address, anchor, number)
    return [*entries.values()]
