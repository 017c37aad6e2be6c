"""What tests of several folders share: the site, built once."""

import subprocess
import sys
from pathlib import Path

import pytest

from downhill.packages import alone
from downhill.problem import ROOT


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of the built site, by the command that a contributor types.

    The first worker that asks builds it, the others wait. It is only to be read.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    folder, built = shared / "site", shared / "site-is-built"
    with alone(shared / "site.lock"):
        if not built.exists():
            command = [sys.executable, "-m", "mkdocs", "build", "--site-dir"]
            done = subprocess.run(
                [*command, str(folder)], cwd=ROOT, capture_output=True, text=True
            )
            if done.returncode:
                pytest.fail(
                    f"the site is not built\n{done.stderr}{done.stdout}", pytrace=False
                )
            built.touch()
    return folder
