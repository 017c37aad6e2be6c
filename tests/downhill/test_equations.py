"""The witness of equations: what it verifies is true, what it refuses is false."""

import json
from pathlib import Path

import pytest

from downhill import equations
from downhill.equations import FALSE, UNREAD, VERIFIED
from downhill.equations.claims import Claim
from downhill.pages import Page, read
from downhill.problem import Problem
from tests.downhill.equation_twins import SIGMOID, TWINS, rows

HEAD = "---\ndescription: d\n---\n\n"
LINE = HEAD.count("\n") + 1

# What the old witness accepted, one of each kind, and what is to become of it.
GUESSES = [
    ("", r"\sigma(2z) = 2\sigma(z)", UNREAD),
    ("", r"\boxed{x = 2x}", FALSE),
    ("Let $y = x^2$.", "y = 3x", FALSE),
    ("", "x = 2", UNREAD),
    ("For $x > 0$ and $y > 0$:", r"\ln x \cdot y = \ln(xy)", FALSE),
    ("", r"\frac{\mathrm{d}}{\mathrm{d}x}x^2 = x", FALSE),
    ("", r"\sum_{i=1}^N x_i = N x_i", FALSE),
    ("", r"\frac{\partial}{\partial x_i} x_j = 1", FALSE),
    ("", r"\frac{d}{dx}x^n = 3x^{n-1}", FALSE),
    (rows(r"$A$, $B$ | matrices | `A` | `(n, n)`"), "AB = BA", FALSE),
    ("", "AB = BA", UNREAD),
    ("", "1 < 1", FALSE),
    ("", r"\sqrt{1+x} \approx 1 + \frac{x}{3}", UNREAD),
    ("", r"\lim_{x\to 0}\sin\frac{\pi}{x} = 0", FALSE),
    (rows(r"$\mathbf{v}$ | need not be a unit vector | `v` | `(n,)`"), r"\lVert \mathbf{v} \rVert = 1", FALSE),
    ("", r"\max(x, 3) = 3", FALSE),
    ("", r"\ln(x^2) = 2\ln x", FALSE),
]  # fmt: skip

NOT_READ = [
    r"1 + 2 + \dots + n = \frac{n(n + 1)}{2}",
    r"\frac{\partial J}{\partial w} = 2w",
    r"x \in X",
    r"\frac{1}{x - x} = 3",
    "f'(x, y) = 2x",
    r"2x \to 3",
    "(x = 3",
    "x + 1 =",
    r"2 = \begin{cases} 1 & 2 \end{cases}",
    r"a = b \Rightarrow b = a",
    r"1 / 2x = \frac{1}{2x}",
    r"\sin x y = \sin(xy)",
    r"\frac{d}{dx} x \cdot x = 2x",
    r"\underbrace{x = 2}_{y} + 1 = 3",
    r"x \overset{?}{=} 2",
    r"x(t) = xt",
    r"\log x = \ln x",
    r"\operatorname{foo}(x) = x",
    r"\mathbf{x}^2 = \mathbf{x} \cdot \mathbf{x}",
    r"e^A = I",
    r"\int x \, dx = \frac{x^2}{2}",
    r"\mathbb{E}[x] = 0",
    r"(uvw)' = t",
    "dx = 0",
    "d(x) = 2x",
    "d(xy) = 0",
    r"d x^2 = 2x\,dx",
    r"d(dx) = 0",
    r"d(xy) = du",
    r"d(xy) = y\,dx",
    r"d\frac{x}{2} = \frac{1}{2}\,dx",
]


@pytest.fixture(autouse=True)
def _no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("downhill.cache.CACHE", tmp_path)


def page(folder: Path, text: str) -> Page:
    path = folder / "test.md"
    path.write_text(HEAD + text, encoding="utf-8")
    return read(path, folder)


def shown(above: str, equation: str) -> str:
    return f"{above}\n\n$$\n{equation}\n$$\n\n"


def verdicts(folder: Path, text: str, kind: str = "display") -> list[str]:
    facts = equations.facts(page(folder, text).path)
    return [verdict for _, one, _, _, verdict, _ in facts if one == kind]


def check(folder: Path, text: str, *entries: tuple[str, str]) -> equations.Report:
    test = folder / "tests" / "test_test.py"
    test.parent.mkdir(exist_ok=True)
    test.write_text(f"UNVERIFIED = {dict(entries)!r}\n", encoding="utf-8")
    return equations.check(page(folder, text), folder)


@pytest.mark.parametrize(("above", "true", "false"), TWINS)
def test_twins_are_told_apart(
    tmp_path: Path, above: str, true: str, false: str
) -> None:
    assert set(verdicts(tmp_path, shown(above, true))) == {VERIFIED}
    assert FALSE in verdicts(tmp_path, shown(above, false))


@pytest.mark.parametrize(("above", "equation", "verdict"), GUESSES)
def test_nothing_is_guessed(
    tmp_path: Path, above: str, equation: str, verdict: str
) -> None:
    assert verdict in verdicts(tmp_path, shown(above, equation))


@pytest.mark.parametrize("equation", NOT_READ)
def test_what_is_not_read_is_said_so(tmp_path: Path, equation: str) -> None:
    assert UNREAD in verdicts(tmp_path, shown("", equation))
    with pytest.raises(Problem, match=r"is not verified: .*\n  remedy: .* list it"):
        check(tmp_path, shown("", equation))


def test_a_false_equation_names_its_place_the_point_and_both_sides(
    tmp_path: Path,
) -> None:
    text = (
        "\\begin{aligned}\n2x &= x + x \\\\\n(x - 1)^2 &= x^2 - 2x \\\\\n\\end{aligned}"
    )
    with pytest.raises(Problem) as caught:
        check(tmp_path, shown("Words.", text))
    assert caught.value.place == f"{tmp_path}/test.md:{LINE + 5}"
    assert "`(x - 1)^2 = x^2 - 2x` is false: at x = " in caught.value.what
    assert "the left side is" in caught.value.what


@pytest.mark.parametrize(
    "form", ["\\[\n%s\n\\]", "\\begin{align}\n%s\n\\end{align}", "> $$\n> %s\n> $$"]
)
def test_every_form_of_a_display_is_read(tmp_path: Path, form: str) -> None:
    assert verdicts(tmp_path, form % "x + x = 2x") == [VERIFIED]
    assert verdicts(tmp_path, form % "x + x = 3x") == [FALSE]


def test_a_lab_is_read(tmp_path: Path) -> None:
    source = ["Words.\n\n", "$$\nx + x = 3x\n$$"]
    cell = {"id": "a", "cell_type": "markdown", "metadata": {}, "source": source}
    lab = tmp_path / "lab.ipynb"
    lab.write_text(json.dumps({"cells": [cell], "metadata": {}}), encoding="utf-8")
    assert equations.tell([lab]) == 1


TABLE = "| $f(x)$ | Slope $f'(x)$ |\n|---|---|\n| $x^2$ | $2x$ |\n| $e^{2x}$ | $%se^{2x}$ |\n"


def test_the_cells_of_a_table(tmp_path: Path) -> None:
    assert verdicts(tmp_path, TABLE % "2", "table") == [VERIFIED] * 2
    with pytest.raises(Problem, match="is false: ") as caught:
        check(tmp_path, TABLE % "")
    assert caught.value.place == f"{tmp_path}/test.md:{LINE + 3}"


@pytest.mark.parametrize(
    "text",
    [
        "So $2 \\cdot 3 = 7$.",
        "By the rule $(x^3)' = 3x$.",
        "So $\\frac{d}{dt} t^2 = 3t$.",
        "Let $f(x) = x^3$. Then $f'(x) = 3x$ everywhere.",
        "For $f(x) = x^3 - 3x$ the bend is $f''(x) = 7x$.",
        "Let $f(x, y) = x^2 y$. Then $\\frac{\\partial f}{\\partial x} = 3xy$.",
        "Let $f(x) = x^2$. So $f(3) = 8$.",
    ],
)
def test_plain_claims_in_prose(tmp_path: Path, text: str) -> None:
    with pytest.raises(Problem, match="is false: "):
        check(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "Let $f(x) = x^3 - 3x$. Where is $f'(x) = 0$?",
        "The floor is where $2w + b = 150$.",
        "Is $1 = 2$?",
        '??? option "A. $1 = 2$"\n    **No.** It is not.',
        "With $x = 2$ it is large, and with $f' = f$ as well.",
    ],
)
def test_what_is_asked_or_demanded_is_no_claim(tmp_path: Path, text: str) -> None:
    check(tmp_path, text)


def test_definitions(tmp_path: Path) -> None:
    for first in (shown("", "C(a) := 3a"), shown("Let the cost be", "C(a) = 3a")):
        report = check(tmp_path, first + shown("", "C'(a) = 3"))
        assert (report.counts["display", "definition"], report.verified()) == (1, 1)
        with pytest.raises(Problem, match="is false: "):
            check(tmp_path, first + shown("So", "C(a) = 4a"))
    assert verdicts(tmp_path, shown("", "C(a) = 3a")) == [UNREAD]


def test_where_below_a_display_holds_for_it(tmp_path: Path) -> None:
    text = shown("", r"\frac{d}{dx} v^2 = 2v \cdot 3") + "\nwhere $v = 3x + 1$.\n"
    assert verdicts(tmp_path, text) == [VERIFIED]


def test_the_pages_code_is_what_its_row_says(tmp_path: Path) -> None:
    block = "```python\ndef s(z):\n    return 2 * z\n```\n\n"
    table = rows(r"$\sigma$ | a name | `s(z)` | same as $z$")
    text = block + table + shown("", r"\sigma(z) = 2z")
    assert verdicts(tmp_path, text) == [VERIFIED]
    assert verdicts(tmp_path, text.replace("2 * z", "3 * z")) == [FALSE]


DOTS = r"a + \dots + z = 1"


def test_only_what_is_not_read_can_be_listed(tmp_path: Path) -> None:
    report = check(tmp_path, shown("", DOTS), (DOTS, "schematic"))
    assert report.listed == [(DOTS, "schematic")]
    for entry, why in (
        ("1 + 1 = 3", "is false"),
        ("1 + 1 = 2", "is not needed: it is verified"),
        ("1 + 1 = 4", "is not on the page"),
    ):
        text = shown("", entry if "4" not in entry else DOTS)
        more = [(DOTS, "schematic")] if "4" in entry else []
        with pytest.raises(Problem, match=why):
            check(tmp_path, text, (entry, "no reason"), *more)


def test_the_roles_of_a_formula_say_nothing(tmp_path: Path) -> None:
    text = shown("", r"\slope{\frac{d}{dx} \out{x^3}} = 3\inp{x}^2")
    assert verdicts(tmp_path, text) == [VERIFIED]
    assert verdicts(tmp_path, text.replace("3\\inp", "2\\inp")) == [FALSE]


def test_the_command_tells_each_verdict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = shown(SIGMOID, r"\sigma(-z) = 1 - \sigma(z)") + shown("", "2x = 3x")
    assert equations.tell([page(tmp_path, text).path]) == 1
    said = capsys.readouterr().out
    assert f"test.md:{LINE + 3}: \\sigma(-z) = 1 - \\sigma(z)\n" in said
    assert "verified" in said
    assert "false" in said
    assert "at 24 points" in said


def test_an_unchanged_page_is_not_judged_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from downhill.equations import deciding

    judged: list[str] = []
    verdict = deciding.verdict_on

    def seen(claim: Claim) -> deciding.Verdict:
        judged.append(claim.text)
        return verdict(claim)

    monkeypatch.setattr(deciding, "verdict_on", seen)
    check(tmp_path, shown("Words.", "1 + 1 = 2"))
    check(tmp_path, shown("Words.", "1 + 1 = 2"))
    assert judged == ["1 + 1 = 2"]
