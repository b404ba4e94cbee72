"""Says above the sheet that not all rows are shown, and why; each reason can be taken away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.core.text import n, number, t
from app.ui.parts import Flow, button, icon_label, label
from app.ui.sheet.conditions import Condition
from app.ui.theme import Theme, set_look

LONGEST = 60


class FilterStrip(QWidget):
    """How many rows, a button for each condition, and what no longer matches."""

    dropped = Signal(str)
    """Key of a condition that is to go."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[Condition, ...] = ()
        self.chips: list[QPushButton] = []
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(self, ground="canvas", edge="bottom")
        column = QVBoxLayout(self)
        theme.space(column, 0, (16, 4, 16, 4))
        self._flow = Flow()
        theme.space(self._flow, 8)
        column.addLayout(self._flow)
        icon = icon_label(theme, "list-filter", 16, "accent")
        self._words = label("", "strong-note")
        self.all_rows = button(theme, t("filter.show-all"), kind="link")
        self.again = button(theme, "", kind="link")
        self._ends = (self.all_rows, self.again)
        for part in (icon, self._words, *self._ends):
            self._flow.addWidget(part)
        theme.fix(icon, height=28)
        theme.fix(self._words, height=28)
        for part in self._ends:
            theme.fix(part, height=28)
        self.hide()

    def show_conditions(
        self, conditions: Sequence[Condition], shown: int, total: int, stale: int
    ) -> None:
        """How many rows of how many, why, and how many of them do not match any more."""
        self._words.setText(t("filter.showing", shown=number(shown), total=number(total)))
        if tuple(conditions) != self._shown:
            self._make_chips(tuple(conditions))
        words = n("filter.stale", stale, rows=number(stale))
        self.again.setText(words)
        self.again.setAccessibleName(words)
        self.again.setToolTip(t("filter.stale.tip"))
        self.again.setVisible(bool(stale))
        self._fit()

    def _make_chips(self, conditions: tuple[Condition, ...]) -> None:
        self._shown = conditions
        for made in self.chips:
            self._flow.removeWidget(made)
            made.hide()
            made.deleteLater()
        for part in self._ends:
            self._flow.removeWidget(part)
        self.chips = []
        for condition in conditions:
            words = condition.words
            cut = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
            made = button(self._theme, cut, kind="small", icon="x", tip=words)
            made.setAccessibleName(t("filter.take-away", words=words))
            made.setProperty("key", condition.key)
            made.clicked.connect(self._drop)
            self._flow.addWidget(made)
            made.show()
            self.chips.append(made)
        for part in self._ends:
            self._flow.addWidget(part)

    def _drop(self) -> None:
        self.dropped.emit(self.sender().property("key"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As high as its lines need."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(self.layout().heightForWidth(max(1, self.width())))
