"""Outputs that are not what a block prints, fences that are no blocks."""

from dataclasses import replace

from tests.faults.planting import Fault, on_page, python
from tests.faults.running import catalogue

UP_TO_DATE = "mend the code, or run `make outputs`"
PAGES = (
    "outputs-by-chance-are-not-written",
    "outputs-by-the-clock-are-not-written",
    "outputs-are-not-written-under-a-block-that-fails",
)
OUTPUTS = ("downhill", "outputs", *(f"docs/faults/{page}.md" for page in PAGES))


def unwritten(name: str, text: str, says: str, remedy: str) -> Fault:
    """A page whose outputs are not written; a run tells all of them."""
    return replace(on_page(name, text, says, remedy), command=OUTPUTS)


def unread(name: str, text: str, says: str, remedy: str) -> Fault:
    """A page that stops a run before it begins."""
    fault = on_page(name, text, says, remedy)
    return replace(fault, command=("pytest", "docs", *fault.command[2:]))


FAULTS = [
    on_page(
        "stale output",
        python("print('two')", "one").replace("```o", "§```o"),
        "-one\n+two",
        UP_TO_DATE,
    ),
    on_page(
        "prints and shows nothing",
        "§" + python("print(2)"),
        "prints, and the page shows no output",
        "run `make outputs`",
    ),
    on_page(
        "shows and prints nothing",
        python("x = 1", "2").replace("```o", "§```o"),
        "-2",
        UP_TO_DATE,
    ),
    on_page(
        "another digit at the end",
        python("print(0.1 + 0.2)", "0.3").replace("```o", "§```o"),
        "+0.30000000000000004",
        UP_TO_DATE,
    ),
    on_page(
        "a number by chance",
        python(
            "import numpy as np\nprint(np.random.default_rng().random())", "0.5"
        ).replace("```o", "§```o"),
        "the page shows what the block does not print",
        UP_TO_DATE,
    ),
    unwritten(
        "outputs by chance are not written",
        "§" + python("import numpy as np\nprint(np.random.default_rng().random())"),
        "the block prints something else at each run",
        "seed its generator: np.random.default_rng(0)",
    ),
    unwritten(
        "outputs by the clock are not written",
        "§" + python("import time\nprint(time.time())"),
        "the block prints something else at each run",
        "seed its generator: np.random.default_rng(0); print no time",
    ),
    unwritten(
        "outputs are not written under a block that fails",
        python("x = 1\n§x / 0"),
        "ZeroDivisionError: division by zero",
        "mend the block first",
    ),
    unread(
        "notest",
        "§" + python("1 / 0", options="python notest"),
        "this fence is shown as text, not as a block",
        "check its indentation and its options",
    ),
    unread(
        "another language",
        "§" + python("1 / 0", options="pycon"),
        "a block in `pycon`",
        "use python, output",
    ),
    unread(
        "a capital letter",
        "§" + python("1 / 0", options="Python"),
        "a block in `Python`",
        "use python, output",
    ),
    unread(
        "no language", "§" + python("1 / 0", options=""), "a block in", "use python"
    ),
    unread(
        "never closed",
        "§```python\n1 / 0\n",
        "this fence is never closed",
        "close it with ```",
    ),
    unread(
        "an output of no block",
        "Text.\n\n§```output\n1\n```\n",
        "an output that belongs to no block",
        "put it directly under the python block that prints it",
    ),
    unread(
        "an output apart from its block",
        python("print(1)") + "\n\nText.\n\n§```output\n1\n```\n",
        "an output that stands apart from its block",
        "put it directly under the block that ends on line 8",
    ),
    unread(
        "two outputs",
        python("print(1)", "1") + "\n§```output\n1\n```\n",
        "an output that belongs to no block",
        "put it directly under",
    ),
]
test_an_output_is_refused = catalogue(FAULTS)
