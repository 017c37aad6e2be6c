"""Terms and symbols from one page, docs/reference/glossary.md, explained wherever they occur.

The first time that a page uses a term it does not define itself, the term becomes a link to
the place that does, with its meaning for a pointer, the keyboard and a screen reader. A
Python-Markdown extension; its options are `page` and `entries`.
"""

import posixpath
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import STX

from downhill.document import Document
from downhill.problem import Problem

PAGE = "reference/glossary.md"
WORD = re.compile(r"\w+")
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
        """Tell a symbol, which is TeX."""
        return self.term.startswith("$")

    @property
    def slug(self) -> str:
        """Return the id of its row on the glossary's page."""
        name = self.means.partition(":")[0] if self.is_symbol else self.term
        kind = "symbol" if self.is_symbol else "term"
        return f"{kind}-" + re.sub(r"\W+", "-", name.lower())

    @cached_property
    def begins(self) -> set[str]:
        """Return the words, in lower case, of which a text that says it has one."""
        first = re.findall(r"\w+", self.term.lower())[0]
        return {first, f"{first}s"}

    @cached_property
    def pattern(self) -> str:
        """Return what a text is searched for: the term, or its plural."""
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


# What is a text of its own, or no text.
CLOSED = {
    "a",
    "code",
    "pre",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "summary",
    "th",
    "button",
}


class GlossaryExtension(Extension):  # type: ignore[misc]
    """The extension; its options are `page` (an address) and `entries`."""

    def __init__(self, **options: Any) -> None:
        """Take the options by name."""
        self.config = {
            "page": ["", "the address of the page, from which links lead"],
            "entries": [[], "what `read` found"],
        }
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        """Go over the text when its links, code and formulas are known."""
        page = str(self.getConfig("page"))
        entries = [e for e in self.getConfig("entries") if e.address != page]
        if f"{page}.md" == PAGE:
            anchors = _Anchors(md, self.getConfig("entries"))
            md.treeprocessors.register(anchors, "glossary", 12)
        elif entries:
            explain = _Explain(md, page, tuple(entries))
            md.treeprocessors.register(explain, "glossary", 12)


def makeExtension(**options: Any) -> GlossaryExtension:
    """Return what Python-Markdown calls for `downhill.glossary`."""
    return GlossaryExtension(**options)


@lru_cache(maxsize=64)
def _pattern(entries: tuple[Entry, ...]) -> re.Pattern[str]:
    """Return all terms at once, the longest first, and the tokens that stand for formulas."""
    longest = sorted(
        (e for e in entries if not e.is_symbol), key=lambda e: -len(e.term)
    )
    terms = "|".join(f"(?P<t{entries.index(e)}>{e.pattern})" for e in longest)
    return re.compile(rf"(?P<token>{STX}wzxhzdk:\d+\x03)|{terms}", re.I)


def _texts(parent: etree.Element) -> Iterator[tuple[etree.Element, etree.Element, str]]:
    """Yield every text that may hold a term, in the order of the page."""
    if parent.tag in CLOSED or parent.get("class") in ("arithmatex", "maths"):
        return
    if (parent.text or "").strip():
        yield parent, parent, "text"
    for child in parent:
        yield from _texts(child)
        if (child.tail or "").strip():
            yield parent, child, "tail"


class _Anchors(Treeprocessor):  # type: ignore[misc]
    """Gives each row of the glossary its id."""

    def __init__(self, md: Markdown, entries: list[Entry]) -> None:
        super().__init__(md)
        self.entries = entries

    def run(self, root: etree.Element) -> None:
        rows = root.iterfind(".//tbody/tr")
        for row, entry in zip(rows, self.entries, strict=True):
            row.set("id", entry.slug)


class _Explain(Treeprocessor):  # type: ignore[misc]
    def __init__(self, md: Markdown, page: str, entries: tuple[Entry, ...]) -> None:
        super().__init__(md)
        self.page, self.entries = page, entries
        self.symbols = {e.term.strip("$"): e for e in entries if e.is_symbol}
        named = (e.begins for e in entries if not e.is_symbol)
        self.begins = set().union(*named)

    def run(self, root: etree.Element) -> None:
        self.left = set(self.entries)
        self.formulas = getattr(self.md.treeprocessors["maths"], "formulas", {})
        for parent, at, name in [*_texts(root)]:
            self.split(parent, at, name)

    def split(self, parent: etree.Element, at: etree.Element, name: str) -> None:
        """Put links around the terms of one text, which is `at.text` or `at.tail`."""
        text, end, last = str(getattr(at, name)), 0, None
        if STX not in text and self.begins.isdisjoint(WORD.findall(text.lower())):
            return
        place = 0 if name == "text" else [*parent].index(at) + 1
        for match in _pattern(self.entries).finditer(text):
            entry = self.entry(match)
            if entry not in self.left:
                continue
            self.left.discard(entry)
            setattr(*(last or (at, name)), text[end : match.start()])
            link = self.link(entry, match[0])
            parent.insert(place, link)
            last, place, end = (link, "tail"), place + 1, match.end()
        if last:
            setattr(*last, text[end:])

    def entry(self, match: re.Match[str]) -> Entry | None:
        if match["token"]:
            return self.symbols.get(self.formulas.get(match["token"], ""))
        return self.entries[int(str(match.lastgroup)[1:])]

    def link(self, entry: Entry, text: str) -> etree.Element:
        path = posixpath.relpath(entry.address, posixpath.dirname(self.page) or ".")
        link = etree.Element("a")
        link.attrib = {
            "class": "term",
            "href": f"{path}.md#{entry.anchor}",
            "aria-description": entry.means,
        }
        link.text = text
        if entry.is_symbol:  # a formula alone gives a link no name
            said = {"class": "term__name", "data-search-exclude": ""}
            name = etree.SubElement(link, "span", said)
            name.text = f"{entry.means.partition(':')[0]} "
            link.text, name.tail = "", text
        return link
