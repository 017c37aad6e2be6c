"""In CI a test that is skipped fails; elsewhere it says why it is skipped."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from downhill.problem import ROOT

PLANTED = """
import pytest

@pytest.mark.skipif(True, reason="no browser")
def test_marked():
    pass

def test_at_work():
    pytest.skip("no Python for the browser")

def test_what_may_lack():
    pytest.skip("zensical is not installed: pip install zensical")
"""


@pytest.mark.parametrize(
    ("ci", "status", "said"),
    [
        ("true", 1, "1 failed, 1 skipped, 1 error"),
        ("", 0, "3 skipped"),
    ],
)
def test_what_did_not_run_has_not_passed(
    tmp_path: Path, ci: str, status: int, said: str
) -> None:
    planted = tmp_path / "test_planted.py"
    planted.write_text(PLANTED, encoding="utf-8")
    options = ("-p", "conftest", "-c", "pyproject.toml", "-n0", "--no-cov", "-q")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(planted)],
        cwd=ROOT,
        env={**os.environ, "CI": ci},
        capture_output=True,
        text=True,
    )
    assert said in done.stdout, done.stdout + done.stderr
    assert done.returncode == status
    assert ("no browser, which CI must run" in done.stdout) == (ci == "true")
