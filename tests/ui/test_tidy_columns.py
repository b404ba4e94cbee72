"""All columns in one list: ticks, order, kept in sight; by the mouse and by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from shiboken6 import isValid

from app.core.model import Meaning, MeaningKind
from tests.ui.sheet_help import DATE, DESCRIPTION, TITLE, sheet, window

__all__ = ["sheet", "window"]

ALT = Qt.KeyboardModifier.AltModifier
Key = Qt.Key


@pytest.fixture
def dialog(sheet, qtbot):
    qtbot.waitUntil(lambda: sheet.view.columns.place(DATE) > 0)
    sheet.view.go_to(0, DATE)
    sheet.page.desk.columns()
    made = sheet.page.desk.opened
    qtbot.waitUntil(lambda: made.focusWidget() is made.lines[DATE].tick)
    yield made
    if isValid(made):
        made.reject()


@pytest.fixture
def columns(sheet):
    return sheet.view.columns


def order(dialog):
    """Columns as their lines stand."""
    found = sorted(dialog.lines.values(), key=lambda line: line.y())
    return [line.column for line in found]


def test_it_starts_at_the_current_column(dialog, columns):
    assert dialog.lines[DATE].tick is dialog.focusWidget()
    assert [c for c in columns.order if c >= TITLE] == order(dialog)


def test_a_tick_hides_and_shows(dialog, columns):
    dialog.lines[DESCRIPTION].tick.click()
    assert columns.hidden == [DESCRIPTION]
    assert not dialog.lines[DESCRIPTION].down.isEnabled()
    dialog.lines[DESCRIPTION].tick.click()
    assert columns.hidden == []


def test_the_cursor_never_stays_in_a_hidden_column(dialog, sheet, columns):
    """What is typed next goes where the eye is."""
    QTest.keyClick(dialog.focusWidget(), Key.Key_Space)
    QTest.keyClick(dialog.focusWidget(), Key.Key_Return)
    assert columns.hidden == [DATE]
    assert columns.place(sheet.view.column) == columns.nearest(DATE)
    assert sheet.at == (0, DATE + 1)
    columns.show([DATE])
    columns.hide([columns.at(len(columns.shown) - 1)])
    assert sheet.at == (0, DATE + 1)


def test_the_last_column_hides_towards_the_start(sheet, columns):
    last = columns.last
    sheet.view.go_to(3, last)
    columns.hide([last])
    assert sheet.at == (3, columns.last)
    assert last != columns.last


def test_it_closes_when_a_column_comes(dialog, sheet):
    sheet.program.session.add_column("shelf", Meaning(MeaningKind.IGNORED), "Shelf")
    assert not isValid(dialog) or not dialog.isVisible()


def test_the_last_one_stays(dialog, columns):
    for line in dialog.lines.values():
        line.tick.click()
    assert len(columns.shown) == 2
    assert [line.tick.isChecked() for line in dialog.lines.values()].count(True) == 1
    dialog.all.click()
    assert columns.hidden == []
    assert not dialog.all.isEnabled()


def test_by_keys_a_column_moves_and_keeps_the_keys(dialog, columns, qtbot):
    before = columns.place(DATE)
    tick = dialog.lines[DATE].tick
    QTest.keyClick(tick, Key.Key_Up, ALT)
    assert columns.place(DATE) == before - 1
    QTest.keyClick(tick, Key.Key_Down, ALT)
    QTest.keyClick(tick, Key.Key_Down, ALT)
    assert columns.place(DATE) == before + 1
    assert tick is dialog.focusWidget()
    qtbot.waitUntil(lambda: order(dialog) == [c for c in columns.order if c >= TITLE])


def test_arrows_go_from_line_to_line(dialog, columns):
    lines = [c for c in columns.order if c >= TITLE]
    QTest.keyClick(dialog.lines[DATE].tick, Key.Key_Up)
    above = lines[lines.index(DATE) - 1]
    assert dialog.lines[above].tick is dialog.focusWidget()
    for _ in lines:
        QTest.keyClick(dialog.focusWidget(), Key.Key_Up)
    assert dialog.lines[lines[0]].tick is dialog.focusWidget()


def test_what_stays_in_sight_is_said(dialog, columns):
    dialog.freeze.click()
    frozen = [c for c in columns.halves[0] if c >= TITLE]
    assert DATE in frozen
    said = {c for c, line in dialog.lines.items() if line.note.text()}
    assert said == set(frozen)
    dialog.unfreeze.click()
    assert not any(line.note.text() for line in dialog.lines.values())
    assert not dialog.unfreeze.isEnabled()


def test_it_leads_to_what_columns_mean(dialog, sheet, monkeypatch):
    asked = []
    monkeypatch.setattr(
        sheet.program.context.commands._callers["columns"], "function", lambda: asked.append(1)
    )
    dialog.meanings.click()
    assert asked == [1]


def test_enter_closes_it(dialog, qtbot):
    with qtbot.waitSignal(dialog.finished):
        QTest.keyClick(dialog, Key.Key_Return)
