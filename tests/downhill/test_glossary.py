"""One page defines the terms; the others explain them once, and none uses one too early."""

from itertools import pairwise
from pathlib import Path

import markdown
import pytest

from downhill import pages
from downhill.document import of
from downhill.glossary import PAGE, Entry, early, read
from downhill.graph import Graph, before, graph
from downhill.pages import Page
from downhill.problem import DOCS, Problem, raise_all

SLOPE = Entry("slope", "rise over run", "a/first", "slopes", 1)
LIMIT = Entry("slope limit", "where it goes", "a/first", "slopes", 2)
ETA = Entry(r"$\eta$", "the rate", "a/first", "rates", 3)


def html(text: str, page: str = "b/second") -> str:
    options = {"downhill.glossary": {"page": page, "entries": [SLOPE, LIMIT, ETA]}}
    extensions = ["downhill.maths", "downhill.glossary"]
    return str(
        markdown.markdown(text, extensions=extensions, extension_configs=options)
    )


def explained(entry: Entry, text: str) -> str:
    return (
        f'<a aria-description="{entry.means}" class="term"'
        f' href="../a/first.md#{entry.anchor}">{text}</a>'
    )


def test_the_first_use_on_a_page_is_explained() -> None:
    assert html("Two *Slopes* and a slope, *so* a slope limit; no slope.") == (
        f"<p>Two <em>{explained(SLOPE, 'Slopes')}</em> and a slope, <em>so</em> a"
        f" {explained(LIMIT, 'slope limit')}; no slope.</p>"
    )


@pytest.mark.parametrize("text", ["`slope`", "[slope](x.md)", "# slope", "slopeless"])
def test_code_links_headings_and_other_words_are_left_alone(text: str) -> None:
    assert "term" not in html(text)


def test_the_page_that_defines_a_term_is_left_alone() -> None:
    assert "term" not in html("A slope.", "a/first")


def test_a_symbol_is_explained_where_it_stands_alone() -> None:
    shown = html(r"The rate $\eta$ and $2\eta$.")
    assert shown.count('class="term"') == 1
    assert 'aria-description="the rate"' in shown.partition("and")[0]


def chapter(address: str, needs: list[str], body: str) -> Page:
    return Page(
        Path(f"{address}.md"), address, {"needs": needs}, body, f"# T\n\n{body}"
    )


FIRST = "## I use this when\n\nA slope.\n\n## The math\n\n### Slopes\n\nA slope.\n"


def faults(second: str, needs: list[str], first: str = FIRST) -> list[str]:
    both: Graph = {
        "a/first": chapter("a/first", [], first),
        "b/second": chapter("b/second", needs, second),
    }
    entries = [SLOPE, LIMIT, ETA]
    held = {address: of(page) for address, page in both.items()}
    found = early.check(entries, held, lambda address: before(address, both))
    return [f"{fault.place} {fault.what}" for fault in found]


def test_a_term_may_be_used_after_the_chapter_that_defines_it() -> None:
    assert faults("## The math\n\nA slope.\n", ["a/first"]) == []


@pytest.mark.parametrize("text", ["A slope.", "x\n\nSo slopes."])
def test_a_term_used_before_it_is_defined_is_a_fault(text: str) -> None:
    (fault,) = faults(f"## The math\n\n{text}\n", [])
    assert fault.startswith(f"b/second.md:{5 + 2 * text.count('So')} uses `slope")
    assert fault.endswith("which only T defines")


@pytest.mark.parametrize(
    "text",
    ["A [slope](../a/first.md), a slope.", "`slope`", "```text\nslope\n```", "$slope$"],
)
def test_a_link_will_do_and_code_is_no_use(text: str) -> None:
    assert faults(f"## The math\n\n{text}\n", []) == []


@pytest.mark.parametrize("target", ["../a/not-first.md", "../c/first.md", "#slopes"])
def test_a_link_to_another_page_will_not_do(target: str) -> None:
    (fault,) = faults(f"## The math\n\nA [b]({target}), a slope.\n", [])
    assert fault.startswith("b/second.md:5 uses `slope`")


@pytest.mark.parametrize("target", ["./../a/first.md", '../a/first.md#slopes "S"'])
def test_a_link_may_be_written_in_any_way(target: str) -> None:
    assert faults(f"## The math\n\nA [b]({target}), a slope.\n", []) == []


def test_a_link_down_its_own_page_will_do() -> None:
    for link, known in (("#slopes", True), ("#rates", False)):
        early = f"## The math\n\nA [slope]({link}): the slope.\n"
        found = faults("", [], FIRST.replace("## The math\n", early))
        assert (found == []) == known


def test_a_longer_term_is_no_use_of_a_shorter_one() -> None:
    (fault,) = faults("## The math\n\nA slope limit.\n", [])
    assert "uses `slope limit`" in fault


def test_a_symbol_used_before_it_is_defined_is_a_fault() -> None:
    (fault,) = faults("## The math\n\nWith $\\eta$ and $\\eta_2$.\n", [])
    assert "$\\eta$" in fault


def test_a_chapter_defines_a_term_before_it_uses_it() -> None:
    early = FIRST.replace("## The math\n", "## The math\n\nThe slope.\n")
    (fault,) = faults("", [], early)
    assert fault == "a/first.md:9 uses `slope` before line 11, which defines it"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("| slope | rise over run | The first |", "no row of the glossary"),
        ("| slope | rise over run | [The first](first.md) |", "no row"),
        ("| rate | x | [F](first.md#a) |\n| rate | y | [F](first.md#a) |", "twice"),
    ],
)
def test_a_row_that_is_none_is_named(row: str, says: str) -> None:
    table = f"# W\n\n| Term | Means | At |\n|---|---|---|\n{row}\n"
    page = of(Page(Path("a/words.md"), "a/words", {}, row, table))
    with pytest.raises(Problem, match=rf"a/words\.md:\d: .*{says}"):
        read(page)


def test_every_term_stands_where_the_glossary_says_and_is_in_order() -> None:
    all_pages = pages.read_all()
    chapters = graph(all_pages)
    terms = next(page for page in all_pages if f"{page.address}.md" == PAGE)
    entries = read(of(terms))
    named = [entry for entry in entries if not entry.is_symbol]
    faults: list[Problem] = []
    for above, entry in pairwise(named):
        if entry.term.lower() < above.term.lower():
            what = f"`{entry.term}` stands below `{above.term}`"
            remedy = "sort the rows by their terms"
            faults.append(Problem(terms.path, entry.line, what, remedy))
    for entry in entries:
        page = next(page for page in all_pages if page.address == entry.address)
        lines = page.body.splitlines()[early.defined(of(page), entry.anchor) :]
        ends = [n for n, line in enumerate(lines) if line.startswith("## ")]
        section = "\n".join(lines[: ends[0] if ends else None])
        if entry.term.strip("$").lower() not in section.lower():
            what = f"`{entry.term}` does not stand at {entry.address}#{entry.anchor}"
            remedy = "lead to the heading that defines it, or say it there"
            faults.append(Problem(terms.path, entry.line, what, remedy))
    raise_all(faults)
    held = {address: of(page) for address, page in chapters.items()}
    assert [*early.check(entries, held, lambda a: before(a, chapters))] == []
    assert (DOCS / PAGE).is_file()
