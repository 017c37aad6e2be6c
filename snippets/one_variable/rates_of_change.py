"""Rates of change: what an average speed says about a part of the trip.

Time is in hours and distance in miles, so rates are in miles an hour; figures show minutes.
"""

# --8<-- [start:imports]
import numpy as np

# --8<-- [end:imports]
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle

from downhill.style import FIRST, INK, PAPER, QUIET, SECOND, canvas, frames, narrow


# --8<-- [start:average_rate]
def average_rate(f, a, b) -> float:
    """Return the slope of the secant of f."""
    if a == b:
        what = "an average rate needs two different points"
        raise ValueError(what)
    return (f(b) - f(a)) / (b - a)


# --8<-- [end:average_rate]


# --8<-- [start:drive]
def drive(t: np.ndarray) -> np.ndarray:
    """Return the miles after t hours."""
    hours = [0, 0.2, 0.4, 0.6, 0.8, 1.0]
    miles = [0, 16, 22, 38, 44, 60]
    return np.interp(t, hours, miles)


# --8<-- [end:drive]


# --8<-- [start:average_rates]
def average_rates(t, s) -> np.ndarray:
    """Return the rates between readings."""
    if len(t) != len(s) or np.any(np.diff(t) <= 0):
        raise ValueError("each reading needs a later time")
    return np.diff(s) / np.diff(t)


# --8<-- [end:average_rates]


# --8<-- [start:windows]
def windows(f, length, start, stop, n: int):
    """Return the starts and rates of n windows."""
    if not 0 < length <= stop - start:
        what = "a window has to fit into the trip"
        raise ValueError(what)
    last = stop - length
    starts = np.linspace(start, last, n)
    miles = f(starts + length) - f(starts)
    return starts, miles / length


# --8<-- [end:windows]


# --8<-- [start:halve]
def halve(f, a, b, rate) -> float:
    """Find a half window with this rate."""
    half = (b - a) / 2
    fast, slow = a, a + half
    if average_rate(f, a, a + half) < rate:
        fast, slow = a + half, a
    for _ in range(60):
        middle = (fast + slow) / 2
        end = middle + half
        if average_rate(f, middle, end) >= rate:
            fast = middle
        else:
            slow = middle
    return fast


# --8<-- [end:halve]


def lead(t: np.ndarray) -> np.ndarray:
    """Return the miles by which the trip is ahead of a steady 55 mph."""
    return drive(t) - 55 * t


CORNERS = np.array([0, 12, 24, 36, 48, 60])  # minutes at which the road changes


def secants() -> Figure:
    """In the same quarter of an hour 17.5 miles or 10: the secants are not parallel."""
    fig, ax = canvas(height=3.6, phone=2.8)
    thick = {"linewidth": 3.2, "solid_joinstyle": "miter"}
    ax.plot(CORNERS, drive(CORNERS / 60), color=INK, gid="trip", **thick)
    phone = narrow()
    for a, b, at in (
        (0, 15, (16.2, 8.5)),
        (33, 48, (39, 20) if phone else (49.2, 38.5)),
    ):
        ends, miles = np.array([a, b]), drive(np.array([a, b]) / 60)
        corners = [*zip(ends, miles, strict=True), (b, miles[0])]
        ax.add_patch(Polygon(corners, color=SECOND, alpha=0.2, lw=0))
        ax.plot(ends, miles, "o-", color=SECOND, lw=1.5, gid=f"secant-{a}")
        rate = average_rate(drive, a / 60, b / 60)
        says = f"{np.ptp(miles):g} miles\n{rate:.0f} mph"
        ax.text(*at, says, color=SECOND, va="center", gid=f"rate-{a}")
        run = {"color": SECOND, "ha": "center", "va": "top", "size": 10}
        ax.text((a + b) / 2, miles[0] - 1.2, f"{b - a} min", **run)
    whole = drive(np.array([0.0, 1.0]))
    ax.plot((0, 60), whole, color=QUIET, lw=1, ls=(0, (5, 4)), gid="hour")
    ax.text(50, 58, "60 miles\n60 mph", color=QUIET, ha="right", va="center")
    ax.set(xlim=(-1, 62), ylim=(-8, 63), xticks=CORNERS, yticks=range(0, 61, 20))
    ax.set_xlabel("minutes")
    ax.set_ylabel("miles")
    return fig


def level_chords() -> Figure:
    """After 24 minutes the lead over a steady 55 mph is always what it was."""
    fig, ax = canvas(height=3.2)
    ax.axhline(0, color=QUIET, linewidth=1)
    ax.plot(CORNERS, lead(CORNERS / 60), color=INK, gid="lead")
    for start in (3, 9, 17, 34):
        ends = np.array([start, start + 24])
        ax.plot(ends, lead(ends / 60), "o-", color=SECOND, gid=f"chord-{start}")
    label = {"color": SECOND, "ha": "center", "va": "bottom"}
    ax.text(47, lead(CORNERS / 60)[-1] - 0.73, "24 minutes", **label)
    ax.plot(60, lead(CORNERS / 60)[-1], "o", color=INK)
    ax.text(59, 5.25, "5 ahead", color=INK, ha="right", va="bottom")
    ax.text(30, -0.2, "a car at a steady 55 mph", color=QUIET, ha="center", va="top")
    ax.set(xlim=(-1, 62), ylim=(-1, 6), xticks=CORNERS, yticks=(0, 5))
    ax.set_xlabel("minutes")
    ax.set_ylabel("miles ahead")
    return fig


@frames("Window, in minutes", minutes=(12, 15, 18, 20, 24, 27, 30, 36, 42))
def window_averages(minutes: int = 15) -> Figure:
    """Windows of 1/n of the hour meet its average of 60 mph; others may not."""
    fig, ax = canvas(height=3.9)
    starts, rates = windows(drive, minutes / 60, 0.0, 1.0, 601)
    lowest, highest = rates.min(), rates.max()
    band = (0, lowest), 60 - minutes, highest - lowest
    ax.add_patch(Rectangle(*band, color=SECOND, alpha=0.12, lw=0, gid="band"))
    ax.axhline(60, color=INK, linewidth=1, ls=(0, (5, 3)), gid="hour")
    ax.text(60, 61, "60 mph", color=INK, ha="right", va="bottom")
    ax.plot(60 * starts, rates, color=SECOND, gid="rates")
    low = {"y": 91, "va": "center", "ha": "center"}
    for left, speed in zip(CORNERS[:-1], (80, 30, 80, 30, 80), strict=True):
        road = Rectangle((left, 86), 12, 10, ec=PAPER, fc=INK, lw=1)
        road.set_alpha(0.3 if speed == 80 else 0.08)
        ax.add_patch(road)
        ax.text(left + 6, s=f"{speed}", color=INK, **low)
    ax.plot((0, minutes), (98.5, 98.5), color=FIRST, lw=4, gid="window")
    ax.set(
        xlim=(-1, 61), ylim=(24, 101), xticks=CORNERS, yticks=(30, 40, 50, 60, 70, 80)
    )
    ax.set_xlabel("minute at which the window starts")
    ax.set_ylabel("mph in the window")
    meets = lowest - 1e-9 <= 60 <= highest + 1e-9
    fig.set_label(
        f"{minutes} minutes: {lowest:.0f} to {highest:.0f} mph"
        f"{'' if meets else ', never 60'}"
    )
    return fig


def round_trip() -> Figure:
    """What the way out is above 40 mph, the way home is below: 20 miles each."""
    fig, ax = canvas(height=3.2)
    hours, speeds = np.array([0.0, 1.0, 3.0]), np.array([60.0, 30.0])
    mean = float(np.average(speeds, weights=np.diff(hours)))
    for left, width, speed, name in zip(
        hours, np.diff(hours), speeds, ("above", "below"), strict=False
    ):
        part = (left, min(speed, mean)), width, abs(speed - mean)
        ax.add_patch(Rectangle(*part, color=FIRST, alpha=0.25, lw=0, gid=name))
        middle = left + width / 2
        miles = f"{width * abs(speed - mean):.0f} miles"
        ax.text(middle, (speed + mean) / 2, miles, color=INK, ha="center", va="center")
    ax.stairs(speeds, hours, baseline=None, color=INK, linewidth=1.9, gid="speeds")
    ax.plot((0, 3), (mean, mean), color=SECOND, gid="mean")
    ax.text(2.97, mean + 1, f"{mean:.0f} mph", color=SECOND, ha="right", va="bottom")
    ax.text(0.5, 61, "out: 60 mph", color=INK, ha="center", va="bottom")
    ax.text(2, 28.5, "home: 30 mph", color=INK, ha="center", va="top")
    ax.set(xlim=(-0.05, 3.05), ylim=(0, 70), xticks=range(4), yticks=(0, 20, 40, 60))
    ax.set_xlabel("hours")
    ax.set_ylabel("mph")
    return fig
