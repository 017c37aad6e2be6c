"""Read a lab: a notebook whose cells may show sections of snippet modules."""

import json
import re
from pathlib import Path
from typing import Any

from downhill.pages import HIDDEN, Page
from downhill.pages.sections import expanded, shown
from downhill.problem import SNIPPETS, Problem

MAGIC = re.compile(r"^ *([%!?]+ *[A-Za-z].*|[\w.]+\?+ *)$", re.MULTILINE)


def expand(path: Path) -> dict[str, Any]:
    """The notebook with its sections in place, as a reader downloads it."""
    notebook = read(path)
    if not notebook["metadata"].get("description"):
        remedy = 'add "description": "..." to the notebook\'s metadata'
        raise Problem(path, None, "has no description", remedy)
    ids = [cell["id"] for cell in notebook["cells"]]
    if len({*ids}) < len(ids):
        twice = next(one for one in ids if ids.count(one) > 1)
        remedy = "save it anew, in Jupyter's format 4.5"
        raise Problem(path, None, f"two cells have the id `{twice}`", remedy)
    for number, cell in enumerate(notebook["cells"], 1):
        source, line = cell["source"], line_of(path, cell)
        if cell.get("outputs") or cell.get("execution_count"):
            what = f"cell {number} holds an output"
            raise Problem(path, line, what, "clear all outputs, then save")
        _check_cell(path, number, cell, notebook["metadata"])
        page = Page(path, "", {}, "", "\n" * (line - 1) + source)
        found = shown(page, SNIPPETS)
        if found and cell["cell_type"] != "code":
            what = f"cell {number} shows a section in its text"
            raise Problem(path, line, what, "make it a cell of code")
        cell["source"] = "\n".join(
            expanded(line, SNIPPETS) for line in source.split("\n")
        ).strip("\n")
    if not notebook["cells"] or not notebook["cells"][0]["source"].startswith("# "):
        what = "has no title"
        raise Problem(path, None, what, "begin the first cell with `# Title`")
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


def read(path: Path) -> dict[str, Any]:
    """The notebook as it is saved, each cell's source as one text."""
    remedy = "save it anew, in Jupyter's format 4.5"
    try:
        text = path.read_text(encoding="utf-8")
        notebook: dict[str, Any] = json.loads(text, object_pairs_hook=_once)
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"])
            (
                cell["metadata"].keys(),
                cell["id"],
            )  # without ids a download is not the same
        notebook["metadata"].keys()
    except ValueError as error:
        line = getattr(error, "lineno", None)
        raise Problem(path, line, f"is no notebook: {error}", remedy) from None
    except (AttributeError, KeyError, TypeError) as error:
        raise Problem(path, None, f"is no notebook: {error}", remedy) from None
    return notebook


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    for number, (key, _) in enumerate(pairs):
        if any(key == other for other, _ in pairs[:number]):
            raise ValueError(f"`{key}` stands twice in one place")
    return dict(pairs)


def line_of(path: Path, cell: dict[str, Any]) -> int:
    """The line of the notebook's file on which the source of a cell begins."""
    text = path.read_text(encoding="utf-8")
    start = rf'"id":\s*{re.escape(json.dumps(cell["id"]))}.*?"source":\s*\[?\s*'
    found = re.search(start, text, re.DOTALL)
    return text.count("\n", 0, found.end()) + 1 if found else 1
