"""The project file: what goes in comes out, each change is saved, undo lives on."""

import shutil
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import FileError, StoreError
from app.core.model import Layout, Meaning, Problem, Row, Severity, TableRow
from app.core.project import Project
from tests.core.project.conftest import table


def again(project):
    """The same project as another program run would see it."""
    place = project.path
    project.close()
    return Project.open(place)


def ids(project, header="description", number=2):
    column = next(c for c in project.columns if c.header == header)
    return project.row_by_number(number).id, column.id


def test_rows_and_columns_come_back(project):
    reopened = again(project)
    assert [c.header for c in reopened.columns] == ["path", "name", "description", "license"]
    assert str(reopened.columns[2].meaning) == "field:description"
    assert reopened.rows[1].text(reopened.columns[2].id) == "00042"
    assert [r.number for r in reopened.rows] == [2, 3]
    assert reopened.name == "coast"
    reopened.close()


def test_an_existing_file_is_never_overwritten(project):
    before = project.path.read_bytes()
    with pytest.raises(FileError, match="already"):
        Project.create(project.path, table(("x", "y", "", "")))
    assert project.path.read_bytes() == before


def test_in_memory_leaves_no_file(tmp_path):
    made = Project.create(None, table(("a.jpg", "A", "", "")))
    made.change("edit", {ids(made): "text"})
    made.close()
    assert not list(tmp_path.iterdir())


def test_a_change_is_saved_at_once_even_without_closing(project, tmp_path):
    project.change("edit", {ids(project): "Boats"})
    copy = tmp_path / "copy.kabocha"
    shutil.copy(project.path, copy)
    other = Project.open(copy)
    assert other.row(ids(other)[0]).text(ids(other)[1]) == "Boats"
    other.close()


def test_undo_and_redo_survive_a_restart(project):
    key = ids(project)
    project.change("first", {key: "one"})
    project.change("second", {key: "two"})
    project = again(project)
    assert project.undo_label == "second"
    assert project.undo().rows == {key[0]}
    assert project.row(key[0]).text(key[1]) == "one"
    project = again(project)
    assert project.redo_label == "second"
    project.redo()
    assert project.row(key[0]).text(key[1]) == "two"
    project.undo()
    project.undo()
    assert project.row(key[0]).text(key[1]) == ""
    assert project.undo() is None
    project.close()


def test_a_new_change_forgets_what_was_undone(project):
    key = ids(project)
    project.change("first", {key: "one"})
    project.undo()
    project.change("other", {key: "x"})
    assert project.redo() is None


def test_a_label_may_count_what_changes(project):
    first, second = (ids(project, number=number) for number in (2, 3))
    project.change(lambda count: f"{count} cells", {first: "", second: "x"}, [{1: "a", 2: "b"}])
    assert project.undo_label == "3 cells"


def test_nothing_changed_is_no_step(project):
    assert not project.change("same", {ids(project): ""}).operations
    assert project.undo_label is None


def test_a_paste_is_one_step(project):
    keys = [ids(project, number=n) for n in (2, 3)]
    project.change("paste", dict.fromkeys(keys, "x"))
    project.undo()
    assert [project.row(r).text(c) for r, c in keys] == ["", "00042"]


def test_meaning_layout_constants_and_mode_are_undone_too(project):
    column = project.columns[2]
    project.set_meaning(column.id, Meaning.parse("caption@nb"))
    project.set_layout(Layout("photograph", categories=("Harbours",)))
    project.set_constant("field:source", "Museum")
    project.set_mode(column.id, "plain")
    project = again(project)
    assert str(project.column(column.id).meaning) == "caption@nb"
    assert not project.column(column.id).recognised
    assert project.layout == Layout("photograph", categories=("Harbours",))
    assert project.constants == {"field:source": "Museum"}
    assert project.column(column.id).mode == "plain"
    for _ in range(4):
        project.undo()
    assert str(project.column(column.id).meaning) == "field:description"
    assert project.layout.template == "information"
    assert not project.constants
    project.close()


def test_rows_given_out_do_not_change(project):
    key = ids(project)
    before: Row = project.row(key[0])
    project.change("edit", {key: "new"})
    assert before.text(key[1]) == ""


def test_problems_of_reading_stay_with_the_project(tmp_path):
    problem = Problem("duplicate-header", Severity.WARNING, None, "date", {"name": "date"})
    made = again(Project.create(tmp_path / "p.kabocha", table(problems=(problem,))))
    assert made.sheet_problems() == (problem,)
    made.close()


def test_folders_move_with_the_project(project, tmp_path):
    (tmp_path / "scans").mkdir()
    project.set_folders([tmp_path / "scans"])
    project.close()
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    shutil.move(project.path, moved / "coast.kabocha")
    other = Project.open(moved / "coast.kabocha")
    assert other.folders == (moved / "scans",)
    other.close()


@pytest.mark.parametrize(
    "content", [b"", b"not a database at all, but long enough to look at" * 20]
)
def test_other_files_are_refused_and_not_touched(tmp_path, content):
    place = tmp_path / "x.kabocha"
    place.write_bytes(content)
    if content:
        with pytest.raises(StoreError):
            Project.open(place)
        assert place.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path):
    place = tmp_path / "x.kabocha"
    with sqlite3.connect(place) as db:
        db.execute("CREATE TABLE t (a)")
    db.close()
    with pytest.raises(StoreError, match="not a Kabocha project"):
        Project.open(place)


def test_a_newer_project_is_refused(project):
    place = project.path
    project.close()
    with sqlite3.connect(place) as db:
        db.execute("PRAGMA user_version=99")
    db.close()
    with pytest.raises(StoreError, match="newer"):
        Project.open(place)


def test_a_missing_project_is_said(tmp_path):
    with pytest.raises(FileError, match="not there"):
        Project.open(tmp_path / "none.kabocha")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 3), st.text(max_size=6)), max_size=12))
def test_undoing_everything_gives_the_beginning(edits):
    project = Project.create(None, table(("a", "b", "c", "d"), ("", "x", "", "y")))
    rows, columns = project.rows, [c.id for c in project.columns]
    for row, column, text in edits:
        project.change("edit", {(rows[row].id, columns[column]): text})
    after = project.rows
    while project.undo():
        pass
    assert project.rows == rows
    while project.redo():
        pass
    assert project.rows == after
    project.close()


def test_ten_thousand_rows(tmp_path):
    made = Project.create(
        tmp_path / "big.kabocha", table(*[("a", str(i), "", "") for i in range(10_000)])
    )
    key = ids(made)
    made.change("fill", {(r.id, key[1]): "same" for r in made.rows})
    made.undo()
    assert len(made.rows) == 10_000
    assert made.rows[-1] == Row(10_000, 10_001, {1: "a", 2: "9999"})
    made.close()


def test_table_rows_are_plain():
    assert TableRow(2, ("a",)).cells == ("a",)


def test_a_file_that_is_no_project_is_named_so(tmp_path):
    (tmp_path / "list.kabocha").write_text("no database, but long enough to look at" * 9)
    with pytest.raises(StoreError) as caught:
        Project.open(tmp_path / "list.kabocha")
    assert caught.value.code == "project-not-ours"


def test_a_project_appears_whole_or_not_at_all(tmp_path, monkeypatch):
    def die(*_args, **_named):
        raise KeyboardInterrupt

    monkeypatch.setattr("app.core.project.making.fill", die)
    with pytest.raises(KeyboardInterrupt):
        Project.create(tmp_path / "p.kabocha", table())
    assert not (tmp_path / "p.kabocha").exists()
    monkeypatch.undo()
    Project.create(tmp_path / "p.kabocha", table()).close()
    assert [p.name for p in tmp_path.iterdir()] == ["p.kabocha"]
