"""`needs:` makes the neighbours, and has no holes and no circles."""

from pathlib import Path

import pytest

from downhill import graph
from downhill.pages import Page
from downhill.problem import Problem


def page(address: str, needs: object = None) -> Page:
    meta = {"description": f"About {address}."}
    text = f"---\nneeds: {needs}\n---\n# The {address.split('/')[-1]}\n"
    if needs is not None:
        meta["needs"] = needs  # type: ignore[assignment]
    return Page(Path(f"docs/{address}.md"), address, meta, text, text)


A, B = page("one/a", []), page("two/b", ["one/a"])


def test_links_go_both_ways() -> None:
    chapters = graph.graph([A, B, page("index")])
    assert sorted(chapters) == ["one/a", "two/b"]
    assert graph.closing("one/a", chapters) == (
        "\n## Used in\n\n- [The b](../two/b.md): About two/b.\n"
    )
    assert graph.closing("two/b", chapters) == (
        "\n## Builds on\n\n- [The a](../one/a.md): About one/a.\n"
    )


@pytest.mark.parametrize(
    ("pages", "what"),
    [
        ([A, page("two/b", ["one/c"])], "needs `one/c`, which is no chapter"),
        ([page("one/a", ["two/b"]), B], "in a circle"),
        ([page("one/a", ["one/a"])], "in a circle: one/a -> one/a"),
        ([page("one/a", "two/b")], "`needs` is not a list"),
    ],
)
def test_a_hole_or_a_circle_is_named(pages: list[Page], what: str) -> None:
    with pytest.raises(Problem) as caught:
        graph.graph(pages)
    assert caught.value.place.endswith(".md:2")
    assert what in caught.value.what
