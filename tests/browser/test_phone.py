"""What scrolls on a small screen shows that it goes on."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.browser.visits import CHAPTER, visit

SMALL = 260


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
