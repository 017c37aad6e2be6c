"""What the tests of exercises share: a page whose Python is CPython, and an answer typed.

It answers in the session that tests the pages, so that these tests need no download.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route

from downhill.document import Block, Document, read
from downhill.problem import DOCS
from downhill.session import Session
from tests.browser.visits import WIDE, visit

LISTEN = """() => {
  window.solved = [];
  document.addEventListener("downhill:solved", ({detail}) => solved.push(detail));
}"""
SOLVED = "() => solved.map(({exercise}) => exercise)"
# Waits until it is said; what is not seen is not said. After 8 s, nothing.
WAIT = """const heard = async (place, what) => {
  const end = performance.now() + 8000;
  while (!what.test(place.textContent) && performance.now() < end)
    await new Promise((later) => setTimeout(later, 4));
  return place.checkVisibility() && what.test(place.textContent) ? place.textContent.trim() : "";
};"""
# Go to a field as the keyboard does: what it holds is selected, to be typed over.
ENTER = """(id) => {
  const field = document.getElementById(id);
  field.form.nextElementSibling.replaceChildren();
  field.focus();
  field.select();
}"""
SAID = f"""(id) => {{
  {WAIT}
  return heard(document.getElementById(id).form.nextElementSibling, /./);
}}"""
# What stands before the exercises and asks nothing is not seen: it would be laid out anew
# with each key.
ALONE = """() => {
  const parts = [...document.querySelectorAll(".md-content__inner > *")];
  const first = parts.findIndex((part) => part.matches("#exercises"));
  for (const part of parts.slice(0, first))
    part.hidden = !part.matches("h1, details.option, .said, p:has(+ details.option)");
}"""
# What session.js is to the exercises: here another Python answers.
SESSION = """const of = (element) => ({ element, raises: element.dataset.raises ?? null });
const blocks = () => [...document.querySelectorAll(".language-python:not([data-apart])")].map(of);
const python = async (through, code) =>
  (await fetch("/python", { method: "POST", body: JSON.stringify({ through, code }) })).json();
export const ANEW = "";
export const session = {
  alive: true, blocks, hasRun: () => false,
  runThrough: ({ element }) =>
    python(blocks().findIndex((block) => block.element === element) + 1, ""),
  evaluate: (code) => python(-1, code),
};"""


def source(address: str) -> Document:
    return read(DOCS / f"{address.rstrip('/')}.md")


class Python:
    """The page's session, as the exercises see it."""

    def __init__(self, session: Session, address: str) -> None:
        self.session = session
        self.blocks = source(address).run
        self.done = 0

    def run(self, through: int, code: str) -> str:
        """The blocks up to this one; or, through -1, the code on a copy."""
        error, output = None, ""
        while self.done < through:
            block = self.blocks[self.done]
            assert self.session.run(block).error == block.raises
            self.done += 1
        if through < 0:
            lines = tuple(code.split("\n"))
            block = Block(Path("page.md"), 1, 3, "", lines, "python", code)
            result = self.session.run(block, copy=True)
            output = result.output
            error = result.error and {"type": result.error, "last": result.last}
        return json.dumps({"output": output, "error": error})


@contextmanager
def answering(
    browser: Browser, home: str, address: str, width: int = WIDE
) -> Iterator[Page]:
    """A visit to what a page asks, which listens to what is solved."""
    with visit(browser, home + address, width) as page:
        page.evaluate(LISTEN)
        page.evaluate(ALONE)
        yield page


@contextmanager
def solving(
    browser: Browser, home: str, address: str, width: int = WIDE
) -> Iterator[Page]:
    """The same, with Python at hand."""
    with Session() as session, answering(browser, home, address, width) as page:
        python = Python(session, address)

        def session_js(route: Route) -> None:
            route.fulfill(body=SESSION, content_type="text/javascript")

        def answer(route: Route) -> None:
            asked: Any = route.request.post_data_json
            route.fulfill(body=python.run(**asked), content_type="application/json")

        page.route("**/assets/run/session.js", session_js)
        page.route("**/python", answer)
        yield page


def reply(page: Page, id: str, text: str) -> str:
    """Type an answer by keyboard; what is said of it."""
    page.evaluate(ENTER, id)
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    said: str = page.evaluate(SAID, id)
    assert said, id
    return said
