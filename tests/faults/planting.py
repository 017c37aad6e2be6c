"""What a fault is, how it is planted in a copy of the project, and what must be said.

In a text that is planted, § marks the line that must be named, and is taken out.
"""

import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

BUILD = ("mkdocs", "build")
FIGURES = ("downhill", "figures")
# No worker, no coverage, and no plugin that takes longer to import than the tests to run.
QUICK = ("-q", "-n0", "--no-cov", "-p", "no:hypothesispytest")
PAGES = ("pytest", "docs/faults", *QUICK)


def part_of_site(words: str) -> tuple[str, ...]:
    """The tests of the whole site whose names hold these words."""
    return ("pytest", "tests/test_site.py", *QUICK, "-k", words)


SITE = part_of_site("nothing_false")

NOTATION, MODULE = "docs/start/notation.md", "snippets/start/notation.py"
HOW_TO = "docs/start/how-to-use-this-site.md"
CONTRIBUTING = "docs/contributing.md"  # rendered early: what fails there fails soon
DERIVATIVE = "docs/one-variable/the-derivative.md"
LAB = "docs/start/planted.ipynb"
TITLES = {
    CONTRIBUTING: "# Contribute\n",
    HOW_TO: "# How to use this site\n",
    NOTATION: "# Notation\n",
}
HEAD = "---\ndescription: A fault.\n---\n# Fault\n\n"
MEND_FIGURE = "mend the function, then build again"
REMEDY = re.compile(r"remedy: .*")
# Python keeps what it compiled by size and second: no two edits have the same.
SECONDS = count(1_000_000_000)


@dataclass(frozen=True)
class Edit:
    """In a file, `old` becomes `new`; without `old`, `new` is added at the end.

    A file that is not there is made; with `new` None it is deleted.
    """

    file: str
    new: str | None
    old: str = ""
    encoding: str = "utf-8"


@dataclass(frozen=True)
class Fault:
    """What is planted, for which command, and what that must say.

    `remedy` is "" where a tool of others speaks. `places` are files that must be named where there is no line to mark with §.
    Those that stand `together` are planted at once, for one run of the command; where it
    tells not all of them in one run, those under one name.
    """

    name: str
    command: tuple[str, ...]
    edits: Sequence[Edit]
    says: str
    remedy: str
    places: Sequence[str] = ()
    together: bool | str = False
    before: tuple[str, ...] = field(default=())  # a command that must pass before


def in_text(
    name: str,
    text: str,
    says: str,
    remedy: str,
    file: str = CONTRIBUTING,
    command: tuple[str, ...] = BUILD,
    places: Sequence[str] = (),
    together: bool | str = False,
) -> Fault:
    """A fault on a page that there is, under its title."""
    title = TITLES[file]
    edits = [Edit(file, f"{title}\n{text}\n", title)]
    return Fault(name, command, edits, says, remedy, places, together)


def in_module(
    name: str, code: str, says: str, remedy: str, together: bool | str = False
) -> Fault:
    """A fault at the end of a snippet module."""
    edits = [Edit(MODULE, f"\n\n{code}\n")]
    return Fault(name, BUILD, edits, says, remedy, together=together)


def on_page(name: str, text: str, says: str, remedy: str) -> Fault:
    """A page of its own, so that its blocks fail alone."""
    file = f"docs/faults/{name.replace(' ', '-')}.md"
    edits = [Edit(file, f"{HEAD}{text}\n")]
    return Fault(name, PAGES, edits, says, remedy, together=True)


def in_lab(
    name: str,
    source: str,
    says: str,
    remedy: str,
    title: str = "",
    together: bool = False,
    **cell: object,
) -> Fault:
    """A lab of one cell of code under its title; `cell` changes that cell."""
    file = f"docs/start/{name.replace(' ', '-')}.ipynb" if together else LAB
    lines = source.splitlines(keepends=True)
    text = {
        "cell_type": "markdown",
        "id": "a",
        "metadata": {},
        "source": (title or f"# {name or 'Lab'}").splitlines(keepends=True),
    }
    code = {"cell_type": "code", "id": "b", "metadata": {}, "outputs": []}
    notebook = {
        "cells": [text, {**code, "execution_count": None, "source": lines, **cell}],
        "metadata": {"description": "A lab that has a fault in it."},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    saved = json.dumps(notebook, indent=1, ensure_ascii=False)
    places = [] if "§" in saved else [file]
    page = file.removeprefix("docs/").replace(".ipynb", ".md")
    edits = [Edit(file, saved), *in_nav(page).edits]
    return Fault(name, BUILD, edits, says, remedy, places, together)


def in_nav(page: str) -> Fault:
    """A page gets its place in the navigation."""
    last = "      - start/notation.md\n"
    edit = Edit("mkdocs.yml", f"{last}      - {page}\n", last)
    return Fault("", BUILD, [edit], "", "")


def python(code: str, output: str | None = None, options: str = "python") -> str:
    shown = "" if output is None else f"```output\n{output}\n```\n"
    return f"```{options}\n{code}\n```\n{shown}"


@contextmanager
def planted(project: Path, faults: Sequence[Fault]) -> Iterator[dict[str, list[str]]]:
    """Make the edits of all, and take them back; the places that must be named."""
    marks: dict[str, tuple[str, Path]] = {}  # by a character of no text
    texts: dict[Path, str | None] = {}
    saved: dict[Path, bytes | None] = {}
    encodings: dict[Path, str] = {}
    for fault in faults:
        for edit in fault.edits:
            path = project / edit.file
            if path not in saved:
                saved[path] = path.read_bytes() if path.exists() else None
                texts[path] = (saved[path] or b"").decode()
            text, new = texts[path] or "", edit.new
            assert edit.old in text, f"{edit.file} has no {edit.old!r} to change"
            encodings[path] = edit.encoding
            if new is None:
                texts[path] = None
                continue
            if "§" in new:
                mark = chr(0xF0000 + len(marks))
                marks[mark] = fault.name, path
                new = new.replace("§", mark)
            changed = text.replace(edit.old, new, 1) if edit.old else text + new
            texts[path] = changed
    places = {fault.name: list(fault.places) for fault in faults}
    for mark, (name, path) in marks.items():
        whole = texts[path] or ""
        line = whole.count("\n", 0, whole.index(mark)) + 1
        file = path.relative_to(project).as_posix()
        places[name].append(f"{file}:{line}")
    try:
        for path, changed_text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            if changed_text is None:
                path.unlink()
            else:
                clean = re.sub("[\U000f0000-\U000fffff]", "", changed_text)
                path.write_bytes(clean.encode(encodings[path]))
                os.utime(path, (next(SECONDS),) * 2)
        yield places
    finally:
        for path, data in saved.items():
            if data is not None:
                path.write_bytes(data)
                os.utime(path, (next(SECONDS),) * 2)
            else:
                path.unlink(missing_ok=True)
                if not any(path.parent.iterdir()):
                    path.parent.rmdir()


def messages(said: str, place: str) -> list[str]:
    """What is said of a place: from each mention to the end of the next remedy."""
    number = "" if place[-1].isdigit() else r"(?::\d+)?"
    found = []
    for match in re.finditer(
        rf"(?m)(?:^|[\s(]){re.escape(place)}{number}(?::(?!\d)|\)| )", said
    ):
        rest = said[match.start() :].lstrip()
        remedy = REMEDY.search(rest)
        found.append(rest[: remedy.end()] if remedy else rest)
    return found


def must_say(said: str, fault: Fault, places: list[str]) -> str:
    """The message on a fault; fails unless it has its place, its words, its remedy."""
    assert places, f"{fault.name}: mark its line with §, or name its file"
    about = messages(said, places[-1])
    if not about:
        pytest.fail(f"{places[-1]} is not named:\n{said[-4000:]}", pytrace=False)
    wanted = (fault.says, f"remedy: {fault.remedy}" if fault.remedy else "")
    for text in about:
        if all(words in text for words in wanted):
            return text
    pytest.fail(f"{wanted} is not said:\n{about[0][-4000:]}", pytrace=False)
