"""Links to anchors, named where they are written."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from mkdocs.structure.files import File

from downhill import navigation
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


def test_a_footnote_is_no_link() -> None:
    body = "# Page\n\nA note[^1].\n\n[^1]: Here it is.\n"
    page = Page(Path("docs/page.md"), "page", {}, body, body)
    links.check([of(page)], [], Path("docs"))


@pytest.mark.parametrize(
    ("text", "what", "remedy"),
    [
        ("[A](no.md)", "`no.md` leads nowhere", "correct the path"),
        ("[A](far.md)", "`far.md` leads nowhere", "name its file: ../b/far.md"),
        ("[A](../page/)", "`../page/` leads nowhere", "name its file: page.md"),
        ("[A](/a/page/)", "breaks where the site", "write it relative"),
        ("[A](how to.md)", "`how to.md` leads nowhere", "correct the path"),
        ("[A]()", "a link is empty", "give it a target"),
        ("[A][b]", "the link `[A][b]` has no target", "define `[b]:`"),
        ("[A][b]\n[b]: no.md", "`no.md` leads nowhere", "correct the path"),
        ("A[^1].", "the footnote `[^1]` has no text", "write `[^1]: ...`"),
        ("![A](no.png)", "`no.png` leads nowhere", "correct the path"),
    ],
)
def test_a_link_that_leads_nowhere_is_named(text: str, what: str, remedy: str) -> None:
    page = Page(Path("docs/a/page.md"), "a/page", {}, text, text)
    (fault,) = links.faults(of(page), {"a/page.md", "b/far.md"}, Path("docs"))
    assert what in fault.what
    assert remedy in fault.remedy


@pytest.mark.parametrize(
    ("was", "what"), [("a/old", "not a list"), (["b"], "address of")]
)
def test_a_redirect_is_refused(was: object, what: str) -> None:
    read = [
        Page(Path(f"{a}.md"), a, {"was": was} if a == "a" else {}, "", f"# {a}")
        for a in "ab"
    ]
    with pytest.raises(Problem, match=what):
        navigation.redirects(read)
