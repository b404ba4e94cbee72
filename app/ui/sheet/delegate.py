"""How a cell is drawn: ground, marks (bar, triangle, icon, word), text in two lines, focus frame."""

from __future__ import annotations

import sys
from collections.abc import Container

from PySide6.QtCore import QLine, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QStyle, QTableView, QWidget

from app.core.media import Unavailable
from app.core.model import Severity
from app.core.text import t
from app.ui.editors.delegating import EditingDelegate
from app.ui.editors.desk import Desk
from app.ui.sheet.lines import Lines
from app.ui.sheet.model import PICTURE, TITLE, SheetModel
from app.ui.sheet.selecting import Places
from app.ui.sheet.sight import Looked, Looking, Sight
from app.ui.thumbnails import kind_icon

LOOKS = {
    Severity.BLOCKER: ("octagon-x", "error"),
    Severity.ERROR: ("octagon-x", "error"),
    Severity.WARNING: ("triangle-alert", "warn"),
    Severity.INFO: ("info", "wait"),
}
"""Icon and token of each severity."""
MISSING = ("missing", "required")
"""Ends of codes of problems that an empty cell has: it then says "missing"."""


class CellDelegate(EditingDelegate):
    """Draws all cells but the heads."""

    def __init__(self, desk: Desk, looking: Looking, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._looking = looking
        self._theme = theme = desk.theme
        self._lines = Lines()
        self.lines = 2
        self.current_row = -1
        """Place of the current row, which is tinted as a whole."""
        self.whole_row = True
        self.chosen = Places()
        """Places of rows with something selected: their pictures are tinted too."""
        self.current = QPersistentModelIndex()
        self.handle = (-1, -1)
        """Row and column of the cell that has the fill handle."""
        self.active = True
        theme.changed.connect(self._renew)
        self._renew()

    def _renew(self) -> None:
        self._lines.forget()
        self._fonts = {w: self._theme.font("body", w) for w in (400, 600)}
        u = self._theme.u
        self._margins = {False: (u(10), u(2), -u(8), -u(3)), True: (u(8), u(2), -u(10), -u(3))}
        """What is kept free round a text, by whether it is read from the right."""

    def paint_cells(
        self, painter: QPainter, table: QTableView, model: SheetModel, area: QRect
    ) -> None:
        """All cells in an area of a table. Asking Qt's own table to paint cell by cell takes three
        times as long: it asks the model twice for the flags of each.
        """
        sight = Sight.of(table, area)
        painter.fillRect(area, self._theme.color("surface"))
        right = table.isRightToLeft()
        for place, y in sight.rows:
            tinted = self._tinted(sight, place)
            looked = self._looking.at(place)
            for column, x, wide in sight.columns:
                box = QRect(x, y, wide, sight.high)
                if column == PICTURE:
                    self._ground(painter, box, None, tinted=column in tinted)
                    self._picture(painter, box, model.picture_at(place), model, place)
                else:
                    self._text(painter, box, looked, column, tinted=column in tinted, right=right)
        self._grid(painter, sight, right=right)
        for at, draw in (
            ((self.current.row(), self.current.column()), self._frame),
            (self.handle, self._handle),
        ):
            box = sight.box(*at)
            if box is not None:
                draw(painter, box, right=right)

    def _tinted(self, sight: Sight, place: int) -> Container[int]:
        """The columns that are tinted in a row."""
        if self.whole_row and place == self.current_row:
            return range(sys.maxsize)
        chosen = sight.selected(place)
        return chosen | {PICTURE} if place in self.chosen else chosen

    def _text(
        self, painter: QPainter, box: QRect, looked: Looked, column: int, *, tinted: bool, right: bool
    ) -> None:  # fmt: skip
        text, problems = looked.text(column), looked.problems(column)
        worst = problems[0].severity if problems else None
        missing = not text and any(p.code.endswith(MISSING) for p in problems)
        self._ground(painter, box, worst, tinted=tinted)
        inner = box.adjusted(*self._margins[right])
        if worst is not None:
            inner = self._marks(painter, box, inner, worst, right=right)
        painter.setPen(self._theme.color("error" if missing else "ink"))
        shown = t("cell.missing") if missing else text
        font = self._fonts[600 if column == TITLE else 400]
        self._lines.draw(painter, inner, shown, font, lines=self.lines, right=right)

    def _ground(
        self, painter: QPainter, box: QRect, worst: Severity | None, *, tinted: bool
    ) -> None:
        token = "row" if tinted else ""
        if worst in (Severity.BLOCKER, Severity.ERROR):
            token = "error_soft"
        elif worst is Severity.WARNING:
            token = "warn_soft"
        if token:
            painter.fillRect(box, self._theme.color(token))

    def _grid(self, painter: QPainter, sight: Sight, *, right: bool) -> None:
        """A hairline below each row and behind each column."""
        painter.setPen(self._theme.color("line"))
        bottom = sight.rows[-1][1] + sight.high - 1 if sight.rows else -1
        lines = [
            QLine(sight.left, y + sight.high - 1, sight.end, y + sight.high - 1)
            for _, y in sight.rows
        ]
        for _, x, wide in sight.columns if sight.rows else ():
            edge = x if right else x + wide - 1
            lines.append(QLine(edge, sight.rows[0][1], edge, bottom))
        painter.drawLines(lines)

    def _marks(
        self, painter: QPainter, box: QRect, inner: QRect, worst: Severity, *, right: bool
    ) -> QRect:
        """Bar, triangle, icon; what is left for the text."""
        theme, u = self._theme, self._theme.u
        icon, token = LOOKS[worst]
        direction = Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
        if token == "error":
            bar = QStyle.visualRect(direction, box, QRect(box.x(), box.y(), u(4), box.height()))
            painter.fillRect(bar, theme.color("error"))
        elif token == "warn":
            x, y, wide = (box.right() + 1, box.y(), -u(11)) if right else (box.x(), box.y(), u(11))
            corner = QPolygonF([QPointF(x, y), QPointF(x + wide, y), QPointF(x, y + u(11))])
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("warn"))
            painter.drawPolygon(corner)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        size = u(16)
        spot = QRect(box.right() - size - u(8), box.y() + (box.height() - size) // 2, size, size)
        spot = QStyle.visualRect(direction, box, spot)
        painter.drawPixmap(spot.topLeft(), theme.pixmap(icon, 16, token))
        return inner.adjusted(u(20), 0, 0, 0) if right else inner.adjusted(0, 0, -u(20), 0)

    def _picture(
        self, painter: QPainter, box: QRect, found: QPixmap | Unavailable | None,
        model: SheetModel, place: int,
    ) -> None:  # fmt: skip
        u = self._theme.u
        inner = box.adjusted(u(6), u(5), -u(7), -u(6))
        if isinstance(found, QPixmap):
            draw_picture(painter, inner, found, u(3))
            return
        if found is None:
            return
        path = model.file_at(place)
        icon = kind_icon(path.suffix) if path and found.code == "no-picture" else "image-off"
        token = "ink3" if path else "error"
        size = u(16)
        x, y = inner.x() + (inner.width() - size) // 2, inner.y() + (inner.height() - size) // 2
        painter.drawPixmap(x, y, self._theme.pixmap(icon, 16, token))

    def _frame(self, painter: QPainter, box: QRect, *, right: bool) -> None:  # noqa: ARG002  # as _handle
        wide = max(2, self._theme.u(2))
        painter.setPen(QPen(self._frame_colour(), wide))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = wide // 2
        painter.drawRect(box.adjusted(half, half, -half, -half))

    def _handle(self, painter: QPainter, box: QRect, *, right: bool) -> None:
        """The square to fill with, in the corner of what is selected."""
        size = self._theme.u(7)
        x = box.left() if right else box.right() - size + 1
        square = QRect(x, box.bottom() - size + 1, size, size)
        painter.fillRect(square.adjusted(-1, -1, 1, 1) & box, self._theme.color("surface"))
        painter.fillRect(square, self._frame_colour())

    def _frame_colour(self) -> QColor:
        return self._theme.color("focus" if self.active else "line2")


def draw_picture(painter: QPainter, box: QRect, pixmap: QPixmap, radius: int) -> QRectF:
    """A whole picture in the middle of a box, with round corners; returns where it lies."""
    size = pixmap.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
    if size.width() > pixmap.width():
        size = pixmap.size()
    x = box.x() + (box.width() - size.width()) / 2
    y = box.y() + (box.height() - size.height()) / 2
    spot = QRectF(x, y, size.width(), size.height())
    painter.save()
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )
    shape = QPainterPath()
    shape.addRoundedRect(spot, radius, radius)
    painter.setClipPath(shape)
    painter.drawPixmap(spot, pixmap, QRectF(pixmap.rect()))
    painter.restore()
    return spot
