"""A browser, the built site and its address, for the tests that need the real thing.

The browser is Debian's Chromium or any that is installed; playwright only drives it. Where
there is none, these tests are skipped and say so; with CI=true they fail.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.browser.running import LIMIT, Quiet, running, runtime, serving
from tests.browser.visits import WIDE

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
]
ELSEWHERE = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"


def find_browser() -> str:
    """Its path; skips the test if there is none, and in CI fails it."""
    for path in filter(None, map(shutil.which, NAMES)):
        return path
    said = f"no browser: none of {', '.join(NAMES)} is installed"
    if os.environ.get("CI") == "true":
        pytest.fail(f"{said}\n  remedy: apt-get install chromium", pytrace=False)
    pytest.skip(said)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_browser()
    with sync_playwright() as playwright:
        arguments = [*ARGUMENTS, ELSEWHERE]
        started = playwright.chromium.launch(executable_path=path, args=arguments)
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(browser: Browser, request: pytest.FixtureRequest) -> Path:
    """The built site; without a browser there is no need of it."""
    found: Path = request.getfixturevalue("built_site")
    return found


@pytest.fixture(scope="session")
def home(site: Path) -> Iterator[str]:
    """The address that the site is served at."""
    with serving(Quiet, site) as address:
        yield address


@pytest.fixture(scope="session")
def python() -> Path:
    return runtime()


@pytest.fixture(scope="session")
def served(
    browser: Browser, site: Path, python: Path
) -> Iterator[tuple[str, list[str]]]:
    with running(site, python) as addresses:
        yield addresses


@pytest.fixture(scope="session")
def warm(browser: Browser, served: tuple[str, list[str]]) -> Iterator[Page]:
    """A page that goes on from test to test, as does its Python."""
    home, _ = served
    size: ViewportSize = {"width": WIDE, "height": 900}
    with browser.new_context(viewport=size, reduced_motion="reduce") as context:
        context.set_default_timeout(LIMIT)
        page = context.new_page()
        faults: list[str] = []
        page.on(
            "console", lambda m: faults.append(m.text) if m.type == "error" else None
        )
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(home)
        page.evaluate("() => { window.first = true }")
        yield page
        assert faults == []
