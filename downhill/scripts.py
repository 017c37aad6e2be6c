"""The site's scripts as they are sent: without comments and spaces, and otherwise the same.

What people read and test is in theme/; what MkDocs has copied into the site is written anew.
"""

from pathlib import Path

from rjsmin import jsmin

from downhill.files import write_whole
from downhill.problem import ROOT

ASSETS = ROOT / "theme" / "assets"  # not offline.js, whose first line the build writes


def publish(site: Path) -> None:
    """Make each script of ours in a built site short; others' come short already."""
    for script in ours():
        copy = site / "assets" / script.relative_to(ASSETS)
        write_whole(copy, short(script.read_text("utf-8")))


def ours() -> list[Path]:
    """The scripts of the theme, in an order that never changes."""
    return sorted(ASSETS.rglob("*.js"))


def short(script: str) -> str:
    """The same program in fewer characters.

    Of a template within a template `jsmin` makes another; the tests refuse a script with one.
    """
    return str(jsmin(script))
