"""Give each figure its place on the page before it has loaded, its layout for phones, its slider."""

import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from urllib.parse import urljoin

from downhill.figures import LAYOUTS, size
from downhill.figures.frames import Strip

IMAGE = re.compile(r'<img\b(?P<rest>[^>]*?\ssrc="(?P<src>[^"]+)"[^>]*?)\s*/?>')
FRAMES = ".frames.json"  # instead of .svg
PHONES = "screen and (max-width: 41em)"  # where the wide layout would shrink


def place(
    html: str,
    url: str,
    figures: Mapping[str, Path],
    strips: Mapping[str, Strip] | None = None,
) -> str:
    """Return the page with width and height at each figure, all but the first loaded late.

    A figure that was drawn for phones too comes in both layouts.

    `url` is the page's own, relative to the site; `figures` are the drawn files by theirs,
    and `strips` the frames of those that have some.
    """
    first = True

    def sized(match: re.Match[str]) -> str:
        nonlocal first
        address = urljoin(f"/{url}", match["src"]).lstrip("/")
        file = figures.get(address)
        if file is None:
            return match[0]
        late = "" if first else ' loading="lazy"'
        first = False
        image = f"<img{match['rest']} {sized_as(file)}{late}>"
        ending = LAYOUTS[True]
        if narrow := figures.get(address.removesuffix(".svg") + ending):
            srcset = match["src"].removesuffix(".svg") + ending
            source = f'<source media="{PHONES}" srcset="{srcset}" {sized_as(narrow)}>'
            image = f"<picture>{source}{image}</picture>"
        strip = (strips or {}).get(address)
        return image + slider(match["src"], strip) if strip else image

    return IMAGE.sub(sized, html)


def sized_as(file: Path) -> str:
    width, height = size(file)
    return f'width="{width}" height="{height}"'


def slider(src: str, strip: Strip) -> str:
    """Return the control under a figure with frames. Hidden: without script it would do nothing."""
    frames = strip.frames
    text = escape(strip.texts[frames.shown])
    return (
        f'<span class="slider" hidden data-frames="{src.removesuffix(".svg")}{FRAMES}">'
        f'<label>{escape(frames.label)} <input type="range" min="0" '
        f'max="{len(frames.values) - 1}" value="{frames.shown}" autocomplete="off" '
        f'aria-valuetext="{text}"></label>'
        f'<output aria-live="off">{text}</output></span>'
    )
