"""The only place where Qt meets threads.

Work runs in plain Python threads (or in futures of a worker pool); what it tells goes through one
queue that one 50 ms timer empties on the window's thread. The timer rests while nothing is under way.
"""

from __future__ import annotations

import logging
import queue
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QTimer

from app.core.errors import CancelledError

TICK_MS = 50
SLICE_S = 0.015
"""Seconds of one tick in which news are delivered; what is left comes with the next."""
SWITCH_S = 0.0005
"""So long a thread may keep Python to itself while another waits. The window asks for Python each time
Qt calls it, a hundred times a painting: with Python's own 5 ms, work in a thread made it stand still
for half a second.
"""
_log = logging.getLogger(__name__)

Work = Callable[[Callable[[Any], None], threading.Event], Any]
"""A function (emit, cancel) -> result. `cancel` has is_set() and wait(seconds)."""
Listener = Callable[[Any], None] | None


class Job:
    """One piece of work under way."""

    def __init__(self, on_event: Listener, on_done: Listener, on_error: Listener) -> None:
        self.cancel = threading.Event()
        self.running = True
        self.lasting = False
        """It serves others until it is stopped, and is no work one waits for."""
        self.thread: threading.Thread | None = None
        self.on_event = on_event
        self.on_done = on_done
        self.on_error = on_error

    def stop(self) -> None:
        """Ask the work to stop; its on_error gets a CancelledError when it does."""
        self.cancel.set()

    def forget(self) -> None:
        """Stop, and hear nothing more of it."""
        self.cancel.set()
        self.on_event = self.on_done = self.on_error = None


class Milestone:
    """Something that comes once on the window's thread, and that work in a thread may wait for."""

    def __init__(self) -> None:
        self._there = threading.Event()

    def reach(self) -> None:
        """It is there."""
        self._there.set()

    def wait(self, seconds: float) -> bool:
        """Wait until it is there, for so long at most; whether it is."""
        return self._there.wait(seconds)


class Jobs(QObject):
    """Runs work beside the window and brings its news to the window's thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(SWITCH_S)
        self._news: queue.SimpleQueue[tuple[Job, str, Any]] = queue.SimpleQueue()
        self._jobs: set[Job] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.drain)

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return any(not job.lasting for job in self._jobs)

    def run(
        self, work: Work, *, on_event: Listener = None, on_done: Listener = None,
        on_error: Listener = None, name: str = "work",
    ) -> Job:  # fmt: skip
        """Start work(emit, cancel) in a thread. on_event per emitted event, then exactly one of
        on_done(result) and on_error(exception). An exception that is nobody's to mend and has no
        on_error goes to sys.excepthook.
        """
        job = Job(on_event, on_done, on_error)
        job.thread = threading.Thread(target=self._work, args=(job, work), name=f"kabocha-{name}")
        self._begin(job)
        job.thread.start()
        return job

    def watch(self, future: Future[Any], on_done: Listener, on_error: Listener = None) -> Job:
        """Hear of a future of a worker pool on the window's thread."""
        job = Job(None, on_done, on_error)
        self._begin(job)

        def finished(ended: Future[Any]) -> None:
            if ended.cancelled():
                self._news.put((job, "error", CancelledError()))
            elif ended.exception() is not None:
                self._news.put((job, "error", ended.exception()))
            else:
                self._news.put((job, "done", ended.result()))

        future.add_done_callback(finished)
        return job

    def close(self, seconds: float = 10.0) -> bool:
        """Stop everything and join it. False when something would not stop in time."""
        for job in self._jobs:
            job.forget()
        threads = [job.thread for job in self._jobs if job.thread]
        for thread in threads:
            thread.join(seconds)
        self._timer.stop()
        self._jobs.clear()
        return not any(thread.is_alive() for thread in threads)

    def drain(self) -> None:
        """Deliver what has come since the last tick, as far as it can be done in a moment; called
        by the timer.
        """
        end = time.perf_counter() + SLICE_S
        for _ in range(self._news.qsize()):
            if time.perf_counter() > end:
                break
            job, kind, value = self._news.get()
            if kind == "event":
                self._deliver(job.on_event, value)
                continue
            job.running = False
            self._jobs.discard(job)
            if kind == "done":
                self._deliver(job.on_done, value)
            else:
                self._failed(job, value)
        if not self._jobs and self._news.empty():
            self._timer.stop()

    def _begin(self, job: Job) -> None:
        self._jobs.add(job)
        if not self._timer.isActive():
            self._timer.start()

    def _work(self, job: Job, work: Work) -> None:
        try:
            result = work(lambda event: self._news.put((job, "event", event)), job.cancel)
        except BaseException as error:  # noqa: BLE001 - whatever it is, the window must hear of it
            self._news.put((job, "error", error))
        else:
            self._news.put((job, "done", result))

    def _failed(self, job: Job, error: BaseException) -> None:
        if job.on_error is not None:
            self._deliver(job.on_error, error)
        elif not isinstance(error, CancelledError) and not job.cancel.is_set():
            _log.error("work failed", exc_info=error)
            sys.excepthook(type(error), error, error.__traceback__)

    @staticmethod
    def _deliver(listener: Listener, value: Any) -> None:
        if listener is None:
            return
        owner = getattr(listener, "__self__", None)
        if isinstance(owner, QObject) and not shiboken6.isValid(owner):
            return
        listener(value)


class Latest(QObject):
    """Keeps one kind of work to one at a time: while it runs only the newest wish waits."""

    def __init__(self, jobs: Jobs, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._name = name
        self._running: Job | None = None
        self._waiting: tuple[Work, Listener, Listener, Listener] | None = None
        self._listeners: tuple[Listener, Listener] = (None, None)

    @property
    def busy(self) -> bool:
        """Whether work is under way or waits."""
        return self._running is not None

    def run(
        self, work: Work, on_done: Listener, on_error: Listener = None, on_event: Listener = None
    ) -> None:
        """Start now, or as soon as what runs has ended; an older wish that waits is dropped."""
        if self._running is not None:
            self._waiting = (work, on_done, on_error, on_event)
            return
        self._listeners = (on_done, on_error)
        self._running = self._jobs.run(
            work, on_event=on_event, on_done=self._done, on_error=self._error, name=self._name
        )

    def stop(self) -> None:
        """Forget what runs and what waits."""
        self._waiting = None
        if self._running is not None:
            self._running.forget()
            self._running = None

    def _done(self, result: Any) -> None:
        listener = self._listeners[0]
        self._next()
        Jobs._deliver(listener, result)  # noqa: SLF001 - same room

    def _error(self, error: BaseException) -> None:
        listener = self._listeners[1]
        self._next()
        if listener is not None:
            Jobs._deliver(listener, error)  # noqa: SLF001 - same room
        elif not isinstance(error, CancelledError):
            sys.excepthook(type(error), error, error.__traceback__)

    def _next(self) -> None:
        self._running = None
        if self._waiting is not None:
            wish, self._waiting = self._waiting, None
            self.run(*wish)
