"""Blanks, capitals, left-overs of mark-up, splitting and joining."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.cells import clean


@pytest.mark.parametrize(
    ("way", "language", "text", "new"),
    [
        ("trim", "", "  a \u00a0 b\t c ", "a b c"),
        ("trim", "", "one \n\n\n\n two\u200b", "one\n\ntwo"),
        ("upper", "en", "Ålesund straße", "ÅLESUND STRASSE"),
        ("upper", "tr", "istanbul", "İSTANBUL"),
        ("upper", "en", "istanbul", "ISTANBUL"),
        ("lower", "tr", "IŞIK İzmir", "ışık izmir"),
        ("lower", "az-Latn", "QIZIL", "qızıl"),
        ("lower", "el", "ΟΔΟΣ", "οδος"),
        ("lower", "", "THE SHIP HKM-12B", "the ship hkm-12B"),
        ("sentence", "", "TWO SHIPS. ONE TOWN? “yes”", "Two ships. One town? “Yes”"),
        ("sentence", "tr", "izmir. ışık", "İzmir. Işık"),
        ("sentence", "", "ship no. 12 at sea", "Ship no. 12 at sea"),
        ("title", "", "the captain's o'neill house", "The Captain's O'neill House"),
        ("title", "nl", "het ijsselmeer", "Het IJsselmeer"),
        ("title", "", "VIEW OF MOLDE, 1906", "View Of Molde, 1906"),
        ("unmarked", "", "a<br/>b <i>c</i> &amp; d", "a\nb c & d"),
        ("unmarked", "", "[[Molde|the town]] and [[Oslo]] '''bold'''", "the town and Oslo bold"),
        ("unmarked", "", "[https://x.no/a the page] {{en|1=x}}", "the page {{en|1=x}}"),
        ("unmarked", "", "3 < 5 and 6 > 2", "3 < 5 and 6 > 2"),
    ],
)
def test_ways(way, language, text, new):
    assert clean.WAYS[way](text, language) == new


@given(st.text(), st.sampled_from(["trim", "unmarked"]))
def test_what_is_trimmed_stays_so(text, way):
    once = clean.WAYS[way](text, "")
    assert clean.trim(once) == once


@given(st.text(alphabet="abc DEF ÅßΣİı 12", max_size=20), st.sampled_from(["", "tr", "nl"]))
def test_capitals_keep_words_with_figures(text, language):
    for way in ("lower", "title"):
        new = clean.WAYS[way](text, language)
        assert [w for w in text.split() if any(c.isdigit() for c in w)] == [
            w for w in new.split() if any(c.isdigit() for c in w)
        ]


@pytest.mark.parametrize(
    ("text", "separator", "most", "parts"),
    [
        ("a, b,c", ",", 0, ["a", "b", "c"]),
        ("a, b,c", ",", 2, ["a", "b,c"]),
        ("abc", ",", 3, ["abc"]),
        ("a,,b", ",", 0, ["a", "", "b"]),
        ("a b", "", 0, ["a b"]),
        ("", ",", 0, [""]),
    ],
)
def test_splitting(text, separator, most, parts):
    assert clean.split(text, separator, most) == parts


def test_joining_leaves_out_what_is_empty():
    assert clean.join(["Molde", "", " Norway "], ", ") == "Molde, Norway"


@given(st.lists(st.text(alphabet="ab ", min_size=1).map(str.strip).filter(bool), min_size=1))
def test_what_is_joined_splits_into_the_same(parts):
    assert clean.split(clean.join(parts, "; "), ";") == parts
