"""Rows in the order people expect, for any texts, in any number of levels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.cells.order import in_slices, natural, order

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    ["", "a2", "a10", "a02", "Å1", "b", "10", "9", "Inv. 9", "inv. 10"]
)


@pytest.mark.parametrize(
    "wanted",
    [
        ["Å1", "a2", "a10", "b"],
        ["2", "10", "a"],
        ["HKM-0009", "HKM-0010", "HKM-10000"],
        ["x" * 47 + "9", "x" * 47 + "10"],
        ["x" * 60 + "a", "x" * 60 + "b"],
        ["\u0627", "\u0628"],
    ],
)
def test_as_people_do(wanted):
    assert sorted(wanted[1:] + wanted[:1], key=natural) == wanted
    assert order([(wanted[::-1], False)]) == [*range(len(wanted))][::-1]


@given(st.lists(texts))
def test_one_level_is_a_stable_sort_with_the_empty_ones_last(column):
    for down in (False, True):
        filled = [i for i, text in enumerate(column) if text]
        wanted = sorted(filled, key=lambda i: natural(column[i]), reverse=down)
        empty = [i for i, text in enumerate(column) if not text]
        assert order([(column, down)]) == wanted + empty


@given(st.lists(st.tuples(texts, texts, texts)), st.tuples(*[st.booleans()] * 3))
def test_several_levels_are_sorts_one_after_the_other(rows, downwards):
    levels = [([row[i] for row in rows], down) for i, down in enumerate(downwards)]
    wanted = list(range(len(rows)))
    for column, down in reversed(levels):
        places = order([([column[i] for i in wanted], down)])
        wanted = [wanted[place] for place in places]
    assert order(levels) == wanted


def test_no_level_and_no_rows():
    assert order([]) == []
    assert order([([], False), ([], True)]) == []


def test_many_are_sorted_in_short_steps():
    steps = []
    every = [f"{n * 7919 % 10_000:05}" for n in range(10_000)]
    assert in_slices(every, lambda: steps.append(1)) == sorted(every)
    assert len(steps) == 3
