"""Activations: literal values, limits of floats, and the claim of each figure."""

import math
from typing import Any

import numpy as np
import pytest

from downhill.style import every_frame, find, on_phones
from snippets.one_variable import activations as page
from snippets.one_variable.numerical_derivatives import complex_step
from snippets.one_variable.the_chain_rule import chain
from snippets.one_variable.the_derivative import central_difference
from tests.derivatives import Pair


def series_of_the_area(z: Any) -> Any:
    """The area under the bell left of z, by a series that complex numbers take too."""
    term = total = z
    for n in range(1, 200):
        term = term * z * z / (2 * n + 1)
        total = total + term
    return 0.5 + np.exp(-z * z / 2) / math.sqrt(2 * math.pi) * total


SIGN = "it asks for the sign of z"
PAIRS = (
    Pair(
        page.sigmoid_slope,
        lambda z: 1 / (1 + np.exp(-z)),
        by="z",
        largest=30.0,
        not_formula=SIGN,
    ),
    Pair(
        page.tanh_slope,
        lambda z: np.tanh(z),
        by="z",
        largest=15.0,
        not_formula=SIGN,
    ),
    Pair(  # beside 0, where there is a corner
        page.ramp_slope,
        lambda z: (z + 0.37) * (1.0 if z.real > -0.37 else 0.2),
        by="z",
        slopes=lambda z: page.ramp_slope(z + 0.37, 0.2),
        not_formula=SIGN,
    ),
    Pair(
        page.swish_slope,
        lambda z: z / (1 + np.exp(-z)),
        by="z",
        largest=30.0,
        not_formula=SIGN,
    ),
    Pair(
        page.gelu_slope,
        lambda z: z * series_of_the_area(z),
        by="z",
        largest=5.0,
        not_formula="an area is no formula",
    ),
)
UNVERIFIED: dict[str, str] = {}
Z = np.linspace(-8, 8, 160001)


@pytest.mark.parametrize(
    ("z", "s", "slope"),
    [
        (0.0, 0.5, 0.25),
        (math.log(4), 0.8, 0.16),
        (-math.log(4), 0.2, 0.16),
        (2.0, 0.88079708, 0.10499359),
        (-1.0, 0.26894142, 0.19661193),
        (6.0, 0.99752738, 0.00246651),
    ],
)
def test_the_sigmoid(z: float, s: float, slope: float) -> None:
    at = np.array([z, z])
    assert page.sigmoid(at) == pytest.approx([s, s], abs=5e-9)
    assert page.plain_sigmoid(at) == pytest.approx([s, s], abs=5e-9)
    assert page.sigmoid_slope(at) == pytest.approx([slope, slope], abs=5e-9)


def test_the_sigmoid_as_four_links() -> None:
    links = (
        (lambda z: -z, lambda z: -1.0),
        (np.exp, np.exp),
        (lambda v: 1 + v, lambda v: 1.0),
        (lambda v: 1 / v, lambda v: -1 / v**2),
    )
    for z in (math.log(4), 36.0, 37.0):
        s, slope = chain(z, *links)
        assert s == page.plain_sigmoid(np.array(z))
        assert slope == pytest.approx(page.sigmoid_slope(np.array(z)))
    assert slope == pytest.approx(8.5330476e-17, rel=1e-7)


def test_three_witnesses_of_the_slope_of_the_sigmoid() -> None:
    for z in (-2.0, -1.0, 0.0, 1.0, 2.0):
        slope = page.sigmoid_slope(np.array(z))
        assert central_difference(page.sigmoid, z) == pytest.approx(slope, rel=1e-9)
        exact = complex_step(page.plain_sigmoid, z)
        assert exact == pytest.approx(slope, rel=1e-14)


@pytest.mark.parametrize(
    ("z", "error"),
    [
        (20, 3.6e-8), (30, 1.02e-3), (34, 3.6e-2),
        (36, 4.3e-2), (36.7, 0.93), (37, 1.0),
    ],
)  # fmt: skip
def test_what_the_share_times_the_rest_has_lost(z: float, error: float) -> None:
    true = math.exp(-z) / (1 + math.exp(-z)) ** 2
    s = 1 / (1 + np.exp(-z))
    assert abs(s * (1 - s) / true - 1) == pytest.approx(error, rel=0.02)
    assert page.sigmoid_slope(np.array(z)) == pytest.approx(true, rel=6e-16)


@pytest.mark.parametrize(
    ("kind", "one", "zero", "safe"),
    [(np.float64, 37, 710, 746), (np.float32, 17, 89, 104), (np.float16, 8, 12, 18)],
)
def test_where_a_sigmoid_is_0_and_1(kind: type, one: int, zero: int, safe: int) -> None:
    z: Any = np.arange(1000.0).astype(kind)
    with np.errstate(over="ignore"):
        assert np.argmax(page.plain_sigmoid(z) == 1) == one
        assert np.argmax(page.plain_sigmoid(-z) == 0) == zero
    assert np.argmax(page.sigmoid(z) == 1) == one
    assert np.argmax(page.sigmoid(-z) == 0) == safe
    assert page.sigmoid(z).dtype == kind


def test_each_is_safe_and_keeps_the_shape() -> None:
    z = np.array([[-1000.0, -40.0, -1.0], [0.0, 40.0, 1000.0]])
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        for f, slope in page.KIN.values():
            assert f(z).shape == slope(z).shape == z.shape
            assert np.isfinite(f(z)).all()
            assert np.isfinite(slope(z)).all()
    assert page.sigmoid(z)[0, 0] == 0
    assert page.sigmoid(z)[1, 2] == 1


def test_tanh_is_four_times_as_steep() -> None:
    assert page.tanh_slope(np.array(1)) == pytest.approx(0.41997434)
    assert page.tanh_slope(np.array(0)) == 1
    np.testing.assert_allclose(page.tanh_slope(Z), 1 - np.tanh(Z) ** 2, atol=1e-15)
    assert page.tanh_slope(np.array(20)) == pytest.approx(1.6993417e-17)


def test_the_ramps() -> None:
    z = np.array([-3.0, 0.0, 2.0])
    assert page.ramp(z, 0).tolist() == [0, 0, 2]
    assert page.ramp(z, 0.01).tolist() == [-0.03, 0, 2]
    assert page.ramp(z, 0.5).tolist() == [-1.5, 0, 2]
    assert page.ramp_slope(z, 0).tolist() == [0, 0, 1]
    assert page.ramp_slope(z, 0.5).tolist() == [0.5, 0.5, 1]


def test_softplus() -> None:
    z = np.array([-1000.0, -40.0, 0.0, 5.0, 1000.0])
    expected = [0.0, 4.2483542553e-18, math.log(2), 5.0067153485, 1000.0]
    np.testing.assert_allclose(page.softplus(z), expected, rtol=1e-10)
    np.testing.assert_allclose(page.softplus(z), np.logaddexp(0, z), rtol=1e-14)
    for at in (-3.0, 0.0, 2.0):
        measured = central_difference(page.softplus, at)
        assert measured == pytest.approx(page.sigmoid(np.array(at)), rel=1e-9)


@pytest.mark.parametrize(
    ("f", "slope", "lowest", "slopes", "steepest"),
    [
        (page.swish, page.swish_slope, (-1.2785, -0.27846), (-0.09984, 1.09984), 2.3994),
        (page.gelu, page.gelu_slope, (-0.7518, -0.16997), (-0.12890, 1.12890), 2**0.5),
    ],
)  # fmt: skip
def test_the_curves_that_dip(
    f: Any,
    slope: Any,
    lowest: tuple[float, float],
    slopes: tuple[float, float],
    steepest: float,
) -> None:
    low = np.argmin(f(Z))
    assert (Z[low], f(Z)[low]) == pytest.approx(lowest, abs=6e-5)
    assert (slope(Z).min(), slope(Z).max()) == pytest.approx(slopes, abs=6e-6)
    assert Z[np.argmax(slope(Z))] == pytest.approx(steepest, abs=1e-4)
    assert Z[np.argmin(slope(Z))] == pytest.approx(-steepest, abs=1e-4)
    assert slope(np.array([0.0])) == 0.5


def test_gelu() -> None:
    one = np.array([1.0])
    assert page.gelu(one) == pytest.approx(0.84134475)
    assert page.gelu_slope(one) == pytest.approx(1.0833155)
    assert page.bell(np.array([0.0])) == pytest.approx(0.39894228)
    assert page.area(np.array([0.0])) == 0.5


def test_the_slope_of_the_area_is_the_bell() -> None:
    for z in (-2.0, -1.0, 0.0, 0.5, 3.0):
        assert central_difference(page.area, z) == pytest.approx(
            page.bell(np.array(z)), rel=1e-8
        )


def test_the_first_five_never_fall_and_the_other_two_do() -> None:
    for name, (f, slope) in page.KIN.items():
        falls = name in ("swish", "GELU")
        assert (np.diff(f(Z)) < 0).any() == falls
        assert (slope(Z) < 0).any() == falls
        assert (slope(Z) > 1).any() == falls


def test_gelu_hears_too_faintly_to_be_seen() -> None:
    left = page.gelu_slope(np.linspace(-8, -3, 501))
    assert (left < 0).all()
    assert (np.abs(left) < 0.012).all()


def test_the_neurons() -> None:
    assert page.x.shape == page.y.shape == (64, 1)
    assert 0 < page.x.min() < page.x.max() < 1
    np.testing.assert_array_equal(page.y, 2 * page.x + 1)
    z = page.w0 * page.x + page.b0
    assert z.shape == (64, 1000)
    assert page.below(z).tolist() == (page.w0 < 0).tolist()
    assert page.below(z).sum() == 534
    right = np.array([2.0, 2.0]) * page.x + np.array([1.0, 1.2])
    assert page.fits(right, a=0).tolist() == [True, False]
    assert page.below(0.5 - page.x).tolist() == [False]


def test_a_step_of_one_neuron(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "w0", np.array([0.5, -0.5]))
    monkeypatch.setattr(page, "b0", np.array([0.1, -0.1]))
    before = page.train(lr=0.1, a=0, steps=0)
    np.testing.assert_array_equal(before, page.w0 * page.x + page.b0)
    after = page.train(lr=0.1, a=0, steps=1)
    error = 0.5 * page.x + 0.1 - page.y
    w = 0.5 - 0.1 * np.mean(2 * error * page.x)
    b = 0.1 - 0.1 * np.mean(2 * error)
    np.testing.assert_allclose(after[:, :1], w * page.x + b)
    np.testing.assert_array_equal(after[:, 1], before[:, 1])
    leaked = page.train(lr=0.1, a=0.01, steps=1)
    assert (leaked[:, 1] > before[:, 1]).all()


@pytest.mark.parametrize(
    ("lr", "a", "below", "learned"),
    [
        (0.3, 0, 534, 466), (0.7, 0, 534, 466), (0.8, 0, 534, 0),
        (1.0, 0, 969, 0), (1.5, 0, 1000, 0),
        (0.3, 0.01, 0, 1000), (0.7, 0.01, 0, 1000), (0.8, 0.01, 0, 0),
        (1.0, 0.01, 0, 0), (1.5, 0.01, 946, 0),
    ],
)  # fmt: skip
def test_what_becomes_of_a_thousand_neurons(
    lr: float, a: float, below: int, learned: int
) -> None:
    z = page.train(lr, a)
    assert page.below(z).sum() == below
    assert page.fits(z, a).sum() == learned


def test_they_die_in_the_second_step() -> None:
    for lr, after in ((1.0, 969), (1.5, 1000)):
        ends = [page.train(lr, a=0, steps=n) for n in range(5)]
        deaths = [page.below(z).sum() for z in ends]
        assert deaths == [534, 534, after, after, after]
        dies = page.below(ends[2]) & ~page.below(ends[0])
        assert (ends[1][:, dies] > page.y).all()  # far above the line


def test_at_the_rate_where_none_settles_they_leap_from_side_to_side() -> None:
    awake = ~page.below(page.train(0.8, a=0, steps=0))
    for steps in (197, 199):
        z, after = (page.train(0.8, 0, n)[:, awake] for n in (steps, steps + 1))
        sides = np.sign((z - page.y).mean(axis=0) * (after - page.y).mean(axis=0))
        assert (sides == -1).all()


@pytest.mark.parametrize("phone", [False, True])
def test_the_gallery_shows_each_slope_beside_its_value(phone: bool) -> None:
    largest = {
        "sigmoid": 0.25, "tanh": 1, "ReLU": 1, "leaky ReLU": 1,
        "softplus": 1, "swish": 1.09984, "GELU": 1.12890,
    }  # fmt: skip
    with on_phones(phone):
        for name, fig in every_frame(page.gallery):
            z, value = find(fig, "value").get_data()
            pieces = 2 if "ReLU" in name else 1
            at, slope = np.hstack(
                [find(fig, f"slope {i}").get_data() for i in range(pieces)]
            )
            np.testing.assert_array_equal(z, at)
            smooth = np.abs(z) > 0.1  # some have a corner at 0
            measured = np.gradient(value, z)
            np.testing.assert_allclose(
                measured[smooth][1:-1], slope[smooth][1:-1], atol=1e-3
            )
            assert slope.max() == pytest.approx(largest[name], abs=0.007)
            said = str(fig.get_label()).replace("\N{MINUS SIGN}", "-")
            low, high = said.removeprefix(f"{name}: slopes from ").split(" to ")
            assert float(high) == round(largest[name], 2)
            assert slope.min() - 0.01 < float(low) < slope.min() + 0.005
            if name == "leaky ReLU":
                assert find(fig, "leak").get_text() == f"leak {slope.min()}"
        assert page.KIN.keys() == largest.keys()


@pytest.mark.parametrize("phone", [False, True])
def test_the_slope_goes_on_where_the_share_times_the_rest_ends(phone: bool) -> None:
    with on_phones(phone):
        fig = page.lost_slope()
    z, slope = find(fig, "slope").get_data()
    steps = np.diff(np.log(slope)) / np.diff(z)
    np.testing.assert_allclose(steps, -1, atol=1e-6)  # a straight line
    at, short = find(fig, "short").get_data()
    (end,), (height,) = find(fig, "end").get_data()
    assert end == at[-1] == pytest.approx(53 * math.log(2), abs=0.006)
    assert height == short[-1] == pytest.approx(2.0**-52)
    assert z[-1] == 40
    assert len(set(short)) < len(short) / 5  # in steps
    assert find(fig, "slope").axes.get_yscale() == "log"


@pytest.mark.parametrize("phone", [False, True])
def test_swish_and_gelu_dip_and_relu_does_not(phone: bool) -> None:
    with on_phones(phone):
        fig = page.dips()
    for name in ("swish", "GELU"):
        z, value = find(fig, name).get_data()
        (at,), (height,) = find(fig, f"{name} lowest").get_data()
        assert (np.diff(value)[z[1:] <= at] < 0).all()
        assert (np.diff(value)[z[:-1] >= at] > 0).all()
        said = find(fig, f"{name} label").get_text().replace("\N{MINUS SIGN}", "-")
        assert said == f"{name} ({at:.2f}, {height:.2f})"
    assert (np.diff(find(fig, "ReLU").get_ydata()) >= 0).all()


@pytest.mark.parametrize("phone", [False, True])
def test_half_are_dead_from_the_start_and_at_last_all_are(phone: bool) -> None:
    with on_phones(phone):
        fig = page.deaths()
    lrs, dead = find(fig, "dead").get_data()
    learned = 1000 - np.array(find(fig, "rest").get_ydata())
    assert (dead[lrs <= 0.8] == 534).all()
    assert (learned[lrs <= 0.75] == 466).all()
    assert (learned[lrs >= 0.8] == 0).all()
    assert (np.diff(dead) >= 0).all()
    assert (dead[lrs > 0.8] > 534).all()
    assert dead[lrs == 1.0] == 969
    assert dead[-1] == 1000
