"""Execute a lab: a kernel of its own for each, in a folder of its own."""

import logging
import os
import re
import tempfile
from pathlib import Path
from subprocess import DEVNULL
from typing import Any

from downhill import guard
from downhill.document import Block
from downhill.pages import line_of, read_notebook
from downhill.problem import CACHE, ROOT, Problem

MEND = {"PermissionError": "a cell writes no file, starts no process, asks no one"}


def execute(
    path: Path, notebook: dict[str, Any], limit: int, *, earlier: bool = False
) -> dict[str, Any]:
    """Return the notebook with its outputs, run by a kernel in a folder of its own.

    `earlier` is on another day.
    """
    from nbclient.exceptions import (
        CellExecutionError,
        CellTimeoutError,
        DeadKernelError,
    )

    with tempfile.TemporaryDirectory(prefix="downhill-") as folder:
        work, home = Path(folder, "work"), Path(folder, "home")
        matplotlib = CACHE / "matplotlib"
        for needed in (work, home, matplotlib):  # the guard lets none be made
            needed.mkdir(parents=True, exist_ok=True)
        environment = {
            **os.environ,
            **dict.fromkeys(("HOME", "USERPROFILE"), str(home)),  # no one's settings
            "MPLBACKEND": "module://downhill.labs.backend",
            "MPLCONFIGDIR": str(matplotlib),
            "PYTHONHASHSEED": "0",
            "PYTHONPATH": str(ROOT),
            "DOWNHILL_EARLIER": "yes" if earlier else "",
        }
        runner = _runner(notebook, limit)
        now, row = 0, 1
        try:
            with runner.setup_kernel(
                cwd=str(work), env=environment, stdout=DEVNULL, stderr=DEVNULL
            ):
                for now, cell in enumerate(runner.nb.cells):
                    runner.execute_cell(cell, now)
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
        except RuntimeError as error:
            what = f"does not run: {error}"
            raise Problem(path, None, what, "run it in Jupyter to see more") from None
        else:
            if left := sorted(file.name for file in work.iterdir()):
                what = f"leaves behind: {', '.join(left)}"
                raise Problem(path, None, what, "a cell writes no file")
            executed: dict[str, Any] = runner.nb
            return executed
    raise _fault(path, notebook, now, row, what, remedy)


def _runner(notebook: dict[str, Any], limit: int) -> Any:
    """Return what executes the cells with mkdocs-jupyter's settings; imported if a lab is run."""
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from mkdocs_jupyter.nbconvert2 import get_nbconvert_app
    from nbconvert.preprocessors import ExecutePreprocessor
    from nbformat.notebooknode import from_dict

    # Of a cell that is cut off, by its limit or by Ctrl-C, nothing more is said.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    config = get_nbconvert_app(execute=True, allow_errors=False).config
    settings = {
        "timeout": limit,
        "extra_arguments": [
            f"--IPKernelApp.extra_extensions={guard.__name__}",
            "--InteractiveShell.xmode=Plain",  # of a traceback, its lines are read
        ],
        "force_raise_errors": True,  # a tag does not excuse a cell
        "skip_cells_with_tag": "",
        "coalesce_streams": True,  # how often a kernel sends what is printed is chance
        "store_widget_state": False,
        "record_timing": False,
        "shutdown_kernel": "immediate",
    }
    runner = ExecutePreprocessor(**{**config.ExecutePreprocessor, **settings})
    runner.nb = from_dict(notebook)  # type: ignore[no-untyped-call]
    this_python = KernelSpecManager(kernel_dirs=[])  # whatever kernels a home has
    runner.km = AsyncKernelManager(kernel_spec_manager=this_python)
    return runner


def _fault(
    path: Path, notebook: dict[str, Any], index: int, row: int, what: str, remedy: str
) -> Problem:
    """Return the Problem for a line of a cell's code, with sections in place, as it was run."""
    saved = read_notebook(path)["cells"][index]
    lines = tuple(saved["source"].split("\n"))
    line, code = line_of(path, saved), notebook["cells"][index]["source"]
    block = Block(path, line - 1, line + len(lines), "", lines, code=code)
    return Problem(path, block.line_of(row), f"cell {index + 1}: {what}", remedy)
