"""Cleaning, splitting and joining: the preview says what happens, and one step takes it back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.ui.tidy import cleaning
from tests.ui.one_window import LONG, opened, page, texts, window_program

__all__ = ["opened", "page", "window_program"]

PEOPLE = ["  Lindahl,  Axel ", "Knudsen, Knud", "SELMER, MARCUS", ""]


@pytest.fixture(scope="module")
def rows():
    return [
        [f"{i}.png", f"Harbour number {i} of the town", "Text.", "1900", person,
         "Museum", "cc0", "Ships"]
        for i, person in enumerate(PEOPLE)
    ]  # fmt: skip


@pytest.fixture
def make(page, opened):
    made = []

    def dialog(header="author", *, until=None, way="trim"):
        page.view.go_to(0, page.model.column_of(header))
        if until is not None:
            page.view.go_to(*until, extend=True)
        opened.context.commands.action("clean").trigger()
        made.append(page.desk.opened)
        made[-1].what.choose(way)
        return made[-1]

    return dialog


def test_blanks_are_taken_away_and_it_is_said_before(page, make, opened):
    dialog = make()
    assert dialog.count.text() == "1 cell changes"
    lines = dialog.table.changes.lines
    assert [(x.number, x.column, x.before, x.after) for x in lines] == [
        (2, "Made by", "Lindahl,  Axel", "Lindahl, Axel")
    ]
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert texts(page, "author") == ["Lindahl, Axel", *PEOPLE[1:]]
    assert opened.session.project.undo_label == "take blanks away in 1 cell"
    opened.session.undo()
    assert texts(page, "author")[0] == "Lindahl,  Axel"


def test_nothing_to_do_is_said(make):
    dialog = make("source")
    assert dialog.count.text() == "Nothing changes"
    assert not dialog.yes.isEnabled()
    assert dialog.yes.toolTip() == "Nothing changes"
    dialog.reject()


def test_only_the_selected_cells(page, make):
    author = page.model.column_of("author")
    dialog = make(until=(1, author), way="upper")
    assert dialog.where.currentText() == "In the selected cells"
    assert dialog.count.text() == "2 cells change"
    dialog.where.choose("column")
    assert dialog.count.text() == "2 cells change"
    dialog.what.choose("lower")
    assert dialog.count.text() == "3 cells change"
    dialog.where.choose("selected")
    dialog.yes.click()
    assert texts(page, "author")[1:] == ["knudsen, knud", "SELMER, MARCUS", ""]


def test_only_rows_that_are_shown(page, make):
    page.view.go_to(2, page.model.column_of("author"))
    page.filters.only_same()
    dialog = make(way="title")
    assert "rows that are shown" in dialog.where.currentText()
    dialog.yes.click()
    page.filters.show_all()
    assert texts(page, "author")[1:3] == ["Knudsen, Knud", "Selmer, Marcus"]


def test_splitting_into_this_and_a_new_column(page, make, opened):
    before = texts(page, "author")
    dialog = make(way="split")
    assert dialog.separator.isVisible()
    dialog.separator.setText(",")
    assert dialog.parts[1].currentText() == "A new column “author 2”"
    assert dialog.count.text() == "6 cells change"
    dialog.yes.click()
    assert texts(page, "author") == ["Lindahl", "Knudsen", "SELMER", ""]
    assert texts(page, "author 2") == ["Axel", "Knud", "MARCUS", ""]
    assert opened.session.project.undo_label == "split into 6 cells"
    opened.session.undo()
    assert texts(page, "author") == before
    assert page.model.column_of("author 2") is None
    opened.session.redo()
    assert texts(page, "author 2") == ["Axel", "Knud", "MARCUS", ""]


def test_splitting_into_columns_there_are(page, make):
    dialog = make(way="split")
    for place, header in enumerate(("description", "source")):
        column = page.model.heads[page.model.column_of(header)].column
        dialog.parts[place].choose(column.id)
    dialog.yes.click()
    assert texts(page, "description") == ["Lindahl", "Knudsen", "SELMER", "Text."]
    assert texts(page, "source") == ["Axel", "Knud", "MARCUS", "Museum"]
    assert texts(page, "author")[1] == "Knudsen, Knud"


def test_the_last_part_takes_the_rest(page, make):
    dialog = make("name", way="split")
    dialog.separator.setText(" ")
    assert dialog.table.changes.lines[1].after == "number 0 of the town"
    dialog.reject()


def test_joining(page, make, opened):
    dialog = make(way="join")
    assert not dialog.where.isEnabled()
    dialog.joined[1].choose(page.model.heads[page.model.column_of("date")].column.id)
    dialog.separator.setText(" · ")
    dialog.yes.click()
    assert texts(page, "author")[1:] == ["Knudsen, Knud · 1900", "SELMER, MARCUS · 1900", "1900"]
    assert set(texts(page, "date")) == {""}
    opened.session.undo()
    assert set(texts(page, "date")) == {"1900"}
    dialog = make(way="join")
    dialog.keep.setChecked(True)
    dialog.yes.click()
    assert set(texts(page, "source")) == {"Museum"}


def test_many_cells_are_worked_out_beside_the_window(make, qtbot, monkeypatch):
    monkeypatch.setattr(cleaning, "AT_ONCE", 1)
    dialog = make(way="upper")
    assert dialog.count.text() == "Working out what changes…"
    assert not dialog.yes.isEnabled()
    qtbot.waitUntil(lambda: dialog.count.text() == "2 cells change", timeout=LONG)
    dialog.reject()
