"""The palette is legible and safe for colour-blind readers: computed, not looked at."""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.figure import Figure

from downhill.problem import ROOT, Problem
from downhill.style import (
    FIRST,
    INK,
    NARROW_WIDTH,
    PALETTE,
    WIDTH,
    canvas,
    find,
    on_phones,
    palette_css,
    typeface,
)

LIGHT, DARK = 0, 1
# Machado, Oliveira, Fernandes 2009, severity 1, on linear RGB.
SIGHT = {
    "full": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def linear(colour: str) -> np.ndarray:
    """Linear RGB of "#rrggbb", each from 0 to 1."""
    c = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def contrast(a: str, b: str) -> float:
    """The contrast ratio of WCAG 2, from 1 to 21."""
    low, high = sorted(float((XYZ @ linear(colour))[1]) for colour in (a, b))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIELAB of linear RGB; distances of about 2 are just noticeable."""
    x = XYZ @ np.clip(rgb, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    f = np.where(x > (6 / 29) ** 3, np.cbrt(x), x / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("role", [r for r in PALETTE if r not in ("paper", "grid")])
def test_text_and_lines_have_contrast(role: str, scheme: int) -> None:
    assert contrast(PALETTE[role][scheme], PALETTE["paper"][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
def test_any_two_roles_of_data_stay_apart(sight: str, scheme: int) -> None:
    roles = ("ink", "first", "second", "third", "fourth", "fifth")
    seen = {r: lab(SIGHT[sight] @ linear(PALETTE[r][scheme])) for r in roles}
    for a, b in combinations(roles, 2):
        distance = float(np.linalg.norm(seen[a] - seen[b]))
        assert distance >= (25 if sight == "full" else 12), (a, b, distance)


def test_roles_have_values_of_their_own() -> None:
    values = [value for pair in PALETTE.values() for value in pair]
    assert len(set(values)) == len(values)


def test_page_gets_every_role_in_both_schemes_and_in_print() -> None:
    css = palette_css()
    for role, (light, dark) in PALETTE.items():
        assert css.count(f"--{role}: light-dark({light}, {dark});") == 1
    assert css.count("{") == css.count("}")


def test_canvas_is_in_the_house_style() -> None:
    fig, ax = canvas(height=3.0)
    assert isinstance(fig, Figure)
    assert fig.get_size_inches().tolist() == [WIDTH, 3.0]
    assert ax.plot([0, 1], [0, 1])[0].get_color() == FIRST
    assert ax.text(0, 0, "words").get_color() == INK
    assert canvas(columns=2)[1].shape == (2,)
    with on_phones():
        sizes = [
            canvas(height=2.0, columns=2, phone=phone)[0].get_size_inches().tolist()
            for phone in (None, 2.5)
        ]
    assert sizes == [[NARROW_WIDTH, 4.0], [NARROW_WIDTH, 5.0]]


def test_find_returns_the_one_artist() -> None:
    fig, ax = canvas()
    (line,) = ax.plot([0, 1], [0, 1], gid="curve")
    assert find(fig, "curve") is line
    with pytest.raises(LookupError, match="0 artists have the gid 'tangent'"):
        find(fig, "tangent")


def test_a_missing_font_is_a_problem() -> None:
    nowhere = ROOT / "no-such-folder"
    with pytest.raises(Problem, match=r"source-serif-4-latin-400-normal\.woff2 is not"):
        typeface(nowhere, nowhere)
