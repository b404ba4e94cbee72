"""Both readings of the dates of a cell whose day and month can be told two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})\s*([/-])\s*(\d{1,2})\s*\2\s*(\d{4})(?!\d)")
_ROUND = re.compile(r"(?<!\d)(\d{1,2}00)[\s.'’-]*s(?!\w)")


def ways(cell: str) -> Iterator[tuple[str, str]]:
    """Pairs of an action and the whole cell as it reads then: days as 1890-06-05, the 1900s as
    a century or ten years. Nothing where neither shape stands in the cell.
    """
    if _NUMERIC.search(cell):
        yield "read_day_first", _NUMERIC.sub(_day_first, cell)
        yield "read_month_first", _NUMERIC.sub(_month_first, cell)
    elif _ROUND.search(cell):
        yield "read_century", _ROUND.sub(_century, cell)
        yield "read_decade", _ROUND.sub(_decade, cell)


def _iso(match: re.Match[str], day: str, month: str) -> str:
    unclear = int(day) <= 12 and int(month) <= 12
    return f"{match[4]}-{int(month):02d}-{int(day):02d}" if unclear else match[0]


def _day_first(match: re.Match[str]) -> str:
    return _iso(match, match[1], match[3])


def _month_first(match: re.Match[str]) -> str:
    return _iso(match, match[3], match[1])


def _century(match: re.Match[str]) -> str:
    number = int(match[1]) // 100 + 1
    return f"{number}{'st' if number == 21 else 'th'} century"


def _decade(match: re.Match[str]) -> str:
    return f"{match[1]}-{int(match[1]) + 9}"
