"""The same sources give the same site, byte for byte, wherever and whenever it is built."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from downhill.problem import ROOT
from tests.project import copy

# One core, and a clock that is a year behind, for Python code that asks.
MACHINE = f"""
import os, runpy

os.cpu_count = lambda: 1
runpy.run_path({str(ROOT / "downhill" / "clock.py")!r})["set_back"]()
"""
# Each with another value for a tester who has the first.
THERE = {
    "TZ": ("Nowhere-5:47", "UTC"),
    "LC_ALL": ("C", "C.UTF-8"),
    "PYTHONHASHSEED": ("4242", "1"),
    "OMP_NUM_THREADS": ("1", "4"),
    "OPENBLAS_NUM_THREADS": ("1", "4"),
    "SOURCE_DATE_EPOCH": ("1000000000", "0"),
}


def files(site: Path) -> dict[str, bytes]:
    return {
        file.relative_to(site).as_posix(): file.read_bytes()
        for file in sorted(site.rglob("*"))
        if file.is_file()
    }


def test_two_builds_are_the_same(built_site: Path, tmp_path: Path) -> None:
    """Folder, machine, day, dates of files, zone, locale, hashes, threads, umask differ.

    The second is made from nothing.
    """
    project = copy(tmp_path / "elsewhere" / "a longer name")
    shutil.rmtree(project / ".cache")
    (project / ".cache").mkdir()
    for file in project.rglob("*"):
        os.utime(file, (1e9, 1e9), follow_symlinks=False)
    (project / "sitecustomize.py").write_text(MACHINE, encoding="utf-8")
    mine = ("PYTEST_", "COV_", "COVERAGE_")
    here = {k: v for k, v in os.environ.items() if not k.startswith(mine)}
    there = {k: b if here.get(k) == a else a for k, (a, b) in THERE.items()}
    there |= {"PYTHONPATH": str(project), "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q"],
        cwd=project,
        env={**here, **there},
        umask=0o077 if built_site.stat().st_mode & 0o077 else 0o022,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert list((project / ".cache" / "figures").glob("*.svg")), "drawn there"
    first, again = files(built_site), files(project / "site")
    assert first.keys() == again.keys()
    others = [name for name in first if first[name] != again[name]]
    assert not others, f"another at each build: {', '.join(others)}"
