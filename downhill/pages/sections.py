"""Named sections of snippet modules, and the lines of pages that show them."""

import re
import textwrap
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from downhill.pages import Page, line_of, read_text
from downhill.pages.blocks import fences, language
from downhill.problem import SNIPPETS, Faults, Problem, raise_all

MARKER = re.compile(r"^\s*# --8<-- \[(start|end):([\w-]+)\]\s*$")
LOOSE_MARKER = re.compile(r"8<-+\s*\[\s*(start|end)\s*:")
QUOTED = re.compile(r"^[\s>]*;-+8<-+")  # shows the line itself, not a section
SHOWN = re.compile(r"^(?P<indent>[\s>]*)-+8<-+(?P<target>.*)$")
TARGET = re.compile(r'^ "(?P<path>[\w/.-]+?)(?::(?P<section>[a-zA-Z][\w-]*))?"\s*$')


def sections(module: Path) -> dict[str, int]:
    """The sections of a module: name to line of its start.

    One Problem for all that open twice, never close, close unopened, or are empty.
    """
    return _sections(module, read_text(module))


@cache
def _sections(module: Path, text: str) -> dict[str, int]:
    starts: dict[str, int] = {}
    open_now: dict[str, int] = {}
    faults: list[Problem] = []

    def refuse(number: int, what: str, remedy: str) -> None:
        faults.append(Problem(module, number, what, remedy))

    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        marker = MARKER.match(line)
        if not marker:
            if loose := LOOSE_MARKER.search(line):
                what = f"malformed section marker `{line.strip()}`"
                refuse(number, what, f"write it as `# --8<-- [{loose[1]}:name]`")
            continue
        kind, name = marker.groups()
        if kind == "start":
            if name in starts:
                what = f"section `{name}` opens again (first on line {starts[name]})"
                refuse(number, what, "give each section its own name")
            starts[name] = open_now[name] = number
        elif name not in open_now:
            what = f"section `{name}` closes but is not open"
            refuse(number, what, f"add `# --8<-- [start:{name}]` above")
        elif not "".join(lines[open_now.pop(name) : number - 1]).strip():
            refuse(number, f"section `{name}` is empty", "fill or delete it")
    for name, number in open_now.items():
        what = f"section `{name}` never closes"
        refuse(number, what, f"add `# --8<-- [end:{name}]` below its code")
    raise_all(faults)
    return starts


def shown(page: Page, snippets: Path = SNIPPETS) -> set[tuple[Path, str]]:
    """The (module, section) pairs that a page shows.

    One Problem, with the lines, for all files and sections that are not there, line
    ranges, whole modules, and lines that show themselves.
    """
    found, faults = set(), Faults(_quoted(page))
    for number, line in enumerate(page.body.splitlines(), 1):
        if match := SHOWN.match(line):
            with faults.noted():
                found |= _shown(page, number, line, match["target"], snippets)
    raise_all(faults)
    return found


def _shown(
    page: Page, number: int, line: str, written: str, snippets: Path
) -> set[tuple[Path, str]]:
    """What one line shows: a section, or nothing if it is no Python."""
    place = line_of(page, number, line)
    form = '--8<-- "part/chapter.py:section"'
    target = TARGET.match(written)
    if not target:
        what = f"cannot read `{line.strip()}` (line ranges and blocks are not used)"
        raise Problem(page.path, place, what, f"write `{form}`")
    file = snippets / target["path"]
    if not file.is_file():
        what = f"shows `{target['path']}`, which is not in {snippets.name}/"
        raise Problem(page.path, place, what, "correct the path or add the file")
    if file.suffix != ".py":
        return set()
    names = sections(file)
    if target["section"] is None:
        what = f"shows the whole of `{target['path']}`"
        raise Problem(page.path, place, what, f"name a section: `{form}`")
    if target["section"] not in names:
        what = f"`{target['path']}` has no section `{target['section']}`"
        raise Problem(page.path, place, what, f"it has: {', '.join(names) or 'none'}")
    return {(file, target["section"])}


def _quoted(page: Page) -> Iterator[Problem]:
    """Text may quote how a section is shown, as docs/contributing.md does; code may not."""
    lines = page.body.splitlines()
    for start, end, opening in fences(lines):
        if language(opening["info"]) != "python":
            continue
        for number, line in enumerate(lines[start : end - 1], start + 1):
            if QUOTED.match(line):
                place = line_of(page, number, line)
                what = f"`{line.strip()}` shows this line, not the section"
                yield Problem(page.path, place, what, "delete the semicolon")


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

    One Problem for the modules whose sections are wrong; if none, for the lines of pages
    that are; if none, for the sections that no page shows.
    """
    seen: set[tuple[Path, str]] = set()
    there: dict[tuple[Path, str], int] = {}
    faults = Faults()
    for module in sorted(snippets.rglob("*.py")):
        with faults.noted():
            lines = sections(module)
            there |= {(module, name): line for name, line in lines.items()}
    raise_all(faults)
    for page in pages:
        with faults.noted():
            seen |= shown(page, snippets)
    raise_all(faults)
    for (module, name), line in there.items():
        if (module, name) not in seen:
            what, remedy = f"section `{name}` is shown on no page", "show it, or delete"
            faults.append(Problem(module, line, what, f"{remedy} its markers"))
    raise_all(faults)
    return len(there)
