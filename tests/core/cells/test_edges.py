"""The edges of blocks of filled cells."""

from __future__ import annotations

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
    def filled(at):
        return cells[at] == "x"

    assert edge(filled, start, len(cells) - 1) == down
    assert edge(filled, start, len(cells) - 1, back=True) == up


@given(st.lists(st.booleans(), min_size=1, max_size=30), st.data())
def test_an_edge_is_the_end_or_a_border(cells, data):
    start = data.draw(st.integers(0, len(cells) - 1))
    at = edge(lambda i: cells[i], start, len(cells) - 1)
    assert at == len(cells) - 1 or (at > start and cells[at])
    if at < len(cells) - 1 and cells[start] and cells[start + 1]:
        assert not cells[at + 1]
    mirrored = cells[::-1]
    back = edge(lambda i: mirrored[i], len(cells) - 1 - start, len(cells) - 1, back=True)
    assert back == len(cells) - 1 - at


def test_a_search_pauses_after_so_many_cells():
    ends = []

    def whole():
        ends.append((yield from search(lambda _: True, 0, 100, pause=10)))

    assert len(list(whole())) == 9
    assert ends == [100]
