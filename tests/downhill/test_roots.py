"""A page draws a root's sign once and shows it everywhere."""

from downhill.maths.katex import Renderer
from downhill.maths.roots import DRAWING, share

DRAWN = '<svg width="400em" height="1em"><path d="M{}"/></svg>'


def page(*paths: str) -> str:
    inner = "".join(DRAWN.format(path * 200) for path in paths)
    return f"<article>{inner}</article><svg></svg>"


def test_what_stands_twice_is_drawn_once() -> None:
    short = share(page("1", "2", "1"))
    assert short.count("1" * 200) == 1
    assert short.count('<use xlink:href="#root-1"></use>') == 2
    assert short.count("2" * 200) == 1  # and where it was
    store = f'<svg display="none"><path id="root-1" d="M{"1" * 200}" stroke="none"/>'
    assert short.endswith(f"{store}</svg></article><svg></svg>")


def test_other_pages_stay() -> None:
    for html in (page("1", "2"), page("1", "1").replace("article", "div"), ""):
        assert share(html) == html


def test_katex_draws_roots_so() -> None:
    found = DRAWING.findall(Renderer().render(r"\sqrt{x^2} + \sqrt{x^2}", True).html)
    assert len(found) == 2
    assert found[0] == found[1]
