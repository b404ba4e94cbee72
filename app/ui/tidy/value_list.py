"""The values of a column as a list: how often each is there, perhaps with ticks; can be searched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app.core.cancel import Cancel, check
from app.core.cells.facets import counted, plain
from app.core.cells.order import order
from app.core.model import Row
from app.core.text import n, number, t
from app.ui.theme import Theme
from app.ui.tidy.changes import paint_tick

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
Value = tuple[str, int]
"""A text and in how many rows it is."""


@dataclass(frozen=True)
class Counted:
    """Values sorted as people do, and beside them what a search compares: no case, no accents."""

    values: list[Value] = field(default_factory=list)
    plain: dict[str, str] = field(default_factory=dict)


class Counting:
    """Counts the values of a column, sorted as people do. For `Jobs.run`, or called for few rows."""

    def __init__(
        self, rows: Sequence[Row], column_id: int, test: Callable[[Row], bool] | None = None
    ) -> None:
        self._rows, self._column_id, self._test = rows, column_id, test

    def __call__(self, _emit: object, cancel: Cancel | None) -> Counted:
        """Raises CancelledError."""
        if cancel is not None:
            check(cancel)
        test, column_id = self._test, self._column_id
        counts = counted(r.text(column_id) for r in self._rows if test is None or test(r))
        texts = [text for text in counts if text]
        places = order([(texts, False)], lambda: cancel and check(cancel))
        values = [(texts[place], counts[texts[place]]) for place in places]
        if "" in counts:
            values.insert(0, ("", counts[""]))
        return Counted(values, {text: plain(text) for text, _ in values})


class ValueModel(QAbstractListModel):
    """Values that are shown, and which of them are ticked."""

    ticked = Signal()

    def __init__(self, *, ticks: bool) -> None:
        super().__init__()
        self.ticks = ticks
        self.values: list[Value] = []
        self._plain: dict[str, str] = {}
        self.shown: list[Value] = []
        self.off: set[str] = set()
        """Texts without a tick."""
        self._wanted = ""

    def show(
        self, values: list[Value], compared: dict[str, str], on: frozenset[str] | None = None
    ) -> None:
        """Other values, and what a search compares of each; `on` = those that are ticked, None = all."""
        self.values, self._plain = values, compared
        self.off = set() if on is None else {text for text, _ in values if text not in on}
        self.search(self._wanted)

    def search(self, wanted: str) -> None:
        """Only values that hold a text, whatever their case and accents."""
        self.beginResetModel()
        self._wanted = wanted
        bare = plain(wanted.strip())
        known = self._plain
        self.shown = [v for v in self.values if bare in known[v[0]]] if bare else self.values
        self.endResetModel()

    @property
    def searching(self) -> bool:
        """Whether not all values are listed."""
        return len(self.shown) != len(self.values)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Values that are listed."""
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, tick, and words for screen readers."""
        if not index.isValid():
            return None
        text, count = self.shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.ToolTipRole and len(text) > 30:
            return text
        if role == Qt.ItemDataRole.CheckStateRole and self.ticks:
            return Qt.CheckState.Unchecked if text in self.off else Qt.CheckState.Checked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return n("values.spoken", count, value=text or t("values.empty"), rows=number(count))
        return None

    def toggle(self, place: int) -> None:
        """Tick or untick one."""
        text = self.shown[place][0]
        self.off.symmetric_difference_update({text})
        index = self.index(place)
        self.dataChanged.emit(index, index)
        self.ticked.emit()

    def tick_all(self, on: bool) -> None:
        """Tick or untick all that are listed."""
        listed = {text for text, _ in self.shown}
        self.off = self.off - listed if on else self.off | listed
        self.dataChanged.emit(self.index(0), self.index(len(self.shown) - 1))
        self.ticked.emit()

    @property
    def picked(self) -> list[Value]:
        """Those listed that are ticked."""
        return [v for v in self.shown if v[0] not in self.off]


class ValueList(QListView):
    """The list. Space ticks."""

    def __init__(self, theme: Theme, name: str, *, ticks: bool) -> None:
        super().__init__()
        self.facts = ValueModel(ticks=ticks)
        self.facts.setParent(self)
        self._theme = theme
        self.setModel(self.facts)
        self.setAccessibleName(name)
        self.setItemDelegate(_Drawing(theme, self))
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)  # a hundred thousand would take a moment
        self.setBatchSize(2000)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        theme.bind(self, ValueList.doItemsLayout)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks; Enter is for what the list is in."""
        if event.key() == Qt.Key.Key_Space and self.facts.ticks and self.currentIndex().isValid():
            self.facts.toggle(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.facts.ticks:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click anywhere in the line ticks."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self.facts.ticks:
            self.facts.toggle(index.row())


class _Drawing(QStyledItemDelegate):
    """A tick, the text, the count at the end."""

    def __init__(self, theme: Theme, owner: ValueList) -> None:
        super().__init__(owner)
        self._theme, self._list = theme, owner

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> Any:
        hint = super().sizeHint(option, index)
        hint.setHeight(max(self._theme.u(26), option.fontMetrics.height() + self._theme.u(8)))
        return hint

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, u = self._theme, self._theme.u
        text, count = self._list.facts.shown[index.row()]
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(option.rect, theme.color("row" if current else "surface"))
        if current and self._list.hasFocus():
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
        box = option.rect.adjusted(u(10), 0, -u(10), 0)
        start = box.x()
        if self._list.facts.ticks:
            side = u(15)
            place = QRect(start, box.center().y() - side // 2, side, side)
            on = text not in self._list.facts.off
            paint_tick(painter, theme, QStyle.visualRect(option.direction, box, place), on=on)
            start += side + u(8)
        painter.setFont(theme.font("note"))
        painter.setPen(theme.color("ink2"))
        said = number(count)
        wide = painter.fontMetrics().horizontalAdvance(said) + u(4)
        end = QRect(box.right() - wide, box.y(), wide, box.height())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(
            QStyle.visualRect(option.direction, box, end),
            flags | Qt.AlignmentFlag.AlignTrailing,
            said,
        )
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("ink" if text else "ink3"))
        words = QRect(start, box.y(), end.x() - start - u(8), box.height())
        shown = " ".join(text[:200].split()) or t("values.empty")
        shown = painter.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(
            QStyle.visualRect(option.direction, box, words),
            flags | Qt.AlignmentFlag.AlignLeading,
            shown,
        )
        painter.restore()
