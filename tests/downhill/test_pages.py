"""A page is read with its front matter, and its form is checked."""

from pathlib import Path

import pytest

from downhill import form, frame, pages
from downhill.document import of
from downhill.problem import Problem

HEAD = "---\ndescription: A page.\n---\n"


def read(tmp_path: Path, text: str | bytes) -> pages.Page:
    path = tmp_path / "part" / "page.md"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return pages.read(path, tmp_path)


def test_a_page_keeps_the_line_numbers_of_its_file(tmp_path: Path) -> None:
    page = read(tmp_path, HEAD + "\n# Title\n\nText.\n")
    assert page.address == "part/page"
    assert page.title == "Title"
    assert page.meta == {"description": "A page."}
    assert page.body.splitlines()[6] == page.text.splitlines()[6] == "Text."
    assert page.line_of("Text") == 7


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("# Title\n", ":1", "no front matter"),
        ("---\ndescription: [\n---\n# T\n", ":3", "not YAML"),
        ("---\nneeds: []\n---\n# T\n", ":1", "no `description`"),
        ("---\ndescription: A.\nneed: []\n---\n# T\n", ":3", "unknown key `need`"),
        ("---\ndescription: A.\nneeds: []\nneeds: []\n---\n", ":4", "`needs` twice"),
        ("---\ndescription: A.\nnumbers: {1: a, 1: b}\n---\n", ":3", "`1` twice"),
        ("---\ndescription: A.\n# T\n", ":1", "no front matter"),
        (HEAD.encode() + b"\xff", ":4", "not UTF-8"),
        (b"\xef\xbb\xbf" + HEAD.encode(), ":1", "U+FEFF"),
        (f"{HEAD}# T\n\na\u202eb\n", ":6", "U+202E"),
        (f"{HEAD}# T\n\n\tx = 1\n", ":6", "holds a tab"),
    ],
)
def test_a_wrong_head_is_named(
    tmp_path: Path, text: str | bytes, line: str, what: str
) -> None:
    with pytest.raises(Problem) as caught:
        read(tmp_path, text)
    assert caught.value.place.endswith(f"page.md{line}")
    assert what in caught.value.what


@pytest.mark.parametrize(
    ("body", "line", "what"),
    [
        ("# T\n\n## See it\n\n## Why it exists\n", 8, "stands after `See it`"),
        ("# T\n\n## See it\n\n## See it\n", 8, "stands after `See it`"),
        ("# T\n\n```text\n## Not a heading\n```\n\n## Theory\n", 10, "`Theory` is no"),
        ("# T\n\n## See it\n\n## The math\n\n## A tale\n", 10, "`A tale` is no"),
        ("# T\n\n## See it\n\n## A tale\n\n## By hand\n", 8, "`A tale` is no"),
        ("# T\n\n## References\n\n## In one minute\n", 8, "stands after `Ref"),
    ],
)
def test_a_chapter_keeps_the_form(
    tmp_path: Path, body: str, line: int, what: str
) -> None:
    form.check_sections(of(read(tmp_path, HEAD + body)))
    chapter = HEAD.replace("---\nd", "---\nneeds: []\nd")
    page = of(read(tmp_path, chapter + body))
    with pytest.raises(Problem) as caught:
        form.check_sections(page)
    assert caught.value.place.endswith(f":{line + 1}")
    assert what in caught.value.what


def test_a_story_stands_between_the_figure_and_the_math(tmp_path: Path) -> None:
    body = "# T\n\n## See it\n\n## Half past six\n\n## At home\n\n## The math\n"
    form.check_sections(of(read(tmp_path, f"---\nneeds: []\n{HEAD[4:]}{body}")))


def test_a_heading_leads_to_where_an_error_in_it_is_reported() -> None:
    heading = '<h2 id="a">A<a class="headerlink" href="#a">¶</a></h2>'
    assert frame.report(heading, None, "one/two/") == heading
    linked = frame.report(heading, "https://code.example/it", "one/two/")
    link = 'href="https://code.example/it/issues/new?title=/one/two/%23a"'
    assert linked.count(link) == 1
