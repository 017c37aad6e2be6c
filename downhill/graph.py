"""What chapters build on, by `needs:` in their front matter, and what the build makes of it.

Their closing sections, the map of all chapters with the way to each goal, and the status page."""

import posixpath
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from html import escape
from typing import Any

from downhill.document import Document
from downhill.navigation import entries
from downhill.pages import Page
from downhill.problem import Problem, raise_all

Graph = dict[str, Page]  # address: chapter


def graph(pages: Iterable[Page]) -> Graph:
    """Return the chapters among the pages; a Problem for all that they need and that is not there.

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
    """Return the addresses of the chapters that need this one."""
    return [other for other, page in chapters.items() if address in page.meta["needs"]]


def closing(address: str, chapters: Graph) -> str:
    """Return the closing sections of a chapter as Markdown: "Builds on" and "Used in"."""
    parts = []
    for heading, neighbours in (
        ("Builds on", chapters[address].meta["needs"]),
        ("Used in", used_in(address, chapters)),
    ):
        if neighbours:
            links = "\n".join(
                _neighbour(address, chapters[other]) for other in neighbours
            )
            parts.append(f"\n## {heading}\n\n{links}\n")
    return "".join(parts)


def _neighbour(here: str, there: Page) -> str:
    path = posixpath.relpath(f"{there.address}.md", posixpath.dirname(here) or ".")
    return f"- [{there.title}]({path}): {there.meta['description']}"


MAP = "start/map.md"


def chart(chapters: Graph, nav: Any) -> str:
    """Return what the build adds to the page: the goals, then the parts."""
    goals = "".join(
        f'<option data-path="{" ".join(path_to(address, chapters))}">{escape(goal)}</option>'
        for address, goal in _goals(chapters)
    )
    choose = (
        '<p class="goals" hidden><label><span>Light the way:</span> <select autocomplete="off">'
        f"<option>all chapters</option>{goals}</select></label> <output></output></p>"
    )
    sections = "".join(_sections(chapters, nav))
    words = "\n".join(paths(chapters))
    return f'\n{choose}\n<div class="map">{sections}</div>\n\n## Paths\n\n{words}'


def order(chapters: Graph) -> list[str]:
    """Return all addresses, each after those that it needs."""
    needs = {address: page.meta["needs"] for address, page in chapters.items()}
    return [*TopologicalSorter(needs).static_order()]


def path_to(goal: str, chapters: Graph) -> list[str]:
    """Return the fewest chapters that lead to this one, in an order to read them in."""
    wanted = {goal, *before(goal, chapters)}
    return [address for address in order(chapters) if address in wanted]


def before(address: str, chapters: Graph) -> set[str]:
    """Return all that a chapter builds on, by its needs and by theirs."""
    found: set[str] = set()
    waiting = [address]
    while waiting:
        new = set(chapters[waiting.pop()].meta["needs"]) - found
        found |= new
        waiting += new
    return found


def nearest(address: str, chapters: Graph) -> list[str]:
    """Return what a chapter needs, less what its other needs lead to anyway."""
    needs = chapters[address].meta["needs"]
    implied = {other for need in needs for other in before(need, chapters)}
    return [need for need in needs if need not in implied]


def paths(chapters: Graph) -> Iterator[str]:
    """Yield each goal that a chapter names, and the way to it, as Markdown."""
    for address, goal in _goals(chapters):
        links = " → ".join(
            f"[{chapters[step].title}]({posixpath.relpath(step, 'start')}.md)"
            for step in path_to(address, chapters)
        )
        yield f"**{goal}**\n{{ .goal }}\n\n{links}\n"


def _goals(chapters: Graph) -> list[tuple[str, str]]:
    all_of_them = ((a, chapters[a].meta.get("goal")) for a in order(chapters))
    return [(address, goal) for address, goal in all_of_them if goal]


def _sections(chapters: Graph, nav: list[dict[str, Any]]) -> Iterator[str]:
    """Yield each part that has chapters: its title, and a box for each of them."""
    for title, inside in (item for part in nav for item in part.items()):
        addresses = [entry.removesuffix(".md") for entry in entries(inside)]
        boxes = [
            _box(address, chapters) for address in addresses if address in chapters
        ]
        if boxes:
            yield f"<section><h2>{escape(title)}</h2><ol>{''.join(boxes)}</ol></section>"


def _box(address: str, chapters: Graph) -> str:
    needs = [chapters[need].title for need in nearest(address, chapters)]
    after = f"<small>after {escape(', '.join(needs))}</small>" if needs else ""
    link = f'<a href="{posixpath.relpath(address, "start/map")}/" data-chapter="{address}">'
    return f"<li>{link}<span>{escape(chapters[address].title)}</span>{after}</a></li>"


STATUS = "reference/status.md"
COLUMNS = ("blocks", "figures", "exercises")


def count(document: Document) -> tuple[int, ...]:
    """Count what a page holds: a number for each column."""
    exercises = [h for h in document.headings if h.id.startswith("exercise-")]
    return len(document.python), len(document.images), len(exercises)


def counts(chapters: Graph, documents: Iterable[Document]) -> str:
    """Return a table: a row for each chapter, after those that it needs, and the sums."""
    held = {document.page.address: count(document) for document in documents}
    rows = [("chapter", *COLUMNS), ("---", *["--:"] * len(COLUMNS))]
    for address in order(chapters):
        path = posixpath.relpath(f"{address}.md", posixpath.dirname(STATUS))
        title = chapters[address].title
        rows.append((f"[{title}]({path})", *map(str, held[address])))
    sums = zip(*(held[address] for address in chapters), strict=True)
    rows.append(("all", *map(str, map(sum, sums))))
    return "\n" + "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"
