"""One half of the sheet: a QTableView that leaves keys and clicks of the whole to the sheet."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QTableView, QWidget

from app.ui.context import Context
from app.ui.editors.base import How
from app.ui.sheet.headers import ColumnHeads, RowHeads


class Whole(Protocol):
    """What a half asks of the sheet."""

    def navigate(self, event: QKeyEvent) -> bool:
        """Do what a key means for the whole sheet; False = it means nothing there."""

    def extend_to(self, index: QModelIndex) -> None:
        """Choose from the anchor up to a cell."""

    def set_anchor(self, index: QModelIndex) -> None:
        """Where a selection begins."""


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
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed)
        self.verticalScrollBar().setSingleStep(context.theme.u(24))
        self.horizontalScrollBar().setSingleStep(context.theme.u(24))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the whole sheet first, then those of a table."""
        editing = self.state() == QAbstractItemView.State.EditingState
        if not editing and self._sheet.navigate(event):
            event.accept()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click with Shift chooses up to there, across both halves."""
        index = self.indexAt(event.position().toPoint())
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and index.isValid():
            self._sheet.extend_to(index)
            return
        super().mousePressEvent(event)
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self._sheet.set_anchor(index)

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

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Go where Enter or Tab wanted."""
        step = editor.property("step")
        super().closeEditor(editor, hint)
        if step:
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
