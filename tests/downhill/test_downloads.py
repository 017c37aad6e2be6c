"""What a reader takes along runs, shows what the page shows, and leads back to it."""

import base64
import json
import re
import subprocess
import sys
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from downhill import downloads, figures, pages
from downhill.document import of
from downhill.downloads import Code, Text, notebook, pieces
from downhill.problem import ROOT, Problem

SITE = "https://site.example/"
CHAPTERS = [page for page in pages.read_all() if page.is_chapter]
NAMES = [page.address for page in CHAPTERS]
CODE = re.compile(r"(`+).*?\1", re.S)
DATA = re.compile(r"\]\(data:image/svg\+xml;base64,([\w+/=]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")


@pytest.fixture(scope="module")
def drawn() -> dict[str, Path]:
    drawing = figures.start()
    drawing.finish()
    return drawing.paths


def taken(page: pages.Page, drawn: dict[str, Path], folder: Path) -> dict[str, Any]:
    plan = downloads.plan(page, folder)
    downloads.write(plan, of(plan.page), drawn, SITE)
    made: dict[str, Any] = json.loads(plan.notebook.read_text("utf-8"))
    return made


@pytest.mark.parametrize("page", CHAPTERS, ids=NAMES)
def test_code_and_outputs_are_those_that_the_tests_run(page: pages.Page) -> None:
    taken = [part for part in pieces(of(page), SITE) if isinstance(part, Code)]
    tested = of(page).run
    assert [(part.code, part.output, part.raises) for part in taken] == [
        (b.code.strip("\n"), b.output.code if b.output else "", b.raises)
        for b in tested
    ]


@pytest.mark.parametrize("page", CHAPTERS, ids=NAMES)
def test_a_notebook_runs_from_top_to_bottom(
    page: pages.Page, drawn: dict[str, Path], tmp_path: Path
) -> None:
    made = taken(page, drawn, tmp_path)
    nbformat.validate(made)
    again: Any = nbformat.from_dict(json.loads(json.dumps(made)))  # type: ignore[no-untyped-call]
    client = NotebookClient(
        again, timeout=60, coalesce_streams=True, shutdown_kernel="immediate"
    )
    client.execute()

    def said(cell: Any) -> list[str]:
        return [
            "\n".join(line.rstrip() for line in output["text"].splitlines())
            if output["output_type"] == "stream"
            else str(output.get("data") or (output["ename"], output["evalue"]))
            for output in cell.get("outputs", [])
        ]

    for cell, shown in zip(again.cells, made["cells"], strict=True):
        if said(cell) != said(shown):
            line = page.line_of(cell.source.strip().split("\n")[-1])
            what = f"the notebook prints {said(cell)}, the page shows {said(shown)}"
            raise Problem(page.path, line, what, "make outputs")


@pytest.mark.parametrize("page", CHAPTERS, ids=NAMES)
def test_a_script_prints_the_outputs_of_the_page(
    page: pages.Page, drawn: dict[str, Path], tmp_path: Path
) -> None:
    taken(page, drawn, tmp_path / "made")
    script = downloads.plan(page, tmp_path / "made").script
    command = [sys.executable, "-I", "-W", "error", str(script)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert not done.stderr
    shown = [
        p.output for p in pieces(of(page), SITE) if isinstance(p, Code) and p.output
    ]
    printed = [line.rstrip() for line in done.stdout.splitlines()]
    due = [line.rstrip() for text in shown for line in text.splitlines()]
    for mine, other in zip_longest(printed, due):
        if mine != other:
            what = f"the script prints {mine!r}, the page shows {other!r}"
            line = page.line_of(f"\n{other}\n") + 1 if other else None
            raise Problem(page.path, line, what, "make outputs")


@pytest.mark.parametrize("page", CHAPTERS, ids=NAMES)
def test_a_notebook_holds_the_figures_and_leads_to_the_site(
    page: pages.Page, drawn: dict[str, Path], tmp_path: Path
) -> None:
    made = taken(page, drawn, tmp_path)
    public = (ROOT / "tests" / "addresses.txt").read_text("utf-8").splitlines()
    held: list[bytes] = []
    for cell in made["cells"]:
        if cell["cell_type"] == "markdown":
            held += map(base64.b64decode, DATA.findall(cell["source"]))
        if cell["cell_type"] == "markdown":
            for target in LINK.findall(CODE.sub("", cell["source"])):
                if target.startswith(SITE):
                    address = target.removeprefix(SITE.rstrip("/")).partition("#")[0]
                    if address not in public:
                        what = f"{address} is no public address"
                        raise Problem(page.path, None, what, "make outputs")
                else:
                    assert target.startswith("https://"), target
    part = page.address.rpartition("/")[0]
    shown = {
        k: v for k, v in drawn.items() if f"({k.removeprefix(f'{part}/')})" in page.text
    }
    assert sorted(held) == sorted(file.read_bytes() for file in shown.values())


def page(body: str, tmp_path: Path) -> pages.Page:
    file = tmp_path / "docs" / "part" / "page.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\ndescription: A page.\nneeds: []\n---\n# Page\n\n{body}")
    return pages.read(file, tmp_path / "docs")


def test_what_is_folded_stays_folded(tmp_path: Path) -> None:
    found = pieces(of(page(FOLDED, tmp_path)), f"{SITE}part/page/")
    opened = "<details><summary>Solution</summary>"
    assert found == [
        Text("## Exercises"),
        Code("print(1)", "1"),
        Text(f"{opened}\n\nSee [the end]({SITE}part/page/#end).\n\n</details>"),
        Code("  # deep\nprint(2)", "   2", folded=True),
        Text(
            f"{opened}\n\nSo it is 2.\n\n</details>\n\n[Next]({SITE}other/next/#there)"
        ),
    ]


FOLDED = """\
## Exercises {#exercises}

```python
print(1)
```
```output
1
```

??? solution "Solution"
    See [the end](#end).

    ```python
      # deep
    print(2)
    ```
    ```output
       2
    ```

    So it is 2.

[Next](../other/next.md#there)
"""


def test_an_image_that_is_not_drawn_is_named(tmp_path: Path) -> None:
    shown = page("![A line.](page/line.svg)\n", tmp_path)
    with pytest.raises(Problem, match=r"page\.md:7: no figure .* page/line\.svg"):
        notebook(shown, pieces(of(shown), SITE), {}, SITE)


def test_the_files_are_left_alone_when_nothing_changed(
    drawn: dict[str, Path], tmp_path: Path
) -> None:
    plan = downloads.plan(CHAPTERS[0], tmp_path)
    downloads.write(plan, of(plan.page), drawn, SITE)
    before = plan.notebook.stat().st_mtime_ns
    downloads.write(plan, of(plan.page), drawn, SITE)
    assert plan.notebook.stat().st_mtime_ns == before
    other = replace(plan.page, meta={**plan.page.meta, "description": "Another."})
    downloads.write(replace(plan, page=other), of(other), drawn, SITE)
    assert "Another." in plan.notebook.read_text("utf-8")
