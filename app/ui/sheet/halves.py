"""The two halves of the sheet on one model and one selection: what is shown where, and how large."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.text import t
from app.ui.context import Context
from app.ui.editors.desk import Desk
from app.ui.sheet.columns import Columns
from app.ui.sheet.delegate import CellDelegate
from app.ui.sheet.model import TITLE, SheetModel
from app.ui.sheet.selecting import Rect, Selecting
from app.ui.sheet.sight import Looking
from app.ui.sheet.table import Filler, Keyboard, Mouse, Table

SIZES = {"small": (32, 46, 1), "medium": (47, 64, 2), "large": (96, 120, 4)}
"""Row height, picture width, lines of text by picture size."""
SAMPLE = 300
"""So many rows are looked at to fit a column to its texts."""
MOST_FROZEN = 2 / 3
"""So much of the room for columns the frozen ones take at most."""
WIDEST = 480
"""A column is fitted to no more than this, in px of the drawings."""


class Halves(QWidget):
    """The frozen columns and the rest as one. What mouse and keys do in them others tell."""

    went = Signal()
    """Somebody goes to another cell."""
    picture_wanted = Signal()
    fill_wanted = Signal(object)
    """Texts by (row, column of the model) that the fill handle writes."""
    text_wanted = Signal(str)
    """A text for all selected cells."""

    filling: Filler
    keys: Keyboard
    pointing: Mouse

    def __init__(self, context: Context, model: SheetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.session = context.session
        self.model = model
        self.size_name = "medium"
        self.columns = Columns(context, model, self)
        self.selecting = Selecting(model, self.columns, self)
        self.selection = self.selecting.model
        self.frozen = Table(context, self, t("sheet.frozen"))
        self.rest = Table(context, self, t("sheet.rest"))
        self.halves = (self.frozen, self.rest)
        desk, looking = Desk(context, self), Looking(model)
        self.delegates = [CellDelegate(desk, looking, half) for half in self.halves]
        self._arranging = False
        self._bare = -1
        for half, delegate in zip(self.halves, self.delegates, strict=True):
            half.setModel(model)
            half.setSelectionModel(self.selection)
            half.setItemDelegate(delegate)
        self._lay_out()

    def _lay_out(self) -> None:
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.frozen.setVerticalScrollBarPolicy(off)
        self.rest.row_heads.hide()
        for half in self.halves:
            half.heads.sectionResized.connect(self._resized)
            half.heads.sectionHandleDoubleClicked.connect(self.fit)
            half.verticalScrollBar().valueChanged.connect(self._scrolled)
            half.verticalScrollBar().rangeChanged.connect(self._level_halves)
            half.setHorizontalScrollBarPolicy(off)
            half.horizontalScrollBar().rangeChanged.connect(self._fit_bars)
        self.setFocusProxy(self.frozen)
        self._rule = _Rule(self.context)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.frozen)
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
        for half, delegate in zip(self.halves, self.delegates, strict=True):
            delegate.lines = lines
            least = u(height) if self.context.theme.scale <= 1.4 else u(height * 0.8)
            wanted = max(least, lines * line + u(4))
            half.row_heads.setMinimumSectionSize(u(20))
            half.row_heads.setDefaultSectionSize(wanted)
            half.heads.setMinimumSectionSize(u(40))
        for column, head in enumerate(self.model.heads):
            self._set_width(column, u(self.columns.width(column) if head.column else picture))
        self._fit_frozen()

    def _arrange_columns(self) -> None:
        """Show each column in its half, in its order."""
        self._arranging = True
        for half, mine in zip(self.halves, self.columns.halves, strict=True):
            for place, column in enumerate(self.columns.order):
                if half.heads.visualIndex(column) != place:
                    half.heads.moveSection(half.heads.visualIndex(column), place)
            for column in range(self.model.columnCount()):
                half.setColumnHidden(column, column not in mine)
            half.heads.gaps = self.columns.gaps
            half.heads.viewport().update()
        self._arranging = False
        self._scale()

    def _set_width(self, column: int, wide: int) -> None:
        self._arranging = True
        for half in self.halves:
            if not half.isColumnHidden(column):
                half.setColumnWidth(column, wide)
        self._arranging = False

    def _resized(self, column: int, _old: int, new: int) -> None:
        if new <= 0 or self._arranging or column >= len(self.model.heads):
            return
        self.columns.set_width(column, round(new / self.context.theme.scale))
        self._fit_frozen()

    def fit(self, column: int) -> None:
        """As wide as the head and the texts that are shown need."""
        head = self.model.heads[column]
        if head.column is None:
            return
        theme = self.context.theme
        metrics = self.fontMetrics()
        rows = range(min(SAMPLE, self.model.rowCount()))
        texts = (self.model.shown_at(row, column)[:300] for row in rows)
        widest = max((metrics.horizontalAdvance(" ".join(x.split())) for x in texts), default=0)
        least = metrics.horizontalAdvance(head.words.name) * 1.1 + theme.u(44)
        wide = max(least, min(widest * 1.05 + theme.u(44), theme.u(WIDEST)))
        self.columns.set_width(column, round(wide / theme.scale))
        self._scale()

    def _fit_frozen(self) -> None:
        heads = self.frozen.row_heads.width() or self.context.theme.u(62)
        wide = sum(self.frozen.columnWidth(column) for column in self.columns.halves[0])
        room = round((self.width() - heads) * MOST_FROZEN)
        self.frozen.setFixedWidth(heads + min(wide, max(room, 0)))

    def _scrolled(self, value: int) -> None:
        """Both halves always show the same rows: one that cannot follow takes the other back."""
        for half in self.halves:
            half.verticalScrollBar().setValue(value)
        self._level_halves()

    def _level_halves(self, *_ignored: object) -> None:
        left, right = (half.verticalScrollBar() for half in self.halves)
        if left.value() != right.value():
            lower = min(left.value(), right.value(), left.maximum(), right.maximum())
            left.setValue(lower)
            right.setValue(lower)

    def _fit_bars(self, *_ignored: object) -> None:
        """Both halves have a bar below as soon as one needs it: they stay equally high."""
        bars = [half.horizontalScrollBar() for half in self.halves]
        for bar in bars:
            bar.setEnabled(bar.maximum() > bar.minimum())
        policy = Qt.ScrollBarPolicy
        needed = any(bar.isEnabled() for bar in bars)
        for half in self.halves:
            half.setHorizontalScrollBarPolicy(
                policy.ScrollBarAlwaysOn if needed else policy.ScrollBarAlwaysOff
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The frozen half never takes all the room: where it is too wide it scrolls too."""
        super().resizeEvent(event)
        self._fit_frozen()

    @property
    def page_rows(self) -> int:
        """How many rows Page Up and Page Down go."""
        high = max(1, self.rest.rowHeight(max(self.place, 0)))
        return max(1, self.rest.viewport().height() // high - 1)

    # current cell and selection ---------------------------------------------------------------

    @property
    def place(self) -> int:
        """Place of the current row, -1 for none."""
        return self.selection.currentIndex().row()

    @property
    def column(self) -> int:
        """The current column, -1 for none. Where no row is shown, the one that was gone to last."""
        return self.selection.currentIndex().column() if self.model.rowCount() else self._bare

    def go_to(self, place: int, column: int, *, extend: bool = False) -> None:
        """Make a cell the current one and bring it into sight; a hidden column is shown for it."""
        if not self.model.index(place, column).isValid():
            self._bare = column if not self.model.rowCount() else -1
            return
        if self.columns.place(column) < 0 and column == TITLE:
            column = self.columns.first
        self.columns.show([column])
        self.go_to_cell(place, self.columns.place(column), extend=extend)

    def go_to_cell(self, row: int, place: int, *, extend: bool = False) -> None:
        """The same, by the place of the column among those that are shown."""
        self.went.emit()
        if extend:
            self.selecting.extend(row, place)
        else:
            self.selecting.start(row, place)
        self._see(row, self.columns.at(place))

    def _see(self, row: int, column: int) -> None:
        """Scroll there, and give that half the focus if the other has it."""
        half = self.half(column)
        half.scrollTo(self.model.index(row, column))
        self.take_focus()

    def scroll_to_start(self) -> None:
        """Show the columns behind the frozen ones from the first on."""
        bar = self.rest.horizontalScrollBar()
        bar.setValue(bar.minimum())

    def take_focus(self) -> None:
        """The half with the current cell has the focus, when one of them has it."""
        half = self.half(self.column)
        if any(h.hasFocus() for h in self.halves) and not half.hasFocus():
            half.setFocus(Qt.FocusReason.OtherFocusReason)

    def bring_into_sight(self) -> None:
        """Scroll to the current cell, after rows came or went."""
        for half in self.halves:
            half.doItemsLayout()
        index = self.selection.currentIndex()
        if index.isValid():
            self._see(index.row(), index.column())

    def half(self, column: int) -> Table:
        """The half that shows a column."""
        return self.frozen if self.columns.is_frozen(column) else self.rest

    def fill_with(self, text: str) -> None:
        """Write a text into all selected cells."""
        self.text_wanted.emit(text)

    def edit_current(self) -> None:
        """Begin to edit the current cell."""
        index = self.selection.currentIndex()
        if index.isValid():
            self.half(index.column()).edit(index)

    def end_editing(self) -> None:
        """Save what is being typed."""
        for delegate in self.delegates:
            delegate.end()

    # where things are -------------------------------------------------------------------------

    def cell_near(self, spot: QPoint) -> tuple[int, int]:
        """The cell nearest to a place on the screen: row, and place of its column."""
        at = self.rest.viewport().mapFromGlobal(spot)
        right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        beyond = at.x() - self.rest.viewport().width() if right else -at.x()
        half = self.frozen if beyond > 0 else self.rest
        at = half.viewport().mapFromGlobal(spot)
        x = min(max(at.x(), 0), half.viewport().width() - 1)
        y = min(max(at.y(), 0), half.viewport().height() - 1)
        row, column = half.rowAt(y), half.columnAt(x)
        row = self.selecting.last_row if row < 0 else row
        mine = self.columns.halves[self.halves.index(half)]
        column = (mine[-1] if mine else -1) if column < 0 else column
        return row, self.columns.place(column)

    def head_box(self, place: int) -> QRect:
        """Where the head of a column is, on the screen."""
        column = self.columns.at(place)
        heads = self.half(column).heads
        corner = heads.mapToGlobal(QPoint(heads.sectionViewportPosition(column), 0))
        return QRect(corner.x(), corner.y(), heads.sectionSize(column), heads.height())

    def box_of(self, half: Table, block: Rect) -> QRect:
        """Where a block of cells is in a half; it may begin and end in the other."""
        columns = [self.columns.at(p) for p in block.columns]
        boxes = [(half.columnViewportPosition(c), half.columnWidth(c))
                 for c in columns if not half.isColumnHidden(c)]  # fmt: skip
        if not boxes:
            return QRect()
        left, right = min(x for x, _ in boxes), max(x + wide for x, wide in boxes)
        top = half.rowViewportPosition(block.top)
        bottom = half.rowViewportPosition(block.bottom) + half.rowHeight(block.bottom)
        return QRect(left, top, right - left, bottom - top)

    def show_drop(self, place: int) -> None:
        """A line in the heads in front of a column; -1 = none."""
        last = len(self.columns.shown)
        right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for half in self.halves:
            half.heads.drop_x = -1
        if place >= TITLE:
            box = self.head_box(min(place, last - 1))
            behind = (place == last) != right
            x = box.right() if behind else box.left()
            heads = self.half(self.columns.at(min(place, last - 1))).heads
            heads.drop_x = min(max(heads.mapFromGlobal(QPoint(x, 0)).x(), 2), heads.width() - 3)
        for half in self.halves:
            half.heads.viewport().update()

    def repaint_halves(self) -> None:
        """Draw all cells again."""
        for half in self.halves:
            half.viewport().update()


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
