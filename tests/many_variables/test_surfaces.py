"""Surfaces: literal values of its functions, and the claim of each figure."""

import re

import numpy as np
import pytest

from downhill.style import every_frame, find, on_phones
from snippets.many_variables.surfaces import (
    ANGLES,
    CUTS,
    LEVELS,
    bowl,
    bowl_and_map,
    cut_at_random,
    equal_steps,
    extremes,
    flood,
    grid,
    oblique,
    pieces,
    random_cuts,
    random_plane,
    shores,
    slice_line,
    slice_plane,
    trap,
    up_on_every_line,
    wells,
)

PRICES = np.array([1.0, 4.0])


def test_a_slice_along_a_line() -> None:
    g = slice_line(bowl(PRICES), np.array([2.0, 1.0]), np.array([0.0, 1.0]))
    assert [g(0.0), g(1.0), g(-1.0)] == [8.0, 20.0, 4.0]


def test_a_slice_on_a_plane() -> None:
    u, v = np.array([0.6, 0.8]), np.array([-0.8, 0.6])
    g = slice_plane(bowl(PRICES), np.zeros(2), u, v)
    assert g(1.0, 0.0) == pytest.approx(2.92)
    assert g(0.0, 1.0) == pytest.approx(2.08)
    assert g(0.6, -0.8) == pytest.approx(1.0)  # the point (1, 0)


@pytest.mark.parametrize(
    ("u", "v"),
    [
        ([2.0, 0.0], [0.0, 1.0]),
        ([1.0, 0.0], [0.0, 0.9]),
        ([1.0, 0.0], [0.6, 0.8]),
        ([1.0, 0.0], [0.0, 1.0 + 1e-11]),
    ],
)
def test_a_distorted_plane_is_refused(u: list[float], v: list[float]) -> None:
    with pytest.raises(ValueError, match="at a right angle"):
        slice_plane(bowl(PRICES), np.zeros(2), np.array(u), np.array(v))


def test_bowl() -> None:
    assert bowl(PRICES)(np.array([2.0, 1.0])) == 8.0
    assert bowl(np.array([1.0, -1.0, 2.0]))(np.ones(3)) == 2.0


@pytest.mark.parametrize("n", [2, 7, 300])
def test_a_random_plane_is_not_distorted(n: int) -> None:
    q = random_plane(n, np.random.default_rng(1))
    assert q.shape == (n, 2)
    assert q.T @ q == pytest.approx(np.eye(2))


def test_random_planes_prefer_no_direction() -> None:
    rng = np.random.default_rng(0)
    share = np.mean([random_plane(4, rng)[:, 0] ** 2 for _ in range(4000)], axis=0)
    assert share == pytest.approx(np.full(4, 0.25), abs=0.02)


@pytest.mark.parametrize("degrees", [0, 17, 45, 90, 130])
def test_extremes_are_those_of_the_circle_however_it_is_turned(degrees: int) -> None:
    a = np.radians(degrees)
    u, v = np.array([np.cos(a), np.sin(a)]), np.array([-np.sin(a), np.cos(a)])
    for prices in (PRICES, np.array([3.0, -2.0])):
        found = extremes(slice_plane(bowl(prices), np.zeros(2), u, v))
        assert found == pytest.approx((prices.min(), prices.max()))


def test_random_cuts_lie_between_the_prices() -> None:
    found = random_cuts(np.logspace(0, 4, 10), 50, np.random.default_rng(0))
    assert found.shape == (50, 2)
    assert np.all(found[:, 0] <= found[:, 1])
    assert found.min() >= 1.0
    assert found.max() <= 10000.0


def test_wells() -> None:
    assert wells(np.array([1.0, 0.0])) == wells(np.array([-1.0, 0.0])) == 0.0
    assert wells(np.array([0.0, 0.0])) == 1.0
    assert wells(np.array([2.0, 3.0])) == 18.0


def test_grid() -> None:
    x, y, z = grid(wells, -2.0, 2.0, 5)
    assert x.shape == y.shape == z.shape == (5, 5)
    assert x[0].tolist() == [-2.0, -1.0, 0.0, 1.0, 2.0]
    assert y[:, 0].tolist() == [-2.0, -1.0, 0.0, 1.0, 2.0]
    assert z[2].tolist() == [9.0, 0.0, 1.0, 0.0, 9.0]


@pytest.mark.parametrize(
    ("mask", "count"),
    [
        ([[0, 0], [0, 0]], 0),
        ([[1, 0], [0, 1]], 2),
        ([[1, 1], [0, 1]], 1),
        ([[1, 1, 1], [1, 0, 1], [1, 1, 1]], 1),
        ([[1, 0, 1], [1, 0, 1], [1, 1, 1]], 1),
        ([[1, 0, 1, 0, 1]], 3),
    ],
)
def test_pieces(mask: list[list[int]], count: int) -> None:
    assert pieces(np.array(mask, dtype=bool)) == count


def test_pieces_of_a_large_mask() -> None:
    assert pieces(np.ones((401, 401), dtype=bool)) == 1


def test_trap_falls_on_the_parabola_and_on_no_axis() -> None:
    assert trap(np.array([0.1, 0.02])) == pytest.approx(-1e-4)
    assert trap(np.array([0.1, 0.0])) == pytest.approx(3e-4)
    assert trap(np.array([0.0, 0.1])) == pytest.approx(0.01)


def test_oblique() -> None:
    assert oblique(np.array([2.0, 1.0]), 10.0).tolist() == pytest.approx([2.42, 2.5])
    assert oblique(np.ones((2, 3)), np.arange(3.0)).shape == (2, 3)


@pytest.mark.parametrize("phone", [False, True])
def test_the_rings_of_the_bowl_are_the_lines_of_the_map(phone: bool) -> None:
    with on_phones(phone):
        fig = bowl_and_map()
    for level in LEVELS:
        line = np.array(find(fig, f"line {level:.0f}").get_data())
        assert PRICES @ line**2 == pytest.approx(np.full(121, level))
        ring = np.array(find(fig, f"ring {level:.0f}").get_data())
        assert ring == pytest.approx(oblique(line, level))
        shadow = np.array(find(fig, f"shadow {level:.0f}").get_data())
        gaps = ring - shadow
        assert gaps[0] == pytest.approx(np.zeros(121))  # straight below
        if level == 8.0:
            assert line.max(axis=1) == pytest.approx([2.8284, 1.4142], abs=1e-4)
            for gid, curve in (("top", ring), ("foot", shadow), ("point", line)):
                at = np.array(find(fig, gid).get_data())
                assert np.hypot(*(curve - at)).min() < 0.06
    assert np.ravel(find(fig, "point").get_data()).tolist() == [2.0, 1.0]
    plumb = np.array(find(fig, "plumb line").get_data())
    assert plumb[0, 0] == plumb[0, 1]


@pytest.mark.parametrize("phone", [False, True])
def test_the_more_weights_the_rounder_the_slice(phone: bool) -> None:
    with on_phones(phone):
        fig = cut_at_random()
    ratios = []
    for ax, n in zip(fig.axes, CUTS, strict=True):
        x, y = find(fig, f"{n}").get_data()
        ratios.append(np.ptp(x) / np.ptp(y))
        assert ax.get_aspect() == 1.0
        (said,) = (text.get_text() for text in ax.texts)
        assert float(str(said).split(" : ")[0]) == pytest.approx(ratios[-1], abs=0.005)
    assert ratios == pytest.approx([100.0, 2.2794, 1.2413, 1.0773], abs=1e-4)


@pytest.mark.parametrize("phone", [False, True])
def test_equal_steps_are_closer_where_it_is_steeper(phone: bool) -> None:
    with on_phones(phone):
        fig = equal_steps()
    ends = []
    for level in range(1, 6):
        (_, end), heights = find(fig, f"step {level}").get_data()
        assert list(heights) == [level, level]
        assert np.interp(end, *find(fig, "slice").get_data()) == pytest.approx(
            level, abs=0.01
        )
        line = np.array(find(fig, f"line {level}").get_data())
        assert PRICES @ line**2 == pytest.approx(np.full(91, level))
        assert line[:, 0] == pytest.approx([end, 0.0])  # it ends below its step
        ends.append(end)
    gaps = np.diff(ends)
    assert gaps == pytest.approx([0.41421, 0.31784, 0.26795, 0.23607], abs=1e-5)
    middles = (np.array(ends[1:]) + ends[:-1]) / 2
    assert gaps * 2 * middles == pytest.approx(np.ones(4))
    said = " ".join(text.get_text() for ax in fig.axes for text in ax.texts)
    expected = [f"{gap:.2f}" for gap in gaps]
    assert sorted(re.findall(r"0\.\d+", said)) == sorted(expected)


@pytest.mark.parametrize("phone", [False, True])
def test_two_lakes_become_one_at_the_height_of_the_pass(phone: bool) -> None:
    with on_phones(phone):
        frames = list(every_frame(flood))
    counts = []
    for c, fig in frames:
        gids = [a.get_gid() for a in fig.findobj()]
        lakes = [gid for gid in gids if gid and gid.startswith("shore ")]
        for lake in lakes:
            heights = wells(np.array(find(fig, lake).get_data()))
            assert heights == pytest.approx(np.full(len(heights), c), abs=1e-9)
        water = find(fig, "water").get_ydata()
        assert list(water) == [c, c]
        x, profile = find(fig, "slice").get_data()
        assert profile == pytest.approx(wells(np.array([x, 0 * x])))
        across, along = find(fig, "way").get_data()
        assert (across[0], across[1], *along) == (x[0], x[-1], 0.0, 0.0)
        number = int(str(fig.get_label()).split()[2])
        counts.append(number)
        word = "piece" if number == 1 else "pieces"
        assert fig.get_label() == f"Level {c:.2f}: {number} {word}"
        # at the pass itself the two shores touch
        assert len(lakes) == (2 if c <= 1.0 else 1)
    assert counts == [2, 2, 2, 2, 1, 1, 1]


def test_the_shores_touch_in_a_cross() -> None:
    left, right = shores(1.0)
    assert left[:, 80] == pytest.approx([0.0, 0.0], abs=1e-8)
    near = right[:, 79]
    assert abs(near[1] / near[0]) == pytest.approx(2**0.5, abs=0.01)


@pytest.mark.parametrize("phone", [False, True])
def test_every_straight_walk_sets_out_upward_and_the_parabola_falls(
    phone: bool,
) -> None:
    with on_phones(phone):
        fig = up_on_every_line()
    for degrees in ANGLES:
        end = np.ravel(find(fig, f"enters {degrees}").get_data())
        assert trap(end) == pytest.approx(0.0, abs=1e-12)
        way = np.array(find(fig, f"{degrees}").get_data())
        assert way[:, 1] == pytest.approx(end)
        on_the_way = end[:, None] * np.linspace(0.01, 0.99, 99)
        assert np.all(trap(on_the_way) > 0.0)
        beyond = np.array(find(fig, f"beyond {degrees}").get_data())
        further = end[:, None] * np.linspace(1.01, 1.4, 40)
        assert beyond == pytest.approx(np.array([end, 1.4 * end]).T)
        assert np.all(trap(further) < 0.0)
    path = np.array(find(fig, "path").get_data())
    assert np.all(np.diff(trap(path)) < 0.0)
    assert path[:, 0].tolist() == [0.0, 0.0]
