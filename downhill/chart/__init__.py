"""The map: all chapters in the order in which they build on each other, and paths to goals."""

import posixpath
import textwrap
from collections.abc import Iterator
from graphlib import TopologicalSorter
from html import escape

from downhill.chart.layout import Layout, layout
from downhill.pages.neighbours import Graph

PAGE = "start/map.md"
WIDTH, LINE, PAD = 168, 20, 14  # of a box, in CSS pixels: its width, a line, the rest
LETTERS = 19  # of a title that fit into a line


def markdown(chapters: Graph) -> str:
    """What the build adds to the page: the picture, then a path for each goal."""
    return f"\n{picture(chapters)}\n\n## Paths\n\n" + "\n".join(paths(chapters))


def order(chapters: Graph) -> list[str]:
    """All addresses, each after those that it needs."""
    return [*TopologicalSorter(_needs(chapters)).static_order()]


def path_to(goal: str, chapters: Graph) -> list[str]:
    """The fewest chapters that lead to this one, in an order to read them in."""
    wanted, waiting = {goal}, [goal]
    while waiting:
        new = set(chapters[waiting.pop()].meta["needs"]) - wanted
        wanted |= new
        waiting += sorted(new)
    return [address for address in order(chapters) if address in wanted]


def nearest(address: str, chapters: Graph) -> list[str]:
    """What a chapter needs, less what its other needs lead to anyway."""
    needs = chapters[address].meta["needs"]
    implied = {b for need in needs for b in path_to(need, chapters) if b != need}
    return [need for need in needs if need not in implied]


def paths(chapters: Graph) -> Iterator[str]:
    """Each goal that a chapter names, and the way to it, as Markdown."""
    for address in order(chapters):
        if goal := chapters[address].meta.get("goal"):
            steps = path_to(address, chapters)
            links = " → ".join(
                f"[{chapters[step].title}]({posixpath.relpath(step, 'start')}.md)"
                for step in steps
            )
            yield f"**{goal}**\n{{ .goal }}\n\n{links}\n"


def picture(chapters: Graph) -> str:
    """The map as SVG, each chapter a link of HTML: one of SVG stops instant navigation."""
    words = {a: textwrap.wrap(chapters[a].title, LETTERS) for a in order(chapters)}
    sizes = {a: (WIDTH, PAD * 2 + LINE * len(lines)) for a, lines in words.items()}
    arrows = [(need, a) for a in words for need in nearest(a, chapters)]
    placed = layout(sizes, arrows)
    parts = [*_arrows(placed)]
    for address, lines in words.items():
        x, y = placed.boxes[address]
        width, height = sizes[address]
        needs = [chapters[need].title for need in chapters[address].meta["needs"]]
        said = f"{chapters[address].title}. Builds on: {', '.join(needs) or 'nothing'}."
        text = "<br>".join(map(escape, lines))
        parts.append(
            f'<foreignObject x="{x - width / 2:g}" y="{y - height / 2:g}"'
            f' width="{width}" height="{height}">'
            f'<a href="{posixpath.relpath(address, "start/map")}/"'
            f' data-chapter="{address}" aria-label="{escape(said)}">{text}</a>'
            "</foreignObject>"
        )
    size = f"{placed.width:g} {placed.height:g}"
    head = f'<svg viewBox="0 0 {size}" width="{placed.width:g}" role="group"'
    label = "Chapters, each below those that it builds on"
    return f'<div class="map">{head} aria-label="{label}">{"".join(parts)}</svg></div>'


def _arrows(placed: Layout) -> Iterator[str]:
    """Each as a smooth line through its points, down into its box."""
    for (x, y), *rest in placed.lines:
        d = f"M{x:g} {y:g}"
        for (a, b), (c, e) in zip([(x, y), *rest], rest, strict=False):
            middle = (b + e) / 2
            d += f"C{a:g} {middle:g} {c:g} {middle:g} {c:g} {e:g}"
        yield f'<path d="{d}" aria-hidden="true"/>'


def _needs(chapters: Graph) -> dict[str, list[str]]:
    return {address: page.meta["needs"] for address, page in chapters.items()}
