"""Steering a long upload: what is held back or goes first, at which hours, how long it will take."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.core import events
from app.core.model import RowState
from app.core.report import Forecast
from app.core.upload import Hours
from app.core.wiki import Account, Site
from app.ui.pages import upload_words
from app.ui.pages.sender_work import SignedIn
from app.ui.pages.upload_how import chosen, hours
from app.ui.pages.upload_items import actions
from app.ui.pages.upload_words import in_turns, moment, plan
from tests.ui.conftest import ROWS, settle, write_sheet
from tests.ui.pages_help import LONG, open_path, page

GOOD = [[*r[:3], "1890", *r[4:6], "cc0", r[7]] for r in ROWS]


@pytest.fixture
def upload(program, qtbot, tmp_path):
    open_path(program, qtbot, write_sheet(tmp_path, GOOD))
    settle(program, qtbot)
    shown = page(program, "upload")
    shown.side.accept.box.setChecked(True)
    return shown


@pytest.fixture
def moving(upload):
    """A page on which files seem to be on their way."""
    sender = upload.sender_
    sender.state, sender._starting = "sending", True
    upload.reload()
    yield upload
    sender._starting, sender.state = False, "idle"
    sender.live.clear()


def item(upload, place):
    return upload.list.rows.items[place]


def order(upload):
    rows = upload.list.rows
    return [rows.item(line).number for line in range(rows.rowCount())]


# -- held back, first -----------------------------------------------------------------------------


def test_a_waiting_file_can_be_held_back_and_let_go(moving, qtbot):
    first = item(moving, 0)
    assert actions(first) == ("first", "hold")
    moving.do(first.row_id, "hold")
    qtbot.waitUntil(lambda: item(moving, 0).held, timeout=LONG)
    assert actions(item(moving, 0)) == ("go",)
    assert "1 held back" in moving.pills["held"].accessibleName()
    assert not item(moving, 0).sendable
    moving.do(first.row_id, "go")
    qtbot.waitUntil(lambda: not item(moving, 0).held, timeout=LONG)


def test_a_file_can_be_sent_next_and_stands_above_the_others(moving, qtbot):
    last = item(moving, 3)
    moving.do(last.row_id, "first")
    qtbot.waitUntil(lambda: order(moving) == [5, 2, 3, 4], timeout=LONG)
    assert actions(item(moving, 3)) == ("hold",)


def test_a_held_file_stays_here_and_goes_when_it_is_let_go(program, upload, qtbot):
    sender, held = upload.sender_, item(upload, 1)
    sender.steering.hold([held.row_id])
    qtbot.waitUntil(lambda: item(upload, 1).held, timeout=LONG)
    assert upload.main_words()[0] == "Upload 3 files to the practice wiki"
    with qtbot.waitSignal(sender.ended, timeout=LONG):
        upload.main_pressed()
    program.window.go_to("upload")
    journal = program.session.project.journal("practice")
    states = [journal.record(r.id).state for r in program.session.rows]
    assert states.count(RowState.DONE) == 3
    assert states[1] is not RowState.DONE
    qtbot.waitUntil(lambda: item(upload, 1).held, timeout=LONG)
    upload.do(held.row_id, "go")
    qtbot.waitUntil(
        lambda: upload.main_words()[0] == "Upload 1 file to the practice wiki", timeout=LONG
    )
    with qtbot.waitSignal(sender.ended, timeout=LONG):
        upload.main_pressed()
    assert journal.record(held.row_id).state is RowState.DONE


def test_a_large_file_on_its_way_can_be_held_back(upload):
    going = replace(item(upload, 0), state=RowState.SENDING, size=10_000_000)
    assert actions(going) == ("hold",)
    assert actions(replace(going, size=100_000)) == ()


def test_what_the_wiki_holds_of_a_paused_file_still_counts(program, upload):
    row = item(upload, 1)
    journal = program.session.project.journal("practice")
    journal.set(
        row.row_id, RowState.QUEUED, title=row.title, sha1="a" * 40, size=8_000_000,
        filekey="key", offset=2_000_000, reason="cancelled", message="Stopped.",
    )  # fmt: skip
    upload.reload()
    shown = item(upload, 1)
    assert (shown.share, shown.message) == (0.25, "2.0 MB of 8.0 MB")
    upload.sender_.steering.hold([row.row_id])
    upload.reload()
    assert item(upload, 1).share == 0.25
    assert item(upload, 1).message.startswith("Held back by you.")
    journal.set(row.row_id, RowState.QUEUED, filekey=None, offset=0)
    upload.sender_.steering.let_go([row.row_id])
    upload.reload()
    assert (item(upload, 1).share, item(upload, 1).message) == (-1.0, "")


# -- how it is sent -------------------------------------------------------------------------------


def test_what_is_chosen_is_kept_and_goes_into_the_run(program, upload):
    how, settings = upload.side.how, program.context.settings
    assert hours(settings) is None
    assert how._hours.isHidden()
    how.only.box.click()
    how.start.choose("23:30")
    how.start.activated.emit(0)
    how.speed.choose(100_000)
    how.speed.activated.emit(0)
    made = chosen(upload.sender_._choice, settings)
    assert (made.hours, made.speed) == (Hours.parse("23:30-06:00"), 100_000)
    assert not how._hours.isHidden()


def test_it_cannot_be_changed_while_files_are_on_their_way(moving):
    how = moving.side.how
    moving.sender_.changed.emit()
    assert not how.speed.isEnabled()
    assert how.speed.toolTip().startswith("Pause first")


def test_the_page_says_that_it_waits_for_its_hour(program, upload, qtbot):
    now = datetime.now()
    begins = (now + timedelta(hours=2)).replace(minute=0)
    settings = program.context.settings
    settings.set("send-at-hours", True)
    settings.set("send-from", f"{begins:%H:%M}")
    settings.set("send-until", f"{begins + timedelta(hours=1):%H:%M}")
    sender = upload.sender_
    upload.main_pressed()
    qtbot.waitUntil(lambda: sender.wait is not None, timeout=LONG)
    assert sender.wait.reason == "hours"
    qtbot.waitUntil(lambda: f"at {begins:%H:%M}" in upload.sentence.text(), timeout=LONG)
    assert upload.sentence.text().startswith("Files are sent only in the hours you chose.")
    sender.pause()
    qtbot.waitUntil(lambda: sender.state == "paused", timeout=LONG)
    assert {i.state for i in upload.list.rows.items} <= {RowState.READY, RowState.QUEUED}


# -- how long -------------------------------------------------------------------------------------


def test_the_time_left_is_that_of_the_forecast(moving):
    clock = [0.0]
    sender = moving.sender_
    sender.forecast = Forecast({1: 1_000_000, 2: 1_000_000}, clock=lambda: clock[0])
    sender._event(events.RowChanged(1, 2, "A.png", RowState.SENDING))
    sender._event(events.Progressed(1, 0, 1_000_000))
    clock[0] = 100
    sender._event(events.Progressed(1, 250_000, 1_000_000))
    moving._show_head()
    words = moving.sentence.text()
    assert "About 12 minutes left: done about " in words
    sender._event(events.Progressed(1, 900_000, 1_000_000))
    moving._show_head()
    assert moving.sentence.text().endswith("About 2 minutes left.")


def test_the_accounts_limit_is_said_before_and_while_it_counts(upload, monkeypatch):
    sender = upload.sender_
    account = Account("Rosa", frozenset(), {"upload": (3, 4320)})
    site = Site("w", "W", "", 0, frozenset())
    sender.signed = SignedIn(sender.target, "Rosa", account, site)
    made = plan(sender, 10)
    assert in_turns(made.limited) == (
        "The wiki takes 3 files from your account now, the rest at 3 in 72 minutes."
    )
    assert made.seconds_by_limit == 3 * 4320
    upload.reload()
    assert "The wiki takes 3 files from your account now" in upload.sentence.text()
    assert "at the earliest" in upload.sentence.text()


def test_a_time_on_another_day_has_its_date():
    now = datetime.now().astimezone().replace(hour=12)
    assert moment(now) == f"{now:%H:%M}"
    assert moment(now + timedelta(days=1)).startswith(f"{now + timedelta(days=1):%Y-%m-%d} ")
    assert upload_words.LONG_S == 600
