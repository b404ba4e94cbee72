"""Packed texts are the same texts, whatever they hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.project.texts import Texts, filled

any_text = st.text(st.characters(exclude_categories=["Cs"]))
ids = st.integers(-2, 30)


@given(st.dictionaries(ids, any_text))
def test_every_text_comes_back(cells):
    packed = Texts.of(cells)
    there = {i: text for i, text in cells.items() if text}
    assert packed.unpacked() == there
    assert dict(packed) == there
    assert len(packed) == len(there)
    assert all(packed.get(i) == text for i, text in cells.items())
    assert Texts(packed.packed) == packed == there


@given(st.dictionaries(ids, any_text), st.dictionaries(ids, any_text))
def test_a_change_is_that_of_a_dict(before, after):
    assert Texts.of(before).changed(after) == Texts.of({**before, **after})


@given(st.text(st.sampled_from("\x1b\x1fmb")), st.text(st.sampled_from("\x1b\x1fmb")))
def test_what_stands_between_texts_may_stand_in_them(one, other):
    packed = Texts.of({1: one, 2: other})
    assert (packed.get(1), packed.get(2)) == (one, other)


def test_half_of_a_pair_is_replaced():
    assert Texts.of({1: "a\ud83d"}).get(1) == "a\ufffd"


def test_an_id_that_no_column_has():
    with pytest.raises(ValueError, match="-5"):
        Texts.of({-5: "x"})
    assert Texts.of({1: "x"}).get(-5) == ""


@given(st.lists(st.dictionaries(ids, any_text), max_size=5), st.integers(-4, 31))
def test_it_is_told_of_many_rows_at_once_whether_they_hold_a_text(rows, column_id):
    assert filled(map(Texts.of, rows), column_id) == [bool(row.get(column_id)) for row in rows]
