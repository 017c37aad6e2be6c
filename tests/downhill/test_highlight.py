"""A block is colored once, and never with another's colors."""

import re
from importlib.resources import files
from pathlib import Path

import markdown
import pytest
from pymdownx import superfences

from downhill.pages.highlight import UNCOLORED, HighlightOnce, Store
from downhill.problem import ROOT

PAGE = "```python\nx = 1\n```\n\n```text\nx = 1\n```\n\n```{.python title='a'}\nx = 1\n```\n"


def html(text: str, store: Store | None, **highlight: bool) -> str:
    once = HighlightOnce(store=store) if store else HighlightOnce()
    extensions = ["pymdownx.highlight", "pymdownx.superfences", "attr_list", once]
    options = {"pymdownx.highlight": highlight}
    return str(
        markdown.markdown(text, extensions=extensions, extension_configs=options)
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "highlight.json")


def again(store: Store) -> Store:
    store.save()
    return Store(store.file)


def test_a_page_is_the_same_with_and_without_the_store(store: Store) -> None:
    plain = html(PAGE, None)
    assert html(PAGE, store) == plain
    assert html(PAGE, again(store)) == plain
    assert len(store.used) == 3


def test_a_kept_block_needs_no_pygments(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = html(PAGE, store)
    kept = again(store)
    broken = superfences.SuperFencesBlockPreprocessor
    monkeypatch.setattr(broken, "highlight", lambda *_, **__: "colored anew")
    assert html(PAGE, kept) == first
    assert "colored anew" in html(PAGE.replace("x = 1", "x = 2"), kept)


def test_another_setting_colors_anew(store: Store) -> None:
    html(PAGE, store)
    kept = again(store)
    assert html(PAGE, kept, linenums=True) == html(PAGE, None, linenums=True)


def test_only_what_a_build_used_is_kept(store: Store) -> None:
    html(PAGE, store)
    kept = again(store)
    html("```python\ny = 2\n```\n", kept)
    assert len(again(kept).known) == 1


def test_a_broken_file_is_made_anew(store: Store) -> None:
    store.file.write_text("{", encoding="utf-8")
    assert Store(store.file).known == {}


def test_what_gets_no_element_has_no_color_of_its_own() -> None:
    """By Material's rule for its class and our value for that rule's variable."""
    material = Path(str(files("material")))
    theirs = next((material / "templates").rglob("main.*.min.css")).read_text("utf-8")
    ours = "".join(
        (ROOT / "theme" / "assets" / "stylesheets" / f"{name}.css").read_text("utf-8")
        for name in ("colour", "code")
    )

    def colors(kind: str) -> set[str]:
        own = re.findall(rf"\.{kind}\b[^{{}}]*{{ color: ([^;]*);", ours)
        rule = rf"\.highlight \.{kind}\b[^{{}}]*{{color:var\(([-\w]*)\)"
        of = (rf"{name}: ([^;]*);" for name in re.findall(rule, theirs))
        return {*own, *(color for each in of for color in re.findall(each, ours))}

    assert colors("kc") == {"var(--ink)", "var(--third)"}
    assert colors("s2") == {"var(--third)"}
    for kind in UNCOLORED.split():
        assert colors(kind) <= {"var(--ink)", "inherit"}, kind
    assert sum(map(bool, map(colors, UNCOLORED.split()))) > 5
