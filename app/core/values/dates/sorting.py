"""Dates in the order in which they lie in time, however they are written."""

from __future__ import annotations

import re

from app.core.model import TimeValue
from app.core.values.dates import read_date

_FAR = 4_999_999
_BEGINS = {7: 99, 6: 999}
"""So many years before its name a century or a millennium (by their precision) begins."""
_TIME = re.compile(r"([+-]\d+)-(\d\d)-(\d\d)")
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


def sort_key(text: str) -> str:
    """A text by which dates sort: a century as it begins, a date that can be two by its year, what
    is no date behind all others; "" for an empty cell.
    """
    plain = text.strip()
    if not plain:
        return ""
    if (iso := _ISO.fullmatch(plain)) is not None:  # nearly all of them: no need to read it all
        return _key(int(iso[1]), f"{iso[2] or '00'}{iso[3] or '00'}", text)
    values = (reading.value for reading in read_date(text).readings)
    first = next((value for value in values if isinstance(value, TimeValue)), None)
    if first is not None and (found := _TIME.match(first.time)):
        year = int(found[1]) - _BEGINS.get(first.precision, 0)
        return _key(year, f"{found[2]}{found[3]}", text)
    year_in = _YEAR.search(text)
    return _key(int(year_in[0]) if year_in else _FAR, "0000", text)


def _key(year: int, day: str, text: str) -> str:
    return f"{min(max(year, -_FAR), _FAR) + _FAR:07d}{day} {text}"
