"""Collect the blocks of the pages as the site renders them, and run them as a reader would."""

import gc
import os
from collections import Counter
from collections.abc import Generator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pytest_markdown_docs._runners import register_runner
from pytest_markdown_docs.plugin import MarkdownDocstringCodeModule

from downhill.chapters import test_of_module
from downhill.document import read
from downhill.exercises.tasks import Tasks
from downhill.problem import DOCS, ROOT, SNIPPETS, Problem
from downhill.session import Session, check

# Files that take long begin, or one worker would wait for the other at the end; before them
# one that needs no site, which another worker builds meanwhile.
LONG = (
    "tests/test_code",
    "tests/browser/",
    "tests/faults/",
    "tests/test_",
    "tests/downhill/",
    "tests/",
)
NOT_RUN = "a block above it failed, which is told"
MAY_LACK = "zensical is not installed"  # what it cannot do is written down
MODULES = sorted(SNIPPETS.rglob("*.py"))
OWN_TESTS = {test_of_module(module) for module in MODULES}


def pytest_configure(config: pytest.Config) -> None:
    """The coverage gate belongs to a full run; a part of the tests cannot meet it."""
    coverage = config.pluginmanager.getplugin("_cov")
    option = config.option
    ways = ("keyword", "markexpr", "deselect", "lf")
    part = any(getattr(option, way, None) for way in ways)
    whole = config.args == config.getini("testpaths") and not part
    worker = hasattr(config, "workerinput")
    if worker and getattr(coverage, "cov_controller", None):
        coverage.cov_controller.cov.stop()  # or it would go on where the session's pauses
    if coverage and not whole:
        coverage.options.cov_fail_under = 0
        coverage.options.cov_report = {}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """The longest first; what stands in one file stays in its order."""

    def place(item: pytest.Item) -> int:
        starts = [item.nodeid.startswith(folder) for folder in (*LONG, "")]
        return starts.index(True)

    items.sort(key=place)


def pytest_collection_finish() -> None:
    """What is loaded by now stays; to look at it again costs a tenth of the time."""
    gc.freeze()


def tracing(config: pytest.Config) -> Any:
    """What pauses coverage and resumes it; None without coverage, or where no test runs."""
    coverage = config.pluginmanager.getplugin("_cov")
    distributes = config.pluginmanager.hasplugin("dsession")
    return None if distributes else getattr(coverage, "cov_controller", None)


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_collection(session: pytest.Session) -> Generator[None, Any, Any]:
    """Trace modules as they load, and nothing else: that would take its time again."""
    if traced := tracing(session.config):
        for module in MODULES:
            with suppress(Exception):  # its own test says more
                import_module(".".join(module.relative_to(ROOT).with_suffix("").parts))
        traced.pause()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    """A module is covered by its own tests alone."""
    traced = tracing(item.config) if item.path in OWN_TESTS else None
    if traced:
        traced.resume()
    result = yield
    if traced:
        traced.pause()
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(call: Any) -> Generator[None, Any, Any]:
    """A Problem speaks for itself: place, fault and remedy, no traceback of ours.

    In CI a test that is skipped fails: what did not run has not passed.
    """
    report = yield
    if call.excinfo and isinstance(call.excinfo.value, Problem):
        report.longrepr = str(call.excinfo.value)
    if report.skipped and os.environ.get("CI") == "true":
        *_, reason = report.longrepr
        if MAY_LACK not in reason and NOT_RUN not in reason:
            report.outcome, report.longrepr = "failed", f"{reason}, which CI must run"
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """How many blocks ran, and the five that took longest; what did not run, and why."""
    reasons = [r.longrepr[-1] for r in terminalreporter.getreports("skipped")]
    for reason, many in Counter(reasons).items():
        said = " ".join(str(reason).removeprefix("Skipped: ").split())
        terminalreporter.line(f"{many} tests did not run: {said}")
    ran = [r for r in terminalreporter.getreports("passed") if ".md::" in r.nodeid]
    if ran:
        terminalreporter.section(f"{len(ran)} blocks of pages ran; the slowest five")
        for report in sorted(ran, key=lambda report: -report.duration)[:5]:
            place = report.nodeid.replace("::[CodeFence#", " block ").split("][")[0]
            line = report.location[1]
            terminalreporter.line(f"{report.duration:.2f} s  {place}, line {line}")


class Token(NamedTuple):
    """What pytest-markdown-docs asks of a parser's token."""

    type: str
    map: tuple[int, int]
    info: str
    content: str


class SiteParser:
    """Reads a page with the site's own Markdown; the plugin gives it only the text."""

    def parse(self, text: str) -> list[Token]:
        path = next(p for p in DOCS.rglob("*.md") if p.read_text("utf-8") == text)
        try:
            found = read(path).python
        except Problem as problem:
            raise pytest.Collector.CollectError(str(problem)) from None
        return [
            Token("fence", (b.line - 1, b.end), "python", f"{b.code}\n# block {number}")
            for number, b in enumerate(found)
        ]


def pytest_markdown_docs_markdown_it() -> SiteParser:
    return SiteParser()


@pytest.hookimpl(wrapper=True)
def pytest_collect_file() -> Generator[None, Any, Any]:
    """Leave Python files to pytest: the plugin would import each for its docstrings."""
    collectors = yield
    return [c for c in collectors if not isinstance(c, MarkdownDocstringCodeModule)]


class Progress:
    """How far a page has been run."""

    def __init__(self, path: Path) -> None:
        document = read(path)
        self.blocks, self.tasks = document.python, Tasks(document)
        self.session = Session(earlier=True)  # no output depends on the day
        self.done = 0
        self.failed = self.ended = False


@register_runner(default=True)
class ReaderRunner:
    """Runs a block in its page's session, after the blocks above it."""

    def __init__(self) -> None:
        self.pages: dict[Path, Progress] = {}

    def runtest(self, test: Any, args: Any, *, asyncio_runner: Any = None) -> None:
        number = int(test.source.rpartition("# block ")[2])
        page = self.pages.get(test.source_path)
        if page is None or page.done > number:
            page = self.pages[test.source_path] = Progress(test.source_path)
        while page.done <= number:
            block = page.blocks[page.done]
            page.done += 1
            try:
                result = page.tasks.run(page.session, block)
            except Problem:
                if page.ended:
                    pytest.skip(NOT_RUN)
                page.failed, page.ended = True, page.session.process.poll() is not None
                raise
        if page.failed and result.error == "NameError" != block.raises:
            pytest.skip(NOT_RUN)
        page.failed |= result.error != block.raises
        check(block, result)

    def repr_failure(self, test: Any, excinfo: Any, style: Any = None) -> str:
        if isinstance(excinfo.value, Problem):  # a traceback would take longer
            return str(excinfo.value)
        return str(excinfo.getrepr(style="short"))
