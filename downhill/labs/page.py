"""The executed cells of a lab as the site's Markdown."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from downhill.files import write_whole
from downhill.pages import line_of
from downhill.problem import Problem

ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{4,}")


@dataclass(frozen=True)
class Lab:
    """An executed lab: the notebook to download, its page, its figures by name."""

    notebook: Path
    markdown: str
    figures: dict[str, Path]


def page_of(path: Path, executed: Path) -> Lab:
    """Return the executed cells as the site's Markdown."""
    notebook = json.loads(executed.read_text(encoding="utf-8"))
    meta = {"description": notebook["metadata"]["description"]}
    parts = [f"---\n{json.dumps(meta, ensure_ascii=False)}\n---"]
    figures: dict[str, Path] = {}
    for number, cell in enumerate(notebook["cells"], 1):
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(text)
        elif text.strip():
            parts.append(_fence("python", text))
            drawn = 0
            for output in cell["outputs"]:
                shown_text, svg = _output(path, number, cell, output)
                if shown_text:
                    parts.append(_fence("output", shown_text))
                if svg:
                    drawn += 1
                    file = f"figure-{len(figures) + 1}.svg"
                    figures[f"{path.stem}/{file}"] = executed.with_name(file)
                    if not executed.with_name(file).is_file():
                        write_whole(executed.with_name(file), svg)
                    parts.append(_figure(path, number, cell, f"{path.stem}/{file}"))
            if drawn != (1 if cell["metadata"].get("alt") else 0):
                what = f"draws {drawn} figures and describes one"
                remedy = "one figure a cell; end the cell that draws it with plt.show()"
                _refuse(path, number, cell, what, remedy)
    download = f"[Download this lab as a notebook]({path.name}){{ .download }}"
    parts.insert(2, download)
    return Lab(executed, "\n\n".join(parts) + "\n", figures)


def _output(
    path: Path, number: int, cell: dict[str, Any], output: dict[str, Any]
) -> tuple[str, str]:
    """Return what an output says and what it draws: a text, or an SVG."""
    data = output.get("data", {})
    text = "".join(output.get("text") or data.get("text/plain", "")).rstrip()
    if output.get("name") == "stderr":
        warning = re.search(r"\w+(Warning|Error): .*", text)
        said = warning[0] if warning else text.splitlines()[-1]
        _refuse(path, number, cell, f"warns: {said}", "mend the cell")
    if "image/svg+xml" in data:
        return "", "".join(data["image/svg+xml"])
    if data.keys() - {"text/plain"}:
        what = f"shows {', '.join(sorted(data.keys() - {'text/plain'}))}"
        remedy = "print text, or draw with matplotlib's usual backend and plt.show()"
        _refuse(path, number, cell, what, remedy)
    if address := ADDRESS.search(text):
        what = f"prints an address in memory, `{address[0]}`, which changes at each run"
        _refuse(path, number, cell, what, "give the last line's value a name")
    return text, ""


def _figure(path: Path, number: int, cell: dict[str, Any], name: str) -> str:
    alt, caption = cell["metadata"].get("alt"), cell["metadata"].get("caption")
    if not alt or not caption:
        what = "draws a figure without alternative text or caption"
        remedy = 'add "alt": "..." and "caption": "..." to the cell\'s metadata'
        _refuse(path, number, cell, what, remedy)
    return f"![{alt}]({name})\n/// figure-caption\n{caption}\n///"


def _fence(language: str, text: str) -> str:
    mark = "`" * max([3, *(len(run) + 1 for run in re.findall("`{3,}", text))])
    return f"{mark}{language}\n{text}\n{mark}"


def _refuse(
    path: Path, number: int, cell: dict[str, Any], what: str, remedy: str
) -> NoReturn:
    raise Problem(path, line_of(path, cell), f"cell {number} {what}", remedy)
