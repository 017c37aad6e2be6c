"""One house, two knobs: a line through one point, trained by its two partials.

Units: x in 1000 sq ft, y and b in $1000, w in $1000 per 1000 sq ft, so $ per sq ft.
"""

from itertools import pairwise

import numpy as np
from matplotlib.figure import Figure

from downhill.style import (
    FIRST,
    FOURTH,
    INK,
    PAPER,
    QUIET,
    SECOND,
    THIRD,
    canvas,
    frames,
    narrow,
)


# --8<-- [start:forward_pass]
def forward_pass(x: float, w: float, b: float) -> float:
    """Predict a price in $1000 from a size x in 1000 sq ft."""
    return w * x + b


# --8<-- [end:forward_pass]


# --8<-- [start:calculate_loss]
def calculate_loss(y: float, y_hat: float) -> float:
    """Squared error of one house, in ($1000)^2."""
    error = y_hat - y
    return error * error


# --8<-- [end:calculate_loss]


# --8<-- [start:gradients]
def get_gradient_w(x: float, y: float, y_hat: float) -> float:
    """Partial derivative of the loss in w, with b held still."""
    return 2.0 * (y_hat - y) * x


def get_gradient_b(y: float, y_hat: float) -> float:
    """Partial derivative of the loss in b, with w held still."""
    return 2.0 * (y_hat - y)


# --8<-- [end:gradients]


# --8<-- [start:train]
def train(
    x: float, y: float, w: float, b: float, lr: float, epochs: int
) -> list[tuple[float, float, float]]:
    """Rows (w, b, loss); row n stands after n updates."""
    history = [(w, b, calculate_loss(y, forward_pass(x, w, b)))]
    for _ in range(epochs):
        y_hat = forward_pass(x, w, b)
        grad_w = get_gradient_w(x, y, y_hat)
        grad_b = get_gradient_b(y, y_hat)
        w, b = w - lr * grad_w, b - lr * grad_b
        history.append((w, b, calculate_loss(y, forward_pass(x, w, b))))
    return history


# --8<-- [end:train]


# --8<-- [start:first_epoch_below]
def first_epoch_below(
    history: list[tuple[float, float, float]], tolerance: float
) -> int | None:
    """First epoch that sees a smaller loss; epoch 1 sees row 0."""
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
    """First epoch whose loss prints 0.00000000; None if none does."""
    return first_epoch_below(train(x, y, w, b, lr, limit), 5e-9)


# --8<-- [end:epochs_to_print_zero]


# --8<-- [start:train_houses]
def train_houses(
    houses: list[tuple[float, float]], w: float, b: float, lr: float, epochs: int
) -> tuple[float, float]:
    """The trained (w, b) for houses (x, y), by their mean loss."""
    for _ in range(epochs):
        grad_w = grad_b = 0.0
        for x, y in houses:
            y_hat = forward_pass(x, w, b)
            grad_w += get_gradient_w(x, y, y_hat) / len(houses)
            grad_b += get_gradient_b(y, y_hat) / len(houses)
        w, b = w - lr * grad_w, b - lr * grad_b
    return w, b


# --8<-- [end:train_houses]


HOUSE = (2.0, 150.0)
SECOND_HOUSE = (1.0, 90.0)
STARTS = [(1.0, 1.0), (100.0, 0.0), (80.0, 60.0), (-30.0, 60.0), (20.0, 110.0)]


def valley() -> Figure:
    """Five starts slide straight to the line of minimizers, to five different ends."""
    fig, ax = canvas(height=3.5)
    x, y = HOUSE
    w_axis, b_axis = np.linspace(-55.0, 160.0, 87), np.linspace(-38.0, 118.0, 79)
    w_grid, b_grid = np.meshgrid(w_axis, b_axis)
    error = x * w_grid + b_grid - y
    ax.contour(
        w_grid, b_grid, error * error, levels=np.arange(40.0, 281.0, 40.0) ** 2,
        colors=QUIET, linewidths=0.7, alpha=0.5,
    )  # fmt: skip
    on_line = np.array([16.0, 94.0])
    ax.plot(on_line, y - x * on_line, color=THIRD, lw=3, gid="minimizers")
    box = {"facecolor": PAPER, "edgecolor": "none", "alpha": 0.8, "pad": 1.0}
    for number, (w, b) in enumerate(STARTS, start=1):
        path = np.array([row[:2] for row in train(x, y, w, b, 0.05, 40)])
        ax.plot(*path.T, color=FIRST, lw=1.6, gid=f"path {number}")
        ax.plot(*path[:6].T, "o", color=FIRST, ms=3)
        ax.plot(*path[-1], "o", color=FIRST, ms=6.5)
        ax.plot(w, b, "o", color=PAPER, mec=FIRST, mew=1.5, ms=7)
        end_w, end_b = path[-1]
        from_left = x * w + b <= y
        label = f"({end_w:.4g}, {end_b:.4g})".replace("-", "\u2212")
        at, side = (end_w + 5, "left") if from_left else (end_w - 5, "right")
        ax.text(at, end_b, label, color=FIRST, ha=side, va="center", bbox=box)
    ax.text(83, -31, "loss 0 on the whole line", color=THIRD, ha="right", bbox=box)
    ax.text(-51, 27, "prediction\ntoo low", color=QUIET, bbox=box)
    ax.text(155, 83, "prediction\ntoo high", color=QUIET, ha="right", bbox=box)
    ax.set(
        xlabel="weight $w$", ylabel="bias $b$", xlim=(-55, 160), ylim=(-38, 118),
        aspect="equal",
    )  # fmt: skip
    return fig


@frames(
    "Learning rate",
    lr=(
        0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1,
        0.11, 0.12, 0.13, 0.14, 0.15, 0.16, 0.17, 0.18, 0.19, 0.2, 0.205, 0.21,
    ),
)  # fmt: skip
def walk(lr: float = 0.05) -> Figure:
    """Six updates at each learning rate: too small, best, bouncing, diverging."""
    height = 4.85
    fig, (top, bottom) = canvas(height=height, columns=2)
    left, right = top.get_position().x0, bottom.get_position().x1
    top.set_position((left, 2.3 / height, right - left, 2.45 / height))
    bottom.set_position((left, 0.52 / height, right - left, 1.2 / height))
    x, y = HOUSE
    rows = train(x, y, 1.0, 1.0, lr, 6)
    path = np.array([row[:2] for row in rows])
    errors = [forward_pass(x, w, b) - y for w, b in path]
    factor = round(1.0 - 2.0 * lr * (x * x + 1.0), 9) + 0.0

    w_axis, b_axis = np.linspace(-60.0, 180.0, 49), np.linspace(-35.0, 100.0, 28)
    w_grid, b_grid = np.meshgrid(w_axis, b_axis)
    error = x * w_grid + b_grid - y
    top.contour(
        w_grid, b_grid, error * error, levels=np.arange(50.0, 351.0, 50.0) ** 2,
        colors=QUIET, linewidths=0.7, alpha=0.5,
    )  # fmt: skip
    on_line = np.array([25.0, 92.5])
    top.plot(on_line, y - x * on_line, color=THIRD, lw=3, gid="minimizers")
    share = np.linspace(0.0, 1.0, 13)
    for start, end in pairwise(path):
        way = end - start
        aside = 0.15 * np.array([-way[1], way[0]])
        hop = np.outer(share, way) + np.outer(np.sin(np.pi * share), aside)
        top.plot(*(start + hop).T, color=FIRST, lw=1.1)
    top.plot(*path.T, "o", color=FIRST, ms=3.5, gid="path")
    top.plot(*path[0], "o", color=PAPER, mec=FIRST, mew=1.5, ms=7)
    box = {"facecolor": PAPER, "edgecolor": "none", "alpha": 0.8, "pad": 1.0}
    top.text(84, -29, "loss 0", color=THIRD, ha="right", bbox=box)
    now = f"$\\eta={lr:g}$,  $r={factor:.2f}$"
    top.text(176, 91, now, color=FIRST, ha="right", va="center", size=13, bbox=box)
    top.set(
        xlabel="weight $w$", ylabel="bias $b$", xlim=(-60, 180), ylim=(-35, 100),
        aspect="equal",
    )  # fmt: skip

    bottom.axhline(0.0, color=THIRD, lw=1.5)
    bottom.plot(range(7), errors, "o-", color=FIRST, lw=1, ms=4, gid="errors")
    bottom.set(xlim=(-0.2, 6.2), ylim=(-310, 310), xticks=range(7))
    bottom.set(yticks=(-200, 0, 200), xlabel="updates")
    bottom.text(6.1, 240, "error", color=FIRST, ha="right", va="center")
    shown = f"{factor:.2f}".replace("-", "\N{MINUS SIGN}")
    fig.set_label(f"rate {lr:g}, error × {shown} at each update")
    return fig


def two_knobs() -> Figure:
    """At x = 2, one unit of w moves the prediction by 2, one unit of b by 1."""
    fig, ax = canvas(height=3.2)
    x, y = HOUSE
    w, b, turn = 30.0, 30.0, 30.0
    for name, slope, shift, color, label in [
        ("start", w, b, INK, f"$w={w:.0f},\\ b={b:.0f}$"),
        ("tilted", w + turn, b, FIRST, f"$w+{turn:.0f}$ tilts it"),
        ("lifted", w, b + turn, SECOND, f"$b+{turn:.0f}$ lifts it"),
    ]:
        heights = [forward_pass(size, slope, shift) for size in (0.0, 2.6)]
        ax.plot([0.0, 2.6], heights, color=color, gid=name)
        ax.text(2.65, heights[1], label, color=color, va="center")
    for name, slope, shift, color, side in [
        ("rise by w", w + turn, b, FIRST, 1),
        ("rise by b", w, b + turn, SECOND, -1),
    ]:
        low, high = forward_pass(x, w, b), forward_pass(x, slope, shift)
        at = x + 0.035 * side
        ax.plot([at, at], [low, high], color=color, lw=4, alpha=0.6, gid=name)
        ax.text(
            at + 0.06 * side, forward_pass(at, w, b) + 15, f"+{high - low:.0f}",
            color=color, ha="left" if side > 0 else "right", va="center",
        )  # fmt: skip
    ax.plot(x, y, "o", color=THIRD, ms=8, gid="house")
    ax.text(x - 0.08, y + 5, "the house", color=THIRD, ha="right")
    ax.set(
        xlabel="size $x$ (1000 sq ft)", ylabel="price (\\$1000)", xlim=(0, 4.2 if narrow() else 3.5),
        ylim=(0, 200), xticks=[0, 1, 2, 3],
    )  # fmt: skip
    return fig


def lines_through_houses() -> Figure:
    """Through one house goes a line for every slope; through two goes one line."""
    fig, ax = canvas(height=3.2)
    sizes = np.array([0.0, 3.0])
    (x, y), (x_2, y_2) = HOUSE, SECOND_HOUSE
    for w in (-15.0, 0.0, 15.0, 30.0, 45.0, 75.0, 90.0):
        line = y + w * (sizes - x)
        ax.plot(sizes, line, color=QUIET, lw=1.2, alpha=0.7, gid=f"line {w:.0f}")
    w, b = train_houses([HOUSE, SECOND_HOUSE], 1.0, 1.0, 0.1, 2000)
    ax.plot(sizes, w * sizes + b, color=FIRST, lw=2.5, gid="both")
    ax.plot(x, y, "o", color=THIRD, ms=8, gid="house")
    ax.plot(x_2, y_2, "o", color=SECOND, ms=8, gid="second house")
    ax.text(x, y + 18, "one house:\nany slope fits", color=THIRD, ha="right")
    ax.text(x_2 + 0.5, y_2 - 58, "a second house", color=SECOND, ha="center")
    ax.text(3.05, w * 3.0 + b, f"$w={w:.0f},\\ b={b:.0f}$", color=FIRST, va="center")
    ax.set(
        xlabel="size $x$ (1000 sq ft)", ylabel="price (\\$1000)", xlim=(0, 4.7 if narrow() else 4),
        ylim=(0, 260), xticks=[0, 1, 2, 3],
    )  # fmt: skip
    return fig


def epochs_by_learning_rate() -> Figure:
    """Epochs against the learning rate: two arms, the same count on both."""
    fig, ax = canvas(height=3.2)
    x, y = HOUSE
    best = 1.0 / (2.0 * (x * x + 1.0))
    rates = [k / 1000 for k in range(2, 199) if k != 100]
    counts = [epochs_to_print_zero(x, y, lr) for lr in rates]
    for name, color, arm in [
        ("slow arm", FIRST, [k for k in range(len(rates)) if rates[k] < best]),
        ("bouncing arm", SECOND, [k for k in range(len(rates)) if rates[k] > best]),
    ]:
        ax.plot([rates[k] for k in arm], [counts[k] for k in arm], color=color,
                gid=name)  # fmt: skip
    pair = [0.01, 0.19]
    heights = [epochs_to_print_zero(x, y, lr) for lr in pair]
    ax.plot(pair, heights, ":", color=INK, lw=1.2)
    ax.plot(pair, heights, "o", color=INK, ms=6, gid="pair")
    ax.plot(best, epochs_to_print_zero(x, y, best), "o", color=THIRD, ms=8, gid="best")
    ax.axvline(2.0 * best, color=FOURTH, lw=1.2, ls="--", gid="threshold")
    ax.text(0.1, 165, f"{heights[0]} epochs at 0.01 and at 0.19", ha="center",
            color=INK)  # fmt: skip
    ax.text(0.055, 27, "from one side", color=FIRST, ha="left")
    ax.text(0.145, 18 if narrow() else 27, "bouncing", color=SECOND, ha="right")
    ax.text(0.106, 1.75, "one step", color=THIRD, va="center")
    ax.text(0.203, 420, "never", color=FOURTH)
    ax.set(
        xlabel="learning rate $\\eta$", ylabel="epochs", yscale="log",
        xlim=(0, 0.225), ylim=(1.3, 1000), xticks=[0, 0.05, 0.1, 0.15, 0.2],
    )  # fmt: skip
    return fig
