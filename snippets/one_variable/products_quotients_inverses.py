"""Products, quotients, inverses: what happens to a slope when functions are combined."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle

from downhill.style import (
    FIRST,
    FOURTH,
    INK,
    QUIET,
    SECOND,
    canvas,
    frames,
    narrow,
)


# --8<-- [start:cafe]
def price(t: float) -> float:
    """Return the dollars a cup costs."""
    return 4 + 0.10 * t


def cups(t: float) -> float:
    """Return the cups sold in a week."""
    return 300 - 5 * t


def revenue(t: float) -> float:
    """Return the dollars a week."""
    return price(t) * cups(t)


# --8<-- [end:cafe]


# --8<-- [start:rates]
def price_rate(t: float) -> float:
    """Return dollars a cup, per week."""
    return 0.10


def cups_rate(t: float) -> float:
    """Return cups a week, per week."""
    return -5


# --8<-- [end:rates]


# --8<-- [start:product_slope]
def product_slope(
    f,
    df,
    g,
    dg,
    x: float,
) -> float:
    """Let each factor move in turn."""
    return df(x) * g(x) + f(x) * dg(x)


# --8<-- [end:product_slope]


# --8<-- [start:quotient_slope]
def quotient_slope(
    f,
    df,
    g,
    dg,
    x: float,
) -> float:
    """Differentiate f / g at x."""
    if g(x) == 0:
        raise ValueError("g(x) is 0")
    above = df(x) * g(x) - f(x) * dg(x)
    return above / g(x) ** 2


# --8<-- [end:quotient_slope]


# --8<-- [start:inverse_slope]
def inverse_slope(df, x: float) -> float:
    """Give the inverse's slope at f(x)."""
    if df(x) == 0:
        raise ValueError("vertical inverse")
    return 1 / df(x)


# --8<-- [end:inverse_slope]


def cost(q: float) -> float:
    """Return the dollars a day that q cakes cost."""
    return 100 + 2 * q + 0.1 * q * q


def marginal_cost(q: float) -> float:
    """Differentiate the cost: dollars a cake."""
    return 2 + 0.2 * q


# --8<-- [start:all_the_others]
def all_the_others(
    v: np.ndarray,
) -> np.ndarray:
    """Multiply the others: (n,) to (n,)."""
    before = np.cumprod([1.0, *v])[:-1]
    after = np.cumprod([1.0, *v[::-1]])[:-1]
    return before * after[::-1]


# --8<-- [end:all_the_others]


@frames("Step h, in weeks", h=(0.0625, 0.125, 0.25, 0.5, 1.0))
def growing_rectangle(h: float = 1.0) -> Figure:
    """Halve h: each strip halves, the corner quarters."""

    def dollars(amount: float) -> str:
        return f"{amount:.2f}".removesuffix(".00")

    width, height, wider, taller = 300.0, 4.0, 200 * h, 1.0 * h
    fig, ax = canvas(height=3.45, phone=1.9)
    for corner, size, color, alpha, gid in (
        ((0.0, 0.0), (width, height), INK, 0.10, "before"),
        ((0.0, height), (width, taller), SECOND, 0.45, "top"),
        ((width, 0.0), (wider, height), SECOND, 0.45, "side"),
        ((width, height), (wider, taller), FOURTH, 0.85, "corner"),
    ):
        box = Rectangle(corner, *size, facecolor=color, alpha=alpha, lw=0, gid=gid)
        ax.add_patch(box)
    outer = ((0, height), (width, height), (width, 0))
    ax.plot(*zip(*outer, strict=True), color=INK, linewidth=1)
    ax.text(
        width / 2,
        height / 2,
        "300 cups at \\$4:\n\\$1200 a week",
        ha="center",
        va="center",
    )
    ax.text(
        width / 2, height + taller + (0.3 if narrow() else 0.1),
        f"price up: +\\${dollars(width * taller)}",
        color=SECOND, ha="center", va="bottom",
    )  # fmt: skip
    right = width + wider + 10
    ax.text(
        right,
        height / 2,
        f"more cups:\n+\\${dollars(wider * height)}",
        color=SECOND,
        va="center",
    )
    ax.text(
        right, height + taller / 2, f"corner:\n+\\${dollars(wider * taller)}",
        color=FOURTH, va="center", gid="corner-label",
    )  # fmt: skip
    ax.set(xlim=(0, 690 if narrow() else 620), ylim=(0, 5.9 if narrow() else 5.6))
    ax.set(xlabel="cups a week", ylabel="dollars a cup")
    ax.grid(visible=False)
    strips, rest = width * taller + wider * height, wider * taller
    fig.set_label(f"h = {h:g}: strips {dollars(strips)}, corner {dollars(rest)}")
    return fig


def a_cup_of_coffee() -> Figure:
    """The curve is highest where its slope crosses 0, and 2 hours on it falls by 0.12."""
    t = np.linspace(0, 4, 161)
    slope = (1 - t * t) / (1 + t * t) ** 2
    fig, (upper, lower) = canvas(height=2.3 if narrow() else 4.4, columns=2)
    left = 0.155 if narrow() else 0.085
    upper.set_position((left, 0.585, 0.96 - left, 0.395))
    lower.set_position((left, 0.115, 0.96 - left, 0.395))
    upper.plot(t, t / (1 + t * t), color=INK, gid="value")
    lower.plot(t, slope, color=SECOND, gid="slope")
    lower.axhline(0, color=QUIET, linewidth=0.8)
    for at, rate, name, half in (
        (1.0, 0.0, "level", 0.55),
        (2.0, -0.12, "falling", 1.5),
    ):
        run = np.array([-half, half])
        height = at / (1 + at * at)
        upper.plot(at + run, height + rate * run, color=SECOND, lw=1.4, gid=name)
        upper.plot(at, height, "o", color=INK)
        lower.plot(at, rate, "o", color=SECOND, gid=f"{name}-slope")
        for ax in (upper, lower):
            ax.axvline(at, color=QUIET, linewidth=0.8, linestyle=":")
    upper.text(4.0, 0.31, r"$\frac{t}{1+t^2}$", color=INK, ha="right", size=15)
    lower.text(1.07, 0.06, "0 at the top", color=SECOND, va="bottom")
    lower.text(2.07, -0.17, "falling", color=SECOND, va="top")
    upper.set(xlim=(0, 4), ylim=(0, 0.6), ylabel="cups")
    lower.set(xlim=(0, 4), ylim=(-0.4, 1.05), ylabel="cups an hour", xlabel="hours")
    upper.set_xticks([0, 1, 2, 3, 4], [""] * 5)
    lower.set_xticks([0, 1, 2, 3, 4])
    return fig


def mirror() -> Figure:
    """A mirror swaps run and rise: slope 4 at (1, 2), slope a quarter at (2, 1)."""
    view = (-0.5, 2.9, -0.4, 3.2) if narrow() else (-1.2, 4.1, -0.5, 2.8)
    x = np.linspace(-1, 1.5, 201)
    y = x**3 + x
    fig, ax = canvas(height=3.3 if narrow() else 3.9)
    ax.plot((-1, 5), (-1, 5), color=QUIET, linewidth=1, linestyle="--", gid="line")
    ax.plot(x, y, color=INK, gid="curve")
    ax.plot(y, x, color=FIRST, gid="inverse")
    for (a, b), run, rise, color, gid in (
        ((1.0, 2.0), 0.18, 0.72, INK, "tangent"),
        ((2.0, 1.0), 0.72, 0.18, FIRST, "inverse-tangent"),
    ):
        start, end = (a - run, b - rise), (a + run, b + rise)
        legs = (start, (end[0], start[1]), end)
        ax.add_patch(Polygon(legs, facecolor=SECOND, alpha=0.35, lw=0))
        ax.plot(*zip(start, end, strict=True), color=SECOND, lw=2.2, gid=gid)
        ax.plot(a, b, "o", color=color)
    ax.text(0.9, 2.02, "$(1, 2)$\nslope 4", ha="right", va="center", color=SECOND)
    ax.text(2.1, 0.72, "$(2, 1)$, slope ¼", ha="center", va="top", color=SECOND)
    ax.text(1.36, 2.62, "$f$", size=13)
    end = (2.6, 1.24) if narrow() else (3.6, 1.42)
    ax.text(*end, "$f^{-1}$", color=FIRST, size=13, va="bottom")
    ax.set(xlim=view[:2], ylim=view[2:], aspect="equal")
    return fig


def cheapest_cake() -> Figure:
    """Marginal cost crosses average cost where the average is lowest."""
    q, best = np.linspace(10, 60, 201), 1000**0.5
    average = [cost(cakes) / cakes for cakes in q]
    marginal = [marginal_cost(cakes) for cakes in q]
    fig, ax = canvas(height=3.5)
    ax.plot(q, average, color=INK, gid="average")
    ax.plot(q, marginal, color=SECOND, gid="marginal")
    ax.plot(best, cost(best) / best, "o", color=INK, gid="crossing")
    ax.plot((best, best), (0, cost(best) / best), color=QUIET, lw=0.8, ls=":")
    ax.text(
        best + 1,
        7.2,
        f"between 31 and\n32 cakes, both\n\\${cost(best) / best:.2f}",
        va="top",
    )
    ax.text(14, 11.7, "average cost", color=INK)
    ax.text(12.5, 3.2, "marginal cost", color=SECOND)
    ax.set(xlim=(10, 60), ylim=(0, 15), xlabel="cakes a day", ylabel="dollars a cake")
    return fig
