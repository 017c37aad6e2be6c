"""Terms and symbols from one page, docs/reference/glossary.md, explained wherever they occur.

The first time that a page uses a term it does not define itself, the term becomes a link to
the place that does, with its meaning for a pointer, the keyboard and a screen reader. A
Python-Markdown extension over plain functions; its options are `page` and `entries`.
"""

import posixpath
import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import STX

from downhill.pages import SECTIONS, Page
from downhill.pages.prose import prose
from downhill.problem import Problem

PAGE = "reference/glossary.md"
ROW = re.compile(
    r"^\| (?P<term>[^|]+?) \| (?P<means>[^|]+?) \| \[.+?\]\((?P<at>.+?)\) \|$"
)
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
CARD = SECTIONS[:3]  # what a chapter opens with: it names ideas before it defines them
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]*)[^)]*\)")
HIDDEN = re.compile(rf"{LINK.pattern}|`[^`]*`")
MATHS = re.compile(r"\$[^$]*\$")


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


def check(
    entries: list[Entry],
    chapters: Mapping[str, Page],
    path_to: Callable[[str], list[str]],
) -> Iterator[Problem]:
    """A Problem for each term that a chapter uses before its reader has met it.

    `path_to` says which chapters lead to one. A term is also met from a link to its
    definition on. In the chapter that defines it, the card and the tables may name it.
    """
    for address, page in chapters.items():
        known = set(path_to(address)) - {address}
        lines = [*_lines(page)]
        for entry in entries:
            if entry.address in known or entry.address not in chapters:
                continue
            own = entry.address == address
            start = _heading(page, entry.anchor) if own else len(lines)
            folder = posixpath.dirname(address) or "."
            file = posixpath.relpath(f"{entry.address}.md", folder)
            target = f"#{entry.anchor}" if own else file
            for number, line in lines[:start]:
                if target in line and _links(line, target):
                    break
                if not (text := _use(entry, entries, line)) or (own and "|" in line):
                    continue
                home = chapters[entry.address]
                what = f"uses `{text}`, which only {home.title} defines"
                remedy = (
                    f"add {home.address} to `needs`, link to it, or use other words"
                )
                if own:
                    what = f"uses `{text}` before line {start}, which defines it"
                    remedy = "define it earlier, link to it, or use other words"
                yield Problem(page.path, number, what, remedy)
                break


def _lines(page: Page) -> Iterator[tuple[int, str]]:
    """Every line of a page, but empty where it is code, a heading, or of the card."""
    text, source, card = dict(prose(page)), page.body.splitlines(), False
    for number, line in enumerate(source, 1):
        if line.startswith("## "):
            card = line[3:].strip() in CARD
        hidden = card or number not in text or line.startswith("#")
        yield number, "" if hidden else line


def _links(line: str, target: str) -> bool:
    """Whether a link of this line leads there, or to a place there."""
    found = [posixpath.normpath(each) for each in LINK.findall(line)]
    return any(target in (each, each.partition("#")[0]) for each in found)


def _use(entry: Entry, entries: list[Entry], line: str) -> str:
    """The term as this line says it, outside of code, links and longer terms; else ""."""
    text = _bare(line, with_formulas=entry.is_symbol)
    found = re.search(entry.pattern, text, re.I)
    if found and not entry.is_symbol:
        for other in entries:
            if entry.term in other.term and entry != other:
                text = re.sub(other.pattern, " ", text, flags=re.I)
        found = re.search(entry.pattern, text, re.I)
    return found[0] if found else ""


@lru_cache(maxsize=4096)
def _bare(line: str, with_formulas: bool) -> str:
    """A line without its code and links; its formulas stay if they are asked for."""
    text = HIDDEN.sub(" ", line)
    return text if with_formulas else MATHS.sub(" ", text)


def _heading(page: Page, anchor: str) -> int:
    """The line of the heading with this id; 1 if there is none: MkDocs names that link."""
    for number, line in enumerate(page.body.splitlines(), 1):
        if line.startswith("#") and anchor == _slug(line):
            return number
    return 1


def _slug(heading: str) -> str:
    from markdown.extensions.toc import slugify

    if own := re.search(r"\{ ?#([\w-]+)", heading):
        return own[1]
    return str(slugify(heading.lstrip("# ").replace("`", ""), "-"))


class GlossaryExtension(Extension):  # type: ignore[misc]
    """The extension; its options are `page` (an address) and `entries`."""

    def __init__(self, **options: Any) -> None:
        """Takes the options by name."""
        self.config = {
            "page": ["", "the address of the page, from which links lead"],
            "entries": [[], "what `read` found"],
        }
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        """Goes over the text when its links, code and formulas are known."""
        page = str(self.getConfig("page"))
        entries = [e for e in self.getConfig("entries") if e.address != page]
        if entries and f"{page}.md" != PAGE:
            explain = _Explain(md, page, tuple(entries))
            md.treeprocessors.register(explain, "glossary", 12)


def makeExtension(**options: Any) -> GlossaryExtension:
    """What Python-Markdown calls for `downhill.glossary`."""
    return GlossaryExtension(**options)


@lru_cache(maxsize=64)
def _pattern(entries: tuple[Entry, ...]) -> re.Pattern[str]:
    """All terms at once, the longest first, and the tokens that stand for formulas."""
    longest = sorted(
        (e for e in entries if not e.is_symbol), key=lambda e: -len(e.term)
    )
    terms = "|".join(f"(?P<t{entries.index(e)}>{e.pattern})" for e in longest)
    return re.compile(rf"(?P<token>{STX}wzxhzdk:\d+\x03)|{terms}", re.I)


def _texts(parent: etree.Element) -> Iterator[tuple[etree.Element, etree.Element, str]]:
    """Every text that may hold a term, in the order of the page."""
    if parent.tag in CLOSED or parent.get("class") in ("arithmatex", "maths"):
        return
    if (parent.text or "").strip():
        yield parent, parent, "text"
    for child in parent:
        yield from _texts(child)
        if (child.tail or "").strip():
            yield parent, child, "tail"


class _Explain(Treeprocessor):  # type: ignore[misc]
    def __init__(self, md: Markdown, page: str, entries: tuple[Entry, ...]) -> None:
        super().__init__(md)
        self.page, self.entries = page, entries
        self.symbols = {e.term.strip("$"): e for e in entries if e.is_symbol}

    def run(self, root: etree.Element) -> None:
        self.left = set(self.entries)
        self.formulas = getattr(self.md.treeprocessors["maths"], "formulas", {})
        for parent, at, name in [*_texts(root)]:
            self.split(parent, at, name)

    def split(self, parent: etree.Element, at: etree.Element, name: str) -> None:
        """Put links around the terms of one text, which is `at.text` or `at.tail`."""
        text, end, last = str(getattr(at, name)), 0, None
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
