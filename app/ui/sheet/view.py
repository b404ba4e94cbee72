"""The sheet: its two halves, what keys and mouse do in them, and what it tells."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from app.ui.context import Context
from app.ui.sheet.filling import Filling
from app.ui.sheet.halves import Halves
from app.ui.sheet.keys import Keys
from app.ui.sheet.model import PICTURE, SheetModel
from app.ui.sheet.pointing import Pointing
from app.ui.sheet.table import Table

MANY = 300
QUIET_MS = 120
"""With so many rows selected it is told when nothing changed for so long: a hand that drags over
100,000 rows does not wait for who counts them.
"""


class SheetView(Halves):
    """The table that the page "Describe" shows."""

    current_changed = Signal()
    selection_changed = Signal()
    menu_wanted = Signal(object)
    head_menu_wanted = Signal(int, object)
    """Column, and the place on the screen."""

    filling: Filling
    keys: Keys
    pointing: Pointing

    def __init__(self, context: Context, model: SheetModel, parent: QWidget | None = None) -> None:
        super().__init__(context, model, parent)
        self.filling = Filling(self)
        self.keys = Keys(self)
        self.pointing = Pointing(self, self.filling)
        for half in self.halves:
            self._connect(half)
        self.frozen.row_heads.pressed.connect(self.pointing.press_row)
        self.frozen.row_heads.dragged.connect(self._dragged)
        self.frozen.row_heads.released.connect(self.pointing.release)
        self.frozen.row_heads.menu_wanted.connect(self._row_menu)
        self.frozen.heads.customContextMenuRequested.connect(self._frozen_head_menu)
        self.rest.heads.customContextMenuRequested.connect(self._rest_head_menu)
        self.selection.currentChanged.connect(self._current_changed)
        self.selection.selectionChanged.connect(self._selection_changed)
        self.columns.changed.connect(self._arrange)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self.selection_changed)
        self._kept: tuple[int, str] | None = None
        self._marked = [-1]
        """The rows at the edges of what is selected, and the current one."""
        model.modelAboutToBeReset.connect(self._keep_current)
        model.modelReset.connect(self._reset)
        model.layoutAboutToBeChanged.connect(self._hold_editors)
        model.layoutChanged.connect(self._selection_changed)
        model.layoutChanged.connect(self._go_on_editing)
        context.session.closing.connect(self.end_editing)
        self.set_size(context.settings.get("picture-size"))
        context.theme.bind(self, SheetView._scale)
        self._reset()

    def _connect(self, half: Table) -> None:
        half.focused.connect(self._focus_changed)
        half.stepped.connect(self.keys.step)
        half.menu_wanted.connect(self.menu_wanted)
        half.doubleClicked.connect(self._double_clicked)
        half.heads.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        half.heads.pressed.connect(self.pointing.press_column)
        half.heads.dragged.connect(self._dragged)
        half.heads.released.connect(self.pointing.release)
        half.addActions(self.context.commands.local())

    def _arrange(self) -> None:
        self._arrange_columns()
        if self.place >= 0 and self.columns.place(self.column) < 0:
            self.selecting.start(self.place, self.columns.nearest(self.column))
        self.repaint_halves()
        self._selection_changed()
        self.take_focus()

    # through a reset --------------------------------------------------------------------------

    def _reset(self) -> None:
        self.columns.load()
        self._arrange()
        QTimer.singleShot(0, self, self._to_start)
        self._selection_changed()
        self._go_on_editing()

    def _hold_editors(self) -> None:
        for delegate in self.delegates:
            delegate.hold()

    def _go_on_editing(self) -> None:
        """What was being typed goes on in its cell; where that is not shown any more, it is saved."""
        for half, delegate in zip(self.halves, self.delegates, strict=True):
            if delegate.typing is None:
                continue
            index = self._index_of(*delegate.typing)
            shown = index.isValid() and self.half(index.column()) is half
            if not shown:
                delegate.save_apart()
                half.setState(QAbstractItemView.State.NoState)
                half.setFocus(Qt.FocusReason.OtherFocusReason)
            elif delegate.waits:
                self._go_back()
                half.edit(index)
                delegate.go_on()

    def _index_of(self, row_id: int, column_id: int) -> QModelIndex:
        """The cell of a row and a column, if it is shown."""
        place = self.model.place_of(row_id)
        for column in self.columns.shown if place is not None else ():
            head = self.model.heads[column].column
            if head is not None and head.id == column_id:
                return self.model.index(place, column)
        return QModelIndex()

    def _keep_current(self) -> None:
        """Remember row and column through a reset, and what is being typed."""
        self._hold_editors()
        index = self.selection.currentIndex()
        place, column = index.row(), index.column()
        known = 0 <= place < self.model.rowCount() and 0 <= column < len(self.model.heads)
        head = self.model.heads[column].column if known else None
        self._kept = (self.model.id_at(place), head.header if head else "") if known else None

    def _go_back(self) -> None:
        """Make the remembered cell current again, else the first title."""
        if not self.model.rowCount():
            return
        row_id, header = self._kept or (-1, "")
        place, column = self.model.place_of(row_id), self.model.column_of(header)
        known = column is not None and self.columns.place(column) >= 0
        self.go_to(place if place is not None else 0, column if known else self.columns.first)

    def _to_start(self) -> None:
        """After a reset: the current cell, unless somebody chose one since; and from right to left
        the halves of another project begin scrolled to the wrong end.
        """
        if self._kept is None:
            for half in self.halves:
                bar = half.horizontalScrollBar()
                bar.setValue(bar.minimum())
        if self.selection.hasSelection():  # Qt makes a cell current by itself, but selects none
            self.bring_into_sight()
        else:
            self._go_back()

    # current cell and selection ---------------------------------------------------------------

    def places(self) -> list[int]:
        """Places of the rows with something selected, in order; the current one when none is."""
        return list(self.selecting.places())

    # what is told -----------------------------------------------------------------------------

    def _current_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        for delegate in self.delegates:
            delegate.current = QPersistentModelIndex(current)
            delegate.current_row = current.row()
        for index in (previous, current):
            self._repaint_rows(index.row(), index.row())
        self.current_changed.emit()

    def _selection_changed(self, *_ignored: object) -> None:
        blocks, places = self.selecting.rects(), self.selecting.places()
        source = self.filling.source()
        for delegate in self.delegates:
            delegate.whole_row = sum(block.size for block in blocks) <= 1
            delegate.chosen = places
            delegate.current = QPersistentModelIndex(self.selection.currentIndex())
            delegate.current_row = self.place
            delegate.handle = (source.bottom, self.columns.at(source.right)) if source else (-1, -1)
        self.frozen.row_heads.chosen = places
        several = sum(block.size for block in blocks) > 1
        chosen = frozenset(self.columns.at(p) for b in blocks for p in b.columns if several)
        for half in self.halves:
            if half.heads.chosen != chosen:
                half.heads.chosen = chosen
                half.heads.viewport().update()
        rows = [row for block in blocks for row in (block.top, block.bottom)]
        before, self._marked = self._marked, [*rows, self.place]
        self._repaint_rows(min(before + self._marked), max(before + self._marked))
        if sum(len(block.rows) for block in blocks) > MANY:
            self._quiet.start()
        else:
            self._quiet.stop()
            self.selection_changed.emit()

    def _repaint_rows(self, first: int, last: int) -> None:
        """Draw rows again, from one to another; there is none before 0."""
        first = max(first, 0)
        if last < first:
            return
        for half in self.halves:
            top = half.rowViewportPosition(first)
            bottom = half.rowViewportPosition(last) + half.rowHeight(last)
            for part in (half.viewport(), half.row_heads.viewport()):
                part.update(0, top, part.width(), bottom - top)

    def _focus_changed(self) -> None:
        active = any(h.hasFocus() for h in self.halves)
        for delegate in self.delegates:
            delegate.active = active
        self._repaint_rows(self.place, self.place)

    def _dragged(self, event: QMouseEvent) -> None:
        event.setAccepted(self.pointing.drag(event))

    def _double_clicked(self, index: QModelIndex) -> None:
        if index.column() == PICTURE:
            self.picture_wanted.emit()

    def _row_menu(self, row: int, spot: QPoint) -> None:
        if row not in self.selecting.places():
            self.selecting.row(row)
        self.menu_wanted.emit(spot)

    def _frozen_head_menu(self, point: QPoint) -> None:
        self._head_menu(self.frozen.heads, point)

    def _rest_head_menu(self, point: QPoint) -> None:
        self._head_menu(self.rest.heads, point)

    def _head_menu(self, heads: QHeaderView, point: QPoint) -> None:
        column = heads.logicalIndexAt(point)
        if column >= 0:
            self.head_menu_wanted.emit(column, heads.mapToGlobal(point))
