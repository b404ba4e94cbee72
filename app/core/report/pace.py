"""How fast bytes go at the moment."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

_WINDOW_S = 10.0
_LEAST_S = 1.0
"""Seconds before a speed can be told."""


class Pace:
    """Bytes a second over the last ten seconds or so. `clock` is monotonic."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._sent = 0
        self._seen: deque[tuple[float, int]] = deque()
        """Moment, and bytes until then."""

    def add(self, count: int) -> None:
        """So many bytes more went; what went again counts too."""
        now = self._clock()
        self._sent += max(0, count)
        self._seen.append((now, self._sent))
        while len(self._seen) > 2 and self._seen[1][0] <= now - _WINDOW_S:
            self._seen.popleft()

    @property
    def rate(self) -> float | None:
        """Bytes a second; None while it is not known. Falls while nothing goes."""
        if not self._seen:
            return None
        at, before = self._seen[0]
        seconds = self._clock() - at
        return (self._sent - before) / seconds if seconds >= _LEAST_S else None
