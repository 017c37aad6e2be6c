"""What the README and the contributing page say about the project is so."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from downhill.problem import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
TEXTS = {
    name: (ROOT / name).read_text(encoding="utf-8")
    for name in ("README.md", "docs/contributing.md", ".ci/run")
}
GUIDES = ("README.md", "docs/contributing.md")
LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")


def recipe(target: str) -> list[str]:
    """The commands of a target, as they are typed in an active environment."""
    found = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
    assert found, target
    return [line.strip().replace("$(BIN)/", "") for line in found[1].splitlines()]


@pytest.mark.parametrize("name", TEXTS)
def test_each_target_that_is_named_exists(name: str) -> None:
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", TEXTS[name], re.MULTILINE))
    assert named, name
    assert named <= TARGETS


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_help_lists_each_target_with_a_word_on_it() -> None:
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True)
    listed = dict(re.findall(r"^  make (\w+) +(\S.*)$", done.stdout, re.MULTILINE))
    assert listed.keys() == TARGETS
    assert "make help" in TEXTS["README.md"]


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_a_python_that_is_too_old_is_refused(tmp_path: Path) -> None:
    """Before anything is installed: what pip says of it names a package."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "requirements.txt").touch()
    old = tmp_path / "old"
    claim = "import sys; sys.version_info = (3, 11, 4); exec(sys.argv[1])"
    old.write_text(f"#!/bin/sh\nexec {sys.executable} -c '{claim}' \"$2\"\n")
    old.chmod(0o755)
    command = ["make", f"PYTHON={old}", "build"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode != 0
    assert "is older than 3.11.5\n  remedy: make PYTHON=" in done.stderr
    assert not (tmp_path / ".venv").exists()


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_what_cannot_be_installed_has_a_remedy(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "requirements.txt").touch()
    there = tmp_path / ".venv" / "bin" / "python"
    there.parent.mkdir(parents=True)
    there.write_text("#!/bin/sh\nexit 1\n")  # a pip without a network
    there.chmod(0o755)
    python = tmp_path / "python"  # makes no other environment
    python.write_text("#!/bin/sh\nexit 0\n")
    python.chmod(0o755)
    command = ["make", f"PYTHON={python}", "build"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode != 0
    assert "remedy: look at the network" in done.stdout
    assert not (tmp_path / ".venv" / "ready").exists()


@pytest.mark.parametrize("name", GUIDES)
def test_the_commands_without_make_are_those_that_make_runs(name: str) -> None:
    blocks = re.findall(r"```bash\n(.*?)```", TEXTS[name], re.DOTALL)
    (lines,) = [block.splitlines() for block in blocks if "-m venv" in block]
    typed = [line.partition("#")[0].strip() for line in lines]
    assert typed[0] == "python -m venv .venv"
    assert "pip install -r requirements.txt" in typed
    assert recipe("serve") + recipe("test") == typed[-2:]


def is_read(folder: Path) -> bool:
    """False for what tools leave behind when its files go, as with another branch."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return any("__pycache__" not in path.parts for path in found)


def folders() -> set[str]:
    """The folders that are there to be read, without those that tools make."""
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    ignored = {line.rstrip("/") for line in lines}
    return {
        f"{path.name}/"
        for path in ROOT.iterdir()
        if path.is_dir()
        and not path.name.startswith(".")
        and path.name not in ignored
        and is_read(path)
    }


@pytest.mark.parametrize(
    ("name", "row"),
    [("README.md", r"^\| `([\w-]+/)` \|"), ("docs/contributing.md", r"^([\w-]+/) +\S")],
)
def test_the_tree_is_the_one_that_is_there(name: str, row: str) -> None:
    assert set(re.findall(row, TEXTS[name], re.MULTILINE)) == folders()


def test_the_files_of_the_example_are_there() -> None:
    named = re.findall(r"^\| `([\w/.-]+\.\w+)` \|", TEXTS["README.md"], re.MULTILINE)
    assert [Path(file).suffix for file in named] == [".md", ".py", ".py"]
    for file in named:
        assert (ROOT / file).is_file(), file


def test_each_link_leads_somewhere() -> None:
    for match in LINK.finditer(TEXTS["README.md"]):
        target = match["target"].partition("#")[0]
        if target.startswith("../../actions/"):  # GitHub's, of any repository
            continue
        assert (ROOT / target).is_file(), target


def test_the_three_trees_are_one() -> None:
    """docs/ is the navigation, snippets/ is docs/, tests/ is snippets/."""
    parts = {path.name for path in (ROOT / "docs").iterdir() if path.is_dir()}
    mirrored = {part.replace("-", "_") for part in parts}
    for name, more in (
        ("snippets", set()),
        ("tests", {"browser", "downhill", "faults", "script"}),
    ):
        there = {path.name for path in (ROOT / name).iterdir() if is_read(path)}
        assert there - more <= mirrored, name
