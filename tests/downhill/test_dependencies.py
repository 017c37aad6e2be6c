"""The key of a figure changes with what the figure depends on, and with nothing else."""

from pathlib import Path

import pytest

from downhill.figures import dependencies
from downhill.figures.dependencies import ALL, Sources

CHAPTER = '''
"""A chapter."""
import numpy as np
from matplotlib.figure import Figure

from snippets.part.other import middle
from snippets.part import whole

SIZE = 3
TABLE = {}
TABLE["x"] = 1


def helper(x):
    return x + SIZE


def first() -> Figure:
    text = 1
    return helper(text)


def second() -> Figure:
    from snippets.part.local import thing

    return middle(thing)


def third() -> Figure:
    return [whole.anything, open("houses.csv")]


def text():
    return 4
'''
OTHER = """
from snippets.part.deep import bottom as below


def middle(x):
    return below(x)


def unused():
    return 1
"""
FILES = {
    "part/chapter.py": CHAPTER,
    "part/other.py": OTHER,
    "part/deep.py": "def bottom(x):\n    return x\n\n\ndef not_used():\n    pass\n",
    "part/local.py": "thing = 1\nelse_ = 2\n",
    "part/whole.py": "anything = 1\nmore = 2\n",
    "part/houses.csv": "1,2\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "snippets" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def keys(root: Path) -> dict[str, str]:
    """The keys of the three figures, by a process that knows only the cache."""
    sources = Sources(root, root / ".cache")
    found = {
        name: sources.key("snippets.part.chapter", name)
        for name in ("first", "second", "third")
    }
    sources.save()
    return found


def changed(root: Path, name: str, old: str, new: str) -> set[str]:
    """The figures whose keys change when `old` becomes `new` in a file."""
    before = keys(root)
    path = root / "snippets" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    after = keys(root)
    return {figure for figure in before if before[figure] != after[figure]}


@pytest.mark.parametrize(
    ("name", "old", "new", "figures"),
    [
        ("chapter", "text = 1", "text = 2", {"first"}),
        ("chapter", "x + SIZE", "x - SIZE", {"first"}),
        ("chapter", "SIZE = 3", "SIZE = 4", {"first"}),
        ("chapter", "return 4", "return 5", set()),  # `text` is a local of `first`
        ("chapter", "    text = 1", "    # why\n    text  =  1", set()),
        ("chapter", '"""A chapter."""', '"""Another."""', set()),
        ("chapter", 'TABLE["x"] = 1', 'TABLE["x"] = 2', {"first", "second", "third"}),
        ("chapter", "\nSIZE", "\nprint()\nSIZE", {"first", "second", "third"}),
        ("other", "below(x)", "below(x) + 1", {"second"}),
        ("other", "return 1", "return 2", set()),
        ("other", "\n\n\ndef unused", "\nmiddle.x = 1\n\ndef unused", None),
        ("deep", "return x", "return -x", {"second"}),
        ("deep", "pass", "return", set()),
        ("local", "thing = 1", "thing = 2", {"second"}),
        ("local", "else_ = 2", "else_ = 3", set()),
        ("whole", "more = 2", "more = 3", {"third"}),
    ],
)
def test_an_edit_changes_the_keys_of_those_who_use_it(
    root: Path, name: str, old: str, new: str, figures: set[str] | None
) -> None:
    every = {"first", "second", "third"}  # a module's loose statements run for all
    assert changed(root, f"part/{name}.py", old, new) == (
        every if figures is None else figures
    )


def test_a_data_file_counts_with_its_content(root: Path) -> None:
    assert changed(root, "part/houses.csv", "1,2", "1,3") == {"third"}


def test_a_star_import_counts_whole(root: Path) -> None:
    path = root / "snippets/part/chapter.py"
    path.write_text("from snippets.part.whole import *\n" + CHAPTER, encoding="utf-8")
    assert changed(root, "part/whole.py", "more = 2", "more = 3") == {
        "first",
        "second",
        "third",
    }


def test_a_relative_import_is_followed(root: Path) -> None:
    path = root / "snippets/part/chapter.py"
    text = CHAPTER.replace("snippets.part.other", ".other")
    path.write_text(text, encoding="utf-8")
    assert changed(root, "part/deep.py", "return x", "return -x") == {"second"}


def test_our_own_package_is_followed(root: Path) -> None:
    sources = Sources(root, root / ".cache")
    whole = sources.key("downhill.figures.draw", ALL)
    assert whole != sources.key(
        "downhill.figures.draw", ALL, without=["downhill.figures.svg"]
    )


def test_an_unchanged_module_is_not_read_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = keys(root)

    def refuse(*_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(dependencies, "analyse", refuse)
    assert keys(root) == before


def test_a_broken_cache_is_made_anew(root: Path) -> None:
    before = keys(root)
    (root / ".cache/modules.json").write_text("{", encoding="utf-8")
    assert keys(root) == before


def test_versions_are_those_installed() -> None:
    import numpy

    assert f"numpy Version: {numpy.__version__}" in dependencies.versions()
