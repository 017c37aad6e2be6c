"""Where in a page's file a piece of its text stands."""

import re
from pathlib import Path
from typing import NamedTuple

from downhill.problem import Problem, tell


class Source(NamedTuple):
    """A page's file, or none when the text came from elsewhere.

    What is wrong in it goes to `faults`; if there is no such list, the first is raised.
    """

    page: Path | None
    faults: list[Problem] | None = None

    @property
    def place(self) -> Path | str:
        """What a Problem names: the file, if there is one."""
        return self.page or "a page"

    def refuse(self, line: int | None, what: str, remedy: str) -> None:
        """Note or raise a Problem of this page."""
        tell(self.faults, Problem(self.place, line, what, remedy))

    def line(self, text: str, form: str = "%s", position: int = 0) -> int | None:
        """The line of the text's character at this position, or None if it is not found.

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
