"""An extension of IPython that the build gives to a lab's kernel, to guard each cell.

What draws comes with the first figure (see backend.py): a lab without one waits for none of it.
"""

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from downhill.guard import guarded

BACKEND = "downhill.labs.backend"


def load_ipython_extension(shell: Any) -> None:
    """Guard each cell; as in a reader's Jupyter, one that ends shows what it has drawn."""
    folders = str(Path.cwd()), os.environ["MPLCONFIGDIR"]
    guard = ExitStack()
    shell.events.register("pre_execute", lambda: guard.enter_context(guarded(*folders)))
    shell.events.register("post_execute", show)
    shell.events.register("post_execute", guard.close)


def show() -> None:
    if backend := sys.modules.get(BACKEND):
        backend.show()
