"""Sections of modules, and the lines that show them."""

from tests.faults.planting import (
    MODULE,
    NOTATION,
    Edit,
    Fault,
    in_module,
    in_text,
    part_of_site,
)
from tests.faults.running import catalogue
from tests.project import MYPY

# The whole of a small project's tests, so that the gate holds.
SMALLER = [
    Edit("pyproject.toml", '["tests/start"]', '["docs", "tests"]'),
    Edit("pyproject.toml", 'source = ["snippets/start"]', 'source = ["snippets"]'),
]


def shows(name: str, target: str, says: str, remedy: str) -> Fault:
    """A line of a page; a build names all of them."""
    text = f"```python\n§{target}\n```"
    return in_text(name, text, says, remedy, together="shown")


def marks(name: str, code: str, says: str, remedy: str) -> Fault:
    """Markers in a module; a build names all of them."""
    return in_module(name, code, says, remedy, together="marked")


FAULTS = [
    shows(
        "a missing section",
        '--8<-- "start/notation.py:nowhere"',
        "`start/notation.py` has no section `nowhere`",
        "it has: imports, losses",
    ),
    shows(
        "a missing file",
        '--8<-- "start/nowhere.py:imports"',
        "shows `start/nowhere.py`, which is not in snippets/",
        "correct the path",
    ),
    shows(
        "a line range",
        '--8<-- "start/notation.py:1:3"',
        "line ranges and blocks are not used",
        'write `--8<-- "part/chapter.py:section"`',
    ),
    shows(
        "a whole module",
        '--8<-- "start/notation.py"',
        "shows the whole of `start/notation.py`",
        "name a section",
    ),
    shows(
        "a line that shows itself",
        ';--8<-- "start/notation.py:imports"',
        "shows this line, not the section",
        "delete the semicolon",
    ),
    marks(
        "a section that never closes",
        "§# --8<-- [start:open]\nX = 1",
        "section `open` never closes",
        "add `# --8<-- [end:open]`",
    ),
    marks(
        "a section that opens twice",
        "§# --8<-- [start:imports]\nX = 1\n# --8<-- [end:imports]",
        "section `imports` opens again",
        "give each section its own name",
    ),
    marks(
        "a section that closes and never opens",
        "§# --8<-- [end:closed]",
        "section `closed` closes but is not open",
        "add `# --8<-- [start:closed]` above",
    ),
    marks(
        "an empty section",
        "# --8<-- [start:empty]\n\n§# --8<-- [end:empty]",
        "section `empty` is empty",
        "fill or delete it",
    ),
    marks(
        "a marker that is not one",
        "§#--8<--[start:planted]\nX = 1",
        "malformed section marker",
        "write it as `# --8<-- [start:name]`",
    ),
    in_module(
        "a section that no page shows",
        "§# --8<-- [start:planted]\nX = 1\n# --8<-- [end:planted]",
        "section `planted` is shown on no page",
        "show it, or delete its markers",
    ),
    in_module(
        "a module that is not Python", "§x = =", "is not Python", "correct the line"
    ),
    Fault(
        "a line that no test runs",
        ("pytest", "-n0"),
        [*SMALLER, Edit(MODULE, "\n\ndef planted() -> float:\n    return 1.0\n")],
        "Required test coverage of 100",
        "",
        [MODULE],
    ),
    Fault(
        "a type that is wrong",
        ("mypy", f"--cache-dir={MYPY}", MODULE),
        [Edit(MODULE, '\n\n§PLANTED: int = "one"\n')],
        "Incompatible types in assignment",
        "",
    ),
    Fault(
        "a module of no page",
        part_of_site("belongs"),
        [Edit("snippets/start/lost.py", '"""Lost."""\n')],
        "has no docs/start/lost.md",
        "write docs/start/lost.md",
        ["snippets/start/lost.py"],
    ),
    Fault(
        "a chapter without its module",
        part_of_site("three"),
        [Edit(NOTATION, "---\nneeds: []\n", "---\n"), Edit(MODULE, None)],
        "has no snippets/start/notation.py",
        "write snippets/start/notation.py",
        [NOTATION],
    ),
]
test_a_snippet_is_refused = catalogue(FAULTS)
