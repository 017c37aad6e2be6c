"""What a chapter asks of its reader: questions, and an exercise of each kind."""

import itertools
import math
import re
from collections.abc import Iterator

from downhill.exercises import asking, computing
from downhill.exercises.reading import Fence, questions, scan
from downhill.exercises.tasks import Tasks
from downhill.pages import Page, blocks
from downhill.pages.prose import numbers
from downhill.problem import Problem, raise_all

EXERCISE = re.compile(r"### ")
HELP = {"hint": 2, "solution": 1}  # of each, below an exercise
OPTIONS, LETTERS = 3, "ABCDEFGH"  # at least, at most
SHOWN = "the contributing page shows one under `Write an exercise`"


def check(page: Page) -> None:
    """Raise one Problem that says all that a chapter lacks, each with its line."""
    faults = [*_questions(page), *_exercises(page), *_help(page)]
    if not questions(page.body.splitlines()):
        what, remedy = (
            "the chapter asks no question",
            f"begin one with `**1. `; {SHOWN}",
        )
        faults.insert(0, Problem(page.path, None, what, remedy))
    raise_all(faults)
    raise_all(solved(page))


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


def check_questions(page: Page) -> None:
    """Raise one Problem that says what is wrong with the questions of a page."""
    raise_all(_questions(page))


def _questions(page: Page) -> Iterator[Problem]:
    for due, question in enumerate(questions(page.body.splitlines()), 1):
        options = question.options
        titles = [title.partition(". ") for _, title, _ in options]
        texts = [" ".join(text.split()).rstrip(".") for _, _, text in titles]
        right = sum("**Right." in "\n".join(body) for *_, body in options)
        if not page.is_chapter and not options:
            continue  # a step of a list
        if page.is_chapter and question.number != due:
            what = f"question {question.number} is number {due} of the chapter"
            remedy = f"begin it with `**{due}. `: by its place its progress is kept"
        elif len(options) < OPTIONS:
            what = f"a question with {len(options)} options"
            remedy = f"give it {OPTIONS} or more, each `??? option`, right below it"
        elif page.is_chapter and "\n\n" in "\n".join(["", *question.text]).rstrip():
            what = "something stands between this question and its options"
            remedy = "put it above the question"
        elif [letter for letter, *_ in titles] != [*LETTERS[: len(titles)]]:
            what = "the options of this question are not A, B, C in order"
            remedy = 'begin them so: ??? option "A. An answer"'
        elif len(set(texts)) < len(texts):
            what = "two options of this question say the same"
            remedy = "change one of them"
        elif right != 1:
            what = f"{right} options of this question are right"
            remedy = "begin the reason of one option, and of no other, with `**Right.`"
        elif not all("".join(body).strip() for *_, body in options):
            what = "an option of this question says nothing"
            remedy = "say below each why it is right or wrong"
        else:
            continue
        yield Problem(page.path, question.line, what, remedy)


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


def solved(page: Page) -> Iterator[Problem]:
    """Yield the numbers that are expected and that no solution comes to, in its own digits.

    What is printed may be of another unit.
    """
    found, lines = blocks.read(page.path, page.body), page.body.splitlines()
    code = [
        Fence(block.line, block.code, bool(block.raises))
        for block in blocks.python_blocks(found)
    ]
    answers = [asking.read(one, page.path) for one in scan(lines).asked]
    for answer, values in zip(
        answers, computing.compute(code, answers, page.path), strict=True
    ):
        if answer.variables:
            continue
        below = itertools.takewhile(
            lambda x: not x.startswith("#"), lines[answer.line :]
        )
        _, _, solution = "\n".join(below).partition("??? solution")
        due = values.expected[0]
        for number in numbers(solution):
            power = _power(due, number.value)
            near = max(answer.tolerance, number.unit * power / 2) * (1 + 1e-6)
            if abs(number.value * power - due) <= near:
                break
        else:
            what = f"{due:g} is expected, and the solution comes to no such number"
            remedy = "mend `expected`, or print in the solution what it computes"
            yield Problem(page.path, answer.of, what, remedy)


def _power(due: float, printed: float) -> float:
    """Return the power of ten between two numbers, of another unit by a thousand or more."""
    power = round(math.log10(abs(due / printed))) if due and printed else 0
    return 10.0**power if abs(power) > 2 else 1.0


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
