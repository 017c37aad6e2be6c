"""Links between pages, checked where they are written, so that a fault has its line."""

import re
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from posixpath import normpath, relpath
from typing import Any
from urllib.parse import unquote

from downhill.exercises.reading import words
from downhill.labs import notebook
from downhill.pages import Page, line_of
from downhill.pages.blocks import outside
from downhill.problem import DOCS, Problem, raise_all

CODE = re.compile(r"(`+).+?\1")
TARGET = re.compile(
    r"\]\(\s*<?(?P<target>[^\s)>]*)|^\s*\[[^\]^][^\]]*\]:\s+<?(?P<named>[^\s>]+)"
)
NAMED = re.compile(r"(?<!\\)\[(?P<text>[^\[\]]+)\]\[(?P<name>[^\[\]]*)\]")
NOTE = re.compile(r"\[\^(?P<name>[^\]\s]+)\](?!:)")
DEFINED = re.compile(r"^\s*\[(?P<name>[^\]]+)\]:", re.MULTILINE)


def lines(page: Page) -> Iterator[tuple[int, str]]:
    """The lines of a page outside its code, with their numbers."""
    for number, line in outside(list(words(page.body.splitlines()))):
        yield number, CODE.sub(lambda code: " " * len(code[0]), line)


def labs(docs: Path = DOCS) -> list[Page]:
    """What the labs say in their metadata and their cells of text: a page for each."""
    found = []
    for path in sorted(docs.rglob("*.ipynb")):
        address = path.relative_to(docs).with_suffix("").as_posix()
        lab = notebook.read(path)
        cells = [x["source"] for x in lab["cells"] if x["cell_type"] == "markdown"]
        text, body = path.read_text(encoding="utf-8"), "\n\n".join(cells)
        found.append(Page(path, address, lab["metadata"], text, body))
    return found


def check(pages: Iterable[Page], there: Collection[str], docs: Path = DOCS) -> None:
    """Hold the links of all pages against the files of the site.

    `there` has the files that can be linked to, relative to docs/, those that are made
    by the build too. A Problem that lists the links that lead nowhere.
    """
    raise_all(fault for page in pages for fault in faults(page, there, docs))


def faults(page: Page, there: Collection[str], docs: Path) -> Iterator[Problem]:
    """The links of one page that lead nowhere, each at its line."""
    defined = {name.casefold() for name in DEFINED.findall(page.body)}
    folder = page.path.parent.relative_to(docs).as_posix()
    for number, text in lines(page):
        if "]" not in text:
            continue
        line = line_of(page, number, text)
        for match in TARGET.finditer(text):
            target = match["target"] or match["named"] or ""
            if fault := _file(folder, target, there):
                yield Problem(page.path, line, *fault)
        for match in NAMED.finditer(text):
            name = match["name"] or match["text"]
            if name.casefold() not in defined:
                what = f"the link `{match[0]}` has no target"
                remedy = f"write `[{match['text']}](page.md)`, or define `[{name}]:`"
                yield Problem(page.path, line, what, remedy)
        for match in NOTE.finditer(text):
            if f"^{match['name']}".casefold() not in defined:
                what = f"the footnote `{match[0]}` has no text"
                remedy = f"write `[^{match['name']}]: ...` on a line of its own"
                yield Problem(page.path, line, what, remedy)


def _file(folder: str, target: str, there: Collection[str]) -> tuple[str, str] | None:
    """What is wrong with a link from a page in this folder, and the remedy."""
    path = unquote(target.partition("#")[0])
    if re.match(r"[a-z]+:|\{\{", target) or (target.startswith("#") and target != "#"):
        return None
    if not path:
        return "a link is empty", "give it a target"
    if path.startswith("/"):
        what = f"`{target}` breaks where the site does not lie at the host's root"
        return what, "write it relative to this page"
    uri = normpath(f"{folder}/{path}")
    if uri in there:
        return None
    name = path.rstrip("/").rpartition("/")[2].partition(".")[0]
    near = [other for other in there if other.rpartition("/")[2] == f"{name}.md"]
    found = f"name its file: {relpath(near[0], folder)}" if near else ""
    return f"`{target}` leads nowhere", found or "correct the path, or add the file"


def anchors(pages: Iterable[Page], rendered: Iterable[Any]) -> None:
    """A Problem that lists the links to an anchor that its page has not.

    `rendered` are MkDocs' pages after it has rendered them; it knows their anchors. Those
    that no page writes are listed only when all others lead somewhere: they may follow.
    """
    sources = {f"{page.address}.md": page for page in pages}
    written: list[Problem] = []
    made: list[Problem] = []  # by the build, from what another page says
    for other in rendered:
        page = sources.get(other.file.src_uri)
        for to, targets in (other.links_to_anchors or {}).items():
            ids = to.page.present_anchor_ids if to.page else None
            for anchor, link in targets.items():
                if page and ids is not None and anchor not in ids:
                    what = f"`{link}` leads nowhere: {to.src_uri} has no `#{anchor}`"
                    near = get_close_matches(anchor, sorted(ids), n=4, cutoff=0.4)
                    remedy = f"use one of: {', '.join(near or sorted(ids)[:8])}"
                    remedy += f"; or keep it: `{{#{anchor}}}` behind its heading"
                    line = _line(page, link)
                    fault = Problem(page.path, line, what, remedy)
                    (written if line else made).append(fault)
    raise_all(written or made)


def _line(page: Page, link: str) -> int | None:
    """The line that says where a link leads; None if the page does not say it itself."""
    whole = re.compile(rf"(?<![\w./-]){re.escape(link)}(?![\w-])")
    for number, line in lines(page):
        if whole.search(line):
            return line_of(page, number, line)
    return None
