"""The one cache: what was made is kept below .cache, named by all that it depends on.

A stale thing has another name, so none can be found; what nothing asks for goes in a month.
"""

import json
import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from downhill.files import write_whole
from downhill.problem import CACHE

KEEP = 30 * 86400  # seconds
LARGEST = 64_000_000  # bytes of Rows: then they are made anew


def digest(*parts: object) -> str:
    """Return a name for what depends on these texts and bytes, and on these files."""
    whole = sha256()
    for part in parts:
        data = part.read_bytes() if isinstance(part, Path) else part
        data = data if isinstance(data, bytes) else str(data).encode()
        whole.update(f"{len(data)} ".encode() + data)
    return whole.hexdigest()[:32]


def kept(
    file: str, make: Callable[[], str | bytes], within: Path | None = None
) -> bytes:
    """Return what a file of the cache holds; it is made if it is not there."""
    path = (within or CACHE) / file
    with suppress(FileNotFoundError):
        os.utime(path)
        return path.read_bytes()
    made = make()
    write_whole(path, made)
    prune(path.parent)
    return made if isinstance(made, bytes) else made.encode()


def recalled(file: str, make: Callable[[], Any], within: Path | None = None) -> Any:
    """Return what was made before, or now, as JSON has it."""
    return json.loads(kept(file, lambda: json.dumps(make()), within))


def prune(folder: Path) -> None:
    """Delete what nothing has asked for in a while."""
    for path in folder.iterdir():
        with suppress(FileNotFoundError):  # another process may be at it too
            if time.time() - path.stat().st_mtime > KEEP:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


class Rows(dict[str, Any]):
    """Many small things by their names, in one file: read at once, written line by line."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        prune(path.parent)
        if path.is_file():
            os.utime(path)
            for line in path.read_bytes().splitlines():
                with suppress(ValueError):  # cut off where a process ended
                    self.update([json.loads(line)])
            if path.stat().st_size > LARGEST:
                path.unlink()

    def keep(self, name: str, value: Any) -> None:
        """Add a row, here and in the file."""
        self[name] = value
        with self.path.open("ab") as file:  # at its end, whoever else writes too
            file.write(json.dumps([name, value]).encode() + b"\n")
