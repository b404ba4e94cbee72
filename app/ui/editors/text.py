"""Plain text of several lines; Alt+Down shows what other rows hold."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.ui.editors.offering import OfferingEditor


class TextEditor(OfferingEditor):
    """Opens its list only when it is asked to."""

    at_once = False

    def takes(self, event: QKeyEvent) -> bool:
        """Up and Down belong to the text while the list is closed."""
        closed = self.drop is None or not self.drop.isVisible()
        upright = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers()
        if closed and upright and not self.typed_over:
            return False
        return super().takes(event)
