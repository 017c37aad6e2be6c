"""A kept copy opens without a network, and is never older than what a reader has seen."""

import shutil
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from downhill import offline
from downhill.document import site_config
from downhill.runtime import settings
from tests.browser.running import LIMIT, Quiet, bar, served, serving, wait
from tests.browser.visits import CHAPTER, LABS, NARROW

HOW_TO = "start/how-to-use-this-site/"
# Resolves when this copy is the only one.
ONLY = """async (name) => {
  while ((await caches.keys()).join() !== name) await new Promise((r) => setTimeout(r, 50));
}"""


# The sum of each file's bytes, as the page gets them.
SUMS = """(paths) => Promise.all(paths.map(async (path) => {
  const answer = await fetch("/" + path).catch(() => null);
  const sum = answer?.ok && await crypto.subtle.digest("SHA-256", await answer.arrayBuffer());
  return [path, sum ? btoa(String.fromCharCode(...new Uint8Array(sum))) : "nothing"];
})).then(Object.fromEntries)"""
APART = ("one-variable", "many-variables", "losses", "reference", "search", "lunr")


@pytest.fixture
def copy(site: Path, tmp_path: Path) -> Path:
    """A site of its own, which the test may change, with some of the pages."""
    without = shutil.ignore_patterns(*APART, "*.map")
    folder = Path(shutil.copytree(site, tmp_path / "site", ignore=without))
    offline.publish(folder)
    return folder


@pytest.fixture
def here(copy: Path) -> Iterator[str]:
    with serving(Quiet, copy) as address:
        yield address


def press(page: Page, here: str, name: str) -> None:
    """Go to the button and press it, on a page that is laid out whole.

    Else what lies above it may get its true height between down and up.
    """
    page.goto(here + HOW_TO)
    page.keyboard.press("Shift")
    page.get_by_role("button", name=name).click()


def hear(page: Page, text: str) -> None:
    """Wait until the page says this of the copy."""
    page.wait_for_selector(f"[data-keep] [role=status]:text('{text}')", timeout=20_000)


def keep(page: Page, here: str) -> None:
    press(page, here, "Keep a copy")
    hear(page, "Kept. Every page")


def test_every_page_opens_without_a_network(
    browser: Browser, site: Path, home: str
) -> None:
    """Some are opened; of all that is kept, each byte comes as it was published."""
    with browser.new_context() as context:
        page = context.new_page()
        keep(page, home)
        context.set_offline(True)
        published = {
            path: b64encode(sha256(file.read_bytes()).digest()).decode()
            for path, file in offline.kept(site).items()
        }
        pages = sorted(site.rglob("index.html"))
        assert len(pages) == sum(path.endswith("/") for path in published)
        assert page.evaluate(SUMS, [*published]) == published
        for address in ("", f"{LABS[0].as_posix()}/", CHAPTER):
            page.goto(home + address)
            assert page.locator("h1").count() == 1, (address, page.content()[:300])
        page.goto(home + CHAPTER.rstrip("/"))  # as a server would redirect it
        assert page.url == home + CHAPTER
        broken = page.evaluate(
            "[...document.images].filter((i) => i.complete && !i.naturalWidth).length"
        )
        assert broken == 0
        python_is_missed_in_a_sentence(page, home)


def python_is_missed_in_a_sentence(page: Page, home: str) -> None:
    page.set_viewport_size({"width": NARROW, "height": 900})
    page.goto(home + CHAPTER)
    bar(page, 1).locator("[data-do=run]").click()
    wait(page, 1, "error")
    code = page.locator(".run__live code")
    there = "Python comes over the network, and there is none. Press Run again when there is."
    assert code.inner_text() == f"{there}\n"
    assert code.evaluate("(code) => code.scrollWidth <= code.clientWidth")
    said = bar(page, 1).locator(".run__said")
    assert said.inner_text() == "not loaded"
    assert said.evaluate("(said) => said.scrollWidth <= said.clientWidth")


def test_a_copy_is_as_new_as_the_site_and_never_a_part_of_it(
    browser: Browser, copy: Path, here: str
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        keep(page, here)
        an_update_is_seen_at_once_and_kept_whole(page, copy, here)
        press(page, here, "Remove the copy")
        hear(page, "The copy is gone.")
        assert page.evaluate("caches.keys()") == []
        what_does_not_arrive_whole_is_given_up(page, copy, here)


def an_update_is_seen_at_once_and_kept_whole(page: Page, copy: Path, here: str) -> None:
    home = copy / "index.html"
    text = home.read_text("utf-8").replace("</h1>", " anew</h1>", 1)
    home.write_text(text, encoding="utf-8")
    offline.publish(copy)
    page.goto(here)
    expect(page.locator("h1")).to_contain_text("anew")
    page.evaluate("navigator.serviceWorker.getRegistration().then((r) => r.update())")
    version = (copy / "offline.js").read_text("utf-8").partition('"version": "')[2][:16]
    page.evaluate(ONLY, f"downhill {version}")
    page.context.set_offline(True)
    page.goto(here)
    expect(page.locator("h1")).to_contain_text("anew")
    page.context.set_offline(False)


def what_does_not_arrive_whole_is_given_up(page: Page, copy: Path, here: str) -> None:
    (copy / "index.html").write_text("<h1>Another file than the list says</h1>")
    press(page, here, "Keep a copy")
    hear(page, "Not kept")
    assert page.evaluate("caches.keys()") == []


def test_python_is_kept_by_choice(browser: Browser, copy: Path, python: Path) -> None:
    cdn = settings(site_config().extra["runtime"])["base"]
    with (
        served(python, {}) as (base, asked),
        serving(Quiet, copy) as here,
        browser.new_context() as context,
    ):
        for file in copy.rglob("*.html"):
            file.write_text(file.read_text("utf-8").replace(cdn, base), "utf-8")
        offline.publish(copy)
        page = context.new_page()
        page.set_default_timeout(LIMIT)
        keep(page, here)
        page.get_by_role("button", name="Keep Python too (19.5 MB)").click()
        hear(page, "Kept. Blocks now run")
        context.set_offline(True)
        asked.clear()
        page.goto(here + HOW_TO)
        bar(page, 1).locator("[data-do=run]").click()
        wait(page, 1, "same")
        assert asked == []
        context.set_offline(False)
        press(page, here, "Remove the copy")
        hear(page, "The copy is gone.")
        assert page.evaluate("caches.keys()") == []
