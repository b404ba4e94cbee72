"""Finding and replacing in texts: plain and by regular expression, and nothing ever hangs."""

from __future__ import annotations

import threading
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.cells.matcher import Matcher
from app.core.cells.search import Hit, Looker, PatternError, Query, replaced
from app.core.errors import CancelledError


def after(text, wanted, by, **how):
    return replaced(text, Looker(Query(wanted, by, **how)).hits(text))


@pytest.mark.parametrize(
    ("text", "how", "wanted", "by", "new"),
    [
        ("Alesund and alesund", {}, "alesund", "Ålesund", "Ålesund and Ålesund"),
        ("Alesund and alesund", {"case": True}, "alesund", "Ålesund", "Alesund and Ålesund"),
        ("Bergen", {"whole": True}, "berg", "x", "Bergen"),
        ("Bergen", {"whole": True}, "bergen", "Oslo", "Oslo"),
        ("1.5 (a+b)", {}, "(a+b)", r"\1$1", r"1.5 \1$1"),
        ("Lindahl, Axel", {"regular": True}, r"(\w+), (\w+)", "$2 $1", "Axel Lindahl"),
        ("Lindahl, Axel", {"regular": True}, r"(\w+), (\w+)", r"\2 \1", "Axel Lindahl"),
        ("12", {"regular": True}, r"(?P<n>\d)", "<${n}>", "<1><2>"),
        ("12", {"regular": True}, r"(?P<n>\d)", r"\g<n>0", "1020"),
        ("inv 7", {"regular": True}, r"\d", "$0$$", "inv 7$"),
        ("a;b", {"regular": True}, ";", r"\n\t\\", "a\n\t\\b"),
        ("Molde", {"regular": True}, "^", "In ", "In Molde"),
        ("", {"regular": True, "whole": True}, "^$", "unknown", "unknown"),
        ("ab", {"regular": True}, "(a)|(b)", "[$1|$2]", "[a|][|b]"),
        ("a.b|c", {"regular": True, "whole": True}, "a|a.b.c", "x", "x"),
    ],
)
def test_replacing(text, how, wanted, by, new):
    assert after(text, wanted, by, **how) == new


def test_a_text_is_found_in_both_unicode_forms():
    written = unicodedata.normalize("NFD", "Ålesund")
    assert after(written, "Ålesund", "Molde") == "Molde"
    assert after("Ålesund", written, "Molde") == "Molde"


@given(st.text(max_size=30), st.text(min_size=1, max_size=4), st.text(max_size=5))
def test_a_plain_text_is_replaced_as_python_does(text, wanted, by):
    wanted, text = (unicodedata.normalize("NFC", x) for x in (wanted, text))
    if unicodedata.normalize("NFD", wanted) in (wanted, text):
        assert after(text, wanted, by, case=True) == text.replace(wanted, by)


@given(st.text(max_size=30), st.text(min_size=1, max_size=3), st.text(max_size=3))
def test_hits_lie_apart_and_in_order(text, wanted, by):
    hits = Looker(Query(wanted, by)).hits(text)
    assert all(a.end <= b.start for a, b in pairwise(hits))
    assert all(0 <= h.start < h.end <= len(text) for h in hits)
    assert replaced(text, [Hit(h.start, h.end, text[h.start : h.end]) for h in hits]) == text


@pytest.mark.parametrize(
    ("pattern", "code", "place"),
    [
        ("a(b", "open-bracket", 2),
        ("ab)", "close-bracket", 3),
        ("*a", "repeat-nothing", 1),
        ("a**", "repeat-twice", 3),
        ("a{3,2}", "repeat-order", 3),
        ("x[ab", "open-set", 2),
        ("[z-a]", "range", 2),
        ("a\\", "backslash-end", 2),
        (r"a\q", "backslash", 2),
        (r"(a)\2", "group", 5),
        ("(?<=a+)b", "look-behind", 1),
        ("a(?i)b", "flags", 2),
        ("(?q)", "question-mark", 2),
        ("(?", "end", 3),
        ("(?P<a", "group-name", 5),
        ("(?P<a>x)(?P<a>y)", "group-twice", 13),
    ],
)
def test_a_wrong_expression_says_what_is_wrong_at_which_place(pattern, code, place):
    with pytest.raises(PatternError) as raised:
        Looker(Query(pattern, regular=True))
    assert (raised.value.code, raised.value.params["place"]) == (f"pattern-{code}", place)
    said = str(raised.value)
    assert "{" not in said or "{" in pattern
    assert str(place) in said or code in ("backslash-end", "look-behind", "end")


def test_a_group_that_is_not_there_is_said():
    for by in ("$2", r"\2", "${name}", r"\g<x>"):
        with pytest.raises(PatternError) as raised:
            Looker(Query("(a)", by, regular=True))
        assert raised.value.code == "pattern-no-group"
        assert by in str(raised.value)


def test_a_set_in_a_set_is_no_warning():
    assert Looker(Query("[[a]", regular=True)).hits("a")


@pytest.fixture(scope="module")
def matcher():
    made = Matcher(seconds=0.3)
    yield made
    made.close()


def test_an_expression_finds_the_same_in_its_process(matcher):
    texts = ["Molde 1906", "", "Bergen", "1907"] * 3000
    query = Query(r"(\d)\d+", "$1", regular=True)
    assert matcher.look(query, texts) == Looker(query).look(texts)


def test_an_expression_that_runs_wild_is_stopped_and_said(matcher):
    with pytest.raises(PatternError) as raised:
        matcher.look(Query("(a+)+b", regular=True), ["a" * 60])
    assert raised.value.code == "pattern-too-slow"
    assert matcher.look(Query("a+", regular=True), ["ba"]) == [(0, (Hit(1, 2),))]


def test_it_can_be_cancelled_while_it_runs_wild():
    patient = Matcher(seconds=600)
    cancel = threading.Event()
    threading.Timer(0.2, cancel.set).start()
    with pytest.raises(CancelledError):
        patient.look(Query("(a+)+b", regular=True), ["a" * 60], cancel)
    patient.close()
