"""Sending from the window against the practice wiki: what stops it, what goes on, what was there."""

from __future__ import annotations

import csv
import re
from dataclasses import replace

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent

from app.core import paths, recent
from app.core.model import RowState
from app.ui.dialogs.confirm import Question
from app.ui.pages.upload_items import actions
from app.ui.sheet.menus import sheet_menu
from tests.ui.conftest import ROWS, settle, write_sheet
from tests.ui.pages_help import LONG, open_path, open_sample, page, texts

GOOD = [[*r[:3], "1890", *r[4:6], "cc0", r[7]] for r in ROWS]


def _album(folder, rows=GOOD, name="album.csv"):
    folder.mkdir(exist_ok=True)
    return write_sheet(folder, rows, name)


def _open(program, qtbot, path):
    open_path(program, qtbot, path)
    settle(program, qtbot)
    return page(program, "upload")


def _states(program):
    journal = program.session.project.journal("practice")
    return [journal.record(r.id).state for r in program.session.rows]


def _log():
    path = paths.practice() / "log.jsonl"
    return path.read_text("utf-8") if path.exists() else ""


def _send(program, qtbot):
    upload = page(program, "upload")
    upload.side.accept.box.setChecked(True)
    words, why_not = upload.main_words()
    assert not why_not, why_not
    with qtbot.waitSignal(upload.sender_.ended, timeout=LONG):
        upload.main_pressed()
    return words


# -- what stops the whole sheet ----------------------------------------------------------------------


@pytest.fixture
def nameless_sheet(program, qtbot, tmp_path):
    """A sheet whose names stand in a column that nobody recognises."""
    path = _album(tmp_path / "a")
    text = path.read_text("utf-8").replace("path,name,", "path,zzz,", 1)
    path.write_text(text, "utf-8")
    _open(program, qtbot, path)
    return program


def test_a_sheet_without_names_cannot_be_sent_and_check_and_upload_say_why(nameless_sheet):
    upload = page(nameless_sheet, "upload")
    words, why_not = upload.main_words()
    assert words == "Upload"
    assert why_not == upload.sentence.text()
    assert why_not.startswith("No column says what the files are to be called.")
    assert upload.title.text() == "Nothing can be sent yet"
    assert not nameless_sheet.window.top.main.isEnabled()
    assert {i.state for i in upload.list.rows.items} == {RowState.DRAFT}
    check = page(nameless_sheet, "check")
    assert check.main_words()[1] == why_not
    assert (check.title.text(), check.sentence.text()) == ("Nothing can be sent yet", why_not)
    assert not nameless_sheet.window.top.main.isEnabled()


@pytest.mark.parametrize("key", ["check", "upload"])
def test_a_button_leads_to_where_the_sheet_is_mended(nameless_sheet, qtbot, key):
    shown = page(nameless_sheet, key)
    press = shown.columns if key == "check" else shown.head.mend
    assert press.isVisible()
    assert press.accessibleName() == "Look at the columns"
    press.click()
    assert nameless_sheet.window.stack.currentWidget() is nameless_sheet.window.page("files")
    session = nameless_sheet.session
    column = session.column("zzz")
    session.set_meaning(column.id, type(column.meaning).parse("name"), "Names")
    settle(nameless_sheet, qtbot)
    upload = page(nameless_sheet, "upload")
    assert upload.title.text() == "4 files are ready to send"
    assert not upload.head.mend.isVisible()


# -- the same files, sent from another project --------------------------------------------------------


@pytest.fixture
def sent_before(program, qtbot, tmp_path):
    """Four pictures on the practice wiki; now another project has them under other names."""
    _open(program, qtbot, _album(tmp_path / "a"))
    _send(program, qtbot)
    assert _states(program) == [RowState.DONE] * 4
    others = [[r[0], f"{r[1]}, once more", *r[2:]] for r in GOOD]
    _open(program, qtbot, _album(tmp_path / "b", others, "again.csv"))
    return program


def test_pictures_that_are_there_are_used_instead_of_sent(sent_before, qtbot, tmp_path):
    program = sent_before
    with qtbot.waitSignal(page(program, "upload").sender_.ended, timeout=LONG):
        upload = page(program, "upload")
        upload.side.accept.box.setChecked(True)
        upload.main_pressed()
    settle(program, qtbot)
    before = _log()
    upload = page(program, "upload")
    assert upload.title.text() == "No file was sent"
    assert upload.sentence.text().startswith("4 pictures are on the wiki already.")
    assert upload.head.use.accessibleName() == "Use the 4 pictures that are there"
    first = upload.list.rows.items[0]
    with qtbot.waitSignal(upload.sender_.used, timeout=LONG):
        upload.do(first.row_id, "use")
    settle(program, qtbot)
    assert upload.title.text() == "1 of 4 files are on the practice wiki"
    with qtbot.waitSignal(upload.sender_.used, timeout=LONG) as said:
        upload.head.use.click()
    assert said.args == [3, 0]
    settle(program, qtbot)
    assert upload.title.text() == "4 of 4 files are on the practice wiki"
    assert _states(program) == [RowState.DONE] * 4
    assert _log() == before
    report = page(program, "report")
    program.context.ask.answer = tmp_path / "back.csv"
    report.takes["sheet"].click()
    qtbot.waitUntil(lambda: "back.csv is saved." in texts(report), timeout=LONG)
    with (tmp_path / "back.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["kabocha_file"] == "File:Harbour seen from the hill, 1906.png"
    assert rows[0]["kabocha_page"].endswith("File:Harbour_seen_from_the_hill,_1906.png")
    assert rows[0]["kabocha_mid"].startswith("M")
    assert "nothing was sent" in rows[0]["kabocha_reason"]


def test_a_row_lets_go_of_the_file_it_points_to(sent_before, qtbot):
    upload = page(sent_before, "upload")
    first = upload.list.rows.items[0].row_id
    with qtbot.waitSignal(upload.sender_.used, timeout=LONG):
        upload.sender_.use([first])
    settle(sent_before, qtbot)
    assert upload.list.rows.of(first).state is RowState.DONE
    upload.do(first, "back")
    upload.reload()
    assert upload.list.rows.of(first).state is RowState.READY
    assert upload.list.rows.of(first).title.endswith("once more.png")


# -- paused, and all there ------------------------------------------------------------------------------


def _pause_after(upload, done):
    """Press pause as soon as so many rows are there."""

    def look(_rows):
        there = sum(v.state is RowState.DONE for v in upload.sender_.live.values())
        if upload.sender_.state == "sending" and there >= done:
            upload.pause.click()

    upload.sender_.rows_changed.connect(look)
    return look


def test_after_a_stop_and_close_the_start_page_says_paused_and_it_goes_on(program, qtbot, tmp_path):
    place = open_sample(program, qtbot, tmp_path)
    upload = page(program, "upload")
    upload.side.accept.box.setChecked(True)
    sender, asked = upload.sender_, []

    def answer():
        for widget in program.application.topLevelWidgets():
            if isinstance(widget, Question) and widget.isVisible():
                asked.append(texts(widget))
                widget.accept()

    def close(_rows):
        if asked or sum(v.state is RowState.DONE for v in sender.live.values()) < 2:
            return
        asked.append("")
        QTimer.singleShot(0, answer)
        event = QCloseEvent()
        program.window.closeEvent(event)
        assert event.isAccepted()

    sender.rows_changed.connect(close)
    upload.main_pressed()
    qtbot.waitUntil(lambda: program.session.project is None, timeout=LONG)
    sender.rows_changed.disconnect(close)
    assert re.search(r"still (on (its|their) way|waits? to be sent)\. Stop now\?", asked[1])
    told = recent.read(program.settings)[0]
    assert told.state == "paused"
    assert 2 <= told.count < 14
    program.window.start.refresh()
    row = program.window.start.recent_rows[0]
    assert f"Paused: {told.count} of 14 sent" in row.accessibleDescription()
    open_path(program, qtbot, next(iter(place.glob("*.xlsx"))))
    settle(program, qtbot)
    upload = page(program, "upload")
    assert sender.state == "paused"
    assert upload.main_words() == ("Go on", "")
    assert upload.sentence.text().startswith("Paused.")
    shown = "\n".join(upload.list.rows.data(upload.list.rows.index(i, 0), 11) for i in range(14))
    assert "Sending" not in shown
    assert upload.list.rows.items[0].state is RowState.DONE
    with qtbot.waitSignal(sender.ended, timeout=LONG):
        upload.main_pressed()
    assert _states(program).count(RowState.DONE) == 12
    assert _log().count('"upload"') == 12
    program.session.close()
    assert recent.read(program.settings)[0].state == "errors"


def test_all_there_is_said_on_the_start_page(program, qtbot, tmp_path):
    _open(program, qtbot, _album(tmp_path / "a"))
    _send(program, qtbot)
    program.session.close()
    row = program.window.start.recent_rows[0]
    assert "All on the practice wiki" in row.accessibleDescription()


def test_a_row_that_was_on_its_way_is_paused_not_sending(program, qtbot, tmp_path):
    upload = _open(program, qtbot, _album(tmp_path / "a"))
    journal = program.session.project.journal("practice")
    first = program.session.rows[0].id
    journal.set(first, RowState.SENDING)
    upload.reload()
    item = upload.list.rows.of(first)
    said = upload.list.rows.data(upload.list.rows.index(0, 0), 11)
    assert item.resting
    assert "Paused" in said
    assert "Sending" not in said


def test_two_projects_of_one_name_show_their_folders(program, qtbot, tmp_path):
    _open(program, qtbot, _album(tmp_path / "spring"))
    _open(program, qtbot, _album(tmp_path / "autumn"))
    program.session.close()
    first, second = program.window.start.recent_rows[:2]
    assert "autumn" in first.accessibleDescription()
    assert "spring" in second.accessibleDescription()


# -- how far it is -----------------------------------------------------------------------------------------


def test_the_bar_weighs_bytes_and_the_sentence_says_files_and_bytes(program, qtbot, tmp_path):
    upload = _open(program, qtbot, _album(tmp_path / "a"))
    ids = [i.row_id for i in upload.list.rows.items]
    _weigh(program, (900_000, 50_000, 30_000, 20_000))
    sender = upload.sender_
    sender.state, sender._starting = "sending", True
    sender.live[ids[1]] = _live(RowState.DONE)
    sender.live[ids[2]] = _live(RowState.DONE)
    sender.live[ids[0]] = _live(RowState.SENDING, 450_000, 900_000)
    upload.reload()
    accent = next(share for share, token in upload.bar._segments if token == "accent")
    assert accent == pytest.approx((450_000 + 50_000 + 30_000) / 1_000_000)
    assert upload.sentence.text() == "2 of 4 files, 530 kB of 1.0 MB sent."
    sender._starting, sender.state = False, "idle"
    sender.live.clear()


def _weigh(program, sizes):
    """Let the files be of these sizes."""
    checked = program.session.checked
    drafts = tuple(
        replace(draft, facts=replace(draft.facts, size=size))
        for draft, size in zip(checked.drafts, sizes, strict=True)
    )
    program.session.checked = replace(checked, drafts=drafts)


def _live(state, sent=0, total=0):
    from app.ui.pages.sender_work import Live

    return Live(state, sent=sent, total=total)


# -- left out ------------------------------------------------------------------------------------------


def test_leaving_out_a_row_with_an_error_makes_the_sheet_clean_and_undo_brings_it_back(
    opened, qtbot
):
    session = opened.session
    wrong = next(iter(session.findings.wrong_rows))
    assert session.leave_out([wrong]) == 1
    settle(opened, qtbot)
    assert session.findings.wrong_rows == frozenset()
    assert [p.code for p in session.findings.row(wrong)] == ["row-left-out"]
    assert session.checked.ready == 3
    upload = page(opened, "upload")
    assert upload.list.rows.of(wrong).left_out
    assert upload.main_words()[0] == "Upload 3 files to the practice wiki"
    assert opened.context.commands.action("undo").text() == "Undo: 1 row left out"
    opened.context.commands.action("undo").trigger()
    settle(opened, qtbot)
    assert session.findings.wrong_rows == {wrong}
    assert upload.list.rows.of(wrong).wrong


def test_upload_leaves_out_by_the_same_step_as_every_page(opened, qtbot):
    upload = page(opened, "upload")
    first = opened.session.rows[0].id
    upload.do(first, "out")
    settle(opened, qtbot)
    assert opened.session.left_out == {first}
    opened.session.undo()
    settle(opened, qtbot)
    assert opened.session.left_out == frozenset()
    assert upload.list.rows.of(first).state is RowState.READY


def test_a_row_on_its_way_is_not_left_out(opened, qtbot):
    said = []
    opened.session.failed.connect(said.append)
    opened.session.sending = True
    assert opened.session.leave_out([opened.session.rows[0].id]) == 0
    assert said == ["This row is on its way. Pause the upload first."]
    opened.session.sending = False


@pytest.mark.parametrize("press", ["row", "all"])
def test_check_leaves_rows_out_and_takes_them_back_in(opened, qtbot, press):
    check = page(opened, "check")
    assert check.group.code == "licence-missing"
    if press == "row":
        check.table.press(0, 1)
    else:
        assert check.out.accessibleName() == "Leave this row out"
        check.out.click()
    assert "1 row left out" in texts(check)
    settle(opened, qtbot)
    assert len(opened.session.left_out) == 1
    lines = [g for g in check.list.groups_model.lines if not isinstance(g, str)]
    left = next(g for g in lines if g.code == "row-left-out")
    assert "licence-missing" not in {g.code for g in lines}
    check.show_group(left)
    assert check.out.accessibleName() == "Take this row back in"
    assert check.table.rows.shown[0].buttons == ("Take back in",)
    if press == "row":
        check.table.press(0)
    else:
        check.out.click()
    settle(opened, qtbot)
    assert opened.session.left_out == frozenset()
    assert "licence-missing" in {p.code for p in opened.session.findings.problems}


def test_undo_of_the_notice_takes_rows_back_in(opened, qtbot):
    check = page(opened, "check")
    check.out.click()
    settle(opened, qtbot)
    check._notice_pressed("undo")
    settle(opened, qtbot)
    assert opened.session.left_out == frozenset()


# -- the wiki is asked on the page Check -----------------------------------------------------------------


def test_the_wikis_answers_stand_on_check_and_pictures_that_are_there_are_used(sent_before, qtbot):
    program = sent_before
    check = page(program, "check")
    with qtbot.waitSignal(check.sender_.asked_wiki, timeout=LONG) as said:
        check.ask.click()
    settle(program, qtbot)
    assert said.args[0] >= 4
    group = next(g for g in check.list.groups_model.lines if getattr(g, "code", "") == "duplicate")
    assert group.rows == 4
    assert check.ready.text() == "0 rows are ready to send"
    assert "things to look at." in texts(check)
    check.show_group(group)
    assert check.title.text() == "The picture is on the wiki already: 4 rows"
    assert check.use_there.accessibleName() == "Use the 4 pictures that are there"
    assert check.table.rows.shown[0].buttons == ("Use that one", "Leave out")
    with qtbot.waitSignal(check.sender_.used, timeout=LONG):
        check.table.press(0)
    settle(program, qtbot)
    assert check.table.rows.rowCount() == 3
    check.table.press(0, 1)
    settle(program, qtbot)
    assert len(program.session.left_out) == 1
    check.show_group(
        next(g for g in check.list.groups_model.lines if getattr(g, "code", "") == "duplicate")
    )
    with qtbot.waitSignal(check.sender_.used, timeout=LONG) as used:
        check.use_there.click()
    assert used.args == [2, 0]
    settle(program, qtbot)
    assert _states(program).count(RowState.DONE) == 3


def test_a_name_that_is_taken_on_the_wiki_is_found_and_mended(program, qtbot, tmp_path):
    _open(program, qtbot, _album(tmp_path / "a", GOOD[:1]))
    _send(program, qtbot)
    others = [GOOD[1], ["b.png", GOOD[0][1], *GOOD[1][2:]]]
    others[0] = ["a2.png", *GOOD[1][1:]]
    _open(program, qtbot, _album(tmp_path / "b", others, "other.csv"))
    check = page(program, "check")
    with qtbot.waitSignal(check.sender_.asked_wiki, timeout=LONG):
        check.ask.click()
    settle(program, qtbot)
    taken = next(g for g in check.list.groups_model.lines if getattr(g, "code", "") == "exists")
    check.show_group(taken)
    assert [s.row.number for s in check.table.rows.shown] == [3]
    check.table.press(0)
    settle(program, qtbot)
    assert "exists" not in {p.code for p in program.session.findings.problems}
    assert check.ready.text() == "1 row is ready to send"


def test_the_strip_and_the_menu_of_the_sheet_leave_rows_out(opened, qtbot):
    describe = page(opened, "describe")
    line = next(x for x in describe.problems.lines if x.group.code == "licence-missing")
    assert line.out.accessibleName() == "Leave this row out"
    line.out.click()
    settle(opened, qtbot)
    wrong = opened.session.left_out
    assert len(wrong) == 1
    line = next(x for x in describe.problems.lines if x.group.code == "row-left-out")
    line.out.click()
    settle(opened, qtbot)
    assert opened.session.left_out == frozenset()
    describe.view.go_to(0, 1)
    describe.view.go_to(1, 1, extend=True)
    menu = sheet_menu(describe, opened.context, describe.view, describe.fixes)
    next(a for a in menu.actions() if a.text() == "Leave these 2 rows out").trigger()
    assert opened.session.left_out == {r.id for r in opened.session.rows[:2]}
    menu.close()
    settle(opened, qtbot)
    menu = sheet_menu(describe, opened.context, describe.view, describe.fixes)
    next(a for a in menu.actions() if a.text() == "Take these 2 rows back in").trigger()
    menu.close()
    assert opened.session.left_out == frozenset()
    settle(opened, qtbot)


# -- a person answers ----------------------------------------------------------------------------------

ASKS = "JD Sørensen on the quay in the summer of 1906"
"""The wiki asks about names that begin like those of a camera."""


def _asked(program, qtbot, folder, *names):
    rows = [[r[0], name, *r[2:]] for r, name in zip(GOOD, names, strict=False)]
    _open(program, qtbot, _album(folder, rows))
    _send(program, qtbot)
    return page(program, "upload"), [r.id for r in program.session.rows]


def test_send_anyway_sends_the_row_that_was_asked_about_and_no_other(program, qtbot, tmp_path):
    upload, ids = _asked(program, qtbot, tmp_path / "a", ASKS, f"{ASKS}, again", GOOD[2][1])
    assert _states(program) == [RowState.ASKED, RowState.ASKED, RowState.DONE]
    item = upload.list.rows.of(ids[0])
    assert (item.reason, actions(item)[0]) == ("bad-prefix", "accept")
    with qtbot.waitSignal(upload.sender_.ended, timeout=LONG):
        upload.do(ids[0], "accept")
    settle(program, qtbot)
    assert _states(program) == [RowState.DONE, RowState.ASKED, RowState.DONE]
    record = program.session.project.journal("practice").record(ids[0])
    assert list(record.accepted) == ["bad-prefix"]


def test_what_is_accepted_during_a_run_is_sent_after_it(program, qtbot, tmp_path):
    upload, ids = _asked(program, qtbot, tmp_path / "a", ASKS, f"{ASKS}, again", GOOD[2][1])
    sender, pressed = upload.sender_, []

    def press(_rows):
        if not pressed and sender.sending:
            pressed.append(ids[1])
            upload.do(ids[1], "accept")
            assert upload.list.rows.of(ids[1]) is not None

    sender.rows_changed.connect(press)
    with qtbot.waitSignal(sender.ended, timeout=LONG):
        upload.do(ids[0], "accept")
    settle(program, qtbot)
    assert pressed
    assert _states(program) == [RowState.DONE] * 3


def test_a_refused_name_leads_to_the_cell_of_the_name(program, qtbot, tmp_path):
    upload = _open(program, qtbot, _album(tmp_path / "a"))
    row = program.session.rows[1]
    journal = program.session.project.journal("practice")
    journal.set(row.id, RowState.FAILED, reason="titleblacklist-forbidden", message="Not this one.")
    program.window.go_to("upload")
    upload.reload()
    assert actions(upload.list.rows.of(row.id)) == ("rename", "out", "again")
    upload.do(row.id, "rename")
    sheet = page(program, "describe")
    assert program.window.stack.currentWidget() is sheet
    name = program.session.project.column_for("name")
    assert sheet.model.column_of(name.header) == sheet.view.column
    assert sheet.model.place_of(row.id) == sheet.view.place


def test_try_again_sends_one_row(program, qtbot, tmp_path):
    upload = _open(program, qtbot, _album(tmp_path / "a"))
    ids = [r.id for r in program.session.rows]
    journal = program.session.project.journal("practice")
    journal.set(ids[1], RowState.FAILED, reason="internal_api_error", message="It broke.")
    upload.reload()
    assert actions(upload.list.rows.of(ids[1]))[0] == "again"
    with qtbot.waitSignal(upload.sender_.ended, timeout=LONG):
        upload.do(ids[1], "again")
    settle(program, qtbot)
    assert [s is RowState.DONE for s in _states(program)] == [False, True, False, False]


# -- very large text in a small window --------------------------------------------------------------------


def test_very_large_text_in_a_small_window_cuts_nothing_off(opened, qtbot):
    opened.window.text_size_wanted.emit(200)
    opened.window.resize(960, 600)
    upload = page(opened, "upload")
    settle(opened, qtbot)
    assert upload.main_words()[0] == "Upload 3 files"
    for words in (upload.title, upload.sentence):
        assert words.height() >= words.heightForWidth(words.width())
    for pill in upload.pills.values():
        assert pill.isHidden() or pill.width() >= pill.sizeHint().width()
    check = page(opened, "check")
    settle(opened, qtbot)
    for words in (check.title, check.sentence):
        assert words.height() >= words.heightForWidth(words.width())
    delegate = check.table.itemDelegate()
    box = check.table.visualRect(check.table.rows.index(0, 4))
    places = delegate.button_places(box, check.table.rows.shown[0], check.layoutDirection())
    assert all(box.contains(place) for place in places)
    strip = page(opened, "describe").problems
    settle(opened, qtbot)
    assert not strip.next.isHidden()
    assert strip.next.geometry().right() <= strip.fold.geometry().left()
    assert strip.fold.geometry().right() <= strip.width()
    opened.window.text_size_wanted.emit(100)
