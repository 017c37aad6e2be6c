"""What a chapter asks of its reader: questions, and an exercise of each kind."""

import re
from collections.abc import Iterator

from downhill.exercises import asking
from downhill.exercises.reading import QUESTION, scan
from downhill.exercises.tasks import Tasks
from downhill.pages import Page, blocks
from downhill.problem import Problem, raise_all

OPTION = re.compile(r"^\?\?\?\+? option\b", re.MULTILINE)
EXERCISE = re.compile(r"### ")
HELP = {"hint": 2, "solution": 1}  # of each, below an exercise
OPTIONS = 3  # at least
SHOWN = "the contributing page shows one under `Write an exercise`"


def check(page: Page) -> None:
    """Raise one Problem that says all that a chapter lacks, each with its line."""
    raise_all([*_questions(page), *_exercises(page), *_help(page)])


def _parts(page: Page, section: str, begins: re.Pattern[str]) -> list[tuple[int, str]]:
    """A section cut where a line outside of code begins so: each part's line and text."""
    lines = page.body.splitlines()
    outside = {number for number, _ in blocks.outside(lines)}
    found: list[tuple[int, list[str]]] = []
    inside = False
    for number, line in enumerate(lines, 1):
        if number in outside and line.startswith("## "):
            inside = line == f"## {section}"
        elif inside and number in outside and begins.match(line):
            found.append((number, [line]))
        elif inside and found:
            found[-1][1].append(line)
    return [(number, "\n".join(part)) for number, part in found]


def _heading(page: Page, section: str) -> int | None:
    heading = f"\n## {section}\n"
    return page.line_of(heading) + 1 if heading in page.body else None


def _questions(page: Page) -> Iterator[Problem]:
    found = _parts(page, "Questions", QUESTION)
    if not found:
        remedy = f"below `## Questions`, begin one with `**1. `; {SHOWN}"
        line = _heading(page, "Questions")
        yield Problem(page.path, line, "the chapter asks no question", remedy)
    for line, question in found:
        options = OPTION.split(question)[1:]
        right = sum("**Right." in option for option in options)
        if len(options) < OPTIONS:
            what = f"a question with {len(options)} options"
            remedy = f"give it {OPTIONS} or more, each `??? option`"
            yield Problem(page.path, line, what, remedy)
        elif right != 1:
            what = f"{right} options of this question are right"
            remedy = "begin the reason of one option, and of no other, with `**Right.`"
            yield Problem(page.path, line, what, remedy)
        elif not all(option.partition("\n")[2].strip() for option in options):
            what = "an option of this question says nothing"
            remedy = "say below each why it is right or wrong"
            yield Problem(page.path, line, what, remedy)


def _exercises(page: Page) -> Iterator[Problem]:
    found = [asking.read(one, page.path) for one in scan(page.body.splitlines()).asked]
    line = _heading(page, "Exercises")
    for kind, there in (
        ("a number", any(not answer.variables for answer in found)),
        ("a formula", any(answer.variables for answer in found)),
        ("code", bool(Tasks(page, blocks.read(page.path, page.body)).tasks)),
    ):
        if not there:
            what = f"no exercise of the chapter asks for {kind}"
            yield Problem(page.path, line, what, f"add one; {SHOWN}")
    for answer in found:
        if not answer.wrong:
            what = "no hint for what people get wrong"
            remedy = "below `wrong:`, write `  expression: The hint that answers it.`"
            yield Problem(page.path, answer.line, what, remedy)


def _help(page: Page) -> Iterator[Problem]:
    for number, (line, exercise) in enumerate(_parts(page, "Exercises", EXERCISE), 1):
        if f"#exercise-{number}}}" not in exercise.partition("\n")[0]:
            what = (
                f"this exercise is not `exercise-{number}`, by which progress is kept"
            )
            remedy = f"end its heading with {{#exercise-{number}}}"
            yield Problem(page.path, line, what, remedy)
        for kind, many in HELP.items():
            found = len(re.findall(rf"^\?\?\?\+? {kind}\b", exercise, re.MULTILINE))
            if found != many:
                what = f"{found} `??? {kind}` below this exercise, not {many}"
                remedy = f"write {many}; {SHOWN}"
                yield Problem(page.path, line, what, remedy)
