"""The values of a column: counted, put together, changed everywhere; and sorting by several columns."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from app.ui.tidy import value_list
from app.ui.tidy import values as facets
from tests.ui.one_window import LONG, opened, page, texts, window_program

__all__ = ["opened", "page", "window_program"]

AUTHORS = ["Axel Lindahl", "axel lindahl", "Lindahl, Axel", "Axel Lindahl", "Knud Knudsen", ""]


@pytest.fixture(scope="module")
def rows():
    return [
        [f"{i}.png", f"Harbour number {10 - i} of the town", "Text.", f"19{i % 2}0", author,
         "Museum", "cc0", "Ships"]
        for i, author in enumerate(AUTHORS)
    ]  # fmt: skip


@pytest.fixture
def dialog(page, opened):
    page.view.go_to(0, page.model.column_of("author"))
    opened.context.commands.action("values").trigger()
    made = page.desk.opened
    yield made
    made.reject()


def listed(dialog):
    return list(dialog.list.facts.shown)


def pressed(dialog, words):
    found = [b for b in dialog.findChildren(QPushButton) if b.text() == words and b.isVisible()]
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


def test_values_are_counted_and_sorted(dialog):
    assert listed(dialog)[0] == ("Axel Lindahl", 2)
    dialog.order.choose("name")
    assert listed(dialog)[0] == ("", 1)
    assert listed(dialog)[-1] == ("Lindahl, Axel", 1)
    assert dialog.note.text().startswith("4 values in 5 rows.")


def test_undo_takes_back_what_was_done_here_and_nothing_else(page, dialog, opened):
    """A card that is pressed again while its values are counted anew changes nothing."""
    dialog.reject()
    page.model.setData(page.model.index(0, page.model.column_of("source")), "Somebody")
    opened.context.commands.action("values").trigger()
    made = page.desk.opened
    for _ in range(2):
        made.replace(["axel lindahl", "Lindahl, Axel"], "Axel Lindahl")
    assert not made.undo.isHidden()
    made._undo()
    made._undo()
    assert texts(page, "author") == AUTHORS
    assert texts(page, "source")[0] == "Somebody"
    assert made.undo.isHidden()
    made.reject()


def test_near_values_become_one(page, dialog, opened):
    before = texts(page, "author")
    assert dialog.near.text() == "1 group of values is nearly the same"
    pressed(dialog, "Use “Axel Lindahl” for all 4 rows")
    assert texts(page, "author") == ["Axel Lindahl"] * 4 + ["Knud Knudsen", ""]
    assert dialog.near.text() == "No two values are nearly the same"
    assert opened.session.project.undo_label == "Made by in 2 rows"
    dialog.undo.click()
    assert texts(page, "author") == before
    assert dialog.undo.isHidden()
    assert dialog.near.text() == "1 group of values is nearly the same"


def test_another_of_them_can_be_used(page, dialog):
    pressed(dialog, "Use this one")
    assert len(set(texts(page, "author")[:4])) == 1
    assert texts(page, "author")[0] != "Axel Lindahl"


def test_changing_a_value_changes_all_its_rows(page, dialog, opened, monkeypatch):
    asked = []

    def answer(_theme, _parent, **said):
        asked.append((said["sentence"], said["now"]))
        return "A. Lindahl"

    monkeypatch.setattr(facets, "ask_lines", answer)
    QTest.keyClick(dialog.search, Qt.Key.Key_Down)
    assert dialog.list.hasFocus()
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert asked == [("What 2 rows are to hold instead:", "Axel Lindahl")]
    assert texts(page, "author").count("A. Lindahl") == 2
    opened.session.undo()
    assert texts(page, "author") == AUTHORS


def test_the_search_ignores_case_and_accents(dialog):
    QTest.keyClicks(dialog.search, "KNÚD")
    assert listed(dialog) == [("Knud Knudsen", 1)]
    QTest.keyClicks(dialog.search, "x")
    assert listed(dialog) == []
    assert not dialog.change.isEnabled()
    assert dialog.change.toolTip() == "First choose a value"


def test_its_rows_can_be_shown(page, dialog):
    dialog.rows.click()
    assert texts(page, "author") == ["Axel Lindahl", "Axel Lindahl"]


def test_many_rows_are_counted_beside_the_window(page, opened, qtbot, monkeypatch):
    monkeypatch.setattr(facets, "AT_ONCE", 1)
    page.view.go_to(0, page.model.column_of("author"))
    opened.context.commands.action("values").trigger()
    made = page.desk.opened
    assert made.note.text() == "Counting…"
    qtbot.waitUntil(lambda: len(listed(made)) == 5, timeout=LONG)
    made.reject()


def test_only_the_first_of_many_values_are_listed_and_a_search_finds_the_others(
    dialog, monkeypatch
):
    monkeypatch.setattr(value_list, "LISTED", 2)
    dialog.order.choose("name")
    model = dialog.list.facts
    shown = [model.index(p).data() for p in range(model.rowCount())]
    assert shown == ["", "Axel Lindahl", "and 3 more. A search finds them."]
    assert not model.flags(model.index(2)) & Qt.ItemFlag.ItemIsSelectable
    QTest.keyClicks(dialog.search, "knud")
    assert [model.index(p).data() for p in range(model.rowCount())] == ["Knud Knudsen"]


def test_nearly_all_different_values_are_compared_when_that_is_wanted(page, opened, monkeypatch):
    monkeypatch.setattr("app.core.cells.facets.MANY", 2)
    monkeypatch.setattr("app.core.cells.facets._DIFFERENT", 0.5)
    page.view.go_to(0, page.model.column_of("author"))
    opened.context.commands.action("values").trigger()
    made = page.desk.opened
    assert made.near.text() == "Nearly all values are different"
    assert len(listed(made)) == 5
    pressed(made, "Compare them")
    assert made.near.text() == "1 group of values is nearly the same"
    made.reject()


def test_a_search_waits_until_it_is_known_what_it_compares():
    model = value_list.ValueModel(ticks=True)
    model.show([("Ålesund", 2), ("Oslo", 1)], [])
    model.search("ales")
    assert model.waiting
    assert model.shown == []
    model.know(["alesund", "oslo"])
    assert not model.waiting
    assert model.shown == [("Ålesund", 2)]


def sorting(page, opened, header):
    page.view.go_to(0, page.model.column_of(header))
    opened.context.commands.action("sort").trigger()
    return page.desk.opened


def test_sorting_by_two_columns(page, opened):
    made = sorting(page, opened, "date")
    assert made.columns[0].currentText() == "Date made"
    assert not made.columns[2].isEnabled()
    made.columns[1].choose(page.model.column_of("name"))
    made.ways[1].choose(True)
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert texts(page, "date") == ["1900"] * 3 + ["1910"] * 3
    assert [x.split()[2] for x in texts(page, "name")] == ["10", "8", "6", "9", "7", "5"]
    assert [r.number for r in opened.session.rows] == [2, 3, 4, 5, 6, 7]
    made = sorting(page, opened, "author")
    assert [c.currentData() for c in made.columns[:2]] == [
        page.model.column_of("date"), page.model.column_of("name")
    ]  # fmt: skip
    made.none.click()
    assert texts(page, "author") == AUTHORS
    assert not page.model.sorted_by


def test_a_column_that_is_taken_away_takes_those_behind_it_along(page, opened):
    made = sorting(page, opened, "date")
    made.columns[1].choose(page.model.column_of("name"))
    made.columns[0].choose(-1)
    assert not made.columns[1].isEnabled()
    assert made.columns[1].toolTip()
    assert made.wanted == []
    made.reject()
