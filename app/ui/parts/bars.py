"""Progress bars: one share of a file, and the segments of a whole batch."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import Theme


class SegmentBar(QWidget):
    """Segments (share 0..1, token) from the start edge; the rest is the track."""

    def __init__(
        self, theme: Theme, name: str, height: int = 12, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._segments: tuple[tuple[float, str], ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.fix(self, height=height)

    def show_segments(self, segments: Sequence[tuple[float, str]], words: str = "") -> None:
        """Show other shares; `words` say them for a screen reader."""
        self._segments = tuple(segments)
        self.setAccessibleDescription(words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Track, then segments with a thin gap between them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        painter.setClipPath(shape)
        painter.fillRect(self.rect(), self._theme.color("sunken"))
        x = 0.0
        for share, token in self._segments:
            if share <= 0:
                continue
            wide = max(share * self.width(), self._theme.u(4))
            painter.fillRect(QRectF(x, 0, wide, self.height()), self._theme.color(token))
            x += wide
            if self.height() > self._theme.u(6):
                painter.fillRect(QRectF(x, 0, 2, self.height()), self._theme.color("surface"))
                x += 2
        painter.end()


class Bar(SegmentBar):
    """One share of a known length."""

    def __init__(
        self, theme: Theme, name: str, height: int = 4, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, name, height, parent)

    def show_share(self, share: float, words: str = "", token: str = "accent") -> None:
        """Show another share, 0 to 1."""
        self.show_segments([(min(1.0, max(0.0, share)), token)], words)
