"""Which modules a change touches, by what git says."""

import subprocess
from pathlib import Path

from downhill.mutation.trial import pages_of, test_of
from downhill.problem import ROOT, SNIPPETS


def modules() -> list[Path]:
    """All of them."""
    return sorted(SNIPPETS.rglob("*.py"))


def base() -> str:
    """The commit to compare with: where the branch left main; on main, the one before.

    "" if there is none, as in a clone of depth 1.
    """
    fork = _git("merge-base", "HEAD", "origin/main")
    if fork in ("", _git("rev-parse", "HEAD")):
        return _git("rev-parse", "--verify", "--quiet", "HEAD~1")
    return fork


def changed(since: str) -> list[Path]:
    """The modules that differ from that commit, or whose test or pages do."""
    names = set(_git("diff", "--name-only", since).splitlines())
    names |= set(_git("ls-files", "--others", "--exclude-standard").splitlines())
    touched = {ROOT / name for name in names}
    return [module for module in modules() if touched & set(_files(module))]


def _files(module: Path) -> list[Path]:
    return [module, test_of(module), *(page.path for page in pages_of(module))]


def _git(*arguments: str) -> str:
    try:
        command = ["git", *arguments]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    except OSError:  # there is no git
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
