"""Changes as they are kept: what is written is read again, also what older programs wrote."""

import json
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.core.project.change import Change, Lot, Operation, all_same, dump, load

text = st.text(max_size=9)
ids = st.integers(1, 10_000)


def _lot(kind, places):
    return st.tuples(places, st.lists(st.tuples(ids, text, text), min_size=1, max_size=9)).map(
        lambda made: Lot(kind, made[0], *map(tuple, zip(*made[1], strict=True)))
    )


lots = st.one_of(
    _lot("cell", st.integers(-2, 30)), _lot("out", st.sampled_from(["practice", "other"])),
    _lot("row", st.just("")),
)  # fmt: skip
operations = st.builds(
    Operation, st.sampled_from(["meaning", "constant", "column"]), st.tuples(st.one_of(ids, text)),
    text, text,
)  # fmt: skip


def _apart(found):
    """No two lots beside each other that are one when they are read."""
    return not any(
        isinstance(a, Lot) and isinstance(b, Lot) and (a.kind, a.place) == (b.kind, b.place)
        for a, b in pairwise(found)
    )


@given(st.lists(st.one_of(lots, operations), max_size=6).filter(_apart))
def test_what_is_kept_comes_back(found):
    kept = dump(found)
    assert load(kept) == tuple(found)
    assert isinstance(json.loads(kept), list)
    change = Change("x", tuple(found))
    assert change.reversed().reversed() == change
    assert change.rows == {i for o in found if isinstance(o, Lot) for i in o.rows}


def test_many_rows_are_kept_in_short_pieces():
    lot = all_same("cell", 3, range(1, 5002), "old", "new")
    kept = dump([lot])
    assert load(kept) == (lot,)
    assert max(len(line) for line in kept.splitlines()) < len(kept) / 4


def test_what_was_written_for_each_row_alone():
    old = [
        ["cell", [7, 2], "a", "b"], ["cell", [8, 2], "", "c"], ["cell", [8, 3], "", "d"],
        ["meaning", [2], "plain", "name"], ["row", [9], "", "row"], ["out", [7, "practice"], "", "out"],
    ]  # fmt: skip
    assert load(json.dumps(old)) == (
        Lot("cell", 2, (7, 8), ("a", ""), ("b", "c")),
        Lot("cell", 3, (8,), ("",), ("d",)),
        Operation("meaning", (2,), "plain", "name"),
        Lot("row", "", (9,), ("",), ("row",)),
        Lot("out", "practice", (7,), ("",), ("out",)),
    )
