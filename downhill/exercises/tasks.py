"""Tasks in code: the starting block, its checks, two wrong answers, and the solution.

They are fences of one exercise, marked `data-apart="start"`, "check" and "wrong"; the
solution is the unmarked block below the start. All run on a copy of the page's session as
it is above the start, by the same checker as in the page (theme/assets/exercise).
"""

import json
from bisect import bisect
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from downhill.document import Block, Document
from downhill.problem import ROOT, Problem
from downhill.session import Result, Session

ROLES = ("start", "check", "wrong")
CHECKER = ROOT / "theme" / "assets" / "exercise" / "checks.js"


@dataclass
class Task:
    """The blocks of one exercise by their role, and what became of the wrong answers."""

    start: Block
    checks: list[Block] = field(default_factory=list)
    wrong: list[Block] = field(default_factory=list)
    solution: list[Block] = field(default_factory=list)
    said: dict[int, str | Problem] = field(default_factory=dict)  # by a block's line

    def named(self) -> list[Block]:
        """Return all but the solution."""
        return [self.start, *self.checks, *self.wrong]


class Tasks:
    """The tasks of a page; `run` is how each of its blocks is run."""

    def __init__(self, document: Document) -> None:
        self.tasks = {
            block.line: task for task in _tasks(document) for block in task.named()
        }

    def run(self, session: Session, block: Block) -> Result:
        """Run a block in its page's session, or what a task makes of it.

        Raises Problem if the starting block passes the checks, if the solution does not, if
        a wrong answer does, or gets the hint of another one.
        """
        if block.task is None:
            return session.run(block)
        task = self.tasks[block.line]
        if block == task.start:
            try:
                _run(session, task)
            except Problem as problem:
                task.said = dict.fromkeys((b.line for b in task.named()), problem)
        said = task.said[block.line]
        if isinstance(said, Problem):
            raise said
        return Result(said, None, "", block.line, [], 0.0)


def _tasks(document: Document) -> list[Task]:
    """Put the blocks of each exercise together; a Problem if one of them is missing."""
    exercises = [each for each in document.headings if each.level <= 3]
    starts = [each.line for each in exercises]
    found: dict[int, Task] = {}
    for block in document.python:
        place = bisect(starts, block.line) - 1
        task = found.get(place)
        if block.task is None:
            if task:
                task.solution.append(block)
            continue
        if block.task not in ROLES:
            what = f"`{block.task}` is no part of a task"
            raise Problem(block.path, block.line, what, f"use {', '.join(ROLES)}")
        if place < 0 or not exercises[place].given:
            what, remedy = "a task that belongs to no exercise", "{#exercise-1}"
            remedy = f"put it below a heading with {remedy}"
            raise Problem(block.path, block.line, what, remedy)
        if (task is None) != (block.task == "start"):
            what = (
                "a second start" if task else f"a `{block.task}` without a start above"
            )
            remedy = (
                "an exercise has one block with `data-apart=start`, before the others"
            )
            raise Problem(block.path, block.line, what, remedy)
        if task is None:
            found[place] = Task(block)
        else:
            {"check": task.checks, "wrong": task.wrong}[block.task].append(block)
    for task in found.values():
        for many, what, remedy in (
            (len(task.checks) >= 1, "no check", "add one with `data-apart=check`"),
            (
                len(task.wrong) >= 2,
                "fewer than two wrong answers",
                "add what people do",
            ),
            (len(task.solution) >= 1, "no solution", "add its block, unmarked"),
        ):
            if not many:
                what = f"a task with {what}"
                raise Problem(task.start.path, task.start.line, what, remedy)
    return list(found.values())


def _run(session: Session, task: Task) -> None:
    """Try the start, the solution and each wrong answer on the session as it is now."""
    checks = [block.code for block in task.checks]

    def fails(block: Block, what: str, remedy: str) -> tuple[str | Problem, str]:
        outcome = _outcome(session, block, block.code, checks)
        return _failing(block, outcome, what, remedy), outcome["hint"]

    what = "the starting block passes every check"
    said, _ = fails(task.start, what, "leave more open in it")
    task.said[task.start.line] = said if isinstance(said, Problem) else ""
    solution = "\n".join(block.code for block in task.solution)
    solved = _outcome(session, task.solution[-1], solution, checks)
    for block in task.checks:
        task.said[block.line] = _passing(block, solved, task.solution[0].line)
    hints: dict[str, int] = {}
    for block in task.wrong:
        what = "the checks pass this wrong answer"
        said, hint = fails(block, what, "add a check that it fails, with a hint")
        if hint in hints:
            what = f"gets the hint of the wrong answer on line {hints[hint]}"
            remedy = "add a check that tells them apart, with a hint of its own"
            said = Problem(block.path, block.line, what, remedy)
        hints.setdefault(hint, block.line)
        task.said[block.line] = said


def _passing(block: Block, outcome: dict[str, Any], solution: int) -> str | Problem:
    """Return nothing if the solution passes what there is to pass."""
    failed = outcome["hint"] if outcome["raised"] is None else outcome["raised"]
    what = f"the solution does not pass the checks: {failed}"
    remedy = f"mend the check, or the solution on line {solution}"
    if not outcome["total"]:
        what, remedy = "a check that asserts nothing", 'write `assert ..., "hint"`'
    elif outcome["passed"] == outcome["total"]:
        return ""
    return Problem(block.path, block.line, what, remedy)


def _failing(
    block: Block, outcome: dict[str, Any], what: str, remedy: str
) -> str | Problem:
    """Return what a reader is told of an answer that has to fail, by a check with a hint."""
    if outcome["raised"]:
        what = f"ends in {outcome['raised']}, and no check has answered"
        remedy = "let it give a value, so that a check can say what is wrong"
        return Problem(block.path, block.line, what, remedy)
    if outcome["hint"] is None:
        return Problem(block.path, block.line, what, remedy)
    if not outcome["hint"]:
        what, remedy = "fails a check without a hint", 'write `assert ..., "hint"`'
        return Problem(block.path, block.line, what, remedy)
    counted = f"{outcome['passed']} of {outcome['total']} checks pass."
    return f"{counted} {outcome['hint']}\n"


def _outcome(
    session: Session, block: Block, answer: str, checks: list[str]
) -> dict[str, Any]:
    """Return {passed, total, hint, raised}, as in the page."""
    code = f"{_checker()}\n_check({answer!r}, {checks!r})"
    result = session.run(replace(block, code=code), copy=True)
    if result.error:  # of a check that cannot be read
        remedy = "mend the checks of this task"
        raise Problem(block.path, block.line, result.last, remedy)
    found: dict[str, Any] = json.loads(result.output)
    return found


@cache
def _checker() -> str:
    """Return the Python between the backticks of checks.js."""
    return CHECKER.read_text(encoding="utf-8").split("`")[1]
