import numpy as np
import pytest

from downhill.style import NARROW_WIDTH, every_frame, find, on_phones
from snippets.index import (
    MINIMUM,
    STARTS,
    descend,
    descent,
    valley,
    valley_gradient,
)
from tests.derivatives import Pair, vector

PAIRS = (
    Pair(
        valley_gradient,
        valley,
        by="x y",
        slopes=lambda x, y: valley_gradient(vector(x, y)),
        largest=10.0,
    ),
)
NEITHER = {
    descend: "returns the path",
    valley: "is the function; valley_gradient is its gradient",
}


def test_the_valley_has_these_values() -> None:
    assert valley(np.array(0.0), np.array(1.0)) == pytest.approx(1.242)
    assert valley(*MINIMUM) == 0.0


def test_its_gradient_is_that_of_the_formula() -> None:
    assert valley_gradient(np.array([0.0, 1.0])) == pytest.approx([-2.22, 2.0])
    assert valley_gradient(MINIMUM) == pytest.approx([0.0, 0.0])


def test_its_gradient_agrees_with_differences() -> None:
    h = 1e-5
    for x, y in STARTS:
        differences = [
            (valley(x + h, y) - valley(x - h, y)) / (2 * h),
            (valley(x, y + h) - valley(x, y - h)) / (2 * h),
        ]
        assert valley_gradient(np.array([x, y])) == pytest.approx(differences, rel=1e-8)


def test_one_step_goes_against_the_gradient() -> None:
    path = descend(np.array([[0.0, 1.0]]), lr=0.1, steps=1)
    assert path.shape == (2, 1, 2)
    assert path[1, 0] == pytest.approx([0.222, 0.8])


def test_every_path_descends_at_every_step_and_ends_at_the_minimum() -> None:
    (x,), (y,) = find(descent(), "minimum").get_data()
    assert (x, y) == pytest.approx(MINIMUM)
    for steps, fig in every_frame(descent):
        whole = descend(STARTS, 0.1, steps)
        for i, start in enumerate(STARTS):
            path = np.array(find(fig, f"path-{i}").get_data())
            assert path[:, 0] == pytest.approx(start)
            assert np.all(np.diff(valley(*path)) < 0.0)
            now = np.ravel(find(fig, f"now-{i}").get_data())
            assert now == pytest.approx(whole[-1, i])
            if steps == 1200:
                assert now == pytest.approx([x, y], abs=1e-3)


def test_the_figure_fits_a_phone() -> None:
    with on_phones():
        assert tuple(descent(0).get_size_inches()) == (NARROW_WIDTH, 2.6)
