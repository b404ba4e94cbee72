"""The hours of the day in which files may be sent, by the clock on the wall."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.core.errors import UsageError

_SPAN = re.compile(r"\s*(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})\s*")


@dataclass(frozen=True, slots=True)
class Hours:
    """From `start` until `end`, local time; over midnight when `end` is the earlier one."""

    start: time
    end: time

    @classmethod
    def parse(cls, written: str) -> Hours:
        """22:00-06:00. Raises UsageError."""
        found = _SPAN.fullmatch(written)
        try:
            if found is None:
                raise ValueError(written)
            h1, m1, h2, m2 = map(int, found.groups())
            hours = cls(time(h1, m1), time(h2, m2))
        except ValueError as error:
            raise UsageError("hours-unreadable", text=written) from error
        if hours.start == hours.end:
            raise UsageError("hours-unreadable", text=written)
        return hours

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"

    def is_open(self, now: datetime) -> bool:
        """Whether a moment (local, with or without zone) lies within."""
        at = now.time()
        if self.start < self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end

    def opens(self, now: datetime) -> datetime:
        """When it opens next; `now` when it is open."""
        return now if self.is_open(now) else _next(now, self.start)

    def after(self, now: datetime, seconds: float) -> datetime:
        """The moment at which so many seconds of sending are over."""
        at = self.opens(now)
        left = timedelta(seconds=seconds)
        while left > (room := _next(at, self.end) - at):
            left -= room
            at = _next(at + room, self.start)
        return at + left


def _next(now: datetime, at: time) -> datetime:
    """The next moment at that time of the day, by the clock on the wall."""
    there = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    if there <= now:
        there += timedelta(days=1)
    return there if now.tzinfo is None else there.replace(tzinfo=None).astimezone()
