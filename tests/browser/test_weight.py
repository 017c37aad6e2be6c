"""What a first view costs a reader with a phone, and that nothing is lost by what was saved."""

import gzip
import re
import shutil
import subprocess
import sys
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response

from downhill import bench, pages
from downhill.problem import ROOT, Problem
from downhill.sheet import SHEET, SHEETS
from tests.browser.running import Quiet, serving
from tests.browser.visits import CHAPTER, NARROW, WIDE, visit

CHAPTERS = [page.address for page in pages.read_all() if page.is_chapter]
PHONE = {"width": 412, "height": 823}
TIMES = 1.6  # what plain Material sends for the same chapter, see `plain`
PACKED = (".woff2", ".png")  # what a host does not compress again
FILES = re.compile(rb'\b(?:src|href)="([^"]+\.(?:css|js|png|svg|woff2?)[^"]*)"')


def weigh(browser: Browser, url: str) -> dict[str, float]:
    """All that a first view fetches, in KB as a host sends it, by its path; heaviest first."""
    answers: list[Response] = []
    with browser.new_context(viewport=PHONE) as context:  # type: ignore[arg-type]
        context.on("response", lambda answer: answers.append(answer))
        page = context.new_page()
        page.goto(url, wait_until="networkidle")
        found = {}
        for answer in answers:
            body = context.request.get(answer.url).body()  # not kept of a prefetch
            found[answer.url.split("/", 3)[3]] = sent(answer.url, body)
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def sent(name: str, body: bytes) -> float:
    """What a host sends of a file, in KB."""
    return len(body if name.endswith(PACKED) else gzip.compress(body, 9)) / 1000


@pytest.fixture(scope="module")
def plain(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, float]:
    """What each chapter weighs without figures and formulas, as Material comes.

    The index of the search is not counted. One page is loaded: all name the same files.
    """
    root = tmp_path_factory.mktemp("plain") / "site"
    bench.make_plain(ROOT, root)
    lab = root / "docs" / "losses" / "learning-rate-lab.md"  # made from a notebook
    lab.write_text("# A lab\n", encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "--no-strict"]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    texts = {
        chapter: (root / "site" / chapter / "index.html").read_bytes()
        for chapter in CHAPTERS
    }
    with serving(Quiet, root / "site") as address:
        beside = weigh(browser, f"{address}{CHAPTERS[0]}/")
    del beside["search/search_index.json"], beside[f"{CHAPTERS[0]}/"]
    assert any(name.endswith(".js") and "bundle" in name for name in beside)
    assert not [name for name in beside if name.endswith(".svg") or "katex" in name]
    assert len({frozenset(FILES.findall(text)) for text in texts.values()}) == 1
    shutil.rmtree(root)
    both = sum(beside.values())
    return {chapter: both + sent(".html", text) for chapter, text in texts.items()}


def check(chapter: str, found: dict[str, float], limit: float) -> None:
    total = sum(found.values())
    if total > limit:
        most = ", ".join(f"{name} {size:.1f}" for name, size in list(found.items())[:6])
        what = f"its first view weighs {total:.1f} KB, of at most {limit:.1f}: {most}"
        remedy = "make the heaviest lighter, or split the chapter"
        raise Problem(f"docs/{chapter}.md", None, what, remedy)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_first_view_is_light(
    browser: Browser, home: str, plain: dict[str, float], chapter: str
) -> None:
    """At most 1.6 times plain Material's.

    Of about 94 KB a plain page has 17 to 21, the scripts 47.2, the style sheets 24.7, the icon 1.9.
    """
    found = weigh(browser, f"{home}{chapter}/")
    assert any(name.endswith(".js") and "bundle" in name for name in found)
    assert 70 < plain[chapter] < 100
    check(chapter, found, TIMES * plain[chapter])


def test_a_heavy_page_is_named() -> None:
    with pytest.raises(Problem) as caught:
        check("one/two", {"one/two/": 140.0, "assets/a.js": 7.25}, 1.6 * 91.3)
    assert str(caught.value).startswith(
        "docs/one/two.md: its first view weighs 147.2 KB, of at most 146.1: "
        "one/two/ 140.0, assets/a.js 7.2\n  remedy: "
    )


# Everything that is drawn, but for the inside of most formulas: where it is and how it looks.
# Of a margin that is `auto` Chromium says now 0 and now what it comes to.
DRAWN = """() => {
  const skip = new Set([...document.querySelectorAll(".katex")].slice(12)
    .flatMap((formula) => [...formula.querySelectorAll("*")]));
  const drawn = [], OF = [...getComputedStyle(document.body)].filter((name) => !/^(--|margin)/.test(name));
  for (const element of document.querySelectorAll("body, body *")) {
    if (skip.has(element) || !element.checkVisibility()) continue;
    const {x, y, width, height} = element.getBoundingClientRect();
    drawn.push(`${element.localName}.${element.className} at ${[x, y, width, height]}`);
    for (const part of [null, "::before", "::after"]) {
      const style = getComputedStyle(element, part);
      if (part && style.content === "none") continue;
      const of = OF.map((name) => `${name}: ${style.getPropertyValue(name)}`);
      drawn.push(`${element.localName}.${element.className}${part ?? ""} ${of.join("; ")}`);
    }
  }
  return drawn;
}"""


def search(page: Page) -> None:
    page.evaluate("() => document.querySelector('#__search').click()")
    page.locator(".md-search__input").press_sequentially("derivative")
    page.wait_for_selector(".md-search-result__item")
    page.wait_for_load_state("networkidle")


def menu(page: Page) -> None:
    page.click(".md-header__button[for=__drawer]")


def copy(page: Page) -> None:
    page.locator(".language-python button").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".md-dialog--active")
    # It stays, to be looked at twice.
    page.evaluate(
        "() => { for (let id = setTimeout(() => 0); id; id--) clearTimeout(id); }"
    )


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
        ("404.html", NARROW, search),
        ("losses/learning-rate-lab/", NARROW, menu),
        ("losses/learning-rate-lab/", WIDE, copy),
        ("start/notation/", WIDE, paper),
        ("start/how-to-use-this-site/", NARROW, unfold),
        ("", WIDE, unfold),
    ],
)
def test_the_one_sheet_draws_what_its_sources_draw(
    browser: Browser, home: str, site: Any, address: str, width: int, act: Any
) -> None:
    sources = [next((site / "assets").glob(name)) for name in SHEETS]
    whole = "\n".join(source.read_text(encoding="utf-8") for source in sources)
    with visit(browser, home + address, width, dark=width == WIDE) as page:
        page.evaluate("() => document.fonts.ready.then(() => 0)")
        page.evaluate("() => document.documentElement.classList.add('whole')")
        act(page)
        page.wait_for_timeout(100)
        ours = page.evaluate(DRAWN)
        page.route(
            f"**/{SHEET}?sources",
            lambda route: route.fulfill(body=whole, content_type="text/css"),
        )
        page.evaluate(EXCHANGE, SHEET)
        theirs = page.evaluate(DRAWN)
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


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_who_comes_back_finds_the_place_again(
    browser: Browser, home: str, width: int
) -> None:
    """Although what is far from the screen is not laid out."""
    with visit(browser, home + CHAPTER, width) as page:
        page.keyboard.press("Shift")  # a touch: now all of it is laid out
        page.evaluate("() => document.querySelector('#check-it').scrollIntoView()")
        page.wait_for_timeout(500)
        before = page.evaluate(PLACE)
        page.reload()
        page.wait_for_timeout(300)
        after = page.evaluate(PLACE)
    assert after[1] == pytest.approx(before[1], abs=30), (before, after)
