"""Answers that are not computed, and tasks whose checks do not tell right from wrong."""

from tests.faults.planting import (
    CONTRIBUTING,
    HOW_TO,
    NOTATION,
    Fault,
    in_text,
    on_page,
    python,
)
from tests.faults.running import catalogue

CODE = python("def slope(x):\n    return 2 * x") + "\n"
TASK = "## Exercises\n\n### 1. A task {#exercise-1}\n\n"
START = python("def f(x):\n    return 0", options='{.python data-apart="start"}')
CHECK = python(
    'assert f(1) == 2, "twice"\nassert f(2) == 4, "again"',
    options='{.python data-apart="check"}',
)
SOLUTION = python("def f(x):\n    return 2 * x")
FAILS = ("def f(x):\n    return x", "0 of 2 checks pass. twice")
FAILS_LATER = ("def f(x):\n    return 2", "1 of 2 checks pass. again")


def asked(
    name: str, body: str, says: str, remedy: str, file: str = CONTRIBUTING
) -> Fault:
    """An answer block on a page with a function `slope`; a build names all of them."""
    block = f"{TASK}{CODE}/// answer | Slope\n{body}\n///"
    return in_text(name, block, says, remedy, file, together=True)


def computed(name: str, body: str, says: str, remedy: str) -> Fault:
    """One that only the page's code shows, and so on a page without those above."""
    return asked(name, body, says, remedy, HOW_TO)


def wrong(code: str, output: str | None) -> str:
    return python(code, output, options='{.python data-apart="wrong"}')


def task(name: str, says: str, remedy: str, *parts: str) -> Fault:
    """A task of these blocks, on a page of its own."""
    return on_page(name, TASK + "\n".join(parts), says, remedy)


FAULTS = [
    asked(
        "an answer typed instead of computed",
        "§expected: 6.0\ntolerance: 0.01",
        "an answer typed instead of computed: `6.0`",
        "compute it with a function or a name of this page's blocks",
    ),
    asked(
        "an answer worked out beside the code",
        "§expected: round(2 * 3.0, 2)\ntolerance: 0.01",
        "an answer typed instead of computed",
        "compute it with a function or a name of this page's blocks",
    ),
    asked(
        "a wrong answer typed instead of computed",
        "expected: slope(3.0)\ntolerance: 0.01\nwrong:\n§  9.0: The height.",
        "an answer typed instead of computed: `9.0`",
        "compute it with a function or a name of this page's blocks",
    ),
    computed(
        "an expected answer that raises",
        "§expected: slope(3.0) / 0\ntolerance: 0.01",
        "raises ZeroDivisionError",
        "use names that the page has by the end of this exercise",
    ),
    computed(
        "an expected answer that is not finite",
        "§expected: slope(1e308) * 10\ntolerance: 0.01",
        "is not finite",
        "choose other numbers",
    ),
    computed(
        "a variable that no block makes",
        "§expected: slope(speed)\ntolerance: 0.01",
        "NameError: name 'speed' is not defined",
        "use names that the page has by the end of this exercise",
    ),
    asked(
        "a letter that the formula does not have",
        "formula: slope(x)\n§variables: x, y",
        "`y` does not occur in `slope(x)`",
        "use it there, or delete it here",
    ),
    asked(
        "a number that varies unsaid",
        "expected: slope(a)\ntolerance: 0.01\n§variants: a = 2, 3",
        "the question does not say `{a}`",
        "write `{a}` for the number in the question",
    ),
    asked(
        "a number without a tolerance",
        "§expected: slope(3.0)",
        "a number without a tolerance",
        "say how close is right: `tolerance: 0.01`",
    ),
    asked(
        "a key that there is not",
        "expected: slope(3.0)\n§tolerence: 0.01",
        "`tolerence` is nothing that an answer block says",
        "use one of expected, formula, tolerance",
    ),
    computed(
        "a wrong answer that is right",
        "expected: slope(3.0)\ntolerance: 0.01\nwrong:\n§  slope(1.5) * 2: No.",
        "the wrong answer `slope(1.5) * 2` is right",
        "take another expression, or other `variants`",
    ),
    asked(
        "wrong answers with one hint",
        "expected: slope(3.0)\ntolerance: 0.01\nwrong:\n  slope(1.0): No.\n§  slope(2.0): No.",
        "two wrong answers have the same hint",
        "say to each what went wrong in it",
    ),
    in_text(
        "an answer block that is not closed",
        f"{TASK}{CODE}§/// answer | Slope\nexpected: slope(3.0)\ntolerance: 0.01\n",
        "this answer block is not closed",
        "end it with `///`",
        together=True,
    ),
    in_text(
        "an answer block in a box",
        f"{TASK}{CODE}??? note\n\n§    /// answer | It\n    expected: slope(3.0)\n    ///\n",
        "this answer block does not stand at the left edge",
        "write it there, with a blank line above it",
        NOTATION,
        together=True,
    ),
    task(
        "a start that passes",
        "the starting block passes every check",
        "leave more open in it",
        "§" + START.replace("return 0", "return 2 * x"),
        CHECK,
        SOLUTION,
        wrong(*FAILS),
        wrong(*FAILS_LATER),
    ),
    task(
        "a start that no check answers",
        "ends in TypeError",
        "let it give a value, so that a check can say what is wrong",
        "§" + START.replace("return 0", "return None"),
        CHECK.replace("f(1) == 2", "f(1) + 0 == 2"),
        SOLUTION,
        wrong(*FAILS),
        wrong(*FAILS_LATER),
    ),
    task(
        "a check that passes a wrong answer",
        "the checks pass this wrong answer",
        "add a check that it fails, with a hint",
        START,
        CHECK,
        SOLUTION,
        wrong(*FAILS),
        "§" + wrong("def f(x):\n    return 2 * min(x, 2)", None),
    ),
    task(
        "wrong answers that get the same hint",
        "gets the hint of the wrong answer on line",
        "add a check that tells them apart, with a hint of its own",
        START,
        CHECK,
        SOLUTION,
        wrong(*FAILS),
        "§" + wrong("def f(x):\n    return 3 * x", "0 of 2 checks pass. twice"),
    ),
    task(
        "a wrong answer with another hint than shown",
        "-1 of 2 checks pass. again\n+0 of 2 checks pass. twice",
        "mend the code, or run `make outputs`",
        START,
        CHECK,
        SOLUTION,
        wrong(FAILS[0], FAILS_LATER[1]).replace("```o", "§```o"),
        wrong(*FAILS_LATER),
    ),
    task(
        "a solution that fails a check",
        "the solution does not pass the checks: again",
        "mend the check, or the solution on line",
        START,
        "§" + CHECK,
        python("def f(x):\n    return 2"),
        wrong(*FAILS),
        wrong("def f(x):\n    return 1 / x", "0 of 2 checks pass. twice"),
    ),
    task(
        "a task with one wrong answer",
        "a task with fewer than two wrong answers",
        "add what people do",
        "§" + START,
        CHECK,
        SOLUTION,
        wrong(*FAILS),
    ),
    task(
        "a block apart that is no part of a task",
        "`notest` is no part of a task",
        "use start, check, wrong",
        "§" + START.replace('"start"', '"notest"'),
    ),
]
test_it_is_refused = catalogue(FAULTS)
