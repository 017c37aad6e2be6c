"""One trial: run a module's tests, then the pages that show it, with a mutant in its place.

It runs in a fork of a process that has everything imported: mutmut and cosmic-ray start an
interpreter for each module or mutant, which takes ten times as long.
"""

import gc
import multiprocessing
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import redirect_stdout
from enum import Enum
from functools import cache
from importlib import import_module
from io import StringIO
from pathlib import Path
from types import ModuleType

import pytest

from downhill import pages
from downhill.chapters import test_of_module
from downhill.mutation.mutants import Mutant
from downhill.pages import Page, blocks, sections
from downhill.problem import ROOT, SNIPPETS
from downhill.session import Session, check
from downhill.style import canvas

CPU_SECONDS = 10  # what takes longer does not end, as with the blocks of pages
OPTIONS = (
    "--quiet",
    "--exitfirst",
    "--tb=no",
    "--assert=plain",
    "--override-ini=addopts=--import-mode=importlib",
    "-pno:cacheprovider",
    "-ppytest_markdown_docs.plugin",
)


class Fate(Enum):
    """What a trial came to; its value is the exit status of the fork, none that code gives."""

    ALIVE = 100
    SEEN_BY_A_TEST = 101
    SEEN_BY_AN_OUTPUT = 102
    WITHOUT_END = -signal.SIGXCPU


@cache
def pages_of(module: Path) -> list[Page]:
    """The pages that show a section of it."""
    read = pages.read_all()
    return [p for p in read if any(path == module for path, _ in sections.shown(p))]


def warm() -> None:
    """Import what every trial imports, so that each fork has it; nothing of snippets/."""
    for name in ("matplotlib.quiver", "numpy.testing", "pytest_markdown_docs.plugin"):
        import_module(name)
    with redirect_stdout(StringIO()):
        pytest.main(["--version", *OPTIONS])
    canvas()
    blocks.site_config()
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    gc.freeze()  # pytest collects garbage twice a run: only a fork's own


def unchanged(module: Path) -> Mutant:
    """The module as it is: its tests and pages must let it live."""
    return Mutant(module, "", 0, "", "", module.read_text(encoding="utf-8"))


def trial(mutant: Mutant) -> Fate:
    """What becomes of a mutant, in a process of its own."""
    child = multiprocessing.get_context("fork").Process(target=_run, args=(mutant,))
    child.start()
    child.join(20 * CPU_SECONDS)  # by the clock: more, where others are at work
    if child.exitcode is None:
        child.kill()
        child.join()
        return Fate.WITHOUT_END
    try:
        return Fate(child.exitcode)
    except ValueError:  # it ended the interpreter
        return Fate.SEEN_BY_A_TEST


def _run(mutant: Mutant) -> None:
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # a third of the time
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    fate = Fate.ALIVE
    if not _passes(mutant, _tests):
        fate = Fate.SEEN_BY_A_TEST
    elif not _passes(mutant, _outputs):
        fate = Fate.SEEN_BY_AN_OUTPUT
    os._exit(fate.value)


def _passes(mutant: Mutant, run: Callable[[Mutant], bool]) -> bool:
    try:
        return run(mutant)
    except BaseException:  # whatever it is, it is seen
        return False


def _tests(mutant: Mutant) -> bool:
    for name in list(sys.modules):
        if name.startswith(("snippets.", "tests.")):  # they know the module unchanged
            del sys.modules[name]
    relative = mutant.path.relative_to(ROOT).with_suffix("")
    module = ModuleType(".".join(relative.parts))
    module.__file__ = str(mutant.path)
    sys.modules[module.__name__] = module
    exec(compile(mutant.source, mutant.path, "exec"), vars(module))
    return (
        pytest.main([*OPTIONS, str(test_of_module(mutant.path))]) == pytest.ExitCode.OK
    )


def _outputs(mutant: Mutant) -> bool:
    """Run the pages from a folder in which the mutant comes before the module."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / mutant.path.relative_to(SNIPPETS)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(mutant.source, encoding="utf-8")
        configs = blocks.site_config().mdx_configs
        configs["pymdownx.snippets"]["base_path"] = [folder, str(SNIPPETS)]
        for page in pages_of(mutant.path):
            read = blocks.read(page.path, page.body)
            with Session() as session:
                for block in blocks.python_blocks(read):
                    check(block, session.run(block))
    return True
