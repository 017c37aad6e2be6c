"""What is loaded and when: little before the first run, then what is asked for, unharmed."""

import gzip
import json
import re
from pathlib import Path

from playwright.sync_api import Browser, Page

from downhill.runtime import SIZES, sizes
from tests.browser.running import LIMIT, PADDING, SMALL, bar, running, wait
from tests.browser.visits import NARROW, visit

# All that moved since the page began to load.
SHIFTS = """() => {
  window.shifts = [];
  new PerformanceObserver((list) => list.getEntries().forEach((entry) =>
    shifts.push(...entry.sources.map(({node}) => node?.className ?? ""))))
    .observe({type: "layout-shift", buffered: true});
}"""
# How high each block is with its buttons and without.
HEIGHTS = """() => [...document.querySelectorAll(".language-python.highlight")].map((block) => {
  const tall = block.offsetHeight, bar = block.querySelector(".run");
  bar.style.display = "none";
  const bare = block.offsetHeight;
  bar.style.display = "";
  return [tall, bare];
})"""


def test_little_comes_before_the_first_run(site: Path) -> None:
    """Compressed: the scripts that come with a page, with all that they import at once."""
    waiting, seen = [site / "assets" / "run" / "start.js"], {}
    while waiting:
        file = waiting.pop()
        text = file.read_text(encoding="utf-8")
        seen[file.name] = len(gzip.compress(text.encode()))
        names = re.findall(r'\bimport\b[^"(]*\bfrom *"\./([\w.]+)"', text)
        waiting += [file.with_name(name) for name in names if name not in seen]
    assert set(seen) >= {"start.js", "blocks.js"}
    assert sum(seen.values()) < 15_000


def test_before_the_first_run(browser: Browser, served: tuple[str, list[str]]) -> None:
    """One visit: what fails says which it is."""
    home, asked = served
    asked.clear()
    with visit(browser, home + SMALL, NARROW) as page:
        page.evaluate(SHIFTS)
        page.wait_for_load_state("networkidle")
        nothing_moved_when_the_buttons_came_and_paper_has_none(page)
        the_size_of_what_a_run_loads_is_said(page)
    assert asked == [], "nothing is asked of another host"


def nothing_moved_when_the_buttons_came_and_paper_has_none(page: Page) -> None:
    page.emulate_media(media="print")
    assert page.locator(".run").count() > page.locator(".run:visible").count() == 0
    block = page.locator(".language-python.highlight").first
    assert block.evaluate(PADDING) == "0px"
    page.emulate_media(media="screen")
    heights = page.evaluate(HEIGHTS)
    assert heights
    assert all(with_bar == without for with_bar, without in heights)
    moved = "() => shifts.filter((name) => /highlight|run/.test(name))"
    assert page.evaluate(moved) == []


def the_size_of_what_a_run_loads_is_said(page: Page) -> None:
    bar(page, 1).locator("[data-do=edit]").click()
    page.wait_for_selector("textarea")
    note = bar(page, 1).locator("[data-do=run]").get_attribute("title")
    assert note is not None
    assert "the first run loads 9 MB of Python" in note


def test_a_runtime_with_a_wrong_file_does_not_run(
    browser: Browser, site: Path, python: Path, tmp_path: Path
) -> None:
    for file in python.iterdir():
        (tmp_path / file.name).symlink_to(file)
    wheel = next(tmp_path.glob("numpy-*.whl"))
    wheel.unlink()
    wheel.write_bytes(next(python.glob("numpy-*.whl")).read_bytes()[:-1] + b"x")
    with running(site, tmp_path) as (home, _), browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(LIMIT)
        page.goto(home + SMALL)
        context.set_offline(True)  # before the scripts that run a block are there
        bar(page, 1).locator("[data-do=run]").click()
        bar(page, 1).get_by_text("no network: press again").wait_for()
        context.set_offline(False)
        bar(page, 1).locator("[data-do=run]").click()
        wait(page, 1, "error")
        assert bar(page, 1).locator(".run__said").inner_text() == "not loaded"
        shown = (
            "Python could not be loaded: not every file of it arrived. Press Run again."
        )
        assert page.locator(".run__live code").inner_text() == f"{shown}\n"


def test_the_sizes_that_pages_name_are_true(python: Path) -> None:
    assert json.loads(SIZES.read_text(encoding="utf-8")) == sizes(python)
