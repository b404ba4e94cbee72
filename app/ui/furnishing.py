"""The second half of a start: what the start page can do without comes after its first paint.

The engine is loaded in a thread, then the pages are loaded and made, a module or a part of a page a
turn of the event loop. Who needs a page before that gets everything at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.cancel import Cancel
from app.core.errors import CancelledError
from app.core.later import load
from app.ui.context import Context
from app.ui.jobs import Job, Milestone

MOST_S = 5.0
"""Seconds for which an opening lets the window make the pages by turns."""
FIRST = ("settings", "help", "keys", "about", "show-log")
"""Commands that can be given before a project is open; what does them is made here."""


class Furnisher(QObject):
    """Goes through `steps` when the modules `engine` are there; a step is what stands between two
    yields.
    """

    done = Signal()

    def __init__(
        self, context: Context, engine: tuple[str, ...], steps: Iterator[None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._jobs = context.jobs
        self._engine = engine
        self._steps: Iterator[None] | None = steps
        self._job: Job | None = None
        self._making = False
        self._over = Milestone()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._step)
        for name in FIRST:
            context.commands.on(name, partial(self._with_all, context, name))

    @property
    def finished(self) -> bool:
        """Whether nothing is left to be made."""
        return self._steps is None

    def begin(self) -> None:
        """The window is painted."""
        if self._steps is not None and self._job is None:
            self._job = self._jobs.run(self._loading, on_done=self._loaded, name="load")

    def prepare(self) -> None:
        """For the thread that opens a file: load what is not loaded yet of the engine, and let the
        window make its pages by turns if it has begun.
        """
        self._load()
        if self._job is not None:
            self._over.wait(MOST_S)

    def all(self) -> None:
        """Make at once what is not there yet."""
        if self._steps is None or self._making:
            return
        self._forget()
        self._load()
        while self._steps is not None:
            self._step()

    def close(self) -> None:
        """Make nothing more."""
        self._forget()
        self._steps = None
        self._over.reach()

    def _load(self) -> None:
        for name in self._engine:
            load(name)

    def _loading(self, _emit: object, cancel: Cancel) -> None:
        for name in self._engine:
            if cancel.is_set():
                raise CancelledError
            load(name)

    def _forget(self) -> None:
        self._timer.stop()
        if self._job is not None:
            self._job.forget()

    def _loaded(self, _nothing: object) -> None:
        self._timer.start()

    def _step(self) -> None:
        if self._steps is None:
            return
        self._making = True
        try:
            next(self._steps)
        except StopIteration:
            self._steps = None
            self._timer.stop()
            self._over.reach()
            self.done.emit()
        finally:
            self._making = False

    def _with_all(self, context: Context, name: str) -> None:
        self.all()
        context.commands.action(name).trigger()
