"""Dates of cells as time readings.

Shapes (fields.json, `dates`; the catalogue's open cases are decided here):

- about: the value with P1480 circa (Q5727902); "probably" and "?" as well, the only such item known.
- between X and Y, and X-Y with a dash: the decade, else the century, that holds both, else
  somevalue; always with P1319 X and P1326 Y. (A dash says no more than that for sure.)
- from X to Y, and the interval X/Y: somevalue with P580 X and P582 Y.
- before: somevalue with P1326; after: somevalue with P1319; X or Y: two readings; unknown: somevalue.
- "early 19th century": the century, with the info `date-coarse`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace

from mwparserfromhell.nodes import Template

from app.core import memo
from app.core.model import Fix, Problem, Severity, Snak, TimeValue
from app.core.values import markup
from app.core.values.dates import order, shape, template
from app.core.values.dates.phrase import Phrase, ReversedError, read_phrase
from app.core.values.dates.point import ImpossibleError, is_future
from app.core.values.dates.reader import AmbiguousError
from app.core.values.result import NOTHING, Reading, Result, problem, together, wrong

__all__ = ["read_date", "year_span"]


def read_date(text: str, *, today: dt.date | None = None) -> Result:
    """The dates of a cell, several with `;`. `today` decides what lies in the future."""
    return _dates(text, today or dt.datetime.now(dt.UTC).date())


@memo.in_words
def _dates(text: str, today: dt.date) -> Result:
    read = together(_piece(piece, today) for piece in markup.split_values(text))
    if not any(p.code == "date-ambiguous" for p in read.problems):
        return read
    return Result(read.readings, tuple(_with_ways(p, text, today) for p in read.problems))


def _with_ways(found: Problem, cell: str, today: dt.date) -> Problem:
    """The problem of a date that can be two, with the text of the cell for each."""
    ways = [Fix(action, value) for action, value in order.ways(cell) if _is_sure(value, today)]
    if found.code != "date-ambiguous" or len(ways) != 2:
        return found
    return replace(found, fix=ways[0], second=ways[1])


def _is_sure(cell: str, today: dt.date) -> bool:
    read = together(_piece(piece, today) for piece in markup.split_values(cell))
    wrong_ = ("date-ambiguous", "date-unreadable", "date-impossible", "date-reversed")
    return bool(read.readings) and not any(p.code in wrong_ for p in read.problems)


def _piece(text: str, today: dt.date) -> Result:
    if not any(mark in text for mark in ("{{", "[[", "<", "''", "&")):
        return _read(lambda: read_phrase(text), text, today)
    node = markup.only_template(text)
    if node is not None:
        return _template(node, text, today)
    found = markup.templates(text)
    if any(not template.is_date(one) and not markup.language_of(one) for one in found):
        return NOTHING
    if found and all(markup.language_of(one) for one in found):
        return next(filter(None, (_template(one, str(one), today) for one in found)), NOTHING)
    plain = markup.plain_text(text)
    return _read(lambda: read_phrase(plain), text, today) if plain else NOTHING


def _template(node: Template, text: str, today: dt.date) -> Result:
    if template.is_date(node):
        return _read(lambda: template.read_template(node), text, today)
    if language := markup.language_of(node):
        return read_date(language[1], today=today)
    return NOTHING


def _read(reader: Callable[[], Phrase | None], text: str, today: dt.date) -> Result:
    try:
        phrase = reader()
    except AmbiguousError as error:
        first, second = error.first.words(), error.second.words()
        return wrong("date-ambiguous", text, first=first, second=second)
    except ImpossibleError:
        return wrong("date-impossible", text)
    except ReversedError:
        return wrong("date-reversed", text)
    if phrase is None:
        return wrong("date-unreadable", text)
    return Result(shape.readings(phrase), tuple(_remarks(phrase, text, today)))


def _remarks(phrase: Phrase, text: str, today: dt.date) -> Iterable[Problem]:
    if any(is_future(point, today) for point in phrase.points):
        yield problem("date-future", text)
    coarse = next((point for point in phrase.points if point.coarse), None)
    if coarse:
        yield problem("date-coarse", text, Severity.INFO, date=coarse.words())
    if phrase.month_or_years:
        date = phrase.points[0].words()
        yield problem("date-month", text, Severity.INFO, date=date)


_BOUNDS = {"P1319": 0, "P580": 0, "P1326": 1, "P582": 1}


def year_span(readings: Iterable[Reading]) -> tuple[int | None, int | None]:
    """The earliest and the latest year that date readings allow; None = open on that side."""
    earliest: list[int | None] = []
    latest: list[int | None] = []
    for reading in readings:
        first, last = _years_of(reading)
        earliest.append(first)
        latest.append(last)
    low = None if not earliest or None in earliest else min(y for y in earliest if y is not None)
    high = None if not latest or None in latest else max(y for y in latest if y is not None)
    return low, high


def _years_of(reading: Reading) -> tuple[int | None, int | None]:
    bounds: list[int | None] = [None, None]
    if isinstance(reading.value, TimeValue):
        bounds = list(shape.years(reading.value))
    for snak in reading.qualifiers:
        bounds = _bounded(bounds, snak)
    return bounds[0], bounds[1]


def _bounded(bounds: list[int | None], snak: Snak) -> list[int | None]:
    side = _BOUNDS.get(snak.property)
    if side is None or not isinstance(snak.value, TimeValue):
        return bounds
    year = shape.years(snak.value)[side]
    return [year, bounds[1]] if side == 0 else [bounds[0], year]
