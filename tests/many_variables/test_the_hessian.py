"""The Hessian: literal values of its functions, and the claim of each figure."""

import re

import numpy as np
import pytest

from downhill.style import every_frame, find, on_phones
from snippets.many_variables.the_gradient import grad
from snippets.many_variables.the_hessian import (
    SHAPES,
    H,
    by_direction,
    classify,
    coffee,
    curvature,
    definite_share,
    four_shapes,
    four_tries,
    hessian,
    hvp,
    twisted,
    xor_loss,
)

UNVERIFIED = {
    r"H = \begin{bmatrix} 2 & 3 \\ 3 & 2 \end{bmatrix}": "the Hessian of the machine; elsewhere H is that of any f",
    r"g''(0) = \mathbf{u} \cdot H\mathbf{u}": "g is f along u, as the steps above it say",
    r"\begin{aligned} &f(\mathbf{p} + \mathbf{s}) \\ &= f(\mathbf{p}) + \nabla f(\mathbf{p}) \cdot \mathbf{s} + \frac{1}{2}\,\mathbf{s} \cdot H\mathbf{s} \end{aligned}": "exact for the machine alone, whose f has two inputs",
}

NEITHER = {
    classify: "returns a word; each is tested below",
    hessian: "measures slopes of slopes, a matrix; its values are below",
    hvp: "takes the gradient and returns slopes of slopes; its values are below",
}

TODAY = np.zeros(2)
ONE = np.array([1.0, 1.0])


@pytest.mark.parametrize(
    ("cup", "points"),
    [
        ((0, 0), 12),
        ((1, 0), 13),
        ((-1, 0), 13),
        ((0, 1), 13),
        ((0, -1), 13),
        ((0.5, 0), 12.25),
        ((1, -1), 11),
        ((-1, 1), 11),
        ((1, 1), 17),
    ],
)
def test_the_points_of_a_cup(cup: tuple[float, float], points: float) -> None:
    assert coffee(np.array(cup)) == points


def test_the_gradient_of_the_coffee_is_zero_today() -> None:
    assert grad(coffee, TODAY) == pytest.approx([0.0, 0.0], abs=1e-9)


def test_the_hessian_of_the_coffee() -> None:
    assert hessian(coffee, TODAY) == pytest.approx(H, abs=1e-6)
    assert np.linalg.eigvalsh(H).tolist() == pytest.approx([-1.0, 5.0])


def test_the_hessian_of_a_cubic_and_of_rosenbrock() -> None:
    at = np.array([2.0, 3.0])
    mixed = hessian(lambda p: p[0] ** 2 * p[1] + 3 * p[1] ** 2, at)
    assert mixed == pytest.approx(np.array([[6, 4], [4, 6]]), abs=1e-5)
    valley = hessian(lambda p: (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2, ONE)
    assert valley == pytest.approx(np.array([[802, -400], [-400, 200]]), abs=1e-4)


@pytest.mark.parametrize(
    ("h", "error"),
    [(1e-1, 1.34e-2), (1e-2, 1.33e-4), (1e-3, 1.33e-6)],
)
def test_the_four_values_miss_by_the_square_of_the_step(h: float, error: float) -> None:
    true = np.exp(1.1) * np.array([[1, 2], [2, 4]])

    def wave(p: np.ndarray) -> float:
        return float(np.exp(p[0] + 2 * p[1]))

    at = np.array([0.3, 0.4])
    missed = np.abs(hessian(wave, at, h) - true).max() / true.max()
    assert missed == pytest.approx(error, rel=0.01)
    best = np.abs(hessian(wave, at) - true).max() / true.max()
    assert best < 1e-7


@pytest.mark.parametrize(
    ("u", "bend"),
    [((1, 0), 2), ((0, 1), 2), ((1, 1), 5), ((1, -1), -1), ((3, 4), 4.88)],
)
def test_the_curvature_along_a_direction(u: tuple[float, float], bend: float) -> None:
    assert curvature(H, np.array(u)) == pytest.approx(bend)
    assert curvature(H, 7.0 * np.array(u)) == pytest.approx(bend)


@pytest.mark.parametrize(
    ("matrix", "name"),
    [
        ([[2, 1], [1, 2]], "minimum"),
        ([[-2, 1], [1, -2]], "maximum"),
        ([[2, 3], [3, 2]], "saddle"),
        ([[2, 0], [0, 0]], "undecided"),
        ([[-2, 0], [0, 0]], "undecided"),
        ([[0, 0], [0, 0]], "undecided"),
        ([[3]], "minimum"),
        ([[-3]], "maximum"),
    ],
)
def test_a_critical_point_by_its_hessian(matrix: list[list[int]], name: str) -> None:
    assert classify(np.array(matrix, dtype=float)) == name


def test_what_counts_as_zero() -> None:
    assert classify(np.diag([1.0, 1e-7])) == "undecided"
    assert classify(np.diag([1.0, 1e-7]), tol=1e-8) == "minimum"


def test_a_matrix_that_is_not_symmetric_is_no_hessian() -> None:
    with pytest.raises(ValueError, match="symmetric"):
        classify(np.array([[1.0, 2.0], [0.0, 1.0]]))


def test_two_gradients_make_the_product() -> None:
    u = np.array([0.6, -0.8])
    assert hvp(lambda p: H @ p, TODAY, u) == pytest.approx([-1.2, 0.2])
    cubes = hvp(lambda p: p**3, np.array([1.0, 2.0]), np.array([1.0, 10.0]), 1e-4)
    assert cubes == pytest.approx([3.0, 120.0], rel=1e-6)


def test_the_twisted_function_shows_the_four_values_nothing() -> None:
    assert twisted(TODAY) == 0.0
    assert twisted(np.array([1.0, 0.0])) == 0.0
    assert twisted(np.array([0.0, 2.0])) == 0.0
    assert twisted(np.array([2.0, 1.0])) == pytest.approx(1.2)
    assert np.abs(hessian(twisted, TODAY)).max() == 0.0


def test_both_eigenvalues_of_two_rows_are_seldom_positive() -> None:
    share = definite_share(2, 20000, np.random.default_rng(1))
    assert share == pytest.approx((2 - 2**0.5) / 4, abs=0.01)


def test_the_net_says_one_half_where_training_stops() -> None:
    w = np.zeros(9)
    w[8] = 0.5
    assert xor_loss(w) == 0.25
    assert not grad(xor_loss, w).any()
    bends = np.linalg.eigvalsh(hessian(xor_loss, w))
    assert bends == pytest.approx([0.0] * 8 + [2.0], abs=1e-6)
    assert classify(hessian(xor_loss, w)) == "undecided"


@pytest.mark.parametrize("phone", [False, True])
def test_the_tries_lie_outside_the_gray_and_both_dials_in_it(phone: bool) -> None:
    with on_phones(phone):
        fig = four_tries()
    gray = find(fig, "better")
    (paths,) = [gray.get_paths()]

    def is_gray(p: np.ndarray) -> bool:
        return bool(any(path.contains_point(p) for path in paths))

    tries = np.array(find(fig, "tries").get_data()).T
    both = np.array(find(fig, "both dials").get_data()).T
    assert len(tries) == 4
    assert not any(is_gray(p) for p in tries)
    assert all(is_gray(p) for p in both)
    assert np.array(find(fig, "now").get_data()).ravel().tolist() == [0.0, 0.0]
    said = " ".join(text.get_text() for text in fig.axes[0].texts)
    assert re.findall(r"\d+", said) == ["12", "13", "13", "13", "13", "11", "11"]


def test_the_axes_show_a_bowl_and_the_diagonal_a_hill() -> None:
    bends = {}
    for angle, fig in every_frame(by_direction):
        degrees, wave = find(fig, "curvature").get_data()
        assert wave == pytest.approx(2 + 3 * np.sin(2 * np.radians(degrees)))
        at, bend = (float(v[0]) for v in find(fig, "here").get_data())
        assert at == angle
        assert find(fig, "bar").get_ydata() == pytest.approx([0.0, bend])
        along, points = find(fig, "slice").get_data()
        assert points == pytest.approx(12 + bend * along**2 / 2)
        assert max(points) < fig.axes[1].get_ylim()[1]
        said = f"{bend:.2f}".replace("-", "\N{MINUS SIGN}")
        assert fig.get_label() == f"{angle} degrees: the curvature is {said}"
        bends[angle] = bend
    assert bends[0] == pytest.approx(2.0)
    assert bends[90] == pytest.approx(2.0)
    assert bends[45] == pytest.approx(5.0) == max(bends.values())
    assert bends[135] == pytest.approx(-1.0) == min(bends.values())
    assert [angle for angle, bend in bends.items() if bend < 0] == [120, 135, 150]


@pytest.mark.parametrize("phone", [False, True])
def test_each_shape_has_its_name_and_its_gray(phone: bool) -> None:
    with on_phones(phone):
        fig = four_shapes()
    for ax, (name, both) in zip(fig.axes, SHAPES.items(), strict=True):
        assert ax.get_title() == name == classify(np.diag(both))
        said = [text.get_text().replace("\N{MINUS SIGN}", "-") for text in ax.texts]
        assert [float(word) for word in said] == list(both)
        gray = [each for each in ax.collections if each.get_gid() == f"{name}, lower"]
        assert len(gray) == (min(both) < 0)
        for axis in (0, 1):
            line = np.array(find(fig, f"{name} {axis}").get_data())
            assert not line[1 - axis].any()
