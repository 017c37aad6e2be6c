"""The status page: what each chapter holds, counted in its source at each build."""

import posixpath
import re
from graphlib import TopologicalSorter

from downhill.pages.blocks import fences, language, outside
from downhill.pages.neighbours import Graph

PAGE = "reference/status.md"
COLUMNS = ("blocks", "figures", "exercises")
EXERCISE = re.compile(r"\n### .*\{#exercise-\d+\}")


def count(text: str) -> tuple[int, ...]:
    """Count what a page's source holds, without rendering it: a number for each column."""
    lines = text.splitlines()
    languages = [language(opening["info"]) for *_, opening in fences(lines)]
    said = "\n".join(line for _, line in outside(lines))
    shown = re.sub(r"`+[^`]*`+", "", said)
    exercises = len(EXERCISE.findall(said))
    return languages.count("python"), shown.count("!["), exercises


def markdown(chapters: Graph) -> str:
    """Return a table: a row for each chapter, after those that it needs, and the sums."""
    needs = {address: page.meta["needs"] for address, page in chapters.items()}
    rows = [("chapter", *COLUMNS), ("---", *["--:"] * len(COLUMNS))]
    for address in TopologicalSorter(needs).static_order():
        path = posixpath.relpath(f"{address}.md", posixpath.dirname(PAGE))
        page = chapters[address]
        rows.append((f"[{page.title}]({path})", *map(str, count(page.body))))
    sums = zip(*(count(page.body) for page in chapters.values()), strict=True)
    rows.append(("all", *map(str, map(sum, sums))))
    return "\n" + "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"
