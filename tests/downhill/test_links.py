"""Links to anchors, named where they are written."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from mkdocs.structure.files import File

from downhill.document import of
from downhill.pages import Page, links
from downhill.problem import Problem


def rendered(dead: dict[str, str], ids: set[str]) -> Any:
    """A page as MkDocs knows it, with its links to itself: anchor to link."""
    file = File("page.md", None, "site", True)
    page: Any = SimpleNamespace(
        file=file, present_anchor_ids=ids, links_to_anchors={file: dead}
    )
    file.page = page
    return page


def refusal(body: str, dead: dict[str, str], ids: set[str]) -> str:
    page = Page(Path("docs/page.md"), "page", {}, body, body)
    with pytest.raises(Problem) as caught:
        links.anchors([of(page)], [rendered(dead, ids)])
    return str(caught.value)


@pytest.mark.parametrize("other", ["#step-size", "other.md#step"])
def test_a_dead_anchor_is_not_taken_for_another(other: str) -> None:
    body = f"# Page\n\n[Other]({other})\n\n[This](#step)\n"
    assert refusal(body, {"step": "#step"}, {"page", "step-size"}) == (
        "docs/page.md:5: `#step` leads nowhere: page.md has no `#step`\n"
        "  remedy: use one of: step-size; or keep it: `{#step}` behind its heading"
    )


def test_a_definition_is_the_place_of_its_links() -> None:
    body = "# Page\n\n[Text][at].\n\n[at]: #lost\n"
    assert refusal(body, {"lost": "#lost"}, {"page"}).startswith("docs/page.md:5: ")


def test_what_is_written_elsewhere_is_named_there() -> None:
    body = "# Page\n\n[Text](#lost)\n"
    dead = {"lost": "#lost", "made": "#made"}
    said = refusal(body, dead, {"page"})
    assert "`#lost`" in said
    assert "`#made`" not in said
    said = refusal("# Page\n", {"made": "#made"}, {"page"})
    assert said.startswith("docs/page.md: `#made` leads nowhere")
