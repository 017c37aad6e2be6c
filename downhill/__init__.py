"""The machinery of the site: plain functions that the build, the tests and the commands share.

Whoever imports it runs in the environment that requirements.txt describes, or is told.
"""

import re
import sys
from pathlib import Path

LOCK = Path(__file__).parent.parent / "requirements.txt"
PIN = re.compile(r"([\w.-]+)(?:\[.*\])?==(\S+) \\$")  # not what only some systems have


def check_environment(lock: Path = LOCK) -> None:
    """Exit, with the remedy, where Python is too old or a locked package is not here."""
    if sys.version_info < (3, 11, 5):
        said = f"Python {sys.version.split()[0]} is older than 3.11.5"
        sys.exit(
            f"{lock.name}: {said}\n  remedy: make the environment with a newer one"
        )
    folders = filter(Path.is_dir, map(Path, sys.path))
    there = {path.name.lower() for folder in folders for path in folder.iterdir()}
    for number, line in enumerate(lock.read_text(encoding="utf-8").splitlines(), 1):
        if pin := PIN.match(line):
            name = re.sub(r"[-.]+", "_", pin[1])
            if f"{name}-{pin[2]}.dist-info" not in there:
                said = f"{lock.name}:{number}: {pin[1]} {pin[2]} is not installed here"
                sys.exit(f"{said}\n  remedy: pip install -r requirements.txt")


check_environment()
