"""Partial derivatives: one input moves, the others are held still."""

# --8<-- [start:imports]
import numpy as np

# --8<-- [end:imports]
from matplotlib.figure import Figure

from downhill.style import (
    FIRST,
    FOURTH,
    INK,
    PAPER,
    QUIET,
    SECOND,
    arrows,
    bare,
    canvas,
    frames,
    narrow,
    on_paper,
)


# --8<-- [start:partial]
def partial(
    f,
    i: int,
    p: np.ndarray,
    h: float | None = None,
) -> float:
    """Return the slope of f in entry i at p, shape (n,)."""
    p = np.asarray(p, dtype=float)
    if h is None:
        h = np.finfo(float).eps ** (1 / 3)
        h = h * max(1.0, abs(p[i]))
    step = np.zeros_like(p)
    step[i] = h
    return float((f(p + step) - f(p - step)) / (2 * h))


# --8<-- [end:partial]


# --8<-- [start:slice_through]
def slice_through(f, i: int, p: np.ndarray):
    """Return f as a function of entry i alone."""

    def s(t: float) -> float:
        q = p.astype(np.result_type(p, t))  # complex for t
        q[i] = t
        return f(q)

    return s


# --8<-- [end:slice_through]


# --8<-- [start:temperature]
def temperature(p: np.ndarray) -> float:
    """Return the room's degrees at (notches, outside)."""
    u, a = p
    return a + 1.5 * u + 0.05 * a * u


# --8<-- [end:temperature]


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
    """Return both partials of g, by the rules."""
    return 2 * x * y, x**2 + 3


# --8<-- [end:partials]


# --8<-- [start:loss]
def loss(q: np.ndarray, x: float, y: float) -> float:
    """Return the squared error of the line; q is (w, b)."""
    w, b = q
    return (w * x + b - y) ** 2


def loss_partials(
    w: float,
    b: float,
    x: float,
    y: float,
) -> tuple[float, float]:
    """Return both partial derivatives, by the rules."""
    error = w * x + b - y
    return 2 * x * error, 2 * error


# --8<-- [end:loss]


# --8<-- [start:dial_for]
def dial_for(room: float, a: np.ndarray) -> np.ndarray:
    """Return the notches that keep the room as it is."""
    return (room - a) / (1.5 + 0.05 * a)


# --8<-- [end:dial_for]


# --8<-- [start:fan]
def fan(p: np.ndarray) -> float:
    """Return xy / (x^2 + y^2), and 0 at the origin."""
    x, y = p
    if x == 0 and y == 0:
        return 0.0
    return x * y / (x**2 + y**2)


# --8<-- [end:fan]


POINT = np.array([2.0, 3.0])  # where the figures and the worked example look


def oblique(
    x: np.ndarray | float, y: np.ndarray | float, z: np.ndarray | float
) -> np.ndarray:
    """Where points of space land on paper, as rows (right, up): y goes backward."""
    right, up = np.broadcast_arrays(x + 0.45 * y, 0.28 * y + z / 30)
    return np.array([right, up])


@frames(
    "Frozen y",
    y=(
        0.0,
        0.25,
        0.5,
        0.75,
        1.0,
        1.25,
        1.5,
        1.75,
        2.0,
        2.25,
        2.5,
        2.75,
        3.0,
        3.25,
        3.5,
    ),
)
def cut_open(y: float = 2.5) -> Figure:
    """Cut a surface where y is frozen: the face is a curve, with a slope at x = 2."""
    fig, ax = canvas(height=3.3, phone=1.95)
    fig.subplots_adjust(left=0.01, right=0.99, bottom=0.02, top=0.98)
    x, back, xs = POINT[0], 4.0, np.linspace(-3.0, 3.0, 61)
    ys = np.linspace(y, back, 41)
    behind = [y, *np.arange(np.floor(2 * y + 1) / 2, back + 0.1, 0.5)]

    def over(x: np.ndarray | float, y: np.ndarray | float) -> np.ndarray:
        return oblique(x, y, f(np.array(np.broadcast_arrays(x, y))))

    floor = oblique(xs[[0, 0, -1, -1]], np.array([y, 0.0, 0.0, y]), 0.0)
    ax.plot(*floor, color=QUIET, lw=0.8, ls=(0, (3, 3)))
    end = np.concatenate([oblique(3.0, ys, 0.0), over(3.0, ys)[:, ::-1]], axis=1)
    ax.fill(*end, color=QUIET, alpha=0.3, linewidth=0)
    top = np.concatenate(
        [over(xs, y), over(3.0, ys), over(xs[::-1], back), over(-3.0, ys[::-1])], axis=1
    )
    ax.fill(*top, color=QUIET, alpha=0.1, linewidth=0)
    for b in behind:
        ax.plot(*over(xs, b), color=QUIET, lw=0.7)
    for a in range(-3, 4):
        ax.plot(*over(float(a), ys), color=QUIET, lw=0.7)

    face = np.concatenate([over(xs, y), oblique(xs[[-1, 0]], y, 0.0)], axis=1)
    ax.fill(*face, color=PAPER, linewidth=0)
    ax.fill(*face, color=FIRST, alpha=0.25, linewidth=0)
    ax.plot(*oblique(xs[[0, -1]], y, 0.0), color=FIRST, lw=1.0)
    ax.plot(*over(xs, y), color=FIRST, lw=2.4, gid="face")
    height, slope = f(np.array([x, y])), partial(f, 0, np.array([x, y]))
    near = np.array([-1.3, 1.3])
    tangent = oblique(x + near, y, height + slope * near)
    ax.plot(*tangent, color=SECOND, lw=2.0, gid="tangent")
    ax.plot(*oblique(x, y, height), "o", color=INK, gid="point")
    ax.plot(*oblique(x, y, np.array([0.0, height])), ":", color=FIRST, lw=1.2)
    for a in (-2, 0, 2):
        text = f"{a}".replace("-", "\N{MINUS SIGN}")
        ax.text(*oblique(a, 0.0, -3.0), text, color=QUIET, ha="center", va="top")
    for b in (0, 2, 4):
        ax.text(*oblique(3.2, b, -1.0), f"{b}", color=QUIET, va="center")
    ax.text(*oblique(1.0, 0.0, -3.0), "$x$", ha="center", va="top")
    ax.text(*oblique(3.25, 3.0, -2.0), "$y$", va="center")
    size, low, last = (10, 2.6, 1.95) if narrow() else (12, 3.4, 2.9)
    words = f"$y$ frozen\nat {y:g}" if narrow() else f"$y$ frozen at {y:g}"
    ax.text(-5.0, 3.9, words, color=FIRST, va="top", fontsize=size)
    ax.text(-5.0, low, f"slope {slope:.0f}", color=SECOND, va="top", fontsize=size)
    ax.text(-5.0, last, "$x^2 y + 3y^2$", color=QUIET, va="top", fontsize=size)
    ax.set_axis_off()
    ax.set(xlim=(-5.1, 5.6), ylim=(-0.55, 4.05))
    fig.set_label(f"y = {y:.2f}: height {height:.2f}, slope {slope:.0f}")
    return fig


def the_evening() -> Figure:
    """A map of the room: two steps along the axes make the evening's one."""
    fig, ax = canvas(height=3.6, phone=3.0)
    u, a = np.meshgrid(np.linspace(8.7, 12.0, 67), np.linspace(0.6, 5.6, 67))
    room, right = temperature(np.array([u, a])), 12.0
    for level in range(15, 28):
        known = level == 21
        ax.contour(
            u,
            a,
            room,
            levels=[level],
            colors=INK if known else QUIET,
            linewidths=1.6 if known else 0.7,
        )
        height = (level - 1.5 * right) / (1 + 0.05 * right)
        if 0.7 < height < 5.5:
            color = INK if known else QUIET
            ax.text(right + 0.04, height, f"{level}°", color=color, va="center")
    here = (10.0, 4.0)
    for way, color in (
        ([1.0, 0.0], FIRST),
        ([0.0, -2.0], FIRST),
        ([1.0, -2.0], FOURTH),
    ):
        head = {"headwidth": 4.4, "headlength": 5.0, "headaxislength": 4.6}
        gid = f"way {color}" if color == FOURTH else f"way {way[0]:g}"
        arrows(ax, np.array(here), np.array(way), color, gid, width=0.028, **head)
    ax.plot(*here, "o", color=INK, ms=7, gid="afternoon")
    box = on_paper(1.5)
    notch = temperature(np.array([11.0, 4.0])) - temperature(np.array(here))
    cold = temperature(np.array([10.0, 2.0])) - temperature(np.array(here))
    both = temperature(np.array([11.0, 2.0])) - temperature(np.array(here))
    minus = "\N{MINUS SIGN}"
    gap = "\n" if narrow() else " "
    texts = (
        (10.5, 4.42, f"one notch: +{notch:.1f}°", FIRST, "center"),
        (9.93, 3.0, f"outside:{gap}{minus}{-cold:.1f}°", FIRST, "right"),
        (
            11.05,
            1.4 if narrow() else 1.72,
            f"you saw:{gap}{minus}{-both:.1f}°",
            FOURTH,
            "left",
        ),
    )
    for x, y, text, color, side in texts:
        ax.text(x, y, text, color=color, ha=side, va="center", bbox=box)
    ax.set(xlim=(8.7, right), ylim=(0.6, 5.6), xlabel="dial, notches")
    ax.set(ylabel="outside, degrees", xticks=(9, 10, 11, 12), yticks=range(1, 6))
    ax.grid(visible=False)
    fig.subplots_adjust(right=0.88 if narrow() else 0.93)
    return fig


def look_alikes() -> Figure:
    """Two functions whose slices are parallel in x, and of different slope in y."""
    fig, axes = canvas(height=3.5, columns=2, phone=2.7)
    walks = (np.linspace(-1.0, 4.0, 81), np.linspace(0.0, 5.0, 81))
    for i, (ax, walk) in enumerate(zip(axes, walks, strict=True)):
        for name, function in (("f", f), ("g", g)):
            cut, at = slice_through(function, i, POINT), POINT[i]
            ax.plot(walk, [cut(t) for t in walk], color=INK, gid=f"{name}-{i}")
            slope, near = partial(function, i, POINT), np.array([-0.85, 0.85])
            line = function(POINT) + slope * near
            ax.plot(at + near, line, color=SECOND, lw=2.4, gid=f"{name}-{i}-tangent")
            ax.plot(at, function(POINT), "o", color=INK, ms=6)
            low = name == "g"
            ax.text(
                at + (0.2 if low else -0.25),
                function(POINT) + (-11 if low else 5),
                f"slope {slope:.0f}",
                color=SECOND,
                ha="left" if low else "right",
                va="center",
            )
        ax.set(ylim=(-4, 84), xlim=(walk[0], walk[-1]))
    axes[0].text(-0.85, 36, "$x^2 y + 3y^2$")
    axes[0].text(-0.85, 3, "$x^2 y + 3y$", va="center")
    axes[1].text(3.9, 71, "$x^2 y + 3y^2$", ha="right", va="center")
    axes[1].text(4.95, 21, "$x^2 y + 3y$", ha="right", va="center")
    axes[0].set(xlabel="$x$ moves, $y$ is frozen at 3", ylabel="value")
    axes[1].set(xlabel="$y$ moves, $x$ is frozen at 2")
    if narrow():
        axes[1].set_ylabel("value")
    return fig


WAYS = ((1, 0), (3, 1), (1, 1), (1, 3), (0, 1), (-1, 3), (-1, 1), (-3, 1))


def ways_in() -> Figure:
    """Level lines of many heights run into the origin; only the axes have its height."""
    fig, ax = canvas(height=3.2, phone=1.9)
    reach = np.array([2.2, 1.2])
    for way in WAYS:
        end = way / np.max(np.abs(way) / reach)  # where the line leaves the frame
        height = fan(end)
        color, width, at = (FOURTH, 1.4, 1.0) if height else (FIRST, 2.8, 0.56)
        ax.plot(*np.array([-end, end]).T, color=color, lw=width, gid=f"way {way}")
        word = f"{height:.1f}".replace("-", "\N{MINUS SIGN}") if height else "0"
        box = on_paper(1.5)
        for tip in (-at * end, at * end):
            ax.text(*tip, word, color=color, ha="center", va="center", bbox=box)
    ax.plot(0, 0, "o", color=INK, ms=8, zorder=4, gid="origin")
    right, top = reach + 0.15
    bare(ax, xlim=(-right, right), ylim=(-top, top))
    fig.subplots_adjust(left=0.01, right=0.99, bottom=0.01, top=0.99)
    return fig
