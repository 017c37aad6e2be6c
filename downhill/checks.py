"""Every check of what authors write that takes no site: all that is wrong, said at once."""

from collections.abc import Iterator

from downhill import ambiguous, configuration, equations, figures, labs, pages
from downhill.chart import path_to
from downhill.exercises import complete
from downhill.glossary import early, entries
from downhill.labs import notebook
from downhill.pages import blocks, links, neighbours, prose, sections
from downhill.problem import DOCS, ROOT, Faults, Problem


def every() -> Faults:
    """Return what is wrong with the pages, the labs, the modules and the configuration."""
    faults = Faults()
    with faults.noted():
        configuration.check()
        _every(faults)
    return faults


def _every(faults: Faults) -> None:
    read = pages.read_all()
    graph = neighbours.graph(read)
    for page in read:
        with faults.noted():
            prose.check(page, blocks.read(page.path, page.body))
        with faults.noted():
            if page.is_chapter:
                complete.check(page)
        with faults.noted():
            equations.check(page)
    for lab in sorted(DOCS.rglob("*.ipynb")):
        with faults.noted():
            notebook.expand(lab)
    linked = [*read, *links.labs()]
    faults += [*forms(read, linked), *glossary(read, graph)]
    with faults.noted():
        sections.check([*read, *labs.cells(DOCS)])
    with faults.noted():
        figures.check()


def forms(read: list[pages.Page], linked: list[pages.Page]) -> Faults:
    """Return what is wrong with the form of the pages; those that are linked are labs too."""
    faults = Faults(ambiguous.titles(linked))
    faults += ambiguous.versions(ROOT / "theme")
    for page in read:
        for check in (pages.check_form, complete.check_questions):
            with faults.noted():
                check(page)
    for page in linked:
        faults += ambiguous.faults(page)
        if page.path.suffix == ".ipynb":
            with faults.noted():
                pages.check_closed(page)
    return faults


def glossary(read: list[pages.Page], graph: neighbours.Graph) -> Iterator[Problem]:
    """Yield the terms that are used too early."""
    page = next(page for page in read if f"{page.address}.md" == entries.PAGE)
    terms = entries.read(page)
    yield from early.check(terms, graph, lambda address: path_to(address, graph))
