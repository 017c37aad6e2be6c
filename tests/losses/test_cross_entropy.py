"""Cross-entropy and softmax: literal values, and the claim of each figure."""

from typing import Any

import numpy as np
import pytest
from matplotlib.text import Annotation

from downhill.style import every_frame, find, on_phones
from snippets.losses.cross_entropy import (
    FOLDERS,
    bce_with_logits,
    clicks,
    cross_entropy,
    cross_entropy_gradient,
    cross_slope,
    log_sum_exp,
    logistic_gradient,
    logistic_loss,
    minima,
    no_bottom,
    pushes,
    ramp_and_plateau,
    square_slope,
    two_charges,
)
from snippets.many_variables.the_jacobian import softmax
from snippets.one_variable.activations import plain_sigmoid, sigmoid
from tests.derivatives import Pair, vector


def cost(a: Any, b: Any) -> Any:
    """What the scores (a, b, 0) cost if folder 1 is true."""
    return np.log(np.exp(a) + np.exp(b) + 1) - b


X4 = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 1.0], [1.0, 2.0]])
Y4 = np.array([0, 0, 1, 1])


def charge(a: Any, b: Any) -> Any:
    """The mean of minus the logarithms of what the line a + bx gave to the truths."""
    signs = 1 - 2 * Y4
    return sum(
        np.log(1 + np.exp(s * (a + b * x))) for s, (_, x) in zip(signs, X4, strict=True)
    ) / len(Y4)


PAIRS = (
    Pair(
        square_slope,
        lambda z: (plain_sigmoid(z) - 1) ** 2,
        by="z",
        slopes=lambda z: [square_slope(z, 1)],
        largest=10.0,
        not_formula="the stable sigmoid asks for the sign",
    ),
    Pair(
        cross_slope,
        lambda z: np.log(1 + np.exp(-z)),
        by="z",
        slopes=lambda z: [cross_slope(z, 1)],
        largest=10.0,
        not_formula="the stable sigmoid asks for the sign",
    ),
    Pair(
        cross_entropy_gradient,
        cost,
        by="a b",
        slopes=lambda a, b: cross_entropy_gradient(vector(a, b, 0.0), 1)[:2],
        largest=10.0,
        not_formula="the largest score is taken out",
    ),
    Pair(
        logistic_gradient,
        charge,
        by="a b",
        slopes=lambda a, b: logistic_gradient(X4, Y4, vector(a, b)),
        largest=10.0,
        not_formula="the stable sigmoid asks for the sign",
    ),
)
UNVERIFIED = {
    r"z = \ln \frac{p}{1 - p}": "definition of its left side, or a condition for it",
    r"L = -\frac{1}{N} \sum_{i=1}^{N} \ln q_i": "definition of the loss",
    r"\ell = -y \ln p - (1 - y) \ln(1 - p)": "definition of its left side, or a condition for it",
    r"p_k = \frac{e^{z_k}}{\sum_{j=0}^{K-1} e^{z_j}}": "definition of its left side, or a condition for it",
    r"\ln(e^{z_0} + e^{z_1}) = m + \ln(e^{z_0 - m} + e^{z_1 - m})": "places that begin at 0, as in code, are not read",
    r"\grad{\nabla_{\mathbf{z}}\, \ell} = \grad{\mathbf{p} - \mathbf{t}}": "shares of K scores; measured in Check it and by the pair above",
}


def test_the_bank_needs_eleven_thousand_clicks_or_twenty_one() -> None:
    expected = {-12: (23, 81436), -10: (21, 11068), -5: (16, 119), 0: (10, 35)}
    for z, counts in expected.items():
        found = (len(clicks(f, float(z))) - 1 for f in (cross_slope, square_slope))
        assert tuple(found) == counts
    shares = clicks(cross_slope, -10.0)
    assert shares[-2] <= 0.9 < shares[-1]
    assert len(clicks(cross_slope, 3.0)) == 1


def test_the_slopes_at_the_bank() -> None:
    assert cross_slope(-10.0, 1) == pytest.approx(-0.9999546021)
    assert cross_slope(-10.0, 0) == pytest.approx(0.0000453979)
    assert square_slope(-10.0, 1) == pytest.approx(-9.078749e-05)
    assert square_slope(0.0, 1) == -0.25
    assert cross_slope(0.0, 1) == -0.5


def test_the_square_is_steepest_at_a_third() -> None:
    z = np.linspace(-6, 6, 12001)
    slopes = np.abs(square_slope(z, 1))
    assert slopes.max() == pytest.approx(8 / 27, abs=1e-7)
    assert sigmoid(z[slopes.argmax()]) == pytest.approx(1 / 3, abs=1e-3)


def test_shares_of_scores() -> None:
    assert softmax(np.log([1.0, 2.0, 5.0])) == pytest.approx([1 / 8, 2 / 8, 5 / 8])
    rows = softmax(np.array([[3.0, 1.0], [1000.0, 0.0]]))
    assert rows == pytest.approx(np.array([[0.880797, 0.119203], [1.0, 0.0]]), abs=1e-6)
    assert log_sum_exp(np.array([1000.0, 1000.0])) == pytest.approx(1000 + np.log(2))


def test_what_scores_cost() -> None:
    assert cross_entropy(np.log([1.0, 2.0, 5.0]), 0) == pytest.approx(np.log(8))
    assert cross_entropy(np.array([1.0, 2.0, 3.0]), 0) == pytest.approx(2.4076060)
    assert cross_entropy(np.array([1000.0, 0.0, 0.0]), 1) == 1000.0
    assert cross_entropy(np.eye(10)[0], 0) == pytest.approx(1.4611502)
    slopes = cross_entropy_gradient(np.array([1.0, 2.0, 3.0]), 0)
    assert slopes == pytest.approx([-0.909969, 0.244728, 0.665241], abs=1e-6)


@pytest.mark.parametrize("c", [-1, 3])
def test_a_folder_that_is_not_there(c: int) -> None:
    with pytest.raises(IndexError, match=f"no folder {c}"):
        cross_entropy(np.zeros(3), c)


def test_a_score_that_is_not_finite() -> None:
    with pytest.raises(ValueError, match="not finite"):
        cross_entropy(np.array([0.0, np.inf]), 0)


def test_a_batch_with_two_truths() -> None:
    assert logistic_gradient(X4, Y4, np.zeros(2)) == pytest.approx([0.0, -0.25])
    assert logistic_loss(X4, Y4, np.zeros(2)) == pytest.approx(np.log(2))
    with pytest.raises(ValueError, match="not 0 or 1"):
        logistic_gradient(X4, np.array([-1, -1, 1, 1]), np.zeros(2))


def test_one_score_and_both_truths() -> None:
    for z, y, loss in ((0, 1, np.log(2)), (-800.0, 1, 800.0), (800.0, 0, 800.0)):
        assert bce_with_logits(z, y) == pytest.approx(loss)


def test_minima_are_lower_than_both_neighbors() -> None:
    assert minima(np.array([0.0, 2.0, 1.0, 3.0, 3.0, 2.0, 5.0])).tolist() == [2, 5]
    assert minima(np.array([3.0, 2.0, 1.0])).tolist() == []


@pytest.mark.parametrize("phone", [False, True])
def test_the_ramp_falls_where_the_plateau_is_flat(phone: bool) -> None:
    with on_phones(phone):
        fig = ramp_and_plateau()
    z, ramp = find(fig, "cross-entropy").get_data()
    _, plateau = find(fig, "square").get_data()
    far = z < -5
    assert np.diff(ramp[far]) / np.diff(z[far]) == pytest.approx(-1.0, abs=0.01)
    assert np.all(np.diff(ramp) < 0)
    assert np.ptp(plateau[far]) < 0.02
    for name, y in (("on the ramp", 10.0000454), ("on the plateau", 0.9999092)):
        assert np.ravel(find(fig, name).get_data()) == pytest.approx([-10.0, y])


def test_the_surer_the_start_the_longer_the_square_waits() -> None:
    ends = []
    for start, fig in every_frame(two_charges):
        found = []
        for name in ("cross-entropy", "squared error"):
            at, p = find(fig, name).get_data()
            assert np.all(np.diff(p) > 0)
            assert p[-2] <= 0.9 < p[-1]
            assert find(fig, f"{name}, end").get_xdata()[0] == at[-1]
            found.append(int(at[-1]))
        ends.append(found)
        said = f"From {start}: {found[0]} clicks, {found[1]} by the square"
        assert fig.get_label() == said.replace("-", "\N{MINUS SIGN}")
    cross, square = np.array(ends).T
    assert (cross[0], cross[-1]) == (23, 10)
    assert (square[0], square[-1]) == (81436, 35)
    assert np.all(np.diff(cross) < 0)
    assert np.all(square[:-5] / square[1:-4] > 2)  # a factor a point, far out


@pytest.mark.parametrize("phone", [False, True])
def test_each_arrow_leads_from_the_share_to_the_truth(phone: bool) -> None:
    with on_phones(phone):
        fig = pushes()
    slopes = []
    for k in range(len(FOLDERS)):
        arrow = find(fig, f"step {k}")
        assert isinstance(arrow, Annotation)
        share = find(fig, f"share {k}").get_height()
        truth = find(fig, f"truth {k}").get_ydata()
        assert arrow.xy == pytest.approx((k, truth[0]))
        assert truth == pytest.approx([float(k == 0)] * 2)
        assert arrow.xyann == pytest.approx((k, share))
        slopes.append(share - truth[0])
    assert slopes == pytest.approx([-7 / 8, 2 / 8, 5 / 8])
    assert sum(slopes) == pytest.approx(0.0)


def test_the_weight_of_sorted_messages_never_levels() -> None:
    fig = no_bottom()
    steps, weight = find(fig, "sorted").get_data()
    late = steps > 1000
    rate = np.diff(weight[late]) / np.diff(np.log(steps[late]))
    assert rate == pytest.approx(1.0, abs=0.02)
    assert weight[-1] == pytest.approx(10.8201, abs=1e-4)
    level = find(fig, "mixed").get_ydata()
    assert level[-1] == pytest.approx(0.419618, abs=1e-6)
    assert np.ptp(level[late]) < 1e-9
