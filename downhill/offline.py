"""The whole site to keep: a zip of it, and what a browser needs to hold a copy of its own."""

import json
import re
import shutil
import zipfile
from base64 import b64encode
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from downhill import cache
from downhill.files import write_whole
from downhill.problem import CACHE

WORKER = "offline.js"  # theme/offline.js; MkDocs has copied it
ZIP = "downhill.zip"
# For machines, or made from the rest.
LEFT_OUT = {WORKER, ZIP, "sitemap.xml", "sitemap.xml.gz", "robots.txt"}
MADE = "const COPY = "  # how the line begins that the build writes
NOTE = """\
A browser shows these pages from a server, and only in part from a folder.
In this folder, with any Python:

    python -m http.server

(on some systems: python3). Then open http://localhost:8000 in a browser.
"""
EPOCH = (1980, 1, 1, 0, 0, 0)  # of every file in the zip: a build has no date


def publish(site: Path) -> None:
    """Write the zip and the list of files with their hashes; the last step of a build.

    A page may say how much it is, in `<span data-size="site">` and `"zip"`.
    """
    files = kept(site)
    size = sum(file.stat().st_size for file in files.values())
    _say(files, "site", f"{size / 1e6:.1f}&nbsp;MB")
    _say(files, "zip", "this file")  # its own size is not known inside it
    _zip(site, files)
    _say(files, "zip", f"{(site / ZIP).stat().st_size / 1e6:.1f}&nbsp;MB")
    _list(site, files)


def kept(site: Path) -> dict[str, Path]:
    """Return the files that a copy of the site holds, by address relative to its root."""
    found = {}
    for file in sorted(site.rglob("*")):
        path = file.relative_to(site).as_posix()
        if file.is_file() and path not in LEFT_OUT:
            found[path.removesuffix("index.html") or "./"] = file
    return found


def _list(site: Path, files: dict[str, Path]) -> None:
    hashes = {path: _integrity(file) for path, file in files.items()}
    version = sha256(json.dumps(hashes).encode()).hexdigest()[:16]
    line = MADE + json.dumps({"version": version, "files": hashes})
    worker = site / WORKER
    rest = worker.read_text(encoding="utf-8").partition("\n")[2]
    write_whole(worker, f"{line};\n{rest}")


def _integrity(file: Path) -> str:
    return "sha256-" + b64encode(sha256(file.read_bytes()).digest()).decode()


def _zip(site: Path, files: dict[str, Path]) -> None:
    """Write the zip, of which the cache keeps the last."""
    held = {f.relative_to(site).as_posix(): f.read_bytes() for f in files.values()}

    def packed() -> bytes:
        shutil.rmtree(CACHE / "zip", ignore_errors=True)
        whole = BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as target:
            target.writestr(zipfile.ZipInfo("downhill/HOW TO OPEN.txt", EPOCH), NOTE)
            for name, data in held.items():
                target.writestr(zipfile.ZipInfo(f"downhill/{name}", EPOCH), data, 8)
        return whole.getvalue()

    key = cache.digest(Path(__file__), *held, *held.values())
    write_whole(site / ZIP, cache.kept(f"zip/{key}.zip", packed))


def _say(files: dict[str, Path], what: str, size: str) -> None:
    """Put a size into the pages that say it."""
    place = re.compile(rf'(<span data-size="{what}">)[^<]*')
    for file in files.values():
        if file.suffix == ".html" and place.search(old := file.read_text("utf-8")):
            write_whole(file, place.sub(rf"\g<1>{size}", old))
