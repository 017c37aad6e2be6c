"""A program that differentiates: seven cards, and a formula as a tree."""

# --8<-- [start:imports]
import ast
import functools
import math

# --8<-- [end:imports]
from collections.abc import Callable

# --8<-- [start:random]
from random import Random

# --8<-- [end:random]
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from downhill.style import (
    FIRST,
    FOURTH,
    INK,
    PAPER,
    QUIET,
    SECOND,
    canvas,
    frames,
    narrow,
)
from snippets.one_variable.the_derivative import central_difference

# --8<-- [start:card]
Formula = float | str | tuple["Formula", ...]


def card(f: Formula) -> tuple[str, Formula]:
    """Name the card for f, and return what it writes."""
    match f:
        case int() | float():
            return "number", 0
        case "x":
            return "letter", 1
        case ("+", a, b):
            return "sum", ("+", ("D", a), ("D", b))
        case ("*", a, b):
            first = ("*", ("D", a), b)
            second = ("*", a, ("D", b))
            return "product", ("+", first, second)
        case ("^", a, int() | float() as n):
            power = ("*", n, ("^", a, n - 1))
            return "power", ("*", power, ("D", a))
        case ("exp", a):
            return "exponential", ("*", f, ("D", a))
        case ("ln", a):
            turned = ("^", a, -1)
            return "logarithm", ("*", turned, ("D", a))
    raise ValueError(f"no card for {show(f)}")


# --8<-- [end:card]


# --8<-- [start:differentiate]
def carry_out(f: Formula, card=card) -> Formula:
    """Return f with every D in it carried out."""
    match f:
        case ("D", a):
            return carry_out(card(a)[1], card)
        case (op, *parts):
            done = [carry_out(part, card) for part in parts]
            return (op, *done)
    return f


def differentiate(f: Formula, card=card) -> Formula:
    """Return the derivative, as the cards write it."""
    return carry_out(("D", f), card)


# --8<-- [end:differentiate]


# --8<-- [start:size]
def size(f: Formula) -> int:
    """Count the nodes."""
    if isinstance(f, tuple):
        return 1 + sum(map(size, f[1:]))
    return 1


# --8<-- [end:size]


# --8<-- [start:parse]
def parse(text: str) -> Formula:
    """Read a formula such as (3*x + 2)^2."""
    text = text.replace("^", "**")
    return grow(ast.parse(text, mode="eval").body)


def grow(node: ast.expr) -> Formula:
    """Translate Python's tree into ours."""
    match node:
        case ast.Constant(int() | float() as number):
            return number
        case ast.Name("x"):
            return "x"
        case ast.UnaryOp(ast.USub(), a):
            return tidy(("*", -1, grow(a)))
        case ast.BinOp(a, ast.Sub(), b):
            return ("+", grow(a), tidy(("*", -1, grow(b))))
        case ast.BinOp(a, ast.Add(), b):
            return ("+", grow(a), grow(b))
        case ast.BinOp(a, ast.Mult(), b):
            return ("*", grow(a), grow(b))
        case ast.BinOp(a, ast.Pow(), b):
            return ("^", grow(a), grow(b))
        case ast.Call(ast.Name("exp" | "ln" as name), [a]):
            return (name, grow(a))
    raise ValueError(f"cannot read {ast.unparse(node)}")


# --8<-- [end:parse]


# --8<-- [start:evaluate]
def evaluate(f: Formula, x: float) -> float:
    """Return the value at x, measuring any D in f."""
    match f:
        case int() | float():
            return f
        case "x":
            return x
        case ("+", a, b):
            return evaluate(a, x) + evaluate(b, x)
        case ("*", a, b):
            return evaluate(a, x) * evaluate(b, x)
        case ("^", a, b):
            return math.pow(evaluate(a, x), evaluate(b, x))
        case ("exp", a):
            return math.exp(evaluate(a, x))
        case ("ln", a):
            return math.log(evaluate(a, x))
        case ("D", a):
            inner = functools.partial(evaluate, a)
            return central_difference(inner, x)
    raise ValueError(f"no value for {show(f)}")


# --8<-- [end:evaluate]


# --8<-- [start:tidy]
def tidy(f: Formula) -> Formula:
    """Drop what changes no value."""
    if isinstance(f, tuple):
        f = (f[0], *map(tidy, f[1:]))
    match f:
        case ("+", 0, a) | ("+", a, 0):
            return a
        case ("*", 1, a) | ("*", a, 1) | ("^", a, 1):
            return a
        case ("*", 0, _) | ("*", _, 0):
            return 0
        case ("^", _, 0):
            return 1
        case ("+" | "*", int() | float(), int() | float()):
            return evaluate(f, 0)
        case ("D", "x" | int() | float() as a):
            return card(a)[1]
    return f


# --8<-- [end:tidy]


# --8<-- [start:show]
def show(f: Formula) -> str:
    """Write f on one line."""
    match f:
        case ("+", a, b):
            return f"{show(a)} + {show(b)}"
        case ("*", a, b):
            return f"{bracket(a, '+')}*{bracket(b, '+')}"
        case ("^", a, b):
            base, n = (bracket(p, *"+*^-") for p in (a, b))
            return f"{base}^{n}"
        case (name, a):
            return f"{name}({show(a)})"
    return str(f)


def bracket(f: Formula, *signs: str) -> str:
    """Show f, in brackets if one of signs is on top."""
    text = show(f)
    top = f[0] if isinstance(f, tuple) else text[0]
    return f"({text})" if top in signs else text


# --8<-- [end:show]


# --8<-- [start:steps]
def step(f: Formula, card=card) -> tuple[str, Formula]:
    """Play the card for the first D in f."""
    if isinstance(f, tuple):
        if f[0] == "D":
            return card(f[1])
        parts = list(f)
        for i, part in enumerate(f):
            name, parts[i] = step(part, card)
            if name:
                return name, tuple(parts)
    return "", f


def steps(f: Formula, card=card):
    """Yield each card and the line after it, tidied."""
    name, line = "start", tidy(("D", f))
    while name:
        yield name, line
        name, line = step(line, card)
        line = tidy(line)


# --8<-- [end:steps]


# --8<-- [start:wrong_card]
def wrong_card(f: Formula) -> tuple[str, Formula]:
    """Play a wrong card for products."""
    match f:
        case ("*", a, b):
            return "product", ("*", ("D", a), ("D", b))
    return card(f)


# --8<-- [end:wrong_card]


# --8<-- [start:again]
def again(f: Formula) -> Formula:
    """Put f into 4x(1 - x)."""
    return ("*", ("*", 4, f), ("+", 1, ("*", -1, f)))


# --8<-- [end:again]


# --8<-- [start:random_formula]
def random_formula(rng: Random, depth: int) -> Formula:
    """Draw a formula, at most so deep."""
    if depth == 0 or rng.random() < 0.2:
        number = rng.randint(1, 5)
        leaves: list[Formula] = ["x", "x", number]
        return rng.choice(leaves)
    op, deeper = rng.choice("++**^el"), depth - 1
    a = random_formula(rng, deeper)
    if op == "^":
        return ("^", a, rng.randint(2, 3))
    if op == "e":
        return ("exp", ("*", 0.1, a))
    if op == "l":
        return ("ln", ("+", ("^", a, 2), 1))
    return (op, a, random_formula(rng, deeper))


# --8<-- [end:random_formula]


# --8<-- [start:disagreements]
def disagreements(card) -> list[float]:
    """Compare 2000 formulas with measurements at 0.7."""
    rng, x, distances = Random(0), 0.7, []
    for _ in range(2000):
        f = random_formula(rng, 5)
        try:
            found = tidy(differentiate(f, card))
            slope = evaluate(found, x)
            measured = evaluate(("D", f), x)
        except OverflowError:
            continue
        if abs(measured) < 1e6:
            value = abs(evaluate(f, x))
            scale = max(1.0, value, abs(measured))
            distances.append(abs(slope - measured) / scale)
    return distances


# --8<-- [end:disagreements]


PHOTO = parse("(3*x + 2)^2")
SIGNS = {"*": "×"}
Path = tuple[int, ...]  # which part of the tree, which part of that, and so on


def _places(f: Formula) -> dict[Path, tuple[float, int, str]]:
    """Across, down and sign of each node: leaves side by side, each parent amid its parts."""
    places: dict[Path, tuple[float, int, str]] = {}
    leaves = 0

    def put(f: Formula, path: Path) -> float:
        nonlocal leaves
        if isinstance(f, tuple):
            parts = [put(part, (*path, i)) for i, part in enumerate(f[1:], 1)]
            across = (parts[0] + parts[-1]) / 2
        else:
            across, leaves = float(leaves), leaves + 1
        sign = str(f[0] if isinstance(f, tuple) else f)
        places[path] = across, len(path), SIGNS.get(sign, sign)
        return across

    put(f, ())
    middle = (leaves - 1) / 2
    return {path: (x - middle, y, sign) for path, (x, y, sign) in places.items()}


def _tree(ax: Axes, f: Formula, ends: set[Path], size: float) -> None:
    """Draw a tree from the top down, its Ds and what became of them in red."""
    places = _places(f)
    for path, (x, y, sign) in places.items():
        if path:
            above = places[path[:-1]]
            ax.plot([above[0], x], [above[1], y], color=QUIET, lw=1.1, zorder=1)
        red = sign == "D" or path in ends
        color = SECOND if red else FIRST if sign == "x" else INK
        face = SECOND if sign == "D" else PAPER
        ax.plot(x, y, "o", ms=size, color=face, mec=color, zorder=2)
        text = PAPER if sign == "D" else color
        name = f"{sign} {path}"
        large = 13 if sign in "+×^" else 10.5
        ax.text(
            x,
            y,
            sign,
            color=text,
            size=large,
            gid=name,
            ha="center",
            va="center_baseline",
        )


def _first(f: Formula, path: Path = ()) -> Path | None:
    """The place of the first D."""
    if not isinstance(f, tuple):
        return None
    if f[0] == "D":
        return path
    found = (_first(part, (*path, i)) for i, part in enumerate(f[1:], 1))
    return next((place for place in found if place is not None), None)


@frames("Cards played", cards=(0, 1, 2, 3, 4, 5, 6, 7))
def sinking(cards: int = 2) -> Figure:
    """Each card takes a D away and puts one on each smaller part, until none is left."""
    fig, ax = canvas(height=3.45, phone=2.45)
    ax.set_position((0, 0, 1, 1))
    ax.set_axis_off()
    line: Formula = ("D", PHOTO)
    name, ends = "none yet", set[Path]()
    for _ in range(cards):
        at = _first(line)
        name, line = step(line)
        if name in ("number", "letter") and at is not None:
            ends.add(at)
    if not name:
        line, name, ends = tidy(line), "tidied up", set()
    _tree(ax, line, ends, 15.5 if narrow() else 20)
    ax.text(0, 6.05, show(line), color=INK, ha="center", va="center", gid="line")
    ax.set(xlim=(-5.1, 5.1), ylim=(6.4, -0.5))
    said = f"card {cards}: {name}" if 0 < cards < 7 else name
    fig.set_label(said)
    return fig


def up_and_down() -> Figure:
    """What is computed last is differentiated first."""
    fig, axes = canvas(height=3.0, columns=2, phone=2.6)
    up = {(1, 1): "1st: 3", (1,): "2nd: 5", (): "3rd: 25"}
    down = {(): "1st: power", (1,): "2nd: sum", (1, 1): "3rd: product"}
    titles = "computing, at $x = 1$", "differentiating"
    for ax, order, title, color in zip(
        axes, (up, down), titles, (INK, SECOND), strict=True
    ):
        ax.set_axis_off()
        _tree(ax, PHOTO, set(), 20)
        for path, words in order.items():
            x, y, _ = _places(PHOTO)[path]
            gid = f"{title} {path}"
            ax.text(x - 0.34, y - 0.08, words, color=color, ha="right", gid=gid)
        way = (3.0, 0.0) if order is up else (0.0, 3.0)
        ax.annotate(
            "",
            (2.1, way[1]),
            (2.1, way[0]),
            arrowprops={"arrowstyle": "-|>", "color": color, "lw": 1.8},
        )
        ax.text(0.1, -0.75, title, color=color, ha="center")
        ax.set(xlim=(-2.75, 2.4), ylim=(3.35, -1.0))
    fig.subplots_adjust(0.01, 0.01, 0.99, 0.99, 0.02, 0.02)
    return fig


def swell() -> Figure:
    """The derivative outgrows its formula; what is carried along does not grow."""
    fig, ax = canvas(height=3.7, phone=3.5)
    link, n = again("x"), np.arange(1, 9)
    step_size = size(link) + size(tidy(differentiate(link))) + 2
    f: Formula = "x"
    rows = []
    for _ in n:
        f = again(f)
        slope = differentiate(f)
        rows.append((size(f), size(tidy(slope)), size(slope)))
    formula, tidied, written = np.transpose(rows)
    ax.fill_between(n, formula, tidied, color=SECOND, alpha=0.12, lw=0)
    for sizes, gid, words, color, lw, lift in (
        (written, "written", "derivative", SECOND, 1.3, 1.2),
        (tidied, "tidied", "tidied", SECOND, 2.4, 0.85),
        (formula, "formula", "formula", INK, 2.4, 1.0),
        (step_size * n, "carried", "carried\nalong", FOURTH, 2.4, 1.0),
    ):
        ax.plot(n, sizes, "o-", color=color, lw=lw, ms=4, gid=gid)
        at = (8.2, sizes[-1] * lift)
        ax.text(*at, words, color=color, va="center", linespacing=1.1)
    ax.set_yscale("log")
    ax.set(xlim=(0.7, 9.6), ylim=(6, 70000), xticks=(1, 2, 4, 6, 8))
    ax.set(yticks=(10, 100, 1000, 10000), yticklabels=("10", "100", "1000", "10000"))
    ax.minorticks_off()
    ax.set(xlabel="times that it was put into $4x(1 - x)$", ylabel="nodes")
    if narrow():
        ax.set(xlim=(0.5, 10.9), xlabel="times put into $4x(1 - x)$")
    fig.subplots_adjust(left=0.11 if not narrow() else 0.2)
    return fig


@functools.cache
def _digits(play: Callable[[Formula], tuple[str, Formula]]) -> np.ndarray:
    """The logarithms of the distances, -17 for those that are 0; kept, as they take a second."""
    return np.log10(np.maximum(disagreements(play), 1e-17))


def two_heaps() -> Figure:
    """Right cards agree with every measurement, and one wrong card shows."""
    fig, ax = canvas(height=3.6, phone=3.4)
    edges = np.arange(-17.0, 2.0)
    for play, gid, color, up in (
        (card, "right", INK, 1),
        (wrong_card, "wrong", SECOND, -1),
    ):
        counts, _ = np.histogram(_digits(play), edges)
        ax.stairs(up * counts, edges, fill=True, color=color, lw=0, gid=gid)
    ax.axhline(0, color=QUIET, lw=0.8)
    ax.text(-7.6, 430, "the seven cards", color=INK)
    ax.text(-1.2, -600, "one card wrong", color=SECOND, ha="right")
    ax.text(-11, -460, "no harm done", color=SECOND, ha="center")
    ax.set(xlim=(-17.3, 1.3), ylim=(-760, 860), xticks=(-16.5, -12, -8, -4, 0))
    ax.set_xticklabels(["0", *(f"$10^{{{k}}}$" for k in (-12, -8, -4)), "1"])
    ax.set(yticks=(-500, 0, 500), yticklabels=("500", "0", "500"))
    ax.set(xlabel="distance from the measured slope", ylabel="formulas")
    fig.subplots_adjust(left=0.11 if not narrow() else 0.18)
    return fig
