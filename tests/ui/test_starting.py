"""A start in two halves: the start page is painted, then the pages are loaded and made."""

import json
import os
import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.core.project import Project
from app.ui import furnishing, wiring
from app.ui.application import Program
from app.ui.commands import MENUS, SEPARATOR
from app.ui.help import AboutDialog
from app.ui.pages.page import STEPS
from app.ui.sheet.page import DescribePage
from app.ui.sheet.view import SheetView
from tests.ui.conftest import ROWS, Answers, drop_later, settle

NEVER = {"pandas", "numpy", "pywikibot", "xlsxwriter", "jinja2", "PIL"}
"""What is not even loaded when all pages are there."""
MOST_WIDGETS = 130
"""Made in one turn; all pages have four times as many."""
MOST_MODULES = 8
"""Loaded in one turn, of some 180."""
CLOSED_AT_ONCE = """
import sys
from app.ui import application

class Hasty(application.Program):
    def __init__(self, *values, **named):
        super().__init__(*values, **named)
        self.window.painted.connect(self.window.close)

application.Program = Hasty
sys.exit(application.run(sys.argv[1:]))
"""
TURNS_TOLD = """
import sys
from app.core.later import load
from app.ui import application, wiring
for name in wiring.ENGINE:
    load(name)
for name in wiring.WINDOW:
    before = set(sys.modules)
    load(name)
    print(*sorted(set(sys.modules) - before))
"""
LOADING_TOLD = """
import json, os, sys, threading
from importlib.abc import MetaPathFinder

class Watch(MetaPathFinder):
    loaded = []

    def find_spec(self, name, path=None, target=None):
        self.loaded.append((name, threading.current_thread() is threading.main_thread()))

sys.meta_path.insert(0, Watch())
from app.ui import application

class Telling(application.Program):
    def __init__(self, *values, **named):
        super().__init__(*values, **named)
        self.furnisher.done.connect(self.tell)
        self.session.problems_changed.connect(self.tell)

    def tell(self):
        if self.furnisher.finished and (len(sys.argv) == 1 or self.session.project):
            print(json.dumps(Watch.loaded), flush=True)
            os._exit(0)

application.Program = Telling
application.run(sys.argv[1:])
"""


@pytest.fixture
def begun(qapp):
    """A program of which nothing is shown yet."""
    font = qapp.font()
    made = Program(qapp, ask=Answers(), workers=False)
    made.hook.show = lambda _text: True
    made.hook.install()
    yield made
    failed = made.hook.last
    made.close()
    made.window.close()
    made.window.deleteLater()
    drop_later()
    qapp.setFont(font)
    assert not failed, failed


def pages(program):
    return [key for key in STEPS if key in program.window._pages]


def end(program):
    """Close it before the test is over; it is closed once only."""
    program.close()
    program.close = lambda: None


def child(*arguments):
    return subprocess.run(
        [sys.executable, *map(str, arguments)], capture_output=True, text=True, check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, timeout=60,
    )  # fmt: skip


def test_nothing_heavy_is_loaded_before_the_first_paint():
    done = child("-m", "tests.bench.starting", "kabocha")
    assert done.stderr == ""
    told = json.loads(done.stdout)
    assert told["heavy"] == []
    assert not NEVER & set(told["loaded"])


@pytest.mark.parametrize("with_sheet", [False, True], ids=["alone", "with a sheet"])
def test_classes_of_qt_are_made_in_the_window_thread_only(with_sheet, sheet):
    """Made in another, they bring PySide down while Qt asks for the meta object of a widget."""
    done = child("-c", LOADING_TOLD, *([sheet] if with_sheet else []))
    assert done.stderr == ""
    loaded = json.loads(done.stdout)
    beside = {name for name, in_window in loaded if not in_window}
    assert {"app.core.project", "app.core.checks"} <= beside
    assert not [name for name in beside if name.startswith(("PySide6", "shiboken6", "app.ui"))]
    in_window = {name for name, in_window in loaded if in_window}
    assert "app.ui.sheet.page" in in_window
    assert not {n for n in in_window if n.startswith("app.core")} & set(wiring.ENGINE)


def test_a_turn_loads_few_modules(begun):
    """All of them at once would hold the window up for half a second."""
    new = child("-c", TURNS_TOLD).stdout.splitlines()
    assert len(new) == len(wiring.WINDOW)
    assert max(len(names.split()) for names in new) <= MOST_MODULES
    assert all(names.startswith("app.ui.") for line in new for names in line.split())


def test_the_start_page_can_be_used_without_the_pages(begun):
    assert pages(begun) == []
    assert begun.window.stack.currentWidget() is begun.window.start
    for name in ("open-sheet", "try-sample", "settings", "help", "about"):
        assert begun.context.commands.action(name).isEnabled(), name
    assert not begun.context.commands.action("paste").isEnabled()


def test_the_key_of_the_main_button_opens_no_dialog_while_a_sheet_is_opened(begun):
    """Who presses it too early is still on the start page, where the first card has the keys."""
    card = begun.window.start.cards["open-sheet"]
    QTest.keyClick(card, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert begun.context.ask.asked == []
    QTest.keyClick(card, Qt.Key.Key_Return)
    QTest.keyClick(card, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert begun.context.ask.asked == ["sheet", "sheet"]


def test_a_page_that_is_asked_for_is_there(begun):
    assert isinstance(begun.window.page("describe"), DescribePage)
    assert pages(begun) == list(STEPS)
    assert begun.furnisher.finished


def test_pages_come_by_themselves_after_the_first_paint(begun, qtbot):
    with qtbot.waitSignal(begun.furnisher.done, timeout=20_000):
        begun.window.show()
        assert pages(begun) == []
    assert pages(begun) == list(STEPS)
    assert begun.window.stack.currentWidget() is begun.window.start


def test_a_step_makes_one_page_at_most_and_few_widgets(begun):
    """The window stands still for as long as a step makes widgets."""
    most = 0
    while not begun.furnisher.finished:
        before, widgets = len(pages(begun)), len(begun.window.findChildren(QWidget))
        begun.furnisher._step()
        assert len(pages(begun)) <= before + 1
        most = max(most, len(begun.window.findChildren(QWidget)) - widgets)
    assert 0 < most <= MOST_WIDGETS


def test_a_project_that_is_opened_half_way_finds_whole_pages(begun, sheet, qtbot):
    while not begun.window.findChildren(SheetView):
        begun.furnisher._step()
    assert pages(begun) == ["files"]
    with qtbot.waitSignal(begun.session.problems_changed, timeout=20_000):
        begun.session.open(sheet)
    settle(begun, qtbot)
    page = begun.window.page("describe")
    assert page.model.rowCount() == len(ROWS)
    assert page.panel._stack.currentIndex() == 1


def test_a_project_is_opened_before_the_pages_are_there(begun, sheet, qtbot):
    with qtbot.waitSignal(begun.session.problems_changed, timeout=20_000):
        begun.session.open(sheet)
        assert pages(begun) == []
        begun.window.show()
    settle(begun, qtbot)
    page = begun.window.stack.currentWidget()
    assert isinstance(page, DescribePage)
    assert page.model.rowCount() == len(ROWS)
    assert page.problems.lines


def test_an_opening_loads_in_its_own_thread(begun, sheet, qtbot, monkeypatch):
    """What a file on the command line still waits for does not hold the window up."""
    first = {}
    monkeypatch.setattr(
        furnishing, "load", lambda name: first.setdefault(name, threading.current_thread().name)
    )
    with qtbot.waitSignal(begun.session.opened, timeout=20_000):
        begun.session.open(sheet)
    assert set(first) == set(wiring.ENGINE)
    assert set(first.values()) == {"kabocha-open"}
    settle(begun, qtbot)


def test_an_opening_lets_the_window_make_its_pages_by_turns(begun, sheet, qtbot):
    prepare, seen = begun.session.prepare, []

    def watched():
        prepare()
        seen.append(begun.furnisher.finished)

    begun.session.prepare = watched
    begun.window.show()
    qtbot.waitUntil(lambda: begun.furnisher._job is not None, timeout=20_000)
    with qtbot.waitSignal(begun.session.opened, timeout=20_000):
        begun.session.open(sheet)
    assert seen == [True]
    settle(begun, qtbot)


def test_closed_while_a_file_is_opened(begun, sheet, monkeypatch):
    """The project is closed too: nobody holds it any more."""
    inside, go_on = threading.Event(), threading.Event()
    closed, close = [], Project.close
    monkeypatch.setattr(Project, "close", lambda self: (closed.append(self.name), close(self)))

    def prepare():
        inside.set()
        go_on.wait(20)

    begun.session.prepare = prepare
    begun.session.open(sheet)
    assert inside.wait(20)
    jobs = set(begun.jobs._jobs)
    begun.furnisher.close()
    for job in jobs:
        job.forget()
    go_on.set()
    end(begun)
    assert closed == ["album"]


def test_pages_hear_of_a_project_that_makes_them(begun, tmp_path, sheet):
    from app.core import opening

    opening.for_sending(sheet).project.close()
    begun.session.take(Project.open(next(tmp_path.glob("*.kabocha"))))
    assert begun.window.page("describe").model.rowCount() == len(ROWS)
    assert begun.window.top.isVisibleTo(begun.window)


def test_what_could_not_be_opened_is_told(begun, tmp_path, qtbot):
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    told = []
    begun.session.opening_failed.connect(lambda name, _why: told.append(name))
    with qtbot.waitSignal(begun.session.not_opened, timeout=20_000):
        begun.session.open(tmp_path / "broken.xlsx")
    assert told == ["broken.xlsx"]
    assert pages(begun) == list(STEPS)


def test_a_command_for_later_is_done_at_once(begun):
    begun.window.show()
    begun.context.commands.action("about").trigger()
    found = begun.window.findChildren(AboutDialog)
    assert len(found) == 1
    found[0].close()


def test_menus_have_their_icons_when_they_are_opened(begun):
    actions = [
        begun.context.commands.action(command.name)
        for commands in MENUS.values() for command in commands
        if command is not SEPARATOR and command.icon
    ]  # fmt: skip
    assert all(action.icon().isNull() for action in actions)
    begun.window.menuBar().actions()[0].menu().aboutToShow.emit()
    assert not any(action.icon().isNull() for action in actions)


@pytest.fixture
def loads(monkeypatch):
    """Three modules; to load the first takes until the start is given up."""
    asked, inside, jobs = [], threading.Event(), []

    def load(name):
        asked.append(name)
        inside.set()
        jobs[0].cancel.wait(20)

    monkeypatch.setattr(wiring, "ENGINE", ("kabocha_one", "kabocha_two", "kabocha_three"))
    monkeypatch.setattr(furnishing, "load", load)
    yield asked, inside, jobs
    assert not [t.name for t in threading.enumerate() if t.name == "kabocha-load"]


def test_closed_while_modules_are_loaded(loads, begun, qtbot):
    asked, inside, jobs = loads
    begun.furnisher.begin()
    jobs.append(begun.furnisher._job)
    assert inside.wait(20)
    begun.window.show()
    begun.window.close()
    end(begun)
    assert asked == ["kabocha_one"]
    qtbot.wait(0)
    assert pages(begun) == []


def test_closed_between_two_pages(begun, qtbot):
    while not pages(begun):
        begun.furnisher._step()
    end(begun)
    begun.furnisher._step()
    begun.furnisher.begin()
    assert pages(begun) == ["files"]
    assert not begun.jobs.busy


def test_a_process_that_is_closed_at_the_first_paint_ends_well(tmp_path, monkeypatch):
    monkeypatch.setenv("KABOCHA_HOME", str(tmp_path))
    done = child("-c", CLOSED_AT_ONCE)
    assert (done.returncode, done.stderr) == (0, "")
