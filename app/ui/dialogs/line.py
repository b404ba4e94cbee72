"""Test my line: whether the wiki is reached, how fast, and how long the files would take."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core import sending
from app.core.commons import line
from app.core.commons.line import Line
from app.core.errors import CancelledError, KabochaError
from app.core.model import Target
from app.core.text import t
from app.ui.context import Context
from app.ui.jobs import Job
from app.ui.pages import forms
from app.ui.parts import Notice, button, card, label
from app.ui.parts.labels import lead
from app.ui.wikis import in_words


class LineTest(QWidget):
    """A button, what it does meanwhile, and the result in words. `files` of `size` bytes in all are
    what is to be sent.
    """

    shown = Signal()
    """There is a result to look at."""

    def __init__(self, context: Context, target: Target, files: int = 0, size: int = 0) -> None:
        super().__init__()
        self.context, self.target = context, target
        self._files, self._size = files, size
        self._job: Job | None = None
        theme = context.theme
        column = QVBoxLayout(self)
        theme.space(column, 8)
        row = QHBoxLayout()
        theme.space(row, 10)
        self.button = button(
            theme, t("line-test.test"), icon="activity", pressed=self.pressed_button
        )
        self.note = label(t("line-test.text"), "note", "ink2", wrap=True)
        self.note.setAlignment(lead() | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.button)
        row.addWidget(self.note, 1)
        column.addLayout(row)
        self.outcome = QVBoxLayout()
        column.addLayout(self.outcome)

    @property
    def running(self) -> bool:
        """Whether a test is under way."""
        return self._job is not None

    def pressed_button(self) -> None:
        """Test, or stop the test."""
        if self.running:
            self.stop()
            self._show(t("line-test.stopped"))
        else:
            self.test()

    def test(self) -> None:
        """Test the line."""
        forms.clear(self.outcome)
        work = _Measuring(self.target.name)
        self._job = self.context.jobs.run(
            work, on_done=self._done, on_error=self._wrong, name="line-test"
        )
        self._show(t("line-test.busy", wiki=in_words(self.target)))

    def stop(self) -> None:
        """Hear no more of a test that is under way."""
        if self._job is not None:
            self._job.forget()
            self._job = None

    def _show(self, note: str) -> None:
        key = "stop" if self.running else "again"
        forms.say(self.button, t(f"line-test.{key}"))
        self.note.setText(note)

    def _done(self, found: Line) -> None:
        self._job = None
        self._show(t("line-test.text"))
        if found.problem is not None:
            self._show_problem(line.why(found.problem))
            return
        frame = card()
        column = QVBoxLayout(frame)
        theme = self.context.theme
        theme.space(column, 6, (14, 12, 14, 12))
        mark = ("circle-check", "accent") if found.speed else ("triangle-alert", "warn")
        for said in line.words(found, self.target, self._files, self._size):
            column.addLayout(forms.line(theme, *mark, said))
        self._put(frame)

    def _wrong(self, error: BaseException) -> None:
        self._job = None
        self._show(t("line-test.text"))
        if isinstance(error, CancelledError):
            return
        if not isinstance(error, (KabochaError, OSError)):
            raise error
        self._show_problem(str(error))

    def _show_problem(self, why: str) -> None:
        failed = line.failed(self.target)
        self._put(Notice(self.context.theme, "error", failed, why, closable=False))

    def _put(self, made: QWidget) -> None:
        self.outcome.addWidget(made)
        self.shown.emit()


class LineTestDialog(QDialog):
    """The test in a window of its own."""

    def __init__(
        self, context: Context, parent: QWidget, target: Target, files: int = 0, size: int = 0
    ) -> None:
        super().__init__(parent)
        theme = context.theme
        self.setWindowTitle(t("line-test.title"))
        self.setModal(True)
        column = QVBoxLayout(self)
        theme.space(column, 14, (28, 24, 28, 20))
        column.addWidget(label(t("line-test.title"), "page"))
        self.part = LineTest(context, target, files, size)
        column.addWidget(self.part)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        self.done_ = button(theme, t("settings.done"), kind="primary", pressed=self.accept)
        self.done_.setDefault(True)
        row.addWidget(self.done_)
        column.addLayout(row)
        self.resize(theme.u(560), theme.u(300))
        self.finished.connect(self.part.stop)


class _Measuring:
    """The work: measures, the practice wiki being served meanwhile."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, _emit: Any, cancel: Any) -> Line:
        """Raises KabochaError."""
        with sending.target(self._name) as target:
            return line.measure(target, cancel)


def open_line_test(
    context: Context, parent: QWidget, files: int = 0, size: int = 0
) -> LineTestDialog:
    """Open the dialog for where the session sends to, and begin; `files` of `size` bytes in all are
    what is to be sent.
    """
    dialog = LineTestDialog(context, parent, context.session.target, files, size)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    dialog.part.test()
    return dialog
