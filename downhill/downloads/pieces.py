"""A page as a sequence of text and code, for places that know plain Markdown only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from downhill.exercises.reading import words
from downhill.maths import roles
from downhill.pages import Page
from downhill.pages.blocks import FENCE, language
from downhill.pages.sections import expanded

FOLDED = re.compile(r'^(?P<indent> *)(?:\?\?\?\+?|!!!|===) *\w* *"(?P<title>.*)" *$')
RAISES = re.compile(r'data-raises="(\w+)"')
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


def pieces(page: Page, address: str) -> list[Text | Code]:
    """The page in order, without its title; `address` is where it is published."""
    found: list[Text | Code] = []
    prose: list[str] = []
    depth, title = 0, ""  # of what is folded
    runs = False  # the block above
    lines = words(page.body.lstrip().splitlines()[1:], asked=False)
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if title and line.strip() and indent < depth:
            prose += ["", "</details>", ""]
            title = ""
        if folded := FOLDED.match(line):
            depth, title = indent + 4, folded["title"]
            prose += _opened(title)
        elif fence := FENCE.match(line):
            inside = "\n".join(map(expanded, _until(lines, fence["fence"]))).strip("\n")
            at = len(fence["indent"])
            code = "\n".join(line[at:] for line in inside.splitlines())
            info, kind = fence["info"], language(fence["info"])
            apart = "data-apart" in info  # of an exercise: to read, not to run
            if kind == "output" and runs and isinstance(found[-1], Code):
                found[-1] = replace(found[-1], output=code)
            elif kind == "python" and not apart:
                found += _text(prose + ["", "</details>"] * bool(title), address)
                raises = RAISES.search(info)
                found.append(Code(code, "", raises and raises[1], bool(title)))
                prose = _opened(title) if title else []
            else:
                mark = fence["fence"]
                prose += [f"{mark}{kind}", *code.splitlines(), mark]
            runs = kind != "output" and not apart
        else:
            prose.append(line[depth:] if title else line)
    return [*found, *_text(prose + ["", "</details>"] * bool(title), address)]


def _opened(title: str) -> list[str]:
    return [f"<details><summary>{title}</summary>", ""]


def _until(lines: Iterator[str], mark: str) -> Iterator[str]:
    """The lines of a block, up to the fence that closes it."""
    for line in lines:
        if line.strip(" >").startswith(mark) and not line.strip(f" >{mark[0]}"):
            return
        yield line


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
