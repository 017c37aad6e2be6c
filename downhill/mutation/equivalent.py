"""The mutants that no test can tell from the original, each with its reason."""

import tomllib
from pathlib import Path
from typing import NamedTuple

from downhill.mutation.mutants import Mutant
from downhill.problem import ROOT, SNIPPETS, Problem

LIST = ROOT / "tests" / "equivalent-mutants.toml"


class Key(NamedTuple):
    """How a mutant is listed: not by its line, which changes."""

    module: str
    function: str
    was: str
    now: str

    def __str__(self) -> str:
        return f"`{self.was}` -> `{self.now}` in {self.function} of {self.module}"


def key(mutant: Mutant) -> Key:
    module = mutant.path.relative_to(SNIPPETS).as_posix()
    return Key(module, mutant.function, mutant.was, mutant.now)


def read(file: Path = LIST) -> dict[Key, int]:
    """What is listed, with the line of each; a Problem for an entry without a reason."""
    text = file.read_text(encoding="utf-8")
    try:
        entries = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Problem(
            file, None, str(error), "write it as its neighbours are"
        ) from None
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line == "[[mutant]]"]
    found: dict[Key, int] = {}
    for line, entry in zip(lines, entries.get("mutant", []), strict=True):
        one = Key(*(entry.get(name, "") for name in Key._fields))
        if not entry.get("why", "").strip():
            what, remedy = f"{one} has no reason", "say in `why` why it is equivalent"
            raise Problem(file, line, what, remedy)
        if one in found:
            raise Problem(file, line, f"{one} is listed twice", "delete one")
        found[one] = line
    return found
