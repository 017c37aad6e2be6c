"""What each block of each page publishes, and which may print something else in a browser."""

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from downhill import pages
from downhill.labs.notebook import expand, line_of
from downhill.pages import blocks
from downhill.problem import DOCS, Problem
from tests.reading import blocks_of

DIFFERING = Path(__file__).with_name("differing.yml")


class Shown(NamedTuple):
    """A block that readers can run: where an author finds it, and its code."""

    path: Path
    line: int
    code: str


@cache
def expected() -> dict[str, list[Shown]]:
    """Every block that readers can run, by page, from the sources."""
    found = {}
    for page in pages.read_all():
        read = blocks.python_blocks(blocks_of(page.path))
        found[f"{page.address}/"] = [Shown(b.path, b.line, b.code) for b in read]
    for lab in sorted(DOCS.rglob("*.ipynb")):
        address = lab.relative_to(DOCS).with_suffix("").as_posix() + "/"
        found[address] = [
            Shown(lab, line_of(lab, cell), cell["source"])
            for cell in expand(lab)["cells"]
            if cell["cell_type"] == "code" and cell["source"].strip()
        ]
    return {address: shown for address, shown in found.items() if shown}


def listed() -> dict[tuple[str, int], str]:
    """The blocks that may print something else in the browser, and why."""
    text = yaml.safe_load(DIFFERING.read_text(encoding="utf-8"))
    return {
        (f"{address}/", number): reason
        for address, numbers in text.items()
        for number, reason in numbers.items()
    }


def check(
    address: str,
    ran: list[dict[str, Any]],
    shown: list[Shown],
    excused: dict[tuple[str, int], str],
) -> None:
    """A Problem for a block that does not print what is published, unless it is listed."""
    for block, (path, line, _) in zip(ran, shown, strict=True):
        right = block["verdict"] in ("same", "done")
        name = f"`{block['number']}:` of `{address.rstrip('/')}:`"
        if right and (address, block["number"]) in excused:
            what = f"the browser prints what is published in {path.name}:{line}"
            raise Problem(DIFFERING, None, what, f"take {name} off the list")
        if not right and (address, block["number"]) not in excused:
            what = (
                f"{block['said'] or 'does not run'}, in the browser:\n{block['live']}"
            )
            remedy = f"round what it prints, or list it as {name} in {DIFFERING.name}"
            raise Problem(path, line, what, remedy)
