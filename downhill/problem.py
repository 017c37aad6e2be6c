"""One way to report a fault in what an author wrote: where it is, what it is, what to do."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
SNIPPETS = ROOT / "snippets"
CACHE = ROOT / ".cache"


class Problem(Exception):
    """A fault with its place and its remedy; every check of ours raises this and nothing else."""

    def __init__(
        self, path: Path | str, line: int | None, what: str, remedy: str
    ) -> None:
        shown = Path(path)
        if shown.is_absolute() and shown.is_relative_to(ROOT):
            shown = shown.relative_to(ROOT)
        self.place = shown.as_posix() + (f":{line}" if line else "")
        self.what, self.remedy = what, remedy
        super().__init__(f"{self.place}: {what}\n  remedy: {remedy}")
