"""Numbering titles: what becomes of each, what would be wrong, equal names told apart."""

from __future__ import annotations

import threading

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.ui.tidy import desk as desks
from app.ui.tidy import numbering
from tests.ui.one_window import LONG, calm, opened, page, texts, window_program

__all__ = ["opened", "page", "window_program"]

NAMES = [
    "Harbour of the town",
    "Harbour_of the town.png",
    "Fjord in summer light",
    "Harbour of the town",
]


@pytest.fixture(scope="module")
def rows():
    people = ["A. Lindahl", "K. Knudsen", "A. Lindahl", ""]
    return [
        [f"hkm-{i}.png", name, "Text.", "1906", people[i], "Museum", "cc0", "Ships"]
        for i, name in enumerate(NAMES)
    ]


@pytest.fixture
def dialog(page, opened):
    def make(first=0, last=None):
        page.view.go_to(first, 1)
        if last is not None:
            page.view.go_to(last, 1, extend=True)
        opened.context.commands.action("number-titles").trigger()
        return page.desk.opened

    return make


def titles(page):
    return texts(page, "name")


def test_the_pattern_that_is_offered_tells_all_apart(page, dialog, opened):
    made = dialog()
    assert made.pattern.text() == "{title} ({n:02})"
    assert made.count.text() == "4 titles change"
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert titles(page) == [
        "Harbour of the town (01)", "Harbour_of the town (02)", "Fjord in summer light (03)",
        "Harbour of the town (04)",
    ]  # fmt: skip
    assert opened.session.project.undo_label == "number 4 titles"
    opened.session.undo()
    assert titles(page) == NAMES


def test_buttons_put_the_braces_in(page, dialog):
    made = dialog()
    made.pattern.clear()
    buttons = {b.text().strip(): b for b in made.findChildren(type(made.yes))}
    for words in ("File name", "Number"):
        buttons[words].click()
    made.column.activated.emit(made.column.findText("Made by"))
    assert made.pattern.text() == "{file}{n:02}{author}"
    assert made.focusWidget() is made.pattern
    assert made.table.changes.lines[0].after == "hkm-001A. Lindahl"
    made.reject()


def test_a_column_whose_name_is_taken_goes_by_what_it_means(page, dialog):
    made = dialog()
    made.pattern.clear()
    made.column.activated.emit(made.column.findText("Date made"))
    assert made.pattern.text() == "{Date made}"
    made.pattern.setText("{title}, {date made} {n}")
    assert made.table.changes.lines[0].after == "Harbour of the town, 1906 1"
    made.reject()


def test_start_step_and_counting_anew(page, dialog):
    made = dialog()
    made.pattern.setText("{title} {n}")
    made.start.setValue(10)
    made.step.setValue(5)
    made.per.choose("author")
    counted = {x.number: x.after.rpartition(" ")[2] for x in made.table.changes.lines}
    assert counted == {2: "10", 3: "10", 4: "15", 5: "10"}
    made.reject()


def test_only_selected_rows(page, dialog):
    made = dialog(1, 2)
    assert made.where.currentText() == "The 2 selected rows"
    made.yes.click()
    assert titles(page) == [
        NAMES[0],
        "Harbour_of the town (01)",
        "Fjord in summer light (02)",
        NAMES[3],
    ]


def test_what_is_wrong_with_the_pattern_is_said(page, dialog):
    made = dialog()
    made.pattern.setText("{title")
    assert "never closed" in made.wrong.text()
    assert not made.yes.isEnabled()
    made.pattern.setText("{nobody}")
    assert "“nobody”" in made.wrong.text()
    made.pattern.setText("{title} {n}")
    assert made.wrong.isHidden()
    assert made.yes.isEnabled()
    made.reject()


def test_titles_that_could_not_be_sent_are_marked(page, dialog):
    made = dialog()
    made.pattern.setText("The very same title")
    assert made.count.text().startswith("4 titles would have a problem.")
    assert "Another row has the title “The very same title.png”" in made.count.text()
    made.pattern.setText("{title} " + "long words " * 30 + "{n}")
    assert all(line.problem for line in made.table.changes.lines)
    made.pattern.setText("{title} #{n}")
    assert made.count.text().startswith("4 titles would have a problem.")
    made.pattern.setText("{title} of 1906 {n}")
    assert made.count.text() == "4 titles change"
    made.reject()


def test_the_date_the_picture_was_taken(page, dialog, opened, qtbot):
    session = opened.session
    path = session.file_of(session.rows[0]).with_name("photo.jpg")
    picture = Image.new("RGB", (20, 20))
    exif = picture.getexif()
    exif.get_ifd(0x8769)[0x9003] = "1999:05:02 10:00:00"
    picture.save(path, exif=exif)
    page.model.setData(page.model.index(0, page.model.column_of("path")), str(path))
    made = dialog()
    made.pattern.setText("{title}, {date} {n}")
    assert not made.yes.isEnabled()
    qtbot.waitUntil(made.yes.isEnabled, timeout=LONG)
    lines = [line.after for line in made.table.changes.lines]
    assert lines[0] == "Harbour of the town, 1999-05-02 1"
    assert lines[2] == "Fjord in summer light, 3"
    made.reject()


def test_many_rows_are_worked_out_beside_the_window(page, dialog, qtbot, monkeypatch):
    monkeypatch.setattr(numbering, "AT_ONCE", 1)
    made = dialog()
    assert made.count.text() == "Working out what changes…"
    qtbot.waitUntil(lambda: made.count.text() == "4 titles change", timeout=LONG)
    made.reject()


@pytest.mark.parametrize("at_once", [1, 300])
def test_only_equal_titles_get_a_number(page, opened, qtbot, monkeypatch, at_once):
    monkeypatch.setattr(desks, "AT_ONCE", at_once)
    page.desk.opened = None
    opened.context.commands.action("number-doubles").trigger()
    qtbot.waitUntil(lambda: page.desk.opened is not None, timeout=LONG)
    page.desk.opened.yes.click()
    assert titles(page) == [
        "Harbour of the town (1)", "Harbour of the town (2).png", NAMES[2], "Harbour of the town (3)"
    ]  # fmt: skip
    page.desk.opened = None
    opened.context.commands.action("number-doubles").trigger()
    assert page.desk.opened is None


@pytest.fixture
def looking(page, opened, monkeypatch):
    """Equal titles are looked for beside the window, until they are let go."""
    go, told = threading.Event(), []
    look = desks.Telling.__call__

    def slow(self, emit, cancel):
        told.append(self)
        assert go.wait(20)
        return look(self, emit, cancel)

    monkeypatch.setattr(desks, "AT_ONCE", 1)
    monkeypatch.setattr(desks.Telling, "__call__", slow)
    page.desk.opened = None
    opened.context.commands.action("number-doubles").trigger()
    yield go, told
    go.set()
    calm(opened)


def test_equal_titles_are_looked_for_once_at_a_time(page, opened, looking):
    go, told = looking
    opened.context.commands.action("number-doubles").trigger()
    go.set()
    calm(opened)
    assert len(told) == 1
    page.desk.opened.reject()


def test_a_title_that_was_typed_meanwhile_stays(page, opened, looking):
    go, _ = looking
    go.set()
    calm(opened)
    page.model.setData(page.model.index(0, 1), "Typed meanwhile")
    page.desk.opened.yes.click()
    assert titles(page) == [
        "Typed meanwhile", "Harbour of the town (2).png", NAMES[2], "Harbour of the town (3)"
    ]  # fmt: skip


def test_nothing_is_asked_of_a_project_that_was_closed(page, opened, looking):
    go, _ = looking
    page.desk._leave()
    go.set()
    calm(opened)
    assert page.desk.opened is None
