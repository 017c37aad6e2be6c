"""On a phone: every table is whole, and what still scrolls shows that it goes on."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.browser.visits import ADDRESSES, CHAPTER, NARROW, visit

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


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_table_and_no_formula_is_cut(
    browser: Browser, home: str, address: str
) -> None:
    with visit(browser, home + address, NARROW) as page:
        both = ".scroll, .maths[tabindex]"
        page.evaluate(CUT, both)  # asks for the fonts of what it opens
        assert page.evaluate(CUT, both) == [], "make the table or the formula narrower"
        page.set_viewport_size({"width": SMALLER, "height": 780})
        assert page.evaluate(CUT, ".scroll") == [], "make the table narrower"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_what_scrolls_has_a_shade_where_it_goes_on(
    browser: Browser, home: str, dark: bool
) -> None:
    with visit(browser, home + CHAPTER, SMALL, dark=dark) as page:
        table = page.locator(".scroll", has_text="Holds for")
        table.scroll_into_view_if_needed()

        def shaded() -> list[bool]:
            """Whether the left and the right edge of its first rows differ from the paper."""
            seen = np.array(
                Image.open(BytesIO(table.screenshot())).convert("L"), dtype=int
            )
            paper = np.bincount(seen.ravel()).argmax()
            return [bool(abs(np.median(seen[:, x]) - paper) > 20) for x in (2, -3)]

        assert shaded() == [False, True]
        table.evaluate("(box) => box.scrollTo(30, 0)")
        assert shaded() == [True, True]
        table.evaluate("(box) => box.scrollTo(box.scrollWidth, 0)")
        assert shaded() == [True, False]
