"""Faults are told together, each once, with its place and its remedy."""

import pytest

from downhill.problem import LISTED, Faults, Problem, raise_all


def problem(line: int) -> Problem:
    return Problem("page.md", line, f"fault {line}", f"mend {line}")


def said(problems: list[Problem]) -> str:
    with pytest.raises(Problem) as caught:
        raise_all(problems)
    return str(caught.value)


def test_work_goes_on_after_a_fault_and_all_are_said() -> None:
    faults = Faults()
    for line in (1, 2, 3):
        with faults.noted():
            raise problem(line)
    raise_all([])
    assert said(faults[:1]) == "page.md:1: fault 1\n  remedy: mend 1"
    assert said(faults) == (
        "page.md:1: fault 1\n  remedy: mend 1\n"
        "page.md:2: fault 2\n  remedy: mend 2\n"
        "page.md:3: fault 3\n  remedy: mend 3\n  (3 in all)"
    )


def test_those_that_were_told_together_are_told_with_others_as_if_alone() -> None:
    faults = Faults([problem(1)])
    with faults.noted():
        raise_all([problem(2), problem(3)])
    assert said(faults) == said([problem(1), problem(2), problem(3)])


def test_what_is_no_problem_is_raised() -> None:
    with pytest.raises(ZeroDivisionError), Faults().noted():
        _ = 1 / 0


def test_a_report_does_not_run_on() -> None:
    long = said([problem(line) for line in range(1, LISTED + 5)])
    assert long.count("remedy: ") == LISTED
    assert long.endswith(f"({LISTED + 4} in all)")
