"""What the engine tells while it works: a closed set of frozen events, given to `emit`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.core.model import RowState


@dataclass(frozen=True, slots=True)
class RowChanged:
    """A row changed its state. `reason` is a code, `message` the sentence for people."""

    row_id: int
    row: int
    title: str
    state: RowState
    reason: str | None = None
    message: str = ""
    pageid: int | None = None
    mid: str | None = None


@dataclass(frozen=True, slots=True)
class Progressed:
    """Bytes of one file that are on the wiki. At most five a second for one row."""

    row_id: int
    sent: int
    total: int


@dataclass(frozen=True, slots=True)
class Waited:
    """The queue waits: why (a code and a sentence) and until when (Unix seconds, None unknown)."""

    reason: str
    message: str
    until: float | None = None


@dataclass(frozen=True, slots=True)
class Resumed:
    """A wait is over."""


@dataclass(frozen=True, slots=True)
class Stepped:
    """A long step goes on: a message key and its progress (0 of 0 = unknown length)."""

    step: str
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Finished:
    """An upload run ended. done + failed + skipped + asked + left = rows."""

    done: int
    failed: int
    skipped: int
    asked: int
    left: int
    requests: int
    bytes_sent: int
    bytes_files: int
    seconds: float


Event = RowChanged | Progressed | Waited | Resumed | Stepped | Finished
Emit = Callable[[Event], None]


def ignore(_event: Event) -> None:
    """An `emit` for callers that do not listen."""
