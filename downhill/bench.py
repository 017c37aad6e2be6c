"""How long a build takes, against plain Material: `make bench`.

The chapters of this site are multiplied until there are 40 and 160, and built twice over:
by this site's configuration, and by plain Material from the same Markdown without figures
and formulas. Every time is a whole process; the two are run in turn, and what is reported
are medians and their ratios, since machines differ.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from downhill.packages import ensure
from downhill.pages import read_all
from downhill.pages.blocks import FENCE
from downhill.problem import DOCS, ROOT, SNIPPETS

ROUNDS = 5
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((?!http)[^)]*\)")
FIGURE = re.compile(r"!\[[^\]]*\]\([^)]*\)\n/// figure-caption\n(.*?)///\n", re.S)
FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$", re.S)


def make_site(root: Path, chapters: int) -> None:
    """A site of so many chapters: copies of ours, each with a module of its own."""
    for name in ("downhill", "theme", "package.json", "package-lock.json", ".npmrc"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name)
        else:
            shutil.copy(ROOT / name, root / name)
    (root / "node_modules").symlink_to(ensure())
    ours = [page for page in read_all() if page.is_chapter]
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    config = re.sub(r"\nnav:\n(  .*\n)+", "\n", config)
    for number in range(chapters):
        page, copy = ours[number % len(ours)], f"set_{number // len(ours)}"
        text = LINK.sub(r"\1", page.text)
        text = re.sub(r"^needs:(\n  - .*)+|^needs: .*", "needs: []", text, flags=re.M)
        text = re.sub(r'^(\s*--8<-- ")', rf"\g<1>{copy}/", text, flags=re.M)
        target = root / "docs" / copy.replace("_", "-") / f"{page.address}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        module = (SNIPPETS / page.address.replace("-", "_")).with_suffix(".py")
        target = root / "snippets" / copy / module.relative_to(SNIPPETS)
        target.parent.mkdir(parents=True, exist_ok=True)
        code = module.read_text(encoding="utf-8")
        code = code.replace("from snippets.", f"from snippets.{copy}.")
        target.write_text(code, encoding="utf-8")
    head = (DOCS / "contributing.md").read_text(encoding="utf-8").split("\n# ")[0]
    (root / "docs" / "index.md").write_text(f"{head}\n# Home\n", encoding="utf-8")
    pages = sorted(
        page.relative_to(root / "docs") for page in (root / "docs").rglob("*.md")
    )
    config += "\nnav:\n" + "".join(f"  - {page.as_posix()}\n" for page in pages)
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")


def make_plain(root: Path, plain: Path) -> None:
    """The same Markdown without figures and formulas, for Material as it comes."""
    shutil.copytree(root / "snippets", plain / "snippets")
    for page in root.glob("docs/**/*.md"):
        text = FIGURE.sub(r"\1", page.read_text(encoding="utf-8"))
        parts, fence = [], ""
        for line in text.splitlines(keepends=True):
            mark = FENCE.match(line)
            if mark and (not fence or line.strip() == fence):
                fence = "" if fence else mark["fence"]
            parts.append(line.replace("$", "\0") if fence else line)
        text = FORMULA.sub("x", "".join(parts)).replace("\0", "$")
        text = re.sub(r"(?m)^template: .*\n", "", text, count=1)  # our theme's own
        target = plain / page.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    config = (root / "mkdocs.yml").read_text(encoding="utf-8")
    config = re.sub(r"\nhooks:\n(  .*\n)+", "\n", config)
    config = re.sub(r"(?m)^extra_(css|javascript):.*\n(  .*\n)+", "", config)
    config = re.sub(
        r"\nwatch: .*|  (custom_dir|favicon|icon|static_templates): .*", "", config
    )
    (plain / "mkdocs.yml").write_text(config, encoding="utf-8")


def seconds(root: Path, *command: str) -> float:
    """One run of a command, as a whole process."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=root,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)} in {root} fails:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - started


def pairs(site: Path, plain: Path, edit: Callable[[int], None]) -> tuple[float, float]:
    """Median times of our build after an edit and of the plain build, in turn."""
    ours, theirs = [], []
    for number in range(ROUNDS):
        edit(number)
        ours.append(seconds(site, "mkdocs", "build", "-q"))
        theirs.append(seconds(plain, "mkdocs", "build", "-q"))
    return median(ours), median(theirs)


def edit_prose(site: Path) -> Callable[[int], None]:
    """An edit that adds a sentence to one page."""
    page = next((site / "docs").rglob("the-gradient.md"))
    text = page.read_text(encoding="utf-8")
    return lambda number: void(page.write_text(f"{text}\nRound {'i' * number}.\n"))


def edit_figure(site: Path) -> Callable[[int], None]:
    """An edit that changes one line width in one figure."""
    module = next((site / "snippets").rglob("the_gradient.py"))
    text = module.read_text(encoding="utf-8")
    start = text.rindex("    return fig")
    line = "    fig.set_label('{}')\n"
    return lambda number: void(
        module.write_text(text[:start] + line.format(number) + text[start:])
    )


def void(_: object) -> None:
    """Nothing."""


def measure(chapters: int, folder: Path) -> None:
    """Print the figures for a site of so many chapters."""
    site, plain = folder / f"site-{chapters}", folder / f"plain-{chapters}"
    site.mkdir()
    make_site(site, chapters)
    make_plain(site, plain)
    seconds(plain, "mkdocs", "build", "-q")
    cold = seconds(site, "mkdocs", "build", "-q")
    figures = len(list((site / ".cache" / "figures").glob("*.svg")))
    shutil.rmtree(site / ".cache" / "figures")
    drawn = seconds(site, "mkdocs", "build", "-q")
    ours, theirs = pairs(site, plain, lambda _: None)
    print(f"\n{chapters} chapters, {figures} figures, {os.cpu_count()} cores")
    report("plain Material", theirs)
    report("everything cold", cold, theirs)
    report("unchanged", ours, theirs)
    report("one page edited", *pairs(site, plain, edit_prose(site)))
    ours, theirs = pairs(site, plain, edit_figure(site))
    edit = edit_figure(site)
    alone, idle = [], []
    for number in range(ROUNDS):
        edit(ROUNDS + number)
        alone.append(seconds(site, "downhill", "figures"))
        idle.append(seconds(site, "downhill", "figures"))
    one = median(alone) - median(idle)
    report("one figure edited, less that figure", ours - one, theirs)
    report("that figure, in a process of its own", one)
    each = per_figure(site)
    bound = figures * each / (os.cpu_count() or 1) + theirs
    report("one figure of many", each)
    report("figures cold", drawn, bound, "of N figures / cores + plain")


def per_figure(site: Path) -> float:
    """Seconds a figure takes one process that draws a fifth of them, its start included."""
    folder = site / ".cache" / "figures"
    stale = sorted(folder.glob("*.svg"))[::5]
    for path in stale:
        path.unlink()
    code = "from downhill import figures; figures.start(jobs=1).finish()"
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], cwd=site, check=True)
    return (time.perf_counter() - started) / len(stale)


def report(
    what: str, ours: float, theirs: float | None = None, unit: str = "of plain"
) -> None:
    """One line of the result."""
    ratio = f"{ours / theirs:.2f} {unit}" if theirs else ""
    print(f"  {what:<38} {ours:7.2f} s  {ratio}", flush=True)


def main() -> None:
    """Measure 40 and 160 chapters, or as many as the arguments say."""
    with tempfile.TemporaryDirectory(prefix="downhill-bench-") as folder:
        for chapters in map(int, sys.argv[1:] or ["40", "160"]):
            measure(chapters, Path(folder))


if __name__ == "__main__":
    main()
