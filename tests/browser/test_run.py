"""Every block of every page runs in the page, in real Chromium, with the real Pyodide.

One browser and one Python serve all pages: instant navigation keeps it from page to page,
which is what a reader has. Without a browser or without `make runtime` these are skipped;
in CI they must run.
"""

from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import pytest
import yaml
from playwright.sync_api import Page

from downhill import pages
from downhill.labs.notebook import expand, line_of
from downhill.pages import blocks
from downhill.problem import DOCS, Problem
from downhill.style import PALETTE
from tests.browser.running import LAB, RUN, bar, go, wait, write

DIFFERING = Path(__file__).with_name("differing.yml")


class Shown(NamedTuple):
    """A block that readers can run: where an author finds it, and its code."""

    path: Path
    line: int
    code: str


def expected() -> dict[str, list[Shown]]:
    """Every block that readers can run, by page, from the sources."""
    found = {}
    for page in pages.read_all():
        read = blocks.python_blocks(blocks.read(page.path, page.body))
        found[f"{page.address}/"] = [Shown(b.path, b.line, b.code) for b in read]
    for lab in sorted(DOCS.rglob("*.ipynb")):
        address = lab.relative_to(DOCS).with_suffix("").as_posix() + "/"
        found[address] = [
            Shown(lab, line_of(lab, cell), cell["source"])
            for cell in expand(lab)["cells"]
            if cell["cell_type"] == "code" and cell["source"].strip()
        ]
    return {address: shown for address, shown in found.items() if shown}


def listed() -> dict[tuple[str, int], str]:
    """The blocks that may print something else in the browser, and why."""
    text = yaml.safe_load(DIFFERING.read_text(encoding="utf-8"))
    return {
        (f"{address}/", number): reason
        for address, numbers in text.items()
        for number, reason in numbers.items()
    }


def check(
    address: str,
    ran: list[dict[str, Any]],
    shown: list[Shown],
    excused: dict[tuple[str, int], str],
) -> None:
    """A Problem for a block that does not print what is published, unless it is listed."""
    for block, (path, line, _) in zip(ran, shown, strict=True):
        right = block["verdict"] in ("same", "done")
        name = f"`{block['number']}:` of `{address.rstrip('/')}:`"
        if right and (address, block["number"]) in excused:
            what = f"the browser prints what is published in {path.name}:{line}"
            raise Problem(DIFFERING, None, what, f"take {name} off the list")
        if not right and (address, block["number"]) not in excused:
            what = (
                f"{block['said'] or 'does not run'}, in the browser:\n{block['live']}"
            )
            remedy = f"round what it prints, or list it as {name} in {DIFFERING.name}"
            raise Problem(path, line, what, remedy)


@pytest.mark.parametrize("address", expected())
def test_every_block_of_a_page_prints_what_is_published(
    warm: Page, address: str
) -> None:
    go(warm, address)
    ran = warm.evaluate(RUN)
    shown = expected()[address]
    codes = [block.code.rstrip() for block in shown]
    assert [block["code"].rstrip() for block in ran] == codes
    check(address, ran, shown, listed())
    assert warm.evaluate("() => window.first"), "the page was loaded anew"


def test_figures_are_drawn_in_the_colors_of_the_page(warm: Page) -> None:
    go(warm, LAB)
    warm.evaluate(
        """async () => {
          const { session } = await import("/assets/run/session.js");
          for (const block of session.blocks()) await session.runThrough(block);
        }"""
    )
    shown = warm.evaluate(
        """() => Promise.all([...document.querySelectorAll("article figure img")].map((image) => {
          image.loading = "eager";
          return image.decode().then(() => [image.src, image.alt, image.naturalWidth]);
        }))"""
    )
    assert len(shown) == 2
    for source, alt, width in shown:
        svg = unquote(source.removeprefix("data:image/svg+xml,"))
        assert svg.startswith("<svg")
        assert alt
        assert width == 480
        for color in PALETTE["first"]:
            assert color in svg
    colors = []
    for scheme in ("default", "slate"):
        if warm.evaluate("() => document.body.dataset.mdColorScheme") != scheme:
            warm.click("label[for^=__palette]:visible")
        image = warm.locator("article figure img").first
        image.scroll_into_view_if_needed()
        colors.append(image.screenshot())
    assert colors[0] != colors[1]
    warm.click("label[for^=__palette]:visible")


def test_any_figure_of_a_reader_is_drawn(warm: Page) -> None:
    go(warm, LAB)
    code = "plt.imshow([[0, 1], [1, 0]])\nplt.title('mine', color='red')"
    write(warm, 1, f"import matplotlib.pyplot as plt\n{code}")
    wait(warm, 1, "different")
    image = warm.locator(".run__figure img")
    assert (
        image.evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 100
    )
    bar(warm, 1).locator("[data-do=reset]").click()


def test_every_block_that_is_listed_is_there() -> None:
    known = {(a, n + 1) for a, shown in expected().items() for n in range(len(shown))}
    assert listed().keys() <= known


def test_a_block_that_differs_is_named() -> None:
    shown = [Shown(DOCS / "one" / "two.md", 7, "print(x)")]
    ran = [{"number": 1, "verdict": "different", "said": "differs", "live": "1\n"}]
    with pytest.raises(Problem, match=r"docs/one/two\.md:7: differs.*\n1\n"):
        check("one/two/", ran, shown, {})
    check("one/two/", ran, shown, {("one/two/", 1): "why"})
    with pytest.raises(Problem, match="take `1:` of `one/two:` off the list"):
        check("one/two/", [{**ran[0], "verdict": "same"}], shown, {("one/two/", 1): ""})
    with pytest.raises(Problem, match="does not run"):
        check("one/two/", [{**ran[0], "verdict": None, "said": ""}], shown, {})
