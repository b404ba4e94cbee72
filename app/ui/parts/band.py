"""The hatched band that says: this is the practice wiki."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from app.ui.theme import Theme


class PracticeBand(QWidget):
    """Violet hatching, 6 px high, across the window."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        theme.fix(self, height=6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Slanted stripes."""
        theme = self._theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("practice_soft"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("practice"))
        step, high = theme.u(14), self.height()
        for x in range(-step, self.width() + step, step):
            half = step / 2
            corners = [(x, high), (x + high, 0), (x + high + half, 0), (x + half, high)]
            painter.drawPolygon(QPolygonF([QPointF(*c) for c in corners]))
        painter.end()
