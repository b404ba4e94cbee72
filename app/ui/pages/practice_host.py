"""The practice wiki while the window needs it: served by one job until the window closes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.core import paths, practice
from app.core.cancel import Cancel
from app.core.errors import CancelledError, KabochaError
from app.ui.jobs import Job, Jobs

Then = Callable[[], None]


@dataclass(frozen=True)
class Served:
    """Where the practice wiki answers, and where a browser shows it."""

    api: str
    browse: str


class PracticeHost(QObject):
    """Serves the practice wiki (or finds the one that runs) from the first need on."""

    came_up = Signal()
    failed = Signal(str)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._job: Job | None = None
        self._waiting: list[Then] = []
        self.served: Served | None = None

    def when_up(self, then: Then) -> None:
        """Call `then` on this thread as soon as the wiki answers."""
        if self.served is not None:
            then()
            return
        self._waiting.append(then)
        if self._job is None:
            self._job = self._jobs.run(
                _serve, on_event=self._up, on_done=self._down, on_error=self._wrong, name="practice"
            )
            self._job.lasting = True

    def close(self) -> None:
        """Stop serving."""
        if self._job is not None:
            self._job.stop()

    def _up(self, served: Served) -> None:
        self.served = served
        self.came_up.emit()
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then()

    def _down(self, _nothing: Any) -> None:
        self._job, self.served = None, None

    def _wrong(self, error: BaseException) -> None:
        self._job, self.served, self._waiting = None, None, []
        if isinstance(error, CancelledError):
            return
        if not isinstance(error, (KabochaError, OSError)):
            raise error
        self.failed.emit(str(error))


def _serve(emit: Callable[[Served], None], cancel: Cancel) -> None:
    folder = paths.practice()
    running = practice.running(folder)
    if running:
        emit(Served(running, running.removesuffix("w/api.php")))
        cancel.wait()
        return
    with practice.Practice(folder) as wiki:
        emit(Served(wiki.api, wiki.browse))
        cancel.wait()
