"""Refuse text that Markdown takes in silence for something else than was meant."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from markdown.extensions.toc import slugify

from downhill.document import Document
from downhill.pages import Page
from downhill.problem import Problem

CONFLICT = re.compile(r"(<{7}|\|{7}|={7}|>{7})( |$)")
BRACES = re.compile(r"\{\{(?! repo_url \}\}).*?(?:\}\}|$)|\{%.*?(?:%\}|$)")
FORMULA = re.compile(r"\$\$.*?\$\$|(?<!\\)\$[^$\n]+\$", re.DOTALL)
ITEM = re.compile(r"(?:[-*+]|\d+[.)])\s+\S")
BOX = re.compile(r"(?P<indent> *)(?:\?\?\?\+?|!!!|===[+!]*) ")
BLOCK = re.compile(r" *///(?!/) *(?P<name>[\w-]*)")
HEADING = re.compile(
    r"#{1,6} *(?P<text>.*?) *#*(?: *\{[^}]*?(?:#(?P<id>[\w-]+))?[^}#]*\})?$"
)
DEFINED = re.compile(r" {0,3}\[(?P<name>[^\]]+)\]:")
OPENS = re.compile(r"#{1,6} |\?\?\?|!!!|=== ?[+!]*\"|///|<")
CODE = re.compile(r"(`+).+?\1")
Fault = tuple[int, str, str]  # line, what, remedy


def faults(document: Document) -> Iterator[Problem]:
    """Yield what stands ambiguously on a page, or in the text of a lab."""
    page, text = document.page, dict(document.prose(asked=False))
    lines = page.body.split("\n")
    written = page.text.split("\n") if page.path.suffix == ".md" else lines
    for number, line in enumerate(written, 1):  # its front matter too
        if CONFLICT.match(line):
            what, remedy = f"a mark of two versions: `{line}`", "keep one of the two"
            yield Problem(page.path, number, what, remedy)
    if BRACES.search(description := str(page.meta.get("description", ""))):
        what, place = f"`{description}` is no template", page.line_of("description")
        yield Problem(page.path, place, what, "write what is to stand there")
    whole = FORMULA.sub(
        lambda tex: "x" + "\n" * tex[0].count("\n"), "\n".join(text.values())
    )
    text = dict(zip(text, whole.split("\n"), strict=True))
    for check in (braces, boxes, lists, names):
        for number, what, remedy in check(lines, text):
            yield Problem(page.path, number, what, remedy)


def titles(pages: Iterable[Page]) -> Iterator[Problem]:
    """Yield the pages that have the title of another one."""
    first: dict[str, Page] = {}
    for page in pages:
        other = first.setdefault(page.title, page)
        if other is not page:
            what = f"`{page.title}` is the title of {other.path.name} too"
            line = page.line_of(f"# {page.title}")
            yield Problem(page.path, line, what, "name one of the two otherwise")


def versions(folder: Path) -> Iterator[Problem]:
    """Yield the templates with the marks of two versions, which nothing else reads."""
    for path in sorted(folder.rglob("*.html")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if CONFLICT.match(line):
                what = f"a mark of two versions: `{line}`"
                yield Problem(path, number, what, "keep one of the two")


def braces(_: list[str], text: dict[int, str]) -> Iterator[Fault]:
    """Yield what a template would fill in: no page is one."""
    for number, line in text.items():
        if found := BRACES.search(CODE.sub("", line)):
            what = f"`{found[0]}` is shown as it is: a page is no template"
            yield number, what, "write what is to stand there, or set it as `code`"


def boxes(lines: list[str], text: dict[int, str]) -> Iterator[Fault]:
    """Yield the boxes that hold nothing."""
    for number, line in text.items():
        box, block = BOX.match(line), BLOCK.match(line)
        if not box and not block:
            continue
        following = next(filter(str.strip, lines[number:]), "")
        if box:
            depth = len(following) - len(following.lstrip())
            if depth < len(box["indent"]) + 4:
                yield number, f"`{line.strip()}` holds nothing", INDENT
        elif block and block["name"]:
            end = BLOCK.match(following)
            if end and not end["name"]:
                what = f"`{line.strip()}` holds nothing"
                yield number, what, "write its text on the next line, or delete it"


INDENT = "set its text in by four blanks below it, or delete it"


def lists(_: list[str], text: dict[int, str]) -> Iterator[Fault]:
    """Yield the lines that look like a list and are read as none, or as another one."""
    paragraph = listed = False  # what the line above belongs to
    for number, line in text.items():
        bare = line.lstrip(" >")
        item, depth = ITEM.match(bare), len(line) - len(line.lstrip())
        if not bare or OPENS.match(bare):
            paragraph = listed = False
        elif item and (paragraph and not listed):
            what = f"`{bare[:30]}` goes on with the paragraph above, and is no list"
            yield number, what, "leave a blank line above the list"
        elif item and bare.partition(" ")[0].endswith(")"):
            what = f"`{bare[:30]}` begins no list"
            yield number, what, "write `1. ` and so on"
        elif depth % 4 and (item or not paragraph):
            what = f"`{bare[:30]}` is set in by {depth} blanks, which is neither in nor out"
            yield number, what, "set it in by four, or not at all"
        listed = bool(bare) and (listed or bool(item))
        paragraph = bool(bare) and not OPENS.match(bare)


def names(_: list[str], text: dict[int, str]) -> Iterator[Fault]:
    """Yield headings, links and notes by a name that another has."""
    seen: dict[str, int] = {}
    for number, line in text.items():
        if heading := HEADING.match(line):
            slug = heading["id"] or slugify(heading["text"], "-")
            name, what = f"#{slug}", f"another heading is called `{heading['text']}`"
            remedy = "name it otherwise, or give it an id of its own: `{#words}`"
        elif defined := DEFINED.match(line):
            name, what = (
                defined["name"].casefold(),
                f"`[{defined['name']}]:` stands twice",
            )
            remedy = "give it another name, or delete it"
        else:
            continue
        if name in seen:
            yield number, f"{what}, on line {seen[name]}", remedy
        seen.setdefault(name, number)
