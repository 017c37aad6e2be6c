"""The places of pages: the navigation of mkdocs.yml names each once, and an old address leads on.

A page that moved says so: `was: [old]` in the front matter; in a lab's metadata, `"was": ["old"]`."""

import posixpath
from collections.abc import Collection, Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any

from downhill.pages import Page
from downhill.problem import DOCS, ROOT, Problem, raise_all

CONFIG = ROOT / "mkdocs.yml"


def entries(nav: Any) -> Iterator[str]:
    """Yield the files and addresses that a navigation names, in its order."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict):
        for inner in nav.values():
            yield from entries(inner)
    else:
        for inner in nav or []:
            yield from entries(inner)


def check(nav: Any, pages: Collection[str], config: Path = CONFIG) -> int:
    """Hold the navigation against the site's pages; returns the number of its entries.

    `pages` are relative to docs/, those that labs become too. One Problem for all
    that are missing, named twice, or not there.
    """
    faults: list[Problem] = []
    seen: set[str] = set()
    text = config.read_text(encoding="utf-8")
    for entry in entries(nav):
        if "://" in entry:
            continue
        first = text.find(f"{entry}\n") if f"{entry}\n" in text else text.find(entry)
        line = text.count("\n", 0, first) + 1 if first >= 0 else None
        if entry in seen:
            again = text.find(entry, first + 1)
            line = text.count("\n", 0, again) + 1 if again >= 0 else line
            what = f"the nav names {entry} twice"
            remedy = "a page has one place: delete the other"
            faults.append(Problem(config, line, what, remedy))
        elif entry not in pages:
            what = f"the nav names {entry}, which is not in docs/"
            near = [page for page in pages if Path(page).stem == Path(entry).stem]
            remedy = f"perhaps {near[0]}" if near else "correct it, or add the page"
            faults.append(Problem(config, line, what, remedy))
        seen.add(entry)
    for page in sorted(set(pages) - seen):
        what = "is in no place of the navigation"
        lab = (DOCS / page).with_suffix(".ipynb")
        own = lab if lab.is_file() else DOCS / page
        remedy = f"add `- {page}` to the `nav` of mkdocs.yml"
        faults.append(Problem(own, None, what, remedy))
    raise_all(faults)
    return len(seen)


HTML = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url={to}">
<meta name="robots" content="noindex">
<title>{title}</title>
<p>This page has moved: <a href="{to}">{title}</a>
</html>
"""


def redirects(pages: Iterable[Page]) -> dict[str, str]:
    """Return the file and the HTML of each old address.

    One Problem for each `was` that is no list, or names an address that a page has.
    """
    faults: list[Problem] = []
    pages = list(pages)
    taken = {page.address for page in pages}
    found: dict[str, str] = {}
    for page in pages:
        was = page.meta.get("was", [])
        lab = page.path.suffix == ".ipynb"
        line = page.line_of('"was"' if lab else "was:")
        if not isinstance(was, list):
            wanted = '"was": ["part/old-name"]' if lab else "was: [part/old-name]"
            what = "`was` is not a list"
            faults.append(Problem(page.path, line, what, f"write `{wanted}`"))
            continue
        for old in map(str, was):
            address = old.strip("/")
            if address in taken:
                what = f"`was` names {old}, which is the address of a page"
                faults.append(Problem(page.path, line, what, "delete it there"))
            taken.add(address)
            here = "" if page.address == "index" else page.address
            to = escape(posixpath.relpath(here or ".", address) + "/")
            title = escape(page.title)
            found[f"{address}/index.html"] = HTML.format(to=to, title=title)
    raise_all(faults)
    return found
