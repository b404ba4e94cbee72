"""Heads of columns (icon, name, second line, funnel) and of rows (mark, number)."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QStyle, QWidget

from app.core.model import Severity
from app.ui.sheet.delegate import LOOKS
from app.ui.sheet.lines import Lines
from app.ui.sheet.model import PICTURE, SheetModel
from app.ui.sheet.selecting import Places
from app.ui.theme import Theme

_BESIDE = 34
"""Beside the number of a row: its mark, and air round both."""


class ColumnHeads(QHeaderView):
    """44 px: icon of the meaning and its name, below what is wanted or the own name."""

    pressed = Signal(int, object)
    """Column, and the mouse event."""
    dragged = Signal(object)
    released = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._lines = Lines()
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading)
        self.chosen: frozenset[int] = frozenset()
        """Columns with something selected."""
        self.gaps: frozenset[int] = frozenset()
        """Columns behind which hidden ones lie: a double line."""
        self.drop_x = -1
        """Where a line shows that a column would go; -1 = nowhere."""
        theme.changed.connect(self._lines.forget)

    def sizeHint(self) -> QSize:
        """Two lines high. Qt's own hint asks for very many heads; a table wants only this of it."""
        u = self._theme.u
        return QSize(0, max(u(44), 2 * self.fontMetrics().height() + u(8)))

    def edge_at(self, x: int) -> int:
        """The column whose width the mouse changes there; -1 for none."""
        column = self.logicalIndexAt(x)
        if column < 0:
            return -1
        grip = self.style().pixelMetric(QStyle.PixelMetric.PM_HeaderGripMargin, None, self)
        start = self.sectionViewportPosition(column)
        before, behind = x < start + grip, x >= start + self.sectionSize(column) - grip
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            before, behind = behind, before
        if behind:
            return column
        if not before:
            return -1
        place = self.visualIndex(column) - 1
        while place >= 0 and self.isSectionHidden(self.logicalIndex(place)):
            place -= 1
        return self.logicalIndex(place) if place >= 0 else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """At an edge the width is changed; else columns are selected or moved."""
        spot = event.position().toPoint()
        column = self.logicalIndexAt(spot)
        left = event.button() == Qt.MouseButton.LeftButton
        if not left or column < 0 or self.edge_at(spot.x()) >= 0:
            super().mousePressEvent(event)
        else:
            self.pressed.emit(column, event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging goes on into the other half."""
        self.dragged.emit(event)
        if not event.isAccepted():
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The end of a press."""
        self.released.emit(event)
        super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The heads, and the line where a column would go."""
        super().paintEvent(event)
        if self.drop_x >= 0:
            painter = QPainter(self.viewport())
            wide = max(3, self._theme.u(3))
            line = QRect(self.drop_x - wide // 2, 0, wide, self.height())
            painter.fillRect(line, self._theme.color("accent"))
            painter.end()

    def paintSection(self, painter: QPainter, box: QRect, section: int) -> None:
        """One head."""
        model = self.model()
        if not isinstance(model, SheetModel) or section >= len(model.heads):
            return
        theme, u = self._theme, self._theme.u
        words = model.heads[section].words
        right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        direction = self.layoutDirection()
        painter.save()
        painter.fillRect(box, theme.color("row" if section in self.chosen else "panel"))
        painter.setPen(theme.color("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        edge = box.left() if right else box.right()
        painter.drawLine(edge, box.top(), edge, box.bottom())
        if section in self.gaps:
            wide = u(4)
            bar = QRect(box.right() - wide + 1, box.top(), wide, box.height())
            bar = QStyle.visualRect(direction, box, bar)
            painter.fillRect(bar, theme.color("line2"))
            painter.fillRect(bar.adjusted(1, 0, -1, 0), theme.color("panel"))
        bold, note = theme.font("body", 600), theme.font("note")
        high = painter.fontMetrics().height()
        top = box.y() + max(0, (box.height() - 2 * high) // 2)
        start = box.x() + u(10)
        if section == PICTURE:
            painter.setPen(theme.color("ink"))
            whole = QRect(box.x() + u(2), top, box.width() - u(4), high)
            painter.setFont(bold)
            painter.drawText(whole, Qt.AlignmentFlag.AlignCenter, words.name)
            painter.restore()
            return
        icon = QRect(start, top + (high - u(14)) // 2, u(14), u(14))
        icon = QStyle.visualRect(direction, box, icon)
        painter.drawPixmap(icon.topLeft(), theme.pixmap(words.icon, 14, "ink2"))
        room = box.width() - u(32) - self._badges(painter, box, section, top, high)
        name = QStyle.visualRect(direction, box, QRect(start + u(20), top, room, high))
        painter.setPen(theme.color("ink"))
        self._lines.draw(painter, name, words.name, bold, lines=1, right=right)
        below = QStyle.visualRect(
            direction, box, QRect(start, top + high, box.width() - u(16), high)
        )
        painter.setPen(theme.color("ink3"))
        self._lines.draw(painter, below, words.note, note, lines=1, right=right)
        painter.restore()

    def _badges(self, painter: QPainter, box: QRect, section: int, top: int, high: int) -> int:
        """Funnel and sort arrow at the end edge; returns the width they take."""
        model = self.model()
        assert isinstance(model, SheetModel)
        theme, u = self._theme, self._theme.u
        icons = []
        for column, downwards in model.sorted_by:
            if column == section:
                icons.append("arrow-up-a-z" if downwards else "arrow-down-a-z")
        found = model.heads[section].column
        if found is not None and found.id in model.filter_columns:
            icons.append("funnel")
            painter.fillRect(
                box.x(), box.bottom() - u(3) + 1, box.width(), u(3), theme.color("accent")
            )
        x = box.right() - u(20)
        for name in icons:
            spot = QRect(x, top + (high - u(14)) // 2, u(14), u(14))
            spot = QStyle.visualRect(self.layoutDirection(), box, spot)
            painter.drawPixmap(spot.topLeft(), theme.pixmap(name, 14, "accent"))
            x -= u(18)
        return u(18) * len(icons)


class RowHeads(QHeaderView):
    """62 px, more for long numbers: the worst mark of the row, and its number in the sheet."""

    pressed = Signal(int, object)
    """Row, and the mouse event."""
    dragged = Signal(object)
    released = Signal(object)
    menu_wanted = Signal(int, object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._theme = theme
        self.chosen = Places()
        """Rows with something selected."""
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # as the cells
        theme.bind(self, RowHeads.fit)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Other rows may have longer numbers."""
        super().setModel(model)
        if model is not None:
            model.modelReset.connect(self.fit)
            self.fit()

    def fit(self) -> None:
        """As wide as the longest number needs beside a mark."""
        model, u = self.model(), self._theme.u
        last = model.last_number if isinstance(model, SheetModel) else 0
        letters = QFontMetrics(self._theme.font("body", 600))
        self.setFixedWidth(max(u(62), u(_BESIDE) + letters.horizontalAdvance(str(last))))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground below the last row too."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.color("panel"))
        painter.end()
        super().paintEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Rows are selected."""
        row = self.logicalIndexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and row >= 0:
            self.pressed.emit(row, event)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging selects more."""
        self.dragged.emit(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The end of a press."""
        self.released.emit(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the rows."""
        row = self.logicalIndexAt(event.pos())
        if row >= 0:
            self.menu_wanted.emit(row, event.globalPos())

    def sizeHint(self) -> QSize:
        """As wide as the drawings say; no more is wanted of it, as above."""
        return QSize(self._theme.u(62), 0)

    def paintSection(self, painter: QPainter, box: QRect, section: int) -> None:
        """Mark, number, and the bar of a selected row."""
        model = self.model()
        if not isinstance(model, SheetModel) or section >= model.rowCount():
            return
        theme, u = self._theme, self._theme.u
        direction = self.layoutDirection()
        chosen = section in self.chosen
        painter.save()
        painter.fillRect(box, theme.color("row" if chosen else "panel"))
        painter.setPen(theme.color("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        worst = model.worst_at(section)
        if worst is not None and worst is not Severity.INFO:
            icon, token = LOOKS[worst]
            spot = QRect(box.x() + u(7), box.y() + (box.height() - u(14)) // 2, u(14), u(14))
            spot = QStyle.visualRect(direction, box, spot)
            painter.drawPixmap(spot.topLeft(), theme.pixmap(icon, 14, token))
        painter.setFont(theme.font("body", 600 if chosen else 400))
        painter.setPen(theme.color("ink" if chosen else "ink2"))
        words = QStyle.visualRect(direction, box, box.adjusted(u(22), 0, -u(9), 0))
        flags = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, flags, str(model.row_at(section).number))
        if chosen:
            bar = QRect(box.right() - u(3) + 1, box.y(), u(3), box.height())
            painter.fillRect(QStyle.visualRect(direction, box, bar), theme.color("accent"))
        painter.restore()
