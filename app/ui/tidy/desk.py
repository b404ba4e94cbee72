"""What works on many cells at once, by the names of the commands: each opens its window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from app.ui.context import Context
from app.ui.sheet.filters import Filters
from app.ui.sheet.model import TITLE, Head
from app.ui.sheet.view import SheetView
from app.ui.tidy.cleaning import CleanDialog
from app.ui.tidy.funnel import Funnel, head_place
from app.ui.tidy.sorting import SortDialog
from app.ui.tidy.values import ValuesDialog


class Desk(QObject):
    """Opens the windows for the current column or the selected cells."""

    def __init__(
        self, context: Context, page: QWidget, view: SheetView, filters: Filters, tool: QWidget
    ) -> None:
        super().__init__(page)
        self._context, self._page, self._view, self._filters = context, page, view, filters
        self._tool = tool
        """Where the filter opens while the table is not shown."""
        self.opened: QWidget | None = None

    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done, by the name of the command."""
        return {
            "filter": self.filter,
            "sort": self.sort,
            "values": self.values,
            "clean": self.clean,
        }

    def _head(self) -> tuple[int, Head] | None:
        """The current column, the title when the picture is."""
        column = max(TITLE, self._view.column)
        heads = self._view.model.heads
        return (column, heads[column]) if column < len(heads) and heads[column].column else None

    def filter(self) -> None:
        """The filter of the current column, below its head."""
        found = self._head()
        if found is None:
            return
        column, head = found
        funnel = Funnel(self._context, self._page, self._filters, column, head)
        self.opened = funnel
        funnel.pop_up(head_place(self._view, column, self._tool))

    def sort(self) -> None:
        """Sort by several columns."""
        found = self._head()
        if found is not None:
            window = self._page.window()
            self._open(SortDialog(self._context, window, self._view.model, found[0]))

    def values(self) -> None:
        """The values of the current column."""
        found = self._head()
        if found is not None:
            window = self._page.window()
            self._open(ValuesDialog(self._context, window, self._filters, *found))

    def clean(self) -> None:
        """Clean the current column, or the selected cells."""
        found = self._head()
        if found is not None:
            window = self._page.window()
            self._open(CleanDialog(self._context, window, self._view, *found))

    def _open(self, dialog: QDialog) -> None:
        self.opened = dialog
        dialog.open()
