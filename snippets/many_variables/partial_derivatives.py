"""Partial derivatives: one coordinate moves, the others are frozen."""

# --8<-- [start:imports]
from collections.abc import Callable

import numpy as np

# --8<-- [end:imports]
from matplotlib.figure import Figure

from downhill.style import FIRST, INK, QUIET, SECOND, THIRD, canvas, frames


# --8<-- [start:partial]
def partial(
    f: Callable[[np.ndarray], float],
    i: int,
    p: np.ndarray,
    h: float | None = None,
) -> float:
    """Partial derivative of f in coordinate i at p, shape (n,).

    By central difference. An i past the last raises IndexError.
    """
    p = np.asarray(p, dtype=float)
    if h is None:
        h = float(np.finfo(float).eps) ** (1 / 3) * max(1.0, abs(p[i]))
    step = np.zeros_like(p)
    step[i] = h
    return float((f(p + step) - f(p - step)) / (2 * h))


# --8<-- [end:partial]


# --8<-- [start:slice_through]
def slice_through(
    f: Callable[[np.ndarray], float],
    i: int,
    p: np.ndarray,
) -> Callable[[float], float]:
    """f as a function of coordinate i alone, the others as in p."""

    def s(t: float) -> float:
        q = p.astype(np.result_type(p, t))  # a copy, complex if t is
        q[i] = t
        return f(q)

    return s


# --8<-- [end:slice_through]


# --8<-- [start:f]
def f(p: np.ndarray) -> float:
    x, y = p
    return x**2 * y + 3 * y**2


# --8<-- [end:f]


# --8<-- [start:partials]
def g(p: np.ndarray) -> float:
    x, y = p
    return x**2 * y + 3 * y


def partials(x: float, y: float) -> tuple[float, float]:
    """Both partial derivatives of g, by the rules."""
    return 2 * x * y, x**2 + 3


# --8<-- [end:partials]


# --8<-- [start:loss]
def loss(params: np.ndarray, x: float, y: float) -> float:
    """Squared error of wx + b on one example; params is (w, b)."""
    w, b = params
    y_hat = w * x + b
    return (y_hat - y) ** 2


def loss_partials(
    w: float,
    b: float,
    x: float,
    y: float,
) -> tuple[float, float]:
    """Both partial derivatives of the loss, by the rules."""
    error = (w * x + b) - y
    return 2 * x * error, 2 * error


# --8<-- [end:loss]


# --8<-- [start:temperature]
def temperature(p: np.ndarray) -> float:
    """Degrees C in a room: heater at u kW, window open v cm."""
    u, v = p
    outside = 5
    return outside + u / (0.1 + 0.01 * v)


# --8<-- [end:temperature]


# --8<-- [start:cost]
def cost(p: np.ndarray) -> float:
    """Dollars it costs to make a tables and b chairs."""
    a, b = p
    return 200 + 40 * a + 15 * b + 0.5 * a**2 + 0.1 * a * b


# --8<-- [end:cost]


# --8<-- [start:fan]
def fan(p: np.ndarray) -> float:
    """xy / (x^2 + y^2), and 0 at the origin."""
    x, y = p
    if x == 0 and y == 0:
        return 0.0
    return x * y / (x**2 + y**2)


# --8<-- [end:fan]


POINT = np.array([2.0, 3.0])  # where the figure and the worked example look


def oblique(
    x: np.ndarray | float, y: np.ndarray | float, z: np.ndarray | float
) -> np.ndarray:
    """Where points of space land on paper, as rows (right, up): y goes backward."""
    right, up = np.broadcast_arrays(x + 0.5 * y, -0.1 * x + 0.3 * y + z / 26)
    return np.array([right, up])


def frozen_slices() -> Figure:
    """The two cuts through a point of a surface, and their slopes there."""
    height = 4.9
    fig, (top, bottom) = canvas(height=height, columns=2)
    left, right = top.get_position().x0, bottom.get_position().x1
    top.set_position((0.01, 2.2 / height, right - 0.01, 2.6 / height))
    bottom.set_position((left, 0.54 / height, right - left, 1.58 / height))

    x, y = POINT
    xs, ys = np.linspace(-3.0, 4.0, 71), np.linspace(0.0, 5.0, 51)
    cut_x = np.array([f(np.array([t, y])) for t in xs])
    cut_y = np.array([f(np.array([x, t])) for t in ys])

    for a in xs[::5]:
        wire = oblique(a, ys, np.array([f(np.array([a, t])) for t in ys]))
        top.plot(*wire, color=QUIET, lw=0.5, alpha=0.8)
    for b in ys[::5]:
        wire = oblique(xs, b, np.array([f(np.array([t, b])) for t in xs]))
        top.plot(*wire, color=QUIET, lw=0.5, alpha=0.8)
    top.plot(*oblique(4.0, ys, 0.0), color=QUIET, lw=0.8)
    drop = np.array([0.0, cut_x[-1]])
    top.plot(*oblique(4.0, y, drop), ":", color=FIRST, lw=1.2)
    top.plot(*oblique(xs, y, cut_x), color=FIRST, gid="cut x")
    top.plot(*oblique(x, ys, cut_y), color=SECOND, gid="cut y")
    top.plot(*oblique(x, y, f(POINT)), "o", color=INK, gid="point")

    end_x, end_y = oblique(-3.1, y, cut_x[0]), oblique(x, -0.1, -6.0)
    top.text(*end_x, f"$y$ frozen\nat {y:.0f}", color=FIRST, ha="right", va="center")
    top.text(*end_y, f"$x$ frozen at {x:.0f}", color=SECOND, ha="center", va="top")
    top.text(*oblique(-1.5, 0.0, -6.0), "$x$", color=INK, va="top")
    top.text(*oblique(4.2, 4.0, -6.0), "$y$", color=INK, va="top")
    top.set_axis_off()
    top.set(xlim=(-3.6, 6.7), ylim=(-1.1, 7.2))

    near = np.array([-0.9, 0.9])
    cuts = (
        (0, xs, cut_x, FIRST, (1.6, 46)),
        (1, ys, cut_y, SECOND, (3.95, 6)),
    )
    for i, walk, cut, color, place in cuts:
        name, at, slope = "xy"[i], POINT[i], partial(f, i, POINT)
        bottom.plot(walk, cut, color=color, gid=f"slice {name}")
        tangent = f(POINT) + slope * near
        bottom.plot(at + near, tangent, "--", color=INK, lw=1.2, gid=f"tangent {name}")
        bottom.plot(at, f(POINT), "o", color=INK)
        text = f"only ${name}$ moves: slope {slope:.0f}"
        bottom.text(*place, text, color=color, ha="right")
    bottom.set(xlabel="the coordinate that moves", ylabel="$f$")
    bottom.set(xlim=(-3, 4), ylim=(0, 80), xticks=range(-3, 5))
    return fig


@frames(
    "Frozen y",
    y=(
        0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0,
        2.25, 2.5, 2.75, 3.0, 3.25, 3.5, 3.75, 4.0,
    ),
)  # fmt: skip
def moving_slice(y: float = 3.0) -> Figure:
    """Where y is frozen decides the slice, and the slope of the slice at x = 2."""
    height = 4.9
    fig, (top, bottom) = canvas(height=height, columns=2)
    left, right = top.get_position().x0, bottom.get_position().x1
    top.set_position((0.01, 2.5 / height, right - 0.01, 2.35 / height))
    bottom.set_position((left, 0.54 / height, right - left, 1.9 / height))

    x, xs, ys = POINT[0], np.linspace(-3.0, 4.0, 71), np.linspace(0.0, 4.0, 41)
    for a in xs[::5]:
        wire = oblique(a, ys, np.array([f(np.array([a, t])) for t in ys]))
        top.plot(*wire, color=QUIET, lw=0.5, alpha=0.8)
    for b in ys[::5]:
        wire = oblique(xs, b, np.array([f(np.array([t, b])) for t in xs]))
        top.plot(*wire, color=QUIET, lw=0.5, alpha=0.8)
    point = np.array([x, y])
    cut = np.array([f(np.array([t, y])) for t in xs])
    floor = oblique(xs, y, 0.0)
    wall = np.concatenate([oblique(xs, y, cut), floor[:, ::-1]], axis=1)
    top.fill(*wall, color=FIRST, alpha=0.14, linewidth=0)
    top.plot(*floor, color=FIRST, lw=0.8)
    top.plot(*oblique(xs, y, cut), color=FIRST, gid="cut")
    top.plot(*oblique(x, y, f(point)), "o", color=INK)
    top.text(-3.5, 6.2, f"$y$ frozen at {y:.2f}", color=FIRST, va="center")
    top.text(*oblique(0.4, 0.0, -9.0), "$x$", color=INK, va="top")
    top.text(*oblique(4.25, 2.2, -6.0), "$y$", color=INK, va="top")
    top.set_axis_off()
    top.set(xlim=(-3.7, 6.5), ylim=(-1.1, 6.8))

    near, slope = np.array([-1.5, 1.5]), partial(f, 0, point)
    bottom.plot(xs, cut, color=FIRST, gid="slice")
    tangent = f(point) + slope * near
    bottom.plot(x + near, tangent, color=SECOND, lw=1.5, gid="tangent")
    bottom.plot(x, f(point), "o", color=INK, gid="point")
    text = f"slope at $x = {x:.0f}$: {abs(slope):.0f}"
    bottom.text(-2.8, 108, text, color=SECOND, va="center")
    bottom.set(xlabel="$x$, the coordinate that moves", ylabel="$f$")
    bottom.set(xlim=(-3, 4), ylim=(-8, 126), xticks=range(-3, 5))
    fig.set_label(f"y = {y:.2f}, slope in x at x = {x:.0f}: {abs(slope):.0f}")
    return fig


def one_knob_at_a_time() -> Figure:
    """A unit more of w lifts the prediction by x, a unit more of b lifts it by one."""
    fig, ax = canvas(height=3.1)
    w, b, x, y = 1.0, 1.0, 2.0, 7.0
    xs = np.array([0.0, 3.0])
    knobs = (
        ("$wx + b$", w, b, INK, "line"),
        ("$(w + 1)x + b$", w + 1, b, FIRST, "w moved"),
        ("$wx + (b + 1)$", w, b + 1, SECOND, "b moved"),
    )
    for text, slope, start, color, gid in knobs:
        ax.plot(xs, slope * xs + start, color=color, gid=gid)
        ax.text(3.06, slope * 3 + start, text, color=color, va="center")
    low = w * x + b
    lifted_w, lifted_b = (w + 1) * x + b, w * x + (b + 1)
    ax.plot([x - 0.03, x - 0.03], [low, lifted_w], color=FIRST, lw=1.2)
    ax.plot([x, x], [low, lifted_b], color=SECOND, lw=1.2)
    ax.plot(x, lifted_w, "o", color=FIRST, ms=5)
    ax.plot(x, lifted_b, "o", color=SECOND, ms=5)
    ax.text(x - 0.08, lifted_w, f"+{lifted_w - low:.0f}", color=FIRST, ha="right")
    ax.text(x + 0.06, low + 0.6, f"+{lifted_b - low:.0f}", color=SECOND, va="center")
    ax.plot(x, low, "o", color=INK, ms=5)
    ax.plot(x, y, "o", color=INK, gid="example")
    ax.text(x - 0.1, y, f"the example ({x:.0f}, {y:.0f})", ha="right", va="center")
    ax.set(xlabel="$x$", ylabel="$y$", xlim=(0, 4), ylim=(0, 8))
    ax.set_xticks([0, 1, 2, 3])
    return fig


def level_rays() -> Figure:
    """Every ray into the origin is a level line with its own height."""
    fig, ax = canvas(height=4.2)
    role = {0.0: FIRST, 0.5: SECOND, -0.5: THIRD}
    for degrees in range(0, 360, 15):
        a = np.radians(degrees)
        way = np.round(np.array([np.cos(a), np.sin(a)]), 12)
        value = round(fan(way), 2) + 0.0
        color, width = role.get(value, QUIET), 2.0 if value in role else 0.8
        ax.plot(
            *np.outer(way, [0.02, 1.0]), color=color, lw=width, gid=f"ray {degrees}"
        )
        if value in role:
            ax.text(*(1.1 * way), f"${value:g}$", color=color, ha="center", va="center")
    ax.set_aspect("equal")
    ax.set(xlabel="$x$", ylabel="$y$", xlim=(-1.2, 1.2), ylim=(-1.2, 1.2))
    ax.set_xticks([-1, 0, 1])
    ax.set_yticks([-1, 0, 1])
    ax.grid(False)
    return fig
