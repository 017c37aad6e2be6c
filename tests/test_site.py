"""The whole site, as it is built: what is published is what is tested."""

import json
import re
from pathlib import Path

import pytest

from downhill import built, chapters, figures, labs, pages
from downhill.built.site import Page, Site
from downhill.document import of
from downhill.labs.run import execute
from downhill.pages import prose
from downhill.problem import DOCS, ROOT, SNIPPETS, Problem
from tests.bent import UNSEEN
from tests.faults.planting import QUICK
from tests.project import run

PAGES = pages.read_all()
MODULES = sorted(SNIPPETS.rglob("*.py"))
LABS = sorted(DOCS.rglob("*.ipynb"))
FIGURES = figures.declared()


def address(page: pages.Page) -> str:
    return page.address


def must_be_there(file: Path, because: Path) -> None:
    if not file.is_file():
        name = file.relative_to(ROOT).as_posix()
        raise Problem(because, None, f"has no {name}", f"write {name}")


@pytest.fixture(scope="module")
def site(built_site: Path) -> Site:
    return Site(built_site)


def test_nothing_false_is_built(site: Site) -> None:
    """Links, images, ids, markup, blocks, addresses: see downhill/built."""
    assert built.check(site.folder) >= len(PAGES) + len(LABS)


def test_every_page_is_checked(site: Site) -> None:
    """Labs too: none is taken for something that the theme made."""
    written = [page for page in site.pages if page.is_written]
    assert len(written) == len(PAGES) + len(LABS)
    assert all(isinstance(page, Page) and page.source.is_file() for page in written)


@pytest.mark.parametrize("page", PAGES, ids=address)
def test_every_number_in_prose_has_a_source(page: pages.Page) -> None:
    prose.check(of(page))


@pytest.mark.parametrize("page", PAGES, ids=address)
def test_a_chapter_is_three_files_with_one_name(page: pages.Page) -> None:
    if page.is_chapter:
        module = Path(page.address.replace("-", "_"))
        must_be_there((SNIPPETS / module).with_suffix(".py"), page.path)
        must_be_there(
            ROOT / "tests" / module.parent / f"test_{module.name}.py", page.path
        )


@pytest.mark.parametrize("page", PAGES, ids=address)
def test_a_page_in_a_part_is_a_chapter(page: pages.Page) -> None:
    """Whoever writes a chapter says what it needs, so that the graph is complete."""
    part = page.address.rpartition("/")[0]
    if part == "start":  # chapters stand there beside pages about the site
        return
    if page.is_chapter != (part not in ("", "reference")):
        has = "needs" if page.is_chapter else "does not say what it needs"
        what = f"a page of `{part or 'docs'}` {has}"
        remedy = "a chapter stands in a part and has `needs: []`, or chapters in it"
        raise Problem(page.path, page.line_of("needs:"), what, remedy)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_module_belongs_to_a_page(module: Path) -> None:
    name = module.relative_to(SNIPPETS)
    page = DOCS / str(name).replace("_", "-")
    lab = page.with_suffix(".ipynb")
    must_be_there(lab if lab.is_file() else page.with_suffix(".md"), module)
    must_be_there(ROOT / "tests" / name.parent / f"test_{name.name}", module)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda f: f.src_uri)
def test_every_figure_has_a_test_of_its_claim(figure: figures.Declared) -> None:
    module = figure.path.relative_to(SNIPPETS)
    test = ROOT / "tests" / module.parent / f"test_{module.name}"
    called, written = f"{figure.function}()", rf"\b{figure.function}\(\)"
    if figure.frames:
        called = f"every_frame({figure.function})"
        written = rf"every_frame\((\w+\.)?{figure.function}\)"
    if not test.is_file() or not re.search(written, test.read_text(encoding="utf-8")):
        what = f"no test calls `{called}`"
        remedy = f"test its claim in {test.relative_to(ROOT).as_posix()}"
        raise Problem(figure.path, figure.line, what, remedy)


PARTS = sorted({chapters.test_of_module(figure.path).parent for figure in FIGURES})


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_a_claim_is_tested_on_the_data_of_its_figure(part: Path) -> None:
    """Upside down, a figure has to fail one of its tests."""
    tests = [
        str(chapters.test_of_module(figure.path))
        for figure in FIGURES
        if chapters.test_of_module(figure.path).parent == part
    ]
    command = ["pytest", *dict.fromkeys(tests), *QUICK, "-p", "tests.bent", "--tb=no"]
    _, said = run(ROOT, *command)
    assert "failed" in said, said
    for figure in FIGURES:
        if f"{UNSEEN}{figure.module}.{figure.function}\n" in said:
            what = f"no test sees it when the data of `{figure.function}` are others"
            remedy = 'assert on them: find(fig, "gid").get_data()'
            raise Problem(figure.path, figure.line, what, remedy)


@pytest.mark.parametrize("lab", LABS, ids=lambda path: path.stem)
def test_every_lab_says_the_same_when_it_is_run_again(lab: Path) -> None:
    """On another day."""
    kept = json.loads(labs.make(lab).notebook.read_text(encoding="utf-8"))
    again = execute(lab, labs.expand(lab), labs.LIMIT, earlier=True)
    for number, (cell, other) in enumerate(
        zip(kept["cells"], again["cells"], strict=True), 1
    ):
        if cell.get("outputs") != other.get("outputs"):
            line = pages.line_of(lab, cell)
            what = f"cell {number} says something else at each run"
            remedy = "seed its generator: np.random.default_rng(0); print no time"
            raise Problem(lab, line, what, remedy)


def test_the_picture_of_the_readme_is_the_figure_of_the_home_page() -> None:
    drawing = figures.start()
    drawing.finish()
    drawn = drawing.paths["index/descent.svg"].read_bytes()
    kept = ROOT / ".github" / "descent.svg"
    if kept.read_bytes() != drawn:
        raise Problem(kept, None, "is not what is drawn", "make figures, commit it")


@pytest.mark.parametrize("page", PAGES, ids=address)
def test_code_is_read_without_scrolling_far(page: pages.Page) -> None:
    """At most 60 columns; the checks of a task, which are folded, may be wider."""
    for block in of(page).blocks:
        if block.language == "python" and block.task != "check":
            widest = max(block.code.splitlines(), key=len)
            if len(widest) > 60:
                what = f"a line of {len(widest)} columns: `{widest.strip()}`"
                raise Problem(page.path, block.line, what, "at most 60: break it")
