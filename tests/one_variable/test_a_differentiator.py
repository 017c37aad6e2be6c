"""A program that differentiates: literal values of its functions, and the claims of its figures."""

import math
import re
from random import Random
from typing import Any

import numpy as np
import pytest
import sympy

from downhill.style import every_frame, find, on_phones
from snippets.one_variable.a_differentiator import (
    PHOTO,
    Formula,
    again,
    card,
    carry_out,
    differentiate,
    disagreements,
    evaluate,
    parse,
    random_formula,
    show,
    sinking,
    size,
    step,
    steps,
    swell,
    tidy,
    two_heaps,
    up_and_down,
    wrong_card,
)

NEITHER = {
    differentiate: "returns a formula; sympy agrees with it, below",
}
X = sympy.Symbol("x")


def by_sympy(f: Formula) -> Any:
    """The same formula, in sympy's terms."""
    match f:
        case "x":
            return X
        case ("+", a, b):
            return by_sympy(a) + by_sympy(b)
        case ("*", a, b):
            return by_sympy(a) * by_sympy(b)
        case ("^", a, b):
            return by_sympy(a) ** by_sympy(b)
        case ("exp", a):
            return sympy.exp(by_sympy(a))
        case ("ln", a):
            return sympy.log(by_sympy(a))
    return sympy.nsimplify(f)


@pytest.mark.parametrize(
    ("text", "name", "written"),
    [
        ("7", "number", "0"),
        ("0.5", "number", "0"),
        ("x", "letter", "1"),
        ("x + 2", "sum", "D(x) + D(2)"),
        ("x*3", "product", "D(x)*3 + x*D(3)"),
        ("x^3", "power", "3*x^2*D(x)"),
        ("x^0.5", "power", "0.5*x^(-0.5)*D(x)"),
        ("exp(2*x)", "exponential", "exp(2*x)*D(2*x)"),
        ("ln(2*x)", "logarithm", "(2*x)^(-1)*D(2*x)"),
    ],
)
def test_each_card(text: str, name: str, written: str) -> None:
    played, line = card(parse(text))
    assert played == name
    assert show(line) == written


@pytest.mark.parametrize("text", ["x^x", "2^x", "x^(1 + 1)"])
def test_no_card_has_a_formula_in_the_exponent(text: str) -> None:
    with pytest.raises(ValueError, match=r"^no card for [2x]\^"):
        differentiate(parse(text))


def test_the_photo() -> None:
    slope = differentiate(PHOTO)
    assert PHOTO == ("^", ("+", ("*", 3, "x"), 2), 2)
    power = ("*", 2, ("^", ("+", ("*", 3, "x"), 2), 1))
    assert slope == ("*", power, ("+", ("+", ("*", 0, "x"), ("*", 3, 1)), 0))
    assert (size(PHOTO), size(slope), size(tidy(slope))) == (7, 19, 9)
    assert evaluate(slope, 1.0) == 30.0


def test_sympy_differentiates_alike() -> None:
    rng = Random(1)
    for _ in range(40):
        f = random_formula(rng, 3)
        known = sympy.diff(by_sympy(f), X)
        for x in (0.3, 1.7):
            mine = evaluate(differentiate(f), x)
            assert mine == pytest.approx(float(known.subs(X, x)), rel=1e-9), show(f)
            assert evaluate(tidy(differentiate(f)), x) == pytest.approx(mine)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("1 - x", ("+", 1, ("*", -1, "x"))),
        ("x - 3", ("+", "x", -3)),
        ("-x^2", ("*", -1, ("^", "x", 2))),
        ("(-2)^2", ("^", -2, 2)),
        ("ln(exp(x))", ("ln", ("exp", "x"))),
    ],
)
def test_parse_grows_the_tree(text: str, tree: Formula) -> None:
    assert parse(text) == tree
    assert parse(show(tree)) == tree


@pytest.mark.parametrize("text", ["y", "sin(x)", "x / 2", "'x'"])
def test_parse_says_what_it_cannot_read(text: str) -> None:
    with pytest.raises(ValueError, match=f"^cannot read {re.escape(text)}$"):
        parse(text)


def test_what_is_shown_can_be_read_again() -> None:
    rng = Random(2)
    for _ in range(200):
        f = random_formula(rng, 3)
        value = evaluate(f, 0.7)
        assert evaluate(parse(show(f)), 0.7) == pytest.approx(value), show(f)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3.0),
        ("x", 2.0),
        ("x + 1", 3.0),
        ("3*x", 6.0),
        ("x^3", 8.0),
        ("exp(x)", math.exp(2)),
        ("ln(x)", math.log(2)),
    ],
)
def test_evaluate(text: str, value: float) -> None:
    assert evaluate(parse(text), 2.0) == value


def test_a_d_is_measured() -> None:
    assert evaluate(("D", parse("x^3")), 2.0) == pytest.approx(12.0, rel=1e-9)
    inner = ("*", 5, ("D", parse("x^3")))
    assert evaluate(inner, 2.0) == pytest.approx(60.0, rel=1e-9)


def test_evaluate_knows_no_other_operation() -> None:
    with pytest.raises(ValueError, match=r"^no value for sin\(x\)$"):
        evaluate(("sin", "x"), 1.0)


@pytest.mark.parametrize(
    ("f", "tidied"),
    [
        (("+", 0, "x"), "x"),
        (("+", "x", 0), "x"),
        (("*", 1, "x"), "x"),
        (("*", "x", 1), "x"),
        (("^", "x", 1), "x"),
        (("*", 0, ("ln", "x")), 0),
        (("*", ("ln", "x"), 0), 0),
        (("^", "x", 0), 1),
        (("+", 2, 3), 5),
        (("*", 2, 3.5), 7.0),
        (("D", "x"), 1),
        (("D", 4), 0),
        (("*", ("+", 0, "x"), ("D", "x")), "x"),
        (("^", "x", 2), ("^", "x", 2)),
        (("D", ("*", 3, "x")), ("D", ("*", 3, "x"))),
    ],
)
def test_tidy(f: Formula, tidied: Formula) -> None:
    assert tidy(f) == tidied


def test_a_step_plays_the_first_card_alone() -> None:
    line = ("+", ("D", "x"), ("D", ("*", 3, "x")))
    assert step(line) == ("letter", ("+", 1, ("D", ("*", 3, "x"))))
    assert step("x") == ("", "x")


def test_the_steps_of_the_photo_are_all_one_slope() -> None:
    played = [(name, show(line)) for name, line in steps(PHOTO)]
    assert played == [
        ("start", "D((3*x + 2)^2)"),
        ("power", "2*(3*x + 2)*D(3*x + 2)"),
        ("sum", "2*(3*x + 2)*D(3*x)"),
        ("product", "2*(3*x + 2)*3"),
    ]
    assert list(steps("x")) == [("start", 1)]
    values = [evaluate(line, 1.0) for _, line in steps(PHOTO)]
    assert values == pytest.approx([30.0] * 4, rel=1e-9)


def test_a_wrong_card_shows_in_its_own_line() -> None:
    assert [name for name, _ in steps(PHOTO, wrong_card)][-1] == "product"
    values = [evaluate(line, 1.0) for _, line in steps(PHOTO, wrong_card)]
    assert values == pytest.approx([30.0, 30.0, 30.0, 0.0], rel=1e-9)
    f = parse("x*exp(x)")
    assert show(carry_out(("D", f), wrong_card)) == "1*exp(x)*1"
    assert differentiate(parse("x^2"), wrong_card) == differentiate(parse("x^2"))


def test_the_random_formulas_have_all_operations() -> None:
    rng = Random(0)
    text = " ".join(show(random_formula(rng, 5)) for _ in range(100))
    assert all(sign in text for sign in ("+", "*", "^2", "^3", "exp(0.1", "ln(", "x"))
    assert random_formula(Random(3), 0) in ("x", 1, 2, 3, 4, 5)


def test_the_derivative_swells() -> None:
    f: Formula = "x"
    rows = []
    for _ in range(3):
        f = again(f)
        rows.append((size(f), size(differentiate(f)), size(tidy(differentiate(f)))))
    assert rows == [(9, 27, 13), (25, 111, 57), (57, 343, 177)]
    assert evaluate(again("x"), 0.2) == pytest.approx(0.64)


def test_each_card_removes_a_d_from_the_drawing() -> None:
    for phone in (False, True):
        with on_phones(phone):
            frames = dict(every_frame(sinking))
        lines = {n: find(fig, "line").get_text() for n, fig in frames.items()}
        assert lines[0] == "D((3*x + 2)^2)"
        assert lines[6] == "2*(3*x + 2)^1*(0*x + 3*1 + 0)"
        assert lines[7] == "2*(3*x + 2)*3"
        depth = []
        for n, fig in frames.items():
            nodes = [t.get_gid() for t in fig.axes[0].texts if t.get_gid() != "line"]
            red = [gid for gid in nodes if gid.startswith("D ")]
            assert len(red) == lines[n].count("D(")
            depth += [sum(map(str.isdigit, gid)) for gid in red[:1]]
        assert depth == [0, 1, 2, 4, 4, 2]  # the first one sinks
    said = [fig.get_label() for fig in frames.values()]
    cards = ["power", "sum", "product", "number", "letter", "number"]
    assert said == [
        "none yet",
        *(f"card {i}: {name}" for i, name in enumerate(cards, 1)),
        "tidied up",
    ]


@pytest.mark.parametrize("phone", [False, True])
def test_what_is_computed_last_is_differentiated_first(phone: bool) -> None:
    with on_phones(phone):
        fig = up_and_down()
    orders = []
    for ax, title in zip(
        fig.axes, ("computing, at $x = 1$", "differentiating"), strict=True
    ):
        words = {
            str(t.get_gid()): t.get_text()
            for t in ax.texts
            if str(t.get_gid()).startswith(title)
        }
        order = sorted(words, key=lambda gid: words[gid][0])
        orders.append([gid.removeprefix(title) for gid in order])
    assert orders[0] == orders[1][::-1]
    values = [evaluate(parse(t), 1.0) for t in ("3*x", "3*x + 2", "(3*x + 2)^2")]
    shown = [find(fig, f"computing, at $x = 1${p}").get_text() for p in orders[0]]
    assert [float(each.split(": ")[1]) for each in shown] == values
    cards = [name for name, _ in steps(PHOTO)][1:]
    named = [find(fig, f"differentiating{p}").get_text() for p in orders[1]]
    assert [each.split(": ")[1] for each in named] == cards


@pytest.mark.parametrize("phone", [False, True])
def test_the_derivative_outgrows_the_formula(phone: bool) -> None:
    with on_phones(phone):
        fig = swell()
    formula, tidied, written, carried = (
        np.array(find(fig, gid).get_ydata())
        for gid in ("formula", "tidied", "written", "carried")
    )
    assert list(formula) == [9, 25, 57, 121, 249, 505, 1017, 2041]
    assert tidied[-1] == 15873
    assert written[-1] == 31239
    assert np.all(np.diff(tidied / formula) > 0.7)
    assert np.all(written > tidied)
    assert list(np.diff(carried)) == [24] * 7
    assert fig.axes[0].get_yscale() == "log"


def test_a_wrong_card_makes_a_second_heap() -> None:
    right, wrong = map(np.array, map(disagreements, (card, wrong_card)))
    assert len(right) == len(wrong) == 1962
    assert right.max() < 1e-8
    assert np.sum(wrong > 1e-3) == 1250
    assert np.mean(wrong < 1e-8) > 1 / 3
    assert np.sum((wrong > 1e-8) & (wrong < 1e-3)) < 20
    fig = two_heaps()
    for gid, found in (("right", right), ("wrong", -wrong)):
        bars, edges, _ = find(fig, gid).get_data()
        assert np.sum(bars) == math.copysign(1962, found.sum())
        beyond = np.abs(bars[edges[:-1] >= -3]).sum()
        assert beyond == np.sum(abs(found) > 1e-3)
