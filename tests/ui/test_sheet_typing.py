"""What is being typed is never lost, whatever happens to the rows meanwhile."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest

from tests.ui.sheet_help import (
    CATEGORIES,
    DATE,
    DESCRIPTION,
    LICENCE,
    ROWS,
    SOURCE,
    TITLE,
    Key,
    sheet,
    window,
)  # fmt: skip

__all__ = ["sheet", "window"]


def settle():
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QTest.qWait(0)


def rows_come(sheet):
    """Rows in front of the others, as a change of somebody else's brings them."""
    session = sheet.program.session
    session.add_rows("x", [{}, {}], after=sheet.model.id_at(0))


@pytest.mark.parametrize("column", [TITLE, DESCRIPTION, DATE, LICENCE, CATEGORIES])
def test_typing_goes_on_in_its_row_when_rows_are_taken_anew(sheet, column):
    sheet.go(5, column)
    sheet.key(Key.Key_F2)
    sheet.type("abc")
    sheet.key(Key.Key_Left)
    begun, row_id = sheet.focus.toPlainText(), sheet.model.id_at(5)
    assert begun.endswith("abc")
    rows_come(sheet)
    assert sheet.model.place_of(row_id) == 7
    settle()
    assert sheet.at == (7, column)
    sheet.type("X")
    assert sheet.focus.toPlainText() == f"{begun[:-1]}Xc"
    sheet.key(Key.Key_Return)
    assert sheet.text(7, column) == f"{begun[:-1]}Xc"
    assert abs(sheet.view.place - 7) <= 1
    assert sheet.text(5, column) != f"{begun[:-1]}Xc"
    settle()
    sheet.go(0, TITLE)
    sheet.type("y")
    sheet.key(Key.Key_Return)
    assert sheet.text(0, TITLE) == "y"


@pytest.mark.parametrize("column", [TITLE, DESCRIPTION, SOURCE, DATE])
def test_arrows_lead_out_of_what_was_typed_over(sheet, column):
    """As in Excel: what is typed is entered, and the next cell is the current one."""
    sheet.go(2, column)
    sheet.type("1911")
    if getattr(sheet.focus, "drop", None) is not None:
        sheet.focus.drop.hide()
    sheet.key(Key.Key_Down)
    assert sheet.text(2, column) == "1911"
    assert sheet.at == (3, column)
    sheet.type("1912")
    sheet.key(Key.Key_Right)
    assert sheet.text(3, column) == "1912"
    assert sheet.at == (3, sheet.view.columns.at(sheet.view.columns.place(column) + 1))
    settle()
    sheet.go(4, column)
    sheet.type("1913")
    sheet.key(Key.Key_Left)
    assert sheet.text(4, column) == "1913"
    assert sheet.at == (4, sheet.view.columns.at(sheet.view.columns.place(column) - 1))
    assert sheet.steps == 3


def test_after_f2_arrows_are_for_the_text(sheet):
    sheet.go(2, DESCRIPTION)
    sheet.key(Key.Key_F2)
    sheet.type("b")
    sheet.key(Key.Key_Left)
    sheet.type("a")
    sheet.key(Key.Key_Return)
    assert sheet.text(2, DESCRIPTION) == "text 2ab"
    sheet.go(3, DESCRIPTION)
    sheet.type("b")
    sheet.key(Key.Key_F2)
    sheet.key(Key.Key_Left)
    sheet.type("a")
    sheet.key(Key.Key_Return)
    assert sheet.text(3, DESCRIPTION) == "ab"


def test_typing_goes_on_in_the_text_of_its_language(sheet):
    sheet.put(DESCRIPTION, ["{{en|1=Church}}\n{{da|1=Kirke}}"], first=4)
    sheet.go(4, DESCRIPTION)
    sheet.key(Key.Key_F2)
    sheet.key(Key.Key_Down)
    sheet.focus.selectAll()
    editor = sheet.focus
    while editor is not None and not hasattr(editor, "lines"):
        editor = editor.parentWidget()
    editor.lines[1].text.setFocus()
    editor.lines[1].text.selectAll()
    sheet.type("Kap")
    rows_come(sheet)
    settle()
    sheet.type("el")
    sheet.key(Key.Key_Return)
    assert sheet.text(6, DESCRIPTION) == "{{en|1=Church}}\n{{da|1=Kapel}}"


def test_what_an_editor_asks_for_stays_open(sheet):
    sheet.go(4, LICENCE)
    sheet.type("PD-old-auto-expired")
    editor = sheet.focus
    sheet.key(Key.Key_Down)
    sheet.key(Key.Key_Return)
    (field,) = editor.form.fields.values()
    assert field.hasFocus()
    sheet.type("19")
    rows_come(sheet)
    settle()
    assert sheet.focus is field
    assert field.isVisible()
    sheet.type("06")
    sheet.key(Key.Key_Return)
    assert sheet.text(6, LICENCE) == "PD-old-auto-expired|deathyear=1906"


def test_leaving_after_rows_were_taken_anew_leaves_the_cell(sheet):
    before = sheet.text(5, DESCRIPTION)
    sheet.go(5, DESCRIPTION)
    sheet.type("not wanted")
    rows_come(sheet)
    settle()
    sheet.key(Key.Key_Escape)
    assert sheet.text(7, DESCRIPTION) == before
    assert sheet.at == (7, DESCRIPTION)


def test_what_is_typed_in_a_row_that_a_filter_hides_is_saved(sheet):
    sheet.go(5, DESCRIPTION)
    row_id, column_id = sheet.model.id_at(5), sheet.model.heads[DESCRIPTION].column.id
    sheet.type("kept")
    sheet.model.show_only(lambda row: row.id != row_id)
    settle()
    assert sheet.model.rowCount() == ROWS - 1
    assert sheet.program.session.project.row(row_id).text(column_id) == "kept"
    sheet.go(2, TITLE)
    sheet.type("still types")
    sheet.key(Key.Key_Return)
    assert sheet.text(2, TITLE) == "still types"


def test_what_is_typed_in_a_row_that_is_sorted_elsewhere_stays_open(sheet):
    sheet.go(5, DESCRIPTION)
    row_id = sheet.model.id_at(5)
    sheet.type("on")
    sheet.page.filters.sort_down()
    assert sheet.model.id_at(5) != row_id
    settle()
    sheet.type("e")
    sheet.key(Key.Key_Return)
    assert sheet.text(sheet.model.place_of(row_id), DESCRIPTION) == "one"


def test_what_is_typed_in_a_row_that_goes_is_gone_with_it(sheet):
    sheet.go(5, DESCRIPTION)
    row_id = sheet.model.id_at(5)
    sheet.type("for nobody")
    sheet.program.session.remove_rows("x", [row_id])
    settle()
    sheet.go(5, DESCRIPTION)
    before = sheet.text(5, DESCRIPTION)
    assert before != "for nobody"
    sheet.type("next")
    sheet.key(Key.Key_Return)
    assert sheet.text(5, DESCRIPTION) == "next"


def test_what_is_typed_is_saved_when_the_project_is_closed(sheet, tmp_path):
    session = sheet.program.session
    path = session.project.path
    sheet.go(5, DESCRIPTION)
    row_id, column_id = sheet.model.id_at(5), sheet.model.heads[DESCRIPTION].column.id
    sheet.type("the last words")
    session.close()
    settle()
    session.open(path)
    for _ in range(400):
        QTest.qWait(10)
        if session.rows and not sheet.program.jobs.busy and session.checked.drafts:
            break
    assert session.project.row(row_id).text(column_id) == "the last words"
