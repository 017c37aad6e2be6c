"""Time builds against plain Material: `make bench`, or `python tools/bench.py 40 160`.

Material builds the same chapters without figures and formulas, in turn with our build.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
BUILD = [sys.executable, "-m", "mkdocs", "build", "-q"]
LEFT_OUT = (".[cgv]*", "docs", "mutants", "node_modules", "site", "snippets", "tests")
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((?!http)[^)]*\)")
FIGURE = re.compile(r"!\[[^\]]*\]\([^)]*\)\n/// figure-caption\n(.*?)///\n", re.S)
FORMULA = re.compile(r"(?ms)^( *)(```+).*?^\1\2$|\$\$.*?\$\$|\$[^$\n]+\$")
NEEDS = re.compile(r"\A---\n(?:(?!---).*\n)*needs:")
OURS = r"(?m)^(hooks|extra_css|extra_javascript):.*\n(  .*\n)+|^watch: .*\n|^  (custom_dir|favicon|icon|static_templates): .*\n"


def make_site(root: Path, chapters: int) -> None:
    """Copy the site until it has so many chapters, each with a module of its own."""
    shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(*LEFT_OUT))
    (root / ".cache").mkdir()
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    texts = {page: page.read_text("utf-8") for page in (ROOT / "docs").rglob("*.md")}
    labs = "".join(lab.read_text("utf-8") for lab in (ROOT / "docs").rglob("*.ipynb"))
    ours = [page for page, text in texts.items() if NEEDS.search(text)]
    written = ["index.md"]
    for number in range(-(-chapters // len(ours)) * len(ours)):  # whole copies
        page, copy = ours[number % len(ours)], f"set_{number // len(ours)}"
        text = LINK.sub(r"\1", texts[page])
        text = re.sub(r"(?m)^# .*", rf"\g<0>, {copy[4:]}", text, count=1)
        text = re.sub(r"(?m)^needs:(\n  - .*)+|^needs: .*", "needs: []", text, count=1)
        text = re.sub(r"(?m)^numbers_from:(\n  - .*)+\n", "", text, count=1)
        text = re.sub(r'(?m)^( *--8<-- ")', rf"\g<1>{copy}/", text)
        for image in re.findall(rf"{page.stem}/[\w-]+\.svg", labs):
            text += f"\n![What a lab shows.]({image})\n"
        path = page.relative_to(ROOT / "docs").as_posix()
        module = Path(path.replace("-", "_")).with_suffix(".py")
        for section in re.findall(rf'--8<-- \\"({module.as_posix()}:\w+)', labs):
            text += f'\n```python\n--8<-- "{copy}/{section}"\n```\n'
        written.append(f"{copy.replace('_', '-')}/{path}")
        write(root / "docs" / written[-1], text)
        code = (ROOT / "snippets" / module).read_text("utf-8")
        code = code.replace("from snippets.", f"from snippets.{copy}.")
        write(root / "snippets" / copy / module, code)
    write(root / "docs" / "index.md", "---\ndescription: A bench.\n---\n# Home\n")
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    nav = "\nnav:\n" + "".join(f"  - {name}\n" for name in written)
    write(root / "mkdocs.yml", re.sub(r"\nnav:\n(  .*\n)+", nav, config))


def make_plain(root: Path, plain: Path) -> None:
    """Copy the Markdown of `root` without figures and formulas, for Material as it is."""
    shutil.copytree(root / "snippets", plain / "snippets")
    for page in root.glob("docs/**/*.md"):
        text = FIGURE.sub(r"\1", page.read_text("utf-8"))
        text = FORMULA.sub(lambda found: found[0] if found[2] else "x", text)
        write(plain / page.relative_to(root), text)
    write(plain / "mkdocs.yml", re.sub(OURS, "", (root / "mkdocs.yml").read_text()))


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def seconds(root: Path) -> float:
    """Return how long a build takes, as a process of its own."""
    started = time.perf_counter()
    subprocess.run(BUILD, cwd=root, check=True)
    return time.perf_counter() - started


def main() -> None:
    """Print the times for so many chapters as the arguments say."""
    for chapters in map(int, sys.argv[1:] or ["40"]):
        with tempfile.TemporaryDirectory() as folder:
            site, plain = Path(folder, "site"), Path(folder, "plain")
            make_site(site, chapters)
            make_plain(site, plain)
            print(f"{chapters} chapters, all cold: {seconds(site):.1f} s", flush=True)
            pairs = [(seconds(site), seconds(plain)) for _ in range(5)]
            ours, theirs = map(median, zip(*pairs, strict=True))
            print(f"{ours:.2f} s, plain {theirs:.2f} s: {ours / theirs:.2f} times")


if __name__ == "__main__":
    main()
