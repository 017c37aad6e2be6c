"""What the browser tests share: the pages that there are, and a visit that is watched."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, WebError

from downhill import pages
from downhill.problem import DOCS

NARROW, WIDE = 390, 1440
CHAPTER = "one-variable/the-derivative/"  # with everything that a page can have
LABS = [lab.relative_to(DOCS).with_suffix("") for lab in DOCS.rglob("*.ipynb")]
# Two frames: what is new is laid out, and who watches sizes has been told.
FRAMES = """() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => done())))"""
ADDRESSES = sorted(
    [
        "",
        "404.html",
        *(f"{page.address}/" for page in pages.read_all() if page.address != "index"),
        *(f"{lab.as_posix()}/" for lab in LABS),
    ]
)


@cache
def window(browser: Browser) -> Page:
    """The one that visits share: a window of its own costs as much again as its page."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    context.set_default_timeout(8000)
    return context.new_page()


@contextmanager
def visit(
    browser: Browser,
    url: str,
    width: int = WIDE,
    *,
    dark: bool = False,
) -> Iterator[Page]:
    """A page that has loaded; a fault that the browser reports fails the test.

    A fault is an error on the console, an exception of a script, what the security policy
    refuses, or a request to another host. The reader asks for less motion: so nothing has
    to be waited for.
    """
    faults: list[str] = []
    home = "/".join(url.split("/")[:3]) + "/"
    page = window(browser)
    context = page.context

    def asked(request: Request) -> None:
        if not request.url.startswith((home, "data:", "blob:")):
            faults.append(f"asks {request.url}")

    def told(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(message.text)

    def raised(error: WebError) -> None:
        faults.append(str(error.error))

    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(
        media="null",
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    heard: dict[Any, Any] = {"request": asked, "console": told, "weberror": raised}
    for event, listener in heard.items():
        context.on(event, listener)
    try:
        page.goto(url)
        if page.evaluate("() => localStorage.length"):
            # What `_forget` cleared; another process of the browser may learn of it late.
            page.evaluate("() => localStorage.clear()")
            page.goto("about:blank")  # to reload it would be to come back
            page.goto(url)
        yield page
    finally:
        for event, listener in heard.items():
            context.remove_listener(event, listener)
        _forget(page, home)
    assert not faults, f"{url}: " + "; ".join(faults)


def _forget(page: Page, home: str) -> None:
    """Leave nothing of a visit: what it stored, its tabs, its routes, the place of the mouse."""
    for other in page.context.pages:
        if other is not page:
            other.close()
    page.unroute_all()
    page.context.unroute_all()
    if page.url.startswith(home):
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    page.goto("about:blank")  # or the next visit could be one to another part of a page
    page.mouse.move(0, 0)  # no page has to answer it now
