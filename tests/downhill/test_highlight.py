"""A block is colored once, and never with another's colors."""

import re
from importlib.resources import files
from pathlib import Path

import markdown
import pytest
from pymdownx import superfences

from downhill.cache import Rows
from downhill.pages.highlight import UNCOLORED, HighlightOnce
from downhill.problem import ROOT, Problem

PAGE = "```python\nx = 1\n```\n\n```text\nx = 1\n```\n\n```{.python title='a'}\nx = 1\n```\n"


def html(
    text: str, store: Rows | None, page: Path | str = "", **highlight: bool
) -> str:
    once = HighlightOnce(store="" if store is None else store, page=str(page))
    extensions = ["pymdownx.highlight", "pymdownx.superfences", "attr_list", once]
    options = {"pymdownx.highlight": highlight}
    return str(
        markdown.markdown(text, extensions=extensions, extension_configs=options)
    )


def test_a_kept_block_is_the_same_and_needs_no_pygments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, other = html(PAGE, None), html(PAGE, None, linenums=True)
    assert html(PAGE, Rows(tmp_path / "a")) == plain
    broken = superfences.SuperFencesBlockPreprocessor
    monkeypatch.setattr(broken, "highlight", lambda *_, **__: "colored anew")
    kept = Rows(tmp_path / "a")
    assert len(kept) == 3
    assert html(PAGE, kept) == plain
    assert "colored anew" in html(PAGE.replace("x = 1", "x = 2"), kept)
    assert "colored anew" in html(PAGE, kept, linenums=True) != other


def test_an_error_of_an_extension_is_told_at_its_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# Page\n\n{PAGE}")
    broken = superfences.SuperFencesBlockPreprocessor
    monkeypatch.setattr(broken, "highlight", lambda *_, **__: 1 / 0)
    with pytest.raises(Problem, match=r"page\.md:4: .*block: ZeroDivisionError"):
        html(PAGE, Rows(tmp_path / "a"), page=page)


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
