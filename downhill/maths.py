"""Mathematics for Python-Markdown: `$x$` and `$$` blocks, rendered when the page is made.

The formulas are found by pymdownx.arithmatex and rendered by KaTeX (downhill/katex.py);
the page needs no script. Anywhere that Python-Markdown runs:

    markdown.markdown(text, extensions=["downhill.maths"])

A formula that is not right raises Problem, with the page and the line if the option
`page` names the file. So does TeX that would be left on the page as text: a `$` without
its partner, a formula in a heading or in raw HTML.

With `placeholders` a formula is a short element until `fill` swaps in its HTML, so that
a search index reads `x^2` once instead of three times.
"""

import re
import xml.etree.ElementTree as etree
from html import unescape
from pathlib import Path
from typing import Any, NoReturn

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from pymdownx.arithmatex import ArithmatexExtension

from downhill.katex import Refused, renderer
from downhill.problem import Problem

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
INLINE = '<span class="maths">'
DISPLAY = '<div aria-label="Formula" class="maths" role="group" tabindex="0">'
PLACEHOLDER = re.compile(r'<(span|div) class="maths" data-name="(\w+)">[^<]*</\1>')
LEFT = re.compile(r"\$|\\[A-Za-z]{2,}")  # in text: a $ that is not \$, or a command
LEFT_RAW = re.compile(r"\$[^$\s][^$]*\$|\$\$|\\[(\[]|\\[A-Za-z]{2,}")
LITERAL = re.compile(r"(?s)<(pre|code|script|style|svg)\b.*?</\1>|<!--.*?-->|<[^>]*>")
FORMULA, HEADING = (
    r"\$[\s>]*%s[\s>]*\$",
    r"^[ >]*#.*\$%s\$",
)  # where a line is looked for
CELL = r"\|[^|$\n]*%s[^|$\n]*(?:\||$)"  # a cell of a table with one $ in it
CORRECT = "correct the LaTeX; the commands are KaTeX's own, without macros"


class MathsExtension(Extension):  # type: ignore[misc]
    """The extension; its options are `page` (a path) and `placeholders`."""

    def __init__(self, **options: Any) -> None:
        """Takes the options by name."""
        self.config = {
            "page": ["", "the page's file, to be named with its line in a Problem"],
            "placeholders": [False, "leave short elements, for `fill`"],
        }
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        """Registers arithmatex, and after the inline patterns the rendering."""
        bare = {"tex_inline_wrap": ["", ""], "tex_block_wrap": ["", ""]}
        ArithmatexExtension(generic=True, **bare).extendMarkdown(md)
        md.treeprocessors.register(_Render(md, self.getConfigs()), "maths", 14)


def makeExtension(**options: Any) -> MathsExtension:
    """What Python-Markdown calls for `downhill.maths`."""
    return MathsExtension(**options)


def fill(html: str, glyphs: set[str]) -> str:
    """The page with its formulas in place; what they need of the fonts goes to `glyphs`."""

    known = renderer().known

    def formula(match: re.Match[str]) -> str:
        found = known[match[2]]
        glyphs.add(found.glyphs)
        start = DISPLAY if match[1] == "div" else INLINE
        return f"{start}{found.html}</{match[1]}>"

    return PLACEHOLDER.sub(formula, html)


class _Render(Treeprocessor):  # type: ignore[misc]
    def __init__(self, md: Markdown, options: dict[str, Any]) -> None:
        super().__init__(md)
        self.page = Path(options["page"]) if options["page"] else None
        self.placeholders = options["placeholders"]

    def run(self, root: etree.Element) -> None:
        for raw in self.md.htmlStash.rawHtmlBlocks:
            if isinstance(raw, str) and re.search(r"[$\\]|arithmatex", raw):
                self.check_raw(raw)
        for element in root.iter():
            if element.tag in HEADINGS:
                self.check_heading(element)
            if element.get("class") == "arithmatex":
                self.render(element)
            elif element.text and not isinstance(element.text, AtomicString):
                self.check_text(element.text)
            if element.tail:
                self.check_text(element.tail)
            if element.tag == "img":
                self.check_text(element.get("alt", ""))

    def render(self, element: etree.Element) -> None:
        display = element.tag == "div"
        tex = unescape(element.text or "") if display else element.text or ""
        try:
            formula = renderer().render(tex, display)
        except Refused as refused:
            raise self.refused(tex, refused) from None
        element.set("class", "maths")
        if self.placeholders:
            element.set("data-name", formula.name)
            element.text = AtomicString("" if display else " ".join(tex.split()))
            return
        if display:
            for name, value in re.findall(r' ([\w-]+)="([^"]*)"', DISPLAY):
                element.set(name, value)
        element.text = AtomicString(self.md.htmlStash.store(formula.html))

    def refused(self, tex: str, fault: Refused) -> Problem:
        """The Problem for a formula that KaTeX refuses."""
        at = fault.position
        near = "" if at is None else f", at `{' '.join(tex[at : at + 20].split())}`"
        if at is not None and at >= len(tex.rstrip()):
            near = ", at its end"
        what = f"KaTeX refuses `{' '.join(tex.split())}`: {fault.what}{near}"
        return Problem(
            self.place,
            self.line(FORMULA, tex, min(at or 0, len(tex.rstrip()))),
            what,
            CORRECT,
        )

    def check_heading(self, heading: etree.Element) -> None:
        """No formula in a heading: it would be in the contents and the search as TeX."""
        for element in heading.iter():
            if element.get("class") == "arithmatex":
                tex = element.text or ""
                what = f"the formula `{tex}` stands in a heading"
                remedy = "say it in words there, and set it in the text"
                raise Problem(self.place, self.line(HEADING, tex), what, remedy)

    def check_text(self, text: str) -> None:
        """No TeX left between the formulas; `\\$` is the sign itself."""
        if found := LEFT.search(text):
            before = text[: found.start()].split("\x03")[-1][-20:]
            self.leftover(
                found[0], before + text[found.start() :].split("\x02")[0][:40]
            )

    def check_raw(self, raw: str) -> None:
        """No TeX in raw HTML, where Markdown does not look for formulas."""
        if inside := re.search(r'class="arithmatex">([^<]*)', raw):
            self.leftover("attribute", f"${inside[1]}$")
        if found := LEFT_RAW.search(LITERAL.sub(" ", raw)):
            self.leftover(found[0], found[0])

    def leftover(self, found: str, text: str) -> NoReturn:
        """Raises the Problem for TeX that would be shown as text."""
        what = f"`{' '.join(text.split())}` would be shown as it is: "
        if found == "$":
            what += "this $ has no partner, or stands beside a space"
            remedy = (
                r"$x$ for a formula, $$ alone on the lines around it, \$ for the sign"
            )
        else:
            what += "no formula is read here"
            remedy = "between $ signs, or as `code`; raw HTML takes no formulas"
        raise Problem(
            self.place, self.line(CELL if text == "$" else "%s", text), what, remedy
        )

    @property
    def place(self) -> Path | str:
        return self.page or "a page"

    def line(self, pattern: str, tex: str, position: int = 0) -> int | None:
        """The line in the page's file of a character of this text, or None.

        The pattern has %s where the text stands; spaces and line ends are all one.
        """
        chunks = [re.escape(chunk) for chunk in tex.split()]
        if not chunks or self.page is None or not self.page.is_file():
            return None
        source = self.page.read_text(encoding="utf-8")
        text = r"[\s>$]+".join(chunks)  # the lines of a quotation begin with >
        for form in (pattern, "%s"):
            if found := re.search(form % f"(?P<text>{text})", source, re.MULTILINE):
                start = len(tex) - len(tex.lstrip())
                before = source.count("\n", 0, found.start("text"))
                return 1 + before + tex.count("\n", start, max(start, position))
        return None
