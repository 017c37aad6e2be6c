"""Files that are not the UTF-8 that they seem to be; line ends of any system are read."""

import filecmp

import pytest

from tests.faults.planting import (
    BUILD,
    CONTRIBUTING,
    CORRECTIONS,
    DERIVATIVE,
    HOW_TO,
    LAB,
    MODULE,
    NOTATION,
    QUICK,
    Edit,
    Fault,
    in_lab,
)
from tests.faults.running import Project, catalogue
from tests.project import run

SAVE = "save it as UTF-8"
CLEAN = "delete it; save the file as UTF-8 without a byte order mark"
START = "---\ndescription: "


HOUSE = "snippets/losses/one_house_two_knobs.py"


def bytes_of(name: str, edit: Edit, says: str, remedy: str) -> Fault:
    """A build names one of each page; if there is none, one of each module."""
    kind = edit.file.split("/")[0]
    return Fault(name, BUILD, [edit], says, remedy, together=kind)


FAULTS = [
    bytes_of(
        "a page in Latin-1",
        Edit(HOW_TO, "\n§Café.\n", encoding="latin-1"),
        "is not UTF-8",
        SAVE,
    ),
    bytes_of(
        "a module in Latin-1",
        Edit("snippets/start/latin.py", "\n§# Café\n", encoding="latin-1"),
        "is not UTF-8",
        SAVE,
    ),
    Fault(
        "a lab in Latin-1",
        BUILD,
        [
            Edit(
                edit.file,
                edit.new,
                edit.old,
                "latin-1" if edit.file == LAB else "utf-8",
            )
            for edit in in_lab("", "x = 'é'", "", "").edits
        ],
        "is no notebook",
        "save it anew",
        [LAB],
    ),
    Fault(
        "a page in UTF-16",
        BUILD,
        [Edit(CORRECTIONS, "\n", encoding="utf-16")],
        "is not UTF-8",
        SAVE,
        [CORRECTIONS],
        together="docs",
    ),
    bytes_of(
        "a byte order mark on a page",
        Edit(NOTATION, f"§\ufeff{START}", START),
        "U+FEFF",
        CLEAN,
    ),
    bytes_of(
        "a byte order mark on a module",
        Edit(MODULE, '§\ufeff"""Notation', '"""Notation'),
        "U+FEFF",
        CLEAN,
    ),
    bytes_of(
        "a character that turns text around",
        Edit(CONTRIBUTING, "\n§Some \u202etext.\n"),
        "holds the character U+202E, which nobody sees",
        CLEAN,
    ),
    bytes_of(
        "a character of no width in code",
        Edit(HOUSE, "\n\n§x\u200b = 1\n"),
        "holds the character U+200B, which nobody sees",
        CLEAN,
    ),
    bytes_of(
        "a tab on a page",
        Edit(DERIVATIVE, "\n```python\nfor x in (1.0, 2.0):\n§\tprint(x)\n```\n"),
        "holds a tab, of which the site makes spaces",
        "write spaces; in a string, `\\t`",
    ),
]
test_an_encoding_is_refused = catalogue(FAULTS)


@pytest.mark.parametrize("end", [b"\r\n"], ids=["CRLF"])
def test_line_ends_change_nothing(project: Project, end: bytes) -> None:
    """As git makes them on Windows: the same site, to the byte, and every block passes."""
    folder, site = project.folder, project.folder / "site"
    assert run(folder, *BUILD)[0] == 0
    unix = site.rename(folder / "unix")
    labs = (folder / "docs").rglob("*.ipynb")
    files = [folder / HOW_TO, folder / NOTATION, folder / MODULE, *labs]
    kept = {file: file.read_bytes() for file in files}
    for file, data in kept.items():
        file.write_bytes(data.replace(b"\n", end))
    status, said = run(folder, *BUILD)
    assert status == 0, said
    status, said = run(folder, "pytest", "docs/start", *QUICK)
    assert status == 0, said
    for file, data in kept.items():
        file.write_bytes(data)
    for page in unix.rglob("*.html"):
        other = site / page.relative_to(unix)
        assert filecmp.cmp(page, other, shallow=False), other
