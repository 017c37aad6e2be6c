"""What the status page says of a chapter is what the site shows of it."""

from pathlib import Path

import pytest
from lxml import html

from downhill import graph, pages
from downhill.document import of, site_markdown
from downhill.pages import Page

PAGES = pages.read_all()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.address)
def test_what_is_counted_is_what_the_site_renders(page: Page) -> None:
    """By another way: blocks as the tests read them, the rest from the HTML."""
    rendered = site_markdown(page.path).convert(page.body)
    tree = html.document_fromstring(f"<body>{rendered}</body>")
    assert graph.count(of(page)) == (
        len(of(page).python),
        len(tree.findall(".//img")),
        len(tree.xpath("//h3[starts-with(@id, 'exercise-')]")),
    )


TORTURE = """
![a](a.svg) `![no](no.svg)` $x$.

````text
```python
no
```
$no$ ![no](no.svg)
````

> ~~~{.python data-raises="ValueError"}
> yes = "$1"
> ~~~

    ```output
    $2
    ```

### 1. Do {#exercise-1}
"""


def test_only_what_is_shown_is_counted() -> None:
    page = Page(Path("docs/page.md"), "page", {}, TORTURE, TORTURE)
    assert graph.count(of(page)) == (1, 1, 1)


def chapter(address: str, needs: list[str]) -> Page:
    body = f"# The {address.split('/')[-1]}\n\n```python\nprint(1)\n```\n```output\n1\n```\n"
    meta = {"description": "A chapter.", "needs": needs}
    return Page(Path(f"docs/{address}.md"), address, meta, body, body)


CHAPTERS = graph.graph([chapter("a/second-one", ["b/first"]), chapter("b/first", [])])


def test_the_page_has_a_row_for_each_chapter_after_those_it_needs() -> None:
    assert graph.counts(CHAPTERS, map(of, CHAPTERS.values())).strip().splitlines()[
        2:
    ] == [
        "| [The first](../b/first.md) | 1 | 0 | 0 |",
        "| [The second-one](../a/second-one.md) | 1 | 0 | 0 |",
        "| all | 2 | 0 | 0 |",
    ]
