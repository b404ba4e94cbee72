"""Files and folders dropped on the sheet: the frame, the question, the rows."""

from __future__ import annotations

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel

from app.core.errors import FileError
from tests.ui.one_window import *  # noqa: F403 - its fixtures
from tests.ui.one_window import calm, texts, until

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
COPY = Qt.DropAction.CopyAction
BELOW = QPoint(700, 600)
"""Where no row is."""


@pytest.fixture(autouse=True)
def as_it_was(opened):
    """The folders of the project are no part of undo."""
    folders = opened.session.project.folders
    yield
    dialog = landing(opened).dialog
    if dialog is not None:
        dialog.reject()
    opened.window.go_to("describe")
    opened.session.project.set_folders(folders)
    opened.window.page("describe").show_table()


@pytest.fixture
def box(tmp_path):
    folder = tmp_path / "Scans 2024"
    (folder / "deep").mkdir(parents=True)
    for number, name in enumerate(("x1.png", "x2.png", "deep/x3.png")):
        Image.new("RGB", (20 + number, 30), (number, 20, 30)).save(folder / name)
    (folder / "raw.nef").write_bytes(b"raw")
    return folder


def landing(program):
    return program.window.page("describe").landing


def mime(*paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drag(page, data, point=BELOW):
    enter = QDragEnterEvent(point, COPY, data, LEFT, NONE)
    QApplication.sendEvent(page, enter)
    move = QDragMoveEvent(point, COPY, data, LEFT, NONE)
    QApplication.sendEvent(page, move)
    return enter.isAccepted()


def drop(page, *paths, point=BELOW):
    data = mime(*paths)
    assert drag(page, data, point)
    QApplication.sendEvent(page, QDropEvent(QPointF(point), COPY, data, LEFT, NONE))


def asked(program):
    """The dialog, when it asks."""
    found = landing(program)
    until(lambda: found.dialog is not None and found.dialog._job is None)
    return found.dialog


def said(dialog):
    return " ".join(made.text() for made in dialog.findChildren(QLabel))


def agree(program, dialog):
    dialog.yes.click()
    until(lambda: landing(program).dialog is None)
    calm(program)


def at_row(page, place):
    half = page.view.frozen
    spot = QPoint(80, half.rowViewportPosition(place) + 10)
    return page.mapFromGlobal(half.viewport().mapToGlobal(spot))


def veil(program, page):
    return landing(program)._veils[page]


def test_a_frame_and_a_sentence_while_something_is_dragged(opened, page, box):
    assert drag(page, mime(box / "x1.png", box / "x2.png"))
    shown = veil(opened, page)
    assert shown.isVisible()
    assert shown.accessibleName().startswith("Drop these 2")
    drag(page, mime(box / "x1.png"), at_row(page, 1))
    assert "row 3" in shown.accessibleName()
    QApplication.sendEvent(page, QDragLeaveEvent())
    assert not shown.isVisible()


def test_what_is_no_file_is_not_taken(opened, page):
    data = QMimeData()
    data.setText("words")
    assert not drag(page, data)
    data = QMimeData()
    data.setUrls([QUrl("https://commons.wikimedia.org/x.png")])
    assert not drag(page, data)
    assert not veil(opened, page).isVisible()


def test_a_folder_becomes_rows_after_one_question(opened, page, box):
    drop(page, box)
    dialog = asked(opened)
    assert dialog.title.text() == '3 pictures from "Scans 2024"'
    assert dialog.yes.text() == "Add 3 rows"
    assert "The raw picture of a camera: Commons does not take" in said(dialog)
    dialog.below.box.setChecked(False)
    assert dialog.yes.text() == "Add 2 rows"
    agree(opened, dialog)
    assert texts(page, "path")[-2:] == ["x1.png", "x2.png"]
    assert texts(page, "name")[-2:] == ["x1", "x2"]
    assert page.view.places() == [4, 5]
    assert all(page.model.file_at(place) is not None for place in (4, 5))
    assert opened.session.project.folders[-1] == box
    opened.session.undo()
    calm(opened)
    assert len(texts(page, "path")) == 4


def test_nothing_happens_after_not_now(opened, page, box):
    drop(page, box)
    dialog = asked(opened)
    dialog.no.click()
    calm(opened)
    assert len(texts(page, "path")) == 4
    assert landing(opened).dialog is None


def test_what_is_there_already_is_said(opened, page, box):
    home = opened.session.project.folders[0]
    (box / "copy.png").write_bytes((home / "b.png").read_bytes())
    drop(page, home / "a.png", box / "copy.png")
    dialog = asked(opened)
    assert dialog.title.text() == "There is nothing to add"
    assert not dialog.yes.isVisibleTo(dialog)
    assert "One is in the sheet already, in row 2." in said(dialog)
    assert "copy.png has the same content as b.png in row 3." in said(dialog)
    dialog.twins.box.setChecked(True)
    assert dialog.yes.text() == "Add 1 row"


def test_several_on_a_row_share_its_data(opened, page, box):
    drop(page, box / "x1.png", box / "x2.png", point=at_row(page, 1))
    dialog = asked(opened)
    assert dialog.choice.currentText() == (
        'More pictures of "Town seen from the fjord, 1912", with its data'
    )
    agree(opened, dialog)
    assert texts(page, "name")[1:4] == [
        "Town seen from the fjord, 1912",
        "Town seen from the fjord, 1912 (2)",
        "Town seen from the fjord, 1912 (3)",
    ]
    assert texts(page, "author")[1:4] == ["K. Knudsen"] * 3
    assert texts(page, "path")[1:4] == ["b.png", "x1.png", "x2.png"]
    assert page.view.places() == [2, 3]


def test_they_can_be_rows_of_their_own_all_the_same(opened, page, box):
    page.show_pictures()
    grid = page.grid
    until(lambda: grid.visualRect(page.model.index(2, 0)).isValid())
    spot = grid.visualRect(page.model.index(2, 0)).center()
    point = page.mapFromGlobal(grid.viewport().mapToGlobal(spot))
    drop(page, box / "x1.png", point=point)
    dialog = asked(opened)
    assert "Fjord in the summer" in dialog.choice.currentText()
    dialog.choice.choose("own")
    dialog.choice.activated.emit(1)
    agree(opened, dialog)
    assert texts(page, "path")[-1] == "x1.png"


def test_one_picture_on_a_row_without_its_file(opened, page, box):
    column = page.model.column_of("path")
    page.model.setData(page.model.index(2, column), "lost.png")
    calm(opened)
    page.model.reload()
    calm(opened)
    drop(page, box / "x1.png", point=at_row(page, 2))
    dialog = asked(opened)
    assert dialog.yes.text() == "Use it for row 4"
    agree(opened, dialog)
    assert texts(page, "path")[2] == "x1.png"
    assert page.model.file_at(2) == box / "x1.png"
    assert len(texts(page, "path")) == 4


def test_a_folder_with_the_files_that_are_missed(opened, page, box):
    column = page.model.column_of("path")
    page.model.setData(page.model.index(2, column), "x2.png")
    calm(opened)
    drop(page, box)
    dialog = asked(opened)
    assert "One is the file that row 4 misses." in said(dialog)
    assert dialog.yes.text() == "Add 2 rows"
    agree(opened, dialog)
    assert page.model.file_at(2) == box / "x2.png"


def test_the_menu_does_it_without_a_mouse(opened, page, box):
    opened.context.ask.several = [box / "x1.png"]
    page.view.go_to(3, 1)
    opened.context.commands.action("add-pictures").trigger()
    dialog = asked(opened)
    assert dialog.yes.text() == "Add 1 row"
    assert dialog.choice.currentText() == "A row of its own, at the end"
    assert 'More pictures of "Herring fleet' in dialog.choice.itemText(0)
    dialog.reject()
    opened.context.ask.answer = box
    opened.context.commands.action("add-folder").trigger()
    assert asked(opened).yes.text() == "Add 3 rows"


@pytest.mark.parametrize("step", ["files", "check", "upload", "report"])
def test_dropped_on_another_page_the_sheet_shows_the_rows(opened, page, box, step):
    project = opened.session.project
    opened.window.go_to(step)
    drop(opened.window.page(step), box)
    dialog = asked(opened)
    assert dialog.title.text() == '3 pictures from "Scans 2024"'
    agree(opened, dialog)
    assert page.isVisible()
    assert page.view.places() == [4, 5, 6]
    assert opened.session.project is project


@pytest.mark.parametrize("step", ["describe", "check", "report"])
def test_beside_a_page_only_a_sheet_is_taken(opened, page, box, step):
    """A folder that is dropped a little too high does not end the work in a project."""
    opened.window.go_to(step)
    project = opened.session.project
    folder, sheet = mime(box), mime(box / "other.xlsx")  # the events do not keep them
    assert not drag(opened.window, folder)
    QApplication.sendEvent(opened.window, QDropEvent(QPointF(BELOW), COPY, folder, LEFT, NONE))
    calm(opened)
    assert opened.session.project is project
    assert landing(opened).dialog is None
    assert drag(opened.window, sheet)


def test_without_a_column_for_files_it_says_what_to_do(opened, page, box):
    session = opened.session
    column = session.project.column_for("path")
    session.project.remove_column(column.id, "x")
    drop(page, box)
    assert "No column of this sheet" in page._notices.notice.accessibleName()
    assert landing(opened).dialog is None
    session.undo()
    calm(opened)


def test_a_sheet_is_opened(opened, page, tmp_path, monkeypatch):
    paths = []
    monkeypatch.setattr(opened.session, "open", paths.append)
    drop(page, tmp_path / "other.xlsx")
    assert paths == [tmp_path / "other.xlsx"]


def test_looking_is_stopped_by_escape(opened, page, box, monkeypatch):
    dialogs = []

    def slow(_project, _dropped, cancel, _tell):
        dialogs.append(landing(opened).dialog)
        cancel.wait(20)
        raise AssertionError

    monkeypatch.setattr("app.core.arriving.look", slow)
    drop(page, box)
    dialog = landing(opened).dialog
    assert dialog.no.text() == "Stop"
    dialog.reject()
    monkeypatch.undo()
    calm(opened)
    assert landing(opened).dialog is None
    assert len(texts(page, "path")) == 4


def test_a_folder_that_cannot_be_read_says_so(opened, page, box, monkeypatch):
    def closed(*_given):
        raise FileError("folder-not-read", name=box.name)

    monkeypatch.setattr("app.core.arriving.look", closed)
    drop(page, box)
    dialog = asked(opened)
    assert dialog.title.text() == "This could not be looked through"
    assert "Scans 2024" in said(dialog)
    assert dialog.no.text() == "Close"
