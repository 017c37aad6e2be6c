"""What scrolls on a small screen shows that it goes on; a card is read without scrolling."""

from io import BytesIO

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, ElementHandle

from downhill import pages
from downhill.problem import Problem, raise_all
from tests.browser.visits import NARROW, visit

SMALL = 260
SCREENS = ((1280, 633), (390, 744))  # less the bars of the browser
WIDEST = """() => [...document.querySelectorAll(".scroll")].reduce((one, other) =>
    other.scrollWidth > one.scrollWidth ? other : one)"""
DUE = [[False, True], [True, True], [True, False]]


def shaded(box: ElementHandle) -> list[list[bool]]:
    """At its start, within and at its end: if the left and the right edge of its first rows
    differ from the paper."""
    found = []
    for place in ("0", "(box.scrollWidth - box.clientWidth) / 2", "box.scrollWidth"):
        box.evaluate(f"(box) => box.scrollTo({place}, 0)")
        seen = np.array(Image.open(BytesIO(box.screenshot())).convert("L"), dtype=int)
        paper = np.bincount(seen.ravel()).argmax()
        found.append([bool(abs(np.median(seen[:, x]) - paper) > 20) for x in (2, -3)])
    return found


def test_what_scrolls_has_a_shade_where_it_goes_on(browser: Browser, home: str) -> None:
    with visit(browser, f"{home}many-variables/partial-derivatives/", SMALL) as page:
        table = page.evaluate_handle(WIDEST).as_element()
        assert table
        table.scroll_into_view_if_needed()
        assert shaded(table) == DUE, "light"
        page.click("label[for^=__palette]:visible")
        assert shaded(table) == DUE, "dark"


# The letters of formulas that are too small, each with its size.
SMALL_LETTERS = """() => [...document.querySelectorAll(".katex-html *")].filter((element) =>
    [...element.childNodes].some((node) => node.nodeType === 3 && /[^\\s\\u200b]/.test(node.textContent))
    && element.checkVisibility() && parseFloat(getComputedStyle(element).fontSize) < 11)
  .map((element) => `${element.textContent} ${getComputedStyle(element).fontSize}`)"""


def test_formulas_are_read_on_a_phone(browser: Browser, home: str) -> None:
    for chapter in pages.read_all():
        if chapter.is_chapter:
            with visit(browser, f"{home}{chapter.address}/", NARROW) as page:
                assert page.evaluate(SMALL_LETTERS) == [], chapter.address


def test_the_card_of_a_chapter_is_read_on_one_screen(
    browser: Browser, home: str
) -> None:
    """Of those in the newer form, which end in one minute."""
    faults = []
    for chapter in pages.read_all():
        if not (chapter.is_chapter and "\n## In one minute" in chapter.body):
            continue
        for width, height in SCREENS:
            with visit(browser, f"{home}{chapter.address}/", width) as page:
                page.set_viewport_size({"width": width, "height": height})
                bottom = page.evaluate(
                    """async () => {
                      await document.fonts.ready;
                      const ends = [...document.querySelectorAll(".card > div > :last-child")];
                      return scrollY + Math.max(...ends.map((end) => end.getBoundingClientRect().bottom));
                    }"""
                )
            if bottom > height:
                line = chapter.line_of("## See it")
                what = f"the card ends {bottom - height:.0f} px below a screen of {width} × {height}"
                remedy = "fewer words above the figure, or less height: canvas(3.5, phone=2.1)"
                faults.append(Problem(chapter.path, line, what, remedy))
    raise_all(faults)
