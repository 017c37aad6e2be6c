"""The files of a chapter, found by its address, and what its test file lists."""

from pathlib import Path

import pytest

from downhill import chapters, pages
from downhill.pages import Page
from downhill.problem import ROOT, SNIPPETS, Problem

PAGES = pages.read_all()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.address)
def test_a_module_has_the_address_of_its_page(page: Page) -> None:
    module = page.address.replace("-", "_").replace("/", ".")
    assert chapters.address_of(f"snippets.{module}") == page.address


def test_a_chapter_has_a_test_file_where_it_is_looked_for() -> None:
    found = [page for page in PAGES if page.is_chapter]
    assert found
    for page in found:
        assert (ROOT / chapters.test_of(page.address)).is_file()


@pytest.mark.parametrize(
    ("address", "module", "test"),
    [
        ("a-part/one", "a_part/one.py", "tests/a_part/test_one.py"),
        ("on-top", "on_top.py", "tests/test_on_top.py"),
    ],
)
def test_a_test_file_is_that_of_the_page_and_of_the_module(
    address: str, module: str, test: str
) -> None:
    assert chapters.test_of(address) == test
    assert chapters.test_of_module(SNIPPETS / module) == ROOT / test


def test_the_exceptions_of_a_page_stand_in_its_test_file(tmp_path: Path) -> None:
    file = tmp_path / "test_page.py"
    assert chapters.listed(file, "LIST") == {}
    file.write_text('OTHER = {2: "b"}\nLIST: dict[int, str] = {\n    3: "a",\n}\n')
    assert chapters.listed(file, "LIST") == {3: (3, "a")}
    assert chapters.listed(file, "LISTS") == {}


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('LIST = {\n    3: " "}', 2, "`3` in `LIST` has no reason"),
        ('LIST = {3: "a",\n    3: "b"}', 2, "`3` stands twice"),
        ("LIST = {3: reason}", 1, "no plain value"),
        ("LIST = {**others}", 1, "no plain value"),
        ("LIST = [3]", 1, "is no dict"),
    ],
)
def test_an_exception_is_written_out_once_with_its_reason(
    tmp_path: Path, text: str, line: int, what: str
) -> None:
    file = tmp_path / "test_page.py"
    file.write_text(text)
    with pytest.raises(Problem, match=what) as caught:
        chapters.listed(file, "LIST")
    assert caught.value.place == f"{file}:{line}"
