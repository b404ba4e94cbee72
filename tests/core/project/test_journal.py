"""The upload journal: intents before, outcomes after, states per (row, target)."""

import shutil

import pytest

from app.core.errors import FileError
from app.core.model import RowState, Table
from app.core.project import Project

TARGET = "https://wiki.example/w/api.php#x"


@pytest.fixture
def journal(project):
    return project.journal(TARGET)


def test_nothing_known_is_a_draft(journal):
    assert journal.record(1).state is RowState.DRAFT
    assert journal.records() == {}


def test_an_intent_is_on_disk_before_it_returns(project, journal, tmp_path):
    journal.intend(1, "publish", title="Harbour.jpg", sha1="ab", account="Me")
    copy = tmp_path / "killed.kabocha"
    shutil.copy(project.path, copy)
    other = Project.open(copy)
    found = other.journal(TARGET)
    assert found.record(1).state is RowState.COMMITTING
    assert found.record(1).title == "Harbour.jpg"
    (intent,) = found.open_intents()
    assert (intent.row_id, intent.action, intent.detail["sha1"]) == (1, "publish", "ab")
    other.close()


def test_an_outcome_closes_its_intent(journal):
    intent = journal.intend(1, "upload", title="Harbour.jpg")
    record = journal.outcome(intent, RowState.PUBLISHED, pageid=7, revision=9)
    assert (record.state, record.pageid, record.title) == (RowState.PUBLISHED, 7, "Harbour.jpg")
    assert not journal.open_intents()
    assert not journal.open_intents(1)


def test_only_the_open_intents_of_the_row(journal):
    journal.intend(1, "upload")
    second = journal.intend(2, "chunk", offset=10)
    assert [i.id for i in journal.open_intents(2)] == [second]
    assert journal.record(2).state is RowState.SENDING
    assert journal.record(2).offset == 10


def test_describing_keeps_the_state(journal):
    journal.set(1, RowState.PUBLISHED)
    journal.intend(1, "describe")
    assert journal.record(1).state is RowState.PUBLISHED


def test_targets_know_nothing_of_each_other(project, journal):
    journal.set(1, RowState.DONE)
    assert project.journal("practice").record(1).state is RowState.DRAFT
    assert project.targets() == (TARGET,)


def test_everything_comes_back_after_a_restart(project, journal):
    journal.set(
        1, RowState.DONE, mid="M7", accepted=("was-deleted",), languages=("en",), statements=8
    )
    project.close()
    other = Project.open(project.path)
    record = other.journal(TARGET).record(1)
    assert (record.mid, record.accepted, record.languages, record.statements) == (
        "M7", ("was-deleted",), ("en",), 8,
    )  # fmt: skip
    other.close()


def test_an_unknown_field_is_a_bug(journal):
    with pytest.raises(TypeError):
        journal.set(1, RowState.DONE, colour="red")


def test_changed_after_upload(project, journal):
    journal.set(1, RowState.DONE)
    assert not project.sheet_problems()
    column = project.columns[2]
    project.change("edit", {(1, column.id): "new"})
    (problem,) = project.sheet_problems()
    assert (problem.code, problem.row) == ("changed-after-upload", 2)
    project.undo()
    assert not project.sheet_problems()


def test_only_one_program_sends_a_project(project):
    other = Project.open(project.path)
    with project.alone(), pytest.raises(FileError) as caught, other.alone():
        pass
    assert caught.value.code == "project-in-use"
    with other.alone():
        pass
    other.close()


def test_what_another_program_sent_is_known_before_sending(project):
    other = Project.open(project.path)
    seen = other.journal("practice")
    row = project.rows[0].id
    project.journal("practice").set(row, RowState.DONE, title="Harbour.jpg")
    assert seen.record(row).state is RowState.DRAFT
    with other.alone():
        assert seen.record(row).state is RowState.DONE
    other.close()


def test_a_project_in_memory_is_nobody_elses():
    made = Project.create(None, Table(("path", "name"), ()))
    with made.alone(), made.alone():
        pass
    made.close()
