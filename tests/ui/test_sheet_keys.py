"""The keys of the sheet, as in Excel."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.text import t
from app.ui.sheet.selecting import Rect
from app.ui.tidy.funnel import Funnel
from tests.ui.sheet_help import (
    ALT,
    AUTHOR,
    CATEGORIES,
    CONTROL,
    DATE,
    DESCRIPTION,
    LEFT,
    LICENCE,
    NO,
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


@pytest.mark.parametrize(
    ("start", "keys", "end"),
    [
        ((0, TITLE), [(Key.Key_Down,)], (1, TITLE)),
        ((0, TITLE), [(Key.Key_Up,)], (0, TITLE)),
        ((0, TITLE), [(Key.Key_Right,), (Key.Key_Right,)], (0, DATE)),
        ((0, DATE), [(Key.Key_Left,)], (0, DESCRIPTION)),
        ((0, DATE), [(Key.Key_Return,)], (1, DATE)),
        ((3, DATE), [(Key.Key_Return, SHIFT)], (2, DATE)),
        ((0, TITLE), [(Key.Key_Tab,), (Key.Key_Tab,), (Key.Key_Return,)], (1, TITLE)),
        ((0, TITLE), [(Key.Key_Tab,), (Key.Key_Down,), (Key.Key_Return,)], (2, DESCRIPTION)),
        ((2, DATE), [(Key.Key_Tab,), (Key.Key_Backtab, SHIFT)], (2, DATE)),
        ((0, PATH), [(Key.Key_Tab,)], (1, TITLE)),
        ((4, DATE), [(Key.Key_Home,)], (4, TITLE)),
        ((4, DATE), [(Key.Key_End,)], (4, PATH)),
        ((4, DATE), [(Key.Key_Home, CONTROL)], (0, TITLE)),
        ((4, DATE), [(Key.Key_End, CONTROL)], (LAST, PATH)),
        ((4, DATE), [(Key.Key_Down, CONTROL)], (LAST, DATE)),
        ((4, DATE), [(Key.Key_Up, CONTROL)], (0, DATE)),
        ((4, TITLE), [(Key.Key_Right, CONTROL)], (4, DATE)),
        ((4, DATE), [(Key.Key_Right, CONTROL)], (4, 6)),
        ((4, DATE), [(Key.Key_Left, CONTROL)], (4, TITLE)),
        ((0, SOURCE), [(Key.Key_Down, CONTROL)], (LAST, SOURCE)),
        ((2, DATE), [(Key.Key_PageDown,)], (LAST, DATE)),
        ((LAST, DATE), [(Key.Key_PageUp,)] * 2, (0, DATE)),
    ],
)
def test_where_keys_lead(sheet, start, keys, end):
    sheet.go(*start)
    for pressed in keys:
        sheet.key(*pressed)
    assert sheet.at == end
    assert sheet.view.half(end[1]).hasFocus()


def test_the_edge_of_a_block_with_gaps(sheet):
    sheet.put(SOURCE, ["a", "b", "", "", "c"])
    sheet.go(0, SOURCE)
    seen = []
    for _ in range(3):
        sheet.key(Key.Key_Down, CONTROL)
        seen.append(sheet.at[0])
    assert seen == [1, 4, LAST]
    sheet.key(Key.Key_Up, CONTROL | SHIFT)
    assert sheet.view.selecting.rects() == [Rect(4, SOURCE, LAST, SOURCE)]


def test_shift_selects_from_where_one_stands(sheet):
    sheet.go(3, DATE)
    sheet.key(Key.Key_Down, SHIFT, times=2)
    sheet.key(Key.Key_Left, SHIFT, times=2)
    assert sheet.at == (3, DATE)
    assert sheet.view.selecting.rects() == [Rect(3, TITLE, 5, DATE)]
    sheet.key(Key.Key_Up, SHIFT, times=4)
    assert sheet.view.selecting.rects() == [Rect(1, TITLE, 3, DATE)]
    sheet.key(Key.Key_End, CONTROL | SHIFT)
    assert sheet.view.selecting.rects() == [Rect(3, DATE, LAST, PATH)]
    sheet.key(Key.Key_Right)
    assert sheet.at == (3, DATE + 1)
    assert sheet.cells == [(3, DATE + 1)]


def test_enter_and_tab_walk_through_what_is_selected(sheet):
    sheet.go(1, TITLE)
    sheet.key(Key.Key_Right, SHIFT)
    sheet.key(Key.Key_Down, SHIFT)
    chosen = sheet.cells
    seen = []
    for key in (Key.Key_Return,) * 4 + (Key.Key_Tab,) * 4:
        sheet.key(key)
        seen.append(sheet.at)
        assert sheet.cells == chosen
    down = [(2, TITLE), (1, DESCRIPTION), (2, DESCRIPTION), (1, TITLE)]
    across = [(1, DESCRIPTION), (2, TITLE), (2, DESCRIPTION), (1, TITLE)]
    assert seen == down + across
    sheet.key(Key.Key_Return, SHIFT)
    assert sheet.at == (2, DESCRIPTION)


def test_typing_into_a_selection_goes_on_inside_it(sheet):
    sheet.go(1, SOURCE)
    sheet.key(Key.Key_Down, SHIFT)
    sheet.type("one")
    sheet.key(Key.Key_Return)
    sheet.type("two")
    sheet.key(Key.Key_Return)
    assert sheet.column(SOURCE, 0, 3) == ["", "one", "two", ""]
    assert sheet.at == (1, SOURCE)


def test_rows_columns_and_all(sheet):
    sheet.go(2, DATE)
    sheet.key(Key.Key_Space, SHIFT)
    assert sheet.view.selecting.rects() == [Rect(2, 0, 2, PATH)]
    sheet.key(Key.Key_Down, SHIFT)
    assert sheet.view.selecting.rects() == [Rect(2, 0, 3, PATH)]
    sheet.go(2, DATE)
    sheet.key(Key.Key_Space, CONTROL)
    assert sheet.view.selecting.rects() == [Rect(0, DATE, LAST, DATE)]
    sheet.key(Key.Key_Right, SHIFT)
    assert sheet.view.selecting.rects() == [Rect(0, DATE, LAST, DATE + 1)]
    sheet.key(Key.Key_A, CONTROL)
    assert sheet.view.selecting.rects() == [Rect(0, 0, LAST, PATH)]
    assert sheet.at == (0, DATE) or sheet.at == (2, DATE)


def test_space_alone_shows_the_picture(sheet):
    asked = []
    sheet.view.picture_wanted.disconnect()
    sheet.view.picture_wanted.connect(lambda: asked.append(1))
    sheet.key(Key.Key_Space)
    sheet.view.picture_wanted.connect(sheet.page.pictures.show_large)
    assert asked == [1]
    assert sheet.text(0, TITLE) == "A title of the album, 0"


def test_fill_down_right_and_the_selection_are_one_step_each(sheet):
    sheet.go(1, DATE)
    sheet.key(Key.Key_Down, SHIFT, times=3)
    sheet.key(Key.Key_D, CONTROL)
    assert sheet.column(DATE, 0, 5) == ["1900", "1901", "1901", "1901", "1901", "1905"]
    sheet.go(1, DATE)
    sheet.key(Key.Key_D, CONTROL)
    assert sheet.text(1, DATE) == "1900"
    sheet.go(7, DATE)
    sheet.key(Key.Key_Right, SHIFT, times=2)
    sheet.key(Key.Key_R, CONTROL)
    assert [sheet.text(7, c) for c in (DATE, DATE + 1, DATE + 2)] == ["1907"] * 3
    sheet.go(9, SOURCE)
    sheet.key(Key.Key_R, CONTROL)
    sheet.go(9, DESCRIPTION)
    sheet.key(Key.Key_Down, SHIFT)
    sheet.key(Key.Key_Return, CONTROL)
    assert sheet.column(DESCRIPTION, 9, 11) == ["text 9", "text 9", "text 11"]
    assert sheet.steps == 4


def test_ctrl_enter_while_editing_writes_into_all_selected_cells(sheet):
    sheet.go(2, SOURCE)
    sheet.key(Key.Key_Down, SHIFT, times=2)
    sheet.type("Museum")
    sheet.key(Key.Key_Return, CONTROL)
    assert sheet.column(SOURCE, 1, 5) == ["", "Museum", "Museum", "Museum", ""]
    assert sheet.at == (2, SOURCE)
    assert sheet.view.rest.hasFocus()
    assert sheet.steps == 1


def test_today(sheet):
    sheet.go(3, DATE)
    before = dt.datetime.now().date().isoformat()
    sheet.key(Key.Key_Semicolon, CONTROL)
    assert sheet.text(3, DATE) in (before, dt.datetime.now().date().isoformat())


def test_delete_clears_the_selection_and_only_in_the_sheet(sheet):
    sheet.go(1, DATE)
    sheet.key(Key.Key_Down, SHIFT)
    sheet.key(Key.Key_Delete)
    assert sheet.column(DATE, 0, 3) == ["1900", "", "", "1903"]
    sheet.page.find_bar.begin(replacing=False)
    field = sheet.page.find_bar.wanted
    field.setText("ab")
    field.setCursorPosition(0)
    sheet.key(Key.Key_Delete)
    assert field.text() == "b"
    field.clear()
    sheet.key(Key.Key_Delete)
    sheet.key(Key.Key_D, CONTROL)
    assert sheet.column(DATE, 0, 3) == ["1900", "", "", "1903"]
    sheet.page.find_bar.leave()
    sheet.page.panel.setFocus()
    button = next(w for w in sheet.page.tools.buttons.values() if w.isVisible())
    button.setFocus()
    assert QApplication.focusWidget() is button
    sheet.view.go_to(5, DATE)
    button.setFocus()
    sheet.key(Key.Key_Delete)
    assert sheet.text(5, DATE) == "1905"


def test_backspace_empties_the_cell_and_edits_it(sheet):
    sheet.go(2, SOURCE)
    sheet.put(SOURCE, ["old"], 2)
    sheet.key(Key.Key_Backspace)
    assert sheet.focus not in sheet.view.halves
    sheet.key(Key.Key_Escape)
    assert sheet.text(2, SOURCE) == "old"
    sheet.key(Key.Key_Backspace)
    sheet.type("new")
    sheet.key(Key.Key_Return)
    assert sheet.text(2, SOURCE) == "new"


def test_f2_edits_and_esc_leaves(sheet):
    sheet.go(2, DESCRIPTION)
    sheet.key(Key.Key_F2)
    sheet.type("!")
    sheet.key(Key.Key_Escape)
    assert sheet.text(2, DESCRIPTION) == "text 2"
    sheet.key(Key.Key_F2)
    sheet.type("!")
    sheet.key(Key.Key_Tab)
    assert sheet.text(2, DESCRIPTION) == "text 2!"
    assert sheet.at == (2, DATE)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_alt_and_down_on_a_head_opens_the_filter_of_its_column(sheet):
    place, spot = sheet.head(DATE)
    QTest.mouseClick(place, LEFT, NO, spot)
    QTest.keyClick(sheet.view.half(DATE), Key.Key_Down, ALT)
    funnel = QApplication.activePopupWidget()
    assert isinstance(funnel, Funnel)
    name = sheet.model.heads[DATE].words.name
    assert funnel.accessibleName() == t("funnel.title", column=name)
    funnel.close()
    sheet.go(2, LICENCE)
    sheet.key(Key.Key_Down, ALT)
    assert QApplication.activePopupWidget() is None
    assert sheet.focus.drop.isVisible()  # a single cell: its list
    sheet.key(Key.Key_Escape)


def test_a_page_sideways(sheet):
    sheet.go(4, TITLE)
    sheet.key(Key.Key_PageDown, ALT)
    row, column = sheet.at
    assert row == 4
    assert column > DESCRIPTION
    sheet.key(Key.Key_PageUp, ALT, times=9)
    assert sheet.at == (4, TITLE)


def test_a_selected_column_is_still_selected_when_it_is_sorted(sheet, monkeypatch):
    monkeypatch.setattr("app.ui.sheet.selecting.MUCH", 5)
    sheet.go(3, DATE)
    sheet.key(Key.Key_Space, CONTROL)
    sheet.model.sort(DATE, Qt.SortOrder.DescendingOrder)
    assert sheet.text(0, DATE) == "1911"
    assert sheet.view.selecting.rects() == [Rect(0, DATE, LAST, DATE)]
    assert sheet.at == (LAST - 3, DATE)
    sheet.model.sort(-1)
    sheet.go(3, DATE)
    sheet.key(Key.Key_End, CONTROL | SHIFT)
    sheet.model.sort(DATE, Qt.SortOrder.DescendingOrder)
    assert sheet.view.selecting.rects() == [Rect(LAST - 3, DATE, LAST - 3, DATE)]
    sheet.model.sort(-1)


def test_the_menu_key_opens_the_menu_of_the_cell(sheet):
    asked = []
    sheet.view.menu_wanted.disconnect()
    sheet.view.menu_wanted.connect(asked.append)
    sheet.go(2, DATE)
    spot = QPoint(5, 5)
    for half in sheet.view.halves:
        event = QContextMenuEvent(
            QContextMenuEvent.Reason.Keyboard, spot, half.viewport().mapToGlobal(spot)
        )
        QCoreApplication.sendEvent(half.viewport(), event)
    assert asked == [half.viewport().mapToGlobal(spot) for half in sheet.view.halves]
    sheet.view.menu_wanted.connect(sheet.page._sheet_menu)


@pytest.mark.parametrize("column", [TITLE, DESCRIPTION, DATE, AUTHOR, LICENCE, CATEGORIES, PATH])
def test_ctrl_enter_ends_every_kind_of_editor_in_all_selected_cells(sheet, column):
    pressed = []
    sheet.program.window.top.main.clicked.connect(pressed.append)
    sheet.go(2, column)
    sheet.key(Key.Key_Down, SHIFT)
    sheet.type("1899")
    sheet.key(Key.Key_Return, CONTROL)
    QTest.qWait(1)
    sheet.program.window.top.main.clicked.disconnect(pressed.append)
    assert sheet.column(column, 2, 3) == ["1899", "1899"]
    assert sheet.text(4, column) != "1899"
    assert pressed == []
    assert sheet.steps == 1


def test_a_long_leap_goes_slice_by_slice_and_the_next_key_waits_for_it(sheet, monkeypatch):
    monkeypatch.setattr("app.ui.sheet.keys.SLICE", 2)
    sheet.go(0, DATE)
    sheet.key(Key.Key_Down, CONTROL)
    assert sheet.at == (0, DATE)
    sheet.key(Key.Key_Right)
    assert sheet.at == (LAST, AUTHOR)
    sheet.go(LAST, DATE)
    sheet.key(Key.Key_Up, CONTROL | SHIFT)
    QTest.qWait(20)
    assert sheet.view.selecting.rects() == [Rect(0, DATE, LAST, DATE)]
    sheet.go(0, DATE)
    sheet.key(Key.Key_Down, CONTROL)
    sheet.click(5, DATE)
    QTest.qWait(20)
    assert sheet.at == (5, DATE)
