"""How far an upload is, and when it will be done: by the bytes and files so far, by what the account
may send, and by the hours in which it may.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.core import events
from app.core.model import RowState
from app.core.report.pace import Pace
from app.core.upload.hours import Hours
from app.core.upload.quota import Quota

_KNOWN_AFTER_S = 5.0
"""Seconds of sending before the time that is left can be told."""
_FORGET = 0.97
"""Weight of what is known, with each file that is through: the last thirty count."""
_GROWN = 0.25
"""The same when more files go at once than ever before: what one alone cost says little then."""
_PRIOR, _PRIOR_S = 0.02, 0.7
"""Weight of the guess that a file costs so many seconds beside its bytes (about three requests),
until files of several sizes tell better.
"""
_ENDS = frozenset({RowState.FAILED, RowState.ASKED, RowState.SKIPPED})
_ACTIONS = ("upload", "edit")


def _no_pause(_seconds: float, _action: str) -> None:
    """A forecast waits for nothing."""


@dataclass
class Cost:
    """Seconds that a file and a byte cost: least squares over what was seen, neither below zero."""

    ff: float = 0.0
    fb: float = 0.0
    bb: float = 0.0
    ft: float = 0.0
    bt: float = 0.0

    def learn(self, files: int, sent: int, seconds: float) -> None:
        """So many files and bytes took so long."""
        self.fade(_FORGET)
        for name, value in (
            ("ff", files * files), ("fb", files * sent), ("bb", sent * sent),
            ("ft", files * seconds), ("bt", sent * seconds),
        ):  # fmt: skip
            setattr(self, name, getattr(self, name) + value)

    def fade(self, weight: float) -> None:
        """What is known counts less."""
        for name in ("ff", "fb", "bb", "ft", "bt"):
            setattr(self, name, getattr(self, name) * weight)

    def seconds(self, files: int, left: int) -> float:
        """How long so many more take."""
        ff, ft = self.ff * (1 + _PRIOR), self.ft + self.ff * _PRIOR * _PRIOR_S
        det = ff * self.bb - self.fb * self.fb
        if det <= 0:
            return left * self.bt / self.bb if self.bb else 0.0
        a = (ft * self.bb - self.bt * self.fb) / det
        b = (self.bt * ff - ft * self.fb) / det
        if a < 0:
            a, b = 0.0, self.bt / self.bb
        elif b < 0:
            a, b = self.ft / self.ff, 0.0
        return a * files + b * left


@dataclass(frozen=True, slots=True)
class Limited:
    """More files are to go than the account may send at once: so many now, and `hits` in each
    `seconds` then.
    """

    now: int
    hits: int
    seconds: int


@dataclass
class Forecast:
    """Hears the events of a run. `sizes` = bytes of each row's file by row id, `limits` = those of
    the account, action -> (hits, seconds); `kept` = bytes that the wiki holds from before, by row
    id; `clock` is monotonic.
    """

    sizes: Mapping[int, int]
    limits: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    hours: Hours | None = None
    kept: Mapping[int, int] = field(default_factory=dict)
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = lambda: datetime.now().astimezone()
    waits: events.Waited | None = None
    """What it waits for at this moment."""
    held: Callable[[], Collection[int]] = tuple
    """Rows that a person holds back at the moment: they do not count for what is left."""
    _cost: Cost = field(default_factory=Cost)
    _sent: dict[int, int] = field(default_factory=dict)
    _moving: set[int] = field(default_factory=set)
    _at_once: int = 0
    """The most files that were on their way at once."""
    _ended: set[int] = field(default_factory=set)
    _counted: set[tuple[str, int]] = field(default_factory=set)
    _total_sent: int = 0
    _began: float | None = None
    _seen: tuple[int, float] = (0, 0.0)
    """Bytes and seconds of sending at the last file that was through."""
    _idle: float = 0.0
    _wait_began: float | None = None

    def __post_init__(self) -> None:
        self.total = sum(self.sizes.values())
        self._quota = Quota(self.limits, _no_pause, self.clock)
        self.pace = Pace(self.clock)
        for row_id in self.kept:
            self._put(row_id, self.kept[row_id])
        self._from = self._total_sent
        self._seen = (self._from, 0.0)

    def remember(self, seconds_ago: float) -> None:
        """A file of a run before this one counts for the account's limit."""
        self._quota.remember("upload", seconds_ago)

    # -- what happens -----------------------------------------------------------------------------

    def hear(self, event: events.Event) -> None:
        """Take over what an event says."""
        if isinstance(event, events.Waited):
            self._begin_wait(event)
        elif isinstance(event, events.Resumed):
            self._end_wait()
        elif isinstance(event, events.Progressed) and event.row_id in self.sizes:
            self._began = self.clock() if self._began is None else self._began
            self._end_wait()  # bytes go again, whoever waits
            before = self._total_sent
            self._put(event.row_id, event.sent)
            self.pace.add(self._total_sent - before)
            self._move(event.row_id)
        elif isinstance(event, events.RowChanged) and event.row_id in self.sizes:
            self._changed(event)

    def _begin_wait(self, event: events.Waited) -> None:
        self.waits = event
        if self._wait_began is None:
            self._wait_began = self.clock()

    def _end_wait(self) -> None:
        if self._wait_began is not None:
            self._idle += self.clock() - max(self._wait_began, self._began or self._wait_began)
        self.waits, self._wait_began = None, None

    def _move(self, row_id: int) -> None:
        """A file is on its way."""
        self._moving.add(row_id)
        if len(self._moving) > self._at_once:
            self._at_once = len(self._moving)
            self._cost.fade(_GROWN)

    def _put(self, row_id: int, sent: int) -> None:
        sent = min(sent, self.sizes[row_id])
        self._total_sent += sent - self._sent.get(row_id, 0)
        self._sent[row_id] = sent

    def _changed(self, event: events.RowChanged) -> None:
        if event.state.on_wiki:
            self._count("upload", event.row_id)
        if event.state is RowState.DONE:
            self._count("edit", event.row_id)
        if event.state is not RowState.SENDING:
            self._moving.discard(event.row_id)
        if (event.state.on_wiki or event.state in _ENDS) and event.row_id not in self._ended:
            moved = self._sent.get(event.row_id, 0) > 0
            self._put(event.row_id, self.sizes[event.row_id])
            self._ended.add(event.row_id)
            self._learn(1 if moved else 0)

    def _count(self, action: str, row_id: int) -> None:
        if (action, row_id) not in self._counted:
            self._counted.add((action, row_id))
            self._quota.remember(action, 0.0)

    def _learn(self, files: int) -> None:
        """A file is through: what it took."""
        spent = self.spent
        sent, seconds = self._seen
        self._seen = (self._total_sent, spent)
        if files and spent > seconds:
            self._cost.learn(files, self._total_sent - sent, spent - seconds)

    # -- what is to come --------------------------------------------------------------------------

    @property
    def ended(self) -> int:
        """Files that are through."""
        return len(self._ended)

    @property
    def files_left(self) -> int:
        """Files that are not."""
        return len(self.sizes) - len(self._ended) - len(self._resting)

    @property
    def bytes_left(self) -> int:
        """Bytes that are to go still."""
        resting = sum(self.sizes[i] - self._sent.get(i, 0) for i in self._resting)
        return self.total - self._total_sent - resting

    @property
    def _resting(self) -> list[int]:
        return [i for i in self.held() if i in self.sizes and i not in self._ended]

    @property
    def share(self) -> float:
        """How much of all bytes is done, 0 to 1."""
        return self._total_sent / self.total if self.total else 1.0

    @property
    def spent(self) -> float:
        """Seconds of sending, waits not counted."""
        if self._began is None:
            return 0.0
        until = self.clock() if self._wait_began is None else self._wait_began
        return max(0.0, until - self._began - self._idle)

    @property
    def limited(self) -> Limited | None:
        """The account's limit for files, when more are to go than it lets through at once."""
        now = self._quota.left("upload")
        if now is None or self.files_left <= now:
            return None
        return Limited(max(0, now), *self.limits["upload"])

    @property
    def seconds_by_limit(self) -> float:
        """How long the files that are left take by the account's limits alone."""
        return max(self._quota.seconds_for(a, self.files_left) for a in _ACTIONS)

    @property
    def seconds_left(self) -> float | None:
        """Seconds of sending that are left, limits included; None while that is not known."""
        if not self.files_left:
            return 0.0
        sent, left = self._total_sent - self._from, self.bytes_left
        if self.spent < _KNOWN_AFTER_S or sent <= 0:
            return self.seconds_by_limit or None
        known = self._cost.seconds(self.files_left, left) if self._ended else 0.0
        known = known or self.spent * left / sent
        return max(known, self.seconds_by_limit)

    @property
    def done_at(self) -> datetime | None:
        """When all will be done, local time with zone; None while that is not known."""
        left = self.seconds_left
        if left is None:
            return None
        now = self.now()
        if self.waits is not None and self.waits.until and self.waits.reason != "limit":
            left += max(0.0, self.waits.until - now.timestamp()) if self.hours is None else 0.0
        return self.hours.after(now, left) if self.hours else now + timedelta(seconds=left)
