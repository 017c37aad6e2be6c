"""Every derivative in snippets/ with the function that it is the derivative of.

A function there whose name or docstring speaks of a slope, a gradient, a derivative or a
partial stands in one of three places: in PAIRS, in RULES if it measures the slope of a
function that it is given, or in NEITHER, with the reason.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from snippets import index
from snippets.losses import one_house_two_knobs as house
from snippets.many_variables import partial_derivatives as partials
from snippets.many_variables import the_gradient as gradient
from snippets.one_variable import the_chain_rule as chain
from snippets.one_variable import the_derivative as derivative


@dataclass(frozen=True)
class Pair:
    """A derivative, the function `of` whose derivative it is, and the variables `by` which.

    `of` takes numbers, each by its name, and returns one. `slopes` takes the same and
    returns a slope for each name in `by`; without it, `derivative` does. Inputs are drawn
    of every size up to `largest`. Where the code takes no complex numbers, or is no
    formula, the reason stands in `not_complex` or `not_formula`; never in both.
    """

    derivative: Callable[..., Any]
    of: Callable[..., Any]
    by: str
    slopes: Callable[..., Any] | None = None
    largest: float = 1e3
    not_complex: str = ""
    not_formula: str = ""


@dataclass(frozen=True)
class Rule:
    """A function that measures slopes, how to ask it, and the relative error it may make.

    `ask(f, p, u)` is the slope of f(x, y) at p along u, a direction of length 1.
    """

    rule: Callable[..., Any]
    ask: Callable[..., Any]
    error: float


def vector(*entries: Any) -> Any:
    """An array of numbers, or of symbols."""
    return np.array(entries)


def along(f: Any, p: Any, u: Any) -> Callable[[Any], Any]:
    """f on the line through p along u; at p it is at 0."""
    return lambda t: f(p[0] + t * u[0], p[1] + t * u[1])


LINKS: tuple[chain.Link, ...] = (
    (lambda x: 3 * x + 2, lambda x: 3),
    (lambda u: u * u * u, lambda u: 3 * u * u),
    (lambda v: 5 - v * v, lambda v: -2 * v),
)

PAIRS = (
    Pair(derivative.cubic_slope, derivative.cubic, by="x"),
    Pair(
        chain.chain,
        lambda x: chain.chain(x, *LINKS)[0],
        by="x",
        slopes=lambda x: chain.chain(x, *LINKS)[1],
        largest=10.0,
    ),
    Pair(
        chain.forward_backward,
        lambda x, y, w, b: chain.forward_backward(x, y, w, b)[0][2],
        by="w b",
        slopes=lambda x, y, w, b: chain.forward_backward(x, y, w, b)[1][2:],
    ),
    Pair(  # with w = 0 the prediction is b; with y = 0, too, the error is b
        chain.forward_backward,
        lambda y, y_hat: chain.forward_backward(0, y, 0, y_hat)[0][2],
        by="y_hat y_hat",
        slopes=lambda y, y_hat: chain.forward_backward(0, y, 0, y_hat)[1][:2],
    ),
    Pair(
        chain.get_gradient,
        lambda x, y, w: chain.calculate_loss(y, chain.forward_pass(x, w)),
        by="w",
        slopes=lambda x, y, w: chain.get_gradient(x, y, chain.forward_pass(x, w)),
    ),
    Pair(partials.partials, lambda x, y: partials.g(vector(x, y)), by="x y"),
    Pair(
        partials.loss_partials,
        lambda w, b, x, y: partials.loss(vector(w, b), x, y),
        by="w b",
    ),
    Pair(
        gradient.mse_gradient,
        lambda a, b, c, d, e, f, y_1, y_2, y_3, w_1, w_2: gradient.mse(
            vector([a, b], [c, d], [e, f]), vector(y_1, y_2, y_3), vector(w_1, w_2)
        ),
        by="w_1 w_2",
        slopes=lambda a, b, c, d, e, f, y_1, y_2, y_3, w_1, w_2: gradient.mse_gradient(
            vector([a, b], [c, d], [e, f]), vector(y_1, y_2, y_3), vector(w_1, w_2)
        ),
    ),
    Pair(
        house.get_gradient_w,
        lambda x, y, w, b: house.calculate_loss(y, house.forward_pass(x, w, b)),
        by="w",
        slopes=lambda x, y, w, b: house.get_gradient_w(
            x, y, house.forward_pass(x, w, b)
        ),
    ),
    Pair(
        house.get_gradient_b,
        lambda x, y, w, b: house.calculate_loss(y, house.forward_pass(x, w, b)),
        by="b",
        slopes=lambda x, y, w, b: house.get_gradient_b(y, house.forward_pass(x, w, b)),
    ),
    Pair(
        index.valley_gradient,
        index.valley,
        by="x y",
        slopes=lambda x, y: index.valley_gradient(vector(x, y)),
        largest=10.0,
    ),
)

RULES = (
    Rule(
        derivative.forward_difference,
        lambda f, p, u: derivative.forward_difference(along(f, p, u), 0.0),
        error=1e-6,
    ),
    Rule(
        derivative.central_difference,
        lambda f, p, u: derivative.central_difference(along(f, p, u), 0.0),
        error=1e-9,
    ),
    Rule(
        derivative.complex_step,
        lambda f, p, u: derivative.complex_step(along(f, p, u), 0.0),
        error=1e-14,
    ),
    Rule(
        partials.partial,
        lambda f, p, u: partials.partial(
            lambda t: along(f, p, u)(t[1]), 1, np.zeros(2)
        ),
        error=1e-9,
    ),
    Rule(
        gradient.grad,
        lambda f, p, u: gradient.grad(lambda q: f(*q), p) @ u,
        error=1e-9,
    ),
    Rule(
        gradient.slope_along,
        lambda f, p, u: gradient.slope_along(lambda q: f(*q), p, u),
        error=1e-9,
    ),
)

NEITHER: dict[Callable[..., Any], str] = {
    derivative.average_rate: "the slope of a secant",
    gradient.descend: "returns the path",
    index.descend: "returns the path",
    index.valley: "is the function; valley_gradient is its gradient",
}
