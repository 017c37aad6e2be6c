"""Vectors and matrices: buttons that move a photo, their order, and what is undone."""

# --8<-- [start:imports]
import numpy as np

# --8<-- [end:imports]
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from downhill.style import (
    FIRST,
    FOURTH,
    INK,
    QUIET,
    SECOND,
    arrows,
    bare,
    canvas,
    frames,
    narrow,
    on_paper,
)


# --8<-- [start:angle_between]
def angle_between(a: np.ndarray, b: np.ndarray) -> float:
    """Return degrees; ValueError if a or b is zero."""
    lengths = np.linalg.norm(a) * np.linalg.norm(b)
    if lengths == 0.0:
        raise ValueError("the zero vector has no direction")
    cosine = np.clip(a @ b / lengths, -1.0, 1.0)
    return float(np.degrees(np.arccos(cosine)))


# --8<-- [end:angle_between]


# --8<-- [start:project]
def project(
    x: np.ndarray,
    y: np.ndarray,
) -> np.ndarray:
    """Return the point of y's line nearest to x.

    All are (n,); ValueError if y is zero.
    """
    if not y.any():
        raise ValueError("zero has no line")
    return (x @ y) / (y @ y) * y


# --8<-- [end:project]


# --8<-- [start:mix_columns]
def mix_columns(
    A: np.ndarray,
    x: np.ndarray,
) -> np.ndarray:
    """Return A x, (m,), for A (m, n) and x (n,).

    ValueError if the shapes do not fit.
    """
    if x.shape != A.shape[1:]:
        raise ValueError(f"{A.shape} and {x.shape}")
    mixed = np.zeros(len(A))
    for j, share in enumerate(x):
        mixed += share * A[:, j]
    return mixed


# --8<-- [end:mix_columns]


# --8<-- [start:compose]
def compose(
    A: np.ndarray,
    B: np.ndarray,
) -> np.ndarray:
    """Return "first B, then A", (m, k).

    A is (m, n), B is (n, k); else ValueError.
    """
    columns = [mix_columns(A, b) for b in B.T]
    return np.column_stack(columns)


# --8<-- [end:compose]


# --8<-- [start:area_factor]
def area_factor(A: np.ndarray) -> float:
    """Return ad - bc; ValueError unless A is (2, 2)."""
    if A.shape != (2, 2):
        raise ValueError(f"{A.shape} is not (2, 2)")
    (a, b), (c, d) = A
    return float(a * d - b * c)


# --8<-- [end:area_factor]


# --8<-- [start:eigen_2x2]
def eigen_2x2(A: np.ndarray) -> tuple[float, float]:
    """Return both eigenvalues, the smaller first.

    ValueError unless A is (2, 2) and symmetric.
    """
    det = area_factor(A)
    if A[0, 1] != A[1, 0]:
        raise ValueError("A is not symmetric")
    half = (A[0, 0] + A[1, 1]) / 2
    root = np.sqrt(half**2 - det)
    return float(half - root), float(half + root)


# --8<-- [end:eigen_2x2]


# --8<-- [start:stretches]
def stretches(A: np.ndarray, n: int = 3600):
    """Return the least and the most that A (m, 2)
    makes of a length, tried in n directions."""
    t = 2 * np.pi * np.arange(n) / n
    circle = np.array([np.cos(t), np.sin(t)])
    lengths = np.linalg.norm(A @ circle, axis=0)
    return lengths.min(), lengths.max()


# --8<-- [end:stretches]


# --8<-- [start:buttons]
S = np.array([[2.0, 0.0], [0.0, 1.0]])  # widen
R = np.array([[0.0, -1.0], [1.0, 0.0]])  # turn
# --8<-- [end:buttons]

# --8<-- [start:bills]
G = np.array([[100.0, 99.0], [99.0, 98.0]])
undo = np.array([[-98.0, 99.0], [99.0, -100.0]])
# --8<-- [end:bills]

A = np.array([[2.0, 1.0], [1.0, 2.0]])  # pull
CORNER, GUIDE = np.array([4.0, 3.0]), np.array([1.0, 2.0])
FRAME = np.array([[0.0, 4.0, 4.0, 0.0, 0.0], [0.0, 0.0, 3.0, 3.0, 0.0]])
MOUNTAIN = np.array([[0.0, 1.4, 2.1, 2.7, 4.0], [0.5, 2.1, 1.2, 1.7, 0.4]])
ON_PAPER = on_paper()


def turning(degrees: float) -> np.ndarray:
    """Return the matrix (2, 2) of a turn to the left."""
    t = np.radians(degrees)
    return np.array([[np.cos(t), -np.sin(t)], [np.sin(t), np.cos(t)]])


def before_after() -> Figure:
    """The columns of a matrix are where the arrows land; the square becomes 3 squares."""
    fig, axes = canvas(height=3.05, columns=2, phone=0.92)
    places = ((0.005, 0.0, 0.485, 0.9), (0.51, 0.0, 0.485, 0.9))
    size, far = (10.5 if narrow() else 12), np.array([-9.0, 9.0])
    for ax, place, M, name in zip(
        axes, places, (np.eye(2), A), ("before", "after"), strict=True
    ):
        ax.set_position(place)
        bare(ax, xlim=(-1.65, 3.45), ylim=(-1.35, 3.35))
        for k in range(-8, 9):
            for line in (np.array([far, [k, k]]), np.array([[k, k], far])):
                width, alpha = (1.2, 0.9) if k == 0 else (0.7, 0.55)
                ax.plot(*(M @ line), color=QUIET, lw=width, alpha=alpha)
        square = M @ np.array([[0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 1.0, 1.0]])
        ax.fill(*square, color=FOURTH, alpha=0.3, linewidth=0, gid=f"square {name}")
        for axis, color in enumerate((FIRST, SECOND)):
            width, gid = 0.032 if narrow() else 0.05, f"arrow {axis} {name}"
            arrows(ax, np.zeros(2), M[:, axis], color, gid, width=width, zorder=4)
            x, y = M[:, axis]
            at = M[:, axis] + ((0.1, -0.22) if axis == 0 else (-0.1, 0.2))
            side = ("left", "top") if axis == 0 else ("right", "bottom")
            side = side if M is A else ("center", side[1])
            ax.text(
                *at,
                f"({x:.0f}, {y:.0f})",
                color=color,
                ha=side[0],
                va=side[1],
                fontsize=size,
                bbox=ON_PAPER,
                zorder=5,
            )
        ax.set_title(name, fontsize=size, pad=3)
    return fig


def photo(ax: Axes, M: np.ndarray, color: str, width: float, gid: str) -> None:
    """Draw the photo where M puts it, and mark its upper right corner."""
    frame, mountain = M @ FRAME, M @ MOUNTAIN
    t = np.linspace(0.0, 2 * np.pi, 25)
    sun = M @ np.array([3.1 + 0.35 * np.cos(t), 2.35 + 0.35 * np.sin(t)])
    ax.fill(*frame, color=color, alpha=0.13, linewidth=0)
    ax.plot(*frame, color=color, lw=width, gid=gid)
    ax.plot(*mountain, color=color, lw=1.1)
    ax.fill(*sun, color=color, alpha=0.6, linewidth=0)
    ax.plot(
        *(M @ CORNER), "o", color=color, ms=4 + width, zorder=4, gid=f"{gid}, corner"
    )


@frames(
    "Turn by, degrees",
    angle=(0, 15, 30, 45, 60, 75, 90, 105, 120, 135, 150, 165, 180),
)
def two_orders(angle: int = 30) -> Figure:
    """Widened and turned, turned and widened: the corners land 5 sin(angle) apart."""
    fig, ax = canvas(height=3.7, phone=2.05)
    fig.subplots_adjust(left=0.005, right=0.995, bottom=0.01, top=0.99)
    bare(ax, xlim=(-10.4, 10.4), ylim=(-3.4, 8.9))
    Q = turning(angle)
    photo(ax, S @ Q, FOURTH, 4.0, "turn, then widen")  # seen under the other one
    photo(ax, Q @ S, FIRST, 1.8, "widen, then turn")
    mine, theirs = Q @ S @ CORNER, S @ Q @ CORNER
    ax.plot(*np.array([mine, theirs]).T, ":", color=INK, lw=1.8, gid="apart")
    ax.plot(0.0, 0.0, "o", color=INK, ms=4.5)
    gap = "\n" if narrow() else " "
    ax.text(10.2, 8.7, f"widen,{gap}then turn", color=FIRST, ha="right", va="top")
    ax.text(-10.2, 8.7, f"turn,{gap}then widen", color=FOURTH, va="top")
    far = np.linalg.norm(mine - theirs)
    fig.set_label(f"{angle} degrees: the corners are {far:.2f} cm apart")
    return fig


TRIES = (1.0, 1.5, 2.0, 2.5, 3.0)


def snap() -> Figure:
    """Of all points of the guide the nearest is seen at a right angle."""
    fig, (left, right) = canvas(height=3.5, columns=2, phone=2.6)
    bare(left, xlim=(-0.9, 5.3), ylim=(-0.5, 6.5))
    if narrow():
        left.set_position((0.0, 0.45, 1.0, 0.55))
        right.set_position((0.14, 0.095, 0.83, 0.32))
    else:
        left.set_position((0.0, 0.0, 0.5, 1.0))
        right.set_position((0.59, 0.15, 0.4, 0.8))
    left.plot(*FRAME, color=QUIET, lw=1.0)
    left.plot(*np.outer(GUIDE, [-0.2, 3.2]), color=FIRST, lw=2.0, gid="guide")
    label = {"ha": "right", "va": "center", "bbox": ON_PAPER}
    for s in TRIES:
        best = s == 2.0
        way = np.array([s * GUIDE, CORNER]).T
        color, width = (SECOND, 2.4) if best else (QUIET, 1.0)
        left.plot(*way, color=color, lw=width, gid=f"from s = {s:g}")
        color = SECOND if best else FIRST
        left.plot(*(s * GUIDE), "o", color=color, ms=5)
        left.text(*(s * GUIDE + [-0.2, 0.12]), f"$s$ = {s:g}", color=color, **label)
    foot = project(CORNER, GUIDE)
    down, across = -GUIDE / 5**0.5, (CORNER - foot) / 5**0.5
    mark = foot + 0.28 * np.array([down, across + down, across])
    left.plot(*mark.T, color=SECOND, lw=1.2)
    left.plot(*CORNER, "o", color=INK, ms=6.5, zorder=4, gid="corner")
    left.text(4.2, 3.0, "corner", va="center")
    left.text(2.7, 0.6, "photo", color=QUIET, ha="center")
    along = np.linspace(0.6, 3.4, 57)
    far = np.linalg.norm(CORNER[:, None] - np.outer(GUIDE, along), axis=0)
    right.plot(along, far, color=INK, gid="distance")
    right.plot(2.0, far.min(), "o", color=SECOND, ms=7, gid="least")
    right.text(2.0, 2.02, f"{far.min():.2f} cm", color=SECOND, ha="center", va="center")
    right.set(xlim=(0.6, 3.4), ylim=(1.8, 4.0), xlabel="$s$, how far along the guide")
    right.set(ylabel="distance, cm", xticks=(1, 2, 3))
    right.set(yticks=(2, 3, 4))
    return fig


def unturned() -> Figure:
    """A moves the circle to an ellipse; on two lines the points keep their direction."""
    fig, ax = canvas(height=3.75, phone=2.45)
    fig.subplots_adjust(left=0.005, right=0.995, bottom=0.01, top=0.99)
    bare(ax, xlim=(-3.3, 3.3), ylim=(-2.3, 2.3))
    t = np.linspace(0.0, 2 * np.pi, 121)
    ring = np.array([np.cos(t), np.sin(t)])
    ax.plot(*ring, color=FIRST, lw=1.0)
    ax.plot(*(A @ ring), color=FOURTH, lw=1.0)
    for way in ((1.0, 1.0), (1.0, -1.0)):
        ax.plot(*np.outer(way, (-2.25, 2.25)), ":", color=SECOND, lw=1.4)
    turn = np.radians(np.arange(0.0, 360.0, 15.0))
    starts = np.array([np.cos(turn), np.sin(turn)])
    ends = A @ starts
    straight = np.isin(np.arange(24) % 12, (3, 9))
    for still, color, width, gid in (
        (~straight, QUIET, 0.013, "turned"),
        (straight, SECOND, 0.03, "straight"),
    ):
        tails, move = starts[:, still].T, (ends - starts)[:, still].T
        arrows(ax, tails, move, color, gid, width=width, zorder=4)
    ax.plot(*starts[:, ~straight], "o", color=FIRST, ms=3.6)
    ax.plot(*starts[:, straight], "o", color=SECOND, ms=5.5, zorder=5)
    gap = "\n" if narrow() else " "
    ax.text(2.3, 1.15, f"3 times{gap}as long", color=SECOND, va="center")
    ax.text(-1.0, 0.72, "stays", color=SECOND, ha="right", va="bottom")
    ax.text(0.0, -0.7, "before", color=FIRST, ha="center", va="center")
    ax.text(1.85, 0.3, "after", color=FOURTH, ha="left", va="center")
    return fig


def two_bills() -> Figure:
    """Three bills look like one line; a gap of a cent moves their crossing 98 dollars."""
    fig, (bills, gaps) = canvas(height=3.5, columns=2, phone=1.9)
    left, bottom = (0.16, 0.17) if narrow() else (0.1, 0.15)
    gaps.set_position((left, bottom, 0.98 - left, 0.35))
    bills.set_position((left, bottom + 0.41, 0.98 - left, 0.42))
    coffee = np.array([-130.0, 70.0])
    tuesday = (197.0 - G[1, 0] * coffee) / G[1, 1]
    bills.plot(coffee, tuesday, color=QUIET, lw=6.0, gid="Tuesday")
    gaps.plot(coffee, 0.0 * coffee, color=QUIET, lw=2.2, gid="Tuesday, gap")
    for bill, name, color, style in (
        (199.0, "right", INK, "-"),
        (200.0, "off", FOURTH, (0, (4, 4))),
    ):
        tea = (bill - G[0, 0] * coffee) / G[0, 1]
        bills.plot(coffee, tea, color=color, lw=2.2, ls=style, gid=name)
        gaps.plot(
            coffee, 100 * (tea - tuesday), color=color, lw=2.2, gid=f"{name}, gap"
        )
        x, y = undo @ np.array([bill, 197.0])
        bills.plot(x, y, "o", color=SECOND, ms=7, zorder=4, gid=f"{name}, prices")
        gaps.plot(x, 0.0, "o", color=SECOND, ms=7, zorder=4, gid=f"{name}, crossing")
        word = f"({x:.0f}, {y:.0f})".replace("-", "\N{MINUS SIGN}")
        bills.text(x + 5, y + 5, word, color=SECOND, va="bottom")
    gap = "\n" if narrow() else " "
    bills.text(-45.0, 35.0, f"three bills,{gap}three lines", ha="right", va="top")
    gaps.text(-62.0, 0.85, "one dollar off", color=FOURTH, ha="right", va="center")
    gaps.text(20.0, -0.45, "read right", color=INK, va="center")
    bills.set(ylim=(-45, 140), yticks=(0, 50, 100), ylabel="tea, dollars")
    bills.tick_params(labelbottom=False)
    gaps.set(ylim=(-1.6, 2.0), yticks=(-1, 0, 1), ylabel="gap, cents")
    gaps.set_xlabel("price of a coffee, dollars")
    for ax in (bills, gaps):
        ax.set(xlim=(-130, 70), xticks=(-100, -50, 0, 50))
    return fig
