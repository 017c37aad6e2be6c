"""Where the files of a chapter are, and what its test file lists; all have one name."""

import ast
import posixpath
from pathlib import Path
from typing import Any, NamedTuple

from downhill.problem import DOCS, ROOT, SNIPPETS, Problem


class Entry(NamedTuple):
    """An exception in a test file: its line, and why it is one."""

    line: int
    reason: str


def test_of(address: str) -> str:
    """Return the test file of a chapter, relative to the project."""
    folder, name = posixpath.split(address.replace("-", "_"))
    return posixpath.join("tests", folder, f"test_{name}.py")


def address_of(module: str) -> str:
    """Return the address of the page whose module this is, such as "snippets.start.notation"."""
    return module.replace("_", "-").replace(".", "/").removeprefix("snippets/")


def test_of_module(module: Path) -> Path:
    """Return the test file of a module of snippets/, both as paths."""
    return ROOT / test_of(module.relative_to(SNIPPETS).with_suffix("").as_posix())


def module_of(page: Path) -> list[Path]:
    """Return the file with the code of a page, if there is one."""
    name = f"{page.parent.name}/{page.stem}.py".replace("-", "_")
    found = SNIPPETS / name
    return [found] if DOCS in page.parents and found.is_file() else []


def listed(test: Path, name: str) -> dict[Any, Entry]:
    """Return the exceptions of a page: the dict of this name in its test file, as it is written.

    A Problem for one that is no plain value, has no reason or stands twice.
    """
    if not test.is_file() or name not in (text := test.read_text(encoding="utf-8")):
        return {}
    found: dict[Any, Entry] = {}
    for node in ast.parse(text).body:
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        target = node.target if isinstance(node, ast.AnnAssign) else target
        if not isinstance(target, ast.Name) or target.id != name:
            continue
        entries = getattr(node, "value", None)
        if not isinstance(entries, ast.Dict):
            what = f"`{name}` is no dict"
            raise Problem(test, node.lineno, what, f"write {name} = {{key: reason}}")
        for key, value in zip(entries.keys, entries.values, strict=True):
            try:
                entry, reason = map(ast.literal_eval, (key or value, value))
            except ValueError:  # `**others` too, which has no key
                what = f"an entry of `{name}` is no plain value"
                remedy = "write it out: it is read, not run"
                raise Problem(test, value.lineno, what, remedy) from None
            if not str(reason).strip():
                what = f"`{entry}` in `{name}` has no reason"
                raise Problem(test, value.lineno, what, "write the reason")
            if entry in found:
                what = f"`{entry}` stands twice in `{name}`"
                raise Problem(test, value.lineno, what, "delete one")
            found[entry] = Entry(getattr(key, "lineno", value.lineno), str(reason))
    return found
