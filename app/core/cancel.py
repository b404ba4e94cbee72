"""Cancelling: any object with is_set() and wait(seconds); every sleep of the engine waits on it."""

from __future__ import annotations

from typing import Protocol

from app.core.errors import CancelledError


class Cancel(Protocol):
    """What `threading.Event` offers."""

    def is_set(self) -> bool:
        """Whether the work should stop."""

    def wait(self, timeout: float | None = None) -> bool:
        """Sleep up to `timeout` seconds; True when cancelled meanwhile."""


def sleep(cancel: Cancel, seconds: float) -> None:
    """Sleep, or raise CancelledError as soon as the work is cancelled."""
    if cancel.wait(max(0.0, seconds)):
        raise CancelledError


def check(cancel: Cancel) -> None:
    """Raise CancelledError when the work is cancelled."""
    if cancel.is_set():
        raise CancelledError
