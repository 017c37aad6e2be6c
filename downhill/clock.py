"""Set a process's clock back, so that what depends on the day shows it.

Only the standard library: a reader's interpreter loads this file by its path.
"""

import datetime
import time
from typing import Any

YEAR = 4e7  # seconds, and some more


def set_back(seconds: float = YEAR) -> None:
    """Let Python code that asks for the time or the day be told an earlier one."""
    clock = time.time

    def earlier(name: str, given: int, otherwise: Any) -> None:
        ask = getattr(time, name)

        def asked(*to: Any) -> Any:
            return ask(*to) if len(to) == given else ask(*to, otherwise())

        setattr(time, name, staticmethod(asked))  # no method where a class keeps it

    class Earlier(datetime.datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return cls.fromtimestamp(time.time(), tz)

        @classmethod
        def utcnow(cls) -> Any:
            return cls.utcfromtimestamp(time.time())

    time.time = lambda: clock() - seconds
    time.time_ns = lambda: int(time.time() * 1e9)
    for name in ("gmtime", "localtime", "ctime"):
        earlier(name, 1, lambda: time.time())
    earlier("asctime", 1, lambda: time.localtime())
    earlier("strftime", 2, lambda: time.localtime())
    datetime.datetime = Earlier  # type: ignore[misc]
