"""axe-core finds nothing to object to, on any page, in any state that a reader meets.

It looks at every page in both color schemes and at two widths, with all that folds open:
what is closed it passes over. In the dark only color differs, so only its rules run.
"""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from downhill.problem import ROOT
from tests.browser.visits import ADDRESSES, CHAPTER, NARROW, WIDE, visit

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RUN = """(rules) => axe.run({
    resultTypes: ["violations"], selectors: false, preload: false, runOnly: rules ?? undefined,
  }).then(({violations}) => violations.map(({id, help, nodes}) =>
    `${id}: ${help}: ${nodes.map((node) => node.html).join(" ")}`))"""
COLORS = ["color-contrast", "link-in-text-block"]  # the rules that a scheme can break
# A formula's picture is hidden from screen readers: of it axe needs the text, for its contrast,
# and takes three times as long with its thousands of boxes.
OPEN = """() => {
  for (const folded of document.querySelectorAll("details")) folded.open = true;
  for (const picture of document.querySelectorAll(".katex-html"))
    picture.textContent = picture.textContent;
  document.documentElement.classList.add("whole");
}"""
SEEN = (
    "() => document.querySelectorAll('.katex-mathml').forEach((each) => each.remove())"
)
SCHEMES = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])


def objections(page: Page, rules: list[str] | None = None) -> Any:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
    return page.evaluate(RUN, rules)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_accessible(browser: Browser, home: str, address: str) -> None:
    with visit(browser, home + address, NARROW) as page:
        page.evaluate(OPEN)
        assert objections(page) == [], f"light, {NARROW} px"
        page.evaluate(SEEN)  # what only a screen reader gets is the same from here on
        page.set_viewport_size({"width": WIDE, "height": 900})
        assert objections(page) == [], f"light, {WIDE} px"
        page.click("label[for^=__palette]:visible")
        assert page.evaluate("() => document.body.dataset.mdColorScheme") == "slate"
        assert objections(page, COLORS) == [], f"dark, {WIDE} px"
        page.set_viewport_size({"width": NARROW, "height": 900})
        assert objections(page, COLORS) == [], f"dark, {NARROW} px"


@SCHEMES
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_the_search_is_accessible(
    browser: Browser, home: str, width: int, dark: bool
) -> None:
    with visit(browser, home, width, dark=dark) as page:
        page.evaluate("() => document.querySelector('#__search').click()")
        page.locator(".md-search__input").press_sequentially("derivative")
        page.wait_for_selector(".md-search-result__item")
        assert objections(page) == []


@SCHEMES
def test_the_menu_is_accessible(browser: Browser, home: str, dark: bool) -> None:
    with visit(browser, home + CHAPTER, NARROW, dark=dark) as page:
        page.evaluate(OPEN)
        page.click(".md-header__button[for=__drawer]")
        assert page.evaluate(
            "() => document.querySelector('.md-nav--primary').contains(document.activeElement)"
        )
        assert objections(page) == []


def test_axe_sees_a_fault(browser: Browser, home: str) -> None:
    """Or all of the above would say nothing."""
    with visit(browser, home) as page:
        page.evaluate("() => document.querySelector('h1').style.color = '#eee'")
        page.evaluate(
            "() => document.querySelector('article img').removeAttribute('alt')"
        )
        found = " ".join(objections(page))
    assert "color-contrast" in found
    assert "image-alt" in found


def test_axe_sees_a_fault_in_the_dark(browser: Browser, home: str) -> None:
    with visit(browser, home, dark=True) as page:
        page.evaluate("() => document.querySelector('h1').style.color = '#333'")
        assert "color-contrast" in " ".join(objections(page, COLORS))
