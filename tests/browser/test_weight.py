"""What a first view costs a reader with a phone, and that nothing is lost by what was saved."""

import gzip
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response

from downhill import pages
from downhill.assets import SHEET, SHEETS
from downhill.problem import Problem
from tests.browser.visits import CHAPTER, NARROW, WIDE, visit

CHAPTERS = [page.address for page in pages.read_all() if page.is_chapter]
PHONE = {"width": 412, "height": 823}
LIMIT = 165.0  # KB; plain Material sends about 94 of the same text
PACKED = (".woff2", ".png")  # what a host does not compress again


def weigh(browser: Browser, *urls: str) -> list[dict[str, float]]:
    """All that a first view of each fetches, in KB as a host sends it, by its path."""
    asked: list[list[Response]] = [[] for _ in urls]
    views = [browser.new_page(viewport=PHONE) for _ in urls]  # type: ignore[arg-type]
    for url, view, of in zip(urls, views, asked, strict=True):
        view.context.on("response", partial(of.append))  # playwright writes on it
        view.goto(url)
    for view in views:  # one waits for all, not each for itself
        view.wait_for_load_state("networkidle")
    found = [{answer.url for answer in of} for of in asked]
    get = views[0].context.request.get  # once more: the body of a prefetch is not kept
    sizes = {url: sent(url, get(url).body()) for url in set().union(*found)}
    for view in views:
        view.close()
    return [{url.split("/", 3)[3]: sizes[url] for url in each} for each in found]


def sent(name: str, body: bytes) -> float:
    """What a host sends of a file, in KB."""
    return len(body if name.endswith(PACKED) else gzip.compress(body, 9)) / 1000


def check(chapter: str, found: dict[str, float]) -> None:
    total = sum(found.values())
    if total > LIMIT:
        heaviest = sorted(found.items(), key=lambda item: -item[1])[:6]
        most = ", ".join(f"{name} {size:.1f}" for name, size in heaviest)
        what = f"its first view weighs {total:.1f} KB, of at most {LIMIT:.1f}: {most}"
        remedy = "make the heaviest lighter, or split the chapter"
        raise Problem(f"docs/{chapter}.md", None, what, remedy)


@pytest.fixture(scope="module")
def views(browser: Browser, home: str) -> dict[str, dict[str, float]]:
    """What the first view of each chapter fetches."""
    found = weigh(browser, *(f"{home}{chapter}/" for chapter in CHAPTERS))
    return dict(zip(CHAPTERS, found, strict=True))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_first_view_is_light(
    views: dict[str, dict[str, float]], chapter: str
) -> None:
    found = views[chapter]
    assert any(name.endswith(".js") and "bundle" in name for name in found)
    check(chapter, found)


# The properties that a sheet sets: no other can differ. Of a margin that is `auto` Chromium says
# now 0 and now what it comes to.
SET = """(text) => {
  const sheet = new CSSStyleSheet(), names = new Set();
  sheet.replaceSync(text);
  (function read(rules) {
    for (const { style, cssRules } of rules) {
      for (const name of style ?? []) if (!/^(--|margin)/.test(name)) names.add(name);
      read(cssRules ?? []);
    }
  })(sheet.cssRules);
  return [...names];
}"""
# Everything that is drawn, but for the inside of most formulas: where it is and how it looks.
DRAWN = """(names) => {
  const skip = new Set([...document.querySelectorAll(".katex")].slice(12)
    .flatMap((formula) => [...formula.querySelectorAll("*")]));
  const drawn = [];
  for (const element of document.querySelectorAll("body, body *")) {
    if (skip.has(element) || !element.checkVisibility()) continue;
    const {x, y, width, height} = element.getBoundingClientRect();
    drawn.push(`${element.localName}.${element.className} at ${[x, y, width, height]}`);
    for (const part of [null, "::before", "::after"]) {
      const style = getComputedStyle(element, part);
      if (part && style.content === "none") continue;
      const of = names.map((name) => `${name}: ${style.getPropertyValue(name)}`);
      drawn.push(`${element.localName}.${element.className}${part ?? ""} ${of.join("; ")}`);
    }
  }
  return drawn;
}"""


def unfold(page: Page) -> None:
    page.evaluate(
        "() => document.querySelectorAll('details').forEach((each) => (each.open = true))"
    )


def paper(page: Page) -> None:
    page.emulate_media(media="print")


# In the place of the one sheet comes what it was made of.
EXCHANGE = """(sheet) => new Promise((loaded) => {
  const ours = document.querySelector(`link[href$="${sheet}"]`);
  const theirs = Object.assign(ours.cloneNode(), { href: `${ours.href}?sources`, onload: loaded });
  ours.replaceWith(theirs);
}).then(() => document.fonts.ready).then(() => 0)"""


@pytest.mark.parametrize(
    ("address", "width", "act"),
    [
        ("start/notation/", WIDE, paper),
        ("start/how-to-use-this-site/", NARROW, unfold),
    ],
)
def test_the_one_sheet_draws_what_its_sources_draw(
    browser: Browser, home: str, site: Any, address: str, width: int, act: Any
) -> None:
    sources = [next((site / SHEET).parent.glob(f"{name}.css")) for name in SHEETS]
    whole = "\n".join(source.read_text(encoding="utf-8") for source in sources)
    with visit(browser, home + address, width, dark=width == WIDE) as page:
        page.evaluate("() => document.fonts.ready.then(() => 0)")
        page.evaluate("() => document.documentElement.classList.add('whole')")
        act(page)
        page.wait_for_timeout(100)
        names = page.evaluate(SET, whole)
        assert len(names) > 100
        ours = page.evaluate(DRAWN, names)
        page.route(
            f"**/{SHEET}?sources",
            lambda route: route.fulfill(body=whole, content_type="text/css"),
        )
        page.evaluate(EXCHANGE, SHEET)
        theirs = page.evaluate(DRAWN, names)
    assert len(ours) == len(theirs) > 150
    differ = [
        (one[:60], sorted(set(one.split("; ")) ^ set(other.split("; "))))
        for one, other in zip(ours, theirs, strict=True)
        if one != other
    ]
    assert differ[:3] == []


PLACE = (
    "() => [scrollY, document.querySelector('#check-it').getBoundingClientRect().top]"
)


def test_who_comes_back_finds_the_place_again(browser: Browser, home: str) -> None:
    """Although what is far from the screen is not laid out."""
    with visit(browser, home + CHAPTER) as page:
        for width in (NARROW, WIDE):
            page.set_viewport_size({"width": width, "height": 900})
            page.keyboard.press("Shift")  # a touch: now all of it is laid out
            page.evaluate("() => document.querySelector('#check-it').scrollIntoView()")
            page.wait_for_timeout(500)
            before = page.evaluate(PLACE)
            page.reload()
            page.wait_for_timeout(300)
            after = page.evaluate(PLACE)
            assert after[1] == pytest.approx(before[1], abs=30), f"at {width} px"
