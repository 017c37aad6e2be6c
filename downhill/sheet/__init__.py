"""The site's one style sheet: Material's and ours, with what the pages can use of them.

A page asks for one file instead of five, and four tenths of its bytes are gone: of the
theme's rules most are for features that this site does not have. What a page can use is
read from the built pages and from the scripts, so a new feature brings its rules along.
"""

import json
from hashlib import sha256
from pathlib import Path

from downhill.files import prune, write_whole
from downhill.problem import CACHE, Problem
from downhill.sheet.cut import cut
from downhill.sheet.names import Names, of_page, of_script

FOLDER = CACHE / "sheets"
NAMES = "names.json"  # beside the sheets: what each page and script has
HERE = Path(__file__).parent
SHEET = "stylesheets/site.css"  # below assets/, as are the sheets that it is made of:
SHEETS = (  # in the order in which they overrule each other
    "stylesheets/main.*.css",  # Material's, but for its palettes: colour.css has ours
    "stylesheets/fonts.css",
    "stylesheets/palette.css",
    "stylesheets/katex.css",
    "style.css",  # ours; not beside the others, so no url() of it may be relative
)


def publish(site: Path) -> str:
    """Writes assets/stylesheets/site.css into a built site, whatever built it.

    Raises Problem if a sheet is missing, or has what no browser would read.
    """
    css = {
        path.relative_to(site).as_posix(): path.read_text("utf-8")
        for path in _sheets(site)
    }
    names = _names(site)
    salt = [file.read_text("utf-8") for file in sorted(HERE.glob("*.py"))]
    known = json.dumps([salt, css, sorted(names.pages), sorted(names.scripts)])
    kept = FOLDER / f"{sha256(known.encode()).hexdigest()[:24]}.css"
    if not kept.is_file():
        write_whole(kept, cut(css, names))
        prune(FOLDER, [kept, FOLDER / NAMES])
    text = kept.read_text("utf-8")
    write_whole(site / "assets" / SHEET, text)
    return text


def _sheets(site: Path) -> list[Path]:
    found = []
    for name in SHEETS:
        paths = sorted((site / "assets").glob(name))
        if len(paths) != 1:
            what = f"{len(paths)} style sheets are called so; it is a part of {SHEET}"
            remedy = "let the build write it, or correct SHEETS in downhill/sheet"
            raise Problem(site / "assets" / name, None, what, remedy)
        found += paths
    return found


def _names(site: Path) -> Names:
    """Of all pages and scripts; each file is read once and known by its content."""
    file = FOLDER / NAMES
    salt = sha256((HERE / "names.py").read_bytes())
    try:
        known: dict[str, list[str]] = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        known = {}
    now: dict[str, list[str]] = {}
    names = Names(set(), set())
    for path in sorted(site.rglob("*.html")) + sorted(site.glob("assets/**/*.js")):
        if "lunr" in path.parts:
            continue  # stemmers: they know no element
        content, key = path.read_bytes(), salt.copy()
        key.update(content)
        name, page = key.hexdigest()[:24], path.suffix == ".html"
        if name not in known:
            known[name] = sorted(of_page(content) if page else of_script(content))
        now[name] = known[name]
        (names.pages if page else names.scripts).update(now[name])
    if now.keys() != known.keys() or not file.is_file():
        write_whole(file, json.dumps(now))
    return names
