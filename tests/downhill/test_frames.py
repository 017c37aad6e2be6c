"""Figures that move: what is declared, drawn, kept, published, and what is refused."""

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from lxml import html

from downhill import figures
from downhill.built.site import Page
from downhill.figures import frames, images
from downhill.figures.frames import Frames, Strip
from downhill.figures.workers import Drawing
from downhill.problem import Problem
from downhill.style import every_frame

HEAD = """
import numpy as np
from matplotlib.figure import Figure

from downhill.style import FIRST, canvas, frames
"""
GOOD = """

@frames("Step <h>", h=(2.0, 1.0, 0.5))
def shrinking(h: float = 1.0) -> Figure:
    fig, ax = canvas()
    ax.plot([0.0, h], [0.0, 4.0], color=FIRST)
    ax.set(xlim=(0, 3), ylim=(0, 5))
    fig.set_label(f"h = {h:.2f} & no more")
    return fig
"""
NAME = "part/a-chapter/shrinking"
LINE = HEAD.count("\n") + 4  # of the def

Make = Callable[[str], Path]


@pytest.fixture
def site(tmp_path: Path) -> Make:
    def make(code: str) -> Path:
        path = tmp_path / "snippets" / "part" / "a_chapter.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEAD + code, encoding="utf-8")
        return tmp_path

    return make


def draw(root: Path) -> Drawing:
    drawing = figures.start(root, jobs=1)
    drawing.finish()
    return drawing


@pytest.fixture(scope="module")
def drawing(tmp_path_factory: pytest.TempPathFactory) -> Drawing:
    """The good figure, drawn; for tests that change nothing of it."""
    path = tmp_path_factory.mktemp("drawn") / "snippets" / "part" / "a_chapter.py"
    path.parent.mkdir(parents=True)
    path.write_text(HEAD + GOOD, encoding="utf-8")
    return draw(path.parents[2])


@pytest.fixture(scope="module")
def strip(drawing: Drawing) -> Strip:
    return drawing.strips[f"{NAME}.svg"]


@pytest.fixture
def copy(strip: Strip, tmp_path: Path) -> Path:
    """A copy of its project with all that is kept, for tests that change it."""
    return shutil.copytree(strip.path.parents[2], tmp_path, dirs_exist_ok=True)


def refused(root: Path) -> str:
    with pytest.raises(Problem) as caught:
        draw(root)
    return str(caught.value)


def test_the_frames_are_read_without_an_import(site: Make) -> None:
    (figure,) = figures.declared(site(f"raise SystemExit\n{GOOD}"))
    assert figure.frames == Frames("Step <h>", "h", (2.0, 1.0, 0.5), 1)
    assert figure.calls == [(("h", 2.0),), (("h", 1.0),), (("h", 0.5),)]


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "remedy"),
    [
        (
            "= 1.0)",
            "= 3.0)",
            0,
            "the default h=3.0 is not among its",
            "take one of 2.0",
        ),
        ("= 1.0)", "= 1)", 0, "the default h=1 is not among its", "take one of 2.0"),
        ("= 1.0)", ")", 0, "has frames for `h`", "`shrinking(h: float = 2.0)`"),
        ("h: float", "k: float", 0, "has frames for `h`", "give it this one"),
        ("= 1.0)", "= 1.0, k: int = 1)", 0, "has frames for `h`", "give it this one"),
        ("(2.0, 1.0, 0.5)", "VALUES", -1, "does not say its frames", "written out"),
        ("(2.0, 1.0, 0.5)", "(1.0,)", -1, "does not say its frames", "two different"),
        ("1.0, 0.5)", "1.0, 1.0)", -1, "does not say its frames", "two different"),
        ('"Step <h>", ', "", -1, "does not say its frames", "a label"),
        ("0.5))", "0.5), k=(1, 2))", -1, "does not say its frames", "a label"),
        ("(2.0, 1.0, 0.5)", "([1], [2])", -1, "does not say its frames", "a label"),
    ],
)
def test_a_wrong_declaration_is_named(
    site: Make, old: str, new: str, line: int, what: str, remedy: str
) -> None:
    assert GOOD.count(old) == 1
    with pytest.raises(Problem) as caught:
        figures.declared(site(GOOD.replace(old, new)))
    said = str(caught.value)
    assert f"a_chapter.py:{LINE + line}: `shrinking`" in said
    assert what in said
    assert remedy in said.split("remedy:")[1]


def unpacked(data: bytes) -> tuple[list[str], list[str]]:
    """The texts and the SVGs of a file of frames, as theme/assets/slider.js reads it."""
    content = json.loads(data)
    pieces = content["pieces"]
    return content["texts"], [
        "".join(pieces[number] for number in frame) for frame in content["frames"]
    ]


def test_the_default_is_the_image_and_all_are_one_file(
    drawing: Drawing, strip: Strip
) -> None:
    texts, svgs = unpacked(strip.target.read_bytes())
    assert texts == [f"h = {h} & no more" for h in ("2.00", "1.00", "0.50")]
    assert svgs == [path.read_text(encoding="utf-8") for path in strip.svgs]
    assert drawing.paths[f"{NAME}.svg"] == strip.svgs[1]
    narrow = drawing.strips[f"{NAME}.narrow.svg"]
    assert drawing.paths[f"{NAME}.narrow.svg"] == narrow.svgs[1]
    assert narrow.texts == texts
    assert figures.size(narrow.svgs[1])[0] == 340
    assert "<title>h = 1.00 &amp; no more</title>" in svgs[1]


# A change of the function, and what is said of it.
FAULTS = {
    "raises": ("fig.set", "1 / (h - 0.5); fig.set", "(h=0.5)` failed: ZeroDivisionErr"),
    "warns": ("fig.set", "np.log(h - 0.5); fig.set", "(h=0.5)` failed: RuntimeWarning"),
    "nan": ("4.0]", "np.nan if h < 1 else 4.0]", "(h=0.5)` failed: ValueError: 'Line2"),
    "colour": (
        "FIRST)",
        "'red' if h == 2 else FIRST)",
        "(h=2.0)` failed: ValueError: ",
    ),
    "font": (
        "fig.set",
        "ax.text(0, 0, 'x', family='No' if h < 1 else None); fig.set",
        "(h=0.5)` failed: RuntimeError: findfont: Font family 'No' not",
    ),
    "all": (
        "fig, ax",
        "1 / 0; fig, ax",
        "(h=2.0)` (and 2 other frames) failed: ZeroDi",
    ),
    "mute": (
        "fig.set_label",
        "str",
        "(h=2.0)` (and 2 other frames) failed: ValueError: ",
    ),
    "overlap": (
        "fig.set",
        "ax.text(1, 2, 'here'); ax.text(1 / h, 2.05, 'there'); fig.set",
        "(h=1.0)` failed: ValueError: the texts 'here' and 'there' overlap: move one",
    ),
    "long": ("no more", "no more" * 6, "has 53 characters, at most 44"),
}


JUMPS = (
    "ax.set_xlim(0, h)",
    "fig.set_size_inches(5, 3 + h)",
    "ax.set_position((0, 0, 1, h / 2))",
)


def test_a_fault_names_the_value_and_no_two_frames_say_the_same(site: Make) -> None:
    same = GOOD.replace("h = {h:.2f}", "h")
    code = same + "".join(
        GOOD.replace(old, new).replace("shrinking", name)
        for name, (old, new, _) in FAULTS.items()
    )
    said = refused(site(code)).splitlines()
    what = f"a_chapter.py:{LINE}: `shrinking`: 3 frames say 'h & no more'"
    assert any(what in row for row in said)
    text = (HEAD + code).splitlines()
    for name, (_, _, says) in FAULTS.items():
        line = text.index(f"def {name}(h: float = 1.0) -> Figure:") + 1
        place = f"a_chapter.py:{line}: figure `{name}("
        rows = [row for row in said if place in row]
        assert any(says in row for row in rows), (name, rows)
        assert len(rows) == (3 if name == "long" else 1)


def test_frames_that_are_too_heavy_are_refused(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strip = draw(copy).strips[f"{NAME}.svg"]
    weight = len(gzip.compress(strip.target.read_bytes()))
    strip.target.unlink()
    monkeypatch.setattr(frames, "HEAVIEST", weight)
    draw(copy)
    strip.target.unlink()
    monkeypatch.setattr(frames, "HEAVIEST", weight - 1)
    assert f"`shrinking`: 3 frames take {weight / 1000:.0f} KB gzipped" in refused(copy)
    assert not strip.target.exists()


@pytest.mark.parametrize("body", JUMPS)
def test_the_frames_are_there_for_tests_unless_one_jumps(body: str) -> None:
    module = ModuleType("a_module_with_frames")
    exec(HEAD + GOOD, module.__dict__)
    drawn = [(h, fig.get_label()) for h, fig in every_frame(module.shrinking)]
    assert drawn == [(h, f"h = {h:.2f} & no more") for h in (2.0, 1.0, 0.5)]
    assert module.shrinking().get_label() == drawn[1][1]
    changed = GOOD.replace("    fig.set_label", f"    {body}\n    fig.set_label")
    exec(compile(HEAD + changed, "a_chapter.py", "exec"), module.__dict__)
    says = rf"a_chapter\.py:{LINE - 1}: `shrinking\(1\.0\)`: its axes are not those"
    with pytest.raises(Problem, match=says):
        list(every_frame(module.shrinking))


def page(root: Path, strip: Strip) -> Page:
    """A built page with the figure, and its files."""
    folder = root / "site" / "part" / "a-chapter"
    folder.mkdir(parents=True)
    (folder / "shrinking.svg").write_bytes(strip.svgs[1].read_bytes())
    (folder / "shrinking.frames.json").write_bytes(strip.target.read_bytes())
    image = '<img alt="A line." src="shrinking.svg">'
    paths, strips = {f"{NAME}.svg": strip.svgs[1]}, {f"{NAME}.svg": strip}
    placed = images.place(f"<p>{image}</p>", "part/a-chapter/", paths, strips)
    file = folder / "index.html"
    file.write_text(f"<article>{placed}</article>", encoding="utf-8")
    return Page("/part/a-chapter/", file, file)


def test_the_page_has_the_slider(strip: Strip, tmp_path: Path) -> None:
    tree = html.document_fromstring(page(tmp_path, strip).file.read_bytes())
    image, slider = tree.find(".//img"), tree.find(".//span")
    assert image.getnext() is slider
    assert dict(slider.attrib) == {
        "class": "slider",
        "hidden": "",
        "data-frames": "shrinking.frames.json",
    }
    assert slider.find("label").text.strip() == "Step <h>"
    control = slider.find("label/input")
    wanted = {"type": "range", "min": "0", "max": "2", "value": "1"}
    assert wanted.items() <= dict(control.attrib).items()
    assert control.get("aria-valuetext") == "h = 1.00 & no more"
    assert slider.find("output").text == "h = 1.00 & no more"


def test_a_figure_without_frames_has_none(strip: Strip) -> None:
    paths = {f"{NAME}.svg": strip.svgs[1]}
    placed = images.place('<img src="shrinking.svg">', "part/a-chapter/", paths)
    assert "slider" not in placed
