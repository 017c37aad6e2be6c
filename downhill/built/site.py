"""A built site as files: its pages as trees, and the file that an author edits for each."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html

from downhill.problem import DOCS, ROOT, Problem

PARSER = html.HTMLParser(encoding="utf-8")
STRAIGHT = str.maketrans("‘’“”", "''\"\"")  # quotes as an author types them
NO_TEXT = {"pre", "code", "script", "style", "svg", "math", "template"}


@dataclass(frozen=True)
class Page:
    """One HTML file of a site.

    `url` is its address from the site's root ("/start/notation/"), `source` what an
    author edits for it: the file below docs/, else the HTML file itself.
    """

    url: str
    file: Path
    source: Path

    @cached_property
    def tree(self) -> Any:
        """Return the parsed document."""
        return html.document_fromstring(self.file.read_bytes(), parser=PARSER)

    @cached_property
    def article(self) -> Any:
        """Return what the page says: its `article`, else its whole body."""
        found = self.tree.find(".//article")
        return self.tree if found is None else found

    @cached_property
    def text(self) -> str:
        """Return the text of the source, as an author sees it; "" if it is not text."""
        text = self.source.read_text(encoding="utf-8", errors="replace")
        return text.translate(STRAIGHT)

    @cached_property
    def ids(self) -> list[str]:
        """Return all ids, in the order of the page."""
        return [str(value) for value in self.tree.xpath("//@id")]

    @property
    def is_written(self) -> bool:
        """Tell a page that has a file in docs/; false for one that the build makes."""
        return self.source.suffix != ".html"

    @property
    def is_redirect(self) -> bool:
        """Tell a page that only sends its reader on."""
        return bool(self.tree.xpath("//meta[@http-equiv='refresh']"))

    @property
    def is_content(self) -> bool:
        """Tell a page to read: no redirect, and not the one for dead addresses."""
        return self.file.name != "404.html" and not self.is_redirect

    def line(self, *fragments: str) -> int | None:
        """Return the first line of the source that holds one of these, tried in turn."""
        for fragment in (one.strip().translate(STRAIGHT) for one in fragments):
            for text in (fragment, json.dumps(fragment, ensure_ascii=False)[1:-1]):
                words = [re.escape(word) for word in text.split()]
                if words and (found := re.search(r"\s+".join(words), self.text)):
                    return self.text.count("\n", 0, found.start()) + 1
        return None

    def problem(self, what: str, remedy: str, *fragments: str) -> Problem:
        """Return a fault on this page, on the line that holds one of the fragments."""
        return Problem(self.source, self.line(*fragments), what, remedy)


@dataclass(frozen=True)
class Site:
    """A folder that a builder made from `docs`."""

    folder: Path
    docs: Path = DOCS
    root: Path = ROOT

    @cached_property
    def pages(self) -> list[Page]:
        """Return every HTML file, sorted."""
        files = sorted(self.folder.rglob("*.html"))
        if not files:
            what, remedy = "is no built site", "mkdocs build, then give its folder"
            raise Problem(self.folder, None, what, remedy)
        return [Page(self._url(file), file, self._source(file)) for file in files]

    @cached_property
    def by_url(self) -> dict[str, Page]:
        """Return the pages by their addresses."""
        return {page.url: page for page in self.pages}

    @cached_property
    def home(self) -> str:
        """Return the public address of the site, if its home page says it: it ends in a slash."""
        page = self.by_url.get("/")
        found = page.tree.xpath("//link[@rel='canonical']/@href") if page else []
        return str(found[0]) if found else "https://no.address.example/"

    def _url(self, file: Path) -> str:
        path = "/" + file.relative_to(self.folder).as_posix()
        return path.removesuffix("index.html")

    def _source(self, file: Path) -> Path:
        stem = file.parent if file.name == "index.html" else file.with_suffix("")
        address = stem.relative_to(self.folder)
        for name in (f"{address}.md", f"{address}.ipynb", f"{address}/index.md"):
            path = self.docs / ("index.md" if address == Path() else name)
            if path.is_file():
                return path
        return file

    def resolve(self, page: str, target: str) -> tuple[str, str] | None:
        """Return (address, anchor) of a link from `page` in this site; None if it leads outside."""
        whole = urljoin(urljoin(self.home, page.lstrip("/")), target)
        if not whole.startswith(self.home):
            return None
        parts = urlsplit("/" + whole.removeprefix(self.home))
        return unquote(parts.path), unquote(parts.fragment)

    def ids(self, address: str, default: str) -> list[str]:
        """Return the ids of a page; only `default` for what is no page."""
        page = self.by_url.get(address)
        return page.ids if page else [default]

    def file(self, address: str) -> Path:
        """Return the file that a host serves at this address; it need not be there."""
        path = self.folder / address.lstrip("/")
        return path / "index.html" if address.endswith("/") else path


def texts(element: Any, left_out: Iterable[str] = NO_TEXT) -> Iterator[str]:
    """Yield the texts below an element, without code, formulas and drawings."""
    skip = set(left_out)
    if isinstance(element.tag, str) and element.tag not in skip:
        if "maths" in element.get("class", "").split():
            return
        yield element.text or ""
        for child in element:
            yield from texts(child, skip)
            yield child.tail or ""


def content(element: Any) -> str:
    """Return all text of an element, code too."""
    return "".join(element.itertext())
