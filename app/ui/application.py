"""The composition point of the window: everything is made here once and given on."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTimer, QTranslator
from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtWidgets import QApplication

from app import __version__
from app.core import last_words, log, text
from app.core.settings import Settings
from app.ui import wikis, wiring
from app.ui.commands import Commands
from app.ui.context import Ask, Context, FileDialogs
from app.ui.crash import CrashHook
from app.ui.furnishing import Furnisher
from app.ui.garbage import Collector
from app.ui.jobs import Jobs
from app.ui.main_window import MainWindow
from app.ui.session import Session
from app.ui.theme import Theme
from app.ui.thumbnails import Thumbnails

_log = logging.getLogger(__name__)


class Program:
    """The program while it runs. `close` ends threads and processes."""

    def __init__(
        self, application: QApplication, *, settings: Settings | None = None, ask: Ask | None = None,
        workers: bool = True,
    ) -> None:  # fmt: skip
        self.application = application
        self.settings = settings or Settings()
        self._choose_language()
        self._system_font = QFont(application.font())
        self._scale_text(self.settings.get("text-size"))
        self.theme = Theme(application)
        self.theme.choose(self.settings.get("appearance"))
        self.window = MainWindow()
        self.jobs = Jobs(self.window)
        self.thumbnails = Thumbnails(self.jobs, None, self.window, later=True)
        target = wikis.named(self.settings.get("target"))
        self.session = Session(self.jobs, self.settings, wiring.checker, target, self.window)
        self.session.opening_began.connect(self.thumbnails.expect)
        self.context = Context(
            self.theme, self.jobs, self.settings, self.session,
            Commands(self.theme, self.window), self.thumbnails, ask or FileDialogs(self.session.folder, self.theme),
        )  # fmt: skip
        self.window.furnish(self.context)
        self.window.text_size_wanted.connect(self.set_text_size)
        self.window.look_wanted.connect(self.set_look)
        self._kept: list[object] = [wiring.Sample(self.context)]
        self.furnisher = self._furnisher(workers=workers)
        self.collector = Collector(self.window)
        self.furnisher.done.connect(self.collector.begin)
        self.session.closed.connect(self.collector.look_at_all)
        self.hook = CrashHook(self.theme, self.close_journal)

    def _furnisher(self, *, workers: bool) -> Furnisher:
        """Makes what is not needed to begin: after the first paint, or when it is asked for."""
        window = self.window
        steps = wiring.furnishing(self.context, window, self._kept.append, workers=workers)
        made = Furnisher(self.context, wiring.ENGINE, steps, window)
        window.painted.connect(made.begin, Qt.ConnectionType.QueuedConnection)
        window.pages_wanted.connect(made.all)
        self.session.needed.connect(made.all)
        self.session.prepare = made.prepare
        return made

    def set_text_size(self, per_cent: int) -> None:
        """Larger or smaller text than the system's."""
        self.settings.set("text-size", per_cent)
        self._scale_text(per_cent)

    def set_look(self, name: str) -> None:
        """Follow the system, or stay light or dark."""
        self.settings.set("appearance", name)
        self.theme.choose(name)

    def close_journal(self) -> None:
        """After an unexpected error: nothing more is written by what runs."""
        self.jobs.close(2.0)

    def close(self) -> None:
        """End everything that was begun."""
        self.furnisher.close()
        self.session.close()
        self.thumbnails.close()
        if not self.jobs.close():
            _log.error("a job did not end in time")
        self.theme.close()
        self.hook.remove()
        self.collector.close()

    def _choose_language(self) -> None:
        wanted = os.environ.get(text.ENVIRONMENT) or self.settings.get("language")
        text.use(wanted or QLocale.system().name())
        right = text.is_right_to_left()
        direction = Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
        self.application.setLayoutDirection(direction)
        self._translator = QTranslator(self.application)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._translator.load(QLocale(text.language()), "qtbase", "_", folder):
            self.application.installTranslator(self._translator)

    def _scale_text(self, per_cent: int) -> None:
        font = QFont(self._system_font)
        font.setPixelSize(round(QFontInfo(self._system_font).pixelSize() * per_cent / 100))
        self.application.setFont(font)


def run(argv: Sequence[str]) -> int:
    """Open the window; `argv` may name one file to open in it. Returns the exit code."""
    handler = log.start()
    words = last_words.begin()
    QApplication.setApplicationName("Kabocha")
    QApplication.setApplicationVersion(__version__)
    QApplication.setDesktopFileName("kabocha")
    application = QApplication(["kabocha"])
    program = Program(application)
    program.hook.install()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    program.window.restore_place()
    program.window.show()
    if argv:
        QTimer.singleShot(0, program.window, _Opening(program.session, Path(argv[0])))
    code = application.exec()
    program.close()
    last_words.end(words)
    log.stop(handler)
    return code


class _Opening:
    """Opens the file of the command line when the window is there."""

    def __init__(self, session: Session, path: Path) -> None:
        self._session, self._path = session, path

    def __call__(self) -> None:
        self._session.open(self._path)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
