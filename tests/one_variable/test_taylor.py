"""Tangent, parabola, Taylor: literal values, and the claim of each figure."""

from itertools import pairwise
from math import factorial

import numpy as np
import pytest

from downhill.style import every_frame, find, on_phones
from snippets.one_variable import taylor as page
from tests.derivatives import Pair

PAIRS = (
    Pair(page.ramp_slope, page.ramp, by="x"),
    Pair(page.ramp_bend, page.ramp_slope, by="x"),
)
NEITHER = {page.tangent: "goes on along the slope that it is given"}
HERE = (page.ramp, page.ramp_slope, page.ramp_bend)
UNVERIFIED = {
    r"f(x) \approx f(x^*) + \frac{f''(x^*)}{2}\,(x - x^*)^2": "near a minimum x* alone",
    r"f'(x) \approx f''(x^*)\,(x - x^*)": "near a minimum x* alone",
}


def sigmoid(z: float) -> float:
    return 1 / (1 + float(np.exp(-z)))


def test_the_ramp() -> None:
    assert (page.ramp(1.0), page.ramp_slope(1.0), page.ramp_bend(1.0)) == (1, 4, 12)
    assert page.ramp(0.6) == pytest.approx(0.1296)
    assert page.ramp_slope(0.9) == pytest.approx(2.916)


def test_the_step_in_the_dark() -> None:
    assert page.tangent(*HERE[:2], 1.0, -0.4) == pytest.approx(-0.6)
    assert page.parabola(*HERE, 1.0, -0.4) == pytest.approx(0.36)
    assert page.tangent(*HERE[:2], 0.5, 0.0) == page.ramp(0.5)
    assert page.parabola(*HERE, 0.5, 2.0) == pytest.approx(0.0625 + 1.0 + 6.0)


def test_bound() -> None:
    assert page.bound(12, -0.4, 1) == pytest.approx(0.96)
    assert page.bound(24, -0.4, 2) == pytest.approx(0.256)
    assert page.bound(1.0, 0.5, 5) == pytest.approx(2.170e-5, rel=1e-3)


@pytest.mark.parametrize("a", [-1.0, 0.3, 1.0])
@pytest.mark.parametrize("h", [-0.7, -0.1, 0.01, 0.5])
def test_no_miss_is_larger_than_its_bound(a: float, h: float) -> None:
    truth, far = page.ramp(a + h), max(abs(a), abs(a + h))
    miss = abs(page.tangent(*HERE[:2], a, h) - truth)
    assert miss <= page.bound(page.ramp_bend(far), h, 1)
    miss = abs(page.parabola(*HERE, a, h) - truth)
    assert miss <= page.bound(24 * far, h, 2)


def test_sigmoid_coefficients() -> None:
    c = page.sigmoid_coefficients(7)
    expected = [1 / 2, 1 / 4, 0, -1 / 48, 0, 1 / 480, 0, -17 / 80640]
    assert c == pytest.approx(expected, abs=1e-15)
    assert page.sigmoid_coefficients(0).tolist() == [0.5]


@pytest.mark.parametrize(
    ("n", "at_1", "at_3", "at_4"),
    [(1, 0.0189, 0.297, 0.518), (5, 1.9e-4, 0.241, 1.32), (15, 2.0e-9, 0.152, 14.8)],
)
def test_the_polynomials_of_the_sigmoid(
    n: int, at_1: float, at_3: float, at_4: float
) -> None:
    c = page.sigmoid_coefficients(n)
    for z, off in ((1.0, at_1), (3.0, at_3), (4.0, at_4)):
        assert abs(page.polynomial(c, z) - sigmoid(z)) == pytest.approx(off, rel=0.03)


def test_polynomial_computes_from_inside() -> None:
    assert page.polynomial(np.array([1.0, -2.0, 3.0]), 2.0) == 9.0
    assert page.polynomial(np.array([]), 2.0) == 0.0
    e = page.polynomial(np.array([1 / factorial(k) for k in range(20)]), 1.0)
    assert e == pytest.approx(np.e)


def test_average_cost() -> None:
    assert page.average_cost(20.0) == pytest.approx(9.0)


@pytest.mark.parametrize("phone", [False, True])
def test_halving_the_step_quarters_one_miss_and_divides_the_other_by_eight(
    phone: bool,
) -> None:
    tangents: list[float] = []
    parabolas: list[float] = []
    with on_phones(phone):
        for h, fig in every_frame(page.half_pipe):
            (place,), (truth,) = find(fig, "truth").get_data()
            assert place == pytest.approx(1 - h)
            assert truth == pytest.approx((1 - h) ** 4)
            for name, misses in (("tangent", tangents), ("parabola", parabolas)):
                x, y = find(fig, f"{name}-miss").get_data()
                assert list(x) == [place, place]
                assert y[0] == truth
                assert y[1] == find(fig, f"{name}-forecast").get_ydata()[0]
                misses.append(abs(y[1] - y[0]))
            said = f"tangent {tangents[-1] * 100:.2f}, parabola {parabolas[-1] * 100:.2f}"  # fmt: skip
            assert fig.get_label() == f"{h:g} m: {said} cm off"
    tangents.reverse()  # the slider goes from short to long
    parabolas.reverse()
    assert (tangents[0], parabolas[0]) == pytest.approx((0.7296, 0.2304))
    for misses, factor in ((tangents, 4), (parabolas, 8)):
        gains = [longer / shorter for longer, shorter in pairwise(misses)]
        assert gains == sorted(gains)
        assert factor * 0.85 < gains[0] < gains[-1] < factor
    assert gains[-1] > 7.85


@pytest.mark.parametrize("phone", [False, True])
def test_tangent_and_parabola_touch_the_ramp_where_you_are(phone: bool) -> None:
    with on_phones(phone):
        fig = page.half_pipe()
    (a,), (height,) = find(fig, "start").get_data()
    assert (a, height) == (1, page.ramp(1.0))
    x, line = find(fig, "tangent").get_data()
    _, bent = find(fig, "parabola").get_data()
    assert np.diff(line) / np.diff(x) == pytest.approx(4.0)
    ramp = np.array([page.ramp(each) for each in x])
    assert list(find(fig, "ramp").get_ydata()) == pytest.approx(
        [page.ramp(each) for each in find(fig, "ramp").get_xdata()]
    )
    assert (line <= ramp + 1e-12).all()
    near = abs(x - 1) < 0.1
    assert (abs(bent - ramp)[near] <= abs(line - ramp)[near] + 1e-12).all()
    assert min(line) < 0 < min(bent)


@pytest.mark.parametrize("phone", [False, True])
def test_the_slope_of_the_ramp_runs_between_the_two_opinions(phone: bool) -> None:
    with on_phones(phone):
        fig = page.fading_slope()
    walked, slope = find(fig, "ramp").get_data()
    stays, falls = (find(fig, gid).get_ydata() for gid in ("stays", "falls"))
    assert slope == pytest.approx([page.ramp_slope(1 - s) for s in walked])
    assert ((falls <= slope) & (slope <= stays)).all()
    assert (slope[0], stays[-1]) == (4, 4)
    assert falls[-1] == pytest.approx(-0.8)
    assert slope[-1] == pytest.approx(0.864)
    (at,), (halfway,) = find(fig, "halfway").get_data()
    assert (at, halfway) == pytest.approx((walked.mean(), falls.mean()))
    assert halfway == pytest.approx(1.6)
    assert halfway * 0.4 == pytest.approx(1 - page.parabola(*HERE, 1.0, -0.4))


@pytest.mark.parametrize("phone", [False, True])
def test_within_ten_percent_of_the_bottom_the_valley_is_a_parabola(phone: bool) -> None:
    with on_phones(phone):
        fig = page.valley_floor()
    q, cost = (np.array(each) for each in find(fig, "average").get_data())
    floor = find(fig, "parabola").get_ydata()
    (best,), (lowest,) = find(fig, "lowest").get_data()
    assert best == pytest.approx(31.6228, abs=5e-5)
    assert lowest == pytest.approx(8.32456, abs=5e-6)
    assert (cost >= lowest).all()
    near = abs(q / best - 1) <= 0.1
    assert near.sum() > 10
    assert max(abs(cost - floor)[near]) < 0.004  # dollars: less than a line is thick
    assert min(abs(cost - floor)[abs(q / best - 1) > 0.5]) > 0.1
    assert page.average_cost(1.1 * best) / lowest - 1 == pytest.approx(0.0035, abs=5e-5)


@pytest.mark.parametrize("phone", [False, True])
def test_more_terms_close_in_between_the_walls_and_flee_outside(phone: bool) -> None:
    inside, outside = [], []
    with on_phones(phone):
        for n, fig in every_frame(page.orders):
            band = find(fig, "inside")
            assert (band.get_x(), band.get_width()) == pytest.approx(
                (-np.pi, 2 * np.pi)
            )
            z, curve = find(fig, "sigmoid").get_data()
            assert curve == pytest.approx([sigmoid(each) for each in z])
            seen, taylor = find(fig, "taylor").get_data()
            assert max(np.diff(seen)) == pytest.approx(z[1] - z[0])  # in one piece
            off = abs(taylor - [sigmoid(each) for each in seen])
            inside.append(max(off[abs(seen) <= 2.9]))
            c = page.sigmoid_coefficients(n)
            at_3, at_4 = (abs(page.polynomial(c, at) - sigmoid(at)) for at in (3, 4))
            outside.append(at_4)
            said = f"Off by {at_3:.3g} at 3, by {at_4:.3g} at 4"
            assert fig.get_label() == said.replace("e+0", "e")
    assert inside == sorted(inside, reverse=True)
    assert outside == sorted(outside)
    assert outside[-1] == pytest.approx(994000, rel=0.01)
