"""The gradient: all the partial derivatives as one vector, and what it points at."""

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from downhill.style import (
    FIRST,
    INK,
    PAPER,
    QUIET,
    SECOND,
    THIRD,
    canvas,
    frames,
    narrow,
)
from snippets.many_variables.partial_derivatives import partial


# --8<-- [start:grad]
def grad(
    f: Callable[[np.ndarray], float],
    p: np.ndarray,
    h: float | None = None,
) -> np.ndarray:
    """Gradient of f at p: one partial per input, shape (n,)."""
    return np.array([partial(f, i, p, h) for i in range(len(p))])


# --8<-- [end:grad]


# --8<-- [start:slope_along]
def slope_along(
    f: Callable[[np.ndarray], float],
    p: np.ndarray,
    u: np.ndarray,
) -> float:
    """Slope of f at p along u; ValueError unless u has length 1."""
    length = np.linalg.norm(u)
    if abs(length - 1.0) > 1e-9:
        raise ValueError(f"a direction has length 1, not {length:.4g}")
    return partial(lambda t: f(p + t[0] * u), 0, np.zeros(1))


# --8<-- [end:slope_along]


# --8<-- [start:unit]
def unit(degrees: float) -> np.ndarray:
    """Vector of length 1 at this angle from the x axis."""
    t = np.radians(degrees)
    return np.array([np.cos(t), np.sin(t)])


# --8<-- [end:unit]


# --8<-- [start:descend]
def descend(
    f: Callable[[np.ndarray], float],
    start: np.ndarray,
    lr: float,
    steps: int,
) -> np.ndarray:
    """Path of gradient descent, shape (steps + 1, n)."""
    path = [start]
    for _ in range(steps):
        path.append(path[-1] - lr * grad(f, path[-1]))
    return np.array(path)


# --8<-- [end:descend]


# --8<-- [start:angle_between]
def angle_between(a: np.ndarray, b: np.ndarray) -> float:
    """Angle in degrees; ValueError if a vector is zero."""
    lengths = np.linalg.norm(a) * np.linalg.norm(b)
    if lengths == 0.0:
        raise ValueError("the zero vector has no direction")
    cosine = np.clip(a @ b / lengths, -1.0, 1.0)
    return float(np.degrees(np.arccos(cosine)))


# --8<-- [end:angle_between]


# --8<-- [start:lowest_landing]
def lowest_landing(
    f: Callable[[np.ndarray], float],
    p: np.ndarray,
    length: float,
) -> int:
    """The whole degree in which a step this long lands lowest."""
    return min(range(360), key=lambda t: f(p + length * unit(t)))


# --8<-- [end:lowest_landing]


# --8<-- [start:mse]
def mse(X: np.ndarray, y: np.ndarray, w: np.ndarray) -> float:
    """Mean squared error; X is (N, n), y is (N,), w is (n,)."""
    y_hat = X @ w
    return np.mean((y_hat - y) ** 2)


def mse_gradient(
    X: np.ndarray,
    y: np.ndarray,
    w: np.ndarray,
) -> np.ndarray:
    """Gradient of the mean squared error in w, shape (n,)."""
    y_hat = X @ w
    return 2.0 / len(y) * X.T @ (y_hat - y)


# --8<-- [end:mse]


def bowl(k: float) -> Callable[[np.ndarray], float]:
    """The bowl x^2 + k y^2, round for k = 1."""
    return lambda p: float(p[0] ** 2 + k * p[1] ** 2)


def levels_of(ax: Axes, k: float, levels: list[float]) -> None:
    """Draw level lines of the bowl x^2 + k y^2 over the whole of ax, scaled evenly."""
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    x, y = np.meshgrid(np.linspace(left, right, 101), np.linspace(bottom, top, 101))
    z = x**2 + k * y**2
    ax.contour(x, y, z, levels=levels, colors=QUIET, linewidths=0.8, alpha=0.7)
    ax.set_aspect("equal")
    ax.grid(visible=False)


def arrow(
    ax: Axes,
    tail: np.ndarray,
    vectors: np.ndarray,
    color: str,
    gid: str,
    width: float = 0.05,
) -> None:
    """Draw one or more arrows, shape (2,) or (m, 2), in the units of the axes."""
    ax.quiver(
        *tail.T,
        *vectors.T,
        color=color,
        angles="xy",
        scale_units="xy",
        scale=1.0,
        width=width,
        units="inches",
        headwidth=3.6,
        headlength=4.2,
        headaxislength=3.8,
        zorder=3,
        gid=gid,
    )


BOWLS = {"round": 1.0, "stretched": 4.0}
ARROW_SCALE = 0.1
ON_PAPER = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.0}


def downhill_arrows() -> Figure:
    """Minus the gradient crosses the level lines at right angles.

    Only in the round bowl does it point at the minimum from everywhere.
    """
    fig, axes = canvas(height=2.3, columns=2)
    fig.subplots_adjust(left=0.01, right=0.99, bottom=0.01, top=0.88, wspace=0.06)
    turn = np.radians(np.arange(0.0, 360.0, 45.0))
    for ax, (name, k) in zip(axes, BOWLS.items(), strict=True):
        ax.set(xlim=(-3.1, 3.1), ylim=(-2.6, 2.6), xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
        levels_of(ax, k, [0.25, 1.0, 2.25, 4.0, 6.25])
        tails = 2.5 * np.stack([np.cos(turn), np.sin(turn) / np.sqrt(k)], axis=-1)
        down = -ARROW_SCALE * np.array([grad(bowl(k), tail) for tail in tails])
        for x, y in tails:
            ax.plot([x, 0.0], [y, 0.0], ":", color=SECOND, lw=1.2)
        arrow(ax, tails, down, FIRST, f"{name} arrows", width=0.035)
        ax.plot(0, 0, "o", color=INK, ms=6, gid=f"{name} minimum")
        formula = "$x^2 + y^2$" if k == 1.0 else f"$x^2 + {k:.0f}y^2$"
        ax.set_title(formula, fontsize=12, pad=3)
    return fig


def combined_at_one_one() -> Figure:
    """At (1, 1) the two partials of x^2 + 2 y^2 make the gradient.

    It leaves the level line at a right angle.
    """
    fig, ax = canvas(height=3.3)
    point, f = np.array([1.0, 1.0]), bowl(2.0)
    g = grad(f, point)
    ax.set(xlim=(-0.6, 4.4), ylim=(-0.2, 2.9), xlabel="$x$", ylabel="$y$")
    ax.set(xticks=[0, 1, 2, 3, 4], yticks=[0, 1, 2])
    levels_of(ax, 2.0, [1.0, 6.0, 10.0, 15.0, 21.0])
    radius, turn = np.sqrt(f(point)), np.linspace(-0.2, 2.0, 111)
    ax.plot(
        radius * np.cos(turn),
        radius * np.sin(turn) / np.sqrt(2.0),
        color=INK,
        lw=1.4,
        gid="level line",
    )
    both = 0.4 * g
    x_only, y_only = np.diag(both)
    for part in (x_only, y_only):
        ax.plot(*np.array([point + part, point + both]).T, "--", color=QUIET, lw=1)
    arrow(ax, point, x_only, FIRST, "x only")
    arrow(ax, point, y_only, THIRD, "y only")
    arrow(ax, point, both, SECOND, "combined")
    ax.plot(*point, "o", color=INK, ms=6, zorder=4, gid="point")
    label = {"va": "center", "bbox": ON_PAPER}
    ax.text(1.88, 0.98, f"x only: {g[0]:.0f}", color=FIRST, **label)
    ax.text(0.86, 2.45, f"y only: {g[1]:.0f}", color=THIRD, ha="right", **label)
    ax.text(1.88, 2.6, f"combined: ({g[0]:.0f}, {g[1]:.0f})", color=SECOND, **label)
    ax.text(1.8, 0.22, "level line", color=INK, **label)
    return fig


def slope_by_direction() -> Figure:
    """Over all directions the slope is a cosine; it peaks along the gradient."""
    fig, ax = canvas(height=3.0)
    point, f = np.array([1.0, 2.0]), bowl(1.0)
    g = grad(f, point)
    steepest = float(np.degrees(np.arctan2(g[1], g[0])))
    degrees = np.linspace(0.0, 360.0, 145)
    slopes = [slope_along(f, point, unit(d)) for d in degrees]
    ax.axhline(0.0, color=QUIET, lw=1)
    ax.plot(degrees, slopes, color=FIRST, gid="slope")
    ax.plot([0, 90], g, "o", color=THIRD, gid="partials")
    ax.plot(steepest, np.linalg.norm(g), "o", color=SECOND, gid="along the gradient")
    ax.plot(steepest + 180, -np.linalg.norm(g), "o", color=SECOND, gid="against it")
    level = [steepest + 90, steepest + 270]
    ax.plot(level, [0, 0], "o", color=INK, gid="along the level line")
    ax.text(8, g[0] - 0.15, "x only", color=THIRD, va="top")
    ax.text(97, g[1] + 0.1, "y only", color=THIRD)
    ax.text(steepest, np.linalg.norm(g) + 0.35, "gradient", color=SECOND, ha="center")
    ax.text(
        steepest + 180,
        -np.linalg.norm(g) - 0.4,
        "minus the gradient",
        color=SECOND,
        ha="center",
        va="top",
    )
    ax.text(level[0] + 8, 0.15, "level line", color=INK)
    ax.set(xlim=(-8, 368), xticks=range(0, 361, 90))
    ax.set(ylim=(-6.2, 5.6), yticks=range(-4, 5, 2))
    ax.set(xlabel="direction in degrees", ylabel="slope")
    return fig


@frames(
    "Direction",
    degrees=(
        0, 15, 30, 45, 60, 75, 90, 105, 120, 135, 150, 165,
        180, 195, 210, 225, 240, 255, 270, 285, 300, 315, 330, 345,
    ),
)  # fmt: skip
def direction_dial(degrees: int = 0) -> Figure:
    """Turn the direction: the slope felt along it is the height of a cosine."""
    height = 5.0
    fig, (top, bottom) = canvas(height=height, columns=2)
    left, right = top.get_position().x0, bottom.get_position().x1
    top.set_position((0.02, 2.02 / height, 0.96, 2.94 / height))
    bottom.set_position((left, 0.52 / height, right - left, 1.42 / height))

    point, f = np.array([2.0, 1.0]), bowl(2.0)
    g, u = grad(f, point), unit(degrees)
    slope = round(slope_along(f, point, u), 6) + 0.0
    turn = np.linspace(0.0, 2 * np.pi, 121)
    circle = np.array([np.cos(turn), np.sin(turn)])
    top.set(xlim=(-0.05, 4.35), ylim=(-0.35, 2.35), xticks=[], yticks=[])
    top.spines[:].set_visible(False)
    levels_of(top, 2.0, [1.0, 3.0, 12.0, 20.0])
    radius = np.sqrt(f(point)) * np.array([[1.0], [1.0 / np.sqrt(2.0)]])
    top.plot(*(radius * circle), color=INK, lw=1.4, gid="level line")
    top.plot(*(point[:, None] + circle), color=QUIET, lw=1.0, ls=":", gid="dial")
    arrow(top, point, 0.3 * g, SECOND, "gradient", width=0.03)
    arrow(top, point, u, FIRST, "direction")
    top.plot(*point, "o", color=INK, ms=6, zorder=4, gid="point")
    label = {"va": "center", "bbox": ON_PAPER}
    top.text(2.95, 2.15, "gradient", color=SECOND, ha="right", **label)
    top.text(0.72, 1.42, "level line", color=INK, ha="right", **label)
    sign = "\N{MINUS SIGN}" if slope < 0 else "+" if slope > 0 else ""
    felt = f"{sign}{abs(slope):.2f}"
    top.text(0.02, 2.18, f"slope {felt}", color=FIRST, size=13, **label)

    wave = [slope_along(f, point, unit(d)) for d in range(0, 361, 3)]
    bottom.axhline(0.0, color=QUIET, lw=1)
    bottom.plot(range(0, 361, 3), wave, color=QUIET, lw=1.4, gid="cosine")
    bottom.plot([degrees, degrees], [0.0, slope], color=FIRST, lw=3, gid="felt")
    bottom.plot(degrees, slope, "o", color=FIRST, ms=7)
    steepest = float(np.degrees(np.arctan2(g[1], g[0])))
    bottom.axvline(steepest, color=SECOND, lw=1, ls="--", gid="steepest")
    bottom.set(xlim=(-8, 368), xticks=range(0, 361, 45), ylim=(-7, 7))
    bottom.set(yticks=(-4, 0, 4), xlabel="direction in degrees", ylabel="slope")
    fig.set_label(f"{degrees} degrees: slope {felt}")
    return fig


def long_step() -> Figure:
    """For a step of length 2, minus the gradient is not the way to the lowest point."""
    fig, ax = canvas(height=3.1)
    point, f, length = np.array([10.0, 1.0]), bowl(100.0), 2.0
    g = grad(f, point)
    along = point - length * g / np.linalg.norm(g)
    lowest = point + length * unit(lowest_landing(f, point, length))
    ax.set(
        xlim=(3.9, 15.0 if narrow() else 13.5),
        ylim=(-2.3, 3.25),
        xlabel="$x$",
        ylabel="$y$",
    )
    ax.set(xticks=range(4, 14, 2), yticks=range(-2, 4))
    levels_of(ax, 100.0, [25, 100, 225, 400, 625, 900])
    around = np.array([point + length * unit(d) for d in range(361)])
    ax.plot(*around.T, color=QUIET, lw=1.2, gid="circle")
    arrow(ax, point, along - point, SECOND, "minus the gradient")
    arrow(ax, point, lowest - point, FIRST, "lowest landing")
    ax.plot(*point, "o", color=INK, ms=6, zorder=4, gid="point")
    ax.text(
        along[0] + 0.2,
        along[1] - 0.2,
        f"minus the gradient\n$f$ = {f(along):.1f}",
        color=SECOND,
        va="top",
        bbox=ON_PAPER,
    )
    ax.text(
        lowest[0] - 0.4,
        lowest[1] + 0.05,
        f"lowest landing\n$f$ = {f(lowest):.1f}",
        color=FIRST,
        ha="right",
        va="center",
        bbox=ON_PAPER,
    )
    return fig
