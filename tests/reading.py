"""The blocks of the site's pages, each page rendered once in a process."""

from functools import cache
from pathlib import Path

from downhill import pages
from downhill.pages import blocks


@cache
def blocks_of(page: Path) -> list[blocks.Block]:
    """All of them; the list is only to be read."""
    return blocks.read(page, pages.read(page).body)
