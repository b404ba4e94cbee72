"""The bar above the sheet: the current cell."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.core.text import t
from app.ui.parts import TwoLines, button, icon_label, label, rule
from app.ui.theme import Theme, set_look


class Strip(QWidget):
    """A line across, with a hairline below."""

    def __init__(
        self, theme: Theme, ground: str, height: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._height = height
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(self, ground=ground, edge="bottom")
        self.row = QHBoxLayout(self)
        theme.space(self.row, 8, (16, 2, 16, 2))
        theme.bind(self, Strip._heighten)

    def _heighten(self) -> None:
        small = self.theme.scale >= 1.8
        self.setMinimumHeight(self.theme.u(self._height - 4 if small else self._height))


class CellBar(Strip):
    """Name of the cell, its whole text, how it is read, and a button for each way to mend it."""

    offer_pressed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "surface", 42, parent)
        self._name = label("", "strong-note", "ink2")
        self._text = TwoLines("")
        self._icon = icon_label(theme, "check", 14, "accent")
        self._reading = TwoLines("", "note", "ink2")
        self._offers: list[QPushButton] = []
        line = rule(down=True)
        theme.fix(line, height=18)
        self.row.addWidget(self._name)
        self.row.addWidget(line)
        self.row.addWidget(self._text, 3)
        self.row.addWidget(self._icon)
        self.row.addWidget(self._reading, 4)

    def show_cell(self, name: str, text: str, icon: str, token: str, reading: str) -> None:
        """Another cell, or the same with another text."""
        self._name.setText(name)
        self._text.setText(text or t("cell.empty"))
        set_look(self._text, tone="ink" if text else "ink3")
        self._icon.setVisible(bool(icon))
        if icon:
            self.theme.set_icon(self._icon, icon, 14, token)
        self._reading.setText(reading)
        set_look(self._reading, tone=token if token in ("error", "warn", "wait") else "ink2")
        wide = self._reading.fontMetrics().horizontalAdvance(reading) + self.theme.u(6)
        self._reading.setMaximumWidth(max(1, wide))

    def show_offers(self, words: list[str]) -> None:
        """A button for each; the same ones stay."""
        if [made.text() for made in self._offers] == words:
            return
        while self._offers:
            gone = self._offers.pop()
            self.row.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for said in words:
            made = button(self.theme, said, kind="small", tip=said)
            made.clicked.connect(self._offered)
            self.row.addWidget(made)
            made.show()
            self._offers.append(made)

    def _offered(self) -> None:
        self.offer_pressed.emit(self._offers.index(self.sender()))
