"""A page says what it may load and run."""

from pathlib import Path

import pytest

from downhill.frame import AFTER, protect
from downhill.problem import Problem

# echo -n 'x=1' | openssl dgst -sha256 -binary | base64
HASH = "'sha256-HyBrEcI+KMwlDe1/wAmNOCOoRnpUNA8axOU1y4VEST8='"
PAGE = f"<head>{AFTER}<script>x=1</script></head><body><article>{{}}</article></body>"


def test_a_script_of_the_theme_is_named_by_its_hash() -> None:
    safe = protect(PAGE.format("text"), "page.md")
    assert f"script-src 'self' {HASH};" in safe
    assert safe.index("Content-Security-Policy") < safe.index("<script")


def test_data_and_files_have_no_hash() -> None:
    more = '<script type="application/json">{}</script><script src="a.js"></script>'
    safe = protect(PAGE.format("") + more, "page.md")
    assert safe.count("sha256-") == 1


def test_a_script_in_the_text_is_refused_with_its_line(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Title\n\n<script>x=1</script>\n", encoding="utf-8")
    with pytest.raises(Problem, match="a script stands in the text") as refused:
        protect(PAGE.format("<script>x=1</script>"), page)
    assert refused.value.place.endswith("page.md:3")


def test_a_page_without_a_head_is_refused() -> None:
    with pytest.raises(Problem, match="has no"):
        protect("<p>text</p>", "page.md")
