"""One statement for many rows: where it goes, and what becomes of what they hold."""

from __future__ import annotations

from threading import Event

import pytest

from app.core import for_all
from app.core.errors import CancelledError
from app.core.model import Column, Layout, Meaning, Row

ARTWORK = Layout("artwork")


def columns(*meanings):
    return [Column(i, f"c{i}", Meaning.parse(one)) for i, one in enumerate(meanings, 1)]


def rows(*texts):
    return [Row(i, i + 1, {1: text} if text else {}) for i, text in enumerate(texts, 1)]


def given(texts, meaning, text, constant="", **more):
    (column,) = columns(meaning)
    several = Meaning.parse(meaning).name in ("P180", "artist")
    place = for_all.Place(column.meaning, column, several)
    return for_all.given(rows(*texts), place, constant, text, **more)


@pytest.mark.parametrize(
    ("there", "pid", "meaning", "column"),
    [
        (["property:P180", "field:wikidata"], "P180", "property:P180", 1),
        (["field:depicted people"], "P180", "property:P180", None),
        (["field:artist"], "P170", "field:artist", 1),
        (["field:artist", "property:P170"], "P170", "property:P170", 2),
        (["path"], "P195", "field:institution", None),
        (["field:accession number"], "P217", "field:accession number", 1),
        (["field:license"], "P275", "field:license", 1),
        (["field:wikidata"], "P6243", "property:P6243", None),
        (["path"], "P123", "property:P123", None),
    ],
)
def test_where_it_goes(there, pid, meaning, column):
    place = for_all.place(columns(*there), ARTWORK, pid)
    assert str(place.meaning) == meaning
    assert (place.column.id if place.column else None) == column


def test_a_layout_of_ones_own_has_no_place_for_another_field():
    own = Layout("artwork", freemarker="{{Artwork}}")
    assert str(for_all.place(columns("path"), own, "P195").meaning) == "property:P195"
    kept = for_all.place(columns("field:institution"), own, "P195")
    assert kept.column is not None


def test_several_values_are_kept_and_the_same_is_not_said_twice():
    found = given(["", "Ship", "ship", "Town; SHIP ", "Town"], "property:P180", "ship")
    assert found.texts == {1: "ship", 5: "Town; ship"}
    assert (found.same, found.others) == (3, 0)


def test_an_item_is_the_same_under_another_name():
    texts = ["Q12418", "La Gioconda (Q12418); Louvre", "Q124188", "Mona Lisa"]
    found = given(texts, "property:P180", "Mona Lisa (Q12418)")
    assert found.texts == {3: "Q124188; Mona Lisa (Q12418)", 4: "Mona Lisa; Mona Lisa (Q12418)"}
    assert found.same == 2


def test_one_value_is_left_or_replaced():
    texts = ["", "1906", "1899", "  "]
    found = given(texts, "field:date", "1906")
    assert (found.texts, found.same, found.others) == ({1: "1906", 4: "1906"}, 1, 1)
    found = given(texts, "field:date", "1906", replace=True)
    assert (found.texts, found.same, found.others) == ({1: "1906", 3: "1906", 4: "1906"}, 1, 0)


def test_what_empty_cells_say_counts_as_said():
    found = given(["", "Lindahl"], "field:artist", "Selmer", constant="Knudsen")
    assert found.texts == {1: "Knudsen; Selmer", 2: "Lindahl; Selmer"}
    found = given(["", "1899"], "field:date", "1906", constant="1900")
    assert (found.texts, found.others) == ({}, 2)
    assert given([""], "field:date", "1906", constant="1906").same == 1


def test_a_column_that_is_not_there_yet_is_empty_in_all():
    place = for_all.Place(Meaning.parse("property:P180"), None, several=True)
    assert for_all.given(rows("x", ""), place, "", "ship").texts == {1: "ship", 2: "ship"}


def test_it_can_be_stopped():
    cancel = Event()
    cancel.set()
    with pytest.raises(CancelledError):
        given(["x"], "property:P180", "ship", cancel=cancel)
