"""Progress stays in the browser, colors the map, and goes with its reader as a file."""

import json
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

MAP = "start/map/"
DERIVATIVE = '[data-chapter="one-variable/the-derivative"]'
CHAIN = '[data-chapter="one-variable/the-chain-rule"]'


KEPT = "() => localStorage.getItem('downhill:progress')"
RUN = """document.dispatchEvent(
  new CustomEvent("downhill:ran", { detail: { block: { number: 3 } } })
)"""


def test_progress(browser: Browser, home: str, tmp_path: Path) -> None:
    """One reader's way: what fails says which part of it."""
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        a_chapter_is_read_at_its_foot_and_begun_by_a_run(page, home)
        progress_is_saved_erased_and_loaded_again(page, tmp_path)


def a_chapter_is_read_at_its_foot_and_begun_by_a_run(page: Page, home: str) -> None:
    page.goto(home + MAP)
    expect(page.locator(DERIVATIVE)).to_have_attribute(
        "aria-description", "Not read yet."
    )
    page.goto(home + "one-variable/the-derivative/")
    page.locator(".take").scroll_into_view_if_needed()
    page.wait_for_function(KEPT)
    page.goto(home + "one-variable/the-chain-rule/")
    page.evaluate(RUN)
    page.goto(home + MAP)
    expect(page.locator(DERIVATIVE)).to_have_attribute("aria-description", "Read.")
    expect(page.locator(CHAIN)).to_have_attribute("aria-description", "Begun.")
    tint = "e => getComputedStyle(e).backgroundColor"
    fills = [page.locator(at).evaluate(tint) for at in (DERIVATIVE, CHAIN)]
    assert fills[0] != fills[1]


def progress_is_saved_erased_and_loaded_again(page: Page, tmp_path: Path) -> None:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save it").click()
    file = tmp_path / "progress.json"
    download.value.save_as(file)
    assert json.loads(file.read_text()) == {
        "one-variable/the-derivative": {"read": ["foot"]},
        "one-variable/the-chain-rule": {"run": ["3"]},
    }
    page.get_by_role("button", name="Erase it").click()
    expect(page.locator(CHAIN)).to_have_attribute("data-state", "")
    assert page.evaluate("localStorage.getItem('downhill:progress')") is None
    for wrong in ("{", "[1]", '{"a": {"run": 3}}'):
        broken = tmp_path / "broken.json"
        broken.write_text(wrong)
        load(page, broken)
        expect(page.get_by_text("Nothing has changed")).to_be_visible()
    load(page, file)
    expect(page.locator(CHAIN)).to_have_attribute("data-state", "begun")


def load(page: Page, file: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Load it").click()
    chooser.value.set_files(file)
