"""The account's own limits, kept before the wiki has to say so."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping

Pause = Callable[[float, str], None]
"""Waits so many seconds because of an action's limit."""

_MARGIN = 0.5
"""Seconds more than needed: the wiki's clock is not ours."""


class Quota:
    """Counts actions against `limits`, action -> (hits, seconds), as userinfo tells them.

    May be used by several threads; `pause` is called by the one that has to wait. `clock` is
    monotonic, in seconds.
    """

    def __init__(
        self,
        limits: Mapping[str, tuple[int, int]],
        pause: Pause,
        clock: Callable[[], float],
    ) -> None:
        self._limits = {k: v for k, v in limits.items() if v[0] > 0 and v[1] > 0}
        self._pause = pause
        self._clock = clock
        self._taken: dict[str, deque[float]] = {action: deque() for action in self._limits}
        self._lock = threading.Lock()

    def remember(self, action: str, seconds_ago: float) -> None:
        """An action of a run before this one."""
        if action in self._limits and seconds_ago < self._limits[action][1]:
            with self._lock:
                self._taken[action].append(self._clock() - seconds_ago)

    def take(self, action: str) -> None:
        """Wait until one more is allowed, and count it. Raises CancelledError."""
        if action not in self._limits:
            return
        while (wait := self._try(action)) > 0:
            self._pause(wait, action)

    def left(self, action: str) -> int | None:
        """How many are allowed at once now; None = no limit."""
        if action not in self._limits:
            return None
        with self._lock:
            return self._limits[action][0] - len(self._current(action))

    def seconds_for(self, action: str, count: int) -> float:
        """How long so many more take at least, by the limit alone."""
        if action not in self._limits or count <= 0:
            return 0.0
        hits, seconds = self._limits[action]
        with self._lock:
            taken = [at - self._clock() for at in self._current(action)]
        for _ in range(count):
            start = max(0.0, taken[-hits] + seconds) if len(taken) >= hits else 0.0
            taken.append(start)
        return taken[-1]

    def _try(self, action: str) -> float:
        """Count one and return 0, or the seconds until one is allowed."""
        hits, seconds = self._limits[action]
        with self._lock:
            current = self._current(action)
            if len(current) < hits:
                current.append(self._clock())
                return 0.0
            return current[0] + seconds + _MARGIN - self._clock()

    def _current(self, action: str) -> deque[float]:
        """Those that still count."""
        taken, seconds = self._taken[action], self._limits[action][1]
        now = self._clock()
        while taken and taken[0] + seconds <= now:
            taken.popleft()
        return taken
