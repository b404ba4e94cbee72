"""Rows in the order people expect, for any texts, in any number of levels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.cells.order import natural, order

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
        ["Photographs of the harbour from the quay, box 3, img" + n for n in ("2", "10")],
        ["x" * 119 + "9", "x" * 119 + "10"],
        ["x" * 60 + "a", "x" * 60 + "b"],
        ["\u0627", "\u0628"],
        ["a\u0301 1", "Á 2", "á 10"],
        ["x" * 30 + "7" * 30, "x" * 30 + "8" * 30],
        ["a", "a\x00", "a\x00b", "b"],
        ["1", "01b", "²"],
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


@pytest.mark.parametrize(
    ("down", "first"), [(False, ["Inv. 0", "Inv. 1"]), (True, ["Inv. 9999", "Inv. 9998"])]
)
def test_many_are_sorted_in_short_steps(down, first):
    every = [f"Inv. {n * 7919 % 10_000}" for n in range(10_000)]
    steps = []
    places = order([(every, down)], lambda: steps.append(1))
    assert [every[place] for place in places[:2]] == first
    assert len(steps) >= 2 * 3


def test_sorting_stops_between_two_steps():
    class StoppedError(Exception):
        pass

    def stop():
        raise StoppedError

    with pytest.raises(StoppedError):
        order([(["b", "a"], False)], stop)
