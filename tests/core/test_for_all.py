"""One statement for many rows: where it goes, and what becomes of what they hold."""

from __future__ import annotations

from threading import Event
from types import SimpleNamespace

import pytest

from app.core import for_all
from app.core.errors import CancelledError
from app.core.model import Column, Layout, Meaning, Row, Table, TableRow
from app.core.project import Project

ARTWORK = Layout("artwork")


def columns(*meanings):
    return [Column(i, f"c{i}", Meaning.parse(one)) for i, one in enumerate(meanings, 1)]


def rows(*texts):
    return [Row(i, i + 1, {1: text} if text else {}) for i, text in enumerate(texts, 1)]


def given(texts, meaning, text, constant="", cancel=None, **more):
    (column,) = columns(meaning)
    several = Meaning.parse(meaning).name in ("P180", "artist")
    place = for_all.Place(column.meaning, column, several)
    project = SimpleNamespace(rows=rows(*texts), constants={meaning: constant})
    return for_all.given(project, wish(project, place, text, **more), cancel)


def wish(project, place, text, **more):
    return for_all.Wish(frozenset(row.id for row in project.rows), place, text, **more)


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
    project = SimpleNamespace(rows=rows("x", ""), constants={})
    assert for_all.given(project, wish(project, place, "ship")).texts == {1: "ship", 2: "ship"}


@pytest.fixture
def project():
    cells = (("Towns",), ("",), ("Ships",))
    table = Table(
        ("categories",), tuple(TableRow(i, row) for i, row in enumerate(cells, 2)), source="a.csv"
    )
    made = Project.create(None, table)
    yield made
    made.close()


def held(project):
    return [row.text(project.columns[0].id) for row in project.rows]


def test_what_rows_hold_when_it_is_written_counts(project):
    """Between the question and the answer somebody typed, and took a row away."""
    asked = wish(project, for_all.categories(project.columns), "Harbours")
    first, second, third = project.rows
    project.change("typed", {(first.id, project.columns[0].id): "Towers"})
    project.remove_rows("gone", [third.id])
    for_all.give(project, asked, "given")
    assert held(project) == ["Towers; Harbours", "Harbours"]
    project.undo()
    assert held(project) == ["Towers", ""]
    assert second.id in project.places


def test_a_column_that_came_or_went_since_it_was_asked(project):
    place = for_all.place(project.columns, project.layout, "P180")
    asked = wish(project, place, "ship")
    for_all.give(project, asked, "given")
    for_all.give(project, for_all.Wish(asked.row_ids, place, "tower"), "given")
    headers = [column.header for column in project.columns]
    assert len(headers) == 2
    shown = [row.text(project.columns[1].id) for row in project.rows]
    assert shown == ["ship; tower"] * 3
    now = for_all.Wish(asked.row_ids, for_all.place(project.columns, project.layout, "P180"), "hat")
    project.undo()
    project.undo()
    assert len(project.columns) == 1
    for_all.give(project, now, "given")
    assert [row.text(project.columns[1].id) for row in project.rows] == ["hat"] * 3


def test_it_can_be_stopped():
    cancel = Event()
    cancel.set()
    with pytest.raises(CancelledError):
        given(["x"], "property:P180", "ship", cancel=cancel)
