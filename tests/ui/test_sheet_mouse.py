"""The mouse in the sheet: selecting across both halves and by heads, the fill handle."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.ui.sheet.filling import reached
from app.ui.sheet.selecting import Rect
from tests.ui.sheet_help import (
    AUTHOR,
    CATEGORIES,
    CONTROL,
    DATE,
    DESCRIPTION,
    LEFT,
    LICENCE,
    PATH,
    ROWS,
    SHIFT,
    SOURCE,
    TITLE,
    Key,
    move,
    sheet,
    window,
)

__all__ = ["sheet", "window"]
LAST = ROWS - 1


def rects(sheet):
    return sheet.view.selecting.rects()


def test_dragging_selects_across_both_halves(sheet):
    sheet.drag(sheet.spot(1, TITLE), sheet.spot(4, DATE))
    assert rects(sheet) == [Rect(1, TITLE, 4, DATE)]
    assert sheet.at == (1, TITLE)
    sheet.drag(sheet.spot(5, DATE), sheet.spot(2, TITLE))
    assert rects(sheet) == [Rect(2, TITLE, 5, DATE)]
    assert sheet.at == (5, DATE)


def test_clicks_with_shift_and_ctrl(sheet):
    sheet.click(2, DATE)
    sheet.click(5, TITLE, SHIFT)
    assert rects(sheet) == [Rect(2, TITLE, 5, DATE)]
    sheet.click(7, SOURCE, CONTROL)
    assert set(rects(sheet)) == {Rect(2, TITLE, 5, DATE), Rect(7, SOURCE, 7, SOURCE)}
    assert sheet.at == (7, SOURCE)
    sheet.click(7, SOURCE, CONTROL)
    assert rects(sheet) == [Rect(2, TITLE, 5, DATE)]
    sheet.drag(sheet.spot(8, DATE), sheet.spot(9, AUTHOR), CONTROL)
    assert set(rects(sheet)) == {Rect(2, TITLE, 5, DATE), Rect(8, DATE, 9, AUTHOR)}
    sheet.click(0, DATE)
    assert rects(sheet) == [Rect(0, DATE, 0, DATE)]


def test_row_numbers(sheet):
    widget, spot = sheet.number(3)
    QTest.mouseClick(widget, LEFT, pos=spot)
    assert rects(sheet) == [Rect(3, 0, 3, PATH)]
    widget, spot = sheet.number(5)
    QTest.mouseClick(widget, LEFT, SHIFT, spot)
    assert rects(sheet) == [Rect(3, 0, 5, PATH)]
    widget, spot = sheet.number(8)
    QTest.mouseClick(widget, LEFT, CONTROL, spot)
    assert set(rects(sheet)) == {Rect(3, 0, 5, PATH), Rect(8, 0, 8, PATH)}
    sheet.drag(sheet.number(6), sheet.number(2))
    assert rects(sheet) == [Rect(2, 0, 6, PATH)]


def test_heads_of_columns(sheet):
    widget, spot = sheet.head(DATE)
    QTest.mouseClick(widget, LEFT, pos=spot)
    assert rects(sheet) == [Rect(0, DATE, LAST, DATE)]
    widget, spot = sheet.head(TITLE)
    QTest.mouseClick(widget, LEFT, SHIFT, spot)
    assert rects(sheet) == [Rect(0, TITLE, LAST, DATE)]
    sheet.go(0, TITLE)
    sheet.drag(sheet.head(DESCRIPTION), sheet.head(AUTHOR))
    assert rects(sheet) == [Rect(0, DESCRIPTION, LAST, AUTHOR)]
    widget, spot = sheet.head(TITLE)
    QTest.mouseClick(widget, LEFT, CONTROL, spot)
    assert len(sheet.cells) == ROWS * 4


def test_a_click_with_the_right_button_keeps_the_selection(sheet):
    sheet.drag(sheet.spot(1, DATE), sheet.spot(4, DATE))
    widget, spot = sheet.spot(2, DATE)
    QTest.mouseClick(widget, Qt.MouseButton.RightButton, pos=spot)
    assert rects(sheet) == [Rect(1, DATE, 4, DATE)]
    widget, spot = sheet.spot(6, DATE)
    QTest.mouseClick(widget, Qt.MouseButton.RightButton, pos=spot)
    assert rects(sheet) == [Rect(6, DATE, 6, DATE)]


def test_held_below_the_sheet_it_scrolls_on(sheet):
    sheet.drag(sheet.spot(1, DATE), sheet.spot(3, DATE), drop=False)
    widget, spot = sheet.spot(3, DATE)
    bar = sheet.view.rest.verticalScrollBar()
    assert bar.maximum() > 0
    below = QPoint(spot.x(), widget.height() + 60)
    move(widget, below)
    for _ in range(200):
        sheet.view.pointing._beat.timeout.emit()
    assert bar.value() == bar.maximum() == sheet.view.frozen.verticalScrollBar().value()
    assert rects(sheet) == [Rect(1, DATE, LAST, DATE)]
    QTest.mouseRelease(widget, LEFT, pos=below)
    assert not sheet.view.pointing.mode
    assert not sheet.view.pointing._beat.isActive()


# the fill handle ------------------------------------------------------------------------------


def test_the_handle_fills_down_a_series_in_one_step(sheet):
    sheet.put(SOURCE, ["inv. 1901", "inv. 1903"])
    before = sheet.steps
    sheet.drag(sheet.spot(0, SOURCE), sheet.spot(1, SOURCE))
    sheet.drag(sheet.handle(), sheet.spot(4, SOURCE))
    assert sheet.column(SOURCE, 0, 5) == [f"inv. {n}" for n in (1901, 1903, 1905, 1907, 1909)] + [
        ""
    ]
    assert rects(sheet) == [Rect(0, SOURCE, 4, SOURCE)]
    assert sheet.steps == before + 1


def test_the_handle_shows_a_frame_and_the_last_text(sheet):
    sheet.put(SOURCE, ["HKM-0009"], 3)
    sheet.go(3, SOURCE)
    sheet.drag(sheet.handle(), sheet.spot(5, SOURCE), drop=False)
    tip = sheet.view.filling._tip
    assert isinstance(tip, QLabel)
    assert tip.isVisible()
    assert tip.text() == "HKM-0011"
    assert sheet.view.filling.goal == Rect(3, SOURCE, 5, SOURCE)
    assert sheet.text(5, SOURCE) == ""
    sheet.key(Key.Key_Escape)
    assert not tip.isVisible()
    widget, spot = sheet.spot(5, SOURCE)
    QTest.mouseRelease(widget, LEFT, pos=spot)
    assert sheet.text(5, SOURCE) == ""
    assert sheet.steps == 1


def test_the_handle_goes_up_and_sideways(sheet):
    sheet.put(SOURCE, ["5"], 4)
    sheet.go(4, SOURCE)
    sheet.drag(sheet.handle(), sheet.spot(2, SOURCE))
    assert sheet.column(SOURCE, 1, 4) == ["", "5", "5", "5"]
    sheet.go(4, SOURCE)
    sheet.drag(sheet.handle(), sheet.spot(2, SOURCE), CONTROL)
    assert sheet.column(SOURCE, 1, 4) == ["", "3", "4", "5"]
    sheet.go(4, SOURCE)
    sheet.drag(sheet.handle(), sheet.spot(4, DESCRIPTION))
    assert [sheet.text(4, c) for c in (DESCRIPTION, DATE, AUTHOR)] == ["5"] * 3
    assert sheet.text(4, TITLE) == "A title of the album, 4"
    sheet.go(4, DESCRIPTION)
    sheet.drag(sheet.handle(), sheet.spot(4, TITLE))
    assert sheet.text(4, TITLE) == "5"


def test_dates_count_and_licences_do_not(sheet):
    sheet.put(DATE, ["1901-12-31"], 0)
    sheet.go(0, DATE)
    sheet.drag(sheet.handle(), sheet.spot(1, DATE))
    assert sheet.text(1, DATE) == "1902-01-01"
    sheet.put(LICENCE, ["CC BY-SA 4.0"], 0)
    sheet.go(0, LICENCE)
    sheet.drag(sheet.handle(), sheet.spot(2, LICENCE))
    assert sheet.column(LICENCE, 0, 3) == ["CC BY-SA 4.0"] * 3 + ["cc0"]


def test_a_double_click_fills_as_far_as_the_column_beside(sheet):
    sheet.put(AUTHOR, [f"author {i}" for i in range(6)])
    sheet.put(SOURCE, ["Museum"])
    sheet.go(0, SOURCE)
    widget, spot = sheet.handle()
    QTest.mouseDClick(widget, LEFT, pos=spot)
    assert sheet.column(SOURCE, 0, 6) == ["Museum"] * 6 + [""]
    assert sheet.focus in sheet.view.halves
    sheet.put(AUTHOR, [""] * 6)
    sheet.put(LICENCE, [""] * ROWS)
    sheet.go(0, SOURCE)
    widget, spot = sheet.handle()
    QTest.mouseDClick(widget, LEFT, pos=spot)
    assert sheet.column(SOURCE) == ["Museum"] * ROWS


def test_the_handle_lies_in_the_corner_of_one_block_only(sheet):
    sheet.go(1, 0)
    assert sheet.view.filling.source() is None
    sheet.drag(sheet.spot(1, TITLE), sheet.spot(3, DATE))
    assert sheet.view.filling.spot(sheet.view.frozen).isNull()
    assert not sheet.view.filling.spot(sheet.view.rest).isNull()
    sheet.click(8, SOURCE, CONTROL)
    assert sheet.view.filling.source() is None


def test_a_series_by_the_keys(sheet):
    action = sheet.program.context.commands.action("fill-series")
    sheet.put(SOURCE, ["7", "9"])
    sheet.go(0, SOURCE)
    sheet.key(Key.Key_Down, SHIFT, times=4)
    action.trigger()
    assert sheet.column(SOURCE, 0, 5) == ["7", "9", "11", "13", "15", ""]
    sheet.put(CATEGORIES, [""] * ROWS)
    sheet.put(PATH, ["1"] + [""] * (ROWS - 1))
    sheet.go(0, PATH)
    action.trigger()
    assert sheet.column(PATH) == [str(i + 1) for i in range(ROWS)]


def test_a_series_that_begins_with_nothing_empties_nothing(sheet):
    sheet.put(SOURCE, ["", "x", "y", "z"])
    sheet.go(0, SOURCE)
    sheet.key(Key.Key_Down, SHIFT, times=3)
    sheet.program.context.commands.action("fill-series").trigger()
    assert sheet.column(SOURCE, 0, 3) == ["", "x", "y", "z"]


def test_a_block_is_reached_the_way_the_mouse_went_further():
    block = Rect(2, 2, 3, 3)
    assert reached(block, 6, 4) == Rect(2, 2, 6, 3)
    assert reached(block, 4, 9) == Rect(2, 2, 3, 9)
    assert reached(block, 0, 3) == Rect(0, 2, 3, 3)
    assert reached(block, 3, 1) == Rect(2, 1, 3, 3)
    assert reached(block, 2, 3) == block


@pytest.fixture
def mirrored(sheet):
    sheet.page.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    QTest.qWait(1)
    yield sheet
    sheet.page.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    QTest.qWait(1)


def test_right_to_left_is_mirrored(mirrored):
    sheet = mirrored
    assert sheet.view.frozen.mapToGlobal(QPoint()).x() > sheet.view.rest.mapToGlobal(QPoint()).x()
    sheet.go(1, TITLE)
    sheet.key(Key.Key_Left)
    assert sheet.at == (1, DESCRIPTION)
    sheet.key(Key.Key_Right, CONTROL)
    assert sheet.at == (1, TITLE)
    sheet.key(Key.Key_Left, SHIFT, times=2)
    assert rects(sheet) == [Rect(1, TITLE, 1, DATE)]
    sheet.drag(sheet.spot(2, DATE), sheet.spot(4, TITLE))
    assert rects(sheet) == [Rect(2, TITLE, 4, DATE)]
    sheet.put(SOURCE, ["inv. 7"])
    sheet.go(0, SOURCE)
    widget, spot = sheet.handle()
    box = sheet.view.rest.visualRect(sheet.model.index(0, SOURCE))
    assert abs(spot.x() - box.left()) < 12
    sheet.drag((widget, spot), sheet.spot(2, SOURCE))
    assert sheet.column(SOURCE, 0, 3) == ["inv. 7", "inv. 8", "inv. 9", ""]
    widget, spot = sheet.head(SOURCE)
    QTest.mouseClick(widget, LEFT, pos=spot)
    goal = sheet.head(DESCRIPTION)
    sheet.drag((widget, spot), (goal[0], goal[1] + QPoint(30, 0)))
    assert sheet.view.columns.shown[:4] == [0, TITLE, SOURCE, DESCRIPTION]
    heads = sheet.view.rest.heads
    x = heads.sectionViewportPosition(SOURCE)
    wide = heads.sectionSize(SOURCE)
    assert heads.edge_at(x + 1) == SOURCE
    sheet.drag((heads.viewport(), QPoint(x + 1, 9)), (heads.viewport(), QPoint(x - 29, 9)))
    assert heads.sectionSize(SOURCE) == wide + 30


def test_heads_scroll_along_themselves_only(sheet):
    sheet.go(LAST, DATE)
    rows, columns = sheet.view.rest.verticalScrollBar(), sheet.view.rest.horizontalScrollBar()
    below = rows.value()
    assert below > 0
    widget, spot = sheet.head(DATE)
    sheet.drag((widget, spot), sheet.head(AUTHOR), drop=False)
    assert not sheet.view.pointing._beat.isActive()
    move(widget, QPoint(widget.width() + 60, spot.y()))
    assert sheet.view.pointing._beat.isActive()
    for _ in range(100):
        sheet.view.pointing._beat.timeout.emit()
    assert columns.value() == columns.maximum()
    assert rows.value() == below
    QTest.mouseRelease(widget, LEFT, pos=QPoint(widget.width() + 60, spot.y()))
    columns.setValue(0)
    widget, spot = sheet.number(LAST)
    sheet.drag((widget, spot), (widget, spot - QPoint(0, 30)))
    assert not sheet.view.pointing._beat.isActive()
    assert columns.value() == 0
