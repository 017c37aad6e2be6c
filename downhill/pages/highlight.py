"""Color a block once: a third of a build is Pygments, and few blocks change between two.

A Python-Markdown extension over pymdownx.superfences. What was made of a block is kept in
.cache/highlight.json under its text, its options and all that decides how it is colored.
"""

import json
import re
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from markdown import Extension, Markdown

from downhill.files import write_whole
from downhill.problem import CACHE

FILE = CACHE / "highlight.json"
# What colour.css gives the color of the text, as names and signs: three in four of the elements.
UNCOLORED = "bp go n na nb nc ne nf nn no o p sa w"
PLAIN = re.compile(rf'<span class="(?:{UNCOLORED.replace(" ", "|")})">([^<]*)</span>')
VERSIONS = [version(name) for name in ("pygments", "pymdown-extensions")]


class Store:
    """The blocks colored before, and those of this build."""

    def __init__(self, file: Path = FILE) -> None:
        self.file = file
        try:
            self.known: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self.known = {}
        self.used: dict[str, str] = {}

    def save(self) -> None:
        """Keep what this build used, and nothing else."""
        if self.used.keys() != self.known.keys():
            write_whole(self.file, json.dumps(self.used))


class HighlightOnce(Extension):  # type: ignore[misc]
    """The extension; its option is `store`. It goes after pymdownx.superfences."""

    def __init__(self, **options: Any) -> None:
        """Takes the option by name."""
        self.config = {"store": ["", "a Store, or nothing is kept"]}
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        """Takes the place of the formatter of fences that have none of their own."""
        store: Store | str = self.getConfig("store")
        fences: Any = md.preprocessors["fenced_code_block"]
        settings = [
            extension.getConfigs()
            for extension in md.registeredExtensions
            if hasattr(extension, "get_pymdownx_highlight_settings")
        ]
        salt = sha256(repr((VERSIONS, UNCOLORED, settings, fences.config)).encode())
        fence = fences.extension.superfences[0]
        formatter = fence["formatter"]

        def color(**block: Any) -> str:
            return PLAIN.sub(r"\1", formatter(**block))

        def once(**block: Any) -> str:
            assert isinstance(store, Store)
            key = salt.copy()
            key.update(repr([(k, v) for k, v in block.items() if k != "md"]).encode())
            name = key.hexdigest()[:24]
            store.used[name] = store.known.get(name) or color(**block)
            return store.used[name]

        fence["formatter"] = once if isinstance(store, Store) else color


def makeExtension(**options: Any) -> HighlightOnce:
    """What Python-Markdown calls for `downhill.pages.highlight`."""
    return HighlightOnce(**options)
