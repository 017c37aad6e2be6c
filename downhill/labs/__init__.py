"""A lab is a notebook that is executed when the site is built, and becomes a page like any.

mkdocs-jupyter's own converter runs it. Its page is left aside: 660 KB of HTML with styles,
fonts and formulas of its own, and 1.5 s for loading it at every build. Here the executed
cells become the site's Markdown, so formulas, links, blocks and figures are those of a
chapter; a lab that has not changed costs nothing.
"""

import json
import os
import re
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from downhill import packages
from downhill.cache import digest, prune
from downhill.document import read
from downhill.figures import PACKAGES as DRAWING
from downhill.files import write_whole
from downhill.labs.page import Lab, page_of
from downhill.labs.run import execute
from downhill.pages import HIDDEN, line_of, read_notebook
from downhill.problem import CACHE, ROOT, Problem
from downhill.style import typeface

MAGIC = re.compile(r"^ *([%!?]+ *[A-Za-z].*|[\w.]+\?+ *)$", re.MULTILINE)
LIMIT = 60  # seconds that a cell may take
MACHINERY = [
    ROOT / "downhill" / name
    for name in ("guard.py", "style.py", "labs/backend.py", "labs/run.py")
]
PACKAGES = ("mkdocs-jupyter", "nbconvert", "nbclient", "ipykernel", "ipython")


def make(path: Path, limit: int = LIMIT) -> Lab:
    """Execute a lab, unless nothing it depends on has changed; its page and its figures.

    A Problem that names the cell, if a cell raises, takes longer than `limit` seconds,
    warns, writes a file, starts a process, or draws a figure that has no alternative text.
    """
    notebook = expand(path)
    folder = CACHE / "labs" / key(notebook)
    executed = folder / path.name
    if executed.is_file():
        os.utime(folder)
    else:
        folder.mkdir(parents=True, exist_ok=True)
        prune(folder.parent)
        text = json.dumps(execute(path, notebook, limit), indent=1, ensure_ascii=False)
        write_whole(executed, text + "\n")
    return page_of(path, executed)


def key(notebook: dict[str, Any]) -> str:
    """Return a hash over all that an expanded lab's outputs depend on."""
    return digest(
        json.dumps(notebook, sort_keys=True),
        "{}.{}".format(*sys.version_info),
        *map(version, (*PACKAGES, *DRAWING)),
        *(font.stem for font in typeface(packages.ensure(), CACHE)),
        *MACHINERY,
    )


def expand(path: Path) -> dict[str, Any]:
    """Return the notebook with its sections in place, as a reader downloads it."""
    notebook = read_notebook(path)
    if not notebook["metadata"].get("description"):
        remedy = 'add "description": "..." to the notebook\'s metadata'
        raise Problem(path, None, "has no description", remedy)
    ids = [cell["id"] for cell in notebook["cells"]]
    if len({*ids}) < len(ids):
        twice = next(one for one in ids if ids.count(one) > 1)
        remedy = "save it anew, in Jupyter's format 4.5"
        raise Problem(path, None, f"two cells have the id `{twice}`", remedy)
    for number, cell in enumerate(notebook["cells"], 1):
        if cell.get("outputs") or cell.get("execution_count"):
            what = f"cell {number} holds an output"
            remedy = "clear all outputs, then save"
            raise Problem(path, line_of(path, cell), what, remedy)
        _check_cell(path, number, cell, notebook["metadata"])
        cell["source"] = cell["source"].strip("\n")
    if not notebook["cells"] or not notebook["cells"][0]["source"].startswith("# "):
        what = "has no title"
        raise Problem(path, None, what, "begin the first cell with `# Title`")
    code = [x for x in notebook["cells"] if x["cell_type"] == "code" and x["source"]]
    for cell, block in zip(code, read(path, path.parent).python, strict=True):
        cell["source"] = block.code.strip("\n")
    return notebook


def _check_cell(
    path: Path, number: int, cell: dict[str, Any], meta: dict[str, Any]
) -> None:
    """Raise a Problem for what a page, or a reader's Python, has not."""
    source, kind, line = cell["source"], cell["cell_type"], line_of(path, cell)
    kernel = meta.get("kernelspec", {})
    language = kernel.get("language", "python"), kernel.get("name", "python")
    magic = MAGIC.search(source) if kind == "code" else None
    hidden = HIDDEN.search(source)
    if not all(name.lower().startswith("python") for name in language):
        what, remedy = f"asks for the kernel {language[1]}", "choose one of Python"
        raise Problem(path, None, what, remedy)
    if kind not in ("markdown", "code"):
        what, remedy = f"is of the kind `{kind}`", "make it a cell of text or of code"
    elif cell.get("attachments") or "](attachment:" in source:
        what, remedy = "holds an image", "put the file beside the lab: `![...](x.png)`"
    elif magic:
        line += source.count("\n", 0, magic.start(1))
        what = f"`{magic[1]}` is of IPython: other Pythons do not read it"
        remedy = "delete it, or write it in Python"
    elif hidden:
        line += source.count("\n", 0, hidden.start())
        what = f"holds the character U+{ord(hidden[0]):04X}, which nobody sees"
        remedy = "delete it"
    else:
        return
    raise Problem(path, line, f"cell {number} {what}", remedy)
