"""The event loop run turn by turn, and the longest turn kept."""

from __future__ import annotations

import time
from collections.abc import Callable

TIMEOUT_S = 600.0


class Turns:
    """`clock` = what is measured: `time.thread_time` is what the window's own thread works,
    `time.perf_counter` also what it waits for.
    """

    def __init__(self, application, clock: Callable[[], float] = time.thread_time) -> None:
        self._application = application
        self._clock = clock
        self.longest = 0.0

    def turn(self) -> None:
        """Everything that is due now."""
        self.measure(self._application.processEvents)

    def measure(self, work: Callable[[], object]) -> None:
        began = self._clock()
        work()
        self.longest = max(self.longest, self._clock() - began)

    def until(self, reached: Callable[[], bool]) -> None:
        end = time.monotonic() + TIMEOUT_S
        while not reached():
            if time.monotonic() > end:
                raise TimeoutError
            self.turn()
            time.sleep(0.001)
