"""Labs that do not run, or not as they are shown."""

from functools import partial

from tests.faults.planting import LAB, Edit, Fault, in_lab, part_of_site
from tests.faults.running import catalogue

that_runs = partial(in_lab, together=True)  # one build names all that fail
AGAIN = part_of_site("lab and again and planted")
DRAWS = "§import matplotlib.pyplot as plt\nlines = plt.plot([1.0, 2.0])"
SECTIONS = '--8<-- "start/notation.py:imports"\n--8<-- "start/notation.py:losses"\n'

FAULTS = [
    that_runs(
        "raises under a section, with a tag that excuses it",
        f"{SECTIONS}§mean_loss / 0",
        "cell 2: TypeError: unsupported operand",
        "mend the cell",
        metadata={"tags": ["raises-exception", "skip-execution"]},
    ),
    that_runs("is not Python", "x = 1\n§x = =", "cell 2: SyntaxError", "mend the cell"),
    that_runs(
        "warns",
        "§import warnings\nwarnings.warn('this is old')",
        "cell 2 warns: UserWarning: this is old",
        "mend the cell",
    ),
    that_runs(
        "draws without alternative text",
        DRAWS,
        "cell 2 draws a figure without alternative text or caption",
        'add "alt": "..." and "caption": "..." to the cell\'s metadata',
    ),
    Fault(
        "endless",
        ("mkdocs", "build"),
        [
            Edit("downhill/labs/__init__.py", "LIMIT = 1  #", "LIMIT = 60  #"),
            *in_lab("", "§while True:\n    pass", "", "").edits,
        ],
        "cell 2: did not end within 1 s",
        "shorten the loop",
    ),
    that_runs(
        "ends the interpreter",
        "§import os; os._exit(0)",
        "cell 2: ended the interpreter",
        "let the cell run to its end",
    ),
    that_runs(
        "leaves a file",
        "open('left.txt', 'w').close()",
        "leaves behind: left.txt",
        "a cell writes no file",
    ),
    that_runs(
        "writes a file elsewhere",
        "x = 1\n§open('/tmp/downhill-lab.txt', 'w').close()",
        "cell 2: PermissionError: it writes a file: /tmp/downhill-lab.txt",
        "a cell writes no file",
    ),
    that_runs(
        "starts a process",
        "§import subprocess; subprocess.run(['true'])",
        "cell 2: PermissionError: it starts a process: true",
        "a cell writes no file, starts no process",
    ),
    that_runs(
        "shows an address in memory",
        "§object()",
        "cell 2 prints an address in memory",
        "give the last line's value a name",
    ),
    that_runs(
        "saved with an output",
        "§1 + 1",
        "cell 2 holds an output",
        "clear all outputs, then save",
        execution_count=1,
    ),
    in_lab(
        "shows a missing section",
        '§--8<-- "start/notation.py:nowhere"',
        "`start/notation.py` has no section `nowhere`",
        "it has: ",
    ),
    that_runs("has no title", "1", "has no title", "begin the first cell", title="Lab"),
    in_lab(
        "has a dead link",
        "1",
        "`nowhere.md` leads nowhere",
        "correct the path",
        title="# Lab\n\n§[A page](nowhere.md)",
    ),
    Fault(
        "is not JSON",
        ("mkdocs", "build"),
        [Edit(LAB, "{\n§x\n}")],
        "is no notebook",
        "save it anew",
    ),
    Fault(
        "says something else at each run",
        AGAIN,
        in_lab("", "§import numpy as np\nprint(np.random.rand())", "", "").edits,
        "cell 2 says something else at each run",
        "seed its generator: np.random.default_rng(0)",
    ),
]
test_a_lab_is_refused = catalogue(FAULTS)
