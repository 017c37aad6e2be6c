"""A figure with frames in a reader's hands: keys, touch, what is said, both schemes, paper.

Every visit also fails on an error on the console and on a request to another host.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, Route

from downhill import figures
from downhill.figures.frames import unpacked
from tests.browser.test_accessible import COLORS, objections
from tests.browser.visits import NARROW, WIDE, visit

MOVING = [figure for figure in figures.declared() if figure.frames]
EACH = pytest.mark.parametrize("figure", MOVING, ids=lambda f: f.src_uri)
SHOWN = "figure:has(.slider) img:visible"
# The picture as the page draws it now, without what stands around it.
SETTLED = """async () => {
  const images = [...document.querySelectorAll("figure:has(.slider) img")];
  const shown = images.filter((image) => image.checkVisibility());
  await Promise.all(shown.map((image) => image.decode()));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
MOVED = """() => {
  window.moved = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => (moved += entry.value)))
    .observe({type: "layout-shift"});
}"""


def address(figure: figures.Declared) -> str:
    return f"{figure.src_uri.rpartition('/')[0]}/"


@contextmanager
def reading(
    browser: Browser, home: str, figure: figures.Declared, width: int = WIDE, **how: Any
) -> Iterator[Page]:
    """The page of a figure, its slider in view and at work."""
    with visit(browser, home + address(figure), width, **how) as page:
        page.evaluate("() => document.documentElement.classList.add('whole')")
        page.wait_for_selector(".slider:not([hidden])")
        page.locator(".slider").scroll_into_view_if_needed()
        page.evaluate("() => document.fonts.ready.then(() => 0)")
        page.evaluate(SETTLED)
        yield page


def said(page: Page) -> str:
    """What the slider says, to all: in the text, and to a screen reader."""
    text = page.locator(".slider output").inner_text()
    assert page.get_attribute(".slider input", "aria-valuetext") == text
    return text


def picture(page: Page) -> bytes:
    page.evaluate(SETTLED)
    return page.locator(SHOWN).screenshot()


def press(page: Page, key: str, text: str) -> None:
    """A key, and the wait until what it brings is there."""
    page.keyboard.press(key)
    page.wait_for_function(
        "(text) => document.querySelector('.slider output').textContent === text",
        arg=text,
    )


def published(site: Path, figure: figures.Declared) -> tuple[list[str], list[str]]:
    """What the frames of a figure say and show, from the file that the reader gets."""
    file = (site / figure.src_uri).with_suffix(".frames.json")
    return unpacked(file.read_bytes())


@EACH
def test_the_keyboard_walks_through_all_frames(
    browser: Browser, home: str, site: Path, figure: figures.Declared
) -> None:
    texts, svgs = published(site, figure)
    assert figure.frames
    assert len(set(svgs)) == len(figure.frames.values), "two frames look the same"
    with reading(browser, home, figure) as page:
        assert said(page) == texts[figure.frames.shown]
        page.evaluate(MOVED)
        page.focus(".slider input")
        press(page, "End", texts[-1])
        press(page, "Home", texts[0])
        for text, svg in zip(texts, svgs, strict=True):
            press(page, "Home" if text == texts[0] else "ArrowRight", text)
            assert said(page) == text
            image = page.locator(SHOWN)
            assert str(image.get_attribute("alt")).endswith(text)
            kind, _, data = str(image.get_attribute("src")).partition(",")
            assert kind == "data:image/svg+xml"
            assert unquote(data) == svg, "it is not what the build drew"
        press(page, "ArrowLeft", texts[-2])
        press(page, "End", texts[-1])
        page.evaluate(SETTLED)
        assert page.evaluate("() => moved") == 0, "the page moves with the slider"


def test_the_default_looks_as_before_when_it_is_come_back_to(
    browser: Browser, home: str, site: Path
) -> None:
    texts, _ = published(site, MOVING[0])
    frames = MOVING[0].frames
    assert frames
    with reading(browser, home, MOVING[0]) as page:
        before = picture(page)
        page.focus(".slider input")
        press(page, "End", texts[-1])
        assert picture(page) != before
        press(page, "Home", texts[0])
        for text in texts[1 : frames.shown + 1]:
            press(page, "ArrowRight", text)
        assert picture(page) == before


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_frame_follows_the_switch_of_the_colors(
    browser: Browser, home: str, dark: bool
) -> None:
    with reading(browser, home, MOVING[0], dark=dark) as page:
        page.focus(".slider input")
        page.keyboard.press("Home")
        page.wait_for_selector("figure:has(.slider) img + img")
        first = picture(page)
        page.click("label[for^=__palette]:visible")
        page.mouse.move(0, 0)
        second = picture(page)
        page.click("label[for^=__palette]:visible")
        page.mouse.move(0, 0)
        assert picture(page) == first
    with reading(browser, home, MOVING[0], dark=not dark) as page:
        page.focus(".slider input")
        page.keyboard.press("Home")
        page.wait_for_selector("figure:has(.slider) img + img")
        assert picture(page) == second
    assert first != second


def test_the_frames_are_asked_for_at_the_first_touch_and_once(
    browser: Browser, home: str
) -> None:
    asked: list[str] = []
    with reading(browser, home, MOVING[0], NARROW) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.wait_for_timeout(200)
        assert [url for url in asked if "frames" in url] == []
        assert page.locator("figure:has(.slider) img").count() == 1
        box = page.locator(".slider input").bounding_box()
        assert box
        assert box["height"] >= 32, "too small for a finger"
        for share in (0.3, 0.6):
            page.mouse.click(
                box["x"] + share * box["width"], box["y"] + box["height"] / 2
            )
            page.wait_for_selector("figure:has(.slider) img + img")
        page.evaluate(SETTLED)
        name = Path(MOVING[0].src_uri).stem
        assert [url.rpartition("/")[2] for url in asked if "frames" in url] == [
            f"{name}.frames.json"
        ]


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_the_place_of_the_slider_is_kept(
    browser: Browser, home: str, width: int
) -> None:
    """Before the script is there, at each width, the page is as high as after it."""
    measure = """() => [...document.querySelectorAll("figure")].map(
      (figure) => figure.getBoundingClientRect().height)"""
    heights = []
    for comes in (False, True):
        with visit(browser, home, width) as page:
            if not comes:
                page.route(
                    "**/slider.js",
                    lambda route: route.fulfill(
                        body="", content_type="text/javascript"
                    ),
                )
            page.goto(home + address(MOVING[0]))
            page.evaluate("() => document.documentElement.classList.add('whole')")
            page.evaluate("() => document.fonts.ready.then(() => 0)")
            if comes:
                page.wait_for_selector(".slider:not([hidden])")
            else:
                assert page.locator(".slider").is_hidden()
            heights.append(page.evaluate(measure))
    assert heights[0] == heights[1]


def test_paper_gets_the_default_and_no_slider(browser: Browser, home: str) -> None:
    with reading(browser, home, MOVING[0]) as page:
        page.focus(".slider input")
        page.keyboard.press("Home")
        page.wait_for_selector("figure:has(.slider) img + img")
        page.emulate_media(media="print")
        assert page.locator(".slider").is_hidden()
        source = page.get_attribute(SHOWN, "src") or ""
        assert source.split("/")[-1] == Path(MOVING[0].src_uri).name


def test_without_script_there_is_the_figure_and_no_dead_control(
    browser: Browser, home: str
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(home + address(MOVING[0]))
        assert page.locator(".slider").is_hidden()
        box = page.locator("figure:has(.slider)").bounding_box()
        image = page.locator("figure:has(.slider) img").bounding_box()
        caption = page.locator("figure:has(.slider) figcaption").bounding_box()
        assert box
        assert image
        assert caption
        assert caption["y"] - (image["y"] + image["height"]) < 30


def test_frames_that_do_not_come_are_said_and_asked_for_again(
    browser: Browser, home: str, site: Path
) -> None:
    texts, _ = published(site, MOVING[0])
    with reading(browser, home, MOVING[0]) as page:
        before = picture(page)

        def broken(route: Route) -> None:
            route.fulfill(body=json.dumps({"texts": []}))

        page.route("**/*.frames.json", broken)
        page.focus(".slider input")
        assert MOVING[0].frames
        shown = texts[MOVING[0].frames.shown]
        press(page, "Home", f"{shown}. The other pictures did not load.")
        assert page.input_value(".slider input") == str(MOVING[0].frames.shown)
        assert picture(page) == before
        page.unroute("**/*.frames.json")
        press(page, "Home", texts[0])
        assert picture(page) != before


def test_the_slider_works_after_an_instant_navigation(
    browser: Browser, home: str
) -> None:
    """Material replaces the page's content and says so on document$; here it is made to."""
    with reading(browser, home, MOVING[0]) as page:
        page.evaluate(
            """async () => {
              const text = await (await fetch(location.href)).text();
              const fresh = new DOMParser().parseFromString(text, "text/html");
              document.querySelector("article").replaceWith(fresh.querySelector("article"));
            }"""
        )
        assert page.locator(".slider").is_hidden()
        page.evaluate("() => document$.next(document)")
        page.focus(".slider input")
        page.keyboard.press("Home")
        page.wait_for_selector("figure:has(.slider) img + img")


@EACH
def test_on_a_phone_it_is_accessible_and_holds_each_text_in_a_line(
    browser: Browser, home: str, site: Path, figure: figures.Declared
) -> None:
    with reading(browser, home, figure, NARROW) as page:
        page.focus(".slider input")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowLeft")
        page.wait_for_selector("figure:has(.slider) img + img")
        page.evaluate(
            """() => document.querySelector("article").replaceChildren(
              document.querySelector("h1"), document.querySelector("figure:has(.slider)"))"""
        )
        assert objections(page) == [], "light"
        page.click("label[for^=__palette]:visible")
        assert objections(page, COLORS) == [], "dark"
        assert page.get_by_role("slider").get_attribute("aria-valuetext") == said(page)
        assert figure.frames
        name = page.get_by_role("slider", name=figure.frames.label, exact=True)
        assert name.count() == 1
        longest, line = page.evaluate(
            """(texts) => {
              const output = document.querySelector(".slider output");
              return [Math.max(...texts.map((text) => {
                output.textContent = text;
                return output.getBoundingClientRect().height;
              })), parseFloat(getComputedStyle(output.closest(".slider")).lineHeight)];
            }""",
            published(site, figure)[0],
        )
        assert longest == pytest.approx(line, abs=0.5)


def test_nothing_moves_by_itself(browser: Browser, home: str) -> None:
    with reading(browser, home, MOVING[0], still=False) as page:
        moves = page.evaluate(
            """() => [...document.querySelectorAll(".slider, .slider *")].filter((element) => {
              const of = getComputedStyle(element);
              return parseFloat(of.transitionDuration) || parseFloat(of.animationDuration);
            }).length"""
        )
        assert moves == 0
