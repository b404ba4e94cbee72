"""A dialog that first looks at something beside the window, then says what was found and asks."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.errors import CancelledError, KabochaError
from app.core.text import number, t
from app.ui.context import Context
from app.ui.jobs import Job, Work
from app.ui.pages import forms
from app.ui.parts import Bar, button, icon_label, label


class Looking(QDialog):
    """Subclasses fill `found` when `answer` brings what the work found; Esc stops it."""

    def __init__(self, context: Context, parent: QWidget, icon: str, title: str) -> None:
        super().__init__(parent)
        self.context = context
        theme = context.theme
        self._job: Job | None = None
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        outer = QVBoxLayout(self)
        theme.space(outer, 16, (24, 22, 24, 18))
        row = QHBoxLayout()
        theme.space(row, 16)
        row.addWidget(icon_label(theme, icon, 28), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        theme.space(words, 8)
        self.title = label("", "page", wrap=True)
        words.addWidget(self.title)
        self.busy = label("", "note", "ink2", wrap=True)
        words.addWidget(self.busy)
        self.bar = Bar(theme, title)
        words.addWidget(self.bar)
        self.found = QVBoxLayout()
        theme.space(self.found, 10, (0, 4, 0, 0))
        words.addLayout(self.found)
        row.addLayout(words, 1)
        outer.addLayout(row)
        outer.addStretch(1)
        buttons = QHBoxLayout()
        theme.space(buttons, 8)
        buttons.addStretch(1)
        self.no = button(theme, t("looking.stop"), pressed=self.reject)
        self.yes = button(theme, t("looking.stop"), kind="primary", pressed=self.agree)
        self.yes.setDefault(True)
        buttons.addWidget(self.no)
        buttons.addWidget(self.yes)
        outer.addLayout(buttons)
        self.setMinimumWidth(theme.u(580))
        self.say(title)
        self.finished.connect(self._stop)

    def say(self, title: str) -> None:
        """Other words at the top."""
        self.setWindowTitle(title)
        self.title.setText(title)

    def look(self, work: Work, words: str) -> None:
        """Begin: `words` say what is done; the answer comes to `answer`."""
        self.yes.setVisible(False)
        forms.say(self.no, t("looking.stop"))
        self._words = words
        self.busy.setText(words)
        self._show_busy(shown=True)
        self.bar.hide()
        self._job = self.context.jobs.run(
            work, on_event=self._further, on_done=self._done, on_error=self._wrong, name="looking"
        )

    def answer(self, found: Any) -> None:
        """What the work found."""
        raise NotImplementedError

    def agree(self) -> None:
        """The main button was pressed."""
        raise NotImplementedError

    def ask(self, title: str, yes: str, no: str) -> None:
        """Show the question: buttons in words; without `yes` there is nothing to agree to."""
        self._show_busy(shown=False)
        self.say(title)
        forms.say(self.no, no)
        forms.say(self.yes, yes)
        self.yes.setVisible(bool(yes))
        QTimer.singleShot(0, self, self._fit)
        (self.yes if yes else self.no).setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        """No higher than what is shown."""
        self.resize(self.width(), self.layout().totalHeightForWidth(self.width()))

    def line(self, icon: str, token: str, words: str) -> None:
        """One more thing that was found."""
        self.found.addLayout(forms.line(self.context.theme, icon, token, words))

    # the work ---------------------------------------------------------------------------------

    def _show_busy(self, *, shown: bool) -> None:
        self.busy.setVisible(shown)
        self.bar.setVisible(shown)

    def _further(self, news: tuple[int, int]) -> None:
        done, total = news
        self.bar.setVisible(bool(total))
        if total:
            self.bar.show_share(done / total)
            far = t("looking.of", done=number(done), total=number(total))
        else:
            far = t("looking.so-far", count=number(done))
        self.busy.setText(f"{self._words} {far}")

    def _done(self, found: Any) -> None:
        self._job = None
        self.answer(found)

    def _wrong(self, error: BaseException) -> None:
        self._job = None
        if isinstance(error, CancelledError):
            return
        if not isinstance(error, (KabochaError, OSError)):
            raise error
        forms.clear(self.found)
        self.line("octagon-x", "error", str(error))
        self.ask(t("looking.failed"), "", t("looking.close"))

    def _stop(self) -> None:
        if self._job is not None:
            self._job.forget()
            self._job = None
