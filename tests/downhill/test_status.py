"""What the status page says was counted, and was tested as it stands."""

import json
import re
from dataclasses import asdict
from pathlib import Path

import pytest
from lxml import html

from downhill import git, pages, status
from downhill.pages import Page, blocks, neighbours
from downhill.status import counts, tested
from tests.reading import blocks_of

PAGES = pages.read_all()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.address)
def test_what_is_counted_is_what_the_site_renders(page: Page) -> None:
    """By another way: blocks as the tests read them, the rest from the HTML."""
    read = blocks_of(page.path)
    rendered = blocks.site_markdown(page.path).convert(page.body)
    tree = html.document_fromstring(f"<body>{rendered}</body>")
    asked = tree.xpath("//p[following-sibling::*[1][self::details[@class='option']]]")
    assert counts.count(page.body) == counts.Counts(
        blocks=len(blocks.tested(read)),
        outputs=sum(block.output is not None for block in read),
        figures=len(tree.findall(".//img")),
        formulas=len(tree.find_class("katex")),
        questions=sum(bool(re.match(r"\d+\. ", p.text_content())) for p in asked),
        exercises=len(tree.xpath("//h3[starts-with(@id, 'exercise-')]")),
    )


TORTURE = """
![a](a.svg) `$x$` `![no](no.svg)` \\$5 $x$, $y$.

````text
```python
no
```
$no$ ![no](no.svg)
````

> ~~~{.python data-raises="ValueError"}
> yes = "$1"
> ~~~

    ```output
    $2
    ```

$$
z
$$

## Questions

**1. One?**

??? option "A. One."
    **Right.**

### 1. Do {#exercise-1}
"""


def test_only_what_is_shown_is_counted() -> None:
    assert counts.count(TORTURE) == counts.Counts(1, 1, 1, 3, 1, 1)
    assert counts.count("```python\nnever closed $x$") == counts.Counts(
        1, 0, 0, 0, 0, 0
    )


def chapter(address: str, needs: list[str]) -> Page:
    body = f"# The {address.split('/')[-1]}\n\n```python\nprint(1)\n```\n```output\n1\n```\n"
    meta = {"description": "A chapter.", "needs": needs}
    return Page(Path(f"docs/{address}.md"), address, meta, body, body)


CHAPTERS = neighbours.graph(
    [chapter("a/second-one", ["b/first"]), chapter("b/first", [])]
)
KEYS = {"a/second-one": "k2", "b/first": "k1"}
PASSED = {
    "docs/a/second-one.md::[CodeFence#0]": 0.25,
    "docs/b/first.md::[CodeFence#0]": 1.5,
    "tests/a/test_second_one.py::test": 0.01,
    "tests/b/test_first.py::test[1]": 0.01,
    "tests/b/test_first.py::test[2]": 0.01,
}


RECORDED = [
    ("status", ("equations verified", "b/first", 1)),
    ("status", ("derivatives witnessed", "a/second-one", 1)),
    ("another plugin's", "text"),
    ("status", ("equations verified", "a/second-one", 7)),
    ("status", ("derivatives witnessed", "a/second-one", 1)),
]


def test_what_tests_record_is_added_up() -> None:
    assert tested.columns(RECORDED) == {
        "derivatives witnessed": {"a/second-one": 2},
        "equations verified": {"a/second-one": 7, "b/first": 1},
    }


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run, as it was kept."""
    said = {"rev-parse": "0123456789abcdef", "status": ""}
    monkeypatch.setattr(git, "said", lambda *arguments: said[arguments[0]])
    file = tmp_path / "tested.json"
    also = tested.columns(RECORDED)
    assert tested.record(KEYS, PASSED, 0, list(CHAPTERS.values()), also, file)
    return file


def as_kept(file: Path, **keys: str) -> tested.Tested:
    return tested.Tested(tested.read(file, file.parent).run, {**KEYS, **keys})


def test_a_run_is_kept_and_read(kept: Path) -> None:
    run = as_kept(kept).run
    assert run is not None
    assert (run.commit, run.clean, run.passed) == ("0123456789abcdef", True, 5)
    assert run.chapters == {
        "a/second-one": tested.Chapter(
            "k2", 1, 0.2, {"derivatives witnessed": 2, "equations verified": 7}
        ),
        "b/first": tested.Chapter(
            "k1", 2, 1.5, {"derivatives witnessed": 0, "equations verified": 1}
        ),
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", run.date)
    assert all(re.match(r"\d+\.\d+", number) for number in run.versions.values())
    assert [*run.versions][::5] == ["Python", "KaTeX"]


@pytest.mark.parametrize("missing", range(3))  # a block, a block, the only test
def test_a_run_that_left_something_out_is_not_kept(
    missing: int, tmp_path: Path
) -> None:
    passed = dict(PASSED)
    del passed[[*PASSED][missing]]
    file = tmp_path / "tested.json"
    assert not tested.record(KEYS, passed, 0, list(CHAPTERS.values()), {}, file)
    assert not file.exists()


@pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"chapters": {"a": {}}}'])
def test_what_is_not_a_run_counts_for_none(text: str | None, tmp_path: Path) -> None:
    file = tmp_path / "tested.json"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    assert tested.read(file, tmp_path).run is None


def test_a_foot_says_tested_only_of_what_was_tested(kept: Path) -> None:
    page = CHAPTERS["a/second-one"]
    row = "(../reference/status.md#a-second-one)\n{ .tested }\n"
    held = "1 block, 1 output, 0 figures"
    never = tested.Tested(None, KEYS)
    assert status.foot(page, as_kept(kept)) == f"\n[Tested: {held}]{row}"
    changed = as_kept(kept, **{"a/second-one": "other"})
    assert status.foot(page, changed) == f"\n[{held}: changed since the last test]{row}"
    assert status.foot(page, never) == f"\n[{held}: not tested on this machine]{row}"


HELD = "1 block, 1 output, 0 figures, 0 formulas, 0 questions, 0 exercises.\n"


def test_each_chapter_has_an_entry_after_those_it_needs(kept: Path) -> None:
    assert "\n".join(status.entries(CHAPTERS, as_kept(kept))).split("\n\n") == [
        "## [The first](../b/first.md) { #b-first }",
        HELD.strip(),
        "Tested: 2 tests, 0 derivatives witnessed, 1 equation verified. The blocks took 1.5 s.",
        "## [The second-one](../a/second-one.md) { #a-second-one }",
        HELD.strip(),
        "Tested: 1 test, 2 derivatives witnessed, 7 equations verified. The blocks took 0.2 s.",
        "## All chapters",
        HELD.replace("1 block, 1 output,", "2 blocks, 2 outputs,"),
    ]


def test_an_entry_says_nothing_of_what_was_not_tested(kept: Path) -> None:
    changed = as_kept(kept, **{"b/first": "other"})
    _, _, first, _, _, second, _ = status.entries(CHAPTERS, changed)
    assert first == "Changed since the last test.\n"
    assert second.startswith("Tested: 1 test, ")
    _, first, _, second, _ = status.entries(CHAPTERS, tested.Tested(None, KEYS))
    assert first == second == HELD


def test_a_site_without_a_chapter_has_none_in_all() -> None:
    none = HELD.replace("1 block, 1 output,", "0 blocks, 0 outputs,")
    entries = status.entries({}, tested.Tested(None, {}))
    assert "".join(entries) == f"## All chapters\n\n{none}"


def test_the_page_says_when_and_with_what(kept: Path) -> None:
    run = as_kept(kept).run
    assert run is not None
    values = {**asdict(run), "date": "2026-11-21", "versions": {"Python": "3.11.9"}}
    said = status.last_run(tested.Run(**values))
    assert said == (
        "On 2026-11-21 (UTC) 5 tests passed, at commit `0123456789`. "
        "Versions: Python 3.11.9."
    )
    said = status.last_run(tested.Run(**{**values, "clean": False, "skipped": 2}))
    assert " and 2 were skipped, at commit `0123456789`, with changes" in said
    assert "commit" not in status.last_run(tested.Run(**{**values, "commit": ""}))
    assert status.last_run(None).startswith("Not tested on this machine.")


def test_only_chapters_and_the_page_get_something(kept: Path) -> None:
    now = as_kept(kept)
    assert status.markdown("b/first", CHAPTERS, now).startswith("\n[Tested: ")
    page = status.markdown("reference/status", CHAPTERS, now)
    assert page.startswith("\nOn ")
    assert "\n\n## [The first]" in page
    assert status.markdown("index", CHAPTERS, now) == ""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    files = ("docs/a/one.md", "docs/b/two-two.md", "tests/b/test_two_two.py")
    for name in (*files, "snippets/a/one.py", "downhill/x.py", "conftest.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("before", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("edited", "changed"),
    [
        ("docs/a/one.md", {"a/one"}),
        ("tests/b/test_two_two.py", {"b/two-two"}),
        ("snippets/a/one.py", {"a/one", "b/two-two"}),
        ("downhill/x.py", {"a/one", "b/two-two"}),
        ("conftest.py", {"a/one", "b/two-two"}),
        ("requirements.txt", {"a/one", "b/two-two"}),
        ("tests/derivatives.py", {"a/one", "b/two-two"}),
        ("README.md", set()),
    ],
)
def test_a_key_changes_with_what_its_tests_depend_on(
    project: Path, edited: str, changed: set[str]
) -> None:
    before = tested.keys(project)
    assert before == tested.keys(project)
    assert before.keys() == {"a/one", "b/two-two"}
    (project / edited).write_text("after", encoding="utf-8")
    after = tested.keys(project)
    assert {
        address for address in before if before[address] != after[address]
    } == changed


def test_what_is_kept_is_the_same_for_the_same_run(kept: Path) -> None:
    text = kept.read_text(encoding="utf-8")
    assert [*json.loads(text)] == list(tested.Run.__annotations__)
