"""A pool of processes that decode strangers' pictures, and the disk cache in front of it."""

from __future__ import annotations

import contextlib
import queue
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from app.core.errors import CancelledError
from app.core.media.facts import UNREADABLE, Picture, Unavailable
from app.core.media.process import TimedOutError, WorkerDiedError, WorkerProcess
from app.core.media.store import Store, default_folder

SECONDS = 30.0
"""Longest time for one file."""


@dataclass(frozen=True)
class _Job:
    verb: str
    path: Path
    pixels: int
    future: Future[Any]


class Workers:
    """`count` processes, each started with its first job and minded by one thread.

    Jobs run in the order they are given; cancel the future of one that is no longer wanted.
    `close` (or leaving the `with` block) ends processes and threads; what is not finished then
    raises CancelledError from its future.
    """

    def __init__(
        self, count: int = 2, *, seconds: float = SECONDS, store: Store | None = None
    ) -> None:
        self._seconds = seconds
        self._store = store or Store(default_folder())
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._minders = [_Minder(self._jobs, seconds, self._store) for _ in range(count)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def thumbnail(self, path: Path, pixels: int) -> Future[Picture | Unavailable]:
        """A PNG of at most `pixels` by `pixels`, or why there is none. Never raises for the file's sake."""
        return self._submit("thumbnail", path, pixels)

    def verify(self, path: Path) -> Future[str | None]:
        """Decode a picture whole: truncated, unreadable, or None. None also when it cannot be
        judged: another type, too large, too slow, not there, the decoder crashed.
        """
        return self._submit("verify", path, 0)

    def close(self) -> None:
        """End everything; safe to call twice and from any thread but a future's callback."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        with contextlib.suppress(queue.Empty):
            while job := self._jobs.get_nowait():
                _stop(job)
        for minder in self._minders:
            self._jobs.put(None)
            minder.stop()
        for minder in self._minders:
            minder.join()

    def _submit(self, verb: str, path: Path, pixels: int) -> Future[Any]:
        job = _Job(verb, path, pixels, Future())
        with self._lock:
            closed = self._closed
            if not closed:
                self._jobs.put(job)
        if closed:
            _stop(job)
        return job.future


def _stop(job: _Job) -> None:
    if job.future.set_running_or_notify_cancel():
        job.future.set_exception(CancelledError())


class _Minder:
    """A thread with one process: takes jobs, replaces the process when a file was too much."""

    def __init__(self, jobs: queue.SimpleQueue[_Job | None], seconds: float, store: Store) -> None:
        self._jobs = jobs
        self._seconds = seconds
        self._store = store
        self._process: WorkerProcess | None = None
        self._lock = threading.Lock()
        self._stopped = False
        self._thread: threading.Thread | None = threading.Thread(
            target=self._run, name="pictures", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Kill the process under a running job."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                self._process.kill()

    def join(self) -> None:
        """Wait for the thread."""
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            if job.future.set_running_or_notify_cancel():
                self._finish(job)
        self._drop()

    def _finish(self, job: _Job) -> None:
        try:
            job.future.set_result(self._answer(job))
        except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to the one who waits
            job.future.set_exception(error)

    def _answer(self, job: _Job) -> Any:
        if job.verb == "verify":
            return self._ask(job, timed_out=None, died=None)
        name = self._store.name(job.path, job.pixels)
        if name is None:
            return Unavailable("missing")
        kept = self._store.get(name)
        if kept is not None:
            return kept
        answer = self._ask(job, timed_out=Unavailable("timed-out"), died=Unavailable(UNREADABLE))
        if isinstance(answer, Picture):
            self._store.put(name, answer)
        return answer

    def _ask(self, job: _Job, *, timed_out: Any, died: Any) -> Any:
        try:
            return self._ready().ask(job.verb, job.path, job.pixels, self._seconds)
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
