"""The tests are tested: change each shown function; the tests of its module must fail.

`python -m downhill.mutate` takes every module, `--changed` those that are not as on main.
Each mutant runs in a fork of one process that has everything imported: mutmut and
cosmic-ray start over for each module or mutant, which takes ten times as long.
"""

import argparse
import multiprocessing
import os
import resource
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from downhill.mutants import Mutant, mutants
from downhill.problem import ROOT, SNIPPETS, Problem
from downhill.style import canvas

EQUIVALENT = ROOT / "tests" / "equivalent-mutants.toml"
CPU_SECONDS = 15  # a mutant that takes longer does not end, so it is seen
OPTIONS = (
    "--quiet",
    "--exitfirst",
    "--tb=no",
    "--assert=plain",
    "--override-ini=addopts=--import-mode=importlib",
    "-pno:cacheprovider",
    "-ppytest_markdown_docs.plugin",
)


@dataclass(frozen=True)
class Report:
    """What became of the mutants of one module."""

    tried: int
    survivors: list[Mutant]
    left: int  # not tried: the time was up


def test_of(module: Path) -> Path:
    """The test file of a module of snippets/."""
    inside = module.relative_to(SNIPPETS)
    return ROOT / "tests" / inside.with_name(f"test_{inside.name}")


def survives(mutant: Mutant) -> bool:
    """Whether the tests of its module pass with the mutant in its place."""
    return _passes(test_of(mutant.path), mutant)


def attack(module: Path, until: float) -> Report:
    """Try the mutants of a module, one after the other, until that time (monotonic).

    A Problem if the tests of the module fail without any change.
    """
    if not _passes(test_of(module), None):
        what = "fails without any mutant"
        raise Problem(test_of(module), None, what, f"pytest {test_of(module).name}")
    waiting = mutants(module)
    survivors: list[Mutant] = []
    for tried, mutant in enumerate(waiting):
        if time.monotonic() > until:
            return Report(tried, survivors, len(waiting) - tried)
        if survives(mutant):
            survivors.append(mutant)
    return Report(len(waiting), survivors, 0)


def equivalent(file: Path = EQUIVALENT) -> dict[tuple[str, str, str, str], str]:
    """The mutants that no test can tell from the original: (module, function, was, now).

    A Problem for an entry without a reason.
    """
    listed = {}
    for module, entries in tomllib.loads(file.read_text(encoding="utf-8")).items():
        for entry in entries:
            if not entry.get("why", "").strip():
                what = f"`{entry['was']}` in {entry['in']} has no reason"
                raise Problem(file, None, what, "say in `why` why it is equivalent")
            listed[module, entry["in"], entry["was"], entry["now"]] = entry["why"]
    return listed


def key(mutant: Mutant) -> tuple[str, str, str, str]:
    """How a mutant is listed: not by its line, which changes."""
    module = mutant.path.relative_to(SNIPPETS).as_posix()
    return module, mutant.function, mutant.was, mutant.now


def changed(base: str | None = None) -> list[Path] | None:
    """The modules that differ, or whose tests do, from main; on main, from the commit before.

    None if there is nothing to compare with.
    """
    base = base or _git("merge-base", "HEAD", "origin/main")
    if base in ("", _git("rev-parse", "HEAD")):
        base = _git("rev-parse", "--verify", "--quiet", "HEAD~1")
    if not base:
        return None
    names = set(_git("diff", "--name-only", base).splitlines())
    names |= set(_git("ls-files", "--others", "--exclude-standard").splitlines())
    return [
        module
        for module in modules()
        if {_name(module), _name(test_of(module))} & names
    ]


def modules() -> list[Path]:
    return sorted(SNIPPETS.rglob("*.py"))


def check(chosen: list[Path], seconds: float) -> Iterator[str]:
    """Attack the modules; what to print, and a Problem for each survivor at the end."""
    until, listed, bad = time.monotonic() + seconds, equivalent(), []
    for module in chosen:
        started, report = time.monotonic(), attack(module, until)
        alive = [m for m in report.survivors if key(m) not in listed]
        bad += [_problem(m) for m in alive]
        for entry in listed:
            mine = entry[0] == module.relative_to(SNIPPETS).as_posix()
            if mine and not report.left and entry not in map(key, report.survivors):
                what = f"{entry[0]}: `{entry[2]}` -> `{entry[3]}` does not survive"
                bad.append(str(Problem(EQUIVALENT, None, what, "delete its entry")))
        words = f"{report.tried} mutants, survivors: {len(alive)}"
        words += f", equivalent: {len(report.survivors) - len(alive)}"
        words += f", not tried: {report.left}" if report.left else ""
        yield f"{_name(module)}: {words}; {time.monotonic() - started:.0f} s"
    yield from bad
    if bad:
        raise SystemExit(1)


def _problem(mutant: Mutant) -> str:
    what = f"no test sees `{mutant.was}` become `{mutant.now or 'nothing'}`"
    test = _name(test_of(mutant.path))
    remedy = f"state in {test} a value that tells them apart, or list it in {_name(EQUIVALENT)}"
    return str(Problem(mutant.path, mutant.line, what, remedy))


def _passes(test: Path, mutant: Mutant | None) -> bool:
    context = multiprocessing.get_context("fork")
    child = context.Process(target=_run, args=(test, mutant))
    child.start()
    child.join(20 * CPU_SECONDS)  # more, where others are at work
    if child.is_alive():
        child.kill()
        child.join()
    return child.exitcode == 0


def _run(test: Path, mutant: Mutant | None) -> None:
    """In the fork: put the mutant in its module's place, run the tests, exit with their status."""
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # a third of the time
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    try:
        if mutant:
            _replace(mutant)
        status = int(pytest.main([*OPTIONS, str(test)]))
    except BaseException:
        status = 1
    os._exit(status)


def _replace(mutant: Mutant) -> None:
    relative = mutant.path.relative_to(ROOT).with_suffix("")
    module = ModuleType(".".join(relative.parts))
    module.__file__ = str(mutant.path)
    sys.modules[module.__name__] = module
    exec(compile(mutant.source, mutant.path, "exec"), vars(module))


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""


def main() -> int:
    parser = argparse.ArgumentParser(prog="downhill.mutate")
    parser.add_argument("modules", nargs="*", type=Path)
    parser.add_argument("--changed", action="store_true", help="those not as on main")
    parser.add_argument("--seconds", type=float, default=3600.0, help="stop then")
    arguments = parser.parse_args()
    chosen = [path.resolve() for path in arguments.modules] or modules()
    if arguments.changed and (only := changed()) is not None:
        chosen = only
    try:
        _warm()
        for line in check(chosen, arguments.seconds):
            print(line, flush=True)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _warm() -> None:
    """Import what every test imports, so that each fork has it; none of snippets/."""
    for name in ("matplotlib.quiver", "numpy.testing", "downhill.session"):
        import_module(name)
    canvas()
    sys.path.insert(0, str(ROOT))


if __name__ == "__main__":
    sys.exit(main())
