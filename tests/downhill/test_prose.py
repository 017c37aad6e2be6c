"""A number in prose is one that the page's code produced."""

from pathlib import Path
from typing import Any

import pytest

from downhill.document import Block, of
from downhill.pages import Page, prose
from downhill.problem import Problem

PATH = Path("docs/page.md")
OUTPUT = Block(PATH, 3, 5, "", (), "output", "8.154845 -1.32 1e-07 16206.75 0.8464")
CODE = Block(PATH, 1, 3, "", (), "python", "h = 6.06e-6\nx = 140", None, OUTPUT)


def check(text: str, **meta: Any) -> int:
    return prose.check(of(Page(PATH, "page", meta, text, text)), blocks=[CODE])


@pytest.mark.parametrize(
    "text",
    [
        "It is 8.154845, 8.15 or 8.1548.",
        "The slope $-1.32$, \u22121.32, falls by 1.32.",
        "A step of $6.06 \\times 10^{-6}$ or 6.06e-6.",
        "The loss falls to 16206.75, or 16207.",
        "A step of $10^{-7}$, 10\u207b\u2077 or `1e-7`; $x^{10}$, $2^5$ and $10^{2k}$.",
        "Small ones need no source: 2.5, 17, 0.25, 1000, 64.",
        "A name is no number: float64, conv2d, h128, 3.11.7.",
        "[A link](a-123-b.md){#id-456} and ![a](b-789.svg).",
        "```text\n123\n```",
    ],
)
def test_numbers_with_a_source_pass(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    ("text", "line", "number"),
    [
        ("It is 8.156.", 1, "8.156"),
        ("\n\nIt is 8.1549.", 3, "8.1549"),
        ("The slope is $1.32$, not $-1.31$.", 1, "-1.31"),
        ("The slope is $-8.15$.", 1, "-8.15"),
        ("| a | 0.847 |", 1, "0.847"),
        ("$$\nf = 16206.9\n$$", 2, "16206.9"),
        ("6.07 \\times 10^{-6}", 1, "6.07"),
        ("6.06 \\times 10^{-5}", 1, "6.06"),
        ("/// figure-caption\nIt takes 141 steps.\n///", 2, "141"),
        ("![It takes 142 steps](a.svg)", 1, "142"),
        ('??? hint "The answer is 8.16"', 1, "8.16"),
        ("Inline `0.123`.", 1, "0.123"),
        ("About $10^5$ times.", 1, "10^5"),
        ("About 10\u2075 times.", 1, "10^{5}"),
        ("About 3\u00b710\u2074 times.", 1, "3\u00b710^{4}"),
        ("A step of `1e-8`.", 1, "1e-8"),
        ('??? option "B. $10^5$ times"\n    **Right.**', 1, "10^5"),
        ('??? option "B. More"\n    **Right.** By 10027 times.', 2, "10027"),
    ],
)
def test_a_number_without_a_source_is_named(text: str, line: int, number: str) -> None:
    with pytest.raises(Problem) as caught:
        check(text)
    assert caught.value.place == f"docs/page.md:{line}"
    assert number in caught.value.what


def test_an_exception_must_be_needed() -> None:
    check("Published in 1847.", numbers={1847: "the year"})
    with pytest.raises(Problem, match="excepts 1847, which needs no exception"):
        check("Nothing here.", numbers={1847: "the year"})
    with pytest.raises(Problem, match="excepts 1847 without a reason"):
        check("Published in 1847.", numbers={1847: None})
    with pytest.raises(Problem, match="excepts 140"):
        check("It takes 140 steps.", numbers={140: "in the code anyway"})


LENDER = """---
description: A page.
---
# A page

```python
print(1 / 7)
```
```output
0.142857
```
"""


def lent(tmp_path: Path, text: str, **meta: Any) -> int:
    """Check a page beside one that prints 0.142857."""
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "lender.md").write_text(LENDER, encoding="utf-8")
    head = "".join(f"{key}: {value}\n" for key, value in meta.items())
    page = Page(PATH, "page", meta, head + text, text)
    return prose.check(of(page), tmp_path, [CODE])


def test_a_number_may_come_from_a_page_that_is_named(tmp_path: Path) -> None:
    assert lent(tmp_path, "It is 0.1429, not 8.15.", numbers_from=["part/lender"]) == 2


@pytest.mark.parametrize(
    ("text", "addresses", "what"),
    [
        ("It is 0.1429.", None, "no code on this page produces: 0.1429"),
        (
            "It is 0.143 or 0.144.",
            ["part/lender"],
            "no code on this page, nor on part/lender produces: 0.144 (line 1)",
        ),
        ("It is 8.15.", ["part/lender"], "`part/lender`, from which no number comes"),
        ("Nothing.", ["part/nowhere"], "`part/nowhere`, which is no other page"),
        ("Nothing.", ["page"], "names `page`, which is no other page"),
        ("It is 0.143.", "part/lender", "`numbers_from:` is not a list"),
    ],
)
def test_a_page_lends_no_more_than_it_has(
    tmp_path: Path, text: str, addresses: object, what: str
) -> None:
    with pytest.raises(Problem) as caught:
        lent(tmp_path, text, numbers_from=addresses)
    assert what in caught.value.what
