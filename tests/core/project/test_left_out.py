"""Rows that a person leaves out: one undo step, across restarts, and never over a row that is there."""

import pytest

from app.core.model import LEFT_OUT, RowState
from app.core.project import Project


def test_leaving_out_is_one_step_that_can_be_undone_after_a_restart(project):
    first, second = (r.id for r in project.rows)
    change = project.leave_out("practice", [first, second], "2 rows left out", out=True)
    assert change.rows == {first, second}
    assert not change.whole
    assert project.journal("practice").left_out == {first, second}
    assert project.journal("practice").record(first).reason == LEFT_OUT
    place = project.path
    project.close()
    again = Project.open(place)
    assert again.undo_label == "2 rows left out"
    again.undo()
    assert again.journal("practice").left_out == frozenset()
    assert again.journal("practice").record(first).state is RowState.DRAFT
    again.redo()
    assert again.journal("practice").left_out == {first, second}
    again.leave_out("practice", [second], "back", out=False)
    assert again.journal("practice").left_out == {first}
    again.close()


def test_another_target_is_not_concerned(project):
    project.leave_out("practice", [project.rows[0].id], "out", out=True)
    assert project.journal("https://commons.example#x").left_out == frozenset()


def test_a_row_that_was_sent_meanwhile_stays_there(project):
    first = project.rows[0].id
    project.leave_out("practice", [first], "out", out=True)
    project.undo()
    project.journal("practice").set(first, RowState.DONE, title="A.jpg")
    project.redo()
    assert project.journal("practice").record(first).state is RowState.DONE
    assert not project.leave_out("practice", [first], "out", out=True).operations


def test_what_changes_nothing_is_no_step(project):
    project.leave_out("practice", [project.rows[0].id], "out", out=False)
    assert project.undo_label is None


def test_many_rows_are_one_transaction_with_a_line_each_and_know_what_they_read_like(project):
    journal = project.journal("practice")
    ids = [r.id for r in project.rows]
    said: list[str] = []
    project._store._db.set_trace_callback(said.append)
    project.leave_out("practice", ids, "out", out=True)
    project._store._db.set_trace_callback(None)
    assert said.count("COMMIT") == 1
    query = "SELECT row_id, kind, state FROM journal"
    assert project._store.query(query) == [(i, "set", "skipped") for i in ids]
    assert journal.left_out == set(ids)
    journal.set_many(ids, RowState.ASKED, reason="exists")
    assert [journal.record(i).fingerprint for i in ids] == [project.fingerprint(i) for i in ids]
    journal.refresh()
    assert {journal.record(i).reason for i in ids} == {"exists"}
    with pytest.raises(TypeError, match="nonsense"):
        journal.set_many(ids, RowState.QUEUED, nonsense=1)
