"""Titles by a pattern, numbers, and names told apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.cells.numbering import Pattern, PatternError, numbers, told_apart
from app.core.names import same_title_key

ROW = {"title": "Harbour", "date": "1906-05-02", "Inventory number": "HKM-12", "maker": ""}


def made(pattern, number=7, row=ROW):
    return Pattern.parse(pattern, row).text(row.__getitem__, number)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("{title} ({n:03})", "Harbour (007)"),
        ("{TITLE} {n}", "Harbour 7"),
        ("{n:02d} {inventory NUMBER}", "07 HKM-12"),
        ("{title}, {date}", "Harbour, 1906-05-02"),
        ("{{{title}}}", "{Harbour}"),
        ("{title} ({maker})", "Harbour"),
        ("{maker} – {title}", "Harbour"),
        ("{title}, {maker}, {n}", "Harbour, 7"),
        ("{title} by {maker}", "Harbour by"),
        ("  {title} ", "Harbour"),
        ("Postcard", "Postcard"),
        ("{ n } {title}", "7 Harbour"),
    ],
)
def test_patterns(pattern, text):
    assert made(pattern) == text


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("{title", "open"), ("title}", "close"), ("{nobody}", "unknown"), ("{}", "empty"),
        ("{n:99}", "width"), ("{n:x}", "unknown"), ("{a{b}", "open"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_pattern_is_said(pattern, code):
    with pytest.raises(PatternError) as raised:
        Pattern.parse(pattern, ROW)
    assert raised.value.code == f"numbering-{code}"
    assert not str(raised.value).startswith("error.")


def test_counting_anew():
    assert numbers(["a", "b", "a", "a", "b"], 10, 5) == [10, 10, 15, 20, 15]
    assert numbers([""] * 3, 3, -1) == [3, 2, 1]


def number(text, count):
    return f"{text} ({count})"


def test_only_names_that_occur_twice_get_a_number():
    texts = ["Ship", "Harbour", "ship", "", "", "Ship_"]
    assert told_apart(texts, same_title_key, number) == {
        0: "Ship (1)",
        2: "ship (2)",
        5: "Ship_ (3)",
    }


def test_a_number_that_is_taken_is_passed_over():
    texts = ["Ship", "Ship", "Ship (1)"]
    assert told_apart(texts, same_title_key, number) == {0: "Ship (2)", 1: "Ship (3)"}


@given(st.lists(st.sampled_from(["a", "A", "a (1)", "b", "a_", "", "A (2)"]), max_size=12))
def test_afterwards_no_two_are_the_same(texts):
    found = told_apart(texts, same_title_key, number)
    after = [found.get(i, text) for i, text in enumerate(texts)]
    keys = [same_title_key(x) for x in after if x]
    assert len(keys) == len(set(keys))
    once = [
        i
        for i, x in enumerate(texts)
        if x and sum(same_title_key(x) == same_title_key(y) for y in texts if y) == 1
    ]
    assert not set(once) & set(found)
