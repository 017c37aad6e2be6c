"""What `mkdocs build` refuses: a fault of each kind, planted in a copy of the project."""

from tests.faults.planting import (
    BUILD,
    HEAD,
    HOW_TO,
    LAB,
    MODULE,
    NOTATION,
    Edit,
    Fault,
    in_lab,
    in_module,
    in_nav,
    in_text,
    planted,
    python,
)
from tests.faults.running import Project, catalogue
from tests.project import run

LIST, LAST = "tests/addresses.txt", "      - start/notation.md\n"
SMALL = in_lab("", "1", "", "").edits  # it is run sooner than those that there are
META = '"metadata": {\n'
CODE = "def slope(x):\n    return 2 * x"


def in_file(name: str, edit: Edit, says: str, remedy: str, together: str = "") -> Fault:
    return Fault(name, BUILD, [edit], says, remedy, together=together)


def answer(name: str, body: str, says: str, remedy: str) -> Fault:
    asked = f"### 1. It {{#exercise-1}}\n\n{python(CODE)}\n/// answer | It\n{body}\n///"
    return in_text(name, asked, says, remedy, HOW_TO, together="answers")


def chapter(name: str, text: str, says: str, remedy: str) -> Fault:
    page = f"start/{name.replace(' ', '-')}.md"
    written = f"{HEAD}{text}\n".replace("---\n#", "needs: []\n---\n#")
    edits = [Edit(f"docs/{page}", written), *in_nav(page).edits]
    return Fault(name, BUILD, edits, says, remedy, together="forms")


FAULTS = [
    # The configuration, and files that are not what they seem.
    in_file(
        "a setting that there is not",
        Edit("mkdocs.yml", "§site_ulr:", "site_url:"),
        "`site_ulr` is no setting",
        "write `site_url:`",
    ),
    in_file(
        "a setting twice",
        Edit("mkdocs.yml", "hooks: []\n§hooks:\n", "hooks:\n"),
        "`hooks` stands here twice",
        "make one of the two",
    ),
    in_file(
        "the address of Pyodide is no folder",
        Edit(
            "mkdocs.yml",
            "§  runtime: https://host/pyodide.mjs",
            "  runtime: https://cdn.jsdelivr.net/pyodide/v{version}/full/",
        ),
        "is 'https://host/pyodide.mjs', not the address of a folder",
        "give the folder of Pyodide",
    ),
    in_file(
        "a page in Latin-1",
        Edit("docs/start/latin.md", f"{HEAD}§Café.\n", encoding="latin-1"),
        "is not UTF-8",
        "save it as UTF-8",
    ),
    in_file(
        "front matter that is not YAML",
        Edit(NOTATION, "---\n§description: a: b\n", "---\ndescription: "),
        "front matter is not YAML",
        "mend the line, or quote its value",
    ),
    # The form of pages.
    chapter("a section of another form", "§## Theory", "`Theory` is no", "use one of"),
    chapter("what a template fills in", "§{{ x }}", "is shown as it is", "write what"),
    in_lab(
        "a list that is none",
        "1",
        "is no list",
        "leave a blank line",
        "# Lab\n\nA:\n§- b\n",
    ),
    # Sections and modules.
    in_text(
        "a missing section",
        '```python\n§--8<-- "start/notation.py:nowhere"\n```',
        "`start/notation.py` has no section `nowhere`",
        "it has: imports, losses",
        together="shown",
    ),
    in_module(
        "a section that never closes",
        "§# --8<-- [start:open]\nX = 1",
        "section `open` never closes",
        "add `# --8<-- [end:open]`",
    ),
    in_module(
        "a section that no page shows",
        "§# --8<-- [start:planted]\nX = 1\n# --8<-- [end:planted]",
        "section `planted` is shown on no page",
        "show it, or delete its markers",
    ),
    in_module("what is not Python", "§x = =", "is not Python", "correct the line"),
    # Links, anchors, the navigation, redirects.
    in_text(
        "a dead link",
        "§[A](nowhere.md)",
        "leads nowhere",
        "correct",
        NOTATION,
        together="links",
    ),
    in_text(
        "a dead anchor",
        "§[A](notation.md#no)",
        "has no `#no`",
        "use one of",
        HOW_TO,
        together="anchors",
    ),
    Fault(
        "a page that is not in the nav",
        BUILD,
        [Edit("docs/start/lost.md", HEAD)],
        "is in no place of the navigation",
        "add `- start/lost.md` to the `nav` of mkdocs.yml",
        ["docs/start/lost.md"],
        together="nav",
    ),
    in_file(
        "a nav that names what is not there",
        Edit("mkdocs.yml", f"{LAST}§      - start/nowhere.md\n", LAST),
        "the nav names start/nowhere.md, which is not in docs/",
        "correct it, or add the page",
        "nav",
    ),
    # Formulas and answers.
    in_text(
        "a bad formula",
        "Text.\n\n§The slope $\\frac{1$ is bad.",
        "KaTeX refuses `\\frac{1`",
        "correct the LaTeX",
        together="maths",
    ),
    in_text(
        "a sign without its partner",
        "| a |\n|---|\n§| $|x|$ |",
        "this $ has no partner",
        "$x$ in a line, $$ on lines of their own, \\$ for the sign itself; in a cell of a table, | is \\lvert",
        together="maths",
    ),
    answer(
        "an answer typed instead of computed",
        "§expected: 6.0\ntolerance: 0.01",
        "an answer typed instead of computed: `6.0`",
        "compute it with a function",
    ),
    Fault(
        "a wrong answer that is right",
        BUILD,
        answer(
            "",
            "expected: slope(3.0)\ntolerance: 0.01\nwrong:\n§  slope(1.5) * 2: No.",
            "",
            "",
        ).edits,
        "the wrong answer `slope(1.5) * 2` is right",
        "take another expression, or other `variants`",
    ),
    # Figures, in a build.
    in_module(
        "a figure that no page uses",
        "§def planted() -> Figure:\n    return canvas()[0]",
        "figure `planted` is used by no page",
        "embed notation/planted.svg in docs/start/notation.md",
        together="unused",
    ),
    in_text(
        "a figure that no function makes",
        "§![A figure that nobody draws.](notation/planted-figure.svg)",
        "no function makes the image start/notation/planted-figure.svg",
        "write `def planted_figure() -> Figure` in snippets/start/notation.py",
        NOTATION,
        together="unused",
    ),
    in_file(
        "a figure that fails",
        Edit(
            MODULE, "§def layout() -> Figure:\n    1 / 0\n", "def layout() -> Figure:\n"
        ),
        "ZeroDivisionError: division by zero",
        "mend the function, then build again",
    ),
    # Labs.
    in_lab(
        "a lab that raises, with a tag that excuses it",
        '--8<-- "start/notation.py:imports"\n--8<-- "start/notation.py:losses"\n§mean_loss / 0',
        "cell 2: TypeError: unsupported operand",
        "mend the cell",
        together=True,
        metadata={"tags": ["raises-exception", "skip-execution"]},
    ),
    in_lab(
        "a lab that writes a file",
        "x = 1\n§open('/tmp/downhill-lab.txt', 'w').close()",
        "cell 2: PermissionError: it writes a file: /tmp/downhill-lab.txt",
        "a cell writes no file",
        together=True,
    ),
    in_lab(
        "a lab that ends its Python",
        "§import os; os._exit(0)",
        "cell 2: ended the interpreter",
        "let the cell run to its end",
        together=True,
    ),
    in_lab(
        "a lab without alternative text",
        "§import matplotlib.pyplot as plt\nlines = plt.plot([1.0, 2.0])",
        "cell 2 draws a figure without alternative text or caption",
        'add "alt": "..." and "caption": "..." to the cell\'s metadata',
        together=True,
    ),
    # The theme.
    in_file(
        "a style sheet with a brace too many",
        Edit("theme/assets/stylesheets/type.css", "\n§}\n"),
        'Unexpected "}"',
        "correct it",
    ),
    in_file(
        "a script that imports what is not there",
        Edit("theme/assets/slider.js", '\n§import { no } from "./no.js";\nno();\n'),
        'Could not resolve "./no.js"',
        "correct it",
    ),
]
test_it_is_refused = catalogue(FAULTS)
KEPT = "return 2 * float(np.sum("


def edited(name: str, edits: list[Edit], says: str, remedy: str, place: str) -> Fault:
    """What is edited after a build that has put it into a cache."""
    return Fault(name, BUILD, edits, says, remedy, [place], before=BUILD)


EDITED = [
    edited(
        "the canvas of all figures",
        [
            Edit(
                "downhill/style.py",
                "    1 / 0\n    import matplotlib\n",
                "    import matplotlib\n",
            )
        ],
        "ZeroDivisionError",
        "mend the function",
        "snippets/",  # so many figures fail that only some are named
    ),
    edited(
        "a function that a figure calls",
        [
            Edit(
                MODULE,
                "def layout() -> Figure:\n    helper()\n",
                "def layout() -> Figure:\n",
            ),
            Edit(MODULE, "\n\ndef helper() -> None:\n    1 / 0\n"),
        ],
        "ZeroDivisionError",
        "mend the function",
        MODULE,
    ),
    edited(
        "a section that a lab shows",
        [
            Edit(
                "snippets/losses/one_house_two_knobs.py",
                "    1 / 0\n    return w * x + b\n",
                "    return w * x + b\n",
            )
        ],
        "ZeroDivisionError: division by zero",
        "mend the cell",
        "docs/losses/learning-rate-lab.ipynb",
    ),
    edited(
        "the name of a section",
        [
            Edit(MODULE, "# --8<-- [start:loss]", "# --8<-- [start:losses]"),
            Edit(MODULE, "# --8<-- [end:loss]", "# --8<-- [end:losses]"),
        ],
        "`start/notation.py` has no section `losses`",
        "it has: imports, loss",
        NOTATION,
    ),
]
test_an_edit_is_seen = catalogue(EDITED)


def test_a_page_that_moved_sends_its_readers_on(project: Project) -> None:
    """Its old address is a page that names the new one, and so the list is content."""
    lab = Edit(
        LAB,
        f'{META}  "was": ["old-lab"],\n  "description"',
        f'{META}  "description"',
    )
    moved = [
        Edit(NOTATION, "---\nwas: [start/old/place]\n", "---\n"),
        *SMALL,
        lab,
        Edit(LIST, "/old-lab/\n/start/planted/\n/start/old/place/#symbols\n"),
    ]
    with planted(project.folder, [Fault("", BUILD, moved, "", "")]):
        for command in (BUILD, ("downhill", "built", "site")):
            status, said = run(project.folder, *command)
            assert status == 0, said
    for old, new in (
        ("start/old/place", "../../notation/"),
        ("old-lab", "../start/planted/"),
    ):
        page = project.folder / "site" / old / "index.html"
        assert f'content="0; url={new}"' in page.read_text(encoding="utf-8")


def test_line_ends_change_nothing(project: Project) -> None:
    """As git makes them on Windows: the same site, to the byte, and every block passes."""
    folder, site = project.folder, project.folder / "site"
    assert run(folder, *BUILD)[0] == 0
    unix = {page.relative_to(site): page.read_bytes() for page in site.rglob("*.html")}
    files = [folder / HOW_TO, folder / NOTATION, folder / MODULE]
    files += (folder / "docs").rglob("*.ipynb")
    kept = {file: file.read_bytes() for file in files}
    try:
        for file, data in kept.items():
            file.write_bytes(data.replace(b"\n", b"\r\n"))
        for command in (BUILD, ("pytest", HOW_TO, NOTATION, "-q", "-n0", "--no-cov")):
            status, said = run(folder, *command)
            assert status == 0, said
    finally:
        for file, data in kept.items():
            file.write_bytes(data)
    for page, data in unix.items():
        assert (site / page).read_bytes() == data, page
