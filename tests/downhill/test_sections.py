"""Sections open once, close once, and are shown."""

import json
from pathlib import Path

import pytest

from downhill.pages import Page, sections
from downhill.problem import Problem

GOOD = "# --8<-- [start:one]\nx = 1\n# --8<-- [end:one]\n"


def module(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "part" / "chapter.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def page(text: str) -> Page:
    return Page(Path("docs/page.md"), "page", {}, text, text)


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
        sections.shown(page(text), tmp_path)
    assert caught.value.place == "docs/page.md:4"
    assert what in caught.value.what


SELF = ';--8<-- "part/chapter.py:one"'


@pytest.mark.parametrize("info", ["python", '{.python data-raises="ValueError"}'])
def test_a_page_shows_no_line_that_shows_itself(tmp_path: Path, info: str) -> None:
    with pytest.raises(Problem, match="shows this line, not the section") as caught:
        sections.shown(page(f"Text.\n\n> ```{info}\n> {SELF}\n> ```\n"), tmp_path)
    assert caught.value.place == "docs/page.md:4"


def test_a_block_that_is_no_python_may_show_how_a_section_is_shown(
    tmp_path: Path,
) -> None:
    text = f'```{{.text title="python"}}\n{SELF}\n```\n'
    assert sections.shown(page(text), tmp_path) == set()


def test_a_lab_has_the_line_of_its_file(tmp_path: Path) -> None:
    lab = tmp_path / "lab.ipynb"
    source = ["```python\n", f"{SELF}\n", "```"]
    lab.write_text(json.dumps(["{", *source], indent=1), encoding="utf-8")
    with pytest.raises(Problem) as caught:
        sections.shown(Page(lab, "", {}, "", "".join(source)), tmp_path)
    assert caught.value.place == f"{lab.as_posix()}:4"


def test_every_section_is_shown(tmp_path: Path) -> None:
    module(tmp_path, GOOD)
    shows = page('    --8<-- "part/chapter.py:one"')
    assert sections.check([shows], tmp_path) == 1
    with pytest.raises(Problem, match="`one` is shown on no page"):
        sections.check([page("Text.")], tmp_path)
