"""Tangent, parabola, Taylor: how a curve goes on from here, and how far off that is."""

# --8<-- [start:imports]
from math import factorial

import numpy as np

# --8<-- [end:imports]
from matplotlib.figure import Figure

from downhill.style import (
    FIFTH,
    FIRST,
    INK,
    QUIET,
    SECOND,
    canvas,
    frames,
    margins,
    narrow,
)
from snippets.one_variable.products_quotients_inverses import cost

DASHES = (0, (5, 3))


# --8<-- [start:ramp]
def ramp(x: float) -> float:
    """Return the height in meters, x from the middle."""
    return x**4


def ramp_slope(x: float) -> float:
    return 4 * x**3


def ramp_bend(x: float) -> float:
    return 12 * x**2


# --8<-- [end:ramp]


# --8<-- [start:forecasts]
def tangent(f, df, a: float, h: float) -> float:
    """Go on from a by h as the line does."""
    return f(a) + df(a) * h


def parabola(f, df, ddf, a: float, h: float) -> float:
    """Go on from a by h as the parabola does."""
    return f(a) + df(a) * h + ddf(a) * h**2 / 2


# --8<-- [end:forecasts]


# --8<-- [start:bound]
def bound(m: float, h: float, n: int) -> float:
    """Say how far off n terms beyond f(a) can be."""
    return m * abs(h) ** (n + 1) / factorial(n + 1)


# --8<-- [end:bound]


# --8<-- [start:sigmoid_coefficients]
def sigmoid_coefficients(n: int) -> np.ndarray:
    """Return the n + 1 factors of 1, z, z^2, ..., z^n."""
    c = np.zeros(n + 1)
    c[0] = 0.5
    for k in range(n):
        # at z^k in the square: c0 ck + ... + ck c0
        square = c[: k + 1] @ c[k::-1]
        c[k + 1] = (c[k] - square) / (k + 1)
    return c


# --8<-- [end:sigmoid_coefficients]


# --8<-- [start:polynomial]
def polynomial(c: np.ndarray, h: float) -> float:
    """Compute c[0] + h (c[1] + h (c[2] + ...))."""
    value = 0.0
    for factor in reversed(c):
        value = value * h + factor
    return value


# --8<-- [end:polynomial]


def average_cost(q: float) -> float:
    """Divide the cost of q cakes by q: dollars a cake."""
    return cost(q) / q


@frames("Step", h=(0.05, 0.1, 0.2, 0.4))
def half_pipe(h: float = 0.4) -> Figure:
    """Halve the step: the tangent's miss quarters, the parabola's falls to an eighth."""
    fig, ax = canvas(height=3.45, phone=1.95)
    margins(fig, left=0.55)
    left, low = (0.3, -0.75) if narrow() else (-0.3, -1.0)
    x = np.linspace(left, 1.12, 160)
    ax.fill_between(x, -1.2, x**4, color=INK, alpha=0.09, linewidth=0)
    ax.plot(x, x**4, color=INK, lw=2.4, gid="ramp")
    step = np.linspace(-0.52, 0.12, 80)
    line = 1 + 4 * step
    bent = line + 6 * step**2
    ax.plot(1 + step, line, color=SECOND, lw=1.5, ls=DASHES, gid="tangent")
    ax.plot(1 + step, bent, color=FIFTH, lw=1.5, ls=DASHES, gid="parabola")
    misses = {}
    place = 1 - h
    truth = ramp(place)
    for name, color, forecast in (
        ("tangent", SECOND, tangent(ramp, ramp_slope, 1.0, -h)),
        ("parabola", FIFTH, parabola(ramp, ramp_slope, ramp_bend, 1.0, -h)),
    ):
        misses[name] = abs(forecast - truth) * 100
        ends = ([place, place], [truth, forecast])
        ax.plot(*ends, color=color, lw=2.2, gid=f"{name}-miss")
        ax.plot(place, forecast, "o", color=color, ms=6, gid=f"{name}-forecast")
    ax.plot(place, truth, "o", color=INK, ms=7, gid="truth")
    ax.plot(1, 1, "o", color=FIRST, ms=8, gid="start")
    ax.text(0.95, 1.06, "you", color=FIRST, ha="right", va="center")
    ax.text(left + 0.06, -0.22, "the ramp", color=INK, va="center")
    ax.text(0.7, -0.5, "tangent", color=SECOND, va="center")
    end = (0.56, 0.8) if narrow() else (0.47, 0.62)
    ax.text(*end, "parabola", color=FIFTH, ha="right", va="center")
    ax.set(xlim=(left, 1.12), ylim=(low, 1.45))
    ax.set(xticks=(0.4, 0.6, 0.8, 1) if narrow() else (0, 0.2, 0.4, 0.6, 0.8, 1))
    ax.set(yticks=(-0.5, 0, 0.5, 1), xlabel="meters from the middle")
    ax.set(ylabel="meters high")
    off = ", ".join(f"{name} {miss:.2f}" for name, miss in misses.items())
    fig.set_label(f"{h:g} m: {off} cm off")
    return fig


def fading_slope() -> Figure:
    """The tangent takes the slope to stay, the parabola to fall steadily."""
    fig, ax = canvas(height=3.6)
    s = np.linspace(0, 0.4, 81)
    fall = 4 - 12 * s
    ax.axhline(0, color=QUIET, linewidth=0.8)
    ax.plot(s, 0 * s + 4, color=SECOND, lw=1.6, ls=DASHES, gid="stays")
    ax.plot(s, 4 * (1 - s) ** 3, color=INK, lw=2.4, gid="ramp")
    ax.plot(s, fall, color=FIFTH, lw=1.6, ls=DASHES, gid="falls")
    ax.plot(0, 4, "o", color=FIRST, ms=8)
    ax.plot(0.2, 1.6, "o", color=FIFTH, ms=6, gid="halfway")
    ax.text(0.21, 4.16, "tangent: stays 4", color=SECOND, va="bottom")
    ax.text(0.245, 2.0, "the ramp", color=INK, va="bottom")
    if narrow():
        halfway = "parabola: on\naverage 1.6"
        ax.text(0.185, 1.35, halfway, color=FIFTH, ha="right", va="top")
    else:
        halfway = "parabola: falls steadily,\non average 1.6"
        ax.text(0.185, 1.5, halfway, color=FIFTH, ha="right", va="top")
    ax.set(xlim=(-0.015, 0.42), ylim=(-1.2, 4.9))
    ax.set(xticks=(0, 0.1, 0.2, 0.3, 0.4), yticks=(-1, 0, 1, 2, 3, 4))
    ax.set(xlabel="meters walked toward the middle", ylabel="slope")
    return fig


def valley_floor() -> Figure:
    """Near its lowest point the average cost is almost a parabola."""
    fig, ax = canvas(height=3.5)
    margins(fig, left=0.55)
    q, best = np.linspace(13, 60, 200), 1000**0.5
    floor = average_cost(best) + 200 / best**3 * (q - best) ** 2 / 2
    ax.plot(q, [average_cost(cakes) for cakes in q], color=INK, gid="average")
    ax.plot(q, floor, color=FIFTH, lw=1.6, ls=DASHES, gid="parabola")
    ax.plot(best, average_cost(best), "o", color=INK, ms=7, gid="lowest")
    for cakes in (0.9 * best, 1.1 * best):
        ax.plot((cakes, cakes), (8, average_cost(cakes)), color=QUIET, lw=1, ls=":")
    ax.text(1.1 * best + 0.8, 8.1, "10 % off", color=QUIET, va="center")
    ax.text(19.5, 9.45, "average cost", color=INK, va="center")
    ax.text(48, 9.35, "parabola", color=FIFTH, va="center", ha="right")
    ax.set(xlim=(12, 60), ylim=(7.9, 10.2), yticks=(8, 8.5, 9, 9.5, 10))
    ax.set(xlabel="cakes a day", ylabel="dollars a cake")
    return fig


@frames("Order", n=(1, 3, 5, 9, 15, 25, 61))
def orders(n: int = 1) -> Figure:
    """Between the walls at ±π more terms close in; outside they flee."""
    fig, ax = canvas(height=3.5)
    z = np.linspace(-6, 6, 481)
    ax.axvspan(-np.pi, np.pi, color=FIFTH, alpha=0.09, linewidth=0, gid="inside")
    curve = 1 / (1 + np.exp(-z))
    ax.plot(z, curve, color=INK, lw=2.4, gid="sigmoid")
    c = sigmoid_coefficients(n)
    taylor = np.array([polynomial(c, each) for each in z])
    seen = np.abs(taylor - 0.5) < 1.6
    ax.plot(z[seen], taylor[seen], color=FIFTH, lw=1.7, gid="taylor")
    ax.plot(0, 0.5, "o", color=FIRST, ms=7)
    misses = []
    for at in (3.0, 4.0):
        miss = abs(polynomial(c, at) - 1 / (1 + np.exp(-at)))
        misses.append(f"{miss:.3g}")
    name = f"Taylor, order {n}"
    ax.text(0, 1.4, name, color=FIFTH, ha="center", va="center")
    ax.text(0, -0.42, r"from $-\pi$ to $\pi$", color=QUIET, ha="center", va="center")
    ax.text(5.9, 0.9, "sigmoid", color=INK, ha="right", va="top")
    ax.set(xlim=(-6, 6), ylim=(-0.6, 1.6), yticks=(-0.5, 0, 0.5, 1, 1.5))
    ax.set_xticks((-6, -np.pi, 0, np.pi, 6), ("−6", r"$-\pi$", "0", r"$\pi$", "6"))
    ax.set(xlabel="$z$")
    off = f"off by {misses[0]} at 3, by {misses[1]} at 4"
    fig.set_label(off[0].upper() + off[1:].replace("e+0", "e"))
    return fig
