"""Material's script comes with the first thing that a reader does, and nothing moves then."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visits import BEGUN, CHAPTER, NARROW, WIDE, begin

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


SEARCH = ".md-search__input"
ACTS: dict[str, tuple[Callable[[Page], None], str]] = {
    "moves the mouse": (lambda page: page.mouse.move(50, 50), "body"),
    "turns the wheel": (lambda page: page.mouse.wheel(0, 10), "body"),
    "presses a key": (lambda page: page.keyboard.press("Tab"), ".md-skip"),
    "presses the key of the search": (lambda page: page.keyboard.press("f"), SEARCH),
    "presses another": (lambda page: page.keyboard.press("Control+f"), "body"),
    "taps its sign": (lambda page: page.tap("header [for=__search]"), SEARCH),
    "waits": (lambda page: page.clock.fast_forward(5000), "body"),
}


@pytest.mark.parametrize("act", ACTS)
def test_it_begins_when_a_reader(page: Page, home: str, act: str) -> None:
    """What the reader did reaches it, although it was not there yet."""
    does, focused = ACTS[act]
    page.clock.install()
    page.goto(home)
    assert not page.evaluate(BEGUN)
    does(page)
    page.wait_for_function(BEGUN)
    expect(page.locator(focused)).to_be_focused()


ASKS: dict[str, Callable[[Page], None]] = {
    "a press of its key": lambda page: page.keyboard.press("/"),
    "a tap on its sign": lambda page: page.tap("header [for=__search]"),
}


@pytest.mark.parametrize("ask", ASKS)
def test_the_search_hears_what_is_typed_at_once(
    page: Page, home: str, ask: str
) -> None:
    """Material's script is still on its way, and then it looks for all of the word."""
    page.route("**/bundle.*", lambda _: None)
    page.goto(home)
    ASKS[ask](page)
    page.keyboard.type("derivative")
    page.wait_for_timeout(50)
    assert not page.evaluate(BEGUN)
    expect(page.locator(SEARCH)).to_have_value("derivative")
    page.unroute("**/bundle.*")  # which lets it go
    expect(page.locator(".md-search-result__item").first).to_be_visible()


def test_keys_with_another_key_stay_the_browser_s_own(page: Page, home: str) -> None:
    page.goto(home)
    page.keyboard.press("Control+/")
    page.wait_for_function(BEGUN)
    expect(page.locator("body")).to_be_focused()


def test_what_is_folded_is_printed_before_it_begins(page: Page, home: str) -> None:
    page.goto(home + CHAPTER)
    inside = page.locator(".solution > p").first
    expect(inside).to_be_hidden()
    page.emulate_media(media="print")
    expect(inside).to_be_visible()
    assert not page.evaluate(BEGUN)


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_nothing_moves_and_no_color_changes(page: Page, home: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(home + CHAPTER)
    page.evaluate("() => document.fonts.ready.then(() => 0)")
    page.evaluate(SHIFTS)
    before = page.evaluate(PAPER)
    begin(page)
    page.wait_for_selector("label[for^=__palette]:not([hidden])")
    page.wait_for_timeout(200)
    assert page.evaluate("() => self.shifts ?? []") == []
    assert page.evaluate("() => document.body.dataset.mdColorScheme") == "slate"
    assert page.evaluate(PAPER) == before
