"""What each block of each page publishes, and which may print something else in a browser."""

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from downhill import chapters, pages
from downhill.document import of
from downhill.problem import ROOT, Problem

LIST = "DIFFERS_IN_BROWSER"  # in the test file of a page: numbers of blocks, with why


class Shown(NamedTuple):
    """A block that readers can run: where an author finds it, and its code."""

    path: Path
    line: int
    code: str


@cache
def expected() -> dict[str, list[Shown]]:
    """Every block that readers can run, by page, from the sources."""
    found = {}
    for page in [*pages.read_all(), *pages.read_all(ending="ipynb")]:
        address = "" if page.address == "index" else f"{page.address}/"
        found[address] = [Shown(b.path, b.line, b.code) for b in of(page).run]
    return {address: shown for address, shown in found.items() if shown}


def listed() -> dict[tuple[str, int], int]:
    """The blocks that may print something else in the browser, each with its line."""
    return {
        (address, number): entry.line
        for address in expected()
        for number, entry in chapters.listed(ROOT / file_of(address), LIST).items()
    }


def file_of(address: str) -> str:
    return chapters.test_of(address.rstrip("/") or "index")


def check(
    address: str,
    ran: list[dict[str, Any]],
    shown: list[Shown],
    excused: dict[tuple[str, int], int],
) -> None:
    """A Problem for a block that does not print what is published, unless it is listed."""
    for block, (path, line, _) in zip(ran, shown, strict=True):
        right = block["verdict"] in ("same", "done")
        number, test = block["number"], file_of(address)
        if right and (address, number) in excused:
            what = f"the browser prints what is published in {path.name}:{line}"
            remedy = f"take {number} off {LIST}"
            raise Problem(ROOT / test, excused[address, number], what, remedy)
        if not right and (address, number) not in excused:
            what = (
                f"{block['said'] or 'does not run'}, in the browser:\n{block['live']}"
            )
            remedy = f"round what it prints, or write {LIST} = {{{number}: reason}} in {test}"
            raise Problem(path, line, what, remedy)
