"""A copy of the project, for tests that change it and run its commands."""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from downhill import packages
from downhill.problem import ROOT

FOLDERS = (".github", "docs", "downhill", "snippets", "tests", "theme")
FILES = (
    "conftest.py",
    "mkdocs.yml",
    "package.json",
    "package-lock.json",
    "requirements.txt",
)
# What would cost seconds to make again.
CACHES = (
    "assets",
    "documents",
    "equations",
    "exercises",
    "figures",
    "fonts",
    "highlight",
    "labs",
    "maths",
    "matplotlib",
)
MYPY = ROOT / ".cache" / "mypy"  # NumPy's types are read once for all
PASSING = shutil.ignore_patterns("*.pyc", "*_by_a_test.*")


def copy(to: Path) -> Path:
    """The project at `to`, with what it has in its caches and packages."""
    for name in FOLDERS:
        shutil.copytree(ROOT / name, to / name, ignore=PASSING)
    for name in (*FILES, "pyproject.toml"):
        shutil.copy(ROOT / name, to)
    (to / ".cache").mkdir()
    for name in CACHES:
        cached, mine = ROOT / ".cache" / name, to / ".cache" / name
        if cached.is_dir():
            shutil.copytree(cached, mine, copy_function=_if_there)
        else:
            _if_there(str(cached), str(mine))
    (to / "node_modules").symlink_to(packages.ensure(), target_is_directory=True)
    return to


def _if_there(source: str, target: str) -> None:
    """What another process is writing into a cache may have its last name by now."""
    with suppress(FileNotFoundError):
        shutil.copy2(source, target)


def run(project: Path, *arguments: str) -> tuple[int, str]:
    """Return the exit status of `python -m ...` there, and what it says."""
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=project,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    return done.returncode, done.stdout


def _environment() -> dict[str, str]:
    mine = ("PYTEST_", "COV_", "COVERAGE_", "PYTHONDONTWRITEBYTECODE")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(mine)}
    return {**kept, "NO_MKDOCS_2_WARNING": "1", "COLUMNS": "200"}
