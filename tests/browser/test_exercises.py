"""Exercises in a reader's hands: type, choose, write code, and be answered.

Every visit fails on an error on the console.
"""

import json
import re

import pytest
from playwright.sync_api import Browser, Page

from downhill import pages
from downhill.document import Block
from downhill.exercises.tasks import Tasks
from tests.browser.axe import COLORS, OPEN, objections
from tests.browser.keyboard import undrawn
from tests.browser.solving import (
    ALONE,
    LISTEN,
    SOLVED,
    WAIT,
    answering,
    reply,
    solving,
    source,
)
from tests.browser.visits import CHAPTER, NARROW, WIDE

CHAPTERS = [f"{page.address}/" for page in pages.read_all() if page.is_chapter]
# What has been loaded of what grades.
GRADES = """() => performance.getEntriesByType("resource").map(({name}) => name)
  .filter((name) => name.includes("/assets/exercise/"))"""
# Each field: its name, what is known of its answer, and its hints.
FIELDS = """() => [...document.querySelectorAll(".answer")].map((box) => [
  box.querySelector("input").id, box.dataset.answer,
  [...box.querySelectorAll(".because")].map((hint) => hint.textContent)])"""
# Put answers into fields and submit them, one after another; what is said of each.
REPLIES = (
    "async (answers) => {"
    + WAIT
    + """
  const said = [];
  for (const [id, text] of answers) {
    const input = document.getElementById(id), place = input.form.nextElementSibling;
    place.replaceChildren();
    input.value = text;
    input.form.requestSubmit();
    said.push(input.checkVisibility() ? await heard(place, /./) : "");
  }
  return said;
}"""
)
QUESTIONS = """() =>
  document.querySelectorAll("p:has(+ details.option)").length"""
# Open all options that are closed; of each its text, whether it is right, and what is said.
OPTIONS = """() => [...document.querySelectorAll("details.option")].map((option) => {
  const summary = option.firstElementChild;
  if (!option.open) summary.click();
  let state = option;
  while (!state.matches("p[role=status]")) state = state.nextElementSibling;
  const right = option.querySelector("p > strong").textContent.startsWith("Right");
  return [summary.textContent, right, option.open && state.checkVisibility() ? state.textContent : ""];
})"""
CHECKED = (
    "() => {"
    + WAIT
    + """
  return heard(document.querySelector("textarea.code ~ .said"), /checks pass|fails|never/);
}"""
)
# Have code checked, one piece after another, by the button; what is said of each.
CHECK = (
    f"async (codes) => {{ const checked = {CHECKED};"
    """
  const code = document.querySelector("textarea.code"), said = [];
  const check = [...document.querySelectorAll("textarea.code ~ .reply button")]
    .find((button) => button.textContent === "Check");
  for (const text of codes) {
    document.querySelector("textarea.code ~ .said").replaceChildren();
    code.value = text;
    code.dispatchEvent(new Event("input"));
    check.click();
    said.push(await checked());
  }
  return said;
}"""
)
# The id of the exercise that is solved in code.
EXERCISE = """() => [...document.querySelectorAll("h3[id^=exercise-]")].findLast((heading) =>
  heading.compareDocumentPosition(document.querySelector("textarea.code")) & 4).id"""
SMALL = """() => [...document.querySelectorAll(".reply > *, .rung")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
  .map((one) => one.outerHTML)"""
# Take away what is not seen, on which axe would take its time; how many have been answered.
ANSWERED = """() => {
  document.querySelectorAll(".md-content__inner > [hidden]").forEach((part) => part.remove());
  return [...document.querySelectorAll(".said")].filter((said) => said.checkVisibility() && said.textContent).length;
}"""


def test_a_chapter_in_a_reader_s_hands(browser: Browser, home: str) -> None:
    """One visit to what is typed there: what fails says which it is."""
    with solving(browser, home, CHAPTER, NARROW) as page:
        a_number_by_keyboard(page)
        page.set_viewport_size({"width": WIDE, "height": 900})
        the_ladder_opens_one_hint_after_another(page)
        another_one_has_its_own_answer(page)
        what_was_answered_is_there_on_return(page)
        lines_are_indented_as_they_are_typed_and_kept(page)
        page.set_viewport_size({"width": NARROW, "height": 900})
        it_is_accessible_when_it_has_answered(page)


def a_number_by_keyboard(page: Page) -> None:
    """What grades is loaded with the first answer."""
    assert page.evaluate(GRADES) == []
    assert "The sign is lost." in reply(page, "exercise-1-answer-1", "0.25")
    assert len(page.evaluate(GRADES)) == 2, "grade.js and formula.js, and no Python"
    assert page.get_attribute("#exercise-1-answer-1", "aria-invalid") == "true"
    near = reply(page, "exercise-1-answer-1", "-0.255")
    assert "Near: right to within 0.01, not yet to within 0.001." in near
    assert "as in -1/4" in reply(page, "exercise-1-answer-1", "a quarter")
    assert page.evaluate(SOLVED) == []
    assert reply(page, "exercise-1-answer-1", "-1/4") == "Right."
    assert page.evaluate("() => solved") == [
        {"page": f"/{CHAPTER}", "exercise": "exercise-1"}
    ]
    wrong = reply(page, "exercise-1-answer-1", "7")
    assert wrong.count("Not yet.") == 1, "it is said once"
    assert reply(page, "exercise-1-answer-1", "-.25") == "Right."
    assert len(page.evaluate(SOLVED)) == 1


def the_ladder_opens_one_hint_after_another(page: Page) -> None:
    for rung in ("Hint 1", "Hint 2", "Solution"):
        assert f"Open: {rung}" in reply(page, "exercise-1-answer-1", "7")
        page.get_by_role("button", name=f"Open: {rung}").press("Enter")
        now = "() => document.activeElement.innerText"
        assert page.evaluate(now) == rung
        assert page.evaluate("() => document.activeElement.parentElement.open")
    assert "Open:" not in reply(page, "exercise-1-answer-1", "7")


def another_one_has_its_own_answer(page: Page) -> None:
    box = page.locator(".answer:has(#exercise-1-answer-1)")
    expected = json.loads(str(box.get_attribute("data-answer")))["expected"]
    for _ in range(3):
        asked = box.locator(".asked:visible").get_attribute("id")
        box.get_by_role("button", name="Another").press("Enter")
        now = str(box.locator(".asked:visible").get_attribute("id"))
        assert now != asked
        named = page.get_attribute("#exercise-1-answer-1", "aria-labelledby")
        assert named == now
        variant = int(now.rpartition("-")[2]) - 1
        right = str(expected[variant])
        assert reply(page, "exercise-1-answer-1", right) == "Right."
        hint = page.locator("#exercise-1 ~ .hint .for").first
        if variant:
            text = hint.text_content()
            assert text == f"With the numbers of: {box.evaluate(FIRST)}"
        else:
            assert not hint.count()


# The first question of a field, without how closely it is asked.
FIRST = """(box) => [...box.querySelector(".asked").childNodes]
  .filter((part) => part.className !== "within").map((part) => part.textContent).join("")"""
MARK = "(place) => getComputedStyle(place, '::after').content"


def what_was_answered_is_there_on_return(page: Page) -> None:
    """With a mark at what is solved, and a count in the menu."""
    typed = page.input_value("#exercise-1-answer-1")
    asked = page.locator("#exercise-1 ~ .answer .asked:visible").first.get_attribute(
        "id"
    )
    page.locator("details.option:has(p > strong:text('Right')) summary").first.click()
    reply(page, "exercise-2-answer-2", "7")
    page.reload()
    page.evaluate(ALONE)
    assert page.input_value("#exercise-1-answer-1") == typed
    assert page.locator(f"#{asked}").is_visible()
    said = page.locator("form:has(#exercise-1-answer-1) + .said")
    assert said.text_content() == "Right. "
    assert page.input_value("#exercise-2-answer-2") == "7"
    assert page.locator("#exercise-1").evaluate(MARK) == '"solved"'
    assert page.locator("#exercise-2").evaluate(MARK) == "none"
    assert page.locator("p.solved + details.option, p.solved ~ .option[open]").count()
    link = page.locator(".md-nav--primary a[data-solved]")
    assert link.count() == 1
    assert str(link.get_attribute("data-solved")).startswith("1/")
    page.evaluate(LISTEN)


def lines_are_indented_as_they_are_typed_and_kept(page: Page) -> None:
    page.get_by_role("button", name="Solve it here").press("Enter")
    page.wait_for_selector("textarea.code:focus")
    page.keyboard.press("ControlOrMeta+A")
    for line in ("def f():", "if True:", "return 1"):
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    text = page.input_value("textarea.code")
    assert text == "def f():\n    if True:\n        return 1\n        "
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert page.input_value("textarea.code") == text
    page.keyboard.press("Escape")
    assert page.evaluate("() => document.activeElement.innerText") == "Check"
    page.reload()
    page.evaluate(ALONE)
    page.wait_for_selector("textarea.code")
    assert page.input_value("textarea.code") == text, "a draft is kept"
    page.get_by_role("button", name="Start over").click()
    task = next(iter(Tasks(source(CHAPTER)).tasks.values()))
    assert page.input_value("textarea.code") == task.start.code


def it_is_accessible_when_it_has_answered(page: Page) -> None:
    """The rest of the page is looked at elsewhere, as it is before an answer."""
    page.evaluate(OPEN)
    fields = page.locator(".answer input").all()[:3]
    for field, text in zip(fields, ("0.25", "7", "-3x^2+3x"), strict=True):
        reply(page, str(field.get_attribute("id")), text)
    for _ in ("closed", "open"):
        page.locator("details.option summary").first.click()
    write(page, "def tangent(f, a, x):\n    return x")
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        wide = "() => document.documentElement.scrollWidth"
        assert page.evaluate(wide) <= width
        assert page.evaluate(SMALL) == [], width
    assert page.evaluate(ANSWERED) == 5
    assert objections(page) == [], f"light, {NARROW} px"
    page.set_viewport_size({"width": WIDE, "height": 900})
    assert objections(page) == [], f"light, {WIDE} px"
    page.click("label[for^=__palette]:visible")
    assert objections(page, COLORS) == [], f"dark, {WIDE} px"
    page.set_viewport_size({"width": NARROW, "height": 900})
    assert objections(page, COLORS) == [], f"dark, {NARROW} px"


def test_a_formula_in_many_spellings(browser: Browser, home: str) -> None:
    with answering(browser, home, "many-variables/partial-derivatives/") as page:
        for text in ("2x*y", "2*x*y", "x*y*2", "2 x y", "2yx", "((x+y)^2-x^2-y**2)"):
            assert reply(page, "exercise-1-answer-2", text) == "Right.", text
        wrong = reply(page, "exercise-1-answer-2", "x^2")
        assert "This is the derivative in" in wrong
        assert "constant factor" in reply(page, "exercise-1-answer-2", "xy")
        wrong = reply(page, "exercise-1-answer-2", "2x + y")
        assert wrong.startswith("Not yet. At x = ")
        assert "z has no meaning here" in reply(page, "exercise-1-answer-2", "2xz")
        assert page.evaluate(SOLVED) == [], "its number is still open"


@pytest.mark.parametrize("address", CHAPTERS)
def test_every_answer_of_a_chapter(browser: Browser, home: str, address: str) -> None:
    """One visit to all that it asks: what fails says which it is."""
    with solving(browser, home, address) as page, undrawn(page):
        for asked in (every_number_and_its_hints, every_question, the_task_in_code):
            page.evaluate("() => { solved.length = 0 }")
            asked(page, address)


def every_number_and_its_hints(page: Page, _: str) -> None:
    """What is expected is right, what is wrong gets its hint: through the field itself."""
    answers, due = [], []
    for id, data, hints in page.evaluate(FIELDS):
        given = json.loads(data)
        if "tolerance" not in given:
            continue
        assert len(hints) == len(given["wrong"]), id
        answers.append((id, repr(given["expected"][0])))
        due.append(("Right.", ""))
        for hint, values in zip(hints, given["wrong"], strict=True):
            answers.append((id, repr(values[0])))
            due.append(("Not yet.", hint))
    assert answers
    said = page.evaluate(REPLIES, answers)
    for answer, (begins, hint), text in zip(answers, due, said, strict=True):
        assert text.startswith(begins), (answer, text)
        assert hint in text if hint else text == begins, (answer, text)


def every_question(page: Page, _: str) -> None:
    many = page.evaluate(QUESTIONS)
    page.focus("details.option summary")
    page.keyboard.press("Enter")
    assert page.locator("details.option").first.get_attribute("open") is not None
    options = page.evaluate(OPTIONS)
    assert options
    for text, right, said in options:
        due = ("Answered.",) if right else ("Answered.", "Not yet. Choose another.")
        assert said in due, text
    questions = [f"question-{number + 1}" for number in range(many)]
    assert page.evaluate(SOLVED) == questions


def write(page: Page, code: str) -> str:
    """Replace what stands in the field, check it by keyboard; what is said."""
    page.fill("textarea.code", code)
    page.focus("textarea.code")
    page.evaluate(
        "() => document.querySelector('textarea.code ~ .said').replaceChildren()"
    )
    page.keyboard.press("ControlOrMeta+Enter")
    said: str = page.evaluate(CHECKED)
    return said


def the_task_in_code(page: Page, address: str) -> None:
    """Start, wrong answers and solution, as the reader has them checked in the page."""
    task = next(iter(Tasks(source(address)).tasks.values()))
    page.get_by_role("button", name="Solve it here").press("Enter")
    page.wait_for_selector("textarea.code:focus")
    assert page.input_value("textarea.code") == task.start.code
    assert re.match(r"Not yet. \d of \d", write(page, task.start.code))
    hints = {block.code: f"Not yet. {of(block)}" for block in task.wrong}
    errors = {
        "nothing_of_this_name": "Line 1: NameError",
        "x = 1\nx = = 2": "Line 2: SyntaxError",
    }
    assert len(hints) == len(task.wrong)
    due = hints | errors
    for code, said in zip(due, page.evaluate(CHECK, list(due)), strict=True):
        assert due[code] in said, code
    assert page.evaluate(SOLVED) == []
    solution = "\n".join(block.code for block in task.solution)
    (said,) = page.evaluate(CHECK, [solution])
    assert re.fullmatch(r"Right. (\d) of \1 checks pass.\s*", said), said
    assert page.evaluate(SOLVED) == [page.evaluate(EXERCISE)]
    page.get_by_role("button", name="Start over").click()
    assert page.input_value("textarea.code") == task.start.code


def of(wrong: Block) -> str:
    """What the page says of a wrong answer."""
    assert wrong.output
    return wrong.output.code.strip()
