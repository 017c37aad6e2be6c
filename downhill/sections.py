"""Named sections of snippet modules, and the lines of pages that show them."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from downhill.pages import read_text
from downhill.problem import SNIPPETS, Faults, Problem, raise_all

MARKER = re.compile(r"^\s*# --8<-- \[(start|end):([\w-]+)\]\s*$")
LOOSE_MARKER = re.compile(r"8<-+\s*\[\s*(start|end)\s*:")
QUOTED = re.compile(r"^[\s>]*;-+8<-+")  # shows the line itself, not a section
SHOWN = re.compile(r"^(?P<indent>[\s>]*)-+8<-+(?P<target>.*)$")
TARGET = re.compile(r'^ "(?P<path>[\w/.-]+?)(?::(?P<section>[a-zA-Z][\w-]*))?"\s*$')


def sections(module: Path) -> dict[str, int]:
    """Return the sections of a module: name to line of its start.

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


def files(body: str, snippets: Path = SNIPPETS) -> list[Path]:
    """Return the files of which a page shows anything, those that are there."""
    matches = filter(None, map(SHOWN.match, body.splitlines()))
    named = {
        match["target"].split('"')[1].partition(":")[0]: 0
        for match in matches
        if '"' in match["target"]
    }
    return [path for path in map(snippets.joinpath, named) if path.is_file()]


def shown(
    page: Path, lines: list[str], prose: list[str], snippets: Path | None = None
) -> set[tuple[str, str]]:
    """Return the sections that the lines of a page show: of which file, and their names.

    `prose` are the lines outside of code. Raises one Problem for all files and sections
    that are not there, line ranges, whole modules, and lines that show themselves.
    """
    found: set[tuple[str, str]] = set()
    faults = Faults()
    for number, line in enumerate(lines, 1):
        if match := SHOWN.match(line):
            with faults.noted():
                found |= _shown(
                    page, number, line, match["target"], snippets or SNIPPETS
                )
                if found and prose[number - 1] and ".py" in line:
                    what = f"`{line.strip()}` shows a section in its text"
                    remedy = "set it in a fence; in a lab, make it a cell of code"
                    raise Problem(page, number, what, remedy)
    raise_all({str(fault): fault for fault in faults}.values())
    return found


def quoted(path: Path, first: int, lines: Iterable[str]) -> Iterator[Problem]:
    """Yield a Problem for each line of a block of Python that shows itself, not a section.

    Text may quote how a section is shown, as docs/contributing.md does; code may not.
    """
    for number, line in enumerate(lines, first):
        if QUOTED.match(line):
            what = f"`{line.strip()}` shows this line, not the section"
            yield Problem(path, number, what, "delete the semicolon")


def _shown(
    page: Path, number: int, line: str, written: str, snippets: Path
) -> set[tuple[str, str]]:
    """Return what one line shows: a section, or nothing if it is no Python."""
    form = '--8<-- "part/chapter.py:section"'
    target = TARGET.match(written)
    if not target:
        what = f"cannot read `{line.strip()}` (line ranges and blocks are not used)"
        raise Problem(page, number, what, f"write `{form}`")
    file = snippets / target["path"]
    if not file.is_file():
        what = f"shows `{target['path']}`, which is not in {snippets.name}/"
        raise Problem(page, number, what, "correct the path or add the file")
    if file.suffix != ".py":
        return set()
    names = sections(file)
    if target["section"] is None:
        what = f"shows the whole of `{target['path']}`"
        raise Problem(page, number, what, f"name a section: `{form}`")
    if target["section"] not in names:
        what = f"`{target['path']}` has no section `{target['section']}`"
        raise Problem(page, number, what, f"it has: {', '.join(names) or 'none'}")
    return {(target["path"], target["section"])}


def check_modules(snippets: Path = SNIPPETS) -> dict[tuple[str, str], int]:
    """Return all sections with their lines; raises one Problem for those that are wrong."""
    there: dict[tuple[str, str], int] = {}
    faults = Faults()
    for module in sorted(snippets.rglob("*.py")):
        with faults.noted():
            name = module.relative_to(snippets).as_posix()
            there |= {(name, each): line for each, line in sections(module).items()}
    raise_all(faults)
    return there


def check_shown(
    there: dict[tuple[str, str], int],
    seen: set[tuple[str, str]],
    snippets: Path = SNIPPETS,
) -> None:
    """Raise one Problem for the sections that no page shows."""
    faults = []
    for (module, name), line in there.items():
        if (module, name) not in seen:
            what, remedy = f"section `{name}` is shown on no page", "show it, or delete"
            faults.append(
                Problem(snippets / module, line, what, f"{remedy} its markers")
            )
    raise_all(faults)
