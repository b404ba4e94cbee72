"""IPTC records (IIM 4.2): what agencies and archives write into pictures, in their encoding.

A record is a marker, its number and its dataset's, a length and the value. Those of record 2 are
read; 1:90 tells the encoding, which old programs leave out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.core.media.facts import Words

_MARKER = 0x1C
_UTF8 = b"\x1b%G"
_CHARSET = (1, 90)
_LONG = 0x8000
_MOST = 2000
"""Datasets that are looked at."""
_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)")
_TIME = re.compile(r"(\d\d)(\d\d)(\d\d)?(?:[+-]\d{4})?")
_TITLE, _KEYWORD, _DAY, _HOUR, _BYLINE = 5, 25, 55, 60, 80
_CITY, _SUBLOCATION, _STATE, _COUNTRY = 90, 92, 95, 101
_HEADLINE, _COPYRIGHT, _CAPTION = 105, 116, 120


def read(data: bytes) -> Words:
    """What the records say. Never raises: it stops where they are not built as they should be."""
    found: dict[int, list[bytes]] = {}
    is_utf8 = False
    for record, dataset, value in _records(_in_order(data)):
        if (record, dataset) == _CHARSET:
            is_utf8 = _UTF8 in value
        elif record == 2:
            found.setdefault(dataset, []).append(value)
    texts = _decoded(found, is_utf8=is_utf8)

    def first(*datasets: int) -> str:
        return next((text for one in datasets for text in texts.get(one, ()) if text), "")

    place = [first(one) for one in (_SUBLOCATION, _CITY, _STATE, _COUNTRY)]
    return Words(
        title=first(_TITLE, _HEADLINE),
        description=first(_CAPTION),
        creators=tuple(filter(None, texts.get(_BYLINE, ()))),
        created=moment(first(_DAY), first(_HOUR)),
        place=", ".join(dict.fromkeys(filter(None, place))),
        rights=first(_COPYRIGHT),
        keywords=tuple(filter(None, texts.get(_KEYWORD, ()))),
    )


def _in_order(data: bytes) -> bytes:
    """TIFF calls the records numbers of four bytes, which some programs then turn around."""
    if data[:1] == bytes((_MARKER,)) or data[3:4] != bytes((_MARKER,)):
        return data
    return b"".join(data[place : place + 4][::-1] for place in range(0, len(data), 4))


def _records(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Record, dataset and value of each, as long as they are whole."""
    place = 0
    for _ in range(_MOST):
        if data[place : place + 1] != bytes((_MARKER,)) or place + 5 > len(data):
            return
        record, dataset = data[place + 1], data[place + 2]
        length = int.from_bytes(data[place + 3 : place + 5], "big")
        place += 5
        if length & _LONG:
            size = length & ~_LONG
            if size > 4:
                return
            length = int.from_bytes(data[place : place + size], "big")
            place += size
        if place + length > len(data):
            return
        yield record, dataset, data[place : place + length]
        place += length


def _decoded(found: dict[int, list[bytes]], *, is_utf8: bool) -> dict[int, list[str]]:
    """All values in one encoding: UTF-8 where they say so or all are, else that of Windows."""
    every = b"\n".join(value for values in found.values() for value in values)
    encoding = "utf-8" if is_utf8 or _is_utf8(every) else "cp1252"
    return {
        dataset: [_clean(_text(value, encoding)) for value in values]
        for dataset, values in found.items()
    }


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _text(value: bytes, encoding: str) -> str:
    try:
        return value.decode(encoding)
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _clean(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def moment(day: str, hour: str) -> str:
    """A date as YYYYMMDD (00 for a part that is not known) and a time as HHMMSS+HHMM, as people
    write them; "" for what is no date.
    """
    match = _DATE.fullmatch(day.replace("-", ""))
    if match is None or not int(match[1]) or int(match[2]) > 12 or int(match[3]) > 31:
        return ""
    parts = [match[1]]
    for part in (match[2], match[3]):
        if not int(part):
            return "-".join(parts)
        parts.append(part)
    time = _TIME.fullmatch(hour.replace(":", ""))
    if time is None or int(time[1]) > 23 or int(time[2]) > 59 or not int(time[1] + time[2]):
        return "-".join(parts)
    return f"{'-'.join(parts)} {time[1]}:{time[2]}"
