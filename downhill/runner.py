"""Runs the blocks of a page: one namespace a page, which all its blocks share.

The same file in the browser, where theme/assets/run/worker.js calls `answer`, and in the tests,
where downhill/session starts it as `python -I runner.py`. Only the standard library.
"""

import ast
import copy
import faulthandler
import importlib.abc
import io
import json
import linecache
import math
import os
import runpy
import sys
import time
import traceback
import types
import warnings
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

Tell = Callable[[str, str], None]  # a kind ("stdout", "stderr", "figure") and its text

PAUSE = 0.04  # seconds between two pieces of output
MOST = 200_000  # characters of output that a block may print

tell: Tell = lambda kind, text: None  # noqa: E731  the asker's, while its code runs
pages: dict[str, "Page"] = {}


class Page:
    """A page's `__main__`, and what its blocks say, for its tracebacks."""

    def __init__(self) -> None:
        self.main = types.ModuleType("__main__")
        self.sources: dict[str, str] = {}

    @property
    def namespace(self) -> dict[str, Any]:
        return vars(self.main)

    def copied(self) -> "Page":
        """Return a page like this one that can be changed: data is copied, functions see the copy."""
        new = Page()
        new.sources = dict(self.sources)
        seen: dict[int, Any] = {}
        for name, value in self.namespace.items():
            new.namespace[name] = _copied(value, self.namespace, new.namespace, seen)
        return new


def _copied(
    value: Any, old: dict[str, Any], new: dict[str, Any], seen: dict[int, Any]
) -> Any:
    if isinstance(value, types.FunctionType) and value.__globals__ is old:
        made = types.FunctionType(
            value.__code__, new, value.__name__, value.__defaults__, value.__closure__
        )
        made.__kwdefaults__ = value.__kwdefaults__
        made.__dict__.update(value.__dict__)
        made.__doc__, made.__qualname__ = value.__doc__, value.__qualname__
        return made
    if isinstance(value, types.ModuleType | type):
        return value
    try:
        return copy.deepcopy(value, seen)
    except Exception:  # what cannot be copied is shared
        return value


class Stream(io.TextIOBase):
    """Tells what is printed: whole lines, and those that follow at once as one."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.all: list[str] = []
        self.waiting: list[str] = []
        self.length = 0
        self.told = -math.inf  # so the first line is told at once

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self.length <= MOST:
            shown = text[: MOST - self.length]
            self.length += len(text)
            if full := self.length > MOST:
                shown += f"\n[more than {MOST} characters: the rest is not shown]\n"
            self.all.append(shown)
            self.waiting.append(shown)
            if full or ("\n" in text and time.monotonic() - self.told > PAUSE):
                self.flush()
        return len(text)

    def flush(self) -> None:
        if self.waiting:
            tell(self.kind, "".join(self.waiting))
            self.waiting.clear()
        self.told = time.monotonic()


def answer(request: str, to: Tell) -> str:
    """Run what is asked for; the result as JSON. See theme/assets/run/session.js."""
    global tell
    asked = json.loads(request)
    page = pages.setdefault(asked["page"], Page())
    if asked["copy"]:
        page = page.copied()
    tell = to
    out, err = Stream("stdout"), Stream("stderr")
    value: Any = None
    error: dict[str, Any] | None = None
    sys.modules["__main__"] = page.main
    formatted, warnings.formatwarning = warnings.formatwarning, _warned
    try:
        with redirect_stdout(out), redirect_stderr(err):
            for block in asked["blocks"]:
                value, error = _run(page, block["name"], block["code"], asked)
                if error:
                    break
    finally:
        warnings.formatwarning = formatted
        out.flush()
        err.flush()
        tell = lambda kind, text: None  # noqa: E731
    return json.dumps(
        {
            "output": "".join(out.all),
            "error": error,
            "value": _plain(value),
        }
    )


def _run(
    page: Page, name: str, code: str, asked: dict[str, Any]
) -> tuple[Any, dict[str, Any] | None]:
    """Return the value of a last expression if it is asked for, and what was raised.

    It is printed if that is asked for, as in a notebook; what matplotlib returns is not.
    """
    value_too, show = asked["evaluate"], asked["show"]
    page.sources[name] = code
    for each, text in page.sources.items():
        linecache.cache[each] = (len(text), None, text.splitlines(True), each)
    try:
        tree = ast.parse(code, name)
        end = tree.body[-1] if (value_too or show) and tree.body else None
        last = ast.Expression(end.value) if isinstance(end, ast.Expr) else None
        if last:
            tree.body.pop()
        exec(compile(tree, name, "exec", dont_inherit=True), page.namespace)
        value = last and eval(
            compile(last, name, "eval", dont_inherit=True), page.namespace
        )
        if show and value is not None and not _drawn(value):
            print(repr(value))
        _show_figures()
    except BaseException as raised:  # SystemExit too: a block may not end the session
        return None, _told(raised, page)
    return value, None


def _drawn(value: Any) -> bool:
    one = value[0] if isinstance(value, list | tuple) and value else value
    return type(one).__module__.startswith("matplotlib.")


def _warned(
    message: Any, category: Any, filename: str, lineno: int, line: Any = None
) -> str:
    """Return a warning as the page shows it: its place where that is the reader's."""
    if not filename.startswith("<"):
        return f"{category.__name__}: {message}\n"
    shown = linecache.getline(filename, lineno).strip()
    said = f"{filename}:{lineno}: {category.__name__}: {message}\n"
    return f"{said}  {shown}\n" if shown else said


def _remedy(raised: BaseException) -> str | None:
    """Return one sentence for what goes elsewhere and not in a page."""
    if isinstance(raised, ModuleNotFoundError):
        return "This site carries numpy and matplotlib; no other package is here."
    if isinstance(raised, EOFError):
        return "Nobody can answer while a block runs: write the value into the code."
    if isinstance(raised, SyntaxError):
        if (raised.text or "").lstrip().startswith(("%", "!")):
            return (
                "A line with % or ! is for notebooks: leave it out, figures show here."
            )
        if "await" in raised.msg or "async" in raised.msg:
            return "A block runs from its top to its end: there is nothing to await."
    return None


def _show_figures() -> None:
    if backend := sys.modules.get("downhill.runtime.backend"):
        backend.show()


def _told(raised: BaseException, page: Page) -> dict[str, Any]:
    """Return an exception as the page shows it: the reader's lines alone, as Python writes them."""
    last = traceback.format_exception_only(raised)[-1].strip()
    if remedy := _remedy(raised):
        raised.__notes__ = [remedy]
    whole = traceback.TracebackException.from_exception(raised)
    _only_the_readers(whole, page, set())
    places = [[frame.filename, frame.lineno] for frame in whole.stack]
    if isinstance(raised, SyntaxError) and raised.filename in page.sources:
        places.append([str(raised.filename), raised.lineno])
    name, line = places[-1] if places else ("", None)
    return {
        "type": type(raised).__name__,
        "message": str(raised),
        "last": last,
        "text": "".join(whole.format()),
        "name": name,
        "line": line,
        "places": places,  # of all the readers' lines that led to it
    }


def _only_the_readers(
    told: traceback.TracebackException, page: Page, seen: set[int]
) -> None:
    if id(told) in seen:
        return
    seen.add(id(told))
    told.stack = traceback.StackSummary.from_list(
        [frame for frame in told.stack if frame.filename in page.sources]
    )
    for other in (told.__cause__, told.__context__):
        if other:
            _only_the_readers(other, page, seen)


def _plain(value: Any) -> Any:
    """Return a value as JSON can say it, else its repr."""
    simple = value.tolist() if hasattr(value, "tolist") else value
    try:
        return json.loads(json.dumps(simple, allow_nan=False))
    except (TypeError, ValueError):
        return repr(value)


class OnlyWhatReadersHave(importlib.abc.MetaPathFinder):
    """Refuses every installed module that is not allowed."""

    def __init__(self, allowed: list[str]) -> None:
        self.allowed = {*allowed, *sys.stdlib_module_names}

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        top = name.partition(".")[0]
        if top not in self.allowed and not top.startswith("_sysconfigdata"):
            what = f"No module named {name!r} (a reader has numpy and matplotlib)"
            raise ModuleNotFoundError(what, name=name)


def main() -> None:
    """Answer each line of stdin, a request as JSON, with a line; the first are settings.

    Added is what a block wrote to stderr, what it left in its folder, and its seconds.
    """
    guarded = runpy.run_path(str(Path(__file__).with_name("guard.py")))["guarded"]
    home, matplotlib = str(Path.cwd()), os.environ.get("MPLCONFIGDIR")
    requests, answers = sys.stdin, os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what bypasses sys.stdout must not garble the answers
    settings = json.loads(requests.readline())
    sys.stdin = io.StringIO()
    sys.meta_path.insert(0, OnlyWhatReadersHave(settings["allowed"]))
    warnings.simplefilter("error")
    if settings["earlier"]:
        clock = Path(__file__).with_name("clock.py")
        runpy.run_path(str(clock))["set_back"]()
    told: list[tuple[str, str]] = []
    for request in requests:
        started = time.perf_counter()
        told.clear()
        faulthandler.dump_traceback_later(settings["limit"], exit=True)
        with guarded(home, matplotlib):
            said = json.loads(answer(request, lambda *each: told.append(each)))
        faulthandler.cancel_dump_traceback_later()
        said["errors"] = "".join(text for kind, text in told if kind == "stderr")
        said["left"] = sorted(path.name for path in Path(home).iterdir())
        said["seconds"] = time.perf_counter() - started
        answers.write(json.dumps(said) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
