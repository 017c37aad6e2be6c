"""Write a file whole or not at all, whoever else writes the same one now."""

from gzip import GzipFile
from io import BytesIO
from pathlib import Path
from uuid import uuid4


def write_whole(path: Path, content: str | bytes) -> None:
    """Write UTF-8 text, with the line ends it has, or bytes; makes the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{uuid4().hex}")
    data = content if isinstance(content, bytes) else content.encode()
    partial.write_bytes(data)
    partial.replace(path)


def compressed(data: bytes) -> bytes:
    """Compress without a name and a date: the same data give the same bytes."""
    held = BytesIO()
    with GzipFile(filename="", mode="wb", fileobj=held, mtime=0) as file:
        file.write(data)
    return held.getvalue()
