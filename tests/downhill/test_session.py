"""A page runs as its reader would run it, and says where it went wrong."""

import pytest

from downhill.document import Block
from downhill.problem import DOCS, Problem
from downhill.session import Session, check

PAGE = DOCS / "page.md"


def block(
    code: str, output: str | None = None, raises: str | None = None, line: int = 7
) -> Block:
    source = tuple(code.splitlines())
    end = line + len(source) + 1
    shown = None
    if output is not None:
        shown = Block(PAGE, end + 1, end + 3, "", (output,), "output", output)
    return Block(PAGE, line, end, "", source, "python", code, raises, shown)


def run(*blocks: Block, limit: float = 10) -> None:
    with Session(limit) as session:
        for one in blocks:
            check(one, session.run(one))


def test_blocks_share_names_and_show_what_they_print() -> None:
    run(
        block("x = 2"),
        block("print(x)\nprint(x + 1)", "2\n3"),
        block("print()\nprint(' ')"),  # what nobody sees is no output
        block("import numpy as np\nprint(np.float64(x))", "2.0"),
    )


def test_a_block_that_is_meant_to_fail_does() -> None:
    run(
        block(
            "print(1)\n1 / 0",
            "1\nZeroDivisionError: division by zero",
            "ZeroDivisionError",
        )
    )


@pytest.mark.parametrize(
    ("faulty", "place", "what"),
    [
        (block("x = 1\nx / 0"), 9, "ZeroDivisionError: division by zero"),
        (block("x = 1\nx = ="), 9, "SyntaxError"),
        (block("print(1)"), 7, "shows no output:\n1"),
        (block("x = 1", "1"), 10, "does not print"),
        (block("print(2)", "1"), 10, "-1\n+2"),
        (block("print(2)", "2", "ValueError"), 7, "raises nothing"),
        (block("int('a')", "", "KeyError"), 8, "ValueError"),
        (block("open('a.txt', 'w').close()"), 7, "leaves behind: a.txt"),
        (block("import tempfile\ntempfile.mkdtemp()"), 7, "leaves behind: tmp"),
        (block("import warnings\nwarnings.warn('old')"), 9, "UserWarning: old"),
        (block("import numpy as np\nnp.float64(1) / 0"), 9, "RuntimeWarning"),
        (block("import downhill"), 8, "ModuleNotFoundError"),
        (block("import pytest\npytest.skip()"), 8, "a reader has numpy and matplotlib"),
        (block("import unittest\nraise unittest.SkipTest"), 9, "SkipTest"),
        (block("import sys\nsys.exit(0)"), 9, "SystemExit: 0"),
        (block("import os\nos._exit(0)"), 7, "ended the interpreter (exit status 0)"),
        (block("input()"), 8, "EOFError"),
        (block("import os\nos.system('echo 1')"), 9, "it starts a process"),
        (block("open('/tmp/a_by_a_test', 'w')"), 8, "it writes a file: /tmp/a_by"),
        (
            block("import os\nos.mkdir('/tmp/a_by_a_test')"),
            9,
            "it writes a file: /tmp/a",
        ),
        (
            block("import os\nos.remove('/tmp/no_by_a_test')"),
            9,
            "it writes a file: /tmp/n",
        ),
        (block("import socket\nsocket.create_connection(('::1', 9))"), 9, "network"),
        (block("import os\nos.write(1, b'2')"), 7, "writes past `print`: 2"),
        (block("import sys\nprint(3, file=sys.stderr)"), 7, "writes past `print`: 3"),
        (block("print('\\ud800')"), 7, "prints U+D800, which is no character"),
        (block("async def f(): ...\nf()\n"), 7, "never awaited"),
        (
            block(
                "import threading\nt = threading.Thread(target=int, args='a')\nt.start()\nt.join()"
            ),
            7,
            "writes past",
        ),
    ],
)
def test_a_fault_is_named_with_its_line(faulty: Block, place: int, what: str) -> None:
    with pytest.raises(Problem) as caught:
        run(faulty)
    assert caught.value.place == f"docs/page.md:{place}"
    assert what in caught.value.what


def test_an_endless_block_is_stopped_at_its_line() -> None:
    with pytest.raises(Problem) as caught:
        run(block("x = 1\nwhile True:\n    x += 1"), limit=0.5)
    assert caught.value.place in ("docs/page.md:9", "docs/page.md:10")
    assert "did not end within 0.5 s" in caught.value.what


def test_a_page_cannot_import_what_this_project_installs() -> None:
    for name in ("mkdocs", "yaml", "pytest", "scipy", "snippets"):
        with pytest.raises(Problem, match="ModuleNotFoundError"):
            run(block(f"import {name}"))
    run(block("import matplotlib.pyplot as plt\nplt.figure()"))
