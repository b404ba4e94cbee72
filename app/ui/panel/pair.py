"""A name and its value in one line of the panel."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.ui.parts import Elided, label
from app.ui.theme import Theme

NAMES = 110
"""How wide the names are."""
_LONG = 24
"""Letters of a word that may not fit into a line."""


class Pair:
    """The same widgets for every file. `wrap`: a long value goes on in the next line."""

    def __init__(self, theme: Theme, column: QVBoxLayout, *, wrap: bool = False) -> None:
        self._holder = QWidget()
        row = QHBoxLayout(self._holder)
        theme.space(row, 5)
        self._name = label("", "note", "ink2", wrap=True)
        theme.fix(self._name, width=NAMES)
        self._wrap = wrap
        self._value: QLabel = label("", "note", wrap=True) if wrap else Elided("", "note")
        self._value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._value.setMinimumWidth(1)
        row.addWidget(self._name, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._value, 1, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._holder)

    def show_pair(self, name: str, value: str) -> None:
        """Other words; without a name it is hidden."""
        self._holder.setVisible(bool(name))
        self._name.setText(name)
        self._value.setText(value)
        self._value.setAccessibleName(f"{name}: {value}")
        if self._wrap:
            cut = any(len(word) > _LONG for word in value.split())
            self._value.setToolTip(value if cut else "")
