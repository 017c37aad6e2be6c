"""Linear regression: the best line, the gradient of its loss, and where nothing pulls.

Units: distances in km, times in tens of minutes; weights are (bias, slope).
"""

# --8<-- [start:imports]
import numpy as np

# --8<-- [end:imports]
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
    THIRD,
    arrows,
    bare,
    canvas,
    frames,
    narrow,
    on_paper,
)
from snippets.one_variable.minimizing import descend


# --8<-- [start:orders]
def design(x: np.ndarray) -> np.ndarray:
    """Return ones beside x, (N, 2).

    ValueError unless x is (N,).
    """
    if x.ndim != 1:
        raise ValueError(f"x has shape {x.shape}")
    return np.column_stack([np.ones(len(x)), x])


x = np.array([0.0, 1.0, 1.0, 2.0])  # km
y = np.array([2.0, 1.0, 3.0, 6.0])  # 10 minutes
X = design(x)
# --8<-- [end:orders]


# --8<-- [start:mse]
def residuals(X, y, w) -> np.ndarray:
    """Return prediction minus truth, (N,)."""
    return X @ w - y


def mse(X, y, w) -> float:
    """Return the mean squared error."""
    return np.mean(residuals(X, y, w) ** 2)


def mse_gradient(X, y, w) -> np.ndarray:
    """Return the slopes of the loss, (d,)."""
    return 2 / len(y) * X.T @ residuals(X, y, w)


# --8<-- [end:mse]


# --8<-- [start:normal_equations]
def normal_equations(X, y) -> np.ndarray:
    """Return the best weights, (d,).

    LinAlgError if there is more than one best.
    """
    return np.linalg.solve(X.T @ X, X.T @ y)


# --8<-- [end:normal_equations]


# --8<-- [start:hundred]
def hundred_orders() -> tuple[np.ndarray, np.ndarray]:
    """Return X (100, 2), y (100,): 2 + 3x and luck."""
    np.random.seed(42)  # the older generator
    x = 10 * np.random.rand(100)
    luck = 2 * np.random.randn(100)
    return design(x), 2 + 3 * x + luck


# --8<-- [end:hundred]


# --8<-- [start:twenty]
def twenty_points() -> tuple[np.ndarray, np.ndarray]:
    """Return X (20, 2) and y (20,)."""
    np.random.seed(42)
    X = design(np.random.randn(20))
    noise = 0.1 * np.random.randn(20)
    return X, X @ np.array([2.0, 3.0]) + noise


# --8<-- [end:twenty]


# --8<-- [start:many_weeks]
def many_weeks(N: int, rng, weeks: int = 20_000):
    """Return losses of fit and truth, (weeks,) each."""
    x = 10 * rng.random((weeks, N))
    luck = 2 * rng.normal(size=(weeks, N))
    y = 2 + 3 * x + luck
    x = x - x.mean(axis=1, keepdims=True)
    y = y - y.mean(axis=1, keepdims=True)
    slope = (x * y).sum(axis=1) / (x**2).sum(axis=1)
    misses = slope[:, None] * x - y
    fit = (misses**2).mean(axis=1)
    return fit, (luck**2).mean(axis=1)


# --8<-- [end:many_weeks]


BEST = normal_equations(X, y)
LEVELS = (2.0, 4.0, 8.0, 12.5)  # of the loss, in the plane of the two weights
NEAR = {2.0: (2.2, 1.1), 4.0: (2.1, 2.4), 8.0: (2.6, 2.9)}  # of their labels
RATES = {0.00001: SECOND, 0.001: FOURTH, 0.01: THIRD}
ON_PAPER = on_paper(1.0)


def minus(text: str) -> str:
    """Write the sign of a number as typographers do."""
    return text.replace("-", "\N{MINUS SIGN}")


def ring(level: float, turn: np.ndarray) -> np.ndarray:
    """Return the points of a level line of the four orders' loss, (2, n)."""
    root = np.linalg.cholesky(X.T @ X / len(y)).T
    circle = np.array([np.cos(turn), np.sin(turn)])
    return BEST[:, None] + np.sqrt(level - mse(X, y, BEST)) * np.linalg.solve(
        root, circle
    )


def orders_on(ax: Axes, w: np.ndarray) -> None:
    """Draw the four orders, the line of w and its errors."""
    ends = np.array([-0.12, 2.3])
    for i, (at, time) in enumerate(zip(x, y, strict=True)):
        foot = w[0] + w[1] * at
        ax.plot([at, at], [time, foot], color=FIFTH, lw=2.6, gid=f"error {i}")
    ax.plot(ends, w[0] + w[1] * ends, color=INK, gid="line")
    ax.plot(x, y, "o", color=FIRST, ms=5 if narrow() else 7, zorder=4, gid="orders")
    ax.set(xlim=ends, xticks=[0, 1, 2], xlabel="distance, km")


def line_and_point() -> Figure:
    """Each point of the plane is a line; the lowest one is the best line."""
    fig, (left, right) = canvas(height=3.0, columns=2, phone=0.98)
    if narrow():
        left.set_position((0.135, 0.25, 0.325, 0.72))
        right.set_position((0.575, 0.25, 0.415, 0.72))
    else:
        left.set_position((0.075, 0.165, 0.385, 0.8))
        right.set_position((0.56, 0.165, 0.43, 0.8))
    orders_on(left, BEST)
    path = np.array(descend(lambda w: mse_gradient(X, y, w), np.zeros(2), 0.05, 150))
    ends = np.array([-0.12, 2.3])
    shown = path[[0, 1, 3]]
    for i, (bias, slope) in enumerate(shown):
        line = bias + slope * ends
        left.plot(ends, line, color=FOURTH, lw=1.1, zorder=1, gid=f"shown {i}")
    left.set(ylim=(-0.3, 6.5), yticks=[0, 2, 4, 6])
    left.set_ylabel("time, 10 min")
    right.set(xlim=(-1.3, 3.3), ylim=(-0.45, 3.65), xlabel="bias", ylabel="slope")
    right.set(xticks=[0, 1, 2, 3], yticks=[0, 1, 2, 3])
    turn = np.linspace(0.0, 2 * np.pi, 181)
    for level in LEVELS:
        line = ring(level, turn)
        right.plot(*line, color=QUIET, lw=0.8, alpha=0.8, gid=f"level {level:g}")
        if level in NEAR:
            off = line - np.array(NEAR[level])[:, None]
            at = line[:, np.argmin(np.hypot(*off))]
            label = {"ha": "center", "va": "center", "bbox": ON_PAPER}
            said = f"loss {level:g}" if level == 8 else f"{level:g}"
            right.text(*at, said, color=QUIET, fontsize=10, **label)
    right.plot(*path.T, color=FOURTH, lw=1.9, gid="path")
    right.plot(*path[1:8].T, "o", color=FOURTH, ms=3)
    right.plot(*shown.T, "o", color=FOURTH, mfc=PAPER, mew=1.6, ms=6, gid="shown")
    right.plot(*BEST, "o", color=INK, ms=5 if narrow() else 7, zorder=4, gid="best")
    word = {"color": INK, "ha": "right", "va": "center"}
    right.text(0.8, 2.1, "best", **word)
    right.text(0.16, -0.12, "start", color=FOURTH, va="center", bbox=ON_PAPER)
    for ax in (left, right):
        ax.grid(visible=False)
    return fig


@frames("Slope", slope=(0.0, 0.4, 0.8, 1.2, 1.6, 2.0, 2.4, 2.8, 3.2, 3.6, 4.0))
def turning_line(slope: float = 0.8) -> Figure:
    """About the mean every line has errors that cancel; only one balances the turn."""
    fig, (left, right) = canvas(height=2.9, columns=2, phone=2.05)
    if not narrow():
        left.set_position((0.08, 0.17, 0.44, 0.8))
        right.set_position((0.63, 0.17, 0.355, 0.8))
    w = np.array([y.mean() - slope * x.mean(), slope])
    orders_on(left, w)
    e = residuals(X, y, w)
    left.plot(x.mean(), y.mean(), "s", color=INK, ms=6, zorder=5, gid="mean")
    left.set(ylim=(-1.2, 8.2), yticks=[0, 2, 4, 6, 8], ylabel="time, 10 min")
    slopes = np.linspace(0.0, 4.0, 81)
    heights = [mse(X, y, np.array([3.0 - m, m])) for m in slopes]
    right.plot(slopes, heights, color=INK, gid="loss")
    right.plot(slope, mse(X, y, w), "o", color=FOURTH, ms=8, gid="here")
    right.set(xlim=(-0.15, 4.15), ylim=(1.2, 3.7), yticks=[1.5, 2.5, 3.5])
    right.set(xticks=[0, 1, 2, 3, 4], xlabel="slope", ylabel="loss")
    for ax in (left, right):
        ax.grid(visible=False)
    total, turned = round(e.sum(), 9) + 0.0, round(e @ x, 9) + 0.0
    words = f"slope {slope:.1f}: errors add to {total:.0f}, turns to {turned:.1f}"
    fig.set_label(minus(words))
    return fig


def right_angle() -> Figure:
    """The predictions are the shadow of the times; the errors are at a right angle."""
    fig, ax = canvas(height=2.75, phone=1.9)
    ax.set_position((0.01, 0.01, 0.98, 0.98))
    y_hat = X @ BEST
    e = residuals(X, y, BEST)
    long, high = np.linalg.norm(y_hat), np.linalg.norm(e)
    plane = np.array([[-0.9, -0.9], [7.2, -0.9], [8.6, 1.0], [0.5, 1.0]])
    ax.fill(*plane.T, color=QUIET, alpha=0.14, linewidth=0, gid="plane")
    foot, top = np.array([long, 0.0]), np.array([long, high])
    look = {"headwidth": 4.0, "headlength": 5.0, "headaxislength": 4.5}
    look["width"] = 0.03 if narrow() else 0.04
    origin = np.zeros(2)
    arrows(ax, origin, foot, INK, "y_hat", **look)
    arrows(ax, origin, top, FIRST, "y", **look)
    arrows(ax, top, foot - top, FIFTH, "e", **look)
    corner = 0.42 * np.array([[-1.0, 0.0], [-1.0, 1.0], [0.0, 1.0]]) + foot
    ax.plot(*corner.T, color=QUIET, lw=1.0)
    word = {"ha": "center", "va": "center"}
    ax.text(2.6, 1.75, "times\n50", color=FIRST, **word)
    ax.text(4.2, -0.5, "predictions: 44", color=INK, **word)
    ax.text(7.05, 1.65, "errors\n6", color=FIFTH, ha="left", va="center")
    ax.text(-0.5, -0.6, "all lines", color=QUIET, va="center")
    bare(ax, xlim=(-1.0, 8.7), ylim=(-1.05, 2.85))
    return fig


def two_hundred_steps() -> Figure:
    """The loss has long looked flat, and the line is still on its way."""
    fig, (left, right) = canvas(height=3.1, columns=2, phone=2.3)
    A, times = hundred_orders()
    best = normal_equations(A, times)
    for lr, color in RATES.items():
        path = np.array(
            descend(lambda w: mse_gradient(A, times, w), np.zeros(2), lr, 200)
        )
        losses = [mse(A, times, w) for w in path]
        left.plot(losses, color=color, gid=f"rate {lr:g}")
        if lr == 0.001:
            reached = path[-1]
    floor = mse(A, times, best)
    left.plot([0, 200], [floor, floor], ":", color=INK, lw=1.4, gid="floor")
    left.set(yscale="log", xlim=(0, 200), ylim=(1.8, 430), xlabel="steps")
    left.set(yticks=[3, 10, 30, 100, 300], ylabel="loss")
    left.set_yticklabels(["3", "10", "30", "100", "300"])
    left.minorticks_off()
    plain = {"ha": "center", "va": "center"}
    left.text(120, 190, "0.00001", color=SECOND, **plain)
    left.text(62, 13, "0.001", color=FOURTH, **plain)
    left.text(20, 7.0, "0.01", color=THIRD, **plain)
    left.text(160, 2.25, "best", color=INK, **plain)
    right.plot(A[:, 1], times, "o", color=QUIET, ms=2.6, alpha=0.55, gid="orders")
    ends = np.array([0.0, 10.0])
    right.plot(ends, best[0] + best[1] * ends, color=INK, lw=1.6, gid="best line")
    right.plot(
        ends, reached[0] + reached[1] * ends, color=FOURTH, lw=1.9, gid="reached line"
    )
    right.set(xlim=(0, 10), ylim=(0, 36), xlabel="distance, km")
    right.set(xticks=[0, 5, 10], yticks=[0, 10, 20, 30], ylabel="time, 10 min")
    right.text(1.3, 12.4, "best", color=INK, **plain)
    right.text(4.6, 9.3, "0.001 after\n200 steps", color=FOURTH, ha="left", va="center")
    for ax in (left, right):
        ax.grid(visible=False)
    return fig


def both_ways() -> Figure:
    """Errors measured upward and errors measured sideways have two best lines."""
    fig, axes = canvas(height=2.9, columns=2, phone=1.95)
    back = normal_equations(design(y), x)
    ends = np.array([-0.35, 2.45])
    for ax, name in zip(axes, ("up", "sideways"), strict=True):
        up = name == "up"
        for i, (at, time) in enumerate(zip(x, y, strict=True)):
            if up:
                ends_of = [at, at], [time, BEST[0] + BEST[1] * at]
            else:
                ends_of = [at, back[0] + back[1] * time], [time, time]
            ax.plot(*ends_of, color=FIFTH, lw=2.6, gid=f"{name} {i}")
        for line, color in (
            (BEST[0] + BEST[1] * ends, INK if up else QUIET),
            ((ends - back[0]) / back[1], QUIET if up else INK),
        ):
            mine = color == INK
            gid = f"{name} line" if mine else None
            ax.plot(ends, line, color=color, lw=1.9 if mine else 0.9, gid=gid)
        ax.plot(x, y, "o", color=FIRST, ms=7, zorder=4, gid=f"{name} orders")
        ax.set(xlim=ends, ylim=(-0.6, 6.9), xlabel="distance, km")
        ax.set(xticks=[0, 1, 2], yticks=[0, 2, 4, 6], ylabel="time, 10 min")
        ax.grid(visible=False)
    word = {"color": INK, "ha": "left", "va": "center", "bbox": ON_PAPER}
    axes[0].text(0.0, 5.4, "time from\ndistance", **word)
    axes[1].text(-0.1, 5.4, "distance\nfrom time", **word)
    return fig
