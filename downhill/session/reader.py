"""A reader's interpreter: runs the blocks of one page, in order, as `python -I reader.py`.

It knows nothing of this project. It reads one JSON request a line and answers with one JSON
line: first the settings, then a block each. numpy, matplotlib and what they require can be
imported, nothing else that is installed here.
"""

import contextlib
import copy
import faulthandler
import importlib.abc
import io
import json
import linecache
import os
import runpy
import sys
import time
import traceback
import types
import warnings
from pathlib import Path
from typing import Any

guarded = runpy.run_path(str(Path(__file__).parents[1] / "guard.py"))["guarded"]
set_back = runpy.run_path(str(Path(__file__).parents[1] / "clock.py"))["set_back"]
HOME, MATPLOTLIB = str(Path.cwd()), os.environ.get("MPLCONFIGDIR")


class OnlyWhatReadersHave(importlib.abc.MetaPathFinder):
    """Refuses every installed module that is not allowed."""

    def __init__(self, allowed: list[str]) -> None:
        self.allowed = {*allowed, *sys.stdlib_module_names}

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        top = name.partition(".")[0]
        if top not in self.allowed and not top.startswith("_sysconfigdata"):
            raise ModuleNotFoundError(
                f"No module named {name!r} (a reader has numpy and matplotlib)",
                name=name,
            )


def copied(names: dict[str, Any]) -> dict[str, Any]:
    """The names of a page, to be changed without changing them there.

    Data is copied, and what the page's functions call is found among the copies, as in
    the page's own Python (downhill/runtime).
    """
    copies: dict[str, Any] = {}
    for name, value in names.items():
        copies[name] = value
        if isinstance(value, types.FunctionType) and value.__globals__ is names:
            inner = (value.__name__, value.__defaults__, value.__closure__)
            copies[name] = types.FunctionType(value.__code__, copies, *inner)
            copies[name].__kwdefaults__ = value.__kwdefaults__
        elif not name.startswith("__") and not isinstance(value, type):
            with contextlib.suppress(Exception):  # a module, an open file
                copies[name] = copy.deepcopy(value)
    return copies


def run(
    code: str, name: str, namespace: dict[str, Any], limit: float
) -> dict[str, Any]:
    """Run one block; what it printed, how it ended, what it left behind, in seconds."""
    linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
    printed = io.StringIO()
    error: dict[str, Any] | None = None
    started = time.perf_counter()
    faulthandler.dump_traceback_later(limit, exit=True)
    try:
        with contextlib.redirect_stdout(printed), guarded(HOME, MATPLOTLIB):
            exec(compile(code, name, "exec", dont_inherit=True), namespace)
    except BaseException as raised:  # SystemExit too: a block may not end the page
        frames = traceback.extract_tb(raised.__traceback__)
        lines = [f.lineno for f in frames if f.filename == name]
        if isinstance(raised, SyntaxError) and raised.filename == name:
            lines.append(raised.lineno)
        last = traceback.format_exception_only(raised)[-1].strip()
        error = {"type": type(raised).__name__, "last": last, "lines": lines}
    finally:
        faulthandler.cancel_dump_traceback_later()
    return {
        "printed": printed.getvalue(),
        "error": error,
        "left": sorted(path.name for path in Path().iterdir()),
        "seconds": time.perf_counter() - started,
    }


def main() -> None:
    requests, answers = sys.stdin, os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what bypasses sys.stdout must not garble the answers
    settings = json.loads(requests.readline())
    sys.stdin = io.StringIO()
    sys.meta_path.insert(0, OnlyWhatReadersHave(settings["allowed"]))
    warnings.simplefilter("error")
    if settings["earlier"]:
        set_back()
    page = sys.modules["__main__"] = types.ModuleType("__main__")
    for line in requests:
        block = json.loads(line)
        names = copied(vars(page)) if block.get("copy") else vars(page)
        answer = run(block["code"], block["name"], names, settings["limit"])
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
