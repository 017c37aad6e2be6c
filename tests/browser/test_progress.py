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
        progress_is_saved_erased_and_joined_again(page, tmp_path)


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


def progress_is_saved_erased_and_joined_again(page: Page, tmp_path: Path) -> None:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save it").click()
    file = tmp_path / "progress.json"
    download.value.save_as(file)
    assert json.loads(file.read_text()) == {
        "one-variable/the-derivative": {"read": ["foot"]},
        "one-variable/the-chain-rule": {"run": ["3"]},
    }
    it_is_erased_after_a_question_and_undone(page)
    for wrong in (
        *("{", "[1]", "{}", "null", "3", '{"a": {"run": 3}}', '{"a": null}'),
        *(
            '{"name": "x", "version": "1"}',
            '{"a": {}}',
            '{"a": {"run": ["1"], "b": []}}',
        ),
    ):
        broken = tmp_path / "broken.json"
        broken.write_text(wrong)
        load(page, broken)
        expect(page.locator("[data-progress] [role=status]")).to_have_text(
            "Nothing has changed: this file holds no progress that was saved here."
        )
        expect(page.locator(CHAIN)).to_have_attribute("data-state", "begun")
    other = {"one-variable/the-chain-rule": {"solved": ["exercise-1"], "of": 4}}
    file.write_text(json.dumps(other))
    load(page, file)
    expect(page.locator(CHAIN)).to_have_attribute("data-solved", "1/4")
    said = "Begun. 1 of 4 exercises solved."
    expect(page.locator(CHAIN)).to_have_attribute("aria-description", said)
    expect(page.locator(DERIVATIVE)).to_have_attribute("data-state", "read")
    assert json.loads(page.evaluate(KEPT))["one-variable/the-chain-rule"] == {
        **{"run": ["3"], "solved": ["exercise-1"], "of": 4}
    }


def it_is_erased_after_a_question_and_undone(page: Page) -> None:
    before = page.evaluate(KEPT)
    page.get_by_role("button", name="Erase it", exact=True).click()
    assert page.evaluate(KEPT) == before
    page.get_by_role("button", name="No").click()
    assert page.evaluate(KEPT) == before
    page.get_by_role("button", name="Erase it", exact=True).click()
    page.get_by_role("button", name="Yes, erase it").click()
    expect(page.locator(CHAIN)).to_have_attribute("data-state", "")
    assert page.evaluate(KEPT) is None
    page.get_by_role("button", name="Undo").click()
    assert page.evaluate(KEPT) == before
    expect(page.locator(CHAIN)).to_have_attribute("data-state", "begun")


def load(page: Page, file: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Load it").click()
    chooser.value.set_files(file)
