"""What speaks with a lab's kernel, from the moment at which it can.

Jupyter's own waits 0.2 s more, until no more is said of the start, which nbclient leaves
aside in any case; and a second for a kernel that died.
"""

from contextlib import suppress
from queue import Empty
from time import monotonic

from jupyter_client.asynchronous.client import AsyncKernelClient

OFTEN = 0.1  # seconds from one question to the next


class Client(AsyncKernelClient):  # type: ignore[misc]  # it is Any to mypy
    """A client that asks until it hears an answer where outputs come."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Raises RuntimeError if the kernel died, or said nothing for `timeout` seconds."""
        end = monotonic() + (timeout or 60)
        while monotonic() < end:
            self.kernel_info()
            with suppress(Empty):
                await self.get_iopub_msg(timeout=OFTEN)
                return
            if not await self.is_alive():
                raise RuntimeError("Kernel died before it answered")
        raise RuntimeError(f"Kernel said nothing for {timeout} s")
