"""The files of a chapter, found by its address."""

import pytest

from downhill import chapters, pages
from downhill.pages import Page
from downhill.problem import ROOT, SNIPPETS

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
