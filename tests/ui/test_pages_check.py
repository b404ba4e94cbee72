"""The page "Check": kinds, rows, one button for all, the wiki's answers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from app.core.checks import groups
from app.core.findings import Findings
from app.core.model import Choice, Private
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


@pytest.mark.qt_log_ignore("This plugin does not support")  # the list in the cell, offscreen
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
    program.session.checked = replace(program.session.checked, findings=Findings.of(()), groups=())
    check.refresh()
    assert check.nothing_title.text() == "Nothing is wrong"
    assert check.main_words()[0] == "Next: Upload 2"


@pytest.fixture
def placed(program, tmp_path, qtbot):
    """An album whose files say where they were taken; the first one also whose camera it was."""
    from PIL import Image

    path = write_sheet(tmp_path)
    for place, row in enumerate(ROWS):
        exif = Image.Exif()
        exif[0x8825] = {1: "N", 2: (62.0, 24.0, 0.0), 3: "E", 4: (5.0, 1.0, 30.0)}
        if not place:
            exif.get_ifd(0x8769)[0xA430] = "Marit Solberg"
        with Image.open(tmp_path / row[0]) as image:
            image.load()
        image.save(tmp_path / row[0], exif=exif)
    open_path(program, qtbot, path)
    settle(program, qtbot)
    return program


def test_private_facts_are_kept_or_left_out_for_all_or_for_one(placed, qtbot):
    check = page(placed, "check")
    check.show_group(_group(placed, "position-inside-file"))
    count = check.table.rows.rowCount()
    assert not check.fix_all.isVisible()
    words = [made.text() for made in check.ways if made.isVisible()]
    assert words == [f"Send {count} copies without it", f"Keep it in {count} files"]
    assert check.table.rows.shown[0].buttons == ("Send a copy without it", "Keep it")
    assert nameless(placed.window) == []
    check.table.press(1, 1)
    settle(placed, qtbot)
    assert check.table.rows.rowCount() == count - 1
    check.ways[0].click()
    settle(placed, qtbot)
    choices = [row.choice(Private.POSITION) for row in placed.session.rows]
    assert choices.count(Choice.KEEP) == 1
    assert choices.count(Choice.REMOVE) == count - 1
    check.show_group(_group(placed, "position-left-out"))
    assert check.fix_all.text().strip() == f"Keep it in {count - 1} files after all"
    assert check.table.rows.shown[0].buttons == ("Keep it after all",)
    placed.session.undo()
    settle(placed, qtbot)
    assert _group(placed, "position-inside-file").rows == count - 1


def test_the_keyboard_chooses_between_the_two(placed, qtbot):
    check = page(placed, "check")
    check.show_group(_group(placed, "owner-inside-file"))
    assert check.ways[0].text() == "Send a copy without it"
    check.table.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Return):
        qtbot.keyClick(check.table, key)
    assert placed.session.rows[0].choice(Private.OWNER) is Choice.KEEP
