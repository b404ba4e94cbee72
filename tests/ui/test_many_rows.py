"""Thousands of rows: what is written and gathered beside the window, and what is shown meanwhile."""

from __future__ import annotations

import threading

import pytest

from app.core.model import RowState
from app.core.project import Journal
from app.ui.pages import upload_gather
from app.ui.pages.upload_rows import Asked
from tests.ui.conftest import settle
from tests.ui.pages_help import LONG, page

MAIN = threading.main_thread()


@pytest.fixture
def writing(monkeypatch):
    """Names of the threads that wrote states of many rows; they wait for the event."""
    seen, go = [], threading.Event()
    write = Journal.set_many

    def noted(self, row_ids, state, **changes):
        seen.append(threading.current_thread().name)
        assert go.wait(20)
        write(self, row_ids, state, **changes)

    monkeypatch.setattr(Journal, "set_many", noted)
    monkeypatch.setattr("app.ui.session.MANY", 2)
    yield seen, go
    go.set()


@pytest.fixture
def gathering(monkeypatch):
    """Every gathering in turn, held until it is let go; (thread, event) each."""
    seen = []
    gather = Asked.__call__

    def noted(self, *values):
        held = threading.Event()
        seen.append((threading.current_thread(), held))
        if threading.current_thread() is not MAIN:
            assert held.wait(20)
        return gather(self, *values)

    monkeypatch.setattr(Asked, "__call__", noted)
    monkeypatch.setattr(upload_gather, "AT_ONCE", 2)
    yield seen
    for _, held in seen:
        held.set()


def _ids(program):
    return [row.id for row in program.session.rows]


# -- left out ------------------------------------------------------------------------------------------


def test_many_rows_are_left_out_beside_the_window(opened, writing, qtbot):
    session, (seen, go) = opened.session, writing
    told = []
    session.rows_changed.connect(told.append)
    assert session.leave_out(_ids(opened)) == 4
    assert told == []
    go.set()
    qtbot.waitUntil(lambda: bool(told), timeout=LONG)
    assert seen == ["kabocha-write"]
    assert session.left_out == set(_ids(opened)) == told[0]
    session.undo()
    qtbot.waitUntil(lambda: len(told) == 2, timeout=LONG)
    assert seen == ["kabocha-write"] * 2
    assert session.left_out == frozenset()
    settle(opened, qtbot)


def test_whatever_comes_next_finds_the_rows_left_out(opened, writing, qtbot):
    session, (_, go) = opened.session, writing
    session.leave_out(_ids(opened))
    threading.Timer(0.05, go.set).start()
    session.undo()
    threading.Timer(0.05, go.set).start()
    session.redo()
    session.finish_writing()
    assert session.left_out == set(_ids(opened))
    assert session.project.undo_label == "4 rows left out"
    settle(opened, qtbot)


def test_a_run_sends_no_row_that_is_just_being_left_out(opened, writing, qtbot):
    session, (_, go) = opened.session, writing
    upload = page(opened, "upload")
    session.leave_out(_ids(opened))
    threading.Timer(0.05, go.set).start()
    upload.sender_.start()
    assert session.left_out == set(_ids(opened))
    qtbot.waitUntil(lambda: not upload.sender_.running, timeout=LONG)
    settle(opened, qtbot)
    journal = session.project.journal("practice")
    assert not any(journal.record(i).state.on_wiki for i in _ids(opened))


def test_a_project_that_is_closed_keeps_what_was_being_written(opened, writing, qtbot):
    session, (_, go) = opened.session, writing
    place = session.project.path
    session.leave_out(_ids(opened))
    threading.Timer(0.05, go.set).start()
    session.close()
    settle(opened, qtbot)
    with qtbot.waitSignal(session.problems_changed, timeout=LONG):
        session.open(place)
    assert len(session.left_out) == 4
    settle(opened, qtbot)


# -- gathered ------------------------------------------------------------------------------------------


def _let_go(gathering, qtbot, count):
    """Wait for so many gatherings, and let them go."""
    qtbot.waitUntil(lambda: len(gathering) >= count, timeout=LONG)
    for _, held in gathering:
        held.set()


def test_many_rows_are_gathered_beside_the_window_and_the_page_says_so(opened, gathering, qtbot):
    upload = page(opened, "upload")
    qtbot.waitUntil(lambda: bool(gathering), timeout=LONG)
    assert upload.list.rows.rowCount() == 0
    assert upload.title.text() == "Your rows are being gathered"
    assert upload.main_words() == ("Upload", "Your rows are being gathered")
    assert not opened.window.top.main.isEnabled()
    _let_go(gathering, qtbot, 1)
    qtbot.waitUntil(lambda: upload.list.rows.rowCount() == 4, timeout=LONG)
    assert all(thread is not MAIN for thread, _ in gathering)
    assert upload.title.text() == "3 files are ready to send"
    assert upload.main_words()[0] == "Upload 3 files to the practice wiki"


@pytest.fixture
def shown(opened, gathering, qtbot):
    """The page with its rows; gatherings from now on wait."""
    upload = page(opened, "upload")
    _let_go(gathering, qtbot, 1)
    qtbot.waitUntil(lambda: upload.list.rows.rowCount() == 4, timeout=LONG)
    settle(opened, qtbot)
    gathering.clear()
    return upload


def test_what_is_shown_stays_until_the_rows_are_known(opened, shown, gathering, qtbot):
    journal = opened.session.project.journal("practice")
    first = _ids(opened)[0]
    shown.list.setCurrentIndex(shown.list.rows.index(2, 0))
    kept = shown.list.rows.item(2).row_id
    journal.set(first, RowState.FAILED, reason="x", message="It broke.")
    shown.reload()
    qtbot.waitUntil(lambda: bool(gathering), timeout=LONG)
    assert shown.list.rows.of(first).state is RowState.READY
    assert shown.title.text() == "3 files are ready to send"
    assert shown.main_words()[0] == "Upload 3 files to the practice wiki"
    _let_go(gathering, qtbot, 1)
    qtbot.waitUntil(lambda: shown.list.rows.of(first).state is RowState.FAILED, timeout=LONG)
    assert shown.list.rows.item(0).row_id == first
    assert shown.main_words()[0] == "Upload 2 files to the practice wiki"
    assert shown.list.rows.item(shown.list.currentIndex().row()).row_id == kept


def test_an_older_result_never_comes_over_a_newer_one(opened, shown, gathering, qtbot):
    arranged = []
    shown.rows.gathered.connect(arranged.append)
    shown.reload()
    qtbot.waitUntil(lambda: len(gathering) == 1, timeout=LONG)
    journal = opened.session.project.journal("practice")
    journal.set(_ids(opened)[0], RowState.DONE)
    for _ in range(3):
        shown.reload()
    qtbot.wait(20)
    gathering[0][1].set()
    qtbot.waitUntil(lambda: len(gathering) == 2, timeout=LONG)
    assert arranged == []
    _let_go(gathering, qtbot, 2)
    settle(opened, qtbot)
    assert len(gathering) == 2
    assert len(arranged) == 1
    assert shown.list.rows.tally.on_wiki == 1


def test_rows_of_another_wiki_are_not_sent_before_they_are_known(opened, shown, gathering, qtbot):
    from app.core import targets

    opened.session.set_target(targets.resolve("commons"))
    assert shown.main_words() == ("Upload", "Your rows are being gathered")
    assert shown.list.rows.rowCount() == 4
    assert not opened.window.top.main.isEnabled()
    qtbot.waitUntil(lambda: bool(gathering), timeout=LONG)
    qtbot.waitUntil(lambda: not opened.session.checking, timeout=LONG)
    while not shown.rows.is_current:
        for _, held in list(gathering):
            held.set()
        qtbot.wait(10)
    assert shown.main_words()[0] == "Sign in"
    for _, held in list(gathering):
        held.set()
    settle(opened, qtbot)


def test_news_during_a_gathering_are_not_lost(opened, shown, gathering, qtbot):
    journal = opened.session.project.journal("practice")
    first = _ids(opened)[0]
    shown.reload()
    qtbot.waitUntil(lambda: bool(gathering), timeout=LONG)
    records = journal.records()
    journal.set(first, RowState.DONE)
    shown.sender_.rows_changed.emit(frozenset({first}))
    qtbot.waitUntil(lambda: shown.list.rows.of(first).state is RowState.DONE, timeout=LONG)
    known, journal._records = journal._records, records  # what the job saw was older
    gathering[0][1].set()
    shown.rows.gathered.connect(lambda _rows: setattr(journal, "_records", known))
    qtbot.waitUntil(lambda: journal._records is known, timeout=LONG)
    settle(opened, qtbot)
    assert shown.list.rows.of(first).state is RowState.DONE


def test_rows_asked_for_before_the_last_wish_are_not_shown(opened, shown, gathering, qtbot):
    shown.reload()
    qtbot.waitUntil(lambda: bool(gathering), timeout=LONG)
    told = []
    shown.rows.gathered.connect(told.append)
    shown.rows._soon.setInterval(300)  # time for what is under way to come first
    shown.reload()
    gathering[0][1].set()
    qtbot.waitUntil(lambda: len(gathering) == 2, timeout=LONG)
    assert told == []
    gathering[1][1].set()
    qtbot.waitUntil(lambda: len(told) == 1, timeout=LONG)
    settle(opened, qtbot)


def test_a_closed_project_is_not_shown_any_more(opened, shown, gathering, qtbot):
    shown.reload()
    qtbot.waitUntil(lambda: bool(gathering), timeout=LONG)
    opened.session.close()
    gathering[0][1].set()
    settle(opened, qtbot)
    assert shown.list.rows.rowCount() == 0
    assert shown.rows.is_empty


def test_the_end_of_a_run_leads_to_the_report_when_the_rows_are_known(
    opened, shown, gathering, qtbot
):
    shown.side.accept.box.setChecked(True)
    shown.main_pressed()
    report = opened.window.page("report")
    while opened.window.stack.currentWidget() is not report:
        for _, held in list(gathering):
            held.set()
        qtbot.wait(20)
    assert shown.list.rows.tally.pills["done"] == 3
    for _, held in list(gathering):
        held.set()
    settle(opened, qtbot)
