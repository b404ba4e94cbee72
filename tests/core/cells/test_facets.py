"""Counting values, and finding those that are perhaps the same."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.cells.facets import MANY, clusters, fingerprint, mostly_different, plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ålesund", "ålesund"),
        ("Ålesund", "Alesund"),
        ("Ålesund", "A\u030alesund"),
        ("Lindahl, Axel", "Axel Lindahl"),
        ("Knud  Knudsen.", "Knud Knudsen"),
        ("Tromsø", "TROMSO"),
        ("harbour_of Molde", "Harbour of Molde"),
        ("Inv. 1901", "inv 1901"),
        ("Alessund", "Ålesund"),
        ("sailingship", "sailing ship"),
    ],
)
def test_these_are_alike(one, other):
    found = clusters(Counter([one, other]))
    assert [set(c.values) for c in found] == [{one, other}]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.5", "15"),
        ("05/06/1890", "06/05/1890"),
        ("1901", "1910"),
        ("1919", "191"),
        ("1906-1912", "1912-1906"),
        ("Oslo", "Molde"),
        ("inv 12", "inv 21"),
        ("", "-"),
        ("aba", "bab"),
    ],
)
def test_these_are_not(one, other):
    assert clusters(Counter([one, other])) == ()


def test_the_most_frequent_value_is_offered():
    found = clusters(Counter(["Alesund", "Ålesund", "Ålesund", "ÅLESUND", "Oslo", "", ""]))
    assert len(found) == 1
    assert found[0].suggestion == "Ålesund"
    assert found[0].cells == 4


def test_where_nearly_all_are_different_it_is_not_worth_a_look():
    assert mostly_different(MANY + 1, MANY + 2)
    assert not mostly_different(MANY, MANY)
    assert not mostly_different(MANY + 1, 2 * MANY)
    assert not mostly_different(0, 0)


def test_what_was_made_plain_before_is_taken():
    counts = Counter(["Ålesund", "ålesund", "Oslo"])
    assert clusters(counts, [plain(v) for v in counts]) == clusters(counts)
    with pytest.raises(ValueError, match="shorter"):
        clusters(counts, ["oslo"])


def test_a_long_look_can_be_stopped():
    def stop():
        raise InterruptedError

    with pytest.raises(InterruptedError):
        clusters({"a": 1, "b": 1}, pause=stop)


def test_of_equals_the_one_with_its_accents_is_offered():
    assert clusters(Counter(["Alesund", "Ålesund", "ÅLESUND"]))[0].suggestion == "Ålesund"


def test_the_largest_come_first():
    found = clusters(Counter(["a b", "b a", *["Molde", "molde"] * 4]))
    assert [c.cells for c in found] == [8, 2]


@given(st.lists(st.text(alphabet="aAåÅ bB.1 2-", max_size=6), max_size=12))
def test_no_value_is_in_two_clusters_and_none_is_lost(texts):
    counts = Counter(texts)
    found = clusters(counts)
    every = [v for c in found for v in c.values]
    assert len(every) == len(set(every))
    assert all(c.cells == sum(counts[v] for v in c.values) for c in found)
    together = {v: c for c in found for v in c.values}
    for one in counts:
        for other in counts:
            if one != other and fingerprint(one) and fingerprint(one) == fingerprint(other):
                assert together[one] is together[other]
