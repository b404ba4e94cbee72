"""Texts with their languages: apart and together again, nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.values import Said, joined, language_texts, tagged


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("Two ships.", [("", "Two ships.")]),
        ("", [("", "")]),
        ("{{en|1=Two ships.}}", [("en", "Two ships.")]),
        ("{{en|Two ships.}}\n{{de|1=Zwei Schiffe.}}", [("en", "Two ships."), ("de", "Zwei Schiffe.")]),
        ("{{no|1=To skip.}}", [("no", "To skip.")]),
        ("Plain. {{nb|1=To skip.}}", [("", "Plain."), ("nb", "To skip.")]),
        ("{{en|1=a [[b|c]] {{!}} d}}", [("en", "a [[b|c]] | d")]),
        ("{{en|1=one\ntwo}}", [("en", "one\ntwo")]),
    ],
)  # fmt: skip
def test_a_cell_is_taken_apart(cell, parts):
    assert tagged(cell) == tuple(Said(*one) for one in parts)


@pytest.mark.parametrize(
    "cell",
    ["{{LangSwitch|en=a|de=b}}", "{{en|1=a|2=b}}", "{{title|a|lang=en}}", "{{en|a", "{{w|Bergen}} {{en|1=x}}"],
)  # fmt: skip
def test_what_holds_more_is_left_alone(cell):
    assert tagged(cell) is None


@given(
    st.lists(st.tuples(st.sampled_from(["en", "de", "nb", "zh"]), st.text(max_size=30)), max_size=4)
)
@example([("en", "\0"), ("de", "a\0b")])
def test_what_is_put_together_is_read_in_the_order_it_was_typed(parts):
    found = language_texts(joined([Said(*one) for one in parts]))
    literal = [(code, " ".join(text.split())) for code, text in parts]
    simple = [one for one in literal if one[1].isalnum()]
    assert [one for one in found if one[1].isalnum() and one in simple] == simple
    order = iter(code for code, _ in parts)
    assert all(code in order for code, _ in found)


@given(st.text(alphabet="ab |{}[]=\n<>'", max_size=25))
def test_no_sign_ends_a_text_too_early(text):
    cell = joined([Said("en", text), Said("de", "Ende")])
    found = language_texts(cell)
    assert found[-1] == ("de", "Ende")
    assert all(code in ("en", "de") for code, _ in found)
    assert len(found) <= 2


def test_bars_and_braces_come_back_as_they_were_typed():
    cell = joined([Said("en", "a | b } c"), Said("de", "x")])
    assert tagged(cell) == (Said("en", "a | b } c"), Said("de", "x"))
    assert language_texts(cell)[0] == ("en", "a | b } c")


def test_one_text_without_a_language_stays_plain():
    assert joined([Said("", " Two ships. "), Said("de", "  ")]) == "Two ships."
    assert joined([]) == ""
