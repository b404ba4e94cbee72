"""How large the pictures of the light table are: a slider between a small and a large picture."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSlider, QStyle, QStyleOptionSlider, QWidget

from app.core.text import t
from app.ui.parts import icon_label
from app.ui.sheet.grid import WIDEST, WIDTHS
from app.ui.theme import Theme

LONG, STEP, PAGE = 118, 10, 50
"""Length of the slider in px of the drawings; how far an arrow key and Page Up go."""
_LINE, _KNOB = 4, 14


class Track(QSlider):
    """A slider in the colours of the program; from right to left it begins at the right."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme = theme
        theme.fix(self, width=LONG, height=22)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line, the part that is chosen, and the knob with its frame when it has the focus."""
        theme, option = self._theme, QStyleOptionSlider()
        self.initStyleOption(option)
        kind, part = QStyle.ComplexControl.CC_Slider, QStyle.SubControl.SC_SliderHandle
        knob = self.style().subControlRect(kind, option, part, self)
        line, size, middle = theme.u(_LINE), theme.u(_KNOB), self.height() / 2
        free = self.width() - knob.width()
        x = size / 2 + (knob.x() / max(1, free)) * (self.width() - size)
        whole = QRectF(0, middle - line / 2, self.width(), line)
        chosen = QRectF(whole)
        if option.upsideDown:
            chosen.setLeft(x)
        else:
            chosen.setRight(x)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for box, token in ((whole, "line"), (chosen, "accent")):
            painter.setBrush(theme.color(token))
            painter.drawRoundedRect(box, line / 2, line / 2)
        edge = 2 if self.hasFocus() else 1
        painter.setPen(QPen(theme.color("focus" if self.hasFocus() else "line2"), edge))
        painter.setBrush(theme.color("surface"))
        half = (size - edge) / 2
        painter.drawEllipse(QRectF(x - half, middle - half, 2 * half, 2 * half))
        painter.end()


class SizeSlider(QWidget):
    """Arrows, Page Up, Page Down, Home and End move it, as the mouse does."""

    chosen = Signal(int)
    """Width of a card in px of the drawings."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        theme.space(row, 6)
        self.slider = Track(theme)
        self.slider.setRange(WIDTHS["small"], WIDEST)
        self.slider.setSingleStep(STEP)
        self.slider.setPageStep(PAGE)
        self.slider.setAccessibleName(t("tool.picture-size"))
        self.slider.setToolTip(t("tool.picture-size"))
        self.slider.valueChanged.connect(self.chosen)
        row.addWidget(icon_label(theme, "image", 12))
        row.addWidget(self.slider)
        row.addWidget(icon_label(theme, "image", 20))
