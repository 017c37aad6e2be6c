"""What a page asks: its answer blocks, and the blocks of code that come before each.

It is read from the lines of the page, with its sections expanded or not. An answer block:

    /// answer | The slope of $x^2$ at $x = 3$
    expected: central_difference(square, 3.0)
    tolerance: 0.01
    wrong:
      square(3.0): This is the height, not the slope.
    ///
"""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from downhill.pages.blocks import FENCE, language, outside

ANSWER = re.compile(r"^ {0,3}(?P<mark>/{3,}) *answer *(?:\| *(?P<label>.*?) *)?$")
QUESTION = re.compile(r"\*\*(?P<number>\d+)\. ")
OPTION = re.compile(r"\?\?\?\+? option(?: +\"(?P<title>.*)\")? *$")
HEADING = re.compile(r"^#{1,3} [^{]*(?:\{[^}]*#(?P<id>[\w-]+)[^}]*\})?")
TASK = re.compile(r"\bdata-apart=")
RAISES = re.compile(r"\bdata-raises=")


class Fence(NamedTuple):
    """A block that a reader runs from the top of the page on."""

    line: int
    code: str
    raises: bool


class Asked(NamedTuple):
    """An answer block as it stands; its exercise is over `after` blocks of the page."""

    line: int
    exercise: str
    label: str
    body: tuple[tuple[int, str], ...]  # its lines, with their numbers
    closed: bool
    after: int


class Question(NamedTuple):
    """A question: its number, the lines after its first, and line, title, body of each option."""

    line: int
    number: int
    text: list[str]
    options: list[tuple[int, str, list[str]]]


@dataclass
class Source:
    """What a page runs and asks, in its order."""

    fences: list[Fence] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)  # line and id


def questions(lines: Sequence[str]) -> list[Question]:
    """The questions of a chapter, in whatever section they stand."""
    found: list[Question] = []
    said = {number for number, _ in outside(lines)}
    within = False
    for number, line in enumerate(lines, 1):
        if number in said and (asked := QUESTION.match(line)):
            found.append(Question(number, int(asked["number"]), [], []))
            within = True
        elif not within:
            continue
        elif number in said and (option := OPTION.match(line)):
            found[-1].options.append((number, option["title"] or "", []))
        elif line.startswith("#") or (line[:1].strip() and found[-1].options):
            within = False
        elif found[-1].options:
            found[-1].options[-1][2].append(line)
        else:
            found[-1].text.append(line)
    return found


def scan(lines: Sequence[str]) -> Source:
    """Go down the lines of a page once."""
    found = Source()
    exercise, numbered = "", enumerate(lines, 1)
    for number, line in numbered:
        if opening := FENCE.match(line):
            code, info = "\n".join(_fenced(opening, numbered)), opening["info"]
            if language(info) == "python" and not TASK.search(info):
                found.fences.append(Fence(number, code, bool(RAISES.search(info))))
        elif opening := ANSWER.match(line):
            body = list(_until(opening["mark"], numbered))
            closed = bool(body) and body[-1][1].strip() == opening["mark"]
            held = tuple(body[:-1] if closed else body)
            label = opening["label"] or ""
            found.asked.append(Asked(number, exercise, label, held, closed, -1))
        elif heading := HEADING.match(line):
            _over(found)
            exercise = heading["id"] or ""
            found.headings.append((number, exercise))
    _over(found)
    return found


def _over(found: Source) -> None:
    """An exercise ends here: its answers may use what all blocks so far have made."""
    done = len(found.fences)
    found.asked = [a if a.after >= 0 else a._replace(after=done) for a in found.asked]


def _until(mark: str, numbered: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    for number, line in numbered:
        yield number, line
        if line.strip() in (mark, ""):
            return


def _fenced(
    opening: re.Match[str], numbered: Iterator[tuple[int, str]]
) -> Iterator[str]:
    for _, line in numbered:
        end = FENCE.match(line)
        if end and end["fence"].startswith(opening["fence"]) and not end["info"]:
            return
        yield line.removeprefix(opening["indent"])


def expression_and_words(line: str) -> tuple[str, str]:
    """The two sides of `expression: words`; the expression is "" if there is none."""
    at = line.find(": ")
    while at >= 0:
        expression = line[:at].strip()
        try:
            ast.parse(expression, mode="eval")
        except SyntaxError:
            at = line.find(": ", at + 1)
        else:
            return expression, line[at + 2 :].strip()
    return "", line.strip()


def words(lines: Iterable[str], *, asked: bool = True) -> Iterator[str]:
    """The lines of a page: of an answer block only its words, or with `asked` false nothing."""
    mark = ""
    for line in lines:
        opening = ANSWER.match(line)
        if mark:
            mark = "" if line.strip() == mark else mark
            hint = asked and line.startswith(" ")
            yield expression_and_words(line)[1] if hint else ""
        elif opening:
            mark = opening["mark"]
            yield (opening["label"] or "") if asked else ""
        else:
            yield line
