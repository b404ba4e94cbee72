"""Short ways through cells without markup give what the parser gives."""

from __future__ import annotations

import mwparserfromhell
from hypothesis import given
from hypothesis import strategies as st

from app.core.values import markup

PIECES = st.sampled_from(
    [*"ab1 {}[]<>&|=*#;:'\"/-!~_.,()\n\t\r\0é\u2028", "http", "//", "----", "''", "{{a}}", "&amp;"]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)


@given(TEXTS)
def test_a_text_without_markup_is_what_the_parser_sees(text):
    seen = mwparserfromhell.parse(text, skip_style_tags=True).nodes
    assert [(type(n), str(n)) for n in markup.nodes(text)] == [(type(n), str(n)) for n in seen]


def letter_by_letter(text):
    """A marker that nothing else holds together makes `split_values` take the long way."""
    return markup.split_values(f"{text};{{{{z}}}}")[:-1]


@given(st.text("ab ;,'\n}", max_size=12).filter(lambda text: "}}" not in text))
def test_both_ways_of_splitting_agree(text):
    assert markup.split_values(text) == letter_by_letter(text)
