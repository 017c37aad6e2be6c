"""What is loaded and when: little before the first run, then what is asked for, unharmed."""

import json
from pathlib import Path

from playwright.sync_api import Browser

from downhill.runtime import SIZES, sizes
from tests.browser.running import LIMIT, PADDING, SMALL, bar, running, wait
from tests.browser.visits import NARROW, visit


def test_before_the_first_run(browser: Browser, served: tuple[str, list[str]]) -> None:
    """Nothing is asked of another host, what a run loads is said, and paper has no buttons."""
    home, asked = served
    asked.clear()
    with visit(browser, home + SMALL, NARROW) as page:
        page.wait_for_load_state("networkidle")
        page.emulate_media(media="print")
        assert page.locator(".run").count() > page.locator(".run:visible").count() == 0
        block = page.locator(".language-python.highlight").first
        assert block.evaluate(PADDING) == "0px"
        page.emulate_media(media="screen")
        bar(page, 1).locator("[data-do=edit]").click()
        page.wait_for_selector("textarea")
        note = bar(page, 1).locator("[data-do=run]").get_attribute("title")
        assert "the first run loads 9 MB of Python" in str(note)
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
