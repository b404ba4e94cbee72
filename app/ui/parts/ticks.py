"""A check box whose edge and tick are seen on every ground, light and dark.

The edge that Fusion draws is darker than the window: on a dark one it is not seen.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QStyle, QStyleOptionButton, QWidget

from app.ui.parts.labels import label
from app.ui.theme import Theme, set_look


class TickBox(QCheckBox):
    """A check box in the colours of the theme."""

    def __init__(self, theme: Theme, words: str = "") -> None:
        super().__init__(words)
        self._theme = theme
        set_look(self, kind="tick")
        theme.bind(self, TickBox.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words as the style draws them, and our own box."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter, style, parts = QPainter(self), self.style(), QStyle.SubElement
        box = style.subElementRect(parts.SE_CheckBoxIndicator, option, self)
        option.rect = style.subElementRect(parts.SE_CheckBoxContents, option, self)
        style.drawControl(QStyle.ControlElement.CE_CheckBoxLabel, option, painter, self)
        theme, able, on = self._theme, self.isEnabled(), self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = "focus" if self.hasFocus() else "accent" if on and able else "line2"
        pen = QPen(theme.color(edge), 2 if self.hasFocus() else 1)
        if not able:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.color("accent" if on and able else "surface"))
        inset = 1.0 if self.hasFocus() else 1.5  # a thin line lies on whole pixels
        round_ = box.width() / 5
        painter.drawRoundedRect(QRectF(box).adjusted(inset, inset, -inset, -inset), round_, round_)
        if on:
            painter.setPen(QPen(theme.color("on_accent" if able else "ink3"), 2))
            spots = [(0.26, 0.52), (0.43, 0.68), (0.74, 0.34)]
            painter.drawPolyline(
                [QPointF(box.x() + box.width() * x, box.y() + box.height() * y) for x, y in spots]
            )
        painter.end()


class WrappedTick(QWidget):
    """A check box whose words can be of several lines."""

    toggled = Signal(bool)

    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        theme.space(row, 8)
        self.box = TickBox(theme)
        self.box.setAccessibleName(words)
        self.box.toggled.connect(self.toggled)
        self._words: QLabel = label(words, "body", wrap=True)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)

    def set_words(self, words: str) -> None:
        """Other words."""
        self._words.setText(words)
        self.box.setAccessibleName(words)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """The words belong to the box."""
        if self.box.isEnabled():
            self.box.toggle()
