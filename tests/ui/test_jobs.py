"""Threads meet the window in one place."""

from __future__ import annotations

import sys
import threading
from itertools import count
from types import SimpleNamespace

import pytest

from app.core.errors import CancelledError, FileError
from app.ui.jobs import SLICE_S, Jobs, Latest


@pytest.fixture
def jobs(qapp):
    sys.setswitchinterval(0.005)
    made = Jobs()
    yield made
    assert made.close()


@pytest.mark.usefixtures("jobs")
def test_work_does_not_keep_python_from_the_window_for_long():
    assert sys.getswitchinterval() <= 0.001


def test_events_and_result_come_on_the_window_thread_in_order(jobs, qtbot):
    seen = []

    def work(emit, _cancel):
        for number in range(3):
            emit((number, threading.current_thread() is threading.main_thread()))
        return "end"

    def note(value):
        seen.append((value, threading.current_thread() is threading.main_thread()))

    jobs.run(work, on_event=note, on_done=note)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert seen == [((0, False), True), ((1, False), True), ((2, False), True), ("end", True)]


def test_many_news_come_in_slices_and_in_order(jobs, qtbot, monkeypatch):
    moments = count()
    clock = SimpleNamespace(perf_counter=lambda: next(moments) * SLICE_S / 10)
    monkeypatch.setattr("app.ui.jobs.time", clock)
    seen, slices, ended = [], [], threading.Event()

    def work(emit, _cancel):
        for number in range(100):
            emit(number)
        ended.set()
        return "end"

    drain = jobs.drain

    def noted():
        before = len(seen)
        drain()
        slices.append(len(seen) - before)

    jobs._timer.timeout.disconnect()
    jobs._timer.timeout.connect(noted)
    jobs.run(work, on_event=seen.append, on_done=seen.append)
    assert ended.wait(10)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert seen == [*range(100), "end"]
    assert 1 <= max(slices) <= 10


def test_an_error_goes_to_who_wants_it(jobs, qtbot):
    errors = []

    def work(_emit, _cancel):
        raise FileError("file-missing", name="a.png")

    jobs.run(work, on_error=errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert errors[0].code == "file-missing"


def test_an_error_nobody_wants_reaches_the_hook(jobs, qtbot, monkeypatch):
    caught = []
    monkeypatch.setattr(sys, "excepthook", lambda *what: caught.append(what))
    jobs.run(lambda _emit, _cancel: 1 / 0)
    qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError


def test_cancel_ends_work_silently(jobs, qtbot, monkeypatch):
    caught = []
    monkeypatch.setattr(sys, "excepthook", lambda *what: caught.append(what))

    def work(_emit, cancel):
        cancel.wait(30)
        raise CancelledError

    job = jobs.run(work)
    job.stop()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert not caught


def test_close_joins_what_runs(qapp):
    jobs = Jobs()
    before = threading.active_count()
    jobs.run(lambda _emit, cancel: cancel.wait(30), on_done=pytest.fail)
    assert threading.active_count() == before + 1
    assert jobs.close()
    assert threading.active_count() == before


def test_latest_keeps_only_the_newest_wish(jobs, qtbot):
    gate, done = threading.Event(), []
    latest = Latest(jobs, "test")

    def wait_first(_emit, _cancel):
        gate.wait(10)
        return 1

    latest.run(wait_first, done.append)
    latest.run(lambda _emit, _cancel: 2, done.append)
    latest.run(lambda _emit, _cancel: 3, done.append)
    gate.set()
    qtbot.waitUntil(lambda: len(done) == 2)
    qtbot.waitUntil(lambda: not latest.busy)
    assert done == [1, 3]
