"""What others may have linked to does not vanish."""

from tests.faults.planting import (
    BUILD,
    CONTRIBUTING,
    LAB,
    NOTATION,
    Edit,
    Fault,
    in_lab,
    planted,
)
from tests.faults.running import Project, catalogue
from tests.project import run

LIST = "tests/addresses.txt"
HOUSE, META = "docs/losses/learning-rate-lab.ipynb", '"metadata": {\n'


def was(addresses: str, lab: str = LAB) -> Edit:
    """The old addresses of a lab."""
    old = f'{META}  "description"'
    return Edit(lab, old.replace(META, f'{META}§  "was": {addresses},\n'), old)


SMALL = in_lab("", "1", "", "").edits  # it is run sooner than the one that there is

FAULTS = [
    Fault(
        "a redirect from a page that is there",
        BUILD,
        [Edit(NOTATION, "---\n§was: [start/how-to-use-this-site]\n", "---\n")],
        "`was` names start/how-to-use-this-site, which is the address of a page",
        "delete it there",
        together=True,
    ),
    Fault(
        "redirects that are no list",
        BUILD,
        [Edit(CONTRIBUTING, "---\n§was: start/old\n", "---\n")],
        "`was` is not a list",
        "write `was: [part/old-name]`",
        together=True,
    ),
    Fault(
        "redirects of a lab that are no list",
        BUILD,
        [was('"a/b"', HOUSE)],
        "`was` is not a list",
        'write `"was": ["part/old-name"]`',
        together=True,
    ),
    Fault(
        "a redirect from a page that is there to a lab",
        BUILD,
        [*SMALL, was('["start/notation"]')],
        "`was` names start/notation, which is the address of a page",
        "delete it there",
        together=True,
    ),
]
test_an_address_is_kept = catalogue(FAULTS)


def test_a_page_that_moved_sends_its_readers_on(project: Project) -> None:
    """Its old address is a page that names the new one, and so the list is content."""
    moved = Fault(
        "",
        BUILD,
        [
            Edit(NOTATION, "---\nwas: [start/old/place]\n", "---\n"),
            *SMALL,
            was('["old-lab"]'),
            Edit(LIST, "/old-lab/\n/start/planted/\n"),
            Edit(LIST, "/start/old/place/\n/start/old/place/#symbols\n"),
        ],
        "",
        "",
    )
    with planted(project.folder, [moved]):
        status, said = run(project.folder, *BUILD)
        assert status == 0, said
        status, said = run(project.folder, "downhill", "built", "site")
        assert status == 0, said
    for old, new in (
        ("start/old/place", "../../notation/"),
        ("old-lab", "../start/planted/"),
    ):
        page = project.folder / "site" / old / "index.html"
        assert f'content="0; url={new}"' in page.read_text(encoding="utf-8")
