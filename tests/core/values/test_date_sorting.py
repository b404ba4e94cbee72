"""Dates sort as they lie in time, however they are written."""

from __future__ import annotations

import pytest

from app.core.cells.order import order
from app.core.values.dates.sorting import sort_key

IN_TIME = [
    "300 BC", "1654", "18th century", "1760s", "1798-03-12", "19th century", "12 May 1890",
    "5 June 1890", "June 1890", "ca. 1900", "1901-05-12", "13 May 1901", "2024-05-03 21:40",
]  # fmt: skip


def in_order(texts):
    places = order([([sort_key(text) for text in texts], False)])
    return [texts[place] for place in places]


def test_in_time():
    found = in_order(sorted(IN_TIME, reverse=True))
    assert found.index("300 BC") == 0
    assert found.index("1654") < found.index("18th century") < found.index("1760s")
    assert found.index("1798-03-12") < found.index("19th century") < found.index("12 May 1890")
    assert found.index("12 May 1890") < found.index("5 June 1890") < found.index("ca. 1900")
    assert found[-4:] == ["ca. 1900", "1901-05-12", "13 May 1901", "2024-05-03 21:40"]


def test_what_can_be_two_dates_stands_in_its_year_and_what_is_none_behind_all():
    texts = ["unknown", "", "05/06/1890", "1891", "1889"]
    assert in_order(texts) == ["1889", "05/06/1890", "1891", "unknown", ""]


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_cell_stays_empty(text):
    assert sort_key(text) == ""
