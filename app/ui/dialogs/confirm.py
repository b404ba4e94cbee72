"""One question with two answers; the quiet answer is the default."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.parts import button, icon_label, label
from app.ui.theme import Theme


class Question(QDialog):
    """Title, sentence, "no" and "yes" in words."""

    def __init__(
        self, theme: Theme, parent: QWidget, *, title: str, sentence: str, yes: str, no: str,
        icon: str = "globe", danger: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        column = QVBoxLayout(self)
        theme.space(column, 16, (24, 22, 24, 18))
        row = QHBoxLayout()
        theme.space(row, 16)
        mark = icon_label(theme, icon, 28, "error" if danger else "ink2")
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        theme.space(words, 6)
        words.addWidget(label(title, "page", wrap=True))
        words.addWidget(label(sentence, "body", "ink2", wrap=True))
        row.addLayout(words, 1)
        column.addLayout(row)
        buttons = QHBoxLayout()
        theme.space(buttons, 8)
        buttons.addStretch(1)
        self.no = button(theme, no, pressed=self.reject)
        self.yes = button(theme, yes, kind="danger" if danger else "primary", pressed=self.accept)
        buttons.addWidget(self.no)
        buttons.addWidget(self.yes)
        column.addLayout(buttons)
        self.setMinimumWidth(max(theme.u(520), column.minimumSize().width()))
        self.no.setDefault(True)
        self.no.setFocus()


def ask_once(
    theme: Theme, parent: QWidget, *, title: str, sentence: str, yes: str, no: str,
    icon: str = "globe", danger: bool = False,
) -> bool:  # fmt: skip
    """Whether the answer was yes."""
    made = Question(
        theme, parent, title=title, sentence=sentence, yes=yes, no=no, icon=icon, danger=danger
    )
    said = made.exec() == QDialog.DialogCode.Accepted
    made.deleteLater()
    return said


class Either(Question):
    """A question that can also be left without an answer, by Esc."""

    answer: bool | None = None

    def ask(self) -> bool | None:
        """Show it until it is answered or left. Neither answer loses anything: Enter says yes."""
        self.yes.setDefault(True)
        self.yes.setFocus()
        self.yes.clicked.connect(self._say_yes)
        self.no.clicked.connect(self._say_no)
        self.exec()
        return self.answer

    def _say_yes(self) -> None:
        self.answer = True

    def _say_no(self) -> None:
        self.answer = False


def ask_either(
    theme: Theme, parent: QWidget, *, title: str, sentence: str, yes: str, no: str, icon: str
) -> bool | None:
    """The answer; None when the question was left by Esc or closed."""
    made = Either(theme, parent, title=title, sentence=sentence, yes=yes, no=no, icon=icon)
    answer = made.ask()
    made.deleteLater()
    return answer
