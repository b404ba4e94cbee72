"""The grid as a light table: selecting, the line above it, short words, tooltips, turning."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.model import Problem, Severity
from app.core.text import problem, t
from app.ui.sheet.grid import short_words
from app.ui.sheet.model import PICTURE
from app.ui.thumbnails import MEDIUM, SMALL
from tests.ui.conftest import settle

NONE = Qt.KeyboardModifier.NoModifier
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def grid(opened, qtbot):
    page = opened.window.page("describe")
    page.view.go_to(0, 1)
    page.show_pictures()
    qtbot.waitUntil(lambda: page.grid.visualRect(page.model.index(3, PICTURE)).isValid())
    return page.grid


def spot(grid, place):
    return grid.visualRect(grid.model().index(place, PICTURE)).center()


def click(grid, place, modifier=NONE):
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, modifier, spot(grid, place))


def chosen(grid):
    return sorted({index.row() for index in grid.selectionModel().selectedIndexes()})


def test_selecting_as_on_a_light_table(grid, opened):
    page = opened.window.page("describe")
    click(grid, 1)
    assert chosen(grid) == [1]
    click(grid, 3, CONTROL)
    assert chosen(grid) == [1, 3]
    click(grid, 1, CONTROL)
    assert chosen(grid) == [3]
    click(grid, 1)
    click(grid, 3, SHIFT)
    assert chosen(grid) == [1, 2, 3]
    assert list(page.view.places()) == [1, 2, 3]
    QTest.keyClick(grid, Qt.Key.Key_Left)
    assert chosen(grid) == [2]
    QTest.keyClick(grid, Qt.Key.Key_Left, SHIFT)
    assert chosen(grid) == [1, 2]


def test_a_rubber_band_selects_what_it_touches(grid):
    viewport = grid.viewport()
    first, last = (grid.visualRect(grid.model().index(p, PICTURE)) for p in (1, 2))
    start = QPoint(last.right() + 6, last.bottom() + 30)
    if not viewport.rect().contains(start):
        start = QPoint(viewport.width() - 4, viewport.height() - 4)
    assert not grid.indexAt(start).isValid()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, NONE, start)
    for goal in (last.center(), first.center()):
        QTest.mouseMove(viewport, goal)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, NONE, first.center())
    assert {1, 2} <= set(chosen(grid))
    assert 0 not in chosen(grid)


def test_the_line_above_counts_and_tells_the_order(grid):
    click(grid, 0)
    assert grid.head.count.text() == "1 picture selected"
    click(grid, 2, SHIFT)
    assert grid.head.count.text() == "3 pictures selected"
    assert "Space" in grid.head.keys.text()
    assert grid.head.order.text() == t("grid.as-in-sheet")
    grid.model().sort(1, Qt.SortOrder.DescendingOrder)
    assert grid.head.order.text() == t("grid.as-sorted")
    grid.clearSelection()
    assert grid.head.count.text() == t("grid.none")
    assert grid.head.geometry().bottom() < grid.viewport().geometry().top()


def test_the_tools_are_those_of_pictures(grid, opened):
    page = opened.window.page("describe")
    shown = {name for name, made in page.tools.buttons.items() if made.isVisible()}
    assert {"turn-right", "compare"} <= shown
    assert not {"fill-down", "arrange-columns"} & shown
    assert not page.cell_bar.isVisible()
    page.show_table()
    shown = {name for name, made in page.tools.buttons.items() if made.isVisible()}
    assert not {"turn-right", "compare"} & shown
    assert {"fill-down", "arrange-columns"} <= shown
    assert page.cell_bar.isVisible()


def test_space_shows_the_current_one_large_and_r_turns_the_chosen(grid, opened, sheet, qtbot):
    click(grid, 1)
    click(grid, 2, CONTROL)
    QTest.keyClick(grid, Qt.Key.Key_R)
    turns = [opened.thumbnails.turns(sheet.parent / f"{n}.png") for n in "abcd"]
    assert turns == [0, 1, 1, 0]
    QTest.keyClick(grid, Qt.Key.Key_R, SHIFT)
    assert opened.thumbnails.turns(sheet.parent / "b.png") == 0
    QTest.keyClick(grid, Qt.Key.Key_Space)
    window = QApplication.activeModalWidget()
    assert window.place == 2
    QTest.keyClick(window, Qt.Key.Key_Left)
    window.reject()
    assert grid.currentIndex().row() == 1
    settle(opened, qtbot)


def test_a_turned_picture_is_turned_in_the_grid(opened, sheet):
    path = sheet.parent / "a.png"
    thumbnails = opened.thumbnails
    thumbnails._keep((str(path), SMALL), QPixmap(60, 40))
    thumbnails.turn(path, 1)
    assert thumbnails.get(path, SMALL).size().toTuple() == (40, 60)
    thumbnails._keep((str(path), 800), QPixmap(600, 400))
    assert thumbnails.get(path, 800).size().toTuple() == (400, 600)
    thumbnails.turn(path, -1)
    assert thumbnails.get(path, SMALL).size().toTuple() == (60, 40)


def test_problems_in_a_few_words(grid, opened):
    found = opened.session.findings.row(opened.session.rows[2].id)
    date = next(p for p in found if p.code == "date-ambiguous")
    assert short_words(date, "Date made") == "date: two readings"
    missing = Problem("licence-missing", Severity.ERROR, 5, "license", {})
    assert short_words(missing, "Licence") == "Licence: missing"
    assert short_words(Problem("x-y", Severity.WARNING, 5, "d", {}), "Size") == "Size: please look"
    assert short_words(Problem("x-y", Severity.ERROR, 5, None, {}), "") == "to be mended"


def test_the_tooltip_of_a_card_tells_all(grid, opened):
    model = grid.model()
    words = grid._delegate.explained(model, 2)
    session = opened.session
    assert words.startswith("Fjord in the summer of 1890\n\n")
    date = next(p for p in session.findings.row(session.rows[2].id) if p.code == "date-ambiguous")
    assert problem(date) in words
    assert t("media.missing") in words  # this program has no workers


def test_rows_selected_in_the_table_are_selected_as_pictures(opened):
    page = opened.window.page("describe")
    page.view.go_to(1, 2)
    page.view.go_to(3, 4, extend=True)
    page.show_pictures()
    assert chosen(page.grid) == [1, 2, 3]
    assert page.grid.currentIndex().row() == page.view.place
    assert page.grid.head.count.text() == "3 pictures selected"
    page.grid.select_rows([3, 0, 1])
    assert chosen(page.grid) == [0, 1, 3]


def columns_of(grid):
    boxes = [grid.visualRect(grid.model().index(p, PICTURE)) for p in range(4)]
    return len({box.x() for box in boxes})


def test_the_slider_sets_how_large_the_cards_are(grid, opened, qtbot):
    page = opened.window.page("describe")
    slider = page.tools.card_size.slider
    assert slider.isVisible()
    assert not any(made.isVisible() for made in page.tools.sizes.buttons())
    before = grid.sizeHintForIndex(grid.currentIndex()).width()
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_End)
    assert slider.value() == 480
    assert opened.settings.get("card-width") == 480
    assert grid.sizeHintForIndex(grid.currentIndex()).width() > 2 * before
    qtbot.waitUntil(lambda: columns_of(grid) == 2)
    assert grid.viewport().rect().contains(grid.visualRect(grid.currentIndex()))
    QTest.keyClick(slider, Qt.Key.Key_Left)
    assert slider.value() == 470
    QTest.keyClick(slider, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: columns_of(grid) == 4)
    page.show_table()
    assert not slider.isVisible()
    assert page.tools.sizes.buttons()[0].isVisible()


def test_a_size_with_a_name_moves_the_slider(grid, opened):
    page = opened.window.page("describe")
    opened.context.commands.action("pictures-large").trigger()
    assert page.tools.card_size.slider.value() == 300
    assert opened.settings.get("card-width") == 300
    opened.context.commands.action("pictures-medium").trigger()


def test_large_cards_ask_for_better_pictures(grid, opened, qtbot, monkeypatch):
    page = opened.window.page("describe")
    asked = []
    get = opened.thumbnails.get

    def noted(path, pixels=SMALL):
        asked.append(pixels)
        return get(path, pixels)

    monkeypatch.setattr(opened.thumbnails, "get", noted)
    page.tools.card_size.slider.setValue(196)
    grid.grab()
    assert set(asked) == {SMALL}
    asked.clear()
    page.tools.card_size.slider.setValue(480)
    grid.grab()
    assert MEDIUM in asked
    page.tools.card_size.slider.setValue(196)


def test_a_size_from_another_version_is_taken_as_far_as_it_goes(qapp, program, sheet, qtbot):
    program.settings.set("card-width", 5)
    with qtbot.waitSignal(program.session.problems_changed, timeout=20_000):
        program.session.open(sheet)
    settle(program, qtbot)
    page = program.window.page("describe")
    page.show_pictures()
    assert page.grid.sizeHintForIndex(page.model.index(0, PICTURE)).width() >= 130


def test_going_to_a_row_chooses_its_picture(grid, opened, qtbot):
    page = opened.window.page("describe")
    page.row_tools.go_to_number(4)
    qtbot.waitUntil(lambda: grid.currentIndex() == page.model.index(2, PICTURE))
    assert chosen(grid) == [2]
    assert grid.selectionModel().isSelected(page.model.index(2, PICTURE))


def many(opened, page, qtbot):
    """Rows enough that their cards get their places in several turns."""
    page.grid.setBatchSize(50)
    texts = [{} for _ in range(600)]
    page.row_tools.insert("x", texts, opened.session.rows[-1].id)
    qtbot.waitUntil(lambda: page.model.rowCount() == 604)
    settle(opened, qtbot)


def test_the_current_picture_stays_in_sight_among_very_many(grid, opened, qtbot):
    page = opened.window.page("describe")
    many(opened, page, qtbot)
    page.view.go_to(580, PICTURE)
    page.tools.card_size.slider.setValue(300)
    here = page.model.index(580, PICTURE)
    assert not grid.visualRect(here).isValid()
    qtbot.waitUntil(lambda: grid.viewport().rect().contains(grid.visualRect(here)))


def test_who_scrolls_meanwhile_stays_there(grid, opened, qtbot):
    page = opened.window.page("describe")
    many(opened, page, qtbot)
    page.view.go_to(580, PICTURE)
    page.tools.card_size.slider.setValue(300)
    bar = grid.verticalScrollBar()
    bar.triggerAction(bar.SliderAction.SliderToMinimum)
    qtbot.waitUntil(lambda: grid.visualRect(page.model.index(603, PICTURE)).isValid())
    assert bar.value() == bar.minimum()
