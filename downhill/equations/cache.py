"""Keep the verdicts of a page for as long as its formulas and what judges them stay the same."""

from functools import cache
from importlib.metadata import version
from pathlib import Path

from downhill.cache import digest, recalled
from downhill.equations.claims import Claim, Item
from downhill.equations.verdicts import DEFINITION


@cache
def judges() -> str:
    """The hash of all that a verdict depends on beside the page."""
    packages = ("sympy", "mpmath", "antlr4-python3-runtime")
    return digest(*map(version, packages), *sorted(Path(__file__).parent.glob("*.py")))


def verdicts(items: list[Item]) -> list[str]:
    """What became of each item: "definition", or what `checking.verdict` says."""

    def judge() -> list[str]:
        from downhill.equations.checking import verdict  # SymPy takes a second to load

        return [verdict(i) if isinstance(i, Claim) else DEFINITION for i in items]

    key = digest(judges(), *map(_fact, items))
    found: list[str] = recalled(f"equations/{key}.json", judge)
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
