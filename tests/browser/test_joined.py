"""The parts together, as a reader meets them who goes from page to page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from downhill.pages.blocks import site_config
from tests.browser.running import served
from tests.browser.visits import CHAPTER, NARROW, visit

NEXT = "one-variable/the-chain-rule/"
# After each key, what has the focus and is not whole on the screen.
LOOK = """() => {
  window.covered = [];
  addEventListener("keyup", ({ key }) => {
    if (key !== "Tab") return;
    const focused = document.activeElement;
    const {top, bottom} = focused.getBoundingClientRect();
    const header = document.querySelector(".md-header").getBoundingClientRect().bottom;
    const hidden = focused.closest(".md-content") && (top < header || bottom > innerHeight);
    covered.push(hidden ? focused.outerHTML.slice(0, 80) : null);
  });
}"""


@pytest.fixture(scope="module")
def home(site: Path) -> Iterator[str]:
    """The site at the address that its pages name: so instant navigation works."""
    words: dict[str, str] = {}
    with served(site, words) as (address, _):
        words[str(site_config().site_url)] = address
        yield address


def test_all_parts_work_on_pages_that_come_by_links(
    browser: Browser, home: str
) -> None:
    with visit(browser, home + "start/map/") as page:
        chapter = page.locator(f'.map [data-chapter="{CHAPTER.rstrip("/")}"]')
        page.wait_for_load_state("networkidle")  # the list of pages is there
        page.evaluate("() => { window.first = true }")
        chapter.click()
        page.wait_for_url(home + CHAPTER)
        expect(page.locator(".slider").first).to_be_visible()
        expect(page.locator(".answer form").first).to_be_visible()
        expect(page.locator(".run").first).to_be_attached()
        page.locator(".take").scroll_into_view_if_needed()
        page.locator(".md-footer__link--next").click()
        page.wait_for_url(home + NEXT)
        page.get_by_role("link", name="Map", exact=True).first.click()
        page.wait_for_url(home + "start/map/")
        expect(chapter).to_have_attribute("data-state", "read")
        assert page.evaluate("() => window.first"), "it was loaded anew"


def test_what_has_the_focus_is_whole_on_the_screen(browser: Browser, home: str) -> None:
    with visit(browser, home + CHAPTER) as page:
        page.evaluate(LOOK)
        for key in ("Tab", "Shift+Tab"):
            if key == "Shift+Tab":
                page.focus(".md-footer__link--next")
            for _ in range(150):
                page.keyboard.press(key)
        seen = page.evaluate("() => covered")
        assert len(seen) == 300
        assert [*filter(None, seen)] == []


def test_a_page_is_laid_out_after_a_tap_not_before(browser: Browser, home: str) -> None:
    """Else its target may move between down and up, and the tap is lost."""
    whole = "() => document.documentElement.classList.contains('whole')"
    with visit(browser, home + CHAPTER, NARROW) as page:
        page.mouse.move(195, 400)
        page.mouse.down()
        assert not page.evaluate(whole)
        page.mouse.up()
        assert page.evaluate(whole)
