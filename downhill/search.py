"""The index of the search: what Material's plugin took from the pages, and the glossary's terms.

theme/assets/search.js searches it. Formulas are in it as they are typed, see `maths.linear`.
"""

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

from downhill.files import write_whole
from downhill.glossary import PAGE, Entry
from downhill.maths import linear

INDEX = "search/search_index.json"  # as Material calls it
TERMS = PAGE.removesuffix(".md") + "/"


def publish(site: Path, terms: Iterable[Entry]) -> None:
    """Write our index over the one of Material's plugin; without that there is no search."""
    file = site / INDEX
    if file.is_file():
        sections = json.loads(file.read_text(encoding="utf-8"))["docs"]
        made = [*_terms(terms), *_sections(sections)]
        write_whole(file, json.dumps(made, ensure_ascii=False, separators=(",", ":")))


def _terms(terms: Iterable[Entry]) -> Iterator[dict[str, str]]:
    for term in terms:
        name = linear(term.term.strip("$")) if term.is_symbol else term.term
        at = f"{TERMS}#{term.slug}"
        yield _entry(at, name, "Glossary", term.means) | {"term": name}


def _sections(sections: list[dict[str, Any]]) -> Iterator[dict[str, str]]:
    pages = {each["location"]: each["title"] for each in sections}
    for each in sections:
        address, _, anchor = each["location"].partition("#")
        if address != TERMS or not anchor:  # its rows are entries of their own
            title, page = each["title"], pages[address]
            yield _entry(each["location"], title, page, each["text"])


def _entry(at: str, title: str, page: str, html: str) -> dict[str, str]:
    text = " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())
    return {"at": at, "title": unescape(title), "page": unescape(page), "text": text}
