"""What files that are dropped on a sheet become."""

from __future__ import annotations

import threading

import pytest

from app.core import arriving, files
from app.core.arriving import Kind
from app.core.errors import CancelledError
from app.core.media import FileFacts, Words
from app.core.model import Table, TableRow
from app.core.project import Project
from app.core.sheet import folder as reader

HEADERS = ("file", "name", "description", "date", "shelf")


@pytest.fixture(autouse=True)
def camera(monkeypatch):
    told = Words(created="2023-05-14 10:21", place="Havnsund", rights="No column takes this.")

    def described(path):
        return FileFacts(1, 1, "jpg"), told if "cam" in path.name else Words()

    monkeypatch.setattr(reader, "_described", described)


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(b"harbour")
    return folder


@pytest.fixture
def project(home):
    rows = (
        TableRow(2, ("a.jpg", "Harbour", "Ships.", "1906", "3")),
        TableRow(3, ("lost.jpg", "Coin.jpg", "Silver.", "", "")),
    )
    made = Project.create(None, Table(HEADERS, rows, source="a.csv"), folders=[home])
    yield made
    made.close()


@pytest.fixture
def box(tmp_path):
    folder = tmp_path / "box"
    (folder / "deep").mkdir(parents=True)
    for name in ("img10.jpg", "img2.jpg", "raw.nef", "notes.xyz", ".hidden.jpg", "deep/b.jpg"):
        (folder / name).write_bytes(name.encode())
    (folder / "copy.jpg").write_bytes(b"harbour")
    (folder / "deep" / "lost.jpg").write_bytes(b"lost")
    (folder / "deep" / "again.jpg").write_bytes(b"img2.jpg")
    return folder


def kinds(arrival):
    return {item.path.name: item.kind for item in arrival.items}


def ids(project):
    return {column.header: column.id for column in project.columns}


def test_a_folder_is_looked_through(project, box):
    arrival = arriving.look(project, [box])
    assert kinds(arrival) == {
        "copy.jpg": Kind.TWIN, "img2.jpg": Kind.NEW, "img10.jpg": Kind.NEW, "raw.nef": Kind.REFUSED,
        "again.jpg": Kind.TWIN, "b.jpg": Kind.NEW, "lost.jpg": Kind.MISSED,
    }  # fmt: skip
    twins = {i.path.name: (i.row and i.row.number, i.other) for i in arrival.of(Kind.TWIN)}
    assert twins == {"copy.jpg": (2, "a.jpg"), "again.jpg": (None, "img2.jpg")}
    assert [i.row.number for i in arrival.of(Kind.MISSED)] == [3]
    assert arrival.deeper == 3
    assert arrival.refused(below=False) == [("dng", 1)]


def test_rows_are_counted_with_and_without_sub_folders_and_twins(project, box):
    arrival = arriving.look(project, [box])

    def names(**how):
        return [path.name for path in arrival.rows(**how)]

    assert names(below=False, twins=False) == ["img2.jpg", "img10.jpg"]
    assert names(below=True, twins=False) == ["img2.jpg", "img10.jpg", "b.jpg"]
    assert names(below=False, twins=True) == ["copy.jpg", "img2.jpg", "img10.jpg"]


def test_the_file_of_a_row_is_known_by_any_way_to_it(project, home, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(home)
    arrival = arriving.look(project, [home / "a.jpg", link / "a.jpg", home / "notes.txt"])
    assert [i.kind for i in arrival.items] == [Kind.PRESENT, Kind.PRESENT, Kind.REFUSED]
    assert arriving.group_of(home / "notes.txt") == "doc"


def test_only_files_of_one_size_are_read_and_each_once(project, box, monkeypatch):
    read = []
    monkeypatch.setattr(Project, "sha1", lambda _self, path: read.append(path.name) or path.name)
    arriving.look(project, [box])
    assert sorted(read) == ["a.jpg", "again.jpg", "copy.jpg", "img2.jpg"]


def test_new_rows_are_read_as_a_folder_is(project, box, home):
    (box / "cam_01.jpg").write_bytes(b"cam")
    (home / "inside.jpg").write_bytes(b"inside")
    paths = [box / "cam_01.jpg", home / "inside.jpg"]
    arrival = arriving.look(project, [box, home / "inside.jpg"])
    folders = arriving.homes(project, arrival, paths)
    assert folders == (home, box)
    at = ids(project)
    assert arriving.new_rows(project, paths, folders) == [
        {at["file"]: "cam_01.jpg", at["name"]: "cam 01", at["date"]: "2023-05-14 10:21"},
        {at["file"]: "inside.jpg", at["name"]: "inside"},
    ]


def test_what_has_no_meaning_goes_under_its_own_header(box):
    (box / "cam_01.jpg").write_bytes(b"cam")
    project = Project.create(None, Table(("path", "shelf", "rights note"), ()), folders=[box])
    path, _, rights = (column.id for column in project.columns)
    rows = arriving.new_rows(project, [box / "cam_01.jpg"], [box])
    project.close()
    assert rows == [{path: "cam_01.jpg", rights: "No column takes this."}]


def test_a_name_that_another_folder_has_is_written_in_full(project, box, home):
    (box / "a.jpg").write_bytes(b"another")
    folders = (home, box)
    cell = files.cell_for(box / "a.jpg", folders)
    assert cell == str(box / "a.jpg")
    assert files.locate(cell, folders).path == box / "a.jpg"


def test_more_pictures_of_an_object_share_its_data(project, box):
    paths = [box / "img2.jpg", box / "img10.jpg"]
    at = ids(project)
    coin = project.rows[1]
    assert arriving.more_pictures(project, coin, paths, (box,)) == [
        {at["file"]: "img2.jpg", at["name"]: "Coin (2)", at["description"]: "Silver."},
        {at["file"]: "img10.jpg", at["name"]: "Coin (3)", at["description"]: "Silver."},
    ]


def test_a_row_gets_the_file_it_missed(project, box):
    arrival = arriving.look(project, [box])
    missed = arrival.of(Kind.MISSED)
    cells = arriving.found_files(project, missed, (*project.folders, box))
    assert cells == {(project.rows[1].id, ids(project)["file"]): "deep/lost.jpg"}
    index = files.FolderIndex([*project.folders, box])
    assert arriving.found_files(project, missed, index.folders, index) == {}


def test_looking_tells_how_far_it_is_and_can_be_stopped(project, box):
    news = []
    arriving.look(project, [box], tell=news.append)
    assert news == [(0, 7)]
    stopped = threading.Event()
    stopped.set()
    with pytest.raises(CancelledError):
        arriving.look(project, [box], stopped)
