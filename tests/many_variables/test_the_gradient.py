import re
from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.quiver import Quiver

from downhill.style import every_frame, find
from snippets.many_variables.the_gradient import (
    ARROW_SCALE,
    BOWLS,
    angle_between,
    bowl,
    combined_at_one_one,
    descend,
    direction_dial,
    downhill_arrows,
    grad,
    long_step,
    lowest_landing,
    mse,
    mse_gradient,
    slope_along,
    slope_by_direction,
    unit,
)
from tests.derivatives import Pair, Rule, vector

PAIRS = (
    Pair(
        mse_gradient,
        lambda a, b, c, d, e, f, y_1, y_2, y_3, w_1, w_2: mse(
            vector([a, b], [c, d], [e, f]), vector(y_1, y_2, y_3), vector(w_1, w_2)
        ),
        by="w_1 w_2",
        slopes=lambda a, b, c, d, e, f, y_1, y_2, y_3, w_1, w_2: mse_gradient(
            vector([a, b], [c, d], [e, f]), vector(y_1, y_2, y_3), vector(w_1, w_2)
        ),
    ),
)
RULES = (
    Rule(grad, lambda f, p, u: grad(lambda q: f(*q), p) @ u, error=1e-9),
    Rule(slope_along, lambda f, p, u: slope_along(lambda q: f(*q), p, u), error=1e-9),
)
NEITHER = {descend: "returns the path"}
UNVERIFIED = {
    r"\nabla f(\mathbf{x}) = \begin{bmatrix} \frac{\partial f}{\partial x_1}(\mathbf{x}) \\ \vdots \\ \frac{\partial f}{\partial x_n}(\mathbf{x}) \end{bmatrix}": "definition of the gradient, with dots",
    r"0 = \frac{f(\mathbf{c}(t + h)) - f(\mathbf{c}(t))}{h}": "statement about a curve on which f is constant, as the text above says",
    r"\frac{f(\mathbf{c}(t + h)) - f(\mathbf{c}(t))}{h} \to \nabla f \cdot \mathbf{c}'(t)": "statement of the chain rule along the curve, the gradient being that at the point of the curve",
}

ONE_TWO = np.array([1.0, 2.0])


def arrows(quiver: Quiver) -> tuple[np.ndarray, np.ndarray]:
    """Tails and vectors of a quiver, each of shape (m, 2)."""
    return np.asarray(quiver.XY), np.stack([quiver.U, quiver.V], axis=-1)


@pytest.mark.parametrize(
    ("f", "p", "expected"),
    [
        (lambda p: p[0] ** 2 + p[1] ** 2, [1.0, 2.0], [2.0, 4.0]),
        (lambda p: p[0] + 2 * p[1], [5.0, -7.0], [1.0, 2.0]),
        (lambda p: 3 * p[0] + 2 * p[1], [1.0, 1.0], [3.0, 2.0]),
        (lambda p: p[0] ** 2 * p[1] + 3 * p[1] ** 2, [2.0, 3.0], [12.0, 22.0]),
        (lambda p: p[0] * p[1] * p[2], [2.0, 3.0, 4.0], [12.0, 8.0, 6.0]),
        (lambda p: p[0] ** 2 - p[1] ** 2, [0.0, 0.0], [0.0, 0.0]),
    ],
)
def test_the_gradient_is_the_vector_of_partials(
    f: Callable[[np.ndarray], float], p: list[float], expected: list[float]
) -> None:
    assert grad(f, np.array(p)) == pytest.approx(expected, abs=1e-8)


def test_the_gradient_takes_its_step() -> None:
    cubes = grad(lambda p: p[0] ** 3, np.array([1.0]), h=0.5)
    assert cubes == pytest.approx([3.25])


def test_bowls() -> None:
    assert bowl(1.0)(ONE_TWO) == 5.0
    assert bowl(10.0)(ONE_TWO) == 41.0


def test_the_slope_along_a_direction() -> None:
    assert slope_along(bowl(1.0), ONE_TWO, np.array([0.6, 0.8])) == pytest.approx(4.4)
    assert slope_along(bowl(1.0), ONE_TWO, unit(0.0)) == pytest.approx(2.0)


def test_a_direction_has_length_one() -> None:
    for u, said in (([3.0, 4.0], "5"), ([1.001, 0.0], "1.001"), ([0.0, 0.5], "0.5")):
        with pytest.raises(ValueError, match=f"^a direction has length 1, not {said}$"):
            slope_along(bowl(1.0), ONE_TWO, np.array(u))


def test_a_length_may_differ_from_one_by_rounding() -> None:
    assert slope_along(lambda q: q[0], ONE_TWO, np.array([1 + 0.8e-9, 0.0])) > 0.0
    with pytest.raises(ValueError, match=r"^a direction has length 1, not 1$"):
        slope_along(bowl(1.0), ONE_TWO, np.array([1 + 1.2e-9, 0.0]))


def test_unit_vectors() -> None:
    assert unit(0.0) == pytest.approx([1.0, 0.0])
    assert unit(150.0) == pytest.approx([-0.8660254, 0.5])


def test_descent_steps_against_the_gradient() -> None:
    path = descend(bowl(1.0), ONE_TWO, lr=0.1, steps=2)
    assert path == pytest.approx(np.array([[1.0, 2.0], [0.8, 1.6], [0.64, 1.28]]))


def test_no_steps_leave_the_start() -> None:
    assert descend(bowl(1.0), ONE_TWO, lr=0.1, steps=0).tolist() == [[1.0, 2.0]]


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
        angle_between(np.zeros(2), ONE_TWO)


@pytest.mark.parametrize(("length", "degrees"), [(0.001, 264), (2.0, 209), (5.0, 191)])
def test_the_lowest_landing_turns_with_the_length(length: float, degrees: int) -> None:
    assert lowest_landing(bowl(100.0), np.array([10.0, 1.0]), length) == degrees


def test_the_lowest_landing_looks_once_at_each_degree() -> None:
    seen: list[np.ndarray] = []

    def level(q: np.ndarray) -> float:
        seen.append(q)
        return 0.0

    assert lowest_landing(level, ONE_TWO, 1.0) == 0
    assert len(seen) == 360


def test_the_mean_squared_error_and_its_gradient() -> None:
    X = np.array([[1.0, 0.0], [1.0, 2.0]])
    y = np.array([1.0, 5.0])
    assert mse(X, y, np.zeros(2)) == 13.0
    assert mse(X, y, np.array([1.0, 2.0])) == 0.0
    assert mse_gradient(X, y, np.zeros(2)).tolist() == [-6.0, -10.0]
    assert mse_gradient(X, y, np.array([1.0, 2.0])).tolist() == [0.0, 0.0]


def test_the_gradient_of_twenty_seeded_examples() -> None:
    random = np.random.RandomState(42)
    X = np.column_stack([np.ones(20), random.randn(20)])
    y = X @ np.array([2.0, 3.0]) + 0.1 * random.randn(20)
    gradient = mse_gradient(X, y, np.zeros(2))
    assert gradient == pytest.approx([-2.91901361, -4.72563395], abs=1e-8)


@pytest.mark.parametrize("name", BOWLS)
def test_downhill_arrows_cross_level_lines_at_right_angles(name: str) -> None:
    fig = downhill_arrows()
    tails, vectors = arrows(find(fig, f"{name} arrows"))
    k = BOWLS[name]
    for (x, y), arrow in zip(tails, vectors, strict=True):
        assert x**2 + k * y**2 == pytest.approx(6.25)  # the outermost line
        along_the_line = np.array([-k * y, x])
        assert angle_between(arrow, along_the_line) == pytest.approx(90.0)
        assert arrow == pytest.approx([-2 * ARROW_SCALE * x, -2 * ARROW_SCALE * k * y])


def test_only_in_the_round_bowl_do_all_arrows_point_to_the_minimum() -> None:
    fig = downhill_arrows()
    off = {}
    for name in BOWLS:
        minimum = np.array(find(fig, f"{name} minimum").get_data()).ravel()
        tails, vectors = arrows(find(fig, f"{name} arrows"))
        off[name] = [
            angle_between(arrow, minimum - tail)
            for tail, arrow in zip(tails, vectors, strict=True)
        ]
    assert off["round"] == pytest.approx([0.0] * 8, abs=1e-4)
    on_axis, aside = off["stretched"][::2], off["stretched"][1::2]
    assert on_axis == pytest.approx([0.0] * 4, abs=1e-4)
    assert aside == pytest.approx([36.869898] * 4)


def test_arrow_heads_do_not_pass_the_minimum() -> None:
    for name in BOWLS:
        tails, vectors = arrows(find(downhill_arrows(), f"{name} arrows"))
        ends = tails + vectors
        assert np.all(np.sum(ends * tails, axis=1) > 0.0)


def test_the_combined_arrow_is_the_sum_and_leaves_the_level_line_squarely() -> None:
    fig = combined_at_one_one()
    point = np.array(find(fig, "point").get_data()).ravel()
    assert point.tolist() == [1.0, 1.0]
    found = {}
    for name in ("x only", "y only", "combined"):
        tails, vectors = arrows(find(fig, name))
        assert tails.tolist() == [[1.0, 1.0]]
        found[name] = vectors[0]
    assert found["x only"] + found["y only"] == pytest.approx(found["combined"])
    assert found["combined"] / 0.4 == pytest.approx([2.0, 4.0])
    line = np.array(find(fig, "level line").get_data()).T
    assert line[:, 0] ** 2 + 2 * line[:, 1] ** 2 == pytest.approx(3.0)
    nearest = int(np.argmin(np.hypot(*(line - point).T)))
    along = line[nearest + 1] - line[nearest - 1]
    assert angle_between(found["combined"], along) == pytest.approx(90.0, abs=1.0)


def test_the_slope_over_the_direction_is_a_cosine_with_its_top_at_the_gradient() -> (
    None
):
    fig = slope_by_direction()
    degrees, slopes = find(fig, "slope").get_data()
    (top,), (steepest,) = find(fig, "along the gradient").get_data()
    assert (top, steepest) == pytest.approx((63.434949, 4.472136))
    cosine = steepest * np.cos(np.radians(degrees - top))
    assert slopes == pytest.approx(cosine, abs=1e-8)
    assert np.all(slopes <= steepest)
    assert degrees[np.argmax(slopes)] == pytest.approx(top, abs=2.5)
    assert find(fig, "partials").get_ydata() == pytest.approx([2.0, 4.0])
    (bottom,), (lowest,) = find(fig, "against it").get_data()
    assert (bottom, lowest) == pytest.approx((243.434949, -4.472136))
    level = find(fig, "along the level line").get_xdata()
    assert level == pytest.approx([153.434949, 333.434949])


def test_a_long_step_along_minus_the_gradient_does_not_land_lowest() -> None:
    fig, f = long_step(), bowl(100.0)
    circle = np.array(find(fig, "circle").get_data()).T
    landed = {}
    for name in ("minus the gradient", "lowest landing"):
        tails, vectors = arrows(find(fig, name))
        assert tails.tolist() == [[10.0, 1.0]]
        assert np.hypot(*vectors[0]) == pytest.approx(2.0)
        landed[name] = f(tails[0] + vectors[0])
    assert landed["minus the gradient"] == pytest.approx(194.084183)
    assert landed["lowest landing"] == pytest.approx(68.167349)
    assert landed["lowest landing"] == pytest.approx(min(f(point) for point in circle))
    _, down = arrows(find(fig, "minus the gradient"))
    assert angle_between(down[0], np.array([-20.0, -200.0])) == pytest.approx(
        0, abs=1e-5
    )
    said = " ".join(text.get_text() for text in fig.axes[0].texts)
    assert re.findall(r"\d+\.\d", said) == ["194.1", "68.2"]


def test_the_slope_felt_is_the_cosine_of_the_angle_to_the_gradient() -> None:
    felt = {}
    for degrees, fig in every_frame(direction_dial):
        (tail,), (gradient,) = arrows(find(fig, "gradient"))
        (_,), (direction,) = arrows(find(fig, "direction"))
        assert tail == pytest.approx([2.0, 1.0])
        assert gradient == pytest.approx([0.3 * 4.0, 0.3 * 4.0])
        assert direction == pytest.approx(unit(degrees))
        angle = np.radians(angle_between(gradient, direction))
        x, height = find(fig, "felt").get_data()
        assert list(x) == [degrees, degrees]
        assert height[1] == pytest.approx(np.sqrt(32.0) * np.cos(angle), abs=1e-5)
        at, wave = find(fig, "cosine").get_data()
        assert np.interp(degrees, at, wave) == pytest.approx(height[1], abs=1e-5)
        x, y = find(fig, "level line").get_data()
        assert x**2 + 2 * y**2 == pytest.approx(6.0)
        sign = "−" if height[1] < 0 else "+" if height[1] > 0 else ""
        said = f"{degrees} degrees: slope {sign}{abs(height[1]):.2f}"
        assert fig.get_label() == said
        felt[degrees] = height[1]
    assert max(felt, key=lambda d: felt[d]) == 45
    assert min(felt, key=lambda d: felt[d]) == 225
    assert [d for d in felt if felt[d] == 0.0] == [135, 315]
    assert (felt[0], felt[90]) == pytest.approx((4.0, 4.0))  # the two partials
