"""The commands: `python -m downhill figures | outputs | equations | built | runtime`."""

import argparse
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from downhill import runtime
from downhill.problem import CACHE, DOCS, Faults, Problem, raise_all


def outputs(paths: list[Path]) -> int:
    """Rewrite the outputs of the pages given, or of all; return how many changed.

    One Problem for all pages whose blocks fail; the others are rewritten.
    """
    from downhill.document import site_config
    from downhill.session.outputs import refresh

    site_config()  # once, before the threads: two that load it at once get in each other's way
    todo = [path.resolve() for path in paths] or sorted(DOCS.rglob("*.md"))
    changed, faults = [], Faults()
    with ThreadPoolExecutor() as pool:
        for path, done in [(path, pool.submit(refresh, path)) for path in todo]:
            with faults.noted():
                if done.result():
                    changed.append(path)
    for path in changed:
        print(f"rewrote {path.relative_to(DOCS.parent)}")
    raise_all(faults)
    print(f"{len(todo)} pages read, {len(changed)} rewritten")
    return len(changed)


def figures(into: Path | None) -> int:
    """Draw every stale figure, without MkDocs; returns how many figures there are."""
    from downhill import figures, pages
    from downhill.document import read_all

    figures.check(read_all([*pages.read_all(), *pages.read_all(ending="ipynb")]))
    drawing = figures.start()
    drawing.finish()
    for uri, path in drawing.paths.items():
        if into:
            (into / uri).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, into / uri)
    print(f"{len(drawing.paths)} figures, {len(drawing.stale)} drawn")
    return len(drawing.paths)


def built(folder: Path) -> int:
    """Check a built site, by any builder; returns how many pages it has."""
    from downhill import built

    pages = built.check(folder)
    print(f"{pages} pages are as they should be")
    return pages


def addresses() -> int:
    """Put the new addresses of pages and headings into the list; returns how many."""
    from downhill.built.addresses import LIST, add

    new = add()
    print(f"{LIST}: {len(new)} new addresses", *new, sep="\n  ")
    return len(new)


def main() -> int:
    parser = argparse.ArgumentParser(prog="downhill")
    commands = parser.add_subparsers(dest="command", required=True)
    rewrite = commands.add_parser(
        "outputs",
        help="write what blocks print into pages, say all that is wrong with them",
    )
    rewrite.add_argument("paths", nargs="*", type=Path)
    draw = commands.add_parser("figures", help="draw the figures, without MkDocs")
    draw.add_argument(
        "--into", type=Path, help="copy them there, in the site's folders"
    )
    claims = commands.add_parser("equations", help="say what holds of what pages claim")
    claims.add_argument("pages", nargs="+", type=Path)
    check = commands.add_parser("built", help="check a built site, whatever built it")
    check.add_argument("site", type=Path)
    copy = commands.add_parser("runtime", help="fetch Pyodide, every file checked")
    copy.add_argument("to", nargs="?", type=Path, default=CACHE / "runtime")
    arguments = parser.parse_args()
    try:
        if arguments.command == "outputs":
            from downhill import checks

            faults = Faults()
            with faults.noted():
                outputs(arguments.paths)
            addresses()
            raise_all([*faults, *checks.every()])
        elif arguments.command == "equations":
            from downhill.equations import tell

            return min(tell(arguments.pages), 1)
        elif arguments.command == "built":
            built(arguments.site)
        elif arguments.command == "runtime":
            runtime.main(arguments.to)
        else:
            figures(arguments.into)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
