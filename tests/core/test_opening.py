"""What a path leads to: a folder of pictures keeps its project."""

import pytest
import xlsxwriter
from PIL import Image

from app.core import opening, paths
from app.core.errors import FileError, SheetError, UsageError
from app.core.model import RowState
from app.core.project import Project


@pytest.fixture
def pictures(tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    Image.new("RGB", (8, 8), (90, 30, 20)).save(folder / "a.jpg")
    return folder


def test_what_was_sent_of_a_folder_is_known_when_looking(pictures):
    sent = opening.for_sending(pictures)
    sent.project.journal("practice").set(sent.project.rows[0].id, RowState.DONE)
    sent.project.close()
    seen = opening.for_reading(pictures).project
    assert seen.journal("practice").record(seen.rows[0].id).state is RowState.DONE
    seen.close()


def test_looking_at_a_folder_leaves_no_file(pictures):
    opening.for_reading(pictures).project.close()
    assert [p.name for p in pictures.parent.iterdir()] == ["pictures"]


def test_a_folder_in_a_place_that_cannot_be_written(pictures, monkeypatch):
    monkeypatch.setattr("os.access", lambda *_: False)
    opened = opening.for_sending(pictures)
    assert opened.elsewhere == opened.project.path
    assert opened.elsewhere.is_relative_to(paths.data())
    opened.project.close()


def test_a_new_project_that_cannot_be_written_is_said_so(pictures, tmp_path):
    with pytest.raises(FileError) as caught:
        opening.make(tmp_path / "no such folder" / "x.kabocha", pictures)
    assert str(tmp_path / "no such folder") in str(caught.value)


def test_a_project_made_of_a_sheet_keeps_its_edits(tmp_path):
    """The sheet did not change, so sending takes nothing over from it."""
    sheet = tmp_path / "list.csv"
    sheet.write_text("path,name\na.jpg,Harbour\n", "utf-8")
    made = opening.make(tmp_path / "list.csv.kabocha", sheet)
    column = made.columns[1].id
    made.change("edit", {(made.rows[0].id, column): "Harbour of Havnsund"})
    made.close()
    project = opening.for_sending(sheet).project
    assert isinstance(project, Project)
    assert project.rows[0].text(column) == "Harbour of Havnsund"
    project.close()


def test_pictures_that_come_into_a_folder_become_rows_behind_the_others(pictures):
    first = opening.for_sending(pictures).project
    title = first.column_for("name").id
    first.change("edit", {(first.rows[0].id, title): "Harbour of Havnsund"})
    first.journal("practice").set(first.rows[0].id, RowState.DONE)
    first.close()
    Image.new("RGB", (8, 8), (9, 30, 20)).save(pictures / "A new one.jpg")
    before = (pictures.parent / "pictures.kabocha").read_bytes()
    seen = opening.for_reading(pictures).project
    assert [(r.number, r.text(title)) for r in seen.rows] == [
        (2, "Harbour of Havnsund"),
        (3, "A new one"),
    ]
    seen.close()
    assert (pictures.parent / "pictures.kabocha").read_bytes() == before
    for _ in range(2):  # once is enough
        again = opening.for_sending(pictures).project
        assert [r.number for r in again.rows] == [2, 3]
        assert again.journal("practice").record(again.rows[0].id).state is RowState.DONE
        again.close()


def test_a_picture_that_was_sent_and_named_anew_is_no_second_row(pictures):
    first = opening.for_sending(pictures).project
    row = first.rows[0].id
    sha1 = first.sha1(pictures / "a.jpg")
    first.journal("practice").set(row, RowState.DONE, sha1=sha1)
    first.close()
    (pictures / "a.jpg").rename(pictures / "harbour.jpg")
    again = opening.for_sending(pictures).project
    (kept,) = again.rows
    assert (kept.id, kept.text(again.column_for("path").id)) == (row, "harbour.jpg")
    again.close()


def workbook(path, description="x"):
    with xlsxwriter.Workbook(path) as book:
        for name, title in (("Paintings", "A"), ("Maps", "B")):
            page = book.add_worksheet(name)
            page.write_row(0, 0, ["path", "name", "description"])
            page.write_row(1, 0, ["a.jpg", title, description])
    return path


def titles(project):
    found = [row.text(project.column_for("name").id) for row in project.rows]
    project.close()
    return found


def test_another_sheet_of_a_workbook_is_chosen_once_and_kept(tmp_path):
    book = workbook(tmp_path / "list.xlsx")
    assert titles(opening.for_reading(book).project) == ["A"]
    assert titles(opening.for_reading(book, "Maps").project) == ["B"]
    assert titles(opening.for_sending(book, "Maps").project) == ["B"]
    workbook(book, "changed")
    assert titles(opening.for_reading(book).project) == ["B"]
    assert titles(opening.for_sending(book).project) == ["B"]
    other = workbook(tmp_path / "other.xlsx")
    assert titles(opening.for_sending(other).project) == ["A"]
    assert titles(opening.for_sending(other, "Paintings").project) == ["A"]
    made = tmp_path / "own.kabocha"
    assert titles(opening.make(made, book, name="Paintings")) == ["A"]
    assert titles(opening.for_sending(made, "paintings").project) == ["A"]


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(tmp_path):
    with pytest.raises(SheetError) as caught:
        opening.for_sending(workbook(tmp_path / "list.xlsx"), "Coins")
    for word in ("Coins", "Paintings", "Maps"):
        assert word in str(caught.value)


def test_a_project_does_not_change_its_sheet(tmp_path, pictures):
    book = workbook(tmp_path / "list.xlsx")
    opening.for_sending(book, "Maps").project.close()
    opening.for_sending(pictures).project.close()
    for path in (book, tmp_path / "list.xlsx.kabocha", pictures):
        for open_it in (opening.for_reading, opening.for_sending):
            with pytest.raises(UsageError) as caught:
                open_it(path, "Paintings")
            assert "Paintings" in str(caught.value)
            assert path.name in str(caught.value)
