"""An unexpected error: the journal is closed first, then a text is shown that can be copied."""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from collections.abc import Callable
from types import TracebackType

import PySide6
from PySide6.QtCore import QThread
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

import app
from app.core import log
from app.core.text import t
from app.ui.parts import button, icon_label, label
from app.ui.theme import Theme, set_look

_log = logging.getLogger(__name__)


def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """The text to send to us: versions and the trace, without secrets."""
    lines = "".join(traceback.format_exception(kind, error, trace))
    versions = (
        f"Kabocha {app.__version__} · Python {platform.python_version()} · "
        f"PySide {PySide6.__version__} · {platform.system()} {platform.release()}"
    )
    return log.redacted(f"{versions}\n\n{lines}")


class CrashDialog(QDialog):
    """Says what is safe, shows the text, copies it."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(t("crash.title"))
        self.setMinimumSize(theme.u(620), theme.u(420))
        column = QVBoxLayout(self)
        theme.space(column, 12, (24, 24, 24, 16))
        head = QHBoxLayout()
        theme.space(head, 12)
        head.addWidget(icon_label(theme, "bug", 20, "error"))
        head.addWidget(label(t("crash.headline"), "page"), 1)
        column.addLayout(head)
        column.addWidget(label(t("crash.text"), "body", "ink2", wrap=True))
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(t("crash.report"))
        self.text.setTabChangesFocus(True)
        set_look(self.text, kind="code")
        column.addWidget(self.text, 1)
        column.addWidget(label(t("crash.log", path=str(log.path())), "note", "ink2", wrap=True))
        row = QHBoxLayout()
        theme.space(row, 8)
        self.copy = button(theme, t("crash.copy"), icon="copy", pressed=self.copy_text)
        row.addWidget(self.copy)
        row.addStretch(1)
        self.quit = button(theme, t("crash.quit"), pressed=self.reject)
        self.go_on = button(theme, t("crash.go-on"), kind="primary", pressed=self.accept)
        row.addWidget(self.quit)
        row.addWidget(self.go_on)
        column.addLayout(row)
        self.go_on.setDefault(True)

    def copy_text(self) -> None:
        """Put the text on the clipboard."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copy.setText(t("crash.copied"))


class CrashHook:
    """Put it on sys.excepthook. `before` closes the journal; it runs before anything is shown."""

    def __init__(self, theme: Theme, before: Callable[[], None]) -> None:
        self._theme = theme
        self._before = before
        self._showing = False
        self._old = sys.excepthook
        self.last = ""
        self.show: Callable[[str], bool] = self._show
        """Shows the text; True = the person wants to go on."""

    def install(self) -> None:
        """Begin to catch."""
        sys.excepthook = self.caught

    def remove(self) -> None:
        """Give the hook back."""
        sys.excepthook = self._old

    def caught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Log, close the journal, show."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        _log.critical("unexpected", exc_info=(kind, error, trace))
        self.last = report(kind, error, trace)
        try:
            self._before()
        except Exception:  # noqa: BLE001 - the dialog must come whatever else fails
            _log.exception("journal not closed")
        application = QApplication.instance()
        on_window_thread = application and QThread.currentThread() is application.thread()
        if self._showing or not on_window_thread:
            return
        self._showing = True
        going_on = self.show(self.last)
        self._showing = False
        if not going_on:
            QApplication.quit()

    def _show(self, text: str) -> bool:
        dialog = CrashDialog(self._theme, text, QApplication.activeWindow())
        return dialog.exec() == QDialog.DialogCode.Accepted
