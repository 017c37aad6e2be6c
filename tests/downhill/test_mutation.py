"""Mutation: who survives, what is said of it, and what a run may not keep silent about."""

import shutil
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("resource", reason="mutants run in forks, which Windows lacks")

from downhill import chapters
from downhill.mutation import changed, trial
from downhill.mutation.trial import Fate
from downhill.problem import SNIPPETS
from tests import project
from tests.downhill.test_mutants import ENTRY, SHOWN

NOTATION = SNIPPETS / "start" / "notation.py"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project.copy(tmp_path_factory.mktemp("mutation") / "copy")


def planted(
    copy: Path, tests: dict[str, str], listed: str = "", *options: str
) -> tuple[int, str]:
    """The command on a function 3 * a with each of these tests: its status, what it said."""
    body = SHOWN.format(body="    return 3 * a").replace("b: ", "_: ")
    for name, test in tests.items():
        (copy / "snippets" / f"{name}.py").write_text(body)
        test = f"from snippets.{name} import area\n\n\ndef test() -> None:\n    {test}"
        (copy / "tests" / f"test_{name}.py").write_text(test)
    (copy / "tests" / "equivalent-mutants.toml").write_text(listed)
    modules = (f"snippets/{name}.py" for name in tests)
    return project.run(copy, "downhill.mutation", *modules, *options)


def entry(module: str, now: str = "return 4 * a") -> str:
    return ENTRY.replace("area.py", module).replace("return 4 * a", now)


def test_a_survivor_is_told_unless_listed_and_what_is_listed_survives(
    copy: Path,
) -> None:
    weak, strong = "assert area(1.5) > 4", "assert area(2) == 6"
    tests = {"excused": weak, "seen": strong, "weak": weak}
    listed = entry("excused.py") + entry("seen.py") + entry("weak.py", "return 9 * a")
    status, said = planted(copy, tests, listed)
    assert status == 1
    assert "snippets/excused.py: 5 mutants: equivalent 1, seen by a test 4" in said
    assert "snippets/weak.py: 5 mutants: alive 1, seen by a test 4" in said
    assert "15 of 15 mutants tried in " in said
    assert (
        "snippets/weak.py:6: no test and no output sees this change to `area`:\n"
        "  - return 3 * a\n"
        "  + return 4 * a\n"
        "  remedy: state in tests/test_weak.py a value that tells them apart"
    ) in said
    assert said.count("no test and no output") == 1
    assert "tests/equivalent-mutants.toml:7: `return 3 * a` -> `return 4 * a`" in said
    assert "in area of seen.py is not equivalent: it is seen by a test" in said
    assert "tests/equivalent-mutants.toml:13: `return 3 * a` -> `return 9 * a`" in said
    assert "in area of weak.py is no mutant\n  remedy: delete the entry" in said


def test_tests_that_fail_by_themselves_say_nothing(copy: Path) -> None:
    status, said = planted(copy, {"area": "assert area(1.0) == 4.0"})
    assert status == 1
    assert "tests/test_area.py: fails without any mutant" in said


def test_when_no_mutant_was_tried_it_is_no_success(copy: Path) -> None:
    status, said = planted(copy, {"area": "assert area(2) == 6"}, "", "--seconds=0")
    assert status == 1
    assert "snippets/area.py: 5 mutants: not tried 5" in said
    assert "0 of 5 mutants tried" in said
    assert "the time was up before the first trial\n  remedy: " in said


def test_a_module_that_is_not_there(copy: Path) -> None:
    status, said = project.run(copy, "downhill.mutation", "snippets/nothing.py")
    assert status == 1
    assert "snippets/nothing.py: is no module of snippets/" in said


def test_an_output_sees_what_no_test_sees(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "_tests", lambda mutant: True)
    whole = trial.unchanged(NOTATION)
    assert trial.trial(whole) is Fate.ALIVE
    seen = replace(whole, source=whole.source.replace("y_hat - y", "y_hat + y"))
    assert seen != whole
    assert trial.trial(seen) is Fate.SEEN_BY_AN_OUTPUT


def test_a_mutant_that_does_not_end_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "CPU_SECONDS", 2)
    whole = trial.unchanged(NOTATION)
    endless = "while y.size: pass\n    return total_loss"
    source = whole.source.replace("return total_loss", endless)
    started = time.monotonic()
    assert trial.trial(replace(whole, source=source)) is Fate.WITHOUT_END
    assert time.monotonic() - started < 60.0
    assert trial.trial(whole) is Fate.ALIVE


def test_a_mutant_that_ends_the_interpreter_is_seen() -> None:
    whole = trial.unchanged(NOTATION)
    leaves = "import os; os._exit(0)\n    return total_loss"
    source = whole.source.replace("return total_loss", leaves)
    assert trial.trial(replace(whole, source=source)) is Fate.SEEN_BY_A_TEST


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
def test_the_changed_modules_are_those_that_differ_or_whose_tests_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@a.example")
        command = ["git", *who, "-c", "commit.gpgsign=false", *arguments]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)

    for module in (changed, chapters):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    for module in (changed, chapters):
        monkeypatch.setattr(module, "SNIPPETS", tmp_path / "snippets")
    monkeypatch.setattr(changed, "pages_of", lambda module: [])
    for name in "abc":
        for file in (f"snippets/{name}.py", f"tests/test_{name}.py"):
            (tmp_path / file).parent.mkdir(exist_ok=True)
            (tmp_path / file).write_text("")
    assert changed.base() == "", "there is no repository"
    git("init", "--initial-branch=main")
    git("add", ".")
    git("commit", "--message=one")
    assert changed.base() == "", "there is nothing to compare with"
    (tmp_path / "snippets" / "a.py").write_text("x = 1\n")
    git("commit", "--all", "--message=two")
    (tmp_path / "tests" / "test_b.py").write_text("x = 1\n")
    (tmp_path / "snippets" / "new.py").write_text("")
    found = changed.changed(changed.base())
    assert [path.stem for path in found] == ["a", "b", "new"]


def test_a_page_that_changes_touches_its_module() -> None:
    pages = [page.path.name for page in trial.pages_of(NOTATION)]
    assert pages == ["notation.md"]
    assert trial.pages_of(NOTATION)[0].path in changed._files(NOTATION)
