"""The rows that did not go, on the page "Report": why, and what can be done with each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.report import RowReport
from app.core.text import t
from app.ui.context import Context
from app.ui.pages.upload_items import actions, item_of, stem
from app.ui.parts import Elided, button, card, label, rule
from app.ui.start import Thumb

OPEN_ROWS = 40
"""Rows that are shown one by one; the sheet has them all."""
AT_ONCE = 8
"""Lines that are made in one turn of the window."""


class OpenRows(QObject):
    """A card with a line for each row. Lines are made a few at a time and shown together: the former
    ones stay until then.
    """

    pressed = Signal(int, str)
    """Id of a row, and what is to be done with it."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.card = card()
        self._column = QVBoxLayout(self.card)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._shown: tuple[RowReport, ...] = ()
        self._left: list[RowReport] = []
        self._making: QWidget | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._make)

    def show_rows(self, rows: Sequence[RowReport]) -> None:
        """Show the first of these rows."""
        wanted = tuple(rows[:OPEN_ROWS])
        if wanted == self._shown:
            return
        self._shown, self._left = wanted, list(wanted)
        self._soon.stop()
        if self._making is not None:
            self._making.deleteLater()
        self._making = QWidget(self.card)
        self._making.hide()
        lines = QVBoxLayout(self._making)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        self._make()

    def _make(self) -> None:
        making = self._making
        assert making is not None
        lines = making.layout()
        now, self._left = self._left[:AT_ONCE], self._left[AT_ONCE:]
        for row in now:
            if lines.count():
                lines.addWidget(rule())
            line = self._line(row)
            lines.addWidget(line)
            _settle(line)
        if self._left:
            self._soon.start()
            return
        self._making = None
        while (former := self._column.takeAt(0)) is not None:
            former.widget().hide()
            former.widget().deleteLater()
        self._column.addWidget(making)
        making.show()
        self._context.theme.tidy()

    def _line(self, row: RowReport) -> QWidget:
        theme = self._context.theme
        holder = QWidget()
        line = QHBoxLayout(holder)
        theme.space(line, 12, (14, 8, 14, 8))
        line.addWidget(Thumb(theme, self._context.thumbnails, row.file, 52, 38))
        words = QVBoxLayout()
        theme.space(words, 2)
        title = stem(row.title) or t("report.no-title")
        words.addWidget(Elided(t("report.row-title", number=row.number, title=title), "strong"))
        said = row.message or t(f"report.state-{row.state}")
        words.addWidget(label(said, "note", "ink2", wrap=True))
        line.addLayout(words, 1)
        for name in actions(item_of(row, None))[:1]:
            wanted = "send" if name == "out" and row.state.value == "ready" else name
            made = button(theme, t(f"upload.do-{wanted}"), kind="small")
            made.setAccessibleName(t("report.do", what=made.text(), title=title))
            made.setProperty("row", row.row_id)
            made.setProperty("do", wanted)
            made.clicked.connect(self._press)
            line.addWidget(made)
        return holder

    def _press(self) -> None:
        pressed = self.sender()
        self.pressed.emit(pressed.property("row"), pressed.property("do"))


def _settle(line: QWidget) -> None:
    """Choose fonts and sizes of a line now: shown first, each line would lay out all others again."""
    parts = [line, *line.findChildren(QWidget)]
    for part in parts:
        part.ensurePolished()
    for part in reversed(parts):
        if part.layout() is not None:
            part.layout().activate()
