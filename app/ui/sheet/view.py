"""The table: two QTableViews on one model and one selection, picture and title stay in sight."""

from __future__ import annotations

import json

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QKeyEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QVBoxLayout,
    QWidget,
)

from app.core.model import MeaningKind
from app.core.text import t
from app.ui.context import Context
from app.ui.editors.desk import Desk
from app.ui.sheet.delegate import CellDelegate
from app.ui.sheet.model import PICTURE, TITLE, SheetModel
from app.ui.sheet.table import Table
from app.ui.theme import set_look

FROZEN = 2
SIZES = {"small": (32, 46, 1), "medium": (47, 64, 2), "large": (96, 120, 4)}
"""Row height, picture width, lines of text by picture size."""
WIDTHS = {"date": 122, "person": 150, "licence": 180, "wikitext": 240, "categories": 200}
FLAG = QItemSelectionModel.SelectionFlag


class SheetView(QWidget):
    """The two halves as one: current cell, selection, keys, sizes."""

    current_changed = Signal()
    selection_changed = Signal()
    picture_wanted = Signal()
    menu_wanted = Signal(object)
    head_menu_wanted = Signal(int, object)
    """Column, and the place on the screen."""

    def __init__(self, context: Context, model: SheetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.model = model
        self.size_name = "medium"
        self._anchor = QPersistentModelIndex()
        self._widths: dict[str, int] = {}
        self.frozen = Table(context, self, t("sheet.frozen"))
        self.rest = Table(context, self, t("sheet.rest"))
        self.selection = QItemSelectionModel(model, self)
        self._halves = (self.frozen, self.rest)
        desk = Desk(context, self)
        self.delegates = [CellDelegate(desk, half) for half in self._halves]
        for half, delegate in zip(self._halves, self.delegates, strict=True):
            half.setModel(model)
            half.setSelectionModel(self.selection)
            half.setItemDelegate(delegate)
            half.focused.connect(self._focus_changed)
            half.stepped.connect(self._step)
            half.menu_wanted.connect(self.menu_wanted)
            half.doubleClicked.connect(self._double_clicked)
            half.heads.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            half.heads.sectionResized.connect(self._resized)
            half.heads.sectionClicked.connect(self._column_clicked)
        self.frozen.heads.customContextMenuRequested.connect(self._frozen_head_menu)
        self.rest.heads.customContextMenuRequested.connect(self._rest_head_menu)
        self.frozen.row_heads.sectionClicked.connect(self._row_clicked)
        self._lay_out()
        self.selection.currentChanged.connect(self._current_changed)
        self.selection.selectionChanged.connect(self._selection_changed)
        self._kept: tuple[int, str] | None = None
        model.modelAboutToBeReset.connect(self._keep_current)
        model.modelReset.connect(self._reset)
        model.layoutChanged.connect(self._selection_changed)
        self._save = QTimer(self)
        self._save.setSingleShot(True)
        self._save.setInterval(600)
        self._save.timeout.connect(self._save_widths)
        self.set_size(context.settings.get("picture-size"))
        context.theme.bind(self, SheetView._scale)
        self._reset()

    def _lay_out(self) -> None:
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.frozen.setVerticalScrollBarPolicy(off)
        self.frozen.setHorizontalScrollBarPolicy(off)
        self.rest.row_heads.hide()
        for half in self._halves:
            half.verticalScrollBar().valueChanged.connect(self._scrolled)
            half.verticalScrollBar().rangeChanged.connect(self._level_halves)
        self.rest.horizontalScrollBar().rangeChanged.connect(self._fit_foot)
        self.setFocusProxy(self.frozen)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self.frozen, 1)
        self._foot = QWidget()
        self._foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(self._foot, ground="surface")
        self._foot.setFixedHeight(0)
        left.addWidget(self._foot)
        self._rule = _Rule(self.context)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left)
        row.addWidget(self._rule)
        row.addWidget(self.rest, 1)

    # sizes ------------------------------------------------------------------------------------

    def set_size(self, name: str) -> None:
        """Small, medium or large pictures."""
        self.size_name = name if name in SIZES else "medium"
        self.context.settings.set("picture-size", self.size_name)
        self._scale()

    def _scale(self) -> None:
        u = self.context.theme.u
        height, picture, lines = SIZES[self.size_name]
        line = self.fontMetrics().lineSpacing()
        for half, delegate in zip(self._halves, self.delegates, strict=True):
            delegate.lines = lines
            least = u(height) if self.context.theme.scale <= 1.4 else u(height * 0.8)
            wanted = max(least, lines * line + u(4))
            half.row_heads.setMinimumSectionSize(u(20))
            half.row_heads.setDefaultSectionSize(wanted)
            half.heads.setMinimumSectionSize(u(40))
        self._set_width(PICTURE, u(picture))
        self._apply_widths()

    def _reset(self) -> None:
        project = self.context.session.project
        self._widths = {}
        if project is not None:
            try:
                saved = json.loads(project.setting("column-widths", "{}"))
                self._widths = {str(k): int(v) for k, v in saved.items()}
            except (ValueError, AttributeError):
                self._widths = {}
        for column in range(self.model.columnCount()):
            self.frozen.setColumnHidden(column, column >= FROZEN)
            self.rest.setColumnHidden(column, column < FROZEN)
        self._scale()
        QTimer.singleShot(0, self, self._to_start)
        self._selection_changed()

    def _keep_current(self) -> None:
        """Remember row and column through a reset."""
        place, column = self.place, self.column
        known = 0 <= place < self.model.rowCount() and 0 <= column < len(self.model.heads)
        head = self.model.heads[column].column if known else None
        self._kept = (self.model.id_at(place), head.header if head else "") if known else None

    def _go_back(self) -> None:
        """Make the remembered cell current again, else the first title."""
        if not self.model.rowCount():
            return
        row_id, header = self._kept or (-1, "")
        place, column = self.model.place_of(row_id), self.model.column_of(header)
        first = min(TITLE, self.model.columnCount() - 1)
        self.go_to(place if place is not None else 0, first if column is None else column)

    def _to_start(self) -> None:
        """After a reset: the current cell; and from right to left the right half begins scrolled
        to the wrong end.
        """
        self._go_back()
        bar = self.rest.horizontalScrollBar()
        bar.setValue(bar.minimum())

    def _apply_widths(self) -> None:
        u = self.context.theme.u
        for column, head in enumerate(self.model.heads):
            if head.column is None:
                continue
            kind = head.column.meaning.kind
            wide = 206 if column == TITLE else WIDTHS.get(head.words.kind, 160)
            if kind is MeaningKind.CAPTION:
                wide = 220
            self._set_width(column, u(self._widths.get(head.column.header, wide)))
        self._fit_frozen()

    def _set_width(self, column: int, wide: int) -> None:
        for half in self._halves:
            blocked = half.heads.blockSignals(True)
            half.setColumnWidth(column, wide)
            half.heads.blockSignals(blocked)

    def _resized(self, column: int, _old: int, new: int) -> None:
        if new <= 0 or column >= len(self.model.heads):
            return
        head = self.model.heads[column]
        if head.column is not None:
            self._widths[head.column.header] = round(new / self.context.theme.scale)
            self._save.start()
        self._fit_frozen()

    def _save_widths(self) -> None:
        project = self.context.session.project
        if project is not None:
            project.set_setting("column-widths", json.dumps(self._widths))

    def _fit_frozen(self) -> None:
        wide = self.frozen.row_heads.width() or self.context.theme.u(62)
        for column in range(min(FROZEN, self.model.columnCount())):
            wide += self.frozen.columnWidth(column)
        self.frozen.setFixedWidth(min(wide, max(self.width() - self.context.theme.u(160), 200)))

    def _scrolled(self, value: int) -> None:
        """Both halves always show the same rows: one that cannot follow takes the other back."""
        for half in self._halves:
            half.verticalScrollBar().setValue(value)
        self._level_halves()

    def _level_halves(self, *_ignored: object) -> None:
        left, right = (half.verticalScrollBar() for half in self._halves)
        if left.value() != right.value():
            lower = min(left.value(), right.value(), left.maximum(), right.maximum())
            left.setValue(lower)
            right.setValue(lower)

    def _fit_foot(self, least: int, most: int) -> None:
        bar = self.rest.horizontalScrollBar()
        self._foot.setFixedHeight(bar.sizeHint().height() if most > least else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The frozen half never takes all the room."""
        super().resizeEvent(event)
        self._fit_frozen()

    # current cell and selection ---------------------------------------------------------------

    @property
    def place(self) -> int:
        """Place of the current row, -1 for none."""
        return self.selection.currentIndex().row()

    @property
    def column(self) -> int:
        """The current column, -1 for none."""
        return self.selection.currentIndex().column()

    def go_to(self, place: int, column: int, *, extend: bool = False) -> None:
        """Make a cell the current one and bring it into sight."""
        index = self.model.index(place, column)
        if not index.isValid():
            return
        if extend:
            self.extend_to(index)
        else:
            self.selection.setCurrentIndex(index, FLAG.ClearAndSelect)
            self._anchor = QPersistentModelIndex(index)
        half = self._half(column)
        half.scrollTo(index)
        self.frozen.scrollTo(self.model.index(place, PICTURE))
        if any(h.hasFocus() for h in self._halves) and not half.hasFocus():
            half.setFocus(Qt.FocusReason.OtherFocusReason)

    def bring_into_sight(self) -> None:
        """Scroll to the current cell, after rows came or went."""
        for half in self._halves:
            half.doItemsLayout()
        index = self.selection.currentIndex()
        if index.isValid():
            self._half(index.column()).scrollTo(index)
            self.frozen.scrollTo(self.model.index(index.row(), PICTURE))

    def set_anchor(self, index: QModelIndex) -> None:
        """Where a selection with Shift begins."""
        self._anchor = QPersistentModelIndex(index)

    def extend_to(self, index: QModelIndex) -> None:
        """Choose everything between the anchor and a cell."""
        anchor = self._anchor if self._anchor.isValid() else self.selection.currentIndex()
        if not anchor.isValid():
            self.go_to(index.row(), index.column())
            return
        rows = sorted((anchor.row(), index.row()))
        columns = sorted((anchor.column(), index.column()))
        first = self.model.index(rows[0], columns[0])
        last = self.model.index(rows[1], columns[1])
        self.selection.setCurrentIndex(index, FLAG.NoUpdate)
        self.selection.select(QItemSelection(first, last), FLAG.ClearAndSelect)

    def places(self) -> list[int]:
        """Places of the rows with something selected, in order; the current one when none is."""
        found: set[int] = set()
        for part in self.selection.selection():
            found.update(range(part.top(), part.bottom() + 1))
        if not found and self.place >= 0:
            found.add(self.place)
        return sorted(found)

    def cells(self) -> list[tuple[int, int]]:
        """Selected cells (place, column) that hold text, in reading order."""
        found: set[tuple[int, int]] = set()
        for part in self.selection.selection():
            columns = range(max(part.left(), TITLE), part.right() + 1)
            found.update((r, c) for r in range(part.top(), part.bottom() + 1) for c in columns)
        if not found and self.place >= 0 and self.column >= TITLE:
            found.add((self.place, self.column))
        return sorted(found)

    def _half(self, column: int) -> Table:
        return self.frozen if column < FROZEN else self.rest

    def _current_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        for delegate in self.delegates:
            delegate.current = QPersistentModelIndex(current)
            delegate.current_row = current.row()
        for index in (previous, current):
            if index.isValid():
                self._repaint_row(index.row())
        self.current_changed.emit()

    def _selection_changed(self, *_ignored: object) -> None:
        places = self.places()
        cells = sum(
            (p.bottom() - p.top() + 1) * (p.right() - p.left() + 1)
            for p in self.selection.selection()
        )
        for delegate in self.delegates:
            delegate.whole_row = cells <= 1
            delegate.chosen = frozenset(places)
            delegate.current = QPersistentModelIndex(self.selection.currentIndex())
            delegate.current_row = self.place
        self.frozen.row_heads.chosen = frozenset(places)
        self.frozen.row_heads.viewport().update()
        for half in self._halves:
            half.viewport().update()
        self.selection_changed.emit()

    def _repaint_row(self, place: int) -> None:
        for half in self._halves:
            y, high = half.rowViewportPosition(place), half.rowHeight(place)
            half.viewport().update(0, y, half.viewport().width(), high)
        self.frozen.row_heads.viewport().update()

    def _focus_changed(self) -> None:
        active = any(h.hasFocus() for h in self._halves)
        for delegate in self.delegates:
            delegate.active = active
        if self.place >= 0:
            self._repaint_row(self.place)

    def _row_clicked(self, place: int) -> None:
        self._anchor = QPersistentModelIndex(self.model.index(place, PICTURE))

    def _column_clicked(self, column: int) -> None:
        if self.model.rowCount():
            first = self.model.index(0, column)
            last = self.model.index(self.model.rowCount() - 1, column)
            self.selection.setCurrentIndex(first, FLAG.NoUpdate)
            self.selection.select(QItemSelection(first, last), FLAG.ClearAndSelect)
            self._anchor = QPersistentModelIndex(first)

    def _double_clicked(self, index: QModelIndex) -> None:
        if index.column() == PICTURE:
            self.picture_wanted.emit()

    def _frozen_head_menu(self, point: QPoint) -> None:
        self._head_menu(self.frozen.heads, point)

    def _rest_head_menu(self, point: QPoint) -> None:
        self._head_menu(self.rest.heads, point)

    def _head_menu(self, heads: QHeaderView, point: QPoint) -> None:
        column = heads.logicalIndexAt(point)
        if column >= 0:
            self.head_menu_wanted.emit(column, heads.mapToGlobal(point))

    # keys -------------------------------------------------------------------------------------

    def navigate(self, event: QKeyEvent) -> bool:
        """Arrows, Home, End, Page, Tab and Enter, over both halves. True = done."""
        keys = event.modifiers()
        control = bool(keys & Qt.KeyboardModifier.ControlModifier)
        shift = bool(keys & Qt.KeyboardModifier.ShiftModifier)
        if keys & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
            return False
        key = event.key()
        if key == Qt.Key.Key_Space and not (control or shift):
            self.picture_wanted.emit()
            return True
        if key == Qt.Key.Key_A and control and self.model.rowCount():
            self._choose_all()
            return True
        goal = self._goal(key, control=control)
        if goal is None:
            return self._enter_or_tab(key, shift=shift)
        self.go_to(*goal, extend=shift)
        return True

    def _choose_all(self) -> None:
        last = self.model.index(self.model.rowCount() - 1, self.model.columnCount() - 1)
        self.selection.select(QItemSelection(self.model.index(0, 0), last), FLAG.ClearAndSelect)

    def _goal(self, key: int, *, control: bool) -> tuple[int, int] | None:
        """The cell a key leads to."""
        if self.place < 0:
            return None
        last_row, last_column = self.model.rowCount() - 1, self.model.columnCount() - 1
        place, column = self.place, self.column
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            key = {Qt.Key.Key_Left: Qt.Key.Key_Right, Qt.Key.Key_Right: Qt.Key.Key_Left}.get(
                Qt.Key(key), key
            )
        page = max(1, self.rest.viewport().height() // max(1, self.rest.rowHeight(place)) - 1)
        jumps = {
            Qt.Key.Key_Up: (0 if control else max(0, place - 1), column),
            Qt.Key.Key_Down: (last_row if control else min(last_row, place + 1), column),
            Qt.Key.Key_Left: (place, PICTURE if control else max(0, column - 1)),
            Qt.Key.Key_Right: (place, last_column if control else min(last_column, column + 1)),
            Qt.Key.Key_PageUp: (max(0, place - page), column),
            Qt.Key.Key_PageDown: (min(last_row, place + page), column),
            Qt.Key.Key_Home: (0 if control else place, TITLE),
            Qt.Key.Key_End: (last_row if control else place, last_column),
        }
        return jumps.get(Qt.Key(key))

    def _enter_or_tab(self, key: int, *, shift: bool) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._step("up" if shift else "down")
            return True
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            back = key == Qt.Key.Key_Backtab or shift
            at_end = (
                self.place >= self.model.rowCount() - 1
                and self.column >= self.model.columnCount() - 1
            )
            at_start = self.place <= 0 and self.column <= TITLE
            if (back and at_start) or (not back and at_end) or self.place < 0:
                return False
            self._step("back" if back else "on")
            return True
        return False

    def _step(self, step: str) -> None:
        place, column = self.place, self.column
        last = self.model.columnCount() - 1
        if step in ("down", "up"):
            place += 1 if step == "down" else -1
        elif step == "on":
            place, column = (place, column + 1) if column < last else (place + 1, TITLE)
        else:
            place, column = (place, column - 1) if column > TITLE else (place - 1, last)
        self.go_to(min(max(place, 0), self.model.rowCount() - 1), column)

    def edit_current(self) -> None:
        """Begin to edit the current cell."""
        index = self.selection.currentIndex()
        if index.isValid():
            self._half(index.column()).edit(index)


class _Rule(QWidget):
    """The 3 px line after the frozen columns."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._theme = context.theme
        context.theme.fix(self, width=3)

    def paintEvent(self, _event: QEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("line2"))
        painter.end()
