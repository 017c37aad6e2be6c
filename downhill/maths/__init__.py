"""Mathematics for Python-Markdown: `$x$` and `$$` blocks, rendered when the page is made.

The formulas are those of pymdownx.arithmatex, which finds the blocks, and are rendered by
KaTeX (downhill/maths/katex.py); the page needs no script. Anywhere that Python-Markdown runs:

    markdown.markdown(text, extensions=["downhill.maths"])

A formula that is not right raises Problem, with the page and the line if the option
`page` names the file; if there is a list `faults`, it is noted there, and the page goes
on. So is TeX that would be left on the page as text: a `$` without its partner, a formula
in a heading or in raw HTML.

With `placeholders` a formula is a short element until `fill` swaps in its HTML, so that
a search index reads it once, as `linear` writes it: `∂f/∂x`, `e^(−x^2)`.
"""

import re
import xml.etree.ElementTree as etree
from html import escape, unescape
from pathlib import Path
from typing import Any
from unicodedata import normalize

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from pymdownx.arithmatex import ArithmatexExtension

from downhill.maths.katex import Formula, Refused, renderer
from downhill.maths.roles import plain
from downhill.maths.source import Leftovers, Source

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
DISPLAY = {"aria-label": "Formula", "class": "maths", "role": "group", "tabindex": "0"}
PLACEHOLDER = re.compile(
    r'<(span|div) class="maths" data-name="(\w+)" data-tex="([^"]*)">[^<]*</\1>([,.;:!?)]*)'
)
MATHML = re.compile(r"<math.*</math>", re.S)
RELATIONS = "=≈≠<>≤≥→↦⇒∈"
SHORT = 24  # characters of TeX: up to this a formula is not broken
INLINE = re.compile(  # arithmatex's two forms, and before them what hides a $
    r"""(?<!`)(?P<tick>`+)(?!`).+?(?<!`)(?P=tick)(?!`)  # code
    | \\\((?P<round>(?:\\[^)]|[^\\\x02\x03])+?)\\\)
    | \\.  # an escaped sign
    | \$(?!\s)(?P<dollar>(?:\\.|[^\\$\x02\x03])+?)(?<!\s)\$""",
    re.DOTALL | re.VERBOSE,
)
IN_COLUMN = r"^[ >]*\|.*\$%s\$.*\|"
IN_DOLLARS, IN_HEADING = r"\$[\s>]*%s[\s>]*\$", r"^[ >]*#.*\$%s\$"  # to find a line


class MathsExtension(Extension):  # type: ignore[misc]
    """The extension; its options are `page` (a path), `placeholders` and `faults`."""

    def __init__(self, **options: Any) -> None:
        """Take the options by name."""
        self.config = {
            "page": ["", "the page's file, to be named with its line in a Problem"],
            "placeholders": [False, "leave short elements, for `fill`"],
            "faults": ["", "a list for each Problem, or the first is raised"],
        }
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        """Register arithmatex's blocks, the rendering, and the check after all else."""
        bare = {"tex_block_wrap": ["", ""], "inline_syntax": []}
        ArithmatexExtension(generic=True, **bare).extendMarkdown(md)
        page, faults = self.getConfig("page"), self.getConfig("faults")
        given = isinstance(faults, list)
        source = Source(Path(page) if page else None, faults if given else None)
        render = _Render(md, source, self.getConfig("placeholders"))
        md.treeprocessors.register(render, "maths", 25)  # 20 are the inline patterns
        left = Leftovers(md, source, render.formulas)
        md.treeprocessors.register(left, "maths-leftovers", 14)


def makeExtension(**options: Any) -> MathsExtension:
    """Return what Python-Markdown calls for `downhill.maths`."""
    return MathsExtension(**options)


def fill(html: str, glyphs: set[str]) -> str:
    """Return the page with its formulas in place; what they need of the fonts goes to `glyphs`.

    A short formula stays on its line, and so does the comma after it. One that is copied is
    its LaTeX, which `data-tex` says where it is more than the letters that are shown.
    """
    known = renderer().known

    def formula(match: re.Match[str]) -> str:
        found, tex = Formula(match[2], *known[match[2]]), match[3]
        glyphs.add(found.glyphs)
        said = {} if tex.isalnum() else {"data-tex": tex}
        if match[1] == "div":
            return _element("div", DISPLAY | said, found.html) + match[4]
        short = len(unescape(tex)) <= SHORT
        if short and match[4]:
            inner = _element("span", {"class": "maths"} | said, found.html) + match[4]
            return _element("span", {"class": "joined"}, inner)
        attributes = {"class": "maths joined" if short else "maths"} | said
        return _element("span", attributes, found.html) + match[4]

    return PLACEHOLDER.sub(formula, html)


def linear(tex: str) -> str:
    """Return a formula in one line of text, as people type it: `∂f/∂x`, `e^(−x^2)`."""
    return _linear(renderer().render(tex))


def _linear(formula: Formula) -> str:
    maths = MATHML.search(formula.html)
    return _text(etree.fromstring(maths[0])).strip() if maths else ""


def _text(element: etree.Element) -> str:
    """Return MathML in one line."""
    parts = [_text(child) for child in element]
    match element.tag, parts:
        case "mfrac", [above, below]:
            return f"{_apart(above)}/{_apart(below)}"
        case "msup", [base, "′" | "′′" as primes]:
            return base + primes
        case "msup", [base, raised]:
            return f"{base}^{_apart(raised)}"
        case "msub", [base, index]:
            return f"{base}_{_apart(index)}"
        case "msubsup", [base, index, raised]:
            return f"{base}_{_apart(index)}^{_apart(raised)}"
        case "msqrt", _:
            return f"√{_apart(''.join(parts))}"
        case "mover", [base, "^"]:
            return normalize("NFC", f"{base}\u0302")
        case "munder" | "munderover" | "mtable", _:
            return " ".join(parts)
        case "mtd" | "mspace", _:
            return "".join(parts) + " "
        case "mo", []:
            sign = element.text or ""
            return f" {sign} " if sign in RELATIONS else sign.replace("\u2061", " ")
    return (element.text or "") + "".join(parts)


def _apart(part: str) -> str:
    return part if re.fullmatch(r"[−-]?[\w∂∇.′^]+", part) else f"({part.strip()})"


def _line(tex: str) -> str:
    return " ".join(plain(tex).split())


def _element(tag: str, attributes: dict[str, str], inner: str) -> str:
    shown = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{tag}{shown}>{inner}</{tag}>"


class _Render(Treeprocessor):  # type: ignore[misc]
    """Replaces formulas by tokens, which no inline pattern touches, before those run.

    One pass over each text is several times faster than an inline pattern, which costs
    an element and a walk for every formula.
    """

    def __init__(self, md: Markdown, source: Source, placeholders: bool) -> None:
        super().__init__(md)
        self.source, self.placeholders = source, placeholders
        self.formulas: dict[str, str] = {}  # token: TeX

    def run(self, root: etree.Element) -> None:
        self.formulas.clear()
        for element in root.iter():
            if element.get("class") == "arithmatex":
                self.display(element, unescape(element.text or ""))
            elif element.text and not isinstance(element.text, AtomicString):
                if element.tag in HEADINGS:
                    self.check_heading(element.text)
                if element.tag == "th":
                    self.check_column(element.text)
                element.text = self.inline(element.text)
            if element.tail:
                element.tail = self.inline(element.tail)

    def inline(self, text: str) -> str:
        if "$" in text or "\\(" in text:
            return INLINE.sub(self.inline_formula, text)
        return text

    def inline_formula(self, match: re.Match[str]) -> str:
        tex = match["dollar"] or match["round"]
        if not tex:
            return match[0]
        formula, attributes = self.rendered(tex, False), {"class": "maths"}
        if self.placeholders:
            attributes |= {"data-name": formula.name, "data-tex": escape(_line(tex))}
            text = escape(_linear(formula), quote=False)
            return self.token(tex, _element("span", attributes, text))
        return self.token(tex, _element("span", attributes, formula.html))

    def display(self, element: etree.Element, tex: str) -> None:
        formula = self.rendered(tex, True)
        if self.placeholders:
            kept = {"data-name": formula.name, "data-tex": _line(tex)}
            element.attrib.update({"class": "maths"} | kept)
            element.text = AtomicString(_linear(formula))
        else:
            element.attrib.update(DISPLAY)
            element.text = AtomicString(self.token(tex, formula.html))

    def token(self, tex: str, html: str) -> str:
        token = str(self.md.htmlStash.store(html))
        self.formulas[token] = plain(tex)
        return token

    def rendered(self, tex: str, display: bool) -> Formula:
        try:
            return renderer().render(tex, display)
        except Refused as refused:
            at, end = refused.position, len(tex.rstrip())
            near = "" if at is None else f", at `{' '.join(tex[at : at + 20].split())}`"
            if at is not None and at >= end:
                near = ", at its end"
            shown = " ".join(tex.split())
            self.source.refuse(
                self.source.line(tex, IN_DOLLARS, min(at or 0, end)),
                f"KaTeX refuses `{shown}`: {refused.what}{near}",
                "correct the LaTeX; the commands are KaTeX's own, and those of the roles",
            )
            return Formula("", "", "")

    def check_heading(self, text: str) -> None:
        for match in INLINE.finditer(text):
            if tex := match["dollar"] or match["round"]:
                self.source.refuse(
                    self.source.line(tex, IN_HEADING),
                    f"the formula `{tex}` stands in a heading",
                    "say it in words there, and set it in the text",
                )

    def check_column(self, text: str) -> None:
        """Refuse a formula as the name of a column: axe and some screen readers see none."""
        found = INLINE.search(text)
        tex = found and (found["dollar"] or found["round"])
        if tex and not INLINE.sub("", text).strip(" ,;"):
            self.source.refuse(
                self.source.line(tex, IN_COLUMN),
                f"the formula `{tex}` alone is the heading of a column",
                "put a word beside it, as in `step $h$`",
            )
