"""What a mark means, at the mouse: the sentence, and how to mend it; at a row all its problems."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QHelpEvent, QKeySequence
from PySide6.QtWidgets import QToolTip, QWidget

from app.core import text
from app.core.text import n, t
from app.ui.sheet.fixes import Fixes
from app.ui.sheet.view import SheetView

LISTED = 4
"""So many problems of a row are told; the rest is counted."""


class Tips(QObject):
    """Answers when the mouse rests over a cell or a row number."""

    def __init__(self, view: SheetView, fixes: Fixes) -> None:
        super().__init__(view)
        self._view, self._fixes = view, fixes
        self._cells = {half.viewport(): half for half in (view.frozen, view.rest)}
        self._heads = view.frozen.row_heads
        for watched in (*self._cells, self._heads.viewport()):
            watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show our own words in place of those of the table."""
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return False
        spot = event.pos()
        if watched is self._heads.viewport():
            words, box = self.of_row(self._heads.logicalIndexAt(spot)), QRect()
        else:
            half = self._cells[watched]
            index = half.indexAt(spot)
            words = self.of_cell(index.row(), index.column()) if index.isValid() else ""
            box = half.visualRect(index)
        if words and isinstance(watched, QWidget):
            QToolTip.showText(event.globalPos(), words, watched, box)
        else:
            QToolTip.hideText()
        return True

    def of_cell(self, place: int, column: int) -> str:
        """What is wrong with a cell and how to mend it, and its text where it is cut."""
        index = self._view.model.index(place, column)
        said = index.data(Qt.ItemDataRole.ToolTipRole) or ""
        return "\n\n".join(part for part in (said, self.mending(place, column)) if part)

    def mending(self, place: int, column: int) -> str:
        """How a cell can be mended, "" when there is nothing to offer."""
        offers = self._fixes.offers_at(place, column)
        if not offers:
            return ""
        action = self._view.context.commands.action("fix")
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        return t("tip.mend", ways=" · ".join(offer.words for offer in offers), key=key)

    def of_row(self, place: int) -> str:
        """The problems of a row, the worst first."""
        model = self._view.model
        if not 0 <= place < model.rowCount():
            return ""
        said = list(dict.fromkeys(text.problem(p) for p in model.row_problems(place)))
        more = len(said) - LISTED
        listed = [f"• {sentence}" for sentence in said[:LISTED]]
        return "\n".join(listed + ([n("tip.more", more)] if more > 0 else []))
