"""Where it goes: the badge of the target, never to be mistaken."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QWidget

from app.core.text import t
from app.ui.parts.pills import dashed
from app.ui.theme import Theme, set_look


class TargetBadge(QPushButton):
    """Practice: dashed violet, mortarboard. A public wiki: solid dark, globe. Press = choose."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = ""
        self._practice = True
        self._public = False
        self.compact = False
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        set_look(self, kind="painted")
        theme.bind(self, TargetBadge._fit)

    def show_target(self, name: str, *, practice: bool, public: bool) -> None:
        """Name a target."""
        self._name, self._practice, self._public = name, practice, public
        self.setAccessibleName(t("badge.target", name=name))
        self.setAccessibleDescription(self._second())
        self.setToolTip(t("badge.tip", name=name, second=self._second()))
        self._fit()
        self.update()

    def set_compact(self, compact: bool) -> None:
        """With big text the second line goes (it stays in the tooltip)."""
        self.compact = compact
        self._fit()
        self.update()

    def _fit(self) -> None:
        self.setFixedSize(self.sizeHint())

    def _second(self) -> str:
        if self._practice:
            return t("badge.practice")
        return t("badge.public") if self._public else t("badge.test")

    def sizeHint(self) -> QSize:
        """Icon and one or two lines."""
        u = self._theme.u
        first = QFontMetrics(self._theme.font("note", 700))
        second = QFontMetrics(self._theme.font("note"))
        wide = first.horizontalAdvance(self._name)
        if not self.compact:
            wide = max(wide, second.horizontalAdvance(self._second()))
        high = u(28) if self.compact else first.height() + second.height() + u(8)
        return QSize(wide + u(33) + u(13), max(high, u(38) if not self.compact else u(28)))

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground and edge, icon, lines."""
        theme, u = self._theme, self._theme.u
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        solid = self._public and not self._practice
        ground, ink = ("live", "on_live") if solid else ("practice_soft", "practice")
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setBrush(theme.color(ground))
        if self.hasFocus():
            painter.setPen(QPen(theme.color("focus"), 2))
        elif solid:
            painter.setPen(Qt.PenStyle.NoPen)
        else:
            painter.setPen(dashed(theme.color("practice"), 1.5))
        painter.drawRoundedRect(box, u(6), u(6))
        icon = "globe" if not self._practice else "graduation-cap"
        place = QRect(u(10), (self.height() - u(16)) // 2, u(16), u(16))
        place = QStyle.visualRect(self.layoutDirection(), self.rect(), place)
        painter.drawPixmap(place.topLeft(), theme.pixmap(icon, 16, ink, self.devicePixelRatioF()))
        painter.setPen(theme.color(ink))
        self._lines(painter)
        painter.end()

    def _lines(self, painter: QPainter) -> None:
        theme, u = self._theme, self._theme.u
        words = QRect(u(33), 0, self.width() - u(33) - u(8), self.height())
        words = QStyle.visualRect(self.layoutDirection(), self.rect(), words)
        lead = Qt.AlignmentFlag.AlignLeading | Qt.TextFlag.TextSingleLine
        painter.setFont(theme.font("note", 700))
        if self.compact:
            painter.drawText(words, lead | Qt.AlignmentFlag.AlignVCenter, self._name)
            return
        high = painter.fontMetrics().height()
        top = (self.height() - 2 * high) // 2
        first = QRect(words.x(), top, words.width(), high)
        painter.drawText(first, lead | Qt.AlignmentFlag.AlignVCenter, self._name)
        painter.setFont(theme.font("note"))
        painter.drawText(
            first.translated(0, high), lead | Qt.AlignmentFlag.AlignVCenter, self._second()
        )
