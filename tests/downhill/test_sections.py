"""Sections open once, close once, and are shown."""

from pathlib import Path

import pytest

from downhill import sections
from downhill.document import of
from downhill.pages import Page
from downhill.problem import Problem

GOOD = "# --8<-- [start:one]\nx = 1\n# --8<-- [end:one]\n"


def module(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "part" / "chapter.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def shown(text: str, snippets: Path) -> set[tuple[str, str]]:
    """What a page shows of these modules, all of it in blocks."""
    lines = text.splitlines()
    return sections.shown(Path("docs/page.md"), lines, [""] * len(lines), snippets)


def test_sections_are_found_with_their_lines(tmp_path: Path) -> None:
    nested = "# --8<-- [start:all]\n" + GOOD + "# --8<-- [end:all]\n"
    assert sections.sections(module(tmp_path, nested)) == {"all": 1, "one": 2}


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("# --8<-- [start:one]\nx = 1\n", 1, "`one` never closes"),
        (GOOD + GOOD, 4, "`one` opens again (first on line 1)"),
        (GOOD + "# --8<-- [end:one]\n", 4, "`one` closes but is not open"),
        ("# --8<-- [start:one]\n\n# --8<-- [end:one]\n", 3, "`one` is empty"),
        ("#--8<--[start:one]\n", 1, "malformed"),
        ("x = 1  # --8<-- [start: one]\n", 1, "malformed"),
    ],
)
def test_a_broken_section_is_named(
    tmp_path: Path, text: str, line: int, what: str
) -> None:
    path = module(tmp_path, text)
    with pytest.raises(Problem) as caught:
        sections.sections(path)
    assert caught.value.place.endswith(f"chapter.py:{line}")
    assert what in caught.value.what


@pytest.mark.parametrize("kind", ["start", "end"])
def test_a_marker_that_is_not_one_is_written_anew(tmp_path: Path, kind: str) -> None:
    path = module(tmp_path, f"#--8<--[{kind}:one]\n")
    with pytest.raises(Problem) as caught:
        sections.sections(path)
    assert caught.value.remedy == f"write it as `# --8<-- [{kind}:name]`"


@pytest.mark.parametrize(
    ("shows", "what"),
    [
        ("part/other.py:one", "is not in"),
        ("part/chapter.py:two", "has no section `two`"),
        ("part/chapter.py", "shows the whole"),
        ("part/chapter.py:1:3", "cannot read"),
        ("part/chapter.py::3", "cannot read"),
    ],
)
def test_a_page_shows_only_sections_that_are_there(
    tmp_path: Path, shows: str, what: str
) -> None:
    module(tmp_path, GOOD)
    text = f'Text.\n\n```python\n--8<-- "{shows}"\n```\n'
    with pytest.raises(Problem) as caught:
        shown(text, tmp_path)
    assert caught.value.place == "docs/page.md:4"
    assert what in caught.value.what


def test_a_section_in_the_text_is_named(tmp_path: Path) -> None:
    module(tmp_path, GOOD)
    text = ["", '--8<-- "part/chapter.py:one"']
    with pytest.raises(Problem, match=r"page\.md:2: .* shows a section in its text"):
        sections.shown(Path("docs/page.md"), text, text, tmp_path)


SELF = ';--8<-- "part/chapter.py:one"'


@pytest.mark.parametrize("info", ["python", '{.python data-raises="ValueError"}'])
def test_a_page_shows_no_line_that_shows_itself(info: str) -> None:
    text = f"Text.\n\n> ```{info}\n> {SELF}\n> ```\n"
    with pytest.raises(Problem, match="shows this line, not the section") as caught:
        of(Page(Path("docs/page.md"), "page", {}, text, text))
    assert caught.value.place == "docs/page.md:4"


def test_a_block_that_is_no_python_may_show_how_a_section_is_shown() -> None:
    text = f'```{{.text title="python"}}\n{SELF}\n```\n'
    assert of(Page(Path("docs/page.md"), "page", {}, text, text)).sections == set()


def test_every_section_is_shown(tmp_path: Path) -> None:
    module(tmp_path, GOOD)
    seen = shown('    --8<-- "part/chapter.py:one"', tmp_path)
    there = sections.check_modules(tmp_path)
    sections.check_shown(there, seen, tmp_path)
    with pytest.raises(Problem, match="`one` is shown on no page"):
        sections.check_shown(there, set(), tmp_path)
