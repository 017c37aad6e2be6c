"""Run the faults of one kind: a copy of the project for each, the real commands in it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.faults.planting import Fault, must_say, planted
from tests.project import copy, run

HURRY = ("downhill/session/__init__.py", "LIMIT = 10.0  #", "LIMIT = 3.0  #")
HOME = "site/index.html"


class Said(NamedTuple):
    """What a command did with what was planted."""

    status: int
    text: str
    places: dict[str, list[str]]


def hurried(to: Path) -> Path:
    """A copy of the project at `to`, in which what is endless ends sooner."""
    file, old, new = HURRY
    changed = copy(to) / file
    text = changed.read_text(encoding="utf-8")
    changed.write_text(text.replace(old, new), encoding="utf-8")
    return to


class Project:
    """A copy of the project; each run of a command in it is kept for all its faults."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.runs: dict[str, Said] = {}
        self.passed: set[tuple[str, ...]] = {()}  # of what must pass before

    def said(self, fault: Fault, faults: Sequence[Fault]) -> Said:
        """What is said of a fault, planted alone or with those that stand together."""
        group = [fault]
        if fault.together:
            kind = fault.together, fault.command
            group = [f for f in faults if (f.together, f.command) == kind]
        if group[0].name not in self.runs:
            if fault.before not in self.passed:
                status, text = run(self.folder, *fault.before)
                assert status == 0, text
                self.passed.add(fault.before)
            (self.folder / HOME).unlink(missing_ok=True)  # of a run before
            with planted(self.folder, group) as places:
                done = Said(*run(self.folder, *fault.command), places)
            self.runs |= dict.fromkeys((f.name for f in group), done)
        return self.runs[fault.name]

    def check(self, fault: Fault, faults: Sequence[Fault]) -> str:
        """The message on a fault. Fails if there is none, or if a site is left behind."""
        done = self.said(fault, faults)
        assert done.status != 0, f"passes in silence:\n{done.text[-2000:]}"
        if fault.command[0] == "mkdocs":
            whole = (self.folder / HOME).exists()
            assert not whole, "what is left looks like a whole site"
        return must_say(done.text, fault, done.places[fault.name])


def catalogue(faults: Sequence[Fault]) -> Callable[[Project, Fault], None]:
    """The test of one file: each of its faults, by name."""
    names = [fault.name for fault in faults]
    assert len(set(names)) == len(names), "a fault stands twice"

    @pytest.mark.parametrize("fault", faults, ids=names)
    def test_it_is_refused(project: Project, fault: Fault) -> None:
        project.check(fault, faults)

    return test_it_is_refused
