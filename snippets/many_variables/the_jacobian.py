"""The Jacobian: the matrix that a function looks like close up."""

# --8<-- [start:imports]
import numpy as np

# --8<-- [end:imports]
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
from snippets.many_variables.partial_derivatives import slice_through
from snippets.many_variables.the_gradient import grad
from snippets.one_variable.the_derivative import central_difference


# --8<-- [start:radar]
def radar(p: np.ndarray) -> np.ndarray:
    """Turn (km, radians) into km east and north."""
    r, angle = p
    return np.array([r * np.cos(angle), r * np.sin(angle)])


# --8<-- [end:radar]


# --8<-- [start:reading]
def reading(x: np.ndarray) -> np.ndarray:
    """Turn km east and north into (km, radians)."""
    return np.array([np.hypot(*x), np.arctan2(x[1], x[0])])


# --8<-- [end:reading]


# --8<-- [start:jacobian]
def jacobian(
    f,
    p: np.ndarray,
    h: float | None = None,
) -> np.ndarray:
    """Return the slopes of f at p (n,), shape (m, n)."""
    p = np.asarray(p, dtype=float)
    if np.ndim(f(p)) != 1:
        raise ValueError("f has to return a list (m,)")
    columns = []
    for j, t in enumerate(p):
        alone = slice_through(f, j, p)
        columns.append(central_difference(alone, t, h))
    return np.array(columns).T


# --8<-- [end:jacobian]


# --8<-- [start:products]
def jvp(
    f,
    p: np.ndarray,
    v: np.ndarray,
) -> np.ndarray:
    """Return J v, shape (m,), from two calls of f."""
    moved = central_difference(lambda t: f(p + t * v), 0.0)
    return np.asarray(moved)


def vjp(
    f,
    p: np.ndarray,
    w: np.ndarray,
) -> np.ndarray:
    """Return J.T w, shape (n,): the slopes of w @ f."""
    return grad(lambda q: w @ f(q), p)


# --8<-- [end:products]


# --8<-- [start:softmax]
def softmax(z: np.ndarray) -> np.ndarray:
    """Turn each row of scores (..., m) into shares."""
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


# --8<-- [end:softmax]


# --8<-- [start:softmax_jacobian]
def softmax_jacobian(z: np.ndarray) -> np.ndarray:
    """Return the slopes of the shares, shape (m, m)."""
    s = softmax(z)
    return np.diag(s) - np.outer(s, s)


# --8<-- [end:softmax_jacobian]


# --8<-- [start:boats]
def boats(rng: np.random.Generator):
    """Return places (300, 2) and fleets (300, 3)."""
    banks = [[0.0, 2.0], [-2.0, -1.0], [2.0, -1.0]]
    X = [rng.normal(bank, 1.0, (100, 2)) for bank in banks]
    return np.concatenate(X), np.repeat(np.eye(3), 100, 0)


# --8<-- [end:boats]


# --8<-- [start:train]
def train(X, T, back, marks, lr: float = 0.5):
    """Return (loss, hits) at the marks, (len(marks), 2)."""
    W, b = np.zeros((2, 3)), np.zeros(3)
    found = []
    for step in range(max(marks) + 1):
        S = softmax(X @ W + b)
        if step in marks:
            loss = -np.log(S[T == 1]).mean()
            hits = (S.argmax(1) == T.argmax(1)).sum()
            found.append((loss, hits))
        D = back(S, T)
        W = W - lr * X.T @ D / len(X)
        b = b - lr * D.mean(axis=0)
    return np.array(found)


# --8<-- [end:train]


# --8<-- [start:back]
def full(S: np.ndarray, T: np.ndarray) -> np.ndarray:
    """Carry back through the whole matrix, (N, 3)."""
    return S - T


def diagonal(S: np.ndarray, T: np.ndarray) -> np.ndarray:
    """Carry back through its diagonal alone, (N, 3)."""
    return T * (S - 1)


# --8<-- [end:back]

# --8<-- [start:weights]
W = np.array([[-1.0, 2.0, 1.0], [1.0, -1.0, 0.0]])
# --8<-- [end:weights]

HERE = reading(np.array([3.0, 4.0]))  # 5 km, 53.13 degrees
J = np.array([[0.6, -4.0], [0.8, 3.0]])  # of the radar there
SCORES = np.array([1.0, 2.0, 3.0])
ON_PAPER = on_paper()


def bent(places: np.ndarray, h: float) -> np.ndarray:
    """Return where readings land, both counted from the first one in units of h, (2, k)."""
    landed = [radar(HERE + h * v) for v in places.T]
    return (np.array(landed).T - radar(HERE)[:, None]) / h


@frames("Size of the two steps", h=(0.4, 0.2, 0.1, 0.05, 0.02))
def close_up(h: float = 0.2) -> Figure:
    """Equal steps of the reading move the dot by 1 and by 5; the bend goes away."""
    fig, axes = canvas(height=2.85, columns=2, phone=0.95)
    axes[0].set_position((0.0, 0.0, 0.3, 0.88))
    axes[1].set_position((0.3, 0.0, 0.7, 0.88))
    size, low, right = (10.0, -0.9, 0.8) if narrow() else (12.0, -0.4, 1.75)
    bare(
        axes[0], xlim=(-0.75, 1.6), ylim=(low - 0.65, 3.4)
    )  # as high as the other: one scale
    bare(axes[1], xlim=(-5.15, right), ylim=(low, 4.05))
    along = np.linspace(0.0, 1.0, 25)
    square = np.array([[0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 1.0, 1.0]])
    for ax, name, move, land in (
        (
            axes[0],
            "reading" if narrow() else "what the radar reads",
            lambda v: v,
            lambda v: v,
        ),
        (
            axes[1],
            "dot" if narrow() else "where the dot goes",
            lambda v: bent(v, h),
            lambda v: J @ v,
        ),
    ):
        where = "reads" if ax is axes[0] else "goes"
        ax.fill(*land(square), color=FOURTH, alpha=0.3, lw=0, gid=f"{where}, flat")
        for k in np.linspace(0.0, 1.0, 5):
            for line in (
                np.array([along, 0 * along + k]),
                np.array([0 * along + k, along]),
            ):
                ax.plot(*move(line), color=INK, lw=0.9, alpha=0.8)
        ax.plot(*move(np.ones((2, 1))), "o", color=INK, ms=3.5, gid=f"{where}, corner")
        for axis, color in enumerate((FIRST, SECOND)):
            way, gid = land(np.eye(2))[:, axis], f"{where}, step {axis}"
            width = 0.028 if narrow() else 0.045
            arrows(ax, np.zeros(2), way, color, gid, width=width, zorder=4)
        ax.plot(0.0, 0.0, "o", color=INK, ms=4.5, zorder=5)
        ax.set_title(name, fontsize=size, pad=3)
    label = {"fontsize": size, "bbox": ON_PAPER, "zorder": 6}
    axes[0].text(0.5, -0.2, f"{h:g} km", color=FIRST, ha="center", va="top", **label)
    axes[0].text(0.0, 1.2, f"{h:g} rad", color=SECOND, ha="center", **label)
    at, va = ((0.0, -0.2), "top") if narrow() else ((0.55, 0.3), "center")
    ha = "center" if narrow() else "left"
    axes[1].text(*at, f"{h:g} km", color=FIRST, ha=ha, va=va, **label)
    axes[1].text(
        -2.3, 1.2, f"{5 * h:g} km", color=SECOND, ha="right", va="top", **label
    )
    off = h * np.linalg.norm(bent(np.ones((2, 1)), h).ravel() - J.sum(axis=1))
    share = off / (5 * h)
    fig.set_label(f"Steps of {h:g}: off by {share:.1%} of the long side")
    return fig


HALF = 0.2  # of a reading's error, in km and in rad
FAR = (1, 3, 5)  # km


def radar_screen() -> Figure:
    """The same error of a reading covers the more ground, the further away."""
    fig, ax = canvas(height=3.3, phone=2.5)
    fig.subplots_adjust(left=0.005, right=0.995, bottom=0.01, top=0.99)
    bare(ax, xlim=(-2.6, 5.5) if narrow() else (-5.15, 5.9), ylim=(-0.6, 5.6))
    turn = np.linspace(0.0, np.pi, 121)
    for ring in range(1, 6):
        ax.plot(*ring * np.array([np.cos(turn), np.sin(turn)]), color=QUIET, lw=0.7)
        if ring in FAR:
            ax.text(ring, -0.1, f"{ring} km", color=QUIET, ha="center", va="top")
    for angle in (0.0, HERE[1], np.pi):
        ax.plot(
            *np.outer(radar(np.array([1.0, angle])), (0.0, 5.6)), color=QUIET, lw=0.7
        )
    side = np.linspace(-HALF, HALF, 25)
    edge = np.full(25, HALF)
    around = np.concatenate(
        [[side, -edge], [edge, side], [-side, edge], [-edge, -side]], 1
    )
    for r in FAR:
        middle = np.array([r, HERE[1]])
        patch = np.array([radar(middle + v) for v in around.T]).T
        ax.fill(*patch, color=FOURTH, alpha=0.45, linewidth=0, gid=f"patch at {r}")
        ax.plot(*np.append(patch, patch[:, :1], 1), color=FOURTH, lw=1.4)
        ax.plot(*radar(middle), "o", color=INK, ms=4 if narrow() else 5)
        area = r * (2 * HALF) ** 2
        at = radar(np.array([r, HERE[1] - HALF])) + np.array([0.22, -0.12])
        ax.text(*at, f"{area:.2f} km²", color=FOURTH, va="center", bbox=ON_PAPER)
    ax.plot(0.0, 0.0, "o", color=INK, ms=6)
    ax.text(-0.15, -0.1, "radar", color=INK, ha="right", va="top")
    return fig


def softmax_table() -> Figure:
    """Every row of softmax's matrix adds up to 0; its diagonal alone does not."""
    fig, ax = canvas(height=2.75, phone=2.5)
    fig.subplots_adjust(left=0.005, right=0.995, bottom=0.01, top=0.99)
    wide = 1.0 if narrow() else 1.55
    left = -1.05 if narrow() else -1.5
    ax.set(xlim=(left, 3 * wide + 1.15), ylim=(3.1, -0.75), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    ax.grid(visible=False)
    slopes = softmax_jacobian(SCORES)
    for i, row in enumerate(slopes):
        for j, slope in enumerate(row):
            x = np.array([j, j + 1, j + 1, j]) * wide
            y = np.array([i, i, i + 1, i + 1])
            color = FIRST if slope > 0 else SECOND
            ax.fill(
                x, y, color=color, alpha=2.2 * abs(slope), lw=0, gid=f"cell {i} {j}"
            )
            if i == j:
                ax.plot(np.append(x, x[0]), np.append(y, y[0]), color=INK, lw=1.8)
            word = f"{slope:.3f}".replace("-", "\N{MINUS SIGN}")
            ax.text(
                (j + 0.5) * wide, i + 0.5, word, color=INK, ha="center", va="center"
            )
        word = f"share {i + 1}"
        ax.text(-0.12, i + 0.5, word, color=QUIET, ha="right", va="center")
        word = f"{abs(row.sum()):.3f}"
        ax.text(
            3 * wide + 0.55,
            i + 0.5,
            word,
            color=INK,
            ha="center",
            va="center",
            gid=f"sum {i}",
        )
        word = f"score {i + 1}"
        ax.text((i + 0.5) * wide, -0.2, word, color=QUIET, ha="center", va="center")
    ax.text(3 * wide + 0.55, -0.2, "sum", color=QUIET, ha="center", va="center")
    return fig


def no_limit() -> Figure:
    """With the whole matrix the loss settles; with its diagonal alone it turns and climbs."""
    fig, ax = canvas(height=3.1, phone=2.5)
    X, T = boats(np.random.default_rng(0))
    steps = np.unique(np.geomspace(1, 8000, 120).astype(int)).tolist()
    for name, back, color in (("full", full, FIRST), ("diagonal", diagonal, SECOND)):
        losses = train(X, T, back, steps)[:, 0]
        ax.plot(steps, losses, color=color, gid=name)
        ax.plot(steps[-1], losses[-1], "o", color=color, ms=5)
    ax.set(xlim=(4.5, 11000), ylim=(0.0, 0.8), xscale="log")
    ax.set(xlabel="steps", ylabel="loss", yticks=(0.0, 0.2, 0.4, 0.6, 0.8))
    ax.set_xticks((10, 100, 1000, 8000), ("10", "100", "1000", "8000"))
    ax.text(7000, 0.05, "the whole matrix", color=FIRST, ha="right", va="center")
    ax.text(3800, 0.55, "its diagonal alone", color=SECOND, ha="right", va="center")
    return fig
