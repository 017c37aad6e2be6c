"""The code blocks of a page, as the site renders them.

The page goes through the site's own Python-Markdown, with each fence marked by its place
in the source first. So a block in a tab, an admonition, a list, a footnote or an included
page is seen as the reader sees it, with its sections expanded, and still knows its line.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import markdown

from downhill import configuration
from downhill.problem import Problem, raise_all

LANGUAGES = ("python", "output", "bash", "text", "yaml", "markdown")
FENCE = re.compile(r"^(?P<indent>[\s>]*)(?P<fence>`{3,}|~{3,})(?P<info>.*)$")
LANGUAGE = re.compile(r"[ \t{.]*(\w*)")
SHOWS = re.compile(r"^[\s>]*-+8<-+ ")
PLACE = re.compile(r"^\ue000(\d+)\ue001$")


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
        """The page's line for a line of `code` (from 1): its own, or that of its section."""
        total = self.code.count("\n") + 1
        shows = [i for i, line in enumerate(self.source) if SHOWS.match(line)]
        if not shows or code_line - 1 < shows[0]:
            return self.line + code_line
        below = total - code_line
        if below < len(self.source) - 1 - shows[-1]:
            return self.end - 1 - below
        return self.line + 1 + shows[0]


@lru_cache(maxsize=1)
def site_config() -> Any:
    """The site's MkDocs configuration, with what the hooks add to it."""
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
    """Python-Markdown as the site configures it, for this page."""
    config = site_config()
    options = {
        **config.mdx_configs,
        "downhill.maths": {"page": str(page)},
        "downhill.exercises": {"page": str(page), "compute": False},
    }
    return markdown.Markdown(
        extensions=config.markdown_extensions, extension_configs=options
    )


def fences(lines: Sequence[str]) -> Iterator[tuple[int, int, re.Match[str]]]:
    """Each fenced block: the lines of its fences, from 1, and the opening one as matched.

    The closing line is 0 if there is none.
    """
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


def language(info: str) -> str:
    """The language that an opening fence names: `python`, or `{.python data-raises=...}`."""
    found = LANGUAGE.match(info)
    return found[1] if found else ""


def outside(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Those of the lines that stand in no fenced block, with their numbers.

    An empty line stands for each block.
    """
    at = 0
    for start, end, _ in fences(lines):
        yield from enumerate(lines[at : start - 1], at + 1)
        yield start, ""
        at = end or len(lines)
    yield from enumerate(lines[at:], at + 1)


def read(
    path: Path, text: str, new: Callable[[Path], markdown.Markdown] = site_markdown
) -> list[Block]:
    """All fenced blocks of a page in the order of the page, outputs paired with their blocks.

    `text` is the page with its front matter blanked out. A Problem for a fence that is not
    rendered as a block, a language that is not used here, or an output with no block.
    """
    md = new(path)
    places: list[Block] = []
    rendered: list[Block] = []
    _mark_fences(md, path, places)
    _record_blocks(md, places, rendered)
    md.convert(text)
    lost = [block for block in places if block.line not in _lines(rendered, block.path)]
    if lost:
        what = "this fence is shown as text, not as a block"
        remedy = "check its indentation and its options: ```python, ```{.python data-raises=...}"
        raise Problem(lost[0].path, lost[0].line, what, remedy)
    return _pair(rendered)


def python_blocks(blocks: list[Block]) -> list[Block]:
    """Those that a reader runs, from the top of the page to its end."""
    return [block for block in tested(blocks) if block.task is None]


def tested(blocks: list[Block]) -> list[Block]:
    """All of Python: also what the exercises start with, their checks, wrong answers."""
    return [block for block in blocks if block.language == "python"]


def _lines(blocks: list[Block], path: Path) -> set[int]:
    return {block.line for block in blocks if block.path == path}


def _mark_fences(md: markdown.Markdown, page: Path, places: list[Block]) -> None:
    """Put a line with its place under each opening fence, before sections are expanded."""
    snippet: Any = md.preprocessors["snippet"]
    expand = snippet.parse_snippets

    def mark_then_expand(
        lines: list[str], file_name: Any = None, **options: Any
    ) -> Any:
        if file_name is None or str(file_name).endswith(".md"):
            lines = _marked(lines, Path(file_name or page), places)
        return expand(lines, file_name, **options)

    snippet.parse_snippets = mark_then_expand


def _marked(lines: list[str], path: Path, places: list[Block]) -> list[str]:
    marked, at = list[str](), 0
    for start, end, opening in fences(lines):
        if not end:
            what = "this fence is never closed"
            raise Problem(path, start, what, f"close it with {opening['fence']}")
        mark = f"{opening['indent']}\ue000{len(places)}\ue001"
        marked += [*lines[at:start], mark, *lines[start:end]]
        inside = tuple(lines[start : end - 1])
        places.append(Block(path, start, end, opening["indent"], inside))
        at = end
    return [*marked, *lines[at:]]


def _record_blocks(
    md: markdown.Markdown, places: list[Block], rendered: list[Block]
) -> None:
    """Take down each block as it is highlighted; the page itself is thrown away."""
    extension: Any = md.preprocessors["fenced_code_block"].extension

    def record(src: str, language: str, attrs: dict[str, str], **more: Any) -> str:
        first, _, code = src.partition("\n")
        if place := PLACE.match(first.strip()):
            block = places[int(place[1])]
            block = replace(block, language=language, code=code)
            raises, task = attrs.get("data-raises"), attrs.get("data-apart")
            rendered.append(replace(block, raises=raises, task=task))
        return "<pre></pre>"

    for fence in extension.superfences:
        fence["formatter"] = record


def _pair(blocks: list[Block]) -> list[Block]:
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
