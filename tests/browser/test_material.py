"""What a reader meets before Material's script is there, and that nothing moves when it comes."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.visits import CHAPTER, NARROW, WIDE

SHIFTS = """() => new PerformanceObserver((list) => list.getEntries().forEach((entry) =>
  (self.shifts ??= []).push(...entry.sources.map(({node}) => node?.outerHTML?.slice(0, 80)))))
  .observe({type: "layout-shift"})"""
PAPER = "() => getComputedStyle(document.body).backgroundColor"


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    with browser.new_context(
        viewport={"width": NARROW, "height": 844}, color_scheme="dark", has_touch=True
    ) as context:
        yield context.new_page()


@pytest.fixture
def page(window: Page) -> Iterator[Page]:
    """One that a reader has done nothing with; all stand in one window."""
    window.emulate_media(media="screen")
    yield window
    window.goto("about:blank")


SWITCH = "label[for^=__palette]"


def test_the_switch_is_there_before_the_script_and_works(page: Page, home: str) -> None:
    """However long the script is on its way; what was chosen is kept when it comes."""
    page.route("**/bundle.*", lambda _: None)
    page.goto(home, wait_until="commit")
    page.wait_for_selector(SWITCH, state="attached")
    expect(page.locator(f"{SWITCH}:visible")).to_have_count(1)
    assert "document$" not in page.evaluate("() => Object.keys(self).join()")
    before = page.evaluate(PAPER)
    page.locator(f"{SWITCH}:visible").click()
    light = page.evaluate(PAPER)
    assert light != before
    page.unroute("**/bundle.*")
    page.reload()
    assert page.evaluate(PAPER) == light
    page.locator(f"{SWITCH}:visible").click()
    assert page.evaluate(PAPER) == before
    page.reload()
    assert page.evaluate(PAPER) == before
    page.evaluate("() => localStorage.clear()")


@pytest.mark.parametrize("key", ["f", "/"])
def test_the_key_of_the_search(page: Page, home: str, key: str) -> None:
    page.goto(home)
    page.keyboard.press("Control+/")
    expect(page.locator("body")).to_be_focused()
    page.keyboard.press(key)
    page.keyboard.type("derivative")
    expect(page.locator(".md-search__input")).to_have_value("derivative")
    expect(page.locator(".md-search-result__item").first).to_be_visible()


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_nothing_moves_and_no_color_changes(page: Page, home: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    held: list[Route] = []
    page.route("**/bundle.*", lambda route: held.append(route))
    page.goto(home + CHAPTER, wait_until="commit")
    page.wait_for_selector("footer")
    page.wait_for_timeout(300)  # for the fonts and the pictures
    page.evaluate("() => document.fonts.ready.then(() => 0)")
    page.evaluate(SHIFTS)
    before = page.evaluate(PAPER)
    held[0].continue_()
    page.wait_for_load_state()
    page.wait_for_timeout(200)
    assert page.evaluate("() => self.shifts ?? []") == []
    assert page.evaluate("() => document.body.dataset.mdColorScheme") == "slate"
    assert page.evaluate(PAPER) == before
    page.unroute("**/bundle.*")
