"""What scrolls on a small screen shows that it goes on."""

from io import BytesIO

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, ElementHandle

from tests.browser.visits import CHAPTER, visit

SMALL = 260
DUE = [[False, True], [True, True], [True, False]]


def shaded(box: ElementHandle) -> list[list[bool]]:
    """At its start, within and at its end: if the left and the right edge of its first rows
    differ from the paper."""
    found = []
    for place in ("0", "30", "box.scrollWidth"):
        box.evaluate(f"(box) => box.scrollTo({place}, 0)")
        seen = np.array(Image.open(BytesIO(box.screenshot())).convert("L"), dtype=int)
        paper = np.bincount(seen.ravel()).argmax()
        found.append([bool(abs(np.median(seen[:, x]) - paper) > 20) for x in (2, -3)])
    return found


def test_what_scrolls_has_a_shade_where_it_goes_on(browser: Browser, home: str) -> None:
    with visit(browser, home + CHAPTER, SMALL) as page:
        table = page.locator(".scroll", has_text="Holds for").element_handle()
        table.scroll_into_view_if_needed()
        assert shaded(table) == DUE, "light"
        page.click("label[for^=__palette]:visible")
        assert shaded(table) == DUE, "dark"
