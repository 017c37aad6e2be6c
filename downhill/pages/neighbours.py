"""What a chapter builds on and where it is used, from `needs:` in the front matter."""

import posixpath
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

from downhill.pages import Page
from downhill.problem import Problem, raise_all

Graph = dict[str, Page]  # address: chapter


def graph(pages: Iterable[Page]) -> Graph:
    """The chapters among the pages; a Problem for all that they need and that is not there.

    If all is there, a Problem if they need each other in a circle.
    """
    chapters = {page.address: page for page in pages if page.is_chapter}
    faults: list[Problem] = []
    for page in chapters.values():
        needs = page.meta["needs"]
        if not isinstance(needs, list):
            line, what = page.line_of("needs"), "`needs` is not a list"
            faults.append(Problem(page.path, line, what, "write [] for none"))
            continue
        for need in needs:
            if need not in chapters:
                line = page.line_of(str(need))
                what = f"needs `{need}`, which is no chapter"
                remedy = f"use one of: {', '.join(sorted(chapters))}"
                faults.append(Problem(page.path, line, what, remedy))
    raise_all(faults)
    try:
        order = {address: page.meta["needs"] for address, page in chapters.items()}
        TopologicalSorter(order).prepare()
    except CycleError as error:
        circle = error.args[1]
        page = chapters[circle[1]]
        what = f"needs itself in a circle: {' -> '.join(reversed(circle))}"
        raise Problem(
            page.path, page.line_of("needs"), what, "drop one `needs`"
        ) from None
    return chapters


def used_in(address: str, chapters: Graph) -> list[str]:
    """The addresses of the chapters that need this one."""
    return [other for other, page in chapters.items() if address in page.meta["needs"]]


def markdown(address: str, chapters: Graph) -> str:
    """The closing sections of a chapter as Markdown: "Builds on" and "Used in"."""
    parts = []
    for heading, neighbours in (
        ("Builds on", chapters[address].meta["needs"]),
        ("Used in", used_in(address, chapters)),
    ):
        if neighbours:
            links = "\n".join(_link(address, chapters[other]) for other in neighbours)
            parts.append(f"\n## {heading}\n\n{links}\n")
    return "".join(parts)


def _link(here: str, there: Page) -> str:
    path = posixpath.relpath(f"{there.address}.md", posixpath.dirname(here) or ".")
    return f"- [{there.title}]({path}): {there.meta['description']}"
