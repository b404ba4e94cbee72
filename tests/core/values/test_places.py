"""Positions in every notation."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import resources, text, values
from app.core.model import CoordinateValue, QuantityValue, Snak


def only(cell):
    (reading,) = values.read_coordinates(cell).readings
    return reading


HERE = (62.47, 6.15)


@pytest.mark.parametrize(
    ("cell", "precision"),
    [
        ("62.47, 6.15", 0.01),
        ("62.47,6.15", 0.01),
        ("62.47 6.15", 0.01),
        ("62,47 6,15", 0.01),
        ("62,47, 6,15", 0.01),
        ("62,47; 6,15", 0.01),
        ("62.470, 6.150", 0.001),
        ("62.47000, 6.1500", 0.00001),
        ("62.4700000, 6.15", 0.00001),
        ("62.47N 6.15E", 0.01),
        ("62.47° N, 6.15° E", 0.01),
        ("N 62.47 E 6.15", 0.01),
        ("N62.47, E6.15", 0.01),
        ("6.15 E, 62.47 N", 0.01),
        ("62.47 nord 6.15 ost", 0.01),
        ("62.47 N 6.15 Ø", 0.01),
        ("62,47° с. ш. 6,15° в. д.", 0.01),
        ("lat 62.47 lon 6.15", 0.01),
        ("geo:62.47,6.15", 0.01),
        ("(62.47, 6.15)", 0.01),
        ("62° 28' 12\" N, 6° 9' 0\" E", 1 / 3600),
        ("62°28′12″N 6°9′0″E", 1 / 3600),
        ("62°28’12”N 6°9’0”E", 1 / 3600),
        ("62° 28' 12'' N, 6° 9' 0'' E", 1 / 3600),
        ("62 28 12 N 6 9 0 E", 1 / 3600),
        ("N62 28 12 E6 09 00", 1 / 3600),
        ("N 62 28 12, E 006 09 00", 1 / 3600),
        ("N 62 28 12; E 6 9 0", 1 / 3600),
        ("E6 09 00 N62 28 12", 1 / 3600),
        ("62 28 12N 6 09 00E", 1 / 3600),
        ("62:28:12 N 6:09:00 E", 1 / 3600),
        ("N62-28-12 E6-09-00", 1 / 3600),
        ("N 62° 28' 12\", E 6° 9' 0\"", 1 / 3600),
        ("N62 28,20 E6 09,00", 0.0001),
        ("62 28 12,0 N 6 9 0,0 E", 1 / 36000),
        ("62°28'12.0\"N, 6°9'0.0\"E", 1 / 36000),
        ("62°28.2′N 6°9.0′E", 0.001),
        ("62°28.20′N 6°9.00′E", 0.0001),
        ("{{Location|62.47|6.15}}", 0.01),
        ("{{location dec|62.47|6.15}}", 0.01),
        ("{{Object location|62.47|6.15}}", 0.01),
        ("{{Camera location|lat=62.47|lon=6.15}}", 0.01),
        ("{{Location|62|28|12|N|6|9|0|E}}", 1 / 3600),
        ("{{Location|62|28|12|N|6|9|0|E|region:NO_scale:1000}}", 1 / 3600),
        ("{{Object_location|62|28|12.0|N|6|9|0|E}}", 1 / 36000),
    ],
)
def test_one_place_in_many_forms(cell, precision):
    reading = only(cell)
    assert (reading.value.latitude, reading.value.longitude) == HERE
    assert reading.value.precision == pytest.approx(precision)
    assert reading.qualifiers == ()
    assert reading.text == "62.47° N, 6.15° E"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("-33.86, 151.2", (-33.86, 151.2)),
        ("−33.86, −51.2", (-33.86, -51.2)),
        ("33.86 S 51.2 W", (-33.86, -51.2)),
        ("{{Location|33|51|36|S|51|12|0|W}}", (-33.86, -51.2)),
        ("90, 180", (90, 180)),
        ("62, 6", (62, 6)),
        ("0, 6.15", (0, 6.15)),
    ],
)
def test_sides_of_the_earth(cell, expected):
    value = only(cell).value
    assert (value.latitude, value.longitude) == expected


def test_minutes_without_seconds():
    value = only("62°28'N 6°9'E").value
    assert value == CoordinateValue(62.466666667, 6.15, 1 / 60)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("62.47, 6.15 heading:90", "+90"),
        ("{{Location|62.47|6.15|heading:090}}", "+90"),
        ("{{Location|62.47|6.15|heading:292.5}}", "+292.5"),
        ("{{Location|62.47|6.15|heading=NW}}", "+315"),
        ("{{Location|62|28|12|N|6|9|0|E|region:NO_heading:90}}", "+90"),
    ],
)
def test_heading(cell, amount):
    reading = only(cell)
    assert reading.qualifiers == (Snak("P7787", QuantityValue(amount, "Q28390")),)
    assert (reading.value.latitude, reading.value.longitude) == HERE


def test_an_impossible_heading_is_left_out():
    assert only("{{Location|62.47|6.15|heading:361}}").qualifiers == ()


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("", []),
        ("{{Location}}", []),
        ("{{foo|62.47|6.15}}", []),
        ("0, 0", ["coordinates-zero"]),
        ("0.000, 0.000", ["coordinates-zero"]),
        ("{{Location|0|0}}", ["coordinates-zero"]),
        ("abc", ["coordinates-unreadable"]),
        ("62.47", ["coordinates-unreadable"]),
        ("62,47", ["coordinates-unreadable"]),
        ("Ålesund", ["coordinates-unreadable"]),
        ("62.47 N 6.15 N", ["coordinates-unreadable"]),
        ("62.47 E 6.15 E", ["coordinates-unreadable"]),
        ("62° 70' N, 6° 9' E", ["coordinates-unreadable"]),
        ("-62.47 S, 6 E", ["coordinates-unreadable"]),
        ("1, 2, 3", ["coordinates-unreadable"]),
        ("91 N 3 E", ["coordinates-range"]),
        ("62.47, 181", ["coordinates-range"]),
        ("52° 31′ N, 13° 24′ O", ["coordinates-letter"]),
    ],
)
def test_what_is_no_place(cell, codes):
    result = values.read_coordinates(cell)
    assert result.readings == ()
    assert [p.code for p in result.problems] == codes
    for problem in result.problems:
        assert not text.problem(problem).startswith("problem.")


def test_swapped_ones_can_be_mended():
    (problem,) = values.read_coordinates("151.2, -33.86").problems
    assert problem.fix.value == "-33.86, 151.2"
    assert only(problem.fix.value).value.longitude == 151.2
    assert values.read_coordinates("200, 300").problems[0].fix is None


def test_several():
    result = values.read_coordinates("62.47 6.15; 63.1 7.2")
    assert [r.value.latitude for r in result] == [62.47, 63.1]


PRECISIONS = [p["value"] for p in resources.catalogue("properties")["coordinate_precision"]]


@given(st.decimals(-90, 90, places=5), st.decimals(-180, 180, places=5))
def test_decimal_degrees_read_back(lat, lon):
    result = values.read_coordinates(f"{lat}, {lon}")
    if lat == lon == 0:
        assert not result
        return
    value = result.readings[0].value
    assert (value.latitude, value.longitude) == (float(lat), float(lon))
    assert value.precision in PRECISIONS


@given(st.text() | st.text("0123456789.,;-+°'\"′″ NSEWØOheading:{}|Locatin"))
def test_any_text(cell):
    for reading in values.read_coordinates(cell):
        assert abs(reading.value.latitude) <= 90
        assert abs(reading.value.longitude) <= 180
        assert reading.value.precision > 0
        for snak in reading.qualifiers:
            assert re.fullmatch(r"\+\d+(\.\d+)?", snak.value.amount)
