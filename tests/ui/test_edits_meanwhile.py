"""What a person does while a large change is still being written, or just before a check is done: it
builds on that change, and nothing is lost or doubled.
"""

from __future__ import annotations

import threading

import pytest

from app.core.project import Project
from tests.ui.one_window import *  # noqa: F403 - its fixtures
from tests.ui.one_window import calm, texts


@pytest.fixture
def writing(opened, monkeypatch):
    """Whatever changes more than two cells waits in its thread until it is let go, or for a moment."""
    monkeypatch.setattr("app.ui.session.MANY", 2)
    held = threading.Event()
    for name in ("change", "remove_rows", "leave_out"):
        monkeypatch.setattr(Project, name, _slow(held, getattr(Project, name)))
    return held


def _slow(held, write):
    def slow(*values, **more):
        if threading.current_thread() is not threading.main_thread():
            held.wait(0.3)
        return write(*values, **more)

    return slow


def select(page, header):
    column = page.model.column_of(header)
    page.view.go_to(0, column)
    page.view.go_to(3, column, extend=True)


def cell(page, header, place=0):
    return page.model.index(place, page.model.column_of(header))


def test_what_was_cut_is_pasted_back_at_once(opened, page, writing):
    before = texts(page, "author")
    select(page, "author")
    assert page.edits.cut() == 4
    assert opened.session.writing
    assert page.edits.paste() == 4
    calm(opened)
    assert texts(page, "author") == before
    opened.session.undo()
    calm(opened)
    assert texts(page, "author") == [""] * 4


def test_a_cell_is_typed_anew_as_it_was(opened, page, writing):
    select(page, "author")
    page.edits.clear()
    assert page.model.setData(cell(page, "author"), "A. Lindahl")
    calm(opened)
    assert texts(page, "author") == ["A. Lindahl", "", "", ""]


def test_a_fill_takes_what_is_being_pasted(opened, page, writing):
    select(page, "author")
    page.edits.fill_with("Somebody else")
    page.edits.fill_down()
    calm(opened)
    assert texts(page, "author") == ["Somebody else"] * 4
    assert opened.session.project.undo_label == "fill 4 cells"


def test_two_values_for_the_same_rows(opened, page, writing):
    column = page.model.column_of("categories")
    page.row_tools.add_value(range(4), column, "Harbours")
    page.row_tools.add_value(range(4), column, "Towers")
    calm(opened)
    assert all(text.endswith("Harbours; Towers") for text in texts(page, "categories"))


def test_rows_that_are_left_out_come_back_at_once(opened, writing):
    ids = [row.id for row in opened.session.rows]
    assert opened.session.leave_out(ids) == 4
    assert opened.session.leave_out(ids, out=False) == 4
    calm(opened)
    assert not opened.session.left_out


def test_rows_are_taken_away_once(opened, page, writing):
    page.view.selecting.everything()
    page.row_tools.remove()
    page.row_tools.remove()
    assert opened.session.remove_rows("again", [row.id for row in opened.session.rows])
    calm(opened)
    assert texts(page, "name") == []
    opened.session.undo()
    calm(opened)
    assert len(texts(page, "name")) == len(opened.session.rows) == 4
    assert opened.session.project.undo_label is None


def test_a_cell_of_a_row_that_is_going(opened, page, writing):
    session = opened.session
    select(page, "author")
    page.row_tools.remove()
    page.model.setData(cell(page, "author"), "Typed too late")
    session.add_rows("add", [{}], session.rows[0].id)
    assert page.model.filled_at(range(4), page.model.column_of("author")) == [True] * 4
    calm(opened)
    assert texts(page, "author") == [""]


def test_keys_find_a_row_that_has_gone_but_is_still_shown(opened, page, writing):
    select(page, "author")
    page.row_tools.remove()
    writing.set()
    opened.session._writer._under_way[-1][0].thread.join()
    assert not opened.session.rows
    assert page.model.filled_at(range(3, -1, -1), page.model.column_of("author")) == [True] * 4
    calm(opened)
    assert texts(page, "author") == []


def test_a_problem_of_a_row_that_is_gone_is_mended_by_nothing(opened, page, writing):
    wrong = next(r for r in opened.session.rows if "05/06/1890" in r.cells.values())
    problems = opened.session.findings.row(wrong.id)
    assert problems
    opened.session.project.remove_rows("gone", [wrong.id])
    for action in {fix.action for p in problems for fix in (p.fix, p.second) if fix}:
        assert opened.session.mend(problems, action) == 0
    opened.session.undo()
    calm(opened)


def test_a_cell_that_was_typed_since_it_was_checked_is_not_mended(opened, page):
    row = next(r for r in opened.session.rows if "05/06/1890" in r.cells.values())
    date = opened.session.column("date").id
    problems = [p for p in opened.session.findings.row(row.id) if p.code == "date-ambiguous"]
    action = problems[0].fix.action
    opened.session.change("typed", {(row.id, date): "1891"})
    assert opened.session.mend(problems, action) == 0
    opened.session.change("typed", {(row.id, date): "05/06/1890"})
    assert opened.session.mend(problems, action) == 1
    calm(opened)
    assert "1890" in opened.session.project.row(row.id).text(date)


def test_what_goes_wrong_while_one_waits_is_said_and_stops_nothing(opened, page, monkeypatch):
    said = []
    monkeypatch.setattr("app.ui.session.MANY", 2)
    monkeypatch.setattr("sys.excepthook", lambda kind, *_: said.append(kind))
    monkeypatch.setattr(Project, "remove_rows", lambda *_: 1 / 0)
    page.view.selecting.everything()
    page.row_tools.remove()
    opened.session.finish_writing()
    assert said == [ZeroDivisionError]
    assert not opened.session.writing
    monkeypatch.undo()
    calm(opened)
    assert len(texts(page, "name")) == 4


def test_what_needs_a_chosen_row_does_nothing_while_none_is(opened, page, writing):
    """Rows came meanwhile, and the cell one was at is not chosen again yet."""
    page.view.go_to(1, page.model.column_of("author"))
    opened.session.add_rows("add", [{}, {}, {}], opened.session.rows[0].id)
    for do in (page.row_tools._copy_all, page.row_tools._copy_below, page.row_tools.double):
        assert opened.session.writing
        do()
        assert len(opened.session.rows) == 7
        assert opened.session.project.undo_label == "add"
        opened.session.undo()
        calm(opened)
        page.view.go_to(1, page.model.column_of("author"))
        opened.session.add_rows("add", [{}, {}, {}], opened.session.rows[0].id)
    calm(opened)


def test_a_window_for_a_column_is_for_that_column_although_rows_come(opened, page, writing):
    page.view.go_to(1, page.model.column_of("author"))
    opened.session.add_rows("add", [{}, {}, {}], opened.session.rows[0].id)
    assert opened.session.writing
    page.desk.values()
    assert "Made by" in page.desk.opened.windowTitle()
    page.desk.opened.reject()
    calm(opened)


def test_a_notice_goes_when_another_change_waits_behind_its_own(opened, page, writing):
    """Nobody could say which of them its button takes back."""
    select(page, "author")
    page.edits.fill_with("One")
    page.say("done", "One was written", undo=True)
    assert page._notices.notice is not None
    select(page, "source")
    page.edits.fill_with("Two")
    assert page._notices.notice is None
    calm(opened)
