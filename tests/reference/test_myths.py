"""Each myth is tied to the blocks that measure it: its links lead to them, its numbers are theirs."""

import re
from functools import cache
from posixpath import dirname, normpath
from typing import NamedTuple

import pytest

from downhill import labs, pages
from downhill.document import Block, Document, of, read
from downhill.pages import Page, prose
from downhill.problem import DOCS, Problem

ADDRESS = "reference/myths"
PAGE = pages.read(DOCS / f"{ADDRESS}.md")
LINK = re.compile(r"\[([^\]]*)\]\(([^)#]+)#([^)]+)\)")
ENDS = re.compile(rf"^(?:Measured|Explained) in {LINK.pattern}", re.MULTILINE)
ENDINGS = (".md", ".ipynb")  # of a page and of a lab
EXPONENT = re.compile(r"(?<=[a-z])\^\{?\d+\}?")  # of x^2; no number of its own
CODE_OF_A_ROW = re.compile(r"\b[WI]\d+\b")


class Myth(NamedTuple):
    """A saying, what is said of it, and where it is measured or explained."""

    line: int
    saying: str
    text: str
    close: str

    def links(self, kind: str) -> list[tuple[str, str, str]]:
        """Name, file and anchor of each link after `Measured in` or `Explained in`."""
        parts = re.split(r"\b(Measured|Explained) in ", self.close, flags=re.I)
        return [
            link
            for word, part in zip(parts[1::2], parts[2::2], strict=True)
            if word.lower() == kind
            for link in LINK.findall(part)
        ]


def myths(page: pages.Page) -> list[Myth]:
    """Those of a page: a Problem for one that does not end in its links."""
    found = []
    pieces = re.split(r"^### (.*)$", page.body, flags=re.MULTILINE)
    line = pieces[0].count("\n") + 1
    for saying, text in zip(pieces[1::2], pieces[2::2], strict=True):
        own = text.split("\n## ")[0].strip()
        said, _, close = own.rpartition("\n\n")
        if not said or not ENDS.match(close):
            what, remedy = (
                f"{saying} has no source",
                "end it with `Measured in [..](..)`",
            )
            raise Problem(page.path, line, what, remedy)
        found.append(Myth(line, saying, said, close))
        line += text.count("\n")
    return found


class Section(NamedTuple):
    """What stands under a heading: its level, its first line and the line after its last."""

    title: str
    level: int
    start: int
    end: int


@cache
def source(file: str) -> Document:
    """A page, or the page that a lab becomes, with what its cells print."""
    path = DOCS / file
    if path.is_file():
        return read(path)
    path = path.with_suffix(".ipynb")
    body = labs.make(path).markdown.partition("\n---\n\n")[2]
    return of(Page(path, file.removesuffix(".md"), {}, body, body))


@cache
def sections(file: str) -> dict[str, Section]:
    """The sections of a page by their anchor, as the site makes it."""
    document, found = source(file), {}
    last = len(document.lines) + 1
    for heading in document.headings:
        below = [
            each.line
            for each in document.headings
            if each.line > heading.line and each.level <= heading.level
        ]
        end = min([*below, last])
        found[heading.id] = Section(heading.text, heading.level, heading.line, end)
    return found


@cache
def below(file: str, anchor: str) -> tuple[Block, ...]:
    """The python blocks under a heading."""
    section = sections(file)[anchor]
    return tuple(
        block
        for block in all_blocks(file)
        if section.start < block.line < section.end and block.language == "python"
    )


@cache
def all_blocks(file: str) -> tuple[Block, ...]:
    return source(file).blocks


def check(myth: Myth, address: str = ADDRESS) -> int:
    """A Problem unless its links lead to headings, and its numbers come from blocks there.

    A number of three or more significant digits stands in an output, a shorter one in an
    output or in the code; the saying itself may be wrong. Where nothing is measured, small
    whole numbers are words. Returns how many numbers there are.
    """
    path = DOCS / f"{address}.md"
    linked: list[Block] = []
    for kind in ("measured", "explained"):
        for name, target, anchor in myth.links(kind):
            file = normpath(f"{dirname(address)}/{target}")
            there = any((DOCS / file).with_suffix(end).is_file() for end in ENDINGS)
            if not there or anchor not in sections(file):
                what = f"{myth.saying} links to {file}#{anchor}, which is no heading"
                raise Problem(path, myth.line, what, "correct the link")
            title = sections(file)[anchor].title
            shown = re.sub(r"[`\"“”]|^\d+\. ", "", title)
            if re.sub(r'[`"]', "", name).rpartition(": ")[2] != shown:
                what = f"{myth.saying} links to `{title}` by another name, `{name}`"
                raise Problem(path, myth.line, what, "use the heading's words")
            printing = [block for block in below(file, anchor) if block.output]
            if kind == "measured" and not printing:
                what = (
                    f"{myth.saying} is measured where nothing is printed, in {anchor}"
                )
                raise Problem(path, myth.line, what, "link the block's heading")
            linked += below(file, anchor)
    printed = prose.sources(block.output for block in linked if block.output)
    in_code = prose.sources(linked)
    said = EXPONENT.sub("", prose.NOT_PROSE.sub("]", myth.text))
    claims = [
        number
        for number in prose.numbers(said)
        if number.digits > 1 or myth.links("measured")
    ]
    for number in claims:
        if not any(map(number.agrees, printed if number.needs_source else in_code)):
            what = f"{myth.saying} says {number.text}, and no linked block prints it"
            raise Problem(path, myth.line, what, "link the block, or mend the number")
    return len(claims)


FOUND = myths(PAGE)


@pytest.mark.parametrize("myth", FOUND, ids=lambda myth: myth.saying)
def test_a_myth_is_tied_to_what_measures_it(myth: Myth) -> None:
    numbers = check(myth)
    assert numbers or not myth.links("measured"), "measured, and says no number"


def test_all_are_there_and_in_plain_words() -> None:
    assert all(re.fullmatch('".+"', myth.saying) for myth in FOUND)
    assert len({myth.saying for myth in FOUND}) == len(FOUND)
    assert not CODE_OF_A_ROW.findall(PAGE.text)


DERIVATIVE = "../one-variable/the-derivative.md"
CLIMB = f"[The derivative: Where a curve climbs]({DERIVATIVE}#where-a-curve-climbs)"


def planted(text: str, close: str) -> Myth:
    body = f'# T\n\n## Part\n\n### "So it is"\n\n{text}\n\n{close}\n\n## Next\n\nEnd.\n'
    (found,) = myths(pages.Page(PAGE.path, ADDRESS, {}, body, body))
    return found


def test_a_myth_as_it_should_be_passes() -> None:
    assert check(planted("It is $-1.32$ at $-1.2$.", f"Measured in {CLIMB}.")) == 2
    assert check(planted("At $x^2 > 0$.", f"Explained in {CLIMB}.")) == 0


@pytest.mark.parametrize(
    ("text", "close", "what"),
    [
        ("It is so.", "", "has no source"),
        ("It is so.", "Somewhere.", "has no source"),
        ("It is 2.53.", f"Measured in {CLIMB}.", "says 2.53, and no linked"),
        ("At $10^{8}$ it is.", f"Measured in {CLIMB}.", "says 10^{8}, and no linked"),
        ("It is 0.7.", f"Measured in {CLIMB}.", "says 0.7, and no linked"),
        ("It is 1.5.", f"Explained in {CLIMB}.", "no linked block prints it"),
        # printed on the page, under another heading
        ("It is 5.5452.", f"Measured in {CLIMB}.", "says 5.5452, and no linked"),
        ("So.", f"Measured in {CLIMB.replace('.md', 's.md')}.", "is no heading"),
        ("So.", f"Measured in {CLIMB.replace('#where-', '#here-')}.", "is no heading"),
        (
            "So.",
            f"Measured in {CLIMB.replace('a curve', 'a line')}.",
            "by another name",
        ),
        (
            "So.",
            f"Measured in [The derivative: Corners]({DERIVATIVE}#corners).",
            "measured where nothing is printed",
        ),
    ],
)
def test_a_myth_without_its_measurement_is_refused(
    text: str, close: str, what: str
) -> None:
    with pytest.raises(Problem) as caught:
        check(planted(text, close))
    assert what in caught.value.what
    assert caught.value.place.endswith("myths.md:5")
