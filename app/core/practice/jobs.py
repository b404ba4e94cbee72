"""The job runner: asynchronous uploads are finished here, one after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from app.core.practice.conduct import Conduct

PATIENCE = 1.0
"""Seconds that a question about a job waits for it."""


class Jobs:
    """One worker thread, made when first needed and joined by `stop`."""

    def __init__(self, conduct: Conduct) -> None:
        self._conduct = conduct
        self._pool: ThreadPoolExecutor | None = None
        self._lock = threading.Lock()
        self._running: dict[str, Future[None]] = {}

    def run(self, key: str, work: Callable[[], None]) -> None:
        """Do `work` in the background unless the runner is down or it is running already."""
        with self._lock:
            if not self._conduct.jobs or key in self._running:
                return
            if self._pool is None:
                self._pool = ThreadPoolExecutor(1, "practice-jobs")
            self._running[key] = self._pool.submit(work)

    def settle(self, key: str) -> bool:
        """Wait a moment for the work of a key; whether it is done. What it raised is raised."""
        with self._lock:
            future = self._running.get(key)
        if future is None:
            return False
        try:
            future.result(PATIENCE)
        except TimeoutError:
            return False
        return True

    def stop(self) -> None:
        """Finish what runs, drop what waits, join the thread."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
