"""Mutants: which changes are made to which functions."""

from pathlib import Path

import pytest

from downhill.mutation import equivalent
from downhill.mutation.changed import modules
from downhill.mutation.mutants import mutants
from downhill.problem import SNIPPETS, Problem

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
        assert mutant.was in body[mutant.line - 6]
    return {mutant.now: mutant.was for mutant in found}


@pytest.mark.parametrize(
    ("line", "now"),
    [
        ("return a - b", "return a + b"),  # a sign
        ("return -a", "return a"),
        ("return (a + b) * 2", "return (a - b) * 2"),
        ("a += b", "a -= b"),
        ("return a + b", "return a"),  # a term dropped
        ("return a + b", "return b"),
        ("return a - b", "return -b"),
        ("return a * (a + b)", "return a * (b)"),
        ("return (a + b) * 2 * b", "return (a + b) * b"),
        ("return 2 * a", "return 3 * a"),  # a constant
        ("return 2 * a", "return 1 * a"),
        ("return a * 0.5", "return a * 1.5"),
        ("return a * 0.5", "return a * 1.0"),
        ("return a**3", "return a**4"),
        ("return a**3", "return a * 3"),
        ("return a**3", "return a"),
        ('raise ValueError("b")', 'raise ValueError("XXb")'),
        ('raise ValueError(f"b {a}")', 'raise ValueError(f"XXb {a}")'),
        ("return f(a, b)", "return f(b, a)"),  # arguments swapped, left out
        ("return f(a, b, 1)", "return f(a, 1, b)"),
        ("return f(a, b)", "return f(a)"),
        ("return f(a=a, b=b)", "return f(b=b)"),
        ("return f(a=a)", "return f()"),
        ("return a / b", "return b / a"),
        ("return a / b - a * b", "return (a * b) - (a / b)"),
        ("return a @ b", "return b @ a"),
        ("return a < b", "return a <= b"),  # a comparison, a boundary
        ("return a < b", "return a >= b"),
        ("return a == b", "return a != b"),
        ("return a is None", "return a is not None"),
        ("return a and b", "return a or b"),
        ("return not a", "return a"),
        ("return a if b else 0", "return 0 if b else a"),
        ("for _ in range(a): pass", "for _ in range(a + 1): pass"),
        ("for _ in range(1, a): pass", "for _ in range(1, a + 1): pass"),
        ("return max(a, b)", "return min(a, b)"),  # a function
        ("return abs(a - b) * 2", "return (a - b) * 2"),
        ("return np.mean(a)", "return np.sum(a)"),
        ("a += b", "pass"),  # a statement
        ("raise ValueError", "pass"),
        ("f(a)", "pass"),
    ],
)
def test_a_change_is_made(tmp_path: Path, line: str, now: str) -> None:
    assert changes(tmp_path, line)[now] == line


@pytest.mark.parametrize(
    ("line", "now"),
    [
        ("return (a - b)**2", "return (b - a)**2"),  # the sign is lost
        ("return abs(a - b)", "return abs(b - a)"),
        ("return max(a, b)", "return max(b, a)"),  # the order is
        ("return float(a)", "return a"),  # the value is the same
        ("c: float = a", "c: int = a"),
    ],
)
def test_what_changes_nothing_is_not_changed(
    tmp_path: Path, line: str, now: str
) -> None:
    assert now not in changes(tmp_path, line)


def test_the_default_of_an_argument_is_changed_and_no_type() -> None:
    default = mutants(SNIPPETS / "one_variable" / "the_derivative.py")
    assert ("h: float = 1e-20,", "h: float = 1.0,") in {(m.was, m.now) for m in default}
    assert not [m for m in default if "def " in m.was or "Callable" in m.was]


def test_a_pattern_keeps_its_parentheses(tmp_path: Path) -> None:
    found = changes(tmp_path, "match a, b:", "    case (0, b):", "        return b")
    assert "    case (1, b):" in found or "case (1, b):" in found, found


def test_what_stands_in_no_section_is_not_changed() -> None:
    assert mutants(SNIPPETS / "index.py") == []


def test_each_listed_mutant_is_made_and_each_key_is_of_one() -> None:
    made = [equivalent.key(m) for module in modules() for m in mutants(module)]
    listed = equivalent.read()
    assert set(listed) <= set(made)
    assert len(made) == len(set(made))
    assert len(listed) < len(made) / 30  # the tests, not the list


ENTRY = """[[mutant]]
module = "area.py"
function = "area"
was = "return 3 * a"
now = "return 4 * a"
why = "planted"
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ENTRY.replace("planted", " "), r"list.toml:1: .*`return 4 \* a`.* no reason"),
        (f"{ENTRY}\n{ENTRY}", "list.toml:8: .* is listed twice"),
        (ENTRY.replace('"area"', "area"), "list.toml: .*line 3"),
    ],
)
def test_a_list_that_cannot_be_right(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "list.toml"
    file.write_text(text)
    with pytest.raises(Problem, match=said):
        equivalent.read(file)
