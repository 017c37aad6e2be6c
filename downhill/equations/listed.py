"""The file under review that lists the equations which are not verified, each with its reason."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from downhill.equations.links import flat
from downhill.problem import Problem

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FORM = "write `page: [{equation: '...', reason: ...}]`"


@dataclass(frozen=True)
class Entry:
    """An equation that is not verified: its text in one line, and why."""

    line: int
    equation: str
    reason: str


def read(path: Path) -> dict[str, list[Entry]]:
    """The entries by the page's address; a Problem for one without equation or reason."""
    text = path.read_text(encoding="utf-8")
    try:
        data = yaml.load(text, Loader=_Loader) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        what = f"is not YAML: {getattr(error, 'problem', error)}"
        raise Problem(path, line, what, "put LaTeX in single quotes") from None
    found: dict[str, list[Entry]] = {}
    for page, entries in data.items():
        for entry in entries if isinstance(entries, list) else [entries]:
            equation = entry.get("equation") if isinstance(entry, dict) else None
            line = _line(text, str(equation or page))
            if not equation:
                raise Problem(path, line, f"{page}: an entry without equation", FORM)
            if not str(entry.get("reason") or "").strip():
                what = f"{page}: `{equation}` is listed without a reason"
                raise Problem(path, line, what, "write the reason")
            new = Entry(line, flat(str(equation)), str(entry["reason"]))
            if any(old.equation == new.equation for old in found.get(page, [])):
                what = f"{page}: `{equation}` is listed twice"
                raise Problem(path, line, what, "delete one")
            found.setdefault(page, []).append(new)
    return found


def _line(text: str, fragment: str) -> int:
    position = text.find(fragment.replace("'", "''"))
    position = position if position >= 0 else text.find(fragment)
    return text.count("\n", 0, max(position, 0)) + 1
