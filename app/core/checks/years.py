"""The years a date can mean, and the year of death that stands beside a maker's name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.core.model import ItemValue, TimeValue
from app.core.values import Reading

_CIRCA = ItemValue("Q5727902")
_CIRCA_YEARS = 10
_SPANS = {6: 1000, 7: 100, 8: 10}
"""Years that a time of this precision (millennium, century, decade) spans."""
_LIFE = re.compile(r"\(\D{0,8}(\d{4})\s*[-–—;,†]\D{0,10}(\d{4})\s*\)")


@dataclass(frozen=True, slots=True)
class Years:
    """Bounds of a date, both included; None = not known."""

    earliest: int | None = None
    latest: int | None = None

    def joined(self, other: Years) -> Years:
        """The bounds of both dates together."""
        low = [y for y in (self.earliest, other.earliest) if y is not None]
        high = [y for y in (self.latest, other.latest) if y is not None]
        return Years(min(low, default=None), max(high, default=None))


def of_time(time: TimeValue) -> Years:
    """The years that a point in time of its precision can mean (common era only)."""
    if not time.time.startswith("+"):
        return Years()
    year = int(time.time[1:].partition("-")[0])
    if time.precision == 8:
        first = year - year % 10
        return Years(first, first + 9)
    span = _SPANS.get(time.precision, 1)
    if span > 1:
        first = (year - 1) // span * span + 1
        return Years(first, first + span - 1)
    return Years(year, year) if time.precision >= 9 else Years()


def years(readings: Iterable[Reading]) -> Years:
    """The bounds that the readings of a date cell give."""
    found = Years()
    for reading in readings:
        found = found.joined(_of_reading(reading))
    return found


def _of_reading(reading: Reading) -> Years:
    main = of_time(reading.value) if isinstance(reading.value, TimeValue) else Years()
    circa = any(q.value == _CIRCA for q in reading.qualifiers)
    for snak in reading.qualifiers:
        if isinstance(snak.value, TimeValue) and snak.property in ("P1319", "P580"):
            main = Years(of_time(snak.value).earliest, main.latest)
        if isinstance(snak.value, TimeValue) and snak.property in ("P1326", "P582"):
            main = Years(main.earliest, of_time(snak.value).latest)
    if not circa:
        return main
    low, high = main.earliest, main.latest
    return Years(
        None if low is None else low - _CIRCA_YEARS, None if high is None else high + _CIRCA_YEARS
    )


def death_year(maker: str) -> int | None:
    """The second year of "Name (1850-1921)"; None when there is none or more than one."""
    found = [(int(a), int(b)) for a, b in _LIFE.findall(maker)]
    if len(found) != 1:
        return None
    born, died = found[0]
    return died if 0 < died - born < 120 else None
