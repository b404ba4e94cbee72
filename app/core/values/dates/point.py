"""One point in time: a day, month, year, decade, century or millennium."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace

from app.core.model import TimeValue
from app.core.model.datavalue import GREGORIAN, JULIAN
from app.core.text import t

MILLENNIUM, CENTURY, DECADE, YEAR, MONTH, DAY = 6, 7, 8, 9, 10, 11
_FIRST_GREGORIAN = 1583
_LENGTH = {MILLENNIUM: 1000, CENTURY: 100}
_LAST_NAMED_CENTURY = 21


class ImpossibleError(ValueError):
    """A date that no calendar has (31 February)."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point in time. `year` is negative before our era (there is no year 0); a century is held
    by its last year (19th = 1900), a decade by its first (1920). `precision` as in Wikibase.
    """

    year: int
    month: int = 0
    day: int = 0
    precision: int = YEAR
    circa: bool = False
    coarse: str = ""
    """What was said more than can be written ("early"), or ""."""

    @property
    def julian(self) -> bool:
        """Years before 1583 are Julian (fields.json, dates.sdc_time.rule)."""
        return self.year < _FIRST_GREGORIAN

    def years(self) -> tuple[int, int]:
        """First and last year."""
        if self.precision in _LENGTH:
            length = _LENGTH[self.precision]
            return (self.year - length + 1, self.year) if self.year > 0 else self._back(length)
        if self.precision == DECADE:
            return (self.year, self.year + 9) if self.year > 0 else (self.year - 9, self.year)
        return self.year, self.year

    def _back(self, length: int) -> tuple[int, int]:
        return self.year, self.year + length - 1

    def first(self) -> tuple[int, int, int]:
        """The first day that it can be."""
        return self.years()[0], self.month or 1, self.day or 1

    def last(self) -> tuple[int, int, int]:
        """The last day that it can be (31 for every month: for comparing only)."""
        return self.years()[1], self.month or 12, self.day or 31

    def value(self) -> TimeValue:
        """The Wikibase value: 00 for what is not known."""
        sign = "+" if self.year > 0 else "-"
        date = f"{sign}{abs(self.year):04d}-{self.month:02d}-{self.day:02d}"
        return TimeValue(f"{date}T00:00:00Z", self.precision, JULIAN if self.julian else GREGORIAN)

    def words(self) -> str:
        """The point in the words of the program's language."""
        shown = _words(self, abs(self.year))
        return t("values.date.bce", date=shown) if self.year < 0 else shown

    def roughly(self) -> Point:
        """The same point, about."""
        return replace(self, circa=True)


def _words(point: Point, year: int) -> str:
    if point.precision == DAY:
        month = t(f"values.month.{point.month}")
        return t("values.date.day", day=point.day, month=month, year=year)
    if point.precision == MONTH:
        return t("values.date.month", month=t(f"values.month.{point.month}"), year=year)
    if point.precision == DECADE and year % 100 == 0:
        return t("values.date.span", first=year, last=year + 9)
    if point.precision == DECADE:
        return t("values.date.decade", year=year)
    if point.precision in _LENGTH:
        number = -(-year // _LENGTH[point.precision])
        if point.precision == CENTURY and number <= _LAST_NAMED_CENTURY:
            return t(f"values.century.{number}")
        kind = "century" if point.precision == CENTURY else "millennium"
        return t(f"values.date.{kind}", number=number)
    return str(year)


def _leap(year: int, *, julian: bool) -> bool:
    astronomical = year if year > 0 else year + 1
    return astronomical % 4 == 0 if julian else calendar.isleap(astronomical)


def _length_of_month(year: int, month: int) -> int:
    if month == 2:
        return 29 if _leap(year, julian=year < _FIRST_GREGORIAN) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def day(year: int, month: int, of_month: int) -> Point:
    """A day. Raises ImpossibleError when there is none such."""
    real = year != 0 and 1 <= month <= 12 and 1 <= of_month <= _length_of_month(year, month)
    if not real:
        raise ImpossibleError
    return Point(year, month, of_month, DAY)


def month(year: int, number: int) -> Point:
    """A month. Raises ImpossibleError when there is none such."""
    if year == 0 or not 1 <= number <= 12:
        raise ImpossibleError
    return Point(year, number, 0, MONTH)


def year(number: int) -> Point:
    """A year. Raises ImpossibleError for the year 0."""
    if number == 0:
        raise ImpossibleError
    return Point(number)


def decade(first_year: int) -> Point:
    """The decade that begins with a year (1920). Raises ImpossibleError for the year 0."""
    if first_year == 0:
        raise ImpossibleError
    return Point(first_year, precision=DECADE)


def century(number: int) -> Point:
    """The nth century (19 = 1801 to 1900, -5 = 500 to 401 BCE)."""
    if number == 0:
        raise ImpossibleError
    return Point(number * 100, precision=CENTURY)


def millennium(number: int) -> Point:
    """The nth millennium of our era."""
    return Point(number * 1000, precision=MILLENNIUM)


def is_future(point: Point, today: dt.date) -> bool:
    """Whether the whole of it lies after a day."""
    return point.first() > (today.year, today.month, today.day)
