"""The map: all chapters by part, what each builds on, and the way to each goal."""

import posixpath
from collections.abc import Iterator
from graphlib import TopologicalSorter
from html import escape
from typing import Any

from downhill.pages.navigation import entries
from downhill.pages.neighbours import Graph

PAGE = "start/map.md"


def markdown(chapters: Graph, nav: Any) -> str:
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
    wanted, waiting = {goal}, [goal]
    while waiting:
        new = set(chapters[waiting.pop()].meta["needs"]) - wanted
        wanted |= new
        waiting += sorted(new)
    return [address for address in order(chapters) if address in wanted]


def nearest(address: str, chapters: Graph) -> list[str]:
    """Return what a chapter needs, less what its other needs lead to anyway."""
    needs = chapters[address].meta["needs"]
    implied = {b for need in needs for b in path_to(need, chapters) if b != need}
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
