"""Rows checked by other processes: the same is found, whatever happens to those processes."""

import multiprocessing
import threading

import pytest

from app.core import text
from app.core.checks import Checker, crew
from app.core.errors import CancelledError
from app.core.model import MeaningKind
from app.core.project import Project
from tests.bench import collection

ROWS = 400


@pytest.fixture
def project(tmp_path):
    collection.write_scans(tmp_path / "scans", ROWS // 4)
    made = Project.create(None, collection.table(ROWS), folders=[tmp_path])
    yield made
    made.close()


@pytest.fixture
def beside(monkeypatch):
    monkeypatch.setattr(crew, "WORTH_IT", 100)
    monkeypatch.setattr(crew, "_count", lambda _rows: 2)


def all_of(checker):
    drafts = [
        (d.row.id, d.title, d.file, d.facts, d.problems, d.without, d.address, d.path, d.text)
        for d in checker.drafts
    ]
    return checker.problems, drafts


def here(project):
    """What one process finds by itself."""
    checker = Checker(project)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crew, "WORTH_IT", ROWS + 1)
        checker.run()
    return all_of(checker)


def test_the_same_is_found(project, beside):
    checker = Checker(project)
    checker.run()
    assert all_of(checker) == here(project)
    assert {p.code for p in checker.problems} >= {"licence-missing", "file-missing"}


def test_files_are_looked_at_once(project, beside, monkeypatch):
    Checker(project).run()
    monkeypatch.setattr("app.core.media.known.probe", None)
    checker = Checker(project)
    checker.run()
    checker.run()
    assert all_of(checker) == here(project)


def test_words_are_those_of_the_program(project, beside):
    text.use(text.LONG)
    try:
        checker = Checker(project)
        checker.run()
        assert all_of(checker) == here(project)
    finally:
        text.use("en")


def test_gone_rows_are_not_checked(project, beside, monkeypatch):
    wrong = next(p.row_id for p in here(project)[0] if p.row_id is not None)
    monkeypatch.setattr(project, "is_gone", lambda row_id: row_id == wrong)
    checker = Checker(project)
    checker.run()
    assert checker.of_row(wrong) == ()
    assert all_of(checker) == here(project)


def test_what_dead_processes_leave_is_checked_here(project, beside):
    killed = []

    def kill(done, _total):
        if done == 60 and not killed:
            for process in multiprocessing.active_children():
                process.kill()
                killed.append(process)

    checker = Checker(project)
    checker.run(progress=kill)
    assert len(killed) == 2
    assert all_of(checker) == here(project)


def change_while_checked(monkeypatch, change):
    """Each portion that comes back finds the world changed since."""
    answers = crew._Crew.answers

    def late(self, portions):
        for portion, answer in answers(self, portions):
            change(portion)
            yield portion, answer

    monkeypatch.setattr(crew._Crew, "answers", late)


@pytest.mark.parametrize("how", ["deleted", "changed"])
def test_files_that_change_meanwhile_are_looked_at_again(
    project, beside, monkeypatch, tmp_path, how
):
    scans = sorted((tmp_path / "scans").iterdir())[:3]

    def change(_portion):
        for scan in scans:
            if how == "deleted":
                scan.unlink(missing_ok=True)
            elif scan.stat().st_size:
                scan.write_bytes(b"")

    change_while_checked(monkeypatch, change)
    checker = Checker(project)
    checker.run()
    assert all_of(checker) == here(project)
    code = "file-missing" if how == "deleted" else "file-empty"
    assert code in {p.code for p in checker.problems}


def test_rows_that_change_meanwhile_are_found_again_the_next_time(project, beside, monkeypatch):
    """What comes back belongs to the row that was sent, though it was edited or is gone."""
    edited, removed = project.rows[7], project.rows[9]
    title = next(c.id for c in project.columns if c.meaning.kind is MeaningKind.NAME)
    done = []

    def change(_portion):
        if not done:
            done.append(True)
            project.change("edit", {(edited.id, title): ""})
            project.remove_rows("remove", [removed.id])

    change_while_checked(monkeypatch, change)
    checker = Checker(project)
    checker.run()
    assert next(d for d in checker.drafts if d.row.id == edited.id).row == edited
    checker.run()
    assert all_of(checker) == here(project)
    assert removed.id not in {d.row.id for d in checker.drafts}


def test_no_process_can_be_started(project, beside, monkeypatch):
    def refuse(_process):
        raise OSError

    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", refuse)
    checker = Checker(project)
    checker.run()
    assert all_of(checker) == here(project)


def test_cancelling_ends_them_and_keeps_what_was_checked(project, beside):
    cancel = threading.Event()
    checker = Checker(project)
    with pytest.raises(CancelledError):
        checker.run(cancel=cancel, progress=lambda done, _total: done == 120 and cancel.set())
    assert multiprocessing.active_children() == []
    told = []
    checker.run((), progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (ROWS - 120, ROWS - 120)
    assert all_of(checker) == here(project)
