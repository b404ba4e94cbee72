"""Several rows in the panel: what they hold, setting it, and setting it in other rows."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton
from shiboken6 import isValid

from app.core.model import Meaning, MeaningKind
from app.ui.panel import several as room
from tests.ui.one_window import *  # noqa: F403 - its fixtures
from tests.ui.one_window import calm, texts, until


@pytest.fixture(scope="module")
def rows():
    made = []
    for number in range(12):
        name = "Museum" if number < 9 else f"House {number}"
        made.append([f"{number}.png", f"Title {number}", "Words.", "1906", name, "Self", "cc0", ""])
    return made


@pytest.fixture
def several(opened, page):
    page.view.go_to(1, 1)
    page.view.go_to(4, 1, extend=True)
    page.panel.show_places(page.view.places())
    calm(opened)
    return page.panel.several


def part(page, header):
    return page.panel.several._parts[page.model.column_of(header)]


def shown(page, places):
    page.panel.show_places(places)


def menu_of(page, header):
    menu = QMenu()
    page.panel.several.fill_menu(menu, page.model.column_of(header))
    return {a.text(): a for a in menu.actions() if a.text()}, menu


def test_what_is_the_same_and_what_differs(opened, page, several):
    source, title = part(page, "source"), part(page, "name")
    assert (source.field.text(), source.note.text()) == ("Self", "the same in all 4")
    assert (title.field.text(), title.field.placeholderText()) == ("", "several (4 different)")
    assert title.field.property("state") == "several"
    assert part(page, "categories").note.text() == "empty in all"


def test_the_most_common_is_named_when_few_differ(opened, page, several):
    shown(page, list(range(12)))
    calm(opened)
    field = part(page, "author").field
    assert field.placeholderText() == "several: Museum in 9, and 3 others"


def test_enter_sets_all_and_undo_takes_it_back(opened, page, several):
    field = part(page, "source").field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "Archive")
    QTest.keyClick(field, Qt.Key.Key_Return)
    calm(opened)
    assert texts(page, "source") == ["Self", *["Archive"] * 4, *["Self"] * 7]
    assert "was changed in 4 rows" in page._notices.notice.accessibleName()
    opened.session.undo()
    calm(opened)
    assert texts(page, "source") == ["Self"] * 12


def test_enter_alone_empties_nothing(opened, page, several):
    field = part(page, "name").field
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Return)
    calm(opened)
    assert texts(page, "name")[1] == "Title 1"
    assert opened.session.project.undo_label is None


def test_a_field_goes_to_all_rows_or_to_those_below(opened, page, several):
    field = part(page, "source").field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "X")
    actions, menu = menu_of(page, "source")
    assert list(actions) == [
        "Set it in these 4 rows", "Set it in all 12 rows", "Set it in the 7 rows below",
        "Empty it in these 4 rows",
    ]  # fmt: skip
    actions["Set it in the 7 rows below"].trigger()
    calm(opened)
    assert texts(page, "source") == ["Self"] * 5 + ["X"] * 7
    assert opened.session.project.undo_label == "Source in 7 rows"
    menu.deleteLater()


def test_where_rows_differ_one_says_which_first(opened, page, several):
    actions, menu = menu_of(page, "name")
    assert not actions["Set it in all 12 rows"].isEnabled()
    assert "Type what they are to hold" in actions["Set it in all 12 rows"].toolTip()
    actions["Empty it in these 4 rows"].trigger()
    calm(opened)
    assert texts(page, "name")[:6] == ["Title 0", "", "", "", "", "Title 5"]
    menu.deleteLater()


def test_a_date_gets_its_own_editor(opened, page, several):
    field = part(page, "date").field
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_1)
    editor = several.over.editor
    assert type(editor).__name__ == "DateEditor"
    assert editor.text() == "1"
    QTest.keyClicks(editor, "888")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    calm(opened)
    assert several.over.editor is None
    assert texts(page, "date") == ["1906", *["1888"] * 4, *["1906"] * 7]


def test_a_licence_is_read_by_its_name_and_edited_as_it_is_typed(opened, page, several):
    field = part(page, "license").field
    assert (field.text(), field.current()) == ("CC0 1.0", "cc0")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert several.over.editor.text() == "cc0"
    QTest.keyClick(several.over.editor, Qt.Key.Key_Escape)
    page.model.setData(page.model.index(1, page.model.column_of("license")), "cc-by-4.0")
    calm(opened)
    assert field.placeholderText() == "several: CC0 1.0 in 3, and 1 other"
    assert texts(page, "license")[1:5] == ["cc-by-4.0", "cc0", "cc0", "cc0"]


def test_escape_leaves_the_editor_without_a_change(opened, page, several):
    field = part(page, "date").field
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_F2)
    QTest.keyClicks(several.over.editor, "99")
    QTest.keyClick(several.over.editor, Qt.Key.Key_Escape)
    if several.over.editor is not None:  # the first closes what opened below it
        QTest.keyClick(several.over.editor, Qt.Key.Key_Escape)
    calm(opened)
    assert several.over.editor is None
    assert texts(page, "date") == ["1906"] * 12


def test_a_value_of_some_rows_is_given_to_all(opened, page, several):
    column = page.model.column_of("categories")
    cells = {(1, column): "Ships; Harbours", (2, column): "Ships", (4, column): "Towns"}
    page.model.change("Categories", cells)
    calm(opened)
    page.panel.show_places([1, 2, 3, 4])
    calm(opened)
    buttons = part(page, "categories").findChildren(QPushButton)
    adds = {b.accessibleName(): b for b in buttons if b.text() == "Add to all"}
    assert list(adds) == [f'Add "{name}" to all' for name in ("Ships", "Harbours", "Towns")]
    adds['Add "Ships" to all'].click()
    calm(opened)
    assert texts(page, "categories")[:6] == [
        "", "Ships; Harbours", "Ships", "Ships", "Towns; Ships", "",
    ]  # fmt: skip
    assert "Ships" not in " ".join(
        b.accessibleName()
        for b in part(page, "categories").findChildren(QPushButton)
        if b.isVisible()
    )


def test_several_lines_stay_several_lines(opened, page, several):
    column = page.model.column_of("description")
    page.model.change("Lines", dict.fromkeys([(p, column) for p in range(1, 5)], "One\nTwo"))
    calm(opened)
    field = part(page, "description").field
    assert field.text() == "One Two"
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert several.over.editor.text() == "One\nTwo"
    several.over.editor.end("leave")
    calm(opened)
    assert texts(page, "description")[1] == "One\nTwo"


def test_many_rows_are_looked_through_beside_the_window(opened, page, several, monkeypatch):
    monkeypatch.setattr(room, "AT_ONCE", 3)
    threads = []
    held = room.held

    def noted(*values):
        threads.append(threading.current_thread())
        return held(*values)

    monkeypatch.setattr(room, "held", noted)
    shown(page, [0, 1, 2, 3, 4])
    assert part(page, "source").field.placeholderText() == "being looked through"
    calm(opened)
    assert part(page, "source").note.text() == "the same in all 5"
    assert threads
    assert threading.main_thread() not in threads


def test_fields_are_made_before_several_rows_are_chosen(opened, page):
    several = page.panel.several
    shown(page, [0])
    opened.session.add_column("shelf", Meaning(MeaningKind.PLAIN), "Shelf")
    assert several._parts == {}
    turns = []
    make, several._make = several._make, lambda most: (turns.append(most), make(most))
    until(lambda: not several._waiting)
    del several._make
    assert len(several._parts) == page.model.columnCount() - 2  # no picture, no path
    assert max(turns) * 2 <= len(several._parts)
    until(lambda: not several._ahead.isActive())


def test_who_chooses_several_rows_at_once_waits_for_no_field(opened, page):
    several = page.panel.several
    shown(page, [0])
    opened.session.add_column("shelf", Meaning(MeaningKind.PLAIN), "Shelf")
    shown(page, [0, 1])
    assert set(several._parts) >= {page.model.column_of("name"), page.model.column_of("shelf")}


def test_a_project_is_closed_while_fields_are_made(opened, page):
    """Its rows are gone then: nothing is drawn of them."""
    several = page.panel.several
    shown(page, [0, 1])
    shown(page, [0])
    project, opened.session.project = opened.session.project, None
    try:
        several._reset()
        assert not several._ahead.isActive()
    finally:
        opened.session.project = project
        several._reset()
    until(lambda: not several._ahead.isActive())
    assert several._pictures.places == []


def test_fields_outlive_rows_that_come_and_go(opened, page):
    several = page.panel.several
    shown(page, [0, 1])
    before = dict(several._parts)
    page.row_tools.add(1)
    calm(opened)
    assert several._parts == before
    assert all(isValid(made) for made in before.values())
