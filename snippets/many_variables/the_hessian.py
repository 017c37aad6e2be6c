"""The Hessian: a curvature for each direction, and what it says about level ground."""

# --8<-- [start:imports]
import numpy as np

# --8<-- [end:imports]
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from downhill.style import (
    FIRST,
    INK,
    QUIET,
    SECOND,
    canvas,
    frames,
    narrow,
    on_paper,
)


# --8<-- [start:coffee]
def coffee(p: np.ndarray) -> float:
    """Return the points of a cup; p is in notches."""
    x, y = p
    return 12 + x**2 + 3 * x * y + y**2


# --8<-- [end:coffee]


# --8<-- [start:hessian]
def hessian(
    f,
    p: np.ndarray,
    h: float | None = None,
) -> np.ndarray:
    """Return all second partials of f at p, (n, n)."""
    if h is None:
        h = np.finfo(float).eps ** (1 / 4)
        h = h * np.maximum(1.0, np.abs(p))
    steps = np.diag(h * np.ones(len(p)))
    H = np.zeros((len(p), len(p)))
    for i, a in enumerate(steps):
        for j, b in enumerate(steps[: i + 1]):
            up = f(p + a + b) - f(p + a - b)
            down = f(p - a + b) - f(p - a - b)
            bend = (up - down) / (4 * a[i] * b[j])
            H[i, j] = H[j, i] = bend
    return H


# --8<-- [end:hessian]


# --8<-- [start:curvature]
def curvature(H: np.ndarray, u: np.ndarray) -> float:
    """Return the curvature along u, not 0, (n,)."""
    u = u / np.linalg.norm(u)
    return float(u @ H @ u)


# --8<-- [end:curvature]


# --8<-- [start:classify]
def classify(H: np.ndarray, tol: float = 1e-6) -> str:
    """Name a critical point by its Hessian, (n, n).

    ValueError unless H is symmetric.
    """
    if not np.allclose(H, H.T):
        raise ValueError("H is not symmetric")
    values = np.linalg.eigvalsh(H)
    least, most = values[0], values[-1]
    if least > tol:
        return "minimum"
    if most < -tol:
        return "maximum"
    if least < -tol and most > tol:
        return "saddle"
    return "undecided"


# --8<-- [end:classify]


# --8<-- [start:hvp]
def hvp(
    grad,
    p: np.ndarray,
    v: np.ndarray,
    h: float = 1e-5,
) -> np.ndarray:
    """Return H v, (n,), from two gradients."""
    ahead, behind = grad(p + h * v), grad(p - h * v)
    return (ahead - behind) / (2 * h)


# --8<-- [end:hvp]


# --8<-- [start:twisted]
def twisted(p: np.ndarray) -> float:
    """Return xy (x^2 - y^2) / (x^2 + y^2), or 0."""
    x, y = p
    if x == 0 and y == 0:
        return 0.0
    return x * y * (x**2 - y**2) / (x**2 + y**2)


# --8<-- [end:twisted]


# --8<-- [start:definite_share]
def definite_share(n: int, m: int, rng) -> float:
    """Return the share, of m random matrices (n, n),
    whose eigenvalues are all positive."""
    A = rng.normal(size=(m, n, n))
    H = (A + A.transpose(0, 2, 1)) / 2
    least = np.linalg.eigvalsh(H)[:, 0]
    return float(np.mean(least > 0))


# --8<-- [end:definite_share]


# --8<-- [start:xor_loss]
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([0, 1, 1, 0])


def xor_loss(w: np.ndarray) -> float:
    """Return the loss of a net with weights w, (9,)."""
    W = w[:4].reshape(2, 2)
    hidden = np.tanh(X @ W + w[4:6])
    y_hat = hidden @ w[6:8] + w[8]
    return float(np.mean((y_hat - y) ** 2))


# --8<-- [end:xor_loss]


H = np.array([[2.0, 3.0], [3.0, 2.0]])  # of the coffee
ON_PAPER = on_paper()
TRIES = ((1, 0), (-1, 0), (0, 1), (0, -1))


def lower(ax: Axes, matrix: np.ndarray, gid: str) -> None:
    """Shade where p . matrix p / 2 is negative, over the whole of ax."""
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    x, y = np.meshgrid(np.linspace(left, right, 81), np.linspace(bottom, top, 81))
    z = (matrix[0, 0] * x**2 + 2 * matrix[0, 1] * x * y + matrix[1, 1] * y**2) / 2
    if z.min() < 0.0:
        ax.contourf(
            x, y, z, levels=[z.min() - 1.0, 0.0], colors=[QUIET], alpha=0.2
        ).set_gid(gid)
    size = np.abs(z).max()
    levels = [-7, -5, -3, -1, 1, 3, 5, 8, 12, 17] if gid == "better" else None
    levels = levels or list(np.linspace(-size, size, 18))
    ax.contour(x, y, z, levels=levels, colors=QUIET, linewidths=0.8, alpha=0.7)
    ax.grid(visible=False)


def four_tries() -> Figure:
    """Along both dials every cup is worse; between them, turned against each other, better."""
    fig, ax = canvas(height=3.5, phone=2.5)
    ax.set(xlim=(-3.0, 3.0), ylim=(-1.6, 1.6))
    lower(ax, H, "better")
    ax.set(xlabel="grind, notches finer", ylabel="time, notches longer")
    ax.set(xticks=[-3, -2, -1, 0, 1, 2, 3], yticks=[-1, 0, 1])
    ax.plot([-3.0, 3.0], [0.0, 0.0], color=FIRST, lw=1.2)
    ax.plot([0.0, 0.0], [-1.6, 1.6], color=FIRST, lw=1.2)
    ax.plot([1.6, -1.6], [-1.6, 1.6], "--", color=SECOND, lw=1.2)
    size = 11 if narrow() else 12.5
    for name, color, places in (
        ("now", INK, ((0, 0),)),
        ("tries", FIRST, TRIES),
        ("both dials", SECOND, ((1, -1), (-1, 1))),
    ):
        spots = np.array(places, dtype=float)
        ax.plot(*spots.T, "o", color=color, ms=6, zorder=4, gid=name)
        for x, y in spots:
            side = -1 if name == "tries" and x + y < 0 else 1  # off the gray
            ax.text(
                x + 0.12 * side,
                y + 0.08 * side,
                f"{coffee(np.array([x, y])):.0f}",
                color=color,
                fontsize=size,
                ha="left" if side > 0 else "right",
                va="bottom" if side > 0 else "top",
                bbox=ON_PAPER if name != "both dials" else None,
            )
    ax.text(
        -2.85, 1.36, "better" if narrow() else "better cups", color=INK, va="center"
    )
    return fig


@frames(
    "Direction, degrees",
    angle=(0, 15, 30, 45, 60, 75, 90, 105, 120, 135, 150, 165, 180),
)
def by_direction(angle: int = 0) -> Figure:
    """The curvature swings from 5 to -1; at the axes it is 2."""
    fig, (left, right) = canvas(height=3.1, columns=2, phone=2.15)
    degrees = np.arange(0.0, 181.0, 3.0)
    way = np.radians(degrees)
    bends = [curvature(H, np.array([np.cos(a), np.sin(a)])) for a in way]
    left.plot(degrees, bends, color=INK, gid="curvature")
    left.axhline(0.0, color=QUIET, lw=1.0)
    t = np.radians(angle)
    u = np.array([np.cos(t), np.sin(t)])
    bend = curvature(H, u)
    color = FIRST if bend > 0 else SECOND
    left.plot([angle, angle], [0.0, bend], color=color, lw=3.0, gid="bar")
    left.plot(angle, bend, "o", color=color, ms=7, zorder=4, gid="here")
    left.set(xlim=(-6, 186), ylim=(-2.0, 6.2), yticks=(-1, 0, 2, 5))
    left.set(xticks=(0, 45, 90, 135, 180), xlabel="direction, degrees")
    left.set_ylabel("curvature")
    along = np.linspace(-1.2, 1.2, 49)
    points = [coffee(step * u) for step in along]
    right.axhline(12.0, color=QUIET, lw=1.0)
    right.plot(along, points, color=color, lw=2.4, gid="slice")
    right.plot(0.0, 12.0, "o", color=INK, ms=6, gid="now")
    right.set(xlim=(-1.2, 1.2), ylim=(11.0, 16.0), yticks=(11, 12, 13, 14, 15))
    right.set(xticks=(-1, 0, 1), xlabel="notches along it", ylabel="points")
    said = f"{bend:.2f}".replace("-", "\N{MINUS SIGN}")
    fig.set_label(f"{angle} degrees: the curvature is {said}")
    return fig


SHAPES = {
    "minimum": (2.0, 2.0),
    "maximum": (-2.0, -2.0),
    "saddle": (2.0, -2.0),
    "undecided": (2.0, 0.0),
}


def four_shapes() -> Figure:
    """Two eigenvalues above 0, two below, one of each, and one that is 0."""
    fig, axes = canvas(height=2.05, columns=4, phone=0.98)
    for k, (ax, (name, both)) in enumerate(zip(axes, SHAPES.items(), strict=True)):
        if narrow():
            place = (0.02 + 0.5 * (k % 2), 0.51 - 0.5 * (k // 2), 0.46, 0.43)
        else:
            place = (0.004 + 0.25 * k, 0.01, 0.242, 0.86)
        ax.set_position(place)
        ax.set(xlim=(-1.5, 1.5), ylim=(-1.35, 1.35), xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
        lower(ax, np.diag(both), f"{name}, lower")
        for axis, value in enumerate(both):
            color = FIRST if value > 0 else SECOND if value < 0 else INK
            way = np.eye(2)[axis]
            line = np.outer(way, (-1.15, 1.15))
            ax.plot(*line, color=color, lw=2.2, gid=f"{name} {axis}")
            word = f"{value:.0f}".replace("-", "\N{MINUS SIGN}")
            ax.text(
                *(0.85 * way + (0.24 if axis == 0 else 0.38) * way[::-1]),
                word,
                color=color,
                ha="center",
                va="center",
                fontsize=12,
            )
        ax.plot(0.0, 0.0, "o", color=INK, ms=5, zorder=4)
        ax.set_title(name, fontsize=11, pad=3)
    return fig
