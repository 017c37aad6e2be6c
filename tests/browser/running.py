"""What the tests of running blocks share: the built site with a real Python on loopback.

The site is served as it is published, but for two addresses: its own, which instant
navigation compares, and Pyodide's, which stands on another host here as it does there.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from downhill.document import site_config
from downhill.problem import CACHE
from downhill.runtime import fetch, settings

RUNTIME = CACHE / "runtime"
SMALL = "start/how-to-use-this-site/"
LAB = "losses/learning-rate-lab/"
PADDING = "(block) => getComputedStyle(block).paddingBottom"  # the place of its buttons
LIMIT = 60_000  # milliseconds, on a machine that does other things too

# The list of the pages that come in place is there.
LISTED = """() => performance.getEntriesByType("resource")
  .some(({ name }) => name.endsWith("/sitemap.xml"))"""

# Run a whole page as a reader who asks for its last block; what each block shows then.
RUN = """async () => {
  const { session } = await import("/assets/run/session.js");
  const blocks = session.blocks();
  await session.runThrough(blocks.at(-1));
  return blocks.map(({number, element, code}) => ({
    number,
    verdict: element.querySelector(".run").dataset.verdict,
    said: element.querySelector(".run__said").textContent,
    code: code.textContent,
    live: element.nextElementSibling?.matches(".run__live") ? element.nextElementSibling.querySelector("code").textContent : "",
  }));
}"""


def runtime() -> Path:
    """A checked copy of Pyodide; CI fetches it, elsewhere the tests are skipped without it."""
    if os.environ.get("CI") != "true" and not RUNTIME.is_dir():
        pytest.skip("no Python for the browser\n  remedy: make runtime")
    fetch(RUNTIME)
    return RUNTIME


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or a body waits 40 ms for what tells of it

    def log_message(self, format: str, *_: object) -> None:
        pass


class Files(Quiet):
    """Serves a folder with some words replaced, to pages of any origin; notes what is asked."""

    extensions_map = {  # noqa: RUF012
        **SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def __init__(self, *a: Any, words: dict[str, str], asked: list[str], **k: Any):
        self.words, self.asked = words, asked
        super().__init__(*a, **k)

    def do_GET(self) -> None:
        self.asked.append(self.path)
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if path.suffix not in (".html", ".xml") or not path.is_file():
            return super().do_GET()
        text = path.read_text(encoding="utf-8")
        for old, new in self.words.items():
            text = text.replace(old, new)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def end_headers(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()


@contextmanager
def serving(handler: Any, folder: Path, **options: Any) -> Iterator[str]:
    """A folder's address on loopback, as this handler serves it."""
    serve = partial(handler, directory=folder, **options)
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@contextmanager
def served(folder: Path, words: dict[str, str]) -> Iterator[tuple[str, list[str]]]:
    """A folder's address on loopback, and the paths that are asked of it."""
    asked: list[str] = []
    with serving(Files, folder, words=words, asked=asked) as address:
        yield address, asked


@contextmanager
def running(site: Path, python: Path) -> Iterator[tuple[str, list[str]]]:
    """The address of the site with this Python, and what is asked of Python's host."""
    config = site_config()
    words: dict[str, str] = {}
    with (
        served(python, {}) as (base, asked),
        served(site, words) as (home, _),
    ):
        words[settings(config.extra["runtime"])["base"]] = base
        words[config.site_url] = home
        assert urlsplit(base).port != urlsplit(home).port
        yield home, asked


def go(page: Page, address: str) -> None:
    """To a page as it is published, by a link, as readers go: so Python goes on."""
    page.wait_for_function(LISTED)
    if page.evaluate("() => location.pathname") == f"/{address}":
        go(page, "reference/status/")
    page.evaluate(
        """(address) => {
          const link = document.createElement("a");
          link.href = `/${address}`;
          document.body.append(link);
          link.click();
          link.remove();
        }""",
        address,
    )
    page.wait_for_function(
        """(address) => document.querySelector("link[rel=canonical]").href
             === location.origin + "/" + address
          && document.querySelectorAll(".run").length
             === document.querySelectorAll(
               ".language-python.highlight:not([data-apart], [data-apart] *)").length""",
        arg=address,
    )


def bar(page: Page, number: int) -> Any:
    return page.locator(".language-python.highlight").nth(number - 1).locator(".run")


def wait(page: Page, number: int, verdict: str) -> None:
    page.wait_for_function(
        """([number, verdict]) => document.querySelectorAll(".run")[number - 1]
          .dataset.verdict === verdict""",
        arg=[number, verdict],
    )


def write(page: Page, number: int, code: str) -> None:
    """Edit a block and run it, by the keyboard."""
    bar(page, number).locator("[data-do=edit]").press("Enter")
    field = page.locator("textarea")
    field.fill(code)
    field.press("Control+Enter")
    field.press("Escape")
