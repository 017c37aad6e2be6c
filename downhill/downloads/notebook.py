"""A chapter as a notebook: text, code with its outputs, figures inside."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from downhill.downloads.pieces import IMAGE, Code, Text
from downhill.pages import Page
from downhill.problem import Problem

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def make(
    page: Page,
    parts: Sequence[Text | Code],
    figures: Mapping[str, Path],
    address: str,
) -> dict[str, Any]:
    """The notebook, in Jupyter's format 4.5; `figures` are drawn files by their names.

    A Problem for an image that was not drawn.
    """
    title = f"# {page.title}\n\n{page.meta['description']}\n\n[{address}]({address})"
    cells, run = [_text(page, Text(title), {})], 0
    for part in parts:
        if isinstance(part, Text):
            cells.append(_text(page, part, figures))
        else:
            run += 1
            cells.append(_code(part, run))
    for number, cell in enumerate(cells):
        source = f"{number} {cell['source']}"
        cell["id"] = sha256(source.encode()).hexdigest()[:8]  # the same at each build
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _text(page: Page, part: Text, figures: Mapping[str, Path]) -> dict[str, Any]:
    """A cell of text, its figures inside: JupyterLab shows no SVG that is an attachment."""
    source = part.text
    for target in IMAGE.findall(source):
        name = target.rpartition("/")[2]
        if name not in figures:
            what = f"no figure is drawn for the image {target}"
            remedy = "name a figure of this chapter's module"
            raise Problem(page.path, page.line_of(target), what, remedy)
        data = b64encode(figures[name].read_bytes()).decode()
        source = source.replace(f"]({target})", f"](data:image/svg+xml;base64,{data})")
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def _code(part: Code, run: int) -> dict[str, Any]:
    """A cell and what it left; one that is meant to raise does not stop the others."""
    shown, _, last = (
        part.output.rpartition("\n") if part.raises else (part.output, "", "")
    )
    outputs: list[dict[str, Any]] = []
    if shown:
        outputs.append(
            {"output_type": "stream", "name": "stdout", "text": f"{shown}\n"}
        )
    if part.raises:
        value = last.partition(": ")[2]
        error = {"ename": part.raises, "evalue": value, "traceback": [last]}
        outputs.append({"output_type": "error", **error})
    metadata: dict[str, Any] = {"tags": ["raises-exception"]} if part.raises else {}
    if part.folded:
        metadata["jupyter"] = {"source_hidden": True, "outputs_hidden": True}
    return {
        "cell_type": "code",
        "execution_count": run,
        "metadata": metadata,
        "outputs": outputs,
        "source": part.code,
    }
