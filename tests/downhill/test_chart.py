"""The map shows every chapter in its part, and the shortest way to a goal."""

import re
from pathlib import Path

import pytest
from mkdocs.config import load_config

from downhill import graph, pages
from downhill.graph import Graph
from downhill.pages import Page
from downhill.problem import ROOT

NAV = [
    {"Home": "index.md"},
    {"A & co": ["a/one.md", "a/two.md"]},
    {"B": ["b/three.md", "b/four.md"]},
]
NEEDS = {"a/one": [], "a/two": ["a/one"], "b/three": ["a/one", "a/two"], "b/four": []}


@pytest.fixture
def chapters() -> Graph:
    def chapter(address: str, needs: list[str]) -> Page:
        meta = {"description": "Text.", "needs": needs, "title": f"On {address[2:]} <3"}
        if address == "b/three":
            meta["goal"] = "I want three"
        return Page(Path(f"{address}.md"), address, meta, "", "# T")

    return {address: chapter(address, needs) for address, needs in NEEDS.items()}


def test_a_path_holds_what_is_needed_in_order_and_nothing_else(chapters: Graph) -> None:
    assert graph.path_to("b/three", chapters) == ["a/one", "a/two", "b/three"]
    assert graph.path_to("b/four", chapters) == ["b/four"]


def test_what_others_imply_is_left_out(chapters: Graph) -> None:
    assert graph.nearest("b/three", chapters) == ["a/two"]


def test_each_part_holds_its_chapters_and_what_they_come_after(chapters: Graph) -> None:
    html = graph.chart(chapters, NAV)
    parts = re.findall(r"<h2>(.+?)</h2>(.+?)</section>", html)
    assert [title for title, _ in parts] == ["A &amp; co", "B"]
    links = re.findall(r'<a href="(.+?)".*?<span>(.+?)</span>(.*?)</a>', parts[1][1])
    assert links == [
        ("../../b/three/", "On three &lt;3", "<small>after On two &lt;3</small>"),
        ("../../b/four/", "On four &lt;3", ""),
    ]
    assert 'data-path="a/one a/two b/three">I want three</option>' in html


def test_a_goal_leads_through_its_path(chapters: Graph) -> None:
    assert [*graph.paths(chapters)] == [
        "**I want three**\n{ .goal }\n\n[On one <3](../a/one.md) →"
        " [On two <3](../a/two.md) → [On three <3](../b/three.md)\n"
    ]


def test_the_site_has_goals_and_all_chapters_on_its_map() -> None:
    ours = {page.address: page for page in pages.read_all() if page.is_chapter}
    assert len([*graph.paths(ours)]) >= 3
    shown = graph.chart(ours, load_config(str(ROOT / "mkdocs.yml")).nav)
    for address in ours:
        assert f'data-chapter="{address}"' in shown
    assert (ROOT / "docs" / graph.MAP).is_file()
