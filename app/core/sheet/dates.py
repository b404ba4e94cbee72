"""Dates and times of spreadsheets, which are numbers of days, as text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_DAY = 86_400
_LEAP = 60
_ISO = re.compile(r"(-?\d{4,})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?)?")
_DURATION = re.compile(r"(-?)P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?")


@dataclass(frozen=True, slots=True)
class Epoch:
    """Where day 0 lies. `lotus`: day 60 is the 29 February 1900 that never was (Excel)."""

    start: date
    lotus: bool = False


EXCEL = Epoch(date(1899, 12, 30), lotus=True)
PLAIN = Epoch(date(1899, 12, 30))
"""LibreOffice: the same as Excel's from 1 March 1900 on, and right before it."""
MAC = Epoch(date(1904, 1, 1))


@dataclass(frozen=True, slots=True)
class Shown:
    """Which parts a display format shows."""

    year: bool = False
    month: bool = False
    day: bool = False
    hours: bool = False
    minutes: bool = False
    seconds: bool = False

    @property
    def has_date(self) -> bool:
        """Some part of a date is shown."""
        return self.year or self.month or self.day

    @property
    def has_time(self) -> bool:
        """Some part of a time of day is shown."""
        return self.hours or self.minutes or self.seconds


def from_serial(value: float, shown: Shown, epoch: Epoch) -> str | None:
    """The text of a number of days since the epoch; None when it is outside the calendar."""
    days, seconds = divmod(round(value * _DAY), _DAY)
    if not shown.has_date and days == 0:
        return clock(seconds, shown)
    if epoch.lotus and days == _LEAP:
        return _shape("1900", "02", "29", seconds, shown)
    if epoch.lotus and 0 <= days < _LEAP:
        days += 1
    try:
        day = date.fromordinal(epoch.start.toordinal() + days)
    except (ValueError, OverflowError):
        return None
    return _shape(f"{day.year:04}", f"{day.month:02}", f"{day.day:02}", seconds, shown)


def from_iso(text: str, shown: Shown | None) -> str | None:
    """The text of an ISO date as .ods and strict .xlsx keep it. Without a known format a time is
    shown when there is one. None when it is no ISO date.
    """
    found = _ISO.fullmatch(text.strip().removesuffix("Z").partition(".")[0])
    if not found:
        return None
    year, month, day, hour, minute, second = found.groups()
    seconds = int(hour or 0) * 3600 + int(minute or 0) * 60 + int(second or 0)
    shown = shown or Shown(year=True, month=True, day=True, hours=bool(seconds))
    return _shape(year, month, day, seconds, shown)


def seconds_of(text: str) -> int | None:
    """The seconds of an ISO duration (PT26H30M00S); None when it is none."""
    found = _DURATION.fullmatch(text.strip())
    if not found or not any(found.groups()[1:]):
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    return -total if found[1] else total


def clock(seconds: int, shown: Shown) -> str:
    """A time of day: HH:MM, with seconds when the format shows them."""
    hours, rest = divmod(seconds, 3600)
    text = f"{hours:02}:{rest // 60:02}"
    return f"{text}:{rest % 60:02}" if shown.seconds else text


def duration(seconds: int, shown: Shown) -> str:
    """A length of time as its format shows it: 26:30, 26:30:05, 90:05 (minutes), 75 (seconds)."""
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    minutes, rest = divmod(seconds, 60)
    tail = f":{rest:02}" if shown.seconds else ""
    if shown.hours:
        return f"{sign}{minutes // 60}:{minutes % 60:02}{tail}"
    return f"{sign}{minutes}{tail}" if shown.minutes else f"{sign}{seconds}"


def _shape(year: str, month: str, day: str, seconds: int, shown: Shown) -> str:
    """yyyy, yyyy-MM or yyyy-MM-dd, with HH:mm when the format shows a time."""
    if shown.year and not shown.day and not shown.has_time:
        return f"{year}-{month}" if shown.month else year
    text = f"{year}-{month}-{day}"
    return f"{text} {seconds // 3600:02}:{seconds % 3600 // 60:02}" if shown.has_time else text
