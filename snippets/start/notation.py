"""Notation: what the conventions change, measured."""

# --8<-- [start:imports]
import numpy as np

# --8<-- [end:imports]
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from downhill.style import FIRST, INK, QUIET, SECOND, THIRD, canvas, narrow


# --8<-- [start:losses]
def total_loss(y_hat: np.ndarray, y: np.ndarray) -> float:
    """Sum of squared errors."""
    return float(np.sum((y_hat - y) ** 2))


def mean_loss(y_hat: np.ndarray, y: np.ndarray) -> float:
    """Mean of squared errors: MSE."""
    return total_loss(y_hat, y) / len(y)


# --8<-- [end:losses]


# --8<-- [start:require_shape]
def require_shape(
    name: str,
    array: np.ndarray,
    shape: tuple[int, ...],
) -> None:
    """Raises ValueError unless the array has this shape."""
    if array.shape != shape:
        found = f"{name} has shape {array.shape}"
        raise ValueError(f"{found}, expected {shape}")


# --8<-- [end:require_shape]


def layout() -> Figure:
    """The gradient is a column, the Jacobian has a row for each output."""
    fig, ax = canvas(height=2.3)
    ax.set_axis_off()
    n, m = 3, 2
    of = "" if narrow() else " of 2 outputs"
    boxes = (
        ("x", r"$\mathbf{x}$", "point\n3 × 1", 0.0, n, 1, INK),
        ("gradient", r"$\nabla f$", "gradient\n3 × 1", 3.0, n, 1, FIRST),
        ("step", r"$\eta\,\nabla f$", "step\n3 × 1", 6.0, n, 1, SECOND),
        ("jacobian", "$J$", f"Jacobian{of}\n2 × 3", 9.4, m, n, THIRD),
    )
    for name, symbol, label, left, rows, columns, color in boxes:
        top = (n + rows) / 2
        for row in range(rows):
            for column in range(columns):
                corner = (left + column, top - row - 1)
                cell = Rectangle(corner, 1, 1, facecolor=color, alpha=0.16)
                edge = Rectangle(
                    corner,
                    1,
                    1,
                    fill=False,
                    edgecolor=color,
                    gid=f"{name}-{row}-{column}",
                )
                ax.add_patch(cell)
                ax.add_patch(edge)
        middle = left + columns / 2
        ax.text(middle, n + 0.3, symbol, ha="center", va="bottom", fontsize=13)
        ax.text(
            middle, -0.25, label, ha="center", va="top", color=QUIET, linespacing=1.4
        )
    ax.set_xlim(-1.2, 13.6)
    ax.set_ylim(-1.9, 4.4)
    ax.set_aspect("equal")
    return fig
