"""Write a path as the shortest data of an SVG path: whole numbers, relative commands."""

from collections.abc import Sequence

import numpy as np
from matplotlib.path import Path

# code: (letter, points)
_LETTERS: dict[int, tuple[str, int]] = {
    int(Path.MOVETO): ("m", 1),
    int(Path.LINETO): ("l", 1),
    int(Path.CURVE3): ("q", 2),
    int(Path.CURVE4): ("c", 3),
}


def joined(numbers: Sequence[int]) -> str:
    """Numbers as SVG writes them shortest: a minus sign separates by itself."""
    return " ".join(map(str, numbers)).replace(" -", "-")


def data_of(path: Path, unit: float) -> tuple[int, int, str]:
    """The path's first point and the rest of its data, relative to it; ("" if empty)."""
    vertices = np.asarray(path.vertices)
    codes = np.asarray(path.codes, int).tolist()
    if not codes or codes[0] == Path.STOP:
        return 0, 0, ""
    first = np.rint(vertices[0] * unit)
    # Rounded from the first point on, so that a shape is the same wherever it stands.
    points = np.rint((vertices - vertices[0]) * unit).astype(int).tolist()
    out: list[str] = []
    last = start = [0, 0]
    written, i, count = "", 1, len(points)
    while i < count and codes[i] != Path.STOP:
        if codes[i] == Path.CLOSEPOLY:
            out.append("z")
            last, written, i = start, "z", i + 1
            continue
        letter, size = _LETTERS[codes[i]]
        chunk = points[i : i + size]
        end, i = chunk[-1], i + size
        if letter == "m":
            if i >= count or codes[i] == Path.STOP:
                break  # a pen that is lifted and not put down
            start = end
        elif letter == "l" and end == last and written:
            continue  # shorter than a unit
        if letter == "l" and end[1] == last[1]:
            letter, numbers = "h", [end[0] - last[0]]
        elif letter == "l" and end[0] == last[0]:
            letter, numbers = "v", [end[1] - last[1]]
        else:
            numbers = [p[k] - last[k] for p in chunk for k in (0, 1)]
        text = joined(numbers)
        if letter == written or (letter == "l" and written == "m"):
            out.append(text if text.startswith("-") else " " + text)
        else:
            out.append(letter + text)
        last, written = end, letter
    return int(first[0]), int(first[1]), "".join(out)
