"""Why calculus: the model of one number, and the claim of its picture."""

import numpy as np
import pytest

from downhill.style import every_frame, find, on_phones
from snippets.start.why_calculus import (
    PRICES,
    SIZES,
    START,
    learning,
    loss,
    slope,
    walk,
)
from tests.derivatives import Pair

PAIRS = (Pair(slope, loss, by="w"),)
NEITHER = {walk: "returns the path"}
BEST = float(SIZES @ PRICES / (SIZES @ SIZES))  # least squares through the origin


def test_the_loss_is_the_mean_square_of_the_errors() -> None:
    assert loss(0.0) == pytest.approx(np.mean(PRICES**2))
    assert slope(BEST) == pytest.approx(0.0, abs=1e-9)


def test_the_walk_begins_at_the_start_and_ends_at_the_best_price() -> None:
    assert walk(0).tolist() == [START]
    assert walk(1)[1] == pytest.approx(START - 0.03 * slope(START))
    assert walk(20)[-1] == pytest.approx(BEST, abs=2.0)


@pytest.mark.parametrize("narrow", [False, True])
def test_each_step_is_less_wrong_and_the_tangent_touches(narrow: bool) -> None:
    with on_phones(narrow):
        frames = list(every_frame(learning))
    wrong = []
    assert frames[0][1].get_label() == "Step 0: 20 dollars, mean miss 257 thousand"
    for step, fig in frames:
        (w,), (height,) = find(fig, "now").get_data()
        assert w == pytest.approx(walk(step)[-1])
        x, y = find(fig, "tangent").get_data()
        assert np.interp(w, x, y) == pytest.approx(height)
        assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(slope(w) / 1000)
        line = find(fig, "line").get_data()
        assert line[1][1] / line[0][1] == pytest.approx(w)
        wrong.append(height)
    assert wrong == sorted(wrong, reverse=True)
    assert len(set(wrong)) == len(wrong)
