"""Formulas that KaTeX does not read, or that Markdown does not take for formulas."""

from tests.faults.planting import CONTRIBUTING, NOTATION, Fault, in_text
from tests.faults.running import catalogue

LATEX = "correct the LaTeX"


def bad(
    name: str, text: str, says: str, remedy: str, file: str = CONTRIBUTING
) -> Fault:
    """A build names all of them."""
    return in_text(name, text, says, remedy, file, together=True)


FAULTS = [
    bad(
        "a bad formula",
        "Text.\n\n§The slope $\\frac{1$ is bad.",
        "KaTeX refuses `\\frac{1`",
        LATEX,
    ),
    bad(
        "a bad formula in a block",
        "$$\nx\n§+ \\left( 1\n$$",
        "KaTeX refuses `x + \\left( 1`",
        LATEX,
    ),
    bad(
        "an undefined macro",
        "§The slope $\\slant$ is unknown.",
        "Undefined control sequence: \\slant",
        LATEX,
    ),
    bad(
        "a formula in a heading",
        "§## The slope $x^2$",
        "the formula `x^2` stands in a heading",
        "say it in words there",
    ),
    bad(
        "a sign without its partner",
        "§It costs 5$ or so.",
        "this $ has no partner",
        "$x$ in a line",
    ),
    bad(
        "TeX without its signs",
        "§The slope \\frac{1}{2} is bare.",
        "no formula is read here",
        "set it in the text between $ signs",
    ),
    bad(
        "a formula in raw HTML",
        "<div>\n§The slope $x^2$ is raw.\n</div>",
        "would be shown as it is",
        "set it in the text between $ signs",
    ),
    bad(
        "a formula in alternative text",
        "§![The curve $x^2$ over the axis](notation/layout.svg)",
        "`$x^2$` would be shown as it is",
        "set it in the text between $ signs",
        file=NOTATION,
    ),
]
test_a_formula_is_refused = catalogue(FAULTS)
