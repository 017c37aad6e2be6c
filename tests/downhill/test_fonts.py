"""Fonts: cut to the characters that the site uses, and no character without its font."""

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from downhill import fonts
from downhill.maths.katex import Renderer
from downhill.packages import ensure
from downhill.problem import Problem

GLYPHS = {"KaTeX_Math-Italic fx", "KaTeX_Main-Regular (2)\nKaTeX_Size2-Regular ∑"}


def published(folder: Path, glyphs: set[str] = GLYPHS) -> dict[str, bytes]:
    return fonts.publish(folder, {}, glyphs)


def holds(font: Path) -> str:
    with TTFont(font) as loaded:
        return "".join(map(chr, sorted(loaded.getBestCmap())))


def test_a_subset_holds_what_was_asked_and_nothing_else(tmp_path: Path) -> None:
    source = ensure() / fonts.FACES[0].file("latin")
    font = tmp_path / "cut.woff2"
    font.write_bytes(fonts.subset(source, frozenset("Wat…∇"), ("kern",)))
    assert holds(font) == "Wat…"
    with TTFont(font) as loaded:
        assert "GPOS" in loaded
        assert "prep" not in loaded


def test_the_style_sheets_name_files_that_exist_and_no_host(tmp_path: Path) -> None:
    files = published(tmp_path)
    for sheet in ("fonts", "katex"):
        css = files[f"stylesheets/{sheet}.css"].decode()
        for url in re.findall(r"url\(([^)]*)\)", css):
            assert url.startswith("data:") or url.removeprefix("../") in files
        assert "//" not in re.sub(r"base64,[^)]*", "", css)
        assert ".ttf" not in css


def test_only_the_formula_fonts_that_are_needed(tmp_path: Path) -> None:
    css = published(tmp_path)["stylesheets/katex.css"].decode()
    families = re.findall(r"@font-face\{[^}]*font-family:([^;]*)", css)
    assert sorted(families) == ["KaTeX_Main", "KaTeX_Math", "KaTeX_Size2"]
    rest = published(tmp_path, set())["stylesheets/katex.css"].decode()
    assert "@font-face" not in rest
    assert rest.startswith(".katex{")


def test_a_formulas_glyphs_are_all_in_its_fonts(tmp_path: Path) -> None:
    renderer = Renderer(cache=tmp_path)
    tex = r"\sum_{i=1}^{N} \left( \hat y_i - y_i \right)^2 \ne \lVert \nabla f \rVert'"
    for line in renderer.render(tex, True).glyphs.split("\n"):
        name, _, characters = line.partition(" ")
        font = ensure() / "katex" / "dist" / "fonts" / f"{name}.woff2"
        assert set(characters) - {"\u200b"} <= fonts.coverage(font)


def test_characters_by_kind() -> None:
    seen: fonts.Seen = {}
    page = (
        "<head><title>√</title></head><p title='∂'>ŷ &asymp; 3 — <code>∞</code></p>"
        "<pre><span>∞ ₂ #</span></pre><script>≠</script><svg><text>∑</text></svg><!--∫-->"
        "<a class='term' aria-description=\"50 %\">rate</a>"
        '<span class="maths" data-name="a1">\\{x\\}</span>'
    )
    fonts.characters(page, "a.md", seen)
    fonts.characters("<p>ŷ ~ – plain</p>", "b.md", seen)
    assert seen == {
        ("text", "ŷ"): "a.md",
        ("text", "≈"): "a.md",
        ("text", "%"): "a.md",
        ("text", "~"): "b.md",
        ("code", "∞"): "a.md",
        ("code", "₂"): "a.md",
    }


def test_an_unusual_character_brings_a_font_of_its_own(tmp_path: Path) -> None:
    seen: fonts.Seen = {("text", "ŷ"): "a.md", ("text", "≈"): "a.md"}
    files = fonts.publish(tmp_path, seen, set())
    css = files["stylesheets/fonts.css"].decode()
    assert "unicode-range:U+177}" in css
    assert "unicode-range:U+2248;size-adjust" in css
    assert holds(tmp_path / "assets/fonts/symbols.woff2") == "≈"
    assert (
        holds(tmp_path / "assets/fonts/source-serif-4-latin-ext-600-normal.woff2")
        == "ŷ"
    )
    usual = "fonts/source-serif-4-latin-400-normal.woff2"
    assert files[usual] == published(tmp_path)[usual]


def test_a_character_without_a_font_is_named_with_its_line(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A\n\nTwo\nand 二.\n", encoding="utf-8")
    seen: fonts.Seen = {}
    fonts.characters("<h1>A</h1><p>Two\nand 二.</p>", page, seen)
    with pytest.raises(Problem) as caught:
        fonts.publish(tmp_path, seen, set())
    assert "page.md:4: '二' (U+4E8C) is in no text font" in str(caught.value)
