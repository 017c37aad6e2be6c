"""The status page: what each chapter holds, counted in its source at each build."""

import posixpath
from collections.abc import Iterable
from graphlib import TopologicalSorter

from downhill.document import Document
from downhill.pages.neighbours import Graph

PAGE = "reference/status.md"
COLUMNS = ("blocks", "figures", "exercises")


def count(document: Document) -> tuple[int, ...]:
    """Count what a page holds: a number for each column."""
    exercises = [h for h in document.headings if h.id.startswith("exercise-")]
    return len(document.python), len(document.images), len(exercises)


def markdown(chapters: Graph, documents: Iterable[Document]) -> str:
    """Return a table: a row for each chapter, after those that it needs, and the sums."""
    held = {document.page.address: count(document) for document in documents}
    needs = {address: page.meta["needs"] for address, page in chapters.items()}
    rows = [("chapter", *COLUMNS), ("---", *["--:"] * len(COLUMNS))]
    for address in TopologicalSorter(needs).static_order():
        path = posixpath.relpath(f"{address}.md", posixpath.dirname(PAGE))
        title = chapters[address].title
        rows.append((f"[{title}]({path})", *map(str, held[address])))
    sums = zip(*(held[address] for address in chapters), strict=True)
    rows.append(("all", *map(str, map(sum, sums))))
    return "\n" + "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"
