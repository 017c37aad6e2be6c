"""Numbers, front matter, and what each chapter and each term must have."""

from downhill.problem import ROOT
from tests.faults.planting import (
    BUILD,
    HEAD,
    HOW_TO,
    NOTATION,
    QUICK,
    Edit,
    Fault,
    in_chapter,
    in_text,
    part_of_site,
)
from tests.faults.running import catalogue

TERMS, PAGE = "docs/reference/glossary.md", "docs/one-variable/planted.md"
TERM = next(
    line
    for line in (ROOT / TERMS).read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and "](" in line and "$" not in line
)
OPTIONS = "\n".join(
    f'??? option "{letter}"\n\n    **No.** It is more.\n'
    for letter in ("A. -1", "B. 0", "C. 1")
)

FAULTS = [
    in_text(
        "a number without a source",
        "§It took 8.7654 seconds.",
        "numbers that no code on this page produces: 8.7654",
        "print them in a block",
        HOW_TO,
        part_of_site("number"),
    ),
    Fault(
        "front matter that is not YAML",
        BUILD,
        [Edit(NOTATION, "---\n§description: a: b\n", "---\ndescription: ")],
        "front matter is not YAML",
        "mend the line, or quote its value",
    ),
    Fault(
        "a chapter that needs what is not there",
        BUILD,
        in_chapter("holes", "", "", "", "§needs: [one-variable/nowhere]").edits,
        "needs `one-variable/nowhere`, which is no chapter",
        "use one of: ",
    ),
    in_chapter(
        "a section of another form",
        "§## Theory",
        "`Theory` is no section of a chapter",
        "use one of: I use this when",
    ),
    in_chapter(
        "a question without a right option",
        f"## Questions\n\n§**1. What is 1 + 1?**\n\n{OPTIONS}",
        "0 options of this question are right",
        "begin the reason of one option, and of no other, with `**Right.`",
    ),
    in_chapter(
        "a caption that holds the next block",
        "Text.\n\n§/// figure-caption\nThe first.\n\nText.\n\n/// figure-caption\nThe second.\n///",
        "`/// figure-caption` is not closed",
        "end it with `///`",
    ),
    in_chapter(
        "a caption that holds the page",
        "Text.\n\n§/// figure-caption\nThe only one.",
        "`/// figure-caption` is not closed",
        "end it with `///`",
    ),
    Fault(
        "a page of a part that is no chapter",
        part_of_site("in_a_part"),
        [Edit(PAGE, HEAD)],
        "a page of `one-variable` does not say what it needs",
        "a chapter stands in a part and has `needs: []`",
        [PAGE],
    ),
    Fault(
        "a term that its heading does not define",
        ("pytest", "tests/downhill/test_glossary.py", *QUICK, "-k", "in_order"),
        [Edit(TERMS, TERM.replace("| ", "§| an aardvark or ", 1), TERM)],
        "does not stand at ",
        "lead to the heading that defines it",
    ),
]
test_prose_is_refused = catalogue(FAULTS)
