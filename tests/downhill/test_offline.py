"""A copy of the site is whole, of one version, and the same from the same files."""

import json
import zipfile
from pathlib import Path

import pytest

from downhill import offline
from downhill.offline import MADE, WORKER, ZIP

PAGE = '<p>(<span data-size="zip"></span>, <span data-size="site"></span>)</p>'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of two pages, published."""
    root = tmp_path / "site"
    (root / "part" / "page").mkdir(parents=True)
    (root / "index.html").write_text(PAGE)
    (root / "part" / "page" / "index.html").write_text("Page")
    (root / "big.svg").write_bytes(bytes(1_250_000))
    (root / "sitemap.xml").write_text("for machines")
    (root / WORKER).write_text("const COPY = 0;\n\nkeep();\n")
    offline.publish(root)
    return root


def listed(site: Path) -> dict[str, str]:
    line, _, rest = (site / WORKER).read_text().partition("\n")
    assert rest == "\nkeep();\n"
    made: dict[str, str] = json.loads(line.removeprefix(MADE).rstrip(";"))["files"]
    return made


def test_the_copy_holds_what_a_reader_reads(site: Path) -> None:
    assert [*listed(site)] == ["big.svg", "./", "part/page/"]
    hashes = {
        path: offline._integrity(file) for path, file in offline.kept(site).items()
    }
    assert listed(site) == hashes


def test_the_zip_holds_the_same_files_and_says_how_to_open_them(site: Path) -> None:
    with zipfile.ZipFile(site / ZIP) as held:
        assert [(item.filename, item.date_time[0]) for item in held.infolist()] == [
            ("downhill/HOW TO OPEN.txt", 1980),
            ("downhill/big.svg", 1980),
            ("downhill/index.html", 1980),
            ("downhill/part/page/index.html", 1980),
        ]
        assert held.read("downhill/part/page/index.html") == b"Page"
        assert b"python -m http.server" in held.read("downhill/HOW TO OPEN.txt")


def test_the_pages_say_how_much_it_is(site: Path) -> None:
    said = (site / "index.html").read_text()
    assert said.replace("</span>", "") == (
        '<p>(<span data-size="zip">0.0&nbsp;MB, <span data-size="site">1.3&nbsp;MB)</p>'
    )


def test_another_publication_changes_nothing(site: Path) -> None:
    before = {file: file.read_bytes() for file in site.rglob("*") if file.is_file()}
    offline.publish(site)
    assert {file: file.read_bytes() for file in before} == before
