"""The site in a reader's hands: keyboard, search, menu, copying, printing; and it is safe.

Every visit here also fails on an error on the console and on a request to another host.
"""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from downhill.pages import blocks, read
from downhill.problem import DOCS
from tests.browser.visits import ADDRESSES, CHAPTER, NARROW, WIDE, begin, visit

PAGES = pytest.mark.parametrize("address", ADDRESSES)
BY_KEYS = (CHAPTER, "start/map/", "start/how-to-use-this-site/")
WIDTHS = pytest.mark.parametrize("width", [NARROW, WIDE])
MENU = ".md-header__button[for=__drawer]"

IN_MENU = (
    "() => document.querySelector('.md-nav--primary').contains(document.activeElement)"
)

# What can be clicked here and now; a label is as good as what it belongs to.
CLICKABLE = """() => [...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, label[for], [tabindex='0'], [onclick]")]
  .filter((element) => {
    const {left, right, width, height} = element.getBoundingClientRect();
    return element.checkVisibility({visibilityProperty: true, opacityProperty: true})
      && width > 1 && height > 1 && right > 0 && left < innerWidth
      && getComputedStyle(element).pointerEvents !== "none";
  })"""
# What of the folded parts is not to be seen.
FOLDED = """() => [...document.querySelectorAll("details > :not(summary)")].filter((part) =>
  !part.checkVisibility({opacityProperty: true, visibilityProperty: true})
  || part.getBoundingClientRect().height === 0).length"""
# After a press of Tab: nothing at the end of the page, else what has the focus and if one sees it.
FOCUSED = """async () => {
  const element = document.activeElement;
  if (element === document.body) return null;
  (window.reached ??= new Set()).add(element);
  const shown = element.matches(".md-option")
    ? element.parentElement.querySelector("label:not([hidden])") : element;
  const style = getComputedStyle(shown);
  const ring = element.matches(":focus-visible") && style.outlineStyle === "solid"
    && parseFloat(style.outlineWidth) >= 2;
  for (let tries = 0; ring && tries < 20; tries++) {
    const {left, top, right, bottom} = shown.getClientRects()[0];
    const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2;
    const y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
    const there = document.elementFromPoint(x, y);
    if (there && (shown.contains(there) || there.contains(shown))) return "";
    await new Promise((after) => setTimeout(after, 16));
  }
  return element.outerHTML.slice(0, 100);
}"""
MISSED = f"""() => ({CLICKABLE})()
  .filter((element) => !reached.has(element) && !reached.has(element.control))
  .filter(({{control}}) => control?.type !== "radio" || ![...document.getElementsByName(
    control.name)].some((other) => reached.has(other)))
  .map((element) => element.outerHTML.slice(0, 100))"""
# Each stop of the keyboard in turn, as the browser would choose them; what `tab_through` says,
# and how many it reached that this does not, or the other way round.
STOPS = f"""async () => {{
  const byKeys = window.reached, focused = {FOCUSED}, unseen = [];
  window.reached = new Set();
  for (const element of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")) {{
    if (element.tabIndex < 0 || element.disabled || !element.checkVisibility({{visibilityProperty: true}})) continue;
    if (element.type === "radio" && [...document.getElementsByName(element.name)].some((other) =>
      other !== element && (other.checked || reached.has(other)))) continue;
    element.focus({{focusVisible: true}});
    const said = document.activeElement === element ? await focused() : null;
    if (said !== "") unseen.push(said ?? `no focus: ${{element.outerHTML.slice(0, 100)}}`);
    const search = document.querySelector("#__search");  // it opens, and closes at a key
    if (search.checked) search.click();
  }}
  return [unseen, ({MISSED})(), [...reached.symmetricDifference(byKeys ?? reached)].map((one) => one.outerHTML.slice(0, 100))];
}}"""

FROM_THE_TOP = """() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
}"""


def tab_through(page: Page) -> tuple[list[str], list[str]]:
    """What has the focus without being seen to, and what can be clicked and is not reached."""
    unseen: list[str] = []
    for _ in range(1000):
        page.keyboard.down("Tab")  # held: to let go of it each time costs as much again
        focused = page.evaluate(FOCUSED)
        if focused is None:
            page.keyboard.up("Tab")
            return unseen, page.evaluate(MISSED)
        if focused:
            unseen.append(focused)
    raise AssertionError("the keyboard does not come to the end of the page")


def test_every_page_that_is_built_is_visited(site: Path) -> None:
    built = {file.relative_to(site).as_posix() for file in site.rglob("*.html")}
    assert {file.removesuffix("index.html") for file in built} == set(ADDRESSES)


@PAGES
def test_keyboard_and_paper_reach_everything(
    browser: Browser, home: str, address: str
) -> None:
    """One visit for all three: loading a page costs more than what is asked of it.

    A press of a key costs ten times what it shows: most pages are asked for their stops
    instead, and those that have all kinds of them are asked both ways.
    """
    with visit(browser, home + address) as page:
        folded = page.evaluate(FOLDED)
        assert folded or address != CHAPTER
        page.emulate_media(media="print")
        assert page.evaluate(FOLDED) == 0, "printed"
        page.emulate_media(media="screen")
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate(FROM_THE_TOP)
            if address in BY_KEYS:
                unseen, missed = tab_through(page)
                assert unseen == [], f"at {width} px"
                assert missed == [], f"at {width} px"
            page.keyboard.press("Tab")
            page.wait_for_timeout(100)  # it lays out all: what scrolls becomes a stop
            unseen, missed, other = page.evaluate(STOPS)
            assert unseen == [], f"at {width} px"
            assert missed == [], f"at {width} px"
            assert other == [] or address not in BY_KEYS, f"at {width} px"
            page.evaluate("() => reached.clear()")


def test_the_keyboard_opens_the_menu_and_leaves_it(browser: Browser, home: str) -> None:
    shown = f"() => ({CLICKABLE})().filter((each) => each.closest('.md-nav--primary')).length"
    with visit(browser, home + CHAPTER, NARROW) as page:
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
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/one-variable/the-chain-rule/**")


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
@pytest.mark.parametrize("key", ["Enter", "Space", None], ids=str)
def test_the_colors_are_switched_and_kept(
    browser: Browser, home: str, key: str | None, dark: bool
) -> None:
    first, second = ("slate", "default") if dark else ("default", "slate")
    with visit(browser, home, dark=dark) as page:
        assert switch_colors(page, key) == second
        page.goto(home + "start/notation/")
        assert page.evaluate("() => document.body.dataset.mdColorScheme") == second
        begin(page)
        assert switch_colors(page, key) == first


def test_a_block_is_copied_as_it_ran(browser: Browser, home: str) -> None:
    source = read(DOCS / f"{CHAPTER.rstrip('/')}.md")
    code = next(iter(blocks.python_blocks(blocks.read(source.path, source.body)))).code
    with visit(browser, home + CHAPTER) as page:
        page.locator(".language-python button").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".md-dialog--active")
        copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied.strip() == code.strip()


MOVES = """() => [...document.querySelectorAll("*")].filter((element) => {
  const of = getComputedStyle(element);
  return [...of.transitionDuration.split(","), ...of.animationDuration.split(",")]
    .some((time) => parseFloat(time) > 0) || of.scrollBehavior === "smooth";
}).length"""


def test_nothing_moves_for_a_reader_who_asks_for_that(
    browser: Browser, home: str
) -> None:
    with visit(browser, home + CHAPTER, still=False) as page:
        assert page.evaluate(MOVES) > 0
    with visit(browser, home + CHAPTER) as page:
        assert page.evaluate(MOVES) == 0


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
    ],
)
def test_an_injected_script_does_not_run(
    browser: Browser, home: str, markup: str
) -> None:
    """Nor could a visit pass over what the policy refuses."""
    with (
        pytest.raises(AssertionError, match="Content Security Policy"),
        visit(browser, home) as page,
    ):
        assert not run_inline(page, markup), "it runs"


@pytest.mark.parametrize(
    "markup",
    [
        "<img src=http://elsewhere.example/a.png alt=''>",
        "<link rel=stylesheet href=//elsewhere.example/a.css>",
    ],
)
def test_nothing_comes_from_another_host(
    browser: Browser, home: str, markup: str
) -> None:
    with (
        pytest.raises(AssertionError, match="elsewhere") as refused,
        visit(browser, home) as page,
    ):
        run_inline(page, markup)
    assert "Content Security Policy" in str(refused.value)
