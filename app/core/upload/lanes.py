"""Several files at once: as many as make the whole faster, one while the wiki is busy."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue

from app.core.cancel import Cancel
from app.core.errors import CancelledError
from app.core.events import Emit, Event

Job = Callable[[], "Job | None"]
"""Sends a file; what it returns (its data) is sent by the other lane while the next file goes."""

MOST = 3
_LOOK = 0.05
_SLICE = 0.25
_GAIN = 1.05
"""So many times the bytes a second make one more file at once worth it."""
_WINDOW = 3.0
_LONG = 30.0
"""Seconds after which files that are still on their way are judged too: a large one takes hours."""
_STILL = 3.0
"""Seconds without a byte that tell nothing of the line: a pause, an outage, files put together."""
_HOLD = 120.0
"""Seconds until more is tried again after the wiki asked for less."""
_AGAIN = 30.0
"""The same after it was no gain: on a poor line that may have been chance."""


@dataclass
class Growth:
    """How many files go at once. `allowed` is changed by `ended` after each file, `look` on the way
    of large ones, and `busy`.
    """

    most: int
    clock: Callable[[], float]
    sent: Callable[[], int]
    allowed: int = 1
    _before: float = 0.0
    """Bytes a second with one file less, until it is judged whether one more is worth it."""
    _jobs: int = 0
    _held: float = 0.0
    _began: float = field(init=False)
    _bytes: int = field(init=False)
    _flowing: float = field(init=False)
    """Since when bytes go without a pause."""
    _flowed: int = field(init=False)
    _moved: float = field(init=False)
    _seen: int = field(init=False)

    def __post_init__(self) -> None:
        self._turn(self.allowed)

    def ended(self) -> None:
        """A file is through."""
        self._jobs += 1
        seconds = self.clock() - self._began
        if self._jobs >= self.allowed and seconds >= _WINDOW:
            self._judge((self.sent() - self._bytes) / seconds)

    def look(self) -> None:
        """Time has passed. To be called every moment."""
        now, sent = self.clock(), self.sent()
        if sent != self._seen:
            self._seen, self._moved = sent, now
            seconds = now - self._flowing
            if seconds >= _LONG:
                self._judge((sent - self._flowed) / seconds)
        elif now - self._moved >= _STILL:
            self._flow()

    def _judge(self, rate: float) -> None:
        """Let one more go at once, or one less, by so many bytes a second."""
        if rate < self._before * _GAIN:
            self._turn(self.allowed - 1, held=_AGAIN)
        elif self._before:
            self._before = 0.0  # judged once: on a poor line the pace goes up and down by itself
            self._turn(self.allowed)
        elif self.allowed < self.most and self.clock() >= self._held:
            self._before = rate
            self._turn(self.allowed + 1)
        else:
            self._turn(self.allowed)

    def busy(self) -> None:
        """The wiki asked for less."""
        self._turn(1, held=_HOLD)

    def _turn(self, allowed: int, held: float = 0.0) -> None:
        self.allowed = allowed
        self._jobs = 0
        self._began, self._bytes = self.clock(), self.sent()
        self._flow()
        if held:
            self._held = self.clock() + held
            self._before = 0.0

    def _flow(self) -> None:
        """Begin to look anew."""
        self._flowing = self._moved = self.clock()
        self._flowed = self._seen = self.sent()


class Stop:
    """A `Cancel` for lanes: set when the run is cancelled or when one of them failed."""

    def __init__(self, cancel: Cancel) -> None:
        self._cancel = cancel
        self._stopped = False

    def set(self) -> None:
        """Stop the lanes."""
        self._stopped = True

    def is_set(self) -> bool:
        """Whether the lanes should stop."""
        return self._stopped or self._cancel.is_set()

    def wait(self, timeout: float | None = None) -> bool:
        """Sleep up to `timeout` seconds; True when stopped meanwhile."""
        left = float("inf") if timeout is None else timeout
        while not self.is_set() and left > 0:
            step = min(left, _SLICE)
            self._cancel.wait(step)
            left -= step
        return self.is_set()


class Lanes:
    """Runs jobs in threads of its own; their events are emitted by the caller's thread.

    `stop` is set when one of them fails or the run is cancelled: the others end after what they do.
    """

    def __init__(self, growth: Growth, stop: Stop, emit: Emit) -> None:
        self.stop = stop
        self._growth = growth
        self._emit = emit
        self._owner: int | None = None
        self._events: SimpleQueue[Event | None] = SimpleQueue()
        self._changed = threading.Condition()
        self._pull = threading.Lock()
        self._after: list[Job] = []
        self._busy = 0
        self._is_over = False
        self._failure: BaseException | None = None

    def tell(self, event: Event) -> None:
        """Emit an event in the thread that runs the lanes; may be called by any."""
        if self._owner in (None, threading.get_ident()):
            self._emit(event)
        else:
            self._events.put(event)

    def run(self, jobs: Iterator[Job]) -> None:
        """Run them all. Raises the first error of a job."""
        self._owner = threading.get_ident()
        threads = [
            threading.Thread(target=self._lane, args=(number, jobs), name=f"lane {number}")
            for number in range(self._growth.most)
        ]
        threads.append(threading.Thread(target=self._data_lane, name="data lane"))
        for thread in threads:
            thread.start()
        try:
            while any(thread.is_alive() for thread in threads):
                self._forward(_LOOK)
                with self._changed:
                    self._growth.look()
                if self.stop.is_set():
                    self._fail(CancelledError())
        finally:
            was_stopped = self.stop.is_set()
            self._halt()
            for thread in threads:
                thread.join()
            self._forward(0)
        if self._failure is None and was_stopped and not (self._is_over and not self._after):
            raise CancelledError
        if self._failure is not None:
            raise self._failure

    def _forward(self, seconds: float) -> None:
        """Emit what came, after waiting so long for something to come (None = a lane ended)."""
        with suppress(Empty):
            self._hand_on(self._events.get(timeout=seconds) if seconds else None)
            while True:
                self._hand_on(self._events.get_nowait())

    def _hand_on(self, event: Event | None) -> None:
        if event is not None:
            self._emit(event)

    def _lane(self, number: int, jobs: Iterator[Job]) -> None:
        with self._changed:
            self._busy += 1
        try:
            while self._may(number) and (job := self._spare_data() or self._next(jobs)) is not None:
                data = job()
                with self._changed:
                    if data is not None:
                        self._after.append(data)
                    self._growth.ended()
                    self._changed.notify_all()
        except BaseException as error:  # noqa: BLE001  (raised again in the caller's thread)
            self._fail(error)
        finally:
            with self._changed:
                self._busy -= 1
                self._changed.notify_all()
            self._events.put(None)

    def _may(self, number: int) -> bool:
        """Wait for a turn; False at the end."""
        with self._changed:
            while not self.stop.is_set():
                if number < self._growth.allowed:
                    return True
                if number >= self._growth.allowed and self._is_over:
                    return False
                self._changed.wait(_LOOK)
            return False

    def _spare_data(self) -> Job | None:
        """Data to be sent when more waits than the other lane can take."""
        with self._changed:
            return self._after.pop(0) if len(self._after) > self._growth.allowed else None

    def _next(self, jobs: Iterator[Job]) -> Job | None:
        with self._pull:
            job = None if self._is_over else next(jobs, None)
        if job is None:
            with self._changed:
                self._is_over = True
                self._changed.notify_all()
        return job

    def _data_lane(self) -> None:
        try:
            while (job := self._next_data()) is not None:
                job()
        except BaseException as error:  # noqa: BLE001  (raised again in the caller's thread)
            self._fail(error)
        finally:
            self._events.put(None)

    def _next_data(self) -> Job | None:
        with self._changed:
            while not self.stop.is_set():
                if self._after:
                    job = self._after.pop(0)
                    self._changed.notify_all()
                    return job
                if self._busy == 0 and self._is_over:
                    return None
                self._changed.wait(_LOOK)
            return None

    def _fail(self, error: BaseException) -> None:
        with self._changed:
            if self._failure is None:
                self._failure = error
        self._halt()

    def _halt(self) -> None:
        self.stop.set()
        with self._changed:
            self._changed.notify_all()
