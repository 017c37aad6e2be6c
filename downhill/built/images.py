"""Images speak, have captions, are there, and are used."""

from collections.abc import Iterator

from downhill.built.site import Page, Site, content
from downhill.problem import SNIPPETS, Problem

SHORT = 20  # characters: an alternative text says more
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


def described(page: Page) -> Iterator[Problem]:
    """Alternative text and a caption at each image of a page."""
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


def unused(site: Site, linked: set[str]) -> Iterator[Problem]:
    """Files that are published and that no page, style or script asks for."""
    for file in sorted(site.folder.rglob("*")):
        address = "/" + file.relative_to(site.folder).as_posix()
        if file.is_dir() or file.suffix == ".html" or address.startswith(KNOWN):
            continue
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
