"""Write into a page what its blocks print."""

from dataclasses import dataclass
from pathlib import Path

from downhill.pages import blocks, read
from downhill.problem import DOCS, Problem
from downhill.session import Session


@dataclass(frozen=True)
class Edit:
    """Lines `start` to `end` (from 0, end excluded) of a file become `lines`."""

    path: Path
    start: int
    end: int
    lines: list[str]


def refresh(path: Path, docs: Path = DOCS) -> bool:
    """Rewrite the outputs of one page in place; True if that changed a file.

    A Problem, and no change, if a block fails that is not meant to.
    """
    edits: list[Edit] = []
    with Session() as session:
        for block in blocks.python_blocks(blocks.read(path, read(path, docs).body)):
            result = session.run(block)
            if result.error != block.raises:
                what = result.last or f"should raise {block.raises} and raises nothing"
                raise Problem(block.path, result.line, what, "mend the block first")
            edits.append(_edit(block, result.output.rstrip()))
    changed = False
    for file in {edit.path for edit in edits}:
        old = file.read_text(encoding="utf-8")
        lines = old.split("\n")
        for edit in reversed([edit for edit in edits if edit.path == file]):
            lines[edit.start : edit.end] = edit.lines
        if "\n".join(lines) != old:
            file.write_text("\n".join(lines), encoding="utf-8", newline="\n")
            changed = True
    return changed


def _edit(block: blocks.Block, printed: str) -> Edit:
    if block.output:
        start, end = block.output.line - 1, block.output.end
    else:
        start = end = block.end
    if not printed:
        return Edit(block.path, start, end, [])
    fence = "````" if "```" in printed else "```"
    lines = [f"{fence}output", *printed.splitlines(), fence]
    shown = [(block.indent + line).rstrip() for line in lines]
    return Edit(block.path, start, end, shown)
