"""The sheet: model, editing, undo, clipboard, find, filter, keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest

from app.core.cells import tabbed
from app.core.model import Severity
from app.ui.sheet.model import PICTURE, TITLE
from app.ui.sheet.selecting import Rect
from tests.ui.conftest import settle, write_sheet

MODE = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def page(opened):
    return opened.window.page("describe")


def choose(page, *cells):
    page.view.go_to(*cells[0])
    if len(cells) > 1:
        page.view.go_to(*cells[-1], extend=True)


def test_the_model_keeps_qts_rules_through_everything(page, opened, qtbot):
    model = page.model
    tester = QAbstractItemModelTester(model, MODE)
    model.setData(model.index(0, TITLE), "Another title")
    opened.session.undo()
    model.sort(TITLE, Qt.SortOrder.DescendingOrder)
    page.filters.only_errors()
    page.filters.show_all()
    model.sort(-1)
    settle(opened, qtbot)
    opened.session.close()
    assert model.rowCount() == 0
    assert tester.model() is model


def test_columns_begin_with_picture_and_title_and_end_with_the_path(page):
    kinds = [str(h.column.meaning) if h.column else "picture" for h in page.model.heads]
    assert kinds[:2] == ["picture", "name"]
    assert kinds[-1] == "path"
    assert page.model.heads[TITLE].words.required


def test_one_signal_a_tick(page, opened, qtbot):
    told = []
    page.model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    for place in range(3):
        page.model.setData(page.model.index(place, TITLE), f"Title number {place} of the album")
    assert told == []
    qtbot.waitUntil(lambda: bool(told))
    assert told[0] == (0, 2)


def test_typing_edits_and_undo_takes_it_back(page, opened, qtbot):
    page.view.go_to(0, TITLE)
    page.view.frozen.setFocus()
    before = page.model.text_at(0, TITLE)
    QTest.keyClicks(page.view.frozen, "N")
    editor = page.view.frozen.viewport().findChild(object, "") or QGuiApplication.focusObject()
    QTest.keyClicks(QGuiApplication.focusObject(), "ew title")
    QTest.keyClick(QGuiApplication.focusObject(), Qt.Key.Key_Return)
    assert editor is not None
    assert page.model.text_at(0, TITLE) == "New title"
    assert page.view.place == 1
    action = opened.context.commands.action("undo")
    assert action.isEnabled()
    action.trigger()
    assert page.model.text_at(0, TITLE) == before
    assert not action.isEnabled()
    opened.context.commands.action("redo").trigger()
    assert page.model.text_at(0, TITLE) == "New title"


def test_escape_leaves_the_cell_as_it_was(page, qtbot):
    page.view.go_to(1, TITLE)
    page.view.frozen.setFocus()
    before = page.model.text_at(1, TITLE)
    QTest.keyClicks(page.view.frozen, "x")
    QTest.keyClick(QGuiApplication.focusObject(), Qt.Key.Key_Escape)
    assert page.model.text_at(1, TITLE) == before


def test_arrows_cross_from_one_half_to_the_other(page):
    page.view.go_to(0, TITLE)
    page.view.frozen.setFocus()
    QTest.keyClick(page.view.frozen, Qt.Key.Key_Right)
    assert page.view.column == TITLE + 1
    assert page.view.rest.hasFocus()
    QTest.keyClick(page.view.rest, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert page.view.selecting.rects() == [
        Rect(0, page.view.columns.place(TITLE), 0, page.view.columns.place(TITLE + 1))
    ]
    QTest.keyClick(page.view.rest, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert (page.view.place, page.view.column) == (3, page.model.columnCount() - 1)


def test_copy_and_paste_a_block(page, opened):
    choose(page, (0, TITLE), (1, TITLE + 1))
    assert page.edits.copy() == 4
    copied = tabbed.parse(QGuiApplication.clipboard().text())
    assert [len(row) for row in copied] == [2, 2]
    page.view.go_to(2, TITLE)
    changed = page.edits.paste()
    assert changed == 4
    assert page.model.text_at(2, TITLE) == page.model.text_at(0, TITLE)
    opened.session.undo()
    assert page.model.text_at(2, TITLE) != page.model.text_at(0, TITLE)


def test_one_value_fills_the_selection_and_clear_empties_it(page):
    QGuiApplication.clipboard().setText("1900")
    column = next(c for c, h in enumerate(page.model.heads) if h.words.kind == "date")
    choose(page, (0, column), (3, column))
    page.edits.paste()
    assert {page.model.text_at(p, column) for p in range(4)} == {"1900"}
    page.edits.clear()
    assert {page.model.text_at(p, column) for p in range(4)} == {""}


def test_paste_beyond_the_end_changes_what_is_there(page, monkeypatch):
    monkeypatch.setattr(page.edits, "ask_rows", lambda count: count != 1)
    QGuiApplication.clipboard().setText("one\ntwo\nthree\n")
    page.view.go_to(2, TITLE)
    assert page.edits.paste() == 2
    assert page.model.text_at(3, TITLE) == "two"


def test_fill_down(page):
    choose(page, (0, TITLE + 1), (3, TITLE + 1))
    page.edits.fill_down()
    assert len({page.model.text_at(p, TITLE + 1) for p in range(4)}) == 1


def test_marks_stand_where_the_problems_are(page):
    licence = next(c for c, h in enumerate(page.model.heads) if h.words.kind == "licence")
    problems = page.model.problems_at(3, licence)
    assert problems
    assert problems[0].severity is Severity.ERROR
    assert page.model.worst_at(3) is Severity.ERROR
    assert page.model.data(page.model.index(3, licence), Qt.ItemDataRole.ToolTipRole)
    spoken = page.model.data(page.model.index(3, licence), Qt.ItemDataRole.AccessibleTextRole)
    assert "Licence" in spoken
    ways = [offer.words for offer in page.fixes.offers_at(3, licence)]
    assert ways
    assert spoken.endswith(f". To mend it: {', '.join(ways)}")
    well = page.model.data(page.model.index(0, licence), Qt.ItemDataRole.AccessibleTextRole)
    assert "mend" not in well


def test_mending_a_cell_takes_its_mark_away(page, opened, qtbot):
    licence = next(c for c, h in enumerate(page.model.heads) if h.words.kind == "licence")
    with qtbot.waitSignal(opened.session.problems_changed, timeout=20_000):
        page.model.setData(page.model.index(3, licence), "cc0")
    assert not [p for p in page.model.problems_at(3, licence) if p.severity is Severity.ERROR]


def test_filter_shows_only_some_rows_and_keeps_the_current_one(page, opened):
    page.view.go_to(3, TITLE)
    page.filters.only_errors()
    assert page.model.rowCount() == len(opened.session.findings.wrong_rows) < 4
    assert page.model.row_at(page.view.place).number == 5
    assert page.filter_strip.isVisible()
    page.filters.show_all()
    assert page.model.rowCount() == 4
    assert page.view.place == 3


def test_both_halves_always_show_the_same_rows(program, tmp_path, qtbot):
    many = [
        [f"{i}.jpg", f"A title of the album, {i}", "", "", "", "", "cc0", ""] for i in range(80)
    ]
    with qtbot.waitSignal(program.session.problems_changed, timeout=20_000):
        program.session.open(write_sheet(tmp_path, many, "many.csv"))
    settle(program, qtbot)
    page = program.window.page("describe")
    bars = [h.verticalScrollBar() for h in (page.view.frozen, page.view.rest)]
    page.view.go_to(70, TITLE)
    assert bars[0].value() == bars[1].value() > 0
    page.view.go_to(2, TITLE + 1)
    assert bars[0].value() == bars[1].value()
    page.view.go_to(60, TITLE)
    page.filters.only_same()
    page.filters.show_all()
    assert bars[0].value() == bars[1].value()
    qtbot.wait(50)
    assert bars[0].value() == bars[1].value() > 0
    assert page.view.place == 60
    page.say("done", "Done", undo=True)
    qtbot.wait(50)
    assert bars[0].value() == bars[1].value()


def test_next_problem_goes_round(page, opened):
    page.view.go_to(0, PICTURE)
    seen = []
    for _ in range(12):
        opened.context.commands.action("next-problem").trigger()
        seen.append((page.view.place, page.view.column))
    assert len(set(seen)) < 12
    for place, column in set(seen):
        assert page.model.problems_at(place, column)


def test_a_click_on_a_problem_jumps(page):
    line = next(x for x in page.problems.lines if x.group.severity is Severity.ERROR)
    page.view.go_to(0, TITLE)
    line.sentence.click()
    assert page.view.place == 3


def test_sorting_is_of_the_view_only(page, opened):
    before = [r.number for r in opened.session.rows]
    page.model.sort(TITLE, Qt.SortOrder.AscendingOrder)
    titles = [page.model.text_at(p, TITLE) for p in range(4)]
    assert titles == sorted(titles)
    assert [r.number for r in opened.session.rows] == before


def test_the_panel_shows_page_and_data(page, opened, qtbot):
    page.view.go_to(0, TITLE)
    settle(opened, qtbot)
    assert "Harbour" in page.panel._page_card._title.text()
    assert page.panel._file.text() == "a.png"
    assert "statement" in page.panel.data._note.text()


def test_pictures_share_the_selection(page):
    page.view.go_to(2, TITLE)
    page.show_pictures()
    assert page.grid.currentIndex().row() == 2
    page.grid.selectionModel().select(
        QItemSelection(page.model.index(0, 0), page.model.index(1, 0)),
        QItemSelectionModel.SelectionFlag.ClearAndSelect,
    )
    assert page.view.places() == [0, 1]
    page.show_table()


def test_picture_sizes(page, opened):
    high = page.view.frozen.rowHeight(0)
    opened.context.commands.action("pictures-large").trigger()
    assert page.view.frozen.rowHeight(0) == page.view.rest.rowHeight(0) > high
    assert opened.settings.get("picture-size") == "large"


def test_an_opened_sheet_begins_at_the_first_title(page, opened, qtbot):
    place = opened.session.project.path
    opened.session.close()
    opened.window.show()
    with qtbot.waitSignal(opened.session.opened):
        opened.session.open(place)
    page.view.setFocus()
    settle(opened, qtbot)
    assert (page.view.place, page.view.column) == (0, TITLE)
    assert page.panel._stack.currentIndex() == 1
