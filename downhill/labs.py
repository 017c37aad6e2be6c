"""A lab is a notebook that is executed when the site is built, and becomes a page like any.

mkdocs-jupyter's own converter runs it. Its page is left aside: 660 KB of HTML with styles,
fonts and formulas of its own, and 1.5 s for loading it at every build. Here the executed
cells become the site's Markdown, so formulas, links, blocks and figures are those of a
chapter; a lab that has not changed costs nothing.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import time
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn
from uuid import uuid4

from downhill import packages
from downhill.blocks import Block
from downhill.dependencies import ALL, Sources, versions
from downhill.figures import KEEP
from downhill.pages import Page
from downhill.problem import CACHE, ROOT, SNIPPETS, Problem
from downhill.sections import MARKER, SHOWN, TARGET, sections, shown
from downhill.style import typeface

LIMIT = 60  # seconds that a cell may take
PACKAGES = ("mkdocs-jupyter", "nbconvert", "nbclient", "ipykernel", "ipython")
ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{4,}")
FAULT = "fault.json"  # what the process that runs a lab leaves if a cell fails


@dataclass(frozen=True)
class Lab:
    """An executed lab: the notebook to download, its page, its figures by name."""

    notebook: Path
    markdown: str
    figures: dict[str, Path]


def make(path: Path, limit: int = LIMIT) -> Lab:
    """Execute a lab, unless nothing it depends on has changed; its page and its figures.

    A Problem that names the cell, if a cell raises, takes longer than `limit` seconds,
    warns, writes a file, or draws a figure that has no alternative text.
    """
    notebook = expand(path)
    folder = CACHE / "labs" / key(notebook)
    executed = folder / path.name
    if executed.is_file():
        os.utime(folder)
    else:
        folder.mkdir(parents=True, exist_ok=True)
        _prune(folder)
        text = json.dumps(_execute(path, notebook, limit), indent=1, ensure_ascii=False)
        _write(executed, text + "\n")
    return _page(path, executed)


def key(notebook: dict[str, Any]) -> str:
    """A hash over all that an expanded lab's outputs depend on."""
    sources = Sources(ROOT, CACHE)
    found = [
        json.dumps(notebook, sort_keys=True),
        "{}.{}".format(*sys.version_info),
        *versions(),
        *(f"{name} {version(name)}" for name in PACKAGES),
        *(font.stem for font in typeface(packages.ensure(), CACHE)),
        sources.key("downhill.lab_backend", ALL),
        sources.key("downhill.labs", _execute.__name__),
        sources.key("downhill.labs", _run.__name__),
    ]
    return sha256("\n".join(found).encode()).hexdigest()[:24]


def expand(path: Path) -> dict[str, Any]:
    """The notebook with its sections in place, as a reader downloads it."""
    notebook = _read(path)
    if not notebook["metadata"].get("description"):
        remedy = 'add "description": "..." to the notebook\'s metadata'
        raise Problem(path, None, "has no description", remedy)
    for number, cell in enumerate(notebook["cells"], 1):
        source, line = cell["source"], _line(path, cell)
        if cell.get("outputs") or cell.get("execution_count"):
            what = f"cell {number} holds an output"
            raise Problem(path, line, what, "clear all outputs, then save")
        page = Page(path, "", {}, "", "\n" * (line - 1) + source)
        found = shown(page, SNIPPETS)
        if found and cell["cell_type"] != "code":
            what = f"cell {number} shows a section in its text"
            raise Problem(path, line, what, "make it a cell of code")
        cell["source"] = "\n".join(map(_expanded, source.split("\n")))
    if not notebook["cells"] or not notebook["cells"][0]["source"].startswith("# "):
        what = "has no title"
        raise Problem(path, None, what, "begin the first cell with `# Title`")
    return notebook


def _read(path: Path) -> dict[str, Any]:
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


def _expanded(line: str) -> str:
    """A line of a cell, or the section that it shows; sections.shown has checked it."""
    match = SHOWN.match(line)
    target = TARGET.match(match["target"]) if match else None
    if match is None or target is None:
        return line
    module = SNIPPETS / target["path"]
    start = sections(module)[target["section"]]
    inside = []
    for below in module.read_text(encoding="utf-8").splitlines()[start:]:
        marker = MARKER.match(below)
        if marker and marker.groups() == ("end", target["section"]):
            break
        if not marker:
            inside.append(below)
    code = textwrap.dedent("\n".join(inside)).strip("\n")
    return textwrap.indent(code, match["indent"])


def _execute(path: Path, notebook: dict[str, Any], limit: int) -> dict[str, Any]:
    """The notebook with its outputs, run in a process and a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="downhill-") as folder:
        source, target = Path(folder, "source"), Path(folder, "target")
        work, home = Path(folder, "work"), Path(folder, "home")
        work.mkdir()
        home.mkdir()
        source.write_text(json.dumps(notebook), encoding="utf-8")
        arguments = [str(source), str(target), str(work), str(limit)]
        done = subprocess.run(
            [sys.executable, "-m", "downhill.labs", *arguments],
            cwd=ROOT,
            capture_output=True,
            text=True,
            env={
                **os.environ,
                **dict.fromkeys(
                    ("HOME", "USERPROFILE"), str(home)
                ),  # no one's settings
                "MPLBACKEND": "module://downhill.lab_backend",
                "MPLCONFIGDIR": str(CACHE / "matplotlib"),
                "PYTHONHASHSEED": "0",
                "PYTHONPATH": str(ROOT),
            },
        )
        if (fault := Path(folder, FAULT)).is_file():
            raise _fault(path, notebook, **json.loads(fault.read_text("utf-8")))
        if done.returncode:
            said = done.stderr.strip().splitlines()[-1:]
            what = f"does not run (exit status {done.returncode}): {''.join(said)}"
            raise Problem(path, None, what, "run it in Jupyter to see more")
        if left := sorted(file.name for file in work.iterdir()):
            what = f"leaves behind: {', '.join(left)}"
            raise Problem(path, None, what, "a cell writes no file")
        executed: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return executed


def _run(source: Path, target: Path, work: Path, limit: int) -> None:
    """What the process does: execute with mkdocs-jupyter's converter, write the result."""
    from mkdocs_jupyter.nbconvert2 import get_nbconvert_app
    from nbclient.exceptions import (
        CellExecutionError,
        CellTimeoutError,
        DeadKernelError,
    )
    from nbconvert.preprocessors import ExecutePreprocessor
    from nbformat.notebooknode import from_dict

    now = 0

    def note(cell: Any, cell_index: int) -> None:
        nonlocal now
        now = cell_index

    config = get_nbconvert_app(execute=True, allow_errors=False).config
    settings = {
        "timeout": limit,
        "on_cell_start": note,
        "force_raise_errors": True,  # a tag does not excuse a cell
        "skip_cells_with_tag": "",
        "coalesce_streams": True,  # how often a kernel sends what is printed is chance
        "store_widget_state": False,
        "record_timing": False,
        "shutdown_kernel": "immediate",
    }
    runner: Any = ExecutePreprocessor(  # type: ignore[no-untyped-call]
        **{**config.ExecutePreprocessor, **settings}
    )
    notebook: Any = from_dict(  # type: ignore[no-untyped-call]
        json.loads(source.read_text(encoding="utf-8"))
    )
    language = dict(notebook.metadata.get("language_info", {}))
    row = 1
    try:
        runner.preprocess(notebook, {"metadata": {"path": str(work)}})
    except CellTimeoutError:
        what = f"did not end within {limit} s"
        remedy = "shorten the loop, or give it an end"
    except DeadKernelError:
        what, remedy = "ended the interpreter", "let the cell run to its end"
    except CellExecutionError as error:
        what, remedy = f"{error.ename}: {error.evalue}", "mend the cell"
        plain = re.sub(r"\x1b\[[\d;]*m", "", error.traceback)
        if frame := re.search(r"Cell In\[\d+\], line (\d+)", plain):
            row = int(frame[1])
    else:
        notebook.metadata["language_info"] = language  # Python's patch is no result
        target.write_text(json.dumps(notebook), encoding="utf-8")
        return
    fault = {"index": now, "row": row, "what": what, "remedy": remedy}
    source.with_name(FAULT).write_text(json.dumps(fault), encoding="utf-8")
    sys.exit(1)


def _fault(
    path: Path, notebook: dict[str, Any], index: int, row: int, what: str, remedy: str
) -> Problem:
    """The Problem for a line of a cell's code, with sections in place, as it was run."""
    saved = _read(path)["cells"][index]
    lines = tuple(saved["source"].split("\n"))
    line, code = _line(path, saved), notebook["cells"][index]["source"]
    block = Block(path, line - 1, line + len(lines), "", lines, code=code)
    return Problem(path, block.line_of(row), f"cell {index + 1}: {what}", remedy)


def _page(path: Path, executed: Path) -> Lab:
    """The executed cells as the site's Markdown."""
    notebook = json.loads(executed.read_text(encoding="utf-8"))
    meta = {"description": notebook["metadata"]["description"]}
    parts = [f"---\n{json.dumps(meta, ensure_ascii=False)}\n---"]
    figures: dict[str, Path] = {}
    for number, cell in enumerate(notebook["cells"], 1):
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(text)
        elif text.strip():
            parts.append(_fence("python", text))
            drawn = 0
            for output in cell["outputs"]:
                shown_text, svg = _output(path, number, cell, output)
                if shown_text:
                    parts.append(_fence("output", shown_text))
                if svg:
                    drawn += 1
                    file = f"figure-{len(figures) + 1}.svg"
                    figures[f"{path.stem}/{file}"] = executed.with_name(file)
                    if not executed.with_name(file).is_file():
                        _write(executed.with_name(file), svg)
                    parts.append(_figure(path, number, cell, f"{path.stem}/{file}"))
            if drawn != (1 if cell["metadata"].get("alt") else 0):
                what = f"draws {drawn} figures and describes one"
                remedy = "one figure a cell; end the cell that draws it with plt.show()"
                _refuse(path, number, cell, what, remedy)
    download = f"[Download this lab as a notebook]({path.name}){{ .download }}"
    parts.insert(2, download)
    return Lab(executed, "\n\n".join(parts) + "\n", figures)


def _output(
    path: Path, number: int, cell: dict[str, Any], output: dict[str, Any]
) -> tuple[str, str]:
    """What an output says and what it draws: a text, or an SVG."""
    data = output.get("data", {})
    text = "".join(output.get("text") or data.get("text/plain", "")).rstrip()
    if output.get("name") == "stderr":
        warning = re.search(r"\w+(Warning|Error): .*", text)
        said = warning[0] if warning else text.splitlines()[-1]
        _refuse(path, number, cell, f"warns: {said}", "mend the cell")
    if "image/svg+xml" in data:
        return "", "".join(data["image/svg+xml"])
    if data.keys() - {"text/plain"}:
        what = f"shows {', '.join(sorted(data.keys() - {'text/plain'}))}"
        remedy = "print text, or draw with matplotlib's usual backend and plt.show()"
        _refuse(path, number, cell, what, remedy)
    if address := ADDRESS.search(text):
        what = f"prints an address in memory, `{address[0]}`, which changes at each run"
        _refuse(path, number, cell, what, "give the last line's value a name")
    return text, ""


def _figure(path: Path, number: int, cell: dict[str, Any], name: str) -> str:
    alt, caption = cell["metadata"].get("alt"), cell["metadata"].get("caption")
    if not alt or not caption:
        what = "draws a figure without alternative text or caption"
        remedy = 'add "alt": "..." and "caption": "..." to the cell\'s metadata'
        _refuse(path, number, cell, what, remedy)
    return f"![{alt}]({name})\n/// figure-caption\n{caption}\n///"


def _fence(language: str, text: str) -> str:
    mark = "`" * max([3, *(len(run) + 1 for run in re.findall("`{3,}", text))])
    return f"{mark}{language}\n{text}\n{mark}"


def _refuse(
    path: Path, number: int, cell: dict[str, Any], what: str, remedy: str
) -> NoReturn:
    raise Problem(path, _line(path, cell), f"cell {number} {what}", remedy)


def _line(path: Path, cell: dict[str, Any]) -> int:
    """The line of the notebook's file on which the source of a cell begins."""
    text = path.read_text(encoding="utf-8")
    start = rf'"id":\s*{re.escape(json.dumps(cell["id"]))}.*?"source":\s*\[?\s*'
    found = re.search(start, text, re.DOTALL)
    return text.count("\n", 0, found.end()) + 1 if found else 1


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all, whoever else does the same now."""
    partial = path.with_name(f"{path.name}.{uuid4().hex}")
    partial.write_text(text, encoding="utf-8", newline="\n")
    partial.replace(path)


def _prune(kept: Path) -> None:
    """Delete the executions that no build has asked for in a while."""
    for folder in kept.parent.iterdir():
        if folder != kept and time.time() - folder.stat().st_mtime > KEEP:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    read, write, within, seconds = sys.argv[1:]
    _run(Path(read), Path(write), Path(within), int(seconds))
