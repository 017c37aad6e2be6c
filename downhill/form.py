"""The form of a chapter: its sections, its questions, and an exercise of each kind."""

import itertools
import math
import re
from collections.abc import Iterator

from downhill.document import Document
from downhill.exercises import asking, computing
from downhill.exercises.tasks import Tasks
from downhill.pages.prose import numbers
from downhill.problem import Problem, raise_all

# A reader always knows where to look.
SECTIONS = (
    "I use this when",
    "Why it exists",
    "See it",  # then the story, in sections with words of their own
    "The math",
    "By hand",
    "The code",
    "Check it",
    "Insights and mistakes",
    "Questions",
    "Exercises",
    "In one minute",
    "References",
)
STORY = SECTIONS.index("See it"), SECTIONS.index("The math")  # between them it stands
MARK = re.compile(r"^ *///(?!/) *([\w-]*)")  # opens a block, or closes it


HELP = {"hint": 2, "solution": 1}  # of each, below an exercise
OPTIONS, LETTERS = 3, "ABCDEFGH"  # at least, at most
SHOWN = "the contributing page shows one under `Write an exercise`"


def check_closed(document: Document) -> None:
    """Raise a Problem for a caption that goes on beyond its text."""
    opened: tuple[int, str] | None = None
    for number, line in [*enumerate(document.lines, 1), (0, "/// end")]:
        mark = MARK.match(line)
        if mark and mark[1] and opened:
            what = f"`/// {opened[1]}` is not closed"
            raise Problem(document.page.path, opened[0], what, "end it with `///`")
        if mark:  # an answer block says itself that it does not end
            opened = (number, mark[1]) if mark[1] not in ("", "answer") else None


def check_sections(document: Document) -> None:
    """Raise a Problem unless the sections of a chapter are known ones, in their order.

    Between "See it" and "The math" there may be others.
    """
    last, story, path = -1, (0, ""), document.page.path
    for heading in document.headings if document.page.is_chapter else ():
        if heading.level != 2:
            continue
        line, name = heading.line, heading.text
        place = SECTIONS.index(name) if name in SECTIONS else None
        if place is None and last == STORY[0]:
            story = line, name
            continue
        if place is None or (story[0] and last == STORY[0] and place != STORY[1]):
            at, other = story if place else (line, name)
            what = f"`{other}` is no section of a chapter"
            remedy = f"use one of: {', '.join(SECTIONS)}; a story stands between See it and The math"
            raise Problem(path, at, what, remedy)
        if place <= last:
            what = f"`{name}` stands after `{SECTIONS[last]}`"
            raise Problem(path, line, what, f"order: {', '.join(SECTIONS)}")
        last = place


def check_questions(document: Document) -> None:
    """Raise one Problem that says what is wrong with the questions of a page."""
    raise_all(_questions(document))


def check_asked(document: Document) -> None:
    """Raise one Problem that says all that a chapter does not ask, each with its line."""
    faults = [*_questions(document), *_exercises(document), *_help(document)]
    if not document.questions:
        what = "the chapter asks no question"
        remedy = f"begin one with `**1. `; {SHOWN}"
        faults.insert(0, Problem(document.page.path, None, what, remedy))
    raise_all(faults or solved(document))


def _questions(document: Document) -> Iterator[Problem]:
    for due, question in enumerate(document.questions, 1):
        options = question.options
        titles = [option.title.partition(". ") for option in options]
        texts = [" ".join(text.split()).rstrip(".") for _, _, text in titles]
        right = sum("**Right." in option.body for option in options)
        chapter = document.page.is_chapter
        if not chapter and not options:
            continue  # a step of a list
        if chapter and question.number != due:
            what = f"question {question.number} is number {due} of the chapter"
            remedy = f"begin it with `**{due}. `: by its place its progress is kept"
        elif len(options) < OPTIONS:
            what = f"a question with {len(options)} options"
            remedy = f"give it {OPTIONS} or more, each `??? option`, right below it"
        elif chapter and question.apart:
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
        elif not all(option.body.strip() for option in options):
            what = "an option of this question says nothing"
            remedy = "say below each why it is right or wrong"
        else:
            continue
        yield Problem(document.page.path, question.line, what, remedy)


def _exercises(document: Document) -> Iterator[Problem]:
    path = document.page.path
    found = [asking.read(one, path) for one in document.answers]
    named = [each.line for each in document.headings if each.text == "Exercises"]
    line = named[0] if named else None
    for kind, there in (
        ("a number", any(not answer.variables for answer in found)),
        ("a formula", any(answer.variables for answer in found)),
        ("code", bool(Tasks(document).tasks)),
    ):
        if not there:
            what = f"no exercise of the chapter asks for {kind}"
            yield Problem(path, line, what, f"add one; {SHOWN}")
    for answer in found:
        if not answer.wrong:
            what = "no hint for what people get wrong"
            remedy = "below `wrong:`, write `  expression: The hint that answers it.`"
            yield Problem(path, answer.line, what, remedy)


def solved(document: Document) -> Iterator[Problem]:
    """Yield the numbers that are expected and that no solution comes to, in its own digits.

    What is printed may be of another unit.
    """
    path, lines = document.page.path, document.page.body.splitlines()
    answers = [asking.read(one, path) for one in document.answers]
    computed = computing.compute(document.run, answers, path)
    for answer, values in zip(answers, computed, strict=True):
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
            yield Problem(path, answer.of, what, remedy)


def _power(due: float, printed: float) -> float:
    """Return the power of ten between two numbers, of another unit by a thousand or more."""
    power = round(math.log10(abs(due / printed))) if due and printed else 0
    return 10.0**power if abs(power) > 2 else 1.0


def _help(document: Document) -> Iterator[Problem]:
    inside, number, path = False, 0, document.page.path
    below = [*document.headings, None]
    for heading, after in zip(document.headings, below[1:], strict=True):
        if heading.level < 3:
            inside = heading.text == "Exercises"
        if not inside or heading.level != 3:
            continue
        number += 1
        if not heading.given or heading.id != f"exercise-{number}":
            what = (
                f"this exercise is not `exercise-{number}`, by which progress is kept"
            )
            remedy = f"end its heading with {{#exercise-{number}}}"
            yield Problem(path, heading.line, what, remedy)
        end = after.line if after else len(document.lines) + 1
        kinds = [t.kind for t in document.texts if heading.line < t.line < end]
        for kind, many in HELP.items():
            if (found := kinds.count(kind)) != many:
                what = f"{found} `??? {kind}` below this exercise, not {many}"
                remedy = f"write {many}; {SHOWN}"
                yield Problem(path, heading.line, what, remedy)
