"""Floating point: literal values of its functions, and the claim of each figure."""

from itertools import pairwise

import numpy as np
import pytest

from downhill.style import every_frame, find, on_phones
from snippets.start import floating_point as page

UNVERIFIED = {
    r"\text{fl}(a + b) = (a + b)(1 + \delta), \quad \lvert \delta \rvert \le \frac{\varepsilon}{2}": "statement of what rounding to the nearest float promises",
    r"w = 3 - \frac{\text{spacing}(w)}{2r}": "statement of where a nudge is half the spacing, true for one w",
}
STOPS = {0.2: 2.99609375, 0.02: 2.953125, 0.006: 2.837890625}
STOPS |= {0.002: 2.51171875, 0.0006: 2.0, 0.0002: 1.0}
TOY = [0.5, 0.625, 0.75, 0.875, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("dtype", "end"),
    [
        (np.float16, 1.0),
        (np.float32, 2.0001657009124756),
        (np.float64, 1.9999999999998899),
    ],
)
def test_ten_thousand_small_steps(dtype: type, end: float) -> None:
    x = page.add_repeatedly(1.0, 0.0001, 10000, dtype)
    assert type(x) is dtype
    assert x == end


def test_a_step_of_half_a_mark_is_lost_and_a_little_more_is_a_whole_mark() -> None:
    assert page.add_repeatedly(1.0, 2.0**-11, 1000, np.float16) == 1.0
    assert page.add_repeatedly(1.0, 0.0005, 1000, np.float16) == 1 + 1000 / 1024
    assert page.add_repeatedly(1.0, 0.0005, 0, np.float16) == 1.0


def test_the_toy_floats() -> None:
    assert page.toy_floats(3, -1, 2).tolist() == TOY
    assert page.toy_floats(1, 0, 2).tolist() == [1.0, 2.0, 4.0]


@pytest.mark.parametrize(
    ("x", "p", "gap"),
    [
        (1.0, 53, 2.0**-52),
        (1.0, 24, 2.0**-23),
        (1.0, 11, 2.0**-10),
        (1.999, 53, 2.0**-52),
        (2.0, 53, 2.0**-51),
        (-4.5, 3, 1.0),
        (1000.0, 24, 2.0**-14),
        (1e16, 53, 2.0),
    ],
)
def test_the_spacing(x: float, p: int, gap: float) -> None:
    assert page.spacing(x, p) == gap


@pytest.mark.parametrize(("p", "dtype"), [(11, "f2"), (24, "f4"), (53, "f8")])
def test_spacing_and_rounding_are_those_of_numpy(p: int, dtype: str) -> None:
    x = np.exp(np.random.default_rng(0).uniform(-8, 8, 1000)).astype(dtype)
    assert [page.spacing(float(each), p) for each in x] == np.spacing(x).tolist()
    y = np.exp(np.random.default_rng(1).uniform(-8, 8, 1000))
    rounded = [page.round_to(-each, p) for each in y]
    assert rounded == (-y).astype(dtype).astype(float).tolist()


def test_half_way_goes_to_the_even_significand() -> None:
    assert [page.round_to(x, 3) for x in (4.5, 5.5, 4.49, 4.51)] == [4, 6, 4, 5]
    assert page.round_to(0.1) == 0.1
    assert page.spacing(0.1) == float(np.spacing(0.1))


@pytest.mark.parametrize("x", [0.0, np.inf, np.nan])
def test_no_spacing_without_an_exponent(x: float) -> None:
    with pytest.raises(ValueError, match="finite, and not 0"):
        page.spacing(x)


@pytest.mark.parametrize("share", STOPS)
def test_where_a_nudged_number_stops(share: float) -> None:
    path = page.nudge(3.0, share, np.float16)
    assert path[0] == 0.0
    assert path[-1] == STOPS[share]
    assert all(a < b for a, b in pairwise(path.tolist()))
    for w, lost in ((path[-1], True), (path[-2], False)):
        step, half = np.float16(share) * (np.float16(3) - w), np.spacing(w) / 2
        assert (step <= half) if lost else (step >= half)  # half goes to the even one


def test_the_nudged_number_in_other_types() -> None:
    assert len(page.nudge(3.0, 0.002, np.float16)) == 819
    assert page.nudge(3.0, 0.002, np.float32)[-1] == pytest.approx(2.99994, abs=1e-5)
    assert page.nudge(3.0, 0.002, np.float64)[-1] == pytest.approx(3.0, abs=1e-12)


def test_the_harmonic_sum() -> None:
    assert page.harmonic(4, np.float64) == pytest.approx([1, 1.5, 11 / 6, 25 / 12])
    half = page.harmonic(2000, np.float16)
    assert half.dtype == np.float16
    assert half[510] < half[511] == half[-1] == np.float16(7.086)
    single = page.harmonic(2_100_000, np.float32)
    assert single.dtype == np.float32
    assert single[2097149] < single[2097150] == single[-1] == np.float32(15.403683)


def test_the_seventh_power_expanded() -> None:
    x = np.array([0.0, 1.0, 2.0, 3.0])
    assert page.expanded(x).tolist() == [-1.0, 0.0, 1.0, 128.0]


@pytest.mark.parametrize("phone", [False, True])
def test_the_marks_of_the_ruler_double_their_distance(phone: bool) -> None:
    with on_phones(phone):
        fig = page.ruler()
    marks = [line[0][0] for line in find(fig, "marks").get_segments()]
    assert marks == TOY
    said = {"1/8": 0.125, "1/4": 0.25, "1/2": 0.5, "1": 1.0}
    for low in (0.5, 1.0, 2.0, 4.0):
        inside = [x for x in [*marks, 8.0] if low <= x <= 2 * low]
        gap = said[find(fig, f"gap from {low:g}").get_text()]
        assert np.diff(inside) == pytest.approx(np.full(4, gap))
    for start, end in ((1.0, 1.5), (4.0, 4.0)):
        assert find(fig, f"from {start:g}").get_xdata()[0] == start
        assert find(fig, f"to {end:g}").get_xdata()[0] == end
        assert min(marks, key=lambda mark: abs(mark - start - 0.4)) == end


@pytest.mark.parametrize("phone", [False, True])
def test_the_spacings_climb_as_stairs_and_pass_2(phone: bool) -> None:
    with on_phones(phone):
        fig = page.spacings()
    for name, p, odd in (
        ("float16", np.float16, 2048),
        ("float32", np.float32, 16777216),
        ("float64", np.float64, 9007199254740992),
    ):
        line = find(fig, name)
        x, y = np.array(line.get_xdata()), np.array(line.get_ydata())
        assert line.get_drawstyle() == "steps-post"
        assert x.tolist() == [2.0**k for k in range(-14, len(x) - 14)]
        assert np.ptp(y / x) == 0  # straight on two log axes, slope 1
        assert y.tolist() == np.spacing(x.astype(p)).astype(float).tolist()
        assert find(fig, f"{name} 2").get_xdata()[0] == odd
        assert p(odd) + p(1) == p(odd) > p(odd) - p(1)
    assert fig.axes[0].get_xscale() == fig.axes[0].get_yscale() == "log"


def test_the_gentler_the_nudge_the_earlier_it_stops() -> None:
    ends = []
    for share, fig in every_frame(page.early_stops):
        with on_phones():
            small = page.early_stops(share)
        stop = find(fig, "stop")
        ends.append(stop.get_ydata()[0])
        assert find(fig, "float16").get_ydata()[-1] == ends[-1] == STOPS[share]
        assert find(small, "stop").get_ydata()[0] == ends[-1]
        assert find(fig, "float64").get_ydata()[-1] == pytest.approx(3, abs=1e-6)
        taken = int(stop.get_xdata()[0])
        assert len(page.nudge(3.0, share, np.float16)) == taken + 1
        said = f"r = {share:g}: stops at {ends[-1]:.4g} after {taken} nudges"
        assert fig.get_label() == said
    assert len(ends) == 6
    assert ends == sorted(ends, reverse=True)
    assert len(set(ends)) == 6


@pytest.mark.parametrize("phone", [False, True])
def test_the_sums_stop_and_the_truth_goes_on(phone: bool) -> None:
    with on_phones(phone):
        fig = page.stopping_sums()
    truth = find(fig, "truth")
    n, true = np.array(truth.get_xdata()), np.array(truth.get_ydata())
    assert (np.diff(true) > 0).all()
    assert true[0] == 1.0
    late = n > 100
    euler = 0.5772156649
    np.testing.assert_allclose(true[late], np.log(n[late]) + euler, atol=0.005)
    for name, last, top in (
        ("float16", 512, 7.0859375),
        ("float32", 2097151, 15.403683),
    ):
        sums = np.array(find(fig, name).get_ydata())
        assert (sums[n >= last] == sums[-1]).all()
        assert (sums[n < last] < sums[-1]).all()
        stop = find(fig, f"{name} stop")
        assert stop.get_xdata()[0] == last
        assert stop.get_ydata()[0] == pytest.approx(top, abs=1e-6)


def test_the_expanded_form_is_noise_around_the_curve() -> None:
    with on_phones():
        find(page.noise(), "expanded")
    fig = page.noise()
    points, curve = find(fig, "expanded"), find(fig, "factored")
    x, y = np.array(points.get_xdata()), np.array(points.get_ydata())
    true = np.array(curve.get_ydata())
    np.testing.assert_allclose(true, 1e14 * (x - 1) ** 7)
    assert (np.diff(true) >= 0).all()  # the curve rises
    middle = abs(x - 1) < 0.005
    assert abs(true[middle]).max() < 0.01
    assert abs(y[middle]).max() > 1  # where the points are noise alone
    wrong = np.sign(y) != np.sign(true)
    assert 0.2 < wrong.mean() < 0.6
    assert abs(y).max() < fig.axes[0].get_ylim()[1]
