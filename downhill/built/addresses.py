"""Public addresses: what others may have linked to stays, or sends its reader on."""

from collections.abc import Iterator
from pathlib import Path

from downhill.built.site import Site
from downhill.files import write_whole
from downhill.problem import Problem

LIST = Path("tests", "addresses.txt")  # committed: one address a line, sorted
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def public(site: Site) -> list[str]:
    """The addresses that a site has: its pages, and the ids of their headings."""
    found = []
    for page in site.pages:
        if page.is_content:
            marks = [heading.get("id") for heading in page.article.iter(*HEADINGS)]
            found += [page.url, *(f"{page.url}#{mark}" for mark in marks if mark)]
    return sorted(set(found))


def kept(site: Site) -> list[str]:
    """The addresses that the committed list promises."""
    try:
        return (site.root / LIST).read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return []


def add(site: Site) -> list[str]:
    """Put the site's new addresses into the list; none is ever taken out. Returns them."""
    old = kept(site)
    new = [address for address in public(site) if address not in set(old)]
    if new:
        lines = "\n".join(sorted({*old, *new}))
        write_whole(site.root / LIST, f"{lines}\n")
    return new


def vanished(site: Site) -> Iterator[Problem]:
    """Addresses of the list that lead nowhere now, and those that are not in it."""
    place, old = site.root / LIST, kept(site)
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
    new = [address for address in public(site) if address not in set(old)]
    if new:
        what = f"{len(new)} new addresses are not in it: {', '.join(new[:8])}"
        yield Problem(place, None, what, "make addresses, then commit it")
