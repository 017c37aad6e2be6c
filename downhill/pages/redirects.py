"""A page that moved: its old address sends a reader on.

In the front matter, `was: [old]`; in a lab's metadata, `"was": ["old"]`.
"""

import posixpath
from collections.abc import Iterable
from html import escape

from downhill.pages import Page
from downhill.problem import Problem, raise_all

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
    """The file and the HTML of each old address.

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
