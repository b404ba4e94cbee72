"""Waiting: how long at which trouble, said while it lasts, and until when it makes sense."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from datetime import datetime
from typing import TypeVar

from app.core import cancel as cancelling
from app.core import codes, text
from app.core.cancel import Cancel
from app.core.errors import NetworkError
from app.core.events import Emit, Resumed, Waited
from app.core.upload.gate import Gate
from app.core.upload.hours import Hours

T = TypeVar("T")

SHORTEST = 1.0
"""Seconds: while a fault lasts there is at most one request a second."""

_BUSY = frozenset({"ratelimited", "actionthrottledtext", "maxlag", "http-429"})
"""The wiki wants less of us."""
_ENDLESS = _BUSY | {"readonly"}
"""The whole wiki says so: no row is to blame, however often."""
HOPELESS = frozenset(
    {"certificate", "proxy-password", "proxy-refused", "proxy-kind", "proxy-address"}
)
"""At the first request of all: nothing that time mends."""
_ODD = frozenset({"broken-answer", "unknown-answer"})
_ODD_TRIES = 5
_STEP = 30.0


def catalogued(error: NetworkError) -> codes.Code:
    """The catalogue's entry for a network or server error; ours are counted as `connection`."""
    entry = codes.error(error.code)
    if entry.reaction != codes.UNKNOWN:
        return entry
    return codes.error("http-5xx" if error.code in _ODD else "connection")


def is_to_blame(error: NetworkError, tries: int) -> bool:
    """Whether so many failures, with good answers in between, mean that the row is the cause."""
    entry = catalogued(error)
    if error.code in _ODD:
        return tries > _ODD_TRIES
    return entry.code not in {*_ENDLESS, "connection"} and tries > max(entry.retries, 1)


class Blamed(Exception):  # noqa: N818  (the row ends with a state, or goes another way)
    """A question whose answer is trouble each time, while others are answered well."""


class Patience:
    """Waits for one run. `progressed` starts the time anew that `minutes` limits.

    `clock` is monotonic. May be used by several threads that share `gate`: one of them waits and
    tries again for all. `busy` is called when the wiki wants less of us.
    """

    def __init__(
        self, emit: Emit, cancel: Cancel, minutes: float, clock: Callable[[], float],
        gate: Gate | None = None, busy: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self._emit = emit
        self._cancel = cancel
        self._gate = gate or Gate(cancel)
        self._busy = busy
        self._limit = minutes * 60
        self._clock = clock
        self._moved_at = clock()

    def progressed(self) -> None:
        """Something of ours arrived."""
        self._moved_at = self._clock()

    def wait(self, error: NetworkError, tries: int) -> None:
        """Wait out an error after so many failures in a row (1 = the first).

        Raises the error again when the time is over, CancelledError.
        """
        if catalogued(error).code in _BUSY:
            self._busy()
        if not self._gate.close():
            return
        left = self._limit - (self._clock() - self._moved_at)
        told = error.retry_after
        wanted = catalogued(error).wait(tries) * _jitter() if told is None else told
        if left <= 0 or (told is not None and told > left):
            raise error
        self.pause(max(SHORTEST, min(wanted, left)), error.code, str(error))

    def keep_limit(self, seconds: float, action: str) -> None:
        """Wait because the account's own limit is used up. Raises CancelledError."""
        self.pause(seconds, "limit", text.t(f"upload.limit-{action}"))

    def pause(self, seconds: float, reason: str, message: str) -> None:
        """Wait so long, and say why. Raises CancelledError."""
        self._emit(Waited(reason, message, time.time() + seconds))
        cancelling.sleep(self._cancel, seconds)
        self._emit(Resumed())

    def keep_hours(self, hours: Hours | None) -> None:
        """Wait until files may be sent by the hour of the day. Raises CancelledError."""
        now = datetime.now().astimezone()
        if hours is None or hours.is_open(now):
            return
        opens = hours.opens(now)
        self._emit(Waited("hours", text.t("upload.waits-hours"), opens.timestamp()))
        while not hours.is_open(now := datetime.now().astimezone()):
            # short steps: a computer that slept has another time when it wakes
            left = (hours.opens(now) - now).total_seconds()
            cancelling.sleep(self._cancel, min(max(left, SHORTEST), _STEP))
        self.progressed()
        self._emit(Resumed())

    def ask(
        self, question: Callable[[], T], unless: Collection[str] = (), *, may_blame: bool = False
    ) -> T:
        """Ask something that changes nothing, as often as it takes; errors with one of the codes
        `unless` are raised at once. `may_blame`: what is asked may be the cause itself; raises
        Blamed when the same trouble came again and again.
        """
        tries = 0
        while True:
            try:
                return question()
            except NetworkError as error:
                if error.code in unless:
                    raise
                tries += 1
                if may_blame and is_to_blame(error, tries):
                    raise Blamed from error
                self.wait(error, tries)


def _jitter() -> float:
    """A factor from 0.9 to 1.1, so that many who wait do not come back at once."""
    return 0.9 + time.monotonic_ns() // 1000 % 1000 / 5000
