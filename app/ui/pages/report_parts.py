"""Parts of the page "Report": the mark, the figures, the pictures."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.core.text import number
from app.ui.context import Context
from app.ui.parts import label
from app.ui.start import cover
from app.ui.theme import Theme
from app.ui.thumbnails import SMALL


class Mark(QWidget):
    """A large icon on a soft disc."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._icon, self._tone = "check", "accent"
        theme.fix(self, 52, 52)

    def show_mark(self, icon: str, tone: str) -> None:
        """Another icon; tones accent and quiet."""
        self._icon, self._tone = icon, tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Disc and icon."""
        theme, u = self._theme, self._theme.u
        good = self._tone == "accent"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent_soft" if good else "sunken"))
        painter.drawEllipse(self.rect())
        ratio = self.devicePixelRatioF()
        pixmap = theme.pixmap(self._icon, 26, "accent" if good else "ink3", ratio)
        edge = (self.width() - u(26)) // 2
        painter.drawPixmap(edge, edge, pixmap)
        painter.end()


class Figure(QFrame):
    """A large number, what it counts, a note."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("card", "plain")
        column = QVBoxLayout(self)
        theme.space(column, 0, (18, 12, 18, 12))
        self.value = label("", "headline")
        self.words = label("", "strong", wrap=True)
        self.note = label("", "note", "ink2", wrap=True)
        for part in (self.value, self.words, self.note):
            column.addWidget(part)
        column.addStretch(1)

    def show_figure(self, value: int, words: str, note: str) -> None:
        """Other figures."""
        self.value.setText(number(value))
        self.words.setText(words)
        self.note.setText(note)
        self.setAccessibleName(f"{number(value)} {words}. {note}")


class Tile(QWidget):
    """A picture that fills its place."""

    def __init__(self, context: Context, path: Path | None, title: str) -> None:
        super().__init__()
        self._context, self._path = context, path
        self.setToolTip(title)
        self.setAccessibleName(title)
        self.setMinimumWidth(context.theme.u(60))
        context.thumbnails.arrived.connect(self._arrived)
        context.theme.fix(self, height=108)

    def _arrived(self, paths: frozenset[str]) -> None:
        if self._path is not None and str(self._path) in paths:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The middle of the picture."""
        theme = self._context.theme
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        shape = QPainterPath()
        shape.addRoundedRect(0, 0, self.width(), self.height(), theme.u(4), theme.u(4))
        painter.setClipPath(shape)
        painter.fillRect(self.rect(), theme.color("sunken"))
        found = self._context.thumbnails.get(self._path, SMALL) if self._path else None
        if isinstance(found, QPixmap):
            painter.drawPixmap(
                self.rect(), found, cover(found, self.width(), self.height()).toRect()
            )
        else:
            edge = theme.u(20)
            pixmap = theme.pixmap("image", 20, "ink3")
            painter.drawPixmap((self.width() - edge) // 2, (self.height() - edge) // 2, pixmap)
        painter.end()
