"""What a chapter asks of its reader: questions, and an exercise of each kind."""

import re
from collections.abc import Iterator

from downhill.exercises import asking
from downhill.exercises.reading import scan
from downhill.exercises.tasks import Tasks
from downhill.pages import Page, blocks
from downhill.problem import Problem, raise_all

QUESTION = re.compile(r"^\*\*\d+\. ", re.MULTILINE)
OPTION = re.compile(r"^\?\?\?\+? option\b", re.MULTILINE)
EXERCISE = re.compile(r"^### (?P<title>.*)", re.MULTILINE)
HELP = {"hint": 2, "solution": 1}  # of each, below an exercise
OPTIONS = 3  # at least
SHOWN = "the contributing page shows one under `Write an exercise`"


def check(page: Page) -> None:
    """Raise one Problem that says all that a chapter lacks, each with its line."""
    raise_all([*_questions(page), *_exercises(page), *_help(page)])


def _questions(page: Page) -> Iterator[Problem]:
    _, heading, below = page.body.partition("\n## Questions\n")
    asked = below.partition("\n## ")[0]
    begins = [match.start() for match in QUESTION.finditer(asked)]
    if not begins:
        line = page.line_of("\n## Questions\n") + 1 if heading else None
        remedy = f"below `## Questions`, begin one with `**1. `; {SHOWN}"
        yield Problem(page.path, line, "the chapter asks no question", remedy)
        return
    first = page.line_of("\n## Questions\n") + 2
    for start, end in zip(begins, [*begins[1:], len(asked)], strict=True):
        line = first + asked.count("\n", 0, start)
        options = OPTION.split(asked[start:end])[1:]
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
    heading = "\n## Exercises\n"
    line = page.line_of(heading) + 1 if heading in page.body else None
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
    above, _, below = page.body.partition("\n## Exercises\n")
    begins = list(EXERCISE.finditer(below.partition("\n## ")[0]))
    ends = [match.start() for match in begins[1:]] + [len(below)]
    for number, (match, end) in enumerate(zip(begins, ends, strict=False), 1):
        line = above.count("\n") + below.count("\n", 0, match.start()) + 3
        if f"#exercise-{number}}}" not in match["title"]:
            what = (
                f"this exercise is not `exercise-{number}`, by which progress is kept"
            )
            remedy = f"end its heading with {{#exercise-{number}}}"
            yield Problem(page.path, line, what, remedy)
        exercise = below[match.end() : end].partition("\n## ")[0]
        for kind, many in HELP.items():
            found = len(re.findall(rf"^\?\?\?\+? {kind}\b", exercise, re.MULTILINE))
            if found != many:
                what = f"{found} `??? {kind}` below this exercise, not {many}"
                remedy = f"write {many}; {SHOWN}"
                yield Problem(page.path, line, what, remedy)
