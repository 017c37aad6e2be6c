"""The commands: `python -m downhill figures | outputs | check`."""

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from downhill.problem import DOCS, Problem


def outputs(paths: list[Path]) -> int:
    """Rewrite the outputs of the pages given, or of all; returns how many changed."""
    from downhill.outputs import refresh

    todo = [path.resolve() for path in paths] or sorted(DOCS.rglob("*.md"))
    with ThreadPoolExecutor() as pool:
        changed = [
            path for path, new in zip(todo, pool.map(refresh, todo), strict=True) if new
        ]
    for path in changed:
        print(f"rewrote {path.relative_to(DOCS.parent)}")
    print(f"{len(todo)} pages read, {len(changed)} rewritten")
    return len(changed)


def main() -> int:
    parser = argparse.ArgumentParser(prog="downhill")
    commands = parser.add_subparsers(dest="command", required=True)
    rewrite = commands.add_parser("outputs", help="write what blocks print into pages")
    rewrite.add_argument("paths", nargs="*", type=Path)
    arguments = parser.parse_args()
    try:
        if arguments.command == "outputs":
            outputs(arguments.paths)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
