"""The map shows every chapter below what it builds on, and the shortest way to a goal."""

import re
from pathlib import Path

import pytest

from downhill import chart, pages
from downhill.chart.layout import layout
from downhill.pages import Page
from downhill.pages.neighbours import Graph
from downhill.problem import ROOT

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
    assert chart.path_to("b/three", chapters) == ["a/one", "a/two", "b/three"]
    assert chart.path_to("b/four", chapters) == ["b/four"]


def test_a_line_that_others_imply_is_left_out(chapters: Graph) -> None:
    assert chart.nearest("b/three", chapters) == ["a/two"]
    assert len(re.findall("<path", chart.picture(chapters))) == 2


def test_each_chapter_is_a_link_that_says_what_it_builds_on(chapters: Graph) -> None:
    links = re.findall(r'<a href="(.+?)".*?aria-label="(.+?)"', chart.picture(chapters))
    assert dict(links) == {
        "../../a/one/": "On one &lt;3. Builds on: nothing.",
        "../../a/two/": "On two &lt;3. Builds on: On one &lt;3.",
        "../../b/three/": "On three &lt;3. Builds on: On one &lt;3, On two &lt;3.",
        "../../b/four/": "On four &lt;3. Builds on: nothing.",
    }


def test_a_goal_leads_through_its_path(chapters: Graph) -> None:
    assert [*chart.paths(chapters)] == [
        "**I want three**\n{ .goal }\n\n[On one <3](../a/one.md) →"
        " [On two <3](../a/two.md) → [On three <3](../b/three.md)\n"
    ]


def test_no_box_covers_another_and_lines_lead_down(tmp_path: Path) -> None:
    sizes = {name: (160.0, 48.0) for name in "abcdefgh"}
    arrows = [("a", b) for b in "bcd"] + [(b, "e") for b in "bcd"] + [("e", "h")]
    placed = layout(sizes, arrows, cache=tmp_path)
    boxes = [*placed.boxes.values()]
    for i, (x, y) in enumerate(boxes):
        assert 80 <= x <= placed.width - 80
        assert 24 <= y <= placed.height - 24
        for a, b in boxes[:i]:
            assert abs(x - a) >= 160 or abs(y - b) >= 48
    for line in placed.lines:
        heights = [y for _, y in line]
        assert heights == sorted(heights)
    assert layout(sizes, arrows, cache=tmp_path) == placed  # as it was kept


def test_the_site_has_goals_and_all_chapters_on_its_map() -> None:
    ours = {page.address: page for page in pages.read_all() if page.is_chapter}
    assert len([*chart.paths(ours)]) >= 3
    for address in ours:
        assert f'data-chapter="{address}"' in chart.picture(ours)
    assert (ROOT / "docs" / chart.PAGE).is_file()
