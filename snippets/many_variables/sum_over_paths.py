"""The chain rule in many variables: multiply along a path, add over the paths."""

from typing import Any

# --8<-- [start:imports]
import numpy as np

# --8<-- [end:imports]
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from downhill.style import (
    FIRST,
    FOURTH,
    INK,
    PAPER,
    QUIET,
    SECOND,
    canvas,
    frames,
    narrow,
    on_paper,
)
from snippets.one_variable.the_derivative import central_difference


# --8<-- [start:walk]
def hillside(p: np.ndarray) -> float:
    """Return the height in m; p is (east, north), in km."""
    x, y = p
    return x**2 * y


def walk(t: float) -> np.ndarray:
    """Return where she is after t hours, shape (2,)."""
    return np.array([2 * t + 1, 3 * t])


# --8<-- [end:walk]


# --8<-- [start:total_slope]
def total_slope(f, path, t: float, h=None) -> float:
    """Measure how fast f changes along a path, at t."""
    return central_difference(lambda s: f(path(s)), t, h)


# --8<-- [end:total_slope]


# --8<-- [start:numbers]
Graph = dict[str, dict[str, float]]


def numbers(a: float, b: float) -> Graph:
    """Return the graph of q: each node, and its inputs."""
    c, d = a + b, a * b
    return {
        "a": {},
        "b": {},
        "c": {"a": 1.0, "b": 1.0},
        "d": {"a": b, "b": a},
        "e": {"c": 1.0, "d": 1.0},
        "g": {"c": d, "d": c},
        "q": {"e": 1.0, "g": 1.0},
    }


# --8<-- [end:numbers]


# --8<-- [start:path_sum]
def path_sum(
    graph: Graph,
    start: str,
    end: str,
) -> tuple[float, int, int]:
    """Return a slope, and its paths and products."""
    if start == end:
        return 1.0, 1, 0
    total, paths, products = 0.0, 0, 0
    for node, local in graph[end].items():
        part, more, work = path_sum(graph, start, node)
        total += local * part
        paths += more
        products += work + 1
    return total, paths, products


# --8<-- [end:path_sum]


# --8<-- [start:accumulate]
def accumulate(graph: Graph, end: str) -> dict[str, float]:
    """Return the slope of end in each node, by name."""
    total = dict.fromkeys(graph, 0.0)
    total[end] = 1.0
    done = set()
    for node in reversed(graph):
        done.add(node)
        for source, local in graph[node].items():
            if source in done:
                raise ValueError(f"{source} comes too late")
            total[source] += local * total[node]
    return total


# --8<-- [end:accumulate]


# --8<-- [start:diamonds]
def diamonds(k: int) -> Graph:
    """Return a chain of k diamonds, from v0 to v{k}."""
    graph: Graph = {"v0": {}}
    for i in range(k):
        graph[f"up{i}"] = {f"v{i}": 1.0}
        graph[f"down{i}"] = {f"v{i}": 0.5}
        both = {f"up{i}": 1.0, f"down{i}": 1.0}
        graph[f"v{i + 1}"] = both
    return graph


# --8<-- [end:diamonds]


# --8<-- [start:network]
def network(width: int, layers: int) -> Graph:
    """Return a network with every local slope 1."""
    graph: Graph = {f"0.{i}": {} for i in range(width)}
    for layer in range(1, layers + 1):
        below = [f"{layer - 1}.{i}" for i in range(width)]
        row = dict.fromkeys(below, 1.0)
        for i in range(width if layer < layers else 1):
            graph[f"{layer}.{i}"] = row
    return graph


# --8<-- [end:network]


# --8<-- [start:hasty]
def hasty(
    graph: Graph,
    node: str,
    total: dict[str, float],
) -> None:
    """Hand each sum on as soon as something arrives."""
    for source, local in graph[node].items():
        total[source] += local * total[node]
        hasty(graph, source, total)


# --8<-- [end:hasty]


ON_PAPER = on_paper(1.5)
SPEED = np.array([2.0, 3.0])  # of the walk, in km/h
Place = tuple[float, float]


def node(ax: Axes, at: Place, name: str, color: str, size: float = 21.0) -> None:
    """Draw a node of a graph with its letter."""
    ax.plot(*at, "o", ms=size, mfc=PAPER, mec=color, mew=1.6, zorder=3, gid=name)
    style: dict[str, Any] = {"ha": "center", "va": "center", "zorder": 4}
    ax.text(*at, f"${name}$", color=color, size=13, **style)


def arrow(
    ax: Axes, start: Place, end: Place, color: str, gid: str, rim: float = 0
) -> None:
    """Draw an arrow that keeps away from both of its ends by rim, in points."""
    look = {"arrowstyle": "-|>", "color": color, "lw": 2.2, "mutation_scale": 13}
    look |= {"shrinkA": rim, "shrinkB": rim}
    ax.annotate("", xy=end, xytext=start, arrowprops=look, gid=gid)


def bare(ax: Axes, xlim: Place, ylim: Place) -> None:
    """Let the axes fill the figure, without a frame."""
    ax.set(xlim=xlim, ylim=ylim, xticks=[], yticks=[])
    ax.set_position((0, 0, 1, 1))
    ax.set_axis_off()


def two_ways() -> Figure:
    """From hours to height lead two ways: 2 times 18, and 3 times 9."""
    fig, ax = canvas(height=2.9, phone=2.1)
    bare(ax, (0.0, 5.8), (-1.4, 1.4))
    middle: dict[str, Any] = {"ha": "center", "va": "center"}
    small = 10 if narrow() else 9.5
    first, second, high = (1.6, 3.3, 0.78) if narrow() else (1.33, 3.55, 0.62)
    t, z = (0.5, 0.0), (4.4, 0.0)
    for name, side, speed, slope, color, word in (
        ("x", 1, SPEED[0], 18.0, FIRST, "km east"),
        ("y", -1, SPEED[1], 9.0, SECOND, "km north"),
    ):
        at = (2.45, 0.85 * side)
        arrow(ax, t, at, color, f"t{name}", rim=12)
        arrow(ax, at, z, color, f"{name}z", rim=12)
        node(ax, at, name, color)
        rate = {"va": "center", "color": color}
        ax.text(first, high * side, f"{speed:.0f} km/h", ha="right", **rate)
        ax.text(second, high * side, f"{slope:.0f} m/km", **rate)
        said = f"{speed:.0f} · {slope:.0f}"
        ax.text(2.45, 0.33 * side, said, color=color, size=13, **middle)
        ax.text(2.45, 1.27 * side, word, color=QUIET, size=small, **middle)
    for at, name, word in ((t, "t", "hours"), (z, "z", "meters")):
        node(ax, at, name, INK)
        ax.text(at[0], -0.42, word, color=QUIET, size=small, **middle)
    ax.text(2.45, 0.0, "+", color=INK, size=13, **middle)
    said = "? m/h"
    ax.text(4.8, 0.0, said, color=INK, size=13, va="center", gid="total")
    return fig


def on_the_hill() -> Figure:
    """The walk on the map; above time, one more hour would bring 36 + 27 meters."""
    fig, (left, right) = canvas(height=3.3, columns=2, phone=2.7)
    if not narrow():
        left.set_position((0.075, 0.155, 0.39, 0.8))
        right.set_position((0.57, 0.155, 0.42, 0.8))
    left.set(xlim=(0, 6), ylim=(0, 6.6), xlabel="km east", ylabel="km north")
    left.grid(visible=False)
    x, y = np.meshgrid(np.linspace(0, 6, 121), np.linspace(0, 6.6, 121))
    lines = left.contour(
        x, y, x**2 * y, levels=[3, 9, 27, 60, 100, 150], colors=QUIET, linewidths=0.8
    )
    lines.set_alpha(0.8)
    label = {"size": 10 if narrow() else 9.5, "ha": "center", "va": "center"}
    for level in (3, 9, 27, 60, 100):
        at = (level / 5.9) ** 0.5
        said = f"{level} m" if level == 100 else f"{level}"
        left.text(at, 5.9, said, color=QUIET, bbox=ON_PAPER, **label)
    so_far = np.array([walk(t) for t in (0.0, 1.0)])
    left.plot(*so_far.T, color=FOURTH, lw=2.6, gid="path")
    left.plot([3, 5], [3, 3], color=FIRST, lw=2.0, gid="east")
    left.plot([5, 5], [3, 6], color=SECOND, lw=2.0, gid="north")
    left.plot([3, 5], [3, 6], ":", color=FOURTH, lw=1.8, gid="next hour")
    left.plot(3, 3, "o", color=INK, ms=6, zorder=4, gid="here")
    left.text(4.0, 2.45, "2 km", color=FIRST, bbox=ON_PAPER, ha="center", va="center")
    left.text(4.85, 4.0, "3 km", color=SECOND, va="center", ha="right", bbox=ON_PAPER)
    right.set(xlim=(0, 2.8), ylim=(0, 104), xlabel="hours", ylabel="meters high")
    right.set(xticks=[0, 1, 2], yticks=[0, 27, 90])
    t = np.linspace(0.0, 1.62, 82)
    right.plot(t, [hillside(walk(now)) for now in t], color=FOURTH, gid="height")
    right.plot(
        [0.7, 2.0], [27 - 0.3 * 63, 90.0], "--", color=INK, lw=1.3, gid="tangent"
    )
    right.plot([1.0, 2.0], [27, 27], ":", color=QUIET, lw=1.2)
    for low, high, color, word in ((27, 63, FIRST, "x"), (63, 90, SECOND, "y")):
        arrow(right, (2, low), (2, high), color, f"through {word}")
        said = f"{high - low} m\nthrough ${word}$"
        right.text(2.08, (low + high) / 2, said, color=color, va="center")
    right.text(1.94, 34, "slope 63", color=INK, ha="right", va="center", gid="slope")
    right.plot(1, 27, "o", color=INK, ms=6, zorder=4, gid="now")
    return fig


PLACES: dict[str, Place] = {
    "a": (0.35, 1.0),
    "b": (0.35, -1.0),
    "c": (1.95, 1.0),
    "d": (1.95, -1.0),
    "e": (3.55, 1.0),
    "g": (3.55, -1.0),
    "q": (4.7, 0.0),
}
MADE = {
    "a": "2",
    "b": "3",
    "c": "a + b = 5",
    "d": "ab = 6",
    "e": "c + d = 11",
    "g": "cd = 30",
    "q": "41",
}


def four_paths() -> Figure:
    """At a = 2, b = 3 four paths lead from a to q; their products add up to 25."""
    fig, ax = canvas(height=3.0, phone=2.5)
    bare(ax, (0.0, 5.15), (-1.6, 1.6))
    graph = numbers(2.0, 3.0)
    for end, row in graph.items():
        for start, local in row.items():
            color = QUIET if start == "b" else FOURTH
            arrow(ax, PLACES[start], PLACES[end], color, start + end, rim=12)
            (x, y), (u, v) = PLACES[start], PLACES[end]
            share = 0.5 if y == v or end == "q" else 0.3
            at = (x + share * (u - x), y + share * (v - y))
            said = f"{local:.0f}"
            style: dict[str, Any] = {"color": color, "size": 12, "bbox": ON_PAPER}
            style |= {"ha": "center", "va": "center", "gid": f"on {start}{end}"}
            ax.text(*at, said, **style)
    for name, at in PLACES.items():
        node(ax, at, name, INK)
        side = 1 if at[1] > 0 else -1
        word = f"${name} = {MADE[name]}$"
        size = 10 if narrow() else 11
        style = {"ha": "center", "va": "center", "color": QUIET, "size": size}
        if name == "q":
            ax.text(at[0] - 0.1, -0.75, word, **style)
        else:
            ax.text(at[0], at[1] + 0.4 * side, word, **style)
    return fig


MOST = 20  # diamonds


@frames("Diamonds k", k=(1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 18, 20))
def the_wall(k: int = 10) -> Figure:
    """Path by path the work doubles with each diamond, sum by sum it grows by four."""
    fig, ax = canvas(height=3.5, phone=3.1)
    fig.subplots_adjust(top=0.76)
    ax.set(xlim=(0, 20.6), ylim=(0.4, 4e7), yscale="log")
    ax.set(xlabel="diamonds", ylabel="multiplications")
    ax.set(xticks=[0, 5, 10, 15, 20], yticks=[1, 100, 1e4, 1e6])
    count = np.arange(1, k + 1)
    by_path, by_sum = 4.0 * 2.0**count - 4, 4.0 * count
    for name, work, color in (("paths", by_path, FOURTH), ("sums", by_sum, INK)):
        ax.plot(count, work, "o-", color=color, ms=3.5, gid=name)
    side = -0.4 if k > 10 else 0.4
    label = {"va": "center", "ha": "right" if k > 10 else "left"}
    said = f"path by path: {by_path[-1]:.0f}"
    ax.text(k + side, by_path[-1] * 3.3, said, color=FOURTH, gid="by path", **label)
    said = f"sum by sum: {by_sum[-1]:.0f}"
    ax.text(k + side, by_sum[-1] / 4.0, said, color=INK, gid="by sum", **label)
    chain = fig.add_axes((0.02, 0.82, 0.96, 0.16))
    chain.set(xlim=(-0.3, MOST + 0.3), ylim=(-1, 1))
    chain.set_axis_off()
    for i in range(k):
        for side, color in ((0.8, FIRST), (-0.8, SECOND)):
            chain.plot([i, i + 0.5, i + 1], [0, side, 0], color=color, lw=1.4)
    ends = np.arange(k + 1)
    chain.plot(ends, 0 * ends, "o", color=INK, ms=3.5, gid="nodes")
    fig.set_label(f"{2**k} paths: {by_path[-1]:.0f} multiplications or {4 * k}")
    return fig
