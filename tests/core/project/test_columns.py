"""Columns that a person adds in the window."""

import pytest

from app.core import fields, opening, report, sending, sheet
from app.core.errors import UsageError
from app.core.model import Meaning, MeaningKind
from app.core.project import Project

CAPTION = Meaning(MeaningKind.CAPTION, "", "nb")


@pytest.fixture
def list_(tmp_path):
    place = tmp_path / "list.csv"
    place.write_text("path,name,description\na.jpg,Pier,Long\nb.jpg,Fjord,\n", "utf-8")
    return place


def added(project, meaning=CAPTION):
    project.add_column(fields.header_for(meaning), meaning, "Add")
    return project.columns[-1]


def test_it_stands_at_the_end_with_its_meaning_and_is_kept(project):
    column = added(project)
    assert (column.header, column.meaning, column.recognised) == ("caption[nb]", CAPTION, False)
    row = project.rows[0]
    project.change("Edit", {(row.id, column.id): "Brygge"})
    project.close()
    again = Project.open(project.path)
    assert again.columns[-1] == column
    assert again.rows[0].text(column.id) == "Brygge"
    again.close()


def test_undo_takes_it_away_and_redo_brings_it_back(project):
    before = project.columns
    column = added(project)
    row = project.rows[0]
    project.change("Edit", {(row.id, column.id): "Brygge"})
    project.undo()
    project.undo()
    assert project.columns == before
    assert column.id not in {c.id for c in project.columns}
    project.redo()
    project.redo()
    assert project.columns[-1] == column
    assert project.rows[0].text(column.id) == "Brygge"
    assert not project.columns[-1].origin


def test_a_header_that_is_taken_gets_a_number(project):
    made = [project.add_column("name", CAPTION) and project.columns[-1].header for _ in "ab"]
    assert made == ["name 2", "name 3"]


def split(project):
    """The name of each row into itself and two columns that are new."""
    name = next(c for c in project.columns if c.header == "name")
    wanted = {"first": CAPTION, "name": Meaning(MeaningKind.PLAIN)}
    cells = {}
    for row in project.rows:
        cells |= {(row.id, name.id): "own", (row.id, "first"): f"a {row.number}"}
        cells[row.id, "name"] = f"b {row.number}"
    project.add_columns("Split", wanted, cells)
    return name, *project.columns[-2:]


def test_new_columns_and_their_texts_are_one_step(project):
    before, rows = project.columns, project.rows
    name, first, second = split(project)
    assert [(c.header, c.meaning) for c in (first, second)] == [
        ("first", CAPTION), ("name 2", Meaning(MeaningKind.PLAIN)),
    ]  # fmt: skip
    after = [[row.text(c.id) for c in (name, first, second)] for row in project.rows]
    assert after == [["own", f"a {row.number}", f"b {row.number}"] for row in rows]
    assert project.undo_label == "Split"
    columns = project.columns
    project.undo()
    assert (project.columns, project.rows, project.undo_label) == (before, rows, None)
    project.redo()
    assert project.columns == columns
    project.close()
    again = Project.open(project.path)
    assert again.columns == columns
    again.undo()
    assert (again.columns, again.rows) == (before, rows)
    again.close()
    once_more = Project.open(project.path)
    once_more.redo()
    assert once_more.columns == columns
    assert [[r.text(c.id) for c in (name, first, second)] for r in once_more.rows] == after
    once_more.close()


def test_a_step_that_was_taken_back_leaves_its_columns_ids_alone(project):
    _, first, _ = split(project)
    project.undo()
    column = added(project)
    assert column.id > first.id
    assert all(row.text(column.id) == "" for row in project.rows)


def test_no_new_column_is_only_a_change_of_cells(project):
    row, column = project.rows[0], project.columns[1]
    project.add_columns("Edit", {}, {(row.id, column.id): "x"})
    assert project.rows[0].text(column.id) == "x"
    with pytest.raises(KeyError):
        project.add_columns("Edit", {}, {(row.id, "none"): "x"})


def test_a_changed_sheet_leaves_its_texts_alone(list_):
    with_column = opening.for_sending(list_).project
    column = added(with_column)
    first, second = (r.id for r in with_column.rows)
    with_column.change("Edit", {(first, column.id): "Brygge", (second, column.id): "Fjord"})
    with_column.close()
    list_.write_text("path,name\na.jpg,Pier\nc.jpg,New\n", "utf-8")
    again = opening.for_sending(list_).project
    assert again.row(first).text(column.id) == "Brygge"
    assert again.row(first).text(3) == ""  # the sheet has no description any more
    assert [r.text(column.id) for r in again.rows] == ["Brygge", "", "Fjord"]
    again.close()


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_it_is_in_the_sheet_that_is_saved(list_, tmp_path, ending):
    project = opening.for_sending(list_).project
    column = added(project)
    project.change("Edit", {(project.rows[0].id, column.id): "Brygge"})
    out = tmp_path / f"out.{ending}"
    found = sending.check(project)
    target = sending.known_target("practice", project)
    report.write_sheet(project, sending.summarise(project, target, found), out)
    project.close()
    table = sheet.read(out)
    place = table.headers.index("caption[nb]")
    assert [row.cells[place] for row in table.rows] == ["Brygge", ""]
    assert fields.recognise(table.headers, "information")[place] == CAPTION


@pytest.mark.parametrize("template", [t.id for t in fields.templates()])
def test_headers_are_recognised_again(template):
    page = fields.template(template)
    wanted = [Meaning(MeaningKind.FIELD, f.name) for f in page.every_field]
    wanted += [Meaning(MeaningKind.FIELD, f.name, "nb") for f in page.every_field if f.by_language]
    wanted += [Meaning(MeaningKind.NAME), Meaning(MeaningKind.PATH), Meaning(MeaningKind.PLAIN)]
    wanted += [
        Meaning(MeaningKind.PROPERTY, pid) for pid in ("P180", "P170", "P1259", "P50", "P123")
    ]
    for meaning in [*wanted, CAPTION, Meaning(MeaningKind.CAPTION)]:
        assert fields.recognise([fields.header_for(meaning, template)], template) == (meaning,)


def test_the_language_of_the_texts_is_said_without_writing(list_):
    opening.for_sending(list_).project.close()
    before = list_.with_name("list.csv.kabocha").read_bytes()
    seen = opening.in_memory(opening.for_reading(list_)).project
    opening.write_in(seen, "no")
    assert (seen.layout.language, seen.layout.language_said) == ("nb", True)
    seen.close()
    assert list_.with_name("list.csv.kabocha").read_bytes() == before


def test_a_copy_of_a_changed_sheet_keeps_what_was_taken_over(list_):
    opening.for_sending(list_).project.close()
    list_.write_text("path,name,description\nc.jpg,New,\n", "utf-8")
    seen = opening.in_memory(opening.for_reading(list_)).project
    assert seen.rows[0].text(2) == "New"
    seen.close()


def test_a_language_that_there_is_not(project):
    with pytest.raises(UsageError, match="klingon"):
        opening.write_in(project, "klingon")
