"""On a phone: every table is whole, and what still scrolls shows that it goes on."""

from collections.abc import Iterator
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.visits import ADDRESSES, CHAPTER, NARROW

SMALLER, SMALL = 360, 260
# What is folded is opened, and what is out of view is laid out.
CUT = """(kinds) => {
  document.documentElement.classList.add("whole");
  for (const details of document.querySelectorAll("details")) details.open = true;
  return document.fonts.ready.then(() =>
    [...document.querySelectorAll(kinds)]
      .filter((box) => box.scrollWidth > box.clientWidth)
      .map((box) => box.textContent.trim().slice(0, 60)));
}"""


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with browser.new_context(
        viewport={"width": NARROW, "height": 844}, has_touch=True
    ) as context:
        yield context.new_page()


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_table_and_no_formula_is_cut(phone: Page, home: str, address: str) -> None:
    phone.goto(home + address)
    both = ".scroll, .maths[tabindex]"
    phone.evaluate(CUT, both)  # asks for the fonts of what it opens
    assert phone.evaluate(CUT, both) == [], "make the table or the formula narrower"
    phone.set_viewport_size({"width": SMALLER, "height": 780})
    assert phone.evaluate(CUT, ".scroll") == [], "make the table narrower"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_scrolls_has_a_shade_where_it_goes_on(
    phone: Page, home: str, scheme: str
) -> None:
    phone.set_viewport_size({"width": SMALL, "height": 844})
    phone.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    phone.goto(home + CHAPTER)
    table = phone.locator(".scroll", has_text="Holds for")
    table.scroll_into_view_if_needed()

    def shaded() -> list[bool]:
        """Whether the left and the right edge of its first rows differ from the paper."""
        seen = np.array(Image.open(BytesIO(table.screenshot())).convert("L"), dtype=int)
        paper = np.bincount(seen.ravel()).argmax()
        return [bool(abs(np.median(seen[:, x]) - paper) > 20) for x in (2, -3)]

    assert shaded() == [False, True]
    table.evaluate("(box) => box.scrollTo(30, 0)")
    assert shaded() == [True, True]
    table.evaluate("(box) => box.scrollTo(box.scrollWidth, 0)")
    assert shaded() == [True, False]
