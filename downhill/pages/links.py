"""Links between pages, checked where they are written, so that a fault has its line."""

import re
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from posixpath import normpath, relpath
from typing import Any
from urllib.parse import unquote

from downhill.document import Document
from downhill.problem import DOCS, Problem, raise_all

NAMED = re.compile(r"\[(?P<text>[^\[\]]+)\]\[(?P<name>[^\[\]]*)\]")


def check(
    documents: Iterable[Document], there: Collection[str], docs: Path = DOCS
) -> None:
    """Hold the links of all pages against the files of the site.

    `there` has the files that can be linked to, relative to docs/, those that are made
    by the build too. A Problem that lists the links that lead nowhere.
    """
    raise_all(fault for each in documents for fault in faults(each, there, docs))


def faults(document: Document, there: Collection[str], docs: Path) -> Iterator[Problem]:
    """Yield the links of one page that lead nowhere, each at its line."""
    path = document.page.path
    folder = path.parent.relative_to(docs).as_posix()
    for line, target, html in sorted([*document.links, *document.images]):
        if not html and (fault := _file(folder, target, there)):
            yield Problem(path, line, *fault)
    for line, written, _ in document.unread:
        if match := NAMED.match(written):
            name = match["name"] or match["text"]
            what = f"the link `{written}` has no target"
            remedy = f"write `[{match['text']}](page.md)`, or define `[{name}]:`"
        else:
            what = f"the footnote `{written}` has no text"
            remedy = f"write `{written}: ...` on a line of its own"
        yield Problem(path, line, what, remedy)


def _file(folder: str, target: str, there: Collection[str]) -> tuple[str, str] | None:
    """Return what is wrong with a link from a page in this folder, and the remedy."""
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


def anchors(documents: Iterable[Document], rendered: Iterable[Any]) -> None:
    """Raise a Problem that lists the links to an anchor that its page has not.

    `rendered` are MkDocs' pages after it has rendered them; it knows their anchors. Those
    that no page writes are listed only when all others lead somewhere: they may follow.
    """
    sources = {f"{each.page.address}.md": each for each in documents}
    written: list[Problem] = []
    made: list[Problem] = []  # by the build, from what another page says
    for other in rendered:
        source = sources.get(other.file.src_uri)
        for to, targets in (other.links_to_anchors or {}).items():
            ids = to.page.present_anchor_ids if to.page else None
            for anchor, link in targets.items():
                if source and ids is not None and anchor not in ids:
                    what = f"`{link}` leads nowhere: {to.src_uri} has no `#{anchor}`"
                    near = get_close_matches(anchor, sorted(ids), n=4, cutoff=0.4)
                    remedy = f"use one of: {', '.join(near or sorted(ids)[:8])}"
                    remedy += f"; or keep it: `{{#{anchor}}}` behind its heading"
                    lines = [at for at, to_, _ in source.links if unquote(to_) == link]
                    line = lines[0] if lines else None
                    fault = Problem(source.page.path, line, what, remedy)
                    (written if line else made).append(fault)
    raise_all(written or made)
