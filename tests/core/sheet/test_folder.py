"""A folder as a table."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from app.core import opening, sheet, text
from app.core.errors import CancelledError, FileError, SheetError
from app.core.media import Exif, FileFacts, Words
from app.core.sheet import folder as room
from app.core.sheet import limits

WRITTEN = {
    "img1.jpg": (Exif(latitude=51.1, longitude=-17.03851), Words(created="2023-05-14 10:21")),
}


@pytest.fixture(autouse=True)
def described(monkeypatch):
    """Files with what camera and people wrote; img2.jpg cannot be read."""

    def answer(path: Path):
        if path.name == "img2.jpg":
            raise FileError("file-missing", name=path.name)
        exif, words = WRITTEN.get(path.name, (Exif(), Words()))
        return FileFacts(1, 1, "jpg", exif=exif), words

    monkeypatch.setattr(room, "_described", answer)


def columns(table):
    return {h: [row.cells[i] for row in table.rows] for i, h in enumerate(table.headers)}


def fill(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return root


def paths(table):
    return [row.cells[0] for row in table.rows]


def test_rows_are_in_the_order_of_people(tmp_path):
    fill(
        tmp_path,
        "img10.jpg",
        "img2.jpg",
        "IMG3.JPG",
        "b/1.png",
        "a 2/x.tif",
        "a 10/x.tif",
        "img1.jpg",
    )
    table = sheet.read_folder(tmp_path)
    assert table.headers == (
        "path", "name", "description", "author", "date", "camera coord", "categories",
    )  # fmt: skip
    assert paths(table) == [
        "a 2/x.tif", "a 10/x.tif", "b/1.png", "img1.jpg", "img2.jpg", "IMG3.JPG", "img10.jpg",
    ]  # fmt: skip
    assert [row.number for row in table.rows] == list(range(2, 9))
    assert table.source == tmp_path.name
    assert paths(sheet.read_folder(tmp_path, recursive=False)) == paths(table)[3:]


def test_what_the_camera_wrote(tmp_path):
    table = sheet.read_folder(fill(tmp_path, "img1.jpg", "img2.jpg", "img3.jpg"))
    assert {row.cells[2:4] + row.cells[6:] for row in table.rows} == {("", "", "")}
    assert [row.cells[4:6] for row in table.rows] == [
        ("2023-05-14 10:21", "51.100000, -17.038510"), ("", ""), ("", ""),
    ]  # fmt: skip


def test_what_people_wrote(tmp_path, monkeypatch):
    words = Words(
        title="Not a name", description="Boats\r\nand nets\x00", creators=("Ann Example", "Bo Example"),
        created="1925-05", place="Havnsund, Norway", rights="© Museum", keywords=("boats",),
        licences=("https://creativecommons.org/licenses/by-sa/4.0/deed.en",),
    )  # fmt: skip
    monkeypatch.setitem(WRITTEN, "img1.jpg", (Exif(taken="2023-05-14 10:21"), words))
    assert columns(sheet.read_folder(fill(tmp_path, "img1.jpg", "img3.jpg"))) == {
        "path": ["img1.jpg", "img3.jpg"],
        "name": ["img1", "img3"],
        "description": ["Boats\nand nets", ""],
        "author": ["Ann Example; Bo Example", ""],
        "date": ["1925-05", ""],
        "camera coord": ["", ""],
        "place shown": ["Havnsund, Norway", ""],
        "license": ["CC BY-SA 4.0", ""],
        "rights note": ["© Museum", ""],
        "categories": ["", ""],
    }
    (told,) = sheet.read_folder(tmp_path).problems
    assert text.problem(told) == (
        "Some columns hold what somebody wrote into the files: description, author, place shown, "
        "license, rights note (files: 1). Read those texts before you send them."
    )
    assert room.cells(tmp_path / "img1.jpg", "x") == (
        "x", "x", "Boats\nand nets", "Ann Example; Bo Example", "1925-05", "", "Havnsund, Norway",
        "CC BY-SA 4.0", "© Museum", "",
    )  # fmt: skip


BY = "https://creativecommons.org/licenses/by/4.0/"
NC = "https://creativecommons.org/licenses/by-nc/4.0/"


@pytest.mark.parametrize(
    ("addresses", "rights", "licence", "note"),
    [
        ((BY,), "", "CC BY 4.0", ""),
        (("https://example.org/rights", BY), "© Museum", "CC BY 4.0", "© Museum"),
        ((), f"Free to use ({BY}).", "CC BY 4.0", f"Free to use ({BY})."),
        (("http://www.creativecommons.org/publicdomain/zero/1.0/",), "", "CC0 1.0", ""),
        ((NC,), "© Museum", "", f"© Museum {NC}"),
        ((NC, BY), "", "CC BY 4.0", ""),
        ((), f"See {NC}.", "", f"See {NC}."),
        (("https://creativecommons.org/publicdomain/mark/1.0/",), "", "",
         "https://creativecommons.org/publicdomain/mark/1.0/"),
        (("https://creativecommons.org/licenses/by/9.9/",), "", "", "https://creativecommons.org/licenses/by/9.9/"),
        (("https://example.org/by/4.0/", "CC BY 4.0"), "CC BY 4.0", "", "CC BY 4.0"),
        ((), "", "", ""),
    ],
)  # fmt: skip
def test_a_note_about_rights_is_no_licence(tmp_path, monkeypatch, addresses, rights, licence, note):
    words = Words(licences=addresses, rights=rights)
    monkeypatch.setitem(WRITTEN, "img1.jpg", (Exif(), words))
    read = columns(sheet.read_folder(fill(tmp_path, "img1.jpg")))
    assert read.get("license", [""]) == [licence]
    assert read.get("rights note", [""]) == [note]
    assert ("license" in read, "rights note" in read) == (bool(licence), bool(note))


def test_longer_than_a_cell_is_cut_here_only(tmp_path, monkeypatch):
    """What a file says beyond that was never in a sheet."""
    monkeypatch.setitem(WRITTEN, "img1.jpg", (Exif(), Words(description="x" * 40_000)))
    (row,) = sheet.read_folder(fill(tmp_path, "img1.jpg")).rows
    assert row.cells[2] == "x" * limits.CELL_CHARACTERS


@pytest.mark.parametrize("template", [None, "photograph"])
def test_a_project_made_of_such_a_folder(tmp_path, monkeypatch, template):
    words = Words(description="A boat", place="Havnsund", rights="© Museum", licences=(BY,))
    monkeypatch.setitem(WRITTEN, "img1.jpg", (Exif(), words))
    project = opening.make(None, fill(tmp_path / "scans", "img1.jpg"), template=template)
    meant = {c.header: str(c.meaning) for c in project.columns}
    project.close()
    assert project.layout.template == (template or "information")
    assert meant["license"] == "field:license"
    assert meant["rights note"] == "plain"
    assert meant["place shown"] == ("field:depicted place" if template else "plain")


def test_names_are_cleaned(tmp_path):
    table = sheet.read_folder(fill(tmp_path, "Town_hall__of  X_.v2.jpg"))
    assert table.rows[0].cells[1] == "Town hall of X .v2"


def test_only_files_that_could_be_meant(tmp_path):
    fill(
        tmp_path, "a.jpg", "b.mov", "c.xyz", "d", ".hidden.jpg", "Thumbs.db", "~$e.docx", ".git/f.jpg",
        "__MACOSX/g.jpg", "h.PDF",
    )  # fmt: skip
    assert paths(sheet.read_folder(tmp_path)) == ["a.jpg", "b.mov", "h.PDF"]


def test_links_that_leave_the_folder(tmp_path):
    outside = fill(tmp_path / "outside", "secret.jpg", "deep/x.jpg")
    root = fill(tmp_path / "root", "a.jpg", "sub/b.jpg")
    try:
        (root / "inside.jpg").symlink_to(root / "a.jpg")
    except OSError:
        pytest.skip("no links here")
    (root / "leaves.jpg").symlink_to(outside / "secret.jpg")
    (root / "broken.jpg").symlink_to(root / "gone.jpg")
    (root / "folder").symlink_to(outside, target_is_directory=True)
    (root / "sub" / "loop").symlink_to(root, target_is_directory=True)
    assert paths(sheet.read_folder(root)) == ["a.jpg", "inside.jpg", "sub/b.jpg"]
    link = tmp_path / "link"
    link.symlink_to(root, target_is_directory=True)
    assert paths(sheet.read_folder(link)) == ["a.jpg", "inside.jpg", "sub/b.jpg"]


def test_an_empty_folder(tmp_path):
    table = sheet.read_folder(tmp_path)
    assert table.rows == ()
    assert [p.code for p in table.problems] == ["no-files"]


def test_a_folder_that_is_none(tmp_path):
    fill(tmp_path, "a.jpg")
    for name in ("gone", "a.jpg"):
        with pytest.raises(FileError) as caught:
            sheet.read_folder(tmp_path / name)
        assert caught.value.code == "folder-not-read"


def test_too_many_files(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "ROWS", 2)
    with pytest.raises(SheetError) as caught:
        sheet.read_folder(fill(tmp_path, "a.jpg", "b.jpg", "c.jpg"))
    assert caught.value.code == "folder-too-many-files"


def test_cancelling(tmp_path):
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(CancelledError):
        sheet.read_folder(tmp_path, cancel=cancel)


def test_order_of_odd_digits():
    assert sorted(["²", "10", "9", "a", "١"], key=room.by_folder)[:3] == ["²", "9", "10"]
