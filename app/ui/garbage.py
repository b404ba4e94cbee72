"""Collects garbage on the window's thread only, a little at a time.

Python would collect in whatever thread makes an object: a full collection stops all threads for
half a second when 10,000 rows are open, and in a worker it could end widgets outside their thread.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

TICK_MS = 500
MANY = 10_000
"""New objects that are worth a look."""
HUGE = 50_000
"""So many new objects at once are rows, drafts or problems that stay."""


class Collector(QObject):
    """Looks at what is new twice a second; at everything only when it is asked to."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """All is loaded and made, and stays: from now on much that is new does not live long."""
        gc.freeze()
        self._timer.start()

    def look(self) -> None:
        """At what is new, if that is much. What is very much is not looked at, which would take long,
        but left alone until the project is closed.
        """
        new = gc.get_count()[0]
        if new > HUGE:
            gc.freeze()
        elif new > MANY:
            gc.collect(1)

    def look_at_all(self) -> None:
        """A project was closed: few objects are left."""
        gc.unfreeze()
        gc.collect()

    def close(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
