"""Rows that are added, doubled and removed in the window; a cell copied to the other rows."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.core.model import RowState
from tests.ui.one_window import *  # noqa: F403 - its fixtures
from tests.ui.one_window import calm, texts, until

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def titles(page):
    return [title[:7] for title in texts(page, "name")]


def run(program, name):
    program.context.commands.action(name).trigger()
    calm(program)


def at(page, header):
    return page.model.column_of(header)


def press(program, page, key):
    program.window.activateWindow()
    until(program.window.isActiveWindow)
    half = page.view.half(page.view.column)
    half.setFocus()
    QTest.keyClick(half, key, CONTROL | SHIFT)
    calm(program)


def notice(page):
    return page._notices.notice.accessibleName()


def test_a_row_comes_below_the_current_one_by_its_key(opened, page):
    page.view.go_to(1, 1)
    press(opened, page, Qt.Key.Key_Return)
    assert titles(page) == ["Harbour", "Town se", "", "Fjord i", "Herring"]
    assert (page.view.place, page.view.column) == (2, 1)
    opened.session.undo()
    calm(opened)
    assert titles(page) == ["Harbour", "Town se", "Fjord i", "Herring"]


def test_several_rows_are_asked_for(opened, page):
    page.view.go_to(0, 2)
    asked = []

    def answer():
        dialog = QApplication.activeModalWidget()
        asked.append(dialog)
        dialog.focusWidget().setValue(3)
        dialog.yes.click()

    QTimer.singleShot(0, answer)
    run(opened, "add-rows")
    assert len(asked) == 1
    assert titles(page) == ["Harbour", "", "", "", "Town se", "Fjord i", "Herring"]
    assert page.view.places() == [1, 2, 3]
    assert opened.session.project.undo_label == "add 3 rows"


def test_a_sheet_without_rows_gets_its_first_one(opened, page):
    page.view.selecting.everything()
    run(opened, "remove-rows")
    assert titles(page) == []
    run(opened, "add-row")
    assert titles(page) == [""]
    assert (page.view.place, page.view.column) == (0, 1)


def written(program):
    """It is in the project, and nobody has been told."""
    program.session._writer._under_way[-1][0].thread.join()


def test_many_rows_that_come_and_go_are_never_shown_without_being_there(opened, page, monkeypatch):
    """They are written beside the window; what it still shows is there until it is told."""
    monkeypatch.setattr("app.ui.session.MANY", 2)
    page.view.go_to(1, 1)
    page.row_tools.add(5)
    calm(opened)
    assert len(titles(page)) == 9
    opened.session.undo()
    written(opened)
    assert len(opened.session.rows) == 4
    assert len(titles(page)) == 9
    page.window().grab()
    calm(opened)
    assert len(titles(page)) == 4
    page.view.selecting.everything()
    page.row_tools.remove()
    written(opened)
    page.window().grab()
    calm(opened)
    assert titles(page) == []
    assert "4 rows were removed" in notice(page)


def test_what_comes_while_much_is_written_waits_for_it(opened, page, monkeypatch):
    monkeypatch.setattr("app.ui.session.MANY", 2)
    session, column = opened.session, opened.session.column("name").id
    go, write = threading.Event(), type(session.project).change

    def slow(*values):
        assert go.wait(20)
        return write(*values)

    monkeypatch.setattr(type(session.project), "change", slow)
    assert session.change("Fill", {(row.id, column): "Same" for row in session.rows})
    assert opened.window.top.saved.text() == "Saving your changes"
    page.model.setData(page.model.index(0, 1), "Typed meanwhile")
    session.undo()
    assert titles(page)[0] == "Harbour"
    go.set()
    calm(opened)
    assert titles(page) == ["Same"] * 4
    assert opened.window.top.saved.text() == "All changes saved"
    session.redo()
    calm(opened)
    assert titles(page)[0] == "Typed m"


def test_rows_that_cannot_go_say_so_and_nothing_else(opened, page, monkeypatch):
    monkeypatch.setattr("app.ui.session.MANY", 0)
    session, said = opened.session, []
    session.failed.connect(said.append)
    journal, first = session.project.journal("practice"), session.rows[0].id
    journal.set(first, RowState.DONE)
    page.view.selecting.everything()
    page.row_tools.remove()
    calm(opened)
    journal.set(first, RowState.READY)
    assert [words[-39:] for words in said] == ["wiki already, so it stays in the sheet."]
    page.row_tools.add(1)
    calm(opened)
    assert "removed" not in notice(page)


def test_an_order_that_is_worked_out_while_rows_go_is_worked_out_again(opened, page, monkeypatch):
    monkeypatch.setattr("app.ui.sheet.arranging.AT_ONCE", 2)
    page.model.show_only(lambda row: "Herring" not in row.text(2))
    page.view.go_to(0, 1)
    page.row_tools.remove()
    calm(opened)
    assert titles(page) == ["Town se", "Fjord i"]
    page.model.show_only(None)
    calm(opened)
    assert titles(page) == ["Town se", "Fjord i", "Herring"]


def test_a_row_is_gone_to_by_its_number_wherever_it_stands(opened, page):
    """Rows that were put in between have the largest numbers."""
    page.view.go_to(1, 1)
    page.row_tools.add(2)
    calm(opened)
    numbers = [row.number for row in page.model.rows]
    assert numbers == [2, 3, 6, 7, 4, 5]
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        for number in numbers:
            page.row_tools.go_to_number(number)
            assert page.model.row_at(page.view.place).number == number
        page.model.sort(at(page, "name"), order)
        calm(opened)
    page.model.show_only(lambda row: row.number not in (4, 6))
    calm(opened)
    page.row_tools.go_to_number(4)
    assert page.model.row_at(page.view.place).number == 5
    page.row_tools.go_to_number(8)
    assert page.model.row_at(page.view.place).number == 5


def test_a_double_has_the_data_without_file_and_title(opened, page):
    page.view.go_to(2, 3)
    press(opened, page, Qt.Key.Key_D)
    assert titles(page) == ["Harbour", "Town se", "Fjord i", "", "Herring"]
    made = [page.model.text_at(3, c) for c in range(1, page.model.columnCount())]
    was = [page.model.text_at(2, c) for c in range(1, page.model.columnCount())]
    own = {at(page, "name") - 1, at(page, "path") - 1}
    assert [i for i, (a, b) in enumerate(zip(was, made, strict=True)) if a != b] == sorted(own)
    assert not any(made[i] for i in own)
    assert "1 row with the same data was added." in notice(page)


def test_removed_rows_come_back(opened, page):
    page.view.go_to(1, 1)
    page.view.go_to(2, 1, extend=True)
    press(opened, page, Qt.Key.Key_Delete)
    assert titles(page) == ["Harbour", "Herring"]
    assert page.view.place == 1
    assert "2 rows were removed" in notice(page)
    page._notices.notice.pressed.emit("undo")
    calm(opened)
    assert titles(page) == ["Harbour", "Town se", "Fjord i", "Herring"]


def test_a_notice_undoes_its_own_step_or_goes(opened, page):
    page.view.go_to(1, 1)
    run(opened, "remove-rows")
    assert "removed" in notice(page)
    opened.session.undo()
    calm(opened)
    assert page._notices.notice is None
    run(opened, "remove-rows")
    page.model.setData(page.model.index(0, at(page, "source")), "Somebody")
    calm(opened)
    assert page._notices.notice is None
    opened.session.undo()
    opened.session.undo()
    calm(opened)
    assert titles(page) == ["Harbour", "Town se", "Fjord i", "Herring"]


def test_rows_that_come_back_stand_where_they_were_under_a_filter_too(opened, page):
    page.model.show_only(lambda row: "Town" not in row.text(2))
    calm(opened)
    page.view.go_to(1, 1)
    run(opened, "remove-rows")
    assert titles(page) == ["Harbour", "Herring"]
    opened.session.undo()
    calm(opened)
    assert titles(page) == ["Harbour", "Fjord i", "Herring"]


def test_a_row_that_was_sent_stays_and_says_so(opened, page):
    session = opened.session
    row = session.rows[1]
    session.project.journal("practice").set(row.id, RowState.DONE)
    page.view.go_to(1, 1)
    run(opened, "remove-rows")
    assert len(titles(page)) == 4
    assert f"Row {row.number} is on a wiki already" in notice(page)
    with session.project._store.transaction() as db:
        db.execute("DELETE FROM records")
    session.project.journal("practice").refresh()


def test_a_new_row_is_shown_although_the_filter_would_hide_it(opened, page):
    page.view.go_to(0, 1)
    page.model.show_only(lambda row: "Town" not in row.text(2))
    run(opened, "add-row")
    made = page.view.place
    assert page.model.text_at(made, 1) == ""
    page.model.show_only(None)
    assert titles(page)[:2] == ["Harbour", ""]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [("3 rows below", ["Museum"] + ["New"] * 3), ("all 4 rows", ["New"] * 4)],
)
def test_a_cell_is_copied_to_other_rows(opened, page, words, wanted):
    column = at(page, "source")
    page.model.setData(page.model.index(0, column), "New")
    page.view.go_to(0, column)
    menu = QMenu()
    page.row_tools.fill_menu(menu)
    action = next(a for a in menu.actions() if words in a.text())
    wanted[0] = "New"
    action.trigger()
    calm(opened)
    assert texts(page, "source") == wanted
    assert '"Source" was changed in 3 rows' in notice(page)
    opened.session.undo()
    calm(opened)
    assert texts(page, "source") == ["New", *["Museum"] * 3]
    menu.deleteLater()


def test_what_is_filtered_out_is_not_copied_to(opened, page):
    column = at(page, "author")
    page.model.show_only(lambda row: row.text(2) != "x" and "Town" not in row.text(2))
    page.view.go_to(0, column)
    menu = QMenu()
    page.row_tools.fill_menu(menu)
    assert [a.text() for a in menu.actions() if a.text()] == [
        "Copy this cell to the 2 rows below",
        "Copy this cell to all 3 rows shown",
    ]
    menu.actions()[-1].trigger()
    calm(opened)
    page.model.show_only(None)
    assert texts(page, "author") == ["A. Lindahl", "K. Knudsen", "A. Lindahl", "A. Lindahl"]
    menu.deleteLater()
