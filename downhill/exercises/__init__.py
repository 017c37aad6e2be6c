"""Exercises that check themselves: an answer block becomes a question with what answers it.

A Python-Markdown extension over pymdownx.blocks. What is expected is computed from the
code of the page (see asking.py for the form, computing.py for the run); anywhere that
Python-Markdown runs:

    markdown.markdown(text, extensions=["pymdownx.superfences", "downhill.exercises"])

A reader with script gets a field to type in (theme/assets/exercise.js); one without sees
the task, its hints and its solution, and no trace of the block. What is wrong raises one
Problem, with the lines if the option `page` names the file; if there is a list `faults`, it
is noted there, and the page goes on. Without `compute` the words of each block are written,
for document.py, and no code is run.
"""

import json
import xml.etree.ElementTree as etree
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from downhill import document
from downhill.exercises import asking, computing
from downhill.exercises.asking import Answer
from downhill.exercises.computing import Values
from downhill.pages import Page
from downhill.problem import Faults, Problem, tell


@dataclass
class Ready:
    """The answers of the page that is being made, in its order."""

    page: Path | None = None
    faults: list[Problem] | None = None
    failed: bool = False
    answers: list[tuple[Answer, Values]] = field(default_factory=list)


class ExercisesExtension(BlocksExtension):  # type: ignore[misc]
    """The extension; its options are `page` (a path), `compute` and `faults`."""

    def __init__(self, **options: Any) -> None:
        """Take the options by name."""
        self.config = {
            "page": ["", "the page's file, to be named with its line in a Problem"],
            "compute": [True, "run the page's code for what is expected"],
            "faults": ["", "a list for each Problem, or they are raised"],
        }
        super().__init__(**options)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:
        """Read the page as it is written: its sections are expanded at 32."""
        page, faults = self.getConfig("page"), self.getConfig("faults")
        given = isinstance(faults, list)
        ready = Ready(Path(page) if page else None, faults if given else None)
        reader = _Read(md, ready, compute=self.getConfig("compute"))
        md.preprocessors.register(reader, "exercises", 40)
        block_mgr.register(AnswerBlock, {"ready": ready})


def makeExtension(**options: Any) -> ExercisesExtension:
    """Return what Python-Markdown calls for `downhill.exercises`."""
    return ExercisesExtension(**options)


class _Read(Preprocessor):  # type: ignore[misc]
    """Reads what the page asks, and computes it, before any of it is rendered."""

    def __init__(self, md: Markdown, ready: Ready, *, compute: bool) -> None:
        super().__init__(md)
        self.ready, self.compute = ready, compute

    def run(self, lines: list[str]) -> list[str]:
        if not self.compute or not any(map(document.IN_A_BOX.match, lines)):
            return lines
        file, faults = self.ready.page, Faults()
        answers: list[Answer] = []
        values: list[Values] = []
        with faults.noted():
            if file and file.is_file():
                found = document.read(file, file.parent)
            else:
                text = "\n".join(lines)
                found = document.of(Page(Path("a page"), "", {}, text, text))
            for line in found.astray:
                what = "this answer block does not stand at the left edge of the page"
                remedy = "write it there, with a blank line above it"
                faults.append(Problem(found.page.path, line, what, remedy))
            for asked in found.answers:
                with faults.noted():
                    answers.append(asking.read(asked, found.page.path))
            if not faults:
                values = computing.compute(found.run, answers, found.page.path)
        self.ready.failed = bool(faults)
        tell(self.ready.faults, *faults)
        self.ready.answers = [] if faults else list(zip(answers, values, strict=True))
        return lines


class AnswerBlock(Block):  # type: ignore[misc]
    """`/// answer | question`: its lines have been read, and are replaced by the question."""

    NAME = "answer"
    ARGUMENT = None  # asking.py says what is missing

    def on_markdown(self) -> str:
        """Say that its lines are no Markdown."""
        return "raw"

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "div", {"class": "answer"})

    def on_end(self, block: etree.Element) -> None:
        ready: Ready = self.config["ready"]
        body, block.text = (block.text or "").splitlines(), None
        if ready.answers:
            _fill(block, *ready.answers.pop(0))
        elif not ready.failed:  # it is only read
            hints = [document.said(line)[1] for line in body if line.startswith(" ")]
            for text in [self.argument or "", *hints]:
                etree.SubElement(block, "p").text = text


def _fill(block: etree.Element, answer: Answer, values: Values) -> None:
    """Put in the question, and hidden what a script answers with: as text, for its formulas."""
    for number, variant in enumerate(answer.variants):
        question = etree.SubElement(block, "p", {"class": "asked"})
        question.text = answer.question(variant) + " "
        etree.SubElement(question, "span", {"class": "within"}).text = _closely(answer)
        if number:
            question.set("hidden", "hidden")
    for each in answer.wrong:
        hint = etree.SubElement(block, "p", {"class": "because", "hidden": "hidden"})
        hint.text = each.hint
    said: dict[str, Any] = {"expected": values.expected, "wrong": values.wrong}
    if answer.variables:
        said |= {"variables": answer.variables, "at": values.at}
    else:
        said["tolerance"] = answer.tolerance
    block.set("data-exercise", answer.exercise)
    block.set("data-answer", json.dumps(said, separators=(",", ":")))
    block.set("data-search-exclude", "data-search-exclude")


def _closely(answer: Answer) -> str:
    """Return what an answer is held to, said to the reader."""
    if answer.variables:
        *names, last = answer.variables
        return f"a formula in {', '.join(names)}{' and ' * bool(names)}{last}"
    return f"to within {answer.tolerance:g}" if answer.tolerance else "exactly"
