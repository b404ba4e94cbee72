"""Rows and columns that are added, taken away and renamed, and back again."""

import pytest

from app.core import opening
from app.core.errors import StoreError, UsageError
from app.core.model import Layout, RowState
from app.core.project import Project, rows


def column(project, header):
    return next(c.id for c in project.columns if c.header == header)


def names(project):
    return [row.text(column(project, "name")) for row in project.rows]


def reopened(project):
    project.close()
    return Project.open(project.path)


def test_rows_come_behind_the_last_one_with_the_edit_they_belong_to(project):
    name = column(project, "name")
    first = project.rows[0].id
    change = project.change("Paste", {(first, name): "Pier"}, [{name: "Quay"}, {name: "Mole"}])
    assert names(project) == ["Pier", "Fjord", "Quay", "Mole"]
    assert [row.number for row in project.rows] == [2, 3, 4, 5]
    assert len(change.rows) == 3
    assert change.moves_rows
    project.undo()
    assert names(project) == ["Harbour", "Fjord"]
    again = reopened(project)
    again.redo()
    assert names(again) == ["Pier", "Fjord", "Quay", "Mole"]
    again.close()


def test_rows_come_behind_a_row_in_their_order(project):
    name = column(project, "name")
    for made in ("B", "A"):
        project.add_rows("Add", [{name: made + "1"}, {name: made + "2"}], project.rows[0].id)
    project.add_rows("Add", [{name: "Z"}], project.rows[-1].id)
    wanted = ["Harbour", "A1", "A2", "B1", "B2", "Fjord", "Z"]
    assert names(project) == wanted
    assert len({row.number for row in project.rows}) == 7
    again = reopened(project)
    assert names(again) == wanted
    again.close()


def test_there_is_always_room_between_two_rows(project):
    """Half the room for each row is soon none."""
    name, last = column(project, "name"), project.rows[0].id
    for number in range(70):
        last = max(project.add_rows("Add", [{name: str(number)}], last).rows)
    project.remove_rows("Remove", [last])
    wanted = ["Harbour", *(str(number) for number in range(69)), "Fjord"]
    assert names(project) == wanted
    again = reopened(project)
    assert names(again) == wanted
    again.undo()
    assert names(again) == [*wanted[:-1], "69", "Fjord"]
    again.close()


def test_a_row_that_comes_back_stands_before_a_later_one_at_its_place(project):
    """Rows of the same position, as a folder's new files may have: the older one is first."""
    name = column(project, "name")
    project.remove_rows("Remove", [project.rows[1].id])
    with project._store.transaction() as db:
        made = rows.insert(db, [(9, {name: "New"})], [2])
    project._rows.load()
    assert names(project) == ["Harbour", "New"]
    project.undo()
    assert names(project) == ["Harbour", "Fjord", "New"]
    again = reopened(project)
    assert names(again) == ["Harbour", "Fjord", "New"]
    assert again.rows[2].id == made[0]
    again.close()


def test_rows_are_taken_away_and_come_back_where_they_were(project):
    kept = project.rows
    project.remove_rows("Remove", [kept[0].id])
    assert names(project) == ["Fjord"]
    assert project.row(kept[0].id) == kept[0]  # a view may still show it
    project.let_go()
    with pytest.raises(KeyError):
        project.row(kept[0].id)
    project.undo()
    assert project.rows == kept


def test_a_new_row_never_gets_the_id_of_one_that_was_there(project):
    name = column(project, "name")
    project.change("Add", {}, [{name: "One"}])
    one = project.rows[-1].id
    project.undo()
    project.change("Add", {}, [{name: "Two"}])
    assert project.rows[-1].id != one


def test_a_row_that_was_sent_stays(project):
    sent = project.rows[0]
    project.journal("practice").set(sent.id, RowState.DONE)
    with pytest.raises(UsageError, match=str(sent.number)):
        project.remove_rows("Remove", [r.id for r in project.rows])
    assert len(project.rows) == 2


def test_a_failed_write_leaves_memory_as_it_was(project, monkeypatch):
    name = column(project, "name")
    before = project.rows

    def full(*_given):
        raise StoreError("project-unwritable", name="coast")

    monkeypatch.setattr("app.core.project.rows.write", full)
    with pytest.raises(StoreError):
        project.change("Edit", {(before[0].id, name): "x"}, [{name: "y"}])
    assert project.rows == before
    monkeypatch.undo()
    again = reopened(project)
    assert again.rows == before
    assert again.undo_label is None
    again.close()


def test_a_column_is_renamed_and_back(project):
    meant = project.columns[2].meaning
    project.rename_column(column(project, "description"), "name")
    assert project.columns[2].header == "name 2"
    assert project.columns[2].meaning == meant
    assert project.columns[2].origin == "description"
    project.undo()
    assert project.columns[2].header == "description"


def test_a_column_the_pages_layout_reads_stays_and_so_does_its_name(project):
    project.set_layout(Layout(freemarker="{{Information|description=${description!name}}}"))
    columns = project.columns
    for header in ("description", "name"):
        with pytest.raises(UsageError, match=f'"{header}", so its name stays'):
            project.rename_column(column(project, header), "Words")
        with pytest.raises(UsageError, match=f'"{header}", so it stays'):
            project.remove_column(column(project, header))
    assert project.columns == columns


def test_a_column_the_pages_layout_only_writes_is_free(project):
    project.set_layout(Layout(freemarker="{{Information|license=${path}<#-- ${name} -->}}"))
    project.rename_column(column(project, "license"), "Rights")
    project.remove_column(column(project, "name"))
    assert [c.header for c in project.columns] == ["path", "description", "Rights"]


def test_a_column_is_taken_away_and_comes_back_with_its_texts_and_place(project):
    before, rows = project.columns, project.rows
    project.remove_column(column(project, "name"))
    assert [c.header for c in project.columns] == ["path", "description", "license"]
    again = reopened(project)
    again.undo()
    assert again.columns == before
    assert again.rows == rows
    again.close()


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("path,name,description\na.jpg,Pier,One\nb.jpg,Quay,Two\n", "utf-8")
    return path


def test_a_changed_sheet_finds_renamed_columns_and_leaves_added_rows(sheet):
    project = opening.for_sending(sheet).project
    name = column(project, "name")
    project.rename_column(column(project, "description"), "Words")
    project.change("Add", {}, [{name: "Mine"}])
    project.close()
    sheet.write_text("path,name,description\na.jpg,Pier,Other\nc.jpg,New,Three\n", "utf-8")
    again = opening.for_sending(sheet).project
    assert [c.header for c in again.columns] == ["path", "name", "Words"]
    assert names(again) == ["Pier", "New", "Quay", "Mine"]
    assert again.rows[0].text(column(again, "Words")) == "Other"
    assert [again.is_gone(row.id) for row in again.rows] == [False, False, True, False]
    again.close()


def test_a_column_that_was_taken_away_stays_away_when_the_sheet_changes(sheet):
    project = opening.for_sending(sheet).project
    project.remove_column(column(project, "description"))
    project.close()
    sheet.write_text("path,name,description\na.jpg,Pier,Other\n", "utf-8")
    again = opening.for_sending(sheet).project
    assert [c.header for c in again.columns] == ["path", "name"]
    again.close()
