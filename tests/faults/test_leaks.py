"""What a block leaves behind for others, or takes from them."""

from tests.faults.planting import HEAD, PAGES, Edit, Fault, on_page, python
from tests.faults.running import catalogue

MEND = "mend it; if it is meant to fail"

FAULTS = [
    Fault(
        "a name of another page",
        PAGES,
        [
            Edit("docs/faults/a-first.md", HEAD + python("leaked = 1")),
            Edit("docs/faults/b-second.md", HEAD + python("§leaked + 1")),
        ],
        "NameError: name 'leaked' is not defined",
        "import or define it in a block above",
        together=True,
    ),
    Fault(
        "a setting of another page",
        PAGES,
        [
            Edit(
                "docs/faults/c-first.md",
                HEAD + python("import numpy as np\nnp.set_printoptions(precision=1)"),
            ),
            Edit(
                "docs/faults/d-second.md",
                HEAD
                + "```python\nimport numpy as np\nprint(np.array([0.125]))\n```\n"
                + "§```output\n[0.1]\n```\n",
            ),
        ],
        "+[0.125]",
        "mend the code, or run `make outputs`",
        together=True,
    ),
    on_page(
        "a file beside the page",
        "§" + python("open('left.txt', 'w').close()"),
        "leaves behind: left.txt",
        "a block writes no file",
    ),
    on_page(
        "a file somewhere else",
        python("x = 1\n§open('/tmp/left_by_a_test.txt', 'w')"),
        "it writes a file: /tmp/left_by_a_test.txt",
        MEND,
    ),
    on_page(
        "a file that numpy saves",
        python("import numpy as np\n§np.save('/tmp/left_by_a_test', np.ones(2))"),
        "it writes a file: /tmp/left_by_a_test.npy",
        MEND,
    ),
    on_page(
        "a folder somewhere else",
        python("import os\n§os.mkdir('/tmp/left_by_a_test')"),
        "it writes a file: /tmp/left_by_a_test",
        MEND,
    ),
    on_page(
        "a file that is deleted",
        python("import os\n§os.remove('/tmp/not_there_by_a_test')"),
        "it writes a file: /tmp/not_there_by_a_test",
        MEND,
    ),
    on_page(
        "a process",
        python("import subprocess, sys\n§subprocess.run([sys.executable, '-V'])"),
        "it starts a process",
        MEND,
    ),
    on_page(
        "a question to the network",
        python(
            "import urllib.request\n§urllib.request.urlopen('http://host.example/')"
        ),
        "it asks the network",
        MEND,
    ),
    on_page(
        "a line past print",
        "§" + python("import os\nos.write(1, b'past')"),
        "writes past `print`: past",
        "print what a reader should see",
    ),
]
test_a_leak_is_refused = catalogue(FAULTS)
