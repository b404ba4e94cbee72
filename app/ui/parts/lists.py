"""What lists have in common that draw their lines themselves."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
_MOST = 400
"""Letters that are measured: no line is longer."""


def make_quiet(view: QAbstractItemView) -> None:
    """No frame, no scrolling in jumps, and no editor in a line."""
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)


def write_line(painter: QPainter, box: QRect, text: str, *, trailing: bool = False) -> None:
    """A text in one line, with an ellipsis where it is too long."""
    flat = " ".join(text[:_MOST].split())
    shown = painter.fontMetrics().elidedText(flat, Qt.TextElideMode.ElideRight, box.width())
    edge = Qt.AlignmentFlag.AlignTrailing if trailing else Qt.AlignmentFlag.AlignLeading
    flags = edge | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(box, flags | Qt.TextFlag.TextSingleLine, shown)
