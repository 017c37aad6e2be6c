"""Every link leads somewhere, in raw HTML too, and nothing is asked of another host."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from downhill.built.site import Page, Site
from downhill.figures import LAYOUTS
from downhill.figures.images import FRAMES
from downhill.problem import SNIPPETS, Problem

ADDRESSES = ("href", "src", "poster", "data", "action", "srcset", "data-frames")
IN_CSS = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")
NAMES_ONLY = {"canonical", "alternate", "prev", "next"}  # no request is made for these
SCHEMES = ("mailto:", "data:")
# What no page links to, and yet belongs to a site.
KNOWN = (
    "/assets/",
    "/search/",
    "/sitemap.xml",
    "/offline.js",  # its address is in theme/assets/keep.js
    "/robots.txt",
    "/CNAME",
    "/.nojekyll",
)


class Link(NamedTuple):
    """A link, with the element that holds it."""

    element: Any
    target: str
    in_article: bool


def links(page: Page) -> Iterator[Link]:
    """Yield all links of a page: of its article, then of what the theme puts around it."""
    inside = set(page.article.iter())
    for element in page.tree.xpath("//*[@*]"):
        for name in ADDRESSES:
            value = element.get(name)
            if value is None or (name == "data" and element.tag != "object"):
                continue
            targets = value.split(",") if name == "srcset" else [value]
            for target in targets:
                first = target.split()[0] if name == "srcset" else target.strip()
                yield Link(element, first, element in inside)
        if element.get("http-equiv") == "refresh":
            target = element.get("content", "").partition("url=")[2]
            yield Link(element, target, in_article=True)


def check(page: Page, site: Site, linked: set[str]) -> Iterator[Problem]:
    """Yield what is wrong with a page's links; the addresses that they lead to go to `linked`."""
    for link in links(page):
        name, target = link.element.tag, link.target
        if target.startswith(SCHEMES):
            continue
        found = site.resolve(page.url, target)
        if found is None:
            rel = set(str(link.element.get("rel", "")).split())
            if name != "a" and not rel & NAMES_ONLY:
                what = f"`{target}` is asked of another host"
                remedy = "put the file below theme/assets/ or docs/, and name it there"
                yield _problem(page, site, link, what, remedy)
            elif not re.match(r"https?://[\w.-]+\.\w", target):
                what = f"`{target}` is no address on the web"
                yield _problem(page, site, link, what, "begin it with https://")
            continue
        address, anchor = found
        linked.add(address)
        absolute = target.startswith("/") and page.file.name != "404.html"
        if link.in_article and absolute:
            what = f"`{target}` breaks where the site does not lie at the host's root"
            yield _problem(page, site, link, what, "write it relative to this page")
        elif not target:
            what = f"a link of `<{name}>` is empty"
            yield _problem(page, site, link, what, "give it a target", f"<{name} ")
        elif not site.file(address).is_file():
            what = f"`{target}` leads nowhere"
            yield _problem(page, site, link, what, _nearest(address, site))
        elif anchor and anchor not in site.ids(address, anchor):
            what = f"`{target}` leads nowhere: there is no id `{anchor}`"
            remedy = f"use an id of {site.by_url[address].source.name}"
            yield _problem(page, site, link, what, remedy)


def _nearest(address: str, site: Site) -> str:
    """Return the remedy for a link that leads nowhere."""
    name = address.strip("/").rpartition("/")[2].removesuffix(".md")
    same = [url for url in site.by_url if url.strip("/").rpartition("/")[2] == name]
    return f"perhaps {same[0]}" if same else "correct the path, or add the file"


def _problem(
    page: Page, site: Site, link: Link, what: str, remedy: str, *fragments: str
) -> Problem:
    """Return a Problem at its line of an author's page, or of mkdocs.yml."""
    bare = re.sub(r"^(\.{0,2}/)+", "", link.target)
    if not link.in_article:
        config = site.root / "mkdocs.yml"
        text = config.read_text(encoding="utf-8") if config.is_file() else ""
        if bare and (at := text.find(bare)) >= 0:
            what = what.replace(link.target, bare)
            return Problem(config, text.count("\n", 0, at) + 1, what, remedy)
    written = (f'"{link.target}"', f"({link.target}", link.target, bare)
    return page.problem(what, remedy, *written, *fragments)


def styles(site: Site, linked: set[str]) -> Iterator[Problem]:
    """Yield what is wrong with the files that the site's styles ask for."""
    for file in sorted(site.folder.rglob("*.css")):
        here = "/" + file.relative_to(site.folder).as_posix()
        text = file.read_text(encoding="utf-8")
        for match in IN_CSS.finditer(text):
            target = match[1] or match[2]
            if target.startswith(("data:", "#")):
                continue
            found = site.resolve(here, target)
            place = _source(site, file)
            line = text.count("\n", 0, match.start()) + 1
            if found is None:
                what = f"`{target}` is asked of another host"
                yield Problem(place, line, what, "put the file below theme/assets/")
            elif not site.file(found[0]).is_file():
                what, remedy = (
                    f"`{target}` leads nowhere",
                    "correct it, or add the file",
                )
                yield Problem(place, line, what, remedy)
            else:
                linked.add(found[0])


def _source(site: Site, file: Path) -> Path:
    own = site.root / "theme" / file.relative_to(site.folder)
    same = own.is_file() and own.read_bytes() == file.read_bytes()
    return own if same else file  # a template is not what was made of it


def ids(page: Page) -> Iterator[Problem]:
    """Yield ids that a page has twice."""
    for name, times in Counter(page.ids).items():
        if times > 1:
            what = f"the id `{name}` stands {times} times on the page"
            marks = (f"#{name}}}", f'id="{name}"', f"id='{name}'")
            yield page.problem(what, "give each its own", *marks)


def scripts(page: Page) -> Iterator[Problem]:
    """Yield a script or a handler that an author put on a page, and frames of others."""
    for element in page.article.iter():
        handlers = [name for name in element.attrib if name.startswith("on")]
        if element.tag in ("script", "iframe", "object", "embed") or handlers:
            shown = f"<{element.tag}" + (f" {handlers[0]}=" if handlers else ">")
            what = f"`{shown}` on a page"
            remedy = "a page reads without scripts: delete it"
            yield page.problem(what, remedy, shown, f"<{element.tag}", *handlers)


def unused(site: Site, linked: set[str]) -> Iterator[Problem]:
    """Yield files that are published and that no page, style or script asks for."""
    for file in sorted(site.folder.rglob("*")):
        address = "/" + file.relative_to(site.folder).as_posix()
        if file.is_dir() or file.suffix == ".html" or address.startswith(KNOWN):
            continue
        if address.endswith(LAYOUTS[True].replace(".svg", FRAMES)):
            continue  # a script names it after the layout
        if address not in linked:
            own = site.docs / address.lstrip("/")
            module = SNIPPETS / address.lstrip("/").replace("-", "_")
            if own.is_file():
                place, remedy = own, "embed it or link to it, or delete it"
            elif module.parent.with_suffix(".py").is_file():
                place = module.parent.with_suffix(".py")
                remedy = f"embed {address[1:]}, or delete the function"
            else:
                place, remedy = file, "build the site anew, into an empty folder"
            yield Problem(place, None, f"{address} is used by no page", remedy)
