"""Formulas that KaTeX does not read, or that Markdown does not take for formulas."""

from tests.faults.planting import NOTATION, in_text
from tests.faults.running import catalogue

LATEX = "correct the LaTeX"

FAULTS = [
    in_text(
        "a bad formula",
        "Text.\n\n§The slope $\\frac{1$ is bad.",
        "KaTeX refuses `\\frac{1`",
        LATEX,
    ),
    in_text(
        "a bad formula in a block",
        "$$\nx\n§+ \\left( 1\n$$",
        "KaTeX refuses `x + \\left( 1`",
        LATEX,
    ),
    in_text(
        "an undefined macro",
        "§The slope $\\slope$ is unknown.",
        "Undefined control sequence: \\slope",
        LATEX,
    ),
    in_text(
        "a formula in a heading",
        "§## The slope $x^2$",
        "the formula `x^2` stands in a heading",
        "say it in words there",
    ),
    in_text(
        "a sign without its partner",
        "§It costs 5$ or so.",
        "this $ has no partner",
        "$x$ in a line",
    ),
    in_text(
        "TeX without its signs",
        "§The slope \\frac{1}{2} is bare.",
        "no formula is read here",
        "set it in the text between $ signs",
    ),
    in_text(
        "a formula in raw HTML",
        "<div>\n§The slope $x^2$ is raw.\n</div>",
        "would be shown as it is",
        "set it in the text between $ signs",
    ),
    in_text(
        "a formula in alternative text",
        "§![The curve $x^2$ over the axis](notation/layout.svg)",
        "`$x^2$` would be shown as it is",
        "set it in the text between $ signs",
        file=NOTATION,
    ),
]
test_a_formula_is_refused = catalogue(FAULTS)
