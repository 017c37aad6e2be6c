"""What a page says, in the order that it is read: the one place that knows Markdown."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from downhill.maths.roles import plain
from downhill.problem import DOCS, SNIPPETS

FORMULA = re.compile(r"(?<![\\$])\$(?!\$)((?:\\.|[^$\\])+?)\$(?!\$)", re.S)
ROUND = re.compile(r"\\\((.+?)\\\)", re.S)
CELL = re.compile(r"(?<!\\)\|")
TICKS = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.S)
ENDS = {"$$": "$$", "\\[": "\\]"}
BEGIN = re.compile(r"\\begin\{(\w+\*?)\}")


@dataclass(frozen=True)
class Piece:
    """A heading, paragraph, display, block of code or row of a table.

    `kind` is "heading", "prose", "display", "code", "head" (a table's first row) or "row";
    `asked` where the text is one of the answers to choose from, which may be wrong.
    """

    kind: str
    line: int
    text: str
    cells: list["Piece"] = field(default_factory=list)
    asked: bool = False

    @property
    def formulas(self) -> list[tuple[int, str]]:
        """Return the inline formulas, each with its line."""
        shown = TICKS.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), self.text)
        shown = ROUND.sub(lambda m: f"${m[1]}$", shown)
        return [
            (self.line + shown.count("\n", 0, match.start()), bare(match[1]))
            for match in FORMULA.finditer(shown)
        ]


def bare(latex: str) -> str:
    """Return a formula without the braces around the whole that keep it on one line."""
    latex = " ".join(latex.split())
    if latex.startswith("{") and latex.endswith("}"):
        depth = 0
        for place, character in enumerate(latex):
            depth += {"{": 1, "}": -1}.get(character, 0)
            if depth == 0 and place < len(latex) - 1:
                return latex
        return latex[1:-1].strip()
    return latex


def module(path: Path) -> list[Path]:
    """Return the file with the code of a page, if there is one."""
    name = f"{path.parent.name}/{path.stem}.py".replace("-", "_")
    found = SNIPPETS / name
    return [found] if DOCS in path.parents and found.is_file() else []


def pieces(path: Path) -> Iterator[Piece]:
    """Return what a page or a lab says, without its front matter."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        for cell in json.loads(text)["cells"]:
            code, source = cell["cell_type"] == "code", "".join(cell["source"])
            first = json.dumps(source.partition("\n")[0], ensure_ascii=False)[1:-1]
            start = text.count("\n", 0, max(text.find(first), 0)) + 1
            yield from (
                [Piece("code", start, source)] if code else _pieces(source, start)
            )
        return
    head = text.find("\n---\n", 3) + 5 if text.startswith("---\n") else 0
    yield from _pieces("\n" * text.count("\n", 0, head) + text[head:], 1)


def _pieces(text: str, start: int) -> Iterator[Piece]:
    held: list[str] = []  # lines of what is not yet complete
    first, until, rows, asked, fence = 0, "", 0, False, ""
    for number, line in [*enumerate(plain(text).split("\n"), start), (0, "")]:
        line = re.sub(r"^(?: *> ?)+", "", line)
        said = line.strip()
        opened = re.match(r"(`{3,}|~{3,})", said)
        if fence:
            if said.startswith(fence) and set(said) == {fence[0]}:
                yield Piece("code", first, "\n".join(held))
                held, fence = [], ""
            else:
                held.append(line)
            continue
        if until:
            held.append(line)
            if said.endswith(until):
                yield _display(held, first, until)
                held, until = [], ""
            continue
        sign, begun = said[:2], BEGIN.match(said)
        special = opened or said.startswith(("|", "#", "///")) or sign in ENDS or begun
        if held and (not said or special):
            yield Piece("prose", first, "\n".join(held), asked=asked)
            held = []
        if said and not line.startswith(" "):
            asked = said.startswith(("??? option", "/// answer", "??? wrong"))
        if opened:
            fence, first = opened[1], number
        elif sign in ENDS or begun:
            until = (
                ENDS[sign] if sign in ENDS else f"\\end{{{begun[1]}}}" if begun else ""
            )
            held, first = [line], number
            if len(said) > 4 and said.endswith(until):
                yield _display(held, number, until)
                held, until = [], ""
        elif said.startswith("|"):
            if not set(said) <= set("|-: "):
                texts = [one.strip() for one in CELL.split(said.strip("|"))]
                cells = [Piece("cell", number, one) for one in texts]
                yield Piece("row" if rows else "head", number, said, cells, asked)
            rows += 1
            continue
        elif said.startswith(("#", "///")):
            yield Piece("heading", number, said)
        elif said:
            first = first if held else number
            held.append(line)
        rows = 0


def _display(lines: list[str], first: int, until: str) -> Piece:
    text = "\n".join(lines).strip()
    if not until.startswith("\\end"):
        text = text[2:-2]
    return Piece("display", first, text)
