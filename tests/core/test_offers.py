"""What the catalogues offer for a cell, and the text an item is written as."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import offers, values
from app.core.model import ItemValue


@given(st.text(max_size=60))
def test_an_item_that_is_written_is_read_again_whatever_its_name(label):
    text = offers.item_text(label, "Q5934")
    assert offers.item_of(text) == "Q5934"
    (reading,) = values.read(text, "wikibase-item").readings
    assert reading.value == ItemValue("Q5934")


@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_several_items_stay_several(labels):
    cell = "; ".join(offers.item_text(one, f"Q{n + 1}") for n, one in enumerate(labels))
    found = [r.value.id for r in values.read(cell, "wikibase-item").readings]
    assert found == [f"Q{n + 1}" for n in range(len(labels))]


def test_a_name_is_told_without_its_number():
    assert offers.item_text("Axel Lindahl", "Q5934") == "Axel Lindahl (Q5934)"
    assert offers.name_of("Axel Lindahl (Q5934)") == "Axel Lindahl"
    assert offers.name_of("Axel Lindahl") == "Axel Lindahl"
    assert offers.name_of("Q19652") == "public domain"
    assert offers.name_of("Q99999999") == "Q99999999"
    assert offers.item_of("Axel Lindahl") == offers.item_of("Q1; Q2") == ""


@pytest.mark.parametrize("pid", ["P31", "P6216", "P275", "P7482", "P186"])
def test_usual_values_are_read_as_their_items(pid):
    found = offers.of_property(pid)
    assert found
    for offer in found:
        assert offers.item_of(offer.text) == offer.item
        assert "Q" + offer.item[1:] not in offer.words


def test_makers_may_be_unknown_or_anonymous():
    unknown, anonymous = offers.of_property("P170")
    assert [r.snaktype for r in values.read_person(unknown.text).readings] == ["somevalue"]
    assert values.read_person(anonymous.text).readings[0].qualifiers
    assert offers.of_property("P180") == ()


def test_languages_come_by_their_own_names():
    found = dict(offers.of_languages())
    assert found["de"] == "Deutsch"
    assert len(found) > 500
