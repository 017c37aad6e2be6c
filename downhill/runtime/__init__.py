"""What the reader's browser needs to run the blocks of a page, and where it comes from.

The scripts are in theme/assets/run/. Here is the rest: the address of Pyodide, which runs
Python in the browser, what it weighs, and our own Python and letters for it.
"""

import json
from pathlib import Path
from typing import Any

from downhill.problem import CACHE, ROOT, Problem
from downhill.style import typeface

PACKAGES = ("numpy", "matplotlib")  # what a reader has; each is loaded when imported
SIZES = Path(__file__).with_name("sizes.json")
FOLDER = "assets/run"

# What runs in the browser; a folder's own __init__.py is for the build and stays here.
PYTHON = (
    "downhill/figures/pathdata.py",
    "downhill/figures/svg.py",
    "downhill/files.py",
    "downhill/problem.py",
    "downhill/runtime/backend.py",
    "downhill/runner.py",
    "downhill/style.py",
)


def version(root: Path = ROOT) -> str:
    """The version of Pyodide, which package.json pins and nothing else names."""
    package = json.loads((root / "package.json").read_text(encoding="utf-8"))
    return str(package["devDependencies"]["pyodide"])


def settings(setting: Any, root: Path = ROOT) -> dict[str, str]:
    """What a page says of the runtime: its `base`, and `sizes` in MB of what is loaded.

    `setting` is `extra: runtime:` of mkdocs.yml, where {version} stands for the pinned one:
    a whole URL, or an address within the site. Raises Problem if it is neither.
    """
    if not isinstance(setting, str) or not setting.endswith("/") or "?" in setting:
        what = f"`extra: runtime:` is {setting!r}, not the address of a folder"
        remedy = "give the folder of Pyodide's files, with a slash at its end"
        file = root / "mkdocs.yml"
        before, found, _ = file.read_text(encoding="utf-8").partition("\n  runtime:")
        raise Problem(file, before.count("\n") + 2 if found else None, what, remedy)
    sizes = json.dumps(json.loads(SIZES.read_text(encoding="utf-8")))
    return {"base": setting.replace("{version}", version(root)), "sizes": sizes}


def files(modules: Path) -> dict[str, str | bytes]:
    """What is published for the worker, by its address."""
    python = {name: (ROOT / name).read_text(encoding="utf-8") for name in PYTHON}
    for name in PYTHON:
        python[f"{Path(name).parent.as_posix()}/__init__.py"] = ""
    normal, italic = typeface(modules, CACHE)
    return {
        f"{FOLDER}/python.json": json.dumps(python, ensure_ascii=False),
        f"{FOLDER}/fonts/normal.ttf": normal.read_bytes(),
        f"{FOLDER}/fonts/italic.ttf": italic.read_bytes(),
    }
