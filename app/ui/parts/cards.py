"""Cards, rules, the big buttons of the start page, rows that can be pressed, the place to drop."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui.parts.labels import icon_label, label
from app.ui.parts.pills import dashed
from app.ui.theme import Theme, set_look


def card(kind: str = "plain", parent: QWidget | None = None) -> QFrame:
    """A card: surface, hairline, round corners. Kinds: plain, page, error, suggested."""
    frame = QFrame(parent)
    set_look(frame, card=kind)
    return frame


def rule(*, down: bool = False) -> QFrame:
    """A hairline, across or down."""
    frame = QFrame()
    set_look(frame, rule="down" if down else "across")
    return frame


def dashed_frame(
    widget: QWidget, theme: Theme, *, token: str = "line2", width: float = 1.5
) -> None:
    """Draw a dashed round edge inside a widget's paintEvent."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = dashed(theme.color(token), width)
    pen.setDashPattern([6.0, 3.5])
    painter.setPen(pen)
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(1, 1, -1, -1), theme.u(8), theme.u(8))
    painter.end()


class RowButton(QAbstractButton):
    """A row or card that can be pressed as a whole; children are put in its layout."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.framed = True
        """Own edge and round corners; False inside a card of several rows."""
        self.main = False
        """The main card of its page: an accent edge."""
        self._ring = False
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        """What the layout inside needs."""
        return self.layout().sizeHint() if self.layout() else super().sizeHint()

    @property
    def ringed(self) -> bool:
        """Whether the focus frame is drawn."""
        return self.hasFocus() and self._ring

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The frame is shown when the keyboard brought the focus here."""
        reasons = Qt.FocusReason
        self._ring = event.reason() in (
            reasons.TabFocusReason,
            reasons.BacktabFocusReason,
            reasons.ShortcutFocusReason,
        )
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses, as Space does; with Ctrl it is the key of the main button."""
        self._ring = True
        self.update()
        alone = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if alone and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground by state, edge by kind, frame when focused."""
        theme = self.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.isDown() or self.underMouse()
        radius = theme.u(8)
        if self.framed:
            wide = 2.0 if self.main or self.ringed else 1.0
            token = "focus" if self.ringed else "accent" if self.main else "line"
            painter.setPen(QPen(theme.color(token), wide))
            painter.setBrush(theme.color("panel" if lit else "surface"))
            box = QRectF(self.rect()).adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2)
            painter.drawRoundedRect(box, radius, radius)
        else:
            if lit:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("panel"))
                painter.drawRoundedRect(
                    QRectF(self.rect()).adjusted(1, 1, -1, -1), radius - 1, radius - 1
                )
            if self.ringed:
                painter.setPen(QPen(theme.color("focus"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(
                    QRectF(self.rect()).adjusted(2, 2, -2, -2), radius - 2, radius - 2
                )
        painter.end()


class ActionCard(RowButton):
    """Icon tile, bold line, one sentence, key, arrow: the ways to begin."""

    def __init__(
        self, theme: Theme, icon: str, title: str, sentence: str, *, key: str = "",
        tone: str = "accent", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(theme, title, parent)
        self.setAccessibleDescription(sentence)
        row = QHBoxLayout(self)
        theme.space(row, 16, (18, 12, 16, 12))
        row.addWidget(_Tile(theme, icon, tone))
        words = QVBoxLayout()
        theme.space(words, 2)
        words.addStretch(1)
        words.addWidget(label(title, "lead-strong"))
        words.addWidget(label(sentence, "note-large", "ink2", wrap=True))
        words.addStretch(1)
        row.addLayout(words, 1)
        if key:
            row.addWidget(label(key, "note", "ink3"))
        row.addWidget(icon_label(theme, "chevron-right", 16, "ink2"))
        for child in self.findChildren(QLabel):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.bind(self, ActionCard._size)

    def _size(self) -> None:
        self.setMinimumHeight(self.theme.u(90))


class _Tile(QWidget):
    def __init__(self, theme: Theme, icon: str, tone: str) -> None:
        super().__init__()
        self._theme, self._icon, self._tone = theme, icon, tone
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.fix(self, 44, 44)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(f"{self._tone}_soft"))
        painter.drawRoundedRect(QRectF(self.rect()), theme.u(8), theme.u(8))
        pixmap = theme.pixmap(self._icon, 20, self._tone, self.devicePixelRatioF())
        edge = (self.width() - theme.u(20)) // 2
        painter.drawPixmap(edge, edge, pixmap)
        painter.end()


class DropZone(QWidget):
    """A dashed place that says what can be dropped (the window takes the drop)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The dashed edge."""
        dashed_frame(self, self._theme)
