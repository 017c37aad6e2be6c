"""Scripts and sheets as they are sent: short, and of Material what a page can have."""

from pathlib import Path

import pytest

from downhill import assets
from downhill.problem import Problem

MADE = ("main.0", "fonts", "palette", "katex")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A built site before its assets are written."""
    (tmp_path / "assets" / "stylesheets").mkdir(parents=True)
    for name in MADE:
        file = tmp_path / "assets" / "stylesheets" / f"{name}.css"
        file.write_text(".a, .md-tabs { top: 0 }", encoding="utf-8")
    (tmp_path / "index.html").write_text('<p class="a md-tabular">', encoding="utf-8")
    return tmp_path


def test_a_built_site_has_the_short_ones(site: Path) -> None:
    assets.publish(site)
    scripts = [path.relative_to(assets.THEME) for path in assets.THEME.rglob("*.js")]
    assert len(scripts) > 10
    for path in scripts:
        written = (assets.THEME / path).stat().st_size
        assert 0 < (site / "assets" / path).stat().st_size < written
    css = (site / assets.SHEET).read_text(encoding="utf-8")
    assert css.startswith(".a{top:0}\n.a{top:0}\n")
    assert ".role-slope{" in css


def test_each_sheet_of_ours_is_a_part() -> None:
    ours = {path.stem for path in (assets.THEME / "stylesheets").glob("*.css")}
    assert ours == set(assets.SHEETS[len(MADE) :])


def test_a_page_with_what_is_left_out_is_named(site: Path) -> None:
    page = '<p class="a tabbed-set">'
    (site / "index.html").write_text(page, encoding="utf-8")
    with pytest.raises(Problem, match=r"index\.html: has the class `tabbed-set`"):
        assets.publish(site)


def test_a_sheet_that_is_missing_is_named(site: Path) -> None:
    (site / "assets" / "stylesheets" / "katex.css").unlink()
    with pytest.raises(Problem, match=r"katex\.css: 0 style sheets are called so"):
        assets.publish(site)


@pytest.mark.parametrize(
    ("css", "short"),
    [
        (".a:not(.b),.tabbed-set{top:0}", ".a:not(.b),.tabbed-set{top:0}"),
        (".a .tabbed-set,.b{top:0}", ".b{top:0}"),
        ("[dir=rtl] .a{top:0}.b{top:0}", ".b{top:0}"),
        ("@media print{.md-tag{top:0}}.b{top:0}", ".b{top:0}"),
        (".md-target{top:0}", ".md-target{top:0}"),
        (':root{--md-a:url("x;(y)\';");--md-b:var(--md-a)}.b{top:0}', ".b{top:0}"),
        (
            ":root{--md-a:1px}.a{top:var(--md-a)}",
            ":root{--md-a:1px}.a{top:var(--md-a)}",
        ),
        ("@keyframes k{0%{top:0}to{top:1px}}", "@keyframes k{0%{top:0}to{top:1px}}"),
    ],
)
def test_what_no_page_can_use_goes(css: str, short: str) -> None:
    assert assets.cut(css) == short


@pytest.mark.parametrize(
    ("name", "text", "line", "what"),
    [
        ("a.js", "let a = 1;\nlet b = (a;\n", 2, 'Expected ")" but found ";"'),
        ("a.js", "const a = 1;\n\na = 2;\n", 3, 'Cannot assign to "a"'),
        (
            "a.js",
            '\nimport { b } from "./b.js";\nb();',
            2,
            'Could not resolve "./b.js"',
        ),
        ("a.css", ".a { top: 0 }\n}\n", 2, 'Unexpected "}"'),
        ("a.css", ".a {\n  top 0\n}\n", 2, 'Expected ":"'),
        ("a.css", ".a { top: 0\n", 2, 'Expected "}" to go with "{"'),
    ],
)
def test_what_no_browser_reads_is_refused_at_its_line(
    name: str, text: str, line: int, what: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Problem) as caught:
        assets.shortened({name: path})
    assert caught.value.place == f"{path}:{line}"
    assert what in caught.value.what
