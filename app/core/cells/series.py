"""What comes next: 1, 2, 3; 1901-01, 1901-02; "inv. 1901", "inv. 1902"; HKM-0009, HKM-0010.

Texts in, texts out. The texts one begins with fall into groups that count on by themselves, as in
Excel (a1, b1, a2, b2 goes on with a3, b3):

- plain numbers, by the difference of those that are there; one alone is copied;
- days, months (1901-01) and days as typed (5.6.1890), if the reader of dates reads just that; one
  alone counts by a day or a month;
- other texts with a number: the last number in them counts, with as many zeros as it had. Letters
  and digits of a file's ending are none (plate 3.mp4).

A group that does not go by equal steps, and a text without a number, are copied over and over.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.core import values
from app.core.model import TimeValue

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:([.,])([0-9]{1,6}))?")
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}\Z")
_DIGITS = 15
"""Longer runs of digits are names, not numbers to count with."""
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")
_NUMERIC = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")


@dataclass(frozen=True)
class _Term:
    """A text as a member of a series: `kind` tells what it can go on with, `write` gives the text
    for another value, None where there is none.
    """

    kind: Hashable
    value: int
    write: Callable[[int], str | None]
    alone: int
    """The step when it is the only one of its kind; 0 = it is copied."""


def continued(
    seeds: Sequence[str], count: int, *, backwards: bool = False, turned: bool = False
) -> list[str]:
    """The next `count` texts after the seeds, nearest first; `backwards`: those before them.
    `turned` (the key Ctrl): copies what would count, and counts on from a single plain number.
    """
    if not seeds or count <= 0:
        return []
    groups = _groups(seeds, turned=turned)
    size = len(seeds)
    made = []
    for i in range(count):
        found = _nth(groups, size, i, backwards=backwards)
        if found is None:  # past what the calendar has
            return repeated(seeds, count, backwards=backwards)
        made.append(found)
    return made


def farthest(
    seeds: Sequence[str], count: int, *, backwards: bool = False, turned: bool = False
) -> str:
    """The last of the texts that `continued` gives, without making the others."""
    if not seeds or count <= 0:
        return ""
    groups, size = _groups(seeds, turned=turned), len(seeds)
    last = [
        _nth(groups, size, i, backwards=backwards) for i in range(max(0, count - size), count)
    ]  # of each group, for one that leaves the calendar is not there at its end either
    if None in last:
        return repeated(seeds, count, backwards=backwards)[-1]
    return last[-1] or ""


def _nth(groups: Sequence[_Going], size: int, i: int, *, backwards: bool) -> str | None:
    rounds = i // size + 1
    if backwards:
        return groups[size - 1 - i % size](-rounds)
    return groups[i % size](rounds)


def repeated(seeds: Sequence[str], count: int, *, backwards: bool = False) -> list[str]:
    """The seeds over and over, as many texts as are wanted, nearest first."""
    turn = list(reversed(seeds)) if backwards else list(seeds)
    return [turn[n % len(turn)] for n in range(count)] if turn else []


_Going = Callable[[int], str | None]


def _groups(seeds: Sequence[str], *, turned: bool) -> list[_Going]:
    """For each seed the text that stands at its place so many rounds further on."""
    going: list[_Going] = [_copies(seed) for seed in seeds]
    terms = [_term(seed) for seed in seeds]
    if turned:
        only = terms[0]
        if len(seeds) == 1 and only is not None and only.alone == 0:
            going[0] = _counts(only, 0, 1, 1)
        return going
    members: dict[Hashable, list[int]] = {}
    for place, term in enumerate(terms):
        if term is not None:
            members.setdefault(term.kind, []).append(place)
    for places in members.values():
        group = [term for i in places if (term := terms[i]) is not None]
        start, step, group = _step(group)
        if step is None:
            continue
        for nth, place in enumerate(places):
            going[place] = _counts(group[0], nth, len(places), step, start)
    return going


def _copies(seed: str) -> _Going:
    return lambda _rounds: seed


def _counts(first: _Term, nth: int, size: int, step: int, start: int | None = None) -> _Going:
    base = first.value if start is None else start
    return lambda rounds: first.write(base + step * (nth + rounds * size))


def _step(group: list[_Term]) -> tuple[int, int | None, list[_Term]]:
    """Where a group begins and by how much it goes on; None = by no one step."""
    first = group[0]
    if len(group) == 1:
        return first.value, first.alone or None, group
    months = [_as_month(term) for term in group]
    same = [month for month in months if month is not None]
    if len(same) == len(group) and len({month.kind for month in same}) == 1:
        steps = {b.value - a.value for a, b in pairwise(same)}
        if len(steps) == 1 and steps != {0}:
            return same[0].value, steps.pop(), same
    steps = {b.value - a.value for a, b in pairwise(group)}
    return first.value, steps.pop() if len(steps) == 1 else None, group


def _term(text: str) -> _Term | None:
    return _number(text) or _month(text) or _day(text) or _counted(text)


def _number(text: str) -> _Term | None:
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    sign, decimals = match[1] or "", len(match[2] or "")
    value = int(text.replace(sign, "") if sign else text)

    def write(wanted: int) -> str:
        digits = str(abs(wanted)).rjust(decimals + 1, "0")
        cut = len(digits) - decimals
        return ("-" if wanted < 0 else "") + digits[:cut] + sign + digits[cut:]

    return _Term(("number", sign, decimals), value, write, 0)


def _month(text: str) -> _Term | None:
    match = _ISO.fullmatch(text)
    if match is None or match[3] or _read(text) != (int(match[1]), int(match[2]), 0):
        return None

    def write(wanted: int) -> str | None:
        year, month = divmod(wanted, 12)
        return f"{year:04d}-{month + 1:02d}" if 1 <= year <= dt.MAXYEAR else None

    return _Term("month", int(match[1]) * 12 + int(match[2]) - 1, write, 1)


def _day(text: str) -> _Term | None:
    found = _written_day(text)
    if found is None:
        return None
    day, shape = found

    def write(wanted: int) -> str | None:
        if not 1 <= wanted <= dt.date.max.toordinal():
            return None
        return shape(dt.date.fromordinal(wanted))

    return _Term(("day", _shape_key(text)), day.toordinal(), write, 1)


def _as_month(term: _Term) -> _Term | None:
    """A day as the same day of a month; None for what is no day. Days that differ are of different
    kinds, so they never make a step by months.
    """
    if not (isinstance(term.kind, tuple) and term.kind[0] == "day"):
        return None
    day = dt.date.fromordinal(term.value)

    def write(wanted: int) -> str | None:
        year, month = divmod(wanted, 12)
        if not 1 <= year <= dt.MAXYEAR:
            return None
        last = calendar.monthrange(year, month + 1)[1]
        return term.write(dt.date(year, month + 1, min(day.day, last)).toordinal())

    return _Term(("of month", day.day), day.year * 12 + day.month - 1, write, 1)


def _shape_key(text: str) -> Hashable:
    match = _NUMERIC.fullmatch(text)
    return match[2] if match else "iso"


def _written_day(text: str) -> tuple[dt.date, Callable[[dt.date], str | None]] | None:
    """A day and how it is written, when the reader of dates reads it so."""
    if _ISO.fullmatch(text):
        read = _read(text)
        day = _calendar_day(read)
        return (day, dt.date.isoformat) if day else None
    match = _NUMERIC.fullmatch(text)
    day = _calendar_day(_read(text)) if match else None
    if match is None or day is None:
        return None
    first, sign, second = match[1], match[2], match[3]
    day_first = (int(first), int(second)) == (day.day, day.month)
    wide = 2 if first.startswith("0") or second.startswith("0") or len(first + second) == 4 else 1

    def shape(wanted: dt.date) -> str | None:
        one, two = wanted.day, wanted.month
        if not day_first:
            one, two = two, one
        written = f"{one:0{wide}d}{sign}{two:0{wide}d}{sign}{wanted.year:04d}"
        sure = sign == "." or max(one, two) > 12 or one == two
        return written if sure else None

    return day, shape


def _calendar_day(read: tuple[int, int, int] | None) -> dt.date | None:
    try:
        return dt.date(*read) if read and read[2] else None
    except ValueError:  # 29 February of a year that had it in the old calendar only
        return None


def _read(text: str) -> tuple[int, int, int] | None:
    """Year, month and day (0 = the whole month) of a date that can be read one way only."""
    found = values.read_date(text).readings
    value = found[0].value if len(found) == 1 and not found[0].qualifiers else None
    if not isinstance(value, TimeValue) or not value.time.startswith("+") or value.precision < 10:
        return None
    year, month, day = value.time[1:].partition("T")[0].split("-")
    return int(year), int(month), int(day)


def _counted(text: str) -> _Term | None:
    """A text with a number: the last one counts. A date that is not clear is left alone."""
    if _NUMERIC.fullmatch(text):
        return None
    ending = _ENDING.search(text)
    stem, tail = (text[: ending.start()], ending[0]) if ending else (text, "")
    end = re.search(r"([0-9]+)([^0-9]*)\Z", stem)
    if end is None or len(end[1]) > _DIGITS:
        return None
    before, behind, width = stem[: end.start()], end[2] + tail, len(end[1])

    def write(wanted: int) -> str:
        return f"{before}{abs(wanted):0{width}d}{behind}"

    return _Term(("counted", before, behind), int(end[1]), write, 1)
