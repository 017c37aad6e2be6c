"""Terms that a chapter uses before its reader has met them."""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from downhill.document import Document
from downhill.form import SECTIONS
from downhill.glossary import WORD, Entry
from downhill.problem import Problem

CARD = SECTIONS[:3]  # what a chapter opens with: it names ideas before it defines them
HIDDEN = re.compile(r"\[[^\]]*\]\(([^)\s]*)[^)]*\)|`[^`]*`")  # links and code
MATHS = re.compile(r"\$[^$]*\$")


def check(
    entries: list[Entry],
    chapters: Mapping[str, Document],
    before: Callable[[str], set[str]],
) -> Iterator[Problem]:
    """Yield a Problem for each term that a chapter uses before its reader has met it.

    `before` says which chapters one builds on. A term is also met from a link to its
    definition on. In the chapter that defines it, the card and the tables may name it.
    """
    for address, document in chapters.items():
        known, path = before(address), document.page.path
        lines = [(*each, {*WORD.findall(each[2].lower())}) for each in _lines(document)]
        for entry in entries:
            if entry.address in known or entry.address not in chapters:
                continue
            own = entry.address == address
            start = defined(document, entry.anchor) if own else len(document.lines) + 1
            met = min([start, *_links(document, entry, own)])
            for number, kind, line, words in lines:
                if number >= met:
                    break
                if not entry.is_symbol and words.isdisjoint(entry.begins):
                    continue
                if not (text := _use(entry, entries, line)) or (own and kind == "td"):
                    continue
                home = chapters[entry.address].page
                what = f"uses `{text}`, which only {home.title} defines"
                remedy = (
                    f"add {home.address} to `needs`, link to it, or use other words"
                )
                if own:
                    what = f"uses `{text}` before line {start}, which defines it"
                    remedy = "define it earlier, link to it, or use other words"
                yield Problem(path, number, what, remedy)
                break


def _lines(document: Document) -> Iterator[tuple[int, str, str]]:
    """Yield the lines of all texts that are no heading and not of the card."""
    card = False
    for first, kind, text, _ in document.texts:
        if kind == "h2":
            card = text.partition("{")[0].strip() in CARD
        if card or re.fullmatch("h[1-6]", kind):
            continue
        for number, line in enumerate(text.split("\n"), first):
            yield number, kind, f"${line}$" if kind == "display" else line


def _links(document: Document, entry: Entry, own: bool) -> Iterator[int]:
    """Yield the lines that link to the place of a term, or to its page."""
    folder = posixpath.dirname(document.page.address) or "."
    file = posixpath.relpath(f"{entry.address}.md", folder)
    target = f"#{entry.anchor}" if own else file
    for line, to, _ in document.links:
        if target in (posixpath.normpath(to), posixpath.normpath(to.partition("#")[0])):
            yield line


def defined(document: Document, anchor: str) -> int:
    """Return the line of the heading with this id; 1 if there is none: MkDocs names that link."""
    found = [each.line for each in document.headings if each.id == anchor]
    return found[0] if found else 1


def _use(entry: Entry, entries: list[Entry], line: str) -> str:
    """Return the term as this line says it, outside of code, links and longer terms; else ""."""
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
    """Return a line without its code and links; its formulas stay if they are asked for."""
    text = HIDDEN.sub(" ", line)
    return text if with_formulas else MATHS.sub(" ", text)
