"""The conventions, measured."""

import numpy as np
import pytest

from downhill.style import find
from snippets.start import notation

Y_HAT = np.array([3.0, 2.0, 4.0, 3.0])
Y = np.array([1.0, 2.0, 2.0, 5.0])


def test_the_losses() -> None:
    assert notation.total_loss(Y_HAT, Y) == 12.0
    assert notation.mean_loss(Y_HAT, Y) == 3.0
    assert notation.total_loss(Y, Y) == notation.mean_loss(Y, Y) == 0.0


def test_a_wrong_shape_is_named() -> None:
    notation.require_shape("y", Y, (4,))
    with pytest.raises(ValueError, match=r"y has shape \(4,\), expected \(4, 1\)"):
        notation.require_shape("y", Y, (4, 1))


def test_the_gradient_has_the_shape_of_the_point() -> None:
    fig = notation.layout()

    def cells(name: str) -> set[str]:
        gids = {str(artist.get_gid()) for artist in fig.findobj()}
        return {gid.removeprefix(name) for gid in gids if gid.startswith(name)}

    assert cells("x") == cells("gradient") == cells("step") == {"-0-0", "-1-0", "-2-0"}
    assert len(cells("jacobian")) == 6
    low, high = find(fig, "jacobian-1-0").get_y(), find(fig, "jacobian-0-0").get_y()
    assert high - low == 1
