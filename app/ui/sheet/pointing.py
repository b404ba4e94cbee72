"""What the mouse does in the sheet: select across both halves, by heads too, fill, move columns."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication

from app.ui.sheet.filling import Filling
from app.ui.sheet.halves import Halves
from app.ui.sheet.model import PICTURE, TITLE
from app.ui.sheet.table import Table

Mode = Literal["", "cells", "rows", "columns", "fill", "move"]
BEAT_MS = 40
"""How often the sheet scrolls on while the mouse is held beside it."""
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class Pointing(QObject):
    """One press of the mouse, from where it went down to where it is let go."""

    def __init__(self, view: Halves, filling: Filling) -> None:
        super().__init__(view)
        self._view, self._filling = view, filling
        self.mode: Mode = ""
        self._from = QPoint()
        self._head = -1
        """Place of the column whose head was pressed."""
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT_MS)
        self._beat.timeout.connect(self._scroll)
        self._spot = QPoint()

    # cells ------------------------------------------------------------------------------------

    def press(self, table: Table, event: QMouseEvent) -> bool:
        """A button went down on a cell; True = that is all there is to it."""
        if event.button() != Qt.MouseButton.LeftButton:
            return self._other_button(table, event)
        view, spot = self._view, event.position().toPoint()
        if self._filling.spot(table).contains(spot):
            self._filling.begin()
            self._begin("fill", event.globalPosition().toPoint())
            return True
        index = table.indexAt(spot)
        if not index.isValid():
            return False
        view.went.emit()
        self._begin("cells", event.globalPosition().toPoint())
        place = view.columns.place(index.column())
        if event.modifiers() & _SHIFT:
            view.selecting.extend(index.row(), place)
            return True
        if event.modifiers() & _CONTROL:
            view.selecting.toggle(index.row(), place)
            return True
        view.selecting.start(index.row(), place)
        return False

    def _other_button(self, table: Table, event: QMouseEvent) -> bool:
        """The menu of a cell in the selection is that of the selection."""
        index = table.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.RightButton or not index.isValid():
            return False
        if not self._view.selection.isSelected(index):
            self._view.selecting.start(index.row(), self._view.columns.place(index.column()))
        return True

    def hover(self, table: Table, event: QMouseEvent) -> None:
        """The pointer is a cross over the handle."""
        over = self._filling.spot(table).contains(event.position().toPoint())
        shape = Qt.CursorShape.CrossCursor if over else Qt.CursorShape.ArrowCursor
        if table.viewport().cursor().shape() != shape:
            table.viewport().setCursor(shape)

    def double(self, table: Table, event: QMouseEvent) -> bool:
        """Twice on the handle fills down."""
        left = event.button() == Qt.MouseButton.LeftButton
        if not left or not self._filling.spot(table).contains(event.position().toPoint()):
            return False
        self.mode = ""
        self._filling.down()
        return True

    # heads ------------------------------------------------------------------------------------

    def press_row(self, row: int, event: QMouseEvent) -> None:
        """A row number was pressed."""
        keys = event.modifiers()
        self._view.went.emit()
        self._view.selecting.row(row, extend=bool(keys & _SHIFT), add=bool(keys & _CONTROL))
        self._begin("rows", event.globalPosition().toPoint())
        self._view.take_focus()

    def press_column(self, column: int, event: QMouseEvent) -> None:
        """The head of a column was pressed: one that is selected as a whole can be moved."""
        view, keys = self._view, event.modifiers()
        self._head = view.columns.place(column)
        view.went.emit()
        self._begin("columns", event.globalPosition().toPoint())
        if not keys and column != PICTURE and view.selecting.is_whole(self._head):
            self.mode = "move"
        else:
            self._choose_column(keys)
        view.take_focus()

    def _choose_column(self, keys: Qt.KeyboardModifier) -> None:
        view = self._view
        whole = next((r for r in range(view.rest.rowAt(0), view.selecting.last_row + 1)
                      if view.rest.rowViewportPosition(r) >= 0), 0)  # fmt: skip
        view.selecting.column(
            self._head, row=whole, extend=bool(keys & _SHIFT), add=bool(keys & _CONTROL)
        )

    # dragging ---------------------------------------------------------------------------------

    def _begin(self, mode: Mode, spot: QPoint) -> None:
        self.mode, self._from, self._spot = mode, spot, spot

    def drag(self, event: QMouseEvent) -> bool:
        """The mouse moves with the button down; True = that was ours."""
        if not self.mode:
            return False
        self._spot = event.globalPosition().toPoint()
        self._follow(event.modifiers())
        if self.mode != "move" and not self._room().contains(self._spot):
            self._beat.start()
        return True

    def _follow(self, keys: Qt.KeyboardModifier) -> None:
        view, mode = self._view, self.mode
        row, place = view.cell_near(self._spot)
        if row < 0:
            return
        if mode == "fill":
            self._filling.drag(row, place, self._spot, turned=bool(keys & _CONTROL))
        elif mode == "move":
            if (self._spot - self._from).manhattanLength() >= QApplication.startDragDistance():
                view.show_drop(self._gap())
        elif self._is_far():
            view.selecting.extend(row, place)

    def _is_far(self) -> bool:
        """A click with a trembling hand is no dragging."""
        start = self._view.cell_near(self._from)
        return start != self._view.cell_near(self._spot) or (
            self._view.selecting.extent != self._view.selecting.current
        )

    def release(self, event: QMouseEvent) -> bool:
        """The button went up; True = that was ours."""
        mode, self.mode = self.mode, ""
        self._beat.stop()
        if mode == "fill":
            self._filling.drop(turned=bool(event.modifiers() & _CONTROL))
        elif mode == "move":
            self._drop()
        clicked = mode == "cells" and self._view.selecting.extent == self._view.selecting.current
        return bool(mode) and not clicked  # a table deselects when it is let go beside its cells

    def leave(self) -> None:
        """Esc while the button is down."""
        self.mode = ""
        self._beat.stop()
        self._filling.leave()
        self._view.show_drop(-1)

    def _drop(self) -> None:
        view = self._view
        moved = (self._spot - self._from).manhattanLength() >= QApplication.startDragDistance()
        view.show_drop(-1)
        if moved:
            view.columns.move(view.columns.at(self._head), self._gap())
        else:
            self._choose_column(Qt.KeyboardModifier.NoModifier)

    def _gap(self) -> int:
        """The place in front of which the column would go."""
        place = self._view.cell_near(self._spot)[1]
        box = self._view.head_box(place)
        behind = self._spot.x() > box.center().x()
        if self._view.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            behind = not behind
        return max(TITLE, place + behind)

    # scrolling --------------------------------------------------------------------------------

    def _room(self) -> QRect:
        """Where the mouse can be without scrolling, on the screen."""
        view = self._view
        corner = view.rest.viewport().mapToGlobal(QPoint(0, 0))
        box = QRect(corner, view.rest.viewport().size())
        box |= QRect(view.frozen.viewport().mapToGlobal(QPoint(0, 0)), box.size())
        far = 1_000_000  # by heads it scrolls along them only
        if self.mode == "columns":
            box.adjust(0, -far, 0, far)
        elif self.mode == "rows":
            box.adjust(-far, 0, far, 0)
        return box

    def _scroll(self) -> None:
        """A step towards the mouse."""
        room, spot, view = self._room(), self._spot, self._view
        if not self.mode or room.contains(spot):
            self._beat.stop()
            return
        down = (spot.y() > room.bottom()) - (spot.y() < room.top())
        right = (spot.x() > room.right()) - (spot.x() < room.left())
        if view.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            right = -right
        for bar, step in ((view.rest.verticalScrollBar(), down),
                          (view.rest.horizontalScrollBar(), right),
                          (view.frozen.horizontalScrollBar(), min(right, 0))):  # fmt: skip
            bar.setValue(bar.value() + 2 * step * bar.singleStep())
        self._follow(QGuiApplication.keyboardModifiers())
