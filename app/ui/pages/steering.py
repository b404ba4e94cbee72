"""What a person changes in the order of the files while they are sent: held back, let go, first."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QObject, Signal

from app.core.errors import KabochaError
from app.core.model import Target
from app.core.project import Project
from app.core.upload import Queue
from app.ui.pages.upload_items import AS_THEY_ARE, Turns


class Steering(QObject):
    """The queue of the open project towards its target."""

    moved = Signal(object)
    """frozenset of row ids whose place changed."""
    failed = Signal(str)
    """A sentence: it could not be kept."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.queue: Queue | None = None
        self._of: tuple[Project, str] | None = None

    def turn_to(self, project: Project | None, target: Target) -> Queue | None:
        """The queue of a project (None: of none) towards a target, the same as long as they are."""
        of = (project, target.name) if project is not None else None
        if of != self._of:
            self._of = of
            self.queue = Queue(project, target) if project is not None else None
        return self.queue

    @property
    def turns(self) -> Turns:
        """What was changed."""
        return AS_THEY_ARE if self.queue is None else Turns(self.queue.held, self.queue.front)

    def hold(self, row_ids: Collection[int]) -> None:
        """Hold rows back: they stay where they are until they are let go."""
        if self.queue is not None and self._keeps(self.queue.hold, row_ids):
            self.moved.emit(frozenset(row_ids))

    def let_go(self, row_ids: Collection[int]) -> bool:
        """Let rows go; False when no run takes them any more."""
        goes = False
        if self.queue is not None:
            goes = self._keeps(self.queue.let_go, row_ids)
            self.moved.emit(frozenset(row_ids))
        return goes

    def first(self, row_ids: Collection[int]) -> None:
        """Send rows before all others."""
        if self.queue is not None:
            self.queue.first(row_ids)
            self.moved.emit(frozenset(row_ids))

    def _keeps(self, change: Callable[[Collection[int]], object], row_ids: Collection[int]) -> bool:
        try:
            said = change(row_ids)
        except KabochaError as error:
            self.failed.emit(str(error))
            return False
        return said is not False
