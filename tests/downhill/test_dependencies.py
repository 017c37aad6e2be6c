"""The key of a figure changes with what the figure depends on."""

from pathlib import Path

import pytest

from downhill.figures.dependencies import Sources
from downhill.problem import Problem

CHAPTER = '''
"""A chapter."""
import numpy as np
from matplotlib.figure import Figure

from snippets.part.other import middle
from .near import thing


def helper(x):
    return x


def first() -> Figure:
    return helper(1)


@frames("a", n=(1, 2))
def second(n=1) -> Figure:
    return helper(2)


def third() -> Figure:
    return second()
'''
FILES = {
    "part/chapter.py": CHAPTER,
    "part/other.py": "def middle():\n    from snippets.part import deep\n",
    "part/deep.py": "bottom = 1\n",
    "part/near.py": "thing = 1\n",
    "part/far.py": "thing = 1\n",
    "part/houses.csv": "1,2\n",
}
EVERY = {"first", "second", "third"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "snippets" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def keys(root: Path) -> dict[str, str]:
    return Sources(root).keys(root / "snippets/part/chapter.py")


@pytest.mark.parametrize(
    ("name", "old", "new", "figures"),
    [
        ("chapter.py", "helper(1)", "helper(3)", {"first"}),
        ("chapter.py", "helper(1)", "helper(\n        3\n    )", {"first"}),
        ("chapter.py", "helper(2)", "helper(3)", EVERY),  # the third calls it
        ("chapter.py", "second()", "second", {"third"}),
        ("chapter.py", "return x", "return -x", EVERY),
        ("other.py", "deep", "deep as below", EVERY),
        ("deep.py", "bottom = 1", "bottom = 2", EVERY),
        ("near.py", "thing = 1", "thing = 2", EVERY),
        ("far.py", "thing = 1", "thing = 2", set()),
        ("houses.csv", "1,2", "1,3", EVERY),
    ],
)
def test_an_edit_changes_the_keys_of_those_who_use_it(
    root: Path, name: str, old: str, new: str, figures: set[str]
) -> None:
    before = keys(root)
    assert before.keys() == EVERY
    path = root / "snippets" / "part" / name
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")
    after = keys(root)
    assert {each for each in before if before[each] != after[each]} == figures


def test_what_draws_is_followed_and_packages_are_not() -> None:
    sources = Sources()
    used = sources.used(sources.root / "downhill/figures/draw.py")
    names = {path.relative_to(sources.root / "downhill").as_posix() for path in used}
    assert {"figures/svg.py", "style.py", "guard.py"} < names
    assert "figures/__init__.py" not in names


def test_a_fault_of_syntax_has_its_line(root: Path) -> None:
    path = root / "snippets/part/far.py"
    path.write_text("\ndef", encoding="utf-8")
    with pytest.raises(Problem, match=r"far\.py:2: is not Python"):
        Sources(root).tree(path)
