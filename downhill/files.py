"""Write a file whole or not at all, whoever else writes the same one now; prune a cache."""

import os
import shutil
import time
from collections.abc import Collection
from contextlib import suppress
from gzip import GzipFile
from io import BytesIO
from pathlib import Path
from uuid import uuid4

DAY = 86400  # seconds
KEEP = 30 * DAY  # seconds that a cache keeps what no build asks for


def write_whole(path: Path, content: str | bytes) -> None:
    """Write UTF-8 text, with the line ends it has, or bytes; makes the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{uuid4().hex}")
    data = content if isinstance(content, bytes) else content.encode()
    partial.write_bytes(data)
    partial.replace(path)


def compressed(data: bytes) -> bytes:
    """Gzipped, without a name and a date: the same data give the same bytes."""
    held = BytesIO()
    with GzipFile(filename="", mode="wb", fileobj=held, mtime=0) as file:
        file.write(data)
    return held.getvalue()


def prune(folder: Path, kept: Collection[Path]) -> None:
    """Delete what no build has asked for in a while; date what this one asks for."""
    for path in folder.iterdir():
        with suppress(
            FileNotFoundError
        ):  # another build may have renamed or deleted it
            if path in kept:
                os.utime(path)
            elif time.time() - path.stat().st_mtime > KEEP:
                _delete(path)


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink()
