"""The editor of a cell: a text that grows, with the keys of a spreadsheet."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QMouseEvent,
    QShowEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QScrollBar, QWidget

from app.ui.editors.desk import Asked, Desk
from app.ui.editors.drop import Drop
from app.ui.parts.labels import lead
from app.ui.theme import set_look


class How(Enum):
    """How an editor was opened."""

    KEY = auto()
    """F2, a menu: the text stays, the cursor at its end."""
    TYPING = auto()
    """What is typed replaces the text."""
    POINTER = auto()
    """The cursor goes to where the mouse is."""


EDGE = 3
"""Frame and margin around the text, beside the padding."""
ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
ARROWS = {
    Qt.Key.Key_Up: "arrow-up", Qt.Key.Key_Down: "arrow-down",
    Qt.Key.Key_Left: "arrow-left", Qt.Key.Key_Right: "arrow-right",
}  # fmt: skip
_LINE = Qt.KeyboardModifier.AltModifier
_FILL = Qt.KeyboardModifier.ControlModifier


def step_of(event: QKeyEvent) -> str | None:
    """Where a key leads that ends the editing; None for any other key."""
    key, keys = event.key(), event.modifiers()
    if key in ENTERS and keys & _FILL:
        return "fill"
    if key in ENTERS and not keys & _LINE:
        return "up" if keys & Qt.KeyboardModifier.ShiftModifier else "down"
    if key in TABS:
        return "back" if key == Qt.Key.Key_Backtab else "on"
    return "leave" if key == Qt.Key.Key_Escape else None


def arrow_of(event: QKeyEvent) -> str | None:
    """Where an arrow leads to the next cell; None for any other key."""
    plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return ARROWS.get(Qt.Key(event.key())) if plain else None


def is_inside(widget: QWidget | None, *places: QWidget | None) -> bool:
    """Whether a widget is one of the places or lies in one, also as a window of its own."""
    while widget is not None:
        if widget in places:
            return True
        widget = widget.parentWidget()
    return False


def keep_lines_whole(text: QPlainTextEdit) -> None:
    """Lines that are wrapped never move sideways, not even for the blank at their end."""
    bar = text.horizontalScrollBar()
    keeper = _Keeper(bar)
    bar.valueChanged.connect(keeper.keep)
    bar.rangeChanged.connect(keeper.keep)


class _Keeper(QObject):
    """Keeps a scroll bar where lines begin."""

    def __init__(self, bar: QScrollBar) -> None:
        super().__init__(bar)
        self._bar = bar

    def keep(self, *_ignored: int) -> None:
        """Go back there."""
        bar = self._bar
        bar.setValue(bar.maximum() if bar.isRightToLeft() else bar.minimum())


class CellEditor(QPlainTextEdit):
    """Edits a cell: Enter and Tab go on, Alt+Enter makes a line, Ctrl+Enter writes the text into all
    selected cells, Esc leaves it as it was.
    """

    ended = Signal(str)
    """Told once: down, up, on, back, one of `ARROWS` (saved), fill (saved in all selected cells), ""
    (saved, the focus is elsewhere), leave (not).
    """

    def __init__(self, desk: Desk, asked: Asked, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.desk, self.asked = desk, asked
        self.smallest = QRect()
        self.drop: Drop | None = None
        self.typed_over = False
        """Whether typing opened it in the sheet: arrows then go on to the next cell, as in any sheet,
        until F2 or the mouse says that they are for the text.
        """
        self._ended = False
        set_look(self, kind="cell")
        self.setAccessibleName(asked.words.name)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(1)
        option = self.document().defaultTextOption()
        option.setAlignment(lead())
        self.document().setDefaultTextOption(option)
        keep_lines_whole(self)
        self.textChanged.connect(self.grow)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_moved)

    def event(self, event: QEvent) -> bool:
        """Ctrl+Enter is for the cell, although a button of the window has it too."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and step_of(event) == "fill":
            event.accept()
            return True
        return super().event(event)

    # what the delegate asks -------------------------------------------------------------------

    def begin(self, text: str, how: How, at: QPoint | None = None) -> None:
        """Take the text of the cell; `at`: where the mouse is, in the editor."""
        self.setPlainText(text)
        if how is How.TYPING:
            self.selectAll()
        elif how is How.POINTER and at is not None:
            self.setTextCursor(self.cursorForPosition(at))
        else:
            self.moveCursor(QTextCursor.MoveOperation.End)

    def text(self) -> str:
        """What the cell is to hold."""
        return self.toPlainText()

    def lay_over(self, box: QRect) -> None:
        """Lie over the cell, as wide, and as high as the text needs."""
        self.smallest = QRect(box)
        self.setGeometry(box)
        self.grow()

    def grow(self) -> None:
        """As high as its text, down to the edge of the view."""
        if self.smallest.isNull() or self.parentWidget() is None:
            return
        lines = max(1, int(self.document().size().height()))
        wanted = lines * self.fontMetrics().lineSpacing() + 2 * (self.desk.theme.u(3) + EDGE) + 1
        room = self.parentWidget().height() - self.smallest.y()
        self.setFixedHeight(max(self.smallest.height(), min(wanted, max(room, 60))))

    def showEvent(self, event: QShowEvent) -> None:
        """Only now it is known how wide a line is."""
        super().showEvent(event)
        self.grow()

    def takes(self, event: QKeyEvent) -> bool:
        """Do what a key means here; False = it is for the text."""
        if self.typed_over and event.key() == Qt.Key.Key_F2:
            self.typed_over = False
            return True
        arrow = arrow_of(event)
        if arrow is not None and self.typed_over:
            self.end(arrow)
            return True
        if event.key() in ENTERS and event.modifiers() & _LINE and step_of(event) is None:
            self.insertPlainText("\n")
            return True
        step = step_of(event)
        if step is None:
            return False
        self.end(step)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Whoever goes into the text edits it."""
        self.typed_over = False
        super().mousePressEvent(event)

    def holds(self, widget: QWidget | None) -> bool:
        """Whether a widget belongs to the editor or to what it opened."""
        return is_inside(widget, self, self.drop)

    def end(self, step: str) -> None:
        """Be done; told once, whatever comes after."""
        if self._ended:
            return
        self._ended = True
        if step and not self.hasFocus():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ended.emit(step)

    def tell_readers(self, words: str) -> None:
        """Let screen readers say what changed below, while the focus stays in the text."""
        self.setAccessibleDescription(words)
        if words and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    # what opens below -------------------------------------------------------------------------

    def make_drop(self) -> Drop:
        """What opens below the cell, made when it is first wanted."""
        if self.drop is None:
            self.drop = Drop(self.desk.theme, self, self.asked.words.name)
            self.drop.left.connect(self.setFocus)
        return self.drop

    def replace_text(self, text: str) -> None:
        """Put another text in place of all, so that Ctrl+Z brings the old one back."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        """The focus left a field of what opened below: the text is saved."""
        if self.isVisible() and now is not None and not self.holds(now):
            self.end("")
