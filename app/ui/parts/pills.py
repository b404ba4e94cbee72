"""Pills (a state: icon and word on a soft ground) and chips (a value: linked or only text)."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.model import RowState
from app.core.text import t
from app.ui.theme import Theme

TONES = {
    "quiet": ("sunken", "ink3"),
    "done": ("accent_soft", "accent"),
    "busy": ("sunken", "accent"),
    "error": ("error_soft", "error"),
    "warn": ("warn_soft", "warn"),
    "wait": ("wait_soft", "wait"),
    "practice": ("practice_soft", "practice"),
}
"""Ground and ink of a pill by tone."""

STATES: dict[str, tuple[str, str]] = {
    RowState.DRAFT: ("circle-dashed", "quiet"),
    RowState.READY: ("circle", "quiet"),
    RowState.QUEUED: ("list-end", "quiet"),
    RowState.SENDING: ("arrow-up", "busy"),
    RowState.COMMITTING: ("loader-circle", "busy"),
    RowState.PUBLISHED: ("tags", "busy"),
    RowState.DONE: ("circle-check", "done"),
    "waiting": ("clock", "wait"),
    "paused": ("circle-pause", "wait"),
    RowState.UNKNOWN: ("search", "wait"),
    RowState.ASKED: ("circle-question-mark", "wait"),
    RowState.FAILED: ("octagon-x", "error"),
    RowState.SKIPPED: ("circle-minus", "quiet"),
}
"""Icon and tone of each state of a row."""


class Pill(QWidget):
    """An icon and a few words on a soft round ground."""

    def __init__(
        self, theme: Theme, text: str, icon: str = "", tone: str = "quiet",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme = theme
        self._text, self._icon, self._tone = text, icon, tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        theme.bind(self, Pill.updateGeometry)

    def show_state(self, text: str, icon: str, tone: str) -> None:
        """Show something else."""
        if (text, icon, tone) != (self._text, self._icon, self._tone):
            self._text, self._icon, self._tone = text, icon, tone
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def text(self) -> str:
        """The words it shows."""
        return self._text

    def sizeHint(self) -> QSize:
        """Icon, words, and room at both ends."""
        u = self._theme.u
        metrics = QFontMetrics(self._theme.font("note", 600))
        width = metrics.horizontalAdvance(self._text) + u(20) + (u(19) if self._icon else 0)
        return QSize(width, max(metrics.height() + u(4), u(20)))

    def minimumSizeHint(self) -> QSize:
        """Never less than its words."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, icon, words; turned round from right to left."""
        u = self._theme.u
        ground, ink = TONES[self._tone]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(ground))
        painter.drawRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        painter.setFont(self._theme.font("note", 600))
        painter.setPen(self._theme.color(ink))
        start = u(8)
        right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if self._icon:
            size = u(14)
            x = self.width() - start - size if right else start
            pixmap = self._theme.pixmap(self._icon, 14, ink, self.devicePixelRatioF())
            painter.drawPixmap(x, (self.height() - size) // 2, pixmap)
            start += u(19)
        box = QRectF(u(10) if right else start, 0, self.width() - start - u(10), self.height())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        if not self._icon:
            box, flags = QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter
        painter.drawText(box, flags | Qt.TextFlag.TextSingleLine, self._text)
        painter.end()


def state_pill(theme: Theme, state: RowState | str, **params: object) -> Pill:
    """The pill of a row's state; words of key state.<state>."""
    icon, tone = STATES[state]
    return Pill(theme, t(f"state.{state}", **params), icon, tone)


class Chip(QWidget):
    """A value of a statement: solid when linked, dashed when only text."""

    def __init__(
        self, theme: Theme, text: str, *, linked: bool = True, tip: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme = theme
        self._text = " ".join(text.split())
        self._linked = linked
        self.setToolTip(tip)
        self.setAccessibleName(text)
        self.setAccessibleDescription(tip)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.bind(self, Chip.updateGeometry)

    def sizeHint(self) -> QSize:
        """Words and room at both ends."""
        u = self._theme.u
        metrics = QFontMetrics(self._theme.font("note", 500))
        return QSize(
            metrics.horizontalAdvance(self._text) + u(17), max(metrics.height() + u(2), u(19))
        )

    def minimumSizeHint(self) -> QSize:
        """May be shortened."""
        return QSize(self._theme.u(32), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground or dashes, then the words, shortened when there is no room."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._linked:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft"))
        else:
            painter.setPen(dashed(theme.color("line2")))
        painter.drawRoundedRect(box, theme.u(4), theme.u(4))
        painter.setPen(theme.color("ink"))
        painter.setFont(theme.font("note", 500))
        inner = self.rect().adjusted(theme.u(8), 0, -theme.u(8), 0)
        text = painter.fontMetrics().elidedText(
            self._text, Qt.TextElideMode.ElideRight, inner.width() + 1
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, text)
        painter.end()


def dashed(colour: QColor, width: float = 1.0) -> QPen:
    """A pen whose dashes are seen as dashes (those of style sheets come out dotted)."""
    pen = QPen(colour, width)
    pen.setDashPattern([4.0, 3.0])
    return pen
