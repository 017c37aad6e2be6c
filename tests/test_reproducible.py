"""The same sources give the same site, byte for byte, wherever and whenever it is built."""

import hashlib
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.project import copy

# One core and another day, for Python code that asks.
MACHINE = """
import datetime, os

class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.datetime.fromtimestamp(super().now().timestamp() + 4e7, tz)

os.cpu_count = lambda: 1
datetime.datetime = Later
"""
HERE = {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1", "OMP_NUM_THREADS": "1"}
THERE = {
    "TZ": "Asia/Kathmandu",
    "LC_ALL": "C.UTF-8",
    "PYTHONHASHSEED": "4242",
    "OMP_NUM_THREADS": "4",
    "OPENBLAS_NUM_THREADS": "4",
    "SOURCE_DATE_EPOCH": "1000000000",
}


def build(project: Path, umask: int, environment: dict[str, str]) -> dict[str, str]:
    """Builds the site there: the sha256 of each of its files."""
    mine = ("PYTEST_", "COV_", "COVERAGE_", "SOURCE_DATE_EPOCH")
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(mine)}
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q"],
        cwd=project,
        env={**inherited, "NO_MKDOCS_2_WARNING": "1", **environment},
        umask=umask,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    site = project / "site"
    return {
        file.relative_to(site).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(site.rglob("*"))
        if file.is_file()
    }


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A build with all that the caches hold."""
    project = copy(tmp_path_factory.mktemp("here") / "a")
    return project, build(project, 0o022, HERE)


def test_two_builds_are_the_same(
    here: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    """The second from nothing: folder, machine, day, zone, locale, hashes, threads differ."""
    project = copy(tmp_path / "elsewhere" / "a longer name")
    shutil.rmtree(project / ".cache")
    path = tmp_path / "machine"
    path.mkdir()
    (path / "sitecustomize.py").write_text(MACHINE, encoding="utf-8")
    again = build(project, 0o077, {**THERE, "PYTHONPATH": str(path)})
    assert list((project / ".cache" / "figures").glob("*.svg")), "drawn there"
    first = here[1]
    assert first.keys() == again.keys()
    others = [name for name in first if first[name] != again[name]]
    more = "of a figure, `python -m downhill figures --again` says more"
    assert not others, f"another at each build: {', '.join(others)}; {more}"


def test_the_day_is_in_no_file(here: tuple[Path, dict[str, str]]) -> None:
    today = datetime.now(UTC).date().isoformat().encode()
    files = [file for file in (here[0] / "site").rglob("*") if file.is_file()]
    assert [file.name for file in files if today in file.read_bytes()] == []
