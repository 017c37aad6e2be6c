"""The parts together, as a reader meets them who goes from page to page."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from downhill.document import site_config
from tests.browser.axe import OPEN
from tests.browser.running import LISTED, PADDING, served
from tests.browser.visits import CHAPTER, NARROW, WIDE, visit

# Every picture that has come is the one for this width.
SETTLED = """() => [...document.querySelectorAll("picture > img")].every((image) =>
  !image.currentSrc || image.complete && image.currentSrc.endsWith(".narrow.svg")
    === matchMedia(image.previousElementSibling.media).matches)"""
# Where each part of the page begins, and how high each figure is.
PLACES = """() => [
  [...document.querySelectorAll(".md-content__inner > *")]
    .filter((part) => !part.matches(".reply, [role=status]"))
    .map((part) => Math.round(part.getBoundingClientRect().top + scrollY)),
  [...document.querySelectorAll("figure")].map((figure) => figure.getBoundingClientRect().height)]"""


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
        page.wait_for_function(LISTED)
        page.evaluate("() => { window.first = true }")
        chapter.click()
        page.wait_for_url(home + CHAPTER)
        expect(page.locator(".slider").first).to_be_visible()
        expect(page.locator(".answer form").first).to_be_visible()
        fields = page.locator(".answer").count()
        assert page.locator(".answer form").count() == fields
        page.focus(".slider input")
        page.keyboard.press("Home")
        page.keyboard.press("End")  # one of the two is another frame
        page.wait_for_selector("figure:has(.slider) picture + img")
        expect(page.locator(".run").first).to_be_attached()
        page.locator(".take").scroll_into_view_if_needed()
        following = page.locator(".md-footer__link--next")
        leads = following.evaluate("(link) => link.href")
        following.click()
        page.wait_for_url(leads)
        page.get_by_role("link", name="Map", exact=True).first.click()
        page.wait_for_url(home + "start/map/")
        expect(chapter).to_have_attribute("data-state", "read")
        assert page.evaluate("() => window.first"), "it was loaded anew"


def test_nothing_moves_when_the_scripts_arrive(browser: Browser, home: str) -> None:
    """Before those of exercises and sliders are there, all has its place, at each width."""
    with visit(browser, home + CHAPTER) as page:
        nothing_moves_when_the_scripts_arrive(page)


def nothing_moves_when_the_scripts_arrive(page: Page) -> None:
    def places() -> dict[int, Any]:
        found = {}
        page.evaluate(OPEN)
        page.evaluate("() => document.fonts.ready.then(() => scrollTo(0, 0))")
        for width in (NARROW, WIDE):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_function(SETTLED)
            page.evaluate("() => document.fonts.ready.then(() => null)")
            found[width] = page.evaluate(PLACES)
        return found

    def without(route: Route) -> None:
        route.fulfill(body="", content_type="text/javascript")

    page.wait_for_selector(".answer form")
    page.wait_for_selector(".slider:not([hidden])")
    after = places()
    for script in ("exercise", "slider"):
        page.route(f"**/assets/{script}.js", without)
    page.reload()
    assert page.locator(".answer form").count() == 0
    assert page.locator(".slider").is_hidden()
    assert places() == after


def test_without_script_nothing_is_missing_or_dead(browser: Browser, home: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(home + CHAPTER)
        assert (
            page.locator("input:visible, textarea:visible, form:visible").count() <= 1
        )
        assert page.locator(".answer:visible, .because:visible").count() == 0
        assert page.locator("[data-apart=start]:visible").count() == 1
        solution = page.locator("details.solution:has(.language-python)").first
        solution.locator("summary").click()
        assert solution.locator(".language-python").is_visible()
        assert page.locator(".run:visible").count() == 0
        block = page.locator(".language-python.highlight").first
        assert block.evaluate(PADDING) == "0px"
        assert page.locator(".slider").is_hidden()
        figure = page.locator("figure:has(.slider)")
        image = figure.locator("img").bounding_box()
        caption = figure.locator("figcaption").bounding_box()
        assert figure.bounding_box()
        assert image
        assert caption
        assert caption["y"] - (image["y"] + image["height"]) < 30
