"""The home page's figure: gradient descent down a crooked valley."""

import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

from downhill.style import FIRST, INK, PAPER, SECOND, canvas

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


def descent() -> Figure:
    """Every path goes down at every step and ends at the minimum."""
    fig, ax = canvas(height=3.6)
    ax.set_position((0.0, 0.0, 1.0, 1.0))
    ax.set_axis_off()
    x, y = np.meshgrid(np.linspace(-4.6, 5.4, 101), np.linspace(-2.35, 2.35, 51))
    z = valley(x, y)
    levels = np.linspace(0.0, 1.0, 15) ** 2 * z.max()
    fill = [to_rgba(FIRST, 0.03 + 0.03 * i) for i in range(len(levels) - 1)]
    ax.contourf(x, y, z, levels=levels, colors=fill)
    ax.contour(x, y, z, levels=levels[1:-1], colors=FIRST, linewidths=0.6, alpha=0.5)
    paths = descend(STARTS, lr=0.1, steps=1200)
    for i, start in enumerate(STARTS):
        ax.plot(*paths[:, i].T, color=SECOND, linewidth=2.2, gid=f"path-{i}")
        ax.plot(*start, "o", color=PAPER, ms=7, mec=SECOND, mew=2.2)
    ax.plot(*MINIMUM, "o", color=INK, ms=11, mec=PAPER, mew=2, zorder=3, gid="minimum")
    return fig
