"""A process that has imported what the commands import, and forks for each of them.

Nothing of ours is imported here: a command takes that from the folder it runs in.
"""

import atexit
import gc
import json
import os
import runpy
import sys
import threading
import traceback
from importlib import import_module
from pathlib import Path

# Of others, and none that pytest rewrites when it loads it.
USED = (
    "fontTools.subset",
    "jinja2.ext",
    "lxml.html",
    "markdown.extensions.toc",
    "material.plugins.search.plugin",
    "matplotlib.backends.backend_agg",
    "matplotlib.figure",
    "mkdocs.commands.build",
    "mkdocs.config.defaults",
    "mkdocs_jupyter.nbconvert2",
    "pygments.formatters.html",
    "pygments.lexers.python",
    "pymdownx.blocks.html",
    "pymdownx.snippets",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pytest",
    "quickjs",
    "sqlite3",
)


def main() -> None:
    """Answer each line of stdin, a command, with a line that is its exit status."""
    for name in USED:
        import_module(name)
    gc.freeze()  # a child neither looks at what it has from here nor copies it
    for line in sys.stdin:
        if child := os.fork():
            _, status = os.waitpid(child, 0)
            print(os.waitstatus_to_exitcode(status), flush=True)
        else:
            os._exit(command(**json.loads(line)))


def command(folder: str, output: str, arguments: list[str]) -> int:
    """What `python -m` does with these arguments in this folder: its exit status."""
    os.chdir(folder)
    for path, flags, into in (
        (os.devnull, os.O_RDONLY, (0,)),
        (output, os.O_WRONLY, (1, 2)),
    ):
        opened = os.open(path, flags)
        for descriptor in into:
            os.dup2(opened, descriptor)
        os.close(opened)
    sys.stdin = Path("/dev/stdin").open(encoding="utf-8")  # noqa: SIM115
    sys.path[0], sys.argv = folder, list(arguments)
    status: object = None
    try:
        runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
    except SystemExit as end:
        status = end.code
    except BaseException:
        status = 1
        traceback.print_exc()
    if not isinstance(status, int | None):
        print(status, file=sys.stderr)
    threading._shutdown()  # type: ignore[attr-defined]  # as at the end of any program
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    return status if isinstance(status, int) else bool(status)


if __name__ == "__main__":
    main()
