"""Every equation of the site has a witness: verified, or listed with its reason."""

from pathlib import Path

import pytest

from downhill import chapters, equations, pages
from downhill.problem import DOCS, ROOT, Problem

PAGES = pages.read_all()
SHARE = 0.9  # of what the chapters' displays claim is verified


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.address)
def test_every_equation_is_verified_or_listed(page: pages.Page) -> None:
    print(equations.check(page))


def test_most_of_what_the_chapters_claim_is_verified() -> None:
    reports = [equations.check(page) for page in PAGES if page.is_chapter]
    verified = sum(report.verified() for report in reports)
    claims = sum(report.claims for report in reports)
    assert verified >= SHARE * claims, "\n".join(map(str, reports))


@pytest.mark.parametrize("lab", sorted(DOCS.rglob("*.ipynb")), ids=lambda lab: lab.stem)
def test_no_equation_of_a_lab_is_false(lab: Path) -> None:
    assert equations.tell([lab]) == 0


def test_every_list_belongs_to_a_page() -> None:
    tests = {ROOT / chapters.test_of(page.address) for page in PAGES}
    for test in sorted((ROOT / "tests").glob("*/test_*.py")):
        if chapters.listed(test, equations.LIST) and test not in tests:
            what = f"`{equations.LIST}` is the list of no page"
            raise Problem(test, None, what, "put it into the test file of its page")
