"""Directional derivatives: the slope along a step, and what counts as its length."""

# --8<-- [start:imports]
import numpy as np

# --8<-- [end:imports]
from matplotlib.figure import Figure

from downhill.style import (
    FIFTH,
    FIRST,
    FOURTH,
    INK,
    QUIET,
    SECOND,
    THIRD,
    arrows,
    bare,
    canvas,
    frames,
    margins,
    narrow,
    on_paper,
)
from snippets.many_variables.the_gradient import grad
from snippets.one_variable.the_derivative import central_difference


# --8<-- [start:hill]
def hill(p: np.ndarray) -> float:
    """Return the height in m; p is in 100 m."""
    x, y = p
    return 3 * x + 4 * y


# --8<-- [end:hill]


# --8<-- [start:slope_along]
def slope_along(
    f,
    p: np.ndarray,
    d: np.ndarray,
) -> float:
    """Return the slope of f at p along d, both (n,)."""
    return central_difference(lambda t: f(p + t * d), 0.0)


# --8<-- [end:slope_along]


# --8<-- [start:steepest]
def steepest(g: np.ndarray, order: float) -> np.ndarray:
    """Return the best step of length 1, shape (n,)."""
    if not g.any():
        raise ValueError("the ground is level")
    if order == 2:
        return g / np.linalg.norm(g)
    if order == np.inf:
        return np.sign(g)
    if order == 1:
        largest = np.argmax(np.abs(g))
        alone = np.arange(len(g)) == largest
        return np.where(alone, np.sign(g), 0.0)
    raise ValueError(f"no count is named {order}")


# --8<-- [end:steepest]


# --8<-- [start:recounted]
def recounted(
    g: np.ndarray,
    c: np.ndarray,
) -> np.ndarray:
    """Return the best step if units count as c, (n,)."""
    counted = steepest(g / c, 2)
    return counted / c


# --8<-- [end:recounted]


# --8<-- [start:valley]
def valley(p: np.ndarray) -> float:
    """Return the height in m; p is in km."""
    x, y = p
    return x**2 + 100 * y**2


# --8<-- [end:valley]


# --8<-- [start:lowest_landing]
def heading(degrees: float) -> np.ndarray:
    """Return the unit step, counted from east."""
    t = np.radians(degrees)
    return np.array([np.cos(t), np.sin(t)])


def lowest_landing(f, p: np.ndarray, length: float) -> int:
    """Return the whole degree that lands lowest."""

    def landing(degrees: int) -> float:
        return f(p + length * heading(degrees))

    return min(range(360), key=landing)


# --8<-- [end:lowest_landing]


# --8<-- [start:cosines]
def cosines(
    n: int,
    k: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return k random slopes per steepest one, (k,)."""
    g = np.ones(n)
    steps = rng.normal(size=(k, n))
    lengths = np.linalg.norm(steps, axis=1)
    return steps @ g / (lengths * np.linalg.norm(g))


# --8<-- [end:cosines]


# --8<-- [start:crossing]
def crossing(p: np.ndarray) -> float:
    """Return the height in m; p is in m."""
    x, y = p
    if x == 0 and y == 0:
        return 0.0
    return x**2 * y / (x**2 + y**2)


# --8<-- [end:crossing]

CORNER = np.zeros(2)
SLOPES = np.array([3.0, 4.0])  # of the hill
HIGH = np.array([10.0, 1.0])  # above the valley's floor
COUNTS = {"Ada": 2, "Ben": 1, "Cleo": np.inf}
HOW = {"Ada": ", on foot", "Ben": ", by tram", "Cleo": ", two tickets"}
COLORS = {"Ada": FIRST, "Ben": FOURTH, "Cleo": FIFTH}
ON_PAPER = on_paper(1.5)


def three_reaches() -> Figure:
    """The same hill, three reaches: each touches another level line."""
    fig, ax = canvas(height=3.3, phone=2.4)
    fig.subplots_adjust(left=0.01, right=0.99, bottom=0.01, top=0.99)
    if narrow():
        bare(ax, xlim=(-1.08, 2.32), ylim=(-1.12, 1.3))
    else:
        bare(ax, xlim=(-1.4, 3.3), ylim=(-1.15, 1.3))
    turn = np.linspace(0.0, 360.0, 361)
    ways = np.array([heading(t) for t in turn])
    end = 1.42 if narrow() else 1.7
    east = np.array([-1.5, end])
    for height in range(-8, 11):
        level = (height - 3 * east) / 4
        ax.plot(east, level, color=QUIET, lw=0.6, alpha=0.45)
    for name, order in COUNTS.items():
        best, color = steepest(SLOPES, order), COLORS[name]
        climb = SLOPES @ best
        ax.plot(east, (climb - 3 * east) / 4, color=QUIET, lw=0.9, gid=f"{name} level")
        lengths = np.array([np.linalg.norm(way, order) for way in ways])
        ax.plot(*(ways.T / lengths), color=color, lw=2.0, gid=f"{name} reach")
        arrows(ax, CORNER, best, color, f"{name} way", width=0.035)
        ax.plot(*best, "o", color=color, ms=7, zorder=4, gid=f"{name} end")
        word = f"{climb:.0f} m: {name}"
        word += "" if narrow() else HOW[name]
        size = 11 if narrow() else 12.5
        height = (climb - 3 * end) / 4
        ax.text(end + 0.05, height, word, color=color, size=size, va="center")
    ax.plot(0, 0, "o", color=INK, ms=7, zorder=4)
    ax.text(-0.1, -0.12, "corner", color=INK, ha="right", va="center", bbox=ON_PAPER)
    return fig


def by_heading() -> Figure:
    """The three agree on what is level and what climbs, not on what is steepest."""
    fig, ax = canvas(height=3.3, phone=2.9)
    degrees = np.linspace(0.0, 360.0, 361)
    ways = np.array([heading(t) for t in degrees])
    ax.axhline(0.0, color=QUIET, lw=1)
    for name, order in COUNTS.items():
        lengths = np.array([np.linalg.norm(way, order) for way in ways])
        climbs = ways @ SLOPES / lengths
        ax.plot(degrees, climbs, color=COLORS[name], gid=name)
        best = int(np.argmax(climbs))
        ax.plot(best, climbs[best], "o", color=COLORS[name], gid=f"{name} best")
    level = np.degrees(np.arctan2(-3.0, 4.0)) + np.array([180.0, 360.0])
    ax.plot(level, [0, 0], "o", color=INK, zorder=4, gid="level")
    ax.text(53, 7.15, "Cleo, 45°", color=FIFTH, va="bottom")
    x, y = (72, 5.0) if narrow() else (64, 5.05)
    ax.text(x, y, "Ada, 53°", color=FIRST, va="bottom", bbox=ON_PAPER)
    x, y = (108, 3.2) if narrow() else (98, 3.75)
    ax.text(x, y, "Ben, 90°", color=FOURTH, va="bottom", bbox=ON_PAPER)
    gap = "\n" if narrow() else " "
    word = f"level for all:{gap}{level[0]:.0f}° and {level[1]:.0f}°"
    ax.text(level.mean(), 0.2, word, color=INK, ha="center", va="bottom")
    ax.set(xlim=(-6, 366), xticks=range(0, 361, 90), ylim=(-8.2, 8.6))
    ax.set(yticks=range(-6, 7, 3), xlabel="heading, degrees from east")
    ax.set_ylabel("climb with 100 m, in m")
    return fig


@frames("A kilometer north counts as", counts=(1, 2, 3, 5, 10, 20))
def counting_north(counts: float = 1) -> Figure:
    """The more a kilometer north counts, the more the best way down turns west."""
    fig, ax = canvas(height=3.0, phone=2.2)
    fig.subplots_adjust(left=0.01, right=0.99, bottom=0.01, top=0.99)
    bare(ax, xlim=(-1.4, 13.4), ylim=(-2.6, 4.4))
    x, y = np.meshgrid(np.linspace(-1.4, 13.4, 201), np.linspace(-2.6, 4.4, 201))
    levels = [25, 100, 200, 400, 800, 1600]
    z = x**2 + 100 * y**2
    ax.contour(x, y, z, levels=levels, colors=QUIET, linewidths=0.8, alpha=0.7)
    c = np.array([1.0, counts])
    turn = np.linspace(0.0, 2 * np.pi, 181)
    reach = HIGH + 3.0 * np.array([np.cos(turn), np.sin(turn)]).T / c
    ax.plot(*reach.T, color=FIRST, lw=1.8, gid="reach")
    down = -3.0 * recounted(grad(valley, HIGH), c)
    beyond = HIGH + 5.0 * down
    ax.plot(*np.array([HIGH, beyond]).T, ":", color=THIRD, lw=1.4, gid="beyond")
    arrows(ax, HIGH, down, THIRD, "down")
    ax.plot(*HIGH, "o", color=INK, ms=6, zorder=4, gid="here")
    ax.plot(0, 0, "o", color=INK, ms=6, zorder=4, gid="deepest")
    ax.text(0.0, -1.75, "deepest", color=INK, ha="center", bbox=ON_PAPER)
    turned = np.degrees(np.arctan2(down[1], down[0])) % 360
    fig.set_label(f"It counts as {counts}: the best way down is {turned:.1f}°")
    return fig


MANY = (2, 10, 100, 1000)


def almost_level() -> Figure:
    """The more inputs, the closer to level is a random direction."""
    fig, ax = canvas(height=3.3, phone=2.7)
    rng = np.random.default_rng(0)
    edges = np.linspace(-1.0, 1.0, 81)
    colors = (FOURTH, FIRST, THIRD, SECOND)
    for n, color in zip(MANY, colors, strict=True):
        c = cosines(n, 5000, rng)
        heights, _ = np.histogram(c, edges, density=True)
        ax.stairs(heights, edges, color=color, lw=1.6, gid=f"{n} inputs")
    ax.set(xlim=(-1.0, 1.0), xlabel="slope, as a share of the steepest")
    ax.set(xticks=[-1, -0.5, 0, 0.5, 1], yticks=[], ylim=(0, 13.5))
    ax.spines["left"].set_visible(False)
    places = ((0.95, 5.0), (0.7, 2.2), (0.16, 3.6), (0.07, 9.5))
    for n, color, (x, y) in zip(MANY, colors, places, strict=True):
        ha = "right" if x > 0.5 else "left"
        ax.text(x, y, f"{n} inputs", color=color, ha=ha, va="center", bbox=ON_PAPER)
    margins(fig, 0.15)
    return fig


def no_cosine() -> Figure:
    """At the crossing both streets are level, and most other headings are not."""
    fig, ax = canvas(height=2.7, phone=2.4)
    degrees = np.linspace(0.0, 360.0, 361)
    slopes = [slope_along(crossing, CORNER, heading(t)) for t in degrees]
    ax.plot(degrees, slopes, color=SECOND, gid="slopes")
    ax.axhline(0.0, color=THIRD, ls="--", lw=1.6, gid="foretold")
    streets = np.arange(0, 361, 90)
    ax.plot(streets, 0.0 * streets, "o", color=INK, zorder=4, gid="streets")
    ax.set(xlim=(-6, 366), xticks=range(0, 361, 90), ylim=(-0.48, 0.56))
    ax.set(xlabel="heading, degrees from east", ylabel="slope")
    ax.set(yticks=[-0.4, -0.2, 0, 0.2, 0.4])
    margins(fig, 0.58)
    label = {"va": "center", "bbox": ON_PAPER}
    ax.text(90, 0.47, "the slope", color=SECOND, ha="center", **label)
    word = "by the gradient" if narrow() else "what the gradient says"
    ax.text(270, 0.1, word, color=THIRD, ha="center", **label)
    return fig
