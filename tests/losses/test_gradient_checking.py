"""Gradient checking: literal values of its functions, and the claim of each figure."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from downhill.style import every_frame, find, on_phones
from snippets.losses.gradient_checking import (
    BANDS,
    BUGS,
    PARTS,
    STEPS,
    X,
    ahead_at_first,
    fingerprints,
    forward,
    gradcheck,
    gradient,
    hides_at_small_weights,
    list_error,
    loss,
    no_step_helps,
    start,
    trained,
    unpack,
    y,
)
from snippets.many_variables.the_gradient import grad
from snippets.many_variables.vectors_and_matrices import angle_between
from snippets.one_variable.numerical_derivatives import complex_step, relative_error

DIFFERS_IN_BROWSER = {
    14: "roundoff at the shortest steps, where the last digit of tanh counts",
}
UNVERIFIED = {
    r"n_i = \frac{L(\mathbf{p} + h\,\mathbf{e}_i) - L(\mathbf{p} - h\,\mathbf{e}_i)}{2h}": "definition of an entry with its index; below it each entry is written without",
}
NEITHER = {
    gradient: "a gradient of 26 weights; each entry is held to the complex step below",
    gradcheck: "compares a gradient with differences and returns a share; tested below",
}

MEASURED = grad(loss, start, 1e-5)


def brothers(p: np.ndarray) -> np.ndarray:
    return gradient(p, "1 - a")


def test_the_network() -> None:
    W, b, v, c = unpack(np.arange(26.0))
    assert W.tolist() == [[0, 3, 6, 9, 12], [1, 4, 7, 10, 13], [2, 5, 8, 11, 14]]
    assert b.tolist() == [15, 16, 17, 18, 19]
    assert v.tolist() == [20, 21, 22, 23, 24]
    assert c == 25
    with pytest.raises(ValueError, match=r"p is \(25,\), not \(26,\)"):
        unpack(np.zeros(25))
    activations, errors = forward(np.zeros(26))
    assert not activations.any()
    assert errors.tolist() == (-y).tolist()
    assert loss(np.zeros(26)) == pytest.approx(np.mean(y**2))
    assert loss(start) == pytest.approx(6.424381, abs=1e-6)


def test_the_right_gradient_meets_the_complex_step() -> None:
    for i, claimed in enumerate(gradient(start)):
        step = np.eye(26)[i]
        true = complex_step(lambda t, e=step: loss(start + t * e), 0.0)
        assert claimed == pytest.approx(true, rel=1e-12)


@pytest.mark.parametrize(
    ("bug", "whole", "worst", "wrong"),
    [
        ("", 0.0, 0.0, 0),
        ("no mean", 0.95, 0.95, 26),
        ("no bias", 0.3250, 1.0, 5),
        ("bias mean", 0.3087, 0.95, 5),
        ("1 - a", 0.8027, 1.0238, 20),
        ("no bend", 0.6374, 1.0488, 20),
    ],
)
def test_the_errors_of_the_planted_bugs(
    bug: str, whole: float, worst: float, wrong: int
) -> None:
    g = gradient(start, bug)
    assert list_error(g, MEASURED) == pytest.approx(whole, abs=6e-5)
    errors = [*map(relative_error, g, MEASURED)]
    assert max(errors) == pytest.approx(worst, abs=6e-5)
    assert sum(error > 1e-4 for error in errors) == wrong


def test_a_factor_is_the_same_everywhere_and_a_wrong_formula_is_not() -> None:
    right = gradient(start)
    assert gradient(start, "no mean") == pytest.approx(20 * right)
    ratios = {bug: gradient(start, bug) / right for bug in BUGS}
    assert ratios["no bias"][15:20] == pytest.approx(0.0)
    assert ratios["bias mean"][15:20] == pytest.approx(1 / 20)
    for bug in ("1 - a", "no bend"):
        assert np.ptp(ratios[bug][:20]) > 50
        assert ratios[bug][20:] == pytest.approx(1.0)


def test_the_check_passes_what_is_right_and_leaves_the_point() -> None:
    before = start.copy()
    assert gradcheck(loss, gradient, start) == pytest.approx(0.0018, abs=1e-4)
    assert np.array_equal(start, before)


@pytest.mark.parametrize("bug", BUGS)
def test_the_check_refuses_each_bug(bug: str) -> None:
    with pytest.raises(ValueError, match="entry"):
        gradcheck(loss, lambda p: gradient(p, bug), start)


def test_the_check_tells_what_it_saw() -> None:
    said = "entry 0: claimed -36, measured 36, error 2"
    with pytest.raises(ValueError, match=said):
        gradcheck(lambda p: 36 * p[0], lambda _: np.array([-36.0]), np.zeros(1))


def test_the_check_at_a_slope_of_zero() -> None:
    one = np.ones(1)
    share = gradcheck(lambda p: p[0] ** 3 - 3 * p[0], lambda p: 3 * p**2 - 3, one)
    assert share == pytest.approx(0.1, abs=1e-3)
    assert gradcheck(lambda _: 0.0, lambda _: np.zeros(1), one) == 0.0
    with pytest.raises(ValueError, match="error 2"):
        gradcheck(lambda p: 1e-8 * p[0], lambda _: np.array([-1e-8]), np.zeros(1))


def test_the_check_refuses_a_nan_and_float32() -> None:
    with pytest.raises(ValueError, match="claimed nan"):
        gradcheck(lambda p: p[0], lambda _: np.array([np.nan]), np.zeros(1))
    with pytest.raises(TypeError, match="float32: check in float64"):
        gradcheck(loss, gradient, start.astype(np.float32))


def test_the_wrong_formula_passes_at_zero() -> None:
    flat = start.copy()
    flat[:20] = 0.0
    assert gradcheck(loss, brothers, flat) < 0.01
    assert gradcheck(loss, brothers, 0.0 * start) < 0.01
    with pytest.raises(ValueError, match="entry"):
        gradcheck(loss, brothers, 1e-4 * start)


def test_the_list_error() -> None:
    assert list_error(np.array([3.0, 4.0]), np.array([0.0, 0.0])) == 1.0
    assert list_error(np.array([1.0, 0.0]), np.array([-1.0, 0.0])) == 2.0
    flipped = np.random.default_rng(0).normal(size=10000)
    smallest = np.argmin(np.abs(flipped))
    right = flipped.copy()
    flipped[smallest] *= -1
    assert list_error(flipped, right) == pytest.approx(2.5e-6, rel=0.02)


def test_the_wrong_formula_is_ahead_at_first() -> None:
    yours, his = trained(""), trained("1 - a")
    at = [0, 10, 100, 1000, 5000]
    expected = [6.4244, 1.3097, 0.7844, 0.4089, 0.0842]
    assert yours[at] == pytest.approx(expected, abs=6e-5)
    expected = [6.4244, 1.0673, 0.9330, 0.9053, 0.8933]
    assert his[at] == pytest.approx(expected, abs=6e-5)
    assert np.flatnonzero(his < yours).tolist() == list(range(1, 28))
    angle = angle_between(brothers(start), gradient(start))
    assert np.cos(np.radians(angle)) == pytest.approx(0.6277, abs=6e-5)


def bands(fig: Figure) -> dict[str, tuple[float, float]]:
    """The lower and the upper edge of each tint."""
    return {
        name: (box.get_y(), box.get_y() + box.get_height())
        for name in ("good", "suspicious", "wrong")
        for box in [find(fig, name)]
    }


@pytest.mark.parametrize("phone", [False, True])
def test_no_step_helps_a_bug(phone: bool) -> None:
    with on_phones(phone):
        fig = no_step_helps()
    edges = bands(fig)
    assert (edges["good"][1], *edges["suspicious"]) == BANDS
    assert edges["wrong"][0] == BANDS[2]
    steps, right = find(fig, "right").get_data()
    best = int(np.argmin(right))
    assert steps[best] == pytest.approx(1e-5)
    assert right[best] == pytest.approx(5e-11, rel=0.3)
    assert right[0] > 1e-3
    assert right[-1] == pytest.approx(1.35e-3, rel=0.01)
    longer = steps > 1e-4
    slope = np.polyfit(np.log(steps[longer]), np.log(right[longer]), 1)[0]
    assert slope == pytest.approx(2.0, abs=0.01)
    for bug in BUGS:
        errors = find(fig, bug).get_ydata()
        assert min(errors) > 0.3 > 25 * BANDS[2]
        assert np.ptp(errors) < 0.01


@pytest.mark.parametrize("phone", [False, True])
def test_his_curve_is_below_at_ten_and_above_at_the_end(phone: bool) -> None:
    with on_phones(phone):
        fig = ahead_at_first()
    steps, yours = find(fig, "right").get_data()
    his = find(fig, "1 - a").get_ydata()
    assert list(steps) == list(range(1, STEPS + 1))
    assert find(fig, "ten").get_xdata()[0] == 10
    assert np.all(his[:27] < yours[:27])
    assert np.all(his[27:] > yours[27:])
    assert his[-1] > 10 * yours[-1]
    low, high = fig.axes[0].get_ylim()
    assert low < min(yours) < max(yours) < high


def test_each_bug_leaves_its_print() -> None:
    wrong = {
        "right": "",
        "no mean": "Wbvc",
        "no bias": "b",
        "bias mean": "b",
        "1 - a": "Wb",
        "no bend": "Wb",
    }
    prints = {}
    for bug, fig in every_frame(fingerprints):
        errors = np.asarray(find(fig, "errors").get_ydata())
        low, high = fig.axes[0].get_ylim()
        assert np.all((low < errors) & (errors < high))
        for part, (first, end) in PARTS.items():
            here = errors[first:end]
            bad = part in wrong[bug]
            assert np.all(here > BANDS[1]) if bad else np.all(here < BANDS[0])
        prints[bug] = errors
        assert BUGS.get(bug, "the right formula") in str(fig.get_label())
    assert prints["no mean"] == pytest.approx(0.95)
    assert prints["no bias"][15:20] == pytest.approx(1.0)
    assert np.ptp(prints["1 - a"][:20]) > 0.5
    assert np.ptp(prints["no bend"][:20]) > 0.5


def test_the_prints_stay_in_their_parts_on_a_phone() -> None:
    with on_phones():
        fig = fingerprints("no bias")
    assert len(find(fig, "errors").get_ydata()) == len(start) == 26
    assert X.shape == (20, 3)


@pytest.mark.parametrize("phone", [False, True])
def test_the_wrong_formula_looks_better_at_smaller_weights(phone: bool) -> None:
    with on_phones(phone):
        fig = hides_at_small_weights()
    scales, errors = (np.asarray(data) for data in find(fig, "1 - a").get_data())
    assert np.all(np.diff(errors) > 0)
    assert errors[0] < BANDS[0] < BANDS[2] < errors[-1]
    small = (scales > 5e-5) & (scales < 0.02)
    slope = np.polyfit(np.log(scales[small]), np.log(errors[small]), 1)[0]
    assert slope == pytest.approx(2.0, abs=0.01)
    assert max(find(fig, "right").get_ydata()) < 1e-2 * BANDS[0]
