"""Asks for one text or one number, with a button that says what it is for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.core.text import t
from app.ui.parts import button, label
from app.ui.theme import Theme


class Short(QDialog):
    """A title, what to know, one field, "Not now" and the button."""

    def __init__(
        self, theme: Theme, parent: QWidget, *, title: str, sentence: str, yes: str
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self._theme = theme
        self._column = QVBoxLayout(self)
        theme.space(self._column, 12, (24, 22, 24, 18))
        self._column.addWidget(label(title, "page", wrap=True))
        if sentence:
            self._column.addWidget(label(sentence, "body", "ink2", wrap=True))
        self.no = button(theme, t("rows.not-now"), pressed=self.reject)
        self.yes = button(theme, yes, kind="primary", pressed=self.accept)
        self.yes.setDefault(True)

    def put(self, field: QWidget, name: str) -> None:
        """The field, and below it the buttons."""
        field.setAccessibleName(name)
        self._column.addWidget(field)
        row = QHBoxLayout()
        self._theme.space(row, 8, (0, 6, 0, 0))
        row.addStretch(1)
        row.addWidget(self.no)
        row.addWidget(self.yes)
        self._column.addLayout(row)
        self.setMinimumWidth(max(self._theme.u(440), self._column.minimumSize().width()))
        field.setFocus(Qt.FocusReason.OtherFocusReason)


def ask_text(
    theme: Theme, parent: QWidget, *, title: str, sentence: str, yes: str, now: str
) -> str:
    """A text in one line, "" when it was left."""
    made = Short(theme, parent, title=title, sentence=sentence, yes=yes)
    field = QLineEdit(now)
    field.selectAll()
    made.put(field, title)
    said = field.text().strip() if made.exec() == QDialog.DialogCode.Accepted else ""
    made.deleteLater()
    return said


class _Lines(QPlainTextEdit):
    """A text of several lines: Enter is the button's, Alt+Enter a new line, as in a cell."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the dialog."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.insertPlainText("\n")
        else:
            event.ignore()


def ask_lines(
    theme: Theme, parent: QWidget, *, title: str, sentence: str, yes: str, now: str
) -> str | None:
    """A text of one or several lines, None when it was left."""
    made = Short(theme, parent, title=title, sentence=sentence, yes=yes)
    field = _Lines(now)
    field.setTabChangesFocus(True)
    field.selectAll()
    theme.fix(field, height=76)
    made.put(field, title)
    said = field.toPlainText() if made.exec() == QDialog.DialogCode.Accepted else None
    made.deleteLater()
    return said


def ask_number(
    theme: Theme, parent: QWidget, *, title: str, sentence: str, yes: str, now: int, most: int
) -> int:
    """A number from 1 to `most`, 0 when it was left."""
    made = Short(theme, parent, title=title, sentence=sentence, yes=yes)
    field = QSpinBox()
    field.setRange(1, most)
    field.setValue(now)
    field.selectAll()
    theme.fix(field, height=32)
    made.put(field, title)
    said = field.value() if made.exec() == QDialog.DialogCode.Accepted else 0
    made.deleteLater()
    return said
