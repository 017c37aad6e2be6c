r"""The roles of what stands in a formula: `\slope{2x}` has the colour that slopes have in figures.

KaTeX gives it a class (katex.js), type.css the colour. All else reads the formula without.
"""

import re

ROLES = ("inp", "out", "slope", "grad", "path")
NAMED = rf"\\(?:{'|'.join(ROLES)})(?![A-Za-z])\s*"
OPENING, BARE = re.compile(rf"{NAMED}\{{"), re.compile(NAMED)


def plain(tex: str) -> str:
    """Return the formula without its roles, as it looks in one colour."""
    while found := OPENING.search(tex):
        depth, end = 1, found.end()
        while end < len(tex) and depth:
            depth += {"{": 1, "}": -1}.get(tex[end], 0) * (tex[end - 1] != "\\")
            end += 1
        inside = tex[found.end() : end - 1 if not depth else end]
        tex = tex[: found.start()] + inside + tex[end:]
    return BARE.sub("", tex)


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
