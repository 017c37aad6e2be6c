"""A chapter to take along: a notebook and a plain script, made from its page."""

import json
import re
import textwrap
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from posixpath import basename
from typing import Any
from urllib.parse import urljoin

from downhill.document import Document
from downhill.files import write_whole
from downhill.maths import roles
from downhill.pages import Page
from downhill.problem import CACHE, Problem

FOLDED = re.compile(r'^(?P<indent> *)(?:\?\?\?\+?|!!!|===) *\w* *"(?P<title>.*)" *$')
ANCHOR = re.compile(r" *\{ ?#[\w-]+ ?\}")
BLOCK = re.compile(r"^/// *(?P<name>[\w-]*).*$")
EMPTY = re.compile(r"<details><summary>.*</summary>\s*</details>\s*")
IMAGE = re.compile(r"!\[(?:[^\[\]]|\[[^\[\]]*\])*\]\((\S+?)\)")
LINK = re.compile(  # or code, in which nothing is a link
    r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)"
    r"|(?<!!)\[(?P<text>[^\]]*)\]\((?P<target>(?!\w+:)[^)\s]+)\)(\{[^}]*\})?",
    re.S,
)


@dataclass(frozen=True)
class Text:
    """Markdown that any reader of Markdown understands."""

    text: str


@dataclass(frozen=True)
class Code:
    """A block, what it prints, and the exception that it is meant to raise."""

    code: str
    output: str = ""
    raises: str | None = None
    folded: bool = False  # on the page: a solution, or code of another chapter


def pieces(document: Document, address: str) -> list[Text | Code]:
    """Return a page in order, without its title; `address` is where it is published."""
    found: list[Text | Code] = []
    prose: list[str] = []
    blocks = {block.line: block for block in document.blocks}
    depth, title = 0, ""  # of what is folded
    end = document.headings[0].line  # of what is told
    for number, line in document.prose(asked=False):
        if number <= end:
            continue
        block = blocks.get(number)
        indent = len(block.indent if block else line) - len(line.lstrip())
        if title and (block or line.strip()) and indent < depth:
            prose += ["", "</details>", ""]
            title = ""
        if folded := FOLDED.match(line):
            depth, title = indent + 4, folded["title"]
            prose += _opened(title)
        elif block is None:
            prose.append(line[depth:] if title else line)
        else:
            end = (block.output or block).end
            code, runs = block.code.strip("\n"), block.language == "python"
            if runs and not block.task:
                found += _text(prose + ["", "</details>"] * bool(title), address)
                printed = block.output.code.strip("\n") if block.output else ""
                found.append(Code(code, printed, block.raises, bool(title)))
                prose = _opened(title) if title else []
            else:  # to read, not to run
                for each in filter(None, (block, block.output)):
                    mark = "````" if "```" in each.code else "```"
                    lines = each.code.strip("\n").splitlines()
                    prose += [f"{mark}{each.language}", *lines, mark]
    return [*found, *_text(prose + ["", "</details>"] * bool(title), address)]


def _opened(title: str) -> list[str]:
    return [f"<details><summary>{title}</summary>", ""]


def _text(lines: list[str], address: str) -> list[Text | Code]:
    """Return prose as plain Markdown; nothing if it is blank."""
    plain, caption = [], False
    for line in lines:
        if block := BLOCK.match(line):
            caption = block["name"] == "figure-caption"
        elif line.startswith("{ ."):
            continue
        else:
            line = ANCHOR.sub("", line)
            plain.append(f"*{line}*" if caption and line else line)
    text = re.sub(r"\n{3,}", "\n\n", EMPTY.sub("", "\n".join(plain))).strip()
    text = roles.plain(text)

    def absolute(link: re.Match[str]) -> str:
        if not link["target"]:
            return link[0]
        path, mark, anchor = link["target"].partition("#")
        if path:
            path = urljoin(address, "../" + path)
            path = re.sub(r"(?:(?<=/)index)?\.md$", "/", path).replace("//", "/")
            path = path.replace(":/", "://", 1)
        return f"[{link['text']}]({path or address}{mark}{anchor})"

    return [Text(LINK.sub(absolute, text))] if text else []


KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def notebook(
    page: Page,
    parts: Sequence[Text | Code],
    figures: Mapping[str, Path],
    address: str,
) -> dict[str, Any]:
    """Return the notebook, in Jupyter's format 4.5; `figures` are drawn files by their names.

    A Problem for an image that was not drawn.
    """
    title = f"# {page.title}\n\n{page.meta['description']}\n\n[{address}]({address})"
    cells, run = [_cell_of_text(page, Text(title), {})], 0
    for part in parts:
        if isinstance(part, Text):
            cells.append(_cell_of_text(page, part, figures))
        else:
            run += 1
            cells.append(_cell_of_code(part, run))
    for number, cell in enumerate(cells):
        source = f"{number} {cell['source']}"
        cell["id"] = sha256(source.encode()).hexdigest()[:8]  # the same at each build
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _cell_of_text(
    page: Page, part: Text, figures: Mapping[str, Path]
) -> dict[str, Any]:
    """Return a cell of text, its figures inside: JupyterLab shows no SVG that is an attachment."""
    source = part.text
    for target in IMAGE.findall(source):
        name = target.rpartition("/")[2]
        if name not in figures:
            what = f"no figure is drawn for the image {target}"
            remedy = "name a figure of this chapter's module"
            raise Problem(page.path, page.line_of(target), what, remedy)
        data = b64encode(figures[name].read_bytes()).decode()
        source = source.replace(f"]({target})", f"](data:image/svg+xml;base64,{data})")
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def _cell_of_code(part: Code, run: int) -> dict[str, Any]:
    """Return a cell and what it left; one that is meant to raise does not stop the others."""
    shown, _, last = (
        part.output.rpartition("\n") if part.raises else (part.output, "", "")
    )
    outputs: list[dict[str, Any]] = []
    if shown:
        outputs.append(
            {"output_type": "stream", "name": "stdout", "text": f"{shown}\n"}
        )
    if part.raises:
        value = last.partition(": ")[2]
        error = {"ename": part.raises, "evalue": value, "traceback": [last]}
        outputs.append({"output_type": "error", **error})
    metadata: dict[str, Any] = {"tags": ["raises-exception"]} if part.raises else {}
    if part.folded:
        metadata["jupyter"] = {"source_hidden": True, "outputs_hidden": True}
    return {
        "cell_type": "code",
        "execution_count": run,
        "metadata": metadata,
        "outputs": outputs,
        "source": part.code,
    }


HEADING = re.compile(r"^(?:#+ (.+)|<details><summary>(.+)</summary>)$", re.M)
HEAD = '''"""{title}

{description}

{address}

Needs NumPy and Matplotlib. What a block prints stands below it.
"""
'''


def script(page: Page, parts: Sequence[Text | Code], address: str) -> str:
    """Return the script; it prints the outputs of the page and nothing else."""
    description = textwrap.fill(page.meta["description"], 88)
    written = [HEAD.format(title=page.title, description=description, address=address)]
    for part in parts:
        if isinstance(part, Code):
            written.append(_lines(part))
        elif names := [a or b for a, b in HEADING.findall(part.text)]:
            written.append("\n".join(f"# {name}" for name in names[-1:]))
    return "\n\n".join(written) + "\n"


def _lines(part: Code) -> str:
    code = part.code
    if part.raises:
        inside = textwrap.indent(code, "    ")
        said = f'    print(f"{part.raises}: {{error}}")'
        code = f"try:\n{inside}\nexcept {part.raises} as error:\n{said}"
    if part.output:
        code += "\n" + textwrap.indent(part.output, "# ", lambda _: True)
    return code


FOLDER = CACHE / "downloads"


@dataclass(frozen=True)
class Downloads:
    """The files of one chapter, by their address on the site, and where the build keeps them."""

    page: Page
    notebook: Path
    script: Path

    @property
    def files(self) -> dict[str, Path]:
        """Return the files by their addresses."""
        return {
            f"{self.page.address}.ipynb": self.notebook,
            f"{self.page.address}.py": self.script,
        }


def plan(page: Page, folder: Path = FOLDER) -> Downloads:
    """Where a chapter's downloads will be; `write` makes them, once its figures are drawn."""
    name = page.address.replace("/", "--")
    return Downloads(page, folder / f"{name}.ipynb", folder / f"{name}.py")


def write(
    downloads: Downloads,
    document: Document,
    figures: Mapping[str, Path],
    site_url: str,
) -> None:
    """Make both files of a chapter from its page and its drawn figures.

    `figures` are the drawn files by their addresses below docs/, `site_url` is the address
    that the site is published at: links in the downloads lead there.
    """
    page = downloads.page
    address = urljoin(site_url, f"{page.address}/")
    parts = pieces(document, address)
    drawn = {
        uri.rpartition("/")[2]: file
        for uri, file in figures.items()
        if uri.startswith(f"{page.address}/")
    }
    made = notebook(page, parts, drawn, address)
    text = json.dumps(made, ensure_ascii=False, indent=1)
    write_if_new(downloads.notebook, text)
    write_if_new(downloads.script, script(page, parts, address))


def write_if_new(file: Path, text: str) -> None:
    """Write a file unless it says just this: what is served is not copied for nothing."""
    old = file.read_bytes() if file.is_file() else b""
    if sha256(old).digest() != sha256(text.encode()).digest():
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, text)


def markdown(page: Page) -> str:
    """Return the line at a chapter's foot that offers both."""
    name = basename(page.address)
    return (
        f"\nTake it along: [a notebook]({name}.ipynb){{ download }} with outputs and"
        f" figures, or [a plain script]({name}.py){{ download }}.\n{{ .take }}\n"
    )
