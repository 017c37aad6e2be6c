"""The status page, and the line at a chapter's foot that leads to its entry there.

What a chapter holds is counted in its source at each build (counts.py), what only a test
run knows is kept by conftest.py (tested.py). The build says "tested" only while it agrees.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from graphlib import TopologicalSorter

from downhill.pages import Page
from downhill.pages.neighbours import Graph
from downhill.status.counts import count
from downhill.status.tested import Run, Tested

PAGE = "reference/status.md"


def markdown(address: str, chapters: Graph, tested: Tested) -> str:
    """What the build adds to a page: a foot to a chapter, the entries to the status page."""
    if address in chapters:
        return foot(chapters[address], tested)
    if f"{address}.md" == PAGE:
        return f"\n{last_run(tested.run)}\n\n" + "\n".join(entries(chapters, tested))
    return ""


def foot(page: Page, tested: Tested) -> str:
    """One line: what of this chapter was tested, with a link to its entry."""
    held = _list(list(asdict(count(page.body)).items())[:3])
    if tested.chapter(page.address):
        said = f"Tested: {held}"
    elif tested.run:
        said = f"{held}: changed since the last test"
    else:
        said = f"{held}: not tested on this machine"
    path = posixpath.relpath(PAGE, posixpath.dirname(page.address) or ".")
    return f"\n[{said}]({path}#{anchor(page.address)})\n{{ .tested }}\n"


def anchor(address: str) -> str:
    """The id of a chapter's entry."""
    return address.replace("/", "-")


def last_run(run: Run | None) -> str:
    """When, what and with which versions was tested last."""
    if run is None:
        return "Not tested on this machine. `make test` fills in the rest."
    said = f"On {run.date} (UTC) {_list([('tests', run.passed)])} passed"
    said += f" and {run.skipped} were skipped" if run.skipped else ""
    if run.commit:
        state = "" if run.clean else ", with changes that are not in it"
        said += f", at commit `{run.commit[:10]}`{state}"
    versions = ", ".join(f"{name} {number}" for name, number in run.versions.items())
    return f"{said}. Versions: {versions}."


def entries(chapters: Graph, tested: Tested) -> Iterator[str]:
    """A section for each chapter, after those that it needs, and one for all of them."""
    needs = {address: page.meta["needs"] for address, page in chapters.items()}
    counts = {address: asdict(count(page.body)) for address, page in chapters.items()}
    for address in TopologicalSorter(needs).static_order():
        found = tested.chapter(address)
        path = posixpath.relpath(f"{address}.md", posixpath.dirname(PAGE))
        yield f"## [{chapters[address].title}]({path}) {{ #{anchor(address)} }}\n"
        yield f"{_list(counts[address].items())}.\n"
        if found:
            done = _list([("tests", found.tests), *found.also.items()])
            yield f"Tested: {done}. The blocks took {found.seconds:.1f} s.\n"
        elif tested.run:
            yield "Changed since the last test.\n"
    total = {
        name: sum(held[name] for held in counts.values()) for name in asdict(count(""))
    }
    yield f"## All chapters\n\n{_list(total.items())}.\n"


def _list(numbers: Iterable[tuple[str, int]]) -> str:
    """As in `1 block, 2 outputs`; each is counted by a plural."""
    return ", ".join(
        f"{number} {re.sub(r's(?= |$)', '', name, count=1) if number == 1 else name}"
        for name, number in numbers
    )
