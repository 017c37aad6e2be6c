"""A figure with frames in a reader's hands: keys, touch, what is said, both schemes, paper.

Every visit also fails on an error on the console and on a request to another host.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, Route

from downhill import figures, pages
from downhill.document import read_all
from downhill.problem import DOCS
from tests.browser.axe import COLORS, objections
from tests.browser.visits import NARROW, WIDE, visit
from tests.downhill.test_frames import unpacked

MOVING = [figure for figure in figures.declared() if figure.frames]
PAGES = [*pages.read_all(), *pages.read_all(ending="ipynb")]
USED = figures.used(read_all(PAGES), DOCS)
EACH = pytest.mark.parametrize("figure", MOVING, ids=lambda f: f.src_uri)
SHOWN = "figure:has(.slider) img:visible"
# The picture as the page draws it now, without what stands around it.
SETTLED = """async () => {
  await document.fonts.ready;
  const images = [...document.querySelectorAll("figure:has(.slider) img")];
  const shown = images.filter((image) => image.checkVisibility());
  await Promise.all(shown.map((image) => image.decode()));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
# Leave the figure and a paragraph that it could move, or all else is painted with each frame.
ALONE = """(name) => {
  const figure = [...document.querySelectorAll("figure:has(.slider)")]
    .find((one) => one.querySelector("img").src.endsWith(`/${name}`));
  const below = Object.assign(document.createElement("p"), { textContent: "Below." });
  document.querySelector("article").replaceChildren(document.querySelector("h1"), figure, below);
  document.documentElement.classList.add("whole");
  document.querySelector(".slider").scrollIntoView({ block: "nearest" });
}"""
MOVED = """() => {
  window.moved = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => (moved += entry.value)))
    .observe({type: "layout-shift"});
}"""
# From the first frame to the last: of each what is said, to all and to a screen reader, and what
# the image that is seen shows. Each is waited for, at most 8 s.
FRAMES = """async () => {
  const input = document.querySelector(".slider input"), frames = [];
  const output = document.querySelector(".slider output");
  for (let value = Number(input.min); value <= Number(input.max); value++) {
    const end = performance.now() + 8000;
    output.textContent = "";
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    while (!output.textContent && performance.now() < end) await new Promise((later) => setTimeout(later, 4));
    await new Promise(requestAnimationFrame);
    await new Promise((later) => setTimeout(later)); // painted, or no shift is seen
    const [image, ...more] = [...document.querySelectorAll("figure:has(.slider) img")]
      .filter((image) => image.checkVisibility());
    if (more.length) throw new Error("two images are seen");
    frames.push([output.innerText, input.getAttribute("aria-valuetext"), image.alt, image.getAttribute("src")]);
  }
  return frames;
}"""


def address(figure: figures.Declared) -> str:
    """The page that shows it."""
    path, _ = USED[figure.src_uri]
    page = path.relative_to(DOCS).with_suffix("").as_posix()
    return "" if page == "index" else f"{page}/"


@contextmanager
def reading(
    browser: Browser, home: str, figure: figures.Declared, width: int = WIDE, **how: Any
) -> Iterator[Page]:
    """The page of a figure, cut down to it, its slider in view and at work."""
    with visit(browser, home + address(figure), width, **how) as page:
        page.evaluate(ALONE, figure.src_uri)
        page.wait_for_selector(".slider:not([hidden])")
        page.evaluate(SETTLED)
        yield page


def said(page: Page) -> str:
    """What the slider says, to all: in the text, and to a screen reader."""
    text = page.locator(".slider output").inner_text()
    assert page.get_attribute(".slider input", "aria-valuetext") == text
    return text


def picture(page: Page) -> str:
    """A short name for what is seen, which a failure can print."""
    page.evaluate(SETTLED)
    return sha256(page.locator(SHOWN).screenshot()).hexdigest()


def press(page: Page, key: str, text: str) -> None:
    """A key, and the wait until what it brings is there."""
    page.keyboard.press(key)
    page.wait_for_function(
        "(text) => document.querySelector('.slider output').textContent === text",
        arg=text,
    )


def published(
    site: Path, figure: figures.Declared, layout: str = ""
) -> tuple[list[str], list[str]]:
    """What the frames of a figure say and show, from the file that the reader gets."""
    file = (site / figure.src_uri).with_suffix(f"{layout}.frames.json")
    return unpacked(file.read_bytes())


@EACH
def test_a_figure_shows_and_says_all_its_frames(
    browser: Browser, home: str, site: Path, figure: figures.Declared
) -> None:
    """At a wide screen by keyboard, then on a phone."""
    texts, svgs = published(site, figure)
    assert figure.frames
    assert len(set(svgs)) == len(figure.frames.values), "two frames look the same"
    with reading(browser, home, figure) as page:
        assert said(page) == texts[figure.frames.shown]
        page.evaluate(MOVED)
        page.focus(".slider input")
        press(page, "End", texts[-1])
        press(page, "Home", texts[0])
        press(page, "ArrowRight", texts[1])
        press(page, "ArrowLeft", texts[0])
        frames = page.evaluate(FRAMES)
        for frame, text, svg in zip(frames, texts, svgs, strict=True):
            output, value, alt, source = frame
            assert output == value == text
            assert alt.endswith(text)
            kind, _, data = source.partition(",")
            assert kind == "data:image/svg+xml"
            assert unquote(data) == svg, f"{text}: it is not what the build drew"
        press(page, "ArrowLeft", texts[-2])
        press(page, "End", texts[-1])
        page.evaluate(SETTLED)
        assert page.evaluate("() => moved") == 0, "the page moves with the slider"
        page.set_viewport_size({"width": NARROW, "height": 900})
        *_, last = published(site, figure, ".narrow")[1]
        page.wait_for_function(
            "(svg) => decodeURIComponent(document.querySelector('picture + img').src).endsWith(svg)",
            arg=last,
        )
        page.evaluate(SETTLED)
        assert len(page.locator(SHOWN).all()) == 1
        it_is_accessible_and_holds_each_text_in_a_line(page, figure.frames.label, texts)


def it_is_accessible_and_holds_each_text_in_a_line(
    page: Page, label: str, texts: list[str]
) -> None:
    assert objections(page) == [], "light"
    page.click("label[for^=__palette]:visible")
    assert objections(page, COLORS) == [], "dark"
    name = page.get_by_role("slider", name=label, exact=True)
    assert name.get_attribute("aria-valuetext") == said(page)
    longest, line = page.evaluate(
        """(texts) => {
          const output = document.querySelector(".slider output");
          return [Math.max(...texts.map((text) => {
            output.textContent = text;
            return output.getBoundingClientRect().height;
          })), parseFloat(getComputedStyle(output.closest(".slider")).lineHeight)];
        }""",
        texts,
    )
    assert longest == pytest.approx(line, abs=0.5)


def test_frames_fail_follow_the_colors_and_leave_the_default_as_it_was(
    browser: Browser, home: str, site: Path
) -> None:
    """In light, then in dark: what fails says which it is."""
    texts, _ = published(site, MOVING[0])
    with reading(browser, home, MOVING[0]) as page:
        before = picture(page)
        frames_that_do_not_come_are_said_and_asked_for_again(page, texts, before)
        light, dark = a_frame_follows_the_switch_of_the_colors(page)
        assert light != before
        the_default_comes_back_as_it_was_and_is_what_paper_gets(page, texts, before)
    with reading(browser, home, MOVING[0], dark=True) as page:
        page.focus(".slider input")
        press(page, "Home", texts[0])
        page.wait_for_selector("figure:has(.slider) picture + img")
        assert a_frame_follows_the_switch_of_the_colors(page) == (dark, light)


def frames_that_do_not_come_are_said_and_asked_for_again(
    page: Page, texts: list[str], before: str
) -> None:
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
    page.wait_for_selector("figure:has(.slider) picture + img")


def a_frame_follows_the_switch_of_the_colors(page: Page) -> tuple[str, str]:
    """As it is seen in the first scheme and in the other."""
    seen = [picture(page)]
    for _ in ("there", "back"):
        page.click("label[for^=__palette]:visible")
        page.mouse.move(0, 0)
        seen.append(picture(page))
    first, second, again = seen
    assert again == first
    assert second != first
    return first, second


def the_default_comes_back_as_it_was_and_is_what_paper_gets(
    page: Page, texts: list[str], before: str
) -> None:
    assert MOVING[0].frames
    page.focus(".slider input")
    press(page, "End", texts[-1])
    press(page, "Home", texts[0])
    for text in texts[1 : MOVING[0].frames.shown + 1]:
        press(page, "ArrowRight", text)
    assert picture(page) == before
    press(page, "End", texts[-1])
    assert picture(page) != before
    page.emulate_media(media="print")
    assert page.locator(".slider").is_hidden()
    source = page.get_attribute(SHOWN, "src") or ""
    assert source.split("/")[-1] == Path(MOVING[0].src_uri).name
