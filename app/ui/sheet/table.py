"""One half of the sheet: a QTableView that leaves keys and clicks of the whole to the sheet."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QTableView, QWidget

from app.ui.context import Context
from app.ui.editors.base import How
from app.ui.sheet.delegate import CellDelegate
from app.ui.sheet.headers import ColumnHeads, RowHeads
from app.ui.sheet.model import SheetModel


class Filler(Protocol):
    """The fill handle, as a half needs it."""

    def paint(self, table: Table, painter: QPainter) -> None:
        """What is being filled, over the cells."""


class Keyboard(Protocol):
    """What the keys mean, as a half needs it."""

    def is_fill(self, event: QKeyEvent) -> bool:
        """Whether a key is ours although a button of the window has it."""

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means; False = nothing here."""

    def tab(self, *, back: bool) -> bool:
        """On or back; False at the ends of the sheet."""


class Mouse(Protocol):
    """What the mouse does, as a half needs it. True = that is all there is to it."""

    @property
    def mode(self) -> str:
        """What is being dragged, "" for nothing."""

    def press(self, table: Table, event: QMouseEvent) -> bool:
        """A button went down on a cell."""

    def double(self, table: Table, event: QMouseEvent) -> bool:
        """Twice."""

    def hover(self, table: Table, event: QMouseEvent) -> None:
        """No button is down."""

    def drag(self, event: QMouseEvent) -> bool:
        """The mouse moves with the button down."""

    def release(self, event: QMouseEvent) -> bool:
        """The button went up."""

    def leave(self) -> None:
        """Esc while the button is down."""


class Whole(Protocol):
    """What a half asks of the sheet."""

    filling: Filler
    keys: Keyboard
    pointing: Mouse

    def fill_with(self, text: str) -> None:
        """Write a text into all selected cells."""


class Table(QTableView):
    """One half of the sheet."""

    focused = Signal()
    stepped = Signal(str)
    """After an editor closed: down, up, on, back."""
    menu_wanted = Signal(object)
    """The place on the screen."""

    def __init__(self, context: Context, sheet: Whole, name: str) -> None:
        super().__init__()
        self._sheet = sheet
        self.setAccessibleName(name)
        self.heads = ColumnHeads(context.theme, self)
        self.setHorizontalHeader(self.heads)
        self.row_heads = RowHeads(context.theme, self)
        self.setVerticalHeader(self.row_heads)
        mode = QAbstractItemView.ScrollMode.ScrollPerPixel
        self.setHorizontalScrollMode(mode)
        self.setVerticalScrollMode(mode)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        """Qt then moves what is painted when it scrolls, and only what comes into sight is painted."""
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed)
        self.verticalScrollBar().setSingleStep(context.theme.u(24))
        self.horizontalScrollBar().setSingleStep(context.theme.u(24))

    def event(self, event: QEvent) -> bool:
        """Keys that mean something here although a button of the window has them too."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and self._sheet.keys.is_fill(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the whole sheet first, then those of a table."""
        if event.key() == Qt.Key.Key_Escape and self._sheet.pointing.mode:
            self._sheet.pointing.leave()
            return
        editing = self.state() == QAbstractItemView.State.EditingState
        if not editing and self._sheet.keys.press(event):
            event.accept()
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, following: bool) -> bool:
        """Tab goes to the next cell; at the ends of the sheet the focus goes on."""
        shown = self.isVisible() and self.isEnabled()
        if shown and self.hasFocus() and self._sheet.keys.tab(back=not following):
            return True
        return super().focusNextPrevChild(following)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """What is for both halves the sheet does."""
        if not self._sheet.pointing.press(self, event):
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging goes on into the other half."""
        if self._sheet.pointing.drag(event):
            return
        if not event.buttons():
            self._sheet.pointing.hover(self, event)
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The end of a press."""
        if not self._sheet.pointing.release(event):
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edits the cell; on the handle it fills down."""
        if not self._sheet.pointing.double(self, event):
            super().mouseDoubleClickEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cells, and over them what is being filled."""
        delegate, model = self.itemDelegate(), self.model()
        painter = QPainter(self.viewport())
        if isinstance(delegate, CellDelegate) and isinstance(model, SheetModel):
            delegate.paint_cells(painter, self, model, event.rect())
        self._sheet.filling.paint(self, painter)
        painter.end()

    def edit(self, *asked: object) -> bool | None:
        """Tell the delegate how: by typing, by the mouse, or by a key."""
        delegate = self.itemDelegate()
        event = asked[2] if len(asked) == 3 else None
        if isinstance(event, QMouseEvent):
            delegate.how, delegate.at = How.POINTER, event.globalPosition().toPoint()
        else:
            typed = len(asked) == 3 and asked[1] == QAbstractItemView.EditTrigger.AnyKeyPressed
            delegate.how, delegate.at = How.TYPING if typed else How.KEY, None
        return super().edit(*asked)

    def commitData(self, editor: QWidget) -> None:
        """Save what was typed: in this cell, or in all that are selected."""
        if editor.property("step") == "fill":
            self._sheet.fill_with(editor.text())
        else:
            super().commitData(editor)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Go where Enter or Tab wanted."""
        step = editor.property("step")
        super().closeEditor(editor, hint)
        if step and step != "fill":
            self.stepped.emit(step)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the sheet."""
        self.menu_wanted.emit(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The frame of the current cell gets its colour."""
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The frame of the current cell goes grey."""
        super().focusOutEvent(event)
        self.focused.emit()
