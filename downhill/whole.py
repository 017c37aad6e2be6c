"""Keep the last whole site until the next one is whole, and serve it with what is wrong."""

import re
import shutil
import sys
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

from mkdocs.utils import clean_directory

PARTIAL = ".new"  # after the name of the folder, while it is made
FAULT = '<pre role="alert" style="position: fixed; inset: auto 0 0; z-index: 9; margin: 0; padding: 1em; max-height: 60vh; overflow: auto; color: #fff; background: #a00">{}</pre>'
SHOWN = re.compile(re.escape(FAULT).replace(r"\{\}", "(?s:.*?)"))


def partial(folder: str) -> str:
    """Return where a site is made that is to be in this folder."""
    return folder.removesuffix(PARTIAL) + PARTIAL


def publish(made: Path) -> None:
    """Put a site that is whole into its place; hidden files that stand there stay."""
    place = Path(str(made).removesuffix(PARTIAL))
    place.mkdir(exist_ok=True)
    clean_directory(str(place))
    for entry in made.iterdir():
        shutil.move(entry, place / entry.name)
    made.rmdir()


def give_up(made: Path) -> None:
    """Leave nothing of a site that did not become whole."""
    shutil.rmtree(made, ignore_errors=True)


def serving(root: Path, builder: Callable[[], None]) -> Callable[[], None]:
    """Return a builder that does not fail: its pages say what is wrong."""

    def build(*given: Any) -> None:
        try:
            builder(*given)
        except (Exception, SystemExit) as error:
            print(error, file=sys.stderr)
            for page in root.rglob("*.html"):
                text = SHOWN.sub("", page.read_text("utf-8"))
                said = FAULT.replace("{}", escape(str(error)))
                page.write_text(text.replace("</body>", f"{said}</body>"), "utf-8")

    return build
