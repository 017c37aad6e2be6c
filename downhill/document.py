"""A page as the site's own Python-Markdown reads it, once, for all that asks what it holds.

Each fence is marked with its line before sections are expanded, and each text gets its line
while it still stands as it is written. So what is in a list, a box, a quotation or an included
page is seen as a reader sees it, and every fault has its place.
"""

import ast
import pickle
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import unescape
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from downhill import configuration, sections
from downhill.cache import digest, kept
from downhill.maths import INLINE
from downhill.pages import Page
from downhill.pages import read as read_page
from downhill.problem import DOCS, SNIPPETS, Faults, Problem, raise_all

STX = "\x02"  # begins what Markdown puts for what is ready
LANGUAGES = ("python", "output", "bash", "text", "yaml", "markdown")
FENCE = re.compile(r"^(?P<indent>[\s>]*)(?P<fence>`{3,}|~{3,})(?P<info>.*)$")
PYTHON = re.compile(r"^[\s>]*[`~]{3,}[ {.]*python\b")
PLACE = re.compile(r"^\ue000(\d+)\ue001$")
CODE = re.compile(rf"^\s*{STX}wzxhzdk:\d+\x03\s*$")  # what stands for a block
# What may stand before a text on its line: signs, or what opens a box, a row, a note.
BEFORE = re.compile(r"[\W\d_]*|\s*(?:\?\?\?|!!!|===|///|[<|]|\[\^).*")
QUESTION = re.compile(r"\*\*(?P<number>\d+)\. ")
ANSWER = re.compile(r"^ {0,3}(?P<mark>/{3,}) *answer *(?:\| *(?P<label>.*?) *)?$")
UNREAD = re.compile(r"(?<!\\)\[[^\[\]]+\]\[[^\[\]]*\]|\[\^[^\]\s]+\](?!:)")
IN_HTML = re.compile(r'<img\b[^>]*?\ssrc="([^"]+)"')
IN_A_BOX = re.compile(r"^[\s>]*/{3,} *answer\b")
HEADING = re.compile(r"h[1-6]")
DEFINES = re.compile(r"\s*\[[^\]]+\]:")
NOT_WRITTEN = {"headerlink", "footnote-ref", "footnote-backref"}  # links of extensions
LINE = "data-line"  # of an element: the number of its text
MADE_BY = [Path(__file__), Path(sections.__file__), configuration.FILE]
MADE_BY.append(Path(__file__).with_name("exercises") / "__init__.py")
PACKAGES = ("markdown", "pymdown-extensions")


@dataclass(frozen=True)
class Block:
    """A fenced block: where it stands and what it says.

    `line` and `end` are the lines of its fences in `path`, counted from 1; `code` is
    dedented, with sections expanded; `source` are its lines as they stand in the page.
    """

    path: Path
    line: int
    end: int
    indent: str
    source: tuple[str, ...]
    language: str = ""
    code: str = ""
    raises: str | None = None
    output: "Block | None" = None
    task: str | None = None  # its part in an exercise; then it is not run with the page

    def line_of(self, code_line: int) -> int:
        """Return the page's line of a line of `code` (from 1): its own, or its section's."""
        total = self.code.count("\n") + 1
        shows = [i for i, line in enumerate(self.source) if sections.SHOWN.match(line)]
        if not shows or code_line - 1 < shows[0]:
            return self.line + code_line
        below = total - code_line
        if below < len(self.source) - 1 - shows[-1]:
            return self.end - 1 - below
        return self.line + 1 + shows[0]

    def moved(self, old: Path, new: Path) -> "Block":
        """Return the block of a page that has another path."""
        path = new if self.path == old else self.path
        return replace(
            self, path=path, output=self.output and self.output.moved(old, new)
        )


class Text(NamedTuple):
    """A text as it is written, with its line.

    `kind` is its element, such as "h2", "p", "td"; of a box's title the kind of the box;
    "display" for a formula on lines of its own.
    """

    line: int
    kind: str
    text: str
    box: str = ""  # that it stands in: "option", "hint", "answer"


NO_TEXT = Text(1, "", "")


class Heading(NamedTuple):
    """A heading; `given` says whether its id is the author's."""

    line: int
    level: int
    text: str
    id: str
    given: bool


class Target(NamedTuple):
    """Where a link or an image leads, as it is written; `html` if it is raw HTML."""

    line: int
    target: str
    html: bool = False


class Formula(NamedTuple):
    """LaTeX between dollars."""

    line: int
    tex: str
    display: bool


class Option(NamedTuple):
    """An option of a question, and its reason."""

    line: int
    title: str
    body: str


class Question(NamedTuple):
    """A question; `apart` if something stands between it and its options."""

    line: int
    number: int
    apart: list[Text]
    options: list[Option]


class Asked(NamedTuple):
    """An answer block as it stands; its exercise is over `after` blocks of the page."""

    line: int
    exercise: str
    label: str
    body: tuple[tuple[int, str], ...]  # its lines, with their numbers
    closed: bool
    after: int


NO_PAGE = Page(Path(), "", {}, "", "")


@dataclass(frozen=True)
class Document:
    """What a page holds, in its order; `lines` are those of its file, empty where code is."""

    page: Page
    lines: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    texts: list[Text] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    links: list[Target] = field(default_factory=list)
    images: list[Target] = field(default_factory=list)
    unread: list[Target] = field(
        default_factory=list
    )  # links and notes without a target
    questions: list[Question] = field(default_factory=list)
    answers: list[Asked] = field(default_factory=list)
    astray: list[int] = field(default_factory=list)  # lines of those that are none
    sections: set[tuple[str, str]] = field(default_factory=set)  # of which file

    @property
    def python(self) -> list[Block]:
        """Return all of Python: also what exercises start with, their checks, wrong answers."""
        return [block for block in self.blocks if block.language == "python"]

    @property
    def run(self) -> list[Block]:
        """Return what a reader runs, from the top of the page to its end."""
        return [block for block in self.python if block.task is None]

    @property
    def formulas(self) -> Iterator[Formula]:
        """Yield the formulas between dollars, displayed or not."""
        for line, kind, text, _ in self.texts:
            if kind == "display":
                yield Formula(line, text, True)
                continue
            yield from formulas(text, line)

    def rows(self) -> Iterator[tuple[int, list[Text]]]:
        """Yield the rows of all tables, the first of each too: the line, and its cells."""
        cells: dict[int, list[Text]] = {}
        for text in self.texts:
            if text.kind in ("th", "td"):
                cells.setdefault(text.line, []).append(text)
        yield from cells.items()

    def prose(self, *, asked: bool = True) -> Iterator[tuple[int, str]]:
        """Yield the lines outside of code, with their numbers.

        Of an answer block its words alone, or nothing at all unless `asked`.
        """
        words: dict[int, str] = {}
        for answer in self.answers:
            words[answer.line] = answer.label
            for number, line in answer.body:
                words[number] = line[1:] and said(line)[1] if line[:1] == " " else ""
            words[answer.line + len(answer.body) + answer.closed] = ""
        for number, line in enumerate(self.lines, 1):
            yield (
                number,
                line if number not in words else words[number] if asked else "",
            )


def formulas(text: str, line: int = 1) -> Iterator[Formula]:
    """Yield the formulas in a text that begins on this line."""
    for found in INLINE.finditer(text):
        if tex := found["dollar"] or found["round"]:
            yield Formula(line + text.count("\n", 0, found.start()), tex, False)


def said(line: str) -> tuple[str, str]:
    """Return the two sides of `expression: words`; the expression is "" if there is none."""
    at = line.find(": ")
    while at >= 0:
        try:
            ast.parse(line[:at].strip(), mode="eval")
        except SyntaxError:
            at = line.find(": ", at + 1)
        else:
            return line[:at].strip(), line[at + 2 :].strip()
    return "", line.strip()


def read(path: Path, docs: Path = DOCS) -> Document:
    """Return what a page or a lab holds."""
    return of(read_page(path, docs))


def of(page: Page) -> Document:
    """Return what a page holds, from the cache or read now.

    Raises Problem for a fence that is not rendered as a block, a language that is not used
    here, an output with no block, a section that is not there, an answer that is no block.
    """
    shown = sections.files(page.body, SNIPPETS)
    made_of = (page.path.suffix, page.body, *shown, *MADE_BY, *map(version, PACKAGES))
    key, own = digest(*made_of), Path()

    def make() -> bytes:
        made = _Reading(page).document()
        blocks = tuple(block.moved(page.path, own) for block in made.blocks)
        return pickle.dumps(replace(made, page=NO_PAGE, blocks=blocks))

    if key not in _known:
        _known[key] = pickle.loads(kept(f"documents/{key}.pickle", make))
    held = _known[key]
    blocks = tuple(block.moved(own, page.path) for block in held.blocks)
    return replace(held, page=page, blocks=blocks)


_known: dict[str, Document] = {}  # for as long as this process lives


def read_all(pages: Iterable[Page]) -> list[Document]:
    """Return what all of these hold; raises one Problem for those that cannot be read."""
    documents, faults = [], Faults()
    for page in pages:
        with faults.noted():
            documents.append(of(page))
    raise_all(faults)
    return documents


def page_text(text: str, repository: str | None) -> str:
    """Return a page with the address of the repository in place."""
    return text.replace("{{ repo_url }}", repository or "")


def site_config() -> Any:
    """Return the site's MkDocs configuration, with what the hooks add to it."""
    return _configured(configuration.FILE.read_bytes())


@lru_cache(maxsize=1)
def _configured(_: bytes) -> Any:
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort

    said = configuration.at_its_line()
    try:
        config = load_config(str(configuration.FILE))
    except Abort:
        raise_all(said)
        raise
    return config.plugins.on_config(config)


def site_markdown(page: Path) -> markdown.Markdown:
    """Return Python-Markdown as the site configures it; faults of formulas wait for a build."""
    config = site_config()
    snippets = config.mdx_configs["pymdownx.snippets"]
    options = {
        **config.mdx_configs,
        "pymdownx.snippets": {**snippets, "base_path": [str(SNIPPETS)]},
        "downhill.maths": {"page": str(page), "faults": []},
        "downhill.exercises": {"page": str(page), "compute": False},
    }
    return markdown.Markdown(
        extensions=config.markdown_extensions, extension_configs=options
    )


class _Step(Treeprocessor):  # type: ignore[misc]
    def __init__(self, md: markdown.Markdown, run: Any) -> None:
        super().__init__(md)
        self.run = run


class _Reading:
    """One conversion of a page, and what is taken down of it."""

    def __init__(self, page: Page) -> None:
        self.page, self.md = page, site_markdown(page.path)
        self.lines: list[str] = []
        self.places: list[Block] = []  # of fences, as they are written
        self.blocks: list[Block] = []  # as they are rendered
        self.at: int = 0  # the line, from 0, that the next text is looked for from
        self.answers = 0  # that are rendered
        self.found = Document(page)

    def document(self) -> Document:
        """Convert the page; raises Problem as `of` says."""
        snippet: Any = self.md.preprocessors["snippet"]
        self.expand, snippet.parse_snippets = snippet.parse_snippets, self.mark
        extension: Any = self.md.preprocessors["fenced_code_block"].extension
        for fence in extension.superfences:
            fence["formatter"] = self.record
        tree = self.md.treeprocessors
        tree.register(_Step(self.md, self.place), "lines", 26)  # 25 are the formulas
        tree.register(_Step(self.md, self.gather), "gather", 3)  # ids are given at 5
        self.md.convert(page_text(self.page.body, site_config().repo_url))
        for raw in self.md.htmlStash.rawHtmlBlocks:
            for source in IN_HTML.findall(raw if isinstance(raw, str) else ""):
                line = self.line(source, anywhere=True)
                self.found.images.append(Target(line, source, True))
        rendered = {(block.path, block.line) for block in self.blocks}
        for block in self.places:
            if (block.path, block.line) not in rendered:
                what = "this fence is shown as text, not as a block"
                remedy = "check its indentation and its options: ```python, ```{.python data-raises=...}"
                raise Problem(block.path, block.line, what, remedy)
        found = replace(
            self.found, lines=tuple(self.lines), blocks=tuple(_paired(self.blocks))
        )
        found.answers.extend(self.asked(found))
        return found

    def mark(self, lines: list[str], file_name: Any = None, **options: Any) -> Any:
        """Put a line with its place under each opening fence, before sections are expanded."""
        if file_name is None or str(file_name).endswith(".md"):
            path = Path(file_name or self.page.path)
            marked, said, at = list[str](), list[str](), 0
            for start, end, opening in _fences(lines):
                if not end:
                    what = "this fence is never closed"
                    raise Problem(
                        path, start, what, f"close it with {opening['fence']}"
                    )
                mark = f"{opening['indent']}\ue000{len(self.places)}\ue001"
                marked += [*lines[at:start], mark, *lines[start:end]]
                said += [*lines[at : start - 1], *[""] * (end - start + 1)]
                inside = tuple(lines[start : end - 1])
                self.places.append(Block(path, start, end, opening["indent"], inside))
                at = end
            said += lines[at:]
            if file_name is None:
                self.lines = said
                faults = Faults()
                with faults.noted():
                    self.found.sections.update(sections.shown(path, lines, said))
                for block in self.places:
                    if PYTHON.match(lines[block.line - 1]):
                        faults += sections.quoted(path, block.line + 1, block.source)
                raise_all(faults)
            lines = [*marked, *lines[at:]]
        return self.expand(lines, file_name, **options)

    def record(
        self, src: str, language: str, attrs: dict[str, str], **more: Any
    ) -> str:
        """Take down a block as it would be highlighted."""
        first, _, code = src.partition("\n")
        if place := PLACE.match(first.strip()):
            block = self.places[int(place[1])]
            raises, task = attrs.get("data-raises"), attrs.get("data-apart")
            self.blocks.append(
                replace(block, language=language, code=code, raises=raises, task=task)
            )
        return "<pre></pre>"

    def line(self, text: str, *others: str, anywhere: bool = False) -> int:
        """Return the line of a text, the next that begins so; `others` stand on it too."""
        first = text.strip().split("\n")[0].split(STX)[0].strip()
        places: list[int] = []
        if first:
            places = [*range(self.at, len(self.lines)), *range(self.at)]
        for strict in (not anywhere, False):
            for number in places:
                line = self.lines[number]
                at = line.find(first)
                there = at >= 0 and all(other in line for other in others)
                if there and (not strict or BEFORE.fullmatch(line[:at])):
                    if strict:
                        self.at = number + 1 + text.strip().count("\n")
                    return number + 1
        return max(self.at, 1)

    def place(self, parent: etree.Element, box: str = "") -> None:
        """Give each text in here its line, and take down its questions."""
        question: Question | None = None
        for element in parent:
            kinds = (element.get("class") or "").split()
            kind = str(element.tag)
            text = str(element.text or "")
            before = len(self.found.texts)
            if kind == "tr":
                self.row(element, box)
                continue
            if "arithmatex" in kinds:
                kind, text = "display", unescape(text).strip()
            elif kind == "summary":
                kind = str(parent.get("class")).split()[0]
            if text.strip() and not CODE.match(text):
                element.set(LINE, str(before))
                line = self.line(text)
                self.found.texts.append(Text(line, kind, text, box))
            opens = kind == "details" or kinds == ["answer"]
            self.place(element, kinds[0] if opens and kinds else box)
            new = self.found.texts[before:]
            if kind == "p" and (begins := QUESTION.match(text)):
                question = Question(line, int(begins["number"]), [], [])
                self.found.questions.append(question)
            elif question and kinds[:1] == ["option"]:
                title = next((t for t in new if t.kind == "option"), Text(line, "", ""))
                body = "".join([*element.itertext()][1:])
                question.options.append(Option(title.line, title.text, body))
            elif question and (question.options or kind[:1] == "h"):
                question = None
            elif question:
                question.apart.append(Text(question.line, kind, text))

    def row(self, row: etree.Element, box: str) -> None:
        """Take down the cells of a row, which stand on one line; also those that are empty."""
        texts = [str(cell.text or "") for cell in row]
        if any(map(str.strip, texts)):
            line = self.line("|", *texts)
            for cell, text in zip(row, texts, strict=True):
                cell.set(LINE, str(len(self.found.texts)))
                self.found.texts.append(Text(line, str(cell.tag), text, box))

    def gather(self, parent: etree.Element, owner: Text = NO_TEXT) -> None:
        """Take down where links and images in here lead, and the ids of headings."""
        found = self.found
        for element in parent:
            number = element.get(LINE)
            text = found.texts[int(number)] if number else owner
            kinds = (element.get("class") or "").split()
            if kinds == ["answer"]:
                self.answers += 1
            if HEADING.fullmatch(str(element.tag)):
                given = bool(re.search(r"\{[^{}]*#", text.text))
                title = text.text.partition("{")[0].strip()
                level, id_ = int(element.tag[1]), str(element.get("id"))
                found.headings.append(Heading(text.line, level, title, id_, given))
            elif element.tag == "a" and not NOT_WRITTEN & {*kinds}:
                target = str(element.get("href", ""))
                found.links.append(Target(self.leading(target, text), target))
            elif element.tag == "img":
                target = str(element.get("src", ""))
                found.images.append(Target(self.leading(target, text), target))
            for part in (element.text, element.tail):
                if part and "[" in part and not isinstance(part, AtomicString):
                    for left in UNREAD.findall(part):
                        found.unread.append(Target(self.leading(left, text), left))
            self.gather(element, text)

    def leading(self, target: str, text: Text) -> int:
        """Return the line of a link: in its text, or where its name is defined."""
        at = text.text.find(target)
        if at >= 0:
            return text.line + text.text.count("\n", 0, at)
        for number, line in enumerate(self.lines, 1):
            if target and target in line and DEFINES.match(line):
                return number
        return text.line

    def asked(self, found: Document) -> list[Asked]:
        """Return the answer blocks, and note those that are none for Markdown."""
        answers: list[Asked] = []
        headings = [each for each in found.headings if each.level <= 3]
        loose = [n for n, line in enumerate(found.lines, 1) if IN_A_BOX.match(line)]
        strict = [n for n in loose if ANSWER.match(found.lines[n - 1])]
        for number in strict:
            opening = ANSWER.match(found.lines[number - 1])
            assert opening
            body: list[tuple[int, str]] = []
            for at, below in enumerate(found.lines[number:], number + 1):
                closed = below.strip() == opening["mark"]
                if closed or not below.strip():
                    break
                body.append((at, below))
            above = [each for each in headings if each.line < number]
            ends = [each.line for each in headings if each.line > number]
            over = ends[0] if ends else len(found.lines) + 1
            exercise = above[-1].id if above and above[-1].given else ""
            after = sum(b.line < over for b in found.run if b.path == self.page.path)
            label = opening["label"] or ""
            answers.append(Asked(number, exercise, label, tuple(body), closed, after))
        if len(strict) != self.answers and all(each.closed for each in answers):
            found.astray.extend([n for n in loose if n not in strict] or strict[:1])
        return answers


def _fences(lines: Sequence[str]) -> Iterator[tuple[int, int, re.Match[str]]]:
    """Yield the lines of each two fences, from 1, and the opening one; 0 for one not closed."""
    start, opening = 0, None
    for number, line in enumerate(lines, 1):
        fence = FENCE.match(line)
        if not fence:
            continue
        if opening is None:
            start, opening = number, fence
        elif fence["fence"].startswith(opening["fence"]) and not fence["info"].strip():
            yield start, number, opening
            opening = None
    if opening:
        yield start, 0, opening


def _paired(blocks: list[Block]) -> list[Block]:
    """Give each block the output below it."""
    paired: list[Block] = []
    for block in blocks:
        if block.language not in LANGUAGES:
            what = f"a block in `{block.language or 'no language'}`"
            raise Problem(block.path, block.line, what, f"use {', '.join(LANGUAGES)}")
        if "\n\n\n\n" in block.code and block.language == "python":
            what = "three blank lines in a row"
            remedy = "put code directly under the line that shows a section"
            raise Problem(block.path, block.line, what, remedy)
        if block.language != "output":
            paired.append(block)
            continue
        above = paired[-1] if paired else None
        near = above is not None and above.path == block.path and above.output is None
        if above is None or not near or above.language != "python":
            what = "an output that belongs to no block"
            remedy = "put it directly under the python block that prints it"
            raise Problem(block.path, block.line, what, remedy)
        if block.line - above.end > 2:
            what = "an output that stands apart from its block"
            remedy = f"put it directly under the block that ends on line {above.end}"
            raise Problem(block.path, block.line, what, remedy)
        paired[-1] = replace(above, output=block)
    return paired
