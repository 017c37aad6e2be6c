"""Processes that draw figures, each fed by a thread, so that the build goes on meanwhile.

Fresh interpreters, not forks: the same on every system, and an edited module is imported
anew at every build.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from math import ceil
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from downhill.figures.frames import Job, Strip
from downhill.problem import Problem, raise_all

FRESH = get_context("spawn")
STARTING = 60.0  # seconds that a process may take until it is ready
WORTH = 6  # a process starts in the time in which it draws so many


class Drawing:
    """Figures on their way; `paths` tells at once where each SVG will be.

    `jobs` are all drawings, a frame each, and `strips` the files of frames, by the image
    that they belong to. `limit` is the seconds that one drawing may take.
    """

    def __init__(self, root: Path, fonts: list[Path], limit: float) -> None:
        self.paths: dict[str, Path] = {}
        self.strips: dict[str, Strip] = {}
        self.jobs: list[Job] = []
        self.stale: list[Job] = []
        self._root, self._fonts, self._limit = root, fonts, limit
        self._queue: SimpleQueue[Job] = SimpleQueue()
        self._faults: dict[Job, str] = {}
        self._threads: list[Thread] = []

    def begin(self, workers: int | None = None) -> None:
        """Start to draw what is stale, in so many processes; if None, in those that pay."""
        for job in self.stale:
            self._queue.put(job)
        pay = min(os.cpu_count() or 1, ceil(len(self.stale) / WORTH))
        for _ in range(min(pay if workers is None else workers, len(self.stale))):
            thread = Thread(target=self._feed, daemon=True)
            thread.start()
            self._threads.append(thread)

    def finish(self) -> None:
        """Wait for all figures, write their strips; one Problem that names each that failed."""
        for thread in self._threads:
            thread.join()
        for job in self.stale:
            if not job.target.is_file():
                self._faults.setdefault(job, "no process to draw it starts")
        strips = self.strips.values()
        whole = [one for one in strips if all(svg.is_file() for svg in one.svgs)]
        refused = filter(None, [strip.write() for strip in whole])
        raise_all([*self._problems(), *refused])

    def _problems(self) -> Iterator[Problem]:
        """Yield one for each figure and fault, at the first frame that has it."""
        alike: dict[tuple[str, str, str], list[Job]] = {}
        for job in self.stale:
            if job in self._faults:
                key = (job.module, job.function, self._faults[job])
                alike.setdefault(key, []).append(job)
        for (_, _, fault), (job, *others) in alike.items():
            also = sum(other.narrow == job.narrow for other in others)
            more = f" (and {also} other frames)" if also else ""
            what = f"figure `{job.name}`{more} failed: {fault}"
            yield Problem(
                job.path, job.line, what, "mend the function, then build again"
            )

    def _feed(self) -> None:
        """Draw with one worker until no figure is left, with a new one if it died."""
        worker: Worker | None = None
        with suppress(Empty):
            while True:
                job = self._queue.get_nowait()
                try:
                    worker = worker or Worker(self._root, self._fonts)
                except OSError as error:
                    self._faults[job] = f"no process to draw it starts: {error}"
                    return
                if fault := worker.ask(job, self._limit):
                    self._faults[job] = fault
                if not worker.alive:
                    if not worker.started:
                        return
                    worker = None
        if worker:
            worker.stop()


class Worker:
    """A process that draws, and the pipe to it."""

    def __init__(self, root: Path, fonts: list[Path]) -> None:
        self.started, self.alive = False, True
        self._pipe, theirs = FRESH.Pipe()
        self._process = FRESH.Process(
            target=_draw, args=(theirs, root, fonts), daemon=True
        )
        self._process.start()
        theirs.close()

    def ask(self, job: Job, limit: float) -> str:
        """Have one figure drawn. What went wrong, or "" if nothing did."""
        with suppress(OSError, EOFError):
            if not self.started and self._pipe.poll(STARTING):
                self.started = self._pipe.recv()
            self._pipe.send(job)
            if self._pipe.poll(limit):
                return str(self._pipe.recv())
            self._process.kill()
            self._process.join()
            self.alive = False
            return f"it took longer than {limit:g} seconds"
        self._process.join()
        self.alive = False
        return f"its process ended with status {self._process.exitcode}"

    def stop(self) -> None:
        """Let the process go: it ends when nothing more can come."""
        self._pipe.close()
        self._process.join()


def _draw(pipe: Connection, root: Path, fonts: list[Path]) -> None:
    """Answer each job in a process of its own, once ready."""
    os.environ["MPLBACKEND"] = "svg"
    os.chdir(root)
    sys.path.insert(0, str(root))
    from downhill.figures import draw

    draw.prepare(fonts)
    pipe.send(True)
    with suppress(EOFError):
        while True:
            pipe.send(draw.answer(pipe.recv(), root))
