"""Color a block once: a third of a build is Pygments, and few blocks change between two.

A Python-Markdown extension over pymdownx.superfences. What was made of a block is kept
under its text, its options and all that decides how it is colored.
"""

import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

from markdown import Extension, Markdown
from pymdownx.superfences import SuperFencesException

from downhill.cache import Rows, digest
from downhill.problem import Problem

# What colour.css gives the color of the text, as names and signs: three in four of the elements.
UNCOLORED = "bp go n na nb nc ne nf nn no o p sa w"
PLAIN = re.compile(rf'<span class="(?:{UNCOLORED.replace(" ", "|")})">([^<]*)</span>')
VERSIONS = [version(name) for name in ("pygments", "pymdown-extensions")]


class NotColored(Problem, SuperFencesException):  # type: ignore[misc]
    """An error of an extension, which superfences would pass over."""

    def __init__(self, page: str, code: str, error: Exception) -> None:
        text = Path(page).read_text(encoding="utf-8") if page else ""
        at = text.find(code.split("\n")[0])
        line = text.count("\n", 0, at) + 1 if at >= 0 else None
        what = f"an extension fails at this block: {type(error).__name__}: {error}"
        super().__init__(page or "a page", line, what, "mend the extension")


class HighlightOnce(Extension):  # type: ignore[misc]
    """The extension; its options are `store` and `page`. It goes after pymdownx.superfences."""

    def __init__(self, **options: Any) -> None:
        """Take the options by name."""
        self.config = {
            "store": ["", "Rows, or nothing is kept"],
            "page": ["", "the page's file, to be named in a Problem"],
        }
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        """Take the place of the formatter of fences that have none of their own."""
        store = self.getConfig("store")
        fences: Any = md.preprocessors["fenced_code_block"]
        settings = [
            extension.getConfigs()
            for extension in md.registeredExtensions
            if hasattr(extension, "get_pymdownx_highlight_settings")
        ]
        fence = fences.extension.superfences[0]
        formatter = fence["formatter"]

        def color(**block: Any) -> str:
            try:
                return PLAIN.sub(r"\1", formatter(**block))
            except Exception as error:
                raise NotColored(
                    self.getConfig("page"), str(block["src"]), error
                ) from error

        def once(**block: Any) -> str:
            given = [
                (option, value) for option, value in block.items() if option != "md"
            ]
            key = digest(
                Path(__file__), VERSIONS, UNCOLORED, settings, fences.config, given
            )
            if key not in store:
                store.keep(key, color(**block))
            return str(store[key])

        fence["formatter"] = once if isinstance(store, Rows) else color


def makeExtension(**options: Any) -> HighlightOnce:
    """Return what Python-Markdown calls for `downhill.pages.highlight`."""
    return HighlightOnce(**options)
