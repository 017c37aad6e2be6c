"""Files that are not the UTF-8 that they seem to be; line ends of any system are read."""

import filecmp

from tests.faults.planting import (
    BUILD,
    HEAD,
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

FAULTS = [
    Fault(
        "a page in Latin-1",
        BUILD,
        [Edit("docs/start/latin.md", f"{HEAD}§Café.\n", encoding="latin-1")],
        "is not UTF-8",
        SAVE,
    ),
    Fault(
        "a module in Latin-1",
        BUILD,
        [Edit("snippets/start/latin.py", "\n§# Café\n", encoding="latin-1")],
        "is not UTF-8",
        SAVE,
        together=True,
    ),
    Fault(
        "a character of no width in a module",
        BUILD,
        [Edit(MODULE, "\n\n§x\u200b = 1\n")],
        "holds the character U+200B, which nobody sees",
        "delete it; save the file as UTF-8 without a byte order mark",
        together=True,
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
]
test_an_encoding_is_refused = catalogue(FAULTS)


def test_line_ends_change_nothing(project: Project) -> None:
    """As git makes them on Windows: the same site, to the byte, and every block passes."""
    folder, site = project.folder, project.folder / "site"
    assert run(folder, *BUILD)[0] == 0
    unix = site.rename(folder / "unix")
    labs = (folder / "docs").rglob("*.ipynb")
    files = [folder / HOW_TO, folder / NOTATION, folder / MODULE, *labs]
    kept = {file: file.read_bytes() for file in files}
    for file, data in kept.items():
        file.write_bytes(data.replace(b"\n", b"\r\n"))
    try:
        for command in (BUILD, ("pytest", HOW_TO, NOTATION, *QUICK)):
            status, said = run(folder, *command)
            assert status == 0, said
    finally:
        for file, data in kept.items():
            file.write_bytes(data)
    for page in unix.rglob("*.html"):
        other = site / page.relative_to(unix)
        assert filecmp.cmp(page, other, shallow=False), other
