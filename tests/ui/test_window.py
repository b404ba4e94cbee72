"""The frame, the start page, dialogs: what a person can reach and what it is called."""

from __future__ import annotations

import ast
import dataclasses
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMenu, QPushButton, QWidget

from app.core import recent, text
from app.core.model import Target
from app.ui import thumbnails
from app.ui.checking import Checked
from app.ui.commands import MENUS
from app.ui.crash import CrashDialog
from app.ui.dialogs.confirm import Question
from app.ui.help import AboutDialog, KeysDialog
from app.ui.pages.forms import Scroll
from app.ui.parts import button
from tests.ui.conftest import settle, write_sheet

ROOT = Path(__file__).parents[2]
PUBLIC = Target("commons", "https://commons.wikimedia.org/w/api.php", label="Wikimedia Commons")


def nameless(window: QWidget) -> list[str]:
    """Controls that take focus and have no name for a screen reader."""
    found = []
    for widget in window.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisibleTo(window):
            continue
        if widget.objectName().startswith("qt_") or isinstance(widget, QMenu):
            continue
        if not widget.accessibleName() and not widget.windowTitle():
            found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found


def tab_round(window: QWidget, times: int = 150) -> set[QWidget]:
    """The widgets that Tab reaches."""
    seen = set()
    for _ in range(times):
        focus = window.focusWidget()
        if focus is not None:
            seen.add(focus)
        QTest.keyClick(focus or window, Qt.Key.Key_Tab)
    return seen


def test_everything_on_the_start_page_has_a_name_and_can_be_reached(program):
    assert nameless(program.window) == []
    reached = tab_round(program.window, 40)
    assert set(program.window.start.cards.values()) <= reached
    assert program.window.start.help in reached


def test_everything_on_the_sheet_page_has_a_name(opened):
    page = opened.window.page("describe")
    assert nameless(opened.window) == []
    page.find_bar.begin(replacing=True)
    assert nameless(opened.window) == []
    page.find_bar.leave()
    page.view.go_to(0, 1)
    page.view.go_to(2, 1, extend=True)
    assert nameless(opened.window) == []
    page.show_pictures()
    assert nameless(opened.window) == []


def test_no_focus_trap_on_the_sheet_page(opened):
    page = opened.window.page("describe")
    page.view.go_to(3, page.model.columnCount() - 1)
    page.view.rest.setFocus()
    reached = tab_round(opened.window, 60)
    assert len(reached) > 8
    assert any(page.panel.isAncestorOf(w) for w in reached)
    assert any(page.problems.isAncestorOf(w) for w in reached)
    assert any(opened.window.top.isAncestorOf(w) for w in reached)


def test_f6_goes_from_part_to_part(opened):
    page = opened.window.page("describe")
    page.view.frozen.setFocus()
    action = opened.context.commands.action("next-part")
    action.trigger()
    assert page.panel.isAncestorOf(opened.window.focusWidget())
    action.trigger()
    assert page.problems.isAncestorOf(opened.window.focusWidget())
    action.trigger()
    assert page.view.isAncestorOf(opened.window.focusWidget())


def test_each_menu_opens_by_a_letter_of_its_own(opened):
    words = [action.text() for action in opened.window.menuBar().actions()]
    letters = [word[word.index("&") + 1].casefold() for word in words]
    assert len(set(letters)) == len(MENUS)
    assert "".join(letters[:5]) == "fevsc"


def test_shift_f10_asks_for_the_menu_of_the_cell(opened, qtbot):
    view = opened.window.page("describe").view
    view.menu_wanted.disconnect()  # a menu that pops up needs a real screen
    table = opened.window.focusWidget()
    assert view.isAncestorOf(table)
    with qtbot.waitSignal(view.menu_wanted) as wanted:
        QTest.keyClick(table, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    assert table.rect().contains(table.mapFromGlobal(wanted.args[0]))


def test_the_strip_shows_only_rows_with_errors(opened, qtbot):
    page = opened.window.page("describe")
    errors = len(opened.session.findings.wrong_rows)
    assert 0 < errors < page.model.rowCount()
    page.problems.only.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == errors)


def test_lines_of_the_strip_that_say_the_same_stay(opened):
    strip = opened.window.page("describe").problems
    before = strip.lines
    opened.session.problems_changed.emit()
    assert before
    assert strip.lines is before


def test_the_keys_stay_in_the_strip_when_its_lines_change(opened):
    page = opened.window.page("describe")
    strip, checked = page.problems, opened.session.checked
    strip.lines[1].show_rows.setFocus()
    opened.session.checked = dataclasses.replace(checked, groups=checked.groups[1:])
    strip.refresh()
    assert [line.group for line in strip.lines] == list(checked.groups[1:])
    assert strip.lines[1].isAncestorOf(opened.window.focusWidget())
    opened.session.checked = Checked()
    strip.refresh()
    assert page.view.isAncestorOf(opened.window.focusWidget())


def test_nothing_is_said_to_be_well_before_it_was_looked_at(opened):
    strip = opened.window.page("describe").problems
    opened.session.checked = Checked()
    strip.refresh()
    assert strip._none.text() == text.t("problems.looking")
    assert strip._none_icon.isHidden()
    assert strip.only.isHidden()


def test_a_button_is_called_what_it_says_now(program):
    made = button(program.theme, "Change nothing", icon="check")
    made.setText("Change 3 cells")
    assert made.accessibleName() == "Change 3 cells"
    made.setText("")
    assert made.accessibleName() == "Change 3 cells"


@pytest.mark.parametrize("make", [
    lambda p: CrashDialog(p.theme, "text", p.window),
    lambda p: KeysDialog(p.theme, p.context.commands, p.window),
    lambda p: AboutDialog(p.theme, p.window),
])  # fmt: skip
def test_dialogs_have_names_and_end_with_escape(program, qtbot, make):
    dialog: QDialog = make(program)
    dialog.show()
    qtbot.waitExposed(dialog)
    assert nameless(dialog) == []
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    dialog.deleteLater()


def test_all_keys_are_read_without_scrolling_sideways(program, qtbot):
    dialog = KeysDialog(program.theme, program.context.commands, program.window)
    dialog.resize(program.theme.u(380), dialog.height())
    dialog.show()
    qtbot.waitExposed(dialog)
    area = dialog.findChild(Scroll)
    assert area.content.width() == area.viewport().width()
    assert area.content.height() == area.content.heightForWidth(area.content.width())
    labels = area.findChildren(QLabel)
    assert [made for made in labels if made.height() < made.heightForWidth(made.width())] == []
    assert max(made.height() for made in labels) > 2 * program.theme.u(14)
    dialog.close()
    dialog.deleteLater()


def test_the_question_has_room_for_its_buttons(program):
    long = "Upload 12 files to the wiki of the museum and of its friends in the whole country"
    made = Question(program.theme, program.window, title="?", sentence="", yes=long, no=long)
    made.show()
    assert made.width() >= made.yes.sizeHint().width() + made.no.sizeHint().width()
    made.close()
    made.deleteLater()


def test_the_cards_do_what_they_say(program, sheet, qtbot):
    program.context.ask.answer = None
    program.window.start.cards["open-sheet"].click()
    QTest.keyClick(program.window.start.cards["choose-folder"], Qt.Key.Key_Return)
    program.window.start.other.click()
    assert program.context.ask.asked == ["sheet", "folder", "project"]
    program.context.ask.answer = sheet
    with qtbot.waitSignal(program.session.opened, timeout=20_000):
        program.window.start.cards["open-sheet"].click()
    settle(program, qtbot)
    assert program.window.stack.currentWidget() is program.window.page("describe")


def test_the_sample_opens_in_a_copy(program, qtbot):
    with qtbot.waitSignal(program.session.opened, timeout=30_000):
        program.window.start.cards["try-sample"].click()
    settle(program, qtbot)
    assert len(program.session.rows) == 14
    assert "KABOCHA" not in str(program.session.project.path)
    assert thumbnails.sample_folder() not in program.session.project.path.parents
    assert len(program.session.findings.wrong_rows) == 2


def test_what_was_open_is_offered_again(opened, qtbot):
    path = opened.session.project.path
    opened.session.close()
    row = opened.window.start.recent_rows[0]
    assert row.recent.path == str(path)
    assert row.recent.rows == 4
    assert row.recent.state == "errors"
    with qtbot.waitSignal(opened.session.opened, timeout=20_000):
        QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    settle(opened, qtbot)


def test_forgetting_a_project_leaves_the_file(opened):
    path = opened.session.project.path
    opened.session.close()
    opened.window.start.recent_rows[0].forgotten.emit(str(path))
    assert opened.window.start.recent_rows == []
    assert path.exists()
    assert recent.read(opened.settings) == ()


def test_a_sheet_that_cannot_be_read_is_told_in_the_page(program, tmp_path, qtbot):
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    with qtbot.waitSignal(program.session.opening_failed, timeout=30_000) as told:
        program.session.open(broken)
    assert told.args[0] == "broken.xlsx"
    assert "error." not in told.args[1]
    assert program.window.start._notices.count() == 1


def test_dropping_a_sheet_opens_it(program, sheet, qtbot):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(sheet))])
    event = QDropEvent(
        QPointF(10, 10), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    with qtbot.waitSignal(program.session.opened, timeout=20_000):
        program.window.dropEvent(event)
    settle(program, qtbot)


def test_the_target_is_always_told(opened):
    window = opened.window
    assert window.band.isVisible()
    assert window.top.badge.accessibleDescription() == text.t("badge.practice")
    opened.session.set_target(PUBLIC)
    assert not window.band.isVisible()
    assert "Wikimedia Commons" in window.top.badge.accessibleName()
    assert window.top.badge.accessibleDescription() == text.t("badge.public")


def test_less_is_shown_with_big_text(opened, qtbot):
    window = opened.window
    assert window.level == 0
    opened.set_text_size(200)
    window.resize(1280, 800)
    assert window.level == 2
    assert not window.status.isVisible()
    assert not window.top.steps.isVisible()
    assert window.top.step_name.text() == "Describe"
    page = window.page("describe")
    tools = page.tools
    assert [b.text() for b in (*tools.buttons.values(), tools.panel)] == [""] * (
        len(tools.buttons) + 1
    )
    half = page.view.frozen
    qtbot.waitUntil(lambda: half.viewport().height() >= 3.5 * half.rowHeight(0))
    opened.set_text_size(100)
    window.resize(1440, 900)
    assert window.level == 0
    assert window.top.steps.isVisible()


def test_tools_that_do_not_fit_lose_their_words(opened):
    page = opened.window.page("describe")
    tools = page.tools
    page.show_pictures()
    chosen = tools.buttons["view-pictures"]
    wide = chosen.sizeHint().width()
    assert chosen.isChecked()
    page.show_table()
    assert chosen.sizeHint().width() == wide > QPushButton.sizeHint(chosen).width()
    for room, shown in ((4000, True), (460, False)):
        tools.set_level(0, panel_beside=False, room=room)
        assert tools.layout().totalMinimumSize().width() <= room
        assert bool(chosen.text()) is shown
    assert tools.more.isVisible()
    tools.set_level(0, panel_beside=True, room=page.width())
    assert not tools.more.isVisible()


def test_every_command_has_words_and_keys_are_given_once(program):
    keys = [c.key for menu in MENUS.values() for c in menu if c.key]
    assert len(keys) == len(set(keys))
    for menu in MENUS.values():
        for command in menu:
            if command.name != "-":
                assert text.has(f"command.{command.name}"), command.name
                assert program.context.commands.action(command.name).toolTip()


def test_a_command_that_cannot_be_done_says_why(program):
    action = program.context.commands.action("fill-down")
    assert not action.isEnabled()
    assert action.toolTip() == text.t("command.not-here")


def test_every_key_of_the_words_in_the_sources_exists():
    missing = []
    for path in [
        *(ROOT / "app" / "ui").rglob("*.py"),
        ROOT / "app/core/wording.py",
        ROOT / "app/core/readable.py",
    ]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("t", "n"):
                first = node.args[0]
                if isinstance(first, ast.Constant) and not text.has(first.value):
                    missing.append((path.name, first.value))
    assert missing == []


def test_no_lambda_in_connect():
    for path in (ROOT / "app" / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "connect":
                assert not any(isinstance(a, ast.Lambda) for a in node.args), path


def test_an_unexpected_error_closes_the_work_first_and_shows_a_text(program):
    order = []
    program.hook.show = lambda shown: order.append(shown) or True
    program.hook._before = lambda: order.append("journal closed")
    try:
        raise ValueError("password=secret1234 went wrong")
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    program.hook.last = ""
    assert order[0] == "journal closed"
    assert "ValueError" in order[1]
    assert "secret1234" not in order[1]


def test_the_crash_text_can_be_copied(program):
    dialog = CrashDialog(program.theme, "trace of it", program.window)
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == "trace of it"
    dialog.deleteLater()


def test_a_drawing_is_drawn_without_reaching_out(qapp, tmp_path):
    secret = tmp_path / "secret.png"
    from PIL import Image

    Image.new("RGB", (40, 40), (255, 0, 0)).save(secret)
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="40" height="40"><image xlink:href="{secret}" width="40" height="40"/></svg>'
    )
    image = thumbnails.draw_svg(svg.encode(), 40)
    assert image is None or image.pixelColor(20, 20).red() == 0


def test_a_plain_drawing_is_drawn(qapp):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10" fill="#00f"/></svg>'
    image = thumbnails.draw_svg(svg, 100)
    assert (image.width(), image.height()) == (100, 50)
    assert image.pixelColor(50, 25).blue() == 255
    assert thumbnails.draw_svg(b"<svg>" + b"<use/>" * 1000 + b"</svg>", 100) is None
    assert thumbnails.draw_svg(b"no svg", 100) is None


def test_right_to_left(qapp, qtbot, monkeypatch, sheet):
    from app.ui.application import Program
    from tests.ui.conftest import Answers, drop_later

    monkeypatch.setenv("KABOCHA_LANG", "qps-rtl")
    program = Program(qapp, ask=Answers(), workers=False)
    program.hook.show = lambda _text: True
    program.hook.install()
    program.window.resize(1200, 800)
    program.window.show()
    with qtbot.waitSignal(program.session.problems_changed, timeout=20_000):
        program.session.open(sheet)
    settle(program, qtbot)
    page = program.window.page("describe")
    assert program.window.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert page.view.frozen.mapTo(page.view, page.view.frozen.rect().topLeft()).x() > 300
    page.view.go_to(0, 1)
    page.view.frozen.setFocus()
    QTest.keyClick(page.view.frozen, Qt.Key.Key_Left)
    assert page.view.column == 2
    failed = program.hook.last
    program.close()
    program.window.close()
    program.window.deleteLater()
    drop_later()
    text.use("en")
    QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert not failed


def test_a_second_project_replaces_the_first(opened, tmp_path, qtbot):
    other = tmp_path / "other"
    other.mkdir()
    second = write_sheet(other, name="second.csv")
    with qtbot.waitSignal(opened.session.opened, timeout=20_000):
        opened.session.open(second)
    settle(opened, qtbot)
    assert opened.session.project.path.name == "second.csv.kabocha"
