"""The frame of a page: what the theme puts around the text."""

import re
from urllib.parse import quote

HEADING = re.compile(
    r'<h[23] id="(?P<id>[^"]+)">.*?<a class="headerlink".*?</a>(?=</h)'
)
LINES = re.compile(r"\s*\n\s*")


def squeeze(html: str) -> str:
    """The page without the indentation of its frame; the text stays as it is."""
    before, start, rest = html.partition("<article")
    text, end, after = rest.rpartition("</article>")
    if not (start and end):
        return html
    return LINES.sub("\n", before) + start + text + end + LINES.sub("\n", after)


def report(html: str, repository: str | None, address: str) -> str:
    """Return the page with a link at each heading that reports an error there."""
    if not repository:
        return html

    def link(heading: re.Match[str]) -> str:
        at = quote(f"/{address}#{heading['id']}")
        url = f"{repository}/issues/new?title={at}"
        title = "Report an error in this section"
        return f'{heading[0]}<a class="headerlink" href="{url}" title="{title}">!</a>'

    return HEADING.sub(link, html)
