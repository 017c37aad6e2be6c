"""What was kept is not used after an edit of what it was made from."""

from tests.faults.planting import (
    BUILD,
    FIGURES,
    MEND_FIGURE,
    MODULE,
    NOTATION,
    QUICK,
    Edit,
    Fault,
    in_layout,
)
from tests.faults.running import catalogue

HOUSE = "snippets/losses/one_house_two_knobs.py"
LAB = "docs/losses/learning-rate-lab.ipynb"
STYLE = "downhill/style.py"
FORWARD = "    return w * x + b\n"

FAULTS = [
    in_layout("a figure's function is edited", "1 / 0"),
    in_layout(
        "a function that a figure calls is edited",
        "helper()",
        Edit(MODULE, "\n\ndef helper() -> None:\n    1 / 0\n"),
    ),
    Fault(
        "the canvas of all figures is edited",
        FIGURES,
        [Edit(STYLE, "    1 / 0\n    import matplotlib\n", "    import matplotlib\n")],
        "ZeroDivisionError",
        MEND_FIGURE,
        ["snippets/start/notation.py"],
        before=FIGURES,
    ),
    Fault(
        "a section that a lab shows is edited",
        BUILD,
        [Edit(HOUSE, f"    1 / 0\n{FORWARD}", FORWARD)],
        "ZeroDivisionError: division by zero",
        "mend the cell",
        [LAB],
        before=BUILD,
    ),
    Fault(
        "a section that a page shows is edited",
        ("pytest", "docs/start", *QUICK),
        [Edit(MODULE, "    return 2 * float(np.sum(", "    return float(np.sum(")],
        "the page shows what the block does not print",
        "mend the code, or run `make outputs`",
        [NOTATION],
        before=("pytest", "docs/start", *QUICK),
    ),
    Fault(
        "a section is renamed",
        BUILD,
        [
            Edit(MODULE, "# --8<-- [start:loss]", "# --8<-- [start:losses]"),
            Edit(MODULE, "# --8<-- [end:loss]", "# --8<-- [end:losses]"),
        ],
        "`start/notation.py` has no section `losses`",
        "it has: imports, loss",
        [NOTATION],
        before=BUILD,
    ),
]
test_an_edit_is_seen = catalogue(FAULTS)
