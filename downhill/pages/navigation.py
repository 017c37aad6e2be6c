"""The navigation of mkdocs.yml names each page once, and nothing else."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from downhill.problem import DOCS, ROOT, Problem, raise_all

CONFIG = ROOT / "mkdocs.yml"


def entries(nav: Any) -> Iterator[str]:
    """The files and addresses that a navigation names, in its order."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict):
        for inner in nav.values():
            yield from entries(inner)
    else:
        for inner in nav or []:
            yield from entries(inner)


def check(nav: Any, pages: Collection[str], config: Path = CONFIG) -> int:
    """Hold the navigation against the site's pages; returns the number of its entries.

    `pages` are relative to docs/, those that labs become too. One Problem for all
    that are missing, named twice, or not there.
    """
    faults: list[Problem] = []
    seen: set[str] = set()
    text = config.read_text(encoding="utf-8")
    for entry in entries(nav):
        if "://" in entry:
            continue
        first = text.find(f"{entry}\n") if f"{entry}\n" in text else text.find(entry)
        line = text.count("\n", 0, first) + 1 if first >= 0 else None
        if entry in seen:
            again = text.find(entry, first + 1)
            line = text.count("\n", 0, again) + 1 if again >= 0 else line
            what = f"the nav names {entry} twice"
            remedy = "a page has one place: delete the other"
            faults.append(Problem(config, line, what, remedy))
        elif entry not in pages:
            what = f"the nav names {entry}, which is not in docs/"
            near = [page for page in pages if Path(page).stem == Path(entry).stem]
            remedy = f"perhaps {near[0]}" if near else "correct it, or add the page"
            faults.append(Problem(config, line, what, remedy))
        seen.add(entry)
    for page in sorted(set(pages) - seen):
        what = "is in no place of the navigation"
        lab = (DOCS / page).with_suffix(".ipynb")
        own = lab if lab.is_file() else DOCS / page
        remedy = f"add `- {page}` to the `nav` of mkdocs.yml"
        faults.append(Problem(own, None, what, remedy))
    raise_all(faults)
    return len(seen)
