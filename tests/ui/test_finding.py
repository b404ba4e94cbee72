"""Missing files found in another folder: one search, one question."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from app.ui.rows.finding import FindDialog
from tests.ui.one_window import *  # noqa: F403 - its fixtures
from tests.ui.one_window import calm, texts, until


@pytest.fixture(scope="module")
def rows():
    line = ["Words.", "1906", "A. Lindahl", "Museum", "cc0", "Ships"]
    paths = ("a.png", "scans/one.tif", "two.tif", "three.tif")
    return [[path, f"Title of {path}", *line] for path in paths]


@pytest.fixture(autouse=True)
def as_it_was(opened):
    folders = opened.session.project.folders
    yield
    opened.session.project.set_folders(folders)
    opened.window.go_to("describe")


@pytest.fixture
def scans(tmp_path):
    folder = tmp_path / "Scans 2024"
    for place in ("x", "y"):
        (folder / place).mkdir(parents=True)
        (folder / place / "two.tif").write_bytes(b"the same")
    (folder / "one.tif").write_bytes(b"one")
    return folder


def find(program, folder):
    program.context.ask.answer = folder
    program.context.commands.action("find-files").trigger()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FindDialog)
    until(lambda: dialog._job is None)
    return dialog


def said(dialog):
    return [made.text() for made in dialog.findChildren(QLabel) if made.text()]


def test_all_rows_in_one_step(opened, page, scans):
    assert [page.model.file_at(p) is None for p in range(4)] == [False, True, True, True]
    dialog = find(opened, scans)
    assert dialog.title.text() == '2 of 3 missing files found in "Scans 2024"'
    assert any("several places with the same content" in words for words in said(dialog))
    assert "One was not found." in said(dialog)
    dialog.yes.click()
    calm(opened)
    assert [page.model.file_at(p) is None for p in range(4)] == [False, False, False, True]
    assert texts(page, "path") == ["a.png", "scans/one.tif", "x/two.tif", "three.tif"]
    opened.session.undo()
    calm(opened)
    assert texts(page, "path")[2] == "two.tif"


def test_nothing_is_changed_when_it_is_left(opened, page, scans):
    before = opened.session.project.folders
    find(opened, scans).reject()
    calm(opened)
    assert opened.session.project.folders == before


def test_a_folder_without_them_says_so(opened, page, tmp_path):
    dialog = find(opened, tmp_path)
    assert dialog.title.text().startswith("None of the 3 missing files is in")
    assert not dialog.yes.isVisibleTo(dialog)
    dialog.reject()


def test_the_pages_files_and_check_ask_the_same(opened, page, scans):
    for step in ("files", "check"):
        opened.window.go_to(step)
        dialog = find(opened, scans)
        assert dialog.yes.text() == "Use them"
        dialog.reject()
        calm(opened)
