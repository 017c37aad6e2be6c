"""The workflow gives nothing away: zizmor, without the network, has nothing to report."""

import re
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


def test_a_fault_in_a_workflow_is_seen(tmp_path: Path) -> None:
    text = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    planted = re.sub("actions/checkout@[0-9a-f]{40}", "actions/checkout@v5", text)
    planted += '      - run: echo "${{ github.event.pull_request.title }}"\n'
    assert planted != text
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    (folder / "ci.yml").write_text(planted, encoding="utf-8")
    status, said = audit(folder)
    assert status != 0
    assert "template-injection" in said
    assert "unpinned-uses" in said
