"""What a page shows as text, and what of it should have become something else."""

import re
from collections.abc import Iterator
from html import escape
from itertools import zip_longest
from typing import Any

from downhill import pages
from downhill.built.site import STRAIGHT, Page, content, texts
from downhill.document import of
from downhill.problem import Problem

# What is found in a text, what it is, and what to do.
LEFT = [
    (re.compile(pattern, re.MULTILINE), what, remedy)
    for pattern, what, remedy in (
        (r"```|~~~", "a fence", "check its indentation, and that it is closed"),
        (r"-*8<-+.*", "a section line", "set it in a fence, alone on its line"),
        (r"^\s*(\?\?\?|!!!|=== \").*", "a box", "leave a blank line above it"),
        (r"^\s*///.*", "a caption block", "close it with `///`, a blank line above"),
        (r"\$\$|\\[A-Za-z]{2,}|\\[()[\]]", "TeX", "set it between $ signs"),
        (r"\[\^[^\]\s]+\]", "a footnote", "write its text: `[^1]: ...`"),
        (r"\[[^\[\]]+\]\[[^\[\]]*\]", "a link", "define its target: `[name]: page.md`"),
        (r"\]\([^)\s]*\)?", "a link", "write `[text](page.md)`, no space in it"),
        (r"\{[#.:][^}]*\}?", "an attribute", "put it at the end of its line"),
        (r"\*\*", "bold type", "no space inside the stars; `**` in code for a power"),
        (r"^\s*#{1,6} .*", "a heading", "leave a blank line above it"),
        (r"\|\s*:?-{3,}", "a table", "leave a blank line above it; check its columns"),
        (r"^\s*\[[ xX]\] .*", "a task", "the site has no task lists"),
        (r"</?[a-z]+[ >/].*|&[a-z]+;", "HTML", "write it unescaped, or as `code`"),
        (r"[\x00-\x08\ue000-\uf8ff]|wzxhzdk|klzzwxh", "a mark of Markdown", "mend it"),
    )
]
SHORT = 20  # characters: an alternative text says more
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def leftovers(page: Page) -> Iterator[Problem]:
    """Yield markup that no extension has read, and so a reader sees."""
    for text in (text.translate(STRAIGHT) for text in texts(page.article)):
        for pattern, kind, remedy in LEFT:
            if found := pattern.search(text):
                line = next(x for x in text[found.start() :].splitlines() if x.strip())
                what = f"`{found[0].strip()[:60]}` is shown as text: {kind} that is not read"
                written = (found[0], escape(found[0]), line, escape(line))
                yield page.problem(what, remedy, *written)


def headings(page: Page) -> Iterator[Problem]:
    """Yield headings that are empty or skip a level, second titles, a lack of one."""
    level = 0
    for element in page.article.iter(*HEADINGS):
        text = " ".join(content(element).replace("¶", "").split())
        now = int(element.tag[1])
        if not text:
            yield page.problem(
                "a heading says nothing", "give it words", f"<h{now}></h{now}>"
            )
        elif now > level + 1:
            what = f"the heading `{text}` skips from level {level} to level {now}"
            remedy = f"begin it with {'#' * (level + 1)}"
            yield page.problem(what, remedy, f"{'#' * now} {text}", text)
        elif now == 1 and level:
            remedy = "a page has one `# Title`; begin the others with ##"
            yield page.problem(f"`{text}` is a second title", remedy, f"# {text}")
        level = now
    if not level:
        yield page.problem("has no title", "start the text with `# Title`", "---")


def code(page: Page) -> Iterator[Problem]:
    """Yield blocks that are empty, hold a traceback, or are not those that are tested."""
    published = []
    for pre in page.article.iter("pre"):
        text = content(pre).strip()
        box = next((x for x in pre.iterancestors() if "highlight" in _classes(x)), None)
        first = next(iter(text.splitlines()), "")
        if not text:
            what, remedy = "a block of code is empty", "fill it, or delete its fence"
            yield page.problem(what, remedy, "```python\n```", "<pre")
        elif "Traceback (most recent call last)" in text:
            remedy = "mend the code; what is meant to fail shows its last line only"
            yield page.problem("a traceback is published", remedy, "Traceback (most")
        elif box is None:
            what = f"a block that nothing tests: `{first[:60]}`"
            remedy = "write it in a fence: ```python"
            yield page.problem(what, remedy, f"<pre><code>{first}", "<pre", first)
        if box is not None:
            published.append((_classes(box)[0].removeprefix("language-"), text, first))
    yield from _untested(page, published)
    for inline in page.article.iter("code"):
        if not content(inline).strip() and inline.getparent().tag != "pre":
            yield page.problem(
                "an empty `code`", "fill it, or delete it", "<code></code>"
            )


def _untested(page: Page, published: list[tuple[str, str, str]]) -> Iterator[Problem]:
    """Yield the first block that is not, in its place, among those that are run."""
    if page.source.suffix == ".ipynb":
        published = [block for block in published if block[0] != "output"]
    source = pages.read(page.source, page.source.parent) if page.is_written else None
    tested = [
        (each.language, each.code.strip())
        for block in (of(source).blocks if source else ())
        for each in filter(None, (block, block.output))
    ]
    for has, wants in zip_longest(published, tested):
        if has and has[:2] != wants:
            what = f"a block that nothing tests: `{has[2][:60]}`"
            remedy = "write it in a fence; in a lab, in a cell of code"
            yield page.problem(what, remedy, has[2])
            return
        if not has:
            what = f"a block is not published: `{wants[1].splitlines()[0][:60]}`"
            yield page.problem(what, "build the site anew", wants[1].splitlines()[0])
            return


def _classes(element: Any) -> list[str]:
    return str(element.get("class", "")).split()


def described(page: Page) -> Iterator[Problem]:
    """Yield images without alternative text or caption."""
    for image in page.article.iter("img"):
        source, alt = str(image.get("src", "")), image.get("alt")
        name = source.rpartition("/")[2]
        if not alt or not alt.strip():
            what, remedy = f"{source}: no alternative text", "`![What is seen](...)`"
            written = (f'<img src="{source}">', f"![]({source}", source, name)
            yield page.problem(what, remedy, *written)
        elif len(alt) <= SHORT:
            what = f"{source}: alternative text `{alt}` says too little"
            yield page.problem(what, "one or two sentences", f"![{alt}]", source, name)
        figure = next(image.iterancestors("figure"), None)
        caption = None if figure is None else figure.find("figcaption")
        words = "" if caption is None else content(caption)
        prefix = (
            ""
            if caption is None
            else "".join(
                content(x)
                for x in caption.iter("span")
                if x.get("class") == "caption-prefix"
            )
        )
        if not words.replace(prefix, "", 1).strip():
            what = f"{source}: no caption"
            remedy = "below the image: `/// figure-caption`, the claim, `///`"
            yield page.problem(what, remedy, f"]({source}", source, name)
