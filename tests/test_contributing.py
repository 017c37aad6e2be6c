"""A newcomer adds a chapter by the contributing page alone."""

import re
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from downhill import document, form, pages
from downhill.problem import DOCS, ROOT
from downhill.session import LIMIT
from tests.faults.planting import QUICK, part_of_site
from tests.project import MYPY, copy, run

PAGE = pages.read(DOCS / "contributing.md")
# A file that is to be written, and the block that shows it.
SHOWN = re.compile(r"^\*\*\d\. .*?\*\* .*?`(?P<file>[\w/.-]+\.\w+)`", re.MULTILINE)
PART = "      - one-variable/"
# What asks something of each chapter, and reads only; drawing and running it again is done.
OF_EACH = (
    *("tests/test_site.py", "tests/test_derivatives.py", "tests/test_equations.py"),
    *("tests/downhill/test_exercises.py", "tests/downhill/test_downloads.py"),
)
SITE = ".cache/site"
AWAY = "the_product_rule or the-product-rule"


class Example(NamedTuple):
    """What the page tells a newcomer to write and to type."""

    files: dict[str, str]
    asked: str  # what the page has below its code
    nav: str
    commands: list[str]


@pytest.fixture(scope="module")
def example() -> Example:
    """As a reader copies it: from the blocks that the page shows."""
    files: dict[str, str] = {}
    commands: list[str] = []
    for block in document.of(PAGE).blocks:
        above = "\n".join(PAGE.body.splitlines()[: block.line])
        steps = list(SHOWN.finditer(above))
        if not steps:
            continue
        if block.language == "bash":
            commands += block.code.split("\n")
        elif steps[-1]["file"] not in files:
            files[steps[-1]["file"]] = block.code + "\n"
        if {"Makefile", "make test"} & set(commands):
            break
    return Example(files, asked(), files.pop("mkdocs.yml"), commands)


def asked() -> str:
    """The question and the exercises that a chapter is to have, in their order."""
    above, _, _ = PAGE.body.partition("\n## Write an exercise\n")
    begins, found = above.count("\n"), document.of(PAGE).blocks
    first, second, third = [
        block.code
        for block in found
        if block.line > begins and block.language == "text"
    ]
    return f"\n{third}\n\n{first}\n\n{second}\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, example: Example) -> Path:
    """A copy of the project with the example's files and its line in the nav."""
    root = copy(tmp_path_factory.mktemp("newcomer") / "downhill")
    for file, text in example.files.items():
        assert not (root / file).exists(), file
        more = example.asked if file.endswith(".md") else ""
        (root / file).write_text(text + more, encoding="utf-8")
    nav = (root / "mkdocs.yml").read_text(encoding="utf-8")
    last = [line for line in nav.splitlines() if line.startswith(PART)][-1]
    changed = nav.replace(f"{last}\n", f"{last}\n{example.nav}", 1)
    (root / "mkdocs.yml").write_text(changed, encoding="utf-8")
    return root


def test_the_page_shows_all_that_is_to_be_written(example: Example) -> None:
    chapter = "one_variable/{}the_product_rule.py"
    assert list(example.files) == [
        f"snippets/{chapter.format('')}",
        "docs/one-variable/the-product-rule.md",
        f"tests/{chapter.format('test_')}",
    ]
    assert example.nav.startswith(PART)
    assert example.commands == [
        "make outputs",
        "make check",
        "make test",
    ]


def test_a_newcomer_adds_a_chapter(project: Path, example: Example) -> None:
    module, page, test = example.files
    for command in (
        ("downhill", "outputs", page),
        ("mkdocs", "build", "--site-dir", SITE),
        ("ruff", "format", "--check", "--diff", module, test),
        ("ruff", "check", module, test),
        ("mypy", f"--cache-dir={MYPY}", module, test),
        ("pytest", page, test, *OF_EACH, *QUICK, "-k", AWAY),
    ):
        status, said = run(project, *command)
        assert status == 0, said
    after = (project / page).read_text(encoding="utf-8")
    assert after.count("```output\n") == 4
    shown = f"{example.files[page]}```output\n12.0\n```\n\n**1. Which"
    assert after.startswith(shown)
    assert after.endswith(
        "2 checks pass. It has to hold for negative numbers too.\n    ```\n"
    )
    site = project / SITE / "one-variable"
    built = (site / "the-product-rule" / "index.html").read_text(encoding="utf-8")
    output = built[built.index("language-output") :]
    assert ">12.0\n</code>" in re.sub(r"</?span[^>]*>", "", output)
    assert 'src="growing-area.svg" width="620"' in built
    assert (site / "the-product-rule" / "growing-area.svg").is_file()
    assert '<a href="../the-derivative/">The derivative</a>' in built
    other = (site / "the-derivative" / "index.html").read_text(encoding="utf-8")
    assert '<a href="../the-product-rule/">The product rule</a>' in other


def test_the_newcomer_forgets_a_file(project: Path, example: Example) -> None:
    _, page, test = example.files
    (project / test).unlink()
    status, said = run(project, *part_of_site("three_files"))
    assert status == 1
    assert Path(page).stem in said


def test_the_page_lists_the_sections_of_a_chapter_in_their_order() -> None:
    table = PAGE.body.partition("## The form of a chapter")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \|$", table, re.MULTILINE)
    story = form.SECTIONS.index("The math")
    assert rows.pop(story + 1) == "*In words of your own*"
    assert tuple(rows[1:]) == form.SECTIONS


def test_the_tree_is_that_of_the_project() -> None:
    tree = PAGE.body.partition("## The tree")[2].partition("```\n\n")[0]
    named = re.findall(r"^( *)([\w./]+)  +\S", tree, re.MULTILINE)
    assert ("    ", "equations/") in named
    above = ""
    for indent, name in named:
        above = above if indent else name
        assert (ROOT / above / (name if indent else "")).exists(), name
    packages = {path.parent for path in (ROOT / "downhill").glob("*/__init__.py")}
    assert {f"{path.name}/" for path in packages} <= {name for _, name in named}


def test_the_limit_is_the_one_that_holds() -> None:
    assert f"A block ends within {LIMIT:g} s," in PAGE.body


def test_the_oldest_python_is_the_one_that_the_lock_is_for() -> None:
    oldest = re.findall(r"--python-version (\S+)", (ROOT / "Makefile").read_text())
    assert oldest
    for file in (DOCS / "contributing.md", ROOT / "README.md"):
        assert f"You need Python {oldest[0]} or newer" in file.read_text("utf-8")
    assert sys.version_info >= tuple(map(int, oldest[0].split(".")))
