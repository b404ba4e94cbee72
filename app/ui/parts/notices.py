"""Notices: they lie in the page, at the thing they speak of."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.core.text import t
from app.ui.parts.buttons import button, icon_button
from app.ui.parts.labels import icon_label, label
from app.ui.theme import Theme, set_look

STAYS_MS = 8000
"""How long a "done" notice stays; longer while the mouse or the focus is in it."""
KINDS = {
    "done": ("circle-check", "accent"),
    "info": ("info", "wait"),
    "wait": ("clock", "wait"),
    "warn": ("triangle-alert", "warn"),
    "error": ("octagon-x", "error"),
}


class NoticePlace(QWidget):
    """Some content with one notice at a time lying over its lower edge: nothing moves for it."""

    def __init__(self, theme: Theme, content: QWidget) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(content, 0, 0)
        self._over = QVBoxLayout()
        theme.space(self._over, 0, (12, 12, 12, 20))
        self._over.addStretch(1)
        grid.addLayout(self._over, 0, 0)
        self._theme = theme
        self.notice: Notice | None = None

    def show_notice(self, notice: Notice) -> None:
        """Show this one, in place of another."""
        if self.notice is not None:
            self.notice.close_now()
        self.notice = notice
        notice.closed.connect(self._closed)
        notice.setMaximumWidth(self._theme.u(900))
        self._over.addWidget(notice)
        notice.raise_()
        notice.show()

    def _closed(self) -> None:
        if self.sender() is self.notice:
            self.notice = None


class Notice(QFrame):
    """Icon, a bold line, a sentence, buttons. `pressed` tells the key of the button."""

    pressed = Signal(str)
    closed = Signal()

    def __init__(
        self, theme: Theme, kind: str, title: str, sentence: str = "", *,
        buttons: tuple[tuple[str, str], ...] = (), closable: bool = True,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        set_look(self, notice=kind)
        self.setAccessibleName(f"{title} {sentence}".strip())
        icon, token = KINDS[kind]
        row = QHBoxLayout(self)
        theme.space(row, 12, (12, 10, 12, 10))
        row.addWidget(icon_label(theme, icon, 16, token), 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        theme.space(words, 1)
        words.addStretch(1)
        words.addWidget(label(title, "strong", wrap=True))
        if sentence:
            words.addWidget(label(sentence, "note", wrap=True))
        words.addStretch(1)
        row.addLayout(words, 1)
        for key, text in buttons:
            made = button(theme, text, kind="small")
            made.setProperty("key", key)
            made.clicked.connect(self._button)
            row.addWidget(made)
        if closable:
            row.addWidget(
                icon_button(theme, "x", t("notice.close"), size=14, pressed=self.close_now)
            )
        self._timer = QTimer(self)
        self._timer.setInterval(STAYS_MS)
        self._timer.timeout.connect(self._leave)
        if kind == "done":
            self._timer.start()

    def close_now(self) -> None:
        """Take it away."""
        self._timer.stop()
        self.hide()
        self.closed.emit()
        self.deleteLater()

    def _button(self) -> None:
        self.pressed.emit(self.sender().property("key"))
        self.close_now()

    def _leave(self) -> None:
        focus = self.window().focusWidget() if self.window() else None
        if self.underMouse() or (focus is not None and self.isAncestorOf(focus)):
            return
        self.close_now()
