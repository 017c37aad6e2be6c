"""Where the files of a chapter are: its page, its module and its test have one name."""

import posixpath
from pathlib import Path

from downhill.problem import ROOT, SNIPPETS


def test_of(address: str) -> str:
    """The test file of a chapter, relative to the project."""
    folder, name = posixpath.split(address.replace("-", "_"))
    return posixpath.join("tests", folder, f"test_{name}.py")


def address_of(module: str) -> str:
    """The address of the page whose module this is, such as "snippets.start.notation"."""
    return module.replace("_", "-").replace(".", "/").removeprefix("snippets/")


def test_of_module(module: Path) -> Path:
    """The test file of a module of snippets/, both as paths."""
    return ROOT / test_of(module.relative_to(SNIPPETS).with_suffix("").as_posix())
