"""What a path leads to: a folder of pictures keeps its project."""

import pytest
from PIL import Image

from app.core import opening, paths
from app.core.errors import StoreError
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
    with pytest.raises(StoreError) as caught:
        opening.make(tmp_path / "no such folder" / "x.kabocha", pictures)
    assert caught.value.code == "project-unwritable"


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
