"""The workflow gives nothing away: zizmor, without the network, has nothing to report."""

import subprocess
import sys
from pathlib import Path

from downhill.problem import ROOT

TOOL = Path(sys.executable).with_name("zizmor")


def audit(folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        [str(TOOL), "--offline", "--no-progress", str(folder)],
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_workflow_is_safe() -> None:
    status, said = audit(ROOT / ".github" / "workflows")
    assert status == 0, said
