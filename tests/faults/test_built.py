"""What only the built site shows, in one build: markup left over, images, links, addresses."""

from tests.faults.planting import (
    BUILD,
    HOW_TO,
    NOTATION,
    SITE,
    Edit,
    Fault,
    on_site,
)
from tests.faults.running import catalogue

LAYOUT = "![Four grids of cells of which nobody says anything.](notation/layout.svg)"
BLANK = "leave a blank line above it"
CORRECT = "correct the path, or add the file"
LIST = "tests/addresses.txt"
KEEP = "; or delete the line, if nobody is to find it"


def left(name: str, text: str, says: str, remedy: str) -> Fault:
    return on_site(name, text, f"`{says}` is shown as text", remedy)


FAULTS = [
    left("a box of another indentation", '§??? note "Title', '??? note "Title', BLANK),
    left("a tab without its form", '§=== "Tab', '=== "Tab', BLANK),
    left("a section line in a text", "§Some -8<- text.", "-8<- text.", "set it in a"),
    left(
        "a caption that never closes",
        "§/// figure-captoin\nText.\n///",
        "/// figure-captoin",
        "close it with `///`",
    ),
    left(
        "an attribute in the text",
        "Text.\n\n§Some {#words} more.",
        "{#words}",
        "put it at the end of its line",
    ),
    left("bold with a space", "§Some ** bold** type.", "**", "no space inside"),
    left("a heading in a text", "Text.\n§<p>## Lost</p>", "## Lost", BLANK),
    left(
        "a table that is none",
        "Text | more\n§|---|---| a",
        "|---",
        "leave a blank line above it; check",
    ),
    left("a task", "§- [ ] to do", "[ ] to do", "the site has no task lists"),
    left("HTML that is escaped", "§Some &lt;div&gt; more.", "<div> more.", "write it"),
    left("an entity that is escaped", "§Some &amp;nbsp; more.", "&nbsp;", "write it"),
    left("a link that never closes", "§[A](notation.md ", "](notation.md", "write `["),
    left("a fence in a text", "§Some ~~~ more.", "~~~", "check its indentation"),
    on_site(
        "an untested block in raw HTML",
        "§<pre><code>1 / 0</code></pre>",
        "a block that nothing tests: `1 / 0`",
        "write it in a fence",
    ),
    on_site(
        "an empty block",
        "§<pre><code> </code></pre>",
        "a block of code is empty",
        "fill it, or delete its fence",
    ),
    on_site(
        "a traceback",
        "```text\n§Traceback (most recent call last):\n```",
        "a traceback is published",
        "mend the code",
    ),
    on_site("an empty code", "§Some <code></code> more.", "an empty `code`", "fill it"),
    on_site(
        "a second title",
        "§# Another title",
        "`Another title` is a second",
        "a page has",
    ),
    on_site(
        "a heading that skips a level",
        "§#### Deep down",
        "the heading `Deep down` skips from level",
        "begin it with ##",
    ),
    on_site(
        "a heading without words", "§<h2></h2>", "a heading says nothing", "give it"
    ),
    on_site(
        "an id that stands twice",
        '§<p id="planted">One.</p>\n\n<p id="planted">Two.</p>',
        "the id `planted` stands 2 times",
        "give each its own",
    ),
    on_site(
        "a handler",
        '§<p onclick="alert(1)">Text.</p>',
        "`<p onclick=` on a page",
        "a page reads without scripts",
    ),
    on_site(
        "a frame of another host",
        '§<iframe src="https://host.example/"></iframe>',
        "`https://host.example/` is asked of another host",
        "put the file below theme/assets/",
    ),
    on_site(
        "an image of another host",
        '§<img src="https://host.example/a.png" alt="A picture that is elsewhere.">',
        "`https://host.example/a.png` is asked of another host",
        "put the file below theme/assets/",
    ),
    on_site(
        "an image that is not there, in raw HTML",
        '§<img src="../lost.png" alt="A picture that is not there.">',
        "`../lost.png` leads nowhere",
        "correct the path, or add the file",
    ),
    on_site(
        "an image without a caption",
        f"§{LAYOUT}",
        "layout.svg: no caption",
        "below the image: `/// figure-caption`",
        NOTATION,
    ),
    on_site(
        "an image without alternative text",
        '§<img src="../notation/layout.svg">',
        "layout.svg: no alternative text",
        "`![What is seen](...)`",
    ),
    on_site(
        "an image that says too little",
        '§<img src="../notation/layout.svg" alt="A figure">',
        "alternative text `A figure` says too little",
        "one or two sentences",
    ),
    on_site(
        "an empty caption",
        '<figure>\n§<img src="../notation/./layout.svg" alt="Four grids of cells, again.">\n<figcaption></figcaption></figure>',
        "layout.svg: no caption",
        "below the image",
    ),
    Fault(
        "a file that no page uses",
        SITE,
        [Edit("docs/start/lost.txt", "Lost.\n")],
        "/start/lost.txt is used by no page",
        "embed it or link to it, or delete it",
        ["docs/start/lost.txt"],
        together=True,
    ),
    Fault(
        "a style that is not there",
        SITE,
        [
            Edit(
                "mkdocs.yml",
                "  - assets/stylesheets/site.css # all sheets in one, joined at build by downhill/assets.py\n§  - assets/lost.css\n",
                "  - assets/stylesheets/site.css # all sheets in one, joined at build by downhill/assets.py\n",
            )
        ],
        "`assets/lost.css` leads nowhere",
        "correct the path, or add the file",
        together=True,
    ),
    Fault(
        "a script that is not there",
        SITE,
        [
            Edit(
                "mkdocs.yml",
                "extra_javascript:\n§  - assets/lost.js\n",
                "extra_javascript:\n",
            )
        ],
        "`assets/lost.js` leads nowhere",
        "correct the path, or add the file",
        together=True,
    ),
    Fault(
        "a picture of another host, in a style",
        SITE,
        [
            Edit(
                "theme/assets/stylesheets/type.css",
                "\n§body { background: url(https://host.example/paper.svg) }\n",
            )
        ],
        "`https://host.example/paper.svg` is asked of another host",
        "put the file below theme/assets/",
        together=True,
    ),
    Fault(
        "a sheet that brings another",
        BUILD,
        [Edit("theme/assets/stylesheets/type.css", '\n§@import "more.css";\n')],
        "a sheet brings another",
        "name the other sheet in SHEETS of downhill/assets.py",
    ),
    Fault(
        "a picture of a style that is not there",
        SITE,
        [
            Edit(
                "theme/assets/stylesheets/page.css",
                "\n§.lost { background: url(../images/lost.svg) }\n",
            )
        ],
        "`../images/lost.svg` leads nowhere",
        "correct it, or add the file",
        together=True,
    ),
    on_site(
        "a dead link in raw HTML",
        '§<a href="../nowhere/">A page</a>',
        "`../nowhere/` leads nowhere",
        CORRECT,
    ),
    on_site(
        "a dead anchor in raw HTML",
        '§<a href="../notation/#lost">A place</a>',
        "there is no id `lost`",
        "use an id of notation.md",
    ),
    on_site(
        "a page's file in raw HTML",
        '§<a href="notation.md">A page</a>',
        "`notation.md` leads nowhere",
        "perhaps /start/notation/",
    ),
    on_site(
        "a link from the root in raw HTML",
        '§<a href="/start/notation/">A page</a>',
        "breaks where the site does not lie at the host's root",
        "write it relative to this page",
    ),
    on_site(
        "a link that says nothing",
        '§<a href="../notation/#symbols"></a>',
        "has no text",
        "say where it leads",
    ),
    on_site(
        "a link to no host",
        "§[A page](http://nowhere)",
        "`http://nowhere` is no address on the web",
        "begin it with https://",
    ),
    Fault(
        "a page that moves",
        SITE,
        [Edit(LIST, "§/start/old-notation/\n/start/notation/\n", "/start/notation/\n")],
        "the page /start/old-notation/ has vanished",
        f"add `was: [start/old-notation]` to the front matter of the page that has its text now{KEEP}",
        together=True,
    ),
    Fault(
        "a heading that is renamed",
        SITE,
        [
            Edit(NOTATION, "## Measures\n", "## Units\n"),
            Edit(LIST, "§/start/notation/#units\n"),
        ],
        "/start/notation/ has no id `units` any more",
        f"keep it in notation.md: `## New words {{#units}}`{KEEP}",
        together=True,
    ),
    Fault(
        "a heading that is new",
        SITE,
        [Edit(HOW_TO, "\n## A new heading {#new}\n")],
        "new addresses are not in it: ",
        "make outputs, then commit it",
        [LIST],
        together=True,
    ),
]
test_a_page_is_refused = catalogue(FAULTS)
