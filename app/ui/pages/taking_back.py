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
        self._step: int | None = None
        session.undo_changed.connect(self._look)
        self._look()

    def _look(self) -> None:
        """While its own step is still being written, that is not known yet."""
        session = self._session
        if session.writing and self._step is None:
            return
        step = session.project.next_step("undo") if session.project is not None else None
        now = step.id if step is not None else 0
        if self._step is None:
            self._step = now
        elif session.writing or now != self._step:
            session.undo_changed.disconnect(self._look)
            self._notice.close_now()
