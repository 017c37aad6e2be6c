"""What the browser tests share: the pages that there are, and a visit that is watched."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, Request

from downhill import pages
from downhill.problem import DOCS

NARROW, WIDE = 390, 1440
CHAPTER = "one-variable/the-derivative/"  # with everything that a page can have
LABS = [lab.relative_to(DOCS).with_suffix("") for lab in DOCS.rglob("*.ipynb")]
ADDRESSES = sorted(
    [
        "",
        "404.html",
        *(f"{page.address}/" for page in pages.read_all() if page.address != "index"),
        *(f"{lab.as_posix()}/" for lab in LABS),
    ]
)


@contextmanager
def visit(
    browser: Browser,
    url: str,
    width: int = WIDE,
    *,
    dark: bool = False,
    still: bool = True,
) -> Iterator[Page]:
    """A page as a new reader gets it; a fault that the browser reports fails the test.

    A fault is an error on the console, an exception of a script, what the security policy
    refuses, or a request to another host. `still` asks for less motion, so that nothing
    has to be waited for.
    """
    faults: list[str] = []
    home = "/".join(url.split("/")[:3]) + "/"

    def asked(request: Request) -> None:
        if not request.url.startswith((home, "data:", "blob:")):
            faults.append(f"asks {request.url}")

    with browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce" if still else "no-preference",
        permissions=["clipboard-read", "clipboard-write"],
    ) as context:
        context.set_default_timeout(8000)
        context.on("request", asked)
        context.on(
            "console", lambda m: faults.append(m.text) if m.type == "error" else None
        )
        context.on("weberror", lambda raised: faults.append(str(raised.error)))
        page = context.new_page()
        page.goto(url)
        yield page
    assert not faults, f"{url}: " + "; ".join(faults)
