"""Buttons painted by delegates, like those of the style sheet."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.ui.theme import Theme


def paint_button(
    painter: QPainter, theme: Theme, place: QRect, words: str, *, lit: bool = False
) -> None:
    """A small quiet button."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("line2"), 1))
    painter.setBrush(theme.color("sunken" if lit else "surface"))
    box = QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(box, theme.u(6), theme.u(6))
    painter.setPen(theme.color("ink"))
    painter.setFont(theme.font("note", 500))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, words)
    painter.restore()


def paint_focus(painter: QPainter, theme: Theme, place: QRect) -> None:
    """The frame of what Enter would press."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("focus"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(place).adjusted(1, 1, -1, -1), theme.u(6), theme.u(6))
    painter.restore()
