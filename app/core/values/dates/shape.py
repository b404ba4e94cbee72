"""Date phrases as Wikibase readings: the shapes of fields.json `dates`."""

from __future__ import annotations

from app.core.model import ItemValue, Snak, TimeValue
from app.core.text import t
from app.core.values.dates import point as points
from app.core.values.dates.phrase import Phrase
from app.core.values.dates.point import Point
from app.core.values.result import Reading, of_value, unknown

CIRCA = Snak("P1480", ItemValue("Q5727902"))
_FIRST, _LAST = "P1319", "P1326"
_START, _END = "P580", "P582"


def readings(phrase: Phrase) -> tuple[Reading, ...]:
    """One reading; one for each point of "or"."""
    if phrase.kind == "unknown":
        return (unknown(t("values.date.unknown")),)
    if phrase.kind in ("at", "or"):
        return tuple(dict.fromkeys(_at(point) for point in phrase.points))
    if phrase.kind in ("before", "after"):
        return (_open(phrase),)
    return (_between(phrase) if phrase.kind == "between" else _span(phrase),)


def _words(point: Point) -> str:
    return t("values.date.circa", date=point.words()) if point.circa else point.words()


def _at(point: Point) -> Reading:
    about = (CIRCA,) if point.circa else ()
    return of_value(point.value(), _words(point), *about)


def _about(phrase: Phrase) -> tuple[Snak, ...]:
    return (CIRCA,) if any(point.circa for point in phrase.points) else ()


def _open(phrase: Phrase) -> Reading:
    point = phrase.points[0]
    bound = Snak(_LAST if phrase.kind == "before" else _FIRST, point.value())
    shown = t(f"values.date.{phrase.kind}", date=_words(point))
    return unknown(shown, bound, *_about(phrase))


def _two(phrase: Phrase, first: str, last: str) -> tuple[Snak, ...]:
    start, end = phrase.points
    return (Snak(first, start.value()), Snak(last, end.value()), *_about(phrase))


def _between(phrase: Phrase) -> Reading:
    start, end = phrase.points
    qualifiers = _two(phrase, _FIRST, _LAST)
    shown = t("values.date.between", first=_words(start), last=_words(end))
    both = _holder(start, end)
    return of_value(both.value(), shown, *qualifiers) if both else unknown(shown, *qualifiers)


def _span(phrase: Phrase) -> Reading:
    start, end = phrase.points
    shown = t("values.date.span", first=_words(start), last=_words(end))
    return unknown(shown, *_two(phrase, _START, _END))


def _holder(start: Point, end: Point) -> Point | None:
    """The month, year, decade or century that holds both, if there is one (our era only)."""
    first, last = start.years()[0], end.years()[1]
    if first <= 0:
        return None
    if first == last and 0 < start.month == end.month:
        return points.month(first, start.month)
    if first == last:
        return points.year(first)
    if first // 10 == last // 10 and first >= 10:
        return points.decade(first // 10 * 10)
    if (first - 1) // 100 == (last - 1) // 100:
        return points.century((first - 1) // 100 + 1)
    return None


def years(value: TimeValue) -> tuple[int, int]:
    """First and last year of a time value made here."""
    sign = -1 if value.time.startswith("-") else 1
    year = sign * int(value.time[1:].partition("-")[0])
    return Point(year, precision=value.precision).years()
