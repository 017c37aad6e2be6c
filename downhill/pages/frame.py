"""The frame of a page: what the theme puts around the text."""

import re

LINES = re.compile(r"\s*\n\s*")


def squeeze(html: str) -> str:
    """The page without the indentation of its frame; the text stays as it is."""
    before, start, rest = html.partition("<article")
    text, end, after = rest.rpartition("</article>")
    if not (start and end):
        return html
    return LINES.sub("\n", before) + start + text + end + LINES.sub("\n", after)
