"""Rates of change: literal values of each function, and the claim of each figure."""

import numpy as np
import pytest

from downhill.style import every_frame, find, on_phones
from snippets.one_variable import rates_of_change as page
from snippets.one_variable.rates_of_change import (
    average_rate,
    average_rates,
    drive,
    halve,
    lead,
    windows,
)

NEITHER = {average_rate: "the slope of a secant"}


def square(x: float) -> float:
    return x * x


@pytest.mark.parametrize(
    ("h", "rate"), [(1, 7), (0.1, 6.1), (0.01, 6.01), (-1, 5), (-0.1, 5.9)]
)
def test_average_rate_is_change_over_change(h: float, rate: float) -> None:
    assert average_rate(square, 3.0, 3.0 + h) == pytest.approx(rate)
    assert average_rate(square, 3.0 + h, 3.0) == pytest.approx(rate)


def test_average_rate_needs_two_points() -> None:
    message = r"^an average rate needs two different points$"
    with pytest.raises(ValueError, match=message):
        average_rate(square, 3.0, 3.0)


def test_the_drive_takes_an_hour_for_60_miles() -> None:
    minutes = np.array([0, 6, 12, 15, 24, 30, 40, 48, 60])
    miles = [0, 8, 16, 17.5, 22, 30, 40, 44, 60]
    np.testing.assert_allclose(drive(minutes / 60), miles)


def test_the_lead_over_a_steady_55_comes_back_every_24_minutes() -> None:
    corners = np.array([0, 0.2, 0.4, 0.6, 0.8, 1.0])
    np.testing.assert_allclose(lead(corners), [0, 5, 0, 5, 0, 5], atol=1e-13)
    t = np.linspace(0, 0.6, 601)
    np.testing.assert_allclose(lead(t + 0.4), lead(t), atol=1e-13)


def test_average_rates_divide_by_uneven_times() -> None:
    t, s = np.array([0.0, 1.0, 2.0, 4.0]), np.array([0.0, 3.0, 12.0, 48.0])
    rates = average_rates(t, s)
    assert rates.tolist() == [3.0, 9.0, 18.0]
    assert np.average(rates, weights=np.diff(t)) == 12.0
    assert rates.mean() == 10.0


@pytest.mark.parametrize(
    ("t", "s"), [([0, 1, 1], [0, 1, 2]), ([0, 2, 1], [0, 1, 2]), ([0, 1], [0, 1, 2])]
)
def test_average_rates_need_a_later_time_for_each_reading(
    t: list[float], s: list[float]
) -> None:
    with pytest.raises(ValueError, match=r"^each reading needs a later time$"):
        average_rates(np.array(t), np.array(s))


def test_windows_fill_the_trip() -> None:
    starts, rates = windows(drive, 0.25, 0.0, 1.0, 4)
    np.testing.assert_allclose(starts, [0, 0.25, 0.5, 0.75])
    np.testing.assert_allclose(rates, [70, 50, 50, 70])
    starts, rates = windows(drive, 1.0, 0.0, 1.0, 1)
    assert (starts.tolist(), rates.tolist()) == ([0.0], [60.0])


@pytest.mark.parametrize("length", [0.0, -0.1, 1.01])
def test_a_window_has_to_fit(length: float) -> None:
    with pytest.raises(ValueError, match=r"^a window has to fit into the trip$"):
        windows(drive, length, 0.0, 1.0, 3)


@pytest.mark.parametrize(
    ("minutes", "lowest", "highest"),
    [
        (12, 30, 80),
        (15, 40, 70),
        (18, 140 / 3, 190 / 3),
        (20, 50, 60),
        (24, 55, 55),
        (27, 470 / 9, 520 / 9),
        (30, 50, 60),
        (36, 140 / 3, 190 / 3),
        (42, 360 / 7, 410 / 7),
    ],
)
def test_the_windows_of_each_length(
    minutes: int, lowest: float, highest: float
) -> None:
    _, rates = windows(drive, minutes / 60, 0.0, 1.0, 6001)
    assert rates.min() == pytest.approx(lowest)
    assert rates.max() == pytest.approx(highest)


def test_halve_finds_a_half_with_the_rate_of_the_whole() -> None:
    a, b = 0.0, 0.5
    for minutes in (3.0, 7.5, 9.75, 10.875, 11.4375):
        half = (b - a) / 2
        start = halve(drive, a, b, 60.0)
        assert a <= start <= start + half <= b
        assert average_rate(drive, start, start + half) == pytest.approx(60)
        a, b = start, start + half
        assert 60 * a == pytest.approx(minutes)
        assert a < 0.2 < b  # minute 12 is in each


def test_halve_may_begin_with_the_slow_half() -> None:
    assert halve(square, 0.0, 2.0, 2.0) == pytest.approx(0.5)
    assert halve(drive, 0.5, 1.0, 60.0) == pytest.approx(0.7)


@pytest.mark.parametrize("phone", [False, True])
def test_the_secants_span_15_minutes_and_differ(phone: bool) -> None:
    with on_phones(phone):
        fig = page.secants()
    trip = find(fig, "trip")
    for start, miles, rate in ((0, 17.5, 70), (33, 10, 40)):
        line = find(fig, f"secant-{start}")
        minutes, heights = line.get_xdata(), line.get_ydata()
        assert np.ptp(minutes) == 15
        assert np.ptp(heights) == pytest.approx(miles)
        assert np.ptp(heights) / np.ptp(minutes) * 60 == pytest.approx(rate)
        on_trip = np.interp(minutes, trip.get_xdata(), trip.get_ydata())
        np.testing.assert_allclose(heights, on_trip)
        text = find(fig, f"rate-{start}").get_text()
        assert text == f"{miles:g} miles\n{rate} mph"
    assert find(fig, "hour").get_ydata().tolist() == [0, 60]


@pytest.mark.parametrize("phone", [False, True])
def test_the_chords_are_level_and_24_minutes_long(phone: bool) -> None:
    with on_phones(phone):
        fig = page.level_chords()
    curve = find(fig, "lead")
    for start in (3, 9, 17, 34):
        chord = find(fig, f"chord-{start}")
        assert np.ptp(chord.get_xdata()) == 24
        assert np.ptp(chord.get_ydata()) == pytest.approx(0, abs=1e-13)
        on_curve = np.interp(chord.get_xdata(), curve.get_xdata(), curve.get_ydata())
        np.testing.assert_allclose(chord.get_ydata(), on_curve)
    assert curve.get_ydata()[[0, -1]] == pytest.approx([0, 5], abs=1e-13)


@pytest.mark.parametrize("phone", [False, True])
def test_windows_of_a_whole_part_of_the_hour_meet_60(phone: bool) -> None:
    with on_phones(phone):
        for minutes, fig in every_frame(page.window_averages):
            line, band = find(fig, "rates"), find(fig, "band")
            rates, starts = line.get_ydata(), line.get_xdata()
            assert starts[0] == 0
            assert starts[-1] == pytest.approx(60 - minutes)
            assert np.ptp(find(fig, "window").get_xdata()) == minutes
            assert band.get_y() == rates.min()
            assert band.get_height() == pytest.approx(np.ptp(rates))
            level = find(fig, "hour").get_ydata()[0]
            met = rates.min() < level + 1e-9 and rates.max() > level - 1e-9
            if 60 % minutes == 0:
                assert met
            assert met == (minutes not in (24, 27, 42))
            assert ("never 60" in str(fig.get_label())) == (not met)
            lowest, highest = round(rates.min()), round(rates.max())
            text = f"{minutes} minutes: {lowest} to {highest} mph"
            assert str(fig.get_label()).startswith(text)
            if minutes == 24:
                np.testing.assert_allclose(rates, 55)


@pytest.mark.parametrize("phone", [False, True])
def test_the_way_out_gains_what_the_way_home_loses(phone: bool) -> None:
    with on_phones(phone):
        fig = page.round_trip()
    above, below = find(fig, "above"), find(fig, "below")
    areas = [part.get_width() * part.get_height() for part in (above, below)]
    assert areas == pytest.approx([20, 20])
    mean = find(fig, "mean").get_ydata()
    assert mean[0] == mean[1] == pytest.approx(40)
    assert above.get_y() == below.get_y() + below.get_height() == mean[0]
    speeds, hours, _ = find(fig, "speeds").get_data()
    assert (speeds.tolist(), hours.tolist()) == ([60, 30], [0, 1, 3])
