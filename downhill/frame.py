"""What is done to the finished HTML of a page, around and besides its text.

A page says itself what it may load and run, so that any host serves it safely: the theme's
few inline scripts are named by their hashes, and nothing is loaded from another host."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from downhill.problem import Problem

HEADING = re.compile(
    r'<h[23] id="(?P<id>[^"]+)">.*?<a class="headerlink".*?</a>(?=</h)'
)
LINES = re.compile(r"\s*\n\s*")


def squeeze(html: str) -> str:
    """Return the page without the indentation of its frame; the text stays as it is."""
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


RULES = {
    "default-src": "'self'",  # what a browser fetches ahead: the next page
    "object-src": "'none'",
    "frame-src": "'none'",
    "media-src": "'none'",
    "script-src": "'self'",  # and the hashes
    "style-src": "'self'",
    "style-src-attr": "'unsafe-inline'",  # KaTeX sets each height and shift of a formula so
    "img-src": "'self' data:",  # the theme's style sheet holds its icons
    "font-src": "'self' data:",  # katex.css holds its smallest fonts
    "connect-src": "'self'",  # the index of the search
    "worker-src": "'self'",  # the search itself
    "manifest-src": "'self'",  # what a phone shows of a site that is kept
    "base-uri": "'none'",
    "form-action": "'none'",
}
AFTER = '<meta charset="utf-8">'
SCRIPT = re.compile(r"<script\b(?![^>]*\b(?:src|type)=)[^>]*>(.*?)</script>", re.S)
TEXT = re.compile(r"<article\b.*</article>", re.S)


def protect(html: str, page: Path | str) -> str:
    """Return the finished page with its policy; nothing may change a script of it later.

    Raises Problem if a script stands in the page's text, or if the page has no head that
    the policy could stand in.
    """
    if AFTER not in html:
        what = f"has no `{AFTER}`, behind which its security policy stands"
        raise Problem(page, None, what, "restore the head in theme/main.html")
    if text := TEXT.search(html):
        if "<script" in text[0]:
            raise _refused(page)
        frame = html[: text.start()] + html[text.end() :]
    else:
        frame = html
    allowed = dict(RULES)
    for script in dict.fromkeys(SCRIPT.findall(frame)):
        allowed["script-src"] += f" 'sha256-{_hash(script)}'"
    policy = "; ".join(f"{name} {values}" for name, values in allowed.items())
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return html.replace(AFTER, f"{AFTER}\n      {meta}", 1)


def _hash(script: str) -> str:
    return b64encode(sha256(script.encode()).digest()).decode()


def _refused(page: Path | str) -> Problem:
    file = Path(page)
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    at = text.find("<script")
    line = text.count("\n", 0, at) + 1 if at >= 0 else None
    remedy = "put it in theme/assets/ and name it in mkdocs.yml, under extra_javascript"
    return Problem(page, line, "a script stands in the text", remedy)
