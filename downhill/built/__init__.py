"""Checks of a built site that read its HTML alone, so that they hold for any builder."""

from collections.abc import Iterator
from pathlib import Path

from downhill.built import addresses, links, text
from downhill.built.site import Page, Site
from downhill.problem import Problem, raise_all

ON_A_PAGE = (
    text.leftovers,
    text.headings,
    text.code,
    text.described,
    links.ids,
    links.scripts,
)


def check(folder: Path, site: Site | None = None) -> int:
    """Hold a built site against all of the checks; returns the number of its pages.

    One Problem that says every fault, each with its place and its remedy.
    """
    site = site or Site(folder.resolve())
    raise_all({str(fault): fault for fault in faults(site)}.values())
    return len(site.pages)


def faults(site: Site) -> Iterator[Problem]:
    """Yield everything that is wrong with a site."""
    linked: set[str] = set()
    for page in site.pages:
        yield from of_page(page)
        yield from links.check(page, site, linked)
    yield from links.styles(site, linked)
    yield from links.unused(site, linked)
    yield from addresses.vanished(site)


def of_page(page: Page) -> Iterator[Problem]:
    """Yield what is wrong with the content of one page."""
    if page.is_content:
        for wrong in ON_A_PAGE:
            yield from wrong(page)
