"""A page as a sequence of text and code, for places that know plain Markdown only."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from downhill.document import Document
from downhill.maths import roles

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
    """Prose as plain Markdown; nothing if it is blank."""
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
