"""The Jacobian: literal values of its functions, and the claim of each figure."""

import re

import numpy as np
import pytest
from matplotlib.quiver import Quiver

from downhill.style import every_frame, find, on_phones
from snippets.many_variables.the_jacobian import (
    FAR,
    HALF,
    HERE,
    SCORES,
    J,
    W,
    boats,
    close_up,
    diagonal,
    full,
    jacobian,
    jvp,
    no_limit,
    radar,
    radar_screen,
    reading,
    softmax,
    softmax_jacobian,
    softmax_table,
    train,
    vjp,
)
from tests.derivatives import Pair, Rule, vector

PLAIN = "it subtracts the largest score, and complex numbers have none"
PAIRS = (
    Pair(
        softmax_jacobian,
        of=lambda a, b, c: np.exp(b) / (np.exp(a) + np.exp(b) + np.exp(c)),
        by="a b c",
        slopes=lambda a, b, c: softmax_jacobian(vector(a, b, c))[1],
        largest=10.0,
        not_formula=PLAIN,
    ),
    Pair(
        full,
        of=lambda a, b, c: np.log(np.exp(a) + np.exp(b) + np.exp(c)) - a,
        by="a b c",
        slopes=lambda a, b, c: full(softmax(vector(a, b, c)), vector(1.0, 0.0, 0.0)),
        largest=10.0,
        not_formula=PLAIN,
    ),
)
RULES = (
    Rule(
        jacobian,
        lambda f, p, u: (jacobian(lambda q: np.array([f(*q), 1.0]), p) @ u)[0],
        error=1e-9,
    ),
    Rule(
        jvp,
        lambda f, p, u: jvp(lambda q: np.array([1.0, f(*q)]), p, u)[1],
        error=1e-9,
    ),
    Rule(
        vjp,
        lambda f, p, u: (
            vjp(lambda q: np.array([f(*q), q[0]]), p, np.array([1.0, 0.0])) @ u
        ),
        error=1e-9,
    ),
)
AT = np.array([3.0, 4.0])  # the boat


def arrow(quiver: Quiver) -> np.ndarray:
    """The one vector of a quiver, from the origin."""
    assert np.asarray(quiver.XY).tolist() == [[0.0, 0.0]]
    return np.array([quiver.U, quiver.V]).ravel()


def area(x: np.ndarray, y: np.ndarray) -> float:
    """What a polygon encloses."""
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2


def test_there_and_back() -> None:
    assert radar(np.array([2.0, 0.0])).tolist() == [2.0, 0.0]
    assert radar(np.array([2.0, np.pi / 2])) == pytest.approx([0.0, 2.0])
    assert reading(AT) == pytest.approx([5.0, 0.927295218])
    assert np.degrees(HERE[1]) == pytest.approx(53.130102)
    assert radar(HERE) == pytest.approx(AT)


def test_a_row_for_each_output_and_a_column_for_each_input() -> None:
    found = jacobian(radar, HERE)
    assert found == pytest.approx(np.array([[0.6, -4.0], [0.8, 3.0]]), abs=1e-9)
    assert found == pytest.approx(J, abs=1e-9)
    back = jacobian(reading, AT)
    assert back == pytest.approx(np.array([[0.6, 0.8], [-0.16, 0.12]]), abs=1e-9)
    three = jacobian(
        lambda p: np.array([p[0] * p[1], p[0] + p[1], p[0] ** 2]), np.array([1, 2])
    )
    assert three == pytest.approx(np.array([[2, 1], [1, 1], [2, 0]]), abs=1e-9)


def test_the_step_is_taken_or_fits_the_input() -> None:
    def cubes(p: np.ndarray) -> np.ndarray:
        return p**3

    assert jacobian(cubes, np.array([1.0]), h=0.5) == pytest.approx(np.array([[3.25]]))
    large = jacobian(cubes, np.array([1e6, 1.0]))
    assert large == pytest.approx(np.diag([3e12, 3.0]), rel=1e-9)


def test_one_number_is_no_list() -> None:
    with pytest.raises(ValueError, match=r"^f has to return a list \(m,\)$"):
        jacobian(lambda p: p[0] * p[1], np.array([1.0, 2.0]))


def test_forward_and_back_without_a_matrix() -> None:
    assert jvp(radar, HERE, np.array([0.1, 0.02])) == pytest.approx([-0.02, 0.14])
    assert vjp(radar, HERE, np.array([2.0, 1.0])) == pytest.approx([2.0, -5.0])


def test_the_scores_of_the_boat() -> None:
    assert (AT @ W).tolist() == SCORES.tolist() == [1.0, 2.0, 3.0]
    assert (W.T @ J).round(12).tolist() == [[0.2, 7.0], [0.4, -11.0], [0.6, -4.0]]


def test_shares_add_up_and_do_not_overflow() -> None:
    s = softmax(SCORES)
    assert s == pytest.approx([0.0900306, 0.2447285, 0.6652410])
    assert softmax(SCORES + 1000.0) == pytest.approx(s)
    rows = softmax(np.array([[0.0, 0.0], [0.0, np.log(3.0)]]))
    assert rows == pytest.approx(np.array([[0.5, 0.5], [0.25, 0.75]]))


def test_the_slopes_of_the_shares() -> None:
    found = softmax_jacobian(SCORES)
    assert found == pytest.approx(jacobian(softmax, SCORES), abs=1e-10)
    assert found.sum(axis=0) == pytest.approx(np.zeros(3), abs=1e-15)
    assert found.sum(axis=1) == pytest.approx(np.zeros(3), abs=1e-15)
    assert np.linalg.matrix_rank(found) == 2


def test_what_comes_back_through_softmax() -> None:
    s, t = softmax(SCORES), np.array([1.0, 0.0, 0.0])
    w = -t / s
    assert full(s, t) == pytest.approx(softmax_jacobian(SCORES).T @ w)
    assert diagonal(s, t) == pytest.approx(s * (1 - s) * w)


def test_three_fleets_of_a_hundred() -> None:
    X, T = boats(np.random.default_rng(0))
    assert X.shape == (300, 2)
    assert T.sum(axis=0).tolist() == [100.0, 100.0, 100.0]
    assert T[150].tolist() == [0.0, 1.0, 0.0]
    assert X[100:200].mean(axis=0) == pytest.approx([-2.0, -1.0], abs=0.3)


def test_one_step_of_training() -> None:
    X, T = np.array([[1.0, 2.0]]), np.array([[0.0, 1.0, 0.0]])
    (first, start), (second, hits) = train(X, T, full, [0, 1], lr=0.3)
    assert first == pytest.approx(np.log(3.0))
    assert start == 0.0  # all scores are equal, and the first one is named
    moved = 0.3 * (1.0 + 4.0 + 1.0) * np.array([-1.0, 2.0, -1.0]) / 3
    assert second == pytest.approx(-np.log(softmax(moved)[1]))
    assert hits == 1.0


@pytest.mark.parametrize("phone", [False, True])
def test_equal_steps_lead_one_and_five_far_and_the_bend_goes_away(phone: bool) -> None:
    shares = []
    with on_phones(phone):
        frames = list(every_frame(close_up))
    for h, fig in frames:
        for axis in (0, 1):
            assert arrow(find(fig, f"reads, step {axis}")).tolist() == [
                float(axis == 0),
                float(axis == 1),
            ]
            landed = arrow(find(fig, f"goes, step {axis}"))
            assert landed == pytest.approx(J[:, axis])
            assert np.linalg.norm(landed) == pytest.approx((1.0, 5.0)[axis])
        for where, expected in (("reads", 1.0), ("goes", 5.0)):
            corners = find(fig, f"{where}, flat").get_xy()[:4]
            assert area(*corners.T) == pytest.approx(expected)
        bent = np.array(find(fig, "goes, corner").get_data()).ravel()
        exact = (radar(HERE + h) - AT) / h
        assert bent == pytest.approx(exact)
        shares.append(np.linalg.norm(bent - corners[2]) / 5)
        said = f"Steps of {h:g}: off by {shares[-1]:.1%} of the long side"
        assert fig.get_label() == said
        left, right = fig.axes
        scales = [
            ax.get_position().height / np.ptp(ax.get_ylim()) for ax in (left, right)
        ]
        assert scales[0] == pytest.approx(scales[1])  # so that lengths compare
        texts = [text.get_text() for ax in fig.axes for text in ax.texts]
        far = f"{5 * h:g} km"
        assert texts == [f"{h:g} km", f"{h:g} rad", f"{h:g} km", far]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] / shares[1] == pytest.approx(2.0, abs=0.05)
    assert shares[-1] < 0.011


@pytest.mark.parametrize("phone", [False, True])
def test_the_same_error_covers_the_more_ground_the_further_away(phone: bool) -> None:
    with on_phones(phone):
        fig = radar_screen()
    areas = []
    for r in FAR:
        corners = np.array(find(fig, f"patch at {r}").get_xy())[:-1]
        distances = np.hypot(*corners.T)
        assert (distances.min(), distances.max()) == pytest.approx((r - HALF, r + HALF))
        areas.append(area(*corners.T))
    assert areas == pytest.approx([0.16, 0.48, 0.80], rel=1e-3)
    said = [text.get_text() for text in fig.axes[0].texts]
    found = [float(re.sub(" km²", "", word)) for word in said if "²" in word]
    assert found == pytest.approx(areas, rel=1e-2)


@pytest.mark.parametrize("phone", [False, True])
def test_rows_and_columns_of_softmax_add_up_to_nothing(phone: bool) -> None:
    with on_phones(phone):
        fig = softmax_table()
    ax = fig.axes[0]
    shown = np.array(
        [
            float(text.get_text().replace("\N{MINUS SIGN}", "-"))
            for text in ax.texts
            if "." in text.get_text()
        ]
    ).reshape(3, 4)
    assert shown[:, :3] == pytest.approx(softmax_jacobian(SCORES), abs=5e-4)
    assert shown[:, :3].sum(axis=0) == pytest.approx(np.zeros(3), abs=1e-12)
    assert shown[:, :3].sum(axis=1) == pytest.approx(np.zeros(3), abs=1e-12)
    assert [find(fig, f"sum {i}").get_text() for i in range(3)] == ["0.000"] * 3
    blue = find(fig, "cell 0 0").get_facecolor()[:3]
    for i in range(3):
        for j in range(3):
            same = find(fig, f"cell {i} {j}").get_facecolor()[:3] == blue
            assert same == (shown[i, j] > 0) == (i == j)


def test_with_the_diagonal_alone_there_is_no_limit() -> None:
    fig = no_limit()
    steps, right = (np.asarray(one) for one in find(fig, "full").get_data())
    _, wrong = (np.asarray(one) for one in find(fig, "diagonal").get_data())
    assert np.all(np.diff(right) < 1e-12)
    assert right[-1] == pytest.approx(0.1386, abs=5e-5)
    turn = int(np.argmin(wrong))
    assert 90 < steps[turn] < 115
    assert wrong[turn] == pytest.approx(0.1394, abs=5e-5)
    assert np.all(np.diff(wrong[turn:]) > 0)
    assert wrong[-1] == pytest.approx(0.7528, abs=5e-5)
    assert np.any(wrong[:turn] < right[:turn])  # for a while it is ahead
    assert wrong[-1] < fig.axes[0].get_ylim()[1]


def test_every_shift_rises_with_the_diagonal_alone() -> None:
    X, T = boats(np.random.default_rng(0))
    S = softmax(X @ np.ones((2, 3)) + np.arange(3.0))
    assert np.all(-diagonal(S, T).mean(axis=0) > 0)
    assert full(S, T).sum(axis=1) == pytest.approx(np.zeros(300), abs=1e-14)
