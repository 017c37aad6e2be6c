"""Each check of a built site, on a site of a few lines: what it refuses and what it passes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from downhill import built
from downhill.built import addresses, links, text
from downhill.built.site import Page, Site, texts
from downhill.problem import Problem

HEAD = "---\ndescription: A page.\n---\n"
TITLE = "<h1 id=title>Title</h1>"
LIST = addresses.LIST.as_posix()
ABOUT = "A curve that touches a line."
FIGURE = (
    '<figure><img src="a.svg" alt="{alt}"><figcaption>{caption}</figcaption></figure>'
)
Check = Callable[[Page], Iterator[Problem]]
Make = Callable[..., Site]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Writes a site whose home page is this HTML, made from this Markdown."""

    def make(html: str, source: str = "# Title\n", **files: str) -> Site:
        home = f"<html><body><article>{html}</article></body></html>"
        files = {"docs/index.md": HEAD + source, "site/index.html": home, **files}
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return Site(tmp_path / "site", tmp_path / "docs", tmp_path)

    return make


def said(problems: Iterator[Problem]) -> list[str]:
    """Of each: the file and the line, then what it is."""
    return [f"{Path(p.place).name} {p.what}" for p in problems]


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("```python", "a fence"),
        ('-8<- "a.py:b"', "a section line"),
        ('??? note "Title"', "a box"),
        ("/// caption", "a caption block"),
        ("$$ x $$", "TeX"),
        (r"\frac{1}{2}", "TeX"),
        ("A claim[^1].", "a footnote"),
        ("[a][b]", "a link"),
        ("[a](b.md", "a link"),
        ("words {#id}", "an attribute"),
        ("** bold**", "bold type"),
        ("## Heading", "a heading"),
        ("|---|", "a table"),
        ("[ ] to do", "a task"),
        ("&lt;div&gt;", "HTML"),
        ("\ue000", "a mark of Markdown"),
    ],
)
def test_markup_that_is_left_over_is_named(make: Make, written: str, what: str) -> None:
    site = make(f"{TITLE}<p>{written}</p>", f"# Title\n\n{written}\n")
    (found,) = text.leftovers(site.pages[0])
    assert found.what.endswith(f"is shown as text: {what} that is not read")
    assert found.place.endswith("index.md:6")


@pytest.mark.parametrize(
    "html",
    [
        "<code>**</code>",
        "<pre>## a\n```</pre>",
        '<span class="maths">\\frac</span>',
        "<p>It costs $3 or 2 * 3 * 4, and a_b.</p>",
    ],
)
def test_code_and_formulas_and_plain_words_are_no_markup(make: Make, html: str) -> None:
    assert said(text.leftovers(make(TITLE + html).pages[0])) == []


def test_what_follows_a_formula_is_text(make: Make) -> None:
    page = make('<p>a<span class="maths">b</span>c<code>d</code>e</p>').pages[0]
    assert "".join(texts(page.article)) == "ace"


@pytest.mark.parametrize(
    ("html", "what"),
    [
        ("<h1>One</h1><h2>Two</h2><h3>Three</h3><h2>Four</h2>", []),
        ("<p>Text.</p>", ["index.md:1 has no title"]),
        ("<h1>One</h1><h1>Two</h1>", ["index.md `Two` is a second title"]),
        ("<h1>One</h1><h2> ¶</h2>", ["index.md a heading says nothing"]),
        (
            "<h1>One</h1><h3>Two</h3>",
            ["index.md the heading `Two` skips from level 1 to level 3"],
        ),
    ],
)
def test_headings(make: Make, html: str, what: list[str]) -> None:
    assert said(text.headings(make(html).pages[0])) == what


RAN = '<div class="language-python highlight"><pre><code>x = 1</code></pre></div>'
FENCE = "# Title\n\n```python\nx = 1\n```\n"


@pytest.mark.parametrize(
    ("html", "source", "what"),
    [
        (RAN, FENCE, []),
        ("", FENCE, ["index.md:7 a block is not published: `x = 1`"]),
        (RAN, "# Title\n", ["index.md a block that nothing tests: `x = 1`"]),
        (
            RAN.replace("1", "2"),
            FENCE,
            ["index.md a block that nothing tests: `x = 2`"],
        ),
        (
            RAN.replace("python", "output"),
            FENCE,
            ["index.md:7 a block that nothing tests: `x = 1`"],
        ),
        (
            "<pre>1 / 0</pre>",
            "<pre>1 / 0</pre>",
            ["index.md:4 a block that nothing tests: `1 / 0`"],
        ),
        (
            "<pre> </pre>",
            "# Title\n\n<pre> </pre>",
            ["index.md:6 a block of code is empty"],
        ),
        ("<p><code> </code></p>", "# Title\n", ["index.md an empty `code`"]),
        (
            RAN.replace("x = 1", "Traceback (most recent call last):"),
            "```text\nTraceback (most recent call last):\n```",
            [
                "index.md:5 a traceback is published",
                "index.md:5 a block that nothing tests: `Traceback (most recent call last):`",
            ],
        ),
    ],
)
def test_code(make: Make, html: str, source: str, what: list[str]) -> None:
    assert said(text.code(make(html, source).pages[0])) == what


@pytest.mark.parametrize(
    ("alt", "caption", "what"),
    [
        (ABOUT, "They touch.", []),
        (" ", "They touch.", ["index.md:4 a.svg: no alternative text"]),
        (
            "A curve",
            "They touch.",
            ["index.md:4 a.svg: alternative text `A curve` says too little"],
        ),
        (ABOUT, " ", ["index.md:4 a.svg: no caption"]),
        (
            ABOUT,
            '<span class="caption-prefix">Figure 1</span>',
            ["index.md:4 a.svg: no caption"],
        ),
    ],
)
def test_images_speak(make: Make, alt: str, caption: str, what: list[str]) -> None:
    site = make(FIGURE.format(alt=alt, caption=caption), "![](a.svg)")
    assert said(text.described(site.pages[0])) == what


def test_an_image_outside_a_figure_has_no_caption(make: Make) -> None:
    site = make(f'<img src="a.svg" alt="{ABOUT}">', "![](a.svg)")
    assert said(text.described(site.pages[0])) == ["index.md:4 a.svg: no caption"]


FILES = ("site/a.txt", "site/search/x", "docs/lost", "site/lost")


def test_a_file_that_nothing_asks_for_is_named(make: Make) -> None:
    site = make("", **dict.fromkeys(FILES, ""))
    assert said(links.unused(site, {"/a.txt"})) == ["lost /lost is used by no page"]
    assert [p.remedy for p in links.unused(site, {"/lost"})] == [
        "build the site anew, into an empty folder"
    ]


@pytest.mark.parametrize(
    ("link", "what"),
    [
        ('<a href="#title">a</a>', ""),
        ('<a href="other/#here">a</a>', ""),
        ('<a href="https://host.example/a">a</a>', ""),
        ('<a href="mailto:a@host.example">a</a>', ""),
        ('<img src="data:,">', ""),
        ('<link rel="alternate" href="https://host.example/a">', ""),
        (
            '<link rel="icon" href="https://host.example/a">',
            "`https://host.example/a` is asked of another host",
        ),
        ('<a href="#lost">a</a>', "`#lost` leads nowhere: there is no id `lost`"),
        ('<a href="other/#lost">a</a>', "`other/#lost` leads nowhere: there is no id"),
        ('<a href="nowhere/">a</a>', "`nowhere/` leads nowhere"),
        ('<a href="">a</a>', "a link of `<a>` is empty"),
        ('<a href="/other/">a</a>', "`/other/` breaks where the site does not lie"),
        ('<a href="http://nowhere">a</a>', "`http://nowhere` is no address on the web"),
        (
            '<img src="//host.example/a">',
            "`//host.example/a` is asked of another host",
        ),
        ('<img srcset="other/ 1x, lost.png 2x">', "`lost.png` leads nowhere"),
        ('<object data="lost.pdf"></object>', "`lost.pdf` leads nowhere"),
        (
            '<meta http-equiv="refresh" content="0; url=lost/">',
            "`lost/` leads nowhere",
        ),
    ],
)
def test_links(make: Make, link: str, what: str) -> None:
    other = {"site/other/index.html": "<h2 id=here>Here</h2>"}
    site = make(TITLE + link, f"# Title\n\n{link}\n", **other)
    found = said(links.check(site.by_url["/"], site, set()))
    assert len(found) == bool(what)
    for problem in found:
        assert problem.startswith(f"index.md:6 {what}")


def test_what_stands_around_a_page_is_mended_in_the_configuration(make: Make) -> None:
    site = make(TITLE, **{"mkdocs.yml": "extra_css:\n  - lost.css\n"})
    page = site.folder / "index.html"
    head = '<html><head><link rel="stylesheet" href="lost.css"></head>'
    page.write_text(head + page.read_text("utf-8").removeprefix("<html>"), "utf-8")
    assert said(links.check(site.pages[0], site, set())) == [
        "mkdocs.yml:2 `lost.css` leads nowhere"
    ]


@pytest.mark.parametrize(
    ("style", "what"),
    [
        ("a { background: url(a.svg) }", []),
        ("a { background: url('data:,') }", []),
        ('\n@import "lost.css";', ["page.css:2 `lost.css` leads nowhere"]),
        (
            "a { background: url(https://host.example/a.svg) }",
            ["page.css:1 `https://host.example/a.svg` is asked of another host"],
        ),
    ],
)
def test_styles(make: Make, style: str, what: list[str]) -> None:
    site = make(TITLE, **{"site/page.css": style, "site/a.svg": ""})
    linked: set[str] = set()
    assert said(links.styles(site, linked)) == what
    assert linked == ({"/a.svg"} if "(a.svg)" in style else set())


@pytest.mark.parametrize(
    ("check", "html", "what"),
    [
        (links.ids, "<p id=a>A</p><p id=b>B</p>", []),
        (
            links.ids,
            "<p id=a>A</p><p id=a>B</p>",
            ["index.md the id `a` stands 2 times on the page"],
        ),
        (links.scripts, "<p>Text.</p>", []),
        (links.scripts, "<script></script>", ["index.md `<script>` on a page"]),
        (links.scripts, "<iframe></iframe>", ["index.md `<iframe>` on a page"]),
        (links.scripts, "<p onclick=f()>A</p>", ["index.md `<p onclick=` on a page"]),
    ],
)
def test_ids_and_scripts(make: Make, check: Check, html: str, what: list[str]) -> None:
    assert said(check(make(html).pages[0])) == what


def test_an_address_that_vanishes_is_named(make: Make) -> None:
    kept = "/\n/#title\n/#old\n/gone/\n/gone/#part\n"
    source = "# Title\n\n## New {#new}\n\n## Old words\n\n### 1. Do {#exercise-1}\n"
    site = make(f"{TITLE}<h2 id=new>New</h2>", source, **{LIST: kept})
    assert said(addresses.vanished(site)) == [
        "addresses.txt:3 / has no id `old` any more, and others link to it",
        "addresses.txt:4 the page /gone/ has vanished, and others link to it",
        "addresses.txt 1 new addresses are not in it: /#new",
    ]
    assert addresses.add(site.root, site.docs) == ["/#new"]
    assert addresses.add(site.root, site.docs) == []
    assert addresses.kept(site.root) == sorted([*kept.split(), "/#new"])


def test_a_redirect_keeps_an_address_and_all_of_its_ids(make: Make) -> None:
    sends = '<meta http-equiv="refresh" content="0; url=../">'
    kept = "/\n/#title\n/old/\n/old/#part\n"
    site = make(TITLE, **{LIST: kept, "site/old/index.html": sends})
    assert said(addresses.vanished(site)) == []


def test_every_fault_of_a_site_is_said_at_once(make: Make) -> None:
    site = make(f"{TITLE}<p>## Lost</p><p id=a></p><p id=a></p>")
    with pytest.raises(Problem) as caught:
        built.check(site.folder, site)
    for what in ("`## Lost` is shown", "the id `a` stands 2 times", "addresses.txt"):
        assert what in str(caught.value)


def test_the_number_of_pages_is_said(make: Make) -> None:
    site = make(TITLE, **{LIST: "/\n/#title\n"})
    assert built.check(site.folder, site) == 1


def test_an_empty_folder_is_no_site(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="is no built site"):
        built.check(tmp_path)
