"""What only a test run knows, kept in .cache/tested.json after one in which all passed.

Each chapter stands there under a hash of what was tested; it says nothing of another one.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from downhill import git
from downhill.chapters import test_of
from downhill.files import write_whole
from downhill.pages import Page
from downhill.problem import CACHE, ROOT
from downhill.status.counts import count

FILE = CACHE / "tested.json"
# What every chapter depends on, besides its page and its tests.
SHARED = (
    "conftest.py",
    "mkdocs.yml",
    "pyproject.toml",
    "requirements.txt",
    "tests/derivatives.py",
    "tests/reading.py",
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
        commit=git.said("rev-parse", "HEAD"),
        clean=not git.said("status", "--porcelain"),
        passed=len(passed),
        skipped=skipped,
        versions=_versions(),
        chapters=found,
    )
    write_whole(file, json.dumps(asdict(run), indent=1) + "\n")
    return True


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
