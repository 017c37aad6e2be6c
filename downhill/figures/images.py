"""Give each figure its place on the page before it has loaded."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urljoin

from downhill.figures import size

IMAGE = re.compile(r'<img\b(?P<rest>[^>]*?\ssrc="(?P<src>[^"]+)"[^>]*?)\s*/?>')


def place(html: str, url: str, figures: Mapping[str, Path]) -> str:
    """The page with width and height at each figure, all but the first loaded late.

    `url` is the page's own, relative to the site; `figures` are the drawn files by theirs.
    """
    first = True

    def sized(match: re.Match[str]) -> str:
        nonlocal first
        file = figures.get(urljoin(f"/{url}", match["src"]).lstrip("/"))
        if file is None:
            return match[0]
        width, height = size(file)
        late = "" if first else ' loading="lazy"'
        first = False
        return f'<img{match["rest"]} width="{width}" height="{height}"{late}>'

    return IMAGE.sub(sized, html)
