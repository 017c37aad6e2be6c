"""Named sections of snippet modules, and the lines of pages that show them."""

import re
import textwrap
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from downhill.pages import Page, line_of, read_text
from downhill.pages.blocks import fences, language
from downhill.problem import SNIPPETS, Problem

MARKER = re.compile(r"^\s*# --8<-- \[(start|end):([\w-]+)\]\s*$")
LOOSE_MARKER = re.compile(r"8<-+\s*\[\s*(start|end)\s*:")
QUOTED = re.compile(r"^[\s>]*;-+8<-+")  # shows the line itself, not a section
SHOWN = re.compile(r"^(?P<indent>[\s>]*)-+8<-+(?P<target>.*)$")
TARGET = re.compile(r'^ "(?P<path>[\w/.-]+?)(?::(?P<section>[a-zA-Z][\w-]*))?"\s*$')


def sections(module: Path) -> dict[str, int]:
    """The sections of a module: name to line of its start.

    A Problem if one opens twice, never closes, closes unopened, or is empty.
    """
    return _sections(module, read_text(module))


@cache
def _sections(module: Path, text: str) -> dict[str, int]:
    starts: dict[str, int] = {}
    open_now: dict[str, int] = {}
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        marker = MARKER.match(line)
        if not marker:
            if loose := LOOSE_MARKER.search(line):
                what = f"malformed section marker `{line.strip()}`"
                remedy = f"write it as `# --8<-- [{loose[1]}:name]`"
                raise Problem(module, number, what, remedy)
            continue
        kind, name = marker.groups()
        if kind == "start":
            if name in starts:
                what = f"section `{name}` opens again (first on line {starts[name]})"
                raise Problem(module, number, what, "give each section its own name")
            starts[name] = open_now[name] = number
        elif name not in open_now:
            what = f"section `{name}` closes but is not open"
            raise Problem(module, number, what, f"add `# --8<-- [start:{name}]` above")
        elif not "".join(lines[open_now.pop(name) : number - 1]).strip():
            raise Problem(
                module, number, f"section `{name}` is empty", "fill or delete it"
            )
    for name, number in open_now.items():
        what = f"section `{name}` never closes"
        raise Problem(
            module, number, what, f"add `# --8<-- [end:{name}]` below its code"
        )
    return starts


def shown(page: Page, snippets: Path = SNIPPETS) -> set[tuple[Path, str]]:
    """The (module, section) pairs that a page shows.

    A Problem, with its line, for a file or section that is not there, a line range,
    a whole module, or a line that shows itself.
    """
    _check_quoted(page)
    found = set()
    for number, line in enumerate(page.body.splitlines(), 1):
        match = SHOWN.match(line)
        if not match:
            continue
        place = line_of(page, number, line)
        form = '--8<-- "part/chapter.py:section"'
        target = TARGET.match(match["target"])
        if not target:
            what = f"cannot read `{line.strip()}` (line ranges and blocks are not used)"
            raise Problem(page.path, place, what, f"write `{form}`")
        file = snippets / target["path"]
        if not file.is_file():
            what = f"shows `{target['path']}`, which is not in {snippets.name}/"
            raise Problem(page.path, place, what, "correct the path or add the file")
        if file.suffix != ".py":
            continue
        names = sections(file)
        if target["section"] is None:
            what = f"shows the whole of `{target['path']}`"
            raise Problem(page.path, place, what, f"name a section: `{form}`")
        if target["section"] not in names:
            what = f"`{target['path']}` has no section `{target['section']}`"
            has = ", ".join(names) or "none"
            raise Problem(page.path, place, what, f"it has: {has}")
        found.add((file, target["section"]))
    return found


def _check_quoted(page: Page) -> None:
    """Text may quote how a section is shown, as docs/contributing.md does; code may not."""
    lines = page.body.splitlines()
    for start, end, opening in fences(lines):
        if language(opening["info"]) != "python":
            continue
        for number, line in enumerate(lines[start : end - 1], start + 1):
            if QUOTED.match(line):
                place = line_of(page, number, line)
                what = f"`{line.strip()}` shows this line, not the section"
                raise Problem(page.path, place, what, "delete the semicolon")


def expanded(line: str, snippets: Path = SNIPPETS) -> str:
    """A line of a page, or the section that it shows; `shown` has checked it before."""
    match = SHOWN.match(line)
    target = TARGET.match(match["target"]) if match else None
    if match is None or target is None:
        return line
    module = snippets / target["path"]
    start = sections(module)[target["section"]]
    inside = []
    for below in module.read_text(encoding="utf-8").splitlines()[start:]:
        marker = MARKER.match(below)
        if marker and marker.groups() == ("end", target["section"]):
            break
        if not marker:
            inside.append(below)
    code = textwrap.dedent("\n".join(inside))
    return textwrap.indent(code, match["indent"])


def check(pages: Iterable[Page], snippets: Path = SNIPPETS) -> int:
    """Hold all pages against all modules; returns the number of sections.

    A Problem for the first section that no page shows.
    """
    seen = set().union(*(shown(page, snippets) for page in pages))
    count = 0
    for module in sorted(snippets.rglob("*.py")):
        for name, line in sections(module).items():
            if (module, name) not in seen:
                what = f"section `{name}` is shown on no page"
                raise Problem(module, line, what, "show it, or delete its markers")
            count += 1
    return count
