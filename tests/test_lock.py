"""The lock installs everywhere: it names each extra, and a variant for each system."""

import json
from importlib.metadata import requires
from itertools import product
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import downhill
from downhill.problem import ROOT, Faults, Problem, raise_all

LOCK = ROOT / "requirements.txt"
SYSTEMS = [("linux", "x64"), ("darwin", "arm64"), ("win32", "x64")]


def check_extras(lock: Path) -> None:
    """Raise Problem where the lock drops an extra that a locked package asks for.

    pip would look for `coverage[toml]` anew, and refuse what it finds without a hash.
    """
    lines = enumerate(lock.read_text("utf-8").splitlines(), 1)
    pinned = {
        (found := Requirement(line.removesuffix("\\"))).name: (number, found)
        for number, line in lines
        if line[:1].isalpha()
    }
    faults = Faults()
    for name, (_, package) in pinned.items():
        if package.marker and not package.marker.evaluate():
            continue  # not installed here
        for wanted in map(Requirement, requires(name) or []):
            asked = [{"extra": extra} for extra in ("", *package.extras)]
            if wanted.marker and not any(map(wanted.marker.evaluate, asked)):
                continue
            line, there = pinned[wanted.name.lower().replace("_", "-")]
            for extra in wanted.extras - there.extras:
                with faults.noted():
                    what = (
                        f"{name} needs {wanted.name}[{extra}], the lock drops [{extra}]"
                    )
                    raise Problem(lock, line, what, "make lock")
    raise_all(faults)


def test_each_extra_is_locked() -> None:
    check_extras(LOCK)


@pytest.mark.parametrize("pin", ["mkdocs==0.1", "no-such-package==1.0"])
def test_what_is_not_as_locked_is_named(pin: str, tmp_path: Path) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text(f"# Made by make lock\n{pin} \\\n    --hash=sha256:0\n", "utf-8")
    name, _, version = pin.partition("==")
    with pytest.raises(SystemExit, match=f"txt:2: {name} {version} is not installed"):
        downhill.check_environment(lock)


def test_a_python_that_is_too_old_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.version_info", (3, 11, 4))
    with pytest.raises(SystemExit, match=r"is older than 3.11.5\n  remedy: "):
        downhill.check_environment()


def test_npm_has_what_each_system_needs() -> None:
    """A package for one system is optional, and its parent has one for each of ours."""
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    bound = {name: found for name, found in packages.items() if "os" in found}
    assert all(found.get("optional") for found in bound.values())
    for parent, system in product(packages.values(), SYSTEMS):
        options = [
            f"node_modules/{name}" for name in parent.get("optionalDependencies", ())
        ]
        if native := [bound[name] for name in options if name in bound]:
            assert any(
                system[0] in found["os"] and system[1] in found["cpu"]
                for found in native
            ), f"{options[0]} and its like: none for {system}"
