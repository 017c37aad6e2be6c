"""Mutants: what is changed, which survive, and what is said about them."""

import subprocess
from pathlib import Path

import pytest

pytest.importorskip("resource", reason="mutants run in forks, which Windows lacks")

from downhill import mutate
from downhill.mutants import Mutant, mutants
from downhill.problem import SNIPPETS, Problem
from tests import project

SHOWN = '''"""An area."""

# --8<-- [start:area]
def area(a: float, b: float | None = None) -> float:
    """a - b in a docstring stays."""
{body}


# --8<-- [end:area]
def unshown(a: float) -> float:
    return a - 1
'''


def changes(tmp_path: Path, *body: str) -> dict[str, str]:
    """What becomes of a function: the changed line, by what it was."""
    module = tmp_path / "area.py"
    module.write_text(SHOWN.format(body="\n".join(f"    {line}" for line in body)))
    found = mutants(module)
    for mutant in found:
        compile(mutant.source, module, "exec")
        assert mutant.function == "area"
        assert mutant.line == 4 or mutant.was in body[mutant.line - 6]
    return {mutant.now: mutant.was for mutant in found}


@pytest.mark.parametrize(
    ("line", "now"),
    [
        ("return a - b", "return a + b"),  # a sign
        ("return -a", "return +a"),
        ("return a + b", "return a"),  # a term dropped
        ("return a + b", "return b"),
        ("return a * (a + b)", "return a * (b)"),
        ("return 2 * a", "return 3 * a"),  # a constant
        ("return a**3", "return a**4"),
        ("return a**3", "return a * 3"),
        ("return a**3", "return a"),
        ("return f(a, b)", "return f(b, a)"),  # arguments swapped, left out
        ("return f(a, b)", "return f(b)"),
        ("return a / b", "return b / a"),
        ("return a < b", "return a <= b"),  # a comparison
        ("return max(a, b)", "return min(a, b)"),
        ("a += b", "a = b"),
    ],
)
def test_a_change_is_made(tmp_path: Path, line: str, now: str) -> None:
    assert changes(tmp_path, line)[now] == line


def test_the_default_of_an_argument_is_changed_and_no_type() -> None:
    default = mutants(SNIPPETS / "one_variable" / "the_derivative.py")
    assert ("h: float = 1e-20,", "h: float = 1.0,") in {(m.was, m.now) for m in default}
    assert not [m for m in default if "def " in m.was or "Callable" in m.was]


@pytest.mark.parametrize("line", ["return (a - b)**2", "return abs(a - b)"])
def test_a_sign_that_is_lost_is_not_changed(tmp_path: Path, line: str) -> None:
    assert line.replace("a - b", "b - a") not in changes(tmp_path, line)


def test_what_stands_in_no_section_is_not_changed() -> None:
    assert mutants(SNIPPETS / "index.py") == []


LISTED = """[["{module}.py"]]
in = "area"
was = "return 3 * a"
now = "return 4 * a"
why = "planted"

"""


def planted(tmp_path: Path, tests: dict[str, str], listed: str = "") -> tuple[int, str]:
    """`downhill.mutate` on a function with each of these tests: its status, what it said."""
    copy = project.copy(tmp_path / "copy")
    body = SHOWN.format(body="    return 3 * a").replace("b: ", "_: ")
    for name, test in tests.items():
        (copy / "snippets" / f"{name}.py").write_text(body)
        file = copy / "tests" / f"test_{name}.py"
        file.write_text(
            f"from snippets.{name} import area\n\n\ndef test() -> None:\n    {test}"
        )
    (copy / "tests" / "equivalent-mutants.toml").write_text(listed)
    return project.run(
        copy, "downhill.mutate", *(f"snippets/{name}.py" for name in tests)
    )


def test_a_survivor_is_told_unless_listed_and_what_is_listed_survives(
    tmp_path: Path,
) -> None:
    weak, strong = "assert area(1.5) > 4", "assert area(2) == 6"
    listed = "".join(LISTED.format(module=name) for name in ("excused", "seen"))
    tests = {"excused": weak, "seen": strong, "weak": weak}
    status, said = planted(tmp_path, tests, listed)
    assert status == 1
    assert "snippets/excused.py: 4 mutants, survivors: 0, equivalent: 1;" in said
    assert "snippets/weak.py: 4 mutants, survivors: 1, equivalent: 0;" in said
    assert (
        "snippets/weak.py:6: no test sees `return 3 * a` become `return 4 * a`" in said
    )
    assert "remedy: state in tests/test_weak.py a value that tells them apart" in said
    assert said.count("no test sees") == 1
    assert (
        "tests/equivalent-mutants.toml: seen.py: `return 3 * a` -> `return 4 * a`"
        in said
    )
    assert said.count("does not survive") == 1


def test_tests_that_fail_by_themselves_say_nothing(tmp_path: Path) -> None:
    status, said = planted(tmp_path, {"area": "assert area(1.0) == 4.0"})
    assert status == 1
    assert "tests/test_area.py: fails without any mutant" in said


def test_a_mutant_that_does_not_end_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    module = SNIPPETS / "start" / "notation.py"
    endless = module.read_text().replace(
        "return total_loss", "while y.size: pass\n    return total_loss"
    )
    monkeypatch.setattr(mutate, "CPU_SECONDS", 2)
    assert not mutate.survives(Mutant(module, "mean_loss", 21, "", "", endless))
    assert mutate.survives(Mutant(module, "mean_loss", 21, "", "", module.read_text()))


def test_when_the_time_is_up_it_says_what_is_left(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (line,) = mutate.check([SNIPPETS / "start" / "notation.py"], seconds=0.0)
    assert "0 mutants, survivors: 0" in line
    assert "not tried: 20" in line


def test_each_listed_mutant_is_made() -> None:
    made = {mutate.key(m) for module in mutate.modules() for m in mutants(module)}
    listed = mutate.equivalent()
    assert set(listed) <= made
    assert len(listed) < len(made) / 30  # the tests, not the list


def test_a_listed_mutant_has_a_reason(tmp_path: Path) -> None:
    file = tmp_path / "equivalent.toml"
    file.write_text(LISTED.format(module="area").replace("planted", " "))
    with pytest.raises(Problem, match="`return 3 \\* a` in area has no reason"):
        mutate.equivalent(file)


def test_the_changed_modules_are_those_that_differ_or_whose_tests_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@a.example")
        command = ["git", *who, "-c", "commit.gpgsign=false", *arguments]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)

    monkeypatch.setattr(mutate, "ROOT", tmp_path)
    monkeypatch.setattr(mutate, "SNIPPETS", tmp_path / "snippets")
    for name in "abc":
        for file in (f"snippets/{name}.py", f"tests/test_{name}.py"):
            (tmp_path / file).parent.mkdir(exist_ok=True)
            (tmp_path / file).write_text("")
    git("init", "--initial-branch=main")
    git("add", ".")
    git("commit", "--message=one")
    assert mutate.changed() is None, "there is nothing to compare with"
    (tmp_path / "snippets" / "a.py").write_text("x = 1\n")
    git("commit", "--all", "--message=two")
    (tmp_path / "tests" / "test_b.py").write_text("x = 1\n")
    (tmp_path / "snippets" / "new.py").write_text("")
    changed = mutate.changed()
    assert [path.stem for path in changed or []] == ["a", "b", "new"]
