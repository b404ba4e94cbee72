"""A pool of processes that decode strangers' pictures, and the disk cache in front of it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from app.core.errors import CancelledError
from app.core.media.facts import UNREADABLE, Picture, Unavailable
from app.core.media.pixels import Box, Size
from app.core.media.process import TimedOutError, WorkerDiedError, WorkerProcess
from app.core.media.store import Store, default_folder
from app.core.media.view import View
from app.core.media.waiting import Waiting

MOST = 3
"""Processes for thumbnails at most: each may come to hold a picture of a gigabyte."""
SECONDS = 30.0
"""Longest time for one file."""
PATIENCE = 1.0
"""Seconds after which what nobody waits for any more is ended: a process starts in less."""
_LATER = -1
"""Whole files are looked through after everything that is to be seen."""


@dataclass(frozen=True)
class _Job:
    verb: str
    path: Path
    wish: Any
    future: Future[Any]


def processes() -> int:
    """How many processes for thumbnails suit this computer: one core is left to the window."""
    return min(MOST, max(2, (os.cpu_count() or 2) - 1))


class Workers:
    """`count` processes for thumbnails (0 = as many as suit this computer) and one for the large
    view, each started with its first job and minded by one thread.

    What is asked for with a higher `batch` is made first; cancel the future of what is no longer
    wanted. `close` (or leaving the `with` block) ends processes and threads; what is not finished
    then raises CancelledError from its future.
    """

    def __init__(
        self, count: int = 0, *, seconds: float = SECONDS, store: Store | None = None
    ) -> None:
        self._seconds = seconds
        self._store = store or Store(default_folder())
        self._small: Waiting[_Job] = Waiting()
        self._large: Waiting[_Job] = Waiting()
        self._lock = threading.Lock()
        self._closed = False
        self._viewing = False
        self._count = count or processes()
        self._minders = [_Minder(self._small, self._answer, seconds) for _ in range(self._count)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start the processes for thumbnails now: pictures will be asked for in a moment."""
        for _ in range(self._count):
            self._submit(self._small, _Job("start", Path(), None, Future()), _LATER)

    def thumbnail(self, path: Path, pixels: int, batch: int = 0) -> Future[Picture | Unavailable]:
        """A picture of at most `pixels` by `pixels`, or why there is none. Never raises for the
        file's sake.
        """
        return self._submit(self._small, _Job("thumbnail", path, pixels, Future()), batch)

    def verify(self, path: Path) -> Future[str | None]:
        """Decode a picture whole: truncated, unreadable, or None. None also when it cannot be
        judged: another type, too large, too slow, not there, the decoder crashed.
        """
        return self._submit(self._small, _Job("verify", path, 0, Future()), _LATER)

    def look(self, path: Path, box: Box, size: Size, batch: int = 0) -> Future[View | Unavailable]:
        """A part of a picture (fractions of it as it stands upright), at most `size` large and never
        enlarged; or why it cannot be had. By a process of its own, which holds what it decoded last.
        """
        self._view()
        return self._submit(self._large, _Job("look", path, (box, size), Future()), batch)

    def abandon(self, future: Future[View | Unavailable]) -> None:
        """End a look that nobody waits for any more, once it takes long: others wait behind it."""
        for minder in self._minders:
            minder.abandon(future, PATIENCE)

    def forget(self) -> None:
        """The large view was closed: what is held for it is let go."""
        if self._viewing:
            self._submit(self._large, _Job("forget", Path(), None, Future()), 0)

    def close(self) -> None:
        """End everything; safe to call twice and from any thread but a future's callback."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        for waiting in (self._small, self._large):
            for job in waiting.close():
                _stop(job)
        for minder in self._minders:
            minder.stop()
        for minder in self._minders:
            minder.join()

    def _view(self) -> None:
        with self._lock:
            if not self._viewing and not self._closed:
                self._viewing = True
                self._minders.append(_Minder(self._large, _seen, self._seconds))

    @staticmethod
    def _submit(waiting: Waiting[_Job], job: _Job, batch: int) -> Future[Any]:
        if not waiting.put(job, batch):
            _stop(job)
        return job.future

    def _answer(self, ask: Ask, job: _Job) -> Any:
        if job.verb != "thumbnail":
            return ask(job, None, None)
        name = self._store.name(job.path, job.wish)
        if name is None:
            return Unavailable("missing")
        kept = self._store.get(name)
        if kept is not None:
            return kept
        answer = ask(job, Unavailable("timed-out"), Unavailable(UNREADABLE))
        if isinstance(answer, Picture):
            self._store.put(name, answer)
        return answer


Ask = Callable[[_Job, Any, Any], Any]
"""Asks the process; with the answers for when it takes too long, and when it dies."""


def _seen(ask: Ask, job: _Job) -> Any:
    return ask(job, Unavailable("timed-out"), Unavailable("too-large"))


def _stop(job: _Job) -> None:
    if job.future.set_running_or_notify_cancel():
        job.future.set_exception(CancelledError())


class _Minder:
    """A thread with one process: takes jobs, replaces the process when a file was too much."""

    def __init__(
        self, jobs: Waiting[_Job], answer: Callable[[Ask, _Job], Any], seconds: float
    ) -> None:
        self._jobs = jobs
        self._answer = answer
        self._seconds = seconds
        self._process: WorkerProcess | None = None
        self._lock = threading.Lock()
        self._stopped = False
        self._running: tuple[Future[Any], float] | None = None
        self._thread = threading.Thread(target=self._run, name="pictures", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Kill the process under a running job."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                self._process.kill()

    def abandon(self, future: Future[Any], patience: float) -> None:
        """Let the process be at this job no longer than so many seconds in all."""
        with self._lock:
            running, process = self._running, self._process
            if running is not None and running[0] is future and process is not None:
                process.hurry(running[1] + patience - time.monotonic())

    def join(self) -> None:
        """Wait for the thread."""
        self._thread.join()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            if job.future.set_running_or_notify_cancel():
                with self._lock:
                    self._running = job.future, time.monotonic()
                self._finish(job)
                with self._lock:
                    self._running = None
        self._drop()

    def _finish(self, job: _Job) -> None:
        try:
            job.future.set_result(self._answer(self._ask, job))
        except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to the one who waits
            job.future.set_exception(error)

    def _ask(self, job: _Job, timed_out: Any, died: Any) -> Any:
        try:
            return self._ready().ask(job.verb, job.path, job.wish, self._seconds)
        except TimedOutError:
            answer = timed_out
        except WorkerDiedError:
            answer = died
        self._drop()
        if self._stopped:
            raise CancelledError
        return answer

    def _ready(self) -> WorkerProcess:
        if self._process is None:
            with self._lock:
                if self._stopped:
                    raise CancelledError
                self._process = WorkerProcess()
            self._process.wait_ready()
        return self._process

    def _drop(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.close()
