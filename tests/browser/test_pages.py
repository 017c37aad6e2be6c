"""What every page must be: whole on paper, by keyboard, on a phone and to a screen reader.

One visit of a page for all of it: to load it again costs as much as what is asked of it.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import COLORS, OPEN, objections
from tests.browser.keyboard import FROM_THE_TOP, STOPS, tab_through, undrawn
from tests.browser.visits import ADDRESSES, CHAPTER, FRAMES, NARROW, WIDE, visit

BY_KEYS = (CHAPTER, "start/map/", "start/how-to-use-this-site/")
SMALLER = 360
SEEN = (
    "() => document.querySelectorAll('.katex-mathml').forEach((each) => each.remove())"
)
# What of the folded parts is not to be seen.
FOLDED = """() => [...document.querySelectorAll("details > :not(summary)")].filter((part) =>
  !part.checkVisibility({opacityProperty: true, visibilityProperty: true})
  || part.getBoundingClientRect().height === 0).length"""
# What is folded is opened, and what is out of view is laid out.
CUT = """(kinds) => {
  document.documentElement.classList.add("whole");
  for (const details of document.querySelectorAll("details")) details.open = true;
  return document.fonts.ready.then(() =>
    [...document.querySelectorAll(kinds)]
      .filter((box) => box.scrollWidth > box.clientWidth)
      .map((box) => box.textContent.trim().slice(0, 60)));
}"""


def test_every_page_that_is_built_is_visited(site: Path) -> None:
    built = {file.relative_to(site).as_posix() for file in site.rglob("*.html")}
    assert {file.removesuffix("index.html") for file in built} == set(ADDRESSES)


@pytest.fixture(scope="module", params=ADDRESSES)
def address(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def page(browser: Browser, home: str, address: str) -> Iterator[Page]:
    with visit(browser, home + address) as page:
        yield page


def resize(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})


def test_what_is_folded_is_printed(page: Page, address: str) -> None:
    folded = page.evaluate(FOLDED)
    assert folded or address != CHAPTER
    page.emulate_media(media="print")
    assert page.evaluate(FOLDED) == 0
    page.emulate_media(media="screen")


def test_the_keyboard_reaches_everything(page: Page, address: str) -> None:
    """A press of a key costs ten times what it shows.

    So most pages are asked for their stops instead, and those that have all kinds of them
    are asked both ways.
    """
    for width in (WIDE, NARROW):
        resize(page, width)
        page.evaluate(FROM_THE_TOP)
        if address in BY_KEYS:
            with undrawn(page):
                unseen, missed = tab_through(page)
            assert unseen == [], f"at {width} px"
            assert missed == [], f"at {width} px"
        page.keyboard.press("Tab")
        page.evaluate(FRAMES)  # all is laid out: what scrolls becomes a stop
        unseen, missed, other = page.evaluate(STOPS)
        assert unseen == [], f"at {width} px"
        assert missed == [], f"at {width} px"
        assert other == [] or address not in BY_KEYS, f"at {width} px"
        page.evaluate("() => reached.clear()")


def test_no_table_and_no_formula_is_cut(page: Page) -> None:
    resize(page, NARROW)
    both = ".scroll, .maths[tabindex]"
    page.evaluate(CUT, both)  # asks for the fonts of what it opens
    assert page.evaluate(CUT, both) == [], "make the table or the formula narrower"
    resize(page, SMALLER)
    assert page.evaluate(CUT, ".scroll") == [], "make the table narrower"


def test_it_is_accessible(page: Page) -> None:
    """With all that folds open: what is closed axe passes over.

    In the dark only color differs, so only its rules run. It comes last, since the
    pictures of the formulas go.
    """
    page.evaluate(OPEN)
    resize(page, NARROW)
    assert objections(page) == [], f"light, {NARROW} px"
    page.evaluate(SEEN)  # what only a screen reader gets is the same from here on
    resize(page, WIDE)
    assert objections(page) == [], f"light, {WIDE} px"
    page.click("label[for^=__palette]:visible")
    assert page.evaluate("() => document.body.dataset.mdColorScheme") == "slate"
    assert objections(page, COLORS) == [], f"dark, {WIDE} px"
    resize(page, NARROW)
    assert objections(page, COLORS) == [], f"dark, {NARROW} px"
