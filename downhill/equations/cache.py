"""Keep the verdicts of a page for as long as its formulas and what judges them stay the same."""

import json
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from downhill.equations.claims import Claim, Item
from downhill.equations.verdicts import DEFINITION
from downhill.files import write_whole
from downhill.problem import CACHE

FOLDER = CACHE / "equations"


@cache
def judges() -> str:
    """The hash of all that a verdict depends on beside the page."""
    parts = [version("sympy"), version("mpmath"), version("antlr4-python3-runtime")]
    for file in sorted(Path(__file__).parent.glob("*.py")):
        parts.append(file.read_text(encoding="utf-8"))
    return sha256("\0".join(parts).encode()).hexdigest()


def verdicts(items: list[Item]) -> list[str]:
    """What became of each item: "definition", or what `checking.verdict` says."""
    facts = [judges(), *(_fact(item) for item in items)]
    file = FOLDER / f"{sha256(chr(0).join(facts).encode()).hexdigest()}.json"
    if file.is_file():
        kept: list[str] = json.loads(file.read_text(encoding="utf-8"))
        return kept
    from downhill.equations.checking import verdict  # SymPy takes a second to load

    found = [verdict(i) if isinstance(i, Claim) else DEFINITION for i in items]
    write_whole(file, json.dumps(found, indent=0, ensure_ascii=False))
    return found


def _fact(item: Item) -> str:
    """All that a verdict depends on, and not the line."""
    if not isinstance(item, Claim):
        return item.text
    scope = item.scope
    sets = (scope.functions, scope.units, scope.matrices, scope.sizes, scope.bold)
    shown = [sorted(map(str, one)) for one in sets]
    known = list(scope.definitions.values())
    about = (item.sign, item.raw, item.unread, item.conditions, item.at)
    return repr((item.text, item.left, item.right, *about, known, shown))
