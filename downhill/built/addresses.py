"""Public addresses: what others may have linked to stays, or sends its reader on."""

import re
from collections.abc import Iterator
from pathlib import Path

from downhill.built.site import Site
from downhill.files import write_whole
from downhill.labs import notebook
from downhill.pages.blocks import outside
from downhill.problem import DOCS, ROOT, Problem

LIST = Path("tests", "addresses.txt")  # committed: one address a line, sorted
# An id that an author gave a heading; exercises are numbered anew when one goes.
GIVEN = re.compile(r"#+ .*\{[^{}]*#(?!exercise-)([\w-]+)[^{}]*\}\s*$")


def public(docs: Path) -> list[str]:
    """The addresses of all pages and labs, and of the ids that their authors gave."""
    found = set()
    for path in [*docs.rglob("*.md"), *docs.rglob("*.ipynb")]:
        address = path.relative_to(docs).with_suffix("").as_posix()
        url = "/" if address == "index" else f"/{address}/"
        found.add(url)
        for _, line in outside(_text(path).splitlines()):
            if given := GIVEN.match(line):
                found.add(f"{url}#{given[1]}")
    return sorted(found)


def _text(path: Path) -> str:
    if path.suffix == ".md":
        return path.read_text(encoding="utf-8")
    return "\n\n".join(
        cell["source"]
        for cell in notebook.read(path)["cells"]
        if cell["cell_type"] == "markdown"
    )


def kept(root: Path = ROOT) -> list[str]:
    """The addresses that the committed list promises."""
    try:
        return (root / LIST).read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return []


def add(root: Path = ROOT, docs: Path = DOCS) -> list[str]:
    """Put the new addresses into the list; none is ever taken out. Returns them."""
    old = kept(root)
    new = [address for address in public(docs) if address not in set(old)]
    if new:
        lines = "\n".join(sorted({*old, *new}))
        write_whole(root / LIST, f"{lines}\n")
    return new


def vanished(site: Site) -> Iterator[Problem]:
    """Addresses of the list that lead nowhere now, and those that are not in it."""
    place, old = site.root / LIST, kept(site.root)
    for number, address in enumerate(old, 1):
        url, _, anchor = address.partition("#")
        page = site.by_url.get(url)
        if page is None:
            what = f"the page {url} has vanished, and others link to it"
            remedy = f"add `was: [{url.strip('/')}]` to the front matter of the page that has its text now; or delete the line, if nobody is to find it"
            if not anchor:
                yield Problem(place, number, what, remedy)
        elif anchor and not page.is_redirect and anchor not in page.ids:
            what = f"{url} has no id `{anchor}` any more, and others link to it"
            remedy = f"keep it in {page.source.name}: `## New words {{#{anchor}}}`; or delete the line, if nobody is to find it"
            yield Problem(place, number, what, remedy)
    new = [address for address in public(site.docs) if address not in set(old)]
    if new:
        what = f"{len(new)} new addresses are not in it: {', '.join(new[:8])}"
        yield Problem(place, None, what, "make outputs, then commit it")
