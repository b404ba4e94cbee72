"""The project beside a sheet follows the sheet."""

import csv

import pytest

from app.core import paths, report, sending, targets
from app.core.model import RowState, Severity, Table, TableRow
from app.core.project import open_beside, project_path, read_beside

TARGET = "practice"


def read(path, _name=""):
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    width = len(rows[0])
    return Table(
        tuple(rows[0]),
        tuple(TableRow(n, tuple(r[:width])) for n, r in enumerate(rows[1:], 2)),
        source=path.name,
    )


@pytest.fixture
def sheet(tmp_path):
    for name in "abc":
        (tmp_path / f"{name}.jpg").write_bytes(b"picture " + name.encode())
    return tmp_path / "list.csv"


def write(sheet, *rows, headers="path,name,description"):
    sheet.write_text("\n".join([headers, *rows]) + "\n", "utf-8")


def opened(sheet):
    return open_beside(sheet, read).project


def test_it_lies_beside_the_sheet(sheet):
    write(sheet, "a.jpg,A,x")
    project = opened(sheet)
    assert project.path == sheet.with_name("list.csv.kabocha")
    project.close()


def test_a_folder_that_cannot_be_written(sheet, monkeypatch):
    write(sheet, "a.jpg,A,x")
    monkeypatch.setattr("os.access", lambda *_: False)
    place, beside = project_path(sheet)
    assert not beside
    assert place.is_relative_to(paths.data())


def test_rows_found_again_keep_id_and_state(sheet):
    write(sheet, "a.jpg,A,x", "b.jpg,B,y")
    project = opened(sheet)
    project.journal(TARGET).set(project.row_by_number(3).id, RowState.DONE, sha1="0" * 40)
    done = project.row_by_number(3).id
    project.close()
    write(sheet, "b.jpg,B,better", "c.jpg,C,new", "a.jpg,A,x")
    project = opened(sheet)
    row = project.row(done)
    assert row.number == 2
    assert row.text(project.columns[2].id) == "better"
    assert project.journal(TARGET).record(done).state is RowState.DONE
    assert [r.number for r in project.rows] == [2, 3, 4]
    assert {p.code for p in project.sheet_problems()} == {"changed-after-upload"}
    project.close()


def test_a_renamed_row_is_found_by_its_file(sheet):
    write(sheet, "a.jpg,A,x", "b.jpg,B,y")
    project = opened(sheet)
    first = project.row_by_number(2).id
    project.close()
    write(sheet, "b.jpg,B,y", "a.jpg,Another name,x")
    project = opened(sheet)
    assert project.row_by_number(3).id == first
    project.close()


def test_a_row_no_longer_there_stays_and_is_said(sheet):
    write(sheet, "a.jpg,A,x", "b.jpg,B,y")
    opened(sheet).close()
    write(sheet, "a.jpg,A,x")
    project = opened(sheet)
    assert len(project.rows) == 2
    (problem,) = project.sheet_problems()
    assert problem.code == "row-gone"
    assert project.is_gone(problem.row_id)
    project.close()


def test_new_columns_are_added(sheet):
    write(sheet, "a.jpg,A,x")
    opened(sheet).close()
    write(sheet, "1890,a.jpg,A,x", headers="date,path,name,description")
    project = opened(sheet)
    assert project.rows[0].text(project.column_for("field:date").id) == "1890"
    project.close()


def test_an_unchanged_sheet_changes_nothing(sheet):
    write(sheet, "a.jpg,A,x")
    project = opened(sheet)
    project.change("edit", {(1, project.columns[2].id): "edited here"})
    project.close()
    project = opened(sheet)
    assert project.rows[0].text(project.columns[2].id) == "edited here"
    project.close()


def test_a_row_no_longer_there_is_an_error_until_it_was_sent(sheet):
    write(sheet, "a.jpg,A,x", "b.jpg,B,y", "c.jpg,C,z")
    project = opened(sheet)
    sent = project.row_by_number(4).id
    project.journal(TARGET).set(sent, RowState.DONE, sha1="0" * 40)
    project.close()
    write(sheet, "a.jpg,A,x")
    project = opened(sheet)
    gone = [p for p in project.sheet_problems() if p.code == "row-gone"]
    assert {p.row for p in gone} == {None}
    found = {p.params["was"]: p.severity for p in gone}
    assert found == {3: Severity.ERROR, 4: Severity.WARNING}
    project.close()


def test_a_column_no_longer_there_leaves_no_texts(sheet):
    write(sheet, "a.jpg,A,x,Q1", headers="path,name,description,depicts")
    opened(sheet).close()
    write(sheet, "a.jpg,A,x")
    project = opened(sheet)
    column = next(c for c in project.columns if c.header == "depicts")
    assert project.rows[0].text(column.id) == ""
    project.close()


def test_equal_headers_keep_their_own_columns(sheet):
    write(sheet, "a.jpg,A,x,one,two", headers="path,name,description,note,note")
    opened(sheet).close()
    write(sheet, "a.jpg,A,x,three,four", headers="path,name,description,note,note")
    project = opened(sheet)
    assert [project.rows[0].text(c.id) for c in project.columns[3:]] == ["three", "four"]
    project.close()


def test_looking_takes_a_changed_sheet_over_without_writing(sheet):
    write(sheet, "a.jpg,A,x", "b.jpg,B,y")
    project = opened(sheet)
    project.journal(TARGET).set(project.row_by_number(2).id, RowState.DONE, sha1="0" * 40)
    place = project.path
    project.close()
    before = place.read_bytes()
    write(sheet, "b.jpg,B,y", "a.jpg,A,changed")
    project = read_beside(sheet, read)
    row = project.row_by_number(3)
    assert row.text(project.columns[2].id) == "changed"
    assert project.journal(TARGET).record(row.id).state is RowState.DONE
    assert {p.code for p in project.sheet_problems()} == {"changed-after-upload"}
    assert project.folders == (sheet.parent,)
    project.close()
    assert place.read_bytes() == before


def test_a_sheet_without_a_project_has_nothing_to_look_at(sheet):
    write(sheet, "a.jpg,A,x")
    assert read_beside(sheet, read) is None
    assert not list(sheet.parent.glob("*.kabocha"))


def test_the_number_of_a_row_that_is_gone_is_that_of_the_row_there_now(sheet):
    write(sheet, "a.jpg,A,x", "b.jpg,B,y")
    opened(sheet).close()
    write(sheet, "c.jpg,C,z", "a.jpg,A,x")
    project = opened(sheet)
    (gone,) = [p for p in project.sheet_problems() if p.code == "row-gone"]
    assert (gone.row, gone.params["was"]) == (None, 3)
    assert project.row_by_number(3).id != gone.row_id
    target = targets.resolve("practice")
    summary = sending.summarise(project, target, sending.check(project))
    assert sorted(report.row_words(r) for r in summary.rows) == ["row 2", "row 3", "was row 3"]
    assert {d.row.id for d in sending.check(project).only([3]).drafts} == {
        project.row_by_number(3).id
    }
    project.close()
