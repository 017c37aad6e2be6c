"""Which elements, classes and ids there can be on a page."""

import re
from typing import NamedTuple

WORD = re.compile(rb"-{0,2}[A-Za-z_][\w-]*")
# What scripts fill and do not make: the link to a repository, with its stars and forks.
FILLED = {".md-source"}


class Names(NamedTuple):
    """Of pages: `p`, `.note`, `#top`, `--variable`, `[dir=ltr]`. Of scripts: all words."""

    pages: set[str]
    scripts: set[str]

    def has(self, name: str) -> bool:
        """True if a page has it, or a script could make it.

        A script may put the end of a class to it (`md-tag--${type}`), and parts into
        what a page has.
        """
        whole = name.partition("__")[0]
        if whole in FILLED and whole not in self.pages:
            return False
        if name in self.pages or name.lstrip(".#") in self.scripts:
            return True
        parts = re.finditer(r"[-_]{2}|(?<=\w)[-_]", name)
        return any(name[: part.end()].lstrip(".#") in self.scripts for part in parts)


def of_page(html: bytes) -> set[str]:
    """What a page has, with the words of the scripts in it."""
    from lxml import html as reader

    names: set[str] = set()
    parser = reader.HTMLParser(encoding="utf-8")
    for element in reader.document_fromstring(html, parser=parser).iter():
        if not isinstance(element.tag, str):
            continue
        names.add(element.tag)
        names.update(f".{name}" for name in element.get("class", "").split())
        names.add(f"#{element.get('id', '')}")
        if said := element.get("dir"):
            names.add(f"[dir={said}]")
        names.update(re.findall(r"--[\w-]+", element.get("style", "")))
        if element.tag == "script":
            words = of_script((element.text or "").encode())
            names.update(start + word for word in words for start in ("", ".", "#"))
    return names


def of_script(script: bytes) -> set[str]:
    """All its words: what is the name of a class and what is not, nobody can tell."""
    return {word.decode() for word in WORD.findall(script)}
