"""Every block of every page runs in the page, in real Chromium, with the real Pyodide.

One browser and one Python serve all pages: instant navigation keeps it from page to page,
which is what a reader has. Without a browser or without `make runtime` these are skipped;
in CI they must run.
"""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import pytest
import yaml
from playwright.sync_api import Browser, Page, ViewportSize

from downhill import pages
from downhill.labs.notebook import expand, line_of
from downhill.pages import blocks
from downhill.problem import DOCS, Problem
from downhill.style import PALETTE
from tests.browser.running import running, runtime
from tests.browser.test_accessible import COLORS, objections
from tests.browser.visits import CHAPTER, NARROW, WIDE, visit

DIFFERING = Path(__file__).with_name("differing.yml")
SMALL = "start/how-to-use-this-site/"
LAB = "losses/learning-rate-lab/"
LIMIT = 60_000  # milliseconds, on a machine that does other things too

# Run a whole page as a reader who asks for its last block; what each block shows then.
RUN = """async () => {
  const { session } = await import("/assets/run/session.js");
  const blocks = session.blocks();
  await session.runThrough(blocks.at(-1));
  return blocks.map(({number, element, code}) => ({
    number,
    verdict: element.querySelector(".run").dataset.verdict,
    said: element.querySelector(".run__said").textContent,
    code: code.textContent,
    live: element.nextElementSibling?.matches(".run__live") ? element.nextElementSibling.querySelector("code").textContent : "",
  }));
}"""


@pytest.fixture(scope="module")
def python() -> Path:
    return runtime()


@pytest.fixture(scope="module")
def served(
    browser: Browser, site: Path, python: Path
) -> Iterator[tuple[str, list[str]]]:
    with running(site, python) as addresses:
        yield addresses


@pytest.fixture(scope="module")
def warm(browser: Browser, served: tuple[str, list[str]]) -> Iterator[Page]:
    """A page that goes on from test to test, as does its Python."""
    home, _ = served
    size: ViewportSize = {"width": WIDE, "height": 900}
    with browser.new_context(viewport=size, reduced_motion="reduce") as context:
        context.set_default_timeout(LIMIT)
        page = context.new_page()
        faults: list[str] = []
        page.on(
            "console", lambda m: faults.append(m.text) if m.type == "error" else None
        )
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(home)
        page.evaluate("() => { window.first = true }")
        yield page
        assert faults == []


def go(page: Page, address: str) -> None:
    """To a page as it is published, by a link, as readers go: so Python goes on."""
    if page.evaluate("() => location.pathname") == f"/{address}":
        go(page, "reference/status/")
    page.evaluate(
        """(address) => {
          const link = document.createElement("a");
          link.href = `/${address}`;
          document.body.append(link);
          link.click();
          link.remove();
        }""",
        address,
    )
    page.wait_for_function(
        """(address) => document.querySelector("link[rel=canonical]").href
             === location.origin + "/" + address
          && document.querySelectorAll(".run").length
             === document.querySelectorAll(".language-python.highlight").length""",
        arg=address,
    )


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


def bar(page: Page, number: int) -> Any:
    return page.locator(".language-python.highlight").nth(number - 1).locator(".run")


def wait(page: Page, number: int, verdict: str) -> None:
    page.wait_for_function(
        """([number, verdict]) => document.querySelectorAll(".run")[number - 1]
          .dataset.verdict === verdict""",
        arg=[number, verdict],
    )


def write(page: Page, number: int, code: str) -> None:
    """Edit a block and run it, by the keyboard."""
    bar(page, number).locator("[data-do=edit]").press("Enter")
    field = page.locator("textarea")
    field.fill(code)
    field.press("Control+Enter")
    field.press("Escape")


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


def test_an_endless_loop_is_stopped_within_a_second(warm: Page) -> None:
    go(warm, SMALL)
    warm.evaluate(RUN)
    write(warm, 1, "while True: pass")
    warm.wait_for_selector("[data-do=stop]")
    warm.wait_for_timeout(300)
    late = warm.evaluate(
        """() => new Promise((done) => {
          const began = performance.now();
          setTimeout(() => done(performance.now() - began - 50), 50);
        })"""
    )
    assert late < 500, "the page answers while Python is busy"
    took = warm.evaluate(
        """() => new Promise((done) => {
          const began = performance.now();
          document.addEventListener("downhill:ran", () => done(performance.now() - began), {once: true});
          document.querySelector("[data-do=stop]").click();
        })"""
    )
    assert took < 1000
    assert bar(warm, 1).locator(".run__said").inner_text() == "stopped"
    bar(warm, 1).locator("[data-do=reset]").click()
    bar(warm, 1).locator("[data-do=run]").click()
    wait(warm, 1, "same")
    assert warm.locator(".run__live, .run__label").count() == 0


def test_edits_survive_a_reload_and_can_be_thrown_away(warm: Page) -> None:
    go(warm, SMALL)
    original = warm.locator(".language-python code").first.inner_text()
    write(warm, 1, "print('mine')")
    wait(warm, 1, "different")
    assert warm.locator(".run__live code").inner_text() == "mine\n"
    assert warm.locator(".run__label").all_inner_texts() == ["Here", "Published"]
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


def test_a_page_that_comes_by_a_link_is_a_whole_page(warm: Page) -> None:
    """What scripts do to a page, they do to this one too."""
    go(warm, SMALL)
    focused = "() => document.activeElement.matches('h1')"
    warm.wait_for_function(focused)
    go(warm, CHAPTER)
    warm.wait_for_function(focused)
    assert warm.locator(".md-code__nav:not([role=none])").count() == 0
    assert warm.title() == "The derivative - Downhill"
    assert objections(warm) == []
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
    warm.keyboard.press("/")
    warm.keyboard.type("chain rule")
    warm.locator(".md-search-result__item a:has-text('The chain rule')").first.click()
    warm.wait_for_url("**/one-variable/the-chain-rule/**")
    assert warm.evaluate("() => window.first")


def test_little_comes_before_the_first_run(site: Path) -> None:
    """Compressed: the scripts that come with a page, with all that they import at once."""
    waiting, seen = [site / "assets" / "run" / "start.js"], {}
    while waiting:
        file = waiting.pop()
        text = file.read_text(encoding="utf-8")
        seen[file.name] = len(gzip.compress(text.encode()))
        names = re.findall(r'^import .* from "\./([\w.]+)";', text, re.MULTILINE)
        waiting += [file.with_name(name) for name in names if name not in seen]
    assert set(seen) >= {"start.js", "blocks.js"}
    assert sum(seen.values()) < 15_000


def test_nothing_is_asked_of_another_host_before_the_first_run(
    browser: Browser, served: tuple[str, list[str]]
) -> None:
    home, asked = served
    asked.clear()
    with visit(browser, home + CHAPTER, NARROW) as page:
        page.wait_for_load_state("networkidle")
        bar(page, 1).locator("[data-do=edit]").click()
        page.wait_for_selector("textarea")
        note = bar(page, 1).locator("[data-do=run]").get_attribute("title")
        assert note is not None
        assert "the first run loads 9 MB of Python" in note
    assert asked == []


def test_only_the_packages_that_a_block_imports_are_loaded(
    browser: Browser, served: tuple[str, list[str]]
) -> None:
    home, asked = served
    asked.clear()
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(LIMIT)
        page.goto(home + SMALL)
        write(page, 1, "print('no array')")
        wait(page, 1, "different")
        assert [path for path in asked if path.endswith(".whl")] == []
        assert bar(page, 2).locator(".run__said").inner_text() == ""
        bar(page, 1).locator("[data-do=reset]").click()
        bar(page, 1).locator("[data-do=run]").click()
        wait(page, 1, "same")
        wheels = [path for path in asked if path.endswith(".whl")]
        assert len(wheels) == 1
        assert "numpy" in wheels[0]


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


def test_nothing_moves_when_the_buttons_come(
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


@pytest.mark.parametrize("media", ["print", "screen"])
def test_paper_and_pages_without_script_have_no_buttons(
    browser: Browser, served: tuple[str, list[str]], media: str
) -> None:
    home, _ = served
    with browser.new_context(java_script_enabled=media == "print") as context:
        page = context.new_page()
        page.goto(home + SMALL)
        page.emulate_media(media=media)  # type: ignore[arg-type]
        assert page.locator(".run:visible").count() == 0
        padding = "(block) => getComputedStyle(block).paddingBottom"
        assert (
            page.locator(".language-python.highlight").first.evaluate(padding) == "0px"
        )


def test_the_sizes_that_pages_name_are_true(python: Path) -> None:
    from downhill.runtime import SIZES, fetch

    lock = yaml.safe_load((python / fetch.LOCK).read_text(encoding="utf-8"))
    assert yaml.safe_load(SIZES.read_text(encoding="utf-8")) == fetch.sizes(
        python, lock["packages"]
    )
