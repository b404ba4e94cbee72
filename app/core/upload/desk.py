"""What all rows of a run share, and the small steps that more than one of them needs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.core.cancel import Cancel
from app.core.events import Emit, Progressed, RowChanged
from app.core.model import Plan, RowState
from app.core.project import Journal, Record
from app.core.upload.hours import Hours
from app.core.upload.patience import Patience
from app.core.upload.queue import Queue
from app.core.wiki import FileInfo, Wiki

SLACK = 900.0
"""Seconds that the time of a file may lie before the intent: clocks differ, and the title was
free when it was asked for."""


@dataclass(slots=True)
class Desk:
    """One run: wiki, journal, waits, and what a person accepted."""

    wiki: Wiki
    journal: Journal
    patience: Patience
    emit: Emit
    cancel: Cancel
    accept: frozenset[str]
    queue: Queue
    hours: Hours | None = None
    clock: Callable[[], float] = time.monotonic
    bytes_files: int = 0
    most_at_once: int = 16 * 1024 * 1024
    """Bytes of a file that one request may carry: less once the wiki's server refused more."""
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _shown: dict[int, tuple[float, int]] = field(default_factory=dict)

    @property
    def account(self) -> str:
        """Name of the account that sends."""
        return self.wiki.account.name

    def tell(self, number: int, record: Record, state: RowState | None = None) -> None:
        """Emit the state of a row."""
        self.emit(
            RowChanged(
                record.row_id, number, record.title, state or record.state, record.reason,
                record.message or record.note, record.pageid, record.mid,
            )
        )  # fmt: skip

    def put(self, plan: Plan, state: RowState, **changes: Any) -> Record:
        """Commit a state and emit it."""
        record = self.journal.set(plan.row_id, state, **changes)
        self.tell(plan.number, record)
        return record

    def count_sent(self, size: int) -> None:
        """Count the bytes of a file that is on the wiki."""
        with self._lock:
            self.bytes_files += size

    def progress(self, plan: Plan, sent: int) -> None:
        """Emit bytes of a file, at most five times a second and at its end."""
        now = self.clock()
        at, _ = self._shown.get(plan.row_id, (-1.0, 0))
        if now - at >= 0.2 or sent >= plan.size:
            self._shown[plan.row_id] = (now, sent)
            self.emit(Progressed(plan.row_id, sent, plan.size))

    def look(self, title: str) -> FileInfo:
        """What is there under a title now, asked as often as it takes."""
        return self.patience.ask(lambda: self.wiki.files([title])[title])

    def is_ours(self, info: FileInfo, sha1: str, account: str, since: float) -> bool:
        """Whether a file is the one that we meant to send: bytes, account and time."""
        if info.sha1 != sha1 or info.user != account:
            return False
        try:
            at = datetime.fromisoformat(info.timestamp or "").timestamp()
        except ValueError:
            return False
        return at >= since - SLACK
