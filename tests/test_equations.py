"""Every equation of the site has a witness: verified, or listed with its reason."""

from collections.abc import Callable
from typing import Any

import pytest

from downhill import equations, pages

PAGES = pages.read_all()
SHARE = 0.8  # of what the chapters' displays claim is verified


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.address)
def test_every_equation_is_verified_or_listed(
    page: pages.Page, record_property: Callable[[str, Any], None]
) -> None:
    report = equations.check(page)
    verified = sum(map(report.verified, ("display", "table", "inline")))
    record_property("status", ("equations verified", page.address, verified))
    print(report)


def test_most_of_what_the_chapters_claim_is_verified() -> None:
    reports = [equations.check(page) for page in PAGES if page.is_chapter]
    verified = sum(report.verified() for report in reports)
    claims = sum(report.claims for report in reports)
    assert verified >= SHARE * claims, "\n".join(map(str, reports))


def test_every_listed_page_is_there() -> None:
    addresses = {page.address for page in PAGES}
    assert equations.check_listed(equations.LISTED, addresses)
