"""The same text for blocks of cells reads as a plain dict does."""

from __future__ import annotations

import sys

from hypothesis import given
from hypothesis import strategies as st

from app.ui.sheet.uniform import Uniform

ROWS = st.builds(range, st.integers(0, 6), st.integers(0, 6))
TEXTS = st.dictionaries(st.integers(1, 4), st.sampled_from(["", "a", "b"]), max_size=3)


@given(st.lists(st.tuples(ROWS, TEXTS), max_size=4))
def test_as_a_dict(blocks):
    plain = {(row, c): text for rows, texts in blocks for row in rows for c, text in texts.items()}
    cells = Uniform(blocks)
    assert dict(cells.items()) == plain
    assert set(cells) == set(plain)
    assert {at: cells[at] for at in plain} == plain
    assert (0, 9) not in cells
    assert len(cells) >= len(plain)
    assert bool(cells) == bool(plain)


def test_two_million_cells_weigh_nothing():
    cells = Uniform([(range(100_000), dict.fromkeys(range(1, 20), ""))])
    assert len(cells) == 1_900_000
    assert sum(map(sys.getsizeof, (cells, *cells.blocks, *cells.blocks[0]))) < 10_000
