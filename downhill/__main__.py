"""The commands: `python -m downhill figures` and `python -m downhill outputs`."""

import argparse
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from downhill.problem import DOCS, Problem


def outputs(paths: list[Path]) -> int:
    """Rewrite the outputs of the pages given, or of all; returns how many changed."""
    from downhill.session.outputs import refresh

    todo = [path.resolve() for path in paths] or sorted(DOCS.rglob("*.md"))
    with ThreadPoolExecutor() as pool:
        changed = [
            path for path, new in zip(todo, pool.map(refresh, todo), strict=True) if new
        ]
    for path in changed:
        print(f"rewrote {path.relative_to(DOCS.parent)}")
    print(f"{len(todo)} pages read, {len(changed)} rewritten")
    return len(changed)


def figures(into: Path | None) -> int:
    """Draw every stale figure, without MkDocs; returns how many figures there are."""
    from downhill import figures

    figures.check()
    drawing = figures.start()
    drawing.finish()
    for uri, path in drawing.paths.items():
        if into:
            (into / uri).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, into / uri)
    print(f"{len(drawing.paths)} figures, {len(drawing.stale)} drawn")
    return len(drawing.paths)


def main() -> int:
    parser = argparse.ArgumentParser(prog="downhill")
    commands = parser.add_subparsers(dest="command", required=True)
    rewrite = commands.add_parser("outputs", help="write what blocks print into pages")
    rewrite.add_argument("paths", nargs="*", type=Path)
    draw = commands.add_parser("figures", help="draw the figures, without MkDocs")
    draw.add_argument(
        "--into", type=Path, help="copy them there, in the site's folders"
    )
    arguments = parser.parse_args()
    try:
        if arguments.command == "outputs":
            outputs(arguments.paths)
        else:
            figures(arguments.into)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
