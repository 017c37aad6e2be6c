"""The gradient: literal values of its functions, and the claim of each figure."""

import re
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from downhill.style import every_frame, find, find_arrows, on_phones
from snippets.many_variables.the_gradient import (
    LAKES,
    NARROWER,
    SCALE,
    combined_at_one_one,
    grad,
    lake,
    off_course,
    past_the_deepest,
    row_level,
    uphill_arrows,
)
from snippets.many_variables.vectors_and_matrices import angle_between
from tests.derivatives import Rule

RULES = (Rule(grad, lambda f, p, u: grad(lambda q: f(*q), p) @ u, error=1e-9),)
UNVERIFIED = {
    r"f(\mathbf{x} + \mathbf{s}) = f(\mathbf{x}) + \grad{\nabla f}(\mathbf{x}) \cdot \mathbf{s} + r(\mathbf{s})": "definition of the remainder r",
    r"\grad{\nabla f}(\mathbf{x}) = \begin{bmatrix} \slope{\frac{\partial f}{\partial x_1}}(\mathbf{x}) \\ \vdots \\ \slope{\frac{\partial f}{\partial x_n}}(\mathbf{x}) \end{bmatrix}": "definition of the gradient, with dots",
    r"0 = \grad{\nabla f} \cdot \path{\mathbf{c}'(t)}": "along a curve in a level set alone, as the steps above it say",
    r"f(\mathbf{x} + \mathbf{s}) \approx f(\mathbf{x}) + \nabla f(\mathbf{x}) \cdot \mathbf{s}": "about, for small steps; the remainder is in the section on all inputs",
}

ONE_ONE = np.array([1.0, 1.0])


@pytest.mark.parametrize(
    ("f", "p", "expected"),
    [
        (lambda p: p[0] ** 2 + p[1] ** 2, [1.0, 2.0], [2.0, 4.0]),
        (lambda p: p[0] + 2 * p[1], [5.0, -7.0], [1.0, 2.0]),
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


def test_the_floor_of_the_lake() -> None:
    assert lake(ONE_ONE) == 3.0
    assert lake(np.array([2.0, 1.0])) == 6.0
    assert lake(np.array([1.0, 2.0])) == 9.0


def test_a_leg_is_level_and_has_its_length() -> None:
    course = row_level(lake, ONE_ONE, 0.5, 1)
    assert course == pytest.approx(
        np.array([[1.0, 1.0], [1.0 + 1 / 5**0.5, 1.0 - 0.5 / 5**0.5]])
    )
    assert row_level(lake, ONE_ONE, 0.5, 0).tolist() == [[1.0, 1.0]]


def test_each_leg_rises_by_the_squares_of_its_parts() -> None:
    for p, q in pairwise(row_level(lake, ONE_ONE, 0.3, 30)):
        a, b = q - p
        assert np.hypot(a, b) == pytest.approx(0.3)
        assert lake(q) - lake(p) == pytest.approx(a**2 + 2 * b**2, abs=1e-8)


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize("name", LAKES)
def test_arrows_point_uphill_across_the_level_lines(name: str, phone: bool) -> None:
    with on_phones(phone):
        fig = uphill_arrows()
    tails, vectors = find_arrows(fig, name)
    k = LAKES[name]
    heights = tails[:, 0] ** 2 + k * tails[:, 1] ** 2
    assert heights == pytest.approx([1.0] * 8 + [4.0] * 8)  # two of the lines drawn
    for (x, y), up in zip(tails, vectors, strict=True):
        assert up == pytest.approx([2 * SCALE * x, 2 * SCALE * k * y])
        assert angle_between(up, np.array([-k * y, x])) == pytest.approx(90.0)
        further = np.array([x, y]) + up
        assert further[0] ** 2 + k * further[1] ** 2 > x**2 + k * y**2
    inner, outer = np.hypot(*vectors[:8].T), np.hypot(*vectors[8:].T)
    assert np.all(outer > inner)
    ax = fig.axes[list(LAKES).index(name)]
    ends = tails + vectors
    assert np.all(np.abs(ends) < [ax.get_xlim()[1], ax.get_ylim()[1]])


def test_the_lakes_lie_side_by_side_on_a_phone() -> None:
    with on_phones():
        left, right = uphill_arrows().axes
    assert left.get_position().y0 == right.get_position().y0


@pytest.mark.parametrize("phone", [False, True])
def test_the_combined_arrow_is_the_sum_and_leaves_the_level_line_squarely(
    phone: bool,
) -> None:
    with on_phones(phone):
        fig = combined_at_one_one()
    point = np.array(find(fig, "boat").get_data()).ravel()
    assert point.tolist() == [1.0, 1.0]
    found = {}
    for name in ("east", "north", "combined"):
        tails, vectors = find_arrows(fig, name)
        assert tails.tolist() == [[1.0, 1.0]]
        found[name] = vectors[0]
    assert found["east"] / 0.4 == pytest.approx([2.0, 0.0])
    assert found["north"] / 0.4 == pytest.approx([0.0, 4.0])
    assert found["combined"] / 0.4 == pytest.approx([2.0, 4.0])
    line = np.array(find(fig, "level line").get_data()).T
    assert line[:, 0] ** 2 + 2 * line[:, 1] ** 2 == pytest.approx(3.0)
    nearest = int(np.argmin(np.hypot(*(line - point).T)))
    along = line[nearest + 1] - line[nearest - 1]
    assert angle_between(found["combined"], along) == pytest.approx(90.0, abs=1.0)
    said = " ".join(text.get_text() for text in fig.axes[0].texts)
    assert re.findall(r"\d+", said) == ["2", "4", "2", "4", "14", "10", "5", "17"]


def test_a_course_of_level_legs_leaves_the_line_the_less_the_shorter_they_are() -> None:
    left = {}
    for meters, fig in every_frame(off_course):
        x, y = find(fig, "level line").get_data()
        assert x**2 + 2 * y**2 == pytest.approx(3.0)
        course = np.array(find(fig, "course").get_data())
        assert course[:, 0].tolist() == [1.0, 1.0]
        legs = np.hypot(*np.diff(course))
        assert legs.sum() == pytest.approx(9.0)
        assert legs == pytest.approx(meters / 100)
        heights = np.array([lake(p) for p in course.T])
        assert np.all(np.diff(heights) > 0.0)  # every leg ends outside
        left[meters] = heights[-1] - 3.0
        said = f"Legs of {meters} m: after 900 m it is {17 - left[meters]:.2f} m deep"
        assert fig.get_label() == said
        ax = fig.axes[0]
        assert np.all(np.abs(course) < [[ax.get_xlim()[1]], [ax.get_ylim()[1]]])
    assert left[60] > 7.0
    assert left[10] / left[5] == pytest.approx(2.0, abs=0.1)
    assert list(left.values()) == sorted(left.values(), reverse=True)


@pytest.mark.parametrize("phone", [False, True])
def test_in_a_narrow_lake_downhill_points_past_the_deepest_place(phone: bool) -> None:
    with on_phones(phone):
        fig = past_the_deepest()
    off = []
    for name, (k, _) in NARROWER.items():
        here = np.array(find(fig, f"{name} here").get_data()).ravel()
        deepest = np.array(find(fig, f"{name} deepest").get_data()).ravel()
        (tail,), (down,) = find_arrows(fig, name)
        assert tail.tolist() == here.tolist() == [2.0, 1.0]
        assert angle_between(down, np.array([-2.0, -k])) == pytest.approx(0, abs=1e-4)
        off.append(angle_between(down, deepest - here))
        x, y = find(fig, f"{name} bank").get_data()
        assert x**2 + k * y**2 == pytest.approx(4.0 + k)
    assert off == pytest.approx([0.0, 52.125016], abs=1e-4)
    said = [ax.get_title() for ax in fig.axes]
    assert said[0].endswith("straight at it")
    assert said[1].endswith("52.1° off")
