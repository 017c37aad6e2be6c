"""The status page, and the line at a chapter's foot that leads to its entry there.

What a chapter holds is counted in its source at each build. What only a test run knows,
conftest.py leaves in .cache/tested.json after a full run in which every test passed, each
chapter under a hash of what was tested. The build says "tested" only while it agrees.
"""

import json
import posixpath
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from graphlib import TopologicalSorter
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from downhill.files import write_whole
from downhill.pages import Page
from downhill.pages.blocks import fences, language, outside
from downhill.pages.neighbours import Graph
from downhill.problem import CACHE, ROOT

PAGE = "reference/status.md"
FILE = CACHE / "tested.json"
# What every chapter depends on, besides its page and its tests.
SHARED = (
    "conftest.py",
    "mkdocs.yml",
    "pyproject.toml",
    "requirements.txt",
    "tests/derivatives.py",
    "tests/equations.yml",
    "tests/test_derivatives.py",
    "tests/test_equations.py",
    "tests/witnesses.py",
)
PACKAGES = {
    "NumPy": "numpy",
    "Matplotlib": "matplotlib",
    "MkDocs": "mkdocs",
    "Material for MkDocs": "mkdocs-material",
}
CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
QUESTION = re.compile(r"\n\*\*\d+\. ")
EXERCISE = re.compile(r"\n### .*\{#exercise-\d+\}")


@dataclass(frozen=True)
class Counts:
    """What a page holds, in the words that the status page uses."""

    blocks: int
    outputs: int
    figures: int
    formulas: int
    questions: int
    exercises: int


@dataclass(frozen=True)
class Chapter:
    """What a run found in one chapter; `also` holds further numbers by what they count."""

    key: str
    tests: int
    seconds: float
    also: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """A full run of the tests in which all passed."""

    date: str
    commit: str
    clean: bool  # nothing was changed since that commit
    passed: int
    skipped: int
    versions: dict[str, str]
    chapters: dict[str, Chapter]


@dataclass(frozen=True)
class Tested:
    """The last run, if there was one here, and the keys of the pages as they are now."""

    run: Run | None
    keys: dict[str, str]

    def chapter(self, address: str) -> Chapter | None:
        """What the run found in a chapter; None if it was not run as it is now."""
        found = self.run.chapters.get(address) if self.run else None
        return found if found and found.key == self.keys.get(address) else None


@lru_cache(maxsize=1024)
def count(text: str) -> Counts:
    """Count what a page's source holds, without rendering it."""
    lines = text.splitlines()
    languages = [language(opening["info"]) for *_, opening in fences(lines)]
    said = "\n".join(line for _, line in outside(lines))
    shown = CODE.sub("", said).replace("\\$", "")
    displays = shown.count("$$")
    return Counts(
        blocks=languages.count("python"),
        outputs=languages.count("output"),
        figures=shown.count("!["),
        formulas=displays // 2 + (shown.count("$") - 2 * displays) // 2,
        questions=len(QUESTION.findall(said.partition("\n## Questions\n")[2])),
        exercises=len(EXERCISE.findall(said)),
    )


def keys(root: Path = ROOT) -> dict[str, str]:
    """A hash for each page, by address, over all of the project that its tests depend on."""
    shared = sha256()
    files = [root / name for name in SHARED]
    for folder in ("downhill", "snippets"):
        files += sorted((root / folder).rglob("*.py"))
    for file in files:
        if file.is_file():
            shared.update(f"\0{file.relative_to(root).as_posix()}\0".encode())
            shared.update(file.read_bytes())
    found = {}
    for page in sorted((root / "docs").rglob("*.md")):
        address = page.relative_to(root / "docs").with_suffix("").as_posix()
        own = shared.copy()
        own.update(page.read_bytes())
        test = root / test_of(address)
        own.update(test.read_bytes() if test.is_file() else b"")
        found[address] = own.hexdigest()[:24]
    return found


def test_of(address: str) -> str:
    """The test file of a chapter, relative to the project."""
    folder, name = posixpath.split(address.replace("-", "_"))
    return f"tests/{folder}/test_{name}.py"


test_of.__test__ = False  # type: ignore[attr-defined]  # pytest takes it for a test


def address_of(module: str) -> str:
    """The address of the page whose module this is, such as "snippets.start.notation"."""
    return module.replace("_", "-").replace(".", "/").removeprefix("snippets/")


def columns(properties: Iterable[tuple[str, Any]]) -> dict[str, Counter[str]]:
    """What tests have recorded, added up: what it counts, then address, then number.

    A test does so with pytest's `record_property("status", (what, address, number))`.
    """
    found: dict[str, Counter[str]] = {}
    for what, address, number in sorted(v for k, v in properties if k == "status"):
        found.setdefault(what, Counter())[address] += number
    return found


def record(
    before: Mapping[str, str],
    passed: Mapping[str, float],
    skipped: int,
    chapters: Sequence[Page],
    also: Mapping[str, Counter[str]],
    file: Path = FILE,
) -> bool:
    """Keep what a full run found: for the conftest, after a run in which nothing failed.

    `before` are the keys from before the run, `passed` the seconds of each test by its
    node id, `also` what `columns` makes of what they recorded. Keeps nothing, and returns
    False, unless every block and some test of every chapter ran.
    """
    found = {}
    for page in chapters:
        blocks = [
            s for t, s in passed.items() if t.startswith(f"docs/{page.address}.md::")
        ]
        tests = sum(t.startswith(f"{test_of(page.address)}::") for t in passed)
        if len(blocks) != count(page.body).blocks or not tests:
            return False
        further = {what: numbers[page.address] for what, numbers in also.items()}
        key, seconds = before.get(page.address, ""), round(sum(blocks), 1)
        found[page.address] = Chapter(key, tests, seconds, further)
    run = Run(
        date=datetime.now(UTC).date().isoformat(),
        commit=_git("rev-parse", "HEAD"),
        clean=not _git("status", "--porcelain"),
        passed=len(passed),
        skipped=skipped,
        versions=_versions(),
        chapters=found,
    )
    write_whole(file, json.dumps(asdict(run), indent=1) + "\n")
    return True


def _git(*arguments: str) -> str:
    """What git says of the project; nothing if there is no git or no repository."""
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=ROOT, capture_output=True, encoding="utf-8"
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _versions() -> dict[str, str]:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    return {
        "Python": "{}.{}.{}".format(*sys.version_info),
        **{name: version(package) for name, package in PACKAGES.items()},
        "KaTeX": lock["packages"]["node_modules/katex"]["version"],
    }


def read(file: Path = FILE, root: Path = ROOT) -> Tested:
    """What was tested here, and the keys as they are now: once for a build."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        chapters = {a: Chapter(**c) for a, c in kept.pop("chapters").items()}
        run = Run(**kept, chapters=chapters)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        run = None  # never, or by another version of this file
    return Tested(run, keys(root))


def markdown(address: str, chapters: Graph, tested: Tested) -> str:
    """What the build adds to a page: a foot to a chapter, the entries to the status page."""
    if address in chapters:
        return foot(chapters[address], tested)
    if f"{address}.md" == PAGE:
        return f"\n{last_run(tested.run)}\n\n" + "\n".join(entries(chapters, tested))
    return ""


def foot(page: Page, tested: Tested) -> str:
    """One line: what of this chapter was tested, with a link to its entry."""
    held = _list(list(asdict(count(page.body)).items())[:3])
    if tested.chapter(page.address):
        said = f"Tested: {held}"
    elif tested.run:
        said = f"{held}: changed since the last test"
    else:
        said = f"{held}: not tested on this machine"
    path = posixpath.relpath(PAGE, posixpath.dirname(page.address) or ".")
    return f"\n[{said}]({path}#{anchor(page.address)})\n{{ .tested }}\n"


def anchor(address: str) -> str:
    """The id of a chapter's entry."""
    return address.replace("/", "-")


def last_run(run: Run | None) -> str:
    """When, what and with which versions was tested last."""
    if run is None:
        return "Not tested on this machine. `make test` fills in the rest."
    said = f"On {run.date} (UTC) {_list([('tests', run.passed)])} passed"
    said += f" and {run.skipped} were skipped" if run.skipped else ""
    if run.commit:
        state = "" if run.clean else ", with changes that are not in it"
        said += f", at commit `{run.commit[:10]}`{state}"
    versions = ", ".join(f"{name} {number}" for name, number in run.versions.items())
    return f"{said}. Versions: {versions}."


def entries(chapters: Graph, tested: Tested) -> Iterator[str]:
    """A section for each chapter, after those that it needs, and one for all of them."""
    needs = {address: page.meta["needs"] for address, page in chapters.items()}
    counts = {address: asdict(count(page.body)) for address, page in chapters.items()}
    for address in TopologicalSorter(needs).static_order():
        found = tested.chapter(address)
        path = posixpath.relpath(f"{address}.md", posixpath.dirname(PAGE))
        yield f"## [{chapters[address].title}]({path}) {{ #{anchor(address)} }}\n"
        yield f"{_list(counts[address].items())}.\n"
        if found:
            done = _list([("tests", found.tests), *found.also.items()])
            yield f"Tested: {done}. The blocks took {found.seconds:.1f} s.\n"
        elif tested.run:
            yield "Changed since the last test.\n"
    total = {
        name: sum(held[name] for held in counts.values()) for name in counts[address]
    }
    yield f"## All chapters\n\n{_list(total.items())}.\n"


def _list(numbers: Iterable[tuple[str, int]]) -> str:
    """As in `1 block, 2 outputs`; each is counted by a plural."""
    return ", ".join(
        f"{number} {re.sub(r's(?= |$)', '', name, count=1) if number == 1 else name}"
        for name, number in numbers
    )
