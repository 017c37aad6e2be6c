"""Numbers, front matter, and what each chapter and each term must have."""

from tests.faults.planting import (
    BUILD,
    CONTRIBUTING,
    CORRECTIONS,
    DERIVATIVE,
    HOW_TO,
    NOTATION,
    QUICK,
    Edit,
    Fault,
    in_text,
    part_of_site,
)
from tests.faults.running import catalogue

START = "---\ndescription: "
BEGIN = "start the page with `---`, `description: ...`, `---`"


def in_head(
    name: str, file: str, new: str, says: str, remedy: str, old: str = "---\n"
) -> Fault:
    """A build names one of each page."""
    edits = [Edit(file, new, old)]
    return Fault(name, BUILD, edits, says, remedy, together="heads")


NEEDS = "needs:\n  - one-variable/the-derivative\n"
CHAIN, TERMS = "docs/one-variable/the-chain-rule.md", "docs/reference/glossary.md"
ASK = ("tests/downhill/test_exercises.py", "tests/downhill/test_glossary.py")
WHY = "\n\n    **No.** A gradient points where the loss grows. Here that is toward smaller $w$.\n"
NUMBERS = part_of_site("number")
OF_EACH = ("pytest", *ASK, *QUICK, "-k", "asks or in_order")

FAULTS = [
    in_text(
        "a number without a source",
        "§It took 8.7654 seconds.",
        "numbers that no code on this page produces: 8.7654",
        "print them in a block",
        HOW_TO,
        NUMBERS,
        together=True,
    ),
    Fault(
        "an exception that is not needed",
        NUMBERS,
        [Edit(NOTATION, "---\nnumbers:\n§  1234: a reason\ndes", "---\ndes")],
        "`numbers:` excepts 1234, which needs no exception",
        "delete that line",
        together=True,
    ),
    Fault(
        "an exception without a reason",
        NUMBERS,
        [Edit(CONTRIBUTING, "---\nnumbers:\n§  1234:\ndes", "---\ndes")],
        "`numbers:` excepts 1234 without a reason",
        "write the reason",
        together=True,
    ),
    in_head("no front matter", HOW_TO, "§\n---\n", "has no front matter", BEGIN),
    Fault(
        "front matter that never ends",
        BUILD,
        [
            Edit(CORRECTIONS, "§---\ndesc", "---\ndesc"),
            Edit(CORRECTIONS, "\n# Corrections\n", "\n---\n# Corrections\n"),
        ],
        "has no front matter",
        BEGIN,
        together="heads",
    ),
    in_head(
        "front matter that is not YAML",
        NOTATION,
        "---\n§description: a: b\n",
        "front matter is not YAML",
        "mend the line, or quote its value",
        START,
    ),
    in_head(
        "a word in the front matter that means nothing",
        CONTRIBUTING,
        "---\n§need: []\n",
        "front matter has an unknown key `need`",
        "use one of ",
    ),
    in_head(
        "no description",
        TERMS,
        "§---\ntitle: ",
        "front matter has no `description`",
        BEGIN,
        START,
    ),
    Fault(
        "a chapter that needs what is not there",
        BUILD,
        [Edit(DERIVATIVE, "§needs: [one-variable/nowhere]\n", "needs: []\n")],
        "needs `one-variable/nowhere`, which is no chapter",
        "use one of: ",
        together="needs",
    ),
    Fault(
        "chapters that need each other",
        BUILD,
        [Edit(DERIVATIVE, "needs: [many-variables/the-gradient]\n", "needs: []\n")],
        "needs itself in a circle: ",
        "drop one `needs`",
        ["docs/many-variables/the-gradient.md"],
    ),
    Fault(
        "needs that stand twice",
        BUILD,
        [Edit(DERIVATIVE, "needs: []\n§needs: []\n", "needs: []\n")],
        "front matter has `needs` twice",
        "make one of the two",
        together="heads",
    ),
    Fault(
        "needs that are no list",
        BUILD,
        [Edit(CHAIN, "§needs: one-variable/the-derivative\n", NEEDS)],
        "`needs` is not a list",
        "write [] for none",
        together="needs",
    ),
    Fault(
        "a section of another form",
        BUILD,
        [Edit(DERIVATIVE, "§## Theory\n", "## By hand\n")],
        "`Theory` is no section of a chapter",
        "use one of: I use this when",
        together="forms",
    ),
    in_text(
        "a caption that holds the next block",
        "Text.\n\n§/// figure-caption\nThe first.\n\nText.\n\n/// figure-caption\nThe second.\n///",
        "`/// figure-caption` is not closed",
        "end it with `///`",
        together="forms",
    ),
    in_text(
        "a caption that holds the page",
        "Text.\n\n§/// figure-caption\nThe only one.",
        "`/// figure-caption` is not closed",
        "end it with `///`",
        HOW_TO,
        together="forms",
    ),
    Fault(
        "sections in another order",
        BUILD,
        [Edit(CHAIN, "§## See it\n\n## The code\n", "## The code\n")],
        "stands after",
        "order: I use this when",
        together="forms",
    ),
    Fault(
        "a page of a part that is no chapter",
        part_of_site("in_a_part"),
        [Edit(DERIVATIVE, "", "needs: []\n")],
        "a page of `one-variable` does not say what it needs",
        "a chapter stands in a part and has `needs: []`",
        [DERIVATIVE],
    ),
    Fault(
        "a question without a right option",
        BUILD,
        [
            Edit(CHAIN, "§**1. What is", "**1. What is"),
            Edit(CHAIN, "**Yes.** The outer slope", "**Right.** The outer slope"),
        ],
        "0 options of this question are right",
        "begin the reason of one option, and of no other, with `**Right.`",
        together="forms",
    ),
    Fault(
        "an option without its reason",
        BUILD,
        [
            Edit(CHAIN, "§**2. At $w", "**2. At $w"),
            Edit(CHAIN, "\n", WHY),
        ],
        "an option of this question says nothing",
        "say below each why it is right or wrong",
        together="forms",
    ),
    Fault(
        "an exercise with one hint",
        OF_EACH,
        [
            Edit(CHAIN, "§### 1. A bell curve", "### 1. A bell curve"),
            Edit(CHAIN, '??? note "Hint 2"', '??? hint "Hint 2"'),
        ],
        "1 `??? hint` below this exercise, not 2",
        "write 2; the contributing page shows one",
        together=True,
    ),
    Fault(
        "an exercise with the id of another",
        OF_EACH,
        [
            Edit(
                CHAIN,
                "§### 6. Two links in code {#exercise-7}\n",
                "### 6. Two links in code {#exercise-6}\n",
            )
        ],
        "this exercise is not `exercise-6`, by which progress is kept",
        "end its heading with {#exercise-6}",
        together=True,
    ),
    Fault(
        "a term that its heading does not define",
        OF_EACH,
        [Edit(TERMS, "§| sigmoids drawn |", "| sigmoid |")],
        "`sigmoids drawn` does not stand at one-variable/the-chain-rule#more-than-two-links",
        "lead to the heading that defines it",
        together=True,
    ),
    Fault(
        "a term out of its order",
        OF_EACH,
        [Edit(TERMS, "§| a secant |", "| secant |")],
        "`a secant` stands below `roundoff error`",
        "sort the rows by their terms",
        together=True,
    ),
]
test_prose_is_refused = catalogue(FAULTS)
