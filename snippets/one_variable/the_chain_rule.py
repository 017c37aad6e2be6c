"""The chain rule: rates along a chain multiply, each read at its own point."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Polygon, Wedge

from downhill.style import FIRST, INK, QUIET, SECOND, THIRD, canvas, frames, narrow


# --8<-- [start:photo]
def side(x: float) -> float:
    """Return the side in cm after x seconds."""
    return 3 * x + 2


def area(u: float) -> float:
    """Return the area in square cm at side u."""
    return u * u


# --8<-- [end:photo]


# --8<-- [start:chain]
def chain(x: float, *links) -> tuple[float, float]:
    """Return value and slope; links are (f, slope)."""
    value, rate = x, 1.0
    for f, slope in links:
        value, rate = f(value), slope(value) * rate
    return value, rate


# --8<-- [end:chain]


TEETH = (48, 16)  # of the chainring and of the sprocket
TOOTH = 12.7  # mm along the chain, the standard pitch
WHEEL = 2000.0  # mm around the wheel
TURN = 30.0  # degrees by which the pedals turn


def bicycle() -> Figure:
    """A twelfth of a turn of the pedals carries the bicycle half a meter."""
    fig, ax = canvas(height=3.9, phone=2.4)
    ax.set_position((0, 0, 1, 1))
    ax.set_axis_off()
    ax.set_aspect("equal")
    ring, sprocket = (teeth * TOOTH / (2 * np.pi) for teeth in TEETH)
    radius, crank = WHEEL / (2 * np.pi), 170.0
    hub, axle = (0.0, radius), (430.0, radius - 20.0)
    ax.plot([-radius - 40, 1000], [0, 0], color=QUIET, lw=1.0)
    ax.add_patch(Circle(hub, radius, fill=False, edgecolor=SECOND, lw=3.0))
    ax.add_patch(
        Circle(hub, radius - 9, fill=False, edgecolor=SECOND, lw=0.8, alpha=0.5)
    )
    wheel_turn = TURN * TEETH[0] / TEETH[1]
    for center, size, turn, color, name in (
        (axle, ring - 8, TURN, FIRST, "pedal"),
        (hub, radius - 18, wheel_turn, SECOND, "wheel"),
    ):
        wedge = Wedge(
            center,
            size,
            90 - turn,
            90,
            color=color,
            alpha=0.3,
            lw=0,
            gid=f"{name}-turn",
        )
        ax.add_patch(wedge)
    for angle in np.arange(0.0, 360.0, 45.0):
        spoke = np.deg2rad(angle)
        ax.plot(
            [0, (radius - 9) * np.cos(spoke)],
            [hub[1], hub[1] + (radius - 9) * np.sin(spoke)],
            color=SECOND,
            lw=0.6,
            alpha=0.5,
        )
    seat, head = (axle[0] - 150.0, axle[1] + 360.0), (axle[0] + 230.0, axle[1] + 300.0)
    for start, end in ((hub, axle), (hub, seat), (axle, seat), (axle, head)):
        ax.plot(*zip(start, end, strict=True), color=QUIET, lw=2.4, alpha=0.55)
    ax.plot([seat[0] - 60, seat[0] + 50], [seat[1]] * 2, color=QUIET, lw=5)
    ax.add_patch(Circle(hub, sprocket, fill=False, edgecolor=SECOND, lw=2.0))
    ax.add_patch(Circle(axle, ring, fill=False, edgecolor=FIRST, lw=2.4))
    away = np.subtract(axle, hub)
    tilt = np.arctan2(away[1], away[0])
    for sign in (1, -1):
        touch = tilt + sign * (
            np.pi / 2 + np.arcsin((ring - sprocket) / np.hypot(*away))
        )
        normal = np.array([np.cos(touch), np.sin(touch)])
        here, there = np.add(hub, sprocket * normal), np.add(axle, ring * normal)
        ax.plot(
            [here[0], there[0]], [here[1], there[1]], color=INK, lw=1.6, ls=(0, (2, 1))
        )
    arm = np.deg2rad(90 - TURN)
    foot = axle + crank * np.array([np.cos(arm), np.sin(arm)])
    ax.plot(*zip(axle, foot, strict=True), color=FIRST, lw=4)
    ax.plot([foot[0] - 45, foot[0] + 45], [foot[1]] * 2, color=FIRST, lw=5)
    ax.plot([axle[0], axle[0]], [axle[1], axle[1] + crank], color=FIRST, lw=1.2, ls=":")
    moved = WHEEL * wheel_turn / 360
    ax.plot(
        [0, moved], [-26, -26], color=THIRD, lw=6, solid_capstyle="butt", gid="ground"
    )
    ax.text(
        moved / 2, -75, f"{moved / 1000:g} m", color=THIRD, ha="center", va="center"
    )
    ax.text(
        axle[0],
        axle[1] - 145,
        f"pedals {TURN:.0f}°",
        color=FIRST,
        ha="center",
        va="center",
    )
    ax.text(
        -radius + 5,
        2 * radius + 42,
        f"wheel {wheel_turn:.0f}°",
        color=SECOND,
        va="center",
    )
    words = "×3 turns, then ×2 meters a turn: ×6"
    at = (120, -135) if narrow() else (610, -75)
    ax.text(*at, words, color=INK, ha="center", va="center", gid="product")
    ax.set(xlim=(-radius - 45, 790), ylim=(-165 if narrow() else -110, 2 * radius + 80))
    if narrow():
        ax.set_xlim(-radius - 25, 590)
    return fig


def two_curves() -> Figure:
    """The second curve is read at the value that the first one passes on."""
    fig, (first, second) = canvas(height=3.6, columns=2)
    x, u = 1.0, side(1.0)
    seconds = np.array([0.0, 2.0])
    first.plot(seconds, np.vectorize(side)(seconds), color=INK, gid="side")
    first.plot([x, x, 0], [0, u, u], color=FIRST, lw=1.2, ls=":")
    first.plot(x, u, "o", color=FIRST, ms=7)
    first.text(1.08, u - 0.7, "slope 3 cm/s", color=SECOND, va="center")
    first.text(0.06, u + 0.45, "5 comes out", color=FIRST, va="center")
    first.set(xlim=(0, 2.05), ylim=(0, 8.2), xticks=(0, 1, 2), yticks=(0, 2, 5, 8))
    first.set(xlabel="seconds $x$", ylabel="side $u$ in cm")
    sides = np.linspace(0.0, 8.0, 120)
    second.plot(sides, np.vectorize(area)(sides), color=INK, gid="area")
    second.plot([u, u, 0], [0, area(u), area(u)], color=FIRST, lw=1.2, ls=":")
    ends = np.array([u - 1.9, u + 2.2])
    tangent = area(u) + 2 * u * (ends - u)
    second.plot(ends, tangent, color=SECOND, lw=2.2, gid="tangent")
    second.plot(u, area(u), "o", color=FIRST, ms=7, gid="read here")
    second.text(u + 0.45, area(u) - 4, "slope 10", color=SECOND, va="center")
    second.text(u + 0.45, area(u) - 10, "cm² per cm", color=SECOND, va="center")
    second.plot(x, area(x), "x", color=QUIET, ms=8, mew=2, gid="not here")
    second.text(x + 0.25, area(x) + 6, "not at 1", color=QUIET, ha="center")
    second.text(u + 0.2, 2.5, "5 goes in", color=FIRST, va="center")
    second.set(xlim=(0, 8.2), ylim=(0, 66), xticks=(0, 1, 5, 8), yticks=(0, 25, 64))
    second.set(xlabel="side $u$ in cm", ylabel="area $y$ in cm²")
    if not narrow():
        fig.subplots_adjust(left=0.08, right=0.985, wspace=0.28)
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
    rounded = round(inner * outer, 2)
    exact = np.isclose(rounded, float(first) * float(second), rtol=1e-9)
    equals = "=" if exact else "≈"
    product = f"{first} × {second} {equals} {rounded:g}"
    said = product.replace("×", r"$\times$").replace("=", "$=$")
    said = said.replace("≈", r"$\approx$")
    ax.text(y=2.38, s=f"$x$ to $y$:  {said}", color=INK, gid="product", **right)
    ax.set(xlim=(-1.0, 3.5), ylim=(-0.4, 2.6))
    fig.set_label(f"x = {x:.2f}, rates {product}")
    return fig
