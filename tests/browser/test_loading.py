"""What is loaded and when: little before the first run, then what is asked for, unharmed."""

import gzip
import json
import re
from pathlib import Path

from playwright.sync_api import Browser

from downhill.runtime import SIZES, fetch
from tests.browser.running import LIMIT, PADDING, SMALL, bar, running, wait
from tests.browser.visits import NARROW, visit


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


def test_nothing_is_asked_of_another_host_before_the_first_run(
    browser: Browser, served: tuple[str, list[str]]
) -> None:
    home, asked = served
    asked.clear()
    with visit(browser, home + SMALL, NARROW) as page:
        page.wait_for_load_state("networkidle")
        bar(page, 1).locator("[data-do=edit]").click()
        page.wait_for_selector("textarea")
        note = bar(page, 1).locator("[data-do=run]").get_attribute("title")
        assert note is not None
        assert "the first run loads 9 MB of Python" in note
    assert asked == []


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
        bar(page, 1).locator("[data-do=run]").click()
        wait(page, 1, "error")
        assert bar(page, 1).locator(".run__said").inner_text() == "not loaded"
        assert "could not be loaded" in page.locator(".run__live").inner_text()


def test_nothing_moves_when_the_buttons_come_and_paper_has_none(
    browser: Browser, served: tuple[str, list[str]]
) -> None:
    home, _ = served
    with browser.new_context(viewport={"width": NARROW, "height": 800}) as context:
        page = context.new_page()
        page.add_init_script(
            """window.shifts = [];
            new PerformanceObserver((list) => list.getEntries().forEach((entry) =>
              shifts.push(...entry.sources.map(({node}) => node?.className ?? ""))))
              .observe({type: "layout-shift", buffered: true});"""
        )
        page.goto(home + SMALL)
        page.wait_for_selector(".run")
        page.wait_for_timeout(200)
        page.emulate_media(media="print")
        assert page.locator(".run:visible").count() == 0
        block = page.locator(".language-python.highlight").first
        assert block.evaluate(PADDING) == "0px"
        page.emulate_media(media="screen")
        heights = page.evaluate(
            """() => [...document.querySelectorAll(".language-python.highlight")].map((block) => {
              const tall = block.offsetHeight;
              block.querySelector(".run").remove();
              return [tall, block.offsetHeight];
            })"""
        )
        assert heights
        assert all(with_bar == without for with_bar, without in heights)
        assert (
            page.evaluate("() => shifts.filter((name) => /highlight|run/.test(name))")
            == []
        )


def test_the_sizes_that_pages_name_are_true(python: Path) -> None:
    assert json.loads(SIZES.read_text(encoding="utf-8")) == fetch.sizes(python)
