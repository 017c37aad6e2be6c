"""The one style sheet: what no page can use is left out, and nothing else."""

import os
import time
from pathlib import Path

import pytest

from downhill import sheet
from downhill.files import KEEP, write_whole
from downhill.problem import Problem
from downhill.sheet.cut import cut
from downhill.sheet.names import Names, of_page, of_script

PAGE = b"""<html class="no-js"><body dir="ltr"><p class="a b" id="top" style="--size: 1px">
<script>x.classList.add("later")</script></body></html>"""
NAMES = Names(of_page(PAGE), of_script(b'y.className=`md-tag--${t}`,"md-button"'))


@pytest.mark.parametrize(
    "rule",
    [
        ".a{top:0}",
        "p.a>#top:hover::before{top:0}",
        ".later .md-button{top:0}",
        ".md-tag--new{top:0}",
        "[dir=ltr] .a{top:0}",
        ".a:not(.gone){top:0}",
        ":is(.gone,.b) p{top:0}",
        "*{top:0}",
        "@media print{.a{top:0}}",
        "@font-face{font-family:F;src:url(f.woff2)}",
        "@keyframes k{from{top:0}50%{top:1px}}",
        "@page{margin:1cm}",
        '.a{content:"a , b";width:calc(1px + 2px)!important}',
        ":root{--size:2px}",
        ":root{--one:1px}.a{top:var(--one)}",
    ],
)
def test_what_a_page_can_use_stays(rule: str) -> None:
    assert cut({"a.css": rule}, NAMES) == rule


@pytest.mark.parametrize(
    "rule",
    [
        ".gone{top:0}",
        "table{top:0}",
        "#gone{top:0}",
        ".a .gone:hover{top:0}",
        ".a:is(.gone,table){top:0}",
        "[dir=rtl] .a{top:0}",
        "@media print{.gone{top:0}}",
        ":root{--one:1px;--two:var(--one)}",
        ".a{}",
    ],
)
def test_what_no_page_can_use_goes(rule: str) -> None:
    assert cut({"a.css": rule}, NAMES) == ""


def test_what_scripts_only_fill_stays_where_a_page_has_it() -> None:
    rule, fills = (
        ".md-source__fact--forks{top:0}",
        of_script(b"`md-source__fact--${t}`"),
    )
    assert cut({"a.css": rule}, Names(of_page(PAGE), fills)) == ""
    page = PAGE.replace(b'class="a b"', b'class="md-source"')
    assert cut({"a.css": rule}, Names(of_page(page), fills)) == rule


def test_one_selector_of_two_goes_and_comments_and_spaces_too() -> None:
    css = '@charset "UTF-8"; .a , .gone { /* why */ top : 0 ; margin: 0  auto; }'
    assert cut({"a.css": css}, NAMES) == ".a{top:0;margin:0 auto}"


@pytest.mark.parametrize(
    ("css", "said"),
    [
        (".a{top:0}\n}", "a.css:2: "),
        (".a{\n top 0}", "a.css:2: "),
        ('@import "b.css";', 'a.css:1: @import "b.css" has no block'),
    ],
)
def test_what_no_browser_reads_is_refused(css: str, said: str) -> None:
    with pytest.raises(Problem) as caught:
        cut({"a.css": css}, NAMES)
    assert str(caught.value).startswith(said)
    assert "remedy: " in str(caught.value)


def built(folder: Path, page: bytes) -> Path:
    (folder / "assets" / "stylesheets").mkdir(parents=True)
    (folder / "index.html").write_bytes(page)
    for name in sheet.SHEETS:
        file = folder / "assets" / name.replace("*", "0")
        file.write_text(".a,.gone{top:0}", encoding="utf-8")
    return folder


def test_any_built_site_gets_its_sheet_and_a_new_class_its_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "FOLDER", tmp_path / "cache")
    site = built(tmp_path / "site", PAGE)
    text = sheet.publish(site)
    assert text == ".a{top:0}" * 5
    assert (site / "assets" / sheet.SHEET).read_text(encoding="utf-8") == text
    assert sheet.publish(site) == text
    (site / "index.html").write_bytes(PAGE.replace(b"a b", b"a b gone"))
    assert sheet.publish(site) == ".a,.gone{top:0}" * 5


def test_a_sheet_that_no_build_has_made_for_long_is_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "FOLDER", tmp_path / "cache")
    for name, age in (("old.css", KEEP + 60), ("new.css", 60), (sheet.NAMES, KEEP * 2)):
        write_whole(sheet.FOLDER / name, "")
        os.utime(sheet.FOLDER / name, (time.time() - age,) * 2)
    sheet.publish(built(tmp_path / "site", PAGE))
    left = {path.name for path in sheet.FOLDER.iterdir()}
    assert {"new.css", sheet.NAMES} < left
    assert len(left) == 3, "and what was made now"


def test_a_sheet_that_is_missing_is_named(tmp_path: Path) -> None:
    site = built(tmp_path, PAGE)
    (site / "assets" / "style.css").unlink()
    with pytest.raises(Problem, match=r"style\.css: 0 style sheets are called so"):
        sheet.publish(site)
