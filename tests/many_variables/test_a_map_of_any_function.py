"""A map of any function: values of its landscape, and the claim of its figure."""

import numpy as np
import pytest

from downhill.style import every_frame, find, on_phones
from snippets.many_variables import a_map_of_any_function as page
from snippets.many_variables.the_hessian import classify, hessian

LEVEL = {1: "minimum", 5: "saddle", 9: "minimum"}  # stops where the gradient is 0


def test_the_landscape_has_two_hollows_and_a_pass() -> None:
    values = [page.f(np.array(p)) for p in ([-1, -1], [0, 0], [1, 1], [1, -1])]
    assert values == [-1, 0, -1, 7]


def test_the_trail_leads_from_hollow_to_hollow_over_the_pass() -> None:
    assert page.trail(np.array([-1.0, 0.0, 1.0])).tolist() == [[-1, -1], [0, 0], [1, 1]]
    assert page.STOPS[6] == pytest.approx([0.5, 0.5**0.5])


@pytest.mark.parametrize("phone", [False, True])
def test_both_slices_are_lowest_at_three_stops_and_one_is_the_pass(
    phone: bool,
) -> None:
    with on_phones(phone):
        for stop, fig in every_frame(page.over_the_pass):
            lowest = []
            for i in (0, 1):
                here, cut = find(fig, f"here {i}"), find(fig, f"slice {i}")
                at, height = here.get_xdata()[0], here.get_ydata()[0]
                assert height == page.f(page.STOPS[stop - 1])
                lowest.append(height <= np.min(cut.get_ydata()))
                line = find(fig, f"line {i}").get_xydata()  # the same slice on the map
                assert page.f(line.T) == pytest.approx(cut.get_ydata())
                assert at == page.STOPS[stop - 1][i]
            assert all(lowest) == (stop in LEVEL)
            arrows = [a for a in fig.findobj() if a.get_gid() == "gradient"]
            assert len(arrows) == (stop not in LEVEL)
            if stop in LEVEL:
                kind = classify(hessian(page.f, page.STOPS[stop - 1]))
                assert kind == LEVEL[stop]


def test_the_arrow_is_a_quarter_of_the_gradient() -> None:
    fig = page.over_the_pass(7)
    arrow, (x, y) = find(fig, "gradient"), page.STOPS[6]
    assert [4 * arrow.U[0], 4 * arrow.V[0]] == pytest.approx(
        [4 * x**3 - 4 * y, 4 * y - 4 * x]
    )
    assert fig.get_label() == "Stop 7: eigenvalues −0.5 and 7.5"
