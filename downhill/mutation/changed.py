"""Which modules a change touches, by what git says."""

import subprocess
from pathlib import Path

from downhill.chapters import test_of_module
from downhill.mutation.trial import pages_of
from downhill.problem import ROOT, SNIPPETS


def git(*arguments: str) -> str:
    """What a command prints; "" if it fails, or if there is no git or no repository."""
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=ROOT, capture_output=True, encoding="utf-8"
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def modules() -> list[Path]:
    """All of them."""
    return sorted(SNIPPETS.rglob("*.py"))


def base() -> str:
    """The commit to compare with: where the branch left main; on main, the one before.

    "" if there is none, as in a clone of depth 1.
    """
    fork = git("merge-base", "HEAD", "origin/main")
    if fork in ("", git("rev-parse", "HEAD")):
        return git("rev-parse", "--verify", "--quiet", "HEAD~1")
    return fork


def changed(since: str) -> list[Path]:
    """The modules that differ from that commit, or whose test or pages do."""
    names = set(git("diff", "--name-only", since).splitlines())
    names |= set(git("ls-files", "--others", "--exclude-standard").splitlines())
    touched = {ROOT / name for name in names}
    return [module for module in modules() if touched & set(_files(module))]


def _files(module: Path) -> list[Path]:
    return [module, test_of_module(module), *(page.path for page in pages_of(module))]
