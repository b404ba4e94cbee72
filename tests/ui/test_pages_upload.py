"""The pages "Upload" and "Report", the sign-in: the real engine and the practice wiki."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QDialog

from app.core import events, paths, targets
from app.core.model import RowState
from app.ui.dialogs.confirm import Question
from app.ui.dialogs.help import HelpDialog
from app.ui.dialogs.settings import SettingsDialog
from app.ui.dialogs.sign_in import SignInDialog
from tests.ui.pages_help import LONG, accept_and_send, open_sample, page, texts
from tests.ui.test_window import nameless


@pytest.fixture
def sample(program, qtbot, tmp_path):
    open_sample(program, qtbot, tmp_path)
    return program


def _states(program):
    journal = program.session.project.journal("practice")
    return [journal.record(r.id).state for r in program.session.rows]


def test_before_the_start_there_is_a_summary_and_one_button(sample):
    upload = page(sample, "upload")
    assert upload.title.text() == "12 files are ready to send"
    words, why_not = upload.main_words()
    assert words == "Upload 12 files to the practice wiki"
    assert bool(why_not) == bool(upload.side.warnings())
    upload.side.accept.box.setChecked(True)
    assert upload.main_words() == (words, "")
    assert upload.side.target.currentData() == "practice"
    assert nameless(sample.window) == []


def test_the_sample_goes_to_the_practice_wiki_and_the_report_tells_it(sample, qtbot, tmp_path):
    assert accept_and_send(sample, qtbot) == "Upload 12 files to the practice wiki"
    assert _states(sample).count(RowState.DONE) == 12
    report = sample.window.page("report")
    qtbot.waitUntil(lambda: sample.window.stack.currentWidget() is report, timeout=LONG)
    assert report.title.text() == "12 of 14 files are on the practice wiki"
    assert [f.value.text() for f in report.figures][::3] == ["12", "2"]
    assert "Row 14" in texts(report)
    assert (paths.practice() / "log.jsonl").read_text("utf-8").count("\n") >= 12
    upload = page(sample, "upload")
    assert upload.title.text() == "12 of 14 files are on the practice wiki"
    pages = [i.page for i in upload.list.rows.items if i.state is RowState.DONE]
    assert all(p.startswith("http://127.0.0.1:") for p in pages)
    upload.copy.click()
    assert "Herring fleet" in QGuiApplication.clipboard().text()
    assert nameless(sample.window) == []


def test_report_files_are_written(sample, qtbot, tmp_path):
    accept_and_send(sample, qtbot)
    report = page(sample, "report")
    sample.context.ask.answer = tmp_path / "back.csv"
    report.takes["sheet"].click()
    qtbot.waitUntil(lambda: "back.csv is saved." in texts(report), timeout=LONG)
    with (tmp_path / "back.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [r["kabocha_state"] for r in rows].count("done") == 12
    assert rows[0]["kabocha_page"].startswith("http://127.0.0.1:")
    sample.context.ask.answer = tmp_path / "open.xlsx"
    report.save_open.click()
    qtbot.waitUntil(lambda: (tmp_path / "open.xlsx").exists(), timeout=LONG)
    sample.context.ask.answer = tmp_path / "report.html"
    report.takes["page"].click()
    qtbot.waitUntil(lambda: "report.html is saved." in texts(report), timeout=LONG)
    assert "Herring fleet" in (tmp_path / "report.html").read_text("utf-8")
    report.takes["words"].click()
    assert "12 files were sent to the practice wiki. Nothing" in QGuiApplication.clipboard().text()


def test_a_pause_stops_cleanly_and_it_goes_on_there(sample, qtbot):
    upload = page(sample, "upload")
    upload.side.accept.box.setChecked(True)
    sender = upload.sender_

    def pause_early(_rows):
        if sender.state == "sending":
            upload.pause.click()

    sender.rows_changed.connect(pause_early)
    sample.window.top.main.click()
    qtbot.waitUntil(lambda: sender.state in ("paused", "ended"), timeout=LONG)
    assert sender.state == "paused"
    done = _states(sample).count(RowState.DONE)
    assert done < 12
    assert upload.main_words() == ("Go on", "")
    assert "Paused" in upload.sentence.text()
    sender.rows_changed.disconnect(pause_early)
    with qtbot.waitSignal(sender.ended, timeout=LONG):
        sample.window.top.main.click()
    assert _states(sample).count(RowState.DONE) == 12
    sent = (paths.practice() / "log.jsonl").read_text("utf-8")
    assert sent.count('"upload"') == 12


def test_a_row_left_out_stays_here_until_it_is_put_back(sample, qtbot):
    upload = page(sample, "upload")
    first = next(i for i in upload.list.rows.items if i.state is RowState.READY)
    upload.do(first.row_id, "out")
    qtbot.waitUntil(lambda: upload.list.rows.of(first.row_id).left_out, timeout=LONG)
    assert upload.main_words()[0] == "Upload 11 files to the practice wiki"
    accept_and_send(sample, qtbot)
    assert _states(sample).count(RowState.DONE) == 11
    upload = page(sample, "upload")
    upload.do(first.row_id, "back")
    qtbot.waitUntil(
        lambda: upload.main_words()[0] == "Upload 1 file to the practice wiki", timeout=LONG
    )


@pytest.fixture
def closing(sample):
    """Closes the window while files seem to be sent; what was asked, and answered with no."""
    upload = page(sample, "upload")
    upload.sender_.state, upload.sender_._starting = "sending", True
    upload.reload()
    asked = []

    def answer():
        for widget in sample.application.topLevelWidgets():
            if isinstance(widget, Question) and widget.isVisible():
                asked.append(texts(widget))
                widget.reject()

    def close():
        asked.clear()
        QTimer.singleShot(0, answer)
        event = QCloseEvent()
        sample.window.closeEvent(event)
        assert not event.isAccepted()
        (said,) = asked
        return said

    yield close
    upload.sender_._starting, upload.sender_.state = False, "idle"
    upload.sender_.live.clear()


def test_closing_while_sending_tells_what_is_on_its_way_and_what_waits(sample, qtbot, closing):
    upload = sample.window.page("upload")
    ready = [i for i in upload.list.rows.items if i.sendable]

    def tell(item, state):
        upload.sender_._event(events.RowChanged(item.row_id, item.number, item.title, state))
        qtbot.waitUntil(lambda: upload.list.rows.of(item.row_id).state is state, timeout=LONG)

    assert "12 files still wait to be sent. Stop now?" in closing()
    tell(ready[0], RowState.SENDING)
    said = closing()
    assert "1 file is still on its way. Stop now?" in said
    assert "11 more wait for their turn. What is under way is finished safely" in said
    tell(ready[1], RowState.PUBLISHED)  # its data is to come
    tell(ready[2], RowState.DONE)
    tell(ready[3], RowState.FAILED)
    said = closing()
    assert "2 files are still on their way. Stop now?" in said
    assert "8 more wait for their turn." in said
    for item in (*ready[:2], *ready[4:]):
        tell(item, RowState.DONE)
    said = closing()
    assert "The upload is not over yet. Stop now?" in said
    assert "turn" not in said


def test_a_refused_sign_in_says_why_and_a_good_one_shows_the_rights(sample, qtbot):
    sender = sample.window.page("upload").sender_
    sender.host.when_up(lambda: None)
    qtbot.waitUntil(lambda: sender.host.served is not None, timeout=LONG)
    sample.session.set_target(targets.resolve(sender.host.served.api))
    upload = page(sample, "upload")
    assert upload.main_words() == ("Sign in", "")
    dialog = SignInDialog(sample.context, sender, sample.window)
    dialog.open()
    assert not dialog.main.isEnabled()
    dialog.user.setText("wrong@Kabocha")
    dialog.password.setText("nonsense")
    dialog.main.click()
    qtbot.waitUntil(lambda: "You are not signed in." in texts(dialog), timeout=LONG)
    assert "Copy both lines again" in texts(dialog)
    assert sender.account == ""
    dialog.user.setText("Museum@Kabocha")
    dialog.main.click()
    qtbot.waitUntil(lambda: dialog.result_ is not None, timeout=LONG)
    assert "Signed in as Museum" in texts(dialog)
    assert "May upload files" in texts(dialog)
    assert nameless(dialog) == []
    dialog.main.click()
    assert dialog.result() == QDialog.DialogCode.Accepted.value
    assert sender.account == "Museum"
    assert upload.main_words()[0].startswith("Upload 12 files to 127.0.0.1")


def test_settings_take_effect_at_once(sample):
    dialog = SettingsDialog(sample.context, sample.window)
    dialog.look_wanted.connect(sample.window.look_wanted)
    dialog.text_size_wanted.connect(sample.window.text_size_wanted)
    dialog.open()
    assert nameless(dialog) == []
    dialog.look.choose("dark")
    dialog.look.activated.emit(dialog.look.currentIndex())
    assert sample.theme.dark
    dialog.size_.choose(150)
    dialog.size_.activated.emit(dialog.size_.currentIndex())
    assert sample.settings.get("text-size") == 150
    dialog.accept()


def test_help_says_where_the_log_lies(sample):
    dialog = HelpDialog(sample.context, sample.window)
    dialog.open()
    assert "kabocha.log" in texts(dialog)
    assert nameless(dialog) == []
    dialog.accept()
