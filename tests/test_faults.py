"""Every fault that an author can plant turns the run red, with its place and its remedy.

Each is planted in a copy of the project, and the command that a person would type is run
there. In a text that is planted, § marks the line that must be named, and is taken out.
"""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.project import copy, run

BUILD = ("mkdocs", "build")
FIGURES = ("downhill", "figures")
PAGES = ("pytest", "docs/faults", "-q", "-n0", "--no-cov")
SOME = "(notation or how-to) and (number or leads)"
CHECKS = ("pytest", "tests/test_site.py", "-q", "-n0", "--no-cov", "-k", SOME)

NOTATION, MODULE = "docs/start/notation.md", "snippets/start/notation.py"
HOW_TO = "docs/start/how-to-use-this-site.md"
DERIVATIVE = "docs/one-variable/the-derivative.md"
TITLES = {NOTATION: "# Notation\n", HOW_TO: "# How to use this site\n"}
HEAD = "---\ndescription: A fault.\n---\n# Fault\n\n"
UP_TO_DATE = "mend the code, or run `make outputs`"


class Edit(NamedTuple):
    """In a file, `old` becomes `new`; without `old`, `new` is added at the end.

    A file that is not there is made.
    """

    file: str
    new: str
    old: str = ""


class Fault(NamedTuple):
    """What is planted, and what must be said."""

    name: str
    edits: list[Edit]
    says: list[str]


def in_text(name: str, text: str, *says: str, file: str = NOTATION) -> Fault:
    """A fault on a page that there is, under its title."""
    title = TITLES[file]
    return Fault(name, [Edit(file, f"{title}\n{text}\n", title)], list(says))


def in_module(name: str, code: str, *says: str) -> Fault:
    """A fault at the end of a snippet module."""
    return Fault(name, [Edit(MODULE, f"\n\n{code}\n")], list(says))


def in_figure(name: str, body: str, *says: str) -> Fault:
    """A figure that is embedded as it should be, with a fault in its function."""
    function = f"planted_{name.replace(' ', '_')}"
    image = f"notation/{function.replace('_', '-')}.svg"
    code = f"\n\n§def {function}() -> Figure:\n    fig, ax = canvas()\n    {body}\n    return fig\n"
    edits = [
        Edit(NOTATION, f"\n![A figure that has a fault in it.]({image})\n"),
        Edit(MODULE, code),
    ]
    said = [f"figure `{function}` failed: ", *says, "remedy: mend the function"]
    return Fault(name, edits, said)


def on_page(name: str, text: str, *says: str) -> Fault:
    """A page of its own, so that its blocks fail alone."""
    file = f"docs/faults/{name.replace(' ', '-')}.md"
    return Fault(name, [Edit(file, f"{HEAD}{text}\n")], list(says))


def in_lab(name: str, source: str, *says: str, **metadata: str) -> Fault:
    """A lab of one cell under its title."""
    lines = source.splitlines(keepends=True)
    text = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["# Lab"]}
    code = {"cell_type": "code", "id": "b", "metadata": metadata, "outputs": []}
    notebook = {
        "cells": [text, {**code, "execution_count": None, "source": lines}],
        "metadata": {"description": "A lab that has a fault in it."},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    saved = json.dumps(notebook, indent=1, ensure_ascii=False)
    return Fault(name, [Edit("docs/start/planted.ipynb", saved)], list(says))


def python(code: str, output: str | None = None, options: str = "python") -> str:
    shown = "" if output is None else f"```output\n{output}\n```\n"
    return f"```{options}\n{code}\n```\n{shown}"


def indented(text: str) -> str:
    return "".join(f"    {line}\n" if line else "\n" for line in text.splitlines())


FAILS = '{.python data-raises="ValueError"}'
RAISES = python("x = 1\n§x / 0")
ZERO = ("ZeroDivisionError: division by zero", "remedy: mend it")

# Each stops a build of its own.
BUILDS = [
    in_text(
        "a missing section",
        '```python\n§--8<-- "start/notation.py:nowhere"\n```',
        "`start/notation.py` has no section `nowhere`",
        "remedy: it has: imports, losses",
    ),
    in_text(
        "a missing snippet file",
        '```python\n§--8<-- "start/nowhere.py:imports"\n```',
        "shows `start/nowhere.py`, which is not in snippets/",
        "remedy: correct the path",
    ),
    in_text(
        "a line range",
        '```python\n§--8<-- "start/notation.py:1:3"\n```',
        "line ranges and blocks are not used",
        'remedy: write `--8<-- "part/chapter.py:section"`',
    ),
    in_module(
        "a section that never closes",
        "§# --8<-- [start:planted]\nX = 1",
        "section `planted` never closes",
        "remedy: add `# --8<-- [end:planted]`",
    ),
    in_module(
        "a section that opens twice",
        "§# --8<-- [start:imports]\nX = 1\n# --8<-- [end:imports]",
        "section `imports` opens again",
        "remedy: give each section its own name",
    ),
    in_module(
        "a section that no page shows",
        "§# --8<-- [start:planted]\nX = 1\n# --8<-- [end:planted]",
        "section `planted` is shown on no page",
        "remedy: show it, or delete its markers",
    ),
    in_module(
        "a figure that no page uses",
        "§def planted() -> Figure:\n    return canvas()[0]",
        "figure `planted` is used by no page",
        "remedy: embed notation/planted.svg in docs/start/notation.md",
    ),
    in_text(
        "an image that no function makes",
        "§![A figure that nobody draws.](notation/planted-figure.svg)",
        "no function makes the image start/notation/planted-figure.svg",
        "remedy: write `def planted_figure() -> Figure` in snippets/start/notation.py",
    ),
    in_text(
        "a bad formula",
        "Text.\n\n§The slope $\\frac{1$ is bad.",
        "KaTeX refuses `\\frac{1`",
        "remedy: correct the LaTeX",
    ),
    in_text(
        "a bad formula in a block",
        "$$\nx\n§+ \\left( 1\n$$",
        "KaTeX refuses `x + \\left( 1`",
        "remedy: correct the LaTeX",
    ),
    in_text(
        "an undefined macro",
        "§The slope $\\slope$ is unknown.",
        "Undefined control sequence: \\slope",
        "remedy: correct the LaTeX",
    ),
    in_text(
        "a formula in a heading",
        "§## The slope $x^2$",
        "the formula `x^2` stands in a heading",
        "remedy: say it in words there",
    ),
    in_text(
        "a sign without its partner",
        "§It costs 5$ or so.",
        "this $ has no partner",
        "remedy: $x$ in a line",
    ),
    Fault(
        "a chapter that needs what is not there",
        [Edit(DERIVATIVE, "§needs: [one-variable/nowhere]\n", "needs: []\n")],
        ["needs `one-variable/nowhere`, which is no chapter", "remedy: use one of: "],
    ),
    Fault(
        "chapters that need each other",
        [Edit(DERIVATIVE, "needs: [many-variables/the-gradient]\n", "needs: []\n")],
        ["needs itself in a circle: ", "remedy: drop one `needs`"],
    ),
    Fault(
        "a section of another form",
        [Edit(DERIVATIVE, "§## Theory\n", "## The math\n")],
        ["`Theory` is no section of a chapter", "remedy: use one of: I use this when"],
    ),
    Fault(
        "front matter that is not YAML",
        [Edit(NOTATION, "---\n§description: a: b\n", "---\ndescription: ")],
        ["front matter is not YAML", "remedy: mend the line, or quote its value"],
    ),
    Fault(
        "a word in the front matter that means nothing",
        [Edit(NOTATION, "§---\nneed: []\n", "---\n")],
        ["front matter has an unknown key `need`", "remedy: use one of "],
    ),
    in_lab(
        "a lab that raises",
        "x = 1\n§x / 0",
        "cell 2: ZeroDivisionError: division by zero",
        "remedy: mend the cell",
    ),
    in_lab(
        "a lab that warns",
        "§import warnings\nwarnings.warn('this is old')",
        "cell 2 warns: UserWarning: this is old",
        "remedy: mend the cell",
    ),
    in_lab(
        "a figure of a lab without alternative text",
        "§import matplotlib.pyplot as plt\nplt.plot([1.0, 2.0])\nplt.show()",
        "cell 2 draws a figure without alternative text or caption",
        'remedy: add "alt": "..." and "caption": "..." to the cell\'s metadata',
    ),
    Fault(
        "a lab past its limit",
        [
            Edit("downhill/labs/__init__.py", "LIMIT = 2  #", "LIMIT = 60  #"),
            *in_lab("", "§while True:\n    pass").edits,
        ],
        ["cell 2: did not end within 2 s", "remedy: shorten the loop"],
    ),
]

# MkDocs finds these, all in one build, and names no line.
WARNINGS = [
    in_text("a dead link", "[A page](nowhere.md)", f"'{NOTATION[5:]}'", "'nowhere.md'"),
    in_text(
        "a dead anchor",
        "[A place](notation.md#nowhere)",
        f"'{HOW_TO[5:]}'",
        "does not contain an anchor '#nowhere'",
        file=HOW_TO,
    ),
    Fault(
        "a page that is not in the nav",
        [Edit("docs/start/lost.md", HEAD)],
        ["not included in the", "start/lost.md"],
    ),
]

# One run draws these.
DRAWN = [
    in_figure("that raises", "1 / 0", "ZeroDivisionError: division by zero"),
    in_figure("that warns", "np.log(0.0)", "RuntimeWarning: divide by zero"),
    in_figure("with a NaN", "ax.plot([1.0, np.nan])", "holds NaN or infinity"),
    in_figure(
        "in a colour", 'ax.plot([1.0], color="red")', "is no role of the palette"
    ),
    in_figure("that prints", "print(1)", "it prints '1'"),
    in_figure(
        "in a font",
        'ax.set_title("x", fontfamily="No Such Font")',
        "'No Such Font' not found",
    ),
]

# One run of the tests finds these.
BLOCKS = [
    on_page("raises", RAISES, *ZERO),
    on_page("raises in a tab", f'=== "Tab"\n\n{indented(RAISES)}', *ZERO),
    on_page("raises in an admonition", f"!!! note\n\n{indented(RAISES)}", *ZERO),
    on_page("raises in details", f"??? note\n\n{indented(RAISES)}", *ZERO),
    on_page("raises in a list", f"1. One.\n\n{indented(RAISES)}", *ZERO),
    on_page("raises in a quotation", "> ```python\n§> 1 / 0\n> ```\n", *ZERO),
    on_page(
        "raises in a footnote", f"Text[^1].\n\n[^1]: Note.\n\n{indented(RAISES)}", *ZERO
    ),
    Fault(
        "raises in an included page",
        [
            Edit("docs/faults/includes.md", f'{HEAD}--8<-- "included.md"\n'),
            Edit("snippets/included.md", RAISES),
        ],
        list(ZERO),
    ),
    Fault(
        "raises in a section",
        [
            Edit(MODULE, "\n\n# --8<-- [start:bad]\n1 / 0\n# --8<-- [end:bad]\n"),
            Edit(
                "docs/faults/section.md",
                f'{HEAD}```python\n§--8<-- "start/notation.py:bad"\n```\n',
            ),
        ],
        list(ZERO),
    ),
    on_page(
        "stale output",
        python("print('two')", "one").replace("```o", "§```o"),
        "the page shows what the block does not print",
        "-one\n+two",
        UP_TO_DATE,
    ),
    on_page(
        "prints and shows nothing",
        "§" + python("print(2)"),
        "prints, and the page shows no output",
        "remedy: run `make outputs`",
    ),
    on_page(
        "shows and prints nothing",
        python("x = 1", "2").replace("```o", "§```o"),
        "-2",
        UP_TO_DATE,
    ),
    on_page(
        "endless",
        python("x = 1\n§while True: x += 1"),
        "the block did not end within 3 s",
        "remedy: shorten the loop, or give it an end",
    ),
    on_page(
        "warns",
        python("import warnings\n§warnings.warn('this is old')"),
        "UserWarning: this is old",
        "remedy: mend it",
    ),
    on_page(
        "leaves a file",
        "§" + python("open('left.txt', 'w').close()"),
        "leaves behind: left.txt",
        "remedy: a block writes no file",
    ),
    on_page(
        "ends the interpreter",
        "§" + python("import os\nos._exit(0)"),
        "the block ended the interpreter (exit status 0)",
        "remedy: let the block run to its end",
    ),
    on_page(
        "raises only once",
        python(
            "tries = globals().get('tries', 0) + 1\n§if tries == 1: raise TypeError"
        ),
        "TypeError",
    ),
    on_page(
        "a title that says notest",
        python("§1 / 0", options='{.python title="notest"}'),
        *ZERO,
    ),
    on_page("exits", python("import sys\n§sys.exit(0)"), "SystemExit: 0"),
    on_page("skips", python("import unittest\n§raise unittest.SkipTest()"), "SkipTest"),
    on_page(
        "skips with pytest",
        python("§import pytest\npytest.skip()"),
        "No module named 'pytest' (a reader has numpy and matplotlib)",
    ),
    on_page(
        "raises nothing",
        "§" + python("x = 1", options=FAILS),
        "should raise ValueError and raises nothing",
        "remedy: correct `data-raises`",
    ),
    on_page(
        "raises something else",
        python("§1 / 0", options=FAILS),
        *ZERO,
    ),
]

# These stop a run before it begins.
UNREAD = [
    on_page(
        "notest",
        "§" + python("1 / 0", options="python notest"),
        "this fence is shown as text, not as a block",
        "remedy: check its indentation and its options",
    ),
    on_page(
        "no Python",
        "§" + python("1 / 0", options="pycon"),
        "a block in `pycon`",
        "remedy: use python, output",
    ),
    on_page(
        "never closed",
        "§```python\n1 / 0\n",
        "this fence is never closed",
        "remedy: close it with ```",
    ),
    on_page(
        "an output of no block",
        "Text.\n\n§```output\n1\n```\n",
        "an output that belongs to no block",
        "remedy: put it directly under the python block that prints it",
    ),
]

# And one more these, on the built site.
CHECKED = [
    in_text(
        "a number without a source",
        "§It took 8.7654 seconds.",
        "numbers that no code on this page produces: 8.7654",
        "remedy: print them in a block",
    ),
    Fault(
        "an exception that is not needed",
        [Edit(HOW_TO, "---\nnumbers:\n§  1234: a reason\ndes", "---\ndes")],
        ["`numbers:` excepts 1234, which needs no exception", "remedy: delete"],
    ),
    Fault(
        "a dead link in raw HTML",
        [Edit(HOW_TO, '\n<a href="../nowhere/">A page</a>\n')],
        [f"{HOW_TO}: ../nowhere/ leads nowhere"],
    ),
    Fault(
        "an image that says nothing",
        [Edit(NOTATION, "\n![A](notation/layout.svg)\n")],
        [f"{NOTATION}: layout.svg: alt"],
    ),
]


@contextmanager
def planted(project: Path, edits: list[Edit]) -> Iterator[list[str]]:
    """Make the edits, and take them back; gives the places that § marks."""
    saved: dict[Path, str | None] = {}
    places = []
    for file, new, old in edits:
        path = project / file
        text = path.read_text(encoding="utf-8") if path.exists() else None
        saved.setdefault(path, text)
        before, found, after = (text or "").partition(old) if old else (text, "", "")
        assert found == old, f"{file} has no {old!r} to change"
        path.parent.mkdir(exist_ok=True)
        whole = f"{before or ''}{new}{after}"
        path.write_text(whole.replace("§", ""), encoding="utf-8")
        if "§" in new:
            line = whole.count("\n", 0, whole.index("§")) + 1
            places.append(f"{file}:{line}: ")
    try:
        yield places
    finally:
        for path, text in saved.items():
            if text is None:
                path.unlink()
            else:
                path.write_text(text, encoding="utf-8")


def must_say(said: str, places: list[str], *fragments: str) -> None:
    """Each place, and after it, before the next fault of the run, all fragments."""
    about = said
    for place in places:
        _, found, after = said.partition(place)
        if not found:
            pytest.fail(f"{place} is not named:\n{said[-4000:]}", pytrace=False)
        about = re.split(r"\n[_=]{5}", after)[0]
    missing = [fragment for fragment in fragments if fragment not in about]
    if missing:
        pytest.fail(f"{missing} is not said:\n{about[-4000:]}", pytrace=False)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy(tmp_path_factory.mktemp("project") / "downhill")


def names(faults: list[Fault]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "fault", faults, ids=[fault.name for fault in faults]
    )


@names(BUILDS)
def test_a_build_stops(project: Path, fault: Fault) -> None:
    with planted(project, fault.edits) as places:
        status, said = run(project, *BUILD)
    assert status != 0
    must_say(said, places, *fault.says)
    assert not (project / "site" / "index.html").exists(), "looks like a whole site"


class Run(NamedTuple):
    """What a command said of all the faults that were planted for it."""

    status: int
    said: str
    places: dict[str, list[str]]

    def check(self, fault: Fault) -> None:
        assert self.status != 0
        must_say(self.said, self.places[fault.name], *fault.says)


def run_with(
    project: Path, faults: list[Fault], *command: str, also: tuple[Edit, ...] = ()
) -> Run:
    with ExitStack() as stack:
        places = {
            fault.name: stack.enter_context(planted(project, fault.edits))
            for fault in faults
        }
        stack.enter_context(planted(project, list(also)))
        return Run(*run(project, *command), places)


@pytest.fixture(scope="module")
def built(project: Path) -> Run:
    done = run_with(project, WARNINGS, *BUILD)
    assert not (project / "site" / "index.html").exists(), "looks like a whole site"
    return done


@names(WARNINGS)
def test_a_warning_stops_the_build(built: Run, fault: Fault) -> None:
    built.check(fault)


@pytest.fixture(scope="module", params=[FIGURES, BUILD], ids=" ".join)
def drawn(project: Path, request: pytest.FixtureRequest) -> Run:
    return run_with(project, DRAWN, *request.param)


@names(DRAWN)
def test_a_figure_is_refused(drawn: Run, fault: Fault) -> None:
    drawn.check(fault)


@pytest.fixture(scope="module")
def tested(project: Path) -> Run:
    hurry = Edit("downhill/session/__init__.py", "LIMIT = 3.0  #", "LIMIT = 10.0  #")
    return run_with(project, BLOCKS, *PAGES, also=(hurry,))


@names(BLOCKS)
def test_a_block_fails(tested: Run, fault: Fault) -> None:
    tested.check(fault)


def test_no_faulty_block_passes(tested: Run) -> None:
    assert tested.said.splitlines()[-1].startswith(f"{len(BLOCKS)} failed in")


@pytest.fixture(scope="module")
def unread(project: Path) -> Run:
    return run_with(project, UNREAD, *PAGES)


@names(UNREAD)
def test_a_page_cannot_be_read(unread: Run, fault: Fault) -> None:
    unread.check(fault)


@pytest.fixture(scope="module")
def checked(project: Path) -> Run:
    return run_with(project, CHECKED, *CHECKS)


@names(CHECKED)
def test_a_page_fails(checked: Run, fault: Fault) -> None:
    checked.check(fault)


def test_outputs_are_not_written_under_a_block_that_fails(project: Path) -> None:
    fault = in_text("", RAISES)
    with planted(project, fault.edits) as places:
        before = (project / NOTATION).read_text(encoding="utf-8")
        status, said = run(project, "downhill", "outputs", NOTATION)
        assert (project / NOTATION).read_text(encoding="utf-8") == before
    assert status == 1
    must_say(said, places, ZERO[0], "remedy: mend the block first")


def test_a_line_that_no_test_runs_fails_the_gate(project: Path) -> None:
    """The whole of a small project's tests, so that the gate holds."""
    smaller = [
        Edit("pyproject.toml", '["tests/start"]', '["docs", "tests"]'),
        Edit("pyproject.toml", 'source = ["snippets/start"]', 'source = ["snippets"]'),
        Edit(MODULE, "\n\ndef planted() -> float:\n    return 1.0\n"),
    ]
    with planted(project, smaller):
        last = len((project / MODULE).read_text(encoding="utf-8").splitlines())
        status, said = run(project, "pytest", "-n0")
    assert status != 0
    must_say(said, [], "Required test coverage of 100")
    row = next(line for line in said.splitlines() if line.startswith(MODULE))
    assert row.endswith(f" {last}")
