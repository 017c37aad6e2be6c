"""The site in a reader's hands: keyboard, search, menu, copying, printing; and it is safe.

Every visit here also fails on an error on the console and on a request to another host.
"""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from downhill.document import read
from downhill.maths.roles import plain
from downhill.problem import DOCS
from tests.browser.keyboard import CLICKABLE, FOCUSED
from tests.browser.visits import CHAPTER, NARROW, WIDE, visit

WIDTHS = pytest.mark.parametrize("width", [NARROW, WIDE])
MENU = ".md-header__button[for=__drawer]"

IN_MENU = (
    "() => document.querySelector('.md-nav--primary').contains(document.activeElement)"
)
# The color of Run's triangle, and the lines of what marks the place.
MARKED = """() => [
  getComputedStyle(document.body).backgroundColor,
  getComputedStyle(document.querySelector("[data-do=run]"), "::before").backgroundColor,
  ...[...document.querySelectorAll(".md-nav__link--active")].filter((link) => link.checkVisibility())
    .map((link) => getComputedStyle(link).textDecorationLine)]"""
MOVES = """() => [...document.querySelectorAll("*")].filter((element) => {
  const of = getComputedStyle(element);
  return [...of.transitionDuration.split(","), ...of.animationDuration.split(",")]
    .some((time) => parseFloat(time) > 0) || of.scrollBehavior === "smooth";
}).length"""


def test_a_chapter_in_a_reader_s_hands(browser: Browser, home: str) -> None:
    """One visit to all of it, on a phone, then at a wide screen: what fails says which."""
    with visit(browser, home + CHAPTER, NARROW) as page:
        it_is_laid_out_after_a_tap_not_before(page)
        the_keyboard_opens_the_menu_and_leaves_it(page)
        page.set_viewport_size({"width": WIDE, "height": 900})
        a_block_is_copied_as_it_ran(page)
        a_formula_is_copied_as_its_latex_once(page)
        the_readers_own_colors_hide_nothing(page)
        nothing_moves_for_a_reader_who_asks_for_that(page)
        what_opens_has_a_marker_in_forced_colors(page)


def it_is_laid_out_after_a_tap_not_before(page: Page) -> None:
    """Else its target may move between down and up, and the tap is lost."""
    whole = "() => document.documentElement.classList.contains('whole')"
    page.mouse.move(195, 400)
    page.mouse.down()
    assert not page.evaluate(whole)
    page.mouse.up()
    assert page.evaluate(whole)


def the_keyboard_opens_the_menu_and_leaves_it(page: Page) -> None:
    shown = f"() => ({CLICKABLE})().filter((each) => each.closest('.md-nav--primary')).length"
    for key in ("Tab", "Escape"):
        page.focus(MENU)
        page.keyboard.press("Enter")
        assert page.evaluate(IN_MENU)
        reached = 1
        while key == "Tab" and page.is_checked("#__drawer"):
            assert page.evaluate(FOCUSED) == ""
            many = page.evaluate(shown)
            page.keyboard.press("Tab")
            reached += page.evaluate(IN_MENU)
        assert key == "Escape" or reached == many > 2
        page.keyboard.press("Escape")
        assert not page.is_checked("#__drawer")
    assert page.evaluate(f"() => document.activeElement.matches('{MENU}')")


def a_block_is_copied_as_it_ran(page: Page) -> None:
    source = read(DOCS / f"{CHAPTER.rstrip('/')}.md")
    code = source.run[0].code
    page.locator(".language-python button").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".md-dialog--active")
    copied = "() => navigator.clipboard.readText()"
    assert page.evaluate(copied).strip() == code.strip()
    page.locator("[data-do=edit]").first.click()
    page.fill("textarea", "print('typed')")
    page.locator(".language-python .md-code__button").first.click()
    page.wait_for_function(
        "() => navigator.clipboard.readText().then((it) => it.startsWith('print'))"
    )
    assert page.evaluate(copied).strip() == "print('typed')"
    page.locator("[data-do=reset]").first.click()
    page.locator("[data-do=edit]").first.click()


def the_readers_own_colors_hide_nothing(page: Page) -> None:
    """The triangle of Run, the page in the menu and the heading in the list are seen."""
    page.emulate_media(forced_colors="active")
    paper, run, *places = page.evaluate(MARKED)
    page.emulate_media(forced_colors="none")
    assert run != paper
    assert len(places) >= 2
    assert all("underline" in place for place in places)


# Select this part of the page, from inside of its first formula if it begins with one.
SELECT = """(part) => {
  const from = part.matches(".maths") ? part.querySelector(".katex-html .mord") : part;
  getSelection().setBaseAndExtent(from, 0, part, part.childNodes.length);
}"""


def a_formula_is_copied_as_its_latex_once(page: Page) -> None:
    source = plain(" ".join(read(DOCS / f"{CHAPTER.rstrip('/')}.md").page.body.split()))
    for part, mark in (
        ("p:has(.maths ~ .maths ~ .maths)", "$"),
        ("p .maths[data-tex]", "$"),
        ("div.maths[data-tex]", "$$"),
    ):
        place = page.locator(f"article > {part}").first
        place.evaluate(SELECT)
        page.keyboard.press("ControlOrMeta+C")
        copied = str(page.evaluate("() => navigator.clipboard.readText()"))
        formulas = copied.split(mark)[1::2]
        inside = place.locator(".katex").count()
        assert len(formulas) == max(inside, 1) == copied.count(mark) / 2, copied
        assert all(" ".join(tex.split()) in source for tex in formulas), copied
        assert "\u200b" not in copied
        assert "\n" not in copied, "no scraps"


def nothing_moves_for_a_reader_who_asks_for_that(page: Page) -> None:
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(MOVES) > 0
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(MOVES) == 0


def what_opens_has_a_marker_in_forced_colors(page: Page) -> None:
    """An option that is chosen has another than one that is not."""
    page.emulate_media(forced_colors="active")
    page.locator("details.option summary").first.click()
    seen = []
    for fold in (".hint", ".option[open]", ".option:not([open])"):
        summary = page.locator(f"details{fold} > summary").first
        seen.append(summary.evaluate(MARKER))
    paper = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert paper not in seen
    assert len({*seen}) == 3
    page.emulate_media(forced_colors="none")


MARKER = "(summary) => getComputedStyle(summary, '::after').backgroundColor"


def test_the_keyboard_goes_through_the_menu_to_a_chapter(
    browser: Browser, home: str
) -> None:
    with visit(browser, home, NARROW) as page:
        page.focus(MENU)
        page.keyboard.press("Enter")
        page.focus("label.md-nav__link:has-text('Many variables')")
        page.keyboard.press("Enter")
        page.wait_for_selector("a.md-nav__link:has-text('The gradient')")
        page.focus("a.md-nav__link:has-text('The gradient')")
        page.keyboard.press("Enter")
        page.wait_for_url("**/many-variables/the-gradient/")


@WIDTHS
def test_the_search_finds_a_page(browser: Browser, home: str, width: int) -> None:
    with visit(browser, home, width) as page:
        page.keyboard.press("/")
        page.keyboard.type("chain rule")
        page.wait_for_selector(".md-search-result__item a:has-text('The chain rule')")
        page.keyboard.press("ArrowDown")  # the term
        page.keyboard.press("ArrowDown")  # the chapter
        page.keyboard.press("Enter")
        page.wait_for_url("**/one-variable/the-chain-rule/**")


# What a reader types or pastes, and where the first result leads, or what is marked in one.
TERMS = "reference/glossary/#"
SOUGHT = {
    "∇": f"{TERMS}symbol-the-gradient",
    r"\nabla f": f"{TERMS}symbol-the-gradient",
    "∂f/∂x": f"{TERMS}symbol-the-partial-derivative",
    "gradeint": f"{TERMS}term-gradient",
    "x²": "x^2",
    "linspace": "linspace",
    ":^ ~+ *": "",  # of no grammar
}
FOUND = """() => [...document.querySelectorAll(".md-search-result__item a")]
  .map((link) => [link.href.replace(location.origin, ""), link.querySelector("p").textContent])"""


def test_the_search_finds_formulas_names_and_slips(browser: Browser, home: str) -> None:
    with visit(browser, home) as page:
        page.keyboard.press("/")
        for text, where in SOUGHT.items():
            page.fill(".md-search__input", "")
            page.keyboard.insert_text(text)  # as a paste does
            item = (
                f"a[href$='{where}']"
                if where.startswith(TERMS)
                else f"mark:text('{where}')"
            )
            nothing = ".md-search-result__list:empty"
            page.wait_for_selector(
                f".md-search-result__item {item}" if where else nothing,
                state="attached",
            )
            found = page.evaluate(FOUND)
            if where.startswith(TERMS):
                assert found[0][0] == f"/{where}", text
            assert all(len(excerpt) <= 160 for _, excerpt in found), text
        page.fill(".md-search__input", "gradient")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{TERMS}term-gradient")
        assert page.locator("tr:target").count() == 1


def switch_colors(page: Page, key: str | None) -> Any:
    """By this key or by the mouse; the scheme that is shown then."""
    if key:
        while not page.evaluate("() => document.activeElement.matches('.md-option')"):
            page.keyboard.press("Tab")
        assert page.evaluate(FOCUSED) == ""
        page.keyboard.press(key)
    else:
        page.click("label[for^=__palette]:visible")
    return page.evaluate("() => document.body.dataset.mdColorScheme")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_colors_are_switched_and_kept(
    browser: Browser, home: str, dark: bool
) -> None:
    first, second = ("slate", "default") if dark else ("default", "slate")
    with visit(browser, home, dark=dark) as page:
        for key, address in (
            ("Enter", "start/notation/"),
            ("Space", ""),
            (None, "start/map/"),
        ):
            assert switch_colors(page, key) == second, key
            page.goto(home + address)
            assert page.evaluate("() => document.body.dataset.mdColorScheme") == second
            assert switch_colors(page, key) == first, key


def run_inline(page: Page, markup: str) -> Any:
    """True if a script in this markup runs when it gets into the page."""
    into = "(markup) => document.querySelector('article').append(" + (
        "document.createRange().createContextualFragment(markup))"
    )
    page.evaluate(into, markup)
    page.wait_for_timeout(50)
    return page.evaluate("() => 'injected' in window")


@pytest.mark.parametrize(
    "markup",
    [
        "<script>injected = 1</script>",
        "<img src=data:, alt='' onerror='injected = 1'>",
        "<script src=data:text/javascript,injected=1></script>",
        "<img src=http://elsewhere.example/a.png alt=''>",
        "<link rel=stylesheet href=//elsewhere.example/a.css>",
    ],
)
def test_no_injected_script_runs_and_nothing_comes_from_another_host(
    browser: Browser, home: str, markup: str
) -> None:
    """Nor could a visit pass over what the policy refuses."""
    with (
        pytest.raises(AssertionError, match="Content Security Policy"),
        visit(browser, home) as page,
    ):
        assert not run_inline(page, markup), "it runs"
