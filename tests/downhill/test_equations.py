"""Statements from well-known texts: the true ones are verified, the false ones refused."""

from pathlib import Path

import pytest

from downhill import cache, equations
from downhill.equations.claims import Claim
from downhill.pages import Page, read
from downhill.problem import Problem

HEAD = "---\ndescription: A test.\n---\n# Test\n\n"
LINE = 6  # of the first line of the text

SIGMOID = r"Let $\sigma(z) = \frac{1}{1 + e^{-z}}$."
LOSS = r"The prediction is $\hat y = wx + b$, the loss is $L = (\hat y - y)^2$."
BOWL = r"Take $f(x, y) = x^2 + 3y^2$."
CURVED = r"Take $f(x, y) = x^2 y + y^3$."
PAIR = r"The functions are $p(x, y) = x^2 y$ and $q(x, y) = 5x + \sin y$."
LINEAR = r"The predictions are $\hat{\mathbf{y}} = X\mathbf{w}$, and $L(\mathbf{w}) = \frac{1}{N} \sum_{i=1}^{N} (\hat y_i - y_i)^2$."
JACOBIAN = (
    r"\begin{bmatrix} \frac{\partial p}{\partial x} & \frac{\partial p}{\partial y} \\"
    r" \frac{\partial q}{\partial x} & \frac{\partial q}{\partial y} \end{bmatrix} = "
)
COMPOSED = r"Let $u = g(x)$ and $y = f(u)$."

TRUE = [
    ("", r"\frac{d}{dx} x^3 = 3x^2"),
    ("", r"\frac{d}{dx}(3x + 2)^2 = 2(3x + 2) \cdot 3 = 6(3x + 2)"),
    ("", r"\frac{d}{dx} e^{2x} = 2e^{2x}"),
    ("", r"\frac{d}{dx}\left(x \sin x\right) = \sin x + x \cos x"),
    ("", r"\frac{d^2}{dx^2} \sin x = -\sin x"),
    ("", r"\frac{d}{dx} \ln(x^2 + 1) = \dfrac{2x}{x^2 + 1}"),
    ("For $x > 0$,", r"\sqrt{x^2} = x"),
    ("For $x > 0$,", r"\frac{d}{dx} x^x = x^x (\ln x + 1)"),
    ("", r"\left(\frac{\sin x}{x}\right)' = \frac{x \cos x - \sin x}{x^2}"),
    ("", r"\lim_{x \to 0} \frac{\sin x}{x} = 1"),
    ("", r"\lim_{x \to 0} \frac{1 - \cos x}{x^2} = \frac{1}{2}"),
    ("", r"\lim_{n \to \infty} \left(1 + \frac{1}{n}\right)^n = e"),
    ("", r"\lim_{h \to 0^+} \frac{\lvert h \rvert}{h} = 1"),
    ("", r"\lim_{x \to \infty} \frac{3x^2 + 1}{x^2} = 3"),
    ("", r"\ln 2 \approx 0.693"),
    ("", r"\sum_{k=1}^{4} k^2 = 30"),
    ("", r"\cos^2 x + \sin^2 x = 1"),
    ("", r"\frac{1}{2} \le 0.5 < 3"),
    (SIGMOID, r"\sigma'(z) = \sigma(z)\left(1 - \sigma(z)\right)"),
    (SIGMOID, r"\sigma(-z) = 1 - \sigma(z)"),
    (SIGMOID, r"\frac{d\sigma}{dz} = \frac{e^{-z}}{(1 + e^{-z})^2}"),
    (SIGMOID, r"\lim_{z \to \infty} \sigma(z) = 1"),
    (LOSS, r"\frac{\partial L}{\partial w} = 2x(\hat y - y)"),
    (LOSS, r"\frac{\partial L}{\partial \hat y} \cdot \frac{\partial \hat y}{\partial b} = 2(\hat y - y)"),
    (BOWL, r"\nabla f = \begin{bmatrix} 2x \\ 6y \end{bmatrix}"),
    (BOWL, r"\nabla f(1, 2) = (2, 12)"),
    (BOWL, r"\frac{\partial f}{\partial y}(a, b) = 6b"),
    (CURVED, r"\nabla^2 f = \begin{bmatrix} 2y & 2x \\ 2x & 6y \end{bmatrix}"),
    (CURVED, r"\frac{\partial^2 f}{\partial x \partial y} = 2x"),
    (PAIR, JACOBIAN + r"\begin{bmatrix} 2xy & x^2 \\ 5 & \cos y \end{bmatrix}"),
    (LINEAR, r"\nabla L(\mathbf{w}) = \frac{2}{N} X^{\top} (\hat{\mathbf{y}} - \mathbf{y})"),
    ("", r"\mathbf{a} \cdot \mathbf{b} = \mathbf{a}^{\top} \mathbf{b}"),
    (COMPOSED, r"\frac{dy}{dx} = \frac{dy}{du} \cdot \frac{du}{dx}"),
    ("", r"(f \circ g)'(x) = f'(g(x)) \, g'(x)"),
    ("", r"f'(x) = \lim_{h \to 0} \frac{f(x + h) - f(x - h)}{2h}"),
    ("", r"\frac{d}{dx} \left( f(x)\,g(x) \right) = f'(x)\,g(x) + f(x)\,g'(x)"),
    ("As $h \\to 0$,", r"\frac{f(x + h) - f(x)}{h} \to f'(x)"),
    ("Let $g(x) = x^2 + 1$.", "g' = 2x"),
    ("Let $f(x) = x^3$.", "f''(x) = 6x"),
    ("Let $y = x^3$.", r"\frac{d^{2} y}{dx^{2}} = 6x"),
    (BOWL, r"\frac{\partial f}{\partial a}(a, b) = 2a"),
    (BOWL, r"\frac{\partial^2 f}{\partial x \, \partial y} = 0"),
    (BOWL + r" The direction is the unit vector $\mathbf{u}$.", r"D_{\mathbf{u}} f(x, y) = \nabla f(x, y) \cdot \mathbf{u}"),
    ("", r"\max(0, x) + \min(0, x) = x"),
    ("", r"\lVert \mathbf{a} \rVert^2 = \mathbf{a} \cdot \mathbf{a}"),
    ("", r"\mathbf{e}_2 \cdot \mathbf{a} + 0 = a_2"),
    ("", r"\mathbf{a} + \mathbf{0} = \mathbf{a}"),
    ("", r"\prod_{k=1}^{4} k = 24"),
    ("", r"\sum_{k=1}^{m} k = \frac12 m(m + 1)"),
    ("", r"\begin{bmatrix} 1 \\[2pt] 2 \end{bmatrix} = (1, 2)"),
    ("", r"\sqrt{-1 - x^2} = i \sqrt{1 + x^2}"),
]  # fmt: skip

# What is wrong, the text above, the equation, a link of it.
FALSE = [
    ("a missing factor 2", LOSS, r"\frac{\partial L}{\partial b} = \hat y - y"),
    ("a lost inner derivative", "", r"\frac{d}{dx}(3x + 2)^2 = 2(3x + 2)"),
    ("a lost x", LOSS, r"\frac{\partial L}{\partial w} = 2(\hat y - y)"),
    ("a sign", LOSS, r"\frac{\partial L}{\partial w} = 2x(y - \hat y)"),
    ("a sign of a cosine", "", r"\frac{d}{dx} \cos x = \sin x"),
    ("e without its inner derivative", "", r"\frac{d}{dx} e^{2x} = e^{2x}"),
    ("the power rule on e", "", r"\frac{d}{dx} e^{x} = x e^{x - 1}"),
    ("a power not lowered", "", r"\frac{d}{dx} x^3 = 3x^3"),
    ("a product of slopes", "", r"\frac{d}{dx}\left(x \sin x\right) = \cos x"),
    ("the quotient rule turned", "", r"\left(\frac{\sin x}{x}\right)' = \frac{\sin x - x \cos x}{x^2}"),
    ("the logarithm's inner derivative", "", r"\frac{d}{dx} \ln(x^2 + 1) = \frac{1}{x^2 + 1}"),
    ("a wrong limit", "", r"\lim_{x \to 0} \frac{\sin x}{x} = 0"),
    ("half a limit", "", r"\lim_{x \to 0} \frac{1 - \cos x}{x^2} = 1"),
    ("a limit that differs by side", "", r"\lim_{h \to 0} \frac{\lvert h \rvert}{h} = 1"),
    ("a limit that grows", "", r"\lim_{x \to 0} \frac{1}{x^2} = 0"),
    ("a limit at infinity", "", r"\lim_{x \to \infty} \frac{3x^2 + 1}{x^2} = 1"),
    ("a wrong value", "", r"3 \cdot 7 = 20"),
    ("a wrong digit", "", r"\ln 2 \approx 0.692"),
    ("a wrong sum", "", r"\sum_{k=1}^{4} k^2 = 29"),
    ("a square of a sum", "", r"(x + h)^2 = x^2 + h^2"),
    ("a root without its domain", "", r"\sqrt{x^2} = x"),
    ("a strict inequality", "", r"0.5 < \frac{1}{4}"),
    ("the sigmoid's slope", SIGMOID, r"\sigma'(z) = \sigma(z)\,(1 + \sigma(z))"),
    ("the sigmoid's symmetry", SIGMOID, r"\sigma(-z) = -\sigma(z)"),
    ("an entry of a gradient", BOWL, r"\nabla f = \begin{bmatrix} 2x \\ 3y \end{bmatrix}"),
    ("a gradient's order", BOWL, r"\nabla f = \begin{bmatrix} 6y \\ 2x \end{bmatrix}"),
    ("a gradient as a row", BOWL, r"\nabla f = \begin{bmatrix} 2x & 6y \end{bmatrix}"),
    ("a gradient at a point", BOWL, r"\nabla f(1, 2) = (2, 6)"),
    ("the other partial", BOWL, r"\frac{\partial f}{\partial y}(a, b) = 2a"),
    ("an entry of a Hessian", CURVED, r"\nabla^2 f = \begin{bmatrix} 2y & 2x \\ 2x & 3y \end{bmatrix}"),
    ("a transposed Jacobian", PAIR, JACOBIAN + r"\begin{bmatrix} 2xy & 5 \\ x^2 & \cos y \end{bmatrix}"),
    ("a missing 1/N", LINEAR, r"\nabla L(\mathbf{w}) = 2 X^{\top} (\hat{\mathbf{y}} - \mathbf{y})"),
    ("a missing transpose", LINEAR, r"\nabla L(\mathbf{w}) = \frac{2}{N} X (\hat{\mathbf{y}} - \mathbf{y})"),
    ("the outer slope at x", "", r"(f \circ g)'(x) = f'(x) \, g'(x)"),
    ("the chain turned", COMPOSED, r"\frac{dy}{dx} = \frac{dy}{du} + \frac{du}{dx}"),
    ("a difference over h, not 2h", "", r"f'(x) = \lim_{h \to 0} \frac{f(x + h) - f(x - h)}{h}"),
    ("a product rule's term", "", r"\frac{d}{dx} \left( f(x)\,g(x) \right) = f'(x)\,g'(x)"),
    ("an arrow", "As $h \\to 0$,", r"\frac{f(x + h) - f(x)}{h} \to f(x)"),
    ("a maximum", "", r"\max(0, x) = x"),
    ("a second derivative", "Let $y = x^3$.", r"\frac{d^{2} y}{dx^{2}} = 3x^2"),
    ("an imaginary root", "", r"\sqrt{-1 - x^2} = \sqrt{-2 - x^2}"),
    ("the second row", "", "\\begin{aligned}\n(x + 1)^2 &= x^2 + 2x + 1 \\\\\n(x - 1)^2 &= x^2 - 2x - 1\n\\end{aligned}"),
    ("the second link", "", r"\frac{d}{dx}(5x)^2 = 2 \cdot 5x \cdot 5 = 10x"),
    ("the second definition", "Let $u = x^2$.", "\\begin{aligned}\nv &= u + 1 \\\\\nv &= x^2 + 2\n\\end{aligned}"),
]  # fmt: skip

UNREAD = [
    ("dots", "", r"1 + 2 + \dots + n = \frac{n(n + 1)}{2}"),
    ("an unknown function", "", r"\frac{\partial J}{\partial w} = 2w"),
    ("an integral", "", r"\int_0^1 x \, dx = \frac{1}{2}"),
    ("a membership", "", r"x \in X"),
    ("a derivative by a vector", "", r"\frac{d}{d\mathbf{x}} \mathbf{x} = 1"),
    ("a division by zero", "", r"\frac{1}{x - x} = 3"),
    ("a prime for two inputs", "Let $f(x, y) = x^2$.", "f'(x, y) = 2x"),
    ("a composition without input", "", r"(f \circ g)' = f'"),
    ("an arrow from nowhere", "", r"2x \to 3"),
    ("a parenthesis that stays open", "", "(x = 3"),
    ("an empty side", "", "x + 1 ="),
    ("a circle", "Let $f(x) = g(x) + 1$.\n\nLet $g(x) = f(x) + 1$.", "f(2) = 2"),
    ("cases", "", r"2 = \begin{cases} 1 & 2 \end{cases}"),
    ("an implication", "", r"a = b \Rightarrow b = a"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "CACHE", tmp_path)


def page(folder: Path, text: str) -> Page:
    path = folder / "test.md"
    path.write_text(HEAD + text, encoding="utf-8")
    return read(path, folder)


def shown(above: str, equation: str) -> str:
    return f"{above}\n\n$$\n{equation}\n$$\n"


def check(folder: Path, text: str, *entries: tuple[str, str]) -> equations.Report:
    test = folder / "tests" / "test_test.py"
    test.parent.mkdir(exist_ok=True)
    test.write_text(f"UNVERIFIED = {dict(entries)!r}\n", encoding="utf-8")
    return equations.check(page(folder, text), folder)


@pytest.mark.parametrize(("above", "equation"), TRUE)
def test_a_true_statement_is_verified(
    tmp_path: Path, above: str, equation: str
) -> None:
    report = check(tmp_path, shown(above, equation))
    assert report.verified() >= 1
    assert report.verified() == report.displayed


@pytest.mark.parametrize(
    ("what", "above", "equation"), FALSE, ids=[f[0] for f in FALSE]
)
def test_a_false_statement_is_refused(
    tmp_path: Path, what: str, above: str, equation: str
) -> None:
    with pytest.raises(Problem, match="is false: ") as caught:
        check(tmp_path, shown(above, equation))
    place, _, said = str(caught.value).partition(": ")
    row = 1 if "aligned" not in equation else 3
    assert place == f"{tmp_path}/test.md:{LINE + 2 + row}"
    if " array " not in said:
        assert "the left side is " in said
        assert ", the right side " in said


@pytest.mark.parametrize(
    ("what", "above", "equation"), UNREAD, ids=[u[0] for u in UNREAD]
)
def test_what_cannot_be_read_has_to_be_listed(
    tmp_path: Path, what: str, above: str, equation: str
) -> None:
    with pytest.raises(Problem, match=r"is not verified: .*\n  remedy: .* list it"):
        check(tmp_path, shown(above, equation))


def test_both_sides_and_the_point_are_told(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        check(tmp_path, shown("", r"\frac{d}{dx} x^3 = 2x^2"))
    said = caught.value.what
    assert r"`\frac{d}{dx} x^3 = 2x^2` is false: at x = " in said
    x, left, right = (
        float(part.split(" ")[-1].rstrip(","))
        for part in (said.split(" the left")[0], said.split(", the right")[0], said)
    )
    assert left == pytest.approx(3 * x**2)
    assert right == pytest.approx(2 * x**2)


TABLE = "| $f(x)$ | $f'(x)$ |\n|---|---|\n| $x^2$ | $2x$ |\n| $e^{2x}$ | $%se^{2x}$ |\n"
PARTIALS = "| $f(x, y)$ | $\\frac{\\partial f}{\\partial x}$ | $\\frac{\\partial f}{\\partial y}$ |\n|---|---|---|\n| $x^2 y$ | $2xy$ | $%s$ |\n"
AT = "| At $(2, 3)$ | $\\frac{\\partial}{\\partial x}$ |\n|---|---|\n| $f = x^2 y$ | $2xy = %s$ |\n"
ASKED = "| Problem | Solution |\n|---|---|\n| $\\nabla(x^2 + y^2)$ | $%s$ |\n"
LINKS = "| Link | Value | Slope |\n|---|---|---|\n| reciprocal | $v = \\frac{1}{u}$ | $%s\\frac{1}{u^2}$ |\n"


@pytest.mark.parametrize(
    ("table", "right", "wrong", "cells"),
    [
        (TABLE, "2", "", 2),
        (PARTIALS, "x^2", "2x", 2),
        (AT, "12", "6", 2),
        (ASKED, "(2x, 2y)", "(2y, 2x)", 1),
        (LINKS, "-", "", 1),
    ],
)
def test_the_cells_of_a_table(
    tmp_path: Path, table: str, right: str, wrong: str, cells: int
) -> None:
    assert check(tmp_path, table % right).verified("table") == cells
    with pytest.raises(Problem, match="is false: ") as caught:
        check(tmp_path, table % wrong)
    assert caught.value.place == f"{tmp_path}/test.md:{LINE + table.count(chr(10)) - 1}"


@pytest.mark.parametrize(
    "text",
    [
        "So $2 \\cdot 3 = 7$.",
        "By the rule $(x^3)' = 3x$.",
        "Then\n$\\frac{d}{dx}(x^2) = x$.",
        "So $\\frac{d}{dt} t^2 = 3t$.",
        "For $f(x) = x^3 - 3x$ the slope is $f'(x) = 3x^2 - 2$.",
        "For $f(x) = x^3 - 3x$ the bend is $f''(x) = 7x$.",
        "For $f(x) = x^3 - 3x$ the slope is $\\frac{df}{dx} = 3x^2$.",
        "For $f(x, y) = x^2 y$ it is $\\frac{\\partial f}{\\partial x} = 3xy = 12$.",
        "For $f(x, y) = x^2 y$ it is $\\frac{\\partial f}{\\partial x}(2, y) = 5y$.",
    ],
)
def test_plain_claims_in_prose(tmp_path: Path, text: str) -> None:
    with pytest.raises(Problem, match="is false: ") as caught:
        check(tmp_path, text)
    assert caught.value.place == f"{tmp_path}/test.md:{LINE + text.count(chr(10))}"


def test_what_is_to_be_solved_is_no_claim(tmp_path: Path) -> None:
    cubic = "Take $f(x) = x^3 - 3x$, with the slope $f'(x) = 3x^2 - 3$."
    text = f"{cubic}\n\nWhere is $f'(x) = 0$? What follows from $f'(2) = 0$?"
    text += r" At 1 it is $\frac{df}{dx} = 0$."
    text += " And $\\frac{d}{dx} f(x) = 0$?"
    assert check(tmp_path, text).verified("inline") == 1


def test_a_definition_is_counted_and_used(tmp_path: Path) -> None:
    first = shown("", "C(a, b) = 3a + ab") + shown(
        "", r"\frac{\partial C}{\partial a} = 3 + b"
    )
    report = check(tmp_path, first)
    assert (report.definitions, report.verified(), report.displayed) == (1, 1, 2)
    with pytest.raises(Problem, match="is false: "):
        check(tmp_path, first.replace("3 + b", "3 + a"))


def test_a_second_definition_has_to_agree_or_to_say_that_it_is_new(
    tmp_path: Path,
) -> None:
    first = shown("", "C(a) = 3a")
    assert check(tmp_path, first + shown("Take", "C(a) = 4a")).definitions == 2
    with pytest.raises(Problem, match="is false: "):
        check(tmp_path, first + shown("So", "C(a) = 4a"))


DOTS = r"a + \dots + z = 1"


def test_the_roles_of_a_formula_say_nothing(tmp_path: Path) -> None:
    text = shown("", r"\slope{\frac{d}{dx} \out{x^3}} = 3\inp{x}^2")
    assert check(tmp_path, text).verified() == 1
    with pytest.raises(Problem, match="is false"):
        check(tmp_path, text.replace("3\\inp", "2\\inp"))


def test_a_listed_equation_is_counted_with_its_reason(tmp_path: Path) -> None:
    report = check(tmp_path, shown("", DOTS), (DOTS, "schematic"))
    assert report.listed == [(DOTS, "schematic")]
    assert (report.displayed, report.claims, report.verified()) == (1, 1, 0)
    report = check(tmp_path, shown("", DOTS), (DOTS, "definition of it"))
    assert report.claims == 0


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("1 + 1 = 2", "is not needed: it is symbolic"),
        ("y = 2x", "is not needed: it is definition"),
        ("1 + 1 = 3", "is not on the page"),
    ],
)
def test_an_entry_that_is_not_needed_is_an_error(
    tmp_path: Path, entry: str, why: str
) -> None:
    text = shown("", "1 + 1 = 2") + shown("", "y = 2x")
    with pytest.raises(Problem, match=why):
        check(tmp_path, text, (entry, "no reason"))


def test_an_unchanged_page_costs_nothing_and_a_changed_one_is_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from downhill.equations import checking

    judged: list[str] = []
    verdict = checking.verdict

    def seen(claim: Claim) -> str:
        judged.append(claim.text)
        return verdict(claim)

    monkeypatch.setattr(checking, "verdict", seen)
    check(tmp_path, shown("Words.", "1 + 1 = 2"))
    check(tmp_path, shown("More words.\n\nOn two lines.", "1 + 1 = 2"))
    assert judged == ["1 + 1 = 2"]
    check(tmp_path, shown("Words.", "1 + 2 = 3"))
    assert len(judged) == 2
