"""The code's own form: formatted, linted, typed."""

import subprocess
import sys

import pytest

from downhill.problem import ROOT


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "format", "--check", "--diff"],
        ["ruff", "check"],
        ["mypy"],
    ],
    ids=" ".join,
)
def test_code_is_in_order(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
