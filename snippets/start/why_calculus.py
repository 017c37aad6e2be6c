"""Why calculus: one number that learns, step by step."""

import numpy as np
from matplotlib.figure import Figure

from downhill.style import FIRST, FOURTH, INK, QUIET, SECOND, canvas, frames, narrow

SIZES = np.array([0.8, 1.3, 1.7, 2.2, 2.8])  # 1000 sq ft
PRICES = np.array([150.0, 230.0, 270.0, 380.0, 430.0])  # 1000 dollars
START, RATE = 20.0, 0.03


def loss(w: float) -> float:
    """Return the mean squared error of the prices w * size, in (1000 dollars)²."""
    return np.mean((w * SIZES - PRICES) ** 2)


def slope(w: float) -> float:
    """Return the slope of `loss` at w."""
    return np.mean(2 * (w * SIZES - PRICES) * SIZES)


def walk(steps: int) -> np.ndarray:
    """Return the weights of gradient descent, shape (steps + 1,), from START."""
    weights = [START]
    for _ in range(steps):
        weights.append(weights[-1] - RATE * slope(weights[-1]))
    return np.array(weights)


@frames("Step", step=(0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20))
def learning(step: int = 0) -> Figure:
    """With each step the line comes closer to the houses, and the loss falls."""
    fig, (houses, bowl) = canvas(height=3.4, phone=2.1, columns=2)
    weights = walk(step)
    w = weights[-1]
    reach = np.array([0.0, 3.1])
    houses.plot(SIZES, PRICES, "o", color=INK, ms=6, gid="houses")
    houses.vlines(SIZES, w * SIZES, PRICES, color=SECOND, lw=1.4, gid="errors")
    houses.plot(reach, w * reach, color=FIRST, lw=2.4, gid="line")
    houses.text(0.12, 470, f"{w:.0f} dollars a sq ft", color=FIRST, va="center")
    houses.set(xlim=(0, 3.1), ylim=(0, 510), xticks=(0, 1, 2, 3))
    houses.set(xlabel="size in 1000 sq ft", ylabel="price in 1000 dollars")
    all_w = np.linspace(0.0, 300.0, 120)
    losses = np.array([loss(each) for each in all_w]) / 1000
    bowl.plot(all_w, losses, color=INK, gid="bowl")
    bowl.plot(weights, [loss(each) / 1000 for each in weights], "o", color=FOURTH, ms=4)
    ends = np.array([w - 32, w + 32])
    tangent = (loss(w) + slope(w) * (ends - w)) / 1000
    bowl.plot(ends, tangent, color=SECOND, lw=2.4, gid="tangent")
    bowl.plot(w, loss(w) / 1000, "o", color=FIRST, ms=8, gid="now")
    bowl.text(160, 92, "how wrong", color=QUIET, ha="center", va="center")
    bowl.set(xlim=(-15, 300), ylim=(-12, 105), xticks=(0, 100, 200, 300), yticks=())
    bowl.set_xlabel("dollars a sq ft")
    if not narrow():
        fig.subplots_adjust(left=0.1, right=0.97, wspace=0.12)
    off = np.mean(abs(w * SIZES - PRICES))
    fig.set_label(f"Step {step}: {w:.0f} dollars, mean miss {off:.0f} thousand")
    return fig
