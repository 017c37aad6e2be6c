"""What code that is shown may not do: write outside its folder, start processes, ask the net.

Only the standard library: a reader's interpreter loads this file by its path.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.symlink", "os.link")
PROCESSES = ("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.posix_spawn")
NETWORK = ("socket.connect", "socket.getaddrinfo", "socket.bind")
_installed: list[bool] = []  # a hook stays as long as its process
_watching: list[tuple[str, ...]] = []  # the folders that may be written to, if it is on


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watching:
        return
    if event == "open":
        path, _, flags = arguments
        if isinstance(path, str | bytes) and (flags or 0) & WRITING:
            _refuse_outside(path)
    elif event in CHANGES:
        _refuse_outside(arguments[0])
    elif event in PROCESSES and "fc-list" not in str(arguments[0]):  # matplotlib's
        raise PermissionError(f"it starts a process: {arguments[0]}")
    elif event in NETWORK:
        raise PermissionError("it asks the network")


def _refuse_outside(path: Any) -> None:
    full = os.path.realpath(os.fsdecode(path))
    harmless = full == os.devnull or "__pycache__" in full
    if not harmless and not full.startswith(_watching[-1]):
        raise PermissionError(f"it writes a file: {os.fsdecode(path)}")


@contextmanager
def guarded(*folders: str | None) -> Iterator[None]:
    """Raise PermissionError inside for a file written elsewhere, a process, a connection."""
    if not _installed:
        _installed.append(True)
        sys.addaudithook(_audit)
    _watching.append(tuple(os.path.realpath(f) + os.sep for f in folders if f))
    try:
        yield
    finally:
        _watching.pop()


def load_ipython_extension(shell: Any) -> None:
    """Guard each cell of a lab: the build gives this to the lab's kernel."""
    if os.environ.get("DOWNHILL_EARLIER"):
        from downhill.clock import set_back

        set_back()
    folders = os.path.realpath(os.curdir), os.environ["MPLCONFIGDIR"]
    guard = ExitStack()
    shell.events.register("pre_execute", lambda: guard.enter_context(guarded(*folders)))
    shell.events.register("post_execute", guard.close)
