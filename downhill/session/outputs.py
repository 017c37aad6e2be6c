"""Write into a page what its blocks print."""

from dataclasses import dataclass
from pathlib import Path

from downhill.document import Block, read
from downhill.exercises.tasks import Tasks
from downhill.files import write_whole
from downhill.problem import DOCS, Problem
from downhill.session import Session


@dataclass(frozen=True)
class Edit:
    """Lines `start` to `end` (from 0, end excluded) of a file become `lines`.

    `line` is that of the block which prints them.
    """

    path: Path
    line: int
    start: int
    end: int
    lines: list[str]


def refresh(path: Path, docs: Path = DOCS) -> bool:
    """Rewrite the outputs of one page in place; True if that changed a file.

    A Problem, and no change, if a block fails that is not meant to, or if what is new
    is not printed again by a second run, on another day.
    """
    edits = _run(path, docs, earlier=True)
    changed = {}
    for file in {edit.path for edit in edits}:
        old = file.read_text(encoding="utf-8")
        lines = old.split("\n")
        for edit in reversed([edit for edit in edits if edit.path == file]):
            lines[edit.start : edit.end] = edit.lines
        if "\n".join(lines) != old:
            changed[file] = "\n".join(lines)
    if changed:
        for first, second in zip(edits, _run(path, docs), strict=True):
            if first != second:
                what = "the block prints something else at each run"
                remedy = "seed its generator: np.random.default_rng(0); print no time"
                raise Problem(first.path, first.line, what, remedy)
    for file, text in changed.items():
        write_whole(file, text)
    return bool(changed)


def _run(path: Path, docs: Path, *, earlier: bool = False) -> list[Edit]:
    """Run a page in a session of its own; what is to stand under its blocks."""
    edits: list[Edit] = []
    document = read(path, docs)
    tasks = Tasks(document)
    with Session(earlier=earlier) as session:
        for block in document.python:
            result = tasks.run(session, block)
            if result.error != block.raises:
                what = result.last or f"should raise {block.raises} and raises nothing"
                remedy = result.remedy("mend the block first")
                raise Problem(block.path, result.line, what, remedy)
            edits.append(_edit(block, result.output.rstrip()))
    return edits


def _edit(block: Block, printed: str) -> Edit:
    if block.output:
        start, end = block.output.line - 1, block.output.end
    else:
        start = end = block.end
    if not printed:
        return Edit(block.path, block.line, start, end, [])
    fence = "````" if "```" in printed else "```"
    lines = [f"{fence}output", *printed.splitlines(), fence]
    shown = [(block.indent + line).rstrip() for line in lines]
    return Edit(block.path, block.line, start, end, shown)
