"""What would change, before it is done: tick boxes to leave some out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.text import n, number, t
from app.ui.context import Context
from app.ui.parts import button, label
from app.ui.tidy.changes import SHOWN, ChangeTable, Line


class PreviewDialog(QDialog):
    """The first of `total` changes; Enter does all, Esc leaves everything as it is."""

    agreed = Signal(object)
    """Places of the changes to do."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        title: str,
        lines: Sequence[Line],
        total: int,
    ) -> None:
        super().__init__(parent)
        theme = context.theme
        self.setWindowTitle(t("preview.title"))
        self.setModal(True)
        column = QVBoxLayout(self)
        theme.space(column, 12, (24, 20, 24, 18))
        column.addWidget(label(title, "page", wrap=True))
        self.note = label("", "body", "ink2", wrap=True)
        column.addWidget(self.note)
        self.table = ChangeTable(theme, t("preview.title"), ticks=True)
        column.addWidget(self.table, 1)
        self.rest = label("", "note", "ink2", wrap=True)
        column.addWidget(self.rest)
        row = QHBoxLayout()
        theme.space(row, 8)
        row.addStretch(1)
        row.addWidget(button(theme, t("preview.cancel"), pressed=self.reject))
        self.yes = button(theme, t("preview.nothing"), kind="primary", pressed=self._agree)
        self.yes.setDefault(True)
        row.addWidget(self.yes)
        column.addLayout(row)
        self._total = total
        self.table.show_lines(lines)
        self.table.changes.dataChanged.connect(self._count)
        self._count()
        more = total - SHOWN
        self.rest.setText(n("preview.more", more, more=number(more)) if more > 0 else "")
        self.rest.setVisible(more > 0)
        self.finished.connect(self.deleteLater)
        room = parent.size()
        self.resize(min(theme.u(880), room.width()), min(theme.u(560), room.height()))
        self.yes.setFocus()

    def _count(self, *_ignored: object) -> None:
        out = len(self.table.changes.out)
        count = self._total - out
        self.note.setText(n("preview.out", out) if out else t("preview.words"))
        words = n("preview.change", count, cells=number(count)) if count else t("preview.nothing")
        self.yes.setText(words)
        self.yes.setEnabled(bool(count))
        self.yes.setToolTip("" if count else t("preview.tick-one"))

    def _agree(self) -> None:
        self.accept()
        out = self.table.changes.out
        self.agreed.emit([place for place in range(self._total) if place not in out])
