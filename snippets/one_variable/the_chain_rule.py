"""The chain rule: rates along a chain multiply, and one neuron learns by it.

Units of the neuron: x in 1000 sq ft, y and y_hat in $1000, so w is in $ per sq ft
and the loss in ($1000)^2.
"""

from collections.abc import Callable

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Polygon, Wedge

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

# --8<-- [start:chain]
Link = tuple[Callable[[float], float], Callable[[float], float]]


def chain(x: float, *links: Link) -> tuple[float, float]:
    """Value and slope at x of (f, slope) links, inner first."""
    value, rate = x, 1.0
    for f, slope in links:
        value, rate = f(value), slope(value) * rate
    return value, rate


# --8<-- [end:chain]


# --8<-- [start:linked_steps]
def linked_steps(dx: float) -> tuple[float, float]:
    """A step dx from x = 1, as steps of u = x^3 and y = u^2."""
    u = (1 + dx) ** 3
    y = u**2
    return u - 1, y - 1


# --8<-- [end:linked_steps]


# --8<-- [start:forward_backward]
def forward_backward(
    x: float, y: float, w: float, b: float
) -> tuple[list[float], list[float]]:
    """Values of y_hat, e, L; slopes of L in e, y_hat, w, b."""
    y_hat = w * x + b
    e = y_hat - y
    loss = e * e
    d_e = 2 * e
    d_y_hat = d_e * 1
    d_w = d_y_hat * x
    d_b = d_y_hat * 1
    return [y_hat, e, loss], [d_e, d_y_hat, d_w, d_b]


# --8<-- [end:forward_backward]


# --8<-- [start:neuron]
def forward_pass(x: float, w: float) -> float:
    """Price in $1000 of a house of x thousand square feet."""
    return w * x


def calculate_loss(y: float, y_hat: float) -> float:
    """Squared error of one house, in ($1000)^2."""
    error = y_hat - y
    return error * error


def get_gradient(x: float, y: float, y_hat: float) -> float:
    """dL/dw: outer slope 2 (y_hat - y) times inner slope x."""
    return 2 * (y_hat - y) * x


# --8<-- [end:neuron]


# --8<-- [start:train]
def train(
    x: float, y: float, w: float, lr: float, epochs: int
) -> list[tuple[float, float]]:
    """A row (w, loss) for each epoch: a weight and its loss."""
    history = []
    for _ in range(epochs):
        y_hat = forward_pass(x, w)
        history.append((w, calculate_loss(y, y_hat)))
        w = w - lr * get_gradient(x, y, y_hat)
    return history


# --8<-- [end:train]


TEETH = (48, 16, 8)
TURN = 15.0  # degrees by which the first wheel turns


def gear_outline(
    teeth: int, centre: tuple[float, float], phase: float
) -> list[tuple[float, float]]:
    """Corners of a wheel with teeth of module 1, four a tooth; one tooth at phase.

    The pitch radius is teeth / 2; angles are in radians.
    """
    pitch, radius = 2 * np.pi / teeth, teeth / 2
    corners = []
    for tooth in range(teeth):
        for share, height in ((-0.34, -1.0), (-0.13, 0.75), (0.13, 0.75), (0.34, -1.0)):
            angle, r = phase + (tooth + share) * pitch, radius + height
            corners.append(
                (centre[0] + r * np.cos(angle), centre[1] + r * np.sin(angle))
            )
    return corners


def meshed_phase(teeth: int, phase: float, next_teeth: int) -> float:
    """Phase of a wheel on the right whose gap takes the left wheel's tooth."""
    above = (phase % (2 * np.pi / teeth)) * teeth / 2  # arc, contact to next tooth
    return float(np.pi - above / (next_teeth / 2) + np.pi / next_teeth)


def gear_train() -> Figure:
    """Two teeth pass at each contact: the turns are 15, 45 and 90 degrees."""
    fig, ax = canvas(height=3.45)
    ax.set_position((0, 0, 1, 1))
    ax.set_axis_off()
    ax.set_aspect("equal")
    left, phase, sense = 0.0, 0.0, 1.0
    for index, (teeth, color, name) in enumerate(
        zip(TEETH, (FIRST, SECOND, THIRD), ("x", "u", "y"), strict=True)
    ):
        if index:
            phase = meshed_phase(TEETH[index - 1], phase, teeth)
            sense = -sense
        radius = teeth / 2
        centre = (left + radius, 0.0)
        turn = TURN * TEETH[0] / teeth
        outline = gear_outline(teeth, centre, phase)
        ax.add_patch(Polygon(outline, facecolor=color, alpha=0.16, linewidth=0))
        ax.add_patch(
            Polygon(outline, fill=False, edgecolor=color, linewidth=1.1, gid=name)
        )
        end = 90 + sense * turn
        wedge = (min(90, end), max(90, end))
        ax.add_patch(
            Wedge(
                centre,
                radius - 1.6,
                *wedge,
                facecolor=color,
                alpha=0.55,
                linewidth=0,
                gid=f"{name}-turn",
            )
        )
        ax.add_patch(Circle(centre, 0.55, color=color))
        ax.text(
            centre[0],
            -4.0 if index == 0 else -TEETH[1] / 2 - 3.4,
            f"${name}$: {turn:.0f}°",
            color=color,
            size=13,
            gid=f"{name}-label",
            ha="center",
            va="center",
        )
        left += teeth
    first, second, third = TEETH
    for ratio, at, height in (
        (first / second, first, 11.5),
        (second / third, first + second, 9.0),
    ):
        ax.text(at, height, f"$\\times\\,{ratio:.0f}$", color=INK, size=13)
        ax.plot([at, at], [2.2, height - 1.4], color=QUIET, linewidth=0.8, ls=":")
    ax.text(
        first + 11.5,
        19,
        f"$x$ to $y$:  ${first / second:.0f}\\times{second / third:.0f}"
        f"={first / third:.0f}$",
        ha="center",
        color=INK,
        size=14,
        gid="product",
    )
    ax.set_xlim(-1.8, sum(TEETH) + 3.5)
    ax.set_ylim(-26, 26)
    return fig


def linked_lines() -> Figure:
    """A step dx at 1 grows about 3 times on the way to u, then about 2 times to y."""
    fig, ax = canvas(height=3.5)
    ax.set_position((0, 0, 1, 1))
    ax.set_axis_off()
    rows = (2.0, 1.0, 0.0)
    for x in (0.8, 0.85, 0.9, 0.95, 1.0, 1.05, 1.1, 1.15):
        ax.plot((x, x**3, x**6), rows, color=QUIET, alpha=0.45, linewidth=0.7)
    dx = 0.1
    du, dy = linked_steps(dx)
    for start, end, row, color in ((dx, du, 2.0, SECOND), (du, dy, 1.0, THIRD)):
        corners = [(1, row), (1 + start, row), (1 + end, row - 1), (1, row - 1)]
        ax.add_patch(Polygon(corners, facecolor=color, alpha=0.22, linewidth=0))
    linear = (1 + dx, 1 + 3 * dx, 1 + 6 * dx)
    ax.plot(linear, rows, color=INK, linewidth=1.2, ls="--", gid="linear")
    for row, step, color, name, label in (
        (2.0, dx, FIRST, "x", "$x$"),
        (1.0, du, SECOND, "u", "$u = x^3$"),
        (0.0, dy, THIRD, "y", "$y = u^2$"),
    ):
        ax.plot((0, 3), (row, row), color=QUIET, linewidth=1)
        for tick in (0, 1, 2, 3):
            ax.plot(tick, row, "|", color=QUIET, markersize=8)
            if name == "y":
                ax.text(tick, -0.1, str(tick), color=QUIET, ha="center", va="top")
        ax.plot(
            (1, 1 + step),
            (row, row),
            color=color,
            linewidth=6,
            solid_capstyle="butt",
            gid=f"d{name}",
        )
        ax.text(-0.15, row + 0.05, label, color=color, ha="right", va="bottom", size=12)
        ax.text(
            -0.15,
            row - 0.05,
            rf"$\Delta {name}={step:.3g}$",
            color=color,
            ha="right",
            va="top",
        )
    ax.text(
        2.15, 1.5, r"$\Delta u \approx 3\,\Delta x$", color=SECOND, size=13, va="center"
    )
    ax.text(
        2.15, 0.5, r"$\Delta y \approx 2\,\Delta u$", color=THIRD, size=13, va="center"
    )
    ax.set_xlim(-1.4 if narrow() else -1.0, 3.6)
    ax.set_ylim(-0.35, 2.35)
    return fig


@frames(
    "Point x",
    x=(
        0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8,
        0.85, 0.9, 0.95, 1.0, 1.05, 1.1,
    ),
)  # fmt: skip
def linked_rates(x: float = 1.0) -> Figure:
    """At every x the two rates are other numbers, and the third is their product."""
    fig, ax = canvas(height=3.3)
    ax.set_position((0, 0, 1, 1))
    ax.set_axis_off()
    step = 0.1
    u, inner = chain(x, (lambda x: x**3, lambda x: 3 * x**2))
    y, outer = chain(u, (lambda u: u**2, lambda u: 2 * u))
    starts, lengths = (x, u, y), (step, inner * step, outer * inner * step)
    rows, ends = (2.0, 1.0, 0.0), np.add(starts, lengths)
    for i, color in ((0, SECOND), (1, THIRD)):
        (top, low), (left, below) = rows[i : i + 2], starts[i : i + 2]
        corners = [(left, top), (ends[i], top), (ends[i + 1], low), (below, low)]
        ax.add_patch(Polygon(corners, facecolor=color, alpha=0.22, linewidth=0))
    for row, start, end, color, name, label in zip(
        rows, starts, ends, (FIRST, SECOND, THIRD), "xuy",
        ("$x$", "$u = x^3$", "$y = u^2$"), strict=True,
    ):  # fmt: skip
        ax.plot((0, 3), (row, row), color=QUIET, linewidth=1)
        for tick in range(4):
            ax.plot(tick, row, "|", color=QUIET, markersize=8)
            if name == "y":
                ax.text(tick, -0.1, str(tick), color=QUIET, ha="center", va="top")
        bar = {"color": color, "linewidth": 6, "solid_capstyle": "butt"}
        ax.plot((start, end), (row, row), gid=f"d{name}", **bar)
        ax.plot(start, row, "o", color=INK, markersize=4)
        ax.text(-0.15, row + 0.05, label, color=color, ha="right", va="bottom", size=12)
        value = f"${start:.2f}$"
        ax.text(-0.15, row - 0.05, value, color=color, ha="right", va="top")
    first, second = f"{round(inner, 4):g}", f"{round(outer, 3):g}"
    right = {"x": 3.4, "ha": "right", "va": "center", "size": 13}
    ax.text(y=1.5, s=rf"$\times\,{first}$", color=SECOND, gid="inner", **right)
    ax.text(y=0.5, s=rf"$\times\,{second}$", color=THIRD, gid="outer", **right)
    product = f"{first} × {second} = {round(inner * outer, 2):g}"
    said = product.replace("×", r"$\times$").replace("=", "$=$")
    ax.text(y=2.38, s=f"$x$ to $y$:  {said}", color=INK, gid="product", **right)
    ax.set(xlim=(-1.0, 3.5), ylim=(-0.4, 2.6))
    fig.set_label(f"x = {x:.2f}, rates {product}")
    return fig


def backward_pass() -> Figure:
    """Values run forward; slopes run back, each multiplied by the link it crosses."""
    x, y, w, b = 2.0, 7.0, 1.0, 1.0
    forward, backward = forward_backward(x, y, w, b)
    values = dict(zip(("w", "b", "y_hat", "e", "L"), [w, b, *forward], strict=True))
    slopes = dict(zip(("L", "e", "y_hat", "w", "b"), [1.0, *backward], strict=True))
    places = {
        "w": (0.0, 0.75),
        "b": (0.0, -0.75),
        "y_hat": (1.45, 0.0),
        "e": (2.9, 0.0),
        "L": (4.35, 0.0),
    }
    names = {"y_hat": r"$\hat y$"}
    links = (
        ("w", "y_hat", x),
        ("b", "y_hat", 1.0),
        ("y_hat", "e", 1.0),
        ("e", "L", 2 * values["e"]),
    )
    fig, ax = canvas(height=2.7)
    ax.set_position((0, 0, 1, 1))
    ax.set_axis_off()
    ax.set_aspect("equal")
    for start, end, rate in links:
        (x0, y0), (x1, y1) = places[start], places[end]
        length = np.hypot(x1 - x0, y1 - y0)
        ux, uy = (x1 - x0) / length * 0.33, (y1 - y0) / length * 0.33
        ax.annotate(
            "",
            (x1 - ux, y1 - uy),
            (x0 + ux, y0 + uy),
            arrowprops={"arrowstyle": "-|>", "color": QUIET, "linewidth": 1.2},
        )
        ax.text(
            (x0 + x1) / 2,
            (y0 + y1) / 2 + 0.02,
            f"$\\times({rate:.0f})$" if rate < 0 else f"$\\times\\,{rate:.0f}$",
            color=INK,
            ha="center",
            va="center",
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.5},
            gid=f"{start}-{end}",
        )
    for node, (x0, y0) in places.items():
        ax.add_patch(Circle((x0, y0), 0.29, facecolor=PAPER, edgecolor=INK, lw=1.2))
        ax.text(x0, y0, names.get(node, f"${node}$"), ha="center", va="center", size=13)
        for number, color, side, kind in (
            (values[node], FIRST, 0.36, "value"),
            (slopes[node], SECOND, -0.36, "slope"),
        ):
            ax.text(
                x0,
                y0 + side,
                f"${number:.0f}$",
                color=color,
                ha="center",
                va="bottom" if side > 0 else "top",
                size=12,
                gid=f"{node}-{kind}",
            )
    ax.text(2.9, 1.16, r"values, forward $\rightarrow$", color=FIRST, ha="center")
    ax.text(
        2.9, -1.24, r"$\leftarrow$ slopes of $L$, backward", color=SECOND, ha="center"
    )
    ax.set_xlim(-0.55, 4.85)
    ax.set_ylim(-1.5, 1.5)
    return fig


def loss_line() -> Figure:
    """The same losses twice: they seem to stop, and on a log axis fall on a line."""
    losses = np.array([loss for _, loss in train(2.0, 100.0, 1.0, 0.01, 200)])
    epochs = np.arange(1.0, 201.0)
    fig, (upper, lower) = canvas(height=4.4, columns=2)
    left = 0.18 if narrow() else 0.13
    upper.set_position((left, 0.61, 0.975 - left, 0.36))
    lower.set_position((left, 0.11, 0.975 - left, 0.42))
    upper.plot(epochs, losses, color=FIRST, gid="linear")
    lower.semilogy(epochs, losses, color=FIRST, gid="log")
    for ax, scale in ((upper, "linear"), (lower, "logarithmic")):
        ax.plot(112, losses[111], "o", color=SECOND, markersize=6)
        ax.set_xlim(0, 204)
        ax.text(
            0.98,
            0.93,
            f"loss, {scale} axis",
            transform=ax.transAxes,
            color=INK,
            ha="right",
            va="top",
        )
    lower.set_xlabel("epoch")
    upper.annotate(
        "epoch 112: seems to have stopped",
        (112, losses[111]),
        (112, 2600),
        color=SECOND,
        ha="center",
        arrowprops={"arrowstyle": "-", "color": SECOND, "linewidth": 0.8},
    )
    lower.text(117, losses[111] * 3, "epoch 112", color=SECOND)
    ratio = losses[1] / losses[0]
    lower.text(20, 1e-6, rf"every epoch: loss $\times\,{ratio:.4f}$", color=FIRST)
    return fig
