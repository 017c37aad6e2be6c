"""Execute a lab: `python -m downhill.labs.run`, a process and a folder for each."""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from downhill.labs import guarding
from downhill.labs.notebook import line_of, read
from downhill.pages.blocks import Block
from downhill.problem import CACHE, ROOT, Problem

FAULT = "fault.json"  # what the process leaves if a cell fails
MEND = {"PermissionError": "a cell writes no file, starts no process, asks no one"}


def execute(path: Path, notebook: dict[str, Any], limit: int) -> dict[str, Any]:
    """The notebook with its outputs, run in a process and a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="downhill-") as folder:
        source, target = Path(folder, "source"), Path(folder, "target")
        work, home = Path(folder, "work"), Path(folder, "home")
        matplotlib = CACHE / "matplotlib"
        for needed in (work, home, matplotlib):  # the guard lets none be made
            needed.mkdir(parents=True, exist_ok=True)
        source.write_text(json.dumps(notebook), encoding="utf-8")
        arguments = [str(source), str(target), str(work), str(limit)]
        done = subprocess.run(
            [sys.executable, "-m", "downhill.labs.run", *arguments],
            cwd=ROOT,
            capture_output=True,
            text=True,
            env={
                **os.environ,
                **dict.fromkeys(
                    ("HOME", "USERPROFILE"), str(home)
                ),  # no one's settings
                "MPLBACKEND": f"module://{guarding.BACKEND}",
                "MPLCONFIGDIR": str(matplotlib),
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
        "extra_arguments": [f"--IPKernelApp.extra_extensions={guarding.__name__}"],
        "force_raise_errors": True,  # a tag does not excuse a cell
        "skip_cells_with_tag": "",
        "coalesce_streams": True,  # how often a kernel sends what is printed is chance
        "store_widget_state": False,
        "record_timing": False,
        "shutdown_kernel": "immediate",
    }
    runner = ExecutePreprocessor(**{**config.ExecutePreprocessor, **settings})
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
        what = f"{error.ename}: {error.evalue}"
        remedy = MEND.get(error.ename, "mend the cell")
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
    saved = read(path)["cells"][index]
    lines = tuple(saved["source"].split("\n"))
    line, code = line_of(path, saved), notebook["cells"][index]["source"]
    block = Block(path, line - 1, line + len(lines), "", lines, code=code)
    return Problem(path, block.line_of(row), f"cell {index + 1}: {what}", remedy)


if __name__ == "__main__":
    source, target, work, limit = sys.argv[1:]
    _run(Path(source), Path(target), Path(work), int(limit))
