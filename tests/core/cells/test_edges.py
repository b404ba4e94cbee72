"""The edges of blocks of filled cells."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.cells.edges import edge, search


@pytest.mark.parametrize(
    ("cells", "start", "down", "up"),
    [
        ("xxx..xx", 0, 2, 0),
        ("xxx..xx", 1, 2, 0),
        ("xxx..xx", 2, 5, 0),
        ("xxx..xx", 3, 5, 2),
        ("xxx..xx", 5, 6, 2),
        ("x.....x", 0, 6, 0),
        (".......", 3, 6, 0),
        ("..x..", 2, 4, 0),
        ("x", 0, 0, 0),
    ],
)
def test_edges(cells, start, down, up):
    def filled(places):
        return [cells[at] == "x" for at in places]

    assert edge(filled, start, len(cells) - 1) == down
    assert edge(filled, start, len(cells) - 1, back=True) == up


@given(st.lists(st.booleans(), min_size=1, max_size=30), st.data())
def test_an_edge_is_the_end_or_a_border(cells, data):
    start = data.draw(st.integers(0, len(cells) - 1))
    at = edge(lambda places: [cells[i] for i in places], start, len(cells) - 1)
    assert at == len(cells) - 1 or (at > start and cells[at])
    if at < len(cells) - 1 and cells[start] and cells[start + 1]:
        assert not cells[at + 1]
    mirrored = cells[::-1]
    back = edge(
        lambda places: [mirrored[i] for i in places],
        len(cells) - 1 - start,
        len(cells) - 1,
        back=True,
    )
    assert back == len(cells) - 1 - at


def walked(cells, pause):
    """Where a search ends, and how many cells were looked at before each of its pauses."""
    looked, ends, pauses = [], [], []

    def filled(places):
        looked.extend(places)
        return [cells(place) for place in places]

    def whole():
        ends.append((yield from search(filled, 0, 1000, pause=pause)))

    for _ in whole():
        pauses.append(len(looked))
    return ends[0], pauses, looked


def test_a_search_pauses_after_so_many_cells():
    end, pauses, looked = walked(lambda _: True, 10)
    assert end == 1000
    assert [b - a for a, b in pairwise(pauses)] == [10] * (len(pauses) - 1)
    assert len(pauses) == 99
    assert sorted(looked) == list(range(1001))


def test_a_search_looks_at_few_cells_where_the_edge_is_near():
    end, pauses, looked = walked(lambda at: at < 20, 500)
    assert (end, pauses) == (19, [])
    assert len(looked) < 100
    assert walked(lambda at: at < 700, 500)[0] == 699
