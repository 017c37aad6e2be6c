"""Vectors and matrices: literal values of its functions, and the claim of each figure."""

import re

import numpy as np
import pytest

from downhill.style import every_frame, find, find_arrows, on_phones
from snippets.many_variables.vectors_and_matrices import (
    TRIES,
    A,
    G,
    R,
    S,
    angle_between,
    area_factor,
    before_after,
    compose,
    eigen_2x2,
    mix_columns,
    project,
    snap,
    stretches,
    turning,
    two_bills,
    two_orders,
    undo,
    unturned,
)

UNVERIFIED = {
    r"f(\mathbf{x} + \mathbf{y}) = f(\mathbf{x}) + f(\mathbf{y}), \qquad f(c\,\mathbf{x}) = c\,f(\mathbf{x})": "definition of linear",
    r"\cos \theta = \frac{\mathbf{x} \cdot \mathbf{y}}{\lVert \mathbf{x} \rVert \lVert \mathbf{y} \rVert}": "definition of the angle",
    r"A\mathbf{v} = \lambda\mathbf{v}": "definition of an eigenvector",
    r"\frac{\lVert \mathbf{r} \rVert}{\lVert \mathbf{x} \rVert} \le \kappa\, \frac{\lVert \boldsymbol{\delta} \rVert}{\lVert \mathbf{y} \rVert}": "statement; the text below proves it for every matrix with an inverse",
}

CORNER = np.array([4.0, 3.0])


@pytest.mark.parametrize(
    ("a", "b", "degrees"),
    [
        ([1.0, 0.0], [0.0, 2.0], 90.0),
        ([1.0, 2.0], [2.0, 4.0], 0.0),
        ([1.0, 2.0], [-3.0, -6.0], 180.0),
        ([1.0, 0.0], [1.0, 1.0], 45.0),
    ],
)
def test_the_angle_between_two_vectors(
    a: list[float], b: list[float], degrees: float
) -> None:
    found = angle_between(np.array(a), np.array(b))
    assert found == pytest.approx(degrees, abs=1e-5)


def test_the_angle_is_found_where_rounding_takes_the_cosine_past_one() -> None:
    for x in range(1, 30):
        v = np.array([x, 1.0 + x / 7.0])
        assert angle_between(v, v) == pytest.approx(0.0, abs=1e-5)
        assert angle_between(v, -2.0 * v) == pytest.approx(180.0)


def test_the_zero_vector_has_no_angle() -> None:
    with pytest.raises(ValueError, match=r"^the zero vector has no direction$"):
        angle_between(np.zeros(2), np.ones(2))


def test_the_projection_is_the_nearest_point_of_the_line() -> None:
    x, y = CORNER, np.array([1.0, 2.0])
    assert project(x, y).tolist() == [2.0, 4.0]
    assert project(x, -7 * y) == pytest.approx([2.0, 4.0])
    assert project(np.array([1.0, 1, 1]), np.array([0.0, 0, 5])).tolist() == [0, 0, 1]
    with pytest.raises(ValueError, match=r"^zero has no line$"):
        project(x, np.zeros(2))


def test_a_matrix_mixes_its_columns() -> None:
    assert mix_columns(A, np.array([1.0, 2.0])).tolist() == [4.0, 5.0]
    wide = np.array([[1.0, 0.0, 2.0], [3.0, 1.0, 0.0]])
    assert mix_columns(wide, np.array([1.0, 2.0, 3.0])).tolist() == [7.0, 5.0]
    with pytest.raises(ValueError, match=r"^\(2, 3\) and \(2,\)$"):
        mix_columns(wide, np.array([1.0, 2.0]))


def test_a_product_is_first_the_right_matrix_then_the_left_one() -> None:
    assert compose(R, S).tolist() == [[0.0, -1.0], [2.0, 0.0]]
    assert compose(S, R).tolist() == [[0.0, -2.0], [1.0, 0.0]]
    rng = np.random.default_rng(0)
    left, right = rng.normal(size=(3, 5)), rng.normal(size=(5, 2))
    assert compose(left, right) == pytest.approx(left @ right)
    with pytest.raises(ValueError, match=r"^\(5, 2\) and \(3,\)$"):
        compose(right, left)


def test_the_factor_of_an_area() -> None:
    assert [area_factor(M) for M in (S, R, A, G)] == [2.0, 1.0, 3.0, -1.0]
    assert area_factor(compose(R, S)) == area_factor(compose(S, R)) == 2.0
    with pytest.raises(ValueError, match=r"^\(3, 3\) is not \(2, 2\)$"):
        area_factor(np.eye(3))


@pytest.mark.parametrize(
    ("a", "b", "d", "expected"),
    [
        (2.0, 1.0, 2.0, (1.0, 3.0)),
        (2.0, 2.0, 5.0, (1.0, 6.0)),
        (2.0, 3.0, 3.0, (-0.541381, 5.541381)),
        (100.0, 99.0, 98.0, (-0.005050, 198.005050)),
        (5.0, 0.0, 5.0, (5.0, 5.0)),
    ],
)
def test_the_eigenvalues_of_a_symmetric_matrix(
    a: float, b: float, d: float, expected: tuple[float, float]
) -> None:
    assert eigen_2x2(np.array([[a, b], [b, d]])) == pytest.approx(expected, abs=1e-6)


def test_only_a_symmetric_two_by_two_matrix_has_them_here() -> None:
    with pytest.raises(ValueError, match=r"^A is not symmetric$"):
        eigen_2x2(np.array([[1.0, 2.0], [0.0, 1.0]]))
    with pytest.raises(ValueError, match=r"is not \(2, 2\)$"):
        eigen_2x2(np.eye(3))


def test_the_least_and_the_most_stretch() -> None:
    assert stretches(A) == pytest.approx((1.0, 3.0))
    assert stretches(R) == pytest.approx((1.0, 1.0))
    assert stretches(np.diag([2.0, 0.5]), n=4) == pytest.approx((0.5, 2.0))
    lean = stretches(np.array([[1.0, 100.0], [0.0, 1.0]]), n=360000)
    assert lean == pytest.approx((0.0099990, 100.0099990), abs=1e-5)
    assert stretches(np.array([[3.0, 0.0], [0.0, 0.0], [4.0, 0.0]]), n=4)[1] == 5.0


def test_the_bills_and_their_inverse() -> None:
    assert (G @ undo).tolist() == [[1.0, 0.0], [0.0, 1.0]]
    assert (undo @ [199.0, 197.0]).tolist() == [1.0, 1.0]
    assert (undo @ [200.0, 197.0]).tolist() == [-97.0, 100.0]


def test_a_turn_keeps_lengths() -> None:
    assert turning(90.0) == pytest.approx(R)
    assert turning(30.0) @ [2.0, 0.0] == pytest.approx([3**0.5, 1.0])


@pytest.mark.parametrize("phone", [False, True])
def test_the_arrows_land_on_the_columns_and_the_square_becomes_three(
    phone: bool,
) -> None:
    with on_phones(phone):
        fig = before_after()
    areas = {}
    for name, M in (("before", np.eye(2)), ("after", A)):
        for axis in (0, 1):
            (tail,), (landed,) = find_arrows(fig, f"arrow {axis} {name}")
            assert tail.tolist() == [0.0, 0.0]
            assert landed.tolist() == M[:, axis].tolist()
        x, y = find(fig, f"square {name}").get_xy()[:4].T
        areas[name] = abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2
    assert areas == {"before": 1.0, "after": 3.0}
    said = [text.get_text() for ax in fig.axes for text in ax.texts]
    assert said == ["(1, 0)", "(0, 1)", "(2, 1)", "(1, 2)"]


@pytest.mark.parametrize("phone", [False, True])
def test_the_order_moves_the_corner_by_five_times_the_sine(phone: bool) -> None:
    with on_phones(phone):
        for angle, fig in every_frame(two_orders):
            ends = np.array(find(fig, "apart").get_data())
            far = np.hypot(*np.diff(ends).ravel())
            assert far == pytest.approx(5 * np.sin(np.radians(angle)), abs=1e-9)
            said = f"{angle} degrees: the corners are {far:.2f} cm apart"
            assert fig.get_label() == said
            ax = fig.axes[0]
            for place, name in enumerate(("widen, then turn", "turn, then widen")):
                frame = np.array(find(fig, name).get_data())
                corner = np.array(find(fig, f"{name}, corner").get_data()).ravel()
                assert corner == pytest.approx(frame[:, 2]) == ends[:, place]
                x, y = frame[:, :4]
                area = abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2
                assert area == pytest.approx(24.0)
                assert np.all(frame[0] > ax.get_xlim()[0])
                assert np.all(frame[0] < ax.get_xlim()[1])
                assert np.all(frame[1] > ax.get_ylim()[0])
                assert np.all(frame[1] < ax.get_ylim()[1])


def test_a_quarter_turn_is_the_button_of_the_story() -> None:
    fig = two_orders(90)
    ends = np.array(find(fig, "apart").get_data()).T
    assert ends == pytest.approx(np.array([[-3.0, 8.0], [-6.0, 4.0]]))


@pytest.mark.parametrize("phone", [False, True])
def test_the_nearest_point_of_the_guide_is_seen_at_a_right_angle(phone: bool) -> None:
    with on_phones(phone):
        fig = snap()
    guide = np.diff(np.array(find(fig, "guide").get_data())).ravel()
    far = {}
    for s in TRIES:
        start, end = np.array(find(fig, f"from s = {s:g}").get_data()).T
        assert start == pytest.approx([s, 2 * s])
        assert end.tolist() == [4.0, 3.0]
        far[s] = np.hypot(*(end - start))
        squarely = angle_between(end - start, guide) == pytest.approx(90.0)
        assert squarely == (s == 2.0)
    expected = [10**0.5, 2.5, 5**0.5, 2.5, 10**0.5]
    assert list(far.values()) == pytest.approx(expected)
    s, distance = find(fig, "distance").get_data()
    assert s[np.argmin(distance)] == pytest.approx(2.0)
    (at,), (least,) = find(fig, "least").get_data()
    assert (at, least) == (2.0, pytest.approx(5**0.5))
    assert "2.24 cm" in [text.get_text() for text in fig.axes[1].texts]


@pytest.mark.parametrize("phone", [False, True])
def test_only_two_lines_do_not_turn(phone: bool) -> None:
    with on_phones(phone):
        fig = unturned()
    starts, moves = find_arrows(fig, "straight")
    assert np.hypot(*starts.T) == pytest.approx([1.0] * 4)
    assert np.hypot(*(starts + moves).T) == pytest.approx([3.0, 1.0, 3.0, 1.0])
    for x, move in zip(starts, moves, strict=True):
        assert angle_between(x, x + move) == pytest.approx(0.0, abs=1e-5)
    starts, moves = find_arrows(fig, "turned")
    assert len(starts) == 20
    turned = [angle_between(x, x + move) for x, move in zip(starts, moves, strict=True)]
    assert min(turned) > 9.0
    assert max(turned) == pytest.approx(30.0)
    toward = np.array([1.0, 1.0])
    for x, move in zip(starts, moves, strict=True):
        sign = 1.0 if x @ toward > 0 else -1.0
        before, after = (angle_between(v, sign * toward) for v in (x, x + move))
        assert after < before


@pytest.mark.parametrize("phone", [False, True])
def test_a_dollar_on_a_bill_is_a_cent_that_moves_the_crossing_along(
    phone: bool,
) -> None:
    with on_phones(phone):
        fig = two_bills()
    lines = {
        name: np.array(find(fig, name).get_data())
        for name in ("right", "off", "Tuesday")
    }
    for name, (a, b), bill in (
        ("right", G[0], 199.0),
        ("off", G[0], 200.0),
        ("Tuesday", G[1], 197.0),
    ):
        coffee, tea = lines[name]
        assert a * coffee + b * tea == pytest.approx(bill)
        gap = np.array(find(fig, f"{name}, gap").get_data())
        assert gap[1] == pytest.approx(100 * (tea - lines["Tuesday"][1]))
        lines[f"{name}, gap"] = gap
    heights = np.array([lines[name][1] for name in ("right", "off", "Tuesday")])
    assert np.ptp(heights, axis=0).max() < 0.02 * 140  # they look like one
    lifted = lines["off, gap"][1] - lines["right, gap"][1]
    assert lifted == pytest.approx([1.0101, 1.0101], abs=1e-4)
    for name, prices, bill in (
        ("right", [1.0, 1.0], 199.0),
        ("off", [-97.0, 100.0], 200.0),
    ):
        at = np.array(find(fig, f"{name}, prices").get_data()).ravel()
        assert at.tolist() == prices
        assert (G @ at).tolist() == [bill, 197.0]
        x, y = np.array(find(fig, f"{name}, crossing").get_data()).ravel()
        assert (x, y) == (prices[0], 0.0)
        assert np.interp(x, *lines[f"{name}, gap"]) == pytest.approx(0.0, abs=1e-9)
    said = " ".join(text.get_text() for ax in fig.axes for text in ax.texts)
    numbers = re.findall(r"[\N{MINUS SIGN}\d]+", said)
    assert numbers == ["1", "1", "\N{MINUS SIGN}97", "100"]
