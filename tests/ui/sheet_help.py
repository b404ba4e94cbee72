"""A window with a sheet, for a whole file of tests: keys and mouse as from a person."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest

from app.ui.sheet.selecting import Rect
from tests.ui.conftest import HEADERS, Answers, drop_later

NO = Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)  # fmt: skip
LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key
ROWS = 12
TITLE, DESCRIPTION, DATE, AUTHOR, SOURCE, LICENCE, CATEGORIES, PATH = range(1, 9)


def start(qapp, folder, language=""):
    """The program with a sheet of twelve rows."""
    from app.ui.application import Program

    path = folder / "album.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(HEADERS)
        csv.writer(file).writerows(
            [
                f"{i}.jpg",
                f"A title of the album, {i}",
                f"text {i}",
                str(1900 + i),
                "",
                "",
                "cc0",
                "",
            ]
            for i in range(ROWS)
        )
    program = Program(qapp, ask=Answers(), workers=False)
    program.hook.show = lambda _text: True
    program.hook.install()
    program.window.resize(1440, 900)
    program.window.show()
    QTest.qWaitForWindowExposed(program.window)
    program.session.open(path)
    for _ in range(400):
        QTest.qWait(10)
        if program.session.rows and not program.jobs.busy and program.session.checked.drafts:
            break
    return program


def stop(program):
    failed = program.hook.last
    program.close()
    program.window.close()
    program.window.deleteLater()
    drop_later()
    assert not failed, failed


@pytest.fixture(scope="module")
def window(qapp, tmp_path_factory):
    """One for all tests of a file."""
    patch = pytest.MonkeyPatch()
    home = tmp_path_factory.mktemp("home")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        patch.setenv(name, str(home / name))
    made = start(qapp, tmp_path_factory.mktemp("album"))
    yield made
    stop(made)
    patch.undo()


@pytest.fixture
def sheet(window):
    """The sheet as it was at first, its first title current and with the focus."""
    yield from fresh(window)


def fresh(window):
    page = window.window.page("describe")
    view = page.view
    view.go_to(0, TITLE)
    focus(view)
    yield Person(window, page)
    leave_editor(view)
    while window.session.project.undo_label:
        window.session.undo()
    view.columns._order, view.columns._hidden, view.columns.frozen = [], set(), 2
    view.columns._moved()
    if page.model.filtered:
        page.filters.show_all()
    if page.model.sorted_by:
        page.model.sort(-1)


def focus(view):
    view.window().activateWindow()  # offscreen nobody does when a dialog has closed
    view.half(view.column).setFocus()


def leave_editor(view):
    widget = QCoreApplication.instance().focusWidget()
    if widget is not None and widget not in view.halves and view.isAncestorOf(widget):
        QTest.keyClick(widget, Key.Key_Escape)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Person:
    """Somebody at the sheet."""

    def __init__(self, program, page):
        self.program, self.page = program, page
        self.view, self.model, self.edits = page.view, page.model, page.edits

    @property
    def focus(self):
        return QCoreApplication.instance().focusWidget()

    @property
    def at(self):
        return self.view.place, self.view.column

    @property
    def cells(self):
        """Selected cells with texts (row, column), in reading order."""
        blocks = self.view.selecting.rects() or [Rect(*self.view.selecting.current * 2)]
        found = {(r, p) for b in blocks for r in b.rows for p in b.columns if p >= TITLE}
        return [(row, self.view.columns.at(place)) for row, place in sorted(found)]

    def go(self, row, column):
        self.view.go_to(row, column)
        focus(self.view)

    def key(self, key, keys=NO, times=1):
        for _ in range(times):
            QTest.keyClick(self.focus, key, keys)

    def type(self, text):
        for letter in text:
            QTest.keyClicks(self.focus, letter)

    def text(self, row, column):
        return self.model.text_at(row, column)

    def column(self, column, first=0, last=ROWS - 1):
        return [self.text(row, column) for row in range(first, last + 1)]

    def put(self, column, texts, first=0):
        """Texts into a column, as a step before the test's own."""
        self.model.change("x", {(first + i, column): text for i, text in enumerate(texts)})

    @property
    def steps(self):
        """How many steps can be undone; undoes and redoes them."""
        count = 0
        session = self.program.session
        while session.project.undo_label:
            session.undo()
            count += 1
        for _ in range(count):
            session.redo()
        return count

    # the mouse --------------------------------------------------------------------------------

    def spot(self, row, column):
        """The middle of a cell: the half's viewport, and where in it."""
        half = self.view.half(column)
        return half.viewport(), half.visualRect(self.model.index(row, column)).center()

    def click(self, row, column, keys=NO):
        place, spot = self.spot(row, column)
        QTest.mouseClick(place, LEFT, keys, spot)

    def handle(self):
        source = self.view.filling.source()
        half = self.view.half(self.view.columns.at(source.right))
        return half.viewport(), self.view.filling.spot(half).center()

    def drag(self, start, end, keys=NO, *, drop=True):
        """From one (widget, spot) to another, the widget that was pressed gets all events."""
        widget, spot = start
        goal = widget.mapFromGlobal(end[0].mapToGlobal(end[1]))
        QTest.mousePress(widget, LEFT, keys, spot)
        middle = (spot + goal) / 2
        for at in (middle, goal):
            move(widget, at, keys)
        if drop:
            QTest.mouseRelease(widget, LEFT, keys, goal)

    def head(self, column):
        heads = self.view.half(column).heads
        x = heads.sectionViewportPosition(column) + heads.sectionSize(column) // 2
        return heads.viewport(), QPoint(x, heads.height() // 2)

    def number(self, row):
        heads = self.view.frozen.row_heads
        y = heads.sectionViewportPosition(row) + heads.sectionSize(row) // 2
        return heads.viewport(), QPoint(heads.width() // 2, y)


def move(widget, spot, keys=NO):
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QMouseEvent

    QCoreApplication.sendEvent(
        widget,
        QMouseEvent(
            QEvent.Type.MouseMove, QPointF(spot), QPointF(widget.mapToGlobal(spot)),
            Qt.MouseButton.NoButton, LEFT, keys,
        ),
    )  # fmt: skip
