"""The code's own form: formatted, linted, typed."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter

import pytest

from downhill.problem import ROOT


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "format", "--check", "--diff"],
        ["ruff", "check"],
        ["mypy"],
    ],
    ids=" ".join,
)
def test_code_is_in_order(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_import_runs_in_a_circle() -> None:
    """Neither when a module is loaded nor later, within a function."""
    files = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts): path
        for path in (ROOT / "downhill").rglob("*.py")
    }
    names = {name.removesuffix(".__init__"): path for name, path in files.items()}
    imports: dict[str, set[str]] = {}
    for name, path in names.items():
        imports[name] = set()
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.ImportFrom) and node.module in names:
                inner = {f"{node.module}.{each.name}" for each in node.names}
                imports[name] |= inner & names.keys() or {node.module}
    TopologicalSorter(imports).prepare()
