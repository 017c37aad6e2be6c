"""What was made is kept for as long as all that it depends on stays the same."""

import os
import time
from pathlib import Path

from downhill.cache import KEEP, Rows, digest, kept, recalled
from downhill.files import write_whole


def aged(path: Path, seconds: float) -> None:
    os.utime(path, (time.time() - seconds,) * 2, follow_symlinks=False)


def test_a_name_is_that_of_texts_bytes_and_the_content_of_files(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"ab")
    assert digest("ab") == digest(b"ab") == digest(file) != digest("a", "b")


def test_a_thing_is_made_once(tmp_path: Path) -> None:
    assert kept("part/a.txt", lambda: "one", tmp_path) == b"one"
    assert kept("part/a.txt", lambda: "two", tmp_path) == b"one"
    assert recalled("a.json", lambda: {"x": [1.5]}, tmp_path) == {"x": [1.5]}


def test_what_nothing_asked_for_in_a_month_goes(tmp_path: Path) -> None:
    for name in ("old", "new", "asked"):
        write_whole(tmp_path / name / "in.txt", "text")
        write_whole(tmp_path / f"{name}.txt", "text")
        for path in (tmp_path / name, tmp_path / f"{name}.txt"):
            aged(path, 60 if name == "new" else KEEP + 60)
    kept("asked.txt", str, tmp_path)
    kept("made.txt", str, tmp_path)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"new", "new.txt", "asked.txt", "made.txt"}


def test_rows_are_read_again_but_for_one_that_was_cut_off(tmp_path: Path) -> None:
    file = tmp_path / "rows" / "a.jsonl"
    Rows(file).keep("x", ["é\u2028", 1])
    other = Rows(file)
    other.keep("y", "")
    assert Rows(file) == {"x": ["é\u2028", 1], "y": ""} == other
    file.write_bytes(file.read_bytes() + b'["z", "cut o')
    assert Rows(file) == other
