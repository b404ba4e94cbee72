"""The page "Check": kinds, rows, one button for all, the wiki's answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.checks import groups
from app.core.findings import Findings
from tests.ui.conftest import ROWS, settle, write_sheet
from tests.ui.pages_help import LONG, open_path, page
from tests.ui.test_window import nameless


@pytest.fixture
def moved(program, tmp_path, qtbot):
    """An album whose files lie elsewhere than the sheet says: each has a one-click fix."""
    rows = [[f"D:\\old\\{r[0]}", *r[1:]] for r in ROWS]
    path = write_sheet(tmp_path, rows)
    (tmp_path / "scans").mkdir()
    for place, row in enumerate(ROWS):
        (tmp_path / f"D:\\old\\{row[0]}").rename(tmp_path / "scans" / row[0])
        assert place < 4
    open_path(program, qtbot, path)
    settle(program, qtbot)
    return program


def _group(program, code):
    return next(g for g in groups(program.session.findings.problems) if g.code == code)


def test_kinds_are_counted_the_worst_first(opened):
    check = page(opened, "check")
    lines = check.list.groups_model.lines
    assert lines[0] == "Must be mended"
    assert lines[1].code == "licence-missing"
    assert check.title.text() == "The licence is missing: 1 row"
    assert check.table.rows.rowCount() == 1
    assert check.ready.text() == "3 rows are ready to send"
    assert check.main_words() == ("Next: Upload 3", "")
    assert nameless(opened.window) == []


def test_all_suggestions_are_used_with_one_button_and_one_undo(moved, qtbot):
    check = page(moved, "check")
    check.show_group(_group(moved, "file-moved"))
    assert check.fix_all.isVisible()
    assert check.fix_all.accessibleName() == "Use the suggestion in 4 rows"
    check.fix_all.click()
    settle(moved, qtbot)
    column = moved.session.column("path")
    assert [r.text(column.id) for r in moved.session.rows] == [f"scans/{r[0]}" for r in ROWS]
    assert not [g for g in groups(moved.session.findings.problems) if g.code == "file-moved"]
    moved.session.undo()
    assert moved.session.rows[0].text(column.id) == "D:\\old\\a.png"


def test_one_suggestion_is_used_by_its_own_button(moved, qtbot):
    check = page(moved, "check")
    check.show_group(_group(moved, "file-moved"))
    check.table.press(1)
    column = moved.session.column("path")
    assert [r.text(column.id)[:5] for r in moved.session.rows] == [
        "D:\\ol",
        "scans",
        "D:\\ol",
        "D:\\ol",
    ]
    settle(moved, qtbot)
    assert check.table.rows.rowCount() == 3


def test_what_needs_an_answer_leads_to_its_cell(opened):
    check = page(opened, "check")
    check.table.press(0)
    describe = opened.window.page("describe")
    assert opened.window.stack.currentWidget() is describe
    assert describe.model.row_at(describe.view.place).number == 5


def test_rows_of_a_kind_are_shown_in_the_sheet(opened):
    check = page(opened, "check")
    check.in_sheet.click()
    describe = opened.window.page("describe")
    assert describe.model.filtered
    assert describe.model.rowCount() == 1


def test_the_practice_wiki_is_asked_and_its_answers_are_shown(opened, qtbot):
    check = page(opened, "check")
    with qtbot.waitSignal(check.sender_.asked_wiki, timeout=LONG) as said:
        check.ask.click()
    qtbot.waitUntil(lambda: not opened.session.checking and not check.sender_.running, timeout=LONG)
    finder = opened.session.checker
    assert len(finder.answers) == said.args[0]
    assert check.sender_.state == "idle"
    assert not (opened.session.project.journal("practice").records())


def test_nothing_wrong_is_said(program, tmp_path, qtbot):
    rows = [[*r[:5], "Museum", "cc0", r[7]] for r in ROWS[:2]]
    open_path(program, qtbot, write_sheet(tmp_path, rows))
    settle(program, qtbot)
    check = page(program, "check")
    program.session.checked = replace(program.session.checked, findings=Findings.of(()))
    check.refresh()
    assert check.nothing_title.text() == "Nothing is wrong"
    assert check.main_words()[0] == "Next: Upload 2"
