"""A notice with a way to undo: it goes as soon as that would take back something else."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.ui.parts import Notice
from app.ui.session import Session


class OwnStep(QObject):
    """Holds a notice to the step that was the last one when it came."""

    def __init__(self, session: Session, notice: Notice) -> None:
        super().__init__(notice)
        self._session, self._notice = session, notice
        self._step = None if session.writing else self._last_step()
        """None while it is still being written."""
        session.undo_changed.connect(self._look)

    def _last_step(self) -> int:
        project = self._session.project
        step = project.next_step("undo") if project is not None else None
        return step.id if step is not None else 0

    def _look(self) -> None:
        """Whether another change is being written, or was, or its own was taken back."""
        last = self._last_step()
        if self._step is None and not self._session.writing:
            self._step = last
        elif self._session.writing or last != self._step:
            self._session.undo_changed.disconnect(self._look)
            self._notice.close_now()
