"""Links, anchors and the navigation, refused where they are written."""

from tests.faults.planting import (
    BUILD,
    HEAD,
    HOW_TO,
    NOTATION,
    Edit,
    Fault,
    in_text,
)
from tests.faults.running import catalogue

HERE = "      - start/notation.md\n"
CORRECT = "correct the path, or add the file"


def in_config(name: str, new: str, says: str, remedy: str) -> Fault:
    """A build names all of them."""
    edits = [Edit("mkdocs.yml", new, HERE)]
    return Fault(name, BUILD, edits, says, remedy, together="nav")


def dead(
    name: str,
    text: str,
    says: str,
    remedy: str,
    file: str = NOTATION,
    of: str = "links",
) -> Fault:
    """A build names all links; if none is dead, all anchors."""
    return in_text(name, text, says, remedy, file, together=of)


FAULTS = [
    dead("a dead link", "§[A page](nowhere.md)", "`nowhere.md` leads nowhere", CORRECT),
    dead(
        "a link to a page of another folder",
        "§[A page](the-derivative.md)",
        "`the-derivative.md` leads nowhere",
        "name its file: ../one-variable/the-derivative.md",
    ),
    dead(
        "a link to an address",
        "§[A page](../how-to-use-this-site/)",
        "`../how-to-use-this-site/` leads nowhere",
        "name its file: how-to-use-this-site.md",
    ),
    dead(
        "a link from the root",
        "§[A page](/start/notation/)",
        "breaks where the site does not lie at the host's root",
        "write it relative to this page",
    ),
    dead(
        "a link with a space",
        "§[A page](how to.md)",
        "`how to.md` leads nowhere",
        CORRECT,
    ),
    dead("an empty link", "§[A page]()", "a link is empty", "give it a target"),
    dead(
        "a link by a name that is nowhere",
        "§Read [the page][nowhere] first.",
        "the link `[the page][nowhere]` has no target",
        "write `[the page](page.md)`, or define `[nowhere]:`",
    ),
    dead(
        "a name that leads nowhere",
        "Read [the page][it] first.\n\n§[it]: nowhere.md",
        "`nowhere.md` leads nowhere",
        CORRECT,
    ),
    dead(
        "a footnote without its text",
        "§A claim[^1].",
        "the footnote `[^1]` has no text",
        "write `[^1]: ...` on a line of its own",
    ),
    dead(
        "an image that is not there",
        "§![A picture of something.](../assets/nowhere.png)",
        "`../assets/nowhere.png` leads nowhere",
        CORRECT,
    ),
    dead(
        "a dead anchor on a page",
        "§[A place](notation.md#nowhere)",
        "start/notation.md has no `#nowhere`",
        "use one of: ",
        HOW_TO,
        "anchors",
    ),
    dead(
        "a dead anchor on the page itself",
        "§[A place](#nowhere)",
        "start/notation.md has no `#nowhere`",
        "use one of: ",
        of="anchors",
    ),
    Fault(
        "a page that is not in the nav",
        BUILD,
        [Edit("docs/start/lost.md", HEAD)],
        "is in no place of the navigation",
        "add `- start/lost.md` to the `nav` of mkdocs.yml",
        ["docs/start/lost.md"],
        together="nav",
    ),
    in_config(
        "a nav that names what is not there",
        f"{HERE}§      - start/nowhere.md\n",
        "the nav names start/nowhere.md, which is not in docs/",
        "correct it, or add the page",
    ),
    in_config(
        "a nav that names a page twice",
        f"{HERE}§{HERE}",
        "the nav names start/notation.md twice",
        "a page has one place: delete the other",
    ),
]
test_a_link_is_refused = catalogue(FAULTS)
