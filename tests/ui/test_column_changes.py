"""Columns that are renamed, given another meaning, or removed: from the sheet and the page Files."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMenu

from tests.ui.one_window import *  # noqa: F403 - its fixtures
from tests.ui.one_window import calm, texts


@pytest.fixture(autouse=True)
def back_on_describe(opened):
    yield
    opened.window.go_to("describe")


def answer(words):
    """Type into the dialog that opens next, and agree; the dialog's title comes back."""
    seen = []

    def act():
        dialog = QApplication.activeModalWidget()
        seen.append(dialog.windowTitle())
        dialog.focusWidget().setText(words)
        dialog.yes.click()

    QTimer.singleShot(0, act)
    return seen


def run(program, name):
    program.context.commands.action(name).trigger()
    calm(program)


def headers(program):
    return [column.header for column in program.session.project.columns]


def leaves(menu):
    for action in menu.actions():
        if action.menu() is not None:
            yield from leaves(action.menu())
        elif action.text():
            yield action


def test_the_current_column_is_renamed_and_back(opened, page):
    page.view.go_to(1, page.model.column_of("author"))
    seen = answer("Photographer")
    run(opened, "rename-column")
    assert seen == ['What is the column "author" to be called?']
    assert "Photographer" in headers(opened)
    assert opened.session.column("Photographer").meaning.name == "author"
    assert '"author" is called "Photographer" now.' in page._notices.notice.accessibleName()
    opened.session.undo()
    calm(opened)
    assert "author" in headers(opened)


def test_a_column_is_removed_and_comes_back(opened, page):
    page.view.go_to(1, page.model.column_of("source"))
    before = headers(opened)
    run(opened, "remove-column")
    assert "source" not in headers(opened)
    assert page.model.column_of("source") is None
    page._notices.notice.pressed.emit("undo")
    calm(opened)
    assert headers(opened) == before
    assert texts(page, "source") == ["Museum"] * 4


def test_the_picture_is_no_column(opened, page):
    page.view.go_to(1, 0)
    for name in ("rename-column", "remove-column"):
        assert not opened.context.commands.action(name).isEnabled()


def test_a_column_the_layout_uses_stays_and_says_why(opened, page):
    session = opened.session
    layout = session.project.layout
    session.set_layout(replace(layout, freemarker="{{Information|author=${author}}}"), "x")
    calm(opened)
    page.view.go_to(1, page.model.column_of("author"))
    for name in ("rename-column", "remove-column"):
        run(opened, name)
        assert 'uses the column "author"' in page._notices.notice.accessibleName()
        page._notices.notice.close_now()
    assert "author" in headers(opened)


def test_the_page_files_says_it_too(opened):
    session = opened.session
    layout = session.project.layout
    session.set_layout(replace(layout, freemarker="{{Information|author=${author}}}"), "x")
    opened.window.go_to("files")
    files = opened.window.page("files")
    for change, why in (
        (files.changes.rename, "so its name stays"), (files.changes.remove, "so it stays"),
    ):  # fmt: skip
        change(session.column("author"))
        assert why in files._notices.notice.accessibleName()
        files._notices.notice.close_now()
    files.changes.remove(session.column("source"))
    assert "source" not in headers(opened)


def test_another_meaning_from_the_head_of_the_sheet(opened, page):
    page.view.go_to(0, page.model.column_of("source"))
    menu = QMenu()
    page.column_changes.fill_meaning(menu)
    found = {action.text(): action for action in leaves(menu)}
    assert found["Source"].isChecked()
    found["Made by"].trigger()
    calm(opened)
    assert opened.session.column("source").meaning.name == "author"
    assert str(opened.session.column("author").meaning) == "plain"
    menu.deleteLater()


def test_the_page_files_has_the_same(opened):
    opened.window.go_to("files")
    files = opened.window.page("files")
    row = next(r for r in files.rows if r.column.header == "author")
    menu = QMenu()
    files.changes.fill(menu, row.column, with_meaning=False)
    rename, remove = leaves(menu)
    answer("Maker")
    rename.trigger()
    calm(opened)
    assert [r.header.text() for r in files.rows].count("Maker") == 1
    assert '"author" is called "Maker" now.' in files._notices.notice.accessibleName()
    remove.trigger()
    calm(opened)
    assert "Maker" not in headers(opened)
    files._notices.notice.pressed.emit("undo")
    calm(opened)
    assert "Maker" in headers(opened)
    menu.deleteLater()


def test_the_button_of_a_column_opens_its_menu(opened, monkeypatch):
    shown = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _spot: shown.append(menu))
    opened.window.go_to("files")
    files = opened.window.page("files")
    row = next(r for r in files.rows if r.column.header == "author")
    row.more.click()
    assert [a.text() for a in leaves(shown[0])] == ["Rename this column…", "Remove this column"]
