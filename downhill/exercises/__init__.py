"""Exercises that check themselves: an answer block becomes a question with what answers it.

A Python-Markdown extension over pymdownx.blocks. What is expected is computed from the
code of the page (see reading.py for the form, computing.py for the run); anywhere that
Python-Markdown runs:

    markdown.markdown(text, extensions=["pymdownx.superfences", "downhill.exercises"])

A reader with script gets a field to type in (theme/assets/exercise.js); one without sees
the task, its hints and its solution, and no trace of the block. What is wrong raises one
Problem, with the lines if the option `page` names the file; if there is a list `faults`, it
is noted there, and the page goes on. Without `compute` the questions are written, and no
code is run.
"""

import json
import re
import xml.etree.ElementTree as etree
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from downhill.exercises import asking, computing
from downhill.exercises.asking import Answer
from downhill.exercises.computing import Values
from downhill.exercises.reading import Source, scan
from downhill.pages import read, read_text
from downhill.problem import Faults, Problem, tell


@dataclass
class Ready:
    """The answers of the page that is being made, in its order."""

    page: Path | None = None
    faults: list[Problem] | None = None
    failed: bool = False
    answers: list[tuple[Answer, Values | None]] = field(default_factory=list)

    def unread(self, label: str) -> Problem:
        """An answer block that nobody could answer."""
        text = read_text(self.page) if self.page and self.page.is_file() else ""
        at = re.search(rf"^.*/ *answer *\| *{re.escape(label)}", text, re.MULTILINE)
        line = text.count("\n", 0, at.start()) + 1 if at else None
        what = "this answer block does not stand at the left edge of the page"
        remedy = "write it there, with a blank line above it"
        return Problem(self.page or "a page", line, what, remedy)


class ExercisesExtension(BlocksExtension):  # type: ignore[misc]
    """The extension; its options are `page` (a path), `compute` and `faults`."""

    def __init__(self, **options: Any) -> None:
        """Takes the options by name."""
        self.config = {
            "page": ["", "the page's file, to be named with its line in a Problem"],
            "compute": [True, "run the page's code for what is expected"],
            "faults": ["", "a list for each Problem, or they are raised"],
        }
        super().__init__(**options)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:
        """Reads the page after its sections are expanded (32) and before its fences (25)."""
        page, faults = self.getConfig("page"), self.getConfig("faults")
        given = isinstance(faults, list)
        ready = Ready(Path(page) if page else None, faults if given else None)
        reader = _Read(md, ready, self.getConfig("compute"))
        md.preprocessors.register(reader, "exercises", 28)
        md.treeprocessors.register(_Unread(md, ready), "exercises-unread", 30)
        block_mgr.register(AnswerBlock, {"ready": ready})


def makeExtension(**options: Any) -> ExercisesExtension:
    """What Python-Markdown calls for `downhill.exercises`."""
    return ExercisesExtension(**options)


class _Read(Preprocessor):  # type: ignore[misc]
    """Reads what the page asks, and computes it, before any of it is rendered."""

    def __init__(self, md: Markdown, ready: Ready, compute: bool) -> None:
        super().__init__(md)
        self.ready, self.compute = ready, compute

    def run(self, lines: list[str]) -> list[str]:
        found, page = scan(lines), self.ready.page
        if found.asked and page and page.is_file():
            _number(found, scan(read(page, page.parent).body.splitlines()))
        place, faults = page or "a page", Faults()
        answers: list[Answer] = []
        for asked in found.asked:
            with faults.noted():
                answers.append(asking.read(asked, place))
        values: list[Values] | list[None] = [None] * len(answers)
        if self.compute and not faults:
            with faults.noted():
                values = computing.compute(found.fences, answers, place)
        self.ready.failed = bool(faults)
        tell(self.ready.faults, *faults)
        self.ready.answers = list(zip(answers, values, strict=True))
        return lines


def _number(found: Source, written: Source) -> None:
    """Give what was found the lines that it has in its file, before sections are expanded."""
    if len(written.asked) == len(found.asked):
        pairs = zip(found.asked, written.asked, strict=True)
        found.asked = [a._replace(line=b.line, body=b.body) for a, b in pairs]
    if len(written.fences) == len(found.fences):
        fences = zip(found.fences, written.fences, strict=True)
        found.fences = [a._replace(line=b.line) for a, b in fences]


class _Unread(Treeprocessor):  # type: ignore[misc]
    """Refuses an answer block that would be shown as text."""

    def __init__(self, md: Markdown, ready: Ready) -> None:
        super().__init__(md)
        self.ready = ready

    def run(self, root: etree.Element) -> None:
        if not self.ready.failed:
            unread = [
                self.ready.unread(answer.label) for answer, _ in self.ready.answers
            ]
            tell(self.ready.faults, *unread)


class AnswerBlock(Block):  # type: ignore[misc]
    """`/// answer | question`: its lines have been read, and are replaced by the question."""

    NAME = "answer"
    ARGUMENT = None  # asking.py says what is missing

    def on_markdown(self) -> str:
        """Its lines are no Markdown."""
        return "raw"

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "div", {"class": "answer"})

    def on_end(self, block: etree.Element) -> None:
        ready: Ready = self.config["ready"]
        if ready.failed:
            return  # it was told; the page is never shown
        if not ready.answers:
            return tell(ready.faults, ready.unread(self.argument or ""))
        answer, values = ready.answers.pop(0)
        block.text = None
        _fill(block, answer, values)


def _fill(block: etree.Element, answer: Answer, values: Values | None) -> None:
    """The question, and hidden what a script answers with: as text, so that it has formulas."""
    for number, variant in enumerate(answer.variants if values else ({},)):
        question = etree.SubElement(block, "p", {"class": "asked"})
        question.text = answer.question(variant) + " "
        etree.SubElement(question, "span", {"class": "within"}).text = _closely(answer)
        if number:
            question.set("hidden", "hidden")
    for each in answer.wrong:
        hint = etree.SubElement(block, "p", {"class": "because", "hidden": "hidden"})
        hint.text = each.hint
    if values:
        said: dict[str, Any] = {"expected": values.expected, "wrong": values.wrong}
        if answer.variables:
            said |= {"variables": answer.variables, "at": values.at}
        else:
            said["tolerance"] = answer.tolerance
        block.set("data-exercise", answer.exercise)
        block.set("data-answer", json.dumps(said, separators=(",", ":")))
        block.set("data-search-exclude", "data-search-exclude")


def _closely(answer: Answer) -> str:
    """What an answer is held to, said to the reader."""
    if answer.variables:
        *names, last = answer.variables
        return f"a formula in {', '.join(names)}{' and ' * bool(names)}{last}"
    return f"to within {answer.tolerance:g}" if answer.tolerance else "exactly"
