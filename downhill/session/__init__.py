"""Run a page as its reader would: one fresh interpreter, block after block."""

import difflib
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from downhill import runner
from downhill.document import Block
from downhill.problem import CACHE, Problem

RUNNER = Path(runner.__file__)
LIMIT = 10.0  # seconds a block may take
# The modules of numpy and matplotlib, and of what they require.
IMPORTABLE = (
    *(
        "numpy",
        "matplotlib",
        "mpl_toolkits",
        "pylab",
        "contourpy",
        "cycler",
        "dateutil",
    ),
    *("fontTools", "kiwisolver", "packaging", "PIL", "pillow", "pyparsing", "tzdata"),
)


@dataclass(frozen=True)
class Result:
    """What a block did: its whole output as the page must show it, and how it failed."""

    output: str
    error: str | None  # the exception's type
    last: str  # the traceback's last line
    line: int  # of the page, where it failed
    left: list[str]  # files
    seconds: float

    def remedy(self, otherwise: str) -> str:
        """Return what to do about its error: a name that a module knows may be unknown here."""
        if self.error != "NameError":
            return otherwise
        return "import or define it in a block above: a reader has what the page shows"


class Session:
    """A reader's interpreter in an empty folder. Use as a context manager, or `close` it.

    `earlier` is on another day.
    """

    def __init__(self, limit: float = LIMIT, *, earlier: bool = False) -> None:
        self.limit = limit
        self.read = 0  # of its stderr
        self.folder = tempfile.TemporaryDirectory(prefix="downhill-")
        self.errors = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115
        home = Path(self.folder.name) / "home"
        home.mkdir()
        variables = dict.fromkeys(
            ("HOME", "TMPDIR", "TEMP", "TMP", "USERPROFILE"), str(home)
        )
        self.process = subprocess.Popen(
            [sys.executable, "-I", str(RUNNER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            encoding="utf-8",
            cwd=home,
            env={
                **os.environ,
                **variables,
                "MPLBACKEND": "agg",
                "MPLCONFIGDIR": str(CACHE / "matplotlib"),
                "PYTHONHASHSEED": "0",
            },
        )
        self._send({"allowed": IMPORTABLE, "limit": limit, "earlier": earlier})

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the interpreter and remove its folder."""
        self.process.kill()
        self.process.communicate()
        self.errors.close()
        self.folder.cleanup()

    def run(self, block: Block, *, copy: bool = False) -> Result:
        """Run one block; a Problem if the interpreter did not live through it.

        What it does to a `copy` of the names is forgotten when it ends.
        """
        name = f"<block on line {block.line}>"
        guard = threading.Timer(self.limit + 5, self.process.kill)
        guard.start()
        try:
            blocks = [{"code": block.code, "name": name}]
            flags = {"copy": copy, "evaluate": False, "show": False}
            self._send({"page": "", "blocks": blocks, **flags})
            answer = json.loads(self._receive() or "null")
        except OSError:
            answer = None
        finally:
            guard.cancel()
        if answer is None:
            raise self._died(block, name)
        if said := self._said() + answer["errors"].splitlines():
            what = f"writes past `print`: {said[-1]}"
            raise Problem(
                block.path, block.line, what, "print what a reader should see"
            )
        error = answer["error"] or {"type": None, "last": "", "places": []}
        lines = [line for file, line in error["places"] if file == name]
        printed = answer["output"]
        if odd := re.search("[\ud800-\udfff]", printed):
            what = f"prints U+{ord(odd[0]):04X}, which is no character"
            raise Problem(block.path, block.line, what, "print what a page can hold")
        if not printed.strip():  # what nobody sees is no output
            printed = ""
        elif not printed.endswith("\n"):
            printed += "\n"
        return Result(
            output=printed + (error["last"] + "\n" if error["type"] else ""),
            error=error["type"],
            last=error["last"],
            line=block.line_of(lines[-1] or 1) if lines else block.line,
            left=answer["left"],
            seconds=answer["seconds"],
        )

    def _send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()

    def _receive(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def _said(self) -> list[str]:
        """Return what came since last time on stderr, where all goes that is not printed."""
        self.errors.seek(self.read)
        lines = self.errors.read().splitlines()
        self.read = self.errors.tell()
        return [line for line in lines if "building the font cache" not in line]

    def _died(self, block: Block, name: str) -> Problem:
        status = self.process.wait()
        said = "\n".join(self._said())
        if "Timeout" not in said:
            what = f"the block ended the interpreter (exit status {status})"
            return Problem(block.path, block.line, what, "let the block run to its end")
        place = re.search(re.escape(f'File "{name}", line ') + r"(\d+)", said)
        line = block.line_of(int(place[1])) if place else block.line
        what = f"the block did not end within {self.limit:g} s"
        return Problem(block.path, line, what, "shorten the loop, or give it an end")


def check(block: Block, result: Result) -> None:
    """Raise a Problem unless the block did what its page says."""
    shown = block.output.code if block.output else ""
    where = block.output.line if block.output else block.line
    if result.error and result.error != block.raises:
        remedy = 'mend it; if it is meant to fail: ```{.python data-raises="..."}'
        raise Problem(block.path, result.line, result.last, result.remedy(remedy))
    if block.raises and not result.error:
        what = f"should raise {block.raises} and raises nothing"
        raise Problem(block.path, block.line, what, "correct `data-raises`")
    if result.left:
        what = f"leaves behind: {', '.join(result.left)}"
        raise Problem(block.path, block.line, what, "a block writes no file")
    if result.output and block.output is None:
        what = f"prints, and the page shows no output:\n{result.output}"
        raise Problem(block.path, block.line, what, "run `make outputs`")
    if _lines(result.output) != _lines(shown):
        diff = difflib.unified_diff(
            _lines(shown), _lines(result.output), "shown", "printed", lineterm=""
        )
        what = "the page shows what the block does not print:\n" + "\n".join(diff)
        raise Problem(block.path, where, what, "mend the code, or run `make outputs`")


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().splitlines()]
