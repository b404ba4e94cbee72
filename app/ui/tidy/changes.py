"""A list of changes: row, column, before and after with what differs marked; perhaps ticks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from app.core.cells.search import Hit
from app.core.text import t
from app.ui.parts.lists import NO_INDEX, Index, make_quiet, write_line
from app.ui.theme import Theme

SHOWN = 500
"""So many changes are listed; the rest is counted."""
LEAD = 12
"""Letters shown at least before the first difference of a long text."""
MEASURED = 400
ROW, COLUMN, BEFORE, AFTER = range(4)
KEYS = ("changes.row", "changes.column", "changes.before", "changes.after")


@dataclass(frozen=True)
class Line:
    """One change. `hits` = what is replaced; () = it is found by comparing."""

    number: int
    column: str
    before: str
    after: str
    hits: tuple[Hit, ...] = ()
    problem: str = ""
    """A sentence about the new text, said below it and in the tooltip."""


Span = tuple[int, int]


def spans(line: Line) -> tuple[list[Span], list[Span]]:
    """Which parts of the text before go, and which parts of the text after are new."""
    if line.hits:
        gone, new, moved = [], [], 0
        for hit in line.hits:
            gone.append((hit.start, hit.end))
            new.append((hit.start + moved, hit.start + moved + len(hit.new)))
            moved += len(hit.new) - (hit.end - hit.start)
        return gone, new
    before, after = line.before, line.after
    most = min(len(before), len(after))
    start = next((i for i in range(most) if before[i] != after[i]), most)
    end = next((i for i in range(most - start) if before[-1 - i] != after[-1 - i]), most - start)
    return [(start, len(before) - end)], [(start, len(after) - end)]


class ChangeModel(QAbstractTableModel):
    """The first changes of many, each with a tick."""

    def __init__(self, lines: Sequence[Line] = (), *, ticks: bool = False) -> None:
        super().__init__()
        self.ticks = ticks
        self.lines: Sequence[Line] = lines
        self.out: set[int] = set()
        """Places of the lines that were left out."""

    def show(self, lines: Sequence[Line]) -> None:
        """Other changes."""
        self.beginResetModel()
        self.lines, self.out = lines, set()
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """The first ones."""
        return 0 if parent.isValid() else min(SHOWN, len(self.lines))

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        """Row, column, before, after."""
        return 0 if parent.isValid() else len(KEYS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Can be chosen, and ticked."""
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if self.ticks and index.column() == ROW:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, ticks, and words for screen readers."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        texts = (str(line.number), line.column, line.before, line.after)
        if role == Qt.ItemDataRole.DisplayRole:
            return texts[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n\n".join(dict.fromkeys(x for x in (texts[index.column()], line.problem) if x))
        if role == Qt.ItemDataRole.CheckStateRole and self.ticks and index.column() == ROW:
            on = index.row() not in self.out
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return t(
                "changes.spoken", number=line.number, column=line.column,
                before=line.before or t("cell.empty"), after=line.after or t("cell.empty"),
            )  # fmt: skip
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick a line, or leave it out."""
        if role != Qt.ItemDataRole.CheckStateRole or not self.ticks:
            return False
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self.out.discard(index.row())
        else:
            self.out.add(index.row())
        self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), AFTER))
        return True

    def toggle(self, place: int) -> None:
        """Tick a line or leave it out."""
        on = place in self.out
        state = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        self.setData(self.index(place, ROW), state, Qt.ItemDataRole.CheckStateRole)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Names of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return t(KEYS[section])
        return None


class ChangeTable(QTableView):
    """The list. Space ticks, a click on the tick does."""

    def __init__(self, theme: Theme, name: str, *, ticks: bool = False) -> None:
        super().__init__()
        self.changes = ChangeModel(ticks=ticks)
        self.changes.setParent(self)
        self._theme = theme
        self.setModel(self.changes)
        self.setItemDelegate(_Drawing(theme, self))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        make_quiet(self)
        self.verticalHeader().hide()
        heads = self.horizontalHeader()
        heads.setSectionsClickable(False)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        for column in (BEFORE, AFTER):
            heads.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        theme.bind(self, ChangeTable._scale)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Other changes; where all are of one column its name is not repeated."""
        self.changes.show(lines)
        self.setColumnHidden(COLUMN, len({line.column for line in lines}) <= 1)
        if lines:
            self.setCurrentIndex(self.changes.index(0, BEFORE))

    def _scale(self) -> None:
        u = self._theme.u
        high = max(u(30), self.fontMetrics().height() + u(10))
        self.verticalHeader().setMinimumSectionSize(u(20))
        self.verticalHeader().setDefaultSectionSize(high)
        self.setColumnWidth(ROW, u(84 if self.changes.ticks else 56))
        self.setColumnWidth(COLUMN, u(140))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks the line, Enter is for the dialog."""
        if event.key() == Qt.Key.Key_Space and self.changes.ticks and self.currentIndex().isValid():
            self.changes.toggle(self.currentIndex().row())
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the tick ticks."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == ROW and self.changes.ticks:
            self.changes.toggle(index.row())


class _Drawing(QStyledItemDelegate):
    """Draws a text with its differences: what goes struck out, what comes underlined."""

    def __init__(self, theme: Theme, table: ChangeTable) -> None:
        super().__init__(table)
        self._theme, self._table = theme, table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, u = self._theme, self._theme.u
        line = self._table.changes.lines[index.row()]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(option.rect, theme.color("row" if chosen else "surface"))
        painter.setPen(theme.color("line"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        box = option.rect.adjusted(u(10), 0, -u(8), 0)
        if index.column() == ROW and self._table.changes.ticks:
            side = u(16)
            place = QRect(box.x(), box.center().y() - side // 2, side, side)
            place = QStyle.visualRect(option.direction, box, place)
            paint_tick(painter, theme, place, on=index.row() not in self._table.changes.out)
            box = QStyle.visualRect(option.direction, box, box.adjusted(u(24), 0, 0, 0))
        if index.column() in (BEFORE, AFTER):
            gone, new = spans(line)
            before = index.column() == BEFORE
            wrong = not before and bool(line.problem)
            self._text(painter, box, index.data(), gone if before else new, before, wrong)
        else:
            painter.setPen(theme.color("ink2"))
            painter.setFont(theme.font("note"))
            write_line(painter, box, str(index.data()))
        painter.restore()

    def _text(
        self, painter: QPainter, box: QRect, text: str, marked: list[Span], gone: bool, wrong: bool
    ) -> None:
        theme = self._theme
        if wrong:
            side = theme.u(16)
            place = QRect(box.right() - side, box.center().y() - side // 2, side, side)
            place = QStyle.visualRect(self._table.layoutDirection(), box, place)
            ratio = self._table.devicePixelRatioF()
            painter.drawPixmap(place.topLeft(), theme.pixmap("triangle-alert", 16, "warn", ratio))
            start = QRect(box.x(), box.y(), box.width() - side - theme.u(6), box.height())
            box = QStyle.visualRect(self._table.layoutDirection(), box, start)
        if not text:
            painter.setPen(theme.color("ink3"))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
            painter.drawText(box, flags, t("cell.empty"))
            return
        layout = self._laid(text, marked, box.width(), gone=gone)
        high = layout.boundingRect().height()
        painter.setClipRect(box)
        painter.setPen(theme.color("ink"))
        y = box.y() + (box.height() - high) / 2
        right = self._table.layoutDirection() == Qt.LayoutDirection.RightToLeft
        wide = layout.lineAt(0).naturalTextWidth()
        fits = right and wide <= box.width()
        layout.draw(painter, QPointF(box.right() - wide if fits else box.x(), y))

    def _laid(self, text: str, marked: list[Span], wide: int, *, gone: bool) -> QTextLayout:
        theme = self._theme
        first, last = marked[0] if marked else (0, 0)
        wanted = QFontMetrics(theme.font("body", 600)).horizontalAdvance(text[:last][:MEASURED])
        fitting = int(0.9 * wide * min(last, MEASURED) / wanted) if wanted > wide else last
        cut = max(0, min(last - fitting, first - LEAD))
        lead = "…" if cut else ""
        shown = (lead + text[cut : cut + 300]).replace("\n", "↵").replace("\t", "→")
        layout = QTextLayout(shown, theme.font("body"))
        looks = []
        for start, end in marked:
            look = QTextLayout.FormatRange()
            look.start = max(0, start - cut + len(lead))
            look.length = max(0, min(len(shown), end - cut + len(lead)) - look.start)
            look.format = QTextCharFormat()
            look.format.setForeground(theme.color("error" if gone else "accent"))
            look.format.setBackground(theme.color("error_soft" if gone else "accent_soft"))
            look.format.setFontStrikeOut(gone)
            look.format.setFontUnderline(not gone)
            look.format.setFontWeight(QFont.Weight.DemiBold)
            if look.length:
                looks.append(look)
        layout.setFormats(looks)
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        return layout


def paint_tick(painter: QPainter, theme: Theme, box: QRect, *, on: bool) -> None:
    """A tick box that is seen on every ground."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("accent" if on else "line2"), 1))
    painter.setBrush(theme.color("accent" if on else "surface"))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    if on:
        painter.setPen(QPen(theme.color("on_accent"), 2))
        spots = [(0.26, 0.52), (0.43, 0.68), (0.74, 0.34)]
        painter.drawPolyline(
            [QPointF(box.x() + box.width() * x, box.y() + box.height() * y) for x, y in spots]
        )
    painter.restore()
