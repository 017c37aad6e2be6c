"""What `pytest` and the other commands refuse: a fault of each kind, in a copy of the project."""

import re

from downhill.problem import ROOT
from tests.faults.planting import (
    FIGURES,
    HEAD,
    HOW_TO,
    MEND_FIGURE,
    MODULE,
    NOTATION,
    PAGES,
    QUICK,
    SITE,
    Edit,
    Fault,
    in_lab,
    in_text,
    on_page,
    part_of_site,
    python,
)
from tests.faults.running import Project, catalogue
from tests.project import MYPY

ZERO = ("ZeroDivisionError: division by zero", "mend it; if it is meant to fail")
MEND = "mend it; if it is meant to fail"
STALE = "mend the code, or run `make outputs`"
MODULES = ("pytest", "-n0")
TERMS, TEST = "docs/reference/glossary.md", "tests/start/test_notation.py"
TERM = next(
    line
    for line in (ROOT / TERMS).read_text(encoding="utf-8").splitlines()
    if re.match(r"\| [a-z ]+ \|.*\]\(", line)
)
EVERY = "\n\ndef test_planted() -> None:\n    from downhill.style import every_frame\n    list(every_frame(notation.planted_jumps))\n"


def two_pages(name: str, first: str, second: str, says: str, remedy: str) -> Fault:
    edits = [
        Edit(f"docs/faults/{name.replace(' ', '-')}-1.md", HEAD + python(first)),
        Edit(f"docs/faults/{name.replace(' ', '-')}-2.md", HEAD + second),
    ]
    return Fault(name, PAGES, edits, says, remedy, together=True)


def on_site(name: str, text: str, says: str, remedy: str, file: str = HOW_TO) -> Fault:
    return in_text(name, text, says, remedy, file, SITE, together=True)


def in_figure(
    name: str,
    body: str,
    says: str,
    command: tuple[str, ...] = FIGURES,
    more: tuple[Edit, ...] = (),
) -> Fault:
    """A figure of three frames that is embedded as it should be, with a fault in it."""
    function = f"planted_{name.replace(' ', '_')}"
    image = f"notation/{function.replace('_', '-')}.svg"
    code = (
        "\n\nimport downhill.style\n\n\n§@downhill.style.frames('Step h', h=(2.0, 1.0, 0.5))\n"
        if command != FIGURES
        else "\n\nimport downhill.style\n\n\n@downhill.style.frames('Step h', h=(2.0, 1.0, 0.5))\n§"
    )
    code += f"def {function}(h: float = 1.0) -> Figure:\n    fig, ax = canvas()\n    fig.set_label(f'h = {{h}}')\n    {body}\n    return fig\n"
    edits = [
        Edit(NOTATION, f"\n![A figure that has a fault.]({image})\n"),
        Edit(MODULE, code),
        *more,
    ]
    remedy = MEND_FIGURE if command == FIGURES else ""
    return Fault(f"a figure {name}", command, edits, says, remedy, together=True)


FAULTS = [
    # Blocks that do not do what a reader expects.
    on_page("raises", python("x = 1\n§x / 0"), *ZERO),
    Fault(
        "raises in an included page",
        PAGES,
        [
            Edit("docs/faults/includes.md", f'{HEAD}--8<-- "included.md"\n'),
            Edit("snippets/included.md", python("§1 / 0")),
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
        "raises once",
        python("n = globals().get('n', 0) + 1\n§if n == 1: raise TypeError"),
        "TypeError",
        MEND,
    ),
    on_page(
        "a title that says notest",
        python("§1 / 0", options='{.python title="notest"}'),
        *ZERO,
    ),
    on_page(
        "ends the interpreter",
        "§" + python("import os\nos._exit(0)") + python("x = 1"),
        "the block ended the interpreter (exit status 0)",
        "let the block run to its end",
    ),
    on_page(
        "endless",
        python("import time\n§time.sleep(60)"),
        "the block did not end within 3 s",
        "shorten the loop, or give it an end",
    ),
    on_page(
        "a name from below",
        python("§print(below)") + python("below = 1"),
        "NameError: name 'below' is not defined",
        "import or define it in a block above",
    ),
    # What a block leaves behind for others, or takes from them.
    two_pages(
        "a setting of another page",
        "import numpy as np\nnp.set_printoptions(precision=1)",
        python("import numpy as np\nprint(np.array([0.125]))", "[0.1]").replace(
            "```o", "§```o"
        ),
        "+[0.125]",
        STALE,
    ),
    # Outputs.
    on_page(
        "a stale output",
        python("print('two')", "one").replace("```o", "§```o"),
        "-one\n+two",
        STALE,
    ),
    Fault(
        "outputs by the clock",
        ("downhill", "outputs", "docs/faults/clock.md"),
        [
            Edit(
                "docs/faults/clock.md",
                f"{HEAD}§{python('import datetime as d; print(d.date.today())')}",
            )
        ],
        "the block prints something else at each run",
        "seed its generator: np.random.default_rng(0); print no time",
    ),
    Fault(
        "outputs of a page with a wrong number",
        ("downhill", "outputs", HOW_TO),
        [Edit(HOW_TO, "\n§It took 8.7654 seconds.\n")],
        "numbers that no code on this page produces: 8.7654",
        "print them in a block",
    ),
    # A page that stops a run before it begins.
    *(
        Fault(
            name,
            ("pytest", "docs", *QUICK),
            on_page(name, text, "", "").edits,
            says,
            remedy,
            together="unread",
        )
        for name, text, says, remedy in (
            (
                "notest",
                "§" + python("1 / 0", options="python notest"),
                "this fence is shown as text",
                "check its",
            ),
            (
                "never closed",
                "§```python\n1 / 0\n",
                "this fence is never closed",
                "close it with ```",
            ),
        )
    ),
    # Tasks.
    on_page(
        "a check that passes a wrong answer",
        "## Exercises\n\n### 1. A task {#exercise-1}\n\n"
        + python("def f(x):\n    return 0", options='{.python data-apart="start"}')
        + python('assert f(1) == 2, "twice"', options='{.python data-apart="check"}')
        + python("def f(x):\n    return 2 * x")
        + python(
            "def f(x):\n    return x",
            "0 of 1 checks pass. twice",
            '{.python data-apart="wrong"}',
        )
        + "§"
        + python("def f(x):\n    return 2", options='{.python data-apart="wrong"}'),
        "the checks pass this wrong answer",
        "add a check that it fails, with a hint",
    ),
    # Figures.
    in_figure(
        "raises", "1 / (h - 0.5)", "planted_raises(h=0.5)` failed: ZeroDivisionError"
    ),
    in_figure(
        "writes",
        'np.save("/tmp/left_by_a_test", np.ones(2))',
        "it writes a file: /tmp/left_by_a_test.npy",
    ),
    in_figure(
        "overlaps",
        "ax.set(ylim=(0, 3)); ax.text(0.5, h, 'here'); ax.text(0.5, 0.5, 'there')",
        "_overlaps(h=0.5)` failed: ValueError: the texts 'here' and 'there' overlap: move",
    ),
    in_figure(
        "jumps",
        "ax.plot([0.0, h], color=INK)",
        "`planted_jumps(1.0)`: its axes are not those of the first frame",
        ("pytest", TEST, *QUICK, "-k", "planted"),
        (Edit(TEST, EVERY),),
    ),
    # The built site.
    on_site(
        "markup that is left",
        "§Some -8<- text.",
        "`-8<- text.` is shown",
        "set it in a",
    ),
    on_site(
        "a block that nothing tests",
        "§<pre><code>1 / 0</code></pre>",
        "a block that nothing tests",
        "write it in a fence",
    ),
    on_site(
        "a dead link in raw HTML",
        '§<a href="../nowhere/">A page</a>',
        "`../nowhere/` leads nowhere",
        "correct the path",
    ),
    on_site(
        "no alternative text",
        '§<img src="../notation/layout.svg">',
        "layout.svg: no alternative text",
        "`![What is seen]",
    ),
    Fault(
        "a page that vanishes",
        SITE,
        [
            Edit(
                "tests/addresses.txt",
                "§/start/old-notation/\n/start/notation/\n",
                "/start/notation/\n",
            )
        ],
        "the page /start/old-notation/ has vanished",
        "add `was: [start/old-notation]` to the front matter of the page that has its text now",
        together=True,
    ),
    # What each chapter must have.
    in_text(
        "a number without a source",
        "§It took 8.7654 seconds.",
        "numbers that no code on this page produces: 8.7654",
        "print them in a block",
        HOW_TO,
        part_of_site("number"),
    ),
    Fault(
        "a page of a part that is no chapter",
        part_of_site("in_a_part"),
        [Edit("docs/one-variable/planted.md", HEAD)],
        "a page of `one-variable` does not say what it needs",
        "a chapter stands in a part and has `needs: []`",
        ["docs/one-variable/planted.md"],
    ),
    Fault(
        "a chapter without its module",
        part_of_site("three"),
        [Edit(NOTATION, "---\nneeds: []\n", "---\n"), Edit(MODULE, None)],
        "has no snippets/start/notation.py",
        "write snippets/start/notation.py",
        [NOTATION],
    ),
    Fault(
        "a figure whose claim nothing tests",
        part_of_site("every_figure"),
        in_figure("untested", "pass", "").edits,
        "no test calls `every_frame(planted_untested)`",
        "test its claim in tests/start/test_notation.py",
        [MODULE],
    ),
    Fault(
        "a picture of the README that is old",
        part_of_site("readme"),
        [Edit(".github/descent.svg", "\n")],
        "is not what is drawn",
        "make figures, commit it",
        [".github/descent.svg"],
    ),
    Fault(
        "a lab that says something else at each run",
        part_of_site("lab and again and planted"),
        in_lab("", "§import numpy as np\nprint(np.random.rand())", "", "").edits,
        "cell 2 says something else at each run",
        "seed its generator: np.random.default_rng(0)",
    ),
    Fault(
        "a term that its heading does not define",
        ("pytest", "tests/downhill/test_glossary.py", *QUICK, "-k", "in_order"),
        [Edit(TERMS, TERM.replace("| ", "§| an aardvark or ", 1), TERM)],
        "does not stand at ",
        "lead to the heading that defines it",
    ),
    # Modules.
    Fault(
        "a line that no test runs",
        MODULES,
        [
            Edit("pyproject.toml", '["tests/start"]', '["docs", "tests"]'),
            Edit(
                "pyproject.toml", 'source = ["snippets/start"]', 'source = ["snippets"]'
            ),
            Edit(MODULE, "\n\ndef planted() -> float:\n    return 1.0\n"),
        ],
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
    # Python for the browser.
    Fault(
        "a file of Pyodide with a wrong hash",
        ("downhill", "runtime", "copy"),
        [Edit("copy/pyodide.mjs", "// not Pyodide\n")],
        "its sha256 is not the one that node_modules/pyodide gives",
        "delete copy/pyodide.mjs, then",
        ["copy/pyodide.mjs"],
    ),
]
test_it_is_refused = catalogue(FAULTS)


def test_each_is_told_and_no_block_below_a_dead_one(project: Project) -> None:
    last = project.said(FAULTS[0], FAULTS).text.splitlines()[-1]
    planted = sum(fault.command == PAGES for fault in FAULTS)
    assert int(last.split()[0]) >= planted
    assert ", 1 skipped in " in last
