"""Titles and names as MediaWiki stores them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.practice.titles import (
    FILE,
    BadTitleError,
    Title,
    make,
    parse,
    upload_name,
)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("file:a_b.jpg", Title(6, "A b.jpg")),
        ("Image: x.jpg", Title(6, "X.jpg")),
        ("\u200eFile:\u00a0A  b.jpg ", Title(6, "A b.jpg")),
        ("File:A:b.jpg", Title(6, "A:b.jpg")),
        ("category:cats", Title(14, "Cats")),
        ("ßtraße", Title(0, "ßtraße")),
        ("Foo:bar", Title(0, "Foo:bar")),
        ("e\u0301t", Title(0, "Ét")),
    ],
)
def test_parse(text, title):
    assert parse(text) == title


@pytest.mark.parametrize(
    "text",
    [
        "",
        "File:",
        "a<b",
        "a[b",
        "a|b",
        "a#b",
        "a%41b",
        "a&amp;b",
        "../x",
        "a/../b",
        "a~~~b",
        "x" * 256,
    ],
)
def test_no_page_can_have_these(text):
    with pytest.raises(BadTitleError):
        parse(text)


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("Proof:1/<x>#[y].jpg", "Proof-1--x---y-.jpg"),
        ("Proof: 1.jpg", "Proof- 1.jpg"),
        ("File:a b.jpg", "A_b.jpg"),
        ("a\\b.jpg", "a-b.jpg"),
    ],
)
def test_names_given_to_upload(wanted, name):
    assert upload_name(wanted) == name


@given(st.text(max_size=80))
def test_a_title_is_a_fixed_point(text):
    try:
        title = make(FILE, text)
    except BadTitleError:
        return
    assert make(FILE, title.text) == title
    assert make(FILE, title.key) == title
