"""A lab is a notebook that is executed when the site is built, and becomes a page like any.

mkdocs-jupyter's own converter runs it. Its page is left aside: 660 KB of HTML with styles,
fonts and formulas of its own, and 1.5 s for loading it at every build. Here the executed
cells become the site's Markdown, so formulas, links, blocks and figures are those of a
chapter; a lab that has not changed costs nothing.
"""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from downhill.pages import Page
from downhill.problem import CACHE, ROOT, SNIPPETS, Problem
from downhill.sections import TARGET, shown

LIMIT = 60  # seconds that a cell may take
PACKAGES = ("numpy", "matplotlib", "mkdocs-jupyter", "nbconvert", "ipykernel")
MACHINERY = ("labs.py", "lab_backend.py", "svg.py", "style.py")
SHOWS = re.compile(r"^-+8<-+(?P<target>.*)$", re.M)


@dataclass(frozen=True)
class Lab:
    """An executed lab: the notebook to download, its page, its figures by name."""

    notebook: Path
    markdown: str
    figures: dict[str, Path]


def make(path: Path, limit: int = LIMIT) -> Lab:
    """Execute a lab, unless nothing it depends on has changed; its page and its figures.

    A Problem that names the cell, if a cell raises, takes longer than `limit` seconds,
    warns, or draws a figure that has no alternative text.
    """
    source = expand(path)
    key = sha256(json.dumps(source, sort_keys=True).encode())
    key.update(" ".join(f"{name} {version(name)}" for name in PACKAGES).encode())
    key.update("{}.{}".format(*sys.version_info).encode())
    for name in MACHINERY:
        key.update(Path(__file__).with_name(name).read_bytes())
    folder = CACHE / "labs" / key.hexdigest()[:24]
    executed = folder / path.name
    if not executed.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        _execute(path, source, executed, limit)
    return _page(path, json.loads(executed.read_text(encoding="utf-8")), executed)


def expand(path: Path) -> dict[str, Any]:
    """The notebook with its sections in place, as a reader downloads it."""
    try:
        notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise Problem(path, None, f"is no notebook: {error}", "save it anew") from None
    for number, cell in enumerate(notebook["cells"], 1):
        cell["source"] = "".join(cell["source"])
        if cell.get("outputs") or cell.get("execution_count"):
            what = f"cell {number} holds an output"
            raise Problem(path, _line(path, cell), what, "clear all outputs, then save")
        if cell["cell_type"] == "code":
            shown(Page(path, "", {}, "", cell["source"]))
            cell["source"] = SHOWS.sub(_section, cell["source"])
    return notebook


def _section(match: re.Match[str]) -> str:
    target = TARGET.match(match["target"])
    assert target is not None  # sections.shown has read it
    text = (SNIPPETS / target["path"]).read_text(encoding="utf-8")
    name = target["section"]
    _, _, rest = text.partition(f"# --8<-- [start:{name}]\n")
    return rest.partition(f"\n# --8<-- [end:{name}]")[0].strip()


def _execute(path: Path, source: dict[str, Any], target: Path, limit: int) -> None:
    """Run the notebook in a process of its own, with figures in the house style."""
    unrun = target.with_suffix(".unrun.ipynb")
    unrun.write_text(json.dumps(source), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "downhill.labs", str(unrun), str(target), str(limit)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "MPLBACKEND": "module://downhill.lab_backend",
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "ignore",
        },
    )
    unrun.unlink()
    if done.returncode == 0:
        return
    said = done.stderr.strip().splitlines() or [f"exit status {done.returncode}"]
    try:
        fault = json.loads(said[-1])
    except ValueError:
        remedy = "run it in Jupyter to see more"
        raise Problem(path, None, f"does not run: {said[-1]}", remedy) from None
    cell = source["cells"][fault["cell"]]
    what = f"cell {fault['cell'] + 1}: {fault['what']}"
    raise Problem(path, _line(path, cell), what, fault["remedy"])


def _run(source: Path, target: Path, limit: int) -> None:
    """What the process does: execute with mkdocs-jupyter's converter, write the result."""
    import nbformat
    from mkdocs_jupyter.nbconvert2 import get_nbconvert_app
    from nbclient.exceptions import CellExecutionError, CellTimeoutError
    from nbconvert.preprocessors import ExecutePreprocessor

    config = get_nbconvert_app(execute=True, allow_errors=False).config
    settings = {
        "timeout": limit,
        "store_widget_state": False,
        "record_timing": False,
    }
    runner = ExecutePreprocessor(**{**config.ExecutePreprocessor, **settings})
    notebook = nbformat.read(source, as_version=4)
    fault = None
    try:
        runner.preprocess(notebook, {"metadata": {"path": str(source.parent)}})
    except CellTimeoutError:
        fault = f"did not end within {limit} s", "shorten the loop, or give it an end"
    except CellExecutionError as error:
        fault = f"{error.ename}: {error.evalue}", "mend the cell"
    if fault:
        ran = [
            n for n, cell in enumerate(notebook.cells) if cell.get("execution_count")
        ]
        where = max(ran, default=0)
        if "did not end" in fault[0]:
            code = [n for n, c in enumerate(notebook.cells) if c.cell_type == "code"]
            where = next((n for n in code if n > where or not ran), where)
        last = {"cell": where, "what": fault[0], "remedy": fault[1]}
        sys.exit(json.dumps(last))
    nbformat.write(notebook, target)


def _page(path: Path, notebook: dict[str, Any], executed: Path) -> Lab:
    """The executed cells as the site's Markdown."""
    meta = {"description": notebook["metadata"].get("description", "")}
    if not meta["description"]:
        remedy = 'add "description": "..." to the notebook\'s metadata'
        raise Problem(path, None, "has no description", remedy)
    parts = [f"---\n{json.dumps(meta, ensure_ascii=False)}\n---"]
    figures: dict[str, Path] = {}
    for number, cell in enumerate(notebook["cells"], 1):
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(text)
            continue
        parts.append(f"```python\n{text}\n```")
        for output in cell["outputs"]:
            data = output.get("data", {})
            if output.get("name") == "stderr":
                said = "".join(output["text"]).strip().splitlines()[-1]
                what = f"cell {number} warns: {said}"
                raise Problem(path, _line(path, cell), what, "mend the cell")
            if "image/svg+xml" in data:
                name = f"{path.stem}/figure-{len(figures) + 1}.svg"
                figures[name] = executed.with_name(f"figure-{len(figures) + 1}.svg")
                svg = "".join(data["image/svg+xml"])
                figures[name].write_text(svg, encoding="utf-8", newline="\n")
                parts.append(_figure(path, number, cell, name))
            else:
                plain = output.get("text") or data.get("text/plain", "")
                parts.append(f"```output\n{''.join(plain).rstrip()}\n```")
    download = f"[Download this lab as a notebook]({path.name}){{ .download }}"
    parts.insert(2, download)
    return Lab(executed, "\n\n".join(parts) + "\n", figures)


def _figure(path: Path, number: int, cell: dict[str, Any], name: str) -> str:
    alt, caption = cell["metadata"].get("alt"), cell["metadata"].get("caption")
    if not alt or not caption:
        what = f"cell {number} draws a figure without alternative text or caption"
        remedy = 'add "alt": "..." and "caption": "..." to the cell\'s metadata'
        raise Problem(path, _line(path, cell), what, remedy)
    return f"![{alt}]({name})\n/// figure-caption\n{caption}\n///"


def _line(path: Path, cell: dict[str, Any]) -> int | None:
    """The line of the notebook's file on which a cell begins."""
    text = path.read_text(encoding="utf-8")
    position = text.find(f'"{cell.get("id")}"')
    return text.count("\n", 0, position) + 1 if position >= 0 else None


if __name__ == "__main__":
    _run(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
