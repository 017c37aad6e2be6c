"""A chapter as a plain script: its blocks in order, their outputs as comments."""

import re
import textwrap
from collections.abc import Sequence

from downhill.downloads.pieces import Code, Text
from downhill.pages import Page

HEADING = re.compile(r"^(?:#+ (.+)|<details><summary>(.+)</summary>)$", re.M)
HEAD = '''"""{title}

{description}

{address}

Needs NumPy and Matplotlib. What a block prints stands below it.
"""
'''


def make(page: Page, parts: Sequence[Text | Code], address: str) -> str:
    """The script; it prints the outputs of the page and nothing else."""
    description = textwrap.fill(page.meta["description"], 88)
    written = [HEAD.format(title=page.title, description=description, address=address)]
    for part in parts:
        if isinstance(part, Code):
            written.append(_code(part))
        elif names := [a or b for a, b in HEADING.findall(part.text)]:
            written.append("\n".join(f"# {name}" for name in names[-1:]))
    return "\n\n".join(written) + "\n"


def _code(part: Code) -> str:
    code = part.code
    if part.raises:
        inside = textwrap.indent(code, "    ")
        said = f'    print(f"{part.raises}: {{error}}")'
        code = f"try:\n{inside}\nexcept {part.raises} as error:\n{said}"
    if part.output:
        code += "\n" + textwrap.indent(part.output, "# ", lambda _: True)
    return code
