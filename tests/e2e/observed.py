"""Runs the real window and tells on a socket what a person sees in it; it only looks.

    python -m tests.e2e.observed SOCKET [SHEET]

Who connects and says what it wants to know ("window" or "clipboard") gets one JSON object, made in the
window's own thread.
"""

from __future__ import annotations

import json
import socket
import sys
import time
from queue import Empty, Queue
from threading import Thread

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QMenu, QWidget

from app.ui import application
from app.ui.main_window import MainWindow
from app.ui.pictures.large import LargeView

LOOK_MS = 20
"""Between two looks for a question."""


class Turns(QObject):
    """The longest turn of the event loop since it was last asked, in milliseconds of processor time
    of the window's own thread: what other programs do does not count.
    """

    def __init__(self) -> None:
        super().__init__()
        self._began = time.thread_time()
        self._longest = 0.0
        QCoreApplication.eventDispatcher().aboutToBlock.connect(self._turned)

    def _turned(self) -> None:
        now = time.thread_time()
        self._longest = max(self._longest, now - self._began)
        self._began = now

    def longest(self) -> float:
        """Asked and begun anew."""
        found, self._longest = self._longest, 0.0
        return round(found * 1000, 1)


class Observer(QObject):
    """Answers who connects, in the window's thread; the thread that listens knows no Qt."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self._asked: Queue[str] = Queue()
        self._answers: Queue[object] = Queue()
        self._turns: Turns | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(path)
        self._server.listen()
        Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            connection, _ = self._server.accept()
            with connection:
                self._asked.put(connection.recv(100).decode())
                connection.sendall(json.dumps(self._answers.get()).encode())

    def _look(self) -> None:
        if self._turns is None:
            self._turns = Turns()
        try:
            wanted = self._asked.get_nowait()
        except Empty:
            return
        if wanted == "clipboard":
            self._answers.put(QApplication.clipboard().text())
        else:
            self._answers.put({**seen(), "longest": self._turns.longest()})


def seen() -> dict[str, object]:
    """The window that has the keys, the cell one is at, and what is written where."""
    windows = QApplication.topLevelWidgets()
    main = next((w for w in windows if isinstance(w, MainWindow)), None)
    if main is None or not main.isVisible():
        return {}
    focus = QApplication.focusWidget()
    keyed = QApplication.activeModalWidget() or main  # what pops up gets its keys from there
    top = QApplication.activePopupWidget() or keyed
    session = main.context.session
    answer: dict[str, object] = {
        "window": int(keyed.window().winId()),
        "top": "" if top is main else type(top).__name__,
        "title": top.windowTitle(),
        "focus": words_of(focus) if focus else "",
        "typed": focus.text() if isinstance(focus, QLineEdit) else "",
        "command": command_of(top),
        "busy": session.checking or session.writing or session.jobs.busy,
        "rows": len(session.rows),
    }
    if session.project is not None and session.rows:
        answer |= of_sheet(main)
    if isinstance(top, LargeView):
        answer["facts"] = top.facts.text()
    elif top is not main:
        answer["words"] = texts(top)
    return answer


def of_sheet(main: MainWindow) -> dict[str, object]:
    """The sheet: current cell, selection, what the bars above it say, problems."""
    page = main.page("describe")
    view, model, session = page.view, page.model, main.context.session
    place, column = view.place, view.column
    known = 0 <= place < model.rowCount() and 0 <= column < len(model.heads)
    head = model.heads[column].column if known else None
    blocks = view.selecting.rects()
    return {
        "page": main._step,
        "row": model.row_at(place).number if known else 0,
        "column": head.header if head else "",
        "text": model.text_at(place, column) if head else "",
        "editing": any(d.typing is not None for d in view.delegates),
        "selected": [sum(len(b.rows) for b in blocks), sum(len(b.columns) for b in blocks)],
        "frozen": [model.heads[c].words.name for c in view.columns.halves[0]],
        "shown": model.rowCount(),
        "in_sheet": any(half.hasFocus() for half in view.halves),
        "bars": [*texts(page.find_bar), *texts(page.filter_strip), *texts(page._notices)],
        "undo": session.project.undo_label or "",
        "counts": {s.name.lower(): c for s, c in session.findings.counts.items()},
    }


def texts(widget: QWidget) -> list[str]:
    """What a person reads in a part of the window."""
    found = [w for kind in (QLabel, QAbstractButton) for w in widget.findChildren(kind)]
    return [w.text() for w in found if w.isVisible() and w.text()]


def command_of(top: QWidget) -> str:
    """The command that is chosen in an open menu."""
    chosen = top.activeAction() if isinstance(top, QMenu) else None
    return chosen.objectName() if chosen else ""


def words_of(widget: QWidget) -> str:
    """How a screen reader calls it."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text or type(widget).__name__


class Observed(application.Program):
    """The program, with somebody who looks."""

    def __init__(self, *values: object, **named: object) -> None:
        super().__init__(*values, **named)
        self.observer = Observer(sys.argv[1])


if __name__ == "__main__":
    application.Program = Observed
    sys.exit(application.run(sys.argv[2:]))
