"""Read a lab: a notebook whose cells may show sections of snippet modules."""

import json
import re
from pathlib import Path
from typing import Any

from downhill.pages import Page
from downhill.pages.sections import expanded, shown
from downhill.problem import SNIPPETS, Problem


def expand(path: Path) -> dict[str, Any]:
    """The notebook with its sections in place, as a reader downloads it."""
    notebook = read(path)
    if not notebook["metadata"].get("description"):
        remedy = 'add "description": "..." to the notebook\'s metadata'
        raise Problem(path, None, "has no description", remedy)
    for number, cell in enumerate(notebook["cells"], 1):
        source, line = cell["source"], line_of(path, cell)
        if cell.get("outputs") or cell.get("execution_count"):
            what = f"cell {number} holds an output"
            raise Problem(path, line, what, "clear all outputs, then save")
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


def read(path: Path) -> dict[str, Any]:
    """The notebook as it is saved, each cell's source as one text."""
    remedy = "save it anew, in Jupyter's format 4.5"
    try:
        notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
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


def line_of(path: Path, cell: dict[str, Any]) -> int:
    """The line of the notebook's file on which the source of a cell begins."""
    text = path.read_text(encoding="utf-8")
    start = rf'"id":\s*{re.escape(json.dumps(cell["id"]))}.*?"source":\s*\[?\s*'
    found = re.search(start, text, re.DOTALL)
    return text.count("\n", 0, found.end()) + 1 if found else 1
