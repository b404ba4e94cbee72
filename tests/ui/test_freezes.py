"""Work never blocks the window: counted, not timed (how long is measured by hand)."""

from __future__ import annotations

import gc
import threading
import weakref
from itertools import count
from types import SimpleNamespace

import pytest
from PySide6.QtGui import QGuiApplication

from app.core import draft, files
from app.core.checks import Checker
from app.ui.checking import TELL_S, Checked, Checking
from app.ui.rows.finding import FindDialog
from app.ui.session import Session
from app.ui.sheet import search
from tests.ui.conftest import settle
from tests.ui.pages_help import open_many, page

MANY = 300


@pytest.fixture
def many(program, qtbot, tmp_path):
    return open_many(program, qtbot, tmp_path, MANY)


@pytest.fixture
def composed(monkeypatch):
    """Row ids that were composed by the checks, with the name of the thread."""
    seen = []
    compose = draft.compose

    def noted(batch, row, account="", **more):
        if threading.current_thread().name == "kabocha-check":
            seen.append(row.id)
        return compose(batch, row, account, **more)

    monkeypatch.setattr(draft, "compose", noted)
    return seen


class Resets:
    """Counts the resets of a model."""

    def __init__(self, model):
        self.count = 0
        model.modelReset.connect(self._reset)

    def _reset(self):
        self.count += 1


def test_one_edit_checks_one_row_and_resets_nothing(many, composed, qtbot):
    model = many.window.page("describe").model
    resets = Resets(model)
    model.setData(model.index(7, 1), "Another name for the harbour, 1700")
    settle(many, qtbot)
    assert composed == [model.id_at(7)]
    assert resets.count == 0


def test_a_paste_is_one_change_and_one_check(many, composed, qtbot):
    describe = many.window.page("describe")
    resets = Resets(describe.model)
    told = []
    many.session.rows_changed.connect(told.append)
    describe.view.go_to(10, 3)
    QGuiApplication.clipboard().setText("\n".join(f"a {i}\tb {i}" for i in range(100)))
    assert describe.edits.paste() == 200
    settle(many, qtbot)
    assert [len(ids) for ids in told] == [100]
    assert sorted(composed) == sorted(told[0])
    assert resets.count == 0


def test_another_meaning_leaves_the_rows_as_they_are(many, qtbot):
    session = many.session
    before = session.rows
    column = session.column("description")
    session.set_meaning(column.id, type(column.meaning).parse("plain"), "Leave it out")
    assert session.rows is before
    session.undo()
    assert session.column("description").meaning == column.meaning
    settle(many, qtbot)


def test_folders_are_looked_through_beside_the_window(many, qtbot, tmp_path, monkeypatch):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "f0.jpg").write_bytes(b"a picture")
    threads = []
    read = files.FolderIndex._read

    def noted(self, *values):
        threads.append(threading.current_thread())
        return read(self, *values)

    monkeypatch.setattr(files.FolderIndex, "_read", noted)
    before = many.session.project.folders
    dialog = FindDialog(many.context, many.window, elsewhere)
    dialog.open()
    settle(many, qtbot)
    dialog.agree()
    settle(many, qtbot)
    assert many.session.project.folders == (*before, elsewhere)
    assert many.session.file_of(many.session.rows[0]) == elsewhere / "f0.jpg"
    assert threads
    assert threading.main_thread() not in threads


def test_find_looks_once_for_one_text(many, monkeypatch, qtbot):
    bar = page(many, "describe").find_bar
    rounds = []
    count = search.Counting.__call__

    def noted(self, *values):
        rounds.append(self)
        return count(self, *values)

    monkeypatch.setattr(search.Counting, "__call__", noted)
    bar.begin(replacing=True)
    bar.wanted.setText("harbour")
    qtbot.waitUntil(lambda: len(rounds) == 1 and not many.jobs.busy)
    for _ in range(5):
        bar.next()
    bar.by.setText("port")
    qtbot.wait(200)
    assert len(rounds) == 1
    bar.replace_one()
    qtbot.waitUntil(lambda: len(rounds) == 2 and not many.jobs.busy)


def test_a_long_check_says_how_far_it_is(many, monkeypatch):
    moments = count()
    clock = SimpleNamespace(monotonic=lambda: next(moments) * TELL_S)
    monkeypatch.setattr("app.ui.checking.time", clock)
    told = []
    found = Checking(Checker(many.session.project), None)(told.append, threading.Event())
    assert isinstance(found, Checked)
    assert told[0][1] == MANY
    assert told == sorted(told)
    many.session.checking, many.session.progress = True, (120, MANY)
    assert page(many, "check").status().start == "Checking 120 of 300 rows"
    assert page(many, "describe").status().start == "Checking 120 of 300 rows"
    many.session.checking, many.session.progress = False, (0, 0)


def test_what_pages_show_is_worked_out_by_the_check(many):
    checked = many.session.checked
    assert isinstance(many.session, Session)
    assert checked.files == (0, MANY)
    assert checked.ready == 0
    assert many.session.drafts is checked.drafts
    assert {"by_field", "counts"} <= set(vars(checked.findings))


def test_check_makes_only_the_rows_that_are_looked_at(many):
    check = page(many, "check")
    group = next(g for g in many.session.checked.groups if g.rows == MANY)
    check.show_group(group)
    many.window.grab()
    assert check.table.rows.rowCount() == MANY
    assert 0 < len(check.table.rows.shown.made) < MANY // 2


def test_garbage_is_collected_on_the_windows_thread_only(program, monkeypatch):
    assert not gc.isenabled()
    looks = []
    monkeypatch.setattr(gc, "collect", looks.append)
    monkeypatch.setattr(gc, "get_count", lambda: (3, 0, 0))
    program.collector.look()
    assert looks == []
    monkeypatch.setattr(gc, "get_count", lambda: (10_001, 0, 0))
    program.collector.look()
    assert looks == [1]


def test_very_many_new_objects_are_left_alone_until_the_project_is_closed(program, monkeypatch):
    class Ring:
        pass

    looks = []
    monkeypatch.setattr(gc, "collect", looks.append)
    monkeypatch.setattr(gc, "get_count", lambda: (50_001, 0, 0))
    program.collector.look()
    assert looks == []
    assert gc.get_freeze_count() > 0
    monkeypatch.undo()
    ring = Ring()
    ring.me = ring
    gone = weakref.ref(ring)
    gc.freeze()
    del ring
    gc.collect()
    assert gone() is not None
    program.session.closed.emit()
    assert gone() is None
    assert gc.get_freeze_count() == 0


def test_the_strip_makes_its_lines_when_somebody_looks(many, qtbot, monkeypatch):
    strip = page(many, "describe").problems
    before = strip.lines
    assert before
    page(many, "upload")
    many.session.problems_changed.emit()
    assert strip.lines is before
    many.session.checked = Checked()
    many.session.problems_changed.emit()
    assert strip.lines is before
    page(many, "describe")
    assert strip.lines == []
    many.session.check_all()
    qtbot.waitUntil(lambda: bool(strip.lines), timeout=20_000)
    assert [x.group.code for x in strip.lines] == [g.code for g in many.session.checked.groups]
