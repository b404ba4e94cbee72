"""Adding a column of our own: what it is for is chosen first, its name follows from that."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.core import fields
from app.core.model import Meaning, MeaningKind
from app.core.text import t
from app.ui.context import Context
from app.ui.pages import meanings
from app.ui.pages.picker import Picker

SHARED = (MeaningKind.PROPERTY, MeaningKind.PLAIN)
"""Kinds that several columns may have."""


class ColumnAdder(Picker):
    """Looks like a choice that says "Add a column"; each line adds one."""

    added = Signal(str)
    """Header of the new column."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, t("files.add-column"), self._languages)
        self._context = context
        self._refill()

    def _refill(self) -> None:
        self.clear()
        self.add(t("files.add-column"), "", "plus")
        project = self._context.session.project
        if project is None:
            return
        taken = {c.meaning for c in project.columns if c.meaning.kind not in SHARED}
        title = ""
        for line in meanings.possible(project, None):
            if line.meaning is None:
                title = line.words
            elif line.meaning not in taken:
                if title:
                    self.add_title(title)
                    title = ""
                own = line.meaning.kind is MeaningKind.PLAIN
                words = t("files.own-notes") if own else line.words
                self.add(words, str(line.meaning), "file-text" if own else line.icon)

    def _languages(self) -> list[tuple[str, str, str]]:
        project = self._context.session.project
        every = meanings.in_every_language(project) if project else []
        return [(one.words, str(one.meaning), one.icon) for one in every]

    def open_at(self, widget: QWidget) -> None:
        """Open the list, as the columns are now."""
        self._refill()
        super().open_at(widget)

    def take(self, data: str, _words: str) -> None:
        """Add a column for this."""
        session = self._context.session
        project = session.project
        if project is None or not data:
            return
        meaning = Meaning.parse(data)
        header = fields.header_for(meaning, project.layout.template)
        words = meanings.words_of(meaning, project.layout)
        if session.add_column(header, meaning, t("files.undo-add", what=words)):
            self.added.emit(project.columns[-1].header)
