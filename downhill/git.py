"""What git says of the project."""

import subprocess

from downhill.problem import ROOT


def said(*arguments: str) -> str:
    """What a command prints; "" if it fails, or if there is no git or no repository."""
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=ROOT, capture_output=True, encoding="utf-8"
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
