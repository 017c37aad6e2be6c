"""Figures: each fault is named, the cache is exact, one figure is free of the next."""

import gzip
import os
import re
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from downhill import document, figures, pages
from downhill.figures.workers import Drawing
from downhill.problem import Problem
from downhill.style import PALETTE

HEAD = """
import numpy as np
from matplotlib.figure import Figure

from downhill.style import FIRST, QUIET, SECOND, canvas
"""
GOOD = """
def a_line() -> Figure:
    fig, ax = canvas()
    ax.plot([0.0, 1.0, 2.0], [0.0, 1.0, 4.0], "o-", color=FIRST)
    ax.set(xlabel="$x$", ylabel="distance")
    return fig
"""
# A figure's body: what is said of it, and the line of the body that is named (0: none).
FAULTS: dict[str, tuple[str, str, int]] = {
    "raises": ("raise ZeroDivisionError('by zero')", "ZeroDivisionError: by zero", 1),
    "exits": ("raise SystemExit(3)", "SystemExit: 3", 1),
    "warns": ("np.array([1.0]) / np.array([0.0])", "RuntimeWarning: divide by zero", 1),
    "prints": ("print('noise')", "it prints 'noise'", 0),
    "writes": ("import os; os.write(1, b'noise' * 9)\nreturn None", "NoneType, not", 0),
    "returns_none": ("return None", "TypeError: returns NoneType, not a Figure", 0),
    "nan_line": ("ax.plot([1, np.nan], [0, 1], gid='curve')", "'curve' holds NaN", 0),
    "nan_marks": ("ax.scatter([np.nan], [1.0])", "'PathCollection' holds NaN", 0),
    "inf_patch": (
        "from matplotlib.patches import Circle\n"
        "ax.add_patch(Circle((0.5, np.inf), 0.1, color=FIRST))",
        "RuntimeWarning: invalid value",
        0,
    ),
    "nan_text": ("ax.text(np.nan, 0, 'here')", "'Text' holds NaN", 0),
    "nan_arrow": ("ax.quiver([0.0], [0.0], [np.nan], [1.0], color=FIRST)", "NaN", 0),
    "font": ("ax.text(0, 0, 'x', family='Nowhere')", "Font family 'Nowhere' not", 0),
    "weight": ("ax.text(0, 0, 'x', weight='bold')", "Failed to find font weight", 0),
    "glyph": ("ax.text(0, 0, 'x \\u4e2d')", "Glyph 20013", 0),
    "mathtext": ("ax.text(0, 0, r'$\\nosuch$')", "Unknown symbol", 0),
    "colour": (
        "ax.plot([0, 1], color='#ff0000')",
        "#ff0000 (axes > line2d) is no role",
        0,
    ),
    "black": ("ax.text(0, 0, 'x', color='black')", "#000000 (axes > text) is no", 0),
    "map": ("ax.imshow([[0.0, 1.0]])", "an image has one colour scheme", 0),
    "hatch": ("ax.bar([0], [1], hatch='/')", "hatching is no part of the style", 0),
    "cut_off": ("ax.set_xlabel('x', labelpad=30)", "pt over the lower edge", 0),
    "small": ("ax.text(0, 0, 'x', size=9)", "'x' has 9 pt, which is less than 13", 0),
    "layout": ("fig.set_layout_engine('tight')", "has a layout engine", 0),
    "dies": ("import os; os._exit(5)", "its process ended with status 5", 0),
    "hangs": ("import time; time.sleep(60)", "it took longer than 2 seconds", 0),
}


def figure(name: str, body: str) -> str:
    lines = "".join(f"    {line}\n" for line in body.split("\n"))
    return f"\ndef {name}() -> Figure:\n    fig, ax = canvas()\n{lines}    return fig\n"


Site = Callable[..., Path]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    def make(code: str, prose: str = "", root: Path = tmp_path) -> Path:
        for folder, name, text in (
            ("snippets/part", "a_chapter.py", HEAD + code),
            (
                "docs/part",
                "a-chapter.md",
                "---\ndescription: A chapter.\n---\n" + prose,
            ),
        ):
            (root / folder).mkdir(parents=True, exist_ok=True)
            (root / folder / name).write_text(text, encoding="utf-8")
        return root

    return make


def draw(root: Path, jobs: int = 1) -> Drawing:
    drawing = figures.start(root, jobs=jobs)
    drawing.finish()
    return drawing


def test_each_fault_is_named_and_the_others_are_drawn(site: Site) -> None:
    code = "".join(figure(name, body) for name, (body, _, _) in FAULTS.items()) + GOOD
    root = site(code)
    text = (HEAD + code).splitlines()
    drawing = figures.start(root, jobs=2, limit=2.0)
    with pytest.raises(Problem) as caught:
        drawing.finish()
    said = str(caught.value)
    for name, (_, what, line) in FAULTS.items():
        at = text.index(f"def {name}() -> Figure:") + 1
        place = f"a_chapter.py:{at}: figure `{name}` failed: "
        (row,) = (row for row in said.splitlines() if place in row)
        assert what in row
        if line:
            assert f"(snippets/part/a_chapter.py:{at + 1 + line})" in row
    wide = [row for row in said.splitlines() if "figure `" in row]
    assert len([row for row in wide if " on a phone`" not in row]) == len(FAULTS)
    assert [uri for uri, path in drawing.paths.items() if path.is_file()] == [
        "part/a-chapter/a-line.svg",
        "part/a-chapter/a-line.narrow.svg",
    ]
    assert FIRST_ROLE in said


FIRST_ROLE = f"FIRST {PALETTE['first'][0]}"


def test_a_module_that_is_not_python_is_named(site: Site) -> None:
    root = site("\ndef a_line() -> Figure\n")
    with pytest.raises(Problem, match=r"a_chapter\.py:7: is not Python"):
        figures.start(root)


def test_a_process_that_cannot_start_is_reported(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(_: object) -> None:
        raise OSError("too many processes")

    monkeypatch.setattr(BaseProcess, "start", start)
    drawing = figures.start(site(GOOD + GOOD.replace("a_line", "another")))
    with pytest.raises(Problem, match="no process to draw it starts: too many"):
        drawing.finish()


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Good figures, drawn by one process in this order."""
    root = tmp_path_factory.mktemp("drawn")
    module = root / "snippets" / "part" / "a_chapter.py"
    module.parent.mkdir(parents=True)
    code = GOOD + figure("many_things", MANY) + "\nSTATE = []\n" + RUDE + PROBE
    module.write_text(HEAD + code, encoding="utf-8")
    paths = draw(root).paths.items()
    return {Path(uri).stem: path for uri, path in paths if ".narrow" not in uri}


MANY = """
x = np.ma.masked_greater(np.arange(5.0), 3.0)
ax.plot(x, x)
ax.scatter(x, x, color=SECOND, alpha=0.5)
ax.fill_between([0, 1], [0, 1], color=QUIET, alpha=0.2)
ax.contour([[0.0, 1.0], [1.0, 3.0]], colors=FIRST)
ax.annotate("$x^2$ \u2212 5", (1, 1), (2, 2), arrowprops={"arrowstyle": "->", "color": FIRST})
"""
RUDE = figure(
    "rude",
    "import matplotlib, matplotlib.pyplot as plt, warnings\n"
    "plt.figure(); plt.plot([0, 1]); np.random.seed(1)\n"
    "matplotlib.rcParams['lines.linewidth'] = 9; warnings.simplefilter('ignore')\n"
    "globals()['STATE'].append(1)",
)
PROBE = figure(
    "after_it",
    "import sys\nopen_now = sys.modules['matplotlib.pyplot'].get_fignums()\n"
    "assert (open_now, STATE) == ([], []), (open_now, STATE)\nax.plot([0, 1])",
)


def test_what_may_be_left_out_is_drawn(drawn: dict[str, Path]) -> None:
    assert drawn["many-things"].read_text(encoding="utf-8").count("<path") > 10


def test_one_figure_leaves_nothing_to_the_next(drawn: dict[str, Path]) -> None:
    assert list(drawn)[-2:] == ["rude", "after-it"]
    assert 'stroke-width="38"' in drawn["after-it"].read_text()


def test_only_what_changed_is_drawn_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = GOOD + GOOD.replace("a_line", "another")
    root = site(two)
    assert len(draw(root).stale) == 4
    assert draw(root).stale == []
    site(two.replace("4.0", "5.0", 1))
    assert [job.function for job in draw(root).stale] == ["a_line"] * 2
    site(two)  # back again: it is still there
    assert draw(root).stale == []
    monkeypatch.setattr(figures, "version", lambda _: "9.9")
    assert len(figures.start(root, jobs=0).stale) == 4


def test_old_entries_go_in_time(site: Site) -> None:
    root = site(GOOD)
    folder = figures.start(root, jobs=0).paths["part/a-chapter/a-line.svg"].parent
    old, young = folder / "old.svg", folder / "young.svg"
    for path, days in ((old, 31), (young, 29)):
        path.write_text("", encoding="utf-8")
        os.utime(path, (time.time() - days * 86400,) * 2)
    figures.start(root, jobs=0)
    assert not old.exists()
    assert young.exists()


def test_the_file_serves_both_schemes_and_knows_its_size(
    drawn: dict[str, Path],
) -> None:
    path = drawn["a-line"]
    text = path.read_text(encoding="utf-8")
    style = re.search("<style>(.*)</style>", text)
    assert style
    light, dark = style[1].split("@media screen and (prefers-color-scheme:dark)")
    for role in ("first", "ink", "quiet", "grid"):
        assert f"--{role}:{PALETTE[role][0]}" in light
        assert f"--{role}:{PALETTE[role][1]}" in dark
        assert f"var(--{role})" in text
    assert "#" not in re.sub(r'<style>.*</style>|"#\w+"|\(#\w+\)', "", text)
    assert figures.size(path) == (620, 360)
    assert len(gzip.compress(path.read_bytes())) < 4000


def checked(root: Path) -> None:
    figures.check(document.read_all(pages.read_all(root / "docs")), root)


def test_every_figure_is_used_and_every_image_is_made(site: Site) -> None:
    root = site(GOOD, "![a $[0, 1]$\nline](a-chapter/a-line.svg)\n")
    checked(root)
    (root / "docs/part/other.md").write_text(
        "---\ndescription: A page.\n---\n![a](a-chapter/a-line.svg)\n"
    )
    site(GOOD)  # used on another page than its own
    checked(root)


UNUSED = (
    r"a_chapter\.py:7: figure `a_line` is used by no page\n.*embed a-chapter/a-line"
)


@pytest.mark.parametrize(
    "prose",
    [
        "",
        "```markdown\n![a](a-chapter/a-line.svg)\n```\n",
        "Write `![a](a-chapter/a-line.svg)`.\n",
    ],
)
def test_an_unused_figure_is_named(site: Site, prose: str) -> None:
    with pytest.raises(Problem, match=UNUSED):
        checked(site(GOOD, prose))


def test_an_image_that_no_function_makes_is_named(site: Site) -> None:
    prose = "![a](a-chapter/a-line.svg)\n![b](a-chapter/a-lime.svg)\n"
    with pytest.raises(Problem) as caught:
        checked(site(GOOD, prose))
    assert "a-chapter.md:5: no function makes the image part/a-chapter/a-lime.svg" in (
        str(caught.value)
    )
    assert "write `def a_lime() -> Figure` in snippets/part/a_chapter.py" in (
        str(caught.value)
    )


@pytest.mark.parametrize(
    "image",
    ["a-chapter/a_line.svg", "a-chapter/a-line.png", "chapter/a-line.svg"],
)
def test_an_image_by_another_name_is_told_its_own(site: Site, image: str) -> None:
    with pytest.raises(Problem, match=r"remedy: write a-chapter/a-line\.svg"):
        checked(site(GOOD, f"![a](a-chapter/a-line.svg)\n![b]({image})\n"))


def test_only_public_functions_without_arguments_are_figures(site: Site) -> None:
    code = """
def _part() -> Figure: ...
def needs(x: int) -> Figure: ...
def keyword(*, x: int) -> Figure: ...
def number() -> int: ...
def given(x: int = 1) -> Figure: ...
def quoted() -> "Figure": ...
"""
    found = figures.declared(site(code))
    assert [(one.src_uri, one.line) for one in found] == [
        ("part/a-chapter/given.svg", 11),
        ("part/a-chapter/quoted.svg", 12),
    ]
