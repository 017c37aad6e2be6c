"""Blocks that do not do what a reader expects of them."""

from tests.faults.planting import (
    HEAD,
    MODULE,
    PAGES,
    Edit,
    Fault,
    indented,
    on_page,
    python,
)
from tests.faults.running import Project, catalogue

FAILS = '{.python data-raises="ValueError"}'
RAISES = python("x = 1\n§x / 0")
ZERO = ("ZeroDivisionError: division by zero", "mend it; if it is meant to fail")
MEND = "mend it; if it is meant to fail"

FAULTS = [
    on_page("raises", RAISES, *ZERO),
    on_page("raises in a tab", f'=== "Tab"\n\n{indented(RAISES)}', *ZERO),
    on_page("raises in an admonition", f"!!! note\n\n{indented(RAISES)}", *ZERO),
    on_page("raises in details", f"??? note\n\n{indented(RAISES)}", *ZERO),
    on_page("raises in a list", f"1. One.\n\n{indented(RAISES)}", *ZERO),
    on_page("raises in a quotation", "> ```python\n§> 1 / 0\n> ```\n", *ZERO),
    on_page(
        "raises in a footnote", f"Text[^1].\n\n[^1]: Note.\n\n{indented(RAISES)}", *ZERO
    ),
    on_page(
        "raises in a div",
        f"<div markdown>\n\n{RAISES}\n</div>".replace("§x", "§x"),
        *ZERO,
    ),
    Fault(
        "raises in an included page",
        PAGES,
        [
            Edit("docs/faults/includes.md", f'{HEAD}--8<-- "included.md"\n'),
            Edit("snippets/included.md", RAISES),
        ],
        *ZERO,
        together=True,
    ),
    Fault(
        "raises in a section",
        PAGES,
        [
            Edit(MODULE, "\n\n# --8<-- [start:bad]\n1 / 0\n# --8<-- [end:bad]\n"),
            Edit(
                "docs/faults/section.md",
                f'{HEAD}```python\n§--8<-- "start/notation.py:bad"\n```\n',
            ),
        ],
        *ZERO,
        together=True,
    ),
    on_page(
        "raises only once",
        python(
            "tries = globals().get('tries', 0) + 1\n§if tries == 1: raise TypeError"
        ),
        "TypeError",
        MEND,
    ),
    on_page("does not parse", python("x = 1\n§x = ="), "SyntaxError", MEND),
    on_page(
        "a title that says notest",
        python("§1 / 0", options='{.python title="notest"}'),
        *ZERO,
    ),
    on_page("exits", python("import sys\n§sys.exit(0)"), "SystemExit: 0", MEND),
    on_page(
        "ends the interpreter",
        "§" + python("import os\nos._exit(0)"),
        "the block ended the interpreter (exit status 0)",
        "let the block run to its end",
    ),
    on_page(
        "skips", python("import unittest\n§raise unittest.SkipTest()"), "SkipTest", MEND
    ),
    on_page(
        "skips with pytest",
        python("§import pytest\npytest.skip()"),
        "No module named 'pytest' (a reader has numpy and matplotlib)",
        MEND,
    ),
    on_page("imports our package", python("§import downhill"), "No module named", MEND),
    on_page(
        "endless",
        python("import time\n§time.sleep(60)"),
        "the block did not end within 3 s",
        "shorten the loop, or give it an end",
    ),
    on_page("asks its reader", python("§input()"), "EOFError", MEND),
    on_page(
        "warns",
        python("import warnings\n§warnings.warn('this is old')"),
        "UserWarning: this is old",
        MEND,
    ),
    on_page(
        "warns of a division",
        python("import numpy as np\n§np.float64(1) / 0"),
        "RuntimeWarning: divide by zero",
        MEND,
    ),
    on_page(
        "raises nothing",
        "§" + python("x = 1", options=FAILS),
        "should raise ValueError and raises nothing",
        "correct `data-raises`",
    ),
    on_page("raises something else", python("§1 / 0", options=FAILS), *ZERO),
    on_page(
        "a name from below",
        python("§print(below)") + python("below = 1"),
        "NameError: name 'below' is not defined",
        "import or define it in a block above",
    ),
]
test_a_block_is_refused = catalogue(FAULTS)


def test_no_faulty_block_passes(project: Project) -> None:
    last = project.said(FAULTS[0], FAULTS).text.splitlines()[-1]
    above = 1  # of "a name from below", the block that is below
    assert last.startswith(f"{len(FAULTS)} failed, {above} passed in")
