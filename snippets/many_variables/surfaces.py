"""Surfaces: slices and level sets, and what a picture of a loss can hide."""

# --8<-- [start:imports]
import numpy as np

# --8<-- [end:imports]
from matplotlib.figure import Figure

from downhill.style import (
    FIRST,
    FOURTH,
    INK,
    QUIET,
    SECOND,
    bare,
    canvas,
    frames,
    narrow,
    on_paper,
)


# --8<-- [start:slice_line]
def slice_line(f, p: np.ndarray, d: np.ndarray):
    """Return f on the line through p along d."""

    def g(t: float) -> float:
        return f(p + t * d)

    return g


# --8<-- [end:slice_line]


# --8<-- [start:slice_plane]
def slice_plane(
    f,
    p: np.ndarray,
    u: np.ndarray,
    v: np.ndarray,
):
    """Return f on a plane; ValueError if distorted."""
    off = [u @ u - 1, v @ v - 1, u @ v]
    if np.abs(off).max() > 1e-12:
        raise ValueError("u, v: length 1, at a right angle")

    def g(s: float, t: float) -> float:
        return f(p + s * u + t * v)

    return g


# --8<-- [end:slice_plane]


# --8<-- [start:bowl]
def bowl(prices: np.ndarray):
    """Return the loss whose weight i costs prices[i]."""

    def f(x: np.ndarray) -> float:
        return float(np.sum(prices * x**2))

    return f


# --8<-- [end:bowl]


# --8<-- [start:random_plane]
def random_plane(n: int, rng) -> np.ndarray:
    """Return u and v as columns, shape (n, 2)."""
    q, _ = np.linalg.qr(rng.normal(size=(n, 2)))
    return q


# --8<-- [end:random_plane]


# --8<-- [start:extremes]
def extremes(g) -> tuple[float, float]:
    """Return least and most of a bowl g at distance 1."""
    a, b = g(1.0, 0.0), g(0.0, 1.0)
    m = (g(1.0, 1.0) - a - b) / 2
    middle = (a + b) / 2
    swing = float(np.hypot((a - b) / 2, m))
    return middle - swing, middle + swing


# --8<-- [end:extremes]


# --8<-- [start:random_cuts]
def random_cuts(prices: np.ndarray, cuts: int, rng):
    """Return least and most of each cut, (cuts, 2)."""
    n, f = len(prices), bowl(prices)
    found = []
    for _ in range(cuts):
        u, v = random_plane(n, rng).T
        cut = slice_plane(f, np.zeros(n), u, v)
        found.append(extremes(cut))
    return np.array(found)


# --8<-- [end:random_cuts]


# --8<-- [start:wells]
def wells(p: np.ndarray) -> np.ndarray:
    """Return the loss at p, shape (2,) or (2, n, n)."""
    x, y = p
    return (x**2 - 1) ** 2 + y**2


# --8<-- [end:wells]


# --8<-- [start:grid]
def grid(f, low: float, high: float, n: int):
    """Return x, y and f on a square grid, each (n, n)."""
    ticks = np.linspace(low, high, n)
    x, y = np.meshgrid(ticks, ticks)
    return x, y, f(np.array([x, y]))


# --8<-- [end:grid]


# --8<-- [start:pieces]
def pieces(mask: np.ndarray) -> int:
    """Count the connected pieces of a mask, (m, n)."""
    left = {(int(i), int(j)) for i, j in np.argwhere(mask)}
    count = 0
    while left:
        count += 1
        stack = [left.pop()]
        while stack:
            i, j = stack.pop()
            beside = (1, 0), (-1, 0), (0, 1), (0, -1)
            for a, b in beside:
                cell = i + a, j + b
                if cell in left:
                    left.remove(cell)
                    stack.append(cell)
    return count


# --8<-- [end:pieces]


# --8<-- [start:trap]
def trap(p: np.ndarray) -> np.ndarray:
    """Return the loss at p, shape (2,) or (2, n)."""
    x, y = p
    return (y - x**2) * (y - 3 * x**2)


# --8<-- [end:trap]


LEVELS = (4.0, 8.0, 12.0, 16.0)  # of x^2 + 4y^2 in the figure of the bowl
POINT = np.array([2.0, 1.0])
FLOOR = -13.0  # the height at which the map lies below the bowl
ON_PAPER = on_paper(1.0)
CUTS = (2, 10, 100, 1000)  # how many weights


def ellipse(prices: np.ndarray, level: float, turn: np.ndarray) -> np.ndarray:
    """Points of a level line of a bowl with two weights, (2, n), at angles (n,)."""
    axes = np.sqrt(level / prices)
    return axes[:, None] * np.array([np.cos(turn), np.sin(turn)])


def oblique(p: np.ndarray, z: np.ndarray | float) -> np.ndarray:
    """Where points over p, (2, n), land on paper, (right, up): y goes backward."""
    x, y = p
    return np.array(np.broadcast_arrays(x + 0.42 * y, 0.5 * y + z / 5.0))


def bowl_and_map() -> Figure:
    """The rings of a surface are its map's level lines, lifted to their heights."""
    fig, (space, plane) = canvas(height=3.05, columns=2, phone=0.98)
    space.set_position((0.0, 0.01, 0.57, 0.98))
    plane.set_position((0.575, 0.14, 0.42, 0.62))
    prices = np.array([1.0, 4.0])
    turn, way = np.linspace(0.0, 2 * np.pi, 121), np.linspace(-1.0, 1.0, 61)
    small = narrow()
    for angle in np.radians(np.arange(15.0, 180.0, 15.0)):
        rib = ellipse(prices, 16.0, np.array([angle])) * way
        space.plot(*oblique(rib, 16 * way**2), color=QUIET, lw=0.5, alpha=0.5)
    for level in LEVELS:
        known = level == 8.0
        color, width = (INK, 1.5) if known else (QUIET, 0.8)
        line, name = ellipse(prices, level, turn), f"{level:.0f}"
        for ax, curve, gid in (
            (space, oblique(line, level), "ring"),
            (space, oblique(line, FLOOR), "shadow"),
            (plane, line, "line"),
        ):
            ax.plot(*curve, color=color, lw=width, gid=f"{gid} {name}")
        if level in (8.0, 16.0) or not small:
            at = np.array([np.sqrt(level) + 0.3, 0.0])
            if level > 4.0:  # where the plumb line is not in the way
                space.text(*oblique(at, level), name, color=color, va="center")
            spot = {"ha": "center", "va": "center", "bbox": ON_PAPER}
            (x,), (y,) = ellipse(prices, level, np.radians([250.0 - 2.5 * level]))
            plane.text(x, y, name, color=color, **spot)
    east, north = np.array([4.0 * way, 0 * way]), np.array([0 * way, 2.0 * way])
    for name, walk, color in (("x", east, FIRST), ("y", north, SECOND)):
        edge = oblique(walk, prices @ walk**2)
        space.plot(*edge, color=color, lw=1.8, gid=f"slice {name}")
        space.plot(*oblique(walk, FLOOR), color=color, lw=0.9)
        plane.plot(*walk, color=color, lw=1.2, zorder=1, gid=f"way {name}")
    foot, top = oblique(POINT, FLOOR), oblique(POINT, 8.0)
    space.plot(*np.array([foot, top]).T, ":", color=INK, lw=1.2, gid="plumb line")
    for ax, at, gid in (
        (space, foot, "foot"),
        (space, top, "top"),
        (plane, POINT, "point"),
    ):
        ax.plot(*at, "o", color=INK, ms=4 if small else 5.5, zorder=4, gid=gid)
    plane.text(2.2, 1.6, "(2, 1)", color=INK, bbox=ON_PAPER)
    space.set(xlim=(-4.9, 5.2), ylim=(-3.75, 4.3))
    plane.set(xlim=(-4.4, 4.4), ylim=(-2.3, 2.3))
    bare(space)
    bare(plane)
    plane.set_title("from above", fontsize=10.5 if small else 11, pad=2)
    return fig


def cut_at_random() -> Figure:
    """The more weights a bowl of 100 to 1 has, the rounder a random slice of it."""
    fig, axes = canvas(height=1.75, columns=4, phone=0.86)
    turn, rng = np.linspace(0.0, 2 * np.pi, 181), np.random.default_rng(0)
    for i, (ax, n) in enumerate(zip(axes, CUTS, strict=True)):
        if narrow():
            ax.set_position((0.02 + 0.5 * (i % 2), 0.52 - 0.5 * (i // 2), 0.46, 0.38))
        else:
            ax.set_position((0.005 + 0.25 * i, 0.01, 0.24, 0.8))
        least, most = random_cuts(np.logspace(0.0, 4.0, n), 200, rng).T
        ratio = float(np.median(np.sqrt(most / least)))
        for level in (0.25, 0.5, 0.75, 1.0):
            x, y = ellipse(np.array([1.0, ratio**2]), level, turn)
            last = level == 1.0
            color, width = (INK, 1.6) if last else (QUIET, 0.8)
            gid = f"{n}" if last else None
            ax.plot(x, y, color=color, lw=width, gid=gid)
        ax.set(xlim=(-1.12, 1.12), ylim=(-1.12, 1.12))
        bare(ax)
        ax.set_title(f"{n} weights", fontsize=10.5, pad=2)
        word = f"{ratio:.0f} : 1" if n == 2 else f"{ratio:.2f} : 1"
        height = 0.3 if n == 2 else 0.0
        ax.text(0.0, height, word, ha="center", va="center", bbox=ON_PAPER)
    return fig


def equal_steps() -> Figure:
    """Equal steps up a slice are shorter and shorter steps on the map."""
    fig, (side, above) = canvas(height=3.6, columns=2, phone=1.6)
    left, right = (0.09, 0.98) if narrow() else (0.06, 0.985)
    side.set_position((left, 0.43, right - left, 0.55))
    above.set_position((left, 0.05, right - left, 0.36))
    x = np.linspace(0.0, 2.42, 61)
    side.plot(x, x**2, color=FIRST, lw=2.2, gid="slice")
    turn = np.linspace(0.0, np.pi, 91)
    prices = np.array([1.0, 4.0])
    for level in range(1, 6):
        at = np.sqrt(level)
        side.plot([0.0, at], [level, level], color=QUIET, lw=0.8, gid=f"step {level}")
        side.plot([at, at], [level, 0.0], ":", color=QUIET, lw=1.0)
        side.plot(at, level, "o", color=FIRST, ms=4.5)
        above.plot(
            *ellipse(prices, level, turn), color=QUIET, lw=0.9, gid=f"line {level}"
        )
        inner = np.sqrt(level - 1)
        if level > 1:
            word, middle = f"{at - inner:.2f}", (at + inner) / 2
            height = 1.15 if narrow() and level % 2 else 0.42
            label = {"ha": "center", "va": "center", "bbox": ON_PAPER}
            side.text(middle, height, word, color=INK, **label)
    for level in (1, 3, 5):
        spot = (0.0, np.sqrt(level / 4))
        label = {"ha": "center", "va": "center", "bbox": ON_PAPER}
        above.text(*spot, f"{level}", color=QUIET, fontsize=10, **label)
    above.plot([0.0, 2.42], [0.0, 0.0], color=FIRST, lw=1.8)
    side.set(xlim=(0.0, 2.42), ylim=(0.0, 6.2), xticks=[], yticks=[1, 2, 3, 4, 5])
    above.set(xlim=(0.0, 2.42), ylim=(-0.04, 1.25), xticks=[], yticks=[])
    for ax in (side, above):
        ax.grid(visible=False)
    above.spines[:].set_visible(False)
    side.spines["bottom"].set_color(QUIET)
    free = (0.55, 2.4) if narrow() else (0.35, 0.62)
    side.text(*free, "the slice", color=FIRST, ha="center", bbox=ON_PAPER)
    side.text(0.04, 5.75, "value", color=QUIET, va="center")
    above.text(0.06, 0.12, "the map", color=INK)
    return fig


@frames("Level", c=(0.0, 0.25, 0.5, 0.9, 1.0, 1.1, 2.0))
def flood(c: float = 0.5) -> Figure:
    """Fill two wells with water: at level 1 two lakes become one."""
    fig, (side, above) = canvas(height=2.75, columns=2, phone=1.85)
    if narrow():
        side.set_position((0.07, 0.72, 0.92, 0.27))
        above.set_position((0.0, 0.01, 1.0, 0.62))
    else:
        side.set_position((0.04, 0.12, 0.44, 0.85))
        above.set_position((0.51, 0.01, 0.49, 0.98))
    x = np.linspace(-1.75, 1.75, 141)
    profile = (x**2 - 1) ** 2
    surface = np.maximum(profile, c)
    side.fill_between(x, profile, surface, color=FIRST, alpha=0.3, linewidth=0)
    side.plot(x, profile, color=FIRST, lw=2.0, gid="slice")
    side.plot([-1.75, 1.75], [c, c], color=INK, lw=0.9, gid="water")
    side.set(xlim=(-1.75, 1.75), ylim=(-0.08, 2.5), yticks=[0, 1, 2])
    side.set_xticks([-1, 1], ["run 1", "run 2"])
    side.grid(visible=False)
    above.set(xlim=(-1.75, 1.75), ylim=(-1.5, 1.7))
    bare(above)
    for level in (0.25, 0.5, 1.0, 2.0):
        for line in shores(level):
            above.plot(*line, color=QUIET, lw=0.7, alpha=0.7)
        if level >= 1.0:
            spot = {"ha": "center", "va": "center", "color": QUIET, "zorder": 5}
            above.text(1.0, np.sqrt(level), f"{level:.0f}", bbox=ON_PAPER, **spot)
    for number, line in enumerate(shores(c)):
        above.fill(*line, color=FIRST, alpha=0.3, linewidth=0, gid=f"lake {number}")
        above.plot(*line, color=INK, lw=1.8, gid=f"shore {number}")
    above.plot([-1.75, 1.75], [0.0, 0.0], color=FIRST, lw=1.0, gid="way")
    above.plot([-1.0, 1.0], [0.0, 0.0], "o", color=INK, ms=4.5, gid="bottoms")
    count = pieces(grid(wells, -2.0, 2.0, 257)[2] <= c)
    fig.set_label(f"Level {c:.2f}: {count} piece{'s' if count > 1 else ''}")
    return fig


def shores(c: float) -> list[np.ndarray]:
    """Return the closed level lines of the wells at c, each (2, n)."""
    turn = np.linspace(0.0, 2 * np.pi, 161)
    # with x^2 - 1 = r cos and y = r sin the level c is r^2, and x runs over its roots
    r = np.sqrt(c)
    square = 1 + r * np.cos(turn)
    if c <= 1.0:
        x = np.sqrt(np.maximum(square, 0.0))
        return [np.array([side * x, r * np.sin(turn)]) for side in (-1.0, 1.0)]
    ends = np.linspace(-1.0, 1.0, 161)
    x = np.sqrt(1 + r) * np.sin(np.pi / 2 * ends)
    y = np.sqrt(np.maximum(c - (x**2 - 1) ** 2, 0.0))
    return [np.array([[*x, *x[::-1]], [*y, *-y[::-1]]])]


ANGLES = (20, 35, 50, 65, 115, 130, 145, 160)  # of the straight walks, in degrees


def up_on_every_line() -> Figure:
    """Every straight walk sets out outside the hollow; a parabola stays in it."""
    fig, ax = canvas(height=3.3, phone=2.1)
    ax.set_position((0.01, 0.01, 0.98, 0.98))
    ax.set(xlim=(-0.98, 0.98), ylim=(-0.14 if narrow() else -0.12, 0.92))
    bare(ax)
    ax.set_aspect("auto")
    x = np.linspace(-1.0, 1.0, 121)
    ax.fill_between(x, x**2, 3 * x**2, color=QUIET, alpha=0.22, linewidth=0)
    for k in (1, 3):
        ax.plot(x, k * x**2, color=QUIET, lw=0.9, gid=f"zero {k}")
    for degrees in ANGLES:
        way = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
        enters = way[1] / (3 * way[0] ** 2)  # where y = 3x^2
        end = enters * way
        ax.plot(*np.array([0.0 * end, end]).T, color=FIRST, lw=1.3, gid=f"{degrees}")
        beyond = np.array([end, 1.4 * end]).T
        ax.plot(*beyond, ":", color=FIRST, lw=1.6, gid=f"beyond {degrees}")
        ax.plot(*end, "o", color=FIRST, ms=4.5, gid=f"enters {degrees}")
    walk = np.linspace(0.0, 0.6, 41)
    ax.plot(walk, 2 * walk**2, color=FOURTH, lw=2.4, gid="path")
    ax.plot(0.0, 0.0, "o", color=INK, ms=7, zorder=4, gid="start")
    ax.text(0.0, -0.07, "start", color=INK, ha="center", va="center")
    label = {"ha": "center", "va": "center"}
    ax.text(0.0, 0.72, "higher", color=INK, bbox=ON_PAPER, **label)
    ax.text(-0.68, 0.8, "lower", color=INK, **label)
    ax.text(0.78, 0.2, "higher", color=INK, bbox=ON_PAPER, **label)
    ax.text(0.71, 0.81, "$y = 2x^2$", color=FOURTH, **label)
    return fig
