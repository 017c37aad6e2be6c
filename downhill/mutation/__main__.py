"""`python -m downhill.mutation`: try the mutants of every module, or of those named.

`--changed` takes the modules that a change touches, `--seconds` begins no trial after them.
"""

import argparse
import multiprocessing
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from downhill.chapters import test_of_module
from downhill.mutation import equivalent
from downhill.mutation.changed import base, changed, modules
from downhill.mutation.equivalent import LIST, Key, key
from downhill.mutation.mutants import Mutant, mutants
from downhill.mutation.trial import Fate, pages_of, trial, unchanged, warm
from downhill.problem import SNIPPETS, Problem, named

Fates = dict[Mutant, Fate | None]  # None: the time was up before its trial


def attack(chosen: list[Path], seconds: float) -> Fates:
    """Try the mutants of these modules on all cores, for so many seconds.

    A Problem if a module's tests or pages fail without any change.
    """
    if not chosen:
        return {}
    warm()
    for module in chosen:
        pages_of(module)  # read here once, not in each fork
    waiting = [mutant for module in chosen for mutant in mutants(module)]
    random.Random(0).shuffle(waiting)  # if time is up, each module has had its share
    sound = [unchanged(path) for path in sorted({mutant.path for mutant in waiting})]
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=context) as pool:
        for whole, fate in zip(sound, pool.map(trial, sound), strict=True):
            if fate is not Fate.ALIVE:
                what = f"fails without any mutant: the module is {_words(fate)}"
                raise Problem(test_of_module(whole.path), None, what, "make test")
        until = time.monotonic() + seconds  # a busy machine may check first at leisure
        fates = pool.map(_until, waiting, [until] * len(waiting))
        return dict(zip(waiting, fates, strict=True))


def _until(mutant: Mutant, until: float) -> Fate | None:
    return trial(mutant) if time.monotonic() < until else None


def survivors(fates: Fates, listed: dict[Key, int]) -> Iterator[Problem]:
    """A Problem for each mutant that nothing saw and that is not listed."""
    for mutant, fate in sorted(fates.items(), key=lambda item: _place(item[0])):
        if fate is Fate.ALIVE and key(mutant) not in listed:
            what = f"no test and no output sees this change to `{mutant.function}`:\n"
            what += f"  - {mutant.was}\n  + {mutant.now}"
            remedy = f"state in {named(test_of_module(mutant.path))} a value that tells them apart; "
            remedy += f"if there can be none, list it in {named(LIST)} with the reason"
            yield Problem(mutant.path, mutant.line, what, remedy)


def unfounded(fates: Fates, listed: dict[Key, int]) -> Iterator[Problem]:
    """A Problem for each listed mutant that is seen, or that is not made at all."""
    seen = {key(mutant): fate for mutant, fate in fates.items()}
    untried = {SNIPPETS / one.module for one in listed.keys() - seen.keys()}
    others = untried.intersection(modules())
    made = seen.keys() | {key(mutant) for path in others for mutant in mutants(path)}
    for one, line in listed.items():
        if one not in made:
            what = f"{one} is no mutant"
            yield Problem(LIST, line, what, "delete the entry, or correct it")
        elif (fate := seen.get(one)) and fate is not Fate.ALIVE:
            what = f"{one} is not equivalent: it is {_words(fate)}"
            yield Problem(LIST, line, what, "delete the entry")


def table(fates: Fates, listed: dict[Key, int]) -> Iterator[str]:
    """A line for each module, and the sum."""
    by_module = {
        named(mutant.path): Counter[str]() for mutant in sorted(fates, key=_place)
    }
    total = Counter[str]()
    for mutant, fate in fates.items():
        excused = fate is Fate.ALIVE and key(mutant) in listed
        words = "equivalent" if excused else _words(fate)
        by_module[named(mutant.path)][words] += 1
        total[words] += 1
    for name, count in [*by_module.items(), ("all", total)]:
        said = ", ".join(f"{words} {n}" for words, n in sorted(count.items()))
        yield f"{name}: {count.total()} mutants: {said}"


def _words(fate: Fate | None) -> str:
    return fate.name.lower().replace("_", " ") if fate else "not tried"


def _place(mutant: Mutant) -> tuple[Path, int, str]:
    return mutant.path, mutant.line, mutant.now


def choose(asked: list[Path], only_changed: bool) -> list[Path]:
    """The modules to attack; says how they were chosen."""
    every = modules()
    for path in asked:
        if path.resolve() not in every:
            what = "is no module of snippets/"
            raise Problem(path, None, what, "name one, or none for all")
    if asked:
        return [path.resolve() for path in asked]
    if not only_changed:
        return every
    since = base()
    if not since:
        print("there is no commit to compare with: every module counts as changed")
        return every
    chosen = changed(since)
    print(f"{len(chosen)} of {len(every)} modules touched since {since[:7]}")
    return chosen


def main() -> int:
    parser = argparse.ArgumentParser(prog="downhill.mutation", description=__doc__)
    parser.add_argument("modules", nargs="*", type=Path)
    parser.add_argument("--changed", action="store_true")
    parser.add_argument("--seconds", type=float, default=3600.0)
    arguments = parser.parse_args()
    started = time.monotonic()
    try:
        listed = equivalent.read()
        fates = attack(choose(arguments.modules, arguments.changed), arguments.seconds)
        print(*table(fates, listed), sep="\n")
        tried = sum(fate is not None for fate in fates.values())
        took = time.monotonic() - started
        print(f"{tried} of {len(fates)} mutants tried in {took:.0f} s")
        problems = [*survivors(fates, listed), *unfounded(fates, listed)]
        if fates and not tried:
            what = "the time was up before the first trial"
            problems.append(
                Problem("make mutate", None, what, "give it more --seconds")
            )
    except Problem as fault:
        problems = [fault]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
