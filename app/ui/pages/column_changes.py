"""A column gets another name or meaning, or goes: the same from the page "Files" and the sheet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from app.core.model import Column, Meaning, MeaningKind
from app.core.project import Project, columns
from app.core.text import t
from app.ui.context import Context
from app.ui.dialogs.asking import ask_text
from app.ui.pages import meanings
from app.ui.session import Session
from app.ui.sheet.view import SheetView

Say = Callable[..., object]
SINGLE = (MeaningKind.PATH, MeaningKind.NAME, MeaningKind.FIELD, MeaningKind.CAPTION)
"""Kinds that only one column can have."""


def become(session: Session, column_id: int, meaning: Meaning) -> bool:
    """Give a column another meaning; a column that has it already, and may not beside it, is left
    out from now on.
    """
    project = session.project
    if project is None:
        return False
    wanted = {column_id: meaning}
    if meaning.kind in SINGLE:
        for other in project.columns:
            if other.id != column_id and other.meaning == meaning:
                wanted[other.id] = meanings.PLAIN
    words = meanings.words_of(meaning, project.layout)
    header = project.column(column_id).header
    return session.set_columns(wanted, t("files.change-meaning", column=header, meaning=words))


class ColumnChanges(QObject):
    """Asks and says for a page; `say` shows its notices."""

    def __init__(self, context: Context, page: QWidget, say: Say) -> None:
        super().__init__(page)
        self._context, self._page, self._say = context, page, say

    def rename(self, column: Column) -> None:
        """Ask for another name; `Session.failed` tells where the name has to stay."""
        session, project = self._context.session, self._context.session.project
        if project is None or not session.do(columns.check_name, column):
            return
        header = ask_text(
            self._context.theme, self._page.window(),
            title=t("columns.rename", column=column.header), sentence=t("columns.rename.text"),
            yes=t("columns.rename.yes"), now=column.header,
        )  # fmt: skip
        if header and header != column.header:
            label = t("columns.undo-rename", column=column.header)
            if session.do(Project.rename_column, column.id, header, label):
                named = project.column(column.id).header
                self._say("done", t("columns.renamed", old=column.header, new=named), undo=True)

    def remove(self, column: Column) -> None:
        """Take a column away, with a way back."""
        label = t("columns.undo-remove", column=column.header)
        if self._context.session.do(Project.remove_column, column.id, label):
            words = t("columns.removed", column=column.header)
            self._say("done", words, t("columns.removed.text"), undo=True)

    def fill(self, menu: QMenu, column: Column, *, with_meaning: bool) -> None:
        """Put what can be changed about a column into a menu."""
        if with_meaning:
            self._fill_meanings(menu.addMenu(t("columns.means")), column)
        for words, do in (
            (t("command.rename-column"), self.rename), (t("command.remove-column"), self.remove),
        ):  # fmt: skip
            menu.addAction(words).triggered.connect(partial(_for, do, column))

    def _fill_meanings(self, menu: QMenu, column: Column) -> None:
        project = self._context.session.project
        if project is None:
            return
        one = QActionGroup(menu)
        here = menu
        for line in meanings.possible(project, column):
            if line.meaning is None:
                here = menu.addMenu(line.words)
                continue
            made = here.addAction(self._context.theme.icon(line.icon, 16), line.words)
            made.setCheckable(True)
            made.setChecked(line.meaning == column.meaning)
            one.addAction(made)
            made.triggered.connect(partial(self._become, column.id, line.meaning))

    def _become(self, column_id: int, meaning: Meaning, _checked: object = None) -> None:
        become(self._context.session, column_id, meaning)


class SheetColumns(ColumnChanges):
    """The same for the current column of the sheet."""

    def __init__(self, context: Context, view: SheetView, page: QWidget, say: Say) -> None:
        super().__init__(context, page, say)
        self._view = view

    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done, by the name of the command."""
        return {"rename-column": self._rename_current, "remove-column": self._remove_current}

    def allow(self) -> None:
        """Say which of it can be done now, and why not."""
        for name in self.commands():
            there = self.current is not None
            self._context.commands.allow(name, there, t("columns.picture-stays"))

    @property
    def current(self) -> Column | None:
        """The current column, None for the picture."""
        heads, column = self._view.model.heads, self._view.column
        return heads[column].column if 0 <= column < len(heads) else None

    def fill_meaning(self, menu: QMenu) -> None:
        """Put the meanings of the current column into a menu."""
        if self.current is not None:
            menu.addSeparator()
            self._fill_meanings(menu.addMenu(t("columns.means")), self.current)

    def _rename_current(self) -> None:
        if self.current is not None:
            self.rename(self.current)

    def _remove_current(self) -> None:
        if self.current is not None:
            self.remove(self.current)


def _for(do: Callable[[Column], None], column: Column, _checked: object = None) -> None:
    do(column)
