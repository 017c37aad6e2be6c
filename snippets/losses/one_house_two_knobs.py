"""One house, two knobs: a line through one point, trained by its two partials.

Units: x in 1000 sq ft, y and b in $1000, w in $1000 per 1000 sq ft, so $ per sq ft.
"""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from downhill.style import (
    FIFTH,
    FIRST,
    FOURTH,
    INK,
    PAPER,
    QUIET,
    SECOND,
    canvas,
    frames,
    narrow,
)


# --8<-- [start:forward_pass]
def forward_pass(x: float, w: float, b: float) -> float:
    """Return the predicted price, in 1000 dollars."""
    return w * x + b


# --8<-- [end:forward_pass]


# --8<-- [start:calculate_loss]
def calculate_loss(y: float, y_hat: float) -> float:
    """Return the squared error of one house."""
    error = y_hat - y
    return error * error


# --8<-- [end:calculate_loss]


# --8<-- [start:slopes]
def slope_w(x: float, y: float, y_hat: float) -> float:
    """Return how fast the loss answers w, b held still."""
    return 2 * (y_hat - y) * x


def slope_b(y: float, y_hat: float) -> float:
    """Return how fast the loss answers b, w held still."""
    return 2 * (y_hat - y)


# --8<-- [end:slopes]


# --8<-- [start:train]
def train(x, y, w, b, lr: float, epochs: int):
    """Return (w, b, loss), first and after each epoch."""
    history = []
    for _ in range(epochs + 1):
        y_hat = forward_pass(x, w, b)
        history.append((w, b, calculate_loss(y, y_hat)))
        turn_w = lr * slope_w(x, y, y_hat)
        turn_b = lr * slope_b(y, y_hat)
        w, b = w - turn_w, b - turn_b
    return history


# --8<-- [end:train]


# --8<-- [start:first_epoch_below]
def first_epoch_below(
    history: list[tuple[float, float, float]], tolerance: float
) -> int | None:
    """Return the first epoch that sees a smaller loss."""
    for epoch, (_, _, loss) in enumerate(history, start=1):
        if loss < tolerance:
            return epoch
    return None


# --8<-- [end:first_epoch_below]


# --8<-- [start:epochs_to_print_zero]
def epochs_to_print_zero(
    x: float,
    y: float,
    lr: float,
    w: float = 1.0,
    b: float = 1.0,
    limit: int = 2000,
) -> int | None:
    """Return the first epoch whose loss prints 0.00000000, or None."""
    return first_epoch_below(train(x, y, w, b, lr, limit), 5e-9)


# --8<-- [end:epochs_to_print_zero]


# --8<-- [start:train_houses]
def train_houses(
    houses: list[tuple[float, float]], w: float, b: float
) -> tuple[float, float]:
    """Return (w, b) after 2000 steps on the mean loss."""
    for _ in range(2000):
        mean_w = mean_b = 0.0
        for x, y in houses:
            y_hat = forward_pass(x, w, b)
            mean_w += slope_w(x, y, y_hat) / len(houses)
            mean_b += slope_b(y, y_hat) / len(houses)
        w, b = w - 0.1 * mean_w, b - 0.1 * mean_b
    return w, b


# --8<-- [end:train_houses]


HOUSE = (2.0, 150.0)
SECOND_HOUSE = (1.0, 90.0)
STARTS = [(1.0, 1.0), (100.0, 0.0), (80.0, 60.0), (-30.0, 60.0), (20.0, 110.0)]
BOX = {"facecolor": PAPER, "edgecolor": "none", "alpha": 0.85, "pad": 1.0}


def minus(text: str) -> str:
    """Write the sign of a number as typographers do."""
    return text.replace("-", "\N{MINUS SIGN}")


def knobs(ax: Axes, xlim: tuple[float, float], ylim: tuple[float, float]) -> None:
    """Set up the plane of the two knobs, one unit of each equally long."""
    ax.set(xlabel="weight $w$", ylabel="bias $b$", xlim=xlim, ylim=ylim)
    ax.set_aspect("equal")
    ax.grid(visible=False)


def valley() -> Figure:
    """Five starts go straight to the line of lowest points, and end at five of them."""
    fig, ax = canvas(height=3.45, phone=2.2)
    size = 5 if narrow() else 7
    x, y = HOUSE
    w_axis, b_axis = np.linspace(-100.0, 180.0, 141), np.linspace(-20.0, 119.0, 70)
    w_grid, b_grid = np.meshgrid(w_axis, b_axis)
    error = x * w_grid + b_grid - y
    for off in (50, 100, 150, 200, 250):
        sides = [-off, off]
        ax.contour(w_grid, b_grid, error, levels=sides, colors=QUIET, linewidths=0.7)
        wall = np.abs(error)  # the higher, the darker
        ax.contourf(w_grid, b_grid, wall, levels=[off, 999], colors=QUIET, alpha=0.07)
    floor_b = np.array([-20.0, 119.0])
    floor_w = (y - floor_b) / x
    ax.plot(floor_w, floor_b, color=INK, lw=3, gid="floor")
    for number, (w, b) in enumerate(STARTS, start=1):
        path = np.array([row[:2] for row in train(x, y, w, b, 0.05, 40)])
        ax.plot(*path.T, color=FOURTH, lw=1.8, gid=f"path {number}")
        ax.plot(*path[1:5].T, "o", color=FOURTH, ms=3)
        ax.plot(*path[-1], "o", color=FOURTH, ms=size)
        ax.plot(w, b, "o", color=FIRST, mfc=PAPER, mew=1.8, ms=size)
        end_w, end_b = path[-1]
        from_left = x * w + b <= y
        gap = 8 if narrow() else 5
        at, side = (end_w + gap, "left") if from_left else (end_w - gap, "right")
        label = minus(f"({end_w:.4g}, {end_b:.4g})")
        ax.text(at, end_b, label, color=FOURTH, ha=side, va="center", bbox=BOX)
    for off in (-120, 200) if narrow() else (-200, -100, 100, 200):
        word = "too low" if off < 0 else "too high"
        if not narrow():
            word = f"{abs(off)} {word}"
        at = (y + off - 100.0) / x, 100.0
        ax.text(*at, word, color=QUIET, ha="center", va="center", bbox=BOX)
    ax.text(-4, 1, "start", color=FIRST, ha="right", va="center", bbox=BOX)
    ax.text(
        96 if narrow() else 90, -14, "floor: loss 0", color=INK, va="center", bbox=BOX
    )
    knobs(ax, (-65.0, 165.0) if narrow() else (-100.0, 180.0), (-20.0, 119.0))
    return fig


def two_knobs() -> Figure:
    """At size 2 a turn of the weight moves the prediction twice as far as one of the bias."""
    fig, ax = canvas(height=3.2, phone=2.7)
    x, y = HOUSE
    w, b, turn = 1.0, 1.0, 30.0
    sizes = np.array([0.0, 2.6])
    for name, slope, shift, color, style, label in [
        ("start", w, b, QUIET, "-", f"$w={w:.0f},\\ b={b:.0f}$"),
        ("tilted", w + turn, b, INK, "-", f"$w+{turn:.0f}$ tilts it"),
        ("lifted", w, b + turn, INK, "--", f"$b+{turn:.0f}$ lifts it"),
    ]:
        heights = slope * sizes + shift
        ax.plot(sizes, heights, color=color, ls=style, gid=name)
        ax.text(2.65, heights[1], label, color=color, va="center")
    for name, slope, shift, side in [
        ("rise by w", w + turn, b, 1),
        ("rise by b", w, b + turn, -1),
    ]:
        low, high = forward_pass(x, w, b), forward_pass(x, slope, shift)
        at = x + (0.06 if narrow() else 0.035) * side
        ax.plot([at, at], [low, high], color=SECOND, lw=4, gid=name)
        ax.text(
            at + 0.07 * side,
            forward_pass(at, w, b) + 14,
            f"+{high - low:.0f}",
            color=SECOND,
            ha="left" if side > 0 else "right",
            va="center",
            bbox=BOX,
        )
    ax.plot(x, y, "o", color=FIRST, ms=8, gid="house")
    ax.text(x - 0.08, y + 6, "the house", color=FIRST, ha="right")
    ax.set(xlabel="size $x$, 1000 sq ft", ylabel="price, \\$1000")
    ax.set(xlim=(0, 2.6), ylim=(0, 170), xticks=(0, 1, 2), yticks=(0, 50, 100, 150))
    left, right = (0.16, 0.66) if narrow() else (0.09, 0.79)
    fig.subplots_adjust(left=left, right=right)
    return fig


@frames(
    "Weight",
    w=(0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 55.0, 60.0, 65.0, 70.0, 80.0, 90.0),
)
def second_house(w: float = 20.0) -> Figure:
    """Along the floor the line turns about its house; one place fits a second one."""
    fig, (plane, prices) = canvas(height=3.1, columns=2, phone=2.6)
    (x, y), (x_2, y_2) = HOUSE, SECOND_HOUSE
    b = y - x * w
    weights, sizes = np.array([-10.0, 100.0]), np.array([0.0, 2.7])
    for name, size, price, color in (
        ("first", x, y, FIRST),
        ("second", x_2, y_2, FIFTH),
    ):
        plane.plot(weights, price - size * weights, color=color, gid=f"{name} floor")
        prices.plot(size, price, "o", color=color, ms=9, gid=f"{name} house")
    plane.plot(w, b, "o", color=INK, ms=8, gid="knobs")
    prices.plot(sizes, w * sizes + b, color=INK, gid="line")
    said = forward_pass(x_2, w, b)
    prices.plot([x_2, x_2], [y_2, said], ":", color=FIFTH, lw=1.8, gid="miss")
    plane.text(3, 158, "fits the first", color=FIRST, va="center", bbox=BOX)
    plane.text(-6, 46, "fits the\nsecond", color=FIFTH, va="center", bbox=BOX)
    prices.text(2.06, 128, "first", color=FIRST, va="center", bbox=BOX)
    prices.text(1.1, 55, "second", color=FIFTH, va="center", bbox=BOX)
    plane.set(xlabel="weight $w$", ylabel="bias $b$", xlim=(-10, 100), ylim=(-40, 175))
    plane.set(xticks=(0, 30, 60, 90), yticks=(-30, 30, 90, 150))
    prices.set(xlabel="size $x$, 1000 sq ft", ylabel="price, \\$1000")
    prices.set(xlim=(0, 2.7), ylim=(-40, 220), xticks=(0, 1, 2), yticks=(0, 90, 150))
    if narrow():
        fig.subplots_adjust(left=0.17, hspace=0.32)
    else:
        fig.subplots_adjust(left=0.095, wspace=0.27)
    off = said - y_2
    fig.set_label(minus(f"w = {w:.0f}, b = {b:.0f}: second house off by {off:.0f}"))
    return fig


def broken_path(steps: int = 60) -> np.ndarray:
    """Return (w, b) at the start and after each step with b left out of the prediction."""
    x, y = HOUSE
    path = [(1.0, 1.0)]
    for _ in range(steps):
        w, b = path[-1]
        y_hat = w * x
        path.append((w - 0.05 * slope_w(x, y, y_hat), b - 0.05 * slope_b(y, y_hat)))
    return np.array(path)


def disconnected() -> Figure:
    """With the bias unplugged, training walks past the floor to one of its own."""
    fig, ax = canvas(height=3.0, phone=2.35)
    x, y = HOUSE
    path = broken_path()
    heights = np.array([-8.0, 62.0])
    ax.plot((y - heights) / x, heights, color=INK, lw=3, gid="floor")
    ax.plot([y / x, y / x], heights, color=INK, lw=1.6, ls=(0, (4, 2)), gid="own floor")
    ax.plot(*path.T, color=FOURTH, lw=1.8, gid="path")
    ax.plot(*path[1:6].T, "o", color=FOURTH, ms=4)
    ax.plot(*path[-1], "o", color=FOURTH, ms=8)
    ax.plot(*path[0], "o", color=FIRST, mfc=PAPER, mew=1.8, ms=8)
    ax.text(5, -3, "start", color=FIRST, va="center")
    w, b = path[-1]
    words = f"({w:.0f}, {b:.0f})\nwith $b$: {forward_pass(x, w, b):.0f}"
    ax.text(w + 3, b, words, color=FOURTH, va="center", bbox=BOX)
    ax.text(43, 53, "the house's\nfloor", color=INK, ha="right", va="center", bbox=BOX)
    ax.text(82, 5, "the program's\nfloor", color=INK, va="center", bbox=BOX)
    knobs(ax, (-8.0, 122.0), (-8.0, 62.0))
    return fig
