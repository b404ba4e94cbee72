"""What many rows hold."""

import threading

import pytest

from app.core.errors import CancelledError
from app.core.held import Held, held, partly, with_part
from app.core.model import Row
from app.core.project.texts import Texts

ROWS = [
    Row(1, 2, Texts.of({1: "a", 2: "Museum"})),
    Row(2, 3, Texts.of({1: "b", 2: "Museum"})),
    Row(3, 4, {1: "a"}),
]


def test_the_same_different_and_empty_ones():
    found = held(ROWS, [1, 2, 3])
    assert found[1] == Held(3, 2, 0, "a", 2)
    assert found[2] == Held(3, 2, 1, "Museum", 2)
    assert found[3] == Held(3, 1, 3, "", 3)
    assert [found[c].same for c in (1, 2, 3)] == [False, False, True]


def test_no_rows():
    assert held([], [1]) == {1: Held(0, 0, 0, "", 0)}


def test_values_that_some_rows_have():
    rows = [
        Row(1, 2, {1: "Ships; Harbours"}),
        Row(2, 3, {1: "Ships;Towns\nShips"}),
        Row(3, 4, {1: "Ships; Towns"}),
        Row(4, 5, {1: "[[Category:Ships]]"}),
    ]
    assert partly(rows[:3], [1]) == {1: [("Towns", 2), ("Harbours", 1)]}
    assert partly(rows, [1])[1][0] == ("Ships", 3)


def test_one_more_value():
    assert with_part("", "Ships") == "Ships"
    assert with_part("Towns; ", "Ships") == "Towns; Ships"
    assert with_part("Towns; Ships", "Ships") == "Towns; Ships"


def test_it_can_be_stopped():
    stopped = threading.Event()
    stopped.set()
    with pytest.raises(CancelledError):
        held(ROWS, [1], stopped)
