"""What is painted of the sheet: each row looked up once, scrolling moves what is there already."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest

from app.core.model import Fix, Problem, Severity
from app.ui.sheet.delegate import CellDelegate
from app.ui.sheet.lines import Lines
from app.ui.sheet.model import SheetModel
from app.ui.sheet.sight import Looked, Looking
from tests.ui.sheet_help import (
    AUTHOR,
    CONTROL,
    DATE,
    DESCRIPTION,
    LEFT,
    LICENCE,
    NO,
    SHIFT,
    TITLE,
    Key,
    sheet,
    window,
)

__all__ = ["sheet", "window"]


def on_screen(view):
    """What a person sees of the sheet, as it was painted bit by bit."""
    QCoreApplication.processEvents()
    corner = view.mapTo(view.window(), view.rect().topLeft())
    shot = view.screen().grabWindow(
        view.window().winId(), corner.x(), corner.y(), view.width(), view.height()
    )
    return shot.toImage()


def painted_anew(view):
    for half in view.halves:
        for part in (half.viewport(), half.heads.viewport(), half.row_heads.viewport()):
            part.update()
    return on_screen(view)


@pytest.fixture
def low(sheet):
    """A sheet that has to be scrolled."""
    sheet.page.context.commands.action("pictures-large").trigger()
    sheet.view.window().resize(1100, 620)
    QTest.qWait(50)
    yield sheet
    sheet.page.context.commands.action("pictures-medium").trigger()
    sheet.view.window().resize(1440, 900)


def test_scrolling_leaves_what_painting_anew_would_leave(low):
    view = low.view
    low.go(3, DESCRIPTION)
    down, across = view.rest.verticalScrollBar(), view.rest.horizontalScrollBar()
    assert down.maximum() > 200
    assert across.maximum() > 0
    for bar, step in (
        (down, 24), (down, 97), (across, 31), (down, -40), (across, 200), (down, 10_000),
        (down, -13), (across, -77), (down, -500),
    ):  # fmt: skip
        bar.setValue(bar.value() + step)
        QCoreApplication.processEvents()
        assert on_screen(view) == painted_anew(view), (bar, step)


def test_choosing_cells_leaves_what_painting_anew_would_leave(sheet):
    view = sheet.view

    def press(key, keys=NO, times=1):
        return lambda: sheet.key(key, keys, times)

    def head(column):
        return lambda: QTest.mouseClick(sheet.head(column)[0], LEFT, NO, sheet.head(column)[1])

    steps = (
        press(Key.Key_Down), press(Key.Key_Right), press(Key.Key_Left, times=2), press(Key.Key_Up),
        press(Key.Key_Down, SHIFT, 3), press(Key.Key_Right, SHIFT), press(Key.Key_Up, SHIFT, 5),
        press(Key.Key_Tab, times=2), lambda: sheet.click(6, DESCRIPTION),
        lambda: sheet.click(9, LICENCE, CONTROL), lambda: sheet.click(2, DATE, CONTROL),
        lambda: sheet.click(4, DATE, SHIFT), head(DATE), head(TITLE), press(Key.Key_Down),
        lambda: view.selecting.row(3), lambda: view.selecting.row(5, extend=True),
        view.selecting.everything, press(Key.Key_Home, CONTROL), press(Key.Key_End, CONTROL),
        lambda: view.columns.hide([AUTHOR]), lambda: view.columns.show([AUTHOR]),
        lambda: sheet.put(DATE, ["1999"], first=11), lambda: view.window().setFocus(),
        lambda: sheet.go(1, DATE), lambda: sheet.page.filters.sort_down(),
    )  # fmt: skip
    painted_anew(view)
    for number, step in enumerate(steps):
        step()
        QTest.qWait(1)
        assert on_screen(view) == painted_anew(view), number


def test_a_turn_of_the_wheel_paints_only_what_comes_into_sight(low, monkeypatch):
    view, areas = low.view, []
    whole = CellDelegate.paint_cells

    def paint(self, painter, table, model, area):
        areas.append((table, area.height()))
        whole(self, painter, table, model, area)

    bar = view.rest.verticalScrollBar()
    bar.setValue(0)
    QCoreApplication.processEvents()
    monkeypatch.setattr(CellDelegate, "paint_cells", paint)
    bar.setValue(48)
    QCoreApplication.processEvents()
    assert {table for table, _ in areas} == set(view.halves)
    assert {high for _, high in areas} == {48}


def test_a_row_is_looked_up_once_for_both_halves_and_again_when_it_changed(sheet, monkeypatch):
    made = []
    begin = Looked.__init__

    def init(self, row, *rest):
        made.append(row.id)
        begin(self, row, *rest)

    QCoreApplication.processEvents()
    monkeypatch.setattr(Looked, "__init__", init)
    looking = Looking(sheet.model)
    first = looking.at(2)
    assert looking.at(2) is first
    assert first.text(TITLE) == sheet.text(2, TITLE)
    sheet.put(DATE, ["1999"], first=2)
    assert looking.at(2).text(DATE) == "1999"
    for half in sheet.view.halves:
        half.viewport().update()
    made.clear()
    QCoreApplication.processEvents()
    # once, although both halves show it; a check may have told other rows anew meanwhile
    assert made.count(sheet.model.id_at(2)) == 1
    assert len(made) < sheet.model.rowCount() / 2


def test_a_row_is_looked_up_again_when_it_has_other_problems(sheet):
    session, model = sheet.program.session, sheet.model
    looking = Looking(model)
    before = looking.at(0).problems(DATE)
    header = model.heads[DATE].column.header
    found = Problem("x", Severity.ERROR, 1, header, {}, Fix("ask"), model.id_at(0))
    checked = session.checked
    session.checked = type(checked)(type(checked.findings).of([found]))
    assert looking.at(0).problems(DATE) == [found]
    session.checked = checked
    assert looking.at(0).problems(DATE) == before


# -- texts in several languages -----------------------------------------------------------------------

CHURCH = "{{en|1=Church}}\n{{da|1=Kirke}}"


def test_long_numbers_of_rows_stand_beside_their_mark(sheet, monkeypatch):
    heads = sheet.view.frozen.row_heads
    drawn = heads.width()
    monkeypatch.setattr(SheetModel, "last_number", property(lambda _: 100_001))
    sheet.view.model.reload()
    digits = heads.fontMetrics().horizontalAdvance("100001")
    assert drawn == sheet.program.theme.u(62)
    assert heads.width() >= sheet.program.theme.u(7 + 14 + 9) + digits


def test_the_longest_number_may_stand_anywhere(sheet):
    """Rows that are put in between get new numbers."""
    project = sheet.program.session.project
    project.add_rows("add", [{}], project.rows[0].id)
    sheet.view.model.reload()
    assert sheet.model.last_number == max(row.number for row in project.rows)
    assert project.rows[-1].number < sheet.model.last_number


def test_a_cell_shows_its_languages_and_keeps_its_text(sheet):
    sheet.put(DESCRIPTION, [CHURCH])
    sheet.put(DATE, ["{{en|1=a date}}"])
    model, role = sheet.model, Qt.ItemDataRole
    index = model.index(0, DESCRIPTION)
    assert Looking(model).at(0).text(DESCRIPTION) == "en: Church · da: Kirke"
    assert index.data(role.DisplayRole) == "en: Church · da: Kirke"
    assert "en: Church · da: Kirke" in index.data(role.AccessibleTextRole)
    assert index.data(role.EditRole) == CHURCH
    assert sheet.text(0, DESCRIPTION) == CHURCH
    assert Looking(model).at(0).text(DATE) == "{{en|1=a date}}"  # no text in languages


def test_a_cell_shows_its_licence_by_name_and_keeps_its_text(sheet):
    column = next(
        i for i, h in enumerate(sheet.model.heads) if h.column and h.column.header == "license"
    )
    sheet.put(column, ["{{cc-by-sa-4.0}}"])
    index = sheet.model.index(0, column)
    assert Looking(sheet.model).at(0).text(column) == "CC BY-SA 4.0"
    assert index.data(Qt.ItemDataRole.EditRole) == "{{cc-by-sa-4.0}}"
    sheet.go(0, column)
    assert sheet.page.cell_bar._text.text() == "{{cc-by-sa-4.0}}"
    assert sheet.page.cell_bar._reading.text() == "Read as CC BY-SA 4.0"


def test_copy_and_paste_give_the_text_that_is_kept(sheet):
    sheet.put(DESCRIPTION, [CHURCH])
    sheet.go(0, DESCRIPTION)
    sheet.edits.copy()
    sheet.go(3, DESCRIPTION)
    sheet.edits.paste()
    assert sheet.text(3, DESCRIPTION) == CHURCH


def test_a_column_that_shows_everything_as_text_shows_the_text(sheet):
    session, column = sheet.program.session, sheet.model.heads[DESCRIPTION].column
    sheet.put(DESCRIPTION, [CHURCH])
    session.set_mode(column.id, "plain", "x")
    assert sheet.model.shown_at(0, DESCRIPTION) == CHURCH
    session.undo()
    assert sheet.model.shown_at(0, DESCRIPTION) == "en: Church · da: Kirke"


# -- lines --------------------------------------------------------------------------------------------


def lines_of(text, width=160, lines=2):
    font = QFont()
    font.setPixelSize(13)
    kept = Lines()
    layout = kept._laid_out(text, width, font, lines, right=False)[0]
    whole = layout.text()
    spans = [layout.lineAt(i) for i in range(layout.lineCount())]
    return [whole[s.textStart() : s.textStart() + s.textLength()].strip() for s in spans]


def test_a_text_stays_whole_where_it_fits(qapp):
    assert lines_of("short") == ["short"]
    assert (
        " ".join(lines_of("a few words that take two lines")) == "a few words that take two lines"
    )
    assert lines_of("two\nlines  typed") == ["two lines typed"]


def test_a_long_text_ends_with_an_ellipsis_in_its_last_line(qapp):
    words = "many words that go on and on " * 40
    one, two = lines_of(words)
    assert words.startswith(one)
    assert two.endswith("…")
    (only,) = lines_of(words, lines=1)
    assert only.endswith("…")
    assert words.startswith(only[:-1])


def test_letters_narrower_than_any_are_all_shown(qapp):
    assert len("".join(lines_of("\u200b" * 500, width=100))) == 500
