"""Blocks in a reader's hands, in real Chromium, with the real Pyodide.

Every block of every page runs in the page; one is edited, drawn, stopped, wrong. One browser
and one Python serve all: instant navigation keeps it from page to page, which is what a
reader has. It starts twice, the second time after it was stopped. Without a browser or
without `make runtime` these are skipped; in CI they must run.
"""

import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from downhill.problem import DOCS, Problem
from downhill.style import PALETTE
from tests.browser.axe import COLORS, OPEN, objections
from tests.browser.published import Shown, check, expected, listed
from tests.browser.running import LAB, RUN, SMALL, bar, go, wait, write
from tests.browser.visits import CHAPTER, NARROW, WIDE

# All that is said at the first block from here on.
SAYS = """() => {
  const place = document.querySelector(".run__said");
  window.says = [];
  new MutationObserver(() => says.push(place.textContent)).observe(place, {childList: true});
}"""
DEEP = """from functools import partial
def f(o, *, u=1):
    r = partial(f, u=1)
    return [r(x) for x in o]
o = []
o.append(o)
f(o)"""


def test_only_the_packages_that_a_block_imports_are_loaded(
    warm: Page, served: tuple[str, list[str]]
) -> None:
    """It comes first: here Python starts."""
    _, asked = served
    go(warm, SMALL)
    assert asked == []
    warm.evaluate(SAYS)
    write(warm, 1, "print('no array')")
    wait(warm, 1, "different")
    loads = [said for said in warm.evaluate("() => says") if said.endswith("6.3 MB")]
    assert len(loads) > 3
    assert re.fullmatch(r"loading Python: \d\.\d of 6\.3 MB", loads[1])
    assert warm.locator(".run__live code").inner_text() == "no array\n"
    assert warm.locator(".run__label").all_inner_texts() == ["Here", "Published"]
    assert asked != []
    assert [path for path in asked if path.endswith(".whl")] == []
    assert bar(warm, 2).locator(".run__said").inner_text() == ""
    bar(warm, 1).locator("[data-do=reset]").click()
    bar(warm, 1).locator("[data-do=run]").click()
    wait(warm, 1, "same")
    wheels = [path for path in asked if path.endswith(".whl")]
    assert len(wheels) == 1
    assert "numpy" in wheels[0]


def test_what_is_not_here_costs_nothing(
    warm: Page, served: tuple[str, list[str]]
) -> None:
    """A package that the site has not, and calls that go deeper than the browser can."""
    _, asked = served
    go(warm, SMALL)
    asked.clear()
    tried = "try:\n    import scipy\nexcept ImportError as error:\n    print(error)"
    write(warm, 1, f"kept = 7\n{tried}\nimport pandas")
    wait(warm, 1, "error")
    shown = warm.locator(".run__live").inner_text()
    assert "No module named 'scipy'\n" in shown
    assert "ModuleNotFoundError: No module named 'pandas'\nThis site carries" in shown
    write(warm, 1, "kept")
    wait(warm, 1, "different")
    assert warm.locator(".run__live code").inner_text() == "7\n"
    assert asked == []
    write(warm, 1, DEEP)
    wait(warm, 1, "error")
    shown = warm.locator(".run__live").inner_text()
    assert "RecursionError: the calls went too deep" in shown
    assert "Python starts again with the next run" in shown
    bar(warm, 1).locator("[data-do=reset]").click()


def test_much_output_is_folded(warm: Page) -> None:
    go(warm, SMALL)
    write(warm, 1, "for i in range(3000): print(i)")
    wait(warm, 1, "different")
    code = warm.locator(".run__live code")
    assert code.inner_text().endswith("\n2999\n")
    assert 400 < code.evaluate("(code) => code.offsetHeight") < 800
    assert code.get_attribute("tabindex") == "0"
    bar(warm, 1).locator("[data-do=reset]").click()


def test_output_streams_and_warnings_are_shown(warm: Page) -> None:
    go(warm, SMALL)
    loop = "time.sleep(1)\nprint('last')"
    write(
        warm, 1, f"import time, warnings\nprint('first')\nwarnings.warn('odd')\n{loop}"
    )
    shown = "() => document.querySelector('.run__live')?.textContent ?? ''"
    warm.wait_for_function(f"() => ({shown})().includes('first')")
    assert "last" not in warm.evaluate(shown)
    wait(warm, 1, "different")
    assert "last" in warm.evaluate(shown)
    warned = warm.locator(".run__err").inner_text()
    assert warned.startswith("<block 1>:3: UserWarning: odd\n  warnings.warn('odd')")
    bar(warm, 1).locator("[data-do=reset]").click()


def test_a_traceback_shows_the_readers_lines_alone(warm: Page) -> None:
    go(warm, SMALL)
    write(warm, 1, "def f():\n    1 / 0\nf()")
    wait(warm, 1, "error")
    shown = warm.locator(".run__live").inner_text()
    assert 'File "<block 1>", line 2, in f' in shown
    assert shown.rstrip().endswith("ZeroDivisionError: division by zero")
    assert len(re.findall("File ", shown)) == 2
    assert warm.locator(".run__aloud").inner_text() == "Block 1: ZeroDivisionError"
    bar(warm, 2).locator("[data-do=run]").click()
    wait(warm, 2, "error")
    assert bar(warm, 2).locator(".run__said").inner_text() == "block 1 above fails"
    bar(warm, 1).locator("[data-do=reset]").click()


def test_the_keys_of_the_editor(warm: Page) -> None:
    go(warm, SMALL)
    bar(warm, 2).locator("[data-do=edit]").press("Enter")
    field = warm.locator("textarea")
    assert field.evaluate("(field) => field === document.activeElement")
    field.press("Control+A")
    warm.keyboard.type("if True:\nprint(1)\n")
    warm.keyboard.press("Shift+Tab")
    warm.keyboard.press("Tab")
    warm.keyboard.type("2")
    assert field.input_value() == "if True:\n    print(1)\n    2"
    warm.keyboard.press("Control+Z")
    assert field.input_value() != "if True:\n    print(1)\n    2", "it can be undone"
    warm.keyboard.press("Escape")
    assert warm.locator("textarea").count() == 0
    assert warm.evaluate("() => document.activeElement.textContent") == "Edit"
    bar(warm, 2).locator("[data-do=reset]").click()


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
        assert width == 500
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


def test_a_readers_figures_stand_with_the_output(warm: Page) -> None:
    """In the colors of either paper, but for what has its own; without a warning of ours."""
    go(warm, SMALL)
    foreign = "plt.imshow([[0, 1], [1, 0]])\nplt.title('mine', color='red')"
    ours = "plt.figure()\nplt.plot([1, 2], 'g:')\nplt.title('∇f')"
    write(warm, 1, f"import matplotlib.pyplot as plt\n{foreign}\n{ours}")
    wait(warm, 1, "different")
    assert warm.locator(".run__live").inner_text().strip() == "Here"
    styled = []
    for image in warm.locator(".run__figure img").all():
        shown = "(image) => image.decode().then(() => [image.naturalWidth, image.src])"
        width, source = image.evaluate(shown)
        assert width > 100
        styled.append("var(--third)" in unquote(source))
    assert styled == [False, True]
    assert warm.locator(".run__label").all_inner_texts() == ["Here", "Published"]
    bar(warm, 1).locator("[data-do=reset]").click()
    expect(warm.locator(".run__figure, .run__label")).to_have_count(0)


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_every_state_of_a_block_is_accessible(warm: Page, width: int) -> None:
    """Same, different with a figure, an error, and the editor open."""
    go(warm, SMALL)
    warm.set_viewport_size({"width": width, "height": 900})
    warm.evaluate(RUN)
    write(warm, 1, "import matplotlib.pyplot as plt\nprint(1)\nplt.plot([1, 2])")
    wait(warm, 1, "different")
    write(warm, 2, "raise ZeroDivisionError('wide ' * 40)")
    wait(warm, 2, "different")
    bar(warm, 1).locator("[data-do=edit]").click()
    for rules in (None, COLORS):
        assert objections(warm, rules) == []
        warm.click("label[for^=__palette]:visible")
    for number in (1, 2):
        bar(warm, number).locator("[data-do=reset]").click()
    warm.set_viewport_size({"width": WIDE, "height": 900})


def test_an_endless_loop_is_stopped_within_a_second(warm: Page) -> None:
    """From its page, from another, and by who comes back."""
    go(warm, SMALL)
    warm.evaluate(RUN)
    published = warm.locator(".language-output:not(.run__live)").first
    before = published.text_content()
    write(warm, 1, "print('mine')\nwhile True: print(99 * 'x')")
    live = warm.locator(".run__live:has-text('the rest is not shown')")
    live.wait_for()
    assert published.is_visible()
    assert published.text_content() == before
    late = warm.evaluate(
        """() => new Promise((done) => {
          const began = performance.now();
          setTimeout(() => done(performance.now() - began - 50), 50);
        })"""
    )
    assert late < 500, "the page answers while Python is busy"
    bar(warm, 1).locator(".run__said:has-text('running, 1 s')").wait_for()
    go(warm, CHAPTER)
    bar(warm, 1).locator("[data-do=run]").click()
    bar(warm, 1).locator("[data-do=stop]").wait_for()
    waits = bar(warm, 1).locator(".run__said").inner_text()
    assert waits == "waits: block 1 of How to use this site runs"
    go(warm, SMALL)
    live.wait_for()
    assert live.inner_text().startswith("mine\n")
    assert bar(warm, 1).locator(".run__said").inner_text().startswith("running, ")
    go(warm, CHAPTER)
    bar(warm, 1).locator(".run__said:has-text('waits: block 1 of')").wait_for()
    go(warm, SMALL)
    live.wait_for()
    took = warm.evaluate(
        """() => new Promise((done) => {
          const began = performance.now();
          document.addEventListener("downhill:ran", () => done(performance.now() - began), {once: true});
          document.querySelector("[data-do=stop]").click();
        })"""
    )
    assert took < 1000
    wait(warm, 1, "stopped")
    assert bar(warm, 1).locator(".run__said").inner_text() == "stopped"
    assert "Stopped. Python starts again with the next run" in live.inner_text()
    assert published.is_visible()
    assert warm.locator(".run__label").all_inner_texts() == ["Here", "Published"]
    bar(warm, 1).locator("[data-do=reset]").click()
    expect(warm.locator(".run__live, .run__label")).to_have_count(0)
    go(warm, CHAPTER)
    assert bar(warm, 1).locator(".run__said").inner_text() == ""
    assert warm.locator(".run__live, .run__label, [data-do=stop]").count() == 0


def test_a_task_says_what_it_waits_for(warm: Page) -> None:
    """It comes after the loop: Python starts here."""
    go(warm, CHAPTER)
    warm.get_by_role("button", name="Solve it here").click()
    warm.fill("textarea.code", "while True: pass")
    check = warm.locator("textarea.code ~ .reply button").first
    place = warm.locator("textarea.code ~ .said").first
    check.click()
    assert check.inner_text() == "Stop"
    for said in ("Loading Python: ", "Running, 1 s."):
        place.filter(has_text=said).wait_for()
    check.click()
    place.filter(has_text="Stopped. Does a loop never end?").wait_for()
    assert check.inner_text() == "Check"
    warm.get_by_role("button", name="Start over").click()


def test_code_runs_on_a_copy_of_the_page(warm: Page) -> None:
    go(warm, SMALL)
    answers = warm.evaluate(
        """async () => {
          const { session } = await import("/assets/run/session.js");
          const ask = (code, options) => session.evaluate(code, options);
          await ask("data = [1, 2]\\ndef total(): return sum(data)", {copy: false});
          const changed = await ask("data.append(3); print('in'); total()");
          const after = await ask("total()");
          const wrong = await ask([{name: "<answer>", code: "x = 1"},
                                   {name: "<check>", code: "assert x == 2, 'not yet'"}]);
          const odd = await ask("float('nan')");
          const endless = await ask("while True: pass", {limit: 0.3});
          return {changed, after, wrong, odd, endless};
        }"""
    )
    assert answers["changed"] == {"output": "in\n", "error": None, "value": 6}
    assert answers["after"]["value"] == 3
    error = answers["wrong"]["error"]
    assert (error["type"], error["message"], error["name"], error["line"]) == (
        "AssertionError",
        "not yet",
        "<check>",
        1,
    )
    assert answers["odd"]["value"] == "nan"
    assert answers["endless"]["stopped"]


def test_edits_survive_a_reload_and_can_be_thrown_away(warm: Page) -> None:
    go(warm, SMALL)
    original = warm.locator(".language-python code").first.inner_text()
    bar(warm, 1).locator("[data-do=edit]").press("Enter")
    warm.fill("textarea", "print('mine')")
    warm.reload()
    code = warm.locator(".language-python code").first
    warm.wait_for_selector(".run--edited")
    assert code.inner_text() == "print('mine')"
    bar(warm, 1).locator("[data-do=reset]").click()
    warm.wait_for_selector(".run--edited", state="detached")
    assert code.inner_text() == original
    assert code.locator("span").count() > 3, "its colors are back"
    warm.reload()
    assert code.inner_text() == original
    warm.evaluate("() => { window.first = true }")


def test_a_page_that_comes_by_a_link_is_a_whole_page(warm: Page) -> None:
    """What scripts do to a page, they do to this one too."""
    go(warm, SMALL)
    focused = "() => document.activeElement.matches('h1')"
    warm.wait_for_function(focused)
    warm.evaluate("() => scrollTo(0, 500)")
    go(warm, CHAPTER)
    warm.wait_for_function(focused)
    assert warm.evaluate("() => scrollY") == 0
    assert warm.locator(".md-code__nav:not([role=none])").count() == 0
    assert warm.title() == "The derivative - Downhill"
    warm.set_viewport_size({"width": NARROW, "height": 900})
    wide = "(box) => box.scrollWidth > box.clientWidth"
    for box in warm.locator(".scroll:visible").all():
        assert box.evaluate("(box) => box.tabIndex") == box.evaluate(wide) - 1
    warm.focus(".md-header__button[for=__drawer]")
    warm.keyboard.press("Enter")
    inside = "() => !!document.activeElement.closest('.md-nav--primary')"
    assert warm.evaluate(inside)
    warm.keyboard.press("Escape")
    assert not warm.is_checked("#__drawer")
    warm.set_viewport_size({"width": WIDE, "height": 900})
    warm.evaluate(OPEN)
    assert objections(warm) == []
    warm.keyboard.press("/")
    warm.keyboard.type("chain rule")
    warm.locator(".md-search-result__item a:has-text('The chain rule')").first.click()
    warm.wait_for_url("**/one-variable/the-chain-rule/**")
    assert warm.evaluate("() => window.first")


def test_every_block_that_is_listed_is_there() -> None:
    known = {(a, n + 1) for a, shown in expected().items() for n in range(len(shown))}
    assert listed().keys() <= known


def test_a_block_that_differs_is_named() -> None:
    shown = [Shown(DOCS / "one" / "two.md", 7, "print(x)")]
    ran = [{"number": 1, "verdict": "different", "said": "differs", "live": "1\n"}]
    with pytest.raises(Problem, match=r"docs/one/two\.md:7: differs.*\n1\n"):
        check("one/two/", ran, shown, {})
    check("one/two/", ran, shown, {("one/two/", 1): 5})
    with pytest.raises(Problem, match=r"test_two\.py:5: .*\n.* take 1 off DIFFERS"):
        check("one/two/", [{**ran[0], "verdict": "same"}], shown, {("one/two/", 1): 5})
    with pytest.raises(Problem, match="does not run"):
        check("one/two/", [{**ran[0], "verdict": None, "said": ""}], shown, {})
