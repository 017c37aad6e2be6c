"""A lab is executed as it is downloaded, becomes a page, and passes no fault over."""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from downhill import document, labs, sections
from downhill.document import Block, Document
from downhill.files import write_whole
from downhill.labs import run
from downhill.labs.page import Lab
from downhill.pages import Page, prose
from downhill.problem import DOCS, Problem
from downhill.session import Session

LABS = sorted(DOCS.rglob("*.ipynb"))
PLOT = "import matplotlib.pyplot as plt\nplt.plot([1.0, 2.0])\n"
SPOKEN = {"alt": "A line that rises from 1 to 2.", "caption": "It rises."}
Write = Callable[..., Path]


def code(source: str, **metadata: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "metadata": metadata,
        "execution_count": None,
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }


def text(source: str) -> dict[str, Any]:
    lines = source.splitlines(keepends=True)
    return {"cell_type": "markdown", "metadata": {}, "source": lines}


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes a lab, whose sections are those of a small module; the cache is its own."""
    monkeypatch.setattr(labs, "CACHE", tmp_path / ".cache")
    (tmp_path / ".cache").mkdir()
    monkeypatch.setattr(document, "SNIPPETS", tmp_path)
    monkeypatch.setattr(sections, "SNIPPETS", tmp_path)
    monkeypatch.setattr(labs, "typeface", lambda *_: [])
    (tmp_path / "part.py").write_text(SECTIONS, encoding="utf-8")

    def write(*cells: dict[str, Any], **metadata: Any) -> Path:
        notebook = {
            "cells": [
                {"id": f"cell-{number}", **cell}
                for number, cell in enumerate([text("# Lab"), *cells], 1)
            ],
            "metadata": {"description": "A lab.", **metadata},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        path = tmp_path / "lab.ipynb"
        path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")
        return path

    return write


SECTIONS = """\
# --8<-- [start:outer]
def outer():
    # --8<-- [start:inner]
    x = 1

    return x
    # --8<-- [end:inner]


# --8<-- [end:outer]
"""


def test_sections_stand_in_the_code_as_on_a_page(write: Write) -> None:
    shows = code('--8<-- "part.py:outer"\ndef f():\n    --8<-- "part.py:inner"')
    assert labs.expand(write(shows))["cells"][1]["source"] == (
        "def outer():\n    x = 1\n\n    return x\n\n\ndef f():\n    x = 1\n\n    return x"
    )


@pytest.mark.parametrize(
    ("cell", "at", "what"),
    [
        (code('x = 1\n--8<-- "part.py:two"'), "--8<--", "has no section `two`"),
        (code('--8<-- "none.py:one"'), "--8<--", "is not in"),
        (text('--8<-- "part.py:outer"'), "--8<--", "shows a section in its text"),
        (code("x = 1") | {"outputs": [{}]}, "x = 1", "cell 2 holds an output"),
        (code("x = 1") | {"execution_count": 3}, "x = 1", "cell 2 holds an output"),
        (text("x = 1") | {"cell_type": "raw"}, "x = 1", "is of the kind `raw`"),
        (text("![p](attachment:x.png)"), "![p]", "cell 2 holds an image"),
        (text("One\u200b"), "One", "holds the character U+200B"),
        *(
            (code(f"x = 1\n{magic}"), magic, f"`{magic}` is of IPython")
            for magic in ("%matplotlib inline", "!ls", "%%time", "x?")
        ),
    ],
)
def test_a_faulty_cell_is_named_before_it_runs(
    write: Write, cell: dict[str, Any], at: str, what: str
) -> None:
    path = write(cell)
    with pytest.raises(Problem) as caught:
        labs.make(path)
    assert what in caught.value.what
    assert caught.value.place.endswith(f"lab.ipynb:{line_of(path, at)}")


@pytest.mark.parametrize("kernel", [{"name": "julia-1.9"}, {"language": "R"}])
def test_a_kernel_of_another_language_is_refused(
    write: Write, kernel: dict[str, str]
) -> None:
    with pytest.raises(Problem, match="asks for the kernel"):
        labs.expand(write(kernelspec=kernel))


def line_of(path: Path, fragment: str) -> int:
    saved = path.read_text(encoding="utf-8")
    return saved.count("\n", 0, saved.index(fragment)) + 1


@pytest.mark.parametrize(
    ("saved", "place", "what"),
    [
        ("{\n", ":2", "is no notebook: Expecting property name"),
        ("[]", "", "is no notebook"),
        ("{}", "", "is no notebook: 'cells'"),
        ('{"cells": [{"source": "", "metadata": {}}]}', "", "is no notebook: 'id'"),
        ('{"cells": [], "metadata": {}, "cells": []}', "", "`cells` stands twice"),
        ('{"cells": [], "metadata": {}}', "", "has no description"),
        ('{"cells": [], "metadata": {"description": "A."}}', "", "has no title"),
    ],
)
def test_what_is_no_lab_is_named(
    write: Write, saved: str, place: str, what: str
) -> None:
    path = write()
    path.write_text(saved, encoding="utf-8")
    with pytest.raises(Problem) as caught:
        labs.make(path)
    assert what in caught.value.what
    assert caught.value.place.endswith(f"lab.ipynb{place}")


def test_the_key_changes_with_the_section_that_is_shown(
    write: Write, tmp_path: Path
) -> None:
    path = write(code('--8<-- "part.py:inner"'))
    before = labs.key(labs.expand(path))
    module = tmp_path / "part.py"
    module.write_text(SECTIONS.replace("def outer", "def other"), encoding="utf-8")
    assert labs.key(labs.expand(path)) == before
    module.write_text(SECTIONS.replace("x = 1", "x = 2"), encoding="utf-8")
    assert labs.key(labs.expand(path)) != before


def test_a_lab_runs_once_and_twice_the_same(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = {"argv": ["false"], "display_name": "Mine", "language": "python"}
    kernel = tmp_path / "jupyter" / "kernels" / "python3" / "kernel.json"
    write_whole(kernel, json.dumps(installed))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    path = write(
        code("import sys\nprint('one')\nsys.stdout.flush()"),
        code("print(set('abcdef'))\nsys.stdout.flush()\nprint('```')\n1 + 1"),
        code(f"{PLOT}plt.show()", **SPOKEN),
    )
    first = labs.make(path)
    assert "```python\nimport sys" in first.markdown
    assert "```output\none\n```" in first.markdown
    assert "````output\n{'" in first.markdown, "a longer fence round a fence"
    assert "```output\n2\n```" in first.markdown
    assert first.markdown.endswith(
        f"![{SPOKEN['alt']}](lab/figure-1.svg)\n/// figure-caption\nIt rises.\n///\n"
    )
    assert list(first.figures) == ["lab/figure-1.svg"]
    svg = first.figures["lab/figure-1.svg"].read_bytes()
    assert svg.startswith(b"<svg")
    assert b"var(--first)" in svg, "in the colours of the house"
    downloaded = first.notebook.read_bytes()
    for mine in (
        str(tmp_path),
        "execution_start",
        "ipykernel_",
        sys.version.split()[0],
    ):
        assert mine.encode() not in downloaded

    def _execute(*_: Any) -> None:
        pytest.fail("a kernel was started")

    with monkeypatch.context() as no_kernel:
        no_kernel.setattr(labs, "execute", _execute)
        assert labs.make(path) == first

    first.notebook.unlink()
    first.figures["lab/figure-1.svg"].unlink()
    second = labs.make(path)
    assert second == first
    assert second.notebook.read_bytes() == downloaded
    assert second.figures["lab/figure-1.svg"].read_bytes() == svg


def test_a_cell_past_its_limit_is_named(write: Write) -> None:
    path = write(code("import time"), code("while True:\n    time.sleep(1)"), code("2"))
    with pytest.raises(Problem, match="cell 3: did not end within 1 s") as caught:
        labs.make(path, limit=1)
    assert caught.value.place.endswith(f":{line_of(path, 'while True')}")


def test_a_kernel_that_does_not_start_is_named(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "ROOT", tmp_path)
    (tmp_path / "sitecustomize.py").write_text("import os\nos._exit(1)\n")
    with pytest.raises(Problem, match=r"lab\.ipynb: does not run: Kernel died"):
        labs.make(write(code("1")))


def said(name: str, words: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": [words]}


def result(**data: str) -> dict[str, Any]:
    data = {name.replace("_", "/"): words for name, words in data.items()}
    return {"output_type": "display_data", "data": data, "metadata": {}}


SVG = result(**{"image/svg+xml": "<svg></svg>", "text/plain": "<Figure>"})


@pytest.mark.parametrize(
    ("cell", "outputs", "what"),
    [
        (
            code("x"),
            [said("stderr", "a.py:3: UserWarning: old\n  x()")],
            "warns: UserW",
        ),
        (code("x"), [said("stderr", "findfont: not found")], "warns: findfont: not"),
        (code("x"), [result(text_plain="[<L at 0x7f12ab>]")], "prints an address in"),
        (code("x"), [result(text_html="<b>", text_plain="b")], "shows text/html"),
        (code("x"), [SVG], "without alternative text"),
        (code("x", alt="A line."), [SVG], "without alternative text or caption"),
        (code("x", **SPOKEN), [], "draws 0 figures and describes one"),
        (code("x", **SPOKEN), [SVG, SVG], "draws 2 figures and describes one"),
    ],
)
def test_an_output_that_cannot_be_published_is_named(
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    cell: dict[str, Any],
    outputs: list[dict[str, Any]],
    what: str,
) -> None:
    def _execute(path: Path, notebook: dict[str, Any], limit: int) -> dict[str, Any]:
        notebook["cells"][1]["outputs"] = outputs
        return notebook

    monkeypatch.setattr(labs, "execute", _execute)
    path = write(cell)
    line = line_of(path, '"x"')
    for _ in range(2):  # from the cache too
        with pytest.raises(Problem, match=f"cell 2 .*{what}") as caught:
            labs.make(path)
        assert f"lab.ipynb:{line}: " in str(caught.value)


@pytest.mark.parametrize("path", LABS, ids=lambda path: path.stem)
def test_the_downloaded_lab_prints_what_its_page_shows(path: Path) -> None:
    """Cell after cell in a reader's interpreter, as in their own Jupyter."""
    lab = labs.make(path)
    ran = 0
    with Session() as session:
        for block in code_of(lab):
            result = session.run(block)
            assert result.error is None, (
                f"{path.name} line {result.line}: {result.last}"
            )
            shown = block.output.code if block.output else ""
            assert result.output == shown
            assert not shown or f"```output\n{shown}```" in lab.markdown
            ran += 1
    assert ran == lab.markdown.count("```python\n") > 0


@pytest.mark.parametrize("path", LABS, ids=lambda path: path.stem)
def test_every_number_of_a_lab_has_a_source(path: Path) -> None:
    """In its text, its captions and its alternative texts, as on any page."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    sources = code_of(labs.make(path))
    for cell in notebook["cells"]:
        spoken = "".join(cell["source"])
        if cell["cell_type"] == "code":
            told = [cell["metadata"].get(name, "") for name in ("alt", "caption")]
            spoken = "\n".join(told)
        above = "\n" * (line_of(path, json.dumps(cell["id"])) - 1)
        page = Page(path, path.stem, {}, "", "")
        held = Document(page, tuple((above + spoken).split("\n")))
        prose.check(held, blocks=sources)


def code_of(lab: Lab) -> list[Block]:
    """The cells of code with what they print, as the blocks of a page."""
    found = []
    notebook = json.loads(lab.notebook.read_text(encoding="utf-8"))
    for number, cell in enumerate(notebook["cells"], 1):
        if cell["cell_type"] == "code":
            block = Block(lab.notebook, number, number, "", (), "python")
            texts = ["".join(out["text"]) for out in cell["outputs"] if "text" in out]
            output = replace(block, language="output", code="".join(texts))
            code = "".join(cell["source"])
            found.append(replace(block, code=code, output=output if texts else None))
    return found
