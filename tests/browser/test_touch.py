"""A term says what it means to a mouse, a finger and the keyboard; then it leads there."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.visits import visit

FROM = "start/notation/"  # it has terms in its tables
LEADS = "(term) => term.href"
SMALL = {"width": 360, "height": 640}
# Whether the box is above everything, at each of its corners.
WHOLE = """(box) => {
  const {left, top, right, bottom} = box.getBoundingClientRect();
  const at = [[left, top], [right - 2, top], [left, bottom - 2], [right - 2, bottom - 2]];
  return at.every(([x, y]) => document.elementFromPoint(x + 1, y + 1) === box);
}"""


def is_told(page: Page, number: int) -> None:
    """What this term means stands whole on the screen, and is not as narrow as a cell."""
    box = page.locator(".meaning")
    said = page.locator("a.term").nth(number).get_attribute("aria-description")
    expect(box).to_have_text(str(said))
    assert box.evaluate(WHOLE), said
    wide = box.evaluate("(box) => box.offsetWidth")
    assert wide > min(150, 5 * len(str(said))), said


def test_every_term_is_told_whole_on_a_small_screen(
    browser: Browser, home: str
) -> None:
    with visit(browser, home + FROM, SMALL["width"]) as page:
        page.set_viewport_size(SMALL)  # type: ignore[arg-type]
        terms = page.locator("a.term")
        assert page.locator("td a.term").count()
        for number in range(terms.count()):
            terms.nth(number).hover()
            is_told(page, number)
            page.mouse.move(0, 0)
            expect(page.locator(".meaning")).not_to_be_attached()
            terms.nth(number).focus()
            is_told(page, number)
            page.keyboard.press("Escape")
            expect(page.locator(".meaning")).not_to_be_attached()


def test_a_tap_on_a_term_tells_before_it_leads_away(
    browser: Browser, home: str
) -> None:
    with browser.new_context(
        viewport=SMALL,  # type: ignore[arg-type]
        has_touch=True,
        is_mobile=True,
    ) as context:
        page = context.new_page()
        page.goto(home + FROM)
        terms = page.locator("a.term")
        for number in (0, 1, 0):
            terms.nth(number).tap()
            is_told(page, number)
            assert page.url == home + FROM
        page.locator("h1").tap(
            position={"x": 5, "y": 5}
        )  # elsewhere: it goes, and the next tap is a first
        expect(page.locator(".meaning")).not_to_be_attached()
        terms.first.tap()
        assert page.url == home + FROM
        leads = terms.first.evaluate(LEADS)
        terms.first.tap()
        page.wait_for_url(leads)
