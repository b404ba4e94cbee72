"""Sort and filter of many rows happen beside the window, and what came meanwhile is not lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy

from app.core.model import Table, TableRow
from app.core.project import Project
from app.ui.sheet.arranging import AT_ONCE, Arranging, Level
from app.ui.sheet.model import TITLE, SheetModel

COUNT = AT_ONCE + 500


@pytest.fixture
def model(program, qtbot):
    rows = tuple(TableRow(n, (f"{n}.jpg", f"Name {n * 7919 % 1000}")) for n in range(2, COUNT + 2))
    program.session.take(Project.create(None, Table(("path", "name"), rows)))
    return program.window.page("describe").model


def names(model: SheetModel) -> list[str]:
    return [model.text_at(place, TITLE) for place in range(model.rowCount())]


def settled(qtbot, model, work):
    with qtbot.waitSignal(model.layoutChanged, timeout=20_000):
        work()


def test_many_rows_are_sorted_beside_the_window(model, qtbot):
    before = names(model)
    spy = QSignalSpy(model.layoutChanged)
    model.sort(TITLE, Qt.SortOrder.DescendingOrder)
    assert spy.count() == 0
    assert names(model) == before
    assert spy.wait(20_000)
    assert names(model) == sorted(before, key=lambda name: -int(name.split()[1]))


def test_the_newest_wish_wins(model, qtbot):
    before = names(model)
    model.sort(TITLE)
    model.show_only(lambda row: row.number % 2 == 0)
    settled(qtbot, model, lambda: model.sort(-1))
    qtbot.wait(1)
    assert names(model) == before[::2]
    assert model.filtered


def test_the_same_at_once_and_beside(model):
    rows = model._session.rows
    asked = Arranging(rows, lambda row: row.number > 50, (Level(lambda row: row.text(2), True),))
    assert not asked.is_quick
    few = Arranging(
        rows[:200], lambda row: row.number > 50, (Level(lambda row: row.text(2), True),)
    )
    assert few.is_quick
    kept = few().places
    assert [i for i in asked().ids if i in kept] == few().ids


def test_rows_that_come_stay_in_sight_though_a_filter_is_on(model, qtbot):
    settled(qtbot, model, lambda: model.show_only(lambda row: row.number == 7))
    assert model.rowCount() == 1
    model.change("Add", {}, [{TITLE: "New"}])
    assert names(model)[-1] == "New"
    assert model.rowCount() == 2
    settled(qtbot, model, model.refilter)
    assert model.rowCount() == 1
