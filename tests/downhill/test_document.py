"""The blocks of a page are those that the site renders, wherever they stand."""

from pathlib import Path

import pytest

from downhill.document import Block, Document, of
from downhill.pages import Page
from downhill.problem import SNIPPETS, Problem

PAGE = Path("docs/torture.md")


def read(text: str) -> Document:
    return of(Page(PAGE, "torture", {}, text, text))


EVERYWHERE = """
```python
first = 1
```

!!! note "an admonition"

    ```python
    second = 2
    ```

    === "a tab"

        ```python
        third = 3
        ```

??? hint "details"

    - a list in it

        ```python
        fourth = 4
        ```

1. a numbered list

    ~~~python
    fifth = 5
    ~~~

> a quotation
>
> ```python
> sixth = 6
> ```

A footnote[^1].

[^1]: with

    ```python
    seventh = 7
    ```

````{.python data-raises="ValueError"}
eighth = 8
````

```text
not python
```
"""


def test_a_block_is_found_wherever_it_stands_with_its_line() -> None:
    found = read(EVERYWHERE).run
    lines = EVERYWHERE.splitlines()
    assert [b.code.split(" =")[0] for b in found] == [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
    ]
    assert all(b.code in lines[b.line] for b in found)
    assert [b.raises for b in found] == [None] * 7 + ["ValueError"]


def test_a_block_in_an_included_page_names_that_page(tmp_path: Path) -> None:
    included = SNIPPETS / "included_by_a_test.md"
    included.write_text("Text.\n\n```python\nx = 1\n```\n", encoding="utf-8")
    try:
        (block,) = read('Above.\n\n--8<-- "included_by_a_test.md"\n').blocks
    finally:
        included.unlink()
    assert (block.path, block.line, block.code) == (included, 3, "x = 1")


def test_an_output_belongs_to_the_block_above_it() -> None:
    page = "```python\nprint(1)\n```\n```output\n1\n```\n\n```python\nx = 2\n```\n"
    first, second = read(page).blocks
    assert first.output is not None
    assert (first.output.code, first.output.line, first.output.end) == ("1", 4, 6)
    assert second.output is None


@pytest.mark.parametrize(
    ("page", "line", "what"),
    [
        ("\n```python\nx = 1\n", 2, "never closed"),
        ("\n```Python\nx = 1\n```\n", 2, "a block in `Python`"),
        ("```pycon\n>>> 1\n```\n", 1, "a block in `pycon`"),
        ("```\nx = 1\n```\n", 1, "a block in `no language`"),
        ("```python notest\nx = 1\n```\n", 1, "shown as text"),
        ("```python continuation\nx = 1\n```\n", 1, "shown as text"),
        ("   ```python\nx = 1\n   ```\n", 1, "shown as text"),
        ("Text.\n```output\n1\n```\n", 2, "belongs to no block"),
        ("```text\n1\n```\n```output\n1\n```\n", 4, "belongs to no block"),
        (
            "```python\nx\n```\n```output\n1\n```\n```output\n2\n```\n",
            7,
            "belongs to no block",
        ),
        ("```python\nx\n\n\n\ny\n```\n", 1, "three blank lines"),
        ("```python\nx\n```\n\nText.\n\n```output\n1\n```\n", 7, "stands apart"),
    ],
)
def test_what_is_not_a_tested_block_is_refused(page: str, line: int, what: str) -> None:
    with pytest.raises(Problem) as caught:
        read(page)
    assert caught.value.place == f"docs/torture.md:{line}"
    assert what in caught.value.what


def test_a_line_of_code_knows_its_line_of_the_page() -> None:
    block = Block(
        path=PAGE,
        line=10,
        end=15,
        indent="",
        source=("a = 1", '--8<-- "x.py:two_lines"', "", "b = 2"),
        code="a = 1\nshown\nshown\n\nb = 2",
    )
    assert [block.line_of(line) for line in range(1, 6)] == [11, 12, 12, 13, 14]


TEXTS = """
# Title {#top}

A line of $x^2$,
[a link](other.md#there) and `[no](link.md)`.

- an item with [another](more.md)

    1. inside

| head | $h$ |
|---|---|
| `a` | ![seen](a.svg) |

$$
y = x
$$

??? hint "What [it](hint.md) says"

    > quoted, [nowhere][at all], a note[^2], by [name].

[name]: named.md

```text
[not](a-link.md)
```

## Next
"""


def test_each_text_has_its_line() -> None:
    page = read(TEXTS)
    lines = TEXTS.splitlines()
    assert {text.kind for text in page.texts} >= {"h1", "p", "li", "th", "td", "hint"}
    assert {text.box for text in page.texts} == {"", "hint"}
    for line, _, text, _ in page.texts:
        assert text.strip().splitlines()[0] in lines[line - 1]
    assert [(one.line, one.id, one.given) for one in page.headings] == [
        (2, "top", True),
        (29, "next", False),
    ]
    assert [(one.line, one.target) for one in page.links] == [
        (5, "other.md#there"),
        (7, "more.md"),
        (19, "hint.md"),
        (23, "named.md"),
    ]
    assert [(one.line, one.target) for one in page.images] == [(13, "a.svg")]
    assert [(one.line, one.target) for one in page.unread] == [
        (21, "[nowhere][at all]"),
        (21, "[^2]"),
    ]
    assert [(one.line, one.tex, one.display) for one in page.formulas] == [
        (4, "x^2", False),
        (11, "h", False),
        (16, "y = x", True),
    ]
    assert [line for line, _ in page.rows()] == [11, 13]


def test_an_empty_cell_keeps_its_column_and_its_box() -> None:
    page = read('??? option "A"\n\n    | a | b |\n    |---|---|\n    | | 1 |\n')
    (_, cells), (_, below) = page.rows()
    assert [(one.text, one.box) for one in cells] == [("a", "option"), ("b", "option")]
    assert [one.text for one in below] == ["", "1"]
