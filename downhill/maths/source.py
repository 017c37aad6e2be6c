"""Where a text of a page stands in its file, and TeX that is left on the page as text."""

import re
import xml.etree.ElementTree as etree
from pathlib import Path
from typing import NamedTuple

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX, AtomicString

from downhill.problem import Problem, tell


class Source(NamedTuple):
    """A page's file, or none when the text came from elsewhere.

    What is wrong in it goes to `faults`; if there is no such list, the first is raised.
    """

    page: Path | None
    faults: list[Problem] | None = None

    @property
    def place(self) -> Path | str:
        """Return what a Problem names: the file, if there is one."""
        return self.page or "a page"

    def refuse(self, line: int | None, what: str, remedy: str) -> None:
        """Note or raise a Problem of this page."""
        tell(self.faults, Problem(self.place, line, what, remedy))

    def line(self, text: str, form: str = "%s", position: int = 0) -> int | None:
        """Return the line of the text's character at this position, or None if it is not found.

        The text stands in the file where the pattern `form` has %s; how it is spaced and
        broken into lines does not matter, nor that the lines of a quotation begin with >.
        """
        chunks = [re.escape(chunk) for chunk in text.split()]
        if not chunks or self.page is None or not self.page.is_file():
            return None
        source = self.page.read_text(encoding="utf-8")
        spaced = r"[\s>$]+".join(chunks)
        for where in (form, "%s"):
            if found := re.search(where % f"(?P<text>{spaced})", source, re.MULTILINE):
                lines = source.count("\n", 0, found.start("text")) + 1
                start = len(text) - len(text.lstrip())
                return lines + text.count("\n", start, max(start, position))
        return None


IN_TEXT = re.compile(r"\$|\\[A-Za-z]{2,}")  # a $ that is not \$, or a command
IN_HTML = re.compile(r"\$[^$\s][^$]*\$|\$\$|\\[(\[]|\\[A-Za-z]{2,}")
LITERAL = re.compile(r"(?s)<(pre|code|script|style|svg)\b.*?</\1>|<!--.*?-->|<[^>]*>")
CELL = r"\|[^|$\n]*%s[^|$\n]*(?:\||$)"  # a cell of a table that has one $ in it


class Leftovers(Treeprocessor):  # type: ignore[misc]
    """Looks through a page after its inline patterns; notes or raises Problem."""

    def __init__(self, md: Markdown, source: Source, formulas: dict[str, str]) -> None:
        """Take the TeX of each token that stands for a rendered formula."""
        super().__init__(md)
        self.source, self.formulas = source, formulas

    def run(self, root: etree.Element) -> None:
        """Check texts, attributes, and what the page has of raw HTML."""
        for element in root.iter():
            if element.text and not isinstance(element.text, AtomicString):
                self.check_text(element.text)
            if element.tail:
                self.check_text(element.tail)
            for name, value in element.items():
                if name == "alt":
                    self.check_text(value)
                self.check_attribute(value)
        for number, raw in enumerate(self.md.htmlStash.rawHtmlBlocks):
            if f"{STX}wzxhzdk:{number}{ETX}" not in self.formulas:
                self.check_html(raw if isinstance(raw, str) else "")

    def check_text(self, text: str) -> None:
        """Check a text between the formulas; in it the sign itself is written `\\$`."""
        if ("$" in text or "\\" in text) and (found := IN_TEXT.search(text)):
            before = text[: found.start()].split(ETX)[-1][-20:]
            after = text[found.start() :].split(STX)[0][:40]
            self.refuse(found[0], before + after)

    def check_attribute(self, value: str) -> None:
        """Check an attribute, or raw HTML, that a formula was rendered into."""
        if STX in value:
            for token, tex in self.formulas.items():
                if token in value:
                    self.refuse("attribute", f"${tex}$")

    def check_html(self, raw: str) -> None:
        """Check raw HTML, where Markdown does not look for formulas."""
        self.check_attribute(raw)
        if ("$" in raw or "\\" in raw) and (
            found := IN_HTML.search(LITERAL.sub(" ", raw))
        ):
            self.refuse(found[0], found[0])

    def refuse(self, found: str, text: str) -> None:
        """Raise the Problem for TeX that would be shown as text."""
        what = f"`{' '.join(text.split())}` would be shown as it is: "
        if found == "$":
            what += "this $ has no partner, or stands beside a space"
            remedy = r"$x$ in a line, $$ on lines of their own, \$ for the sign itself"
        else:
            what += "no formula is read here"
            remedy = "set it in the text between $ signs, or as `code`"
        line = self.source.line(text, CELL if text == "$" else "%s")
        if text == "$":
            remedy += r"; in a cell of a table, | is \lvert, \rvert or \mid"
        self.source.refuse(line, what, remedy)
