"""Files that moved, found again in one step for all rows."""

from __future__ import annotations

import threading

import pytest

from app.core import files, found_again
from app.core.errors import CancelledError
from app.core.model import Table, TableRow
from app.core.project import Project

HEADERS = ("path", "name")


@pytest.fixture
def old(tmp_path):
    folder = tmp_path / "old"
    folder.mkdir()
    return folder


@pytest.fixture
def new(tmp_path):
    folder = tmp_path / "Scans 2024"
    (folder / "box").mkdir(parents=True)
    (folder / "copies").mkdir()
    return folder


@pytest.fixture
def open_project(old):
    made = []

    def make(*paths):
        rows = tuple(TableRow(n, (path, f"Title {n}")) for n, path in enumerate(paths, 2))
        project = Project.create(None, Table(HEADERS, rows, source="a.csv"), folders=[old])
        made.append(project)
        return project

    yield make
    for project in made:
        project.close()


def used(project, found):
    """The files the rows have after the result is used."""
    project.set_folders(found.folders, found.index)
    project.change("Found", found.cells)
    column = project.column_for("path").id
    return [
        files.locate(row.text(column), project.folders, project.folder_index).path
        for row in project.rows
    ]


def test_by_name_in_one_step_and_cells_stay_where_that_is_enough(open_project, new):
    (new / "box" / "a.tif").write_bytes(b"a")
    (new / "b.tif").write_bytes(b"b")
    project = open_project("a.tif", "deep/b.tif", "nowhere.tif")
    found = found_again.search(project, new)
    assert (found.missing, len(found.found), found.lost) == (3, 2, 1)
    assert found.cells == {}
    assert used(project, found) == [new / "box" / "a.tif", new / "b.tif", None]
    assert project.undo_label is None


def test_of_several_the_one_with_the_known_bytes(open_project, old, new):
    project = open_project("a.tif")
    (old / "a.tif").write_bytes(b"right")
    project.sha1(old / "a.tif")
    (old / "a.tif").rename(new / "copies" / "a.tif")
    (new / "box" / "a.tif").write_bytes(b"wrong")
    found = found_again.search(project, new)
    assert found.found == {project.rows[0].id: new / "copies" / "a.tif"}
    assert list(found.cells.values()) == ["copies/a.tif"]
    assert used(project, found) == [new / "copies" / "a.tif"]
    project.undo()
    assert project.rows[0].text(project.column_for("path").id) == "a.tif"


def test_the_same_bytes_in_two_places_are_said_and_the_first_is_taken(open_project, new):
    for place in ("box", "copies"):
        (new / place / "a.tif").write_bytes(b"same")
    project = open_project("a.tif")
    found = found_again.search(project, new)
    assert found.twice == [2]
    assert used(project, found) == [new / "box" / "a.tif"]


def test_different_files_of_one_name_are_not_guessed(open_project, new):
    for place in ("box", "copies"):
        (new / place / "a.tif").write_bytes(place.encode())
    project = open_project("a.tif", "copies/a.tif")
    found = found_again.search(project, new)
    assert found.unsure == [2]
    assert found.lost == 0
    assert found.found == {project.rows[1].id: new / "copies" / "a.tif"}


def test_a_renamed_file_is_known_by_its_bytes(open_project, old, new):
    project = open_project("a.tif", "b.tif")
    (old / "a.tif").write_bytes(b"the very picture")
    project.sha1(old / "a.tif")
    (old / "a.tif").rename(new / "box" / "HKM-0001.tif")
    (new / "other.tif").write_bytes(b"another picture!")
    found = found_again.search(project, new)
    assert found.renamed == [2]
    assert used(project, found) == [new / "box" / "HKM-0001.tif", None]


def test_another_content_under_the_name_is_said(open_project, old, new):
    project = open_project("a.tif")
    (old / "a.tif").write_bytes(b"as it was")
    project.sha1(old / "a.tif")
    (old / "a.tif").unlink()
    (new / "a.tif").write_bytes(b"retouched")
    (new / "a.tif").write_bytes(b"retouched since then")
    found = found_again.search(project, new)
    assert found.other == [2]
    assert used(project, found) == [new / "a.tif"]


def test_what_is_there_is_not_looked_for(open_project, old, new):
    (old / "a.tif").write_bytes(b"a")
    project = open_project("a.tif", "")
    assert found_again.search(project, new).missing == 0


def test_it_can_be_stopped(open_project, new):
    stopped = threading.Event()
    stopped.set()
    with pytest.raises(CancelledError):
        found_again.search(open_project("a.tif"), new, stopped)


def test_rows_in_words():
    assert found_again.rows_in_words([9, 4]) == "4, 9"
    assert found_again.rows_in_words(range(2, 9)) == "2, 3, 4 …"
