"""A part of a panel that folds: header with an arrow and a note at the end, body below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.text import t
from app.ui.parts.buttons import button
from app.ui.parts.labels import Elided
from app.ui.theme import Theme


class Section(QWidget):
    """Put widgets into `body`. `folded` tells that it was folded or unfolded (True = folded)."""

    folded = Signal(bool)

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = title
        self._shut = False
        outer = QVBoxLayout(self)
        theme.space(outer, 4)
        head = QHBoxLayout()
        theme.space(head, 8)
        self._head = button(theme, title, kind="section", icon="chevron-down", pressed=self.toggle)
        self._note = Elided("", "note", "ink2")
        head.addWidget(self._head)
        head.addWidget(self._note, 1)
        outer.addLayout(head)
        self._holder = QWidget()
        self.body = QVBoxLayout(self._holder)
        theme.space(self.body, 8)
        outer.addWidget(self._holder)
        theme.bind(self, Section._align)
        self._name()

    def set_note(self, text: str) -> None:
        """The words at the end of the header."""
        self._note.setText(text)

    @property
    def is_folded(self) -> bool:
        """Whether only the header is shown."""
        return self._shut

    def toggle(self) -> None:
        """Fold or unfold."""
        self.set_folded(not self._shut)
        self.folded.emit(self._shut)

    def set_folded(self, shut: bool) -> None:
        """Fold (True) or unfold without telling."""
        self._shut = shut
        self._holder.setVisible(not shut)
        self._theme.set_icon(self._head, "chevron-right" if shut else "chevron-down", 16, "ink2")
        self._name()

    def _name(self) -> None:
        self._head.setAccessibleName(
            t("section.folded" if self._shut else "section.open", name=self._title)
        )

    def _align(self) -> None:
        self._note.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
