"""Which modules a change touches, by what git says."""

from pathlib import Path

from downhill import git
from downhill.chapters import test_of_module
from downhill.mutation.trial import pages_of
from downhill.problem import ROOT, SNIPPETS


def modules() -> list[Path]:
    """All of them."""
    return sorted(SNIPPETS.rglob("*.py"))


def base() -> str:
    """The commit to compare with: where the branch left main; on main, the one before.

    "" if there is none, as in a clone of depth 1.
    """
    fork = git.said("merge-base", "HEAD", "origin/main")
    if fork in ("", git.said("rev-parse", "HEAD")):
        return git.said("rev-parse", "--verify", "--quiet", "HEAD~1")
    return fork


def changed(since: str) -> list[Path]:
    """The modules that differ from that commit, or whose test or pages do."""
    names = set(git.said("diff", "--name-only", since).splitlines())
    names |= set(git.said("ls-files", "--others", "--exclude-standard").splitlines())
    touched = {ROOT / name for name in names}
    return [module for module in modules() if touched & set(_files(module))]


def _files(module: Path) -> list[Path]:
    return [module, test_of_module(module), *(page.path for page in pages_of(module))]
