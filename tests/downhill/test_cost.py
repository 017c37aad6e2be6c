"""The seconds of a chapter: all tests that name it, and no others."""

from downhill import cost

SECONDS = {
    "docs/one-variable/the-derivative.md::[CodeFence#1][line:9]": 1.0,
    "tests/one_variable/test_the_derivative.py::test_it": 2.0,
    "tests/test_site.py::test_figure[one-variable/the-derivative/a.svg]": 4.0,
    "tests/test_site.py::test_a_page[one-variable/the-derivative]": 8.0,
    "tests/test_site.py::test_a_page[losses/one-house]": 16.0,
    "tests/test_site.py::test_the_site": 32.0,
}


def test_a_chapter_costs_what_names_it() -> None:
    assert cost.of_chapter("one-variable/the-derivative", SECONDS) == 15.0
    assert cost.of_chapter("losses/one-house", SECONDS) == 16.0


def test_the_line_has_the_mean_the_whole_and_each() -> None:
    said = cost.said(["one-variable/the-derivative", "losses/one-house"], SECONDS)
    assert said == (
        "A chapter takes 16 s of one core, of 63 s in all:"
        " the-derivative 15 s, one-house 16 s"
    )
