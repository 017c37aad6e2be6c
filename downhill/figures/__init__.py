"""The figures of the site: which there are, where they are used, and drawing them.

A public function of a snippet module annotated `-> Figure` is an image of its page:
`tangent_lines` in snippets/one_variable/the_derivative.py is
one-variable/the-derivative/tangent-lines.svg. One with frames is drawn for each of its
values; see frames.py.
"""

import os
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from itertools import chain
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath

from downhill import packages
from downhill.cache import digest, prune
from downhill.document import Document
from downhill.figures import frames
from downhill.figures.dependencies import Sources, is_figure
from downhill.figures.frames import Frames, Job, Strip, Value
from downhill.figures.workers import Drawing
from downhill.problem import ROOT, Problem, raise_all
from downhill.style import typeface

HERE = Path(__file__).parent
PACKAGES = ("numpy", "matplotlib", "fonttools")
LAYOUTS = {False: ".svg", True: ".narrow.svg"}  # for wide screens, for phones
LIMIT = 60.0  # seconds for one figure


@dataclass(frozen=True)
class Declared:
    """One figure function; `src_uri` is its image, relative to docs/."""

    src_uri: str
    module: str
    function: str
    path: Path
    line: int
    frames: Frames | None = None

    @property
    def calls(self) -> list[tuple[tuple[str, Value], ...]]:
        """Return the arguments of each drawing; one without any if it has no frames."""
        if self.frames is None:
            return [()]
        return [((self.frames.parameter, value),) for value in self.frames.values]

    def jobs(self, targets: Iterable[Path], narrow: bool) -> list[Job]:
        """Return one for each call, into these files."""
        here = (self.module, self.function, self.path, self.line)
        return [
            Job(*here, target, call, narrow)
            for target, call in zip(targets, self.calls, strict=True)
        ]


def declared(root: Path = ROOT, sources: Sources | None = None) -> list[Declared]:
    """Return all figures of the snippet modules, in the order of the tree."""
    sources = sources or Sources(root)
    found = []
    for path in sources.files:
        stem = path.relative_to(root).with_suffix("")
        folder = stem.relative_to("snippets").as_posix()
        for node in sources.functions(path):
            moves = frames.declared(node, path)  # it refuses what is no figure so
            if is_figure(node):
                uri = f"{folder}/{node.name}.svg".replace("_", "-")
                module = ".".join(stem.parts)
                where = module, node.name, path, node.lineno
                found.append(Declared(uri, *where, moves))
    return found


def used(documents: Iterable[Document], docs: Path) -> dict[str, tuple[Path, int]]:
    """Return the images that pages embed, relative to docs/: the first page and line of each."""
    found: dict[str, tuple[Path, int]] = {}
    for document in documents:
        path = document.page.path
        folder = path.parent.relative_to(docs).as_posix()
        for line, target, html in document.images:
            # HTML is relative to the page's address, as a browser reads it
            beside = path.stem if html and path.stem != "index" else "."
            uri = normpath(f"{folder}/{beside}/{target}")
            found.setdefault(uri, (path, line))
    return found


def check(documents: Iterable[Document], root: Path = ROOT) -> None:
    """Raise one Problem that lists the figures no page uses and the images none makes."""
    figures = {figure.src_uri: figure for figure in declared(root)}
    uses = used(documents, root / "docs")
    faults = []
    for uri, figure in figures.items():
        if uri not in uses:
            what = f"figure `{figure.function}` is used by no page"
            home, image = PurePosixPath("docs", uri).parent, PurePosixPath(uri).name
            remedy = f"embed {home.name}/{image} in {home}.md, or delete it"
            faults.append(Problem(figure.path, figure.line, what, remedy))
    for uri, (path, line) in uses.items():
        file = root / "docs" / uri
        if uri in figures or file.is_file():
            continue
        what, name = f"no function makes the image {uri}", Path(uri).stem
        meant = [one for one in figures if Path(one).stem == name.replace("_", "-")]
        if meant:
            folder = path.parent.relative_to(root / "docs").as_posix()
            remedy = f"write {relpath(meant[0], folder)}"
            faults.append(Problem(path, line, what, remedy))
        elif file.parent.with_suffix(".md").is_file():
            name = name.replace("-", "_")
            own = Path("snippets", uri.replace("-", "_")).parent.with_suffix(".py")
            remedy = f"write `def {name}() -> Figure` in {own.as_posix()}, or correct the name"
            faults.append(Problem(path, line, what, remedy))
    raise_all(faults)


def size(path: Path) -> tuple[int, int]:
    """Return width and height of a drawn figure in CSS pixels."""
    with path.open(encoding="utf-8") as file:
        match = re.search(r'width="(\d+)" height="(\d+)"', file.read(200))
    if match is None:
        raise Problem(path, 1, "is no figure of ours", "delete it and build again")
    return int(match[1]), int(match[2])


def start(root: Path = ROOT, jobs: int | None = None, limit: float = LIMIT) -> Drawing:
    """Begin to draw every stale figure and return at once.

    `jobs` is the number of processes at most, as many as pay if None; `limit` is the
    seconds that one figure may take.
    """
    root = root.resolve()
    cache = root / ".cache"
    fonts = typeface(packages.ensure(), cache)
    sources = Sources(root)
    figures = declared(root, sources)
    machinery = digest(
        "{}.{}".format(*sys.version_info),
        *map(version, PACKAGES),
        *(font.stem for font in fonts),
        *sorted(sources.used(HERE / "draw.py")),
    )
    packing = digest(HERE / "frames.py")
    drawing = Drawing(root, fonts, limit)
    folder = cache / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    keys = {path: sources.keys(path) for path in sources.files}
    for figure in figures:
        own = keys[figure.path][figure.function]
        for narrow, ending in LAYOUTS.items():
            uri = figure.src_uri.removesuffix(".svg") + ending
            names = [
                digest(machinery, own, ending, *chain(*call)) for call in figure.calls
            ]
            shots = figure.jobs((folder / f"{name}.svg" for name in names), narrow)
            drawing.jobs += shots
            svgs, moves = [shot.target for shot in shots], figure.frames
            drawing.paths[uri] = svgs[moves.shown if moves else 0]
            if moves:
                target = folder / f"{digest(packing, *names)}.json"
                strip = Strip(
                    figure.function, figure.path, figure.line, moves, target, svgs
                )
                drawing.strips[uri] = strip
    strips = [strip.target for strip in drawing.strips.values()]
    for kept in [*strips, *(job.target for job in drawing.jobs)]:
        with suppress(FileNotFoundError):
            os.utime(kept)
    drawing.stale = [job for job in drawing.jobs if not job.target.is_file()]
    if drawing.stale:
        prune(folder)
    drawing.begin(jobs)
    return drawing
