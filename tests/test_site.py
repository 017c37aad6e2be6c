"""The whole site, as it is built: what is published is what is tested."""

import subprocess
import sys
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from bs4 import BeautifulSoup

from downhill import figures, pages
from downhill.pages import blocks, prose
from downhill.problem import DOCS, ROOT, SNIPPETS

PAGES = pages.read_all()


def address(page: pages.Page) -> str:
    return page.address


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site, by the command that a contributor types."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder


@cache
def read(file: Path) -> BeautifulSoup:
    return BeautifulSoup(file.read_text(encoding="utf-8"), "lxml")


@cache
def ids(file: Path) -> set[str]:
    return {str(element["id"]) for element in read(file).select("[id]")}


def html(site: Path, page: pages.Page) -> BeautifulSoup:
    path = "index.html" if page.address == "index" else f"{page.address}/index.html"
    return read(site / path)


@pytest.mark.parametrize("page", PAGES, ids=address)
def test_every_published_block_is_tested(site: Path, page: pages.Page) -> None:
    """Counted on the other side: in the HTML that a reader gets."""
    published = [
        (str(box["class"][0]), box.get_text())
        for box in html(site, page).select("article div.highlight")
    ]
    tested = []
    for block in blocks.read(page.path, page.body):
        tested.append((f"language-{block.language}", block.code.rstrip()))
        if block.output:
            tested.append(("language-output", block.output.code.rstrip()))
    for number, (has, wants) in enumerate(zip(published, tested, strict=False)):
        assert (has[0], has[1].strip()) == (wants[0], wants[1].strip()), number
    assert len(published) == len(tested), f"{page.path}: blocks published, blocks read"


@pytest.mark.parametrize("page", PAGES, ids=address)
def test_nothing_unformatted_is_left(site: Path, page: pages.Page) -> None:
    """No fence, section line, box marker or TeX stands in the text of a page."""
    article = html(site, page).article
    assert article is not None
    skipped = ".highlight, .maths, code, script, style"
    hidden = {id(e) for s in article.select(skipped) for e in s.descendants}
    pieces = article.find_all(string=True)
    text = " ".join(str(piece) for piece in pieces if id(piece) not in hidden)
    for left in ("```", "~~~", "8<--", "???", "!!!", "///", "$$", "\\frac", "{#", "{."):
        assert left not in text, f"{page.path}: `{left}` is shown as text"
    assert not html(site, page).select("pre:not(.highlight pre)"), "an untested block"


@pytest.mark.parametrize("page", PAGES, ids=address)
def test_every_link_leads_somewhere_and_every_image_speaks(
    site: Path, page: pages.Page
) -> None:
    here = "/" if page.address == "index" else f"/{page.address}/"
    soup = html(site, page)
    for name in ("href", "src"):
        for element in soup.select(f"[{name}]"):
            target, anchor = urldefrag(urljoin(here, str(element[name])))
            outside = target.startswith(("http:", "https:", "mailto:"))
            loads = element.name != "a" and element.get("rel") not in (["canonical"],)
            assert not (outside and loads), f"{page.path}: asks {target}"
            if outside:
                continue
            file = site / unquote(target).lstrip("/")
            file = file / "index.html" if target.endswith("/") else file
            assert file.is_file(), f"{page.path}: {element[name]} leads nowhere"
            if anchor and file.suffix == ".html":
                assert unquote(anchor) in ids(file), f"{page.path}: no #{anchor}"
    for image in soup.select("article img"):
        assert len(str(image.get("alt", ""))) > 20, f"{page.path}: {image['src']}: alt"


@pytest.mark.parametrize("page", PAGES, ids=address)
def test_every_number_in_prose_has_a_source(page: pages.Page) -> None:
    prose.check(page, blocks.read(page.path, page.body))


@pytest.mark.parametrize("page", PAGES, ids=address)
def test_a_chapter_is_three_files_with_one_name(page: pages.Page) -> None:
    if page.is_chapter:
        module = Path(page.address.replace("-", "_"))
        assert (ROOT / "snippets" / module).with_suffix(".py").is_file()
        assert (ROOT / "tests" / module.parent / f"test_{module.name}.py").is_file()


def test_a_page_in_a_part_is_a_chapter() -> None:
    """Whoever writes a chapter says what it needs, so that the graph is complete."""
    for page in PAGES:
        part = page.address.rpartition("/")[0]
        assert page.is_chapter == (part not in ("", "start")), page.path


MODULES = [
    module.relative_to(SNIPPETS).with_suffix("")
    for module in sorted(SNIPPETS.rglob("*.py"))
]


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_belongs_to_a_page(module: Path) -> None:
    page = DOCS / str(module).replace("_", "-")
    assert page.with_suffix(".md").is_file()
    assert (ROOT / "tests" / module.parent / f"test_{module.name}.py").is_file()


@pytest.mark.parametrize("figure", figures.declared(), ids=lambda f: f.src_uri)
def test_every_figure_has_a_test_of_its_claim(figure: figures.Declared) -> None:
    module = figure.path.relative_to(SNIPPETS)
    test = ROOT / "tests" / module.parent / f"test_{module.name}"
    called = f"{figure.function}()"
    assert called in test.read_text(encoding="utf-8"), f"{test}: no test calls {called}"


def test_the_picture_of_the_readme_is_the_figure_of_the_home_page() -> None:
    drawing = figures.start()
    drawing.finish()
    drawn = drawing.paths["index/descent.svg"].read_bytes()
    kept = ROOT / ".github" / "descent.svg"
    assert kept.read_bytes() == drawn, f"{kept}: is not what is drawn; make figures"
