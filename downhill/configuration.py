"""Name the line of what is wrong with the configuration, and with any YAML: MkDocs does not."""

import logging
import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

import yaml

from downhill.problem import ROOT, Problem, raise_all

FILE = ROOT / "mkdocs.yml"
SAID = re.compile(r"Config value '(?P<key>[^']+)': (?P<what>.*)", re.DOTALL)
THEME = {  # what Material reads; of another name MkDocs says nothing
    *("name", "custom_dir", "static_templates", "language", "direction", "features"),
    *("font", "icon", "logo", "favicon", "palette"),
}
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # C where PyYAML has it


def twice(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and name of each key that its mapping has already; YAML takes the last."""
    waiting = [yaml.compose(text, Loader=_Loader)]
    for node in waiting:
        if isinstance(node, yaml.MappingNode):
            keys = [key for key, _ in node.value]
            for number, key in enumerate(keys):
                if any(key.value == other.value for other in keys[:number]):
                    yield key.start_mark.line + 1, str(key.value)
            waiting += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


def check() -> None:
    """Raise one Problem for the names in mkdocs.yml that stand twice or mean nothing."""
    from mkdocs.config.defaults import MkDocsConfig

    text, known = (
        FILE.read_text(encoding="utf-8"),
        {name for name, _ in MkDocsConfig._schema},
    )
    remedy = "make one of the two"
    faults = [
        Problem(FILE, n, f"`{k}` stands here twice", remedy) for n, k in twice(text)
    ]
    top = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not (found := re.match(r"( {2})?(\w+):", line)):
            continue
        top, key = (top if found[1] else found[2]), found[2]
        names = known if not found[1] else THEME if top == "theme" else {key}
        if key not in names:
            (near,) = get_close_matches(key, sorted(names), n=1, cutoff=0)
            remedy = f"write `{near}:`, or delete it"
            faults.append(Problem(FILE, number, f"`{key}` is no setting", remedy))
    raise_all(faults)


def problem(key: str, what: str) -> Problem:
    """Return what MkDocs has against a key, with its line and a remedy."""
    text = FILE.read_text(encoding="utf-8")
    lines = [line.partition("#")[0] for line in text.splitlines()]
    line = next((n for n, x in enumerate(lines, 1) if x.startswith(f"{key}:")), 1)
    for name in re.findall(r"""(?:["'`]|name: )([\w.]+)""", what):
        line = next(
            (n for n, x in enumerate(lines[line:], line + 1) if name in x), line
        )
    remedy = f"correct what stands under `{key}:`"
    return Problem(FILE, line, f"`{key}`: {what}", remedy)


def at_its_line() -> list[Problem]:
    """Let MkDocs say what it has against the configuration as a Problem; they are listed."""
    said: list[Problem] = []

    def place(record: logging.LogRecord) -> bool:
        if found := SAID.match(record.getMessage()):
            said.append(problem(found["key"], found["what"]))
            record.msg, record.args = str(said[-1]), ()
        return True

    logging.getLogger("mkdocs.config").filters[:] = [place]
    return said
