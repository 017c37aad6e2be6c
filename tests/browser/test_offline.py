"""A kept copy opens without a network, and is never older than what a reader has seen."""

import shutil
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from downhill import offline
from tests.browser.conftest import Quiet

HOW_TO = "start/how-to-use-this-site/"
# Resolves when this copy is the only one.
ONLY = """async (name) => {
  while ((await caches.keys()).join() !== name) await new Promise((r) => setTimeout(r, 50));
}"""


@pytest.fixture
def copy(site: Path, tmp_path: Path) -> Path:
    """A site of its own, which the test may change."""
    return Path(shutil.copytree(site, tmp_path / "site"))


@pytest.fixture
def here(copy: Path) -> Iterator[str]:
    with ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Quiet, directory=copy)
    ) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def keep(page: Page, here: str) -> None:
    page.goto(here + HOW_TO)
    page.get_by_role("button", name="Keep a copy").click()
    expect(page.get_by_text("Kept. Every page")).to_be_visible(timeout=20_000)


def test_every_page_opens_without_a_network(
    browser: Browser, copy: Path, here: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    keep(page, here)
    context.set_offline(True)
    for file in sorted(copy.rglob("index.html")):
        address = file.parent.relative_to(copy).as_posix().removeprefix(".")
        page.goto(f"{here}{address}/" if address else here)
        assert page.locator("h1").count() == 1, (address, page.content()[:300])
    page.goto(here + "one-variable/the-derivative")  # as a server would redirect it
    broken = page.evaluate(
        "[...document.images].filter((i) => i.complete && !i.naturalWidth).length"
    )
    assert broken == 0
    context.close()


def test_an_update_is_seen_at_once_and_kept_whole(
    browser: Browser, copy: Path, here: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    keep(page, here)
    home = copy / "index.html"
    text = home.read_text("utf-8").replace("</h1>", " anew</h1>", 1)
    home.write_text(text, encoding="utf-8")
    offline.publish(copy)
    page.goto(here)
    expect(page.locator("h1")).to_contain_text("anew")
    page.evaluate("navigator.serviceWorker.getRegistration().then((r) => r.update())")
    version = (copy / "offline.js").read_text("utf-8").partition('"version": "')[2][:16]
    page.evaluate(ONLY, f"downhill {version}")
    context.set_offline(True)
    page.goto(here)
    expect(page.locator("h1")).to_contain_text("anew")
    context.close()


def test_a_copy_that_does_not_arrive_whole_is_given_up(
    browser: Browser, copy: Path, here: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    (copy / "index.html").write_text("<h1>Another file than the list says</h1>")
    page.goto(here + HOW_TO)
    page.get_by_role("button", name="Keep a copy").click()
    expect(page.get_by_text("Not kept")).to_be_visible(timeout=20_000)
    assert page.evaluate("caches.keys()") == []
    context.close()


def test_the_copy_can_be_removed(browser: Browser, here: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    keep(page, here)
    page.get_by_role("button", name="Remove the copy").click()
    expect(page.get_by_text("The copy is gone.")).to_be_visible()
    assert page.evaluate("caches.keys()") == []
    context.close()
