"""How files are sent: at which hours, how fast at most, over which line. Kept for this user."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core import sending
from app.core.settings import Settings
from app.core.text import size, t
from app.core.upload import Hours
from app.ui.context import Context
from app.ui.pages.forms import field
from app.ui.parts import Choice, WrappedTick, button, label

SPEEDS = (0, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 5_000_000)
"""Bytes a second, 0 = all that the line carries."""
_CLOCK = tuple(f"{hour:02d}:{minute}" for hour in range(24) for minute in ("00", "30"))


def hours(settings: Settings) -> Hours | None:
    """The hours in which files may be sent, None = all."""
    if not settings.get("send-at-hours"):
        return None
    start, end = settings.get("send-from"), settings.get("send-until")
    return None if start == end else Hours.parse(f"{start}-{end}")


def chosen(choice: sending.Choice, settings: Settings) -> sending.Choice:
    """A choice of rows with how they are sent."""
    return replace(choice, hours=hours(settings), speed=settings.get("send-speed"))


class UploadHow(QWidget):
    """The part "How it is sent" at the side of the page "Upload"."""

    changed = Signal()
    test_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        theme, settings = context.theme, context.settings
        column = QVBoxLayout(self)
        theme.space(column, 10)
        column.addWidget(label(t("upload.how"), "part"))
        self.only = WrappedTick(theme, t("upload.at-hours"))
        self.only.box.setChecked(settings.get("send-at-hours"))
        self.only.toggled.connect(self._keep)
        column.addWidget(self.only)
        self._hours = QWidget()
        row = QHBoxLayout(self._hours)
        theme.space(row, 8)
        self.start = self._clock("send-from", t("upload.hours-from"))
        self.end = self._clock("send-until", t("upload.hours-until"))
        for made, words in ((self.start, "upload.hours-from"), (self.end, "upload.hours-until")):
            row.addWidget(label(t(words), "note", "ink2"))
            row.addWidget(made, 1)
        column.addWidget(self._hours)
        self.speed = Choice(theme, t("upload.speed"))
        for rate in SPEEDS:
            words = t("upload.speed-at-most", size=size(rate)) if rate else t("upload.speed-all")
            self.speed.add(words, rate)
        self.speed.choose(settings.get("send-speed"))
        self.speed.activated.connect(self._keep)
        column.addLayout(field(theme, t("upload.speed"), self.speed))
        buttons = QHBoxLayout()
        self.test = button(
            theme, t("line-test.test"), icon="activity", pressed=self.test_wanted.emit
        )
        buttons.addWidget(self.test)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self._show_hours()

    def _clock(self, setting: str, name: str) -> Choice:
        made = Choice(self.context.theme, name)
        made.setMinimumContentsLength(5)
        for clock in _CLOCK:
            made.add(clock, clock)
        made.choose(self.context.settings.get(setting))
        made.activated.connect(self._keep)
        return made

    def _show_hours(self) -> None:
        self._hours.setVisible(self.only.box.isChecked())

    def _keep(self) -> None:
        settings = self.context.settings
        settings.set("send-at-hours", self.only.box.isChecked())
        settings.set("send-from", self.start.currentData())
        settings.set("send-until", self.end.currentData())
        settings.set("send-speed", self.speed.currentData())
        self._show_hours()
        self.changed.emit()

    def show_running(self, *, running: bool) -> None:
        """What is chosen holds for a run from its beginning."""
        why = t("upload.how-not-now") if running else ""
        for made in (self.only, self.start, self.end, self.speed, self.test):
            made.setEnabled(not running)
            made.setToolTip(why)
