"""Read a page: its address, its front matter, its text."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from downhill.configuration import twice
from downhill.pages.blocks import outside
from downhill.problem import DOCS, Faults, Problem, raise_all

KEYS = {
    "title",
    "description",
    "needs",
    "goal",  # what a reader wants who comes for this chapter; the map says the way
    "numbers",
    "numbers_from",
    "template",
    "hide",
    "was",  # addresses that the page had before
}
# The form of a chapter: a reader always knows where to look.
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
# Byte order marks, zero width, reordering, and the marks that blocks.py puts.
HIDDEN = re.compile(
    r"[\x00\x02\x03\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ue000-\ue001\ufeff]"
)
MARK = re.compile(r"^ *///(?!/) *([\w-]*)")  # opens a block, or closes it
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # C where PyYAML has it


@dataclass(frozen=True)
class Page:
    """One Markdown file below docs/.

    `address` is its path without the ending ("one-variable/the-derivative"), `text` the
    whole file, `body` the text with the front matter blanked out, so that its line numbers
    are the file's.
    """

    path: Path
    address: str
    meta: dict[str, Any]
    text: str
    body: str

    @property
    def title(self) -> str:
        """The page's title: from the front matter, else its first level-one heading."""
        for line in self.body.splitlines():
            if line.startswith("# "):
                return str(self.meta.get("title", line[2:].strip()))
        raise Problem(self.path, 1, "has no title", "start the text with `# Title`")

    @property
    def is_chapter(self) -> bool:
        """True for a page that other chapters can build on: it says what it needs itself."""
        return "needs" in self.meta

    def line_of(self, fragment: str) -> int:
        """The first line that holds this fragment, counted from 1; 1 if none does."""
        position = self.text.find(fragment)
        return self.text.count("\n", 0, position) + 1 if position >= 0 else 1


def read_text(path: Path) -> str:
    """A file that is shown on a page; a Problem if it is not UTF-8 that can be seen.

    Line ends may be those of any system. What hides or reorders text is refused: a
    reader would not see what is run.
    """
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, what = data.count(b"\n", 0, error.start) + 1, f"is not UTF-8: {error}"
        raise Problem(path, line, what, "save it as UTF-8") from None
    if found := HIDDEN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        what = f"holds the character U+{ord(found[0]):04X}, which nobody sees"
        remedy = "delete it; save the file as UTF-8 without a byte order mark"
        raise Problem(path, line, what, remedy)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read(path: Path, docs: Path = DOCS) -> Page:
    """Read one page; a Problem if it is not clean UTF-8 or its front matter is wrong."""
    text = read_text(path)
    if "\t" in text:  # Markdown makes spaces of it, in code as well
        line = text.count("\n", 0, text.index("\t")) + 1
        remedy = "write spaces; in a string, `\\t`"
        raise Problem(path, line, "holds a tab, of which the site makes spaces", remedy)
    remedy = "start the page with `---`, `description: ...`, `---`"
    head, fence, _ = text[4:].partition("\n---\n")
    if not text.startswith("---\n") or not fence:
        raise Problem(path, 1, "has no front matter", remedy)
    try:
        meta = yaml.load(head, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        what = f"front matter is not YAML: {getattr(error, 'problem', error)}"
        raise Problem(path, line, what, "mend the line, or quote its value") from None
    if not isinstance(meta, dict) or not meta.get("description"):
        raise Problem(path, 1, "front matter has no `description`", remedy)
    for number, key in twice(head):
        what = f"front matter has `{key}` twice"
        raise Problem(path, number + 1, what, "make one of the two")
    for key in meta.keys() - KEYS:
        what = f"front matter has an unknown key `{key}`"
        line = f"\n{head}".partition(f"\n{key}:")[0].count("\n") + 2
        raise Problem(path, line, what, f"use one of {', '.join(sorted(KEYS))}")
    blank = "\n" * (head.count("\n") + 3)
    body = blank + text[4 + len(head) + len(fence) :]
    address = path.relative_to(docs).with_suffix("").as_posix()
    return Page(path, address, meta, text, body)


def line_of(page: Page, number: int, line: str) -> int | None:
    """The line in the file of a line of a body: that of a lab is cells without lines."""
    if page.path.suffix != ".ipynb":
        return number
    text = page.path.read_text(encoding="utf-8")
    at = text.find(json.dumps(line, ensure_ascii=False)[1:-1])
    return text.count("\n", 0, at) + 1 if at >= 0 else None


def read_all(docs: Path = DOCS) -> list[Page]:
    """Every page below docs/, sorted by address; one Problem for all that cannot be read."""
    pages, faults = [], Faults()
    for path in sorted(docs.rglob("*.md")):
        with faults.noted():
            pages.append(read(path, docs))
    raise_all(faults)
    return pages


def check_closed(page: Page) -> None:
    """A Problem for a caption that does not end before the next block, which it would hold."""
    opened: tuple[int, str] | None = None
    for number, line in [*outside(page.body.splitlines()), (0, "/// end")]:
        mark = MARK.match(line)
        if mark and mark[1] and opened:
            what = f"`/// {opened[1]}` is not closed"
            raise Problem(page.path, opened[0], what, "end it with `///`")
        if mark:  # an answer block says itself that it does not end
            opened = (number, mark[1]) if mark[1] not in ("", "answer") else None


def check_form(page: Page) -> None:
    """A Problem unless a chapter's level-two headings are known ones, in their order.

    Between "See it" and "The math" there may be others.
    """
    check_closed(page)
    if not page.is_chapter:
        return
    last, story = -1, (0, "")
    for number, line in outside(page.body.splitlines()):
        if not line.startswith("## "):
            continue
        heading = line[3:].split("{")[0].strip()
        place = SECTIONS.index(heading) if heading in SECTIONS else None
        if place is None and last == STORY[0]:
            story = number, heading
            continue
        if place is None or (story[0] and last == STORY[0] and place != STORY[1]):
            at, name = story if place else (number, heading)
            what = f"`{name}` is no section of a chapter"
            remedy = f"use one of: {', '.join(SECTIONS)}; a story stands between See it and The math"
            raise Problem(page.path, at, what, remedy)
        if place <= last:
            what = f"`{heading}` stands after `{SECTIONS[last]}`"
            raise Problem(page.path, number, what, f"order: {', '.join(SECTIONS)}")
        last = place
