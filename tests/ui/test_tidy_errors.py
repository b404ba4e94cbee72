"""Errors in place, with the keys and the mouse of a person: marks, what they say, how they go away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolTip

from app.core.findings import Findings
from app.core.model import Problem, Severity
from app.core.text import problem
from app.ui.sheet.model import TITLE, SheetModel
from tests.ui.one_window import LONG, calm, opened, page, texts, window_program

__all__ = ["opened", "page", "window_program"]


@pytest.fixture(scope="module")
def rows():
    return [
        ["a.png", "Harbour seen from the hill", "Ships.", "1906", "A. Lindahl", "Museum", "cc0", "Ships"],
        ["b.png", "IMG_0042", "A town.", "05/06/1890", "K. Knudsen", "Museum", "", "Towns"],
        ["c.png", "File:Fjord in the summer", "A fjord.", "1890", "M. Selmer", "Museum", "cc0", "Fjords"],
        ["d.png", "File:Herring fleet at anchor", "Brigs.", "1895", "K. Knudsen", "Museum", "", "Ships"],
    ]  # fmt: skip


@pytest.fixture
def said(monkeypatch):
    """What tooltips say."""
    told = []
    monkeypatch.setattr(QToolTip, "showText", lambda _spot, words, *_: told.append(words))
    return told


def hover(widget, spot):
    """Rest the mouse over a place."""
    event = QHelpEvent(QHelpEvent.Type.ToolTip, spot, widget.mapToGlobal(spot))
    QApplication.sendEvent(widget, event)


def hover_cell(view, place, column):
    half = view.half(column)
    hover(half.viewport(), half.visualRect(view.model.index(place, column)).center())


def test_the_tip_has_the_sentence_and_the_ways_to_mend_it(page, said):
    hover_cell(page.view, 1, page.model.column_of("date"))
    assert "05/06/1890 can be read in two ways" in said[0]
    assert said[0].endswith("To mend it (Ctrl+.): 5 June 1890 · 6 May 1890")
    hover_cell(page.view, 3, page.model.column_of("license"))
    assert said[1].endswith("To mend it (Ctrl+.): Choose")


def test_a_cell_without_a_problem_says_nothing(page, said):
    hover_cell(page.view, 0, page.model.column_of("author"))
    assert said == []


def test_the_row_number_tells_all_problems_of_its_row(page, said):
    heads = page.view.frozen.row_heads
    hover(heads.viewport(), QPoint(5, heads.sectionViewportPosition(1) + 5))
    lines = said[0].splitlines()
    assert len(lines) > 2
    assert all(line.startswith(("• ", "and ")) for line in lines)
    first = page.model.row_problems(1)[0]
    assert lines[0] == f"• {problem(first)}"
    assert page.tips.of_row(-1) == ""


def marked(page):
    """Cells with a mark, in reading order, the long way."""
    return sorted(
        (p, c)
        for p in range(page.model.rowCount())
        for c in range(page.model.columnCount())
        if any(x.severity is not Severity.INFO for x in page.model.problems_at(p, c))
    )


def test_f8_goes_to_every_mark_and_round_both_ways(page):
    every = marked(page)
    assert len(every) > 3
    page.view.go_to(0, TITLE)
    page.view.take_focus()
    window = page.window()
    seen = []
    for _ in range(len(every) + 1):
        QTest.keyClick(window, Qt.Key.Key_F8)
        seen.append((page.view.place, page.view.column))
    assert seen[:-1] == every
    assert seen[-1] == every[0]
    back = []
    for _ in every:
        QTest.keyClick(window, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
        back.append((page.view.place, page.view.column))
    assert back == [*reversed(every)]


def test_f8_looks_no_further_than_the_next_mark(page, opened, monkeypatch):
    """With ten thousand problems a press costs no more than with one."""
    looked = []
    row_problems = SheetModel.row_problems
    monkeypatch.setattr(
        SheetModel, "row_problems", lambda self, p: looked.append(p) or row_problems(self, p)
    )
    ids = [row.id for row in opened.session.rows]
    many = [Problem("x", Severity.ERROR, field="date", row_id=i) for i in ids for _ in range(50)]
    was = opened.session.checked
    opened.session.checked = type(was)(findings=Findings.of(many))
    page.view.go_to(0, TITLE)
    page.filters.next_problem()
    page.filters.next_problem()
    opened.session.checked = was
    assert page.view.place == 1
    assert set(looked) <= {0, 1}


def test_f8_does_not_look_at_rows_that_have_only_hints(page, opened, monkeypatch):
    looked = []
    row_problems = SheetModel.row_problems
    ids = [row.id for row in opened.session.rows]
    hints = [Problem("x", Severity.INFO, field="date", row_id=i) for i in ids]
    wrong = Problem("y", Severity.ERROR, field="date", row_id=ids[3])
    was = opened.session.checked
    opened.session.checked = type(was)(findings=Findings.of([*hints, wrong]))
    page.view.go_to(0, TITLE)
    monkeypatch.setattr(
        SheetModel, "row_problems", lambda self, p: looked.append(p) or row_problems(self, p)
    )
    page.filters.next_problem()
    at = page.view.place
    page.filters.next_problem()  # the only one: round the end, back to it
    opened.session.checked = was
    assert (at, page.view.place) == (3, 3)
    assert set(looked) <= {0, 3}


def test_f8_without_rows_or_problems_stays(page, opened):
    was = opened.session.checked
    opened.session.checked = type(was)()
    page.view.go_to(2, TITLE)
    page.filters.next_problem()
    page.filters.previous_problem()
    opened.session.checked = was
    assert page.view.place == 2


def test_all_of_this_kind_are_mended_from_one_cell(page, opened, qtbot):
    page.view.go_to(2, TITLE)
    action = opened.context.commands.action("fix-all")
    assert action.isEnabled()
    assert action.text() == "Use the suggestions in 2 cells"
    menu = QMenu()
    page.fixes.fill(menu)
    assert action in menu.actions()
    QTest.keyClick(page.window(), Qt.Key.Key_Period,
                   Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)  # fmt: skip
    assert texts(page, "name")[2:] == ["Fjord in the summer", "Herring fleet at anchor"]
    qtbot.waitUntil(
        lambda: "namespace-prefix" not in {p.code for p in page.model.problems_at(2, TITLE)},
        timeout=LONG,
    )
    opened.session.undo()
    assert texts(page, "name")[2].startswith("File:")
    calm(opened)


def test_a_cell_that_is_alone_with_its_problem_says_why(page, opened):
    page.view.go_to(1, page.model.column_of("date"))
    action = opened.context.commands.action("fix-all")
    assert not action.isEnabled()
    assert action.toolTip() == "No other cell has the same problem with one way to mend it"


def test_typing_the_answer_takes_the_mark_away(page, opened, qtbot):
    licence = page.model.column_of("license")
    assert (3, licence) in marked(page)
    page.model.setData(page.model.index(3, licence), "cc0")
    qtbot.waitUntil(lambda: (3, licence) not in marked(page), timeout=LONG)
    assert (1, licence) in marked(page)
