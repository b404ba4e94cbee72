"""Jobs that wait for a worker: what was asked for last comes first."""

from __future__ import annotations

import heapq
import threading
from typing import Generic, TypeVar

J = TypeVar("J")


class Waiting(Generic[J]):
    """Jobs by urgency: a higher batch goes before a lower one, in a batch as they came."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, J]] = []
        self._count = 0
        self._closed = False
        self._changed = threading.Condition()

    def put(self, job: J, batch: int) -> bool:
        """Let a job wait. False when it is closed."""
        with self._changed:
            if self._closed:
                return False
            self._count += 1
            heapq.heappush(self._heap, (-batch, self._count, job))
            self._changed.notify()
        return True

    def get(self) -> J | None:
        """The most urgent job, when there is one; None once it is closed."""
        with self._changed:
            while not self._heap and not self._closed:
                self._changed.wait()
            return None if self._closed else heapq.heappop(self._heap)[2]

    def close(self) -> list[J]:
        """Let nobody wait any more; returns the jobs nobody took."""
        with self._changed:
            self._closed = True
            left = [job for _, _, job in sorted(self._heap, key=lambda entry: entry[:2])]
            self._heap.clear()
            self._changed.notify_all()
        return left
