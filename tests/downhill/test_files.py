"""A cache is pruned of what no build asks for, whoever else writes into it now."""

import os
import time
from pathlib import Path

from downhill.files import KEEP, prune, write_whole


def aged(path: Path, seconds: float) -> Path:
    os.utime(path, (time.time() - seconds,) * 2)
    return path


def test_what_is_old_goes_files_and_folders(tmp_path: Path) -> None:
    for name in ("old", "new", "asked"):
        write_whole(tmp_path / f"{name}.txt", "text")
        write_whole(tmp_path / name / "in.txt", "text")
        for path in (tmp_path / name, tmp_path / f"{name}.txt"):
            aged(path, 60 if name == "new" else KEEP + 60)
    asked = [tmp_path / "asked", tmp_path / "asked.txt"]
    prune(tmp_path, asked)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"new", "new.txt", "asked", "asked.txt"}
    assert all(time.time() - path.stat().st_mtime < 60 for path in asked)


def test_what_is_gone_meanwhile_is_no_fault(tmp_path: Path) -> None:
    """As another build's file that has its last name by now; here a link to nothing."""
    for name in ("gone", "asked"):
        (tmp_path / name).symlink_to(tmp_path / "nowhere")
    write_whole(tmp_path / "old", "text")
    aged(tmp_path / "old", KEEP + 60)
    prune(tmp_path, [tmp_path / "asked"])
    assert not (tmp_path / "old").exists()
