"""Public addresses: what others may have linked to stays, or sends its reader on."""

from collections.abc import Iterator
from pathlib import Path

from downhill.built.site import Site
from downhill.document import of
from downhill.files import write_whole
from downhill.pages import read_all
from downhill.problem import DOCS, ROOT, Problem

LIST = Path("tests", "addresses.txt")  # committed: one address a line, sorted


def public(docs: Path) -> list[str]:
    """Return the addresses of all pages and labs, and of the ids that their authors gave."""
    found = set()
    for page in [*read_all(docs), *read_all(docs, "ipynb")]:
        url = "/" if page.address == "index" else f"/{page.address}/"
        found.add(url)
        for heading in of(page).headings:  # exercises are numbered anew when one goes
            if heading.given and not heading.id.startswith("exercise-"):
                found.add(f"{url}#{heading.id}")
    return sorted(found)


def kept(root: Path = ROOT) -> list[str]:
    """Return the addresses that the committed list promises."""
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
    """Yield the addresses of the list that lead nowhere now, and those that are not in it."""
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
