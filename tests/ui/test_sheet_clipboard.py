"""Copy, cut and paste in the sheet, and what other programs put on the clipboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QTimer, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.cells import html_table, tabbed
from app.ui.dialogs.confirm import Question
from app.ui.sheet import clipboard
from app.ui.sheet.selecting import Rect
from tests.ui.one_window import calm
from tests.ui.sheet_help import (
    AUTHOR,
    CATEGORIES,
    CONTROL,
    DATE,
    DESCRIPTION,
    LEFT,
    PATH,
    ROWS,
    SHIFT,
    SOURCE,
    TITLE,
    Key,
    sheet,
    window,
)

__all__ = ["sheet", "window"]
LAST = ROWS - 1


def on_clipboard(plain=None, html=None):
    mime = QMimeData()
    if plain is not None:
        mime.setText(plain)
    if html is not None:
        mime.setHtml(html)
    QGuiApplication.clipboard().setMimeData(mime)


def paste(sheet):
    sheet.key(Key.Key_V, CONTROL)


def test_both_forms_are_copied(sheet):
    sheet.put(SOURCE, ["a\tb", 'say "hi"', "two\nlines"])
    sheet.go(0, SOURCE)
    sheet.key(Key.Key_Down, SHIFT, times=2)
    sheet.key(Key.Key_C, CONTROL)
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.text() == '"a\tb"\nsay "hi"\n"two\nlines"'
    assert html_table.parse(mime.html()) == [["a b"], ['say "hi"'], ["two\nlines"]]


AWKWARD = ["", " lead", "trail ", "a  b", "tab\there", "line\nbreak", "cr\rhere", "crlf\r\nhere",
           '"', '""', '"quoted"', "\xa0", "a\xa0b", "\0", "<b>&amp;</b>", "\u2028", "é漢😀"]  # fmt: skip


def test_copy_then_paste_gives_every_text_back(sheet):
    for first in range(0, len(AWKWARD), ROWS - 1):
        texts = [*AWKWARD[first : first + ROWS - 1], "end"]
        sheet.put(SOURCE, texts)
        sheet.put(AUTHOR, ["x"] * ROWS)
        sheet.go(0, SOURCE)
        sheet.key(Key.Key_Down, SHIFT, times=len(texts) - 1)
        sheet.key(Key.Key_C, CONTROL)
        sheet.go(0, AUTHOR)
        paste(sheet)
        assert sheet.column(AUTHOR, 0, len(texts) - 1) == texts


def test_cut_and_paste_moves(sheet):
    sheet.go(1, DESCRIPTION)
    sheet.key(Key.Key_Right, SHIFT)
    sheet.key(Key.Key_X, CONTROL)
    sheet.go(5, SOURCE)
    paste(sheet)
    assert [sheet.text(1, c) for c in (DESCRIPTION, DATE)] == ["", ""]
    assert [sheet.text(5, c) for c in (SOURCE, SOURCE + 1)] == ["text 1", "1901"]
    assert rects(sheet) == [Rect(5, SOURCE, 5, SOURCE + 1)]
    assert sheet.steps == 2


def rects(sheet):
    return sheet.view.selecting.rects()


def test_a_block_is_pasted_over_and_over_where_it_divides_the_selection(sheet):
    on_clipboard("a\tb\nc\td\n")
    sheet.go(0, SOURCE)
    sheet.key(Key.Key_Down, SHIFT, times=3)
    sheet.key(Key.Key_Right, SHIFT)
    paste(sheet)
    assert sheet.column(SOURCE, 0, 4) == ["a", "c", "a", "c", ""]
    assert sheet.column(SOURCE + 1, 0, 4) == ["b", "d", "b", "d", "cc0"]
    sheet.go(6, SOURCE)
    sheet.key(Key.Key_Down, SHIFT, times=2)
    paste(sheet)
    assert sheet.column(SOURCE, 6, 9) == ["a", "c", "", ""]
    assert sheet.steps == 2


def test_one_cell_fills_all_that_are_selected(sheet):
    on_clipboard("Museum")
    sheet.click(1, SOURCE)
    sheet.click(4, AUTHOR, CONTROL)
    sheet.click(6, SOURCE, CONTROL)
    paste(sheet)
    assert [sheet.text(*at) for at in ((1, SOURCE), (4, AUTHOR), (6, SOURCE))] == ["Museum"] * 3
    assert sheet.steps == 1


def test_the_table_of_another_program_is_read(sheet):
    on_clipboard("one two\tx", "<table><tr><td>one<br>two</td></tr><tr><td>x</td></tr></table>")
    sheet.go(2, SOURCE)
    paste(sheet)
    assert sheet.column(SOURCE, 2, 4) == ["one\ntwo", "x", ""]


def test_words_from_a_page_are_plain_text(sheet):
    on_clipboard("Ships in a harbour", "<p>Ships <b>in</b> a harbour</p>")
    sheet.go(2, SOURCE)
    paste(sheet)
    assert sheet.text(2, SOURCE) == "Ships in a harbour"


def test_files_and_nothing_are_ignored(sheet):
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("/scans/a.jpg")])
    files.setText("/scans/a.jpg")
    for mime in (QMimeData(), files):
        QGuiApplication.clipboard().setMimeData(mime)
        assert clipboard.block() == []
        sheet.go(2, SOURCE)
        paste(sheet)
    sheet.page.show_pictures()
    on_clipboard("x")
    sheet.page.grid.setFocus()
    paste(sheet)
    sheet.edits.paste()
    sheet.page.show_table()
    assert sheet.steps == 0


def test_lone_halves_of_signs_are_replaced():
    mime = QMimeData()
    mime.setText("a\ud800b")
    found = clipboard.cells_of(mime)
    assert len(found) == 1
    found[0][0].encode("utf-8")


def answer(which):
    """Press a button of the question that is about to come."""

    def press():
        box = QApplication.activeModalWidget()
        assert isinstance(box, Question)
        asked.append((box.windowTitle(), box.yes.text(), box.no.text()))
        button = {"yes": box.yes, "no": box.no}.get(which)
        if button is None:
            QTest.keyClick(box, Key.Key_Escape)
        else:
            QTest.mouseClick(button, LEFT)

    asked = []
    QTimer.singleShot(0, press)
    return asked


def test_what_lies_beyond_the_end_is_added_after_a_word(sheet):
    on_clipboard("\n".join(f"new {i}\tA. Maker" for i in range(4)))
    sheet.go(LAST - 1, DESCRIPTION)
    asked = answer("yes")
    paste(sheet)
    assert asked == [("2 rows lie beyond the end. Add them?", "Add 2 rows", "Only what fits")]
    assert sheet.model.rowCount() == ROWS + 2
    assert sheet.column(DESCRIPTION, LAST - 1, ROWS + 1) == [f"new {i}" for i in range(4)]
    assert sheet.text(ROWS + 1, DATE) == "A. Maker"
    assert sheet.text(ROWS, TITLE) == ""
    QTest.qWait(1)  # the sheet is laid out anew
    assert sheet.at == (LAST - 1, DESCRIPTION)
    assert rects(sheet) == [Rect(LAST - 1, DESCRIPTION, ROWS + 1, DATE)]
    sheet.program.session.undo()
    assert sheet.model.rowCount() == ROWS
    assert sheet.text(LAST, DESCRIPTION) == f"text {LAST}"
    assert sheet.program.session.project.undo_label is None


def test_what_differs_of_many_cells_is_found_where_they_are_written(sheet, monkeypatch):
    monkeypatch.setattr("app.ui.sheet.edits.MANY", 2)
    on_clipboard("text 0\nother\ntext 2\nmore")
    sheet.go(0, DESCRIPTION)
    paste(sheet)
    assert sheet.column(DESCRIPTION, 0, 3) == ["text 0", "other", "text 2", "more"]
    assert sheet.program.session.project.undo_label == "paste 2 cells"
    sheet.key(Key.Key_Z, CONTROL)
    assert sheet.column(DESCRIPTION, 0, 3) == [f"text {i}" for i in range(4)]


def test_a_long_block_is_selected_when_its_new_rows_are_written(sheet, monkeypatch):
    monkeypatch.setattr("app.ui.session.MANY", 2)
    on_clipboard("\n".join(f"new {i}\tA. Maker" for i in range(4)))
    sheet.go(LAST - 1, DESCRIPTION)
    answer("yes")
    paste(sheet)
    assert sheet.model.rowCount() == ROWS
    assert rects(sheet) == [Rect(LAST - 1, DESCRIPTION, LAST, DATE)]
    calm(sheet.program)
    assert sheet.model.rowCount() == ROWS + 2
    assert sheet.at == (LAST - 1, DESCRIPTION)
    assert rects(sheet) == [Rect(LAST - 1, DESCRIPTION, ROWS + 1, DATE)]
    sheet.program.session.undo()
    calm(sheet.program)
    assert sheet.column(DESCRIPTION, LAST - 1) == ["text 10", "text 11"]
    assert sheet.model.rowCount() == ROWS


@pytest.mark.parametrize(("said", "texts"), [("no", ["a", "b"]), ("", ["text 10", "text 11"])])
def test_only_what_fits_or_nothing(sheet, said, texts):
    on_clipboard("a\nb\nc")
    sheet.go(LAST - 1, DESCRIPTION)
    assert answer(said) == []
    paste(sheet)
    assert sheet.model.rowCount() == ROWS
    assert sheet.column(DESCRIPTION, LAST - 1) == texts


def test_columns_beyond_the_last_are_told(sheet):
    on_clipboard("a\tb\tc\td")
    sheet.go(3, CATEGORIES)
    paste(sheet)
    assert [sheet.text(3, c) for c in (CATEGORIES, PATH)] == ["a", "b"]
    assert "2 columns" in sheet.page._notices.notice.accessibleName()


def test_only_rows_that_are_shown_take_what_is_pasted(sheet):
    date = sheet.model.heads[DATE].column.id
    sheet.model.show_only(lambda row: int(row.text(date)) % 2 == 0)
    assert sheet.model.rowCount() == ROWS // 2
    on_clipboard("a\nb\nc\nd")
    sheet.go(3, SOURCE)
    paste(sheet)
    assert sheet.column(SOURCE, 0, 5) == ["", "", "", "a", "b", "c"]
    assert "1 row did not fit" in sheet.page._notices.notice.accessibleName()
    sheet.model.show_only(None)
    assert sheet.column(SOURCE) == ["", "", "", "", "", "", "a", "", "b", "", "c", ""]


def test_hidden_and_moved_columns(sheet):
    sheet.view.columns.hide([DATE])
    sheet.view.columns.move(SOURCE, 2)
    on_clipboard("1\t2\t3")
    sheet.go(0, TITLE)
    paste(sheet)
    texts = [sheet.text(0, c) for c in (TITLE, SOURCE, DESCRIPTION, DATE)]
    assert texts == ["1", "2", "3", "1900"]
    sheet.go(0, TITLE)
    sheet.key(Key.Key_Right, SHIFT, times=2)
    sheet.key(Key.Key_C, CONTROL)
    assert tabbed.parse(QGuiApplication.clipboard().text()) == [["1", "2", "3"]]


def test_selections_of_the_same_rows_or_columns_are_copied_as_one(sheet):
    sheet.click(1, DESCRIPTION)
    sheet.click(3, DESCRIPTION, CONTROL)
    sheet.key(Key.Key_C, CONTROL)
    assert tabbed.parse(QGuiApplication.clipboard().text()) == [["text 1"], ["text 3"]]
    sheet.click(1, TITLE)
    sheet.click(1, DATE, CONTROL)
    sheet.key(Key.Key_C, CONTROL)
    copied = tabbed.parse(QGuiApplication.clipboard().text())
    assert copied == [["A title of the album, 1", "1901"]]


def test_selections_that_lie_apart_are_not_copied_and_say_so(sheet):
    """What lies between them would empty the cells it is pasted into."""
    QGuiApplication.clipboard().setText("as before")
    sheet.click(1, DESCRIPTION)
    sheet.click(3, DATE, CONTROL)
    sheet.key(Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "as before"
    assert "same rows" in sheet.page._notices.notice.accessibleName()
    sheet.key(Key.Key_X, CONTROL)
    assert (sheet.text(1, DESCRIPTION), sheet.text(3, DATE)) == ("text 1", "1903")
