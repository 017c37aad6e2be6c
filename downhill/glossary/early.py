"""Terms that a chapter uses before its reader has met them."""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from downhill.glossary.entries import Entry
from downhill.pages import SECTIONS, Page
from downhill.pages.prose import prose
from downhill.problem import Problem

CARD = SECTIONS[:3]  # what a chapter opens with: it names ideas before it defines them
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]*)[^)]*\)")
HIDDEN = re.compile(rf"{LINK.pattern}|`[^`]*`")
MATHS = re.compile(r"\$[^$]*\$")


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
