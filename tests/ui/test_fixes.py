"""Mending from the cell bar, the menu of a cell and the problems strip."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QPushButton

from app.core.text import t
from app.ui.editors.base import CellEditor
from tests.ui.conftest import ROWS, settle, write_sheet
from tests.ui.pages_help import open_path, page, texts


def _at(describe, row, header):
    describe.view.go_to(row, describe.model.column_of(header))


def _bar(describe):
    return {b.text(): b for b in describe.cell_bar.findChildren(QPushButton) if not b.isHidden()}


def test_a_date_with_two_readings_has_a_button_for_each(opened):
    describe = page(opened, "describe")
    _at(describe, 2, "date")
    assert list(_bar(describe)) == ["5 June 1890", "6 May 1890"]
    _bar(describe)["6 May 1890"].click()
    date = opened.session.column("date").id
    assert opened.session.rows[2].text(date) == "1890-05-06"
    opened.session.undo()
    assert opened.session.rows[2].text(date) == "05/06/1890"


def test_the_buttons_go_with_the_cell(opened):
    describe = page(opened, "describe")
    _at(describe, 2, "date")
    _at(describe, 0, "date")
    assert _bar(describe) == {}
    assert not opened.context.commands.action("fix").isEnabled()


def _two_dates(program, qtbot, folder):
    rows = [list(row) for row in ROWS]
    rows[0][3] = "07/08/1891"
    open_path(program, qtbot, write_sheet(folder, rows, "dates.csv"))
    settle(program, qtbot)
    return page(program, "describe")


def test_all_rows_of_a_kind_are_read_the_same_way_from_the_menu(program, qtbot, tmp_path):
    describe = _two_dates(program, qtbot, tmp_path)
    _at(describe, 2, "date")
    menu = QMenu()
    assert describe.fixes.fill(menu)
    words = [a.text() for a in menu.actions() if a.text()]
    assert words == ["5 June 1890", "6 May 1890", "Day first in 2 rows", "Month first in 2 rows"]
    menu.actions()[-2].trigger()
    date = program.session.column("date").id
    dates = [row.text(date) for row in program.session.rows]
    assert (dates[0], dates[2]) == ("1891-08-07", "1890-06-05")
    program.session.undo()
    assert program.session.rows[0].text(date) == "07/08/1891"


def test_all_rows_of_a_kind_are_read_the_same_way_from_the_strip(program, qtbot, tmp_path):
    describe = _two_dates(program, qtbot, tmp_path)
    (line,) = [x for x in describe.problems.lines if x.group.code == "date-ambiguous"]
    assert not hasattr(line, "fix")  # nothing is chosen for a person
    button = next(b for b in line.findChildren(QPushButton) if b.text() == "Month first in 2 rows")
    button.click()
    date = program.session.column("date").id
    assert program.session.rows[0].text(date) == "1891-07-08"
    assert "2 cells mended" in texts(describe)


def test_what_only_a_person_knows_opens_the_cell_with_its_list(opened):
    describe = page(opened, "describe")
    licence = describe.model.column_of("license")
    opened.window.go_to("check")
    opened.window.page("check").cell_wanted.emit(opened.session.rows[3].id, "license")
    (editor,) = describe.view.findChildren(CellEditor)
    assert describe.view.column == licence
    assert editor.drop.list.isVisible()
    assert list(_bar(describe)) == [t("fix.choose-here")]


def test_a_long_sentence_has_two_lines_and_the_whole_in_its_tip(opened):
    describe = page(opened, "describe")
    opened.window.resize(960, 600)
    _at(describe, 2, "date")
    reading = describe.cell_bar._reading
    high = describe.cell_bar.height()
    said = "The date 05/06/1890 can be read in two ways. " * 4
    describe.cell_bar.show_cell("C4", "x", "info", "wait", said)
    first, second = reading._lines()
    wide = reading.contentsRect().width()
    assert all(reading.fontMetrics().horizontalAdvance(line) <= wide for line in (first, second))
    assert second.endswith("…")
    assert reading.toolTip() == said.strip()
    assert describe.cell_bar.height() == high  # the sheet below does not move
    describe.cell_bar.show_cell("C4", "x", "info", "wait", "Short")
    assert (reading._lines(), reading.toolTip()) == (["Short"], "")
