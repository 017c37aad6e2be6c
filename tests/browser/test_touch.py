"""A term under a finger: the first tap says what it means, the second goes there."""

from playwright.sync_api import Browser

from tests.browser.visits import NARROW, visit

FROM, TO = "start/notation/", "one-variable/the-derivative/"
MEANING = "(term) => getComputedStyle(term, '::after').content"


def test_a_tap_on_a_term_tells_before_it_leads_away(
    browser: Browser, home: str
) -> None:
    with browser.new_context(
        viewport={"width": NARROW, "height": 900}, has_touch=True, is_mobile=True
    ) as context:
        page = context.new_page()
        page.goto(home + FROM)
        first, second = page.locator("a.term").all()[:2]
        for term in (first, second, first):
            assert term.evaluate(MEANING) == "none"
            term.tap()
            said = term.get_attribute("aria-description")
            assert term.evaluate(MEANING) == f'"{said}"'
            assert page.url == home + FROM
        page.locator(
            "h1"
        ).tap()  # elsewhere: the meaning goes, and the next tap is a first
        assert first.evaluate(MEANING) == "none"
        first.tap()
        assert page.url == home + FROM
        first.tap()
        page.wait_for_url(f"{home}{TO}#*")


def test_a_click_on_a_term_leads_there_at_once(browser: Browser, home: str) -> None:
    with visit(browser, home + FROM, NARROW) as page:
        page.locator("a.term").first.click()
        page.wait_for_url(f"{home}{TO}#*")
