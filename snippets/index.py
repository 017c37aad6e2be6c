"""The home page's figure: gradient descent down a crooked valley."""

import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

from downhill.style import FIRST, FOURTH, INK, PAPER, canvas, frames

MINIMUM = np.array([2.2, np.sin(2.2)])
STARTS = np.array(
    [
        [-4.1, 1.75],
        [-3.2, -1.75],
        [-0.9, 1.7],
        [0.1, -1.8],
        [1.5, -1.6],
        [4.6, 1.7],
        [5.0, -1.8],
    ]
)


def valley(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """A valley whose floor runs along y = sin x and sinks toward x = 2.2.

    Its gradient is zero at one point only, the minimum (2.2, sin 2.2).
    """
    return (y - np.sin(x)) ** 2 + 0.05 * (x - 2.2) ** 2


def valley_gradient(p: np.ndarray) -> np.ndarray:
    """The gradient of the valley at each point of p, shape (..., 2)."""
    x, y = p[..., 0], p[..., 1]
    across = 2.0 * (y - np.sin(x))
    return np.stack([0.1 * (x - 2.2) - across * np.cos(x), across], axis=-1)


def descend(starts: np.ndarray, lr: float, steps: int) -> np.ndarray:
    """Paths of gradient descent from starts (m, 2), shape (steps + 1, m, 2)."""
    path = [starts]
    for _ in range(steps):
        path.append(path[-1] - lr * valley_gradient(path[-1]))
    return np.array(path)


@frames("Steps", steps=(0, 1, 2, 4, 7, 12, 20, 40, 80, 160, 320, 1200))
def descent(steps: int = 40) -> Figure:
    """Every path goes down at every step and ends at the minimum."""
    fig, ax = canvas(height=4.2, phone=2.6)
    ax.set_position((0.0, 0.0, 1.0, 1.0))
    ax.set_axis_off()
    x, y = np.meshgrid(np.linspace(-4.6, 5.4, 81), np.linspace(-2.35, 2.35, 41))
    z = valley(x, y)
    levels = np.linspace(0.0, 1.0, 12) ** 2 * z.max()
    fill = [to_rgba(FIRST, 0.03 + 0.035 * i) for i in range(len(levels) - 1)]
    ax.contourf(x, y, z, levels=levels, colors=fill)
    ax.contour(x, y, z, levels=levels[1:-1], colors=FIRST, linewidths=0.6, alpha=0.5)
    paths = descend(STARTS, lr=0.1, steps=steps)
    paths = paths[np.unique(np.geomspace(1, steps + 1, 60).astype(int)) - 1]
    for i, start in enumerate(STARTS):
        ax.plot(*paths[:, i].T, color=FOURTH, linewidth=2.2, gid=f"path-{i}")
        ax.plot(*start, "o", color=PAPER, ms=6, mec=FOURTH, mew=2.0)
        ax.plot(*paths[-1, i], "o", color=FOURTH, ms=7, gid=f"now-{i}")
    ax.plot(*MINIMUM, "o", color=INK, ms=10, mec=PAPER, mew=2, zorder=3, gid="minimum")
    low = MINIMUM + np.array([0.35, 0.4])
    ax.text(*low, "lowest", color=INK, ha="center", va="center")
    ax.text(-1.6, 2.1, "high", color=INK, ha="center", va="center")
    ax.text(4.6, 2.08, "start", color=INK, ha="center", va="center")
    fig.set_label(f"After {steps} steps" if steps != 1 else "After 1 step")
    return fig
