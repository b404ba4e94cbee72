"""One program and one computer at a time have a project open; a copy here while files are sent."""

import json
import shutil
import subprocess
import sys

import pytest

from app.core import opening, paths
from app.core.errors import FileError, StoreError
from app.core.model import RowState
from app.core.project import Project, claims, place, working

TARGET = "https://wiki.example/w/api.php#x"
HOLD = """
import sys
from pathlib import Path
from app.core.project import claims
claims.take(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def sheet(tmp_path):
    made = tmp_path / "coast.csv"
    made.write_text("path,name\na.jpg,Harbour\nb.jpg,Fjord\n", "utf-8")
    return made


@pytest.fixture
def network(monkeypatch):
    """As if everything lay on a drive that other computers reach."""
    monkeypatch.setattr(place, "kind_of", lambda _path: place.Place.NETWORK)


@pytest.fixture
def elsewhere(monkeypatch):
    """Become another computer: what is kept in the data folder stays behind."""

    here = paths.data(), claims._held

    def move(folder=None):
        data, held = here if folder is None else (folder, {})
        data.mkdir(exist_ok=True)
        monkeypatch.setattr(paths, "data", lambda: data)
        monkeypatch.setattr(claims, "_held", held)

    return move


def project_of(sheet):
    return opening.project_path(sheet)[0]


def test_another_program_has_it_open(sheet):
    opening.for_sending(sheet).project.close()
    command = [sys.executable, "-c", HOLD, str(project_of(sheet))]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as other:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(FileError) as caught:
            opening.for_sending(sheet)
        opening.for_reading(sheet).project.close()  # looking is free
        other.kill()
    assert caught.value.code == "project-open"
    opening.for_sending(sheet).project.close()  # the system let go of it


def test_one_program_may_open_it_twice(sheet):
    one, two = (opening.for_sending(sheet).project for _ in range(2))
    one.close()
    two.close()
    assert not claims._held


def test_a_sheet_that_cannot_be_opened_stays_free(tmp_path):
    with pytest.raises(FileError):
        opening.for_sending(tmp_path / "gone.csv")
    assert not claims._held


@pytest.mark.usefixtures("network")
def test_another_computer_has_it_open(sheet, tmp_path, elsewhere):
    opened = opening.for_sending(sheet).project
    told = json.loads(claims.beside(opened.path).read_text("utf-8"))
    assert set(told) == {"computer", "key", "since"}
    elsewhere(tmp_path / "other computer")
    with pytest.raises(FileError) as caught:
        opening.for_sending(sheet)
    assert caught.value.code == "project-open-elsewhere"
    assert told["computer"] in str(caught.value)
    elsewhere()
    opened.close()


@pytest.mark.usefixtures("network")
def test_what_was_claimed_is_free_afterwards(sheet, tmp_path, elsewhere):
    opened = opening.for_sending(sheet).project
    opened.close()
    assert not claims.beside(opened.path).exists()
    elsewhere(tmp_path / "other computer")
    opening.for_sending(sheet).project.close()


@pytest.mark.usefixtures("network")
def test_who_was_taken_over_does_not_send(sheet, tmp_path):
    opened = opening.for_sending(sheet).project
    claims.beside(opened.path).write_text(
        json.dumps({"computer": "OTHER", "key": "x", "since": "2026-01-02T14:20:00+01:00"}), "utf-8"
    )
    with pytest.raises(FileError) as caught, opened.alone():
        pytest.fail("sends")
    assert caught.value.code == "project-open-elsewhere"
    opened.close()
    assert claims.beside(opened.path).exists()  # the other computer's word stays
    taken = opening.for_sending(sheet, take_over=True).project
    with taken.alone():
        pass
    taken.close()


@pytest.mark.usefixtures("network")
def test_sending_works_on_a_copy_here(sheet):
    project = opening.for_sending(sheet).project
    before = project.path.read_bytes()
    with project.alone():
        started = project.path.read_bytes()
        project.journal(TARGET).set(1, RowState.DONE, title="Harbour.jpg")
        project.change("edit", {(1, 2): "Port"})
        assert working.is_used(project.path)
        assert project.path.read_bytes() == started
    assert not working.is_used(project.path)
    assert project.path.read_bytes() != before
    project.change("edit", {(2, 2): "Sea"})
    project.close()
    again = Project.open(project.path)
    assert again.journal(TARGET).record(1).state is RowState.DONE
    assert [r.text(2) for r in again.rows] == ["Port", "Sea"]
    again.close()
    assert sorted(p.name for p in sheet.parent.glob("*coast*")) == [
        "coast.csv",
        "coast.csv.kabocha",
    ]


KILLED = """
import os, signal, sys
from pathlib import Path
from app.core import opening
from app.core.model import RowState
from app.core.project import place
place.kind_of = lambda _path: place.Place.NETWORK
project = opening.for_sending(Path(sys.argv[1])).project
with project.alone():
    project.journal(sys.argv[2]).set(1, RowState.DONE, title="Harbour.jpg")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def killed_while_sending(sheet):
    """A project whose program was killed in mid-run."""
    subprocess.run([sys.executable, "-c", KILLED, str(sheet), TARGET], check=False)
    assert working.is_used(project_of(sheet))
    return project_of(sheet)


@pytest.mark.usefixtures("network")
def test_who_looks_while_it_is_sent_sees_what_is_sent(sheet):
    project = opening.for_sending(sheet).project
    with project.alone():
        project.journal(TARGET).set(1, RowState.DONE, title="Harbour.jpg")
        for path in (sheet, project.path):
            seen = opening.for_reading(path).project
            assert seen.journal(TARGET).record(1).state is RowState.DONE
            assert seen.path == project.path
            seen.close()
    project.close()


@pytest.mark.usefixtures("network")
def test_what_a_killed_run_sent_comes_back(sheet):
    place_ = killed_while_sending(sheet)
    assert working.is_used(place_)
    again = opening.for_sending(sheet).project
    assert again.journal(TARGET).record(1).state is RowState.DONE
    assert not working.is_used(place_)
    again.close()


@pytest.mark.usefixtures("network")
def test_a_project_that_was_deleted_comes_back_from_its_copy(sheet):
    killed_while_sending(sheet).unlink()
    again = opening.for_sending(sheet).project
    assert again.journal(TARGET).record(1).state is RowState.DONE
    again.close()


@pytest.mark.usefixtures("network")
def test_both_have_news(sheet, tmp_path, elsewhere):
    place_ = killed_while_sending(sheet)
    elsewhere(tmp_path / "other computer")
    other = opening.for_sending(sheet, take_over=True).project
    other.change("edit", {(2, 2): "Sea"})
    other.close()
    elsewhere()
    mine = opening.for_sending(sheet).project
    assert mine.rows[1].text(2) == "Sea"
    (told,) = working.problems(mine.path)
    kept = Project.open(place_.with_name(told.params["name"]))
    assert kept.journal(TARGET).record(1).state is RowState.DONE
    kept.close()
    mine.close()


@pytest.mark.usefixtures("network")
def test_the_drive_goes_away_while_sending(sheet, monkeypatch):
    project = opening.for_sending(sheet).project
    folder, away = sheet.parent, sheet.parent.with_name("unplugged")

    def unplug():
        shutil.move(folder, away)
        project.journal(TARGET).set(1, RowState.DONE, title="Harbour.jpg")

    with pytest.raises(FileError) as caught, project.alone():
        unplug()
    assert caught.value.code == "project-not-written-back"
    project.change("edit", {(2, 2): "Sea"})  # goes on, into the copy
    project.close()
    assert working.is_used(project.path)
    shutil.move(away, folder)
    again = opening.for_sending(sheet).project
    assert again.journal(TARGET).record(1).state is RowState.DONE
    assert again.rows[1].text(2) == "Sea"
    again.close()


@pytest.mark.usefixtures("network")
def test_no_room_for_the_copy(sheet, monkeypatch):
    project = opening.for_sending(sheet).project

    def full(_self, _target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.core.project.store.Store.back_up", full)
    with pytest.raises(StoreError) as caught, project.alone():
        pytest.fail("sends")
    assert caught.value.code == "project-unwritable"
    assert not working.is_used(project.path)
    project.close()


def test_on_this_computer_there_is_no_copy_and_no_file_beside(sheet):
    project = opening.for_sending(sheet).project
    with project.alone():
        assert not working.is_used(project.path)
        assert not claims.beside(project.path).exists()
    project.close()
