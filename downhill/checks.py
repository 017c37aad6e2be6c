"""Every check of what authors write that takes no site: all that is wrong, said at once."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from downhill import ambiguous, configuration, equations, figures, form, labs, sections
from downhill import glossary as terms
from downhill.document import Document, read_all
from downhill.glossary import early as met
from downhill.graph import Graph, before, graph
from downhill.pages import prose
from downhill.pages import read_all as read_pages
from downhill.problem import DOCS, ROOT, Faults, Problem


def every() -> Faults:
    """Return what is wrong with the pages, the labs, the modules and the configuration."""
    faults = Faults()
    with faults.noted():
        configuration.check()
        _every(faults, read(DOCS))
    return faults


def _every(faults: Faults, documents: dict[str, Document]) -> None:
    chapters = graph(each.page for each in documents.values())
    for document in documents.values():
        page = document.page
        if page.path.suffix == ".ipynb":
            with faults.noted():
                labs.expand(page.path)
            continue
        with faults.noted():
            prose.check(document)
        with faults.noted():
            if page.is_chapter:
                form.check_asked(document)
        with faults.noted():
            equations.check(page)
    faults += forms(documents.values())
    entries = terms.read(documents[terms.PAGE.removesuffix(".md")])
    faults += early(entries, documents, chapters)
    with faults.noted():
        figures.check(documents.values())


def read(docs: Path) -> dict[str, Document]:
    """Return all pages and labs by their addresses.

    Raises one Problem for modules whose sections are wrong, or for what cannot be read, or
    for the sections that no page shows.
    """
    there = sections.check_modules()
    held = read_all([*read_pages(docs), *read_pages(docs, "ipynb")])
    sections.check_shown(there, {shown for each in held for shown in each.sections})
    return {each.page.address: each for each in held}


def forms(documents: Collection[Document]) -> Faults:
    """Return what is wrong with the form of pages and labs."""
    faults = Faults(ambiguous.titles(each.page for each in documents))
    faults += ambiguous.versions(ROOT / "theme")
    for each in documents:
        for check in (form.check_closed, form.check_sections, form.check_questions):
            with faults.noted():
                check(each)
        faults += ambiguous.faults(each)
    return faults


def early(
    entries: list[terms.Entry], documents: Mapping[str, Document], chapters: Graph
) -> Iterator[Problem]:
    """Yield the terms that a chapter uses before its reader has met them."""
    held = {address: documents[address] for address in chapters}
    yield from met.check(entries, held, lambda address: before(address, chapters))
