"""Rates of change: average rates."""

import pytest

from snippets.one_variable.rates_of_change import average_rate

NEITHER = {average_rate: "the slope of a secant"}


def test_average_rate_is_change_over_change() -> None:
    assert average_rate(lambda x: x * x, 3.0, 4.0) == 7.0
    assert average_rate(lambda x: x * x, 4.0, 3.0) == 7.0


def test_average_rate_needs_two_points() -> None:
    what = r"^an average rate needs two different points$"
    with pytest.raises(ValueError, match=what):
        average_rate(abs, 3.0, 3.0)
