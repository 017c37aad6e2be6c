"""One way to report a fault in what an author wrote: where it is, what it is, what to do."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
SNIPPETS = ROOT / "snippets"
CACHE = ROOT / ".cache"
LISTED = 100  # faults that one report lists at most


class Problem(Exception):
    """A fault with its place and its remedy; every check of ours raises this and nothing else."""

    def __init__(
        self, path: Path | str, line: int | None, what: str, remedy: str
    ) -> None:
        self.place = named(path) + (f":{line}" if line else "")
        self.what, self.remedy = what, remedy
        self.all: list[Problem] = [self]  # more where it says those of raise_all
        super().__init__(f"{self.place}: {what}\n  remedy: {remedy}")


def named(path: Path | str) -> str:
    """Return a file as a message names it: relative to the project, if it is in it."""
    shown = Path(path)
    if shown.is_absolute() and shown.is_relative_to(ROOT):
        shown = shown.relative_to(ROOT)
    return shown.as_posix()


def raise_all(problems: Iterable[Problem]) -> None:
    """Raise one Problem that says them all, each with its remedy; nothing if none."""
    every = [fault for problem in problems for fault in problem.all]
    faults = [*{str(fault): fault for fault in every}.values()]  # each is said once
    if len(faults) == 1:
        raise faults[0]
    if faults:
        rest = "".join(
            f"\n  remedy: {before.remedy}\n{fault.place}: {fault.what}"
            for before, fault in pairwise(faults[:LISTED])
        )
        what = f"{faults[0].what}{rest}"
        remedy = f"{faults[:LISTED][-1].remedy}\n  ({len(faults)} in all)"
        joint = Problem(faults[0].place, None, what, remedy)
        joint.all = faults
        raise joint


def tell(faults: list[Problem] | None, *problems: Problem) -> None:
    """Note them in the list, and the work goes on; if there is none, raise them."""
    if faults is None:
        raise_all(problems)
    else:
        faults += problems


class Faults(list[Problem]):
    """Problems that are to be told together: the work goes on after each."""

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Keep a Problem that is raised inside."""
        try:
            yield
        except Problem as problem:
            self.append(problem)
