"""axe-core finds nothing to object to in the search and in the menu; and it can object."""

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import COLORS, OPEN, objections
from tests.browser.running import SMALL
from tests.browser.visits import NARROW, WIDE, visit

SCHEMES = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])


@SCHEMES
def test_the_search_is_accessible(browser: Browser, home: str, dark: bool) -> None:
    with visit(browser, home, dark=dark) as page:
        page.evaluate("() => document.querySelector('#__search').click()")
        page.locator(".md-search__input").press_sequentially("derivative")
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_selector(".md-search-result__item")
            assert objections(page, COLORS if dark else None) == [], f"{width} px"


@SCHEMES
def test_the_menu_is_accessible(browser: Browser, home: str, dark: bool) -> None:
    with visit(browser, home + SMALL, NARROW, dark=dark) as page:
        page.evaluate(OPEN)
        page.click(".md-header__button[for=__drawer]")
        assert page.evaluate(
            "() => document.querySelector('.md-nav--primary').contains(document.activeElement)"
        )
        assert objections(page) == []


@SCHEMES
def test_axe_sees_a_fault(browser: Browser, home: str, dark: bool) -> None:
    """Or all of this would say nothing."""
    with visit(browser, home, dark=dark) as page:
        color = "#333" if dark else "#eee"
        page.evaluate(f"() => document.querySelector('h1').style.color = '{color}'")
        image = "() => document.querySelector('article img').removeAttribute('alt')"
        page.evaluate(image)
        assert "color-contrast" in " ".join(objections(page, COLORS))
        assert dark or "image-alt" in " ".join(objections(page))
