"""Bounds of dates, and years of death."""

import pytest

from app.core import values
from app.core.checks.years import Years, death_year, of_time, years
from app.core.model import TimeValue


@pytest.mark.parametrize(
    ("time", "precision", "earliest", "latest"),
    [
        ("+1910-05-03T00:00:00Z", 11, 1910, 1910),
        ("+1910-00-00T00:00:00Z", 9, 1910, 1910),
        ("+1910-00-00T00:00:00Z", 8, 1910, 1919),
        ("+1915-00-00T00:00:00Z", 8, 1910, 1919),
        ("+1801-00-00T00:00:00Z", 7, 1801, 1900),
        ("+1900-00-00T00:00:00Z", 7, 1801, 1900),
        ("+1000-00-00T00:00:00Z", 6, 1, 1000),
        ("-0050-00-00T00:00:00Z", 9, None, None),
    ],
)
def test_a_time_of_each_precision(time, precision, earliest, latest):
    assert of_time(TimeValue(time, precision)) == Years(earliest, latest)


@pytest.mark.parametrize(
    ("cell", "earliest", "latest"),
    [("1910", 1910, 1910), ("1890s", 1890, 1899), ("circa 1900", 1890, 1910), ("old", None, None)],
)
def test_what_people_write(cell, earliest, latest):
    assert years(values.read_date(cell).readings) == Years(earliest, latest)


@pytest.mark.parametrize(
    ("maker", "year"),
    [
        ("Anna Example (1850-1921)", 1921),
        ("Anna Example (born 1850 – died 1921)", 1921),
        ("Anna Example (* 1850; † 1921)", 1921),
        ("A (1850-1921) and B (1860-1930)", None),
        ("Studio (1850-2010)", None),
        ("Anna Example, 1850", None),
    ],
)
def test_the_year_of_death(maker, year):
    assert death_year(maker) == year
