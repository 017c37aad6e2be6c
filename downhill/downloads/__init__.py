"""A chapter to take along: a notebook and a plain script, made from its page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from posixpath import basename
from urllib.parse import urljoin

from downhill.document import Document
from downhill.downloads import notebook, script
from downhill.downloads.pieces import pieces
from downhill.files import write_whole
from downhill.pages import Page
from downhill.problem import CACHE

FOLDER = CACHE / "downloads"


@dataclass(frozen=True)
class Downloads:
    """The files of one chapter, by their address on the site, and where the build keeps them."""

    page: Page
    notebook: Path
    script: Path

    @property
    def files(self) -> dict[str, Path]:
        """Address to file."""
        return {
            f"{self.page.address}.ipynb": self.notebook,
            f"{self.page.address}.py": self.script,
        }


def plan(page: Page, folder: Path = FOLDER) -> Downloads:
    """Where a chapter's downloads will be; `write` makes them, once its figures are drawn."""
    name = page.address.replace("/", "--")
    return Downloads(page, folder / f"{name}.ipynb", folder / f"{name}.py")


def write(
    downloads: Downloads,
    document: Document,
    figures: Mapping[str, Path],
    site_url: str,
) -> None:
    """Make both files of a chapter from its page and its drawn figures.

    `figures` are the drawn files by their addresses below docs/, `site_url` is the address
    that the site is published at: links in the downloads lead there.
    """
    page = downloads.page
    address = urljoin(site_url, f"{page.address}/")
    parts = pieces(document, address)
    drawn = {
        uri.rpartition("/")[2]: file
        for uri, file in figures.items()
        if uri.startswith(f"{page.address}/")
    }
    made = notebook.make(page, parts, drawn, address)
    write_if_new(downloads.notebook, json.dumps(made, ensure_ascii=False, indent=1))
    write_if_new(downloads.script, script.make(page, parts, address))


def write_if_new(file: Path, text: str) -> None:
    """Write a file unless it says just this: what is served is not copied for nothing."""
    old = file.read_bytes() if file.is_file() else b""
    if sha256(old).digest() != sha256(text.encode()).digest():
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, text)


def markdown(page: Page) -> str:
    """The line at a chapter's foot that offers both."""
    name = basename(page.address)
    return (
        f"\nTake it along: [a notebook]({name}.ipynb){{ download }} with outputs and"
        f" figures, or [a plain script]({name}.py){{ download }}.\n{{ .take }}\n"
    )
