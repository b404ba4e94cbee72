"""Columns: moved, hidden, kept in sight, fitted, and all of it remembered."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from app.core.model import Meaning
from app.ui.sheet.columns import OLD_WIDTHS, SETTING
from tests.ui.sheet_help import (
    AUTHOR,
    DATE,
    DESCRIPTION,
    LEFT,
    LICENCE,
    PATH,
    SHIFT,
    SOURCE,
    TITLE,
    Key,
    sheet,
    window,
)

__all__ = ["sheet", "window"]


@pytest.fixture
def columns(sheet):
    return sheet.view.columns


def do(sheet, name):
    action = sheet.program.context.commands.action(name)
    assert action.isEnabled(), action.toolTip()
    action.trigger()


def drawn(sheet):
    """The columns as they lie on the screen, from left to right."""
    found = []
    for half in sheet.view.halves:
        shown = [c for c in range(9) if not half.isColumnHidden(c)]
        found += sorted(shown, key=half.columnViewportPosition)
    return found


def test_a_selected_column_is_moved_by_its_head(sheet, columns):
    widget, spot = sheet.head(SOURCE)
    QTest.mouseClick(widget, LEFT, pos=spot)
    goal = sheet.head(DESCRIPTION)
    sheet.drag((widget, spot), (goal[0], goal[1] - QPoint(30, 0)), drop=False)
    assert sheet.view.rest.heads.drop_x >= 0
    QTest.mouseRelease(
        widget, LEFT, pos=widget.mapFromGlobal(goal[0].mapToGlobal(goal[1])) - QPoint(30, 0)
    )
    assert sheet.view.rest.heads.drop_x == -1
    assert drawn(sheet)[:5] == [0, TITLE, SOURCE, DESCRIPTION, DATE]
    sheet.go(0, SOURCE)
    sheet.key(Key.Key_Right)
    assert sheet.at == (0, DESCRIPTION)
    sheet.key(Key.Key_Left, times=2)
    assert sheet.at == (0, TITLE)
    sheet.key(Key.Key_Right, SHIFT)
    assert sheet.cells == [(0, TITLE), (0, SOURCE)]


def test_a_column_moves_into_the_frozen_half_and_back(sheet, columns):
    widget, spot = sheet.head(DATE)
    QTest.mouseClick(widget, LEFT, pos=spot)
    goal = sheet.head(TITLE)
    sheet.drag((widget, spot), (goal[0], goal[1] - QPoint(60, 0)))
    assert drawn(sheet)[:4] == [0, DATE, TITLE, DESCRIPTION]
    assert columns.is_frozen(DATE)
    assert not columns.is_frozen(TITLE)
    sheet.go(0, DATE)
    do(sheet, "column-on")
    assert drawn(sheet)[:4] == [0, TITLE, DATE, DESCRIPTION]
    sheet.go(0, DATE)
    do(sheet, "column-back")
    assert drawn(sheet)[:3] == [0, DATE, TITLE]


def test_a_click_on_a_selected_head_does_not_move_it(sheet):
    widget, spot = sheet.head(DATE)
    for _ in range(2):
        QTest.mouseClick(widget, LEFT, pos=spot)
    assert drawn(sheet) == list(range(9))


def test_the_picture_stays_first(sheet, columns):
    columns.move(0, 4)
    columns.move(DATE, 0)
    assert drawn(sheet)[:2] == [0, DATE]
    assert columns.hide([0]) == 0


def test_hidden_columns_are_skipped_and_come_back(sheet, columns):
    sheet.go(2, DESCRIPTION)
    sheet.key(Key.Key_Right, SHIFT)
    do(sheet, "hide-column")
    assert drawn(sheet) == [0, TITLE, AUTHOR, SOURCE, LICENCE, 7, PATH]
    assert sheet.at == (2, AUTHOR)
    sheet.key(Key.Key_Left)
    assert sheet.at == (2, TITLE)
    sheet.key(Key.Key_Tab)
    assert sheet.at == (2, AUTHOR)
    assert columns.hidden == [DESCRIPTION, DATE]
    sheet.view.go_to(3, DATE)
    assert columns.hidden == [DESCRIPTION]
    assert sheet.at == (3, DATE)
    do(sheet, "show-columns")
    assert drawn(sheet) == list(range(9))
    assert not sheet.program.context.commands.action("show-columns").isEnabled()


def test_one_column_with_texts_always_stays(sheet, columns):
    assert columns.hide(range(9)) == 0
    assert columns.hide(range(2, 9)) == 7
    assert columns.hide([TITLE]) == 0
    assert drawn(sheet) == [0, TITLE]


def test_columns_are_kept_in_sight_up_to_the_current_one(sheet, columns):
    sheet.go(1, DATE)
    do(sheet, "freeze")
    assert [sheet.view.half(c) is sheet.view.frozen for c in range(5)] == [True] * 4 + [False]
    assert sheet.view.frozen.hasFocus()
    sheet.key(Key.Key_Right)
    assert sheet.view.rest.hasFocus()
    assert sheet.at == (1, AUTHOR)
    sheet.drag(sheet.spot(1, TITLE), sheet.spot(3, AUTHOR))
    assert len(sheet.cells) == 12
    do(sheet, "unfreeze")
    assert columns.halves[0] == [0]
    assert not sheet.program.context.commands.action("unfreeze").isEnabled()


def test_an_edge_is_dragged_and_fits_on_a_double_click(sheet):
    sheet.put(SOURCE, ["short", "a much longer text that needs room in its column"])
    heads = sheet.view.rest.heads
    edge = QPoint(heads.sectionViewportPosition(SOURCE) + heads.sectionSize(SOURCE) - 1, 10)
    wide = heads.sectionSize(SOURCE)
    sheet.drag((heads.viewport(), edge), (heads.viewport(), edge - QPoint(40, 0)))
    assert heads.sectionSize(SOURCE) == wide - 40
    theme = sheet.program.context.theme
    assert theme.u(sheet.view.columns.width(SOURCE)) == wide - 40
    QTest.mouseDClick(heads.viewport(), LEFT, pos=edge - QPoint(40, 0))
    fitted = heads.sectionSize(SOURCE)
    needed = sheet.view.fontMetrics().horizontalAdvance(sheet.text(1, SOURCE))
    assert needed < fitted < needed + 80
    sheet.put(SOURCE, ["x" * 900])
    sheet.go(0, SOURCE)
    do(sheet, "fit-column")
    assert heads.sectionSize(SOURCE) == theme.u(480)


def test_everything_is_remembered_in_the_project(sheet, columns):
    columns.move(SOURCE, TITLE)
    columns.hide([DATE])
    columns.freeze(DESCRIPTION)
    columns.set_width(AUTHOR, 333)
    columns.flush()
    project = sheet.program.session.project
    kept = json.loads(project.setting(SETTING))
    assert kept["order"][:2] == ["source", "name"]
    assert kept["columns"]["date"]["hidden"] is True
    assert kept["frozen"] == 4
    columns._order, columns._hidden, columns._widths, columns.frozen = [], set(), {}, 2
    columns.load()
    assert columns.shown[:4] == [0, SOURCE, TITLE, DESCRIPTION]
    assert columns.hidden == [DATE]
    assert columns.width(AUTHOR) == 333
    assert columns.halves[0] == [0, SOURCE, TITLE, DESCRIPTION]
    project.set_setting(SETTING, "")


def test_the_order_stays_with_its_column_when_columns_come_and_go(sheet):
    session, model = sheet.program.session, sheet.model
    sheet.put(SOURCE, [str(i % 3) for i in range(12)])
    model.sort_by(((SOURCE, True), (DATE, False)))
    texts = [model.text_at(place, DATE) for place in range(12)]
    columns = [model.heads[c].column for c in (DESCRIPTION, SOURCE, DATE)]
    session.set_meaning(columns[0].id, Meaning.parse("ignored"), "x")
    assert model.sorted_by == ((SOURCE - 1, True), (DATE - 1, False))
    model.refilter()
    assert [model.text_at(place, DATE - 1) for place in range(12)] == texts
    session.set_meaning(columns[1].id, Meaning.parse("ignored"), "x")
    assert model.sorted_by == ((DATE - 1, False),)
    session.set_meaning(columns[2].id, Meaning.parse("ignored"), "x")
    assert model.sorted_by == ()
    assert [model.row_at(place).number for place in range(12)] == list(range(2, 14))


@pytest.fixture
def narrow(sheet):
    """A window in which five frozen columns have no room."""
    top = sheet.view.window()
    before = top.size()
    top.resize(960, 600)
    sheet.go(0, LICENCE)
    do(sheet, "freeze")
    QTest.qWait(20)
    yield sheet
    top.resize(before)


def seen(half, column):
    """Whether a column is in sight as a whole."""
    x = half.columnViewportPosition(column)
    return x >= 0 and x + half.columnWidth(column) <= half.viewport().width()


def test_what_is_frozen_leaves_room_for_the_rest_and_scrolls_itself(narrow):
    view = narrow.view
    wide = sum(view.frozen.columnWidth(c) for c in view.columns.halves[0])
    assert wide > view.frozen.viewport().width()
    assert view.rest.width() >= view.frozen.viewport().width() / 2 - 5
    narrow.go(2, PATH)
    assert seen(view.rest, PATH)
    for column in (TITLE, LICENCE, AUTHOR):
        narrow.go(2, column)
        assert seen(view.frozen, column)
    narrow.go(2, PATH)
    assert seen(view.frozen, AUTHOR)  # it stays where it was


def test_both_halves_stay_equally_high_and_at_the_same_row(narrow):
    view = narrow.view
    frozen, rest = (half.viewport() for half in view.halves)
    assert frozen.height() == rest.height()
    assert view.frozen.horizontalScrollBar().isEnabled()
    narrow.go(11, PATH)
    assert view.frozen.rowAt(5) == view.rest.rowAt(5) > 0
    do(narrow, "unfreeze")
    QTest.qWait(20)
    assert frozen.height() == rest.height()
    assert not view.frozen.horizontalScrollBar().isEnabled()
    narrow.view.window().resize(2400, 600)
    QTest.qWait(20)
    assert not view.rest.horizontalScrollBar().isEnabled()
    assert not view.rest.horizontalScrollBar().isVisible()


@pytest.mark.parametrize("kept", ["", "[]", "{", '{"columns": 3, "order": {}, "frozen": "x"}', "1"])
def test_what_cannot_be_read_is_as_at_first(sheet, columns, kept):
    project = sheet.program.session.project
    columns.flush()
    project.set_setting(SETTING, kept)
    project.set_setting(OLD_WIDTHS, '{"date": 99}')
    columns.load()
    assert columns.shown == list(range(9))
    assert columns.frozen == 2
    assert columns.width(DATE) == (99 if kept in ("", "[]", "{", "1") else 122)
    project.set_setting(SETTING, "")
    project.set_setting(OLD_WIDTHS, "")


@pytest.mark.qt_log_ignore("This plugin does not support")  # what pops up, offscreen
def test_a_head_is_served_although_no_row_is_shown(sheet, columns):
    sheet.model.show_only(lambda _row: False)
    assert sheet.model.rowCount() == 0
    sheet.page._head_menu(AUTHOR, QPoint(0, 0))
    assert sheet.view.column == AUTHOR
    do(sheet, "filter")
    opened = sheet.page.desk.opened
    assert "Made by" in opened.accessibleName()
    opened.close()
    do(sheet, "hide-column")
    assert columns.hidden == [AUTHOR]
    sheet.model.show_only(None)
    assert sheet.at == (0, columns.at(sheet.view.columns.place(sheet.view.column)))


def test_the_menus_name_the_hidden_columns(sheet, columns):
    from app.ui.sheet.menus import head_menu, sheet_menu

    columns.hide([DATE, AUTHOR])
    menu = head_menu(sheet.page, sheet.program.context, sheet.view)
    choice = next(a.menu() for a in menu.actions() if a.menu() is not None)
    assert choice.title() == "Show hidden columns (2)"
    names = [a.text() for a in choice.actions() if a.text()]
    assert names == ["Show all hidden columns", "Date made", "Made by"]
    choice.actions()[-1].trigger()
    assert columns.hidden == [DATE]
    menu.deleteLater()
    menu = sheet_menu(sheet.page, sheet.program.context, sheet.view, sheet.page.fixes)
    assert "Column" in [a.text() for a in menu.actions() if a.menu() is not None]
    menu.deleteLater()
