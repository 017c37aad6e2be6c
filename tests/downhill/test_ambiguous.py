"""What can be read in two ways is refused, with its line; so is what stands twice."""

from pathlib import Path

import pytest

from downhill import ambiguous, configuration, whole
from downhill.document import of
from downhill.files import write_whole
from downhill.pages import Page


def faults(body: str) -> list[str]:
    page = Page(Path("page.md"), "page", {"description": "A."}, body, body)
    return [f"{fault.place[8:]} {fault.what}" for fault in ambiguous.faults(of(page))]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("Steps:\n1. Take $x$.", "2 `1. Take x.` goes on with the paragraph above"),
        ("Steps:\n- One", "2 `- One` goes on with"),
        ("> Steps:\n> * One", "2 `* One` goes on with"),
        ("1) One", "1 `1) One` begins no list"),
        ("- One\n  - Two", "2 `- Two` is set in by 2 blanks"),
        ("1. One\n\n   More.", "3 `More.` is set in by 3 blanks"),
        ("Text {{ x }}.", "1 `{{ x }}` is shown as it is"),
        ("Text {{ repo }}.", "1 `{{ repo }}` is shown"),
        ("{% if x %}", "1 `{% if x %}` is shown"),
        ("<<<<<<< HEAD", "1 a mark of two versions: `<<<<<<< HEAD`"),
        ("```text\n>>>>>>> it\n```", "2 a mark of two versions"),
        ("One\n=======", "2 a mark of two versions"),
        ("??? hint\n\nText.", "1 `??? hint` holds nothing"),
        ("??? hint\n  Text.", "1 `??? hint` holds nothing"),
        ('=== "Tab"', '1 `=== "Tab"` holds nothing'),
        ("    !!! note\n\n    Text.", "1 `!!! note` holds nothing"),
        ("/// figure-caption\n\n///", "1 `/// figure-caption` holds nothing"),
        ("## A\n\n### One\n\n### One", "5 another heading is called `One`, on line 3"),
        ("## A!\n\n## a", "3 another heading is called `a`, on line 1"),
        ("## A {#x}\n\n## B {#x}", "3 another heading is called `B`, on line 1"),
        ("[^1]: One.\n[^1]: Two.", "2 `[^1]:` stands twice, on line 1"),
        ("[a]: b.md\n[A]: c.md", "2 `[A]:` stands twice"),
    ],
)
def test_it_is_refused(body: str, says: str) -> None:
    assert faults(body)[0].startswith(says)


@pytest.mark.parametrize(
    "body",
    [
        "- One\n  goes on\n- Two\n\n    More.\n\n    - Three",
        "$$\nx\n+ y\n$$",
        "Text $\\frac{{x}}{2}$, `{{ x }}` and {{ repo_url }}.",
        "??? hint\n\n    ```python\n    x = 1\n    ```",
        "```text\n- a\n1) b\n??? c\n# D\n# D\n{{ x }}\n```",
        "/// answer | It\nexpected: f(1)\nwrong:\n  - f(1): A sign.\n///",
        "## A\n\n## A {#b}",
    ],
)
def test_what_is_plain_passes(body: str) -> None:
    assert faults(body) == []


def test_two_pages_have_two_titles() -> None:
    one, two = (Page(Path(f"{a}.md"), a, {}, "", "# It\n") for a in "ab")
    (fault,) = ambiguous.titles([one, two])
    assert fault.what == "`It` is the title of a.md too"


def test_a_key_stands_once_at_every_depth() -> None:
    text = "a: 1\nb:\n  c: !ENV [X, 1]\n  d:\n    - {c: 2, e: 3, c: 4}\na: 2\n"
    assert [*configuration.twice(text)] == [(6, "a"), (5, "c")]


@pytest.mark.parametrize(
    ("key", "what", "line"),
    [
        ("strict", "Expected type: <class 'bool'>", "strict: true"),
        ("plugins", 'The "search" plugin is not installed', "  - search: {"),
        ("markdown_extensions", "'pymdownx.details'", "  - pymdownx.details #"),
    ],
)
def test_the_configuration_is_mended_at_its_line(
    key: str, what: str, line: str
) -> None:
    place = configuration.problem(key, what).place
    lines = configuration.FILE.read_text(encoding="utf-8").splitlines()
    assert lines[int(place.rpartition(":")[2]) - 1].startswith(line)


def test_the_last_whole_site_stays_and_says_what_is_wrong(tmp_path: Path) -> None:
    place, made = tmp_path / "site", Path(whole.partial(str(tmp_path / "site")))
    write_whole(place / "index.html", "<body>Old</body>")
    write_whole(place / ".kept", "")
    write_whole(made / "index.html", "<body>Half")
    whole.give_up(made)

    def fails() -> None:
        raise SystemExit("a < b")

    for _ in range(2):
        whole.serving(place, fails)()
        text = (place / "index.html").read_text("utf-8")
        assert text.startswith("<body>Old<pre")
        assert text.count("a &lt; b") == 1
    write_whole(made / "index.html", "New")
    whole.publish(made)
    assert sorted(file.name for file in place.iterdir()) == [".kept", "index.html"]
    assert (place / "index.html").read_text("utf-8") == "New"
    assert not made.exists()
