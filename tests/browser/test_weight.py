"""What a first view costs a reader with a phone; who comes back finds the place."""

import gzip
from functools import partial

import pytest
from playwright.sync_api import Browser, Response

from downhill import pages
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
