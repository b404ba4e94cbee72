"""The top bar: project and "All changes saved", five steps, where it goes, the main button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.core.text import t
from app.ui.pages.page import STEPS
from app.ui.parts import GAP, Elided, MainButton, StepBar, TargetBadge, button, icon_label, label
from app.ui.theme import Theme, set_look


class TopBar(QWidget):
    """Shown over the pages, not over the start page."""

    home_pressed = Signal()
    account_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._level = 0
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(self, ground="surface", edge="bottom")
        self.name = Elided("", "strong")
        self.note = Elided("", "note", "ink2")
        self.step_count = label("", "body", "ink2")
        self.step_name = label("", "strong")
        self.saved = label("", "note", "ink2")
        self.steps = StepBar(theme, [t(f"step.{key}") for key in STEPS])
        self.badge = TargetBadge(theme)
        self.account = button(
            theme, "", kind="ghost", icon="user", pressed=self.account_pressed.emit
        )
        self.main = MainButton(theme)
        grid = QGridLayout(self)
        theme.space(grid, 8, (16, 4, 16, 4))
        grid.addWidget(self._start(), 0, 0)
        grid.addWidget(self.steps, 0, 1)
        grid.addWidget(self._end(), 0, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        theme.bind(self, TopBar._heighten)
        self.show_account("")

    def _start(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        self._theme.space(row, 10)
        self.logo: QLabel = icon_label(self._theme, "kabocha", 28)
        row.addWidget(self.logo)
        words = QVBoxLayout()
        self._theme.space(words, 1)
        words.addStretch(1)
        words.addWidget(self.name)
        words.addWidget(self.note)
        line = QHBoxLayout()
        self._theme.space(line, 8)
        line.addWidget(self.step_count)
        line.addWidget(self.step_name)
        line.addStretch(1)
        words.addLayout(line)
        words.addStretch(1)
        row.addLayout(words, 1)
        return holder

    def _end(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        self._theme.space(column, 4)
        row = QHBoxLayout()
        self._theme.space(row, 10)
        row.addStretch(1)
        row.addWidget(self.badge)
        row.addWidget(self.account)
        row.addWidget(self.main)
        column.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.saved, 0, Qt.AlignmentFlag.AlignTrailing)
        column.addStretch(1)
        return holder

    def show_project(self, name: str, note: str) -> None:
        """The project's name, and one fact (all saved, or where it came from)."""
        self.name.setText(name)
        self.note.setText(note)
        self.saved.setText(note)

    def show_step(self, current: int, done: set[int]) -> None:
        """Which step is shown."""
        self.steps.show_step(current, done)
        self.step_count.setText(t("step.count", number=current + 1, total=len(STEPS)))
        self.step_name.setText(t(f"step.{STEPS[current]}"))

    def show_account(self, account: str) -> None:
        """Who is signed in; "" hides it."""
        self.account.setText(GAP + account if account else "")
        self.account.setAccessibleName(
            t("account.name", name=account) if account else t("account.none")
        )
        self.account.setVisible(bool(account) and self._level < 2)

    def set_level(self, level: int) -> None:
        """0: one line with steps; 1: two lines, "Step 2 of 5"; 2: one line, no name."""
        self._level = level
        self.steps.setVisible(level == 0)
        self.step_count.setVisible(level > 0)
        self.step_name.setVisible(level > 0)
        self.name.setVisible(level < 2)
        self.note.setVisible(level == 0)
        self.saved.setVisible(level == 1)
        self.badge.set_compact(level > 0)
        self.account.setVisible(level < 2 and bool(self.account.text()))
        self._heighten()

    def _heighten(self) -> None:
        self.setMinimumHeight(self._theme.u({0: 58, 1: 58, 2: 42}[self._level]))


class StatusBar(QWidget):
    """News that need no answer: at the start the network, at the end counts."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(self, ground="canvas", edge="top")
        row = QHBoxLayout(self)
        theme.space(row, 6, (16, 2, 16, 2))
        self._icon = icon_label(theme, "info", 14, "ink2")
        self._start = Elided("", "note", "ink2")
        self._end = label("", "note", "ink2")
        row.addWidget(self._icon)
        row.addWidget(self._start, 1)
        row.addWidget(self._end)
        theme.bind(self, StatusBar._heighten)

    def show_status(self, icon: str, start: str, end: str) -> None:
        """Show other news."""
        self._icon.setVisible(bool(icon))
        if icon:
            self._theme.set_icon(self._icon, icon, 14, "ink2")
        self._start.setText(start)
        self._end.setText(end)

    def _heighten(self) -> None:
        self.setMinimumHeight(self._theme.u(26))
