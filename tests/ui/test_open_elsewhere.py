"""A project that is open in another window or on another computer."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QTimer

from app.core import opening
from app.core.project import claims, place
from app.ui.dialogs.confirm import Question
from tests.ui.conftest import settle, write_sheet

LONG = 20_000
OTHER = {"computer": "READING-ROOM", "key": "other", "since": "2026-01-02T14:20:00+01:00"}


@pytest.fixture
def taken(tmp_path, monkeypatch):
    """A sheet on a drive, which another computer has open."""
    monkeypatch.setattr(place, "kind_of", lambda _path: place.Place.NETWORK)
    sheet = write_sheet(tmp_path)
    project = opening.project_path(sheet)[0]
    claims.beside(project).write_text(json.dumps(OTHER), "utf-8")
    return sheet


def answering(program, answer):
    """Answer each question that comes, and note its words."""
    asked = []

    def look():
        for widget in program.application.topLevelWidgets():
            if isinstance(widget, Question) and widget.isVisible():
                asked.append(" ".join(w.text() for w in widget.findChildren(type(widget.yes))))
                asked.append(widget.windowTitle())
                getattr(widget, answer).click()

    timer = QTimer(program.window)
    timer.timeout.connect(look)
    timer.start(20)
    return asked


def test_it_is_said_where_it_is_open_and_left_there(program, qtbot, taken):
    asked = answering(program, "no")
    with qtbot.waitSignal(program.session.not_opened, timeout=LONG):
        program.session.open(taken)
    settle(program, qtbot)
    assert program.session.project is None
    assert "album.csv is open on another computer" in asked
    assert len(asked) == 2


def test_it_is_opened_here_all_the_same(program, qtbot, taken):
    asked = answering(program, "yes")
    with qtbot.waitSignal(program.session.problems_changed, timeout=LONG):
        program.session.open(taken)
    settle(program, qtbot)
    assert len(asked) == 2
    place_ = program.session.project.path
    assert claims.holder(place_).key != "other"
    program.session.close()
    assert claims.holder(place_) is None


def test_what_cannot_be_opened_is_said_over_an_open_project(opened, qtbot, tmp_path):
    asked = answering(opened, "no")
    with qtbot.waitSignal(opened.session.not_opened, timeout=LONG):
        opened.session.open(tmp_path / "gone.csv")
    settle(opened, qtbot)
    assert asked[1] == "gone.csv was not opened."
    assert opened.session.project is not None
