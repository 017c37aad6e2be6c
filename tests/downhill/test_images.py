"""A figure has its size on the page, and all but the first are loaded late."""

from pathlib import Path

import pytest

from downhill.figures.images import PHONES, place
from downhill.problem import Problem

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="307"></svg>\n'
SIZE = 'width="480" height="307"'
LATE = f'{SIZE} loading="lazy"'


@pytest.fixture
def figures(tmp_path: Path) -> dict[str, Path]:
    file = tmp_path / "1f2e.svg"
    file.write_text(SVG, encoding="utf-8")
    return dict.fromkeys(("part/page/a.svg", "part/page/b.svg"), file)


@pytest.mark.parametrize(
    ("url", "html", "placed"),
    [
        (
            "part/page/",
            '<p><img alt="A" src="a.svg" /></p>',
            f'<p><img alt="A" src="a.svg" {SIZE}></p>',
        ),
        (
            "part/page/",
            '<img src="a.svg"><img src="b.svg"><img src="a.svg" alt="again">',
            f'<img src="a.svg" {SIZE}><img src="b.svg" {LATE}>'
            f'<img src="a.svg" alt="again" {LATE}>',
        ),
        ("", '<img src="part/page/a.svg">', f'<img src="part/page/a.svg" {SIZE}>'),
        ("part/other/", '<img src="../page/b.svg">', SIZE),
        ("part/page/", '<img src="/part/page/b.svg">', SIZE),
        ("part/page/", '<img\n  class="wide"\n  src="a.svg"\n>', SIZE),
    ],
)
def test_a_figure_has_its_size_and_the_next_ones_wait(
    figures: dict[str, Path], url: str, html: str, placed: str
) -> None:
    assert placed in place(html, url, figures)


def test_a_phone_gets_its_own_layout(figures: dict[str, Path], tmp_path: Path) -> None:
    narrow = tmp_path / "narrow.svg"
    narrow.write_text(SVG.replace("480", "340"), encoding="utf-8")
    both = {**figures, "part/page/a.narrow.svg": narrow}
    html = place('<p><img alt="A" src="a.svg"></p>', "part/page/", both)
    size = 'width="340" height="307"'
    assert html == (
        f'<p><picture><source media="{PHONES}" srcset="a.narrow.svg" {size}>'
        f'<img alt="A" src="a.svg" {SIZE}></picture></p>'
    )


@pytest.mark.parametrize(
    "html",
    [
        '<img src="logo.svg">',
        '<img src="https://other.example/part/page/a.svg">',
        '<img data-src="a.svg" src="logo.svg">',
        "<code>&lt;img src=&quot;a.svg&quot;&gt;</code>",
        '<a href="a.svg">a figure</a>',
    ],
)
def test_what_is_no_figure_of_ours_stays_as_it_is(
    figures: dict[str, Path], html: str
) -> None:
    assert place(html, "part/page/", figures) == html


def test_an_image_of_another_kind_is_not_the_first_figure(
    figures: dict[str, Path],
) -> None:
    html = '<img src="logo.svg"><img src="a.svg">'
    assert place(html, "part/page/", figures).endswith(f'"a.svg" {SIZE}>')


def test_a_broken_file_is_named(figures: dict[str, Path]) -> None:
    file = figures["part/page/a.svg"]
    file.write_text("<svg>", encoding="utf-8")
    with pytest.raises(Problem, match="is no figure of ours"):
        place('<img src="a.svg">', "part/page/", figures)
