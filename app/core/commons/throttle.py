"""A ceiling for the bytes a second that leave this computer: other people use the line too."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from app.core import cancel as cancelling
from app.core.cancel import Cancel

_BURST = 0.25
"""Seconds of the allowed rate that may go at once."""


class Throttle:
    """Shared by all connections. `rate` in bytes a second, 0 = no ceiling; it may be changed while
    bytes flow. `clock` is monotonic.
    """

    def __init__(self, cancel: Cancel, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate = 0
        self._cancel = cancel
        self._clock = clock
        self._free_at = 0.0
        """When all bytes so far would have gone at the allowed rate."""
        self._lock = threading.Lock()

    def take(self, count: int) -> None:
        """Wait until so many more bytes may go. Raises CancelledError."""
        wait = self._book(count)
        if wait > 0:
            cancelling.sleep(self._cancel, wait)

    def _book(self, count: int) -> float:
        if self.rate <= 0:
            return 0.0
        with self._lock:
            now = self._clock()
            self._free_at = max(self._free_at, now - _BURST) + count / self.rate
            return self._free_at - now
