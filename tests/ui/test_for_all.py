"""A statement for the selected rows, or for all: asked in the panel, one undo step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from app.core import for_all
from app.core.errors import FileError
from app.core.model import Layout, Meaning
from app.core.project import Project
from app.core.text import t
from app.ui.pages import meanings
from app.ui.panel import adding as room
from tests.ui.one_window import *  # noqa: F403 - its fixtures
from tests.ui.one_window import calm, texts, until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the list, offscreen
PERSON = "Jan Nowak (Q42)"


@pytest.fixture(scope="module")
def rows():
    made = []
    for number in range(12):
        date = "1906" if number == 2 else ""
        author = "A. Lindahl" if number < 3 else ""
        made.append([f"{number}.png", f"Title {number}", "Words.", date, author, "Self", "cc0", ""])
    return made


@pytest.fixture
def chosen(opened, page):
    """Rows 2 to 5 (places 1 to 4)."""
    page.view.go_to(1, 1)
    page.view.go_to(4, 1, extend=True)
    page.panel.show_places(page.view.places())
    calm(opened)
    part = page.panel.several.adding
    yield part
    part.close_card()


@pytest.fixture
def every(opened, page):
    page.view.go_to(1, 1)
    page.panel.show_places(page.view.places())
    calm(opened)
    part = page.panel.adding
    yield part
    part.close_card()


def pick(part, name):
    part.ask()
    assert part.picker.list is not None
    lines = part.picker.list.lines
    found = [lines.item(i) for i in range(lines.count()) if lines.item(i).text() == name]
    part.picker.list._take(found[0])
    assert part.card.isVisible()
    QTest.qWait(1)


def buttons(part):
    found = part.card.findChildren(QPushButton)
    return {b.text().strip(): b for b in found if b.text().strip() and b.isVisible()}


def write(part, text):
    """As with the keys: the editor of the meaning, Enter."""
    field = part.field
    if field.by_editor:
        QTest.keyClick(field, Qt.Key.Key_F2)
        part.over.editor.setPlainText(text)
        QTest.keyClick(part.over.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    else:
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)


def said(page):
    return page._notices.notice.accessibleName()


def headers(program):
    return [c.header for c in program.session.project.columns]


def test_statements_are_offered_by_their_names(opened, chosen):
    chosen.picker.refill()
    names = [chosen.picker.itemText(i) for i in range(chosen.picker.count())]
    assert {"Shows", "Made by", "Kept by", "Inventory number", "Made of", "Licence"} <= set(names)
    assert len(set(names)) == len(names)
    assert not any(name.startswith("P") and name[1:].isdigit() for name in names)


def test_every_property_that_is_offered_goes_somewhere():
    for pid in meanings.PROPERTIES:
        place = for_all.place([], Layout(), pid)
        assert meanings.words_of(place.meaning, Layout())
    assert set(meanings.PROPERTIES) >= for_all.SEVERAL


def test_the_buttons_tell_how_many_rows(opened, page, chosen):
    assert chosen.button.text().strip() == "Add a statement to all 4"
    pick(chosen, "Made by")
    assert list(buttons(chosen)) == ["Add it to these 4 rows", "Add it to all 12 rows"]


def test_what_rows_hold_stays_and_the_new_one_comes_behind(opened, page, chosen):
    pick(chosen, "Made by")
    write(chosen, PERSON)
    calm(opened)
    both = f"A. Lindahl; {PERSON}"
    assert texts(page, "author") == ["A. Lindahl", both, both, PERSON, PERSON, *[""] * 7]
    assert said(page).startswith('"Jan Nowak" was added to "Made by" in 4 rows.')
    assert not chosen.card.isVisible()
    assert opened.session.project.undo_label == '"Made by" in 4 rows'
    opened.session.undo()
    calm(opened)
    assert texts(page, "author") == ["A. Lindahl"] * 3 + [""] * 9


def test_a_column_is_added_with_the_values_in_one_step(opened, page, chosen):
    before = headers(opened)
    pick(chosen, "Shows")
    write(chosen, "Harbour (Q44782)")
    calm(opened)
    assert texts(page, "depicts") == ["", *["Harbour (Q44782)"] * 4, *[""] * 7]
    project = opened.session.project
    assert project.columns[-1].meaning == Meaning.parse("property:P180")
    assert page.view.places() == [1, 2, 3, 4]
    opened.session.undo()
    calm(opened)
    assert headers(opened) == before
    assert project.undo_label is None


def test_a_column_that_was_added_is_used_the_next_time(opened, page, chosen):
    for text in ("Harbour", "Ship", "harbour"):
        pick(chosen, "Shows")
        write(chosen, text)
        calm(opened)
    assert texts(page, "depicts")[1:5] == ["Harbour; Ship"] * 4
    assert "Nothing was added" in said(page)
    assert "4 rows said it already" in said(page)
    assert headers(opened).count("depicts") == 1


def test_where_one_value_has_room_it_asks(opened, page, chosen):
    pick(chosen, "Date made")
    write(chosen, "1912")
    calm(opened)
    assert list(buttons(chosen)) == ["Leave this row as it is", "Replace it there"]
    assert opened.session.project.undo_label is None
    buttons(chosen)["Leave this row as it is"].click()
    calm(opened)
    assert texts(page, "date")[:6] == ["", "1912", "1906", "1912", "1912", ""]
    assert "1 row keeps what it says." in said(page)
    opened.session.undo()
    calm(opened)
    pick(chosen, "Date made")
    write(chosen, "1912")
    calm(opened)
    buttons(chosen)["Replace it there"].click()
    calm(opened)
    assert texts(page, "date")[:6] == ["", *["1912"] * 4, ""]


def test_the_answer_is_for_the_rows_that_were_asked_for(opened, page, chosen):
    """Sorted in between, the same places are other rows."""
    pick(chosen, "Date made")
    write(chosen, "1912")
    calm(opened)
    page.model.sort(page.model.column_of("name"), Qt.SortOrder.DescendingOrder)
    calm(opened)
    buttons(chosen)["Replace it there"].click()
    calm(opened)
    page.model.sort(-1)
    calm(opened)
    assert texts(page, "date") == ["", *["1912"] * 4, *[""] * 7]


def in_sight(page, widget):
    area = page.panel._areas[page.panel._stack.currentIndex()]
    box = widget.rect().translated(widget.mapTo(area.viewport(), widget.rect().topLeft()))
    return area.viewport().rect().contains(box)


def test_what_is_asked_is_in_sight(opened, page, chosen):
    pick(chosen, "Date made")
    until(lambda: in_sight(page, chosen.card))
    write(chosen, "1912")
    calm(opened)
    until(lambda: in_sight(page, buttons(chosen)["Replace it there"]))


def test_all_rows_are_a_click_away(opened, page, chosen):
    pick(chosen, "Inventory number")
    QTest.keyClicks(chosen.field, "HKM.1")
    buttons(chosen)["Add it to all 12 rows"].click()
    calm(opened)
    assert texts(page, "inventory number") == ["HKM.1"] * 12


def test_with_one_row_it_is_for_all_or_for_that_row(opened, page, every):
    assert every.button.text().strip() == "Add a statement to all 12 rows"
    pick(every, "Inventory number")
    assert list(buttons(every)) == ["Add it to all 12 rows", "Add it to this row"]
    QTest.keyClicks(every.field, "HKM.2")
    buttons(every)["Add it to this row"].click()
    calm(opened)
    assert texts(page, "inventory number")[:3] == ["", "HKM.2", ""]
    pick(every, "Inventory number")
    write(every, "HKM.3")
    calm(opened)
    assert "Leave this row as it is" in buttons(every)
    buttons(every)["Leave this row as it is"].click()
    calm(opened)
    assert texts(page, "inventory number")[:3] == ["HKM.3", "HKM.2", "HKM.3"]


def test_of_filtered_rows_those_that_are_shown(opened, page, every):
    page.model.show_only(lambda row: row.number < 5)
    page.panel.show_places([0])
    assert every.button.text().strip() == "Add a statement to the 3 rows shown"


def test_a_category_for_the_chosen_rows(opened, page, chosen):
    chosen.category.click()
    write(chosen, "Ships")
    calm(opened)
    assert texts(page, "categories")[:6] == ["", *["Ships"] * 4, ""]


def test_escape_and_nothing_typed_change_nothing(opened, page, chosen):
    pick(chosen, "Inventory number")
    buttons(chosen)["Add it to these 4 rows"].click()
    assert chosen.card.isVisible()
    QTest.keyClick(chosen.field, Qt.Key.Key_Escape)
    assert not chosen.card.isVisible()
    assert opened.session.project.undo_label is None


def test_the_command_asks_in_the_panel(opened, page, chosen):
    page._toggle_panel()
    assert not page.panel.isVisible()
    opened.context.commands.action("add-statement").trigger()
    assert page.panel.isVisible()
    assert chosen.picker.list is not None
    chosen.picker.hidePopup()


def test_many_rows_are_looked_through_beside_the_window(opened, page, chosen, monkeypatch):
    monkeypatch.setattr(room, "AT_ONCE", 3)
    pick(chosen, "Inventory number")
    QTest.keyClicks(chosen.field, "HKM.4")
    buttons(chosen)["Add it to these 4 rows"].click()
    assert chosen.card.isVisible()
    calm(opened)
    assert texts(page, "inventory number")[:6] == ["", *["HKM.4"] * 4, ""]


def test_a_disk_that_is_full_changes_nothing_and_says_so(opened, page, chosen, monkeypatch):
    def full(*_given):
        raise FileError("disk-full", "")

    before = headers(opened)
    monkeypatch.setattr(Project, "add_columns", full)
    pick(chosen, "Shows")
    write(chosen, "Harbour")
    calm(opened)
    assert headers(opened) == before
    assert page.row_tools._chosen == []
    assert said(page).startswith(t("failed.title"))
    assert opened.session.project.undo_label is None
