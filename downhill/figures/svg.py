"""Write a matplotlib figure as a small SVG that serves both colour schemes.

A renderer of our own, because matplotlib's writes six digits, ids that need a salt, and
colours by value. Here coordinates are whole twentieths of a point, a shape that returns
is written once, letters are paths, and a colour is the CSS variable of its role.
"""

from collections.abc import Sequence
from html import escape
from itertools import combinations
from typing import Any

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

from downhill.style import PALETTE, SMALLEST, narrow

# code: (letter, points)
_LETTERS: dict[int, tuple[str, int]] = {
    int(Path.MOVETO): ("m", 1),
    int(Path.LINETO): ("l", 1),
    int(Path.CURVE3): ("q", 2),
    int(Path.CURVE4): ("c", 3),
}


def joined(numbers: Sequence[int]) -> str:
    """Return numbers as SVG writes them shortest: a minus sign separates by itself."""
    return " ".join(map(str, numbers)).replace(" -", "-")


def data_of(path: Path, unit: float) -> tuple[int, int, str]:
    """Return the path's first point and the rest of its data, relative to it; ("" if empty)."""
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


UNIT = 20  # to the point
PIXELS = 100  # to the inch, as it is shown
EM = 5  # units of a letter to one of text_to_path, whose letters are 100 high
MARGIN = 0.5  # points that a text may stand over the edge
TOUCH = 1.0  # points that two texts may share

CURVES = (Path.CURVE3, Path.CURVE4)

_ROLES = {light: role for role, (light, _) in PALETTE.items()}
_PICK = ", ".join(f"{role.upper()} {light}" for light, role in _ROLES.items())


def render(fig: Figure, *, apart: bool = True) -> str:
    """Return the figure as SVG text. Raises ValueError for what is no part of the house style.

    Two texts that overlap are none, unless `apart` is False.
    """
    if fig.get_layout_engine() is not None:
        raise ValueError("the figure has a layout engine: canvas() sets the margins")
    fig.dpi = 72
    renderer = Renderer(*(72 * fig.get_size_inches()))
    fig.draw(renderer)
    if apart:
        renderer.check_apart()
    return renderer.text(str(fig.get_label()))


class Renderer(RendererBase):
    """Collects what matplotlib draws; `text` is the SVG. Sizes are points."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self.width, self.height = width, height
        self._flip = Affine2D().scale(1, -1).translate(0, height)
        self._body: list[str] = []
        self._defs: list[str] = []
        self._clips: dict[str, str] = {}
        self._clip = ""
        self._glyphs: dict[str, str] = {}
        self._shapes: dict[tuple[str, str], tuple[int, int, int]] = {}
        self._used: set[str] = set()
        self._inside: list[str] = []
        self._texts: list[tuple[str, float, float, float, float]] = []

    def text(self, title: str = "") -> str:
        """Return the whole file: light values, dark values for a dark screen, then the drawing."""
        self._open("")
        roles = [role for role in PALETTE if role in self._used]
        light, dark = (
            ";".join(f"--{role}:{PALETTE[role][scheme]}" for role in roles)
            for scheme in (0, 1)
        )
        said = f"<title>{escape(title)}</title>" if title else ""
        width, height = (round(one / 72 * PIXELS) for one in (self.width, self.height))
        box = f"{round(self.width * UNIT)} {round(self.height * UNIT)}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" '
            f'height="{height}" viewBox="0 0 {box}" fill="none" '
            f'stroke-linejoin="round">{said}<style>'
            f":root{{{light}}}@media screen and (prefers-color-scheme:dark)"
            f"{{:root{{{dark}}}}}</style><defs>{''.join(self._defs)}</defs>"
            f"{''.join(self._body)}</svg>\n"
        )

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self.width, self.height

    def open_group(self, s: str, gid: str | None = None) -> None:
        self._inside.append(f"{s} {gid!r}" if gid else s)

    def close_group(self, s: str) -> None:
        self._inside.pop()

    def _role(self, colour: Any) -> str:
        value = to_hex(colour[:3])
        if value not in _ROLES:
            inside = [name for name in self._inside if not name.startswith("figure")]
            what = (
                f"the colour {value} ({' > '.join(inside)}) is no role of the palette"
            )
            raise ValueError(f"{what}: {_PICK}")
        self._used.add(_ROLES[value])
        return f"var(--{_ROLES[value]})"

    def _paint(self, kind: str, colour: Any, gc: GraphicsContextBase) -> str:
        alpha = colour[3] if len(colour) > 3 else 1.0
        if gc.get_forced_alpha():
            alpha = gc.get_alpha()
        if alpha == 0:
            return ""
        see = f' {kind}-opacity="{alpha:.3g}"' if alpha < 1 else ""
        return f' {kind}="{self._role(colour)}"{see}'

    def _open(self, clip: str) -> None:
        """Close the group of the last clipping region, open that of the next."""
        if clip != self._clip:
            self._body.append("</g>" if self._clip else "")
            self._body.append(f'<g clip-path="url(#{clip})">' if clip else "")
            self._clip = clip

    def _clipping(self, gc: GraphicsContextBase) -> str:
        path: Any
        path, transform = gc.get_clip_path()
        if path is None or transform is None:
            rectangle = gc.get_clip_rectangle()
            if rectangle is None:
                return ""
            (x0, y0), (x1, y1) = rectangle.get_points()
            path, transform = Path.unit_rectangle(), Affine2D()
            transform = transform.scale(x1 - x0, y1 - y0).translate(x0, y0)
        cleaned = path.cleaned(transform + self._flip, curves=True)
        x, y, data = data_of(cleaned, UNIT)
        key = f"m{joined((x, y))}{data}"
        if key not in self._clips:
            self._clips[key] = f"c{len(self._clips)}"
            self._defs.append(
                f'<clipPath id="{self._clips[key]}"><path d="{key}"/></clipPath>'
            )
        return self._clips[key]

    def draw_path(
        self, gc: Any, path: Path, transform: Any, rgbFace: Any = None
    ) -> None:
        if gc.get_hatch() is not None:
            raise ValueError("hatching is no part of the style: use a role with alpha")
        if not any(name.startswith("line2d") for name in self._inside):
            finite = np.isfinite(transform.transform_non_affine(path.vertices)).all()
            if not finite or not np.isfinite(transform.get_matrix()).all():
                raise ValueError(f"{' > '.join(self._inside)} holds NaN or infinity")
        paint = "" if rgbFace is None else self._paint("fill", rgbFace, gc)
        width = gc.get_linewidth()
        stroke = self._paint("stroke", gc.get_rgb(), gc) if width else ""
        if stroke:
            paint += f'{stroke} stroke-width="{round(width * UNIT)}"'
            offset, dashes = gc.get_dashes()
            if dashes is not None:
                lengths = " ".join(str(round(length * UNIT)) for length in dashes)
                paint += f' stroke-dasharray="{lengths}"'
                if offset:
                    paint += f' stroke-dashoffset="{round(offset * UNIT)}"'
            if gc.get_capstyle() != "butt":
                cap = {"projecting": "square"}.get(gc.get_capstyle(), "round")
                paint += f' stroke-linecap="{cap}"'
            if gc.get_joinstyle() != "round":
                paint += f' stroke-linejoin="{gc.get_joinstyle()}"'
        if not paint:
            return
        open_line = rgbFace is None
        curved = path.codes is not None and np.isin(path.codes, CURVES).any()
        many = len(np.asarray(path.vertices)) >= 128 and not curved
        cleaned = path.cleaned(
            transform + self._flip,
            remove_nans=True,
            clip=(0.0, 0.0, self.width, self.height) if open_line else None,
            simplify=many and (open_line or not stroke),  # it does not close
            curves=True,
            sketch=gc.get_sketch_params(),
        )
        x, y, data = data_of(cleaned, UNIT)
        if data:
            self._open(self._clipping(gc))
            self._put(x, y, data, paint)

    def _put(self, x: int, y: int, data: str, paint: str) -> None:
        """Write a shape, or refer to where it was written before."""
        if (data, paint) not in self._shapes:
            self._shapes[data, paint] = (len(self._body), x, y)
            self._body.append(f'<path d="m{joined((x, y))}{data}"{paint}/>')
            return
        index, x0, y0 = self._shapes[data, paint]
        first = self._body[index]
        if not first.startswith("<path id="):
            self._body[index] = first.replace("<path", f'<path id="s{index}"', 1)
        self._body.append(f'<use href="#s{index}" x="{x - x0}" y="{y - y0}"/>')

    def draw_image(
        self, gc: Any, x: float, y: float, im: Any, transform: Any = None
    ) -> None:
        raise ValueError("an image has one colour scheme: draw contours or patches")

    def draw_gouraud_triangles(self, *_: Any, **__: Any) -> None:
        raise ValueError("shading blends colours: draw with one role and alpha")

    def get_text_width_height_descent(
        self, s: str, prop: Any, ismath: Any
    ) -> tuple[float, float, float]:
        return text_to_path.get_text_width_height_descent(s, prop, ismath)

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: Any,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        if ismath == "TeX":
            raise ValueError("TeX is not installed everywhere: write mathtext, $...$")
        self._check_edges(x, y, s, prop, angle, ismath)
        if (points := prop.get_size_in_points()) < SMALLEST[narrow()]:
            what = f"the text {s!r} has {points:g} pt, which is less than 13 px"
            raise ValueError(f"{what}: give it {SMALLEST[narrow()]:g} or more")
        if ismath:
            glyphs, shapes, bars = text_to_path.get_glyphs_mathtext(prop, s)
        else:
            # With those that stand in for it.
            font = text_to_path._get_font(prop)  # type: ignore[attr-defined]
            glyphs, shapes, bars = text_to_path.get_glyphs_with_font(font, s)
        scale = f"{prop.get_size_in_points() * UNIT / (EM * 100):.4g}"
        turn = f"rotate({-angle:.4g})" if angle else ""
        place = f"translate({round(x * UNIT)} {round(y * UNIT)})"
        paint = self._paint("fill", gc.get_rgb(), gc)
        out = [f'<g transform="{place}{turn}scale({scale}-{scale})"{paint}>']
        for name, left, up, ratio in glyphs:
            letter = self._letter(name, shapes)
            if not letter:
                continue
            at, over = round(left * EM), round(up * EM)
            if abs(ratio - 1) < 1e-6:
                where = (f' x="{at}"' if at else "") + (f' y="{over}"' if over else "")
            else:
                where = f' transform="translate({at} {over})scale({ratio:.3g})"'
            out.append(f'<use href="#{letter}"{where}/>')
        for vertices, codes in bars:
            left, up, data = data_of(Path(vertices, codes), EM)
            out.append(f'<path d="m{joined((left, up))}{data}"/>')
        self._open(self._clipping(gc))
        self._body.append("".join(out) + "</g>")

    def _letter(self, name: str, shapes: dict[str, Any]) -> str:
        """Return the id of a letter's shape, written on first use; "" for a blank."""
        if name not in self._glyphs:
            x, y, data = data_of(Path(*shapes[name]), EM)
            self._glyphs[name] = f"g{len(self._glyphs)}" if data else ""
            if data:
                mark = f'<path id="{self._glyphs[name]}" d="m{joined((x, y))}{data}"/>'
                self._defs.append(mark)
        return self._glyphs[name]

    def _check_edges(
        self, x: float, y: float, s: str, prop: Any, angle: float, ismath: Any
    ) -> None:
        """Raise ValueError if a text would be cut off; y is counted from the top."""
        w, h, d = self.get_text_width_height_descent(s, prop, ismath)
        box = np.array([[0, -d], [w, -d], [0, h - d], [w, h - d]])
        right, down = Affine2D().rotate_deg(angle).transform(box).T * [[1], [-1]]
        right, down = x + right, y + down
        self._texts.append((s, right.min(), down.min(), right.max(), down.max()))
        over = {
            "left": -right.min(),
            "right": right.max() - self.width,
            "upper": -down.min(),
            "lower": down.max() - self.height,
        }
        edge = max(over, key=lambda name: over[name])
        if over[edge] > MARGIN:
            raise ValueError(
                f"the text {s!r} runs {over[edge]:.0f} pt over the {edge} edge"
            )

    def check_apart(self) -> None:
        """Raise ValueError if two texts share more than a hair."""
        for one, other in combinations(self._texts, 2):
            across = min(one[3], other[3]) - max(one[1], other[1])
            if across > TOUCH and min(one[4], other[4]) - max(one[2], other[2]) > TOUCH:
                what = f"the texts {one[0]!r} and {other[0]!r} overlap"
                raise ValueError(f"{what}: move one of them")
